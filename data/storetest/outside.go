package storetest

import (
	"context"
	"errors"
	"testing"

	"beltmap/data"
	"beltmap/geo"
)

func outside(t *testing.T, s Suite) {
	store, _ := s.open(t)
	if s.Outside == nil {
		return // nothing but batches can change it
	}
	v := apply(t, store, geo.Insert, enterprise("E1"), enterprise("E2"))
	known := snapshot(t, store)
	began := listed(t, store)
	s.Outside(t, store, "E1", "theirs")

	_, err := store.Apply(context.Background(), batch(geo.Put, enterprise("E3")))
	refused(t, err, geo.KindConflict)
	inverse, err := store.Inverse(context.Background(), v)
	if err == nil {
		_, err = store.Apply(context.Background(), inverse)
	}
	refused(t, err, geo.KindConflict)
	_, err = store.Snapshot(context.Background(), func([]geo.Record) error { return nil })
	refused(t, err, geo.KindConflict)
	mine := errors.New("mine")
	if _, err = store.Snapshot(context.Background(), func([]geo.Record) error { return mine }); !errors.Is(err, mine) {
		t.Fatalf("%v is not what visit returned", err)
	}
	for c, err := range store.Changes(context.Background(), known.version-1) {
		if err == nil && c.Record.NameEN == "theirs" {
			t.Fatalf("%+v is handed out", c)
		}
	}
	if got := listed(t, store); len(got) != len(began) {
		t.Fatalf("%d batches, want %d", len(got), len(began))
	}

	adopted := s.Adopt(t, store)
	now := snapshot(t, store)
	got, _ := now.find("enterprises/E1")
	if now.version != adopted || got.Version != adopted || got.NameEN != "theirs" || len(now.records) != len(known.records) {
		t.Fatalf("version %d, %+v", now.version, got)
	}
	if other, _ := now.find("enterprises/E2"); other.Version != v {
		t.Fatalf("what nobody changed has version %d", other.Version)
	}
	feed := changes(t, store, v)
	if len(feed) != 1 || feed[0].Op != geo.Snapshot && (feed[0].Op != geo.Update || feed[0].Record.NameEN != "theirs") {
		t.Fatalf("%+v", feed)
	}
	first := listed(t, store)[0]
	if want := (data.BatchInfo{Cursor: adopted, Time: first.Time, Note: first.Note, Kept: first.Kept, Counted: true, Changed: 1}); first != want {
		t.Fatalf("\n got %+v\nwant %+v", first, want)
	}
	inverse, err = store.Inverse(context.Background(), v) // E1 is not as that batch left it
	if err == nil {
		_, err = store.Apply(context.Background(), inverse)
	}
	refused(t, err, geo.KindConflict)
	apply(t, store, geo.Put, enterprise("E3"))
	snapshot(t, store)
}
