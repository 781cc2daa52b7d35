package archtest_test

import (
	"database/sql"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"beltmap/data/gpkg"
	"beltmap/data/sample"
	"beltmap/geo"
	"beltmap/internal/app"
	"beltmap/internal/server"
	_ "github.com/mattn/go-sqlite3"
)

// What the walks over the source cannot see: the columns of a real file, and the keys of real answers.

func TestNoColumnOfARealFileHoldsANaturalPerson(t *testing.T) {
	file := filepath.Join(t.TempDir(), "sample.gpkg")
	keepSample(t, file)
	columns := columnsOf(t, file)
	if len(columns) < 150 {
		t.Errorf("only %d columns walked", len(columns))
	}
	for _, column := range columns {
		if _, name, _ := strings.Cut(column, "."); announcesPerson(name) {
			t.Errorf("the column %s announces a natural person", column)
		}
	}
}

func TestNoKeyOfARealAnswerHoldsANaturalPerson(t *testing.T) {
	file := filepath.Join(t.TempDir(), "sample.gpkg")
	keepSample(t, file)
	store, err := gpkg.Open(t.Context(), file, gpkg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	a, err := app.Open(t.Context(), app.Options{Store: store})
	if err != nil {
		t.Fatal(err)
	}
	for _, class := range []geo.Class{geo.Public, geo.Internal} {
		h, err := server.New(server.Options{App: a, Internal: class == geo.Internal})
		if err != nil {
			t.Fatal(err)
		}
		paths := []string{"/api", "/api/conformance", "/api/collections", "/api/facts", "/api/counts", "/api/quality", "/api/quality/duplicates", "/api/members", "/api/settings", "/api/search?q=a", "/tiles/belts.json"}
		for _, c := range geo.Published() {
			paths = append(paths, "/api/collections/"+c.String()+"/items?limit=1000")
		}
		keys := map[string]bool{}
		for _, path := range paths {
			answer := httptest.NewRecorder()
			h.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
			var v any
			if err := json.Unmarshal(answer.Body.Bytes(), &v); err != nil || answer.Code != http.StatusOK {
				t.Fatalf("%s: %d, %v", path, answer.Code, err)
			}
			collectKeys(v, keys)
		}
		if len(keys) < 60 {
			t.Errorf("only %d keys walked", len(keys))
		}
		for key := range keys {
			if announcesPerson(key) {
				t.Errorf("the key %s announces a natural person", key)
			}
		}
	}
}

func keepSample(t *testing.T, file string) {
	t.Helper()
	store, err := gpkg.Open(t.Context(), file, gpkg.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	batch, err := sample.Batch()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Apply(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}

func collectKeys(v any, keys map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			keys[key] = true
			collectKeys(value, keys)
		}
	case []any:
		for _, value := range v {
			collectKeys(value, keys)
		}
	}
}

// columnsOf lists table.column of every table of ours, the system tables of GeoPackage left out.
func columnsOf(t *testing.T, file string) (columns []string) {
	t.Helper()
	db := openSQL(t, file)
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), `SELECT m.name || '.' || p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type IN ('table', 'view')`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var column string
		if err := rows.Scan(&column); err != nil {
			t.Fatal(err)
		}
		columns = append(columns, column)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(columns)
	return columns
}

func openSQL(t *testing.T, file string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+file+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	return db
}
