package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"beltmap/data/ingest"
	"beltmap/geo"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

func file(name, text string) ingest.File {
	return ingest.File{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}
}

// read reads files and returns the records the batch would write, by collection/id.
func read(t *testing.T, o ingest.Options, files ...ingest.File) (*ingest.Report, map[string]geo.Record) {
	t.Helper()
	in, err := ingest.Read(context.Background(), files, o)
	if err != nil {
		t.Fatal(err)
	}
	records := map[string]geo.Record{}
	for change, err := range in.Batch.Changes {
		if err != nil {
			t.Fatal(err)
		}
		records[change.Record.Ref()] = change.Record.Clone()
	}
	return in.Report, records
}

// feature is one line of GeoJSON.
func feature(collection, id, geometry, properties string) string {
	if properties != "" {
		properties = "," + properties
	}
	return fmt.Sprintf(`{"type":"Feature","collection":%q,"id":%q,"geometry":%s,"properties":{"name_zh":"名称 %s"%s}}`, collection, id, geometry, id, properties)
}

func collectionOf(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",\n") + `]}`
}

const point = `{"type":"Point","coordinates":[118.3,32.3]}`

func kinds(r *ingest.Report) []string {
	var out []string
	for _, f := range r.Rows {
		out = append(out, fmt.Sprintf("%s:%d %s %s %s", f.File, f.Row, f.Column, f.Kind, f.Severity))
	}
	return out
}

func TestAMessyTableGoesInWithoutWhatIsWrong(t *testing.T) {
	table := "\ufeff编号,企业名称,所属开发区,经度,纬度,行业,从业人员,联系电话,备注\n" +
		"E-1,甲公司,CZ,118.3,32.3,新材料,12,13800138000,x\n" + // fine
		"E-2,乙公司,CZ,32.3,118.3,新材料,12,,\n" + // swapped
		"E-3,丙公司,CZ,218.3,32.3,新材料,12,,\n" + // outside
		"E-4,丁公司,CZ,118.4,32.4,新材料,许多,,\n" + // not a number
		"E-1,戊公司,CZ,118.3,32.3,新材料,12,,\n" + // duplicate
		"E-5,己公司,CZ\n" + // short
		",,,,,,,,\n" + // blank
		"E-6,,CZ,118.5,32.5,,,,\n" + // no name
		"\"E-7\",\"庚\n公司\",CZ,118.5,32.5,,,,\n" + // a line break in a name
		"E-8,辛公司,CZ,,,,,,\n" // no position
	report, records := read(t, ingest.Options{As: geo.Enterprises}, file("e.csv", table))
	want := []string{
		"e.csv:1 联系电话 personal warning",
		"e.csv:2 所属开发区 stub warning",
		"e.csv:3 经度,纬度 swapped error",
		"e.csv:4 经度,纬度 outside_wgs84 error",
		"e.csv:5 从业人员 value error",
		"e.csv:6 编号 duplicate_id error",
		"e.csv:7  malformed error",
		"e.csv:9 企业名称 value error",
	}
	got := kinds(report)
	for i := range got {
		got[i] = strings.Replace(got[i], " zone stub", " 所属开发区 stub", 1)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if report.Added != 3 || report.Rejected != 6 || report.Stubs != 1 || report.Warnings != 2 {
		t.Errorf("%+v", report)
	}
	e1 := records["enterprises/E-1"]
	if e1.NameZH != "甲公司" || e1.Geometry != (orb.Point{118.3, 32.3}) || e1.Position.Class != geo.Exact || e1.Get(geo.Employees) != geo.Integer(12) {
		t.Errorf("%+v", e1)
	}
	if e8 := records["enterprises/E-8"]; e8.Position.Class != geo.Unlocated || e8.Geometry != nil {
		t.Errorf("%+v", e8)
	}
	if e7 := records["enterprises/E-7"]; e7.NameZH != "庚\n公司" {
		t.Errorf("%+v", e7)
	}
	if zone := records["zones/CZ"]; zone.Position.Class != geo.Unlocated || zone.Geometry != nil || zone.NameZH != "CZ" || zone.Zone != "CZ" {
		t.Errorf("%+v", zone)
	}
	said := fmt.Sprintf("%+v", report)
	if strings.Contains(said, "13800138000") {
		t.Error("the report holds a telephone number")
	}
	if !strings.Contains(said, "备注") {
		t.Error("the report does not say that a column was left out")
	}
}

func TestADuplicateNamesBothRows(t *testing.T) {
	a := file("a.geojson", collectionOf(feature("zones", "A", "null", ""), feature("zones", "B", "null", "")))
	b := file("b.geojson", collectionOf(feature("zones", "C", "null", ""), feature("zones", "B", "null", "")))
	report, _ := read(t, ingest.Options{}, a, b)
	if len(report.Rows) != 1 || report.Rows[0].File != "b.geojson" || report.Rows[0].Row != 2 ||
		!strings.Contains(report.Rows[0].EN, "a.geojson, row 2") || !strings.Contains(report.Rows[0].ZH, "a.geojson 第 2 行") {
		t.Errorf("%+v", report.Rows)
	}
}

func TestFeaturesWhoseLinksLeadNowhereTakeWhatHangsOnThemAlong(t *testing.T) {
	text := collectionOf(
		feature("organizations", "O3", "null", `"parent":"O2"`),
		feature("organizations", "O2", "null", `"parent":"O1"`),
		feature("organizations", "O1", "null", `"covers":["E-none"]`),
		feature("organizations", "O4", "null", `"covers":["E1"]`),
		feature("enterprises", "E1", point, `"zone":"Z","belts":["B"],"grid":"G"`),
		feature("honors", "H1", "null", `"subject":"organizations/O3"`),
		feature("honors", "H2", "null", `"subject":"nowhere"`),
		feature("facts", "F1", "null", `"subject":"province/AH","zone":"AH"`),
	)
	table := "id,name_zh,parent\nO5,甲,O3\nO6,乙,O4\n"
	report, records := read(t, ingest.Options{}, file("x.geojson", text), file("organizations.csv", table))
	want := []string{"belts/B", "enterprises/E1", "facts/F1", "grids/G", "organizations/O4", "organizations/O5", "organizations/O6", "zones/Z"}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(records))); diff != "" {
		t.Error(diff)
	}
	if report.Rejected != 5 || report.Stubs != 3 || report.Added != 5 {
		t.Errorf("%+v", report)
	}
	o5, o6 := records["organizations/O5"], records["organizations/O6"]
	if o5.Get(geo.Parent) != geo.Text("O3") || o6.Get(geo.Parent) != geo.Text("O4") {
		t.Errorf("%+v %+v", o5, o6)
	}
}

func TestALinkOfATableThatLeadsNowhereIsWarnedOfAndStaysAsItIsWritten(t *testing.T) {
	report, records := read(t, ingest.Options{},
		file("organizations.csv", "id,name_zh,parent,covers\nO3,丙,O2,\nO2,乙,O-none,\nO4,丁,,E1;E-none\n"),
		file("enterprises.csv", "id,name_zh,zone,belts,grid\nE1,企业,Z,B,G\n"),
		file("honors.csv", "id,name_zh,subject\nH1,荣誉,organizations/O3\nH2,荣誉二,nowhere\n"))
	want := []string{"belts/B", "enterprises/E1", "grids/G", "honors/H1", "honors/H2", "organizations/O2", "organizations/O3", "organizations/O4", "zones/Z"}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(records))); diff != "" {
		t.Error(diff)
	}
	if report.Rejected != 0 || report.Stubs != 3 || report.Added != 6 || report.Warnings != 6 {
		t.Errorf("%+v", report)
	}
	o4, o3, h1 := records["organizations/O4"], records["organizations/O3"], records["honors/H1"]
	if o4.Get(geo.Covers) != geo.List("E1", "E-none") || o3.Get(geo.Parent) != geo.Text("O2") || h1.Get(geo.Subject) != geo.Text("organizations/O3") {
		t.Errorf("%+v %+v %+v", o4, o3, h1)
	}
}

func TestPolygonsThatCrossThemselvesAreRefusedByName(t *testing.T) {
	bow := `{"type":"Polygon","coordinates":[[[118,32],[118.1,32.1],[118.1,32],[118,32.1],[118,32]]]}`
	report, _ := read(t, ingest.Options{}, file("z.geojson", collectionOf(feature("zones", "A", "null", ""), feature("zones", "B", bow, ""))))
	if diff := cmp.Diff([]string{"z.geojson:2 geometry self_crossing error"}, kinds(report)); diff != "" {
		t.Error(diff)
	}
}

func TestEveryKindOfBadFeatureIsARowAndNotTheEnd(t *testing.T) {
	bad := map[string]string{
		"a class that is none":       feature("zones", "X", "null", `"position_class":"somewhere"`),
		"a position of one number":   feature("centers", "X", `{"type":"Point","coordinates":[118]}`, ""),
		"a position of null":         feature("centers", "X", `{"type":"Point","coordinates":[null,32]}`, ""),
		"a point where areas belong": feature("grids", "X", point, ""),
		"an open ring":               feature("grids", "X", `{"type":"Polygon","coordinates":[[[118,32],[118.1,32],[118.1,32.1],[118,32.1]]]}`, ""),
		"a geometry collection":      feature("centers", "X", `{"type":"GeometryCollection","geometries":[]}`, ""),
		"an unknown collection":      feature("people", "X", "null", ""),
		"an object as value":         feature("enterprises", "X", "null", `"industry":{"a":1}`),
		"six stars":                  feature("organizations", "X", "null", `"stars":6`),
		"negative employees":         feature("enterprises", "X", "null", `"employees":-1`),
		"half an employee":           feature("enterprises", "X", "null", `"employees":1.5`),
		"an id with a space":         feature("enterprises", "X Y", "null", ""),
		"a day that is none":         feature("enterprises", "X", "null", `"surveyed_at":"2024-02-30"`),
		"an end before its start":    feature("honors", "X", "null", `"valid_from":"2021-01-01","valid_to":"2019-01-01"`),
		"not an object":              `17`,
		"not a feature":              `{"type":"Topology"}`,
	}
	for name, text := range bad {
		t.Run(name, func(t *testing.T) {
			report, records := read(t, ingest.Options{}, file("x.json", collectionOf(text, feature("zones", "OK", "null", ""))))
			if report.Rejected != 1 || len(records) != 1 || len(report.Rows) == 0 || report.Rows[0].Row != 1 {
				t.Errorf("%+v %v", report, records)
			}
			for _, f := range report.Rows {
				if f.ZH == "" || f.EN == "" || f.Severity != "error" {
					t.Errorf("%+v", f)
				}
			}
		})
	}
}

func TestAFileThatIsNotWhatItsNameSaysIsOneSentence(t *testing.T) {
	gk := `"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4527"}}`
	for _, c := range []struct{ name, file, text, says string }{
		{"an empty file", "x.geojson", "", "is empty"},
		{"only space", "x.geojson", " \n", "is empty"},
		{"not JSON", "x.geojson", "PK\x03\x04", "not valid JSON"},
		{"an array", "x.geojson", "[1,2]", "not GeoJSON"},
		{"another kind of JSON", "x.json", `{"type":"Topology"}`, "not GeoJSON"},
		{"a file cut short", "x.geojson", collectionOf(feature("zones", "A", "null", ""))[:60], "cut short"},
		{"text after the end", "x.geojson", collectionOf() + "?", "not valid JSON"},
		{"a datum that nobody knows", "x.geojson", `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:2154"}},"features":[]}`, "EPSG:2154"},
		{"another datum, said at the end", "x.geojson", `{"type":"FeatureCollection","features":[` + feature("zones", "A", "null", "") + `],` + gk + `}`, "EPSG::4527"},
		{"an empty table", "zones.csv", "", "is empty"},
		{"a table without header", "zones.csv", "1,2,3\n", "names no columns"},
		{"a workbook", "zones.csv", "PK\x03\x04\x00\x00", "not a text table"},
		{"two columns for one thing", "zones.csv", "id,名称,name_zh\n1,a,b\n", "both mean name_zh"},
		{"half a position", "centers.csv", "id,经度\n1,2\n", "not both"},
		{"a table of no collection", "list.csv", "id,name_zh\n1,a\n", "--as"},
		{"an unread format", "zones.docx", "PK", "not read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ingest.Read(context.Background(), []ingest.File{file(c.file, c.text)}, ingest.Options{})
			var e *geo.Error
			if !errors.As(err, &e) || e.Kind != geo.KindInvalid || !strings.Contains(e.Text.EN, c.says) || !strings.Contains(e.Text.ZH, c.file) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestColumnsThatLookLikePersonsAreRefusedAndTheOthersGoIn(t *testing.T) {
	identity := "11010519491231002X" // the standard's own example
	table := "id,name_zh,书记,industry,source,extra\nE1,甲,某,新材料,名单,1\nE2,乙,某,新材料," + identity + ",2\nE3,丙,某,新材料,名单,3\n"
	report, records := read(t, ingest.Options{As: geo.Enterprises}, file("e.csv", table))
	if report.Added != 3 || report.Rejected != 0 || report.Warnings != 2 {
		t.Errorf("%+v", report)
	}
	for ref, r := range records {
		if r.Source != "" || r.Get(geo.Industry).Text() != "新材料" {
			t.Errorf("%s: %+v", ref, r)
		}
	}
	if said := fmt.Sprintf("%+v", report); strings.Contains(said, identity) || strings.Contains(said, "某") {
		t.Errorf("personal data in the report: %s", said)
	}
}

func TestAnIDThatLooksPersonalIsRefusedAndNotPrinted(t *testing.T) {
	report, _ := read(t, ingest.Options{As: geo.Enterprises}, file("e.csv", "id,name_zh\n张三 13800138000,甲\n13800138000,乙\nE3,丙 13800138000\nE4,丁\n"))
	if report.Rejected != 3 || report.Added != 1 || strings.Contains(fmt.Sprintf("%+v", report), "13800138000") {
		t.Errorf("%+v", report)
	}
}

func TestRowsWithoutAnIDGetTheSameOneEveryTime(t *testing.T) {
	table := "name_zh,uscc,zone\n甲公司,913400001016237R00,CZ\n乙公司,,CZ\n乙公司,,NG\n"
	_, first := read(t, ingest.Options{As: geo.Enterprises}, file("e.csv", table))
	_, second := read(t, ingest.Options{As: geo.Enterprises}, file("e.csv", table))
	if _, found := first["enterprises/913400001016237R00"]; !found || len(first) != 5 {
		t.Errorf("%v", first)
	}
	for ref := range first {
		if _, found := second[ref]; !found {
			t.Errorf("%s is another id the second time", ref)
		}
	}
}

func TestALabelCountsAsItsCode(t *testing.T) {
	_, records := read(t, ingest.Options{As: geo.Organizations}, file("o.csv", "编号;名称;组建形式;星级\nO1;甲支部;联合组建;unrated\nO2;乙支部;single;5\n"))
	o1, o2 := records["organizations/O1"], records["organizations/O2"]
	if o1.Get(geo.Form).Text() != "joint" || o1.Get(geo.Stars) != geo.Text(geo.Unrated) || o2.Get(geo.Stars) != geo.Integer(5) {
		t.Errorf("%+v %+v", o1, o2)
	}
}

func TestAFeatureOfAnotherCollectionThanTheCommandSaysIsLeftOut(t *testing.T) {
	report, _ := read(t, ingest.Options{As: geo.Zones}, file("x.geojson", collectionOf(feature("belts", "B", "null", ""))))
	if report.Rejected != 1 || report.Rows[0].Kind != "collection" {
		t.Errorf("%+v", report)
	}
}

func TestFeaturesOneALineAreReadToo(t *testing.T) {
	text := feature("zones", "A", "null", "") + "\n" + feature("zones", "B", "null", "") + "\n"
	if report, _ := read(t, ingest.Options{}, file("x.ndjson", text)); report.Added != 2 {
		t.Errorf("%+v", report)
	}
}

func TestAFileThatChangesBetweenTheReadingsEndsTheBatch(t *testing.T) {
	openings := 0
	moving := ingest.File{Name: "x.geojson", Open: func() (io.ReadCloser, error) {
		openings++
		area := `{"type":"Polygon","coordinates":[[[117,32],[118,32],[118,33],[117,32]]]}` // which is not kept
		return io.NopCloser(strings.NewReader(collectionOf(feature("zones", fmt.Sprint("Z", openings), area, "")))), nil
	}}
	in, err := ingest.Read(context.Background(), []ingest.File{moving}, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var last error
	for _, err := range in.Batch.Changes {
		last = err
	}
	if geo.KindOf(last) != geo.KindConflict {
		t.Errorf("got %v", last)
	}
}

// endless is a reader of one line that never ends.
type endless struct{ head string }

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.head)
	e.head = e.head[n:]
	for i := n; i < len(p); i++ {
		p[i] = 'a'
	}
	return len(p), nil
}

func (e *endless) Close() error { return nil }

func TestALineWithoutEndIsRefusedBeforeItFillsTheMemory(t *testing.T) {
	for name, head := range map[string]string{
		"zones.csv": "id,name_zh\n1,\"", "zones2.csv": "", "a.geojson": `{"type":"FeatureCollection","features":[{"type":"Feature","id":"`, "b.geojson": `{"x":"`,
	} {
		f := ingest.File{Name: name, Open: func() (io.ReadCloser, error) { return &endless{head}, nil }}
		_, err := ingest.Read(context.Background(), []ingest.File{f}, ingest.Options{As: geo.Zones})
		var e *geo.Error
		if !errors.As(err, &e) || !strings.Contains(e.Text.EN, "longer than 16 MB") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestACanceledImportStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var text strings.Builder
	text.WriteString("id,name_zh\n")
	for i := range 5000 {
		fmt.Fprintf(&text, "Z%d,z\n", i)
	}
	if _, err := ingest.Read(ctx, []ingest.File{file("zones.csv", text.String())}, ingest.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
