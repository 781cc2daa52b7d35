package server_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"beltmap/geo"
	"beltmap/geo/coverage"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"
)

// beltTown is uncoveredTown with a belt in which E1 and E7 take part, an alliance of E7, and two stated rates that contradict each other.
func beltTown() []geo.Record {
	all := uncoveredTown()
	for i := range all {
		if r := &all[i]; r.ID == "E1" || r.ID == "E7" {
			r.Set(geo.BeltsOf, geo.List("B"))
			r.Set(geo.Employees, geo.Integer(map[string]int64{"E1": 19, "E7": 1000}[r.ID]))
		}
	}
	belt := geo.New(geo.Belts)
	belt.ID, belt.Zone, belt.NameZH, belt.NameEN, belt.Position.Class = "B", "Z", "示范带", "Belt", geo.Exact
	belt.Geometry = orb.LineString{{118.04, 32.051}, {118.06, 32.051}}
	alliance := geo.New(geo.Alliances)
	alliance.ID, alliance.Zone, alliance.NameZH = "A", "Z", "联盟"
	alliance.Set(geo.Participants, geo.List("E7", "E7", "GONE"))
	all = append(all, belt, alliance)
	for id, value := range map[string]float64{"F1": 71, "F2": 25} {
		fact := geo.New(geo.Facts)
		fact.ID, fact.Zone, fact.NameZH, fact.Source = id, "Z", "党组织组建率", "article"
		fact.Set(geo.Subject, geo.Text("zones/Z"))
		fact.Set(geo.FactValue, geo.Number(value))
		fact.Set(geo.FactUnit, geo.Text("%"))
		fact.Set(geo.ConflictsWith, geo.List(map[string]string{"F1": "F2", "F2": "F1"}[id]))
		all = append(all, fact)
	}
	return all
}

func itemsOf(doc map[string]any) map[string]map[string]any {
	all := map[string]map[string]any{}
	for _, item := range doc["items"].([]any) {
		item := item.(map[string]any)
		id, _ := item["id"].(string)
		all[id] = item
	}
	return all
}

func TestCoverageGivesRatesWithTheirPassportBesideWhatIsStated(t *testing.T) {
	s := serve(t, geo.Internal, beltTown())
	doc := s.get("/api/coverage").is(200).json()
	zone := itemsOf(doc)["Z"]
	rate := func(n, of, unknown float64, rate any) map[string]any {
		return map[string]any{"numerator": n, "denominator": of, "unknown": unknown, "rate": rate}
	}
	for name, want := range map[string]any{
		"enterprises": 7.0, "denominator": 5.0, "unknown": 1.0, "operation_unstated": 1.0, "unlocated": 0.0, "name_zh": "示例开发区",
		"by_status":      map[string]any{"single": 1.0, "joint": 0.0, "regional": 0.0, "eligible": 4.0, "work_only": 0.0, "uncovered": 1.0, "unknown": 1.0},
		"organizational": rate(1, 5, 1, 0.2), "single": rate(1, 5, 1, 0.2), "work": rate(1, 5, 1, 0.2), "effective": rate(0, 5, 2, 0.0),
	} {
		if diff := cmp.Diff(want, zone[name]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	stated := zone["stated"].([]any)
	first := stated[0].(map[string]any)
	if len(stated) != 2 || first["id"] != "F1" || first["value"] != 71.0 || first["differs"] != true || first["measure"] != "organizational" || cmp.Diff([]any{"F2"}, first["conflicts_with"]) != "" {
		t.Errorf("%v", stated)
	}
	p := doc["passport"].(map[string]any)
	if p["numerator"] != 1.0 || p["denominator"] != 5.0 || p["unknown"] != 1.0 || p["as_of"] != "2026-03-01" || p["settings_hash"] != (geo.Settings{}).Hash() ||
		!strings.Contains(p["rule_version"].(string), coverage.RuleVersion) || !strings.Contains(p["definition_zh"].(string), "单独组建、联合组建") || p["parameters"].(map[string]any)["by"] != "zone" {
		t.Errorf("%v", p)
	}
}

func TestCoverageIsDividedByWhatIsAsked(t *testing.T) {
	s := serve(t, geo.Internal, beltTown())
	for path, want := range map[string]map[string]float64{
		"by=grid": {"G": 7}, "by=belt": {"B": 2, "": 5}, "by=alliance": {"A": 1}, "by=size": {"micro": 1, "large": 1, "": 5}, "by=industry": {"": 7}, "by=class&zone=~": {},
		"by=belt&zone=Z": {"B": 2, "": 5},
	} {
		got := map[string]float64{}
		for id, item := range itemsOf(s.get("/api/coverage?" + path).is(200).json()) {
			got[id] = item["enterprises"].(float64)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
	belt := itemsOf(s.get("/api/coverage?by=belt&corridor=200").is(200).json())["B"]["corridor"].(map[string]any)
	count := func(of string) any { return belt[of].(map[string]any)["enterprises"] }
	if count("within") != 7.0 || count("participating") != 2.0 || count("not_participating") != 5.0 {
		t.Errorf("%v", belt)
	}
	if none := itemsOf(s.get("/api/coverage?by=belt&corridor=50").is(200).json())["B"]["corridor"].(map[string]any); none["within"].(map[string]any)["organizational"].(map[string]any)["rate"] != nil {
		t.Errorf("%v", none)
	}
}

// The seven enterprises stand 111 m from the belt, in which E1 and E7 take part.
func TestWhoStandsNearABeltAndTakesNoPartIsListed(t *testing.T) {
	records := beltTown()
	away, bare := geo.New(geo.Enterprises), geo.New(geo.Belts)
	away.ID, away.Zone, away.NameZH, away.Geometry, away.Position.Class = "E0", "Z", "远厂", orb.Point{118.05, 32.054}, geo.Exact
	away.Set(geo.ValidFrom, geo.OnDay(geo.Date(2026, 2, 1)))
	bare.ID, bare.Zone, bare.NameZH = "BARE", "Z", "没有图形的示范带"
	records = append(records, away, bare)
	for class, statuses := range map[geo.Class]string{geo.Internal: "eligible uncovered unknown eligible eligible unknown", geo.Public: "none none unknown none none unknown"} {
		s := serve(t, class, records)
		const path = "/api/coverage/corridor?belt=B&corridor=400"
		doc := s.get(path).is(200).json()
		if got := idsOf(doc["enterprises"], "id"); !slices.Equal(got, []string{"E2", "E3", "E4", "E5", "E6", "E0"}) || strings.Join(idsOf(doc["enterprises"], "status"), " ") != statuses {
			t.Errorf("%v", doc)
		}
		first, p := doc["enterprises"].([]any)[0].(map[string]any), doc["passport"].(map[string]any)
		if first["metres"] != 110.9 || doc["within"] != 8.0 || p["numerator"] != 6.0 || p["denominator"] != 8.0 || p["unknown"] != 0.0 || p["parameters"].(map[string]any)["corridor"] != 400.0 {
			t.Errorf("%v", doc)
		}
		page := s.get(path + "&limit=2&f=geojson").is(200)
		if got := idsOf(page.json()["features"], "id"); !slices.Equal(got, []string{"E2", "E3"}) || !strings.Contains(page.header.Get("Link"), "after=E3") {
			t.Errorf("%q %v", got, page.header)
		}
		if got := idsOf(s.get(path + "&after=E6").is(200).json()["enterprises"], "id"); !slices.Equal(got, []string{"E0"}) {
			t.Errorf("%q", got)
		}
		if doc := s.get("/api/coverage/corridor?belt=B&as_of=2026-01-31").is(200).json(); doc["numberMatched"] != 5.0 || doc["passport"].(map[string]any)["parameters"].(map[string]any)["corridor"] != 500.0 {
			t.Errorf("%v", doc)
		}
		if doc := s.get(path + "&zone=~").is(200).json(); doc["numberMatched"] != 0.0 || doc["within"] != 0.0 {
			t.Errorf("%v", doc)
		}
		entered := len(s.entries())
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(s.get(path+"&f=csv").is(200).body, []byte("\ufeff")))).ReadAll()
		if err != nil || len(rows) != 7 || rows[6][3] != "E0" || len(s.entries()) != entered+1 {
			t.Errorf("%v %q", err, rows)
		}
		for query, parameter := range map[string]string{"": "belt", "?belt=a/b": "belt", "?belt=BARE": "belt", "?belt=B&corridor=0": "corridor", "?belt=B&as_of=2026-03-02": "as_of", "?belt=B&after=E7": "after",
			"?belt=B&f=xlsx&limit=1": "limit", "?belt=B&by=belt": "by"} {
			s.get("/api/coverage/corridor"+query).problem(http.StatusBadRequest, parameter)
		}
		s.get("/api/coverage/corridor?belt=NONE").problem(http.StatusNotFound, "")
	}
}

func TestAllGridsComeAtOnceHoweverManyTheyAre(t *testing.T) {
	const many = 3_000
	var records []geo.Record
	for i := range many {
		r := geo.New(geo.Grids)
		r.ID, r.NameZH = fmt.Sprintf("G%05d", i), "网格"
		records = append(records, r)
	}
	e := geo.New(geo.Enterprises)
	e.ID, e.NameZH = "E", "厂"
	e.Set(geo.GridOf, geo.Text("G00007"))
	s := serve(t, geo.Public, append(records, e))
	ask := func(path string) []byte { // without holding every item to the description
		response, err := s.Client().Get(s.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		return body
	}
	var doc struct{ Items []json.RawMessage }
	if err := json.Unmarshal(ask("/api/coverage?by=grid"), &doc); err != nil || len(doc.Items) != many {
		t.Errorf("%d items, %v", len(doc.Items), err)
	}
	rows, err := csv.NewReader(bytes.NewReader(ask("/api/coverage?by=grid&f=csv"))).ReadAll()
	if err != nil || len(rows) != many+1 || rows[8][3] != "1" {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

func TestCoverageComesAsTablesAndOnTheMap(t *testing.T) {
	s := serve(t, geo.Public, beltTown())
	features := s.get("/api/coverage?by=grid&f=geojson").is(200).json()["features"].([]any)
	if g := features[0].(map[string]any); g["id"] != "G" || g["geometry"].(map[string]any)["type"] != "Polygon" || g["properties"].(map[string]any)["enterprises"] != 7.0 {
		t.Errorf("%v", features)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(s.get("/api/coverage?f=csv").is(200).body, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][0] != "Z" || rows[1][3] != "7" || strings.Contains(strings.Join(rows[0], ","), "eligible") {
		t.Errorf("%v %q", err, rows)
	}
	book, err := excelize.OpenReader(bytes.NewReader(s.get("/api/coverage?by=belt&f=xlsx").is(200).body))
	if err != nil {
		t.Fatal(err)
	}
	if table, err := book.GetRows("coverage"); err != nil || len(table) != 3 || table[1][0] != "B" {
		t.Errorf("%v %q", err, table)
	}
}

func TestAPolygonIsCountedByThePointsInIt(t *testing.T) {
	s := serve(t, geo.Internal, beltTown())
	body := `{"type":"Polygon","coordinates":[[[118.05,32],[118.2,32],[118.2,32.2],[118.05,32.2],[118.05,32]]]}` // the enterprises lie on its border
	for _, sent := range []string{body, `{"type":"Feature","properties":{},"geometry":` + body + `}`} {
		doc := s.post("/api/coverage?zone=Z", sent).is(200).json()
		if item := itemsOf(doc)[""]; item["enterprises"] != 7.0 || item["organizational"].(map[string]any)["numerator"] != 1.0 || item["unlocated"] != 0.0 {
			t.Errorf("%v", doc)
		}
	}
}

// refusedPolygons are the bodies that no question about a polygon takes.
func refusedPolygons() map[string]string {
	const body = `{"type":"Polygon","coordinates":[[[118.05,32],[118.2,32],[118.2,32.2],[118.05,32.2],[118.05,32]]]}`
	return map[string]string{
		"crosses itself":   `{"type":"Polygon","coordinates":[[[118,32],[119,33],[119,32],[118,33],[118,32]]]}`,
		"is empty":         `{"type":"Polygon","coordinates":[]}`,
		"has no geometry":  `{"type":"Feature","properties":{},"geometry":null}`,
		"is elsewhere":     `{"type":"Polygon","coordinates":[[[8,32],[9,32],[9,33],[8,32]]]}`,
		"is in metres":     `{"type":"Polygon","coordinates":[[[500000,32],[500009,32],[500009,33],[500000,32]]]}`,
		"is a point":       `{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[118,32]}}`,
		"is no JSON":       `{"type":`,
		"has half corners": `{"type":"Polygon","coordinates":[[[118],[119,33],[119,32],[118]]]}`,
		"has no numbers":   `{"type":"Polygon","coordinates":[[[118,null],[119,33],[119,32],[118,null]]]}`,
		"has empty places": `{"type":"MultiPolygon","coordinates":[[[[],[119,33],[119,32],[]]]]}`,
		"is too flat":      `{"type":"Polygon","coordinates":[[118,32],[119,33],[119,32],[118,32]]}`,
		"has many corners": `{"type":"Polygon","coordinates":[[` + strings.Repeat("[118,32],", coverage.MaxCorners) + `[118,32]]]}`,
		"is vast":          strings.Repeat(" ", 5<<20) + body,
	}
}

// refuses holds that a polygon is a problem in words, and says them.
func (a *answer) refuses(t *testing.T, name string) string {
	t.Helper()
	status := map[string]int{"is vast": http.StatusRequestEntityTooLarge}[name]
	if status == 0 {
		status = http.StatusBadRequest
	}
	var problem struct{ Detail string }
	if err := json.Unmarshal(a.body, &problem); err != nil || a.status != status || problem.Detail == "" {
		t.Errorf("%s of a polygon that %s: %d %.200s", a.path, name, a.status, a.body)
	}
	return problem.Detail
}

func TestCoverageRefusesWhatItDoesNotKnow(t *testing.T) {
	s := serve(t, geo.Internal, beltTown())
	for path, parameter := range map[string]string{
		"by=street": "by", "as_of=2026-03-02": "as_of", "as_of=yesterday": "as_of", "zone=a/b": "zone", "by=belt&corridor=0": "corridor", "by=belt&corridor=1e9": "corridor", "f=kml": "f", "x=1": "x",
	} {
		s.get("/api/coverage?"+path).problem(http.StatusBadRequest, parameter)
	}
	s.get("/api/coverage?by=zone&corridor=5").problem(http.StatusBadRequest, "")
	s.get("/api/coverage?zone=NONE").problem(http.StatusNotFound, "")
}

// Two sets of records that differ in what is internal only, members among them, give the public the same answers.
func TestNoMemberCountFollowsFromAPublicFigure(t *testing.T) {
	other := beltTown()
	for i := range other {
		if r := &other[i]; r.Collection == geo.Enterprises {
			if n, known := r.Get(geo.FullMembers).Integer(); known && n > 2 {
				r.Set(geo.FullMembers, geo.Integer(n%3))
			} else {
				r.Set(geo.FullMembers, geo.Integer(50))
			}
		}
	}
	a, b := serve(t, geo.Public, beltTown()), serve(t, geo.Public, other)
	area := `{"type":"Polygon","coordinates":[[[118,32],[118.1,32],[118.1,32.1],[118,32.1],[118,32]]]}`
	for _, path := range []string{"coverage?by=zone", "coverage?by=grid", "coverage?by=industry", "coverage?by=class", "coverage?by=belt&corridor=500", "coverage?by=size",
		"coverage?by=alliance", "coverage?f=csv", "coverage?f=geojson", "coverage?as_of=2026-01-01", "coverage/series?by=zone", "coverage/series?by=grid&step=month", "coverage/series?f=csv",
		"service-grids?zone=Z", "service-grids?zone=Z&minutes=60", "service-grids?zone=Z&f=geojson", "service-grids?zone=Z&f=csv", "POST coverage", "POST coverage?f=geojson", "POST coverage?f=csv"} {
		ask := func(s *site) []byte {
			if to, polygon := strings.CutPrefix(path, "POST "); polygon {
				return s.write(http.MethodPost, "/api/"+to, area, "Content-Type", "application/geo+json").is(200).body
			}
			return s.get("/api/" + path).is(200).body
		}
		one, two := ask(a), ask(b)
		if !bytes.Equal(one, two) {
			t.Errorf("%s: %s", path, cmp.Diff(string(one), string(two)))
		}
		if strings.Contains(string(one), "eligible") || strings.Contains(string(one), "uncovered") {
			t.Errorf("%s: %s", path, one)
		}
	}
}

// turns are the changes of each part of a series as added/lost/reformed.
func turns(doc map[string]any) string {
	var lines []string
	for _, item := range doc["items"].([]any) {
		item := item.(map[string]any)
		id, _ := item["id"].(string)
		line := id
		if id == "" {
			line = "-"
		}
		for _, p := range item["points"].([]any) {
			n := func(of string) int {
				change, _ := p.(map[string]any)["change"].(map[string]any)
				many, _ := change[of].(float64)
				return int(many)
			}
			line += fmt.Sprintf(" %d/%d/%d", n("added"), n("lost"), n("reformed"))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, ", ")
}

func TestASeriesSaysWhatWasAddedLostAndReformed(t *testing.T) {
	records := beltTown()
	add := func(id, form, covers string, valid geo.Period) {
		o := geo.New(geo.Organizations)
		o.ID, o.Zone, o.NameZH, o.Valid = id, "Z", "支部", valid
		o.Set(geo.Form, geo.Text(form))
		o.Set(geo.Covers, geo.List(covers))
		records = append(records, o)
	}
	day := func(month time.Month) geo.Day { return geo.Date(2025, month, 15) }
	add("O1", "joint", "E1", geo.Period{From: day(2)})                 // comes in the first quarter
	add("O2", "single", "E1", geo.Period{From: day(5)})                // and gives way to one of its own in the second
	add("O3", "joint", "E2", geo.Period{From: day(2), To: day(8) - 1}) // comes, and goes in the third
	for i := range records {
		if records[i].ID == "A" {
			records[i].Set(geo.Participants, geo.List("E7", "E1", "E1"))
		}
	}
	for class, s := range map[geo.Class]*site{geo.Internal: serve(t, geo.Internal, records), geo.Public: serve(t, geo.Public, records)} {
		doc := s.get("/api/coverage/series?from=2025-01-01&to=2025-10-01&step=quarter").is(200).json()
		points := itemsOf(doc)["Z"]["points"].([]any)
		var got []string
		for _, p := range points {
			p := p.(map[string]any)
			change, _ := json.Marshal(p["change"])
			got = append(got, fmt.Sprint(p["as_of"], " ", p["organizational"].(map[string]any)["numerator"], " ", string(change)))
		}
		want := []string{"2025-01-01 1 null", `2025-04-01 3 {"added":2,"added_by":["O1","O3"],"lost":0,"reformed":0}`,
			`2025-07-01 3 {"added":0,"lost":0,"reformed":1,"reformed_by":["O1","O2"]}`, `2025-10-01 2 {"added":0,"lost":1,"lost_by":["O3"],"reformed":0}`}
		if class == geo.Public {
			want = []string{"2025-01-01 1 null", `2025-04-01 3 {"added":2,"lost":0,"reformed":0}`, `2025-07-01 3 {"added":0,"lost":0,"reformed":1}`, `2025-10-01 2 {"added":0,"lost":1,"reformed":0}`}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(class, diff)
		}
		for path, parameter := range map[string]string{"from=2026-02-01&to=2026-01-01": "from", "to=2027-01-01": "to", "step=week": "step", "from=1990-01-01&step=month": "step"} {
			s.get("/api/coverage/series?"+path).problem(http.StatusBadRequest, parameter)
		}
		for path, want := range map[string]string{"by=belt": "B 0/0/0 1/0/0 0/0/1 0/0/0, - 0/0/0 1/0/0 0/0/0 0/1/0", "by=alliance": "A 0/0/0 1/0/0 0/0/1 0/0/0"} {
			if got := turns(s.get("/api/coverage/series?from=2025-01-01&to=2025-10-01&" + path).is(200).json()); got != want {
				t.Errorf("%v %s: %s, want %s", class, path, got, want)
			}
		}
		s.get("/api/coverage/series?corridor=50").problem(http.StatusBadRequest, "corridor")
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(s.get("/api/coverage/series?from=2025-01-01&to=2025-10-01&f=csv").is(200).body, []byte("\ufeff")))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		got = nil
		for _, name := range []string{"id", "organizational_numerator", "added", "lost", "reformed", "as_of"} {
			i := slices.Index(rows[0], name)
			got = append(got, rows[1][i]+" "+rows[2][i])
		}
		if diff := cmp.Diff([]string{"Z Z", "1 3", " 2", " 0", " 0", "2025-01-01 2025-04-01"}, got); diff != "" || len(rows) != 5 {
			t.Error(class, diff, rows)
		}
	}
}
