package server_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/internal/auth"
	"beltmap/internal/server"
	"github.com/google/go-cmp/cmp"
)

// plan keeps a scenario, and planned one of a zone, S-ZONE.
func (s *site) plan(scenario geo.Scenario) {
	s.t.Helper()
	if _, err := s.store.Scenarios().Put(context.Background(), data.ScenarioChange{Scenario: scenario, Who: geo.CommandLine()}); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) planned(zone string, proposals ...geo.Proposal) {
	s.t.Helper()
	s.plan(geo.Scenario{ID: "S-" + zone, Name: "计划 " + zone, Zone: zone, Proposals: proposals})
}

// propose sends a body to be kept or tried.
func (s *site) propose(method, path, body string, headers ...string) *answer {
	s.t.Helper()
	return s.write(method, path, body, append([]string{"Content-Type", "application/json"}, headers...)...)
}

const townPlan = `{"name":"年度计划","zone":"Z","note":"甲","proposals":[
	{"kind":"branch","form":"joint","covers":["E1","E2"]}, {"kind":"branch","form":"joint","covers":["E7","E3"]},
	{"kind":"center","name":"东","point":[118.07,32.05],"capacity":0}, {"kind":"instructor","enterprise":"E3","count":1}]}`

func withAnalysts(o *server.Options) {
	all := everyRole()
	all["analyst-z"] = auth.Identity{Account: "analyst-z", Role: auth.Analyst, Zones: geo.ZonesOf("Z")}
	all["viewer-cz"] = auth.Identity{Account: "viewer-cz", Role: auth.Viewer, Zones: geo.ZonesOf("CZ")}
	o.Auth = all
}

// analyst is the example town as its analyst sees it.
func analyst(t *testing.T) *site {
	s := serve(t, geo.Public, uncoveredTown(), withAnalysts).as("analyst-z")
	s.describe()
	return s
}

func rateIn(figures any, measure string) float64 {
	return figures.(map[string]any)[measure].(map[string]any)["numerator"].(float64)
}

func TestAScenarioShowsRatesBeforeAndAfterAndTheFactsStay(t *testing.T) {
	s := analyst(t)
	facts := s.get("/api/coverage?by=grid&zone=Z").is(200).json()
	kept := s.propose("POST", "/api/scenarios", townPlan).is(http.StatusCreated)
	doc := kept.json()
	path := strings.TrimPrefix(kept.header.Get("Location"), s.URL)
	if path != "/api/scenarios/"+doc["id"].(string) || kept.header.Get("Etag") != `"v1"` || doc["creator"] != "analyst-z" || doc["version"] != 1.0 || doc["count"] != 4.0 {
		t.Errorf("%v %v", kept.header, doc)
	}
	var states []string
	for _, p := range doc["proposals"].([]any) {
		states = append(states, p.(map[string]any)["state"].(string))
	}
	void := doc["proposals"].([]any)[1].(map[string]any)
	if !slices.Equal(states, []string{"applies", "void", "applies", "applies"}) || !strings.Contains(void["reason_en"].(string), "E7") {
		t.Errorf("%q %v", states, void)
	}
	rates := s.get(path + "/coverage?by=grid").is(200).json()
	item := itemsOf(rates)["G"]
	if diff := cmp.Diff(itemsOf(facts)["G"]["by_status"], item["before"].(map[string]any)["by_status"]); diff != "" {
		t.Errorf("before is not the facts: %s", diff)
	}
	total := rates["total"].(map[string]any)
	for measure, want := range map[string][2]float64{"organizational": {1, 3}, "work": {1, 4}, "single": {1, 1}} {
		if got := [2]float64{rateIn(item["before"], measure), rateIn(item["after"], measure)}; got != want || rateIn(total["after"], measure) != want[1] {
			t.Errorf("%s %v, want %v", measure, got, want)
		}
	}
	p := rates["passport"].(map[string]any)
	parameters := p["parameters"].(map[string]any)
	if p["numerator"] != 3.0 || parameters["scenario"] != doc["id"] || parameters["scenario_version"] != 1.0 || parameters["zone"] != "Z" || !strings.Contains(p["definition_en"].(string), "年度计划") {
		t.Errorf("%v", p)
	}
	if diff := cmp.Diff(facts, s.get("/api/coverage?by=grid&zone=Z").is(200).json()); diff != "" {
		t.Errorf("the facts changed: %s", diff)
	}
	tried := s.propose("POST", "/api/scenarios/preview?by=grid", townPlan).is(200).json()
	if diff := cmp.Diff(rates["items"], tried["coverage"].(map[string]any)["items"]); diff != "" || len(s.get("/api/scenarios").is(200).json()["scenarios"].([]any)) != 1 {
		t.Errorf("tried it is another: %s", diff)
	}
	// An answer can be sent back, and an enterprise that goes makes its proposal void.
	again := s.propose("PUT", path, string(kept.body), "If-Match", kept.header.Get("Etag")).is(200)
	if _, err := s.app.Apply(t.Context(), geo.BatchOf("gone", geo.Change{Op: geo.Delete, Record: geo.Record{Collection: geo.Enterprises, ID: "E2"}})); err != nil {
		t.Fatal(err)
	}
	gone := s.get(path).is(200)
	if first := gone.json()["proposals"].([]any)[0].(map[string]any); again.json()["version"] != 2.0 || first["state"] != "void" || !strings.Contains(first["reason_en"].(string), "E2") || !strings.HasPrefix(gone.header.Get("Etag"), `"v2.`) {
		t.Errorf("%v", first)
	}
}

func TestADifferenceIsAListATableAndAMap(t *testing.T) {
	s := analyst(t)
	id := s.propose("POST", "/api/scenarios", townPlan).is(http.StatusCreated).json()["id"].(string)
	s.planned("Z", geo.Proposal{Kind: geo.ProposedBranch, Form: "single", Covers: []string{"E1"}})
	path := "/api/scenarios/" + id + "/difference"
	doc := s.get(path).is(200).json()
	if got := idsOf(doc["enterprises"], "id"); !slices.Equal(got, []string{"E1", "E2", "E3"}) {
		t.Fatalf("%q", got)
	}
	both := s.get(path + "?with=S-Z").is(200).json()
	first := both["enterprises"].([]any)[0].(map[string]any)
	standing := func(of string) string { return first[of].(map[string]any)["status"].(string) }
	if standing("before") != "eligible" || standing("after") != "joint" || standing("with") != "single" || len(both["with_proposals"].([]any)) != 1 {
		t.Errorf("%v", first)
	}
	with := s.get("/api/scenarios/" + id + "/coverage?with=S-Z").is(200).json()["total"].(map[string]any)
	if rateIn(with["with"], "single") != 2 || rateIn(with["after"], "single") != 1 {
		t.Errorf("%v", with)
	}
	rates := s.get("/api/scenarios/" + id + "/coverage?f=csv&with=S-Z").rows()
	var told []string
	for _, row := range rows(rates, "when", "scenario", "id", "organizational_numerator", "single_numerator") {
		told = append(told, strings.Join(row, " "))
	}
	if want := []string{"before  Z 1 1", "after " + id + " Z 3 1", "with S-Z Z 2 2"}; !slices.Equal(told, want) {
		t.Errorf("%q, not %q", told, want)
	}
	s.get("/api/scenarios/" + id + "/coverage?f=xlsx").is(200)
	features := s.get(path + "?f=geojson").is(200).json()["features"].([]any)
	if len(features) != 7 {
		t.Fatalf("%v", features)
	}
	for _, f := range features[3:] {
		f := f.(map[string]any)
		properties := f["properties"].(map[string]any)
		if f["geometry"] == nil || properties["position_class"] != "illustrative" || geo.ValidID(f["id"].(string)) || properties["kind"] == "enterprise" {
			t.Errorf("%v", f)
		}
	}
	table := s.get(path + "?f=csv&with=S-Z").is(200)
	if rows := strings.Split(strings.TrimSpace(string(table.body)), "\n"); len(rows) != 1+3+4+1 || !strings.Contains(rows[1], "eligible") || !strings.HasPrefix(rows[4], "branch,"+id+"~1") {
		t.Errorf("%s", table.body)
	}
	s.get(path + "?f=xlsx").is(200)
	if !slices.ContainsFunc(s.entries(), func(e geo.AuditEntry) bool { return e.Action == geo.ActionExport && e.Object == "scenarios/"+id }) {
		t.Errorf("%+v", s.entries())
	}
}

func TestAScenarioThatIsNoneIsRefused(t *testing.T) {
	s := analyst(t)
	s.planned("Z")
	s.plan(geo.Scenario{ID: "S-ALL", Name: "全省"})
	long := strings.Repeat("长", 201)
	covers := strings.TrimSuffix(strings.Repeat(`"E1",`, geo.MaxCovers+1), ",")
	branch := func(rest string) string { return `{"name":"x","zone":"Z","proposals":[{` + rest + `}]}` }
	for body, field := range map[string]string{
		`{"zone":"Z"}`: "name", `{"name":"` + long + `","zone":"Z"}`: "name", `{"name":"联系13800138000","zone":"Z"}`: "name", `{"name":"x","zone":"NONE"}`: "zone",
		branch(`"kind":"tower"`): "proposals[0].kind", branch(`"kind":"branch","form":"secret","covers":["E1"]`): "proposals[0].form", branch(`"kind":"branch","form":"single"`): "proposals[0].covers",
		branch(`"kind":"branch","form":"joint","covers":[` + covers + `]`): "proposals[0].covers", branch(`"kind":"center"`): "proposals[0].point", branch(`"kind":"center","point":[118,95]`): "proposals[0].point",
		branch(`"kind":"instructor","enterprise":"E1"`): "proposals[0].count", branch(`"kind":"center","point":[118,32],"covers":["E1"]`): "proposals[0].covers",
		`{"name":"x","zone":"Z","proposals":[` + strings.TrimSuffix(strings.Repeat(`{},`, geo.MaxProposals+1), ",") + `]}`: "proposals",
	} {
		for _, path := range []string{"/api/scenarios", "/api/scenarios/preview"} {
			errors, _ := s.propose("POST", path, body).is(http.StatusUnprocessableEntity).json()["errors"].([]any)
			if len(errors) == 0 || errors[0].(map[string]any)["field"] != field {
				t.Errorf("%.80s: %v, want %s", body, errors, field)
			}
		}
	}
	for _, body := range []string{"", "{", "[]", `{"name":"x","owner":"y"}`, `{"name":"x"} {}`, branch(`"kind":"center","point":[118]`), branch(`"kind":"center","point":[118,32,9]`)} {
		s.propose("POST", "/api/scenarios", body).is(http.StatusBadRequest)
	}
	s.write("POST", "/api/scenarios", "name=x", "Content-Type", "text/plain").is(http.StatusUnsupportedMediaType)
	s.propose("POST", "/api/scenarios", `{"name":"`+strings.Repeat("x", 1<<20)+`"}`).is(http.StatusRequestEntityTooLarge)
	s.propose("PUT", "/api/scenarios/S-Z", townPlan).is(http.StatusPreconditionRequired)
	s.propose("PUT", "/api/scenarios/S-Z", townPlan, "If-Match", `"v2"`).is(http.StatusPreconditionFailed)
	s.propose("PUT", "/api/scenarios/S-NONE", townPlan, "If-Match", "*").is(http.StatusNotFound)
	s.do("DELETE", "/api/scenarios/S-Z", "If-Match", `"v9"`).is(http.StatusPreconditionFailed)
	for path, parameter := range map[string]string{"/coverage?by=street": "by", "/coverage?as_of=2026-01-01": "as_of", "/coverage?f=geojson": "f", "/difference?f=kml": "f"} {
		s.get("/api/scenarios/S-Z"+path).problem(http.StatusBadRequest, parameter)
	}
	s.get("/api/scenarios/S-Z/coverage?with=S-NONE").is(http.StatusNotFound)
	admin := s.as("desk-administrator")
	admin.describe()
	admin.get("/api/scenarios/S-Z/coverage?with=S-ALL").problem(http.StatusBadRequest, "with")
	if list := admin.get("/api/scenarios?zone=~").is(200).json()["scenarios"].([]any); len(list) != 1 {
		t.Errorf("%v", list)
	}
}

func TestAScenarioIsThereForWhoSeesItsZoneOnly(t *testing.T) {
	s := analyst(t)
	s.planned("Z", geo.Proposal{Kind: geo.ProposedBranch, Form: "single", Covers: []string{"E1"}})
	s.plan(geo.Scenario{ID: "S-ALL", Name: "全省"})
	s.propose("POST", "/api/scenarios", `{"name":"x"}`).is(http.StatusForbidden) // of every zone
	s.get("/api/scenarios/S-ALL").is(http.StatusNotFound)
	s.do("DELETE", "/api/scenarios/S-ALL", "If-Match", "*").is(http.StatusForbidden)
	away := s.as("viewer-cz").described(s)
	if list := away.get("/api/scenarios").is(200).json()["scenarios"].([]any); len(list) != 0 {
		t.Errorf("%v", list)
	}
	for _, rest := range []string{"", "/coverage", "/difference", "/difference?f=csv"} {
		away.get("/api/scenarios/S-Z" + rest).is(http.StatusNotFound)
		s.as("").described(s).get("/api/scenarios/S-Z" + rest).is(http.StatusUnauthorized)
		s.as("desk-viewer").described(s).get("/api/scenarios/S-Z" + rest).is(200)
	}
	for who, status := range map[string]int{"": 401, "viewer-cz": 403, "desk-viewer": 200, "analyst-z": 200} {
		s.as(who).described(s).propose("POST", "/api/scenarios/preview", townPlan).is(status)
	}
	s.as("desk-viewer").described(s).propose("POST", "/api/scenarios", townPlan).is(http.StatusForbidden)
	if list, err := s.store.Scenarios().List(t.Context()); err != nil || len(list) != 2 {
		t.Errorf("%v %+v", err, list)
	}
}

func TestOfManyWhoChangeOneScenarioOneSucceeds(t *testing.T) {
	s := analyst(t)
	s.planned("Z")
	codes := make([]int, 8)
	var all sync.WaitGroup
	for i := range codes {
		all.Go(func() {
			codes[i] = s.propose("PUT", "/api/scenarios/S-Z", fmt.Sprintf(`{"name":"%d","zone":"Z"}`, i), "If-Match", `"v1"`).status
		})
	}
	all.Wait()
	slices.Sort(codes)
	if want := []int{200, 412, 412, 412, 412, 412, 412, 412}; !slices.Equal(codes, want) {
		t.Errorf("%v", codes)
	}
	s.do("DELETE", "/api/scenarios/S-Z", "If-Match", `"v2"`).is(http.StatusNoContent)
	s.get("/api/scenarios/S-Z").is(http.StatusNotFound)
}

// rows are some columns of a table, without its head.
func rows(table [][]string, names ...string) (all [][]string) {
	for _, row := range table[1:] {
		var cells []string
		for _, name := range names {
			cells = append(cells, row[slices.Index(table[0], name)])
		}
		all = append(all, cells)
	}
	return all
}
