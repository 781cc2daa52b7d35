package server_test

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"slices"
	"testing"

	"beltmap/geo"
	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"
)

// tables are an answer as CSV, and as each sheet of its workbook.
func (s *site) tables(ask func(path string) *answer, path string) (rows [][]string, book map[string][][]string) {
	s.t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(ask(path+"&f=csv").is(http.StatusOK).body, []byte("\ufeff")))).ReadAll()
	if err != nil {
		s.t.Fatal(err)
	}
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
}
