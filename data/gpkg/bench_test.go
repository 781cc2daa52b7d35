package gpkg_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"beltmap/data/gpkg"
	"beltmap/geo"
	"github.com/paulmach/orb"
)

// How to run: go test ./data/gpkg -run '^$' -bench . -benchtime 1x
// BELTMAP_BENCH_FILE names a file to read instead of a fresh one, such as one of beltmap generate. BELTMAP_BENCH_RECORDS sets how many enterprises there are (100,000 by default; 1000000 for the figures of docs/performance.md).
// How to read: records/s is the figure, over all records of the file. Snapshot decodes every record and hands it to an empty visit,
// so it is the store's part of opening a file; Apply writes them in one batch, put, validated and durable. Compare both with the
// same size only: larger tables have deeper trees.

// reportRate reports records per second of wall time, and the CPU time a record took on all cores together, which says more on a
// machine that does other things as well.
func reportRate(b *testing.B, n int, before time.Duration) {
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
	b.ReportMetric(float64(cpuTime(b)-before)/float64(n*b.N), "cpu-ns/record")
}

func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func benchRecords(b *testing.B) int {
	if s := os.Getenv("BELTMAP_BENCH_RECORDS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			b.Fatal(err)
		}
		return n
	}
	return 100_000
}

// manyEnterprises is a batch of 130 zones and n enterprises with most fields set, as data/generate makes them.
func manyEnterprises(n int) geo.Batch {
	return geo.Batch{Note: "benchmark", Changes: func(yield func(*geo.Change, error) bool) {
		for z := range 130 {
			r := geo.New(geo.Zones)
			r.ID, r.NameZH = fmt.Sprintf("Z%03d", z), "合成开发区"
			r.Geometry, r.Position.Class = orb.Point{117, 32}, geo.Synthetic
			if !yield(&geo.Change{Record: r}, nil) {
				return
			}
		}
		industries := []string{"machinery", "electronics", "food", "textile"}
		change := geo.Change{Record: geo.New(geo.Enterprises)}
		for i := range n {
			r := &change.Record
			r.Reset(geo.Enterprises)
			zone := i * 130 / n
			r.ID = fmt.Sprintf("Z%03d-E-%07d", zone, i)
			r.Zone = fmt.Sprintf("Z%03d", zone)
			r.NameZH, r.NameEN = fmt.Sprintf("合成企业 %07d", i), fmt.Sprintf("Synthetic Enterprise %07d", i)
			r.Geometry, r.Position.Class = orb.Point{115 + float64(i%40000)*1e-4, 30 + float64(i%30000)*1e-4}, geo.Synthetic
			r.Source = "synthetic"
			r.Set(geo.Industry, geo.Text(industries[i%4]))
			r.Set(geo.Employees, geo.Integer(int64(i%900)))
			r.Set(geo.EnterpriseClass, geo.Text("small_micro"))
			r.Set(geo.Operating, geo.Boolean(true))
			r.Set(geo.SurveyedAt, geo.OnDay(geo.Day(738000+i%300)))
			r.Set(geo.FullMembers, geo.Integer(int64(i%7)))
			r.Set(geo.Instructors, geo.Integer(int64(i%2)))
			r.Set(geo.Output, geo.Number(float64(i%1000)/10))
			if !yield(&change, nil) {
				return
			}
		}
	}}
}

func BenchmarkApply(b *testing.B) {
	n := benchRecords(b)
	before := cpuTime(b)
	for b.Loop() {
		s, err := gpkg.Open(context.Background(), filepath.Join(b.TempDir(), "b.gpkg"), gpkg.Options{Create: true})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Apply(context.Background(), manyEnterprises(n)); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
	reportRate(b, n, before)
}

// BenchmarkApplyAgain puts every record once more, which keeps what each of them was.
func BenchmarkApplyAgain(b *testing.B) {
	n := benchRecords(b)
	s, err := gpkg.Open(context.Background(), filepath.Join(b.TempDir(), "b.gpkg"), gpkg.Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Apply(context.Background(), manyEnterprises(n)); err != nil {
		b.Fatal(err)
	}
	before := cpuTime(b)
	for b.Loop() {
		if _, err := s.Apply(context.Background(), manyEnterprises(n)); err != nil {
			b.Fatal(err)
		}
	}
	reportRate(b, n, before)
}

func BenchmarkSnapshot(b *testing.B) {
	path := os.Getenv("BELTMAP_BENCH_FILE")
	if path == "" {
		path = filepath.Join(b.TempDir(), "b.gpkg")
	}
	s, err := gpkg.Open(context.Background(), path, gpkg.Options{Create: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	n := count(b, s)
	if n == 0 {
		if _, err := s.Apply(context.Background(), manyEnterprises(benchRecords(b))); err != nil {
			b.Fatal(err)
		}
		n = count(b, s)
	}
	b.ReportAllocs()
	before := cpuTime(b)
	for b.Loop() {
		if count(b, s) != n {
			b.Fatal("another number of records")
		}
	}
	reportRate(b, n, before)
}

// count takes a Snapshot and counts its records.
func count(b testing.TB, s *gpkg.Store) int {
	n := 0
	if _, err := s.Snapshot(context.Background(), func(records []geo.Record) error { n += len(records); return nil }); err != nil {
		b.Fatal(err)
	}
	return n
}
