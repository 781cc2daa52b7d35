package gpkg_test

import (
	"path/filepath"
	"testing"

	"beltmap/data"
	"beltmap/data/gpkg"
	"beltmap/data/storetest"
	"beltmap/geo"
)

func TestTheRoadsOfAFileKeepTheContract(t *testing.T) {
	open := oneFileEach()
	storetest.RunRoads(t, func(t testing.TB) storetest.RoadStore { return open(t) }, false)
}

func TestTheRoadsOfAStoreInMemoryKeepTheContract(t *testing.T) {
	storetest.RunRoads(t, func(t testing.TB) storetest.RoadStore {
		s, err := gpkg.OpenMemory(background, gpkg.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}, true)
}

func TestAFileFromBeforeRoadsHasNoneUntilItIsOpenedForWriting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	if err := create(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	script(t, path, "DROP TABLE beltmap_roads; DELETE FROM beltmap_migrations WHERE number=12")
	old, err := gpkg.Open(background, path, gpkg.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, found, err := old.Roads().Load(background); err != nil || found {
		t.Errorf("%v, %v", found, err)
	}
	if _, err := old.Roads().Keep(background, data.RoadGraph{Bytes: []byte("x")}, geo.Batch{}); geo.KindOf(err) != geo.KindUnavailable {
		t.Errorf("%v", err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := create(t, path).Roads().Keep(background, data.RoadGraph{Bytes: []byte("x")}, geo.Batch{}); err != nil {
		t.Error(err)
	}
}
