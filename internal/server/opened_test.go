package server_test

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"beltmap/geo"
	_ "github.com/mattn/go-sqlite3"
	"github.com/paulmach/orb/encoding/mvt"
)

// plain is all that an answer says, unpacked, as text.
func (a *answer) plain() string {
	a.t.Helper()
	switch kind := a.header.Get("Content-Type"); {
	case a.status != http.StatusOK:
		return string(a.body)
	case strings.Contains(kind, "vector-tile"):
		layers, err := mvt.Unmarshal(a.body)
		if err != nil {
			a.t.Fatal(err)
		}
		var b strings.Builder
		for _, l := range layers {
			for _, f := range l.Features {
				fmt.Fprintln(&b, l.Name, f.Properties)
			}
		}
		return b.String()
	case strings.Contains(kind, "spreadsheetml"):
		return a.unzipped()
	case strings.Contains(kind, "sqlite3"):
		return a.dumped()
	}
	return string(a.body)
}

func (a *answer) unzipped() string {
	book, err := zip.NewReader(bytes.NewReader(a.body), int64(len(a.body)))
	if err != nil {
		a.t.Fatal(err)
	}
	var b strings.Builder
	for _, part := range book.File {
		f, err := part.Open()
		if err == nil {
			_, err = io.Copy(&b, f)
		}
		if err != nil {
			a.t.Fatal(err)
		}
	}
	return b.String()
}

// dumped is every cell of every table of a database, and its bytes, in which rows that were removed would still stand.
func (a *answer) dumped() string {
	path := filepath.Join(a.t.TempDir(), "answer.gpkg")
	if err := os.WriteFile(path, a.body, 0o600); err != nil {
		a.t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		a.t.Fatal(err)
	}
	defer db.Close()
	var b strings.Builder
	for _, name := range column(a.t, db, "SELECT name FROM sqlite_master WHERE type = 'table'") {
		for _, col := range column(a.t, db, "SELECT name FROM pragma_table_info('"+name+"')") {
			for _, cell := range column(a.t, db, `SELECT "`+col+`" FROM "`+name+`"`) {
				fmt.Fprintln(&b, cell)
			}
		}
	}
	return b.String() + string(a.body)
}

func column(t testing.TB, db *sql.DB, query string) (cells []string) {
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var cell any
		if err := rows.Scan(&cell); err != nil {
			t.Fatal(err)
		}
		if x, is := cell.(float64); is {
			cell = geo.Number(x)
		}
		cells = append(cells, fmt.Sprint(cell))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return cells
}
