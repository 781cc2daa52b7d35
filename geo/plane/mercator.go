// Package plane is geometry in the plane: distance and area in metres on a local ellipsoidal plane, point in polygon, validity, overlap,
// clipping and simplification, and Web Mercator on a world of 2^32 × 2^32 units. Geometries come in WGS 84 degrees, longitude first,
// unless a function says otherwise. It is the only package that uses orb's or simplefeatures' algorithms: nothing here panics, and
// no geometry given to it is ever changed.
package plane

import (
	"math"

	"github.com/paulmach/orb"
)

// MaxLatitude is where the square world of Web Mercator (EPSG:3857) ends.
const MaxLatitude = 85.0511287798066

const world = 1 << 32 // units of the Mercator world on each side

// XY is a point of Web Mercator on a world of 2^32 units a side, x to the east from 180° W and y to the south from MaxLatitude. The top
// z bits of each are the tile at zoom z, so that flooring is the same at every zoom.
type XY struct{ X, Y uint32 }

// Mercator is the unit square that holds a point: both coordinates are floored. A latitude or longitude outside the world is
// clamped to its edge.
func Mercator(p orb.Point) XY {
	x, y := MercatorFloat(p)
	return XY{unit(x), unit(y)}
}

// MercatorFloat is a point in Mercator units with its fraction, latitude clamped to ±MaxLatitude.
func MercatorFloat(p orb.Point) (x, y float64) {
	lat := min(max(p[1], -MaxLatitude), MaxLatitude)
	sin := math.Sin(lat * (math.Pi / 180))
	x = (p[0] + 180) * (world / 360.0)
	y = (0.5 - math.Atanh(sin)*(0.5/math.Pi)) * world
	return x, y
}

// unit floors a coordinate and clamps it to the world; NaN becomes 0.
func unit(x float64) uint32 {
	switch {
	case x >= world-1:
		return math.MaxUint32
	case x > 0:
		return uint32(x)
	}
	return 0
}

// FromMercator is the point at a place given in Mercator units.
func FromMercator(x, y float64) orb.Point {
	lon := x*(360.0/world) - 180
	lat := math.Atan(math.Sinh(math.Pi*(1-2*y/world))) * (180 / math.Pi)
	return orb.Point{lon, lat}
}

// Rect is a box of Mercator units, its edges included.
type Rect struct{ MinX, MinY, MaxX, MaxY uint32 }

// World is the box of the whole map.
func World() Rect { return Rect{0, 0, math.MaxUint32, math.MaxUint32} }

// RectAt is the box of one point.
func RectAt(p XY) Rect { return Rect{p.X, p.Y, p.X, p.Y} }

// MercatorBounds is the box of the units that a box of degrees touches.
func MercatorBounds(b orb.Bound) Rect {
	low, high := Mercator(orb.Point{b.Min[0], b.Max[1]}), Mercator(orb.Point{b.Max[0], b.Min[1]})
	return Rect{low.X, low.Y, high.X, high.Y}
}

// Holds tells whether a point lies in the box.
func (r Rect) Holds(p XY) bool {
	return r.MinX <= p.X && p.X <= r.MaxX && r.MinY <= p.Y && p.Y <= r.MaxY
}

// Meets tells whether two boxes share a unit.
func (r Rect) Meets(o Rect) bool {
	return r.MinX <= o.MaxX && o.MinX <= r.MaxX && r.MinY <= o.MaxY && o.MinY <= r.MaxY
}

// Covers tells whether the other box lies wholly within r.
func (r Rect) Covers(o Rect) bool {
	return r.MinX <= o.MinX && o.MaxX <= r.MaxX && r.MinY <= o.MinY && o.MaxY <= r.MaxY
}

// Union is the smallest box around both.
func (r Rect) Union(o Rect) Rect {
	return Rect{min(r.MinX, o.MinX), min(r.MinY, o.MinY), max(r.MaxX, o.MaxX), max(r.MaxY, o.MaxY)}
}
