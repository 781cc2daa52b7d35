package gpkg_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"beltmap/data/gpkg"
	"beltmap/data/storetest"
	"beltmap/geo"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// dump is everything that a file holds, one line a row, but for what differs from file to file: times and tokens.
func dump(t testing.TB, path string) (lines []string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	list := func(query string) (out []string) {
		rows, err := db.Query(query)
		if err != nil {
			t.Fatal(query, err)
		}
		defer rows.Close()
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				t.Fatal(query, err)
			}
			out = append(out, line)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(query, err)
		}
		return out
	}
	if found := list("PRAGMA integrity_check"); len(found) != 1 || found[0] != "ok" {
		t.Fatal(found)
	}
	for _, table := range list("SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name") {
		var columns []string
		for _, c := range list(fmt.Sprintf("SELECT name FROM pragma_table_info('%s')", table)) {
			if c != "time" && c != "token" && c != "last_change" && c != "update_time" {
				columns = append(columns, "quote("+`"`+c+`")`)
			}
		}
		for _, line := range list(fmt.Sprintf(`SELECT %s FROM "%s" ORDER BY 1`, strings.Join(columns, "||'|'||"), table)) {
			lines = append(lines, table+": "+line)
		}
	}
	return lines
}

// made applies a batch to a new file in both ways and says what came of it.
func made(t testing.TB, dir string, changes []geo.Change) (quick, plain string, quickErr, plainErr error) {
	t.Helper()
	name := "belts.gpkg"
	quick, plain = filepath.Join(dir, "quick", name), filepath.Join(dir, "plain", name)
	for _, path := range []string{quick, plain} {
		if err := errors.Join(os.RemoveAll(filepath.Dir(path)), os.Mkdir(filepath.Dir(path), 0o755)); err != nil {
			t.Fatal(err)
		}
	}
	batch := geo.BatchOf("first", changes...)
	batch.Key = "key"
	_, quickErr = gpkg.Create(background, quick, gpkg.Options{}, batch)
	s, err := gpkg.Open(background, plain, gpkg.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, plainErr = s.Apply(background, batch)
	return quick, plain, quickErr, plainErr
}

func TestAFileMadeWithItsFirstBatchHoldsWhatTheBatchWouldHaveMade(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for seed := range 30 { // of rapid's hundred each would cost a second
		changes := rapid.Custom(drawChanges).Example(seed)
		quick, plain, quickErr, plainErr := made(t, dir, changes)
		if geo.KindOf(quickErr) != geo.KindOf(plainErr) || quickErr == nil != (plainErr == nil) {
			t.Fatalf("seed %d: made at once: %v; applied: %v", seed, quickErr, plainErr)
		}
		if quickErr != nil {
			if left, _ := os.ReadDir(filepath.Dir(quick)); len(left) > 0 {
				t.Fatalf("seed %d: a failure left %v", seed, left)
			}
			continue
		}
		if diff := cmp.Diff(dump(t, plain), dump(t, quick)); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
}

// drawChanges draws a first batch: mostly new records, some of them twice, and here and there a change that nothing can be done with.
func drawChanges(r *rapid.T) (changes []geo.Change) {
	for _, zone := range storetest.Zones() {
		if rapid.IntRange(0, 19).Draw(r, "zone?") > 0 {
			changes = append(changes, geo.Change{Op: geo.Put, Record: zone})
		}
	}
	for range rapid.IntRange(0, 30).Draw(r, "changes") {
		c := rapid.SampledFrom([]geo.Collection{geo.Enterprises, geo.Grids, geo.Facts, geo.Organizations}).Draw(r, "collection")
		op := geo.Put
		switch rapid.IntRange(0, 30).Draw(r, "op") {
		case 0:
			op = geo.Update
		case 1:
			op = geo.Delete
		case 2:
			op = geo.Insert
		}
		changes = append(changes, geo.Change{Op: op, Record: storetest.RandomRecord(c).Draw(r, "record")})
	}
	return changes
}

func TestAFileOfThousandsMadeAtOnceIsReadAndGoesOnLikeAnother(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	const n = 30_000
	version, err := gpkg.Create(background, path, gpkg.Options{}, manyEnterprises(n))
	if err != nil || version != 1 {
		t.Fatal(version, err)
	}
	if found := dump(t, path); len(found) < n {
		t.Fatalf("%d rows", len(found))
	}
	s := create(t, path)
	count := 0
	if _, err := s.Snapshot(background, func(records []geo.Record) error { count += len(records); return nil }); err != nil {
		t.Fatal(err)
	}
	if count != n+130 {
		t.Errorf("%d records of %d", count, n+130)
	}
	undo, err := s.Inverse(background, version)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(background, undo); err != nil {
		t.Fatal(err)
	}
	count = 0
	if _, err := s.Snapshot(background, func(records []geo.Record) error { count += len(records); return nil }); err != nil || count != 0 {
		t.Errorf("%d records are left, %v", count, err)
	}
}

func TestAFileThatIsThereIsNotMadeAnew(t *testing.T) {
	path := aFile(t)
	before := dump(t, path)
	if _, err := gpkg.Create(background, path, gpkg.Options{}, geo.BatchOf("first")); geo.KindOf(err) != geo.KindConflict {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, dump(t, path)); diff != "" {
		t.Error(diff)
	}
}

func TestAFileIsNotMadeWhenTheBatchEndsEarly(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(background)
	defer cancel()
	wanted := errors.New("the list is cut short")
	for name, end := range map[string]func(yield func(*geo.Change, error) bool){
		"an error in the stream":      func(yield func(*geo.Change, error) bool) { yield(nil, wanted) },
		"a context that was canceled": func(func(*geo.Change, error) bool) { cancel() },
	} {
		batch := manyEnterprises(3000)
		all := batch.Changes
		batch.Changes = func(yield func(*geo.Change, error) bool) {
			for change := range all {
				if !yield(change, nil) {
					return
				}
			}
			end(yield)
		}
		path := filepath.Join(dir, "belts.gpkg")
		if _, err := gpkg.Create(ctx, path, gpkg.Options{}, batch); err == nil {
			t.Errorf("%s: made", name)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%s left %v", name, left)
		}
	}
}

func TestWhatIsWrongWithARecordIsSaidAlthoughTheListEndsSooner(t *testing.T) {
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	wrong := geo.New(geo.Enterprises)
	wrong.ID, wrong.NameZH, wrong.Zone = "E1", "合成企业", "no id"
	batch := geo.BatchOf("first")
	batch.Changes = func(yield func(*geo.Change, error) bool) {
		if yield(&geo.Change{Op: geo.Put, Record: wrong}, nil) {
			yield(nil, errors.New("the list is cut short"))
		}
	}
	if _, err := gpkg.Create(background, path, gpkg.Options{}, batch); geo.KindOf(err) != geo.KindInvalid || !strings.Contains(err.Error(), "E1") {
		t.Fatal(err)
	}
}

// Create alone, of rows as data/generate makes them; compare cpu-ns/record with BenchmarkApply's.
func BenchmarkCreate(b *testing.B) {
	n := benchRecords(b)
	before := cpuTime(b)
	for b.Loop() {
		if _, err := gpkg.Create(background, filepath.Join(b.TempDir(), "b.gpkg"), gpkg.Options{}, manyEnterprises(n)); err != nil {
			b.Fatal(err)
		}
	}
	reportRate(b, n, before)
}
