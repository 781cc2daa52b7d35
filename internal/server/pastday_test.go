package server_test

import (
	"net/http"
	"strings"
	"testing"

	"beltmap/geo"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// turnedTown is beltTown with records that began or ended about the first of February, a zone OLD that is there no more and a zone NEW that was not there yet
// among them.
func turnedTown() []geo.Record {
	before, since := geo.Period{To: geo.Date(2026, 1, 31)}, geo.Period{From: geo.Date(2026, 2, 1)}
	all := beltTown()
	for i := range all {
		switch r := &all[i]; r.ID {
		case "E2", "O":
			r.Valid = since
		case "E3":
			r.Valid = before
			r.Set(geo.GridOf, geo.Text("GONE"))
		case "E7":
			r.Set(geo.ProjectStage, geo.Text("production"))
			r.Set(geo.Industry, geo.Text("化工"))
		}
	}
	add := func(c geo.Collection, id, zone string, valid geo.Period, shape orb.Geometry) *geo.Record {
		r := named(c, id, zone)
		r.Valid = valid
		if r.Geometry = shape; shape != nil {
			r.Position.Class = geo.Exact
		}
		all = append(all, r)
		return &all[len(all)-1]
	}
	add(geo.Zones, "OLD", "OLD", before, nil)
	add(geo.Zones, "NEW", "NEW", since, nil)
	moved := add(geo.Enterprises, "E9", "OLD", before, orb.Point{118.02, 32.02})
	moved.Set(geo.Operating, geo.Boolean(true))
	moved.Set(geo.Industry, geo.Text("化工"))
	square := func(x float64) orb.Polygon {
		return orb.Polygon{{{x, 32}, {x + 0.1, 32}, {x + 0.1, 32.1}, {x, 32.1}, {x, 32}}}
	}
	add(geo.Grids, "GONE", "Z", before, square(118.2)).Set(geo.CenterOf, geo.Text("FAR"))
	add(geo.Grids, "TWICE", "Z", since, square(118.01))
	add(geo.Centers, "FAR", "Z", before, orb.Point{118.25, 32.05})
	add(geo.Centers, "NEAR", "Z", since, orb.Point{118.051, 32.05})
	add(geo.Organizations, "P", "Z", before, orb.Point{118.05, 32.05}).Set(geo.Covers, geo.List("E1", "E3"))
	return all
}

// Two servers are asked: one about a day of its past, the other, which has the records of that day alone, about today.
func TestAnAnalysisOfAPastDayIsThatOfTheRecordsThatHeldOnIt(t *testing.T) {
	const then = "as_of=2026-01-31"
	var held []geo.Record
	for _, r := range turnedTown() {
		if r.Valid.Holds(geo.Date(2026, 1, 31)) {
			r.Valid = geo.Period{}
			held = append(held, r)
		}
	}
	s, past := serve(t, geo.Internal, turnedTown()), serve(t, geo.Internal, held)
	for _, path := range []string{"coverage?by=zone", "coverage?by=grid", "coverage?by=belt&corridor=500", "coverage?by=industry&zone=OLD", "coverage?by=alliance", "coverage/corridor?belt=B&corridor=5000", "POST coverage?zone=OLD",
		"gaps?zone=Z", "gaps?zone=OLD&measure=work", "gaps?grid=GONE", "POST gaps", "POST gaps?zone=OLD", "gaps/sensitivity?zone=Z&minutes=15",
		"service-grids?zone=Z", "service-grids?zone=Z&minutes=60&f=geojson", "service-grids?zone=OLD", "matrix", "matrix?zone=OLD", "peers?zone=Z", "peers?zone=OLD&measure=work", "readiness?zone=Z", "readiness?zone=OLD"} {
		ask := func(s *site, query string) *answer {
			to := strings.Replace("/api/"+path, "/api/POST ", "POST /api/", 1)
			if strings.Contains(to, "?") {
				return s.unheld(to+"&"+query, "")
			}
			return s.unheld(to+"?"+query, "")
		}
		asked := ask(s, "lang=en&"+then).is(http.StatusOK)
		if diff := cmp.Diff(figuresOnly(ask(past, "lang=en").is(http.StatusOK).json()), figuresOnly(asked.json())); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
		if p := asked.json()["passport"].(map[string]any); p["as_of"] != "2026-01-31" || p["parameters"].(map[string]any)["as_of"] != p["as_of"] {
			t.Errorf("%s: %v", path, p)
		}
		if cmp.Equal(figuresOnly(ask(s, "lang=en").json()), figuresOnly(asked.json())) {
			t.Errorf("%s is the same today, so that it shows nothing", path)
		}
	}
	for _, path := range []string{"gaps", "service-grids", "matrix", "peers", "readiness"} {
		s.get("/api/" + path + "?zone=NEW").is(http.StatusOK)
		s.get("/api/"+path+"?zone=NEW&"+then).problem(http.StatusNotFound, "")
		s.get("/api/"+path+"?zone=OLD").problem(http.StatusNotFound, "")
		s.get("/api/"+path+"?zone=Z&as_of=2026-03-02").problem(http.StatusBadRequest, "as_of")
	}
	s.unheld("POST /api/gaps?zone=NEW&"+then, "").problem(http.StatusNotFound, "")
	if total := s.get("/api/coverage?zone=OLD").is(http.StatusOK).json()["total"].(map[string]any); total["enterprises"] != 0.0 {
		t.Errorf("%v", total)
	}
	if points := itemsOf(s.get("/api/coverage/series?zone=OLD&from=2026-01-01&to=2026-03-01&step=month").is(http.StatusOK).json())["OLD"]["points"].([]any); points[0].(map[string]any)["enterprises"] != 1.0 || points[2].(map[string]any)["enterprises"] != 0.0 {
		t.Errorf("%v", points)
	}
	s.get("/api/coverage/series?zone=NONE").problem(http.StatusNotFound, "")
	if said := s.get("/api/coverage/series?to=2026-03-02&lang=en").json()["detail"].(string); !strings.HasPrefix(said, "to cannot be 2026-03-02") {
		t.Error(said)
	}
}

// figuresOnly is an answer without what says how and where it was made.
func figuresOnly(of any) any {
	switch of := of.(type) {
	case map[string]any:
		for key := range of {
			if key == "passport" || key == "links" || key == "href" {
				delete(of, key)
			} else {
				of[key] = figuresOnly(of[key])
			}
		}
	case []any:
		for i := range of {
			of[i] = figuresOnly(of[i])
		}
	}
	return of
}
