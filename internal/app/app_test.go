package app_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"beltmap/data"
	"beltmap/data/generate"
	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"beltmap/internal/app"
	"beltmap/tiles"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
)

// clock is a clock that tests turn.
type clock struct{ now atomic.Int64 }

func clockAt(t time.Time) *clock {
	c := &clock{}
	c.now.Store(t.UnixNano())
	return c
}

func (c *clock) Now() time.Time  { return time.Unix(0, c.now.Load()) }
func (c *clock) Set(t time.Time) { c.now.Store(t.UnixNano()) }

func noon(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 12, 0, 0, 0, geo.Shanghai)
}

func openFile(t testing.TB, path string) *gpkg.Store {
	t.Helper()
	s, err := gpkg.Open(context.Background(), path, gpkg.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func open(t testing.TB, s data.Store, c *clock) *app.App {
	t.Helper()
	a, err := app.Open(context.Background(), app.Options{Store: s, Now: c.Now, Poll: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// run follows the store in the background until the test ends.
func run(t testing.TB, a *app.App) {
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := a.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { cancel(); wg.Wait() })
}

func enterprise(id string, at orb.Point) geo.Record {
	r := geo.New(geo.Enterprises)
	r.ID, r.NameZH, r.Geometry, r.Position.Class = id, "企业"+id, at, geo.Exact
	return r
}

func put(records ...geo.Record) geo.Batch {
	changes := make([]geo.Change, len(records))
	for i, r := range records {
		changes[i] = geo.Change{Op: geo.Put, Record: r}
	}
	return geo.BatchOf("test", changes...)
}

func has(w *world.World, id string) bool {
	_, ok := w.Table(geo.Enterprises).Find(id)
	return ok
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("it never came to be that %s", what)
}

var hefei = orb.Point{117.2272, 31.8206}

func TestAnAppliedBatchIsVisibleWhenApplyReturns(t *testing.T) {
	a := open(t, openFile(t, filepath.Join(t.TempDir(), "a.gpkg")), clockAt(noon(2026, 3, 1)))
	before, next := a.Published()
	version, err := a.Apply(t.Context(), put(enterprise("E-1", hefei)))
	if err != nil {
		t.Fatal(err)
	}
	if w := a.World(); !has(w, "E-1") || w.Version() != version {
		t.Errorf("version %d is served after %d was made", w.Version(), version)
	}
	if has(before, "E-1") {
		t.Error("the old World changed")
	}
	select {
	case <-next:
	default:
		t.Error("nobody was told")
	}
}

func TestAnotherProcesssWriteAppears(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.gpkg")
	a := open(t, openFile(t, path), clockAt(noon(2026, 3, 1)))
	run(t, a)
	other := openFile(t, path)
	if _, err := other.Apply(t.Context(), put(enterprise("E-2", hefei))); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the other's record is served", func() bool { return has(a.World(), "E-2") })
	many := make([]geo.Record, 20_000) // too many to list: the feed says to read everything again
	for i := range many {
		many[i] = enterprise("M-"+string(rune('a'+i%26))+time.Duration(i).String(), orb.Point{117 + float64(i)/1e5, 31})
	}
	if _, err := other.Apply(t.Context(), put(many...)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the other's large batch is served", func() bool { return a.World().Table(geo.Enterprises).Len() == 20_001 })
}

func TestARecordThatExpiresTodayLeavesAtMidnight(t *testing.T) {
	c := clockAt(time.Date(2026, 2, 28, 23, 59, 59, 0, geo.Shanghai))
	a := open(t, openFile(t, filepath.Join(t.TempDir(), "a.gpkg")), c)
	expiring, starting := enterprise("old", hefei), enterprise("new", hefei)
	expiring.Valid.To, starting.Valid.From = geo.Date(2026, 2, 28), geo.Date(2026, 3, 1)
	if _, err := a.Apply(t.Context(), put(expiring, starting)); err != nil {
		t.Fatal(err)
	}
	run(t, a)
	shown := func(id string) bool {
		table := a.World().Table(geo.Enterprises)
		r, ok := table.Find(id)
		return ok && table.Current(r)
	}
	time.Sleep(50 * time.Millisecond)
	if !shown("old") || shown("new") {
		t.Fatal("the day turned before midnight")
	}
	before := tileIDs(t, a, tiles.At(plane.Mercator(hefei), 14))
	c.Set(time.Date(2026, 3, 1, 0, 0, 0, 0, geo.Shanghai))
	eventually(t, "the expired record has left", func() bool { return !shown("old") && shown("new") })
	if after := tileIDs(t, a, tiles.At(plane.Mercator(hefei), 14)); !before["old"] || before["new"] || after["old"] || !after["new"] {
		t.Errorf("tile before midnight %v, after %v", before, after)
	}
}

func TestAFailedApplyAndAClosedStoreLeaveTheOldWorldServed(t *testing.T) {
	s := openFile(t, filepath.Join(t.TempDir(), "a.gpkg"))
	c := clockAt(time.Date(2026, 2, 28, 12, 0, 0, 0, geo.Shanghai))
	a := open(t, s, c)
	if _, err := a.Apply(t.Context(), put(enterprise("E-1", hefei))); err != nil {
		t.Fatal(err)
	}
	w := a.World()
	bad := enterprise("E-2", orb.Point{500, 500})
	if _, err := a.Apply(t.Context(), put(enterprise("E-3", hefei), bad)); geo.KindOf(err) != geo.KindInvalid {
		t.Errorf("a bad record: %v", err)
	}
	if _, err := a.Apply(t.Context(), geo.BatchOf("test", geo.Change{Op: geo.Insert, Record: enterprise("E-1", hefei)})); geo.KindOf(err) != geo.KindConflict {
		t.Errorf("a second insert: %v", err)
	}
	if a.World() != w {
		t.Error("a failed batch made a new World")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	run(t, a)
	if _, err := a.Apply(t.Context(), put(enterprise("E-4", hefei))); err == nil {
		t.Error("a closed store took a batch")
	}
	time.Sleep(60 * time.Millisecond)
	if !has(a.World(), "E-1") || has(a.World(), "E-4") {
		t.Error("the old World is not served any more")
	}
	c.Set(noon(2026, 3, 1))
	eventually(t, "the day turns even without a store", func() bool { return a.World().Day() == geo.Date(2026, 3, 1) })
}

func TestReadersNeverMeetATileOlderThanTheirWorld(t *testing.T) {
	a := open(t, openFile(t, filepath.Join(t.TempDir(), "a.gpkg")), clockAt(noon(2026, 3, 1)))
	address := tiles.At(plane.Mercator(hefei), 14)
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				least := a.World().Table(geo.Enterprises).Len()
				if got := total(t, a, address); got < least {
					t.Errorf("a tile shows %d records after the World had %d", got, least)
					return
				}
			}
		})
	}
	for i := range 60 {
		if _, err := a.Apply(t.Context(), put(enterprise("E-"+time.Duration(i).String(), orb.Point{hefei[0] + float64(i)/1e5, hefei[1]}))); err != nil {
			t.Error(err)
			break
		}
	}
	close(stop)
	wg.Wait()
}

func TestATileManyAskForIsMadeOnceAndOutlivesItsFirstAsker(t *testing.T) {
	a := open(t, openFile(t, filepath.Join(t.TempDir(), "a.gpkg")), clockAt(noon(2026, 3, 1)))
	if _, err := a.Apply(t.Context(), put(enterprise("E-1", hefei))); err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	address := tiles.At(plane.Mercator(hefei), 10)
	if _, err := a.Tile(gone, address, world.Query{}, "x"); err == nil {
		t.Error("a tile was made for nobody")
	}
	var wg sync.WaitGroup
	for i := range 50 {
		ctx := t.Context()
		if i%2 == 0 {
			ctx = gone
		}
		wg.Go(func() {
			body, err := a.Tile(ctx, address, world.Query{}, "")
			if ctx.Err() == nil && (err != nil || len(body.Gzip) == 0) {
				t.Errorf("a waiting reader got %v", err)
			}
		})
	}
	wg.Wait()
}

func layers(t testing.TB, a *app.App, address tiles.Address) mvt.Layers {
	t.Helper()
	body, err := a.Tile(context.Background(), address, world.Query{}, "")
	if err != nil {
		t.Error(err)
		return nil
	}
	if len(body.Gzip) == 0 {
		return nil
	}
	z, err := gzip.NewReader(bytes.NewReader(body.Gzip))
	if err != nil {
		t.Error(err)
		return nil
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		t.Error(err)
	}
	l, err := mvt.Unmarshal(raw)
	if err != nil {
		t.Error(err)
	}
	return l
}

func tileIDs(t testing.TB, a *app.App, address tiles.Address) map[string]bool {
	ids := map[string]bool{}
	for _, l := range layers(t, a, address) {
		for _, f := range l.Features {
			if id, ok := f.Properties["id"].(string); ok {
				ids[id] = true
			}
		}
	}
	return ids
}

// total is the number of enterprises a tile stands for.
func total(t testing.TB, a *app.App, address tiles.Address) int {
	n := 0
	for _, l := range layers(t, a, address) {
		for _, f := range l.Features {
			switch count := f.Properties["point_count"].(type) {
			case uint64:
				n += int(count)
			case float64:
				n += int(count)
			default:
				n++
			}
		}
	}
	return n
}

// BenchmarkEditToTile is the time from the beginning of Apply, on a file of generated enterprises, until a tile with the edited
// record has been made and packed. Read ns/op against 20 ms. Run it with
//
//	go test ./internal/app -run ^$ -bench EditToTile
//
// BELTMAP_BENCH_ENTERPRISES=1000000 is the size the limit is stated for; without it there are 100,000.
func BenchmarkEditToTile(b *testing.B) {
	ctx := context.Background()
	s := openFile(b, filepath.Join(b.TempDir(), "bench.gpkg"))
	fill(b, s, enterprisesToBench(b))
	a := open(b, s, clockAt(noon(2026, 3, 1)))
	r := enterprise("bench", hefei)
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		r.Geometry = orb.Point{geo.RoundDegrees(hefei[0] + float64(i%1000)*1e-5), hefei[1]}
		if _, err := a.Apply(ctx, put(r)); err != nil {
			b.Fatal(err)
		}
		address := tiles.At(plane.Mercator(r.Geometry.(orb.Point)), 14)
		if _, err := a.Tile(ctx, address, world.Query{}, ""); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	if !tileIDs(b, a, tiles.At(plane.Mercator(r.Geometry.(orb.Point)), 16))["bench"] {
		b.Error("the edited record is not in the tile")
	}
}

// fill puts generated records into a store, in one batch.
func fill(b *testing.B, s data.Store, n int) {
	b.Helper()
	batch := geo.Batch{Note: "bench", Changes: func(yield func(*geo.Change, error) bool) {
		err := generate.Records(n, 1, func(records []geo.Record) error {
			for i := range records {
				if !yield(&geo.Change{Op: geo.Insert, Record: records[i]}, nil) {
					return context.Canceled
				}
			}
			return nil
		})
		if err != nil {
			yield(nil, err)
		}
	}}
	if _, err := s.Apply(context.Background(), batch); err != nil {
		b.Fatal(err)
	}
}
