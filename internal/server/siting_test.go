package server_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/geo/siting"
	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"
)

// smallTown is a zone Z of ten small enterprises in two lines of business along a road, 200 m apart, with a center at its west end, and an empty zone Y.
func smallTown() []geo.Record {
	var all []geo.Record
	for _, id := range []string{"Z", "Y"} {
		zone := geo.New(geo.Zones)
		zone.ID, zone.Zone, zone.NameZH = id, id, "示例开发区"
		all = append(all, zone)
	}
	at := func(i int) orb.Point { return orb.Point{118.05 + float64(i)*200/94_390, 32.05} }
	for i := range 10 {
		r := geo.New(geo.Enterprises)
		r.ID, r.Zone, r.NameZH, r.Geometry, r.Position.Class = fmt.Sprint("E", i), "Z", fmt.Sprint("=企业", i), at(i), geo.Exact
		r.Set(geo.SurveyedAt, geo.OnDay(geo.Date(2026, 1, 5)))
		r.Set(geo.Operating, geo.Boolean(true))
		r.Set(geo.Industry, geo.Text([]string{"auto", "food"}[i%2]))
		r.Set(geo.Employees, geo.Integer(int64(10*i)))
		if i < 9 {
			r.Set(geo.FullMembers, geo.Integer(int64(1+i%2)))
		}
		all = append(all, r)
	}
	center := geo.New(geo.Centers)
	center.ID, center.Zone, center.NameZH, center.Geometry, center.Position.Class = "C", "Z", "党群服务中心", at(0), geo.Exact
	return append(all, center)
}

func TestJointBranchesAreAnsweredAsThePackageFindsThem(t *testing.T) {
	s := serve(t, geo.Internal, smallTown())
	for query, ask := range map[string]siting.BranchRequest{
		"":                                {Metres: siting.UsualMetres},
		"&metres=450.5&any_industry=true": {Metres: 450.5, AnyIndustry: true},
		"&unknown=true&across=true":       {Metres: siting.UsualMetres, Unknown: true, Across: true},
	} {
		ask.Zone, ask.Sight = "Z", geo.FullSight()
		want, err := siting.JointBranches(context.Background(), s.app.World(), ask)
		if err != nil {
			t.Fatal(err)
		}
		doc := s.get("/api/siting/joint-branches?zone=Z" + query).is(200).json()
		branches := doc["branches"].([]any)
		if len(branches) != len(want.List) || len(branches) == 0 || doc["covered"] != float64(want.Covered) || doc["bound"] != float64(want.Bound) || doc["score"] != float64(want.Score) ||
			doc["optimal"] != want.Optimal || doc["candidates"] != float64(want.Candidates) || doc["members_unknown"] != float64(want.MembersUnknown) {
			t.Fatalf("%s: %v, want %+v", query, doc, want)
		}
		for i, each := range branches {
			got, branch := each.(map[string]any), &want.List[i]
			var ids []string
			for _, u := range branch.Units {
				ids = append(ids, u.ID)
			}
			if !slices.Equal(idsOf(got["enterprises"], "id"), ids) || got["score"] != float64(branch.Score) || got["full_members"] != float64(branch.Members) {
				t.Errorf("%s: %v, want %+v", query, got, branch)
			}
			for k, term := range siting.Terms() {
				if said := got["terms"].([]any)[k].(map[string]any); said["id"] != term.ID || said["value"] != float64(branch.Terms[k]) || said["label_en"] == "" {
					t.Errorf("%v", said)
				}
			}
			if said := idsOf(got["limits"], "id"); !slices.Equal(said, siting.LimitIDs()) {
				t.Errorf("%q", said)
			}
		}
		passport := doc["passport"].(map[string]any)
		if parameters := passport["parameters"].(map[string]any); parameters["metres"] != ask.Metres || parameters["branch_members"] != 3.0 || passport["as_of"] != "2026-03-01" || passport["denominator"] != float64(want.Candidates) {
			t.Errorf("%v", passport)
		}
	}
	mixed := s.get("/api/siting/joint-branches?zone=Z&any_industry=true&metres=450").is(200).json()["branches"].([]any)[0].(map[string]any)["limits"].([]any)
	if industry := mixed[1].(map[string]any); industry["met"] != false || industry["text_en"] != "in the same line of business: not met" || mixed[5].(map[string]any)["text_zh"] != "同属一个开发区：符合" {
		t.Errorf("%v", mixed)
	}
}

func TestSitesAreAnsweredAsThePackageFindsThem(t *testing.T) {
	s := serve(t, geo.Internal, smallTown())
	straight := siting.Straight{Factor: 1}
	for query, ask := range map[string]siting.CenterRequest{
		"&p=2&metres=300": {Model: siting.MaxCovering, P: 2, Metres: 300},
		"&p=2&metres=300&capacity=2&demand=employees": {Model: siting.MaxCovering, P: 2, Metres: 300, Capacity: 2, Employees: true},
		"&model=set_cover&minutes=6":                  {Model: siting.SetCover, Metres: 4000.0 / 10 / siting.Detour},
		"&model=p_median&p=2&demand=employees":        {Model: siting.PMedian, P: 2, Employees: true},
		"&model=p_center&p=2&candidates=enterprises":  {Model: siting.PCenter, P: 2, From: siting.FromEnterprises},
		"&p=1&metres=300&candidates=118.06,32.05,118.068,32.05": {Model: siting.MaxCovering, P: 1, Metres: 300,
			At: []orb.Point{{118.06, 32.05}, {118.068, 32.05}}},
	} {
		ask.Zone, ask.Sight, ask.Distances = "Z", geo.FullSight(), straight
		want, err := siting.Centers(context.Background(), s.app.World(), ask)
		if err != nil {
			t.Fatal(err)
		}
		doc := s.get("/api/siting/centers?zone=Z" + query).is(200).json()
		scale := 1.0
		if ask.Model == siting.PMedian || ask.Model == siting.PCenter {
			scale = 10
		}
		sites := doc["sites"].([]any)
		if doc["objective"] != float64(want.Solution.Objective)/scale || doc["bound"] != float64(want.Solution.Bound)/scale || doc["optimal"] != true || doc["gap"] != 0.0 ||
			doc["total"] != float64(want.Solution.Total) || len(sites) != len(want.Sites) || len(doc["curve"].([]any)) != len(sites) || !slices.Equal(idsOf(doc["existing"], "id"), []string{"C"}) {
			t.Errorf("%s: %v, want %+v", query, doc, want)
		}
		for i, each := range sites {
			site := each.(map[string]any)
			id := any(want.Sites[i].ID)
			if id == "" {
				id = nil
			}
			if site["id"] != id || site["from"] != want.Sites[i].From.String() || site["gain"] != float64(want.Solution.Gains[i])/scale {
				t.Errorf("%s: %v, want %+v", query, site, want.Sites[i])
			}
		}
		if last := doc["curve"].([]any)[len(sites)-1].(map[string]any); ask.Model != siting.SetCover && last["objective"] != doc["objective"] {
			t.Errorf("%s: the curve ends at %v", query, last)
		}
	}
	doc := s.get("/api/siting/centers?zone=Z&model=set_cover&p=2&minutes=6&lang=en").is(200).json()
	parameters := doc["passport"].(map[string]any)["parameters"].(map[string]any)
	if parameters["metres"] != 307.7 || parameters["speed"] != 4.0 || parameters["detour"] != 1.3 || !slices.Equal(doc["unused"].([]any), []any{"p"}) {
		t.Errorf("%v %v", parameters, doc["unused"])
	}
}

func TestProposalsAreTakenAwayAndAlwaysTheSame(t *testing.T) {
	s := serve(t, geo.Internal, smallTown())
	for _, path := range []string{"/api/siting/joint-branches?zone=Z", "/api/siting/centers?zone=Z&p=2&metres=300"} {
		first := s.get(path + "&lang=en").is(200)
		if again := s.get(path + "&lang=en"); !bytes.Equal(first.body, again.body) {
			t.Errorf("%s: two answers differ", path)
		}
		if kept := s.get(path+"&lang=en", "If-None-Match", first.header.Get("Etag")); kept.status != http.StatusNotModified {
			t.Errorf("%s: %d", path, kept.status)
		}
		features := s.get(path + "&f=geojson").is(200).json()["features"].([]any)
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(s.get(path+"&f=csv").is(200).body, []byte("\ufeff")))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(bytes.NewReader(s.get(path + "&f=xlsx").is(200).body))
		if err != nil {
			t.Fatal(err)
		}
		table, err := book.GetRows(book.GetSheetList()[0])
		if err != nil || len(table) != len(rows) || len(rows) < 3 || len(features) == 0 {
			t.Errorf("%s: %d features, %d rows, %d rows, %v", path, len(features), len(rows), len(table), err)
		}
		if strings.Contains(path, "joint") && !strings.HasPrefix(rows[1][2], "'=") {
			t.Errorf("%q", rows[1])
		}
	}
}

func TestProposalsRefuseWhatTheyDoNotKnow(t *testing.T) {
	s := serve(t, geo.Internal, smallTown())
	for path, parameter := range map[string]string{
		"joint-branches": "zone", "joint-branches?zone=a/b": "zone", "joint-branches?zone=Z&metres=0": "metres", "joint-branches?zone=Z&metres=5001": "metres",
		"joint-branches?zone=Z&across=yes": "across", "joint-branches?zone=Z&f=gpkg": "f", "joint-branches?zone=Z&p=3": "p",
		"centers": "zone", "centers?zone=Z&p=0": "p", "centers?zone=Z&p=51": "p", "centers?zone=Z&p=2.5": "p", "centers?zone=Z&p=11": "p", "centers?zone=Z&metres=NaN": "metres",
		"centers?zone=Z&metres=20001": "metres", "centers?zone=Z&minutes=61": "minutes", "centers?zone=Z&metres=800&minutes=10": "minutes", "centers?zone=Z&model=best": "model",
		"centers?zone=Z&demand=people": "demand", "centers?zone=Z&capacity=0": "capacity", "centers?zone=Z&candidates=moon": "candidates", "centers?zone=Z&candidates=118,32,119": "candidates",
		"centers?zone=Z&candidates=118,95": "candidates", "centers?zone=Z&candidates=1,1,,": "candidates",
	} {
		s.get("/api/siting/"+path).problem(http.StatusBadRequest, parameter)
	}
	for _, path := range []string{"joint-branches?zone=NONE", "centers?zone=NONE", "centers?zone=Y", "centers?zone=Z&candidates=grids"} {
		s.get("/api/siting/"+path).problem(http.StatusNotFound, "")
	}
	public := serve(t, geo.Public, smallTown())
	for _, path := range []string{"joint-branches?zone=Z", "centers?zone=Z"} {
		public.get("/api/siting/"+path).problem(http.StatusUnauthorized, "")
	}
}

func TestWhoSeesAZoneOnlyFromOutsideGetsNoProposalsForIt(t *testing.T) {
	records, _ := guarded()
	s := serve(t, geo.Public, records, withRoles)
	for name, identity := range everyRole() {
		if name == "" {
			continue
		}
		for _, zone := range []string{"CZ", "NG"} {
			inside := identity.Sight().Class(zone) == geo.Internal
			doc := s.as(name).get("/api/siting/centers?p=1&metres=100&zone=" + zone).is(200).json()
			if sites := len(doc["sites"].([]any)); (sites == 1) != inside || (doc["unseen"].(float64) > 0) == inside || (doc["objective"] == nil) == inside {
				t.Errorf("%s of %s: %v", name, zone, doc)
			}
			doc = s.as(name).get("/api/siting/joint-branches?unknown=true&zone=" + zone).is(200).json()
			if (doc["unseen"].(float64) > 0) == inside {
				t.Errorf("%s of %s: %v", name, zone, doc)
			}
		}
	}
}
