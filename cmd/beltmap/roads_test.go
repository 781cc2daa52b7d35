package main_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// An extract is imported into a new file, drawn, replaced and refused when it is cut short, after which all is as it was.
func TestRoadsAreImportedOrNothingIs(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/paulmach/osm").Output()
	source := filepath.Join(strings.TrimSpace(string(out)), "testdata", "delaware-latest.osm.pbf")
	pbf, missing := os.ReadFile(source)
	if err != nil || missing != nil {
		t.Fatalf("the extract of Delaware, which comes with github.com/paulmach/osm, is not in the module cache: %v", errors.Join(err, missing))
	}
	folder := t.TempDir()
	write(t, folder, "cut.osm.pbf", string(pbf[:len(pbf)/2]))
	write(t, folder, "dover.osm.pbf", string(pbf))
	write(t, folder, "places.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[-75.524,39.158]},
		"properties":{"collection":"places","id":"P1","name_zh":"广场","name_en":"the Green"}},
		{"type":"Feature","geometry":{"type":"Point","coordinates":[-75.519,39.156]},"properties":{"collection":"places","id":"P2","name_zh":"议会","name_en":"the hall"}},
		{"type":"Feature","geometry":{"type":"Point","coordinates":[-75.30,39.156]},"properties":{"collection":"places","id":"P3","name_zh":"海上","name_en":"at sea"}}]}`)
	beltmap(t, folder, "roads", "import", "cut.osm.pbf", "--db", "a.gpkg").says(t, 1, "cut.osm.pbf is cut short")
	if _, err := os.Stat(filepath.Join(folder, "a.gpkg")); err == nil {
		t.Error("a file was made of an extract that was cut short")
	}
	beltmap(t, folder, "import", "places.geojson", "--as", "places", "--db", "a.gpkg").says(t, 0)
	const dover = "--bbox=-75.54,39.14,-75.50,39.17"
	beltmap(t, folder, "roads", "import", "dover.osm.pbf", "--db", "a.gpkg", dover).says(t, 0, "the road graph is in a.gpkg (version 2)", "on foot: the largest part has", "© OpenStreetMap contributors (ODbL)")
	if out := beltmap(t, folder, "export", "--db", "a.gpkg", "--collection", "ground", "-").stdout; !strings.Contains(out, "OSM-W") || !strings.Contains(out, `"kind":"road"`) {
		t.Errorf("no roads are drawn: %.300s", out)
	}
	// Tours go along them, and straight to where they do not lead.
	beltmap(t, folder, "tour", "plan", "--db", "a.gpkg", "--stop", "places/P1", "--stop", "places/P2", "--stop", "places/P3").says(t, 0, "legs follow roads; road data: © OpenStreetMap contributors", "no road leads from")
	if out := beltmap(t, folder, "tour", "plan", "--db", "a.gpkg", "--stop", "places/P1", "--stop", "places/P2", "--mode", "foot").stdout; strings.Contains(out, "no road") || !strings.Contains(out, "09:31\t09:31\t09:51") {
		t.Errorf("not along roads: %s", out)
	}
	beltmap(t, folder, "tour", "rounds", "--db", "a.gpkg", "--stop", "places/P1", "--base", "places/P2").says(t, 0, "legs follow roads", "day 1, team 1")
	beltmap(t, folder, "roads", "import", "cut.osm.pbf", "--db", "a.gpkg").says(t, 1, "cut.osm.pbf is cut short")
	beltmap(t, folder, "roads", "import", "dover.osm.pbf", "--db", "a.gpkg", "--bbox=1,1,2").says(t, 2, "--bbox")
	beltmap(t, folder, "roads", "import", "dover.osm.pbf").says(t, 2, "--db is missing")
	beltmap(t, folder, "history", "--db", "a.gpkg").says(t, 0, "roads import dover.osm.pbf")
	if out := beltmap(t, folder, "history", "--db", "a.gpkg").stdout; strings.Count(out, "\n") != 2 {
		t.Errorf("an extract that was refused left something: %s", out)
	}
}
