package server_test

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"slices"
	"strings"
	"testing"

	"beltmap/geo"
	"github.com/xuri/excelize/v2"
)

// twoTowns are the zone Z of uncoveredTown, all of one industry and under construction but E7, and a zone Y of two enterprises that are covered, with a
// belt, honors, one of them expired, an organization of five stars and a fact.
func twoTowns() []geo.Record {
	all := uncoveredTown()
	for i := range all {
		if all[i].Collection == geo.Enterprises {
			all[i].Set(geo.Industry, geo.Text("机械"))
			all[i].Set(geo.ProjectStage, geo.Text("construction"))
		}
	}
	add := func(c geo.Collection, id string, values map[*geo.Field]geo.Value) *geo.Record {
		r := geo.New(c)
		r.ID, r.Zone, r.NameZH = id, "Y", "名"+id
		for f, v := range values {
			r.Set(f, v)
		}
		all = append(all, r)
		return &all[len(all)-1]
	}
	add(geo.Zones, "Y", nil)
	add(geo.Zones, "X", nil).Zone = "X" // has nothing
	for _, id := range []string{"F1", "F2"} {
		add(geo.Enterprises, id, map[*geo.Field]geo.Value{geo.Operating: geo.Boolean(true), geo.Industry: geo.Text("机械"), geo.BeltsOf: geo.List("B")})
	}
	add(geo.Belts, "B", nil)
	add(geo.Organizations, "P", map[*geo.Field]geo.Value{geo.Form: geo.Text("joint"), geo.Covers: geo.List("F1", "F2"), geo.Stars: geo.Integer(5), geo.StarScheme: geo.Text("five-star"), geo.RatedOn: geo.OnDay(geo.Date(2020, 1, 1))})
	add(geo.Honors, "H1", map[*geo.Field]geo.Value{geo.HonorLevel: geo.Text("provincial")})
	add(geo.Honors, "H2", nil).Valid = geo.Period{From: geo.Date(2019, 1, 1), To: geo.Date(2021, 12, 31)}
	add(geo.Facts, "X1", map[*geo.Field]geo.Value{geo.Subject: geo.Text("zones/Y"), geo.FactValue: geo.Number(71), geo.FactUnit: geo.Text("%")})
	return all
}

func TestTheMatrixSaysWhatIsOutOfStepToWhoMayKnow(t *testing.T) {
	inside := serve(t, geo.Internal, twoTowns())
	doc := inside.get("/api/matrix?zone=Z&lang=en").is(200).json()
	if got := idsOf(doc["list"], "id"); !slices.Equal(got, []string{"E1", "E2", "E5", "E6"}) || doc["out_of_step"] != 4.0 || doc["unseen"] != 0.0 {
		t.Errorf("%q %v", got, doc)
	}
	passport := doc["passport"].(map[string]any)
	if passport["numerator"] != 2.0 || passport["denominator"] != 6.0 || passport["unknown"] != 1.0 {
		t.Errorf("%v", passport)
	}
	for _, l := range doc["links"].([]any)[1:] {
		href := l.(map[string]any)["href"].(string)
		inside.get(href[strings.Index(href, "/api"):]).is(200)
	}
	outside := serve(t, geo.Public, twoTowns()).get("/api/matrix?zone=Z").is(200)
	doc = outside.json()
	if got := idsOf(doc["branch_stages"], "id"); !slices.Equal(got, []string{"unknown", "none", "joint", "single", "effective"}) || doc["list"] != nil || bytes.Contains(outside.body, []byte("DUE")) {
		t.Errorf("%q %s", got, outside.body)
	}
	if passport := doc["passport"].(map[string]any); passport["numerator"] != 1.0 || passport["denominator"] != 1.0 || passport["unknown"] != 6.0 {
		t.Errorf("%v", passport)
	}
}

func TestPeersSayWhoLeadsAndWhatClosesTheGap(t *testing.T) {
	doc := serve(t, geo.Internal, twoTowns()).get("/api/peers?zone=Z").is(200).json()
	zone, peer := doc["zone"].(map[string]any), doc["peers"].([]any)[0].(map[string]any)
	if doc["leader"] != "Y" || zone["standing"] != "lagging" || zone["to_reach_leader"] != 4.0 || peer["standing"] != "leading" || peer["to_reach_leader"] != 0.0 {
		t.Errorf("%v", doc)
	}
	if d := peer["distance"].(map[string]any); d["industries"] != 0.0 || d["size"] != 0.916291 || d["sum"] != d["size"] {
		t.Errorf("%v", d)
	}
	gaps := doc["gaps"].(map[string]any)
	if got := idsOf(gaps["list"], "id"); !slices.Equal(got, []string{"E2", "E1", "E3", "E4"}) || gaps["counting"] != 4.0 || gaps["enough"] != true {
		t.Errorf("%v", gaps)
	}
	public := serve(t, geo.Public, twoTowns())
	if doc := public.get("/api/peers?zone=Z").is(200).json(); doc["gaps"] != nil || doc["leader"] != "Y" {
		t.Errorf("%v", doc)
	}
	doc = public.get("/api/peers?zone=X").is(200).json()
	if zone := doc["zone"].(map[string]any); zone["standing"] != "unknown" || zone["place"] != nil || zone["to_reach_leader"] != nil || doc["unmatched"] != 2.0 || doc["leader"] != nil {
		t.Errorf("%v", doc)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(public.get("/api/peers?zone=Z&f=csv").is(200).body, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) != 3 || rows[1][0] != "Z" || rows[2][0] != "Y" {
		t.Errorf("%v %q", err, rows)
	}
}

func TestReadinessIsEvidenceAndNoTotal(t *testing.T) {
	s := serve(t, geo.Public, twoTowns())
	doc := s.get("/api/readiness?zone=Y").is(200).json()
	terms := map[string]map[string]any{}
	for _, each := range doc["terms"].([]any) {
		term := each.(map[string]any)
		terms[term["id"].(string)] = term
		href := term["href"].(string)
		s.get(href[strings.Index(href, "/api"):]).is(200)
		for _, record := range term["records"].([]any) {
			href := record.(map[string]any)["href"].(string)
			s.get(href[strings.Index(href, "/api"):]).is(200)
		}
	}
	for id, want := range map[string][2]any{
		"enterprises": {2.0, 2.0}, "industries": {1.0, nil}, "alliances": {nil, nil}, "organizational": {2.0, 2.0}, "rated_organizations": {1.0, 1.0}, "ratings_holding": {0.0, 1.0},
		"honors": {1.0, nil}, "belts": {1.0, nil}, "belt_participants": {2.0, nil}, "centers": {nil, nil}, "events_hosted": {nil, nil},
	} {
		if term := terms[id]; term["count"] != want[0] || term["of"] != want[1] || term["known"] != (want[0] != nil) {
			t.Errorf("%s: %v, want %v", id, term, want)
		}
	}
	if stated := doc["stated"].([]any); len(stated) != 1 || stated[0].(map[string]any)["value"] != 71.0 {
		t.Errorf("%v", stated)
	}
	if then := s.get("/api/readiness?zone=Y&as_of=2021-06-01").is(200).json(); !strings.Contains(s.get("/api/readiness?zone=Y&as_of=2021-06-01").plain(), `"H2"`) || then["passport"].(map[string]any)["as_of"] != "2021-06-01" {
		t.Errorf("%v", then)
	}
	book, err := excelize.OpenReader(bytes.NewReader(s.get("/api/readiness?zone=Y&f=xlsx").is(200).body))
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := book.GetRows("readiness"); err != nil || len(rows) != len(terms)+1 {
		t.Errorf("%v %q", err, rows)
	}
}

func TestComparisonsRefuseWhatTheyDoNotKnow(t *testing.T) {
	s := serve(t, geo.Public, twoTowns())
	for path, parameter := range map[string]string{
		"matrix?zone=a/b": "zone", "matrix?as_of=2030-01-01": "as_of", "matrix?as_of=x": "as_of", "matrix?by=zone": "by", "matrix?f=geojson": "f", "peers": "zone", "peers?zone=Z&k=0": "k",
		"peers?zone=Z&k=51": "k", "peers?zone=Z&k=1.5": "k", "peers?zone=Z&measure=all": "measure", "readiness": "zone", "readiness?zone=Z&k=5": "k", "readiness?zone=Z&zone=Y": "zone",
	} {
		s.get("/api/"+path).problem(http.StatusBadRequest, parameter)
	}
	for _, path := range []string{"matrix?zone=NONE", "peers?zone=NONE", "readiness?zone=NONE"} {
		s.get("/api/"+path).problem(http.StatusNotFound, "")
	}
}
