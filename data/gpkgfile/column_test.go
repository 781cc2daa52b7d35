package gpkgfile_test

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"beltmap/data/gpkgfile"
	"beltmap/data/storetest"
	"beltmap/geo"
	"pgregory.net/rapid"
)

func TestListsAreJSONAndComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("安\"\\,[] \n\ta<&")), 1, 6, -1), 1, 6).Draw(t, "items")
		want := geo.List(items...)
		text := string(gpkgfile.AppendList(nil, want))
		var reference []string
		if err := json.Unmarshal([]byte(text), &reference); err != nil || geo.List(reference...) != want {
			t.Fatalf("%s: %v, %v", text, reference, err)
		}
		got, err := gpkgfile.ParseList(text)
		if err != nil || got != want {
			t.Fatalf("%s: %v, %v", text, got, err)
		}
		loose, _ := json.MarshalIndent(items, " ", "\t") // as another program may write it
		if got, err = gpkgfile.ParseList(string(loose)); err != nil || got != want {
			t.Fatalf("%s: %v, %v", loose, got, err)
		}
	})
}

func TestWhatIsNoListIsRefused(t *testing.T) {
	for _, s := range []string{"x", "[", `["a"`, `"a"`, `[1]`, `{"a":"b"}`, `["a""b"]`, `["a","b]`, `["a"]["b"]`} {
		if v, err := gpkgfile.ParseList(s); geo.KindOf(err) != geo.KindInvalid || err == nil {
			t.Errorf("%s: %v, %v", s, v, err)
		}
	}
}

// FuzzParseList: what the quick way reads is what encoding/json reads.
func FuzzParseList(f *testing.F) {
	for _, s := range []string{`["a"]`, `["a","b"]`, `["a\"b"]`, `["a", "b"]`, `[]`, `["a"]["b"]`, "[\"a\x1f\"]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := gpkgfile.ParseList(s)
		var want []string
		if !utf8.ValidString(s) || json.Unmarshal([]byte(s), &want) != nil {
			return // the quick way may take bytes that JSON does not; Validate lets none of them in
		}
		if err != nil || got.Joined() != geo.List(want...).Joined() {
			t.Fatalf("%q: %v, %v; want %q", s, got, err, want)
		}
	})
}

func TestAnExportIsAGeoPackageWithAnIndexThatGDALAccepts(t *testing.T) {
	path := t.TempDir() + "/out %3f#.gpkg"
	var layers []gpkgfile.Layer
	for _, c := range geo.AllCollections() {
		layers = append(layers, gpkgfile.Layer{Collection: c, Style: gpkgfile.Style{QML: "<qgis/>", SLD: "<sld/>"},
			Records: func(yield func(*geo.Record, error) bool) {
				for seed := range 30 {
					r := storetest.RandomRecord(c).Example(seed)
					if !yield(&r, nil) {
						return
					}
				}
			}})
	}
	if err := gpkgfile.Export(t.Context(), path, layers); err != nil {
		t.Fatal(err)
	}
	storetest.GDALAccepts(t, path)
	// The index answers a box query, through GDAL, as a scan does.
	for _, c := range []string{"belts", "enterprises", "places"} {
		byIndex := storetest.OGR(t, path, "SELECT COUNT(*) FROM "+c+" WHERE fid IN (SELECT id FROM rtree_"+c+"_geom WHERE maxx >= 0 AND minx <= 90 AND maxy >= 0 AND miny <= 50)")
		byScan := storetest.OGR(t, path, "SELECT COUNT(*) FROM "+c+" WHERE ST_MaxX(geom) >= 0 AND ST_MinX(geom) <= 90 AND ST_MaxY(geom) >= 0 AND ST_MinY(geom) <= 50")
		if byIndex != byScan {
			t.Errorf("%s: %s by the index, %s by a scan", c, byIndex, byScan)
		}
	}
}

func TestAnExportThatFailsLeavesWhatWasThere(t *testing.T) {
	broken := geo.Invalid("test", geo.ID.Label.With())
	dir := t.TempDir()
	err := gpkgfile.Export(t.Context(), dir+"/out.gpkg", []gpkgfile.Layer{{Collection: geo.Zones, Records: func(yield func(*geo.Record, error) bool) {
		r := storetest.Zones()[0]
		_ = yield(&r, nil) && yield(nil, broken)
	}}})
	if err != error(broken) {
		t.Fatal(err)
	}
	if entries := storetest.Entries(t, dir); len(entries) != 0 {
		t.Fatalf("%v was left", entries)
	}
	if err := gpkgfile.Export(t.Context(), dir+"/no/out.gpkg", nil); geo.KindOf(err) != geo.KindNotFound {
		t.Fatal(err)
	}
}
