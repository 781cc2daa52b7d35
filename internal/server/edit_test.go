package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/internal/server"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

const (
	enterprisesPath = "/api/collections/enterprises/items"
	ofCZ            = enterprisesPath + "/CZ-enterprises"
	ofNG            = enterprisesPath + "/NG-enterprises"
)

// edited is a site with two zones, as an editor of one of them sees it.
func edited(t *testing.T) *site {
	records, _ := guarded()
	s := serve(t, geo.Public, records, withRoles).as("desk-cz")
	s.describe()
	return s
}

// post, replace, patch and remove make requests as the page does.
func (s *site) post(path, body string, headers ...string) *answer {
	s.t.Helper()
	return s.write(http.MethodPost, path, body, append([]string{"Content-Type", "application/geo+json", "Accept-Language", "en"}, headers...)...)
}

func (s *site) replace(path, body, match string, headers ...string) *answer {
	s.t.Helper()
	return s.write(http.MethodPut, path, body, append([]string{"Content-Type", "application/geo+json", "If-Match", match, "Accept-Language", "en"}, headers...)...)
}

func (s *site) patch(path, body, match string, headers ...string) *answer {
	s.t.Helper()
	return s.write(http.MethodPatch, path, body, append([]string{"Content-Type", "application/merge-patch+json", "If-Match", match, "Accept-Language", "en"}, headers...)...)
}

func (s *site) remove(path, match string, headers ...string) *answer {
	s.t.Helper()
	return s.write(http.MethodDelete, path, "", append([]string{"If-Match", match, "Accept-Language", "en"}, headers...)...)
}

// record is a record as the store has it.
func (s *site) record(c geo.Collection, id string) geo.Record {
	s.t.Helper()
	var found geo.Record
	_, err := s.store.Snapshot(s.t.Context(), func(records []geo.Record) error {
		for i := range records {
			if records[i].Collection == c && records[i].ID == id {
				found = records[i].Clone()
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return found
}

// entries are those of the audit log, the last first.
func (s *site) entries() []geo.AuditEntry {
	s.t.Helper()
	list, err := s.store.AuditLog().Page(s.t.Context(), data.AuditFilter{}, 0, 1000)
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

// blames is the fields a 422 names.
func (a *answer) blames(fields ...string) {
	a.t.Helper()
	a.problem(http.StatusUnprocessableEntity, "")
	var doc struct {
		Errors []struct{ Field, Message string }
	}
	if err := json.Unmarshal(a.body, &doc); err != nil {
		a.t.Fatal(err)
	}
	var got []string
	for _, e := range doc.Errors {
		got = append(got, e.Field)
		if e.Message == "" {
			a.t.Errorf("%s: nothing is said about %s", a.path, e.Field)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, fields) {
		a.t.Errorf("%s: %q is blamed, want %q: %s", a.path, got, fields, a.body)
	}
}

func TestARecordIsAddedChangedMovedAndDeletedAndEachIsEntered(t *testing.T) {
	s := edited(t)
	a := s.post(enterprisesPath, `{"type":"Feature","id":"E-9","geometry":{"type":"Point","coordinates":[118.3,32.3]},
		"properties":{"name_zh":"新企业","zone":"CZ","full_members":4,"status":"single","version":7}}`).is(http.StatusCreated)
	if got := a.header.Get("Location"); got != s.URL+enterprisesPath+"/E-9" {
		t.Errorf("Location %q", got)
	}
	path, tag := enterprisesPath+"/E-9", a.header.Get("Etag")
	if read := s.get(path, "Accept-Language", "en").is(http.StatusOK); read.header.Get("Etag") != tag || string(read.body) != string(a.body) {
		t.Errorf("what is answered, %s %s, is not what is read: %s %s", tag, a.body, read.header.Get("Etag"), read.body)
	}
	r := s.record(geo.Enterprises, "E-9")
	if r.Position != (geo.Position{Class: geo.Exact, Source: "page"}) || r.Get(geo.FullMembers) != geo.Integer(4) || !r.Get(geo.EnterpriseStatus).IsNone() {
		t.Errorf("%+v", r)
	}
	if got := a.header.Get("Beltmap-Version"); got != fmt.Sprint(r.Version) || r.Version != s.app.World().Version() {
		t.Errorf("version %s is told, %d is written, %d is shown", got, r.Version, s.app.World().Version())
	}
	tag = s.patch(path, `{"properties":{"name_en":"New","full_members":null}}`, tag).is(http.StatusOK).header.Get("Etag")
	if r = s.record(geo.Enterprises, "E-9"); r.NameEN != "New" || r.NameZH != "新企业" || !r.Get(geo.FullMembers).IsNone() {
		t.Errorf("patched: %+v", r)
	}
	tag = s.replace(path, `{"type":"Feature","geometry":null,"properties":{"name_zh":"新名","zone":"CZ"}}`, tag).is(http.StatusOK).header.Get("Etag")
	if r = s.record(geo.Enterprises, "E-9"); r.NameEN != "" || r.Geometry != nil || r.Position.Class != geo.Unlocated {
		t.Errorf("replaced: %+v", r)
	}
	s.remove(path, tag).is(http.StatusNoContent)
	s.get(path).is(http.StatusNotFound)
	log := s.entries()
	if len(log) != 4 || log[0].After != "" || log[3].Before != "" || !strings.Contains(log[2].Before, `"full_members":4`) || strings.Contains(log[2].After, "full_members") {
		t.Fatalf("%+v", log)
	}
	for _, e := range log {
		if e.Account != "desk-cz" || e.Role != "editor" || e.Address != "127.0.0.1" || e.Object != "enterprises/E-9" || e.Result != geo.ResultDone {
			t.Errorf("%+v", e)
		}
	}
}

func TestAPatchKeepsWhatNoAnswerShowsUntilThePointIsMoved(t *testing.T) {
	s := edited(t)
	before := s.record(geo.Enterprises, "CZ-enterprises")
	s.patch(ofCZ, `{"properties":{"employees":12}}`, "*").is(http.StatusOK)
	after := s.record(geo.Enterprises, "CZ-enterprises")
	changed := after.Clone()
	changed.Set(geo.Employees, before.Get(geo.Employees))
	if !changed.Equal(&before) || before.Position.CRS != "GCJ-02" {
		t.Fatalf("more than the field changed: %+v, was %+v", after, before)
	}
	// The same through PUT of what was read.
	read := s.get(ofCZ)
	s.replace(ofCZ, string(read.body), read.header.Get("Etag")).is(http.StatusOK)
	if again := s.record(geo.Enterprises, "CZ-enterprises"); !again.Equal(&after) || again.Version != after.Version {
		t.Errorf("sending back what was read changed it: %+v", again)
	}
	s.patch(ofCZ, `{"properties":{"position_class":"street"}}`, "*").is(http.StatusOK)
	if p := s.record(geo.Enterprises, "CZ-enterprises").Position; p.Class != geo.Street || p.CRS != "GCJ-02" || p.X != before.Position.X {
		t.Errorf("%+v", p)
	}
	s.patch(ofCZ, `{"geometry":{"coordinates":[118.32,32.31]}}`, "*").is(http.StatusOK)
	moved := s.record(geo.Enterprises, "CZ-enterprises")
	if moved.Position != (geo.Position{Class: geo.Exact, Source: "page"}) || !orb.Equal(moved.Geometry, orb.Point{118.32, 32.31}) {
		t.Errorf("%+v", moved)
	}
}

func TestWhatDoesNotValidateIsBlamedByField(t *testing.T) {
	s := edited(t)
	version := s.app.World().Version()
	for _, c := range []struct {
		body   string
		fields []string
	}{
		{`{"type":"Feature","geometry":null,"properties":{"zone":"CZ"}}`, []string{"name_zh"}},
		{`{"type":"Feature","geometry":null,"properties":{"name_zh":"甲","zone":"CZ","employees":-1,"class":"tiny"}}`, []string{"class", "employees"}},
		{`{"type":"Feature","geometry":null,"properties":{"name_zh":"甲","zone":"CZ","employees":"many"}}`, []string{"employees"}},
		{`{"type":"Feature","geometry":null,"properties":{"name_zh":"甲","zone":"CZ","staff":3,"theme":"x"}}`, []string{"staff", "theme"}},
		{`{"type":"Feature","geometry":null,"properties":{"name_zh":"甲","zone":"CZ","belts":["CZ-belts","nowhere"]}}`, []string{"belts"}},
		{`{"type":"Feature","geometry":{"type":"Point","coordinates":[200,32]},"properties":{"name_zh":"甲","zone":"CZ"}}`, []string{"geometry"}},
		{`{"type":"Feature","geometry":{"type":"LineString","coordinates":[[118,32],[119,32]]},"properties":{"name_zh":"甲","zone":"CZ"}}`, []string{"geometry"}},
		{`{"type":"Feature","geometry":null,"properties":{"name_zh":"甲 13900001234","zone":"CZ"}}`, []string{"name_zh"}},
		{`{"type":"Feature","geometry":null,"properties":{"name_zh":"甲","zone":"CZ","industry":"13900001234"}}`, []string{"industry"}},
		{`{"type":"Feature","geometry":null,"properties":{"name_zh":"甲","zone":"CZ","联系人":"甲某"}}`, []string{"联系人"}},
		{`{"type":"Feature","geometry":null,"collection":"belts","properties":{"name_zh":"甲","zone":"CZ"}}`, []string{"collection"}},
		{`{"type":"Feature","geometry":null,"properties":null}`, []string{"name_zh"}},
		{`{"type":"FeatureCollection","features":[]}`, []string{""}},
	} {
		s.post(enterprisesPath, c.body).blames(c.fields...)
	}
	s.replace(ofCZ, `{"type":"Feature","id":"other","geometry":null,"properties":{"name_zh":"甲","zone":"CZ"}}`, "*").blames("id")
	s.patch(ofCZ, `{"properties":{"id":"other"}}`, "*").blames("id")
	s.patch(ofCZ, `{"properties":{"grid":"nowhere"}}`, "*").blames("grid")
	for _, body := range []string{``, `[]`, `null`, `{"type":`, `{} {}`} {
		s.post(enterprisesPath, body).problem(http.StatusBadRequest, "")
	}
	for _, media := range []string{"text/plain", "application/x-www-form-urlencoded", ""} {
		s.post(enterprisesPath, `{}`, "Content-Type", media).problem(http.StatusUnsupportedMediaType, "")
	}
	if a := s.patch(ofCZ, `{}`, "*", "Content-Type", "application/json"); a.status != http.StatusUnsupportedMediaType || a.header.Get("Accept-Patch") != "application/merge-patch+json" {
		t.Errorf("%d %v", a.status, a.header)
	}
	s.post(enterprisesPath, `{"type":"Feature","properties":{"name_zh":"`+strings.Repeat("甲", 400_000)+`"}}`).problem(http.StatusRequestEntityTooLarge, "")
	if now := s.app.World().Version(); now != version || len(s.entries()) != 0 {
		t.Errorf("something was written: version %d, was %d", now, version)
	}
}

func TestNobodyWritesOutsideOfTheirZonesNeitherFromNorTo(t *testing.T) {
	s := edited(t)
	version := s.app.World().Version()
	feature := func(zone string) string {
		return `{"type":"Feature","id":"E-1","geometry":null,"properties":{"name_zh":"甲","zone":` + zone + `}}`
	}
	for what, a := range map[string]*answer{
		"added elsewhere":   s.post(enterprisesPath, feature(`"NG"`)),
		"added nowhere":     s.post(enterprisesPath, feature(`null`)),
		"taken":             s.patch(ofNG, `{"properties":{"zone":"CZ"}}`, "*"),
		"given away":        s.patch(ofCZ, `{"properties":{"zone":"NG"}}`, "*"),
		"changed elsewhere": s.patch(ofNG, `{"properties":{"name_zh":"乙"}}`, "*"),
		"replaced":          s.replace(ofNG, feature(`"CZ"`), "*"),
		"deleted elsewhere": s.remove(ofNG, "*"),
		"another zone":      s.post("/api/collections/zones/items", `{"type":"Feature","id":"XX","geometry":null,"properties":{"name_zh":"丙","zone":"CZ"}}`),
	} {
		if a.status != http.StatusForbidden {
			t.Errorf("%s: %d %s", what, a.status, a.body)
		}
	}
	if now := s.app.World().Version(); now != version {
		t.Errorf("something was written: version %d, was %d", now, version)
	}
	s.patch("/api/collections/zones/items/CZ", `{"properties":{"level":"provincial"}}`, "*").is(http.StatusOK)
}

func TestWhoComesLaterLosesAndIsToldSo(t *testing.T) {
	s := edited(t)
	tag := s.get(ofCZ).header.Get("Etag")
	s.write(http.MethodPatch, ofCZ, `{}`, "Content-Type", "application/merge-patch+json").problem(http.StatusPreconditionRequired, "")
	s.patch(ofCZ, `{}`, "v1").problem(http.StatusBadRequest, "")
	var won, lost sync.Map
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			name := fmt.Sprintf("甲%d", i)
			switch a := s.patch(ofCZ, `{"properties":{"name_zh":"`+name+`"}}`, tag); a.status {
			case http.StatusOK:
				won.Store(name, true)
			case http.StatusPreconditionFailed:
				lost.Store(name, true)
			default:
				t.Errorf("%s: %d %s", name, a.status, a.body)
			}
		})
	}
	wg.Wait()
	if w, l := names(&won), names(&lost); len(w) != 1 || len(l) != 7 || s.record(geo.Enterprises, "CZ-enterprises").NameZH != w[0] {
		t.Errorf("%v won, %v lost", w, l)
	}
	// Another process comes first: the store alone can know.
	r := s.record(geo.Enterprises, "CZ-enterprises")
	tag = s.get(ofCZ).header.Get("Etag")
	r.NameEN = "elsewhere"
	if _, err := s.store.Apply(t.Context(), geo.BatchOf("other", geo.Change{Op: geo.Update, Record: r})); err != nil {
		t.Fatal(err)
	}
	s.remove(ofCZ, tag).problem(http.StatusPreconditionFailed, "")
	s.patch(ofCZ, `{"properties":{"name_zh":"丁"}}`, tag).problem(http.StatusPreconditionFailed, "")
	s.replace(enterprisesPath+"/none", `{}`, "*").problem(http.StatusNotFound, "")
}

// Two editors of one record, in any order of looking and writing: who writes on what is there wins, who writes on what is not is told so with 412 and has
// changed nothing. What was seen last is the oracle.
func TestOfTwoEditorsInAnyOrderNobodyWritesOverTheOther(t *testing.T) {
	s := edited(t)
	round := 0
	rapid.Check(t, func(rt *rapid.T) {
		now := s.get(ofCZ).header.Get("Etag") // of what is there
		was := s.record(geo.Enterprises, "CZ-enterprises").NameZH
		seen := [2]string{now, now}
		for range rapid.IntRange(2, 5).Draw(rt, "steps") {
			who := rapid.IntRange(0, 1).Draw(rt, "editor")
			if rapid.Bool().Draw(rt, "looks") {
				if seen[who] = s.get(ofCZ).header.Get("Etag"); seen[who] != now {
					rt.Fatalf("editor %d sees %s, it is %s", who, seen[who], now)
				}
				continue
			}
			round++
			name := fmt.Sprintf("甲%d", round)
			a := s.patch(ofCZ, `{"properties":{"name_zh":"`+name+`"}}`, seen[who])
			switch {
			case seen[who] == now && a.status == http.StatusOK:
				now, was = s.get(ofCZ).header.Get("Etag"), name
				seen[who] = now
			case seen[who] != now && a.status == http.StatusPreconditionFailed:
			default:
				rt.Fatalf("editor %d writes on %s, it is %s: %d %s", who, seen[who], now, a.status, a.body)
			}
			if is := s.record(geo.Enterprises, "CZ-enterprises").NameZH; is != was {
				rt.Fatalf("it is %q, want %q", is, was)
			}
		}
	})
}

func names(m *sync.Map) (all []string) {
	m.Range(func(k, _ any) bool { all = append(all, k.(string)); return true })
	return all
}

func TestARetryChangesNothingTwice(t *testing.T) {
	s := edited(t)
	const body = `{"type":"Feature","geometry":null,"properties":{"name_zh":"新企业","zone":"CZ"}}`
	first := s.post(enterprisesPath, body, "Idempotency-Key", "a-1").is(http.StatusCreated)
	again := s.post(enterprisesPath, body, "Idempotency-Key", "a-1").is(http.StatusCreated)
	for _, name := range []string{"Location", "Beltmap-Version", "Etag"} {
		if first.header.Get(name) == "" || first.header.Get(name) != again.header.Get(name) {
			t.Errorf("%s: %q, again %q", name, first.header.Get(name), again.header.Get(name))
		}
	}
	s.post(enterprisesPath, body).problem(http.StatusConflict, "") // without a key it is another request
	s.post(enterprisesPath, strings.Replace(body, "新", "旧", 1), "Idempotency-Key", "a-1").problem(http.StatusUnprocessableEntity, "")
	tag := s.get(ofCZ).header.Get("Etag")
	one := s.patch(ofCZ, `{"properties":{"name_zh":"一"}}`, tag, "Idempotency-Key", "a-2").is(http.StatusOK)
	s.patch(ofCZ, `{"properties":{"name_zh":"二"}}`, one.header.Get("Etag")).is(http.StatusOK)
	if a := s.patch(ofCZ, `{"properties":{"name_zh":"一"}}`, tag, "Idempotency-Key", "a-2").is(http.StatusOK); a.header.Get("Beltmap-Version") != one.header.Get("Beltmap-Version") {
		t.Errorf("%v", a.header)
	}
	if r := s.record(geo.Enterprises, "CZ-enterprises"); r.NameZH != "二" {
		t.Errorf("the retry undid what came after it: %s", r.NameZH)
	}
	// Another desk's key of the same name is another key.
	s.as("desk-editor").patch(ofCZ, `{"properties":{"name_zh":"三"}}`, "*", "Idempotency-Key", "a-2").is(http.StatusOK)
	s.post(enterprisesPath, body, "Idempotency-Key", "").problem(http.StatusBadRequest, "")
	if n := len(s.entries()); n != 4 {
		t.Errorf("%d entries for four changes", n)
	}
}

func TestWhatOthersNameIsNotDeleted(t *testing.T) {
	s := edited(t).as("desk-editor")
	s.patch("/api/collections/organizations/items/CZ-organizations", `{"properties":{"covers":["CZ-enterprises","NG-enterprises"]}}`, "*").is(http.StatusOK)
	s.patch("/api/collections/stops/items/NG-stops", `{"properties":{"target":"centers/CZ-centers"}}`, "*").is(http.StatusOK)
	for path, by := range map[string]string{ofCZ: "organizations/CZ-organizations", "/api/collections/centers/items/CZ-centers": "stops/NG-stops", "/api/collections/zones/items/CZ": "belts/CZ-belts"} {
		if a := s.remove(path, "*"); a.problem(http.StatusConflict, "") == "" || !strings.Contains(string(a.body), by) {
			t.Errorf("%s: %s is not told: %s", path, by, a.body)
		}
	}
	s.patch("/api/collections/organizations/items/CZ-organizations", `{"properties":{"covers":null}}`, "*").is(http.StatusOK)
	s.remove(ofCZ, "*").is(http.StatusNoContent)
}

func TestTextsThatAreCodeElsewhereAreKeptAsTheyAre(t *testing.T) {
	s := edited(t)
	for i, text := range []string{`'; DROP TABLE enterprises; --`, `=HYPERLINK("http://x","y")`, `+1+cmd|' /C calc'!A0`, `@SUM(A1)`, `<script>alert(1)</script>`, `" onload="x`, `{{.}}`, `../../etc`} {
		name, _ := json.Marshal(text)
		id := fmt.Sprintf("T-%d", i)
		s.post(enterprisesPath, fmt.Sprintf(`{"type":"Feature","id":%q,"geometry":null,"properties":{"name_zh":%s,"zone":"CZ"}}`, id, name)).is(http.StatusCreated)
		doc := s.get(enterprisesPath + "/" + id).is(http.StatusOK).json()
		if got := doc["properties"].(map[string]any)["name_zh"]; got != text || s.record(geo.Enterprises, id).NameZH != text {
			t.Errorf("%q came back as %q", text, got)
		}
	}
	if found, err := s.store.Check(t.Context()); err != nil || len(found) > 0 {
		t.Error(found, err)
	}
}

func TestABrowserWritesFromItsOwnSiteOnly(t *testing.T) {
	s := edited(t).as("")
	own := *s
	own.shown = []string{"Cookie", "session=desk-cz"}
	own.patch(ofCZ, `{"properties":{"name_zh":"一"}}`, "*", "Sec-Fetch-Site", "cross-site").problem(http.StatusForbidden, "")
	own.patch(ofCZ, `{"properties":{"name_zh":"一"}}`, "*", "Origin", "https://elsewhere.example").problem(http.StatusForbidden, "")
	own.patch(ofCZ, `{"properties":{"name_zh":"一"}}`, "*", "Sec-Fetch-Site", "same-origin").is(http.StatusOK)
}

func TestTheEmbeddedSampleIsNotChanged(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t), withRoles, func(o *server.Options) { o.Sample = true }).as("desk-administrator")
	s.patch("/api/collections/zones/items/CZ", `{"properties":{"level":"national"}}`, "*").problem(http.StatusConflict, "")
}
