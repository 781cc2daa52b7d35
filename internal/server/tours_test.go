package server_test

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/geo/tour"
	"github.com/paulmach/orb"
)

// toured is a tour of each status in CZ with three stops each, and what they need.
func toured() []geo.Record {
	named := func(c geo.Collection, id string, values map[*geo.Field]geo.Value) geo.Record {
		r := geo.New(c)
		r.ID, r.NameZH, r.NameEN, r.Zone = id, "名"+id, "name "+id, "CZ"
		for f, v := range values {
			r.Set(f, v)
		}
		return r
	}
	all := []geo.Record{named(geo.Zones, "CZ", nil), named(geo.Centers, "C-lost", nil)}
	for i := range 4 {
		center := named(geo.Centers, fmt.Sprintf("C-%d", i), nil)
		center.Geometry, center.Position.Class = orb.Point{118.30 + 0.01*float64(i*i), 32.3}, geo.Exact
		all = append(all, center)
	}
	for _, status := range []string{"published", "draft", "withdrawn", ""} {
		id := "T-" + status
		if status == "" {
			id = "T-unsaid"
		}
		all = append(all, named(geo.Tours, id, map[*geo.Field]geo.Value{geo.TourStatus: geo.Text(status), geo.TourStart: geo.Text("09:00"),
			geo.TourFinish: geo.Text("11:00"), geo.TourPeople: geo.Integer(60)}))
		for i := range 3 {
			all = append(all, named(geo.Stops, fmt.Sprintf("S%s-%d", id[1:], i), map[*geo.Field]geo.Value{geo.TourOf: geo.Text(id), geo.StopNumber: geo.Integer(int64(i + 1)),
				geo.Target: geo.Text(fmt.Sprintf("centers/C-%d", i)), geo.Dwell: geo.Integer(30), geo.StoryEN: geo.Text("<b>story</b> of " + id)}))
		}
	}
	honor := named(geo.Honors, "H-1", map[*geo.Field]geo.Value{geo.Subject: geo.Text("centers/C-0"), geo.HonorLevel: geo.Text("city")})
	past := honor.Clone()
	past.ID, past.Valid = "H-0", geo.Period{From: geo.Date(2019, 1, 1), To: geo.Date(2021, 12, 31)}
	return append(all, honor, past)
}

func TestOnlyPublishedToursAreShownToThePublic(t *testing.T) {
	s := serve(t, geo.Public, toured(), withRoles)
	public, viewer := s.as(""), s.as("desk-viewer")
	public.describe()
	viewer.describe()
	for _, path := range []string{"/api/tours", "/api/collections/tours/items", "/api/collections/stops/items", "/api/collections/stops/items?tour=T-draft", "/api/search?q=T-draft",
		"/api/counts?tour=T-draft", "/api/collections/stops/items?f=csv"} {
		text := public.get(path).is(http.StatusOK).plain()
		for _, hidden := range []string{"story</b> of T-draft", "name T-draft", "name S-draft", "name T-withdrawn", "name S-withdrawn", "name T-unsaid"} {
			if strings.Contains(text, hidden) {
				t.Errorf("%s shows %q to the public", path, hidden)
			}
		}
	}
	for path, status := range map[string]int{"/api/tours/T-published": 200, "/api/tours/T-draft": 404, "/api/tours/T-draft/timetable": 404, "/api/tours/T-unsaid": 404, "/api/tours/T-withdrawn": 410,
		"/api/tours/T-withdrawn/timetable": 410, "/api/collections/tours/items/T-draft": 404, "/api/collections/stops/items/S-withdrawn-1": 404, "/api/collections/stops/items/S-published-1": 200} {
		public.get(path).is(status)
		viewer.get(path).is(http.StatusOK)
	}
	for reader, want := range map[*site]int{public: 1, viewer: 4} {
		if n := len(reader.get("/api/tours").is(200).json()["tours"].([]any)); n != want {
			t.Errorf("%d tours are listed, want %d", n, want)
		}
	}
	told, knows := listen(t, s.Client(), s.URL+"/api/changes"), listen(t, s.Client(), s.URL+"/api/changes", viewer.shown...)
	told.block()
	knows.block()
	draft := s.record(geo.Tours, "T-draft")
	if _, err := s.app.Apply(t.Context(), geo.BatchOf("test", geo.Change{Op: geo.Put, Record: draft})); err != nil {
		t.Fatal(err)
	}
	if public, viewer := told.block(), knows.block(); strings.Contains(public, "T-draft") || !strings.Contains(public, `"collection":"tours"`) || !strings.Contains(viewer, `"id":"T-draft"`) {
		t.Errorf("the public hears %s, a viewer %s", public, viewer)
	}
}

func TestATourIsItsStopsInOrderAndTheLegsBetween(t *testing.T) {
	s := serve(t, geo.Public, toured())
	s.describe()
	features := s.get("/api/tours/T-published").is(200).json()["features"].([]any)
	if len(features) != 5 {
		t.Fatalf("%d features", len(features))
	}
	first, leg := features[0].(map[string]any)["properties"].(map[string]any), features[4].(map[string]any)["properties"].(map[string]any)
	if first["arrive"] != "09:00" || first["leave"] != "09:30" || first["story_en"] != "<b>story</b> of T-published" {
		t.Errorf("the first stop: %v", first)
	}
	if honors := first["honors"].([]any); len(honors) != 1 || honors[0].(map[string]any)["id"] != "H-1" {
		t.Errorf("honors that are valid today: %v", honors)
	}
	if leg["estimated"] != true || leg["mode"] != "bus" || leg["to"] != "S-published-2" {
		t.Errorf("the last leg: %v", leg)
	}
	table := s.get("/api/tours/T-published/timetable?late=20&groups=2").is(200).json()
	if groups := table["groups"].([]any); len(groups) != 2 || table["start"] != "09:20" || !strings.Contains(s.get("/api/tours/T-published/timetable?late=40").plain(), "the bus is too late") {
		t.Errorf("%v", table)
	}
	for _, query := range []string{"?late=x", "?late=601", "?groups=0", "?start=25:00", "?speed=3"} {
		s.get("/api/tours/T-published/timetable" + query).is(400)
	}
}

func TestAToursFilesAreTakenAlong(t *testing.T) {
	s := serve(t, geo.Public, toured())
	s.describe()
	for f, mediaType := range map[string]string{"gpx": "application/gpx+xml", "kml": "application/vnd.google-earth.kml+xml"} {
		a := s.get("/api/tours/T-published?lang=en&f=" + f).is(http.StatusOK)
		if text := a.plain(); a.header.Get("Content-Type") != mediaType || !strings.Contains(a.header.Get("Content-Disposition"), "T-published."+f) || !strings.Contains(text, "&lt;b&gt;story") || strings.Contains(text, "<b>") {
			t.Errorf("%s: %v %s", f, a.header, text)
		}
	}
	if a := s.get("/api/tours/T-published?f=ics&lang=en").is(http.StatusConflict); !strings.Contains(a.plain(), "has no date") || a.header.Get("Content-Disposition") != "" {
		t.Errorf("%v %s", a.header, a.body)
	}
	s.get("/api/tours/T-withdrawn?f=gpx").is(http.StatusGone)
	s.get("/api/tours/T-draft?f=kml").is(http.StatusNotFound)
	s.get("/api/tours/T-published?f=doc").is(http.StatusBadRequest)
}

// What is printed is what the asker is shown, its code leads to the page, and no draft is told by a code either.
func TestATourIsTakenAlongOnPaper(t *testing.T) {
	s := serve(t, geo.Public, toured(), withRoles)
	public, viewer := s.as(""), s.as("desk-viewer")
	public.describe()
	viewer.describe()
	leaflet := func(reader *site, id, query string) string {
		a := reader.get("/api/tours/" + id + "?f=pdf" + query).is(http.StatusOK)
		if a.header.Get("Content-Type") != "application/pdf" || !strings.Contains(a.header.Get("Content-Disposition"), id+".pdf") {
			t.Errorf("%v", a.header)
		}
		path := filepath.Join(t.TempDir(), "x.pdf")
		if err := os.WriteFile(path, []byte(a.plain()), 0o600); err != nil {
			t.Fatal(err)
		}
		said, err := exec.Command("pdftotext", path, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(said)
	}
	text := leaflet(public, "T-published", "&lang=en")
	for _, said := range []string{"name T-published", "no date stated", "09:00–09:30", "<b>story</b> of T-published", "name H-1", s.URL + "/t/T-published", "none stated"} {
		if !strings.Contains(text, said) {
			t.Errorf("the leaflet does not say %q: %s", said, text)
		}
	}
	if strings.Contains(text, "H-0") || strings.Contains(text, "draft") {
		t.Errorf("it says what no longer holds, or is a draft: %s", text)
	}
	if text := leaflet(viewer, "T-draft", ""); !strings.Contains(text, "草稿") {
		t.Errorf("a draft does not say that it is one: %s", text)
	}
	code := public.get("/t/T-published/qr.svg?lang=en").is(http.StatusOK)
	if text := code.plain(); code.header.Get("Content-Type") != "image/svg+xml" || !strings.Contains(text, s.URL+"/t/T-published") || !strings.Contains(text, "name T-published") {
		t.Errorf("%v %s", code.header, text)
	}
	for _, path := range []string{"/api/tours/T-withdrawn?f=pdf", "/t/T-withdrawn/qr.svg"} {
		public.get(path).is(http.StatusGone)
	}
	for _, path := range []string{"/api/tours/T-draft?f=pdf", "/t/T-draft/qr.svg", "/t/none/qr.svg"} {
		public.get(path).is(http.StatusNotFound)
	}
	if page := public.get("/t/T-published?lang=en").plain(); !strings.Contains(page, "/api/tours/T-published?f=pdf") || !strings.Contains(page, "/t/T-published/qr.svg") {
		t.Error("the page leads to no leaflet or no code")
	}
}

func TestATourOfMoreStopsThanALeafletTakesSaysSo(t *testing.T) {
	records := toured()
	for i := range tour.MaxStops {
		stop := geo.New(geo.Stops)
		stop.ID, stop.NameZH, stop.Zone = fmt.Sprintf("more-%d", i), "站", "CZ"
		stop.Set(geo.TourOf, geo.Text("T-published"))
		records = append(records, stop)
	}
	s := serve(t, geo.Public, records)
	s.describe()
	if a := s.get("/api/tours/T-published?f=pdf").is(http.StatusConflict); !strings.Contains(a.plain(), "too many stops: 203, at most 200") || a.header.Get("Content-Disposition") != "" {
		t.Errorf("%v %s", a.header, a.body)
	}
	for _, path := range []string{"/api/tours/T-published", "/api/tours/T-published?f=gpx", "/api/tours/T-published?f=html", "/t/T-published"} {
		if a := s.get(path).is(http.StatusOK); !strings.Contains(a.plain(), "S-published-0") && !strings.Contains(a.plain(), "名S") {
			t.Errorf("%s: %.300s", path, a.plain())
		}
	}
}

func TestTheTourOnThePhoneShowsWhatThePublicSees(t *testing.T) {
	s := serve(t, geo.Public, toured(), withRoles)
	public, viewer := s.as(""), s.as("desk-viewer")
	public.describe()
	viewer.describe()
	page := public.get("/t/T-published?lang=en").is(http.StatusOK)
	if text := page.plain(); page.header.Get("Content-Type") != "text/html; charset=utf-8" || !strings.Contains(text, "&lt;b&gt;story") || !strings.Contains(text, "09:00") || strings.Count(text, "name H-1") != 1 || !strings.Contains(text, "coordinate=gaode") {
		t.Errorf("%s", text)
	}
	if !bytes.Equal(viewer.get("/t/T-published?lang=en").is(http.StatusOK).body, page.body) {
		t.Error("a viewer's phone keeps something else than the public's")
	}
	if gone := public.get("/t/T-withdrawn?lang=en").is(http.StatusGone); !strings.Contains(gone.plain(), "has been withdrawn") || !strings.Contains(gone.plain(), "<h1>") {
		t.Errorf("%s", gone.body)
	}
	public.get("/t/T-draft").is(http.StatusNotFound)
	if draft := viewer.get("/t/T-draft?lang=en").is(http.StatusOK).plain(); !strings.Contains(draft, "A draft") || strings.Contains(draft, "data-worker") {
		t.Error("a draft is kept, or does not say that it is one")
	}
	file := public.get("/api/tours/T-published?f=html&lang=en").is(http.StatusOK)
	if text := file.plain(); strings.Contains(text, "/assets/") || !strings.Contains(text, ".bar") || !strings.Contains(file.header.Get("Content-Disposition"), "T-published.html") {
		t.Errorf("%s", text)
	}
	public.get("/t/T-published?start=9").is(http.StatusBadRequest)
	worker := regexp.MustCompile(`data-worker="([^"]*)"`).FindStringSubmatch(page.plain())
	if a := public.get(worker[1]).is(http.StatusOK); a.header.Get("Service-Worker-Allowed") != "/t/" {
		t.Errorf("%v", a.header)
	}
}

func TestPlanningFindsTheOrderAndNamesWhatCannotBe(t *testing.T) {
	s := serve(t, geo.Public, toured(), withRoles)
	viewer := s.as("desk-viewer")
	viewer.describe()
	plan := func(body string) *answer {
		return viewer.write(http.MethodPost, "/api/tours/plan", body, "Content-Type", "application/json")
	}
	got := plan(`{"stops":[{"stop":"centers/C-3"},{"stop":"centers/C-0","dwell":10},{"stop":"S-published-2"},{"stop":"centers/C-1"}],"first":"centers/C-0","start":"09:00"}`).is(200).json()
	if order := fmt.Sprint(got["order"]); order != "[[centers/C-0 centers/C-1 S-published-2 centers/C-3]]" || got["exact"] != true || got["bound"] != got["ends"] {
		t.Errorf("%v", got)
	}
	if got := plan(`{"tour":"T-draft","groups":3}`).is(200).json(); len(got["groups"].([]any)) != 3 {
		t.Errorf("%v", got)
	}
	kept := plan(`{"stops":[{"stop":"centers/C-3","as":"a","capacity":10},{"stop":"centers/C-lost"},{"stop":"centers/C-0","dwell":10},{"stop":"centers/C-3","as":"b"}],"start":"09:00","late":20,"people":12,"keep":true}`).is(200).json()
	if fmt.Sprint(kept["order"]) != "[[a centers/C-0 b]]" || kept["start"] != "09:20" || kept["late"] != 20.0 || kept["exact"] != false {
		t.Errorf("%v", kept)
	}
	if conflicts := kept["conflicts"].([]any); len(conflicts) != 2 || conflicts[0].(map[string]any)["kind"] != "no_place" || conflicts[1].(map[string]any)["stop"] != "a" {
		t.Errorf("%v", conflicts)
	}
	if empty := plan(`{"stops":[{"stop":"centers/C-lost"}],"keep":true}`).is(200).json(); empty["ends"] != "09:00" {
		t.Errorf("%v", empty)
	}
	for body, said := range map[string]string{
		`{"stops":[{"stop":"centers/C-0"}],"late":-1}`:                        "parameter late cannot be",
		`{"stops":[{"stop":"centers/C-0","as":"a/b"}]}`:                       "the id",
		`{"stops":[{"stop":"centers/C-0","opens":"10:00","closes":"09:00"}]}`: "not after it opens",
		`{"stops":[{"stop":"centers/C-0","dwell":0}]}`:                        "a stay lasts from 1",
		`{"stops":[{"stop":"centers/C-0"},{"stop":"centers/C-0"}]}`:           "stands there twice",
		`{"stops":[{"stop":"centers/none"}]}`:                                 "no stop or target",
		`{"stops":[{"stop":"zones/CZ"}]}`:                                     "no stop or target",
		`{"stops":[{"stop":"centers/C-lost"}]}`:                               "has no position",
		`{"stops":[{"stop":"centers/C-0"}],"groups":0}`:                       "0 groups",
		`{"stops":[{"stop":"centers/C-0"}],"start":"9"}`:                      "not a time of day",
		`{"stops":[]}`:    "no stop to plan",
		`{"tour":"none"}`: "no tour",
		`{"stops":[{"stop":"centers/C-0"},{"stop":"centers/C-1"}],"before":[["centers/C-0","centers/C-1"],["centers/C-1","centers/C-0"]]}`: "contradict",
	} {
		if a := plan(body); a.status < 400 || a.status >= 500 || !strings.Contains(a.plain(), said) {
			t.Errorf("%s: %d %s", body, a.status, a.body)
		}
	}
	for name, status := range map[string]int{"": 401, "desk-viewer": 200, "desk-cz": 200} {
		if a := s.as(name).described(viewer).write(http.MethodPost, "/api/tours/plan", `{"tour":"T-published"}`, "Content-Type", "application/json"); a.status != status {
			t.Errorf("planning as %q: %d", name, a.status)
		}
	}
	a := viewer.write(http.MethodPost, "/api/tours/plan?f=sse", `{"tour":"T-published"}`, "Content-Type", "application/json").is(200)
	if !strings.Contains(string(a.body), "event: plan") {
		t.Errorf("%s", a.body)
	}
}

func TestCandidatesAreNearTheBeltAndAsWanted(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	s.describe()
	if n := s.get("/api/tours/candidates?belt=CZ-B-SHANGHAI-ROAD&metres=320").is(200).json()["numberMatched"].(float64); n < 20 {
		t.Errorf("%v candidates along Shanghai Road", n)
	}
	for query, want := range map[string]float64{"?belt=NG-B-NANSHAN&stars=5": 3, "?zone=SF&honor=any": 2, "?zone=SF&honor=national": 0} {
		if got := s.get("/api/tours/candidates" + query).is(200).json()["numberMatched"]; got != want {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	for _, query := range []string{"?metres=5", "?stars=6", "?honor=great", "?belt=a%2Fb"} {
		s.get("/api/tours/candidates" + query).is(400)
	}
	s.get("/api/tours/candidates?belt=none").is(404)
}
