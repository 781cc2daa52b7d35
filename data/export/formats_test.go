package export_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"beltmap/data"
	"beltmap/data/export"
	"beltmap/data/ingest"
	"beltmap/data/sample"
	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func system(t fataler, name string) crs.System {
	s, err := crs.Parse(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var systems = []string{"4326", "4490", "gcj02", "bd09", "3857", "4548", "4527"}

// written is what a format makes of some records, as a file to import.
func written(t fataler, f export.Format, o export.Options, src export.Source) ingest.File {
	var file bytes.Buffer
	if _, err := f.Write(context.Background(), &file, src, o); err != nil {
		t.Fatal(f.Name, o.System.String(), err)
	}
	return ingest.File{Name: o.Collection.String() + f.Extension, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(file.Bytes())), nil }}
}

func readBack(t fataler, store data.Store, as geo.Collection, files ...ingest.File) *ingest.Import {
	in, err := ingest.Read(context.Background(), files, ingest.Options{Store: store, As: as})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// alike compares what came back with what went out: everything but the version, also the pair a position was given in; positions within a centimetre.
func alike(out, back geo.Record) error {
	if d := farthest(out.Geometry, back.Geometry); d > 0.01 {
		return fmt.Errorf("the geometry moved by %v m: %v, %v", d, out.Geometry, back.Geometry)
	}
	back.Geometry, back.Version = out.Geometry, out.Version
	if !out.Equal(&back) {
		return fmt.Errorf("out  %+v\nback %+v", out, back)
	}
	return nil
}

func farthest(a, b orb.Geometry) float64 {
	p, q := vertices(a), vertices(b)
	if len(p) != len(q) {
		return 1e9
	}
	most := 0.0
	for i := range p {
		most = max(most, plane.Distance(p[i], q[i]))
	}
	return most
}

func vertices(g orb.Geometry) (all []orb.Point) {
	switch g := g.(type) {
	case orb.Point:
		return []orb.Point{g}
	case orb.LineString:
		return g
	case orb.MultiLineString:
		for _, line := range g {
			all = append(all, line...)
		}
	case orb.Polygon:
		for _, ring := range g {
			all = append(all, ring...)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			all = append(all, vertices(polygon)...)
		}
	}
	return all
}

func TestTheSampleComesBackFromEveryFormatAndSystem(t *testing.T) {
	from := open(t)
	batch, err := sample.Batch()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := from.Apply(context.Background(), batch); err != nil {
		t.Fatal(err)
	}
	out := all(t, from)
	for i, ref := range slices.Sorted(maps.Keys(out)) {
		if r := out[ref]; i%3 > 0 { // a third was given in WGS 84
			r.Position.CRS, r.Position.X, r.Position.Y = [...]string{1: "BD-09", 2: "EPSG:4548"}[i%3], float64(i)+1.0/3, -float64(i)/7
			out[ref] = r
		}
	}
	of := map[geo.Collection]export.Source{} // one reading of the store serves all
	for _, c := range geo.AllCollections() {
		of[c] = func(_ context.Context, visit func(*geo.Record) error) error {
			for _, ref := range slices.Sorted(maps.Keys(out)) {
				if r := out[ref]; r.Collection == c {
					if err := visit(&r); err != nil {
						return err
					}
				}
			}
			return nil
		}
	}
	for _, f := range export.Formats() {
		for _, name := range systems {
			s := system(t, name)
			if f.Name == "kml" && s != (crs.System{}) || f.Name == "xlsx" && !slices.Contains([]string{"4326", "gcj02", "4548"}, name) {
				continue // the columns of a workbook are those of CSV, and it takes its time; below it is tried in all of them
			}
			t.Run(f.Name+" in "+s.String(), func(t *testing.T) {
				var files []ingest.File
				for _, c := range geo.AllCollections() {
					o := export.Options{Collection: c, Class: geo.Internal, System: s}
					files = append(files, written(t, f, o, of[c]))
				}
				in := readBack(t, nil, 0, files...)
				if in.Report.Rejected+in.Report.Stubs != 0 {
					t.Errorf("%d rejected, %d stubs: %+v", in.Report.Rejected, in.Report.Stubs, in.Report.Rows[:min(5, len(in.Report.Rows))])
				}
				n := 0
				for change, err := range in.Batch.Changes {
					if err != nil {
						t.Fatal(err)
					}
					n++
					if err := alike(out[change.Record.Ref()], change.Record); err != nil {
						t.Errorf("%s: %v", change.Record.Ref(), err)
					}
				}
				if n != len(out) {
					t.Errorf("%d records went out, %d came back", len(out), n)
				}
			})
		}
	}
}

func TestAnyRecordComesBackFromAnyFormatAndSystem(t *testing.T) {
	store := open(t)
	var base []geo.Record
	for _, c := range geo.AllCollections() {
		for _, id := range []string{"X", "Y"} {
			r := geo.New(c)
			r.ID, r.Zone, r.NameZH = id, id, "原 "+id
			base = append(base, r)
		}
	}
	put(t, store, base...)
	rapid.Check(t, func(rt *rapid.T) {
		c := rapid.SampledFrom(geo.AllCollections()).Draw(rt, "collection")
		f := rapid.SampledFrom(export.Formats()).Draw(rt, "format")
		s := system(rt, rapid.SampledFrom(systems).Draw(rt, "system"))
		if f.Name == "kml" {
			s = crs.System{}
		}
		r := anyRecord(rt, c)
		r.NameZH = rapid.SampledFrom([]string{"", "=", "+", "-", "@", "\uff1d", "\uff20", "'", "'=", "\"", "'甲"}).Draw(rt, "mark") + r.NameZH
		for field, value := range map[*geo.Field]geo.Value{geo.Target: geo.Text("places/X"), geo.Subject: geo.Text("zones/X")} {
			if !r.Get(field).IsNone() {
				r.Set(field, value)
			}
		}
		src := func(_ context.Context, visit func(*geo.Record) error) error { return visit(&r) }
		lang := rapid.SampledFrom([]phrase.Lang{phrase.Chinese, phrase.English}).Draw(rt, "language")
		in := readBack(rt, store, c, written(rt, f, export.Options{Collection: c, Class: geo.Internal, System: s, Lang: lang}, src))
		n := 0
		for change, err := range in.Batch.Changes {
			if err != nil {
				rt.Fatal(err)
			}
			n++
			if err := alike(r, change.Record); err != nil {
				rt.Fatalf("%s in %s: %v", f.Name, s, err)
			}
		}
		if n != 1 {
			rt.Fatalf("%s in %s: %d records came back of one: %+v", f.Name, s, n, in.Report.Rows)
		}
	})
}

func TestTheFormulasOfASpreadsheetAreDefused(t *testing.T) {
	r := geo.New(geo.Enterprises)
	r.ID, r.Zone, r.NameZH, r.NameEN = "E", "Z", "=HYPERLINK(\"http://x\")", "@SUM(A1)"
	r.Set(geo.Output, geo.Number(-1.5))
	var out bytes.Buffer
	src := func(_ context.Context, visit func(*geo.Record) error) error { return visit(&r) }
	if _, err := export.CSV(context.Background(), &out, src, export.Options{Collection: geo.Enterprises, Class: geo.Internal}); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for _, want := range []string{"\ufeffid,", `"'=HYPERLINK(""http://x"")"`, ",'@SUM(A1),", ",-1.5,"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
}

func TestAPublicExportHoldsNothingInternal(t *testing.T) {
	r := geo.New(geo.Enterprises)
	r.ID, r.Zone, r.NameZH, r.Geometry, r.Position = "E", "Z", "企业", orb.Point{118, 32}, geo.Position{Class: geo.Exact, Source: "secret-source", CRS: "GCJ-02", X: 118.0051234, Y: 31.998}
	for _, f := range geo.SchemaOf(geo.Enterprises).Fields {
		if f.Class == geo.Internal {
			r.Set(f, geo.Integer(7654321))
			if f.Type == geo.TypeNumber {
				r.Set(f, geo.Number(7654321))
			}
		}
	}
	src := func(_ context.Context, visit func(*geo.Record) error) error { return visit(&r) }
	for _, f := range export.Formats() {
		file := written(t, f, export.Options{Collection: geo.Enterprises, Class: geo.Public}, src)
		if f.Name == "xlsx" { // packed: read it as a table
			for change, err := range readBack(t, nil, geo.Enterprises, file).Batch.Changes {
				if err != nil {
					t.Fatal(err)
				}
				if got := fmt.Sprintf("%+v", change.Record); strings.Contains(got, "7654321") || strings.Contains(got, "secret") || strings.Contains(got, "118.005") {
					t.Errorf("%s: %s", f.Name, got)
				}
			}
			continue
		}
		in, _ := file.Open()
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"7654321", "secret-source", "118.0051234", "full_members"} {
			if bytes.Contains(text, []byte(secret)) {
				t.Errorf("%s holds %s", f.Name, secret)
			}
		}
	}
}

func TestKMLHoldsWGS84Only(t *testing.T) {
	f, _ := export.ByName("kml")
	_, err := f.Write(context.Background(), io.Discard, func(context.Context, func(*geo.Record) error) error { return nil }, export.Options{Collection: geo.Zones, System: system(t, "gcj02")})
	if geo.KindOf(err) != geo.KindInvalid {
		t.Error(err)
	}
}

func BenchmarkCSVOut(b *testing.B) {
	r := geo.New(geo.Enterprises)
	r.ID, r.Zone, r.NameZH, r.Geometry, r.Position.Class = "E-0000001", "Z", "滁州某某新能源汽车零部件有限公司", orb.Point{118.1234567, 32.1234567}, geo.Exact
	r.Set(geo.Employees, geo.Integer(120))
	src := func(_ context.Context, visit func(*geo.Record) error) error {
		for range 1000 {
			if err := visit(&r); err != nil {
				return err
			}
		}
		return nil
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := export.CSV(context.Background(), io.Discard, src, export.Options{Collection: geo.Enterprises}); err != nil {
			b.Fatal(err)
		}
	}
}
