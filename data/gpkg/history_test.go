package gpkg_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"beltmap/data"
	"beltmap/data/gpkg"
	"beltmap/geo"
	"github.com/paulmach/orb"
)

// older makes a file as it was before batches kept what they changed, with two batches in it.
func older(t *testing.T) (path string, last geo.Cursor) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "belts.gpkg")
	s := create(t, path)
	for _, batch := range []geo.Batch{manyEnterprises(6000), geo.BatchOf("small", renamed("old"))} {
		v, err := s.Apply(background, batch)
		if err != nil {
			t.Fatal(err)
		}
		last = v
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	statements := []string{"DROP TABLE beltmap_added", "DROP TABLE beltmap_sums", "DROP TABLE beltmap_cache", "DROP TABLE beltmap_requests", "DROP TABLE beltmap_sessions", "DROP TABLE beltmap_tokens",
		"DROP TABLE beltmap_accounts", "DROP TABLE audit_log", "DROP TABLE beltmap_audit", "DROP TABLE beltmap_settings", "DROP TABLE beltmap_releases", "DROP TABLE beltmap_roads", "DROP TABLE beltmap_scenarios", "DELETE FROM beltmap_migrations WHERE number>=2"}
	for _, name := range []string{"added", "changed", "removed", "kept"} {
		statements = append(statements, "ALTER TABLE beltmap_batches DROP COLUMN "+name)
	}
	for table := range gpkg.Columns() {
		statements = append(statements, "DROP TABLE beltmap_before_"+table, "DROP TABLE beltmap_hashes_"+table)
	}
	statements = append(statements, "DROP TABLE ground", "DROP TABLE stops", "ALTER TABLE tours ADD COLUMN stops TEXT", "ALTER TABLE tours ADD COLUMN dwell TEXT")
	for _, table := range []string{"gpkg_extensions", "gpkg_geometry_columns", "gpkg_contents"} {
		statements = append(statements, "DELETE FROM "+table+" WHERE table_name IN ('ground', 'stops')")
	}
	script(t, path, statements...)
	return path, last
}

func renamed(name string) geo.Change {
	r := geo.New(geo.Zones)
	r.ID, r.NameZH, r.NameEN = "Z000", "合成开发区", name
	return geo.Change{Record: r}
}

func historyOf(t *testing.T, s *gpkg.Store) []data.BatchInfo {
	t.Helper()
	var out []data.BatchInfo
	for b, err := range s.History(background) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, b)
	}
	return out
}

func TestAnOlderFileMigratesWhenItIsOpenedForWriting(t *testing.T) {
	path, last := older(t)
	s := create(t, path)
	if got := count(t, s); got != 6130 {
		t.Fatalf("%d records", got)
	}
	if list := historyOf(t, s); len(list) != 2 || list[0].Kept || list[0].Cursor != last || list[0].Note != "small" || list[1].Kept {
		t.Fatalf("%+v", list)
	}
	_, err := s.Inverse(background, last)
	if e := asError(t, err); e.Kind != geo.KindInvalid || !strings.Contains(e.Text.EN, "earlier program") {
		t.Fatalf("%v", err)
	}
	v, err := s.Apply(background, geo.BatchOf("new", renamed("new")))
	if err != nil {
		t.Fatal(err)
	}
	if list := historyOf(t, s); len(list) != 3 || !list[0].Kept || list[0].Changed != 1 || list[0].Added+list[0].Removed != 0 {
		t.Fatalf("%+v", list)
	}
	undone, err := s.Inverse(background, v)
	if err != nil {
		t.Fatal(err)
	}
	for change, err := range undone.Changes {
		if err != nil || change.Record.NameEN != "old" || change.Expect != v {
			t.Fatalf("%+v, %v", change, err)
		}
	}
	road := geo.New(geo.Ground)
	road.ID, road.Geometry, road.Position.Class = "R", orb.LineString{{118, 32}, {118.1, 32}}, geo.Exact
	if _, err := s.Apply(background, geo.BatchOf("roads", geo.Change{Record: road})); err != nil {
		t.Fatalf("a file from before ground: %v", err)
	}
	if found, err := s.Check(background); err != nil || len(found) > 0 {
		t.Fatal(err, found)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if list := historyOf(t, create(t, path)); len(list) != 4 { // migrated once
		t.Fatalf("%+v", list)
	}
}

func TestAnOlderFileIsReadWithoutBeingChanged(t *testing.T) {
	path, last := older(t)
	s, err := gpkg.Open(background, path, gpkg.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got := count(t, s); got != 6130 {
		t.Fatalf("%d records", got)
	}
	if list := historyOf(t, s); len(list) != 2 || list[0].Cursor != last || list[0].Kept {
		t.Fatalf("%+v", list)
	}
	_, err = s.Inverse(background, last)
	if e := asError(t, err); e.Kind != geo.KindInvalid {
		t.Fatalf("%v", err)
	}
	if _, found, err := s.Cache().Get(background, "amap", "上海路"); found || err != nil {
		t.Fatalf("a cache from before caches: %v, %v", found, err)
	}
	if empty, err := s.Accounts().Empty(background); !empty || err != nil {
		t.Fatalf("accounts from before accounts: %v, %v", empty, err)
	}
	if tables := column(t, path, "SELECT name FROM sqlite_schema WHERE name LIKE 'beltmap_before%' OR name IN ('beltmap_added', 'beltmap_cache')"); len(tables) > 0 {
		t.Fatalf("reading made %v", tables)
	}
}

// A program of the version before may have the file open while this one migrates it. What it writes is not kept, and that shows.
func TestWhatAnOlderProgramChangedMeanwhileIsNotTakenBack(t *testing.T) {
	path := aFile(t)
	s := create(t, path)
	v, err := s.Apply(background, geo.BatchOf("", renamed("mine")))
	if err != nil {
		t.Fatal(err)
	}
	script(t, path, "INSERT INTO beltmap_batches (key, note, time, token) VALUES ('k','',0,'t')",
		"UPDATE zones SET name_en='theirs', version=(SELECT max(cursor) FROM beltmap_batches) WHERE id='Z000'")
	batch, err := s.Inverse(background, v)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Apply(background, batch)
	if e := asError(t, err); e.Kind != geo.KindConflict {
		t.Fatalf("%v", err)
	}
}

// What a load adds is one row a table, however much it is.
func TestALoadKeepsOneRangeATable(t *testing.T) {
	path := aFile(t)
	if got := column(t, path, "SELECT collection||' '||first||' '||last FROM beltmap_added ORDER BY collection"); strings.Join(got, ",") != "enterprises 1 3000,zones 1 130" {
		t.Fatalf("%v", got)
	}
	if got := column(t, path, "SELECT 'images '||count(*) FROM beltmap_before_enterprises"); got[0] != "images 0" {
		t.Fatalf("%v", got)
	}
}

func asError(t testing.TB, err error) *geo.Error {
	t.Helper()
	var e *geo.Error
	if !errors.As(err, &e) {
		t.Fatalf("%v is no *geo.Error", err)
	}
	return e
}
