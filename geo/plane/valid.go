package plane

import (
	"math"
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

// maxComparisons bounds the work of Valid: about a second of it. Outlines of real places stay far below.
const maxComparisons = 50_000_000

// Valid tells what is wrong with a geometry, as an error of kind invalid that names the coordinate, or nil. A polygon is valid as OGC
// 06-103r4 §6.1.11 says: rings closed and simple, holes inside and apart, the interior in one piece; parts of a multi-polygon do not
// overlap. A point repeated at once is no fault. Lines may cross themselves. Work is bounded.
func Valid(g orb.Geometry) error {
	c := checker{left: maxComparisons}
	switch g := g.(type) {
	case orb.Point:
		return c.finite([]orb.Point{g})
	case orb.LineString:
		return c.line(g)
	case orb.MultiLineString:
		for _, line := range g {
			if err := c.line(line); err != nil {
				return err
			}
		}
		return nil
	case orb.Polygon:
		return c.polygons(orb.MultiPolygon{g})
	case orb.MultiPolygon:
		return c.polygons(g)
	case nil:
		return nil
	}
	return wrong(phrase.GeometryUnknown.With(g.GeoJSONType()))
}

func wrong(text phrase.Text) error { return geo.Invalid("plane.Valid", text) }

func wrongAt(what phrase.Phrase, p orb.Point) error {
	return wrong(what.With(geo.RoundDegrees(p[0]), geo.RoundDegrees(p[1])))
}

type checker struct {
	left     int // comparisons that may still be made
	segments []segment
}

// segment is one side of a ring, its ends in order of x.
type segment struct {
	a, b       orb.Point // as in the ring
	low, high  float64   // latitudes
	ring, next int32     // the ring among all, and the place of the ring's following segment
}

func (s *segment) minX() float64 { return min(s.a[0], s.b[0]) }
func (s *segment) maxX() float64 { return max(s.a[0], s.b[0]) }

func (c *checker) finite(path []orb.Point) error {
	for _, p := range path {
		if math.IsNaN(p[0]-p[0]) || math.IsNaN(p[1]-p[1]) {
			return wrong(phrase.NotFinite.With())
		}
	}
	return nil
}

func (c *checker) line(line orb.LineString) error {
	if err := c.finite(line); err != nil {
		return err
	}
	for _, p := range line {
		if p != line[0] {
			return nil
		}
	}
	if len(line) == 0 {
		return wrong(phrase.GeometryEmpty.With())
	}
	return wrongAt(phrase.LineTooShort, line[0])
}

func (c *checker) polygons(parts orb.MultiPolygon) error {
	rings := int32(0)
	for _, polygon := range parts {
		if len(polygon) == 0 {
			return wrong(phrase.PolygonEmpty.With())
		}
		for _, ring := range polygon {
			if err := c.ring(ring, rings); err != nil {
				return err
			}
			rings++
		}
	}
	if len(parts) == 0 {
		return wrong(phrase.PolygonEmpty.With())
	}
	if err := c.sweep(); err != nil {
		return err
	}
	if rings == 1 {
		return nil
	}
	if err := c.boundRelations(parts); err != nil {
		return err
	}
	return relations(parts)
}

// ring checks one ring by itself and adds its sides to the sweep.
func (c *checker) ring(ring orb.Ring, number int32) error {
	if err := c.finite(ring); err != nil {
		return err
	}
	if len(ring) == 0 {
		return wrong(phrase.PolygonEmpty.With())
	}
	first, last := ring[0], ring[len(ring)-1]
	if first != last {
		return wrong(phrase.RingNotClosed.With(first[0], first[1], last[0], last[1]))
	}
	path := slices.Compact(slices.Clone(ring))
	if len(path) < 4 {
		return wrongAt(phrase.RingTooShort, first)
	}
	base := int32(len(c.segments))
	sides := int32(len(path) - 1)
	for i := range sides {
		a, b := path[i], path[i+1]
		c.segments = append(c.segments, segment{a, b, min(a[1], b[1]), max(a[1], b[1]), number, base + (i+1)%sides})
	}
	return nil
}

// sweep goes over all sides from west to east and compares each with those that reach as far east as it begins.
func (c *checker) sweep() error {
	order := make([]int32, len(c.segments))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int {
		return sign(c.segments[i].minX() - c.segments[j].minX())
	})
	var active []int32
	for _, i := range order {
		s := &c.segments[i]
		kept := active[:0]
		c.left -= len(active)
		if c.left < 0 {
			return wrong(phrase.TooIntricate.With(maxComparisons))
		}
		for _, j := range active {
			o := &c.segments[j]
			if o.maxX() < s.minX() {
				continue
			}
			kept = append(kept, j)
			if o.low <= s.high && s.low <= o.high {
				c.left -= 10 // it costs about as much as ten glances at a box
				if err := c.compare(i, j); err != nil {
					return err
				}
			}
		}
		active = append(kept, i)
	}
	return nil
}

// compare finds fault with two sides whose boxes meet. Neighbors on a ring may share their common end only; sides of one ring must not
// touch otherwise, sides of two must not cross.
func (c *checker) compare(i, j int32) error {
	s, o := &c.segments[i], &c.segments[j]
	if o.next == i {
		s, o, i, j = o, s, j, i
	}
	if s.next == j { // o follows s: wrong only if it runs back over it
		if orient(s.a, s.b, o.b) == 0 && ((s.a[0]-s.b[0])*(o.b[0]-s.b[0]) > 0 || (s.a[1]-s.b[1])*(o.b[1]-s.b[1]) > 0) {
			return wrongAt(phrase.RingTouches, s.b)
		}
		return nil
	}
	s1, s2 := orient(s.a, s.b, o.a), orient(s.a, s.b, o.b)
	o1, o2 := orient(o.a, o.b, s.a), orient(o.a, o.b, s.b)
	if s1*s2 < 0 && o1*o2 < 0 {
		return wrongAt(phrase.RingCrosses, crossing(s, o))
	}
	if s.ring != o.ring {
		return nil // whether rings that touch cross is for relations to say
	}
	for _, end := range [...]struct {
		side int
		p    orb.Point
		of   *segment
	}{{s1, o.a, s}, {s2, o.b, s}, {o1, s.a, o}, {o2, s.b, o}} {
		if end.side == 0 && between1(end.p[0], end.of.a[0], end.of.b[0]) && between1(end.p[1], end.of.a[1], end.of.b[1]) {
			return wrongAt(phrase.RingTouches, end.p)
		}
	}
	return nil
}

// crossing is where two segments that cross do so.
func crossing(s, o *segment) orb.Point {
	dx, dy := s.b[0]-s.a[0], s.b[1]-s.a[1]
	ex, ey := o.b[0]-o.a[0], o.b[1]-o.a[1]
	t := ((o.a[0]-s.a[0])*ey - (o.a[1]-s.a[1])*ex) / (dx*ey - dy*ex)
	return orb.Point{s.a[0] + t*dx, s.a[1] + t*dy}
}
