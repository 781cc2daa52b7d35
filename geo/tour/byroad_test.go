package tour_test

import (
	"context"
	"testing"

	"beltmap/geo"
	"beltmap/geo/road"
	"beltmap/geo/tour"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// streets are a street of 4 km for buses eastward and on foot, a lane for walkers off its middle, and an island 10 km away.
func streets(t *testing.T) tour.ByRoad {
	t.Helper()
	at := func(x, y int32) road.Point { return road.Point{Lon: 118e7 + x*1e4, Lat: 32e7 + y*1e4} }
	street := road.Edge{Speed: 30, Access: road.OnFoot | road.BusForward}
	edge := func(e road.Edge, from, to uint32) road.Edge { e.From, e.To = from, to; return e }
	g, err := road.Build(t.Context(), road.Draft{
		Nodes:   []road.Point{at(0, 0), at(20, 0), at(40, 0), at(20, 10), at(100, 100), at(110, 100)},
		Edges:   []road.Edge{edge(street, 0, 1), edge(street, 1, 2), edge(road.Edge{Speed: 10, Access: road.OnFoot}, 1, 3), edge(road.Edge{Speed: 30, Access: road.OnFoot | road.BusForward | road.BusBackward}, 4, 5)},
		ShapeAt: []uint32{0, 0, 0, 0, 0},
	})
	if err != nil {
		t.Fatal(err)
	}
	return tour.ByRoad{Network: road.NewNetwork(g, 4), Straight: tour.StraightOf(geo.Settings{})}
}

func TestALegFollowsTheRoadOrIsStraightAndSaysSo(t *testing.T) {
	legs := streets(t)
	west, middle, east, park, island, nowhere := orb.Point{118.0001, 32.0001}, orb.Point{118.02, 32.0001}, orb.Point{118.04, 32}, orb.Point{118.02, 32.01}, orb.Point{118.105, 32.1}, orb.Point{119, 33}
	for _, c := range []struct {
		name      string
		from, to  orb.Point
		by        tour.Mode
		mode      tour.Mode
		estimated bool
		metres    [2]int
	}{
		{"far: by bus", west, east, tour.AnyMode, tour.Bus, false, [2]int{3750, 3800}},
		{"on foot, for so it is wanted", west, east, tour.Walk, tour.Walk, false, [2]int{3750, 3800}},
		{"against the one-way: straight for a bus", east, west, tour.Bus, tour.Bus, true, [2]int{4850, 4950}},
		{"against the one-way: on foot", east, west, tour.Walk, tour.Walk, false, [2]int{3750, 3800}},
		{"near as the crow flies, farther along the lane: by bus", middle, orb.Point{118.021, 32.0099}, tour.AnyMode, tour.Bus, true, [2]int{1400, 1450}},
		{"on foot into the park", middle, park, tour.Walk, tour.Walk, false, [2]int{1090, 1110}},
		{"near: on foot", middle, orb.Point{118.025, 32}, tour.AnyMode, tour.Walk, false, [2]int{470, 490}},
		{"to an island", west, island, tour.Walk, tour.Walk, true, [2]int{19000, 19500}},
		{"to where there is no road", west, nowhere, tour.AnyMode, tour.Bus, true, [2]int{180000, 190000}},
		{"to where one is", west, west, tour.AnyMode, tour.Walk, false, [2]int{0, 0}},
	} {
		leg := legs.Leg(c.from, c.to, c.by)
		if leg.Mode != c.mode || leg.Estimated != c.estimated || leg.Metres < c.metres[0] || leg.Metres > c.metres[1] {
			t.Errorf("%s: %+v", c.name, leg)
		}
		if leg.Path[0] != c.from || leg.Path[len(leg.Path)-1] != c.to {
			t.Errorf("%s: the path is %v", c.name, leg.Path)
		}
	}
}

// What a plan is made of and what is drawn are one.
func TestATableOfLegsHoldsWhatEachLegIs(t *testing.T) {
	legs := streets(t)
	rapid.Check(t, func(t *rapid.T) {
		points, modes := make([]orb.Point, rapid.IntRange(1, 5).Draw(t, "places")), make([]tour.Mode, 5)
		for i := range points {
			points[i] = orb.Point{rapid.SampledFrom([]float64{117.99, 118, 118.1}).Draw(t, "near") + rapid.Float64Range(0, 0.05).Draw(t, "x"), rapid.SampledFrom([]float64{31.995, 32, 32.1}).Draw(t, "at") + rapid.Float64Range(0, 0.012).Draw(t, "y")}
			modes[i] = rapid.SampledFrom([]tour.Mode{tour.AnyMode, tour.Walk, tour.Bus}).Draw(t, "mode")
		}
		table, err := legs.Table(context.Background(), points, modes[:len(points)])
		if err != nil {
			t.Fatal(err)
		}
		for i := range points {
			for k := range points {
				one := legs.Leg(points[i], points[k], modes[k])
				if got := table[i][k]; got.Mode != one.Mode || got.Minutes != one.Minutes || got.Metres != one.Metres || got.Estimated != one.Estimated || got.Path != nil {
					t.Fatalf("from %v to %v: %+v, and alone %+v", points[i], points[k], got, one)
				}
			}
		}
	})
}
