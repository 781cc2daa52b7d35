package ingest_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"beltmap/data/ingest"
	"beltmap/geo"
)

// town is three features as they come from elsewhere: no collection, no zone, no name, the ids of another program.
const town = `{"type":"FeatureCollection","features":[
{"type":"Feature","id":"way/1","properties":{"kind":"road","surface":"asphalt"},"geometry":{"type":"LineString","coordinates":[[118.3,32.3],[118.31,32.31],[118.32,32.31]]}},
{"type":"Feature","id":13812345678,"properties":{"kind":"水系"},"geometry":{"type":"Polygon","coordinates":[[[118.3,32.3],[118.31,32.3],[118.31,32.31],[118.3,32.3]]]}},
{"type":"Feature","properties":{},"geometry":{"type":"MultiLineString","coordinates":[[[118.33,32.3],[118.34,32.3]],[[118.33,32.31],[118.34,32.31]]]}}]}`

func TestGroundNeedsNeitherNameNorZoneNorID(t *testing.T) {
	report, records := read(t, ingest.Options{As: geo.Ground}, file("town.geojson", town))
	if report.Added != 3 || report.Rejected != 0 || len(records) != 3 {
		t.Fatalf("%+v", report)
	}
	kinds := map[string]int{}
	for _, r := range records {
		kinds[r.Get(geo.GroundKind).Text()]++
		if r.NameZH != "" || r.Zone != "" || !strings.HasPrefix(r.ID, "H-") || r.Position.Class != geo.Exact {
			t.Errorf("%+v", r)
		}
	}
	if kinds["road"] != 1 || kinds["water"] != 1 || kinds[""] != 1 {
		t.Errorf("kinds %v", kinds)
	}
}

func TestAnotherFileOfGroundWithTheSameNumbersOverwritesNothing(t *testing.T) {
	line := `{"type":"Feature","id":1,"geometry":{"type":"LineString","coordinates":[[118.%d,32.3],[118.5,32.31]]},"properties":null}`
	report, records := read(t, ingest.Options{As: geo.Ground}, file("roads.json", fmt.Sprintf(line, 1)), file("blocks.json", fmt.Sprintf(line, 2)))
	if report.Added != 2 || len(records) != 2 {
		t.Fatalf("%+v", report)
	}
}

func TestAPointIsNoGround(t *testing.T) {
	report, _ := read(t, ingest.Options{As: geo.Ground}, file("p.json", `{"type":"Feature","geometry":{"type":"Point","coordinates":[118,32]},"properties":null}`))
	if report.Added != 0 || report.Rejected != 1 || report.Rows[0].Kind != "geometry" {
		t.Fatalf("%+v", report)
	}
}

// What ogr2ogr makes of one file in other formats and systems is the same ground: the same ids, so that nothing comes in twice.
func TestGroundOfOgr2ogrIsTheSameInEveryFormat(t *testing.T) {
	folder := t.TempDir()
	source := filepath.Join(folder, "roads.geojson")
	roads := `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"highway":"primary"},"geometry":{"type":"LineString","coordinates":[[118.3,32.3],[118.31,32.31]]}},
		{"type":"Feature","properties":{"highway":"service"},"geometry":{"type":"LineString","coordinates":[[118.3,32.31],[118.31,32.3]]}}]}`
	if err := os.WriteFile(source, []byte(roads), 0o600); err != nil {
		t.Fatal(err)
	}
	_, want := read(t, ingest.Options{As: geo.Ground}, ingest.Path(source))
	for name, args := range map[string][]string{
		"out.gpkg":       {"-f", "GPKG"},
		"shapes.shp.zip": {"-f", "ESRI Shapefile"},
		"out.geojson":    {"-f", "GeoJSON", "-preserve_fid"},
		"2008.json":      {"-f", "GeoJSON", "-t_srs", "EPSG:4490"},
	} {
		path := filepath.Join(folder, name)
		if out, err := exec.Command("ogr2ogr", append(args, path, source)...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v %s", name, err, out)
		}
		report, got := read(t, ingest.Options{As: geo.Ground}, ingest.Path(path))
		if report.Added != 2 || report.Rejected != 0 {
			t.Errorf("%s: %+v", name, report)
		}
		for id := range want {
			if _, there := got[id]; !there && name != "2008.json" {
				t.Errorf("%s lacks %s", name, id)
			}
		}
	}
}
