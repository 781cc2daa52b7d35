package gpkg_test

import (
	"database/sql"
	"testing"

	"github.com/mattn/go-sqlite3"
)

// restore copies one database over another by SQLite's backup, as sqlite3's .restore does on a file in use.
func restore(t *testing.T, from, to string) {
	t.Helper()
	connection := func(path string) *sqlite3.SQLiteConn {
		db, err := sql.Open("sqlite3", path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		c, err := db.Conn(background)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		var out *sqlite3.SQLiteConn
		if err := c.Raw(func(d any) error { out = d.(*sqlite3.SQLiteConn); return nil }); err != nil {
			t.Fatal(err)
		}
		return out
	}
	b, err := connection(to).Backup("main", connection(from), "main")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Step(-1); err != nil {
		t.Fatal(err)
	}
	if err := b.Finish(); err != nil {
		t.Fatal(err)
	}
}
