package ingest_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"beltmap/data/ingest"
	"beltmap/geo"
)

// survive reads foreign bytes: whatever they are, the answer is an error of the one kind or a report whose records are all valid.
func survive(t *testing.T, name string, text []byte, as geo.Collection) {
	t.Helper()
	in, err := ingest.Read(context.Background(), []ingest.File{file(name, string(text))}, ingest.Options{As: as})
	if err != nil {
		var e *geo.Error
		if !errors.As(err, &e) || e.Text.ZH == "" || e.Text.EN == "" {
			t.Fatalf("not one of our errors: %v", err)
		}
		return
	}
	written := 0
	for change, err := range in.Batch.Changes {
		if err != nil {
			t.Fatalf("the second reading differs from the first: %v", err)
		}
		if f, faulty := geo.FirstFault(change.Record.Validate()); faulty {
			t.Fatalf("%s went in although %s", change.Record.Ref(), f.Text.EN)
		}
		written++
	}
	if written != in.Report.Changes() {
		t.Fatalf("the report says %d changes, the batch has %d", in.Report.Changes(), written)
	}
}

func FuzzGeoJSON(f *testing.F) {
	f.Add([]byte(collectionOf(feature("zones", "A", "null", ""), feature("enterprises", "E", point, `"zone":"A","belts":["B"]`))))
	f.Add([]byte(collectionOf(feature("grids", "G", `{"type":"Polygon","coordinates":[[[118,32],[118.1,32.1],[118.1,32],[118,32]]]}`, ""))))
	f.Add([]byte(`{"type":"Feature","geometry":{"type":"MultiPolygon","coordinates":[[[[]]]]},"properties":{"name_zh":1e400,"covers":[null,1,{}]},"collection":"organizations"}`))
	f.Add([]byte("\xef\xbb\xbf{\"features\":[],\"type\":\"FeatureCollection\",\"crs\":null}"))
	f.Fuzz(func(t *testing.T, text []byte) { survive(t, "x.geojson", text, 0) })
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte("id,name_zh,lon,lat,zone\nE1,甲,118.3,32.3,CZ\nE1,甲,118.3,32.3,CZ\n"))
	f.Add([]byte("\xef\xbb\xbf编号;名称;经度;纬度\n\"E1;甲;1;2\n"))
	f.Add([]byte("name_zh\tuscc\tfull_members\n甲\t913400001016237R00\t-1\n"))
	f.Add([]byte("id,name_zh,电话,source\n1,a,13800138000,11010519491231002X\n\n,,,\n"))
	f.Fuzz(func(t *testing.T, text []byte) { survive(t, "x.csv", text, geo.Enterprises) })
}

// Well-known text in a cell: whatever it is, it is a geometry or a finding of its row, and never more.
func FuzzShapeText(f *testing.F) {
	for _, text := range []string{"POINT(1 2)", "POLYGON((1 2,3 4,5 6,1 2))", "MULTILINESTRING((1 2,3 4))", "SRID=4326;POINT(1 2)", "POINT EMPTY", "GEOMETRYCOLLECTION(POINT(1 2))", "POLYGON((", "POINT(1e999 nan)"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		table := "id,name_zh,geometry\nX,X,\"" + strings.ReplaceAll(text, `"`, `""`) + "\"\n"
		in, err := ingest.Read(context.Background(), []ingest.File{file("places.csv", table)}, ingest.Options{})
		if err != nil {
			return
		}
		for change, err := range in.Batch.Changes {
			if err != nil {
				t.Fatal(err)
			}
			if found := change.Record.Validate(); slices.ContainsFunc(found, func(f geo.Finding) bool { return f.Severity != geo.Warning }) {
				t.Errorf("%q went in as %+v: %+v", text, change.Record, found)
			}
		}
	})
}
