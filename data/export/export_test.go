package export_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"beltmap/data"
	"beltmap/data/export"
	"beltmap/data/gpkg"
	"beltmap/data/ingest"
	"beltmap/data/sample"
	"beltmap/geo"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func open(t *testing.T) data.Store {
	t.Helper()
	store, err := gpkg.OpenMemory(context.Background(), gpkg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func put(t fataler, store data.Store, records ...geo.Record) {
	changes := make([]geo.Change, len(records))
	for i := range records {
		changes[i] = geo.Change{Op: geo.Put, Record: records[i]}
	}
	if _, err := store.Apply(context.Background(), geo.BatchOf("test", changes...)); err != nil {
		t.Fatal(err)
	}
}

type fataler interface{ Fatal(...any) }

func all(t fataler, store data.Store) map[string]geo.Record {
	records := map[string]geo.Record{}
	_, err := store.Snapshot(context.Background(), func(page []geo.Record) error {
		for i := range page {
			r := page[i].Clone()
			records[strings.Clone(r.Ref())] = r
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return records
}

// back exports every collection of a store as GeoJSON and imports the files into an empty one.
func back(t *testing.T, from, to data.Store) *ingest.Report {
	t.Helper()
	var files []ingest.File
	for _, c := range geo.AllCollections() {
		var text bytes.Buffer
		if _, err := export.GeoJSON(context.Background(), &text, export.OfStore(from, c), export.Options{Collection: c, Class: geo.Internal}); err != nil {
			t.Fatal(err)
		}
		files = append(files, ingest.File{Name: c.String() + ".geojson", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text.Bytes())), nil }})
	}
	in, err := ingest.Read(context.Background(), files, ingest.Options{Store: to})
	if err != nil {
		t.Fatal(err)
	}
	if in.Report.Changes() > 0 {
		if _, err := to.Apply(context.Background(), in.Batch); err != nil {
			t.Fatal(err)
		}
	}
	return in.Report
}

func same(t *testing.T, a, b map[string]geo.Record) {
	t.Helper()
	if len(a) != len(b) {
		t.Errorf("%d records went out, %d came back", len(a), len(b))
	}
	for ref, r := range a {
		if other, found := b[ref]; !found || !r.Equal(&other) {
			t.Errorf("%s came back other than it went out:\n%+v\n%+v", ref, r, other)
		}
	}
}

func TestTheSampleComesBackAsItWentOut(t *testing.T) {
	from, to := open(t), open(t)
	batch, err := sample.Batch()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := from.Apply(context.Background(), batch); err != nil {
		t.Fatal(err)
	}
	report := back(t, from, to)
	if report.Rejected+report.Stubs+report.Warnings != 0 {
		t.Errorf("%+v", report.Rows)
	}
	same(t, all(t, from), all(t, to))
	if again := back(t, from, to); again.Changes() != 0 {
		t.Errorf("the second time %d records changed", again.Changes())
	}
}

func TestAnyRecordComesBackAsItWentOut(t *testing.T) {
	from := open(t)
	rapid.Check(t, func(rt *rapid.T) {
		var records []geo.Record
		for _, c := range geo.AllCollections() {
			records = append(records, anyRecord(rt, c))
		}
		put(rt, from, records...)
		stored := all(rt, from)
		for _, c := range geo.AllCollections() {
			var text bytes.Buffer
			if _, err := export.GeoJSON(context.Background(), &text, export.OfStore(from, c), export.Options{Collection: c, Class: geo.Internal}); err != nil {
				rt.Fatal(err)
			}
			if !json.Valid(text.Bytes()) {
				rt.Fatalf("not JSON: %s", text.Bytes())
			}
			for r, err := range ingest.Features("x", &text, 0) {
				if err != nil {
					rt.Fatal(err)
				}
				want := stored[r.Ref()]
				if !r.Equal(&want) {
					rt.Fatalf("came back other than it went out:\n%+v\n%+v", want, r)
				}
			}
		}
	})
}

// anyRecord is a valid record of a collection with whatever its fields may hold, in a zone of its own.
func anyRecord(t *rapid.T, c geo.Collection) geo.Record {
	text := rapid.StringMatching(`[a-zA-Z甲乙丙丁二三]([a-zA-Z甲乙丙丁一二三"\\/<>&'\n ]{0,10}[a-zA-Z"\\/<>&'甲])?`) // marks alone may stand for what is not known
	r := geo.New(c)
	r.ID, r.Zone = "X", "X"
	r.NameZH, r.Source = text.Draw(t, "name"), text.Draw(t, "source")
	r.Position.Source = text.Draw(t, "position source")
	if rapid.Bool().Draw(t, "from elsewhere") {
		r.Position.CRS, r.Position.X, r.Position.Y = "GCJ-02", rapid.Float64Range(-180, 180).Draw(t, "x"), rapid.Float64Range(-90, 90).Draw(t, "y")
	}
	r.Valid.From = geo.Day(rapid.IntRange(700_000, 740_000).Draw(t, "from"))
	p := orb.Point{rapid.Float64Range(114, 119).Draw(t, "lon"), rapid.Float64Range(29, 34).Draw(t, "lat")}
	near := orb.Polygon{{p, {p[0] + 0.1, p[1]}, {p[0] + 0.1, p[1] + 0.1}, p}}
	switch shapes := geo.SchemaOf(c).Shapes; {
	case shapes == geo.NoShape:
	case shapes&geo.PolygonShape != 0:
		r.Geometry = orb.MultiPolygon{near}
	case shapes&geo.LineShape != 0:
		r.Geometry = orb.LineString(near[0][:3])
	default:
		r.Geometry = p
	}
	if r.Geometry != nil {
		r.Position.Class = geo.Exact
	}
	r.Normalize()
	for i, f := range geo.SchemaOf(c).Fields {
		if !f.Derived && rapid.Bool().Draw(t, f.Name) {
			r.SetAt(i, anyValue(t, f, text))
		}
	}
	return r
}

func anyValue(t *rapid.T, f *geo.Field, text *rapid.Generator[string]) geo.Value {
	if f.Codes != nil {
		code := rapid.SampledFrom(f.Codes).Draw(t, "code").Value
		if f.Type == geo.TypeList {
			return geo.List(code)
		}
		return geo.Text(code)
	}
	switch f.Type {
	case geo.TypeInteger:
		if f == geo.Dwell || f == geo.Capacity {
			return geo.Integer(rapid.Int64Range(1, 60).Draw(t, "minutes"))
		}
		return geo.Integer(rapid.Int64Range(0, 999_999_999).Draw(t, "integer"))
	case geo.TypeNumber:
		return geo.Number(rapid.Float64().Draw(t, "number"))
	case geo.TypeBoolean:
		return geo.Boolean(rapid.Bool().Draw(t, "truth"))
	case geo.TypeDay:
		return geo.OnDay(geo.Day(rapid.IntRange(1, 740_000).Draw(t, "day")))
	case geo.TypeStars:
		return rapid.SampledFrom([]geo.Value{geo.Text(geo.Unrated), geo.Integer(0), geo.Integer(5)}).Draw(t, "stars")
	case geo.TypeList:
		if f.Refers != 0 {
			return geo.List("X", "Y")
		}
		return geo.List(rapid.SliceOfN(text, 1, 3).Draw(t, "list")...)
	}
	if f.Refers != 0 || f == geo.USCC {
		return geo.Text("X")
	}
	if f.Clock {
		return geo.Text(map[bool]string{true: "08:00", false: "20:30"}[f == geo.Opens])
	}
	if f == geo.Target {
		return geo.Text("places/X")
	}
	return geo.Text(text.Draw(t, "text"))
}

func TestGDALReadsTheGeoPackageWithItsIndexAndFindsAllOfIt(t *testing.T) {
	for _, tool := range []string{"ogrinfo"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is missing: install gdal-bin", tool)
		}
	}
	store := open(t)
	zone := geo.New(geo.Zones)
	zone.ID, zone.NameZH, zone.Zone = "Z", "区", "Z"
	records := []geo.Record{zone}
	for i := range 100 {
		r := geo.New(geo.Enterprises)
		r.ID, r.NameZH, r.Zone = fmt.Sprintf("E%d", i), "企业", "Z"
		if i%10 != 0 {
			r.Geometry, r.Position.Class = orb.Point{118 + float64(i)/100, 32}, geo.Exact
		}
		r.Set(geo.BeltsOf, geo.List("B"))
		r.Set(geo.FullMembers, geo.Integer(3))
		records = append(records, r)
	}
	put(t, store, records...)
	path := filepath.Join(t.TempDir(), "公开 #1.gpkg")
	count, err := export.GeoPackage(context.Background(), path, export.OfStore(store, geo.Enterprises), export.Options{Collection: geo.Enterprises, Class: geo.Public})
	if err != nil || count != 100 {
		t.Fatal(count, err)
	}
	said, err := exec.Command("ogrinfo", "-q", "-spat", "118.005", "31.9", "118.205", "32.1", path, "-sql",
		"SELECT count(*) AS n, (SELECT count(*) FROM rtree_enterprises_geom) AS indexed FROM enterprises").CombinedOutput()
	if err != nil || !strings.Contains(string(said), "n (Integer) = 100") || !strings.Contains(string(said), "indexed (Integer) = 90") {
		t.Errorf("%v %s", err, said)
	}
	said, err = exec.Command("ogrinfo", "-so", path, "enterprises").CombinedOutput()
	if err != nil || strings.Contains(string(said), "full_members") || !strings.Contains(string(said), "belts") || strings.Contains(string(said), "Warning") {
		t.Errorf("%v %s", err, said)
	}
	said, err = exec.Command("ogrinfo", "-q", "-spat", "118.005", "31.9", "118.205", "32.1", path, "enterprises").CombinedOutput()
	if n := strings.Count(string(said), "OGRFeature("); err != nil || n != 18 {
		t.Errorf("%v: %d features in the box", err, n)
	}
}
