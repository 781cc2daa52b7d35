package world

import (
	"math"

	"beltmap/geo/index"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

// window is a box of a query, ready to be compared.
type window struct {
	bound  orb.Bound
	low    degrees // the least and greatest units of 1e-7° in it
	high   degrees
	around index.Box
}

func windowsOf(boxes []orb.Bound) []window {
	if len(boxes) == 0 {
		return nil
	}
	windows := make([]window, len(boxes))
	for i, b := range boxes {
		windows[i] = window{
			bound: b,
			low:   degrees{leastUnit(b.Min[0]), leastUnit(b.Min[1])},
			high:  degrees{greatestUnit(b.Max[0]), greatestUnit(b.Max[1])},
			// One unit more on each side: what is stored was rounded after, not before, it was projected.
			around: widened(plane.MercatorBounds(b)),
		}
	}
	return windows
}

func widened(r plane.Rect) index.Box {
	less := func(x uint32) uint32 { return x - min(x, 1) }
	more := func(x uint32) uint32 { return x + min(math.MaxUint32-x, 1) }
	return index.Box{MinX: less(r.MinX), MinY: less(r.MinY), MaxX: more(r.MaxX), MaxY: more(r.MaxY)}
}

// holds tells whether the geometry of a row, if it has one, has a point in the window.
func (w *window) holds(t *Table, r Row) bool {
	switch f := t.flags.at(r); {
	case f&point != 0:
		d := t.place.at(r)
		return w.low.Lon <= d.Lon && d.Lon <= w.high.Lon && w.low.Lat <= d.Lat && d.Lat <= w.high.Lat
	case f&shaped != 0:
		return meets(t.shapes.at(r).geometry, w.bound)
	}
	return false
}

func roundUnits(x float64) float64 {
	return min(max(math.Round(x*1e7), math.MinInt32), math.MaxInt32)
}

// leastUnit is the least unit of 1e-7° that, written in degrees, is not below x; greatestUnit the greatest not above it.
func leastUnit(x float64) int32 {
	u := roundUnits(x)
	if u/1e7 < x && u < math.MaxInt32 {
		u++
	}
	return int32(u)
}

func greatestUnit(x float64) int32 {
	u := roundUnits(x)
	if u/1e7 > x && u > math.MinInt32 {
		u--
	}
	return int32(u)
}

// meets tells whether a line or polygon has a point in a box, edges included.
func meets(g orb.Geometry, b orb.Bound) bool {
	if g == nil || !b.Intersects(g.Bound()) {
		return false
	}
	switch g := g.(type) {
	case orb.LineString:
		return pathMeets(g, b)
	case orb.MultiLineString:
		for _, line := range g {
			if pathMeets(line, b) {
				return true
			}
		}
		return false
	case orb.Polygon:
		return polygonMeets(g, b)
	case orb.MultiPolygon:
		for _, p := range g {
			if polygonMeets(p, b) {
				return true
			}
		}
		return false
	}
	return true
}

func polygonMeets(p orb.Polygon, b orb.Bound) bool {
	for _, ring := range p {
		if pathMeets(orb.LineString(ring), b) {
			return true
		}
	}
	// No edge touches the box: it lies wholly inside or wholly outside.
	inside, border := plane.Contains(p, b.Min)
	return inside || border
}

func pathMeets(path orb.LineString, b orb.Bound) bool {
	for i := 1; i < len(path); i++ {
		if segmentMeets(path[i-1], path[i], b) {
			return true
		}
	}
	return false
}

// segmentMeets separates a segment from the box along either axis or across the segment, if it can. It works in units of 1e-7°, in which what
// is stored and most boxes are whole numbers, so that touching is exact for segments of a few degrees.
func segmentMeets(p, q orb.Point, b orb.Bound) bool {
	for axis := range 2 {
		if max(p[axis], q[axis]) < b.Min[axis] || min(p[axis], q[axis]) > b.Max[axis] {
			return false
		}
	}
	px, py := unitsOf(p[0]), unitsOf(p[1])
	dx, dy := unitsOf(q[0])-px, unitsOf(q[1])-py
	left, right := false, false
	for _, x := range [2]float64{unitsOf(b.Min[0]), unitsOf(b.Max[0])} {
		for _, y := range [2]float64{unitsOf(b.Min[1]), unitsOf(b.Max[1])} {
			side := dx*(y-py) - dy*(x-px)
			left, right = left || side >= 0, right || side <= 0
		}
	}
	return left && right
}

// unitsOf is a coordinate in units of 1e-7°, whole if it was meant to be.
func unitsOf(x float64) float64 {
	u := x * 1e7
	if whole := math.Round(u); math.Abs(u-whole) < 1e-4 {
		return whole
	}
	return u
}
