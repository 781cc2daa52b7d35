package server_test

import (
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

func TestTheArticlesBeltsHoldWhatItSays(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	for _, c := range []struct {
		path string
		want int
	}{
		{"/api/collections/enterprises/items?belts=CZ-B-SHANGHAI-ROAD", 20},
		{"/api/collections/organizations/items?belts=NG-B-NANSHAN", 8},
		{"/api/collections/organizations/items?belts=NG-B-NANSHAN&stars=5", 3},
		{"/api/collections/organizations/items?belts=NG-B-NANSHAN&stars=4", 1},
		{"/api/collections/organizations/items?belts=NG-B-NANSHAN&stars=unrated", 1},
	} {
		if fc := s.get(c.path).collection(); fc.Matched != c.want || fc.Returned != c.want {
			t.Errorf("%s: %d of %d items, want %d", c.path, fc.Returned, fc.Matched, c.want)
		}
	}
}

func TestPagesTogetherHoldEverythingOnceAndKeepTheParameters(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	all := s.get("/api/collections/enterprises/items?limit=10000").collection()
	if all.Matched != all.Returned || all.link("next") != "" {
		t.Fatalf("%d of %d, next %q", all.Returned, all.Matched, all.link("next"))
	}
	if !slices.IsSorted(all.ids()) {
		t.Error("items are not in the order of their ids")
	}
	var gathered []string
	path := "/api/collections/enterprises/items?datetime=../..&limit=7&lang=en"
	for path != "" {
		fc := s.get(path).collection()
		if fc.Matched != all.Matched {
			t.Fatalf("%s: numberMatched %d, want %d", path, fc.Matched, all.Matched)
		}
		gathered = append(gathered, fc.ids()...)
		next := fc.link("next")
		if next == "" {
			break
		}
		path = strings.TrimPrefix(next, s.URL)
		u, err := url.Parse(next)
		if err != nil || u.Query().Get("limit") != "7" || u.Query().Get("datetime") != "../.." || u.Query().Get("lang") != "en" {
			t.Fatalf("the next link lost parameters: %s", next)
		}
	}
	if diff := cmp.Diff(all.ids(), gathered); diff != "" {
		t.Error(diff)
	}
}

func TestALimitAboveTheMaximumIsCapped(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	for _, limit := range []string{"10001", "99999999999999999999999", "1"} {
		s.get("/api/collections/zones/items?limit=" + limit).is(http.StatusOK)
	}
	if fc := s.get("/api/collections/zones/items?limit=1").collection(); fc.Returned != 1 {
		t.Errorf("limit=1 gave %d", fc.Returned)
	}
}

func TestMalformedAndUnknownParametersAreRefusedByName(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	const items = "/api/collections/enterprises/items?"
	for _, c := range []struct{ query, parameter string }{
		{"nonsense=1", "nonsense"}, {"limit=0", "limit"}, {"limit=-1", "limit"}, {"limit=ten", "limit"}, {"limit=1.5", "limit"}, {"limit=%2B5", "limit"},
		{"limit=", "limit"}, {"limit=5&limit=6", "limit"}, {"bbox=1,2,3", "bbox"}, {"bbox=1,2,3,4,5", "bbox"}, {"bbox=a,b,c,d", "bbox"}, {"bbox=1,2,3,NaN", "bbox"},
		{"bbox=118,32,119,31", "bbox"}, {"bbox=-181,0,10,10", "bbox"}, {"bbox=0,-91,10,10", "bbox"}, {"bbox=1,2,9,3,4,8", "bbox"}, {"bbox=Inf,0,1,1", "bbox"},
		{"datetime=yesterday", "datetime"}, {"datetime=2020-13-01", "datetime"}, {"datetime=2020-02-30", "datetime"}, {"datetime=2021-01-01/2020-01-01", "datetime"},
		{"datetime=2020-01-01/2020-02-01/2020-03-01", "datetime"}, {"datetime=..", "datetime"}, {"datetime=2020-01-01T00:00:00", "datetime"},
		{"employees=many", "employees"}, {"operating=perhaps", "operating"}, {"status=excellent", "status"}, {"status=eligible", "status"}, {"status=uncovered", "status"},
		{"full_members=3", "full_members"}, {"instructors=1", "instructors"}, {"output=1", "output"}, {"tax=1", "tax"}, {"members=3", "members"},
		{"belts=A,B", "belts"}, {"after=a/b", "after"}, {"f=html", "f"}, {"lang=fr", "lang"}, {"zone=%ff", "zone"}, {"%zz", ""}, {"name_zh=" + strings.Repeat("长", 500), "name_zh"},
		{"Limit=5", "Limit"}, {"bbox-crs=x", "bbox-crs"}, {"surveyed_at=2020", "surveyed_at"}, {"geometry=x", "geometry"}, {"version=1", "version"},
	} {
		if kind := s.get(items+c.query).problem(http.StatusBadRequest, c.parameter); kind != "urn:problem-type:beltmap:invalid-parameter" {
			t.Errorf("%s: type %q", c.query, kind)
		}
	}
	for path, parameter := range map[string]string{
		"/api?x=1": "x", "/api/conformance?x=1": "x", "/api/openapi.json?x=1": "x", "/api/docs?x=1": "x", "/api/collections?limit=1": "limit", "/api/collections/zones?x=1": "x",
		"/api/collections/zones/items/CZ?x=1": "x", "/api/facts?limit=1": "limit", "/api/facts?subject=nothing": "subject", "/api/search": "q", "/api/search?q=": "q", "/api/search?q=a&x=1": "x",
		"/api/search?q=a&limit=0": "limit", "/api/settings?x=1": "x", "/api/counts?limit=1": "limit", "/api/counts?status=eligible": "status", "/api/counts?full_members=1": "full_members",
		"/tiles/belts.json?x=1": "x", "/tiles/belts/0/0/0.mvt?x=1": "x", "/tiles/belts/0/0/0.mvt?status=eligible": "status", "/tiles/belts/0/0/0.mvt?tax=1": "tax",
		"/tiles/belts/0/0/0.mvt?datetime=x": "datetime", "/attribution?x=1": "x", "/healthz?x=1": "x",
	} {
		s.get(path).problem(http.StatusBadRequest, parameter)
	}
}

func TestUnknownThingsAreNotFound(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	for _, path := range []string{"/api/collections/persons", "/api/collections/facts", "/api/collections/facts/items", "/api/collections/nothing/items", "/api/collections/zones/items/NOWHERE",
		"/api/collections/nothing/items/CZ", "/api/collections/zones/items/", "/api/nothing", "/nothing", "/assets/nothing.js", "/assets/", "/tiles/other/0/0/0.mvt", "/tiles/belts/0/0/0.png", "//api", "/api//collections"} {
		if kind := s.get(path).problem(http.StatusNotFound, ""); kind != "urn:problem-type:beltmap:not-found" {
			t.Errorf("%s: type %q", path, kind)
		}
	}
}

func points() []geo.Record {
	var all []geo.Record
	for id, p := range map[string]orb.Point{"east": {179.5, 10}, "west": {-179.5, 10}, "middle": {117.25, 31.8}, "edge": {118, 32}} {
		r := geo.New(geo.Enterprises)
		r.ID, r.NameZH, r.Geometry, r.Position.Class = id, "企业"+id, p, geo.Exact
		all = append(all, r)
	}
	nowhere := geo.New(geo.Enterprises)
	nowhere.ID, nowhere.NameZH = "nowhere", "未定位企业"
	return append(all, nowhere)
}

func TestBBoxTakesFourOrSixNumbersAndCrossesTheAntimeridian(t *testing.T) {
	s := serve(t, geo.Public, points())
	for bbox, want := range map[string][]string{
		"117,31,118,32":             {"edge", "middle", "nowhere"},
		"117,31,-100,118,32,100":    {"edge", "middle", "nowhere"},
		"179,9,-179,11":             {"east", "nowhere", "west"},
		"179,9,0,-179,11,10":        {"east", "nowhere", "west"},
		"-180,-90,180,90":           {"east", "edge", "middle", "nowhere", "west"},
		"118,32,118,32":             {"edge", "nowhere"},
		"0,0,1,1":                   {"nowhere"},
		"117.2500001,31.7,117.3,32": {"nowhere"},
	} {
		fc := s.get("/api/collections/enterprises/items?bbox=" + bbox).collection()
		if diff := cmp.Diff(want, fc.ids()); diff != "" || fc.Matched != len(want) {
			t.Errorf("bbox=%s: %s", bbox, diff)
		}
	}
}

func TestDatetimeMeetsValidityAndItsAbsenceMatches(t *testing.T) {
	var records []geo.Record
	for id, p := range map[string]geo.Period{
		"always": {}, "past": {From: geo.Date(2019, 1, 1), To: geo.Date(2021, 12, 31)}, "since": {From: geo.Date(2024, 1, 1)}, "until": {To: geo.Date(2026, 3, 1)}, "gone": {To: geo.Date(2026, 2, 28)},
	} {
		r := geo.New(geo.Honors)
		r.ID, r.NameZH, r.Valid = id, "荣誉"+id, p
		records = append(records, r)
	}
	s := serve(t, geo.Public, records) // on 2026-03-01
	for datetime, want := range map[string][]string{
		"":                                  {"always", "since", "until"},
		"2020-06-01":                        {"always", "gone", "past", "until"},
		"2020-06-01T08:00:00Z":              {"always", "gone", "past", "until"},
		"2021-12-31T16:30:00Z":              {"always", "gone", "until"}, // already 2022 in Shanghai
		"2021-12-31T16:30:00%2B08:00":       {"always", "gone", "past", "until"},
		"2022-01-01/2023-12-31":             {"always", "gone", "until"},
		"../2018-12-31":                     {"always", "gone", "until"},
		"/2018-12-31":                       {"always", "gone", "until"},
		"2026-03-02/..":                     {"always", "since"},
		"2026-03-02/":                       {"always", "since"},
		"../..":                             {"always", "gone", "past", "since", "until"},
		"2020-01-01T00:00:00.5Z/2024-06-01": {"always", "gone", "past", "since", "until"},
	} {
		path := "/api/collections/honors/items"
		if datetime != "" {
			path += "?datetime=" + datetime
		}
		if diff := cmp.Diff(want, s.get(path).collection().ids()); diff != "" {
			t.Errorf("datetime=%s: %s", datetime, diff)
		}
	}
	s.get("/api/collections/honors/items/past").is(http.StatusOK) // an id is a name, whatever the day
}

func TestEveryPropertyOfTheClassFilters(t *testing.T) {
	records := sampleRecords(t)
	e := geo.New(geo.Enterprises)
	e.ID, e.NameZH = "X-1", "滤测"
	e.Set(geo.Tax, geo.Number(1.5))
	e.Set(geo.Operating, geo.Boolean(true))
	e.Set(geo.Employees, geo.Integer(31))
	e.Set(geo.FullMembers, geo.Integer(4))
	e.Set(geo.SurveyedAt, geo.OnDay(geo.Date(2026, 1, 2)))
	s := serve(t, geo.Internal, append(records, e))
	for _, c := range geo.Published() {
		path := "/api/collections/" + c.String() + "/items?limit=10000"
		for _, f := range geo.SchemaOf(c).AllFields() {
			counted := map[string]int{}
			for _, item := range s.get(path).collection().Features {
				switch v := item.Properties[f.Name].(type) {
				case string:
					counted[v]++
				case bool:
					counted[strconv.FormatBool(v)]++
				case float64:
					counted[strconv.FormatFloat(v, 'f', -1, 64)]++
				case []any:
					seen := map[string]bool{}
					for _, element := range v {
						if text, _ := element.(string); !seen[text] {
							seen[text] = true
							counted[text]++
						}
					}
				}
			}
			tried := 0
			for value, want := range counted {
				if tried++; tried > 3 || (f.Type == geo.TypeList && strings.ContainsAny(value, ";,、")) {
					continue
				}
				if fc := s.get(path + "&" + f.Name + "=" + url.QueryEscape(value)).collection(); fc.Matched != want {
					t.Errorf("%s with %s=%s: %d, want %d", c, f.Name, value, fc.Matched, want)
				}
			}
		}
	}
	if got := s.get("/api/collections/enterprises/items?status=eligible").collection().ids(); !slices.Contains(got, "X-1") {
		t.Errorf("an enterprise of 4 full members without organization is not among the eligible: %v", got)
	}
}

func TestItemsAreTaggedByVersionClassAndEncoding(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	const path = "/api/collections/zones/items"
	plain, zipped := s.get(path), s.get(path, "Accept-Encoding", "gzip")
	if zipped.header.Get("Content-Encoding") != "gzip" || !strings.Contains(zipped.header.Get("Vary"), "Accept-Encoding") {
		t.Errorf("not packed: %v", zipped.header)
	}
	if refused := s.get(path, "Accept-Encoding", "gzip;q=0, *;q=0.5"); refused.header.Get("Content-Encoding") != "" {
		t.Error("packed for a client that refuses gzip")
	}
	if plain.header.Get("ETag") == zipped.header.Get("ETag") {
		t.Error("one tag for two encodings")
	}
	if len(plain.body) != len(zipped.body) {
		t.Error("the encodings hold different answers")
	}
	if got := plain.header.Get("Content-Crs"); got != "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>" {
		t.Errorf("Content-Crs %q", got)
	}
	for _, same := range []string{plain.header.Get("ETag"), `"other", ` + plain.header.Get("ETag"), "*"} {
		if got := s.get(path, "If-None-Match", same); got.status != http.StatusNotModified || len(got.body) > 0 {
			t.Errorf("If-None-Match %s: %d", same, got.status)
		}
	}
	item := s.get("/api/collections/zones/items/CZ").is(http.StatusOK)
	zone := sampleRecords(t)[0]
	zone.ID, zone.NameZH, zone.Collection = "NEW", "新区", geo.Zones
	if _, err := s.app.Apply(t.Context(), insertions([]geo.Record{zone})); err != nil {
		t.Fatal(err)
	}
	s.get(path, "If-None-Match", plain.header.Get("ETag")).is(http.StatusOK)
	s.get("/api/collections/zones/items/NEW").is(http.StatusOK)
	s.get("/api/collections/zones/items/CZ", "If-None-Match", item.header.Get("ETag")).is(http.StatusNotModified) // it did not change
}

func TestAnItemsTagChangesWithWhatItsStatusDerivesFrom(t *testing.T) {
	s := serve(t, geo.Public, points())
	const path = "/api/collections/enterprises/items/middle"
	before := s.get(path)
	branch := geo.New(geo.Organizations)
	branch.ID, branch.NameZH = "branch", "党支部"
	branch.Set(geo.Form, geo.Text("single"))
	branch.Set(geo.Covers, geo.List("middle"))
	if _, err := s.app.Apply(t.Context(), insertions([]geo.Record{branch})); err != nil {
		t.Fatal(err)
	}
	after := s.get(path, "If-None-Match", before.header.Get("ETag")).is(http.StatusOK)
	if got := after.json()["properties"].(map[string]any)["status"]; got != "single" {
		t.Errorf("status %v, want single", got)
	}
}

func TestListsAreAlwaysListsAndWhatIsUnknownIsNull(t *testing.T) {
	s := serve(t, geo.Internal, sampleRecords(t))
	for _, c := range geo.Published() {
		for _, item := range s.get("/api/collections/" + c.String() + "/items?limit=10000").collection().Features {
			for _, f := range geo.SchemaOf(c).AllFields() {
				v, there := item.Properties[f.Name]
				if _, list := v.([]any); !there || list != (f.Type == geo.TypeList) {
					t.Errorf("%s/%s: %s is %v", c, item.ID, f.Name, v)
				}
			}
		}
	}
}

func TestHeadAnswersAsGetWithoutABody(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	for _, path := range everyPath() {
		get, head := s.get(path), s.do(http.MethodHead, path)
		if head.status != get.status || len(head.body) != 0 {
			t.Errorf("HEAD %s: %d with %d bytes, GET %d", path, head.status, len(head.body), get.status)
		}
		for _, name := range []string{"Content-Type", "Etag", "Vary", "Content-Crs"} {
			if head.header.Get(name) != get.header.Get(name) {
				t.Errorf("HEAD %s: %s is %q, GET %q", path, name, head.header.Get(name), get.header.Get(name))
			}
		}
	}
}

// everyPath is one working path for each route of the table.
func everyPath() []string {
	return []string{"/", "/api", "/api/", "/api/conformance", "/api/openapi.json", "/api/docs", "/api/collections", "/api/collections/enterprises", "/api/collections/enterprises/items?limit=3",
		"/api/collections/zones/items/CZ", "/api/facts", "/api/counts", "/api/members", "/api/search?q=%E5%8D%97%E5%B1%B1", "/api/settings", "/attribution", "/attribution/notices", "/healthz", "/readyz", "/metrics",
		"/tiles/belts.json", "/tiles/belts/0/0/0.mvt"}
}

func TestOtherMethodsAreRefusedAndOptionsNamesThose(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	for _, path := range everyPath() {
		editable := strings.Contains(path, "/items")
		for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch} {
			a := s.do(method, path)
			if editable && a.status == http.StatusUnauthorized {
				continue
			}
			a.problem(http.StatusMethodNotAllowed, "")
			if want := "GET, HEAD, OPTIONS"; a.header.Get("Allow") != want && !editable {
				t.Errorf("%s %s: Allow %q", method, path, a.header.Get("Allow"))
			}
		}
		s.do(http.MethodOptions, path).is(http.StatusNoContent)
	}
}
