package server_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/road"
	"github.com/paulmach/orb"
)

// river is a graph of two roads along both banks, 333 m apart, joined 1 km to the east only.
func river(t *testing.T) data.RoadGraph {
	node := func(lon, lat int32) road.Point { return road.Point{Lon: lon, Lat: lat} }
	edge := func(from, to uint32) road.Edge { return road.Edge{From: from, To: to, Speed: 36, Access: road.OnFoot} }
	g, err := road.Build(context.Background(), road.Draft{
		Nodes:   []road.Point{node(1183000000, 323000000), node(1183106000, 323000000), node(1183106000, 323030000), node(1183000000, 323030000)},
		Edges:   []road.Edge{edge(0, 1), edge(1, 2), edge(2, 3)},
		ShapeAt: []uint32{0, 0, 0, 0},
	})
	if err != nil {
		t.Fatal(err)
	}
	return data.RoadGraph{Bytes: g.Encode(), Source: "river.osm.pbf", Credit: "© OpenStreetMap contributors"}
}

// riverTown has three enterprises on the south bank, one of them far from any road, a center across the river and one down the road.
func riverTown() []geo.Record {
	zone := geo.New(geo.Zones)
	zone.ID, zone.Zone, zone.NameZH = "Z", "Z", "示例开发区"
	grid := geo.New(geo.Grids)
	grid.ID, grid.Zone, grid.NameZH, grid.Position.Class = "G", "Z", "网格", geo.Exact
	grid.Geometry = orb.Polygon{{{118.2, 32.2}, {118.4, 32.2}, {118.4, 32.301}, {118.2, 32.301}, {118.2, 32.2}}}
	all := []geo.Record{zone, grid}
	put := func(c geo.Collection, id string, lon, lat float64) {
		r := geo.New(c)
		r.ID, r.Zone, r.NameZH, r.Geometry, r.Position.Class = id, "Z", id, orb.Point{lon, lat}, geo.Exact
		all = append(all, r)
	}
	put(geo.Enterprises, "E1", 118.3, 32.3)
	put(geo.Enterprises, "E2", 118.302, 32.3)
	for i := range all {
		if all[i].Collection == geo.Enterprises {
			all[i].Set(geo.SurveyedAt, geo.OnDay(geo.Date(2026, 1, 5)))
			all[i].Set(geo.FullMembers, geo.Integer(0))
		}
	}
	put(geo.Centers, "ACROSS", 118.301, 32.303)
	put(geo.Centers, "ALONG", 118.3065, 32.3)
	return all
}

func TestDistancesAreOnTheRoadWhereThereIsOne(t *testing.T) {
	s := serve(t, geo.Internal, riverTown())
	served := func(query string) string {
		doc := s.get("/api/service-grids?zone=Z" + query).is(200).json()
		grid := doc["grids"].([]any)[0].(map[string]any)
		center := grid["center"].(map[string]any)
		p := doc["passport"].(map[string]any)["parameters"].(map[string]any)
		metres, _ := center["metres"].(float64)
		return fmt.Sprintf("%v %.0f m %v within %v of %v by %v %v %v", center["id"], metres, grid["served"], grid["within"], grid["located"], p["distance"], p["roads"], p["detour"])
	}
	sited := func(query string) string {
		doc := s.get("/api/siting/centers?zone=Z&candidates=118.301,32.3018,118.3035,32.3&p=1" + query).is(200).json()
		site := doc["sites"].([]any)[0].(map[string]any)["point"].([]any)
		p := doc["passport"].(map[string]any)["parameters"].(map[string]any)
		return fmt.Sprintf("%v %v by %v %v", site[1], doc["objective"], p["distance"], p["roads"])
	}
	curve := func(query string) (line string) {
		doc := s.get("/api/gaps/sensitivity?zone=Z" + query).is(200).json()
		for _, p := range doc["curve"].([]any) {
			line += fmt.Sprintf("%v within %.0f m, ", p.(map[string]any)["center"], p.(map[string]any)["metres"])
		}
		p := doc["passport"].(map[string]any)["parameters"].(map[string]any)
		return line + fmt.Sprintf("by %v %v %v, %v unknown", p["distance"], p["roads"], p["detour"], doc["way_unknown"])
	}
	check := func(got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	const straight = "ACROSS 333 m true within 2 of 2 by straight <nil> 1.3"
	check(served("&minutes=10"), straight)
	check(sited("&metres=400&model=p_center"), "32.3018 220.7 by straight <nil>")
	const flown = "2 within 359 m, 2 within 513 m, by straight <nil> 1.3, 0 unknown"
	check(curve("&minutes=7,10"), flown)
	s.get("/api/gaps/sensitivity?zone=Z&distance=road").problem(http.StatusBadRequest, "distance")
	s.get("/api/service-grids?zone=Z&distance=road").problem(http.StatusBadRequest, "distance")
	tag := s.get("/api/siting/centers?zone=Z&p=1").header.Get("Etag")

	if _, err := s.store.Roads().Keep(context.Background(), river(t), geo.Batch{Note: "roads"}); err != nil {
		t.Fatal(err)
	}
	if err := s.app.FollowRoads(context.Background()); err != nil {
		t.Fatal(err)
	}
	check(served("&minutes=10"), "ALONG 518 m true within 2 of 2 by road river.osm.pbf <nil>")
	check(served("&minutes=8"), "ALONG 518 m true within 1 of 2 by road river.osm.pbf <nil>")
	check(served("&minutes=10&distance=straight"), straight)
	check(served("&minutes=10&detour=1.3"), straight)
	check(curve("&minutes=7,10"), "1 within 467 m, 2 within 667 m, by road river.osm.pbf <nil>, 0 unknown")
	check(curve("&radii=400,500,700"), "0 within 400 m, 1 within 500 m, 2 within 700 m, by road river.osm.pbf <nil>, 0 unknown")
	check(curve("&minutes=7,10&distance=straight"), flown)
	check(curve("&minutes=7,10&detour=1.3"), flown)
	check(sited("&model=p_center"), "32.3 329.6 by road river.osm.pbf")
	check(sited("&model=max_covering&minutes=5"), "32.3 2 by road river.osm.pbf")
	check(sited("&metres=400&model=p_center&distance=straight"), "32.3018 220.7 by straight <nil>")
	if s.get("/api/siting/centers?zone=Z&p=1").header.Get("Etag") == tag {
		t.Error("the same tag with roads as without")
	}
	for path, parameter := range map[string]string{"service-grids?zone=Z&distance=road&detour=1.2": "detour", "service-grids?zone=Z&distance=bus": "distance", "siting/centers?zone=Z&distance=1": "distance"} {
		s.get("/api/"+path).problem(http.StatusBadRequest, parameter)
	}
}

func TestAPlaceFarFromAnyRoadIsNotWithinReach(t *testing.T) {
	far := geo.New(geo.Enterprises)
	far.ID, far.Zone, far.NameZH, far.Geometry, far.Position.Class = "FAR", "Z", "远", orb.Point{118.3, 32.25}, geo.Exact
	far.Set(geo.SurveyedAt, geo.OnDay(geo.Date(2026, 1, 5)))
	far.Set(geo.FullMembers, geo.Integer(0))
	s := serve(t, geo.Internal, append(riverTown(), far))
	if _, err := s.store.Roads().Keep(context.Background(), river(t), geo.Batch{Note: "roads"}); err != nil {
		t.Fatal(err)
	}
	if err := s.app.FollowRoads(context.Background()); err != nil {
		t.Fatal(err)
	}
	grid := s.get("/api/service-grids?zone=Z&minutes=60").is(200).json()["grids"].([]any)[0].(map[string]any)
	center := grid["center"].(map[string]any)
	if grid["way_unknown"] != 1.0 || grid["within"] != 2.0 || center["metres"] != nil || grid["served"] != false {
		t.Errorf("%v", grid)
	}
	look := s.get("/api/gaps/sensitivity?zone=Z&radii=50000&distance=road").is(200).json()
	if point := look["curve"].([]any)[0].(map[string]any); look["gaps"] != 3.0 || look["way_unknown"] != 1.0 || point["center"] != 2.0 || point["organization"] != 0.0 {
		t.Errorf("%v", look)
	}
	sites := s.get("/api/siting/centers?zone=Z&p=1&model=p_median&distance=road").is(200).json()
	if sites["beyond"] != 1.0 {
		t.Errorf("%v", sites)
	}
}
