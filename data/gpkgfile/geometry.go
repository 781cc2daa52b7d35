package gpkgfile

import (
	"encoding/binary"
	"math"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

// SRS is the only spatial reference system written: WGS 84.
const SRS = 4326

// WKB geometry type codes.
const (
	wkbPoint = iota + 1
	wkbLineString
	wkbPolygon
	wkbMultiPoint
	wkbMultiLineString
	wkbMultiPolygon
)

const (
	flagLittle   = 1 << 0
	flagEmpty    = 1 << 4
	envelopeXY   = 1 << 1
	headerSize   = 8
	envelopeSize = 32
	pointBlob    = headerSize + 1 + 4 + 16 // a point, which carries no envelope
)

// AppendGeometry appends a geometry as a GeoPackage blob: header, an envelope for all but points, and little-endian WKB. Empty
// geometries have the empty flag and no envelope. Types a record cannot have are an error.
func AppendGeometry(dst []byte, g orb.Geometry) ([]byte, error) {
	if geo.ShapeOf(g) == geo.NoShape {
		return dst, geo.Invalid("gpkgfile.AppendGeometry", phrase.GeometryTypeUnknown.With())
	}
	point, isPoint := g.(orb.Point)
	box := boxOf(g)
	flags := byte(flagLittle)
	switch {
	case isPoint && math.IsNaN(point[0]) || box.empty():
		flags |= flagEmpty
	case !isPoint:
		flags |= envelopeXY
	}
	dst = append(dst, 'G', 'P', 0, flags)
	dst = binary.LittleEndian.AppendUint32(dst, SRS)
	if flags&envelopeXY != 0 {
		for _, x := range [4]float64{box.minX, box.maxX, box.minY, box.maxY} {
			dst = appendFloat(dst, x)
		}
	}
	return appendWKB(dst, g), nil
}

func appendWKB(dst []byte, g orb.Geometry) []byte {
	switch g := g.(type) {
	case orb.Point:
		return appendPoint(appendHead(dst, wkbPoint), g)
	case orb.LineString:
		return appendPath(appendHead(dst, wkbLineString), g)
	case orb.Polygon:
		dst = appendCount(appendHead(dst, wkbPolygon), len(g))
		for _, ring := range g {
			dst = appendPath(dst, ring)
		}
	case orb.MultiLineString:
		dst = appendCount(appendHead(dst, wkbMultiLineString), len(g))
		for _, line := range g {
			dst = appendWKB(dst, line)
		}
	case orb.MultiPolygon:
		dst = appendCount(appendHead(dst, wkbMultiPolygon), len(g))
		for _, polygon := range g {
			dst = appendWKB(dst, polygon)
		}
	}
	return dst
}

func appendHead(dst []byte, kind uint32) []byte {
	return binary.LittleEndian.AppendUint32(append(dst, 1), kind)
}

func appendCount(dst []byte, n int) []byte { return binary.LittleEndian.AppendUint32(dst, uint32(n)) }

func appendFloat(dst []byte, x float64) []byte {
	return binary.LittleEndian.AppendUint64(dst, math.Float64bits(x))
}

func appendPoint(dst []byte, p orb.Point) []byte { return appendFloat(appendFloat(dst, p[0]), p[1]) }

func appendPath(dst []byte, path []orb.Point) []byte {
	dst = appendCount(dst, len(path))
	for _, p := range path {
		dst = appendPoint(dst, p)
	}
	return dst
}

// Box is the bounding box of everything added to it; the zero Box is not usable, NewBox is.
type Box struct{ minX, minY, maxX, maxY float64 }

// NewBox is a box around nothing.
func NewBox() Box {
	return Box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
}

func (b Box) empty() bool { return b.minX > b.maxX }

// Add widens the box to hold a geometry.
func (b *Box) Add(g orb.Geometry) { b.Join(boxOf(g)) }

// Touches tells whether a geometry reaches one of the box's sides, so that the box might shrink when the geometry goes.
func (b Box) Touches(g orb.Geometry) bool {
	o := boxOf(g)
	return !o.empty() && (o.minX <= b.minX || o.minY <= b.minY || o.maxX >= b.maxX || o.maxY >= b.maxY)
}

// Values are the box's sides as gpkg_contents keeps them, min_x, min_y, max_x, max_y; nil for a box around nothing.
func (b Box) Values() [4]any {
	if b.empty() {
		return [4]any{}
	}
	return [4]any{b.minX, b.minY, b.maxX, b.maxY}
}

// Join widens the box to hold another.
func (b *Box) Join(o Box) {
	b.minX, b.minY = min(b.minX, o.minX), min(b.minY, o.minY)
	b.maxX, b.maxY = max(b.maxX, o.maxX), max(b.maxY, o.maxY)
}

func (b *Box) path(path []orb.Point) {
	for _, p := range path {
		if !math.IsNaN(p[0]) && !math.IsNaN(p[1]) {
			b.Join(Box{p[0], p[1], p[0], p[1]})
		}
	}
}

func boxOf(g orb.Geometry) Box {
	b := NewBox()
	switch g := g.(type) {
	case orb.Point:
		b.path([]orb.Point{g})
	case orb.LineString:
		b.path(g)
	case orb.MultiLineString:
		for _, line := range g {
			b.path(line)
		}
	case orb.Polygon:
		for _, ring := range g {
			b.path(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			for _, ring := range polygon {
				b.path(ring)
			}
		}
	}
	return b
}
