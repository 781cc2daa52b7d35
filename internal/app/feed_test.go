package app_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"beltmap/geo"
	"beltmap/internal/app"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func heard(t *testing.T, l *app.Listener) []app.Step {
	t.Helper()
	select {
	case <-l.More():
	default:
		t.Fatal("the listener hears nothing")
	}
	steps, ok := l.Next()
	if !ok {
		t.Fatal("the listener is behind what is kept")
	}
	return steps
}

func putPlaces(t *testing.T, a *app.App, zone string, ids ...string) geo.Cursor {
	t.Helper()
	var changes []geo.Change
	for _, id := range ids {
		r := geo.New(geo.Places)
		r.ID, r.Zone, r.NameZH = id, zone, "地点"
		changes = append(changes, geo.Change{Op: geo.Put, Record: r})
	}
	version, err := a.Apply(context.Background(), geo.BatchOf("test", changes...))
	if err != nil {
		t.Fatal(err)
	}
	return version
}

func sameSteps(t *testing.T, what string, got, want []app.Step) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(app.Step{})); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
}

func TestAListenerHearsWhatEachBatchTheDayAndASettingChange(t *testing.T) {
	c := clockAt(noon(2026, 3, 1))
	store := openFile(t, filepath.Join(t.TempDir(), "a.gpkg"))
	a, err := app.Open(t.Context(), app.Options{Store: store, Now: c.Now, Settings: store.Settings()})
	if err != nil {
		t.Fatal(err)
	}
	zone := geo.New(geo.Zones)
	zone.ID, zone.Zone, zone.NameZH = "CZ", "CZ", "滁州"
	if _, err := a.Apply(context.Background(), geo.BatchOf("test", geo.Change{Op: geo.Put, Record: zone})); err != nil {
		t.Fatal(err)
	}
	l := a.Listen()
	v := putPlaces(t, a, "CZ", "P-1")
	sameSteps(t, "an insertion", heard(t, l), []app.Step{{Version: v, Changes: []app.Change{{Op: geo.Insert, Collection: geo.Places, ID: "P-1", Zone: "CZ"}}}})
	gone := geo.New(geo.Places)
	gone.ID = "P-1"
	deleted, err := a.Apply(context.Background(), geo.BatchOf("test", geo.Change{Op: geo.Delete, Record: gone}))
	if err != nil {
		t.Fatal(err)
	}
	set(t, store, "privacy_k", "9", 0)
	if err := a.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.Set(noon(2026, 3, 2))
	if err := a.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	want := []app.Step{{Version: deleted, Changes: []app.Change{{Op: geo.Delete, Collection: geo.Places, ID: "P-1", Zone: "CZ"}}}, {Version: deleted, All: true}, {Version: deleted, All: true}}
	sameSteps(t, "a deletion, a setting and a day", heard(t, l), want)
	_, missed, ok := a.Resume(v)
	if !ok {
		t.Fatal("what was missed is not known")
	}
	sameSteps(t, "who comes back", missed, want)
	if _, missed, ok = a.Resume(deleted); !ok || len(missed) != 2 {
		t.Errorf("who saw the last version is told %v of the same version, %v", missed, ok)
	}
	if _, _, ok := a.Resume(deleted + 1); ok {
		t.Error("a version that never was is resumed")
	}
}

func TestWhatIsTooMuchToListIsSaidInAWordAndWhatIsTooOldIsForgotten(t *testing.T) {
	c := clockAt(noon(2026, 3, 1))
	a := open(t, openFile(t, filepath.Join(t.TempDir(), "a.gpkg")), c)
	first := a.World().Version()
	slow, ids := a.Listen(), make([]string, 501)
	for i := range ids {
		ids[i] = fmt.Sprintf("P-%03d", i)
	}
	l := a.Listen()
	v := putPlaces(t, a, "", ids...)
	sameSteps(t, "501 changes", heard(t, l), []app.Step{{Version: v, All: true}})
	for n := range 1024 { // a World of another day each
		c.Set(noon(2026, 3, 2+n))
		if err := a.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, ok := slow.Next(); ok {
		t.Error("a listener that is further behind than what is kept is not told so")
	}
	if _, _, ok := a.Resume(first); ok {
		t.Error("a version older than what is kept is resumed")
	}
}
