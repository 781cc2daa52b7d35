package server_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"beltmap/geo"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// doubtful are records of which every measure counts some.
func doubtful() []geo.Record {
	zone := geo.New(geo.Zones)
	zone.ID, zone.Zone, zone.NameZH, zone.NameEN = "Z", "Z", "示例开发区", "Example Zone"
	zone.Geometry, zone.Position.Class = orb.Polygon{{{118, 32}, {118.1, 32}, {118.1, 32.1}, {118, 32.1}, {118, 32}}}, geo.Illustrative
	all := []geo.Record{zone}
	for _, e := range []struct {
		id, name, code string
		at             orb.Point
		class          geo.Precision
		surveyed       geo.Day
	}{
		{"E1", "甲厂", "", orb.Point{118.05, 32.05}, geo.Exact, geo.Date(2026, 2, 1)},
		{"E2", "甲厂", "", orb.Point{118.05, 32.0502}, geo.Exact, geo.Date(2024, 1, 1)},
		{"E3", "=乙厂", "91110000101623741K", orb.Point{119, 33}, geo.Street, 0},
		{"E4", "丙厂", "91110000101623741K", orb.Point{118.05, 32.05}, geo.Town, 0},
	} {
		r := geo.New(geo.Enterprises)
		r.ID, r.NameZH, r.Zone, r.Geometry, r.Position.Class = e.id, e.name, "Z", e.at, e.class
		r.Set(geo.USCC, geo.Text(e.code))
		r.Set(geo.SurveyedAt, geo.OnDay(e.surveyed))
		r.Set(geo.FullMembers, geo.Integer(7777))
		all = append(all, r)
	}
	org := geo.New(geo.Organizations)
	org.ID, org.NameZH, org.Zone = "O", "支部", "Z"
	org.Set(geo.Covers, geo.List("E1", "GONE"))
	return append(all, org)
}

func (s *site) qualityOf(path string) map[string]any { s.t.Helper(); return s.get(path).is(200).json() }

func listedIn(doc map[string]any) (ids []string) {
	for _, item := range doc["items"].([]any) {
		ids = append(ids, item.(map[string]any)["id"].(string))
	}
	return ids
}

func TestQualityGivesEveryFigureItsPassport(t *testing.T) {
	s := serve(t, geo.Public, doubtful())
	doc := s.qualityOf("/api/quality")
	if doc["as_of"] != "2026-03-01" || doc["version"] != 1.0 || doc["parameters"].(map[string]any)["stale_days"] != 365.0 {
		t.Errorf("%v %v %v", doc["as_of"], doc["version"], doc["parameters"])
	}
	zone := doc["zones"].([]any)[0].(map[string]any)
	figure := func(n, of, unknown float64, classes ...any) map[string]any {
		f := map[string]any{"numerator": n, "denominator": of, "unknown": unknown}
		if len(classes) > 0 {
			by := map[string]any{}
			for i := 0; i < len(classes); i += 2 {
				by[classes[i].(string)] = classes[i+1]
			}
			f["by_class"] = by
		}
		return f
	}
	want := map[string]any{
		"located": figure(3, 4, 0, "exact", 2.0, "street", 1.0), "unlocated": figure(1, 4, 0, "town", 1.0), "outside": figure(1, 3, 1), "duplicates": figure(4, 4, 0),
		"stale": figure(1, 2, 2), "never_surveyed": figure(2, 4, 0), "dangling": figure(1, 6, 0), "stubs": figure(0, 6, 0),
	}
	if diff := cmp.Diff(want, zone["figures"]); diff != "" || zone["name_en"] != "Example Zone" {
		t.Error(zone["name_en"], diff)
	}
	if diff := cmp.Diff(zone["figures"], doc["total"]); diff != "" {
		t.Error(diff)
	}
	for _, d := range doc["definitions"].([]any) {
		if d := d.(map[string]any); d["definition_zh"] == "" || d["definition_en"] == "" || want[d["id"].(string)] == nil {
			t.Errorf("%v", d)
		}
	}
}

func TestEveryQualityFigureHasTheListItCounts(t *testing.T) {
	s := serve(t, geo.Public, doubtful())
	for path, want := range map[string][]string{
		"located": {"E1", "E2", "E3"}, "unlocated": {"E4"}, "outside": {"E3"}, "duplicates": {"E1", "E2", "E3", "E4"}, "stale": {"E2"}, "stale?stale_days=3650": nil, "never_surveyed": {"E3", "E4"},
		"dangling": {"O"}, "stubs": nil, "outside?zone=Z": {"E3"}, "outside?zone=Y": nil,
	} {
		doc := s.qualityOf("/api/quality/" + path)
		if got := listedIn(doc); !slices.Equal(got, want) || doc["numberMatched"] != float64(len(want)) {
			t.Errorf("%s: %q of %v, want %q", path, got, doc["numberMatched"], want)
		}
		for _, item := range doc["items"].([]any) {
			href, _ := url.Parse(item.(map[string]any)["href"].(string))
			s.get(href.Path).is(200)
		}
	}
	item := s.qualityOf("/api/quality/dangling")["items"].([]any)[0].(map[string]any)
	if diff := cmp.Diff([]any{map[string]any{"property": "covers", "to": "enterprises/GONE"}}, item["lost_links"]); diff != "" {
		t.Error(diff)
	}
}

func TestRecordsOfNoZoneHaveFiguresAndListsOfTheirOwn(t *testing.T) {
	records := doubtful()
	for i, placed := range []orb.Geometry{orb.Point{118.05, 32.05}, nil} {
		r := geo.New(geo.Enterprises)
		r.ID, r.NameZH, r.Geometry = "N"+strconv.Itoa(i+1), "无区厂", placed
		if placed != nil {
			r.Position.Class = geo.Exact
		}
		records = append(records, r)
	}
	s := serve(t, geo.Public, records)
	doc := s.qualityOf("/api/quality?zone=~")
	zones := doc["zones"].([]any)
	if len(zones) != 1 || zones[0].(map[string]any)["zone"] != nil {
		t.Fatalf("%v", zones)
	}
	figures := zones[0].(map[string]any)["figures"].(map[string]any)
	for _, d := range doc["definitions"].([]any) {
		measure := d.(map[string]any)["id"].(string)
		list := s.qualityOf("/api/quality/" + measure + "?zone=~")
		if want := figures[measure].(map[string]any)["numerator"]; list["numberMatched"] != want {
			t.Errorf("%s lists %v of %v", measure, list["numberMatched"], want)
		}
	}
	if got := listedIn(s.qualityOf("/api/quality/located?zone=~")); !slices.Equal(got, []string{"N1"}) {
		t.Errorf("%q", got)
	}
	if got := listedIn(serve(t, geo.Public, doubtful()).qualityOf("/api/quality/unlocated?zone=~")); len(got) != 0 {
		t.Errorf("%q", got)
	}
}

func TestTheDefinitionOfStaleSaysItsLimitInWords(t *testing.T) {
	s := serve(t, geo.Public, doubtful())
	for path, days := range map[string]string{"/api/quality": " 365 ", "/api/quality?stale_days=90": " 90 ", "/api/quality/stale?stale_days=90": " 90 "} {
		body := string(s.get(path).is(200).body)
		if !strings.Contains(body, "超过"+days+"天") || !strings.Contains(body, "more than"+days+"days") {
			t.Errorf("%s: %s", path, body)
		}
		if strings.Contains(body, "stale_days 天") {
			t.Errorf("%s names the parameter", path)
		}
	}
}

func TestQualityListsArePagedAndComeAsCSV(t *testing.T) {
	s := serve(t, geo.Public, doubtful())
	var ids []string
	for path := "/api/quality/duplicates?limit=3"; path != ""; {
		doc := s.qualityOf(path)
		ids, path = append(ids, listedIn(doc)...), ""
		for _, l := range doc["links"].([]any) {
			if l := l.(map[string]any); l["rel"] == "next" {
				next, _ := url.Parse(l["href"].(string))
				path = next.RequestURI()
			}
		}
	}
	if !slices.Equal(ids, []string{"E1", "E2", "E3", "E4"}) {
		t.Errorf("%q", ids)
	}
	body := s.get("/api/quality/outside?f=csv").is(200).body
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][1] != "E3" || rows[1][2] != "'=乙厂" {
		t.Errorf("%v %q", err, rows)
	}
}

func TestQualityRefusesWhatItDoesNotKnow(t *testing.T) {
	s := serve(t, geo.Public, doubtful())
	for path, parameter := range map[string]string{
		"/api/quality?status=single": "status", "/api/quality?stale_days=0": "stale_days", "/api/quality?stale_days=1.5": "stale_days", "/api/quality?stale_days=99999": "stale_days",
		"/api/quality?zone=a/b": "zone", "/api/quality?f=csv": "f", "/api/quality/stale?limit=0": "limit", "/api/quality/stale?after=E1": "after", "/api/quality/stale?bbox=1,2,3,4": "bbox",
	} {
		s.get(path).problem(http.StatusBadRequest, parameter)
	}
	s.get("/api/quality/nothing").problem(http.StatusNotFound, "")
}

func TestQualitySaysNothingInternalAndIsTheSameForEveryReader(t *testing.T) {
	public, internal := serve(t, geo.Public, doubtful()), serve(t, geo.Internal, doubtful())
	for _, path := range []string{"/api/quality", "/api/quality/duplicates", "/api/quality/dangling", "/api/quality/never_surveyed?f=csv"} {
		a, b := public.get(path).is(200).body, internal.get(path).is(200).body
		if strings.ReplaceAll(string(a), public.URL, "") != strings.ReplaceAll(string(b), internal.URL, "") {
			t.Errorf("%s differs by class", path)
		}
		if strings.Contains(string(a), "7777") || strings.Contains(string(a), "members") {
			t.Errorf("%s tells members", path)
		}
	}
}

func TestQualityFollowsAnEdit(t *testing.T) {
	s := serve(t, geo.Public, doubtful())
	before := s.get("/api/quality/dangling").is(200)
	if again := s.get("/api/quality/dangling", "If-None-Match", before.header.Get("Etag")); again.status != http.StatusNotModified {
		t.Errorf("%d", again.status)
	}
	found := doubtful()[1]
	found.ID = "GONE"
	if _, err := s.app.Apply(context.Background(), insertions([]geo.Record{found})); err != nil {
		t.Fatal(err)
	}
	if got := listedIn(s.qualityOf("/api/quality/dangling")); len(got) != 0 {
		t.Errorf("%q", got)
	}
}
