package gpkg_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"beltmap/data/gpkg"
	"beltmap/data/storetest"
	"beltmap/geo"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// some makes a file of three enterprises in one zone, one of them without a place.
func some(t testing.TB) (path string, last geo.Cursor) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "belts.gpkg")
	s := create(t, path)
	zone := geo.New(geo.Zones)
	zone.ID, zone.NameZH = "Z", "开发区"
	batch := []geo.Change{{Record: zone}}
	for i, id := range []string{"E1", "E2", "E3"} {
		r := geo.New(geo.Enterprises)
		r.ID, r.NameZH, r.Zone = id, "企业"+id, "Z"
		r.Set(geo.Employees, geo.Integer(int64(10*i)))
		r.Set(geo.Output, geo.Number(float64(i)))
		if i > 0 {
			r.Geometry, r.Position.Class = orb.Point{118, 32 + float64(i)/10}, geo.Exact
		}
		batch = append(batch, geo.Change{Record: r})
	}
	last, err := s.Apply(background, geo.BatchOf("some", batch...))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path, last
}

func read(s *gpkg.Store) ([]geo.Record, error) {
	var out []geo.Record
	_, err := s.Snapshot(background, func(records []geo.Record) error {
		for i := range records {
			out = append(out, records[i].Clone())
		}
		return nil
	})
	return out, err
}

func put(s *gpkg.Store, id string) (geo.Cursor, error) {
	r := geo.New(geo.Enterprises)
	r.ID, r.NameZH, r.Zone = id, "企业", "Z"
	return s.Apply(background, geo.BatchOf("put", geo.Change{Record: r}))
}

// outsideOf demands the one sentence about what another program changed.
func outsideOf(t testing.TB, err error, path, table string) {
	t.Helper()
	e := asError(t, err)
	if e.Kind != geo.KindConflict || !strings.Contains(e.Text.EN, "changed "+table+" in "+path) || !strings.Contains(e.Text.EN, "beltmap adopt --db "+path) ||
		!strings.Contains(e.Text.ZH, "beltmap adopt --db "+path) {
		t.Fatalf("%v %q", e.Kind, e.Text.EN)
	}
}

func TestEveryChangeOfAnotherProgramIsNoticedOnOpening(t *testing.T) {
	t.Parallel()
	const insert = "INSERT INTO enterprises (id, zone, name_zh, version) "
	for name, statement := range map[string]string{
		"a value":                       "UPDATE enterprises SET employees=11 WHERE id='E2'",
		"a value that becomes unknown":  "UPDATE enterprises SET employees=NULL WHERE id='E2'",
		"a value that was unknown":      "UPDATE enterprises SET tax=0 WHERE id='E2'",
		"a value of another type":       "UPDATE enterprises SET employees='many' WHERE id='E2'",
		"values exchanged":              "UPDATE enterprises SET employees=30-employees WHERE id<>'E1'",
		"a value in another column":     "UPDATE enterprises SET tax=output, output=NULL",
		"a place":                       "UPDATE enterprises SET geom=(SELECT geom FROM enterprises WHERE id='E3') WHERE id='E2'",
		"a place taken away":            "UPDATE enterprises SET geom=NULL WHERE id='E2'",
		"an id":                         "UPDATE enterprises SET id='E9' WHERE id='E2'",
		"a version":                     "UPDATE enterprises SET version=version+1 WHERE id='E2'",
		"a key":                         "UPDATE enterprises SET fid=fid+10 WHERE id='E2'",
		"a removal":                     "DELETE FROM enterprises WHERE id='E2'",
		"an insertion":                  insert + "VALUES ('E4','Z','企业',1)",
		"a row removed and put back":    "DELETE FROM enterprises WHERE id='E2'; " + insert + "VALUES ('E2','Z','企业E2',1)",
		"two rows that say the same":    insert + "VALUES ('E4','Z','企业',1); " + insert + "VALUES ('E5','Z','企业',1)",
		"all rows removed":              "DELETE FROM enterprises",
		"a hash":                        "UPDATE beltmap_sums SET low=low+1 WHERE collection='enterprises'",
		"a batch of an unknown program": "UPDATE enterprises SET employees=1; INSERT INTO beltmap_batches (key, note, time, token) VALUES ('k','',0,'t')",
	} {
		t.Run(name, func(t *testing.T) {
			path, _ := some(t)
			script(t, path, statement)
			for _, readOnly := range []bool{true, false} {
				s, err := gpkg.Open(background, path, gpkg.Options{ReadOnly: readOnly})
				if err != nil {
					t.Fatal(err)
				}
				_, err = read(s)
				outsideOf(t, err, path, "enterprises")
				if !readOnly {
					_, err = put(s, "E7")
					outsideOf(t, err, path, "enterprises")
				}
				if found, err := s.Check(background); err != nil || len(found) == 0 || !strings.Contains(found[len(found)-1].EN, "adopt") {
					t.Fatal(found, err)
				}
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
			}
			fresh := create(t, path) // which was asked nothing before
			_, err := put(fresh, "E7")
			outsideOf(t, err, path, "enterprises")
			if list := historyOf(t, fresh); list[len(list)-1].Note != "some" {
				t.Fatalf("%+v", list)
			}
		})
	}
}

func TestWhatChangesNoRecordIsNoChange(t *testing.T) {
	for name, statement := range map[string]string{
		"a style saved":            "INSERT INTO layer_styles (f_table_name, f_geometry_column, styleName, styleQML, useAsDefault, owner) VALUES ('zones', 'geom', 'mine', '<mine/>', 1, 'user')",
		"a table of another":       "CREATE TABLE notes (a); INSERT INTO notes VALUES (1)",
		"a column of another":      "ALTER TABLE enterprises ADD COLUMN remark TEXT; UPDATE enterprises SET remark='x'",
		"columns in another order": "ALTER TABLE enterprises DROP COLUMN tax; ALTER TABLE enterprises ADD COLUMN tax REAL",
		"the file packed":          "VACUUM",
		"statistics":               "ANALYZE",
		"a value set to itself":    "UPDATE enterprises SET employees=employees, output=output",
		"another journal":          "PRAGMA journal_mode=DELETE",
	} {
		t.Run(name, func(t *testing.T) {
			path, _ := some(t)
			script(t, path, statement)
			s := create(t, path)
			if got, err := read(s); err != nil || len(got) != 4 {
				t.Fatal(len(got), err)
			}
			if _, err := put(s, "E7"); err != nil {
				t.Fatal(err)
			}
			found, err := s.Adopt(background, false, nil)
			if err != nil || found.Cursor != 0 || len(historyOf(t, s)) != 2 {
				t.Fatalf("%+v, %v", found, err)
			}
			if _, err := read(create(t, path)); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// What batches of any kind leave is never taken for the work of another program, by any way of reading; one cell changed always is.
func TestBatchesKeepTheHashesAndOneCellChangedShows(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	s := create(t, path)
	for _, z := range storetest.Zones() {
		if _, err := s.Apply(background, geo.BatchOf("", geo.Change{Record: z})); err != nil {
			t.Fatal(err)
		}
	}
	there := map[string]bool{}
	rapid.Check(t, func(rt *rapid.T) {
		var batch []geo.Change
		for range rapid.IntRange(1, 12).Draw(rt, "changes") {
			r := storetest.RandomRecord(rapid.SampledFrom(geo.AllCollections()).Draw(rt, "collection")).Draw(rt, "record")
			change := geo.Change{Record: r}
			if there[r.Ref()] && rapid.Bool().Draw(rt, "delete") {
				change.Op = geo.Delete
			}
			there[r.Ref()] = change.Op != geo.Delete
			batch = append(batch, change)
		}
		v, err := s.Apply(background, geo.BatchOf("", batch...))
		if err != nil {
			rt.Fatal(err)
		}
		if rapid.Bool().Draw(rt, "undo") {
			inverse, err := s.Inverse(background, v)
			if err == nil {
				_, err = s.Apply(background, inverse)
			}
			if err != nil {
				rt.Fatal(err)
			}
			for _, c := range batch {
				delete(there, c.Record.Ref())
			}
			got, err := read(s)
			if err != nil {
				rt.Fatal(err)
			}
			for _, r := range got {
				there[r.Ref()] = true
			}
		}
		if found, err := s.Check(background); err != nil || len(found) > 0 {
			rt.Fatal(found, err)
		}
	})
	script(t, path, "UPDATE zones SET name_en=coalesce(name_en,'')||'x' WHERE fid=1")
	_, err := read(s)
	outsideOf(t, err, path, "zones")
}

func TestAChangeWhileTheFileIsOpenStopsBatchesUntilItIsTakenIn(t *testing.T) {
	path, last := some(t)
	s := create(t, path)
	if _, err := read(s); err != nil {
		t.Fatal(err)
	}
	v, err := put(s, "E4")
	if err != nil {
		t.Fatal(err)
	}
	script(t, path, "UPDATE enterprises SET employees=99 WHERE id='E2'")
	for range 2 {
		_, err = put(s, "E5")
		outsideOf(t, err, path, "enterprises")
	}
	for _, err := range s.Changes(background, last) {
		outsideOf(t, err, path, "enterprises")
	}
	other := create(t, path) // as beltmap adopt is
	found, err := other.Adopt(background, false, nil)
	if err != nil || found.Cursor != v+1 || found.Changed != 1 || found.Added+found.Removed != 0 || found.Kept || len(found.Rows) != 1 || found.Rows[0].Ref != "enterprises/E2" {
		t.Fatalf("%+v, %v", found, err)
	}
	if w, err := put(s, "E5"); err != nil || w != v+2 {
		t.Fatal(w, err)
	}
	var refs []string
	for c, err := range s.Changes(background, v) {
		if err != nil {
			t.Fatal(err)
		}
		refs = append(refs, c.Record.Ref())
	}
	if strings.Join(refs, " ") != "enterprises/E2 enterprises/E5" {
		t.Fatal(refs)
	}
}

func TestTheWatchNoticesAChangeWithoutBeingAsked(t *testing.T) {
	path, last := some(t)
	s := create(t, path)
	if _, err := read(s); err != nil {
		t.Fatal(err)
	}
	wait := func(what string, done func(error) bool) {
		t.Helper()
		for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
			var failed error
			for _, err := range s.Changes(background, last) {
				failed = err
			}
			if done(failed) {
				return
			}
			if time.Now().After(deadline) {
				t.Fatal(what, failed)
			}
		}
	}
	script(t, path, "UPDATE enterprises SET employees=99 WHERE id='E2'")
	wait("the change is not noticed", func(err error) bool { return err != nil })
	script(t, path, "UPDATE enterprises SET employees=10 WHERE id='E2'") // taken back by the program that made it
	wait("that it was taken back is not noticed", func(err error) bool { return err == nil })
}

// A row that another program changed after a batch of another process listed it is not handed out by the feed.
func TestTheFeedHandsOutNoRowThatAnotherProgramChanged(t *testing.T) {
	for name, statement := range map[string]string{
		"changed": "UPDATE enterprises SET employees=99 WHERE id='E4'", "removed": "DELETE FROM enterprises WHERE id='E4'",
	} {
		t.Run(name, func(t *testing.T) {
			path, last := some(t)
			if _, err := put(create(t, path), "E4"); err != nil {
				t.Fatal(err)
			}
			script(t, path, statement)
			s, err := gpkg.Open(background, path, gpkg.Options{}) // its watch has nothing to compare with yet
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			n := 0
			for _, err := range s.Changes(background, last) {
				outsideOf(t, err, path, "enterprises")
				n++
			}
			if n != 1 {
				t.Fatalf("%d changes", n)
			}
		})
	}
}

// A batch of another process is no change of another program, however often.
func TestBatchesOfAnotherProcessDisturbNobody(t *testing.T) {
	path, _ := some(t)
	a, b := create(t, path), create(t, path)
	for range 10 {
		for _, s := range []*gpkg.Store{a, b, b} {
			if _, err := put(s, "E4"); err != nil {
				t.Fatal(err)
			}
			if _, err := read(s); err != nil {
				t.Fatal(err)
			}
		}
	}
}
