package gpkg_test

import (
	"context"
	"path/filepath"
	"testing"

	"beltmap/data/gpkg"
	"beltmap/geo"
)

func TestASmokeOfWhatWasWrittenComesBack(t *testing.T) {
	s, err := gpkg.Open(context.Background(), filepath.Join(t.TempDir(), "b.gpkg"), gpkg.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	v, err := s.Apply(context.Background(), manyEnterprises(10000))
	if err != nil {
		t.Fatal(err)
	}
	var want []geo.Record
	for c := range manyEnterprises(10000).Changes {
		want = append(want, c.Record.Clone())
	}
	i := 0
	got, err := s.Snapshot(context.Background(), func(rs []geo.Record) error {
		for j := range rs {
			if !rs[j].Equal(&want[i]) {
				t.Fatalf("%d: %+v %+v", i, rs[j], want[i])
			}
			i++
		}
		return nil
	})
	if err != nil || got != v || i != len(want) {
		t.Fatal(err, got, v, i)
	}
}
