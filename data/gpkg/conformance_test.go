package gpkg_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"beltmap/data/gpkg"
	"beltmap/data/storetest"
	"beltmap/geo"
)

var background = context.Background()

// create opens a file of its own, making it if there is none, for the length of the test.
func create(t testing.TB, path string) *gpkg.Store {
	t.Helper()
	s, err := gpkg.Open(background, path, gpkg.Options{Create: true, Watch: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// oneFileEach opens, for whichever test asks, always the same file of its own.
func oneFileEach() func(testing.TB) *gpkg.Store {
	var mu sync.Mutex
	folders := map[testing.TB]string{}
	return func(t testing.TB) *gpkg.Store {
		mu.Lock()
		defer mu.Unlock()
		if folders[t] == "" {
			folders[t] = t.TempDir()
		}
		return create(t, filepath.Join(folders[t], "belts.gpkg"))
	}
}

func TestAFileKeepsTheContract(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	folders := map[testing.TB]string{}
	storetest.Run(t, storetest.Suite{Open: func(t testing.TB) storetest.Store {
		mu.Lock()
		defer mu.Unlock()
		if folders[t] == "" {
			folders[t] = t.TempDir()
		}
		return create(t, filepath.Join(folders[t], "belts.gpkg"))
	}, Outside: func(t testing.TB, s storetest.Store, id, name string) {
		script(t, filepath.Join(folders[t], "belts.gpkg"), "UPDATE enterprises SET name_en='"+name+"' WHERE id='"+id+"'")
	}, Adopt: func(t testing.TB, s storetest.Store) geo.Cursor {
		found, err := s.(interface {
			Adopt(context.Context, bool, func(geo.Outcome) []geo.AuditEntry) (*gpkg.Adoption, error)
		}).Adopt(background, false, nil)
		if err != nil {
			t.Fatal(err)
		}
		return found.Cursor
	}})
}

func TestAStoreInMemoryKeepsTheContract(t *testing.T) {
	t.Parallel()
	storetest.Run(t, storetest.Suite{Alone: true, Open: func(t testing.TB) storetest.Store {
		s, err := gpkg.OpenMemory(background, gpkg.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}})
}
