package gpkg_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"beltmap/data/storetest"
	"beltmap/geo"
	"github.com/paulmach/orb"
)

// ogr runs one of GDAL's tools or Python bindings.
func ogr(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

func TestWhatGDALAndQGISChangeIsNoticedAndTakenIn(t *testing.T) {
	path, _ := some(t)
	s := create(t, path)
	if _, err := read(s); err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(t.TempDir(), "new.csv")
	ogr(t, "/usr/bin/python3", "-c", `import sys; open(sys.argv[1], "w").write("id,name_zh,zone,version,lon,lat\nE8,企业八,Z,0,118.4,32.4\n,企业九,Z,0,118.5,32.5\n")`, list)
	ogr(t, "ogr2ogr", "-f", "GPKG", "-update", "-append", path, list, "-nln", "enterprises", "-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat",
		"-oo", "EMPTY_STRING_AS_NULL=NO", "-a_srs", "EPSG:4326")
	_, err := put(s, "E4")
	outsideOf(t, err, path, "enterprises")
	found, err := s.Adopt(background, false, nil)
	if err != nil || found.Added != 2 || !found.Kept {
		t.Fatalf("%+v, %v", found, err)
	}
	ogr(t, "/usr/bin/python3", "-c", `import sys
from osgeo import ogr
layer = (d := ogr.Open(sys.argv[1], 1)).GetLayer("enterprises")
f = layer.GetFeature(2); f.SetField("name_zh", "改名"); f.SetGeometry(ogr.CreateGeometryFromWkt("POINT Z (118.123456789 32 5)")); layer.SetFeature(f)
layer.DeleteFeature(3)`, path)
	_, err = put(s, "E4")
	outsideOf(t, err, path, "enterprises")
	if found, err = s.Adopt(background, false, nil); err != nil || found.Changed != 1 || found.Removed != 1 || found.Kept {
		t.Fatalf("%+v, %v", found, err)
	}
	all, err := read(s)
	if err != nil || len(all) != 5 {
		t.Fatal(len(all), err)
	}
	if r := all[2]; r.ID != "E2" || r.NameZH != "改名" || r.Geometry != orb.Geometry(orb.Point{118.1234568, 32}) || r.Version != found.Cursor {
		t.Fatalf("%+v", r)
	}
	if r := all[4]; !strings.HasPrefix(r.ID, "H-") || r.NameZH != "企业九" || r.Position.Class != geo.Exact {
		t.Fatalf("%+v", r)
	}
	storetest.GDALAccepts(t, path)
}

// QGIS's "create spatial index" leaves an R-tree whose triggers call functions of QGIS.
func TestAFileWithASpatialIndexOfQGISIsReadAndWrittenAndTheIndexStaysRight(t *testing.T) {
	path, _ := some(t)
	ogr(t, "ogrinfo", "-q", path, "-sql", "SELECT CreateSpatialIndex('enterprises','geom')")
	s := create(t, path)
	if _, err := read(s); err != nil {
		t.Fatal(err)
	}
	far := geo.New(geo.Enterprises)
	far.ID, far.NameZH, far.Geometry, far.Position.Class = "E4", "企业", orb.Point{119, 33}, geo.Exact
	bare := far.Clone()
	bare.ID, bare.Geometry, bare.Position.Class = "E2", nil, geo.Unlocated
	if _, err := s.Apply(background, geo.BatchOf("", geo.Change{Record: far}, geo.Change{Record: bare},
		geo.Change{Op: geo.Delete, Record: geo.Record{Collection: geo.Enterprises, ID: "E1"}})); err != nil {
		t.Fatal(err)
	}
	if got := column(t, path, "SELECT group_concat(id||' '||round(minx,3)||' '||round(maxy,3), ', ') FROM rtree_enterprises_geom"); got[0] != "3 118.0 32.2, 4 119.0 33.0" {
		t.Fatal(got)
	}
	if _, err := read(s); err != nil {
		t.Fatal(err)
	}
	storetest.GDALAccepts(t, path)
}
