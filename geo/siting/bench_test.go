package siting_test

import (
	"context"
	"math"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"beltmap/geo/siting"
)

// processorTime is what the process used of all cores so far.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// measured runs a benchmark's loop and reports the processor time of one round.
func measured(b *testing.B, do func()) {
	n := 0
	start := processorTime(b)
	for b.Loop() {
		do()
		n++
	}
	b.ReportMetric((processorTime(b)-start).Seconds()/float64(n), "cpu-s/op")
}

// scattered is an instance of the size of a large zone: places in clusters over some ten kilometres, sites among them.
func scattered(model siting.Model, sites, places, p int) siting.Instance {
	random := rand.New(rand.NewPCG(7, 7))
	in := siting.Instance{Model: model, Sites: sites, P: p, Within: 8000}
	var hubs [20][2]float64
	for k := range hubs {
		hubs[k] = [2]float64{100_000 * random.Float64(), 100_000 * random.Float64()}
	}
	at := make([][2]float64, places)
	for j := range at {
		h := hubs[random.IntN(len(hubs))]
		at[j] = [2]float64{h[0] + 8000*random.NormFloat64(), h[1] + 8000*random.NormFloat64()}
		in.Weights = append(in.Weights, 1)
	}
	for range sites {
		s := at[random.IntN(places)]
		for _, q := range at {
			in.Costs = append(in.Costs, int32(math.Hypot(s[0]-q[0], s[1]-q[1])))
		}
	}
	return in
}

// go test -run none -bench Sites ./geo/siting: 10 of 500 sites for 5,000 places, each model (limit 1 s of processor time). The gap is what the bound
// leaves open, in per cent of the objective.
func BenchmarkSites(b *testing.B) {
	for _, model := range siting.Models() {
		for _, capacity := range []int64{0, 300} {
			if capacity > 0 && model != siting.MaxCovering {
				continue
			}
			in := scattered(model, 500, 5000, 10)
			in.Capacity = capacity
			name := model.String()
			if capacity > 0 {
				name += "_capacity"
			}
			b.Run(name, func(b *testing.B) {
				var s siting.Solution
				measured(b, func() {
					var err error
					if s, err = siting.Solve(context.Background(), in); err != nil {
						b.Fatal(err)
					}
				})
				b.ReportMetric(100*math.Abs(float64(s.Objective-s.Bound))/float64(max(1, s.Objective)), "gap-%")
			})
		}
	}
}

// go test -run none -bench JointBranches ./geo/siting: joint branches for a zone of 5,000, all of them candidates, in twelve lines of business within some
// five kilometres (limit 0.5 s of processor time); and for 25 in one building, in a few streets and in three grids, exactly. covered-% is of the bound.
func BenchmarkJointBranches(b *testing.B) {
	for name, units := range map[string][]siting.Unit{"5000": crowd(5000, 0.02), "25 in a building": neighbors(0, 1, 3), "25 in streets": neighbors(0.0005, 1, 4),
		"25 in grids": neighbors(0.001, 3, 5)} {
		b.Run(name, func(b *testing.B) {
			var got siting.Branches
			measured(b, func() {
				var err error
				if got, err = siting.Joints(context.Background(), units, usual()); err != nil {
					b.Fatal(err)
				}
			})
			b.ReportMetric(100*float64(got.Covered)/float64(max(1, got.Bound)), "covered-%")
		})
	}
}
