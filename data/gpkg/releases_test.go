package gpkg_test

import (
	"path/filepath"
	"testing"

	"beltmap/data"
	"beltmap/data/gpkg"
	"beltmap/data/storetest"
	"beltmap/geo"
)

func TestTheReleasesOfAFileKeepTheContract(t *testing.T) {
	open := oneFileEach()
	storetest.RunReleases(t, func(t testing.TB) data.Releases {
		return open(t).Releases()
	}, false)
}

func TestTheReleasesOfAStoreInMemoryKeepTheContract(t *testing.T) {
	storetest.RunReleases(t, func(t testing.TB) data.Releases {
		s, err := gpkg.OpenMemory(background, gpkg.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s.Releases()
	}, true)
}

func TestAFileFromBeforeReleasesHasNoneUntilItIsOpenedForWriting(t *testing.T) {
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	if err := create(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	script(t, path, "DROP TABLE beltmap_releases; DELETE FROM beltmap_migrations WHERE number=9")
	old, err := gpkg.Open(background, path, gpkg.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if all, err := old.Releases().After(background, 0); err != nil || len(all) != 0 {
		t.Errorf("%q, %v", all, err)
	}
	if err := old.Releases().Append(background, 0, "x"); geo.KindOf(err) != geo.KindUnavailable {
		t.Errorf("%v", err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	if err := create(t, path).Releases().Append(background, 0, "x"); err != nil {
		t.Error(err)
	}
}
