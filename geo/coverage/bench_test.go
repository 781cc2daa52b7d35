package coverage_test

import (
	"context"
	"math"
	"syscall"
	"testing"
	"time"

	"beltmap/data/generate"
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

var today = geo.Date(2026, time.March, 1)

// go test -run none -bench Million ./geo/coverage: on `generate --enterprises 1000000` (130 zones, 13,000 grids), processor time of all threads: the
// figures of all zones and of all grids (limit 0.2 ms each), of a polygon that holds 5,000 (limit 0.8 ms with its check), of all zones on a past day
// on which every fiftieth organization did not exist yet (limit 50 ms).
func BenchmarkMillion(b *testing.B) {
	w := million(b)
	for _, by := range []coverage.By{coverage.ByZone, coverage.ByGrid} {
		b.Run(by.String(), func(b *testing.B) {
			measured(b, func() {
				sum, of := 0, 0
				if err := coverage.Each(w, coverage.Request{By: by, Sight: geo.FullSight()}, func(i *coverage.Item) {
					sum += int(i.Enterprises)
					of += read(i.Rate(coverage.Organizational)) + read(i.Rate(coverage.Single)) + read(i.Rate(coverage.Work)) + read(i.Rate(coverage.Effective))
				}); err != nil || sum != 1_000_000 {
					b.Fatal(sum, err)
				}
			})
		})
	}
	b.Run("polygon of 5000", func(b *testing.B) {
		area, n := holding(b, w, 5000)
		measured(b, func() {
			if err := coverage.CheckArea(w, area); err != nil {
				b.Fatal(err)
			}
			f, err := coverage.OfArea(context.Background(), w, area, coverage.Request{Sight: geo.FullSight()})
			if err != nil || int(f.Enterprises) != n {
				b.Fatal(f.Enterprises, err)
			}
		})
		b.ReportMetric(float64(n), "enterprises")
	})
	b.Run("as of", func(b *testing.B) {
		measured(b, func() {
			then := w.AsOf(geo.Date(2020, 6, 30))
			_ = coverage.Each(then, coverage.Request{Sight: geo.FullSight()}, func(*coverage.Item) {})
		})
	})
}

func read(r coverage.Rate) int { return r.Numerator + r.Denominator + r.Unknown }

// million is the generated data set, every fiftieth organization of which was founded in one of the last five years.
func million(b *testing.B) *world.World {
	builder := world.NewBuilder(today, geo.Settings{})
	organizations := 0
	if err := generate.Records(1_000_000, 1, func(records []geo.Record) error {
		for i := range records {
			if records[i].Collection != geo.Organizations {
				continue
			}
			if organizations++; organizations%50 == 0 {
				records[i].Valid.From = today - geo.Day(organizations/50%1826)
			}
		}
		return builder.Add(records)
	}); err != nil {
		b.Fatal(err)
	}
	w, err := builder.Build(1)
	if err != nil {
		b.Fatal(err)
	}
	return w
}

// holding is a polygon of 60 corners around the first enterprise that holds about n.
func holding(b *testing.B, w *world.World, n int) (orb.Polygon, int) {
	t := w.Table(geo.Enterprises)
	var center orb.Point
	t.All(func(r world.Row) bool {
		at, isPoint := t.Point(r)
		center = at
		return !isPoint || r < 400_000
	})
	area := func(radius float64) orb.Polygon {
		ring := orb.Ring{}
		for i := range 60 {
			turn := 2 * math.Pi * float64(i) / 60
			ring = append(ring, orb.Point{center[0] + radius*(1+0.2*float64(i%2))*math.Cos(turn), center[1] + radius*(1+0.2*float64(i%2))*math.Sin(turn)})
		}
		return orb.Polygon{append(ring, ring[0])}
	}
	low, high := 0.0, 2.0
	held := 0
	for range 40 {
		p := plane.Prepare(area((low + high) / 2))
		held = 0
		t.All(func(r world.Row) bool {
			if at, isPoint := t.Point(r); isPoint && p.Covers(at) {
				held++
			}
			return true
		})
		if held == n {
			break
		}
		if held < n {
			low = (low + high) / 2
		} else {
			high = (low + high) / 2
		}
	}
	return area((low + high) / 2), held
}

// measured reports the processor time of one round.
func measured(b *testing.B, do func()) {
	b.ReportAllocs()
	start, rounds := processorTime(b), 0
	for b.Loop() {
		do()
		rounds++
	}
	b.ReportMetric(float64((processorTime(b)-start).Microseconds())/1000/float64(rounds), "cpu-ms/op")
}

func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
