package mvt_test

import (
	"bytes"
	"fmt"
	"math"
	"sync"
	"testing"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/tiles"
	"beltmap/tiles/mvt"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func TestAPointCostsNoAllocation(t *testing.T) {
	spot := orb.Point{118.31, 32.3}
	tile := tiles.At(plane.Mercator(spot), 14)
	allocations := func(n int) float64 {
		var records []geo.Record
		for i := range n {
			r := record(geo.Enterprises, fmt.Sprintf("E-%04d", i), orb.Point{spot[0] + float64(i%50)*1e-5, spot[1] + float64(i/50)*1e-5})
			r.Set(geo.Industry, geo.Text(fmt.Sprintf("行业 %d", i%12)))
			records = append(records, r)
		}
		w := build(t, records...)
		var body []byte
		draw := func() { body, _ = mvt.Encode(body[:0], w, mvt.Request{Tile: tile}) }
		// The least of many runs: a collection may empty the pool of encoders, and under -race it loses one in four on purpose.
		least := math.Inf(1)
		for range 50 {
			least = min(least, testing.AllocsPerRun(1, draw))
		}
		return least
	}
	// Whatever a tile costs, it may not grow with its points.
	if few, many := allocations(10), allocations(3000); many > few {
		t.Errorf("10 points cost %v allocations, 3,000 cost %v", few, many)
	}
}

func TestTheSameWorldGivesTheSameBytes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		records := crowd(rt)
		w := build(rt, records...)
		zoom := rapid.Uint8Range(0, tiles.MaxZoom).Draw(rt, "zoom")
		for tile := range tilesOver(pointsOf(records), zoom) {
			first, second := encode(rt, w, mvt.Request{Tile: tile}), encode(rt, w, mvt.Request{Tile: tile})
			if !bytes.Equal(first, second) || !bytes.Equal(tiles.Gzip(first), tiles.Gzip(second)) {
				rt.Fatalf("tile %v differs from itself", tile)
			}
		}
	})
}

// Run with -race: encoders are shared through a pool, and a World by all.
func TestManyReadersDrawTheSameTile(t *testing.T) {
	w, tile := secrets(t)
	want := encode(t, w, mvt.Request{Tile: tile})
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for z := range 200 {
				other := tile
				for range z % 10 {
					other = other.Parent()
				}
				encode(t, w, mvt.Request{Tile: other})
				if got := encode(t, w, mvt.Request{Tile: tile}); !bytes.Equal(got, want) {
					t.Error("the same tile differs between readers")
					return
				}
			}
		})
	}
	readers.Wait()
}
