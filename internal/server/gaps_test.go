package server_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"beltmap/geo"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"
)

// uncoveredTown is a zone Z whose enterprises are due (E1, E2), uncovered (E3), not known (E4), said not to operate (E5), not said to operate (E6, due) and
// covered (E7), with an organization and a center.
func uncoveredTown() []geo.Record {
	zone := geo.New(geo.Zones)
	zone.ID, zone.Zone, zone.NameZH = "Z", "Z", "示例开发区"
	grid := geo.New(geo.Grids)
	grid.ID, grid.Zone, grid.NameZH, grid.Position.Class = "G", "Z", "网格", geo.Exact
	grid.Geometry = orb.Polygon{{{118, 32}, {118.1, 32}, {118.1, 32.1}, {118, 32.1}, {118, 32}}}
	all := []geo.Record{zone, grid}
	enterprise := func(id string, members int64, operating geo.Value, at geo.Value) {
		r := geo.New(geo.Enterprises)
		r.ID, r.Zone, r.NameZH = id, "Z", "="+id+"厂"
		r.Geometry, r.Position.Class = orb.Point{118.05, 32.05}, geo.Exact
		r.Set(geo.SurveyedAt, at)
		r.Set(geo.Operating, operating)
		if members >= 0 {
			r.Set(geo.FullMembers, geo.Integer(members))
		}
		all = append(all, r)
	}
	yes, surveyed := geo.Boolean(true), geo.OnDay(geo.Date(2026, 1, 5))
	enterprise("E1", 3, yes, surveyed)
	enterprise("E2", 9, yes, surveyed)
	enterprise("E3", 2, yes, surveyed)
	enterprise("E4", -1, yes, geo.Value{})
	enterprise("E5", 9, geo.Boolean(false), surveyed)
	enterprise("E6", 4, geo.Value{}, surveyed)
	enterprise("E7", 9, yes, surveyed)
	org := geo.New(geo.Organizations)
	org.ID, org.Zone, org.NameZH, org.Geometry, org.Position.Class = "O", "Z", "支部", orb.Point{118.05, 32.06}, geo.Exact
	org.Set(geo.Form, geo.Text("single"))
	org.Set(geo.Covers, geo.List("E7"))
	center := geo.New(geo.Centers)
	center.ID, center.Zone, center.NameZH, center.Geometry, center.Position.Class = "C", "Z", "党群服务中心", orb.Point{118.06, 32.05}, geo.Exact
	return append(all, org, center)
}

func idsOf(list any, key string) (ids []string) {
	for _, item := range list.([]any) {
		ids = append(ids, item.(map[string]any)[key].(string))
	}
	return ids
}

func TestTheGapsOfAnAreaComeRankedWithWhatLiesNear(t *testing.T) {
	s := serve(t, geo.Internal, uncoveredTown())
	doc := s.get("/api/gaps?zone=Z&lang=en").is(200).json()
	if got := idsOf(doc["gaps"], "id"); !slices.Equal(got, []string{"E2", "E6", "E1", "E3", "E4"}) {
		t.Fatalf("%q", got)
	}
	first := doc["gaps"].([]any)[0].(map[string]any)
	org, center := first["nearest_organization"].(map[string]any), first["nearest_center"].(map[string]any)
	if first["reason"] != "9 full members (at least 3) and no organization: eligible but not established" || first["rule"] != "S-ELIGIBLE" || first["in_denominator"] != true {
		t.Errorf("%v", first)
	}
	if org["id"] != "O" || org["form"] != "single" || org["metres"] != 1108.9 || org["on_road"] != nil || center["id"] != "C" || center["metres"] != 944.4 {
		t.Errorf("%v %v", org, center)
	}
	passport := doc["passport"].(map[string]any)
	if passport["numerator"] != 5.0 || passport["denominator"] != 5.0 || passport["unknown"] != 1.0 || doc["not_operating"] != 1.0 || doc["enterprises"] != 7.0 || passport["as_of"] != "2026-03-01" {
		t.Errorf("%v", doc)
	}
	for path, want := range map[string][]string{
		"grid=G&status=eligible": {"E2", "E6", "E1"}, "zone=Z&status=unknown,uncovered": {"E3", "E4"}, "zone=Z&status=eligible&after=E6": {"E1"},
	} {
		if got := idsOf(s.get("/api/gaps?" + path).is(200).json()["gaps"], "id"); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	features := s.get("/api/gaps?zone=Z&f=geojson&limit=2").is(200)
	if got := idsOf(features.json()["features"], "id"); !slices.Equal(got, []string{"E2", "E6"}) || !strings.Contains(features.header.Get("Link"), "after=E6") {
		t.Errorf("%q %v", got, features.header)
	}
	again := s.get("/api/gaps?zone=Z&lang=en", "If-None-Match", s.get("/api/gaps?zone=Z&lang=en").header.Get("Etag"))
	if again.status != http.StatusNotModified {
		t.Errorf("%d", again.status)
	}
}

// What comes again is copied, in groups of fields: of every gap all fields must be those of its record, whatever came before.
func TestTheFieldsOfGapsAreThoseOfTheirRecords(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	one := func(values ...geo.Value) geo.Value { return values[random.IntN(len(values))] }
	records := uncoveredTown()
	for i := range 300 {
		r := geo.New(geo.Enterprises)
		r.ID, r.Zone, r.NameZH, r.NameEN = fmt.Sprintf("R%d", i), "Z", strings.Repeat("厂", random.IntN(9)+1), strings.Repeat("<x>", random.IntN(3))
		r.Position.Class = geo.Unlocated
		if random.IntN(9) > 0 {
			r.Geometry, r.Position.Class = orb.Point{118 + geo.RoundDegrees(random.Float64()/9), 32 + geo.RoundDegrees(random.Float64()/9)}, []geo.Precision{geo.Exact, geo.Street, geo.Town}[random.IntN(3)]
		}
		r.Set(geo.Operating, one(geo.Boolean(true), geo.Boolean(true), geo.Value{}))
		r.Set(geo.SurveyedAt, one(geo.Value{}, geo.OnDay(geo.Date(2026, 1, 1)), geo.OnDay(geo.Date(1971, 1, 1)), geo.OnDay(geo.Date(2025, 12, 31-i%9))))
		r.Set(geo.Employees, one(geo.Value{}, geo.Integer(0), geo.Integer(1<<21-2), geo.Integer(1<<21-1), geo.Integer(1<<40), geo.Integer(int64(random.IntN(2000)))))
		r.Set(geo.FullMembers, one(geo.Value{}, geo.Integer(0), geo.Integer(3), geo.Integer(1<<22+int64(i%2))))
		r.Set(geo.Instructors, one(geo.Value{}, geo.Integer(0), geo.Integer(1<<23)))
		r.Set(geo.Industry, one(geo.Value{}, geo.Text("汽车"), geo.Text("光伏"), geo.Text("a<b")))
		r.Set(geo.EnterpriseClass, one(geo.Value{}, geo.Text("individual"), geo.Text("medium")))
		records = append(records, r)
	}
	s := serve(t, geo.Internal, records)
	gaps := s.get("/api/gaps?zone=Z&limit=1000").is(200).json()["gaps"].([]any)
	if len(gaps) < 200 {
		t.Fatalf("%d gaps", len(gaps))
	}
	for _, gap := range gaps {
		gap := gap.(map[string]any)
		item := s.get("/api/collections/enterprises/items/" + gap["id"].(string)).is(200).json()
		fields := item["properties"].(map[string]any)
		for _, name := range []string{"id", "name_zh", "name_en", "zone", "grid", "industry", "class", "employees", "operating", "project_stage", "surveyed_at", "position_class", "full_members",
			"instructors", "status"} {
			if diff := cmp.Diff(fields[name], gap[name]); diff != "" {
				t.Errorf("%s of %s: %s", name, gap["id"], diff)
			}
		}
		if point, is := gap["point"].([]any); is {
			if diff := cmp.Diff(item["geometry"].(map[string]any)["coordinates"], any(point)); diff != "" {
				t.Errorf("point of %s: %s", gap["id"], diff)
			}
		}
	}
}

// Gaps are read in the order of the table and written in theirs: each page of one says what the whole list says in its place.
func TestEachGapOfAListIsWrittenAsItIsAlone(t *testing.T) {
	var records []geo.Record
	for i, r := range uncoveredTown() {
		if r.Collection == geo.Enterprises {
			r.Geometry = orb.Point{118.01 + float64(i*7%10)/200, 32.01 + float64(i*3%7)/200} // so that the order along the curve is another
			r.Set(geo.Industry, geo.Text([]string{"汽车", "光伏", "家电"}[i%3]))
		}
		records = append(records, r)
	}
	s := serve(t, geo.Internal, records)
	for _, format := range []string{"json", "geojson"} {
		list := map[string]string{"json": "gaps", "geojson": "features"}[format]
		whole := s.get("/api/gaps?zone=Z&f=" + format).is(200).json()[list].([]any)
		for i, want := range whole {
			path := "/api/gaps?zone=Z&limit=1&f=" + format
			if i > 0 {
				path += "&after=" + idsOf(whole, "id")[i-1]
			}
			if diff := cmp.Diff(want, s.get(path).is(200).json()[list].([]any)[0]); diff != "" {
				t.Errorf("%s %d: %s", format, i, diff)
			}
		}
	}
}

func TestGapsArePagedWithoutLossAndTakenAwayAsTables(t *testing.T) {
	s := serve(t, geo.Internal, uncoveredTown())
	var ids []string
	for path := "/api/gaps?zone=Z&limit=2"; path != ""; {
		doc := s.get(path).is(200).json()
		ids, path = append(ids, idsOf(doc["gaps"], "id")...), ""
		for _, l := range doc["links"].([]any) {
			if l := l.(map[string]any); l["rel"] == "next" {
				next, _ := url.Parse(l["href"].(string))
				path = next.RequestURI()
			}
		}
	}
	if !slices.Equal(ids, []string{"E2", "E6", "E1", "E3", "E4"}) {
		t.Errorf("%q", ids)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(s.get("/api/gaps?zone=Z&f=csv").is(200).body, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) != 6 || rows[1][1] != "应建未建" || rows[1][3] != "'=E2厂" {
		t.Errorf("%v %q", err, rows)
	}
	book, err := excelize.OpenReader(bytes.NewReader(s.get("/api/gaps?zone=Z&f=xlsx&status=eligible").is(200).body))
	if err != nil {
		t.Fatal(err)
	}
	table, err := book.GetRows("gaps")
	formula, _ := book.GetCellFormula("gaps", "D2")
	if err != nil || len(table) != 4 || table[1][2] != "E2" || table[1][3] != "=E2厂" || formula != "" {
		t.Errorf("%v %q %q", err, formula, table)
	}
}

const townSquare = `{"type":"Polygon","coordinates":[[[118,32],[118.1,32],[118.1,32.1],[118,32.1],[118,32]]]}`

func TestTheGapsOfAPolygonComeInAllFormats(t *testing.T) {
	s := serve(t, geo.Internal, uncoveredTown())
	for _, sent := range []string{townSquare, `{"type":"Feature","properties":{},"geometry":` + townSquare + `}`} {
		doc := s.post("/api/gaps?zone=Z&limit=4", sent).is(200).json()
		if got := idsOf(doc["gaps"], "id"); !slices.Equal(got, []string{"E2", "E6", "E1", "E3"}) || doc["numberMatched"] != 5.0 || doc["unlocated"] != 0.0 || len(doc["links"].([]any)) != 0 {
			t.Errorf("%v", doc)
		}
	}
	if got := idsOf(s.post("/api/gaps?limit=4&after=E3", townSquare).is(200).json()["gaps"], "id"); !slices.Equal(got, []string{"E4"}) {
		t.Errorf("%q", got)
	}
	if got := idsOf(s.post("/api/gaps?status=uncovered&f=geojson", townSquare).is(200).json()["features"], "id"); !slices.Equal(got, []string{"E3"}) {
		t.Errorf("%q", got)
	}
	entered := len(s.entries())
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(s.post("/api/gaps?f=csv", townSquare).is(200).body, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) != 6 || len(s.entries()) != entered+1 {
		t.Errorf("%v %q, %d entries more", err, rows, len(s.entries())-entered)
	}
	book, err := excelize.OpenReader(bytes.NewReader(s.post("/api/gaps?f=xlsx&lang=zh&measure=effective", townSquare).is(200).body))
	if err != nil {
		t.Fatal(err)
	}
	if table, err := book.GetRows("gaps"); err != nil || len(table) != 7 || table[5][2] != "E7" || !strings.HasPrefix(table[0][len(table[0])-1], "是否计入有效覆盖率") {
		t.Errorf("%v %q", err, table)
	}
	small := strings.NewReplacer("118.1", "118.01").Replace(townSquare)
	if doc := s.post("/api/gaps", small).is(200).json(); len(doc["gaps"].([]any)) != 0 || doc["enterprises"] != 0.0 {
		t.Errorf("%v", doc)
	}
	for path, parameter := range map[string]string{"?grid=G": "grid", "?zone=a/b": "zone", "?measure=all": "measure", "?status=single": "status", "?f=csv&after=E1": "after", "?after=E7": "after"} {
		s.post("/api/gaps"+path, townSquare).problem(http.StatusBadRequest, parameter)
	}
	s.post("/api/gaps?zone=NONE", townSquare).problem(http.StatusNotFound, "")
	for name, polygon := range refusedPolygons() {
		said := s.post("/api/coverage", polygon).refuses(t, name)
		for _, path := range []string{"/api/gaps", "/api/gaps/hotspots", "/api/gaps/sensitivity"} {
			if other := s.post(path, polygon).refuses(t, name); other != said {
				t.Errorf("%s of a polygon that %s: %q, not %q", path, name, other, said)
			}
		}
	}
	serve(t, geo.Public, uncoveredTown()).post("/api/gaps", townSquare).problem(http.StatusUnauthorized, "")
}

// The square holds the whole zone, every enterprise of which has a point.
func TestClustersAndScalesOfAPolygonAreThoseOfTheZoneItHolds(t *testing.T) {
	s := serve(t, geo.Internal, uncoveredTown())
	for path, query := range map[string]string{"/api/gaps/hotspots": "lang=en&runs=99&metres=300", "/api/gaps/sensitivity": "lang=en&minutes=15,30&metres=500&measure=work"} {
		zone := s.get(path + "?zone=Z&" + query).is(200).json()
		for _, sent := range []string{townSquare, `{"type":"Feature","properties":{},"geometry":` + townSquare + `}`} {
			polygon := s.post(path+"?zone=Z&"+query, sent).is(200).json()
			if diff := cmp.Diff(zone, polygon); diff != "" {
				t.Errorf("%s: %s", path, diff)
			}
			other := s.post(path+"?zone=~&"+query, sent).is(200).json()["passport"].(map[string]any)
			if other["denominator"] != 0.0 || other["parameters"].(map[string]any)["zone"] != "~" {
				t.Errorf("%s: %v", path, other)
			}
		}
		for query, parameter := range map[string]string{"?grid=G": "grid", "?zone=a/b": "zone", "?measure=all": "measure", "?metres=1": "metres", "?as_of=2026-03-02": "as_of"} {
			s.post(path+query, townSquare).problem(http.StatusBadRequest, parameter)
		}
		s.post(path+"?zone=NONE", townSquare).problem(http.StatusNotFound, "")
	}
}

// The organization came in February, when another grid went.
func TestGapsOnAPastDayAreThoseOfThatDay(t *testing.T) {
	records := uncoveredTown()
	gone := geo.New(geo.Grids)
	gone.ID, gone.Zone, gone.NameZH = "GONE", "Z", "旧网格"
	gone.Set(geo.ValidTo, geo.OnDay(geo.Date(2026, 1, 31)))
	for i := range records {
		if records[i].ID == "O" {
			records[i].Set(geo.ValidFrom, geo.OnDay(geo.Date(2026, 2, 1)))
		}
		if records[i].ID == "E7" {
			records[i].Set(geo.GridOf, geo.Text("GONE"))
		}
	}
	s := serve(t, geo.Internal, append(records, gone))
	const then = "as_of=2026-01-31"
	for path, want := range map[string][]string{"zone=Z": {"E2", "E6", "E1", "E3", "E4"}, "zone=Z&" + then: {"E2", "E7", "E6", "E1", "E3", "E4"}, "grid=GONE&" + then: {"E7"}} {
		doc := s.get("/api/gaps?" + path).is(200).json()
		if got := idsOf(doc["gaps"], "id"); !slices.Equal(got, want) {
			t.Errorf("%s: %q", path, got)
		}
		first, p := doc["gaps"].([]any)[0].(map[string]any), doc["passport"].(map[string]any)
		if past := strings.Contains(path, then); past != (first["nearest_organization"] == nil) || past != (p["as_of"] == "2026-01-31") || p["parameters"].(map[string]any)["as_of"] != p["as_of"] {
			t.Errorf("%s: %v", path, doc)
		}
	}
	s.get("/api/gaps?grid=GONE").problem(http.StatusNotFound, "")
	if got := idsOf(s.post("/api/gaps?"+then+"&limit=2", townSquare).is(200).json()["gaps"], "id"); !slices.Equal(got, []string{"E2", "E7"}) {
		t.Errorf("%q", got)
	}
	if page := s.get("/api/gaps?zone=Z&limit=2&" + then).is(200); !strings.Contains(page.header.Get("Link"), then) {
		t.Errorf("%v", page.header)
	}
	said := s.get("/api/coverage?as_of=2026-03-02").json()["detail_en"]
	for path, gaps := range map[string]float64{"/api/gaps/hotspots?runs=99&": 5, "/api/gaps/sensitivity?": 5, "/api/gaps?": 6} {
		for name, ask := range map[string]func(query string) *answer{
			"GET":  func(query string) *answer { return s.get(path + "zone=Z&" + query) },
			"POST": func(query string) *answer { return s.post(path+"zone=Z&"+query, townSquare) },
		} {
			if p := ask(then).is(200).json()["passport"].(map[string]any); p["numerator"] != gaps || p["as_of"] != "2026-01-31" {
				t.Errorf("%s %s: %v", name, path, p)
			}
			refused := ask("as_of=2026-03-02")
			refused.problem(http.StatusBadRequest, "as_of")
			if other := refused.json()["detail_en"]; other != said {
				t.Errorf("%s %s: %v, not %v", name, path, other, said)
			}
		}
	}
}

// Of the seven, E7 alone has an organization, of which it is not known whether it is rated; E5 does not operate, E6 may or may not, E4 is not surveyed.
func TestTheGapsOfAMeasureAreWhomItDoesNotCount(t *testing.T) {
	s := serve(t, geo.Internal, uncoveredTown())
	for measure, want := range map[string][]string{"organizational": {"E2", "E6", "E1", "E3", "E4"}, "single": {"E2", "E6", "E1", "E3", "E4"}, "effective": {"E2", "E6", "E1", "E3", "E7", "E4"}} {
		doc := s.get("/api/gaps?lang=en&zone=Z&measure=" + measure).is(200).json()
		if got := idsOf(doc["gaps"], "id"); !slices.Equal(got, want) {
			t.Errorf("%s: %q", measure, got)
		}
		rate := itemsOf(s.get("/api/coverage").is(200).json())["Z"][measure].(map[string]any)
		passport := doc["passport"].(map[string]any)
		if passport["unknown"] != rate["unknown"] || passport["denominator"] != rate["denominator"] || passport["parameters"].(map[string]any)["measure"] != measure {
			t.Errorf("%v beside %v", passport, rate)
		}
		h := s.get("/api/gaps/hotspots?runs=99&zone=Z&measure=" + measure).is(200).json()
		p := h["passport"].(map[string]any)
		if p["numerator"] != 3.0 || p["unknown"] != rate["unknown"] || p["denominator"].(float64)+p["unknown"].(float64) != 5 || h["operation_unstated"] != 1.0 {
			t.Errorf("%s: %v", measure, h)
		}
		look := s.get("/api/gaps/sensitivity?zone=Z&measure=" + measure).is(200).json()
		scale := look["scales"].([]any)[0].(map[string]any)
		if scale["numerator"] != rate["numerator"] || scale["unknown"] != rate["unknown"] || scale["rate"] != rate["rate"] || look["gaps"] != 3.0 {
			t.Errorf("%s: %v beside %v", measure, look, rate)
		}
	}
	doc := s.get("/api/gaps?zone=Z&measure=effective&status=single,unknown").is(200).json()
	for i, want := range []string{"E7 single false", "E4 unknown false"} {
		g := doc["gaps"].([]any)[i].(map[string]any)
		if got := fmt.Sprint(g["id"], " ", g["status"], " ", g["measure_known"]); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	for _, path := range []string{"gaps?zone=Z&measure=all", "gaps/hotspots?zone=Z&measure=1", "gaps/sensitivity?zone=Z&measure=any"} {
		s.get("/api/"+path).problem(http.StatusBadRequest, "measure")
	}
}

func TestGapsRefuseWhatTheyDoNotKnow(t *testing.T) {
	s := serve(t, geo.Internal, uncoveredTown())
	for path, parameter := range map[string]string{
		"": "zone", "?zone=Z&grid=G": "grid", "?zone=a/b": "zone", "?zone=Z&status=single": "status", "?zone=Z&status=eligible,": "status", "?zone=Z&after=E7": "after",
		"?zone=Z&limit=0": "limit", "?zone=Z&f=csv&limit=5": "limit", "?zone=Z&f=gpkg": "f", "?zone=Z&bbox=1,2,3,4": "bbox",
	} {
		s.get("/api/gaps"+path).problem(http.StatusBadRequest, parameter)
	}
	s.get("/api/gaps?zone=NONE").problem(http.StatusNotFound, "")
	serve(t, geo.Public, uncoveredTown()).get("/api/gaps?zone=Z").problem(http.StatusUnauthorized, "")
}

func TestWhoSeesAZoneOnlyFromOutsideGetsNoneOfItsGaps(t *testing.T) {
	records, _ := guarded()
	s := serve(t, geo.Public, records, withRoles)
	for name, identity := range everyRole() {
		if name == "" {
			continue
		}
		for _, zone := range []string{"CZ", "NG"} {
			doc := s.as(name).get(fmt.Sprintf("/api/gaps?zone=%s", zone)).is(200).json()
			inside := identity.Sight().Class(zone) == geo.Internal
			if listed := len(doc["gaps"].([]any)); listed > 0 && !inside || doc["unseen"].(float64) > 0 == inside {
				t.Errorf("%s of %s: %d listed, %v unseen", name, zone, listed, doc["unseen"])
			}
			everywhere := s.as(name).post("/api/gaps?measure=effective&zone="+zone, `{"type":"Polygon","coordinates":[[[117,30],[120,30],[120,33],[117,33],[117,30]]]}`).is(200).json()
			if listed := len(everywhere["gaps"].([]any)); listed > 0 && !inside || everywhere["unseen"].(float64) > 0 == inside {
				t.Errorf("%s of %s in a polygon: %d listed, %v unseen", name, zone, listed, everywhere["unseen"])
			}
			for _, path := range []string{"/api/gaps/hotspots?runs=99&zone=", "/api/gaps/sensitivity?zone="} {
				got := s.as(name).post(path+zone, `{"type":"Polygon","coordinates":[[[117,30],[120,30],[120,33],[117,33],[117,30]]]}`).is(200).json()
				if looked := got["passport"].(map[string]any)["numerator"].(float64); looked > 0 && !inside || got["unseen"].(float64) > 0 == inside {
					t.Errorf("%s of %s%s: %v gaps, %v unseen", name, path, zone, looked, got["unseen"])
				}
			}
		}
	}
}

func TestClustersScalesAndServiceGridsAreAnsweredWithTheirPassports(t *testing.T) {
	s := serve(t, geo.Internal, uncoveredTown())
	doc := s.get("/api/gaps/hotspots?zone=Z&runs=99").is(200).json()
	passport := doc["passport"].(map[string]any)
	if passport["numerator"] != 4.0 || passport["denominator"] != 5.0 || passport["unknown"] != 1.0 || passport["parameters"].(map[string]any)["runs"] != 99.0 || doc["cells"] != 1.0 {
		t.Errorf("%v", doc)
	}
	doc = s.get("/api/gaps/sensitivity?zone=Z&minutes=15,30&metres=500").is(200).json()
	near := doc["curve"].([]any)[1].(map[string]any)
	if len(doc["scales"].([]any)) != 3 || near["minutes"] != 30.0 || near["organization"] != 4.0 || near["center"] != 4.0 || doc["operation_unstated"] != 1.0 {
		t.Errorf("%v", doc)
	}
	for _, each := range doc["scales"].([]any) {
		if scale := each.(map[string]any); scale["numerator"] != 1.0 || scale["denominator"] != 5.0 || scale["rate"] != 0.2 {
			t.Errorf("%v", scale)
		}
	}
	doc = s.get("/api/service-grids?zone=Z&minutes=60").is(200).json()
	grid := doc["grids"].([]any)[0].(map[string]any)
	if center := grid["center"].(map[string]any); center["id"] != "C" || center["minutes"] != 18.4 || grid["served"] != true || grid["within"] != 7.0 || grid["instructors"] != 0.0 || grid["instructors_unknown"] != 7.0 {
		t.Errorf("%v", grid)
	}
	if doc["in_one_grid"] != 7.0 || len(doc["fix"].([]any)) != 0 {
		t.Errorf("%v", doc)
	}
	public := serve(t, geo.Public, uncoveredTown()).get("/api/service-grids?zone=Z").is(200).json()["grids"].([]any)[0].(map[string]any)
	if public["instructors"] != nil || public["enterprises"] != 7.0 {
		t.Errorf("%v", public)
	}
}

func TestAnalysesRefuseWhatTheyDoNotKnow(t *testing.T) {
	s := serve(t, geo.Internal, uncoveredTown())
	for path, parameter := range map[string]string{
		"gaps/hotspots": "zone", "gaps/hotspots?zone=Z&by=circle": "by", "gaps/hotspots?zone=Z&metres=1": "metres", "gaps/hotspots?zone=Z&alpha=NaN": "alpha",
		"gaps/hotspots?zone=Z&runs=99.5": "runs", "gaps/sensitivity?zone=Z&metres=500,250": "metres", "gaps/sensitivity?zone=Z&radii=1,2,3,4,5,6,7,8,9,10,11,12,13": "radii",
		"gaps/sensitivity?zone=Z&radii=5&minutes=5": "minutes", "gaps/sensitivity?zone=Z&speed=40": "speed", "service-grids": "zone", "service-grids?zone=Z&minutes=90": "minutes",
		"service-grids?zone=Z&detour=0.5": "detour", "service-grids?zone=Z&grid=G": "grid",
	} {
		s.get("/api/"+path).problem(http.StatusBadRequest, parameter)
	}
}
