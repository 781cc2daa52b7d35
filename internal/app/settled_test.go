package app_test

import (
	"context"
	"path/filepath"
	"testing"

	"beltmap/data"
	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/status"
	"beltmap/geo/world"
	"beltmap/internal/app"
	"beltmap/tiles"
)

func set(t *testing.T, s *gpkg.Store, key, text string, expect int64) {
	t.Helper()
	if _, err := s.Settings().Set(t.Context(), data.SettingChange{Key: key, Text: text, Expect: expect, Who: geo.CommandLine()}); err != nil {
		t.Fatal(err)
	}
}

// Another process sets the threshold of members: within a second it decides, the tiles that show statuses are made anew and listeners are told. What no
// status rests on lets the tiles be.
func TestASettingOfAnotherProcessActsWithinASecond(t *testing.T) {
	path, now := filepath.Join(t.TempDir(), "a.gpkg"), clockAt(noon(2026, 3, 1))
	store := openFile(t, path)
	e := enterprise("E-1", hefei)
	e.Set(geo.FullMembers, geo.Integer(3))
	e.Set(geo.SurveyedAt, geo.OnDay(geo.Date(2026, 2, 1)))
	if _, err := store.Apply(t.Context(), put(e)); err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(t.Context(), app.Options{Store: store, Now: now.Now, Settings: store.Settings(), Pinned: map[string]string{"joint_units": "4"}})
	if err != nil {
		t.Fatal(err)
	}
	run(t, a)
	within := func(w *world.World) status.Status {
		r, _ := w.Table(geo.Enterprises).Find("E-1")
		return w.Table(geo.Enterprises).Status(r, geo.FullSight())
	}
	tile := func() *byte {
		t.Helper()
		body, err := a.Tile(context.Background(), tiles.At(plane.Mercator(hefei), 14), world.Query{Sight: geo.FullSight()}, "")
		if err != nil || len(body.Gzip) == 0 {
			t.Fatalf("no tile: %v", err)
		}
		return &body.Gzip[0]
	}
	first, shown, other, l := a.World(), tile(), openFile(t, path), a.Listen()
	if got := within(first); got != status.Eligible || first.Settings().Integer(geo.JointUnits) != 4 {
		t.Fatalf("three members read as %s", got)
	}
	set(t, other, "branch_members", "4", 0)
	eventually(t, "the threshold acts", func() bool { return within(a.World()) == status.Uncovered })
	if within(first) != status.Eligible || a.World().SettingsHash() == first.SettingsHash() {
		t.Error("the World before changed, or the hash did not")
	}
	if steps := heard(t, l); len(steps) != 1 || !steps[0].All {
		t.Errorf("listeners hear %v", steps)
	}
	again := tile()
	if again == shown {
		t.Error("the tile still shows the old status")
	}
	hash := a.World().SettingsHash()
	set(t, other, "privacy_k", "9", 0)
	eventually(t, "the other setting is known", func() bool { return a.World().Settings().Integer(geo.PrivacyK) == 9 })
	if tile() != again || a.World().SettingsHash() == hash || a.Settled().Versions["privacy_k"] != 1 {
		t.Error("a setting on which no status rests drops tiles, or is not in the hash")
	}
	set(t, store, "branch_members", "", 1)
	if err := a.Settle(t.Context()); err != nil || within(a.World()) != status.Eligible {
		t.Errorf("who sets one has to wait: %v", err)
	}
}
