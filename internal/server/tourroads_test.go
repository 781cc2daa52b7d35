package server_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"beltmap/geo"
)

// withLane gives the site the road of lane, which joins the first two of the tours' stops and no other.
func (s *site) withLane() {
	s.t.Helper()
	if _, err := s.store.Roads().Keep(context.Background(), lane(s.t), geo.Batch{Note: "roads"}); err != nil {
		s.t.Fatal(err)
	}
	if err := s.app.FollowRoads(context.Background()); err != nil {
		s.t.Fatal(err)
	}
}

func TestLegsFollowRoadsOnceThereAreAndSayWhereNoneLeads(t *testing.T) {
	s := serve(t, geo.Public, toured(), withRoles)
	viewer := s.as("desk-viewer")
	viewer.describe()
	straight := s.get("/api/tours/T-published").is(http.StatusOK)
	s.withLane()
	s.describe()
	again := s.get("/api/tours/T-published").is(http.StatusOK)
	if again.header.Get("Etag") == straight.header.Get("Etag") {
		t.Error("the tag of a tour stays as its legs change")
	}
	if again.json()["attribution"] != "© OpenStreetMap contributors" || straight.json()["attribution"] != nil {
		t.Error("it is not said whose the roads are, or said without roads")
	}
	leg := func(a *answer, i int) (map[string]any, []any) {
		f := a.json()["features"].([]any)[i].(map[string]any)
		return f["properties"].(map[string]any), f["geometry"].(map[string]any)["coordinates"].([]any)
	}
	before, _ := leg(straight, 3)
	by, line := leg(again, 3)
	off, _ := leg(again, 4)
	if before["estimated"] != true || by["estimated"] != false || by["mode"] != "walk" || by["metres"].(float64) > 950 || len(line) < 2 || off["estimated"] != true {
		t.Errorf("%v before; %v along %v, then %v", before, by, line, off)
	}
	const sentence = `no road leads from \"name S-published-1\" to \"name S-published-2\": that leg is estimated along a straight line`
	if text := s.get("/api/tours/T-published/timetable").is(http.StatusOK).plain(); strings.Count(text, sentence) != 1 || strings.Count(text, "no_road") != 1 || !strings.Contains(text, `"estimated":false`) {
		t.Error(text)
	}
	plan := viewer.write(http.MethodPost, "/api/tours/plan", `{"stops":[{"stop":"centers/C-1"},{"stop":"centers/C-0","mode":"bus"}],"first":"centers/C-1"}`, "Content-Type", "application/json").is(http.StatusOK)
	if text := plan.plain(); !strings.Contains(text, `no road leads from \"name C-1\" to \"name C-0\"`) { // a one-way for buses
		t.Error(text)
	}
	for path, says := range map[string][]string{
		"/api/tours/T-published?f=gpx":  {"<trk><name>1–2</name><desc>15 min on foot, 942 m (by road)</desc><trkseg><trkpt lat=\"32.3\" lon=\"118.3\">", "no road leads along the legs 2–3", "road data: © OpenStreetMap contributors"},
		"/api/tours/T-published?f=kml":  {"942 m (by road)", "m (estimated)", "no road leads along the legs 2–3", "road data: © OpenStreetMap contributors"},
		"/api/tours/T-published?f=html": {"942 m (by road)", "m (estimated)", "Dashed: estimated", "road data: © OpenStreetMap contributors"},
		"/t/T-published?":               {"942 m (by road)", "m (estimated)", "Dashed: estimated", "road data: © OpenStreetMap contributors"},
	} {
		text := s.get(path + "&lang=en").is(http.StatusOK).plain()
		for _, said := range says {
			if !strings.Contains(text, said) {
				t.Errorf("%s does not say %q: %s", path, said, text)
			}
		}
		if strings.Contains(path, "html") && strings.Count(text, "stroke-dasharray=\"7 5\"") != 1 {
			t.Error("not just the leg without a road is dashed")
		}
	}
}
