package ingest

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// readShapefile finds the encoding out.
func readShapefile(ctx context.Context, in *input, to table) error {
	return shapefileFormat("")(ctx, in, to)
}

// shapeFeatures is GeoJSON with a feature a geometry; its properties are of each type that a shapefile keeps.
func shapeFeatures(geometries ...string) string {
	var out []string
	for i, g := range geometries {
		out = append(out, `{"type":"Feature","geometry":`+g+`,"properties":{"名称":"示范企业`+strings.Repeat("甲", i)+`","员工人数":`+[]string{"12", "null", "0"}[i%3]+
			`,"产值":`+[]string{"1.5", "2e6", "null"}[i%3]+`,"surveyed":`+[]string{`"2024-05-01"`, "null", `"1999-12-31"`}[i%3]+`}}`)
	}
	return `{"type":"FeatureCollection","features":[` + strings.Join(out, ",") + `]}`
}

const polygonWithHole = `{"type":"Polygon","coordinates":[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[1,2],[2,2],[2,1],[1,1]]]}`

// shapefile makes a shapefile by ogr2ogr and returns its folder.
func shapefile(t testing.TB, features string, args ...string) string {
	t.Helper()
	folder := t.TempDir()
	source := written(t, "in.geojson", []byte(features))
	ogr(t, append([]string{"-f", "ESRI Shapefile", filepath.Join(folder, "企业.shp"), source}, args...)...)
	return folder
}

func TestAShapefileIsReadInEveryEncodingAsItIs(t *testing.T) {
	features := shapeFeatures(`{"type":"Point","coordinates":[118.3,32.3]}`, `{"type":"Point","coordinates":[118.4,32.4]}`, "null")
	want := []string{
		"crs EPSG:4326", "sheet 企业 0: 名称|员工人|产值|surveyed",
		"1: 示范企业|12|1.5|2024-05-01 @ POINT(118.3 32.3)", "2: 示范企业甲||2000000| @ POINT(118.4 32.4)", "3: 示范企业甲甲|0||1999-12-31",
	}
	inGBK := slices.Clone(want)
	inGBK[1] = "sheet 企业 0: 名称|员工人数|产值|surveyed" // ten bytes are five characters
	for _, c := range []struct {
		name, encoding string
		change         func(folder string)
		want           []string
	}{
		{"UTF-8 with .cpg", "UTF-8", func(string) {}, want},
		{"UTF-8 without .cpg", "UTF-8", removeCPG, want},
		{"GBK with .cpg", "GBK", func(string) {}, inGBK},
		{"GBK without .cpg", "GBK", removeCPG, inGBK},
		{"GBK by the table's own word", "GBK", func(folder string) {
			removeCPG(folder)
			change(t, filepath.Join(folder, "企业.dbf"), func(b []byte) { b[29] = 0x4d })
		}, inGBK},
		{"GBK with .cpg by number", "GBK", func(folder string) { must(os.WriteFile(filepath.Join(folder, "企业.cpg"), []byte("936\r\n"), 0o600)) }, inGBK},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := shapefile(t, features, "-lco", "ENCODING="+c.encoding)
			c.change(folder)
			wantTold(t, readShapefile, zipFolder(t, folder, "list.zip"), c.want...)
		})
	}
}

func TestADeclaredEncodingIsBelieved(t *testing.T) {
	folder := shapefile(t, shapeFeatures(`{"type":"Point","coordinates":[1,2]}`), "-lco", "ENCODING=GBK")
	must(os.WriteFile(filepath.Join(folder, "企业.cpg"), []byte("UTF-8"), 0o600)) // a lie
	path := zipFolder(t, folder, "list.zip")
	if said, err := told(t, readShapefile, path); err != nil || !strings.Contains(said[2], "\xff") {
		t.Errorf("what is not in its encoding must not be taken for text: %q, %v", said, err)
	}
	wantTold(t, shapefileFormat("gb18030"), path, "crs EPSG:4326", "sheet 企业 0: 名称|员工人数|产值|surveyed", "1: 示范企业|12|1.5|2024-05-01 @ POINT(1 2)")
	if _, err := told(t, shapefileFormat("klingon"), path); !isOurs(err) {
		t.Error(err)
	}
}

func removeCPG(folder string) { must(os.Remove(filepath.Join(folder, "企业.cpg"))) }

func change(t *testing.T, path string, edit func([]byte)) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	edit(text)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestEveryKindOfShapeIsReadWithoutHeights(t *testing.T) {
	island := `{"type":"MultiPolygon","coordinates":[[[[0,0],[9,0],[9,9],[0,9],[0,0]],[[1,1],[1,8],[8,8],[8,1],[1,1]]],[[[3,3],[6,3],[6,6],[3,6],[3,3]],[[4,4],[4,5],[5,5],[5,4],[4,4]]]]}`
	for _, c := range []struct{ name, geometry, dim, want string }{
		{"point with height", `{"type":"Point","coordinates":[1,2,3]}`, "XYZ", "POINT(1 2)"},
		{"point with measure", `{"type":"Point","coordinates":[1,2,3]}`, "XYM", "POINT(1 2)"},
		{"multi-point of one", `{"type":"MultiPoint","coordinates":[[1,2]]}`, "XY", "POINT(1 2)"},
		{"multi-point of one with height and measure", `{"type":"MultiPoint","coordinates":[[1,2,3]]}`, "XYZM", "POINT(1 2)"},
		{"line", `{"type":"LineString","coordinates":[[1,2],[3,4]]}`, "XY", "LINESTRING(1 2,3 4)"},
		{"lines with height", `{"type":"MultiLineString","coordinates":[[[1,2,3],[3,4,3]],[[5,6,3],[7,8,3]]]}`, "XYZ", "MULTILINESTRING((1 2,3 4),(5 6,7 8))"},
		{"polygon with a hole", polygonWithHole, "XY", "POLYGON((0 0,0 9,9 9,9 0,0 0),(1 1,2 1,2 2,1 2,1 1))"},
		{"polygon with height", polygonWithHole, "XYZ", "POLYGON((0 0,0 9,9 9,9 0,0 0),(1 1,2 1,2 2,1 2,1 1))"},
		{"an island in a lake", island, "XY", "MULTIPOLYGON(((0 0,0 9,9 9,9 0,0 0),(1 1,8 1,8 8,1 8,1 1)),((3 3,3 6,6 6,6 3,3 3),(4 4,5 4,5 5,4 5,4 4)))"},
	} {
		t.Run(c.name, func(t *testing.T) {
			said, err := told(t, readShapefile, zipFolder(t, shapefile(t, shapeFeatures(c.geometry), "-dim", c.dim), "list.zip"))
			if err != nil {
				t.Fatal(err)
			}
			if _, at, _ := strings.Cut(said[2], " @ "); at != c.want {
				t.Errorf("got %s, want %s", at, c.want)
			}
		})
	}
}

func TestPointsInOneShapeAreRefusedByRow(t *testing.T) {
	folder := shapefile(t, shapeFeatures(`{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}`, `{"type":"MultiPoint","coordinates":[[1,2]]}`))
	said, err := told(t, readShapefile, zipFolder(t, folder, "list.zip"))
	if err != nil || said[2] != "1: geometry!" || !strings.HasSuffix(said[3], "POINT(1 2)") {
		t.Error(said, err)
	}
}

func TestRingsWrittenTheWrongWayRoundAreStillOutlines(t *testing.T) {
	ccw := []orb.Point{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}
	apart := []orb.Point{{5, 5}, {6, 5}, {6, 6}, {5, 6}, {5, 5}}
	if g := polygonsOf([][]orb.Point{ccw}); g.GeoJSONType() != "Polygon" {
		t.Errorf("one ring: %v", g)
	}
	if g, ok := polygonsOf([][]orb.Point{ccw, apart}).(orb.MultiPolygon); !ok || len(g) != 2 {
		t.Errorf("two rings: %v", g)
	}
}

func TestTheCRSOfAPrjIsNamed(t *testing.T) {
	for code, want := range map[string]string{
		"EPSG:4326": "EPSG:4326", "EPSG:4490": "EPSG:4490", "EPSG:4527": "EPSG:4527", "EPSG:4548": "EPSG:4548", "EPSG:3857": "EPSG:3857",
	} {
		folder := shapefile(t, shapeFeatures(`{"type":"Point","coordinates":[117.3,32.3]}`), "-t_srs", code)
		said, err := told(t, readShapefile, zipFolder(t, folder, "list.zip"))
		if err != nil {
			t.Fatal(err)
		}
		if said[0] != "crs "+want {
			t.Errorf("%s: %s", code, said[0])
		}
	}
	folder := shapefile(t, shapeFeatures("null"))
	_ = os.Remove(filepath.Join(folder, "企业.prj"))
	if said, err := told(t, readShapefile, zipFolder(t, folder, "list.zip")); err != nil || strings.HasPrefix(said[0], "crs") {
		t.Errorf("without a .prj: %q, %v", said, err)
	}
}

func TestWellKnownTextsNameTheirSystem(t *testing.T) {
	const datum = `GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	zone := func(name, easting string) string {
		return `PROJCS["` + name + `",` + datum + `,PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",` + easting + `],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",1.0],UNIT["Meter",1.0]]`
	}
	for text, want := range map[string]string{
		datum: "EPSG:4490", zone("CGCS2000_3_Degree_GK_Zone_39", "39500000.0"): "EPSG:4527", zone("CGCS2000_3_Degree_GK_CM_117E", "500000.0"): "EPSG:4548",
		zone("某市坐标系", "39500000.0"): "EPSG:4527", zone("x", "500000"): "EPSG:4548", zone("某市独立坐标系", "350000"): "某市独立坐标系",
		"\xef\xbb\xbf" + `PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]]`: "EPSG:3857",
		`GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0]]`:                                           "EPSG:4326",
		`GEOGCRS["x",DATUM["y"],ID["EPSG",4490]]`: "EPSG:4490", `GCJ-02`: "GCJ-02", "": "", `GEOGCS["`: `GEOGCS["`, strings.Repeat("A[", 100): strings.Repeat("A[", 100),
	} {
		if got := crsOfWKT(text); got != want {
			t.Errorf("%.60q: %q, want %q", text, got, want)
		}
	}
}

func TestEveryLayerOfAnArchiveIsASheet(t *testing.T) {
	folder := shapefile(t, shapeFeatures(`{"type":"Point","coordinates":[1,2]}`))
	ogr(t, "-f", "ESRI Shapefile", filepath.Join(folder, "路线.shp"), written(t, "in.geojson", []byte(shapeFeatures(`{"type":"LineString","coordinates":[[1,2],[3,4]]}`))))
	ogr(t, "-f", "ESRI Shapefile", filepath.Join(folder, "字典.dbf"), written(t, "in.csv", []byte("id,name\n1,a\n")))
	said, err := told(t, readShapefile, zipFolder(t, folder, "list.zip"))
	if err != nil {
		t.Fatal(err)
	}
	var sheets []string
	for _, s := range said {
		if name, ok := strings.CutPrefix(s, "sheet "); ok {
			sheets = append(sheets, strings.Fields(name)[0])
		}
	}
	slices.Sort(sheets)
	if !slices.Equal(sheets, []string{"企业", "字典", "路线"}) {
		t.Error(said)
	}
}

func TestDeletedRowsAreLeftOutWithTheirShapes(t *testing.T) {
	folder := shapefile(t, shapeFeatures(`{"type":"Point","coordinates":[1,2]}`, `{"type":"Point","coordinates":[3,4]}`))
	change(t, filepath.Join(folder, "企业.dbf"), func(b []byte) { b[int(b[8])+int(b[9])<<8] = dbfDeleted })
	said, err := told(t, readShapefile, zipFolder(t, folder, "list.zip"))
	if err != nil || len(said) != 3 || !strings.HasSuffix(said[2], "POINT(3 4)") || !strings.HasPrefix(said[2], "2:") {
		t.Error(said, err)
	}
}

func TestDBFValuesThatAreUnknownAreEmpty(t *testing.T) {
	table := &dbf{}
	for _, c := range []struct {
		kind     byte
		raw, out string
	}{
		{'N', " 12 ", "12"}, {'N', "****", ""}, {'F', " 1.50000e+02", "150"}, {'D', "20240501", "2024-05-01"}, {'D', "00000000", ""}, {'D', "        ", ""}, {'D', "2024", "2024"},
		{'L', "T", "true"}, {'L', "n", "false"}, {'L', "?", ""}, {'L', " ", ""}, {'I', "\x01\x00\x00\x00", "1"}, {'M', "0000000001", ""}, {'C', "a\x00\x00 ", "a"},
		{'B', "\x00\x00\x00\x00\x00\x00\xf8\x3f", "1.5"}, {'C', "\xd6\xd0", "\xd6\xd0\xff"},
	} {
		if got := table.cell(dbfField{kind: c.kind, width: 20}, []byte(c.raw)); got != c.out {
			t.Errorf("%c %q: %q, want %q", c.kind, c.raw, got, c.out)
		}
	}
	gbk := &dbf{decoder: simplifiedchinese.GB18030.NewDecoder()}
	if got := gbk.text([]byte("\xd6\xd0\xb9"), 3); got != "中" {
		t.Errorf("a text cut within a character: %q", got)
	}
}

func TestAShapefileThatCannotBeReadIsOneSentence(t *testing.T) {
	folder := shapefile(t, shapeFeatures(`{"type":"Point","coordinates":[1,2]}`, `{"type":"Point","coordinates":[3,4]}`))
	of := func(ext string) []byte {
		text, err := os.ReadFile(filepath.Join(folder, "企业"+ext))
		must(err)
		return text
	}
	edited := func(text []byte, at int, b ...byte) []byte {
		return slices.Replace(bytes.Clone(text), at, at+len(b), b...)
	}
	shp, table := of(".shp"), of(".dbf")
	for _, c := range []struct {
		name, part string
		parts      []part
	}{
		{"no shapes in it", "no shapefile", []part{{"readme.txt", nil}}},
		{"only a Mac's notes", "no shapefile", []part{{"__MACOSX/._a.shp", shp}}},
		{"no table", "no .dbf", []part{{"a.shp", shp}}},
		{"fewer shapes than rows", "does not have as many", []part{{"a.shp", shp[:128]}, {"a.dbf", table}}},
		{"shapes cut within one", "a.shp is damaged", []part{{"a.shp", shp[:140]}, {"a.dbf", table}}},
		{"a table cut within a row", "a.dbf is damaged", []part{{"a.shp", shp}, {"a.dbf", table[:len(table)-30]}}},
		{"shapes that are something else", "a.shp is damaged", []part{{"a.shp", make([]byte, 200)}, {"a.dbf", table}}},
		{"a table that is something else", "a.dbf is damaged", []part{{"a.shp", shp}, {"a.dbf", make([]byte, 200)}}},
		{"a shape of 8 GB", "a.shp is damaged", []part{{"a.shp", edited(shp, 104, 0xff, 0xff, 0xff, 0xff)}, {"a.dbf", table}}},
		{"shapes out of order", "a.shp is damaged", []part{{"a.shp", edited(shp, 103, 7)}, {"a.dbf", table}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantSentence(t, readShapefile, zipped(t, "list.zip", c.parts...), c.part)
		})
	}
	wantSentence(t, readShapefile, written(t, "list.zip", []byte("PK")), "not a sound archive")
	wantSentence(t, readBareShape, written(t, "list.shp", shp), "only a part of a shapefile")
	whole := zipFolder(t, folder, "list.zip")
	said, err := told(t, readShapefile, whole)
	must(err)
	wantEveryCutSaid(t, readShapefile, whole, said)
}

func TestCountsThatAShapeCannotHoldAreDamage(t *testing.T) {
	line := append([]byte{3, 0, 0, 0}, make([]byte, 40)...)
	copy(line[36:], "\xff\xff\xff\x7f\xff\xff\xff\x7f")
	points := append([]byte{8, 0, 0, 0}, make([]byte, 36)...)
	copy(points[36:], "\xff\xff\xff\xff")
	for _, body := range [][]byte{line, points, {1, 0, 0, 0}, {5, 0, 0, 0}, {99, 0, 0, 0}, {2, 0, 0, 0}} {
		if g, err := shapeOf(body); err == nil {
			t.Errorf("%v is read as %v", body, g)
		}
	}
}

func FuzzShapefile(f *testing.F) {
	for _, g := range []string{`{"type":"Point","coordinates":[1,2]}`, polygonWithHole, `{"type":"LineString","coordinates":[[1,2],[3,4]]}`} {
		folder := shapefile(f, shapeFeatures(g, "null"))
		shp, err := os.ReadFile(filepath.Join(folder, "企业.shp"))
		must(err)
		table, err := os.ReadFile(filepath.Join(folder, "企业.dbf"))
		must(err)
		prj, err := os.ReadFile(filepath.Join(folder, "企业.prj"))
		must(err)
		f.Add(shp, table, prj)
	}
	f.Fuzz(func(t *testing.T, shp, table, prj []byte) {
		surviveForeign(t, readShapefile, zipOf(t, part{"a.shp", shp}, part{"a.dbf", table}, part{"a.prj", prj}))
	})
}
