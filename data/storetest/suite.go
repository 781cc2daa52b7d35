package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"beltmap/data"
	"beltmap/geo"
)

// Store is what the suite holds an implementation to.
type Store interface {
	data.Store
	data.Batches
}

// Open opens the store of one test. Calls with the same test open the same store, so that a second call is a second process or a
// restart; an implementation that cannot do that sets Suite.Alone.
type Open func(t testing.TB) Store

// Suite says what to hold an implementation to.
type Suite struct {
	Open  Open
	Alone bool // the store cannot be opened twice or again

	// Outside changes the English name of an enterprise by other means than a batch, and Adopt takes in whatever was changed so and returns the version
	// that made. Both are nil where nothing else can reach the store.
	Outside func(t testing.TB, s Store, id, name string)
	Adopt   func(t testing.TB, s Store) geo.Cursor
}

// Run runs the suite.
func Run(t *testing.T, s Suite) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, Suite)
		many bool // needs a store that can be opened twice
	}{
		{"an empty store has a version and no records", empty, false},
		{"a batch that returned is there as a whole and made one version", whole, false},
		{"each kind of failure is told by its kind and changes nothing", failures, false},
		{"an error within the stream of a batch changes nothing", brokenStream, false},
		{"a canceled batch changes nothing", canceled, false},
		{"a batch applied twice by its key changes nothing the second time", sameKey, false},
		{"a batch is found by the beginning of its key, the first by key of several", keyed, false},
		{"a change to what has another version than expected is a conflict", expected, false},
		{"put inserts or updates", put, false},
		{"every field of every collection comes back as it went in", fields, false},
		{"text is kept in NFC and coordinates rounded", normalForm, false},
		{"a zone that does not exist is one sentence, whatever the order in the batch", zones, false},
		{"records come by collection and in the order of insertion", order, false},
		{"a snapshot sees one version while batches go on", isolation, false},
		{"an error of visit ends the snapshot and comes back", visitError, false},
		{"the feed leads from one snapshot to the next", feed, false},
		{"a large batch is one change that asks for a snapshot", large, false},
		{"an unknown version asks for a snapshot", unknownVersion, false},
		{"the history lists each batch with what it did in all", history, false},
		{"undoing batches from the last to the first leads back through every state", undoing, false},
		{"a large batch is undone as a small one is, and the undoing too", undoLarge, false},
		{"what later batches changed is a conflict, and nothing is undone", undoConflict, false},
		{"a batch that never was cannot be undone", undoUnknown, false},
		{"what something else changed is neither handed out nor written over until it is taken in", outside, false},
		{"batches of many goroutines are ordered", concurrent, false},
		{"another process sees what was applied, and is hinted at it", second, true},
		{"what was applied is there after reopening", reopened, true},
		{"a closed store says so", closed, false},
	} {
		if c.many && s.Alone {
			continue
		}
		t.Run(c.name, func(t *testing.T) { c.run(t, s) })
	}
}

// open opens the test's store with the zones of random records in it.
func (s Suite) open(t testing.TB) (Store, geo.Cursor) {
	t.Helper()
	store := s.Open(t)
	return store, apply(t, store, geo.Put, Zones()...)
}

func apply(t testing.TB, s data.Store, op geo.Op, records ...geo.Record) geo.Cursor {
	t.Helper()
	v, err := s.Apply(context.Background(), batch(op, records...))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func batch(op geo.Op, records ...geo.Record) geo.Batch {
	changes := make([]geo.Change, len(records))
	for i, r := range records {
		changes[i] = geo.Change{Op: op, Record: r}
	}
	return geo.BatchOf("test", changes...)
}

// state is everything a snapshot shows, with the version.
type state struct {
	version geo.Cursor
	records []geo.Record
}

func snapshot(t testing.TB, s data.Store) state {
	t.Helper()
	var out state
	var err error
	out.version, err = s.Snapshot(context.Background(), func(records []geo.Record) error {
		for i := range records {
			out.records = append(out.records, keep(&records[i]))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// keep copies a record out of memory that is about to be used again.
func keep(r *geo.Record) geo.Record {
	c := r.Clone()
	for _, s := range []*string{&c.ID, &c.Zone, &c.NameZH, &c.NameEN, &c.Source, (*string)(&c.Position.Class), &c.Position.Source, &c.Position.CRS} {
		*s = strings.Clone(*s)
	}
	for i := range geo.SchemaOf(c.Collection).Fields {
		switch v := c.At(i); v.Type() {
		case geo.TypeText:
			c.SetAt(i, geo.Text(strings.Clone(v.Text())))
		case geo.TypeList:
			c.SetAt(i, geo.ListOfJoined(strings.Clone(v.Joined())))
		}
	}
	return c
}

func (s state) find(ref string) (geo.Record, bool) {
	i := slices.IndexFunc(s.records, func(r geo.Record) bool { return r.Ref() == ref })
	if i < 0 {
		return geo.Record{}, false
	}
	return s.records[i], true
}

// sameRecords compares two states, versions of the records included.
func sameRecords(t testing.TB, got, want []geo.Record) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d records, want %d", len(got), len(want))
	}
	for i := range got {
		if !got[i].Equal(&want[i]) || got[i].Version != want[i].Version {
			t.Fatalf("record %d:\n got %+v\nwant %+v", i, got[i], want[i])
		}
	}
}

// refused demands an error of a kind that is a *geo.Error with a sentence in both languages.
func refused(t testing.TB, err error, kind geo.Kind) {
	t.Helper()
	var e *geo.Error
	if !errors.As(err, &e) {
		t.Fatalf("%v is no *geo.Error", err)
	}
	if e.Kind != kind || e.Text.ZH == "" || e.Text.EN == "" {
		t.Fatalf("kind %v, text %q, %q; want kind %v", e.Kind, e.Text.ZH, e.Text.EN, kind)
	}
}

func enterprise(id string) geo.Record {
	r := geo.New(geo.Enterprises)
	r.ID, r.NameZH, r.Zone = id, "企业"+id, zoneIDs[0]
	return r
}
