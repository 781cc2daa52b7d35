package plane

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// boundRelations refuses polygons whose rings could take relations too long: it compares every two rings whose boxes meet, which costs as
// many steps as they have points.
func (c *checker) boundRelations(parts orb.MultiPolygon) error {
	type ring struct {
		box    orb.Bound
		points int
	}
	var rings []ring
	for _, p := range parts {
		for _, r := range p {
			rings = append(rings, ring{r.Bound(), len(r)})
		}
	}
	slices.SortFunc(rings, func(a, b ring) int { return sign(a.box.Min[0] - b.box.Min[0]) })
	const price = 20 // a step there costs as much as so many comparisons of the sweep
	var active []ring
	for _, r := range rings {
		kept := active[:0]
		c.left -= len(active)
		for _, o := range active {
			if o.box.Max[0] < r.box.Min[0] {
				continue
			}
			kept = append(kept, o)
			if o.box.Intersects(r.box) {
				c.left -= price * (o.points + r.points)
			}
		}
		active = append(kept, r)
		if c.left < 0 {
			return wrong(phrase.TooIntricate.With(maxComparisons))
		}
	}
	return nil
}

// relations checks how rings that do not cross lie to one another.
func relations(parts orb.MultiPolygon) (err error) {
	at := parts[0][0][0]
	defer func() { // simplefeatures panics where rounding breaks what it has established
		if recover() != nil {
			err = wrongAt(phrase.RingsCut, at)
		}
	}()
	polygons := make([]geom.Polygon, len(parts))
	for i, p := range parts {
		at = p[0][0]
		if err := holes(p); err != nil {
			return err
		}
		polygons[i] = simplePolygon(p)
		if err := polygons[i].Validate(); err != nil {
			return relationFault(err, at)
		}
	}
	if err := geom.NewMultiPolygon(polygons).Validate(); err != nil {
		return relationFault(err, at)
	}
	return nil
}

// holes checks that holes lie within the shell and apart, going by a point that is not on the other ring: rings that touch more than once
// are found elsewhere. (simplefeatures goes by a ring's first point, wherever that is.)
func holes(p orb.Polygon) error {
	type hole struct {
		ring orb.Ring
		box  orb.Bound
	}
	sorted := make([]hole, 0, len(p)-1)
	for _, ring := range p[1:] {
		if side, at := sideOf(ring, p[0]); side == outside {
			return wrongAt(phrase.HoleOutside, at)
		}
		sorted = append(sorted, hole{ring, ring.Bound()})
	}
	slices.SortFunc(sorted, func(a, b hole) int { return sign(a.box.Min[0] - b.box.Min[0]) })
	for i, h := range sorted {
		for _, o := range sorted[i+1:] {
			if o.box.Min[0] > h.box.Max[0] {
				break
			}
			if !o.box.Intersects(h.box) {
				continue
			}
			for _, pair := range [...][2]orb.Ring{{h.ring, o.ring}, {o.ring, h.ring}} {
				if side, at := sideOf(pair[0], pair[1]); side == inside {
					return wrongAt(phrase.RingsNested, at)
				}
			}
		}
	}
	return nil
}

const (
	onBorder = iota
	inside
	outside
)

// sideOf tells on which side of another ring a ring lies that does not cross it, and by which of its points.
func sideOf(ring, other orb.Ring) (side int, by orb.Point) {
	for _, p := range ring {
		switch in, on := inRing(other, p); {
		case on:
		case in:
			return inside, p
		default:
			return outside, p
		}
	}
	return onBorder, ring[0]
}

// relationFault says what simplefeatures found, in our words and with its coordinate if it gives one.
func relationFault(err error, near orb.Point) error {
	text := err.Error()
	if _, rest, found := strings.Cut(text, "(at or near {"); found {
		var x, y float64
		if n, err := fmt.Sscanf(rest, "%g %g", &x, &y); n == 2 && err == nil {
			near = orb.Point{x, y}
		}
	}
	for _, known := range []struct {
		words string
		say   phrase.Phrase
	}{{"nested", phrase.RingsNested}, {"outside", phrase.HoleOutside}, {"child polygons", phrase.PolygonsOverlap}, {"simple", phrase.RingTouches}} {
		if strings.Contains(text, known.words) {
			return wrongAt(known.say, near)
		}
	}
	return wrongAt(phrase.RingsCut, near)
}

// Overlap is the area in m² that two polygons or multi-polygons share. It is NaN if it cannot be told, as for polygons that are not
// Valid.
func Overlap(a, b orb.Geometry) float64 {
	if a == nil || b == nil || !a.Bound().Intersects(b.Bound()) {
		return 0
	}
	shared, err := intersection(simple(a), simple(b))
	if err != nil {
		return math.NaN()
	}
	return areaOf(shared)
}

// intersection overlays in degrees, where what touches touches: projected, it might just cross.
func intersection(a, b geom.Geometry) (g geom.Geometry, err error) {
	defer func() { // an overlay of what is no polygon may end in a panic inside simplefeatures
		if caught := recover(); caught != nil {
			err = errors.New("overlay failed")
		}
	}()
	if err := errors.Join(a.Validate(), b.Validate()); err != nil {
		return geom.Geometry{}, err
	}
	return geom.Intersection(a, b)
}

// simple is a polygon in the form of simplefeatures, the empty polygon for anything else.
func simple(g orb.Geometry) geom.Geometry {
	switch g := g.(type) {
	case orb.Polygon:
		return simplePolygon(g).AsGeometry()
	case orb.MultiPolygon:
		parts := make([]geom.Polygon, len(g))
		for i, p := range g {
			parts[i] = simplePolygon(p)
		}
		return geom.NewMultiPolygon(parts).AsGeometry()
	}
	return geom.Polygon{}.AsGeometry()
}

func simplePolygon(p orb.Polygon) geom.Polygon {
	rings := make([]geom.LineString, 0, len(p))
	for _, ring := range p {
		path := slices.Compact(slices.Clone(ring))
		flat := make([]float64, 0, 2*len(path))
		for _, q := range path {
			flat = append(flat, q[0], q[1])
		}
		rings = append(rings, geom.NewLineString(geom.NewSequence(flat, geom.DimXY)))
	}
	return geom.NewPolygon(rings)
}

// areaOf is the area on the ellipsoid of the polygons of an overlay, whatever else it holds.
func areaOf(g geom.Geometry) float64 {
	sum := 0.0
	for _, polygon := range polygonsOf(g) {
		sum += Area(polygon)
	}
	return sum
}
