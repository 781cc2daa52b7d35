package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func contains(s string, parts ...string) bool {
	return !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(s, p) })
}

func changes(t testing.TB, s data.Store, since geo.Cursor) []geo.Change {
	t.Helper()
	var out []geo.Change
	for c, err := range s.Changes(context.Background(), since) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	return out
}

func fields(t *testing.T, s Suite) {
	store, _ := s.open(t)
	rapid.Check(t, func(rt *rapid.T) {
		var want []geo.Record
		for _, c := range geo.AllCollections() {
			want = append(want, RandomRecord(c).Draw(rt, c.String()))
		}
		v, err := store.Apply(context.Background(), batch(geo.Put, want...))
		if err != nil {
			rt.Fatal(err)
		}
		now := snapshot(t, store)
		for _, r := range want {
			got, ok := now.find(r.Ref())
			if !ok || !got.Equal(&r) || got.Version != v {
				rt.Fatalf("\n got %+v\nwant %+v", got, r)
			}
		}
	})
}

func normalForm(t *testing.T, s Suite) {
	store, _ := s.open(t)
	r := enterprise("E1")
	r.NameEN = "Cafe\u0301"
	r.Set(geo.Industry, geo.Text("e\u0301"))
	r.Geometry, r.Position.Class = orb.Point{117.00000004, 31.99999996}, geo.Exact
	apply(t, store, geo.Insert, r)
	got, _ := snapshot(t, store).find(r.Ref())
	if got.NameEN != "Caf\u00e9" || got.Get(geo.Industry).Text() != "\u00e9" || got.Geometry != orb.Geometry(orb.Point{117, 32}) {
		t.Fatalf("%+v", got)
	}
	if r.NameEN != "Cafe\u0301" || r.Get(geo.Industry).Text() != "e\u0301" {
		t.Fatal("the caller's record was changed")
	}
}

func order(t *testing.T, s Suite) {
	store, _ := s.open(t)
	honor := geo.New(geo.Honors)
	honor.ID, honor.NameZH = "H1", "荣誉"
	apply(t, store, geo.Insert, honor, enterprise("E3"), enterprise("E1"))
	apply(t, store, geo.Put, enterprise("E2"), enterprise("E3"))
	var got []string
	for _, r := range snapshot(t, store).records {
		got = append(got, r.Ref())
	}
	want := []string{"zones/CZ", "zones/NG", "zones/FX", "enterprises/E3", "enterprises/E1", "enterprises/E2", "honors/H1"}
	if !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
}

func isolation(t *testing.T, s Suite) {
	store, _ := s.open(t)
	var many []geo.Record
	for i := range 6000 {
		many = append(many, enterprise(fmt.Sprint("E", i)))
	}
	v := apply(t, store, geo.Insert, many...)
	var seen int
	once := false
	got, err := store.Snapshot(context.Background(), func(records []geo.Record) error {
		if !once && records[0].Collection == geo.Enterprises {
			once = true
			apply(t, store, geo.Delete, many[5999]) // a batch in the middle of the snapshot
			apply(t, store, geo.Insert, enterprise("LATE"))
		}
		for i := range records {
			if records[i].Version > v {
				t.Errorf("%s of version %d in a snapshot of %d", records[i].Ref(), records[i].Version, v)
			}
		}
		seen += len(records)
		return nil
	})
	if err != nil || got != v || seen != 6003 {
		t.Fatalf("version %d with %d records, %v; want %d with 6003", got, seen, err, v)
	}
	feed := changes(t, store, got)
	if len(feed) != 2 || feed[0].Op != geo.Delete || feed[1].Op != geo.Insert {
		t.Fatalf("%+v", feed)
	}
}

func visitError(t *testing.T, s Suite) {
	store, _ := s.open(t)
	stop := geo.Invalid("test", geo.ID.Label.With())
	calls := 0
	_, err := store.Snapshot(context.Background(), func([]geo.Record) error { calls++; return stop })
	if !errors.Is(err, stop) || calls != 1 {
		t.Fatalf("%v after %d calls", err, calls)
	}
	apply(t, store, geo.Insert, enterprise("E1"))
}

// feed applies random batches and holds every feed against the difference of the snapshots before and after it.
func feed(t *testing.T, s Suite) {
	store, _ := s.open(t)
	history := []state{snapshot(t, store)}
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 4).Draw(rt, "batches") {
			history = append(history, randomBatch(t, rt, store))
		}
		from := history[rapid.IntRange(max(0, len(history)-20), len(history)-1).Draw(rt, "since")]
		to := history[len(history)-1]
		replay(rt, from, to, changes(t, store, from.version))
	})
}

func randomBatch(t *testing.T, rt *rapid.T, store data.Store) state {
	var batch []geo.Change
	there := map[string]bool{}
	for _, r := range snapshot(t, store).records {
		there[r.Ref()] = true
	}
	for range rapid.IntRange(1, 6).Draw(rt, "changes") {
		c := rapid.SampledFrom([]geo.Collection{geo.Enterprises, geo.Belts, geo.Facts}).Draw(rt, "collection")
		r := RandomRecord(c).Draw(rt, "record")
		change := geo.Change{Op: geo.Put, Record: r}
		if there[r.Ref()] && rapid.Bool().Draw(rt, "delete") {
			change.Op = geo.Delete
		}
		there[r.Ref()] = change.Op != geo.Delete
		batch = append(batch, change)
	}
	v, err := store.Apply(context.Background(), geo.BatchOf("random", batch...))
	if err != nil {
		rt.Fatal(err)
	}
	got := snapshot(t, store)
	if got.version != v {
		rt.Fatalf("a snapshot of version %d after a batch that made %d", got.version, v)
	}
	return got
}

// replay makes the feed's changes on one state and demands the other.
func replay(rt *rapid.T, from, to state, feed []geo.Change) {
	now := map[string]geo.Record{}
	for _, r := range from.records {
		now[r.Ref()] = r
	}
	last := from.version
	for _, c := range feed {
		if c.Cursor < last || c.Cursor <= from.version || c.Cursor > to.version {
			rt.Fatalf("version %d after %d in a feed from %d to %d", c.Cursor, last, from.version, to.version)
		}
		last = c.Cursor
		_, there := now[c.Record.Ref()]
		if there != (c.Op != geo.Insert) {
			rt.Fatalf("%v of %s, which is there: %v", c.Op, c.Record.Ref(), there)
		}
		if c.Op == geo.Delete {
			delete(now, c.Record.Ref())
		} else {
			now[c.Record.Ref()] = c.Record
		}
	}
	if len(now) != len(to.records) {
		rt.Fatalf("the feed leads to %d records, want %d", len(now), len(to.records))
	}
	for _, want := range to.records {
		if got := now[want.Ref()]; !got.Equal(&want) || got.Version != want.Version {
			rt.Fatalf("the feed leads to %+v\nwant %+v", got, want)
		}
	}
}

func large(t *testing.T, s Suite) {
	store, since := s.open(t)
	var many []geo.Record
	for i := range 6000 { // more than any store lists one by one
		many = append(many, enterprise(fmt.Sprint("E", i)))
	}
	v := apply(t, store, geo.Insert, many...)
	asksForSnapshot(t, store, since, v)
	if feed := changes(t, store, v); len(feed) != 0 {
		t.Fatalf("%d changes after the last version", len(feed))
	}
	next := apply(t, store, geo.Update, many[0])
	if feed := changes(t, store, v); len(feed) != 1 || feed[0].Op != geo.Update || feed[0].Cursor != next {
		t.Fatalf("%+v", feed)
	}
	asksForSnapshot(t, store, since, next)
}

func asksForSnapshot(t *testing.T, store data.Store, since, now geo.Cursor) {
	t.Helper()
	if feed := changes(t, store, since); len(feed) != 1 || feed[0].Op != geo.Snapshot || feed[0].Cursor != now {
		t.Fatalf("a feed of %d changes, the first %+v", len(feed), feed[:min(1, len(feed))])
	}
}

func unknownVersion(t *testing.T, s Suite) {
	store, v := s.open(t)
	asksForSnapshot(t, store, v+1000, v)
}

func concurrent(t *testing.T, s Suite) {
	store, since := s.open(t)
	const writers, each = 4, 20
	versions := make(chan geo.Cursor, writers*each)
	var running sync.WaitGroup
	for w := range writers {
		running.Go(func() {
			for i := range each {
				v, err := store.Apply(context.Background(), batch(geo.Insert, enterprise(fmt.Sprintf("E%d-%d", w, i))))
				if err != nil {
					t.Error(err)
				}
				versions <- v
				if _, err := store.Snapshot(context.Background(), func([]geo.Record) error { return nil }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	running.Wait()
	close(versions)
	seen := map[geo.Cursor]bool{}
	for v := range versions {
		if seen[v] || v <= since {
			t.Fatalf("version %d twice, or too early", v)
		}
		seen[v] = true
	}
	feed := changes(t, store, since)
	if len(feed) != writers*each || !slices.IsSortedFunc(feed, func(a, b geo.Change) int { return int(a.Cursor - b.Cursor) }) {
		t.Fatalf("a feed of %d changes", len(feed))
	}
}

func second(t *testing.T, s Suite) {
	mine, _ := s.open(t)
	since := snapshot(t, mine).version
	theirs := s.Open(t)
	for len(mine.Hint()) > 0 {
		<-mine.Hint()
	}
	v := apply(t, theirs, geo.Insert, enterprise("E1"))
	select {
	case <-mine.Hint():
	case <-time.After(10 * time.Second):
		t.Fatal("no hint")
	}
	if feed := changes(t, mine, since); len(feed) != 1 || feed[0].Cursor != v || feed[0].Record.ID != "E1" {
		t.Fatalf("%+v", feed)
	}
}

func reopened(t *testing.T, s Suite) {
	store, _ := s.open(t)
	apply(t, store, geo.Insert, enterprise("E1"))
	want := snapshot(t, store)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	got := snapshot(t, s.Open(t))
	sameRecords(t, got.records, want.records)
	if got.version != want.version {
		t.Fatalf("version %d, want %d", got.version, want.version)
	}
}

func closed(t *testing.T, s Suite) {
	store, _ := s.open(t)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := store.Apply(context.Background(), batch(geo.Insert, enterprise("E1")))
	refused(t, err, geo.KindUnavailable)
	_, err = store.Snapshot(context.Background(), func([]geo.Record) error { return nil })
	refused(t, err, geo.KindUnavailable)
	for _, err := range store.Changes(context.Background(), 0) {
		refused(t, err, geo.KindUnavailable)
	}
	_ = store.Close() // closing twice is no harm
}
