package tiles_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/tiles"
	"pgregory.net/rapid"
)

func key(a tiles.Address) tiles.Key { return tiles.Key{Set: "belts", Tile: a} }

func TestTheCacheTellsKeysApart(t *testing.T) {
	c := tiles.NewCache(1 << 20)
	keys := []tiles.Key{
		{Set: "belts"}, {Set: "other"}, {Set: "belts", Tile: tiles.Address{Z: 1}}, {Set: "belts", Filter: "zone=CZ"}, {Set: "belts", Sight: geo.FullSight()}, {Set: "belts", Sight: geo.Sight{Internal: geo.ZonesOf("CZ")}},
	}
	for i, k := range keys {
		if _, ok := c.Get(k); ok {
			t.Errorf("%v is there before it was put", k)
		}
		c.Put(k, 1, tiles.NewBody([]byte{byte(i)}))
	}
	for i, k := range keys {
		if b, ok := c.Get(k); !ok || b.Gzip[0] != byte(i) {
			t.Errorf("%v: %v, %v", k, b, ok)
		}
	}
}

func TestAnEmptyTileIsKeptToo(t *testing.T) {
	c := tiles.NewCache(1 << 20)
	c.Put(key(tiles.Address{}), 1, tiles.NewBody(tiles.Gzip(nil)))
	if b, ok := c.Get(key(tiles.Address{})); !ok || b.Gzip != nil || b.ETag == "" {
		t.Errorf("got %v, %v", b, ok)
	}
}

func TestTheCacheKeepsToItsSizeAndForgetsTheLeastUsed(t *testing.T) {
	const most = 1 << 20
	c := tiles.NewCache(most)
	favorite := key(tiles.Address{Z: 16, X: 7, Y: 7})
	c.Put(favorite, 1, tiles.NewBody(make([]byte, 1000)))
	for i := range uint32(5000) {
		c.Put(key(tiles.Address{Z: 16, X: i, Y: 1}), 1, tiles.NewBody(make([]byte, 1000)))
		if _, ok := c.Get(favorite); !ok {
			t.Fatalf("the tile in constant use left after %d others", i)
		}
	}
	if got := c.Bytes(); got > most || got < most/2 {
		t.Errorf("the cache holds %d bytes of %d", got, most)
	}
	if _, ok := c.Get(key(tiles.Address{Z: 16, X: 0, Y: 1})); ok {
		t.Error("the tile not used longest is still there")
	}
	c.Put(key(tiles.Address{Z: 16}), 1, tiles.NewBody(make([]byte, most)))
	if _, ok := c.Get(key(tiles.Address{Z: 16})); ok {
		t.Error("a tile as large as the cache is kept")
	}
}

// Every tile of the first zooms, and some deeper, is kept; after a drop those and only those are gone that a point or a box could show in.
func TestADropTakesTheTouchedTilesAndOnlyThose(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := tiles.NewCache(64 << 20)
		var all []tiles.Address
		for z := uint8(0); z <= 4; z++ {
			for a := range tiles.Cover(plane.World(), z) {
				all = append(all, a)
			}
		}
		for range 30 {
			all = append(all, anAddress(t))
		}
		for _, a := range all {
			c.Put(key(a), 1, tiles.NewBody([]byte(a.String())))
			c.Put(tiles.Key{Set: "belts", Tile: a, Filter: "zone=CZ", Sight: geo.FullSight()}, 1, tiles.NewBody([]byte("f")))
		}
		var rects []plane.Rect
		for range rapid.IntRange(1, 40).Draw(t, "boxes") {
			x, y := rapid.Uint32().Draw(t, "x"), rapid.Uint32().Draw(t, "y")
			size := rapid.SampledFrom([]uint32{0, 0, 1, 1000, 1 << 18, 1 << 27}).Draw(t, "size")
			rects = append(rects, plane.Rect{MinX: x, MinY: y, MaxX: x + min(size, ^x), MaxY: y + min(size, ^y)})
		}
		c.Drop(2, rects)
		for _, a := range all {
			touched := false
			for _, r := range rects {
				buffer := uint32(tiles.Buffer)
				if r.MinX == r.MaxX && r.MinY == r.MaxY {
					buffer = 0 // a point has no copy in a neighbor's buffer
				}
				touched = touched || a.Rect(buffer).Meets(r)
			}
			for _, k := range []tiles.Key{key(a), {Set: "belts", Tile: a, Filter: "zone=CZ", Sight: geo.FullSight()}} {
				if _, kept := c.Get(k); kept == touched {
					t.Fatalf("%v touched: %v, kept: %v", k, touched, kept)
				}
			}
		}
	})
}

func TestATileOfAnOlderWorldThanADropOverItIsNotKept(t *testing.T) {
	c := tiles.NewCache(1 << 20)
	there, elsewhere := tiles.Address{Z: 4, X: 3, Y: 3}, tiles.Address{Z: 4, X: 9, Y: 9}
	c.Drop(2, []plane.Rect{there.Rect(0)})
	for _, k := range []struct {
		tile       tiles.Address
		generation uint64
		kept       bool
	}{{there, 1, false}, {there, 2, true}, {elsewhere, 1, true}} {
		c.Put(key(k.tile), k.generation, tiles.NewBody([]byte("x")))
		if _, ok := c.Get(key(k.tile)); ok != k.kept {
			t.Errorf("tile %v of generation %d is kept: %v", k.tile, k.generation, ok)
		}
	}
	for g := range uint64(500) { // more drops than are remembered
		c.Drop(3+g, []plane.Rect{elsewhere.Rect(0)})
	}
	c.Put(key(there), 2, tiles.NewBody([]byte("y")))
	if b, ok := c.Get(key(there)); ok && string(b.Gzip) == "y" {
		t.Error("a tile older than what is remembered is kept")
	}
}

// Publishing runs against rendering: a reader that saw generation g published never gets a tile rendered before g where g redrew it.
// Run with -race.
func TestAReaderNeverMeetsATileOlderThanItsWorld(t *testing.T) {
	c := tiles.NewCache(1 << 20)
	spots := []tiles.Address{{Z: 8, X: 1, Y: 1}, {Z: 8, X: 100, Y: 7}, {Z: 8, X: 200, Y: 250}}
	var published [3]atomic.Uint64 // the generation that last redrew each spot
	var current atomic.Uint64
	stop := make(chan struct{})
	var workers sync.WaitGroup
	for worker := range 4 {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for i := worker; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				spot := i % len(spots)
				k := key(spots[spot])
				least := published[spot].Load()
				if b, ok := c.Get(k); ok {
					var drawn uint64
					if _, err := fmt.Sscan(string(b.Gzip), &drawn); err != nil || drawn < least {
						t.Errorf("the tile says %s, but %d redrew it (%v)", b.Gzip, least, err)
						return
					}
					continue
				}
				generation := current.Load()
				c.Put(k, generation, tiles.Body{Gzip: fmt.Append(nil, generation)})
			}
		}()
	}
	for g := uint64(1); g <= 3000; g++ {
		spot := g % uint64(len(spots))
		c.Drop(g, []plane.Rect{spots[spot].Rect(0)})
		current.Store(g)
		published[spot].Store(g)
	}
	close(stop)
	workers.Wait()
}

// go test -bench Cache ./tiles: a hit, which every cached answer pays, and a drop of one edit from a full cache.
func BenchmarkCache(b *testing.B) {
	c := tiles.NewCache(64 << 20)
	body := tiles.NewBody(make([]byte, 5000))
	for i := range uint32(12_000) {
		c.Put(key(tiles.Address{Z: 16, X: i, Y: i}), 1, body)
	}
	b.Run("hit", func(b *testing.B) {
		b.ReportAllocs()
		for i := uint32(0); b.Loop(); i++ {
			c.Get(key(tiles.Address{Z: 16, X: i % 10_000, Y: i % 10_000}))
		}
	})
	b.Run("drop", func(b *testing.B) {
		for i := uint64(2); b.Loop(); i++ {
			c.Drop(i, []plane.Rect{plane.RectAt(plane.XY{X: 1 << 31, Y: 1 << 30})})
		}
	})
}
