package ingest

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"beltmap/geo"
)

// geopackage makes a GeoPackage by ogr2ogr.
func geopackage(t testing.TB, features string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "list.gpkg")
	ogr(t, append([]string{"-f", "GPKG", path, written(t, "企业.geojson", []byte(features)), "-nln", "企业"}, args...)...)
	return path
}

// alter runs statements on a GeoPackage, as another program might have.
func alter(t testing.TB, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	must(err)
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(s, err)
		}
	}
}

func TestAGeoPackageOfOGRIsReadAsItWas(t *testing.T) {
	features := shapeFeatures(`{"type":"Point","coordinates":[118.3,32.3]}`, polygonWithHole, "null")
	wantTold(t, readGeoPackage, geopackage(t, features), "crs EPSG:4326", "sheet 企业 0: 名称|员工人数|产值|surveyed",
		"1: 示范企业|12|1.5|2024-05-01 @ POINT(118.3 32.3)", "2: 示范企业甲||2000000| @ POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,1 2,2 2,2 1,1 1))", "3: 示范企业甲甲|0||1999-12-31")
}

func TestEveryGeometryOfAGeoPackageIsReadWithoutHeights(t *testing.T) {
	for _, c := range []struct{ name, geometry, dim, want string }{
		{"with height and measure", `{"type":"LineString","coordinates":[[1,2,3],[3,4,3]]}`, "XYZM", "LINESTRING(1 2,3 4)"},
		{"with measure", `{"type":"Polygon","coordinates":[[[0,0,1],[9,0,1],[9,9,1],[0,0,1]]]}`, "XYM", "POLYGON((0 0,9 0,9 9,0 0))"},
		{"a multi-point of one", `{"type":"MultiPoint","coordinates":[[1,2]]}`, "XY", "POINT(1 2)"},
		{"an empty polygon", `{"type":"Polygon","coordinates":[]}`, "XY", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			said, err := told(t, readGeoPackage, geopackage(t, shapeFeatures(c.geometry), "-dim", c.dim))
			must(err)
			if _, at, _ := strings.Cut(said[2], " @ "); at != c.want {
				t.Errorf("got %q, want %q", at, c.want)
			}
		})
	}
	said, err := told(t, readGeoPackage, geopackage(t, shapeFeatures(`{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}`, `{"type":"GeometryCollection","geometries":[]}`, `{"type":"Point","coordinates":[1,2]}`)))
	if must(err); said[2] != "1: geometry!" || !strings.HasSuffix(said[4], "POINT(1 2)") {
		t.Error(said)
	}
}

func TestTheCRSOfALayerIsNamed(t *testing.T) {
	for _, code := range []string{"EPSG:4490", "EPSG:4527", "EPSG:4548", "EPSG:3857"} {
		said, err := told(t, readGeoPackage, geopackage(t, shapeFeatures(`{"type":"Point","coordinates":[117.3,32.3]}`), "-t_srs", code))
		if must(err); said[0] != "crs "+code {
			t.Error(code, said)
		}
	}
	path := geopackage(t, shapeFeatures(`{"type":"Point","coordinates":[1,2]}`))
	alter(t, path, `UPDATE gpkg_geometry_columns SET srs_id=0`)
	if said, err := told(t, readGeoPackage, path); err != nil || strings.HasPrefix(said[0], "crs") {
		t.Error("undefined:", said, err)
	}
}

func TestEveryTableOfAGeoPackageIsASheetAndNothingOfItIsRun(t *testing.T) {
	path := geopackage(t, shapeFeatures(`{"type":"Point","coordinates":[1,2]}`))
	ogr(t, "-update", "-f", "GPKG", path, written(t, "in.csv", []byte("名称,a b\n甲,x\n")), "-nln", `字典 "1"`)
	contents := func(name string) string {
		return `INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('` + name + `', 'attributes', '` + name + `')`
	}
	alter(t, path,
		`CREATE VIEW loop AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT count(*) AS id FROM n`, contents("loop"),
		`CREATE TABLE big (fid INTEGER PRIMARY KEY, ok BOOLEAN, day DATE, at DATETIME, raw BLOB, bomb GENERATED ALWAYS AS (hex(zeroblob(100000000))) VIRTUAL)`,
		`INSERT INTO big VALUES (1, 1, '2024-05-01', '2024-05-01T10:00:00Z', x'00ff')`, contents("big"),
		`CREATE VIRTUAL TABLE found USING fts3(a)`, contents("found"), contents("gone"), contents("gpkg_contents"),
		`CREATE TABLE empty (id TEXT)`, contents("empty"),
		`CREATE TRIGGER t AFTER INSERT ON big BEGIN DELETE FROM big; END`)
	said, err := told(t, readGeoPackage, path)
	must(err)
	var notes []string
	said = slices.DeleteFunc(said, func(s string) bool {
		if strings.HasPrefix(s, "note") {
			notes = append(notes, strings.Fields(s)[3])
			return true
		}
		return false
	})
	slices.Sort(notes)
	if want := []string{`"found"`, `"gone"`, `"loop"`}; !slices.Equal(notes, want) {
		t.Errorf("notes of %q, want %q", notes, want)
	}
	want := []string{"crs EPSG:4326", "sheet 企业 0: 名称|员工人数|产值|surveyed", "1: 示范企业|12|1.5|2024-05-01 @ POINT(1 2)",
		"crs ", `sheet 字典 "1" 0: 名称|a b`, "1: 甲|x", "sheet big 0: ok|day|at|raw", "1: true|2024-05-01|2024-05-01T10:00:00Z|"}
	if !slices.Equal(said, want) {
		t.Errorf("got  %q\nwant %q", said, want)
	}
}

func TestReadingAGeoPackageLeavesNothingBeside(t *testing.T) {
	path := geopackage(t, shapeFeatures(`{"type":"Point","coordinates":[1,2]}`))
	alter(t, path, "PRAGMA journal_mode=WAL")
	before, err := os.ReadFile(path)
	must(err)
	_, err = told(t, readGeoPackage, path)
	must(err)
	after, err := os.ReadFile(path)
	must(err)
	entries, err := os.ReadDir(filepath.Dir(path))
	must(err)
	if len(entries) != 1 || string(before) != string(after) {
		t.Errorf("%v stand in the folder, same file: %v", entries, string(before) == string(after))
	}
}

func TestAGeoPackageThatCannotBeReadIsOneSentence(t *testing.T) {
	path := geopackage(t, shapeFeatures(`{"type":"Point","coordinates":[1,2]}`, `{"type":"Point","coordinates":[3,4]}`))
	whole, err := os.ReadFile(path)
	must(err)
	plain := filepath.Join(t.TempDir(), "plain.gpkg")
	alter(t, plain, "CREATE TABLE a (b)")
	wantSentence(t, readGeoPackage, written(t, "a.gpkg", nil), "is empty")
	wantSentence(t, readGeoPackage, written(t, "a.gpkg", []byte(strings.Repeat("not a database ", 100))), "not a GeoPackage")
	wantSentence(t, readGeoPackage, plain, "not a GeoPackage")
	for _, at := range []int{50, 512, 4096, len(whole) / 2, len(whole) - 4096} {
		if _, err := told(t, readGeoPackage, written(t, "cut.gpkg", whole[:at])); !isOurs(err) {
			t.Errorf("cut at %d: %v", at, err)
		}
	}
	must(os.WriteFile(path+"-wal", []byte("x"), 0o600))
	var e *geo.Error
	if _, err := told(t, readGeoPackage, path); !errors.As(err, &e) || e.Kind != geo.KindConflict || !strings.Contains(e.Text.EN, "QGIS") {
		t.Errorf("open elsewhere: %v", err)
	}
}

func isOurs(err error) bool {
	var e *geo.Error
	return errors.As(err, &e) && e.Text.ZH != "" && e.Text.EN != ""
}

// TestADamagedGeoPackageEndsInRowsOrOneSentence turns bytes over, more of them the longer it goes on.
func TestADamagedGeoPackageEndsInRowsOrOneSentence(t *testing.T) {
	var features []string
	for range 200 {
		features = append(features, `{"type":"Point","coordinates":[1,2]}`)
	}
	whole, err := os.ReadFile(geopackage(t, strings.Join([]string{shapeFeatures(features...)}, "")))
	must(err)
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 0))
	path := written(t, "bad.gpkg", nil)
	for i := range 150 {
		bad := slices.Clone(whole)
		for range 1 + i {
			bad[rng.IntN(len(bad))] = byte(rng.UintN(256))
		}
		if i%3 == 0 { // a page that names another as its child
			binary.BigEndian.PutUint32(bad[4096*(1+rng.IntN(len(bad)/4096-1))+8:], uint32(rng.IntN(len(bad)/4096)))
		}
		must(os.WriteFile(path, bad, 0o600))
		if _, err := told(t, readGeoPackage, path); err != nil && !isOurs(err) {
			t.Errorf("seed %d, turn %d: %v", seed, i, err)
		}
	}
}

func FuzzGeoPackage(f *testing.F) {
	for _, g := range []string{`{"type":"Point","coordinates":[1,2]}`, polygonWithHole} {
		text, err := os.ReadFile(geopackage(f, shapeFeatures(g, "null")))
		must(err)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if _, err := told(t, readGeoPackage, written(t, "x.gpkg", text)); err != nil && !isOurs(err) {
			t.Fatalf("not one of our errors: %v", err)
		}
	})
}
