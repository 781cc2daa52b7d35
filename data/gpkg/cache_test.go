package gpkg_test

import (
	"path/filepath"
	"testing"

	"beltmap/data"
	"beltmap/data/gpkg"
	"beltmap/data/storetest"
	"beltmap/geo"
)

func TestTheCacheOfAFileKeepsTheContract(t *testing.T) {
	open := oneFileEach()
	storetest.RunCache(t, func(t testing.TB) data.Cache {
		return open(t).Cache()
	}, false)
}

func TestTheCacheOfAStoreInMemoryKeepsTheContract(t *testing.T) {
	storetest.RunCache(t, func(t testing.TB) data.Cache {
		s, err := gpkg.OpenMemory(background, gpkg.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s.Cache()
	}, true)
}

func TestTheCacheIsNoPartOfTheRecords(t *testing.T) {
	s := create(t, filepath.Join(t.TempDir(), "belts.gpkg"))
	before, err := s.Snapshot(background, func([]geo.Record) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Cache().Put(background, "amap", "上海路", data.Cached{Value: "a"}); err != nil {
		t.Fatal(err)
	}
	after, err := s.Snapshot(background, func([]geo.Record) error { return nil })
	if err != nil || after != before {
		t.Fatalf("the version went from %d to %d, %v", before, after, err)
	}
}

func TestACacheThatIsOnlyReadRefusesToBeWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	if err := create(t, path).Cache().Put(background, "amap", "上海路", data.Cached{Value: "a"}); err != nil {
		t.Fatal(err)
	}
	s, err := gpkg.Open(background, path, gpkg.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if v, found, err := s.Cache().Get(background, "amap", "上海路"); err != nil || !found || v.Value != "a" {
		t.Fatalf("%+v, %v, %v", v, found, err)
	}
	if err := s.Cache().Put(background, "amap", "上海路", data.Cached{}); geo.KindOf(err) != geo.KindUnavailable {
		t.Fatalf("%v", err)
	}
}
