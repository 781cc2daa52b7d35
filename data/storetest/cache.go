package storetest

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"beltmap/data"
	"beltmap/geo"
)

// OpenCache opens the cache of one test. Calls with the same test open the same cache, so that a second call is a restart; an implementation
// that cannot do that says so to RunCache.
type OpenCache func(t testing.TB) data.Cache

// RunCache holds an implementation of data.Cache to its contract; alone says that it cannot be opened twice.
func RunCache(t *testing.T, open OpenCache, alone bool) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, OpenCache)
		many bool
	}{
		{"what was not put is not found", cacheEmpty, false},
		{"what was put comes back with its time, the last of it", cachePut, false},
		{"providers do not see each other's values", cacheProviders, false},
		{"texts are compared in NFC and otherwise exactly", cacheNFC, false},
		{"requests are counted by provider and day, up to the limit", cacheSpend, false},
		{"no more requests are granted to many at once than the limit", cacheRace, false},
		{"a canceled context is said", cacheCanceled, false},
		{"values and counts are there after reopening", cacheReopened, true},
	} {
		if c.many && alone {
			continue
		}
		t.Run(c.name, func(t *testing.T) { c.run(t, open) })
	}
}

func cacheGet(t testing.TB, c data.Cache, provider, text string) (data.Cached, bool) {
	t.Helper()
	v, found, err := c.Get(context.Background(), provider, text)
	if err != nil {
		t.Fatal(err)
	}
	return v, found
}

func cachePutOne(t testing.TB, c data.Cache, provider, text string, v data.Cached) {
	t.Helper()
	if err := c.Put(context.Background(), provider, text, v); err != nil {
		t.Fatal(err)
	}
}

func spend(t testing.TB, c data.Cache, provider string, day geo.Day, limit int) (int, bool) {
	t.Helper()
	n, granted, err := c.Spend(context.Background(), provider, day, limit)
	if err != nil {
		t.Fatal(err)
	}
	return n, granted
}

func cacheEmpty(t *testing.T, open OpenCache) {
	if v, found := cacheGet(t, open(t), "amap", "上海路"); found || v != (data.Cached{}) {
		t.Fatalf("%+v", v)
	}
}

func cachePut(t *testing.T, open OpenCache) {
	c := open(t)
	first := data.Cached{Value: `{"a":1}`, Time: time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)}
	second := data.Cached{Value: "", Time: first.Time.Add(time.Hour)}
	for _, want := range []data.Cached{first, second} {
		cachePutOne(t, c, "amap", "上海路", want)
		if got, found := cacheGet(t, c, "amap", "上海路"); !found || got.Value != want.Value || !got.Time.Equal(want.Time) {
			t.Fatalf("got %+v (%v), want %+v", got, found, want)
		}
	}
}

func cacheProviders(t *testing.T, open OpenCache) {
	c := open(t)
	cachePutOne(t, c, "amap", "上海路", data.Cached{Value: "a"})
	if _, found := cacheGet(t, c, "baidu", "上海路"); found {
		t.Fatal("another provider's value is found")
	}
}

func cacheNFC(t *testing.T, open OpenCache) {
	c := open(t)
	cachePutOne(t, c, "nominatim", "Cafe\u0301", data.Cached{Value: "a"})
	if _, found := cacheGet(t, c, "nominatim", "Caf\u00e9"); !found {
		t.Fatal("the same text in another form is not found")
	}
	for _, other := range []string{"caf\u00e9", "Caf\u00e9 ", "Cafe", strings.Repeat("Caf\u00e9", 2)} {
		if _, found := cacheGet(t, c, "nominatim", other); found {
			t.Fatalf("%q is found", other)
		}
	}
}

func cacheSpend(t *testing.T, open OpenCache) {
	c := open(t)
	day := geo.Date(2026, 1, 2)
	for i, want := range []struct {
		count   int
		granted bool
	}{{1, true}, {2, true}, {2, false}, {2, false}} {
		if n, granted := spend(t, c, "amap", day, 2); n != want.count || granted != want.granted {
			t.Fatalf("request %d: %d, %v; want %+v", i, n, granted, want)
		}
	}
	if n, granted := spend(t, c, "amap", day+1, 2); n != 1 || !granted {
		t.Fatalf("the next day: %d, %v", n, granted)
	}
	if n, granted := spend(t, c, "baidu", day, 2); n != 1 || !granted {
		t.Fatalf("another provider: %d, %v", n, granted)
	}
	if n, granted := spend(t, c, "amap", day, 0); n != 3 || !granted {
		t.Fatalf("without a limit: %d, %v", n, granted)
	}
}

func cacheRace(t *testing.T, open OpenCache) {
	c := open(t)
	var granted atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 5 {
				if _, ok, err := c.Spend(context.Background(), "amap", geo.Date(2026, 1, 2), 17); err != nil {
					t.Error(err)
				} else if ok {
					granted.Add(1)
				}
			}
		})
	}
	all.Wait()
	if granted.Load() != 17 {
		t.Fatalf("%d granted, want 17", granted.Load())
	}
}

func cacheCanceled(t *testing.T, open OpenCache) {
	c := open(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, _, err := c.Get(ctx, "amap", "上海路")
	refused(t, err, geo.KindUnavailable)
	refused(t, c.Put(ctx, "amap", "上海路", data.Cached{}), geo.KindUnavailable)
	_, _, err = c.Spend(ctx, "amap", geo.Date(2026, 1, 2), 1)
	refused(t, err, geo.KindUnavailable)
}

func cacheReopened(t *testing.T, open OpenCache) {
	c := open(t)
	cachePutOne(t, c, "amap", "上海路", data.Cached{Value: "a"})
	spend(t, c, "amap", geo.Date(2026, 1, 2), 1)
	again := open(t)
	if v, found := cacheGet(t, again, "amap", "上海路"); !found || v.Value != "a" {
		t.Fatalf("%+v, %v", v, found)
	}
	if n, granted := spend(t, again, "amap", geo.Date(2026, 1, 2), 1); n != 1 || granted {
		t.Fatalf("%d, %v", n, granted)
	}
}
