package check

import (
	"context"
	"math"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

type grid struct {
	id    string
	valid geo.Period
	shape orb.Geometry
}

// overlaps finds the grids that lie over each other at the same time.
func (c *checker) overlaps(ctx context.Context) error {
	areas := make([]plane.Region, len(c.grids))
	for i, g := range c.grids {
		areas[i] = plane.Region{Name: g.id, Shape: g.shape}
	}
	meet := func(a, b int) bool { return c.grids[a].valid.Meets(c.grids[b].valid) }
	return plane.EachOverlap(ctx, areas, meet, func(i, j int, shared float64) {
		a, b := c.grids[i].id, c.grids[j].id
		if b < a {
			a, b = b, a
		}
		c.report.add("overlap", geo.Fault, "grids/"+a, phrase.GridsOverlap.With("grids/"+a, "grids/"+b, int64(math.Round(shared))))
	})
}
