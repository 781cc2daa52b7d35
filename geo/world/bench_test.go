package world_test

import (
	"runtime"
	"syscall"
	"testing"
	"time"

	"beltmap/data/generate"
	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
)

// go test -run none -bench World -benchtime 200x ./geo/world: on `generate --enterprises 1000000` (1 M enterprises, 290 k organizations, 13 k
// grids): the time to take and build them all without generating them (within the 3 s of opening the file), live bytes an enterprise with
// everything else shared out among them (limit 200, so that 300 MB resident hold the process), a box of 1,000 hits (limit
// 30 µs), a one-record edit (limit 20 ms with its tile), what a tile of cells, a filtered count and a page cost.
func BenchmarkWorldOfAMillion(b *testing.B) {
	const enterprises = 1_000_000
	before := liveBytes()
	builder, spent, wall := world.NewBuilder(today, geo.Settings{}), time.Duration(0), time.Duration(0)
	timed := func(do func() error) {
		start, used := time.Now(), processorTime(b)
		if err := do(); err != nil {
			b.Fatal(err)
		}
		wall, spent = wall+time.Since(start), spent+processorTime(b)-used
	}
	if err := generate.Records(enterprises, 1, func(records []geo.Record) error {
		timed(func() error { return builder.Add(records) })
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	var w *world.World
	timed(func() (err error) { w, err = builder.Build(1); return err })
	builder = nil
	bytes := float64(liveBytes()-before) / enterprises
	b.Run("build", func(b *testing.B) { // built once, above: only its metrics mean something
		for b.Loop() {
		}
		b.ReportMetric(wall.Seconds(), "s/build")
		b.ReportMetric(spent.Seconds(), "cpu-s/build")
		b.ReportMetric(bytes, "bytes/enterprise")
	})
	table := w.Table(geo.Enterprises)
	b.Run("box of about 1000 hits", func(b *testing.B) { benchmarkBox(b, table) })
	b.Run("one-record edit", func(b *testing.B) { benchmarkEdit(b, w) })
	b.Run("cells of 14 tiles", func(b *testing.B) { benchmarkCells(b, table) })
	b.Run("filtered count", func(b *testing.B) {
		q := world.Query{Equal: []world.Condition{{Field: geo.EnterpriseStatus, Value: geo.Text("joint")}}}
		measured(b, func(int) { table.Count(q) })
	})
	b.Run("page of a rare filter", func(b *testing.B) {
		q := world.Query{Equal: []world.Condition{{Field: geo.Zone, Value: geo.Text("S077")}}}
		measured(b, func(int) { table.Page(q, "S-E0900000", 100) })
	})
}

// processorTime is what the process used of all cores so far, which other processes on the machine do not stretch.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// measured runs a benchmark's loop and reports the processor time of one round.
func measured(b *testing.B, do func(i int)) {
	b.ReportAllocs()
	i := 0
	start := processorTime(b)
	for b.Loop() {
		do(i)
		i++
	}
	b.ReportMetric(float64((processorTime(b)-start).Nanoseconds())/float64(i), "cpu-ns/op")
}

func liveBytes() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// benchmarkBox searches boxes around enterprises, each grown until it holds about a thousand.
func benchmarkBox(b *testing.B, table *world.Table) {
	var boxes []plane.Rect
	for i := 0; len(boxes) < 64; i++ {
		r := world.Row(i * 15_000)
		at := table.XY(r)
		for half := uint32(1 << 12); ; half += half / 8 {
			box := plane.Rect{MinX: at.X - half, MinY: at.Y - half, MaxX: at.X + half, MaxY: at.Y + half}
			n := 0
			table.InRect(box, func(world.Row) bool { n++; return true })
			if n >= 1000 {
				boxes = append(boxes, box)
				break
			}
		}
	}
	hits, rounds := 0, 0
	measured(b, func(i int) {
		table.InRect(boxes[i%len(boxes)], func(world.Row) bool { hits++; return true })
		rounds++
	})
	b.ReportMetric(float64(hits)/float64(rounds), "hits/op")
}

func benchmarkEdit(b *testing.B, w *world.World) {
	table := w.Table(geo.Enterprises)
	measured(b, func(i int) {
		rec := table.Record(world.Row(i * 7919 % 1_000_000))
		rec.Set(geo.Employees, geo.Integer(int64(i)))
		rec.NameZH = "改名企业"
		at, _ := table.Point(world.Row((i + 1) * 7919 % 1_000_000))
		rec.Geometry = at
		if _, _, err := w.Apply(2, []geo.Change{{Op: geo.Update, Record: rec}}); err != nil {
			b.Fatal(err)
		}
	})
}

// benchmarkCells asks for the cells of the tile around every 20,000th enterprise at zooms 0 … 13; a time is for all fourteen tiles.
func benchmarkCells(b *testing.B, table *world.Table) {
	measured(b, func(i int) {
		at := table.XY(world.Row(i * 20_000 % 1_000_000))
		for z := uint8(0); z <= 13; z++ {
			x, y := at.X>>(29-z)&^7, at.Y>>(29-z)&^7
			table.Cells(z+3, plane.Rect{MinX: x, MinY: y, MaxX: x + 7, MaxY: y + 7}, func(*world.Cell) bool { return true })
		}
	})
}
