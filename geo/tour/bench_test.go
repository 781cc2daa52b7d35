package tour_test

import (
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"beltmap/geo/tour"
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
	b.ReportMetric((processorTime(b)-start).Seconds()*1000/float64(n), "cpu-ms/op")
}

// BenchmarkExact plans twelve stops: go test -run '^$' -bench Exact ./geo/tour
func BenchmarkExact(b *testing.B) {
	p, _ := convex(12, rand.New(rand.NewPCG(3, 3)))
	p.First, p.Last = -1, -1
	measured(b, func() {
		if _, err := tour.Solve(b.Context(), p); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkSearch plans fifty stops.
func BenchmarkSearch(b *testing.B) {
	p, _ := convex(50, rand.New(rand.NewPCG(3, 3)))
	for b.Loop() {
		if _, err := tour.Solve(b.Context(), p); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRounds sends four teams to 86 targets: go test -run '^$' -bench Rounds ./geo/tour
func BenchmarkRounds(b *testing.B) {
	r, best := combs(86, 4, rand.New(rand.NewPCG(1, 86)))
	over := 0.0
	measured(b, func() {
		got, err := tour.SolveRounds(b.Context(), r)
		if err != nil {
			b.Fatal(err)
		}
		over = 100 * float64(got.Travel-best) / float64(best)
	})
	b.ReportMetric(over, "over-%")
}
