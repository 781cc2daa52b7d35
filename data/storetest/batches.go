package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"beltmap/geo"
	"github.com/paulmach/orb"
)

func empty(t *testing.T, s Suite) {
	store := s.Open(t)
	got := snapshot(t, store)
	if len(got.records) != 0 || got.version < 0 {
		t.Fatalf("%+v", got)
	}
	if feed := changes(t, store, got.version); len(feed) != 0 {
		t.Fatalf("a feed of %d changes", len(feed))
	}
}

func whole(t *testing.T, s Suite) {
	store, before := s.open(t)
	v := apply(t, store, geo.Insert, enterprise("E1"), enterprise("E2"))
	if v <= before {
		t.Fatalf("version %d after %d", v, before)
	}
	got := snapshot(t, store)
	if got.version != v {
		t.Fatalf("a snapshot of version %d, want %d", got.version, v)
	}
	for _, ref := range []string{"enterprises/E1", "enterprises/E2"} {
		if r, ok := got.find(ref); !ok || r.Version != v {
			t.Fatalf("%s: %v, version %d", ref, ok, r.Version)
		}
	}
	if r, _ := got.find("zones/CZ"); r.Version != before {
		t.Fatalf("a record that was not changed has version %d, want %d", r.Version, before)
	}
	if next := apply(t, store, geo.Put); next <= v {
		t.Fatalf("an empty batch made version %d after %d", next, v)
	}
}

func failures(t *testing.T, s Suite) {
	store, _ := s.open(t)
	apply(t, store, geo.Insert, enterprise("E1"))
	before := snapshot(t, store)
	nameless := enterprise("E9")
	nameless.NameZH = ""
	outside := enterprise("E9")
	outside.Geometry, outside.Position.Class = orb.Point{181, 0}, geo.Exact
	personal := enterprise("E9")
	personal.NameZH = "王 13800138000"
	for _, c := range []struct {
		name   string
		kind   geo.Kind
		change geo.Change
	}{
		{"no name", geo.KindInvalid, geo.Change{Op: geo.Insert, Record: nameless}},
		{"outside WGS 84", geo.KindInvalid, geo.Change{Op: geo.Put, Record: outside}},
		{"a natural person", geo.KindInvalid, geo.Change{Op: geo.Put, Record: personal}},
		{"no id", geo.KindInvalid, geo.Change{Op: geo.Put, Record: enterprise("")}},
		{"no collection", geo.KindInvalid, geo.Change{Op: geo.Put, Record: geo.Record{ID: "E9", NameZH: "企业"}}},
		{"an operation that only feeds have", geo.KindInvalid, geo.Change{Op: geo.Snapshot, Record: enterprise("E9")}},
		{"an insert of what is there", geo.KindConflict, geo.Change{Op: geo.Insert, Record: enterprise("E1")}},
		{"an update of what is not there", geo.KindNotFound, geo.Change{Op: geo.Update, Record: enterprise("E9")}},
		{"a delete of what is not there", geo.KindNotFound, geo.Change{Op: geo.Delete, Record: enterprise("E9")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			good := geo.Change{Op: geo.Insert, Record: enterprise("E2")}
			_, err := store.Apply(context.Background(), geo.BatchOf("test", good, c.change))
			refused(t, err, c.kind)
			after := snapshot(t, store)
			sameRecords(t, after.records, before.records)
			if after.version != before.version {
				t.Fatalf("version %d, want %d", after.version, before.version)
			}
		})
	}
}

func brokenStream(t *testing.T, s Suite) {
	store, _ := s.open(t)
	before := snapshot(t, store)
	broken := errors.New("the line is cut")
	_, err := store.Apply(context.Background(), geo.Batch{Changes: func(yield func(*geo.Change, error) bool) {
		for i := range 100 {
			if !yield(&geo.Change{Op: geo.Insert, Record: enterprise(fmt.Sprint("E", i))}, nil) {
				return
			}
		}
		yield(nil, geo.Unavailable("test", geo.Invalid("", geo.ID.Label.With()).Text, broken))
	}})
	if !errors.Is(err, broken) {
		t.Fatalf("the stream's error came back as %v", err)
	}
	refused(t, err, geo.KindUnavailable)
	sameRecords(t, snapshot(t, store).records, before.records)
	apply(t, store, geo.Insert, enterprise("E1")) // the store goes on working
}

func canceled(t *testing.T, s Suite) {
	store, _ := s.open(t)
	before := snapshot(t, store)
	ctx, cancel := context.WithCancel(context.Background())
	_, err := store.Apply(ctx, geo.Batch{Changes: func(yield func(*geo.Change, error) bool) {
		for i := range 100 {
			if i == 50 {
				cancel()
			}
			if !yield(&geo.Change{Op: geo.Insert, Record: enterprise(fmt.Sprint("E", i))}, nil) {
				return
			}
		}
	}})
	refused(t, err, geo.KindUnavailable)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("%v does not say that it was canceled", err)
	}
	sameRecords(t, snapshot(t, store).records, before.records)
	if _, err := store.Snapshot(ctx, func([]geo.Record) error { return nil }); err == nil {
		t.Fatal("a snapshot with a canceled context succeeds")
	}
	for _, err := range store.Changes(ctx, 0) {
		refused(t, err, geo.KindUnavailable)
	}
	apply(t, store, geo.Insert, enterprise("E1"))
}

func sameKey(t *testing.T, s Suite) {
	store, _ := s.open(t)
	b := batch(geo.Insert, enterprise("E1"))
	b.Key = "import 1"
	first, err := store.Apply(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	apply(t, store, geo.Delete, enterprise("E1"))
	before := snapshot(t, store)
	b = batch(geo.Insert, enterprise("E1"), enterprise("E2"))
	b.Key = "import 1"
	again, err := store.Apply(context.Background(), b)
	if err != nil || again != first {
		t.Fatalf("version %d, %v; want %d", again, err, first)
	}
	after := snapshot(t, store)
	sameRecords(t, after.records, before.records)
	if after.version != before.version {
		t.Fatalf("version %d, want %d", after.version, before.version)
	}
}

func keyed(t *testing.T, s Suite) {
	store, _ := s.open(t)
	of := map[string]geo.Cursor{}
	for _, key := range []string{"k 2 of a", "k 1 of a", "k 1 of b", "k%", "K 3", "区 1"} {
		b := batch(geo.Put, enterprise("E1"))
		b.Key, b.Note = key, "note of "+key
		v, err := store.Apply(context.Background(), b)
		if err != nil {
			t.Fatal(err)
		}
		of[key] = v
	}
	for prefix, want := range map[string]string{
		"k": "k 1 of a", "k 1": "k 1 of a", "k 1 of b": "k 1 of b", "k%": "k%", "K": "K 3", "区": "区 1", "k 1 of b ": "", "k_1": "", "%": "", "K 3%": "", " ": "",
	} {
		got, there, err := store.Keyed(context.Background(), prefix)
		if err != nil || there != (want != "") || got.Cursor != of[want] || there && (got.Key != want || got.Note != "note of "+want || time.Since(got.Time).Abs() > time.Minute) {
			t.Errorf("%q: %+v, %v, %v; want %q", prefix, got, there, err, want)
		}
	}
}

func expected(t *testing.T, s Suite) {
	store, _ := s.open(t)
	first := apply(t, store, geo.Insert, enterprise("E1"))
	second := apply(t, store, geo.Update, enterprise("E1"))
	for _, op := range []geo.Op{geo.Update, geo.Put, geo.Delete} {
		_, err := store.Apply(context.Background(), geo.BatchOf("", geo.Change{Op: op, Record: enterprise("E1"), Expect: first}))
		refused(t, err, geo.KindConflict)
	}
	_, err := store.Apply(context.Background(), geo.BatchOf("", geo.Change{Op: geo.Put, Record: enterprise("E2"), Expect: first}))
	refused(t, err, geo.KindConflict)
	third, err := store.Apply(context.Background(), geo.BatchOf("", geo.Change{Op: geo.Put, Record: enterprise("E1"), Expect: second}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = store.Apply(context.Background(), geo.BatchOf("", geo.Change{Op: geo.Delete, Record: enterprise("E1"), Expect: third})); err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, s Suite) {
	store, _ := s.open(t)
	since := apply(t, store, geo.Put, enterprise("E1"))
	changed := enterprise("E1")
	changed.NameEN = "changed"
	v := apply(t, store, geo.Put, changed, enterprise("E2"))
	feed := changes(t, store, since)
	if len(feed) != 2 || feed[0].Op != geo.Update || feed[1].Op != geo.Insert || feed[0].Cursor != v || feed[1].Cursor != v {
		t.Fatalf("%+v", feed)
	}
	if feed[0].Record.NameEN != "changed" {
		t.Fatalf("%+v", feed[0].Record)
	}
}

func zones(t *testing.T, s Suite) {
	store := s.Open(t)
	zone := Zones()[0]
	apply(t, store, geo.Insert, enterprise("E1"), zone) // the zone comes after what names it
	astray := enterprise("E2")
	astray.Zone = "NOWHERE"
	_, err := store.Apply(context.Background(), batch(geo.Insert, astray))
	refused(t, err, geo.KindInvalid)
	var e *geo.Error
	if errors.As(err, &e); !contains(e.Text.EN, "enterprises/E2", "NOWHERE") || !contains(e.Text.ZH, "enterprises/E2", "NOWHERE") {
		t.Fatalf("%q does not name record and zone", e.Text)
	}
	_, err = store.Apply(context.Background(), batch(geo.Delete, zone))
	refused(t, err, geo.KindInvalid)
	fact := geo.New(geo.Facts)
	fact.ID, fact.Zone = "F1", "AH" // the province, which is no zone
	apply(t, store, geo.Insert, fact)
}
