package storetest

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"beltmap/data"
	"beltmap/geo"
	"github.com/paulmach/orb"
)

// RoadStore is what keeps both records and roads.
type RoadStore interface {
	data.Store
	Roads() data.Roads
}

// OpenRoads opens the store of one test. Calls with the same test open the same one, so that a second call is a restart; an implementation
// that cannot do that says so to RunRoads.
type OpenRoads func(t testing.TB) RoadStore

// RunRoads holds an implementation of data.Roads to its contract; alone says that it cannot be opened twice.
func RunRoads(t *testing.T, open OpenRoads, alone bool) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, OpenRoads)
		many bool
	}{
		{"there is no graph before one is kept, and then it is the last", roadsKept, false},
		{"a graph is kept together with what its batch draws, or neither", roadsTogether, false},
		{"a graph of no bytes is refused, and the one that was kept stays", roadsEmpty, false},
		{"the graph is there after reopening", roadsReopened, true},
	} {
		if c.many && alone {
			continue
		}
		t.Run(c.name, func(t *testing.T) { c.run(t, open) })
	}
}

// drawnRoad is a batch that draws one road.
func drawnRoad(id string) geo.Batch {
	r := geo.New(geo.Ground)
	r.ID, r.Geometry, r.Position.Class = id, orb.LineString{{118, 32}, {118.01, 32}}, geo.Exact
	r.Set(geo.GroundKind, geo.Text("road"))
	return geo.BatchOf("roads", geo.Change{Op: geo.Put, Record: r})
}

func keepRoads(t testing.TB, s RoadStore, graph string, drawn geo.Batch) geo.Cursor {
	t.Helper()
	v, err := s.Roads().Keep(context.Background(), data.RoadGraph{Bytes: []byte(graph), Source: "anhui.osm.pbf", Credit: "© 道路"}, drawn)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// kept says which graph is kept, and that the short way says the same.
func kept(t testing.TB, s RoadStore) (data.RoadGraph, bool) {
	t.Helper()
	g, found, err := s.Roads().Load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if sum, err := s.Roads().Sum(context.Background()); err != nil || sum != g.Sum || found != (sum != "") {
		t.Fatalf("sum %q, graph %q (%v): %v", sum, g.Sum, found, err)
	}
	return g, found
}

func roadsKept(t *testing.T, open OpenRoads) {
	s := open(t)
	if g, found := kept(t, s); found {
		t.Fatalf("%+v", g)
	}
	first := keepRoads(t, s, "one", drawnRoad("R1"))
	before, _ := kept(t, s)
	second := keepRoads(t, s, "two\x00", drawnRoad("R2"))
	g, found := kept(t, s)
	if !found || !bytes.Equal(g.Bytes, []byte("two\x00")) || g.Source != "anhui.osm.pbf" || g.Credit != "© 道路" || g.Time.IsZero() || g.Sum == before.Sum || second <= first {
		t.Fatalf("%+v after %+v, versions %d and %d", g, before, first, second)
	}
}

func roadsTogether(t *testing.T, open OpenRoads) {
	s := open(t)
	keepRoads(t, s, "one", geo.Batch{Note: "nothing drawn"})
	bad := drawnRoad("R1")
	changes := bad.Changes
	bad.Changes = func(yield func(*geo.Change, error) bool) {
		changes(yield)
		yield(nil, errors.New("cut short"))
	}
	if _, err := s.Roads().Keep(context.Background(), data.RoadGraph{Bytes: []byte("two")}, bad); err == nil {
		t.Fatal("a batch that broke was kept")
	}
	if g, _ := kept(t, s); string(g.Bytes) != "one" {
		t.Errorf("%q is kept", g.Bytes)
	}
	if _, err := s.Snapshot(context.Background(), func(list []geo.Record) error { t.Errorf("%d are drawn", len(list)); return nil }); err != nil {
		t.Fatal(err)
	}
	keepRoads(t, s, "two", drawnRoad("R1"))
	drawn := 0
	if _, err := s.Snapshot(context.Background(), func(list []geo.Record) error { drawn += len(list); return nil }); err != nil || drawn != 1 {
		t.Errorf("%d records, %v", drawn, err)
	}
}

func roadsEmpty(t *testing.T, open OpenRoads) {
	s := open(t)
	keepRoads(t, s, "one", geo.Batch{})
	_, err := s.Roads().Keep(context.Background(), data.RoadGraph{}, geo.Batch{})
	refused(t, err, geo.KindInvalid)
	if g, _ := kept(t, s); string(g.Bytes) != "one" {
		t.Errorf("%q is kept", g.Bytes)
	}
}

func roadsReopened(t *testing.T, open OpenRoads) {
	keepRoads(t, open(t), "one", drawnRoad("R1"))
	if g, found := kept(t, open(t)); !found || string(g.Bytes) != "one" {
		t.Errorf("%+v", g)
	}
}
