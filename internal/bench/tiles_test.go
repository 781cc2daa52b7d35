package main

import (
	"fmt"
	"testing"
	"time"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"beltmap/tiles"
	"beltmap/tiles/mvt"
)

// thousands are boxes around places, each grown until it holds a thousand enterprises within 5 %.
func thousands(b *testing.B, table *world.Table) (boxes []plane.Rect) {
	b.Helper()
	for row := 0; row < table.Len() && len(boxes) < 50; row += max(1, table.Len()/60) {
		p := table.XY(world.Row(row))
		low, high := uint32(1), uint32(1<<26)
		for range 40 {
			half := (low + high) / 2
			box := plane.Rect{MinX: p.X - half, MinY: p.Y - half, MaxX: p.X + half, MaxY: p.Y + half}
			n := 0
			table.InRect(box, func(world.Row) bool { n++; return n < 2000 })
			if n > 950 && n < 1050 {
				boxes = append(boxes, box)
				break
			}
			if n < 1000 {
				low = half
			} else {
				high = half
			}
		}
	}
	if len(boxes) < 20 {
		b.Fatalf("only %d boxes of a thousand", len(boxes))
	}
	return boxes
}

// draw encodes and compresses the tiles, and returns the mean processor time and the greatest size in bytes.
func draw(b *testing.B, w *world.World, list []tiles.Address, q world.Query) (mean time.Duration, most int) {
	b.Helper()
	var buffer []byte
	start := cpu(b)
	for _, address := range list {
		var err error
		if buffer, err = mvt.Encode(buffer[:0], w, mvt.Request{Tile: address, Query: q}); err != nil {
			b.Fatal(err)
		}
		most = max(most, len(tiles.Gzip(buffer)))
	}
	return (cpu(b) - start) / time.Duration(len(list)), most
}

// One operation draws the tiles of one zoom under every 2,000th enterprise, all layers, compressed, on one core.
func BenchmarkUncached(b *testing.B) {
	w := shared(b).World()
	for _, zoom := range []uint8{10, 11, 12, 13, 14, 15, 16} {
		b.Run(fmt.Sprintf("z%d", zoom), func(b *testing.B) {
			list := addresses(w, zoom)
			var sum time.Duration
			most := 0
			for b.Loop() {
				mean, size := draw(b, w, list, world.Query{})
				sum, most = sum+mean, max(most, size)
			}
			b.ReportMetric(milliseconds(sum)/float64(b.N), "ms/tile")
			b.ReportMetric(float64(most)/1000, "KB")
		})
	}
}

// One operation draws the tiles of every zoom from 0 to 9; the figures are the dearest zoom's mean and the greatest tile of all.
func BenchmarkUncachedLow(b *testing.B) {
	w := shared(b).World()
	var sums [10]time.Duration
	most := 0
	for b.Loop() {
		for zoom := range uint8(10) {
			mean, size := draw(b, w, addresses(w, zoom), world.Query{})
			sums[zoom] += mean
			most = max(most, size)
		}
	}
	dearest := 0.0
	for zoom, sum := range sums {
		ms := milliseconds(sum) / float64(b.N)
		b.Logf("z%d %.3f ms", zoom, ms)
		dearest = max(dearest, ms)
	}
	b.ReportMetric(dearest, "ms/tile")
	b.ReportMetric(float64(most)/1000, "KB")
}

// One operation draws, at every zoom, tiles under 10 enterprises with status=single; the figure is the dearest zoom's mean.
func BenchmarkFiltered(b *testing.B) {
	w := shared(b).World()
	single := world.Query{Equal: []world.Condition{{Field: geo.EnterpriseStatus, Value: geo.Text("single")}}}
	var sums [17]time.Duration
	for b.Loop() {
		for zoom := range uint8(17) {
			list := addresses(w, zoom)
			step := max(1, len(list)/10)
			var some []tiles.Address
			for i := 0; i < len(list); i += step {
				some = append(some, list[i])
			}
			mean, _ := draw(b, w, some, single)
			sums[zoom] += mean
		}
	}
	dearest := 0.0
	for zoom, sum := range sums {
		ms := milliseconds(sum) / float64(b.N)
		b.Logf("z%d %.3f ms", zoom, ms)
		dearest = max(dearest, ms)
	}
	b.ReportMetric(dearest, "ms/tile")
}
