package sqlitefile_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"beltmap/data/sqlitefile"
	_ "github.com/mattn/go-sqlite3"
	"pgregory.net/rapid"
)

func database(t testing.TB, path string, statements ...string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(s, err)
		}
	}
	return db
}

func one[T any](t testing.TB, db *sql.DB, query string, args ...any) (v T) {
	t.Helper()
	if err := db.QueryRow(query, args...).Scan(&v); err != nil {
		t.Fatal(query, err)
	}
	return v
}

// empty makes a database of one table with a unique text, and says where its trees begin.
func empty(t testing.TB, path string, pageSize int) (table, index uint32) {
	t.Helper()
	db := database(t, path, fmt.Sprintf("PRAGMA page_size=%d", pageSize),
		"CREATE TABLE things (key INTEGER PRIMARY KEY, name TEXT UNIQUE, n INTEGER, x REAL, b BLOB)")
	defer db.Close()
	return one[uint32](t, db, "SELECT rootpage FROM sqlite_schema WHERE name='things'"),
		one[uint32](t, db, "SELECT rootpage FROM sqlite_schema WHERE name='sqlite_autoindex_things_1'")
}

type thing struct {
	key  int64
	name string
	n    int64
	x    float64
	b    []byte
}

func fill(t testing.TB, path string, table, index uint32, things []thing) {
	t.Helper()
	f, err := sqlitefile.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.Table(table)
	if err != nil {
		t.Fatal(err)
	}
	var r sqlitefile.Record
	for _, thing := range things {
		r.Reset()
		r.Null()
		r.Text(thing.name)
		r.Integer(thing.n)
		r.Float(thing.x)
		if thing.b == nil {
			r.Null()
		} else {
			r.Blob(thing.b)
		}
		if err := rows.Append(thing.key, r.Append(nil)); err != nil {
			t.Fatal(err)
		}
	}
	names, err := f.Index(index)
	if err != nil {
		t.Fatal(err)
	}
	sorted := slices.Clone(things)
	slices.SortFunc(sorted, func(a, b thing) int { return strings.Compare(a.name, b.name) })
	for _, thing := range sorted {
		r.Reset()
		r.Text(thing.name)
		r.Integer(thing.key)
		if err := names.Append(r.Append(nil)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(rows.Finish(), names.Finish(), f.Finish()); err != nil {
		t.Fatal(err)
	}
}

func TestSQLiteReadsAndGoesOnWithWhatWasWrittenAsPages(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(r *rapid.T) {
		path := filepath.Join(dir, "things.db")
		_ = os.Remove(path)
		table, index := empty(t, path, rapid.SampledFrom([]int{512, 1024, 4096, 65536}).Draw(r, "page size"))
		longest := rapid.SampledFrom([]int{0, 10, 400, 3000, 70_000}).Draw(r, "longest")
		var things []thing
		key := rapid.Int64Range(-1<<62, 0).Draw(r, "first")
		for i := range rapid.IntRange(0, 400).Draw(r, "rows") {
			key += rapid.SampledFrom([]int64{1, 2, 1000, 1 << 40}).Draw(r, "step")
			thing := thing{key: key, name: fmt.Sprintf("%d名%d", rapid.IntRange(0, 99).Draw(r, "name"), i), n: rapid.Int64().Draw(r, "n"), x: rapid.Float64().Draw(r, "x")}
			if longest > 0 {
				thing.b = bytes.Repeat([]byte{byte(i)}, rapid.IntRange(0, longest).Draw(r, "length"))
			}
			things = append(things, thing)
		}
		fill(t, path, table, index, things)

		db := database(t, path)
		defer db.Close()
		if found := one[string](t, db, "PRAGMA integrity_check"); found != "ok" {
			r.Fatal(found)
		}
		rows, err := db.Query("SELECT key, name, n, x, b FROM things ORDER BY key")
		if err != nil {
			r.Fatal(err)
		}
		defer rows.Close()
		for i := 0; ; i++ {
			if !rows.Next() {
				if i != len(things) {
					r.Fatalf("%d rows of %d", i, len(things))
				}
				break
			}
			var got thing
			if err := rows.Scan(&got.key, &got.name, &got.n, &got.x, &got.b); err != nil {
				r.Fatal(err)
			}
			want := things[i]
			if got.key != want.key || got.name != want.name || got.n != want.n || got.x != want.x || !bytes.Equal(got.b, want.b) {
				r.Fatalf("row %d is %v, not %v", i, got, want)
			}
		}
		for _, thing := range things {
			if key := one[int64](t, db, "SELECT key FROM things WHERE name=?", thing.name); key != thing.key {
				r.Fatalf("%q is found at %d, not %d", thing.name, key, thing.key)
			}
		}
		for _, s := range []string{"DELETE FROM things WHERE key%3=0", "UPDATE things SET name=name||'x', b=zeroblob(9000)", "INSERT INTO things (name) VALUES ('new')"} {
			if _, err := db.Exec(s); err != nil {
				r.Fatal(s, err)
			}
		}
		if found := one[string](t, db, "PRAGMA integrity_check"); found != "ok" {
			r.Fatal("after changes: ", found)
		}
	})
}

func TestOnlyEmptyTreesOfRestingFilesAreFilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "things.db")
	table, index := empty(t, path, 4096)
	open := func() *sqlitefile.File {
		t.Helper()
		f, err := sqlitefile.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	f := open()
	for root, want := range map[uint32]error{0: sqlitefile.ErrUnfit, 1: sqlitefile.ErrUnfit, 99: sqlitefile.ErrUnfit, index: sqlitefile.ErrNotEmpty} {
		if _, err := f.Table(root); !errors.Is(err, want) {
			t.Errorf("page %d as a table: %v", root, err)
		}
	}
	rows, err := f.Table(table)
	if err != nil {
		t.Fatal(err)
	}
	var r sqlitefile.Record
	if err := errors.Join(rows.Append(5, r.Append(nil))); err != nil {
		t.Fatal(err)
	}
	if err := rows.Append(5, r.Append(nil)); !errors.Is(err, sqlitefile.ErrOrder) {
		t.Errorf("the same key twice: %v", err)
	}
	names, err := f.Index(index)
	if err != nil {
		t.Fatal(err)
	}
	r.Text(strings.Repeat("x", 2000))
	if err := names.Append(r.Append(nil)); !errors.Is(err, sqlitefile.ErrTooLong) {
		t.Errorf("an entry of 2,000 bytes: %v", err)
	}
	database(t, path, "INSERT INTO things (name) VALUES ('one')").Close()
	if _, err := open().Table(table); !errors.Is(err, sqlitefile.ErrNotEmpty) {
		t.Errorf("a table with a row: %v", err)
	}
	database(t, path, "PRAGMA journal_mode=WAL").Close()
	if _, err := sqlitefile.Open(path); !errors.Is(err, sqlitefile.ErrUnfit) {
		t.Errorf("a file with a log: %v", err)
	}
	if err := os.WriteFile(path, []byte("SQLite format 3"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlitefile.Open(path); !errors.Is(err, sqlitefile.ErrUnfit) {
		t.Errorf("a file of a few bytes: %v", err)
	}
}
