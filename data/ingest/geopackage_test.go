package ingest_test

import (
	"context"
	"path/filepath"
	"testing"

	"beltmap/data/export"
	"beltmap/data/gpkg"
	"beltmap/data/ingest"
	"beltmap/data/sample"
	"beltmap/geo"
	"github.com/google/go-cmp/cmp"
)

// TestOurOwnGeoPackagesComeBackAsTheyWere imports a data file and an export of it: what is there says the same, to the last list.
func TestOurOwnGeoPackagesComeBackAsTheyWere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	ctx := context.Background()
	store, err := gpkg.Open(ctx, path, gpkg.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	batch, err := sample.Batch()
	if err == nil {
		_, err = store.Apply(ctx, batch)
	}
	if err != nil {
		t.Fatal(err)
	}
	exported := filepath.Join(t.TempDir(), "enterprises.gpkg")
	n, err := export.GeoPackage(ctx, exported, export.OfStore(store, geo.Enterprises), export.Options{Collection: geo.Enterprises})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	want, err := sample.Records()
	if err != nil {
		t.Fatal(err)
	}
	report, records := read(t, ingest.Options{}, ingest.Path(path))
	if report.Added != len(want) || report.Rejected != 0 || report.Warnings != 0 || report.Stubs != 0 {
		t.Errorf("of %d records: %+v", len(want), report)
	}
	for i := range want {
		r := &want[i]
		r.Normalize()
		got := records[r.Ref()]
		got.Version = r.Version
		if !got.Equal(r) {
			t.Errorf("%s differs: %s", r.Ref(), cmp.Diff(shown(r), shown(&got)))
		}
	}
	if report, _ := read(t, ingest.Options{}, ingest.Path(exported)); report.Added != n || report.Rejected != 0 {
		t.Errorf("of an export of %d: %+v", n, report)
	}
}

// shown is a record's fields as text.
func shown(r *geo.Record) map[string]string {
	out := map[string]string{}
	for _, f := range geo.SchemaOf(r.Collection).AllFields() {
		out[f.Name] = r.Get(f).String()
	}
	return out
}
