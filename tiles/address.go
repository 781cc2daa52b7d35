// Package tiles is what a tile is, apart from what it holds: its address and the box it covers, which layers there are and from which
// zoom each is drawn, and the cache of finished tiles. Zooms run from 0 to 16, coordinates within a tile from 0 to 4095, x to the
// east and y to the south (XYZ, not TMS).
package tiles

import (
	"iter"
	"strconv"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/plane"
)

// MaxZoom is the deepest zoom; Extent is the number of coordinates across a tile.
const (
	MaxZoom = 16
	Extent  = 4096
)

// Address names a tile.
type Address struct {
	Z    uint8
	X, Y uint32
}

// Parse reads an address from its three path segments. Text that is no number is invalid, a number without a tile is not found.
func Parse(z, x, y string) (Address, error) {
	text := z + "/" + x + "/" + y
	var n [3]uint64
	for i, s := range [...]string{z, x, y} {
		v, err := strconv.ParseUint(s, 10, 32)
		if err != nil || strconv.FormatUint(v, 10) != s {
			return Address{}, geo.Invalid("tiles.Parse", phrase.TileAddressMalformed.With(text))
		}
		n[i] = v
	}
	a := Address{uint8(min(n[0], 255)), uint32(n[1]), uint32(n[2])}
	if !a.Valid() {
		return Address{}, geo.NotFound("tiles.Parse", phrase.TileAddressOutOfRange.With(text))
	}
	return a, nil
}

// At is the tile that holds a point at a zoom of at most MaxZoom.
func At(p plane.XY, zoom uint8) Address {
	return Address{zoom, p.X >> (32 - uint(zoom)), p.Y >> (32 - uint(zoom))}
}

// Valid tells whether there is such a tile.
func (a Address) Valid() bool {
	return a.Z <= MaxZoom && uint64(a.X)>>a.Z == 0 && uint64(a.Y)>>a.Z == 0
}

// String is the address as "zoom/x/y".
func (a Address) String() string {
	b := strconv.AppendUint(make([]byte, 0, 16), uint64(a.Z), 10)
	b = strconv.AppendUint(append(b, '/'), uint64(a.X), 10)
	return string(strconv.AppendUint(append(b, '/'), uint64(a.Y), 10))
}

// Rect is the box of Mercator units the tile covers, widened by a buffer given in tile coordinates.
func (a Address) Rect(buffer uint32) plane.Rect {
	shift := 32 - uint(a.Z)
	size := uint64(1) << shift
	pad := uint64(buffer) * (size / Extent)
	x, y := uint64(a.X)<<shift, uint64(a.Y)<<shift
	return plane.Rect{
		MinX: uint32(x - min(x, pad)), MinY: uint32(y - min(y, pad)),
		MaxX: uint32(min(x+size-1+pad, 1<<32-1)), MaxY: uint32(min(y+size-1+pad, 1<<32-1)),
	}
}

// Local is a point in the tile's coordinates, floored; outside [0, Extent) for points outside the tile.
func (a Address) Local(p plane.XY) (x, y int32) {
	shift := 20 - uint(a.Z)
	return int32(int64(p.X>>shift) - int64(a.X)*Extent), int32(int64(p.Y>>shift) - int64(a.Y)*Extent)
}

// Parent is the tile above; the tile of zoom 0 is its own.
func (a Address) Parent() Address {
	if a.Z == 0 {
		return a
	}
	return Address{a.Z - 1, a.X / 2, a.Y / 2}
}

// Children are the four tiles below, in reading order. Those of zoom MaxZoom are not valid.
func (a Address) Children() [4]Address {
	z, x, y := a.Z+1, a.X*2, a.Y*2
	return [4]Address{{z, x, y}, {z, x + 1, y}, {z, x, y + 1}, {z, x + 1, y + 1}}
}

// Cover visits the tiles of a zoom that meet a box, row by row.
func Cover(r plane.Rect, zoom uint8) iter.Seq[Address] {
	return func(yield func(Address) bool) {
		low, high := At(plane.XY{X: r.MinX, Y: r.MinY}, zoom), At(plane.XY{X: r.MaxX, Y: r.MaxY}, zoom)
		for y := low.Y; y <= high.Y; y++ {
			for x := low.X; x <= high.X; x++ {
				if !yield(Address{zoom, x, y}) {
					return
				}
			}
		}
	}
}
