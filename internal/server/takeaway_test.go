package server_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"

	"beltmap/geo"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"
)

// rows are an answer as CSV.
func (a *answer) rows() [][]string {
	a.t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(a.is(http.StatusOK).body, []byte("\ufeff")))).ReadAll()
	if err != nil {
		a.t.Fatal(err)
	}
	return rows
}

// tables are an answer as CSV, and as each sheet of its workbook.
func (s *site) tables(ask func(path string) *answer, path string) (rows [][]string, book map[string][][]string) {
	s.t.Helper()
	rows = ask(path + "&f=csv").rows()
	file, err := excelize.OpenReader(bytes.NewReader(ask(path + "&f=xlsx").is(http.StatusOK).body))
	if err != nil {
		s.t.Fatal(err)
	}
	book = map[string][][]string{}
	for _, name := range file.GetSheetList() {
		if book[name], err = file.GetRows(name); err != nil {
			s.t.Fatal(err)
		}
	}
	return rows, book
}

// One enterprise more stands in no grid, and its name begins like a formula; a second grid is nobody's.
func misfitTown() []geo.Record {
	lost := geo.New(geo.Enterprises)
	lost.ID, lost.Zone, lost.NameZH, lost.Geometry, lost.Position.Class = "L", "Z", "=1+1厂", orb.Point{119, 33}, geo.Exact
	far := geo.New(geo.Grids)
	far.ID, far.Zone, far.NameZH, far.Position.Class = "F", "Z", "远处网格", geo.Exact
	far.Geometry = orb.Polygon{{{117, 31}, {117.1, 31}, {117.1, 31.1}, {117, 31.1}, {117, 31}}}
	far.Set(geo.GridKind, geo.Text("basic"))
	return append(uncoveredTown(), lost, far)
}

func TestServiceGridsAreTakenAwayWithTheListOfWhatIsToBeFixed(t *testing.T) {
	s := serve(t, geo.Internal, misfitTown())
	get := func(path string) *answer { return s.get(path) }
	const path = "/api/service-grids?zone=Z&minutes=60&lang=en"
	entered := len(s.entries())
	rows, book := s.tables(get, path)
	if len(s.entries()) != entered+2 {
		t.Errorf("%d entries more", len(s.entries())-entered)
	}
	grids, fix := book["grids"], book["fix"]
	if len(rows) != 3 || len(grids) != 3 || len(fix) != 2 {
		t.Fatalf("%q %q %q", rows, grids, fix)
	}
	column := func(table [][]string, row int, name string) string {
		i := slices.Index(table[0], name)
		if i < 0 {
			t.Fatalf("no %q in %q", name, table[0])
		}
		return table[row][i]
	}
	for name, want := range map[string]string{"id": "G", "served within 60 minutes": "true", "id of the center": "C", "minutes on foot": "18.4", "way": "straight", "enterprises": "7", "instructors": "0"} {
		if got := column(rows, 2, name); got != want {
			t.Errorf("%s: %q, not %q", name, got, want)
		}
	}
	if column(rows, 1, "grid kind") != "basic grid" || column(rows, 1, "served within 60 minutes") != "false" || column(grids, 2, "minutes on foot") != "18.4" {
		t.Errorf("%q %q", rows, grids)
	}
	if fix[1][0] != "L" || column(fix, 1, "reason") != "in no grid" {
		t.Errorf("%q", fix)
	}
	doc, features := s.get(path).is(200).json(), s.get(path+"&f=geojson").is(200).json()
	first := features["features"].([]any)[1].(map[string]any)
	if first["id"] != "G" || first["geometry"].(map[string]any)["type"] != "Polygon" || first["properties"].(map[string]any)["center"].(map[string]any)["id"] != "C" {
		t.Errorf("%v", first)
	}
	if features["in_one_grid"] != doc["in_one_grid"] || len(features["fix"].([]any)) != 1 || features["passport"] == nil {
		t.Errorf("%v", features)
	}
	public := serve(t, geo.Public, misfitTown())
	if rows, _ := public.tables(func(path string) *answer { return public.get(path) }, "/api/service-grids?zone=Z&lang=zh"); slices.Contains(rows[0], "党建指导员数") || rows[0][7] != "15 分钟内可达" {
		t.Errorf("%q", rows[0])
	}
	s.get("/api/service-grids?zone=Z&f=gpkg").problem(http.StatusBadRequest, "f")
	if alone := s.get(path + "&f=csv&sheet=fix").rows(); len(alone) != 2 || !slices.Equal(alone[1], []string{"L", "'=1+1厂", "", "in no grid", "", ""}) {
		t.Errorf("%q, not %q", alone, fix)
	}
	for _, query := range []string{"sheet=fix", "f=xlsx&sheet=fix", "f=csv&sheet=cells"} {
		s.get("/api/service-grids?zone=Z&"+query).problem(http.StatusBadRequest, "sheet")
	}
}

// clusteredTown is ten columns of six enterprises, the three in the west without an organization.
func clusteredTown() []geo.Record {
	zone := geo.New(geo.Zones)
	zone.ID, zone.Zone, zone.NameZH = "Z", "Z", "示例开发区"
	all, covers := []geo.Record{zone}, []string{}
	for i := range 60 {
		r := geo.New(geo.Enterprises)
		r.ID, r.Zone, r.NameZH = fmt.Sprintf("E%02d", i), "Z", fmt.Sprintf("厂%02d", i)
		r.Geometry, r.Position.Class = orb.Point{118.003 + float64(i/6)*0.006, 32.003 + float64(i%6)*0.006}, geo.Exact
		r.Set(geo.SurveyedAt, geo.OnDay(geo.Date(2026, 1, 5)))
		r.Set(geo.Operating, geo.Boolean(true))
		r.Set(geo.FullMembers, geo.Integer(2))
		if all = append(all, r); i >= 18 {
			covers = append(covers, r.ID)
		}
	}
	org := geo.New(geo.Organizations)
	org.ID, org.Zone, org.NameZH, org.Geometry, org.Position.Class = "O", "Z", "支部", orb.Point{118.03, 32.01}, geo.Exact
	org.Set(geo.Form, geo.Text("joint"))
	org.Set(geo.Covers, geo.List(covers...))
	return append(all, org)
}

func TestHotSpotsAreTakenAwayWithTheirCells(t *testing.T) {
	s := serve(t, geo.Internal, clusteredTown())
	asks := map[string]func(path string) *answer{
		"GET /api/gaps/hotspots?zone=Z&runs=99&lang=en": func(path string) *answer { return s.get(path) },
		"POST /api/gaps/hotspots?runs=99&lang=en":       func(path string) *answer { return s.post(path, townSquare) },
	}
	for name, ask := range asks {
		_, path, _ := strings.Cut(name, " ")
		list := ask(path).is(200).json()["hotspots"].([]any)
		features := ask(path + "&f=geojson").is(200).json()
		entered := len(s.entries())
		rows, book := s.tables(ask, path)
		if len(list) == 0 || len(rows) != 1+len(list) || len(s.entries()) != entered+2 || features["passport"] == nil {
			t.Fatalf("%s: %v %q", name, list, rows)
		}
		cells := 1
		for i, each := range list {
			spot, feature := each.(map[string]any), features["features"].([]any)[i].(map[string]any)
			cells += len(spot["cells"].([]any))
			if diff := cmp.Diff(spot, feature["properties"]); diff != "" || !cmp.Equal(feature["geometry"], map[string]any{"type": "Point", "coordinates": spot["center"]}) {
				t.Errorf("%s: %v %s", name, feature["geometry"], diff)
			}
			if got, want := rows[1+i][3:7], []string{fmt.Sprint(math.Round(spot["radius"].(float64))), fmt.Sprint(len(spot["cells"].([]any))), fmt.Sprint(spot["enterprises"]), fmt.Sprint(spot["gaps"])}; !slices.Equal(got, want) {
				t.Errorf("%s: %q, not %q", name, got, want)
			}
		}
		if alone := ask(path + "&f=csv&sheet=cells").rows(); len(alone) != len(book["cells"]) || strings.TrimPrefix(alone[1][1], "'") != book["cells"][1][1] {
			t.Errorf("%s: %q, not %q", name, alone, book["cells"])
		}
		if len(book["hotspots"]) != len(rows) || len(book["cells"]) != cells {
			t.Errorf("%s: %q, %d cells", name, book, cells-1)
		}
	}
}

func TestSensitivityIsTakenAwayInLongForm(t *testing.T) {
	s := serve(t, geo.Internal, clusteredTown())
	asks := map[string]func(path string) *answer{
		"GET /api/gaps/sensitivity?zone=Z&metres=500&minutes=5,15&lang=en": func(path string) *answer { return s.get(path) },
		"POST /api/gaps/sensitivity?metres=500&minutes=5,15&lang=en":       func(path string) *answer { return s.post(path, townSquare) },
	}
	for name, ask := range asks {
		_, path, _ := strings.Cut(name, " ")
		doc := ask(path).is(200).json()
		rows, book := s.tables(ask, path)
		values := map[string]string{}
		for _, row := range rows[1:] {
			values[strings.Join([]string{row[0], row[1], row[3], row[4]}, "/")] = row[5]
		}
		hexagon, near := doc["scales"].([]any)[2].(map[string]any), doc["curve"].([]any)[1].(map[string]any)
		for key, want := range map[string]any{"scales/hexagon//rate": hexagon["rate"], "scales/hexagon//rates of units: median": hexagon["spread"].(map[string]any)["median"], "scales/zone//denominator": 60.0,
			"scales/grid//rates of units: least": "", "curve///located gaps": 18.0, "curve/organization/15/gaps with one within the distance": near["organization"]} {
			if got, there := values[key]; !there || got != fmt.Sprint(want) {
				t.Errorf("%s: %s is %q, not %v", name, key, got, want)
			}
		}
		if len(book["scales"])+len(book["curve"])-1 != len(rows) || len(book["curve"]) != 7 {
			t.Errorf("%s: %q", name, book)
		}
	}
	s.get("/api/gaps/sensitivity?zone=Z&f=geojson").problem(http.StatusBadRequest, "f")
}
