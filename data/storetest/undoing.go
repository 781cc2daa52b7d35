package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"pgregory.net/rapid"
)

func listed(t testing.TB, s data.Batches) []data.BatchInfo {
	t.Helper()
	var out []data.BatchInfo
	for b, err := range s.History(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}

// undo takes a batch back and returns the version that made.
func undo(t testing.TB, s Store, cursor geo.Cursor) geo.Cursor {
	t.Helper()
	batch, err := s.Inverse(context.Background(), cursor)
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.Apply(context.Background(), batch)
	if err != nil {
		t.Fatalf("taking back version %d: %v", cursor, err)
	}
	return v
}

// sameContent compares two states but for the versions and the order of their records: what was taken back is in a new version, and
// what was removed comes back at the end.
func sameContent(t rapid.TB, got, want []geo.Record) {
	t.Helper()
	there := map[string]geo.Record{}
	for _, r := range got {
		there[r.Ref()] = r
	}
	if len(got) != len(want) {
		t.Fatalf("%d records, want %d", len(got), len(want))
	}
	for _, w := range want {
		if g, ok := there[w.Ref()]; !ok || !g.Equal(&w) {
			t.Fatalf("%s:\n got %+v\nwant %+v", w.Ref(), g, w)
		}
	}
}

func change(op geo.Op, id, name string) geo.Change {
	r := enterprise(id)
	r.NameEN = name
	return geo.Change{Op: op, Record: r}
}

func history(t *testing.T, s Suite) {
	store, _ := s.open(t)
	began := len(listed(t, store))
	for _, c := range []struct {
		name                    string
		added, changed, removed int
		changes                 []geo.Change
	}{
		{"additions", 2, 0, 0, []geo.Change{change(geo.Insert, "E1", "a"), change(geo.Insert, "E2", "a")}},
		{"each of them", 1, 1, 1, []geo.Change{change(geo.Delete, "E1", ""), change(geo.Put, "E2", "b"), change(geo.Put, "E3", "b")}},
		{"one record twice", 0, 1, 0, []geo.Change{change(geo.Put, "E2", "c"), change(geo.Update, "E2", "d")}},
		{"came and went", 0, 0, 0, []geo.Change{change(geo.Put, "E4", ""), change(geo.Update, "E4", "a"), change(geo.Delete, "E4", "")}},
		{"went and came", 0, 1, 0, []geo.Change{change(geo.Delete, "E2", ""), change(geo.Put, "E2", "e")}},
		{"changed and went", 0, 0, 1, []geo.Change{change(geo.Put, "E2", "f"), change(geo.Delete, "E2", "")}},
		{"went, came, went, came and another", 1, 1, 0, []geo.Change{change(geo.Delete, "E3", ""), change(geo.Insert, "E3", ""),
			change(geo.Delete, "E3", ""), change(geo.Insert, "E3", "g"), change(geo.Put, "E5", "")}},
		{"nothing", 0, 0, 0, nil},
	} {
		before := snapshot(t, store)
		batch := geo.BatchOf(c.name, c.changes...)
		batch.Key = "key of " + c.name
		v, err := store.Apply(context.Background(), batch)
		if err != nil {
			t.Fatal(c.name, err)
		}
		after, all := snapshot(t, store), listed(t, store)
		got := all[0]
		if len(all) != began+1 || time.Since(got.Time).Abs() > time.Minute {
			t.Fatalf("%s: %d batches, the last of %v", c.name, len(all), got.Time)
		}
		got.Time = time.Time{}
		if want := (data.BatchInfo{Cursor: v, Key: batch.Key, Note: c.name, Kept: true, Counted: true, Added: c.added, Changed: c.changed, Removed: c.removed}); got != want {
			t.Fatalf("%s:\n got %+v\nwant %+v", c.name, got, want)
		}
		back := undo(t, store, v)
		sameContent(t, snapshot(t, store).records, before.records)
		undo(t, store, back) // what was taken back is taken back
		sameContent(t, snapshot(t, store).records, after.records)
		began += 3
	}
	if apply(t, store, geo.Put); listed(t, store)[0].Key != "" {
		t.Fatalf("a batch without a key has one: %+v", listed(t, store)[0])
	}
}

func undoing(t *testing.T, s Suite) {
	store, _ := s.open(t)
	rapid.Check(t, func(rt *rapid.T) {
		states := []state{snapshot(t, store)}
		for range rapid.IntRange(1, 3).Draw(rt, "batches") {
			states = append(states, randomBatch(t, rt, store))
		}
		top := states[len(states)-1]
		var undone []geo.Cursor
		for i := len(states) - 1; i > 0; i-- {
			undone = append(undone, undo(t, store, states[i].version))
			sameContent(rt, snapshot(t, store).records, states[i-1].records)
		}
		for i := len(undone) - 1; i >= 0; i-- { // and forth again
			undo(t, store, undone[i])
			sameContent(rt, snapshot(t, store).records, states[len(states)-1-i].records)
		}
		sameContent(rt, snapshot(t, store).records, top.records)
	})
}

func undoLarge(t *testing.T, s Suite) {
	store, _ := s.open(t)
	const n = 5100 // each of the batches is more than any store lists one by one
	some := func(op geo.Op, from, to int, name string) []geo.Change {
		var out []geo.Change
		for i := from; i < to; i++ {
			out = append(out, change(op, fmt.Sprint("E", i), name))
		}
		return out
	}
	states := []state{snapshot(t, store)}
	var versions []geo.Cursor
	for _, batch := range [][]geo.Change{
		some(geo.Insert, 0, n, "a"),
		append(some(geo.Delete, 0, n/3, ""), some(geo.Put, n/2, n+n/3, "b")...),
		append(some(geo.Delete, n, n+n/3, ""), some(geo.Put, 0, n/2, "c")...), // some of what the batch before added is gone
	} {
		v, err := store.Apply(context.Background(), geo.BatchOf("large", batch...))
		if err != nil {
			t.Fatal(err)
		}
		versions, states = append(versions, v), append(states, snapshot(t, store))
	}
	if got := listed(t, store)[1]; got.Added != n/3 || got.Changed != n/2 || got.Removed != n/3 {
		t.Fatalf("%+v", got)
	}
	var back geo.Cursor
	for i := len(versions) - 1; i >= 0; i-- {
		back = undo(t, store, versions[i])
		sameContent(t, snapshot(t, store).records, states[i].records)
	}
	undo(t, store, back)
	sameContent(t, snapshot(t, store).records, states[1].records)
}

func undoConflict(t *testing.T, s Suite) {
	for _, c := range []struct {
		name         string
		batch, later []geo.Change
		stands       bool // the later batches leave nothing that stands against it
	}{
		{"an addition that was changed", []geo.Change{change(geo.Insert, "X1", "")}, []geo.Change{change(geo.Put, "X1", "b")}, false},
		{"an addition that was removed", []geo.Change{change(geo.Insert, "X2", "")}, []geo.Change{change(geo.Delete, "X2", "")}, false},
		{"a change that was changed", []geo.Change{change(geo.Put, "E1", "b")}, []geo.Change{change(geo.Put, "E1", "c")}, false},
		{"a change that was removed", []geo.Change{change(geo.Put, "E2", "b")}, []geo.Change{change(geo.Delete, "E2", "")}, false},
		{"a removal that was added", []geo.Change{change(geo.Delete, "E3", "")}, []geo.Change{change(geo.Put, "E3", "")}, false},
		{"a change that was changed and changed back", []geo.Change{change(geo.Put, "E4", "b")},
			[]geo.Change{change(geo.Put, "E4", "c"), change(geo.Put, "E4", "b")}, true},
		{"an addition that was removed and added alike", []geo.Change{change(geo.Insert, "X3", "b")},
			[]geo.Change{change(geo.Delete, "X3", ""), change(geo.Insert, "X3", "b")}, true},
		{"another record", []geo.Change{change(geo.Put, "E5", "b")}, []geo.Change{change(geo.Put, "E6", "c")}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			store, _ := s.open(t)
			for i := range 7 {
				apply(t, store, geo.Insert, enterprise(fmt.Sprint("E", i)))
			}
			witness := change(geo.Insert, "W", "") // taken back only together with the rest
			v, err := store.Apply(context.Background(), geo.BatchOf("", append(c.batch, witness)...))
			if err != nil {
				t.Fatal(err)
			}
			for _, later := range c.later {
				if _, err := store.Apply(context.Background(), geo.BatchOf("", later)); err != nil {
					t.Fatal(err)
				}
			}
			before := snapshot(t, store)
			batch, err := store.Inverse(context.Background(), v)
			if err == nil {
				_, err = store.Apply(context.Background(), batch)
			}
			if c.stands {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			refused(t, err, geo.KindConflict)
			var e *geo.Error
			if errors.As(err, &e); !contains(e.Text.EN, c.batch[0].Record.Ref()) {
				t.Fatalf("%q does not name the record", e.Text)
			}
			sameRecords(t, snapshot(t, store).records, before.records)
		})
	}
}

func undoUnknown(t *testing.T, s Suite) {
	store, v := s.open(t)
	for _, cursor := range []geo.Cursor{-1, 0, v + 1} {
		_, err := store.Inverse(context.Background(), cursor)
		refused(t, err, geo.KindNotFound)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := store.Inverse(ctx, v); err == nil {
		t.Fatal("a canceled context succeeds")
	}
	batch, err := store.Inverse(context.Background(), v)
	if err != nil {
		t.Fatal(err)
	}
	for range batch.Changes {
		break // reading may end early
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = store.Inverse(context.Background(), v)
	refused(t, err, geo.KindUnavailable)
	for _, err := range store.History(context.Background()) {
		refused(t, err, geo.KindUnavailable)
	}
}
