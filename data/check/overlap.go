package check

import (
	"context"
	"maps"
	"math"
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

type grid struct {
	id    string
	zone  string
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

// holes warns once a zone of the places that none of its grids in force covers: those of its area if it has one, else those its grids enclose.
func (c *checker) holes(ctx context.Context) error {
	parts := map[string][]orb.Geometry{}
	for _, g := range c.grids {
		if g.zone != "" && g.valid.To == 0 {
			parts[g.zone] = append(parts[g.zone], g.shape)
		}
	}
	for _, zone := range slices.Sorted(maps.Keys(parts)) {
		if err := ctx.Err(); err != nil {
			return err
		}
		ref := "zones/" + zone
		count, m2, told := plane.Holes(c.zones[zone], parts[zone])
		switch {
		case !told || c.spoiled[zone]:
			c.report.add("hole", geo.Warning, ref, phrase.HolesUntold.With(ref, plane.MostHoleCorners))
		case count > 0:
			c.report.add("hole", geo.Warning, ref, phrase.GridHoles.With(ref, count, int64(math.Round(m2))))
		}
	}
	return nil
}
