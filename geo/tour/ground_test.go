package tour_test

import (
	"fmt"
	"testing"

	"beltmap/geo"
	"beltmap/geo/tour"
	"beltmap/geo/world"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

func TestTheGroundIsWhatLiesInTheBoxAndNoMoreThanFits(t *testing.T) {
	record := func(c geo.Collection, id string, g orb.Geometry) geo.Record {
		r := geo.New(c)
		r.ID, r.NameZH, r.Geometry, r.Position.Class = id, "名"+id, g, geo.Exact
		return r
	}
	square := func(x float64) orb.Polygon { return orb.Polygon{{{x, 32}, {x + 1, 32}, {x + 1, 33}, {x, 33}, {x, 32}}} }
	built := func(records ...geo.Record) *world.World {
		b := world.NewBuilder(geo.Date(2026, 1, 1), geo.Settings{})
		if err := b.Add(records); err != nil {
			t.Fatal(err)
		}
		w, err := b.Build(1)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	records := []geo.Record{record(geo.Zones, "Z", square(118)), record(geo.Zones, "far", square(130)), record(geo.Zones, "point", orb.Point{118.5, 32.5}),
		record(geo.Belts, "B", orb.LineString{{118.2, 32.2}, {118.4, 32.4}}), record(geo.Ground, "G2", orb.LineString{{118.1, 32.1}, {118.2, 32.1}}), record(geo.Ground, "G1", square(118.1))}
	box := orb.Bound{Min: orb.Point{118, 32}, Max: orb.Point{118.6, 32.6}}
	names := func(w *world.World) (names []string, whole bool) {
		all, whole := tour.GroundIn(w, box)
		for _, g := range all {
			names = append(names, g.NameZH)
		}
		return names, whole
	}
	got, whole := names(built(records...))
	if diff := cmp.Diff([]string{"名G1", "名G2", "名Z", "名B"}, got); diff != "" || !whole {
		t.Errorf("%v %s", whole, diff)
	}
	for i := range 3100 {
		records = append(records, record(geo.Ground, fmt.Sprintf("R%d", i), orb.LineString{{118.1, 32.1 + float64(i)/1e5}, {118.2, 32.1}}))
	}
	got, whole = names(built(records...))
	if whole || len(got) != 3000 || got[len(got)-1] != "名B" || got[len(got)-2] != "名Z" {
		t.Errorf("%v: %d, at the end %v", whole, len(got), got[max(0, len(got)-2):])
	}
}

func TestOneGroupPassesAsTheItinerarySays(t *testing.T) {
	r := &tour.Route{Start: 540, StartKnown: true}
	for i := range 4 {
		r.Stops = append(r.Stops, tour.Stop{ID: fmt.Sprint(i), Located: i != 3, Point: orb.Point{118 + float64(i)/50, 32}, Visit: tour.Visit{Dwell: 20, Opens: 500 + 60*i, Capacity: 30}})
	}
	one := tour.Itinerary(r, tour.StraightOf(geo.Settings{}))
	alone, err := tour.InGroups(r, one, 1)
	if diff := cmp.Diff([][]tour.Passage{one}, alone); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	two, err := tour.InGroups(r, one, 2)
	if err != nil || two[1][0].Begin != two[0][0].Leave || two[1][3].Timed || one[0].Begin != two[0][0].Begin {
		t.Errorf("%v %v", err, two)
	}
	if _, err := tour.InGroups(r, make([]tour.Passage, tour.MaxStops+1), 2); geo.KindOf(err) != geo.KindConflict {
		t.Errorf("%v", err)
	}
}
