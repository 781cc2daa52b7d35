package server_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/road"
	"beltmap/internal/app"
)

// lane is a graph of one road along a parallel, 1 km for buses eastward and on foot both ways.
func lane(t testing.TB) data.RoadGraph {
	g, err := road.Build(context.Background(), road.Draft{
		Nodes:   []road.Point{{Lon: 1183000000, Lat: 323000000}, {Lon: 1183106000, Lat: 323000000}},
		Edges:   []road.Edge{{From: 0, To: 1, Speed: 36, Access: road.OnFoot | road.BusForward}},
		ShapeAt: []uint32{0, 0},
	})
	if err != nil {
		t.Fatal(err)
	}
	return data.RoadGraph{Bytes: g.Encode(), Source: "lane.osm.pbf", Credit: "© OpenStreetMap contributors"}
}

func TestTheWayBetweenTwoPlacesIsAnsweredOnceThereAreRoads(t *testing.T) {
	s := serve(t, geo.Public, nil)
	const east = "/api/route?from=118.3010,32.3001&to=118.3096,32.2999"
	if body := string(s.get(east + "&lang=en").is(404).body); !strings.Contains(body, "there is no road graph") {
		t.Error(body)
	}
	if page := string(s.get("/attribution").is(200).body) + string(s.get("/tiles/belts.json").is(200).body); strings.Contains(page, "OpenStreetMap contributors") {
		t.Error("a credit for roads that are not there")
	}
	if _, err := s.store.Roads().Keep(context.Background(), lane(t), geo.Batch{Note: "roads"}); err != nil {
		t.Fatal(err)
	}
	again, err := app.Open(context.Background(), app.Options{Store: s.store, Roads: s.store.Roads(), Now: today})
	if err != nil || again.Roads() == nil {
		t.Fatal(err)
	}
	if err := s.app.FollowRoads(context.Background()); err != nil {
		t.Fatal(err)
	}
	for profile, want := range map[string][2]float64{"": {832, 749}, "&profile=foot": {832, 749}, "&profile=bus": {810, 81}} {
		var way struct {
			Geometry   struct{ Coordinates [][2]float64 }
			Properties struct {
				Metres, Seconds float64
				Estimated       bool
				Attribution     string
			}
		}
		if err := json.Unmarshal(s.get(east+profile).is(200).body, &way); err != nil {
			t.Fatal(err)
		}
		if p := way.Properties; p.Estimated || p.Attribution != "© OpenStreetMap contributors" || len(way.Geometry.Coordinates) != 2 ||
			p.Metres < want[0]-3 || p.Metres > want[0]+3 || p.Seconds < want[1]-3 || p.Seconds > want[1]+3 {
			t.Errorf("%s: %+v", profile, way)
		}
	}
	for query, says := range map[string]string{
		"/api/route?from=118.3096,32.3&to=118.3010,32.3&profile=bus": "no road leads from",
		"/api/route?from=118.3096,33&to=118.3010,32.3":               "there is no road to be used within 1000 m of (118.3096, 33)",
	} {
		if body := string(s.get(query + "&lang=en").is(404).body); !strings.Contains(body, says) {
			t.Errorf("%s: %s", query, body)
		}
	}
	for query, says := range map[string]string{"?from=1,2": "to", "?from=x&to=1,2": "from", "?from=1,2&to=3,400": "to", "?from=1,2&to=1,2&profile=car": "profile", "?from=NaN,2&to=1,2": "from"} {
		if body := string(s.get("/api/route" + query + "&lang=en").is(400).body); !strings.Contains(body, "the parameter "+says) {
			t.Errorf("%s: %s", query, body)
		}
	}
	for _, path := range []string{"/attribution", "/tiles/belts.json"} {
		if page := string(s.get(path).is(200).body); !strings.Contains(page, "OpenStreetMap contributors") {
			t.Errorf("%s does not say whose the roads are", path)
		}
	}
}
