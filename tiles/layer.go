package tiles

import "beltmap/geo"

// Buffer is how far lines and areas reach beyond a tile's edge, in tile coordinates, so that strokes meet across it. Points have no
// copies in the buffer: each is in exactly one tile.
const Buffer = 64

// PointZoom is the zoom from which every point is drawn by itself; below it points that share a cell are one cluster.
const PointZoom = 14

// CellsAcross is how many cells a tile of a zoom below PointZoom has on each side: a cell is a tile CellDepth zooms deeper.
const (
	CellDepth   = 3
	CellsAcross = 1 << CellDepth
)

// MaxBytes is the size no tile exceeds, uncompressed.
const MaxBytes = 500_000

// MinZoom is the zoom from which a collection's lines and areas are drawn. Points are drawn, or counted in clusters, at every zoom.
func MinZoom(c geo.Collection) uint8 {
	switch c {
	case geo.Grids, geo.Ground:
		return 10
	}
	return 0
}
