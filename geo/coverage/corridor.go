package coverage

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// Corridor is who stands near a belt: located enterprises within so many metres of its axis or area, those of them that take part in it and those
// that do not.
type Corridor struct {
	Metres        float64
	Participating Figures
	Others        Figures
}

// Within are all of them.
func (c *Corridor) Within() Figures {
	sum := c.Participating
	sum.Add(&c.Others)
	return sum
}

// corridorOf is nil for a belt without a shape that may be shown.
func corridorOf(w *world.World, r *reader, belt string, metres float64) *Corridor {
	t := w.Table(geo.Enterprises)
	var tallies [2][2]world.Tally // by whether it takes part, by whether it is seen
	if !alongBelt(w, belt, metres, func(e world.Row, _ orb.Geometry, takesPart bool) bool {
		of := &tallies[0]
		if takesPart {
			of = &tallies[1]
		}
		r.count(t, e, &of[1], &of[0])
		return true
	}) {
		return nil
	}
	c := &Corridor{Metres: metres}
	c.Others.count(&tallies[0][0], false)
	c.Others.count(&tallies[0][1], true)
	c.Participating.count(&tallies[1][0], false)
	c.Participating.count(&tallies[1][1], true)
	return c
}

// alongBelt visits the located enterprises at most so many metres from a belt's axis or area, until visit says false. It tells whether the belt has a
// shape that may be shown.
func alongBelt(w *world.World, belt string, metres float64, visit func(e world.Row, shape orb.Geometry, takesPart bool) bool) bool {
	t, belts := w.Table(geo.Enterprises), w.Table(geo.Belts)
	row, there := belts.Find(belt)
	if !there || !belts.Drawable(row) {
		return false
	}
	shape := belts.Geometry(row)
	takesPart := t.Matcher(world.Query{Equal: []world.Condition{{Field: geo.BeltsOf, Value: geo.Text(belt)}}})
	t.InRect(around(plane.Widened(shape.Bound(), metres)), func(e world.Row) bool {
		if at, isPoint := t.Point(e); isPoint && t.Current(e) && plane.Within(shape, at, metres) {
			return visit(e, shape, takesPart.Match(e))
		}
		return true
	})
	return true
}

// Neighbor is an enterprise that stands near a belt and takes no part in it.
type Neighbor struct {
	Row    world.Row
	Metres float64 // from the belt's axis, or from its area, in which it is at no distance
}

// Neighbors are those of a belt.
type Neighbors struct {
	List      []Neighbor // the nearest first, then by id
	Within    int        // located enterprises that stand near, those that take part among them
	Unlocated int        // enterprises that have no point and may stand near or not
}

// FindNeighbors lists who stands at most so many metres from a belt and takes no part in it, of one zone if it is given: those that a corridor counts.
// It is nil for a belt without a shape that may be shown.
func FindNeighbors(ctx context.Context, w *world.World, belt string, metres float64, zone *string) (*Neighbors, error) {
	t, n := w.Table(geo.Enterprises), &Neighbors{}
	zones, left := newReader(t, geo.PublicSight(), zone), scanStep
	shaped := alongBelt(w, belt, metres, func(e world.Row, shape orb.Geometry, takesPart bool) bool {
		if zones.wanted[t.ZoneNumber(e)+1] {
			if n.Within++; !takesPart {
				at, _ := t.Point(e)
				n.List = append(n.List, Neighbor{e, plane.Away(shape, at)})
			}
		}
		if left--; left > 0 {
			return true
		}
		left = scanStep
		return ctx.Err() == nil
	})
	if !shaped || ctx.Err() != nil {
		return nil, ctx.Err()
	}
	slices.SortFunc(n.List, func(a, b Neighbor) int {
		if c := cmp.Compare(a.Metres, b.Metres); c != 0 {
			return c
		}
		return strings.Compare(t.ID(a.Row), t.ID(b.Row))
	})
	n.Unlocated = int(Total(w, Request{Zone: zone}).Unlocated)
	return n, nil
}
