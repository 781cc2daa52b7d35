package coverage_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	gocmp "github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// Who stands near a belt and takes no part is who a look at every enterprise finds, and as many as the corridor counts.
func TestNeighborsOfABeltAreWhomItsCorridorCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, records := town(t)
		belt := geo.New(geo.Belts)
		belt.ID, belt.Zone, belt.Position.Class = "BELT", "A", geo.Exact
		belt.Geometry = orb.LineString{{117.004, 31.004}, {117.012, 31.01}}
		if rapid.Bool().Draw(t, "area") {
			belt.Geometry = orb.Polygon{{{117.004, 31.004}, {117.012, 31.004}, {117.012, 31.012}, {117.004, 31.004}}}
		}
		zone, metres := rapid.SampledFrom([]string{"A", "", "B"}).Draw(t, "zone"), rapid.SampledFrom([]float64{100, 400, 3000}).Draw(t, "metres")
		q := coverage.Request{By: coverage.ByBelt, Corridor: metres, Sight: geo.PublicSight()}
		if zone != "" {
			q.Zone = &zone
		}
		type line struct {
			id     string
			metres float64
		}
		var want []line
		within := 0
		for i := range records {
			r := &records[i]
			if r.Collection != geo.Enterprises {
				continue
			}
			takesPart := rapid.IntRange(0, 3).Draw(t, "takes part") == 0
			if takesPart {
				r.Set(geo.BeltsOf, geo.List("BELT"))
			}
			if at, located := r.Geometry.(orb.Point); located && (zone == "" || r.Zone == zone) && plane.Away(belt.Geometry, at) <= metres {
				if within++; !takesPart {
					want = append(want, line{r.ID, plane.Away(belt.Geometry, at)})
				}
			}
		}
		slices.SortFunc(want, func(a, b line) int { return cmp.Or(cmp.Compare(a.metres, b.metres), strings.Compare(a.id, b.id)) })
		shapeless := geo.New(geo.Belts)
		shapeless.ID, shapeless.Zone = "NONE", "A"
		w, err := world.New(day, 1, geo.Settings{}, append(records, belt, shapeless))
		if err != nil {
			t.Fatal(err)
		}
		n, err := coverage.FindNeighbors(t.Context(), w, "BELT", metres, q.Zone)
		if err != nil {
			t.Fatal(err)
		}
		var got []line
		for _, one := range n.List {
			got = append(got, line{w.Table(geo.Enterprises).ID(one.Row), one.Metres})
		}
		if diff := gocmp.Diff(want, got, gocmp.AllowUnexported(line{})); diff != "" || n.Within != within {
			t.Fatalf("%d within, want %d: %s", n.Within, within, diff)
		}
		if err := coverage.Each(w, q, func(i *coverage.Item) {
			if c := i.Corridor; c != nil && (int(c.Others.Enterprises) != len(got) || int(c.Participating.Enterprises) != within-len(got)) {
				t.Errorf("%+v of %d, %d of them neighbors", c, within, len(got))
			}
		}); err != nil {
			t.Fatal(err)
		}
		if none, err := coverage.FindNeighbors(t.Context(), w, "NONE", metres, nil); none != nil || err != nil {
			t.Fatalf("%+v, %v", none, err)
		}
	})
}
