package check

import (
	"cmp"
	"context"
	"math"
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

// Two grids overlap from a shared area of one square meter, or of three centimeters along what their boxes share: less is what
// rounding to a centimeter leaves along a common border.
const (
	leastOverlap = 1.0  // m²
	borderWidth  = 0.03 // m
)

func tolerance(a, b orb.Bound) float64 {
	west, east := max(a.Min[0], b.Min[0]), min(a.Max[0], b.Max[0])
	south, north := max(a.Min[1], b.Min[1]), min(a.Max[1], b.Max[1])
	length := plane.Distance(orb.Point{west, south}, orb.Point{east, south}) + plane.Distance(orb.Point{west, south}, orb.Point{west, north})
	return max(leastOverlap, borderWidth*length)
}

type grid struct {
	id    string
	valid geo.Period
	shape orb.Geometry
	box   orb.Bound
}

// overlaps compares grids whose boxes share an area, by a sweep from west to east, so that thousands of neighbors cost little.
func (c *checker) overlaps(ctx context.Context) error {
	slices.SortFunc(c.grids, func(a, b grid) int { return cmp.Or(cmp.Compare(a.box.Min[0], b.box.Min[0]), cmp.Compare(a.id, b.id)) })
	var active []int
	for i := range c.grids {
		if err := ctx.Err(); err != nil {
			return err
		}
		g := &c.grids[i]
		kept := active[:0]
		for _, j := range active {
			other := &c.grids[j]
			if other.box.Max[0] <= g.box.Min[0] {
				continue
			}
			kept = append(kept, j)
			if other.box.Max[1] > g.box.Min[1] && other.box.Min[1] < g.box.Max[1] && other.valid.Meets(g.valid) {
				c.overlap(other, g)
			}
		}
		active = append(kept, i)
	}
	return nil
}

func (c *checker) overlap(a, b *grid) {
	shared := plane.Overlap(a.shape, b.shape)
	if !(shared > tolerance(a.box, b.box)) {
		return
	}
	if b.id < a.id {
		a, b = b, a
	}
	c.report.add("overlap", geo.Fault, "grids/"+a.id, phrase.GridsOverlap.With("grids/"+a.id, "grids/"+b.id, int64(math.Round(shared))))
}
