package ingest_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"beltmap/data/geocode"
	"beltmap/data/ingest"
	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/plane"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func TestATableIsReadInWhateverEncodingAndSeparatorItComes(t *testing.T) {
	table := "企业名称,所属开发区,行业\n甲公司,Z,新材料\n乙公司,Z,\"电子,信息\"\n"
	gbk, _ := simplifiedchinese.GBK.NewEncoder().String(table)
	utf16, _ := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(table)
	late, _ := simplifiedchinese.GB18030.NewEncoder().String("id,name_zh,industry\n" + strings.Repeat("E,plain,ascii\n", 10_000) + "甲,甲公司,新材料\n")
	for name, text := range map[string]string{
		"utf-8": table, "utf-8 with mark": "\ufeff" + table, "gbk": gbk, "utf-16": utf16,
		"tabs": strings.ReplaceAll(strings.ReplaceAll(table, ",", "\t"), "电子\t信息", "电子,信息"), "semicolons": strings.ReplaceAll(table, ",", ";"),
		"a title above": "某开发区企业台账,,\n填报单位:某办,,\n" + table, "windows": strings.ReplaceAll(table, "\n", "\r\n"),
	} {
		report, records := read(t, ingest.Options{As: geo.Enterprises}, file("e.csv", text))
		if report.Added != 2 || report.Rejected != 0 {
			t.Errorf("%s: %+v", name, report.Rows)
		}
		found := false
		for _, r := range records {
			found = found || r.NameZH == "甲公司" && r.Get(geo.Industry).Text() == "新材料"
		}
		if !found {
			t.Errorf("%s: %v", name, records)
		}
	}
	if _, records := read(t, ingest.Options{As: geo.Enterprises}, file("e.csv", late)); records["enterprises/甲"].NameZH != "甲公司" {
		t.Error("Chinese far behind ASCII was not found out")
	}
	if _, records := read(t, ingest.Options{As: geo.Enterprises, Encoding: "gbk"}, file("e.csv", gbk)); len(records) != 3 {
		t.Errorf("declared: %v", records)
	}
	if _, err := ingest.Read(context.Background(), []ingest.File{file("e.csv", table)}, ingest.Options{As: geo.Enterprises, Encoding: "ebcdic"}); !strings.Contains(textOf(t, err), "ebcdic") {
		t.Error(err)
	}
}

func textOf(t *testing.T, err error) string {
	t.Helper()
	var e *geo.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v", err)
	}
	return e.Text.EN
}

func TestWhatTheUserSaysOfAColumnCountsBeforeWhatIsGuessed(t *testing.T) {
	table := file("e.csv", "编号,公司称谓,企业名称,备用\nE1,甲公司,别名,x\n")
	said := []ingest.Mapping{{Header: "公司称谓", Property: "name_zh"}, {Header: "备用", Property: "-"}}
	in, err := ingest.Read(context.Background(), []ingest.File{table}, ingest.Options{As: geo.Enterprises, Map: said})
	if err != nil {
		t.Fatal(err)
	}
	_, records := read(t, ingest.Options{As: geo.Enterprises, Map: said}, table)
	if records["enterprises/E1"].NameZH != "甲公司" {
		t.Errorf("%+v", records)
	}
	if _, again := read(t, ingest.Options{As: geo.Enterprises, Map: in.Mapping}, table); again["enterprises/E1"].NameZH != "甲公司" {
		t.Errorf("the saved mapping reads otherwise: %+v", in.Mapping)
	}
	_, err = ingest.Read(context.Background(), []ingest.File{table}, ingest.Options{As: geo.Enterprises, Map: []ingest.Mapping{{Header: "备用", Property: "nothing_such"}}})
	if text := textOf(t, err); !strings.Contains(text, "nothing_such") {
		t.Error(text)
	}
}

func TestPositionsComeInTheSystemThatIsSaid(t *testing.T) {
	want := crs.WGS84{118.3, 32.3}
	gk, err := crs.Parse("4548")
	if err != nil {
		t.Fatal(err)
	}
	pair, err := gk.FromWGS84(want)
	if err != nil {
		t.Fatal(err)
	}
	prefixed := orb.Point{pair[0] + 39e6, pair[1]}
	gcj := want.GCJ02()
	number := func(x float64) string { return geo.Number(x).String() }
	for name, c := range map[string]struct{ table, crs, kept string }{
		"GCJ-02 by flag":            {"id,name_zh,lon,lat\nE,甲," + number(gcj[0]) + "," + number(gcj[1]) + "\n", "gcj02", "GCJ-02"},
		"GCJ-02 by column":          {"id,name_zh,lon,lat,坐标系\nE,甲," + number(gcj[0]) + "," + number(gcj[1]) + ",gcj02\n", "", "GCJ-02"},
		"X north, Y east":           {"id,name_zh,X坐标,Y坐标\nE,甲," + number(pair[1]) + "," + number(pair[0]) + "\n", "4548", "EPSG:4548"},
		"X east, Y north":           {"id,name_zh,X坐标,Y坐标\nE,甲," + number(pair[0]) + "," + number(pair[1]) + "\n", "4548", "EPSG:4548"},
		"the zone before the value": {"id,name_zh,X坐标,Y坐标\nE,甲," + number(prefixed[1]) + "," + number(prefixed[0]) + "\n", "", "EPSG:4527"},
		"degrees as text":           {"id,name_zh,经度,纬度\nE,甲,118°18′0″E,32°18′00″\n", "", ""},
		"degrees under X and Y":     {"id,name_zh,X坐标,Y坐标\nE,甲,118.3,32.3\n", "", ""},
	} {
		report, records := read(t, ingest.Options{As: geo.Enterprises, CRS: c.crs}, file("e.csv", c.table))
		e := records["enterprises/E"]
		at, is := e.Geometry.(orb.Point)
		if !is || math.Abs(at[0]-want[0]) > 2e-7 || math.Abs(at[1]-want[1]) > 2e-7 || e.Position.CRS != c.kept || (c.kept != "") != (e.Position.X != 0) {
			t.Errorf("%s: %+v %+v", name, e, report.Rows)
		}
	}
	report, _ := read(t, ingest.Options{As: geo.Enterprises}, file("e.csv", "id,name_zh,X坐标,Y坐标\nE,甲,"+number(pair[1])+","+number(pair[0])+"\n"))
	if report.Rejected != 1 || report.Rows[0].Kind != "crs" {
		t.Errorf("metres of no stated system: %+v", report.Rows)
	}
}

func TestBeltsOfWhatTheyNameAreSetInTheStoreToo(t *testing.T) {
	store := memory(t)
	into(t, store, ingest.Options{}, file("开发区.csv", zoneList), file("企业名单.csv", firmList), file("党组织台账.csv", branchList))
	report := into(t, store, ingest.Options{}, file("示范带.csv", beltList))
	if report.Added != 1 || report.Amended != 3 || report.Warnings != 0 {
		t.Errorf("%+v", report)
	}
	before := held(t, store)
	if report := into(t, store, ingest.Options{}, file("企业名单.csv", firmList)); report.Changes() != 0 {
		t.Errorf("a list without a column of belts took them away: %d changes", report.Changes())
	}
	if diff := cmp.Diff(before, held(t, store)); diff != "" {
		t.Error(diff)
	}
}

const firmsBefore = "id,name_zh,zone\nE1,甲,Z\nE2,乙,Z\nE3,丙,Z\nN1,别区,Y\n"

func TestAZoneIsReplacedByWhatTheFileHas(t *testing.T) {
	store := memory(t)
	into(t, store, ingest.Options{As: geo.Enterprises}, file("e.csv", firmsBefore))
	into(t, store, ingest.Options{As: geo.Organizations}, file("o.csv", "id,name_zh,zone,covers\nO1,支部,Z,E2;E1\n"))
	report := into(t, store, ingest.Options{As: geo.Enterprises, ReplaceZone: true}, file("e.csv", "id,name_zh,zone,employees\nE1,甲,Z,1\nE3,丙,Z,many\n"))
	if report.Removed != 1 || report.Rejected != 1 || report.Changed != 1 || report.Amended != 1 {
		t.Errorf("%+v", report)
	}
	now := held(t, store)
	if _, there := now["enterprises/E2"]; there || !strings.Contains(now["organizations/O1"], "covers=E1 ") {
		t.Errorf("%v", now)
	}
	for _, kept := range []string{"enterprises/E1", "enterprises/E3", "enterprises/N1", "organizations/O1", "zones/Z"} {
		if _, there := now[kept]; !there {
			t.Errorf("%s is gone", kept)
		}
	}
	report = into(t, store, ingest.Options{As: geo.Enterprises, ReplaceZone: true}, file("e.csv", "id,name_zh,zone\nE1,甲,Z\n\"x\"y,丙,Z\n"))
	if report.Removed != 0 {
		t.Errorf("a row of which nothing is known let others be removed: %+v", report)
	}
}

func TestAListOfADayEndsWhatItNoLongerHas(t *testing.T) {
	store := memory(t)
	into(t, store, ingest.Options{As: geo.Enterprises}, file("e.csv", firmsBefore))
	o := ingest.Options{As: geo.Enterprises, ReplaceZone: true, AsOf: geo.Date(2024, 5, 1)}
	list := file("e.csv", "id,name_zh,zone\nE1,甲,Z\nE2,乙,Z\nE4,丁,Z\n")
	if report := into(t, store, o, list); report.Removed != 1 || report.Added != 1 || report.Unchanged != 2 {
		t.Errorf("%+v", report)
	}
	now := held(t, store)
	if !strings.Contains(now["enterprises/E3"], "2024-04-30") || !strings.Contains(now["enterprises/E4"], "2024-05-01") {
		t.Errorf("%v", now)
	}
	if report := into(t, store, o, list); report.Changes() != 0 {
		t.Errorf("the same list again: %+v", report)
	}
}

func TestStrictTakesAllOrNothing(t *testing.T) {
	report, records := read(t, ingest.Options{As: geo.Enterprises, Strict: true}, file("e.csv", "id,name_zh,employees\nE1,甲,1\nE2,乙,many\n"))
	if report.Changes() != 0 || report.Rejected != 1 || len(records) != 0 {
		t.Errorf("%+v %v", report, records)
	}
}

func TestOneThingTwiceAndPlacesOutsideTheirZoneAreWarnedOf(t *testing.T) {
	square := `{"type":"Polygon","coordinates":[[[118,32],[118.1,32],[118.1,32.1],[118,32.1],[118,32]]]}`
	zones := file("z.geojson", collectionOf(feature("zones", "Z", square, ""), feature("grids", "G1", square, `"zone":"Z"`), feature("grids", "G2", square, `"zone":"Z"`)))
	firms := file("企业.csv", "id,name_zh,uscc,zone,lon,lat,地址\nE1,甲,913400001016237R00,Z,118.05,32.05,\nE2,乙,913400001016237R00,Z,119,32,\nE3,甲,,Z,118.0501,32.05,\nE4,丙,,Z,,,江淮路1号\nE5,丙,,Z,,,江淮路1号\n")
	report, _ := read(t, ingest.Options{}, zones, firms)
	got := []string{}
	for _, f := range report.Rows {
		got = append(got, f.Kind+" "+f.Severity)
	}
	want := []string{"overlap warning", "duplicate warning", "outside_zone warning", "duplicate warning", "duplicate warning"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s\n%+v", diff, report.Rows)
	}
}

func TestAnAddressIsPlacedWithoutAskingAnyoneOutside(t *testing.T) {
	offline := func(zones []geocode.ZonePlace) (geocode.Geocoder, error) { return geocode.NewGazetteer(zones) }
	table := file("e.csv", "id,name_zh,地址\nE1,甲,安徽省滁州市来安县汊河镇1号\nE2,乙,某处\n")
	report, records := read(t, ingest.Options{As: geo.Enterprises, Geocoding: offline}, table)
	e1, e2 := records["enterprises/E1"], records["enterprises/E2"]
	if e1.Geometry == nil || e1.Position.Class.Located() || e1.Position.Source == "" || e2.Geometry != nil || e2.Position.Class != geo.Unlocated {
		t.Errorf("%+v %+v", e1.Position, e2.Position)
	}
	if !slices.ContainsFunc(report.Rows, func(f ingest.Finding) bool { return f.Row == 3 && f.Kind == "unlocated" }) {
		t.Errorf("%+v", report.Rows)
	}
}

func TestTooManyColumnsAreOneSentence(t *testing.T) {
	header := strings.Repeat("a,", 16_384) + "id"
	_, err := ingest.Read(context.Background(), []ingest.File{file("zones.csv", header+"\n")}, ingest.Options{})
	if text := textOf(t, err); !strings.Contains(text, "16385 columns") {
		t.Error(text)
	}
}

func TestTheMarkedCopyShowsEachFaultBesideItsRowAndNoPerson(t *testing.T) {
	table := file("e.csv", "id,name_zh,employees,联系电话\nE1,甲,1,13800138000\nE2,乙,many,13800138000\n")
	in, err := ingest.Read(context.Background(), []ingest.File{table}, ingest.Options{As: geo.Enterprises})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := in.WriteMarked(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("e.csv")
	if err != nil || len(rows) != 3 || len(rows[2]) != 4 || !strings.Contains(rows[2][3], "is not an integer") {
		t.Fatalf("%v %v", rows, err)
	}
	marked, _ := book.GetCellStyle("e.csv", "C3")
	plain, _ := book.GetCellStyle("e.csv", "C2")
	if marked == plain {
		t.Error("the cell is not marked")
	}
	for _, sheet := range book.GetSheetList() {
		rows, _ := book.GetRows(sheet)
		for _, row := range rows {
			if strings.Contains(strings.Join(row, " "), "13800138000") {
				t.Errorf("a telephone number in %s", sheet)
			}
		}
	}
}

func TestTheSystemOfTheCoordinatesAndTheGivenPairAreTwoThings(t *testing.T) {
	gcj02 := crs.GCJ02{}.System()
	place, err := gcj02.GeometryToWGS84(orb.Point{118.3134529, 32.2991529})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		header, row string
		crs         string
		want        geo.Position
	}{
		"the pair given stays":                    {"coordinates_crs,position_crs,position_x,position_y", "GCJ-02,EPSG:4548,600000.5,3575000.25", "", geo.Position{CRS: "EPSG:4548", X: 600000.5, Y: 3575000.25}},
		"it was given in WGS 84":                  {"coordinates_crs,position_crs,position_x,position_y", "gcj02,,,", "", geo.Position{}},
		"the order of columns does not matter":    {"position_y,position_x,position_crs,coordinates_crs", "3,2,BD-09,高德", "", geo.Position{CRS: "BD-09", X: 2, Y: 3}},
		"nothing else is known":                   {"coordinates_crs", "GCJ-02", "", geo.Position{CRS: "GCJ-02", X: 118.3134529, Y: 32.2991529}},
		"position_crs alone is of the pair":       {"position_crs", "GCJ-02", "", geo.Position{CRS: "GCJ-02", X: 118.3134529, Y: 32.2991529}},
		"the command says what the row does not":  {"position_crs,position_x,position_y", "BD-09,2,3", "gcj02", geo.Position{CRS: "BD-09", X: 2, Y: 3}},
		"coordinates_crs is before position_crs":  {"position_crs,coordinates_crs", "BD-09,GCJ-02", "", geo.Position{CRS: "GCJ-02", X: 118.3134529, Y: 32.2991529}},
		"of a row that says it the command is no": {"coordinates_crs", "GCJ-02", "bd09", geo.Position{CRS: "GCJ-02", X: 118.3134529, Y: 32.2991529}},
	} {
		report, records := read(t, ingest.Options{As: geo.Enterprises, CRS: c.crs}, file("e.csv", "id,name_zh,zone,lon,lat,"+c.header+"\nE,甲公司,Z,118.3134529,32.2991529,"+c.row+"\n"))
		if report.Rejected != 0 {
			t.Errorf("%s: %+v", name, report.Rows)
			continue
		}
		r := records["enterprises/E"]
		c.want.Class = geo.Exact
		if d := plane.Distance(r.Geometry.(orb.Point), place.(orb.Point)); d > 0.01 || r.Position != c.want {
			t.Errorf("%s: %v m off, %+v", name, d, r.Position)
		}
	}
}
