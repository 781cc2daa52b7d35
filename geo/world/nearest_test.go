package world_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func TestTheNearestOfEveryKindOfSearchAreThoseOfAScan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.Custom(func(t *rapid.T) orb.Point {
			spread := rapid.SampledFrom([]float64{1e-6, 1e-4, 1e-2, 1}).Draw(t, "spread") // crowds, and loners far from them
			return orb.Point{geo.RoundDegrees(117 + spread*rapid.Float64Range(-1, 1).Draw(t, "lon")), geo.RoundDegrees(31 + spread*rapid.Float64Range(-1, 1).Draw(t, "lat"))}
		})
		var records []geo.Record
		for i := range rapid.IntRange(0, 200).Draw(t, "centers") {
			r := geo.New(geo.Centers)
			r.ID, r.NameZH, r.Geometry = fmt.Sprintf("C%03d", i), "中心", at.Draw(t, "center")
			r.Position.Class = rapid.SampledFrom([]geo.Precision{geo.Exact, geo.Exact, geo.Town}).Draw(t, "class")
			if rapid.IntRange(0, 9).Draw(t, "past") == 0 {
				r.Valid.To = today - 1
			}
			records = append(records, r)
		}
		w, err := newWorld(records)
		if err != nil {
			t.Fatal(err)
		}
		centers := w.Table(geo.Centers)
		keep := func(r world.Row) bool { return centers.ID(r)[3] != '7' }
		places := make([]plane.XY, rapid.IntRange(1, 60).Draw(t, "places"))
		for i := range places {
			places[i] = plane.Mercator(at.Draw(t, "place"))
		}
		near := make([]world.Near, len(places))
		centers.ClosestOfEach(places, near, keep)
		for i, place := range places {
			all := naiveNearest(centers, place, keep)
			one, found := centers.Closest(place, math.Inf(1), keep)
			if found != (len(all) > 0) || found && (one != all[0] || near[i] != all[0]) || !found && near[i].Row != -1 {
				t.Fatalf("from %v: %v, %v of %v", place, one, near[i], all[:min(3, len(all))])
			}
			if got := centers.Nearest(place, 5, keep); !slices.Equal(got, all[:min(5, len(all))]) {
				t.Fatalf("from %v: %v of %v", place, got, all)
			}
		}
	})
}

// Enough of them that places are looked up in halves: crowds of several sizes, a hundred at one position, loners as far as the edges of the map.
func TestTheNearestOfManyPlacesAmongManyAreThoseOfAScan(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	at := func() orb.Point {
		spread := []float64{0, 1e-5, 1e-3, 1e-3, 1e-2, 1e-1, 1e-1, 60}[r.IntN(8)]
		hub := orb.Point{117 + float64(r.IntN(3))/10, 31 + float64(r.IntN(2))/10}
		return orb.Point{geo.RoundDegrees(hub[0] + spread*(2*r.Float64()-1)), geo.RoundDegrees(hub[1] + spread*(1.5*r.Float64()-1))}
	}
	for _, n := range []int{30, 700, 4000} {
		var records []geo.Record
		for i := range n {
			c := geo.New(geo.Centers)
			c.ID, c.NameZH, c.Geometry, c.Position.Class = fmt.Sprintf("C%05d", i), "中心", at(), geo.Exact
			records = append(records, c)
		}
		w, err := newWorld(records)
		if err != nil {
			t.Fatal(err)
		}
		places := make([]plane.XY, 900)
		for i := range places {
			places[i] = plane.Mercator(at())
		}
		slices.SortFunc(places, func(a, b plane.XY) int { return cmp.Compare(plane.Hilbert(a), plane.Hilbert(b)) })
		centers, near := w.Table(geo.Centers), make([]world.Near, len(places))
		centers.ClosestOfEach(places, near, nil)
		for i, p := range places {
			best := world.Near{Row: -1, Squared: math.Inf(1)}
			centers.All(func(c world.Row) bool {
				x, y := float64(centers.XY(c).X)-float64(p.X), float64(centers.XY(c).Y)-float64(p.Y)
				if d := x*x + y*y; d < best.Squared {
					best = world.Near{Row: c, Squared: d}
				}
				return true
			})
			if near[i] != best {
				t.Fatalf("of %d from %v: %v, want %v", n, p, near[i], best)
			}
		}
	}
}

func naiveNearest(t *world.Table, from plane.XY, keep func(world.Row) bool) (all []world.Near) {
	t.All(func(r world.Row) bool {
		if t.Current(r) && t.Drawable(r) && keep(r) {
			x, y := float64(t.XY(r).X)-float64(from.X), float64(t.XY(r).Y)-float64(from.Y)
			all = append(all, world.Near{Row: r, Squared: x*x + y*y})
		}
		return true
	})
	slices.SortFunc(all, func(a, b world.Near) int { return cmp.Or(cmp.Compare(a.Squared, b.Squared), cmp.Compare(a.Row, b.Row)) })
	return all
}

func newWorld(records []geo.Record) (*world.World, error) {
	return world.New(today, 1, geo.Settings{}, records)
}
