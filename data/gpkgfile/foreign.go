package gpkgfile

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/mattn/go-sqlite3"
)

// Foreign is a GeoPackage of any program, opened to be read. Nothing that the file brings along is run: no view, trigger, virtual table or
// computed column; nothing is written beside it either.
type Foreign struct {
	name string // as the user named it
	size int64
	db   *sqlite3.SQLiteConn
}

// ForeignLayer is a table of features or attributes.
type ForeignLayer struct {
	Name     string
	Columns  []string // without geometry and row number
	Geometry string   // the geometry's column, "" if there is none
	SRS      SRSName  // of the geometry

	booleans []bool // of Columns: numbers that are truth values
}

// SRSName is a reference system as the file names and defines it; the zero value is one that is not known.
type SRSName struct {
	Organization string
	Code         int64
	Definition   string // well-known text
}

// Value is a cell: nil, int64, float64, bool, string or []byte, valid only during the visit.
type Value = driver.Value

// The bounds of what is read from a foreign file.
const (
	maxForeignValue = 16 << 20 // bytes of a row
	maxLayers       = 4096
	cacheKiB        = 16 << 10
)

// OpenForeign opens the file at path, which nobody may change meanwhile; name is what the user calls it. A file with changes that another
// program has not yet written into it is refused.
func OpenForeign(ctx context.Context, path, name string) (*Foreign, error) {
	const op = "gpkgfile.OpenForeign"
	info, err := os.Stat(path)
	if err != nil {
		return nil, geo.Unavailable(op, phrase.CannotRead.With(name), err)
	}
	for _, log := range []string{"-wal", "-journal"} {
		if beside, err := os.Stat(path + log); err == nil && beside.Size() > 0 {
			return nil, geo.Conflict(op, phrase.GeoPackageInUse.With(name))
		}
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, geo.Unavailable(op, phrase.CannotRead.With(name), err)
	}
	slashed := filepath.ToSlash(absolute)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // a drive letter
	}
	db, err := (&sqlite3.SQLiteDriver{}).Open("file:" + (&url.URL{Path: slashed}).EscapedPath() + "?mode=ro&immutable=1&_query_only=on")
	f := &Foreign{name: name, size: info.Size()}
	if err != nil {
		return nil, f.failure(op, err)
	}
	f.db = db.(*sqlite3.SQLiteConn)
	if err := f.confine(ctx); err != nil {
		return nil, errors.Join(f.failure(op, err), f.Close())
	}
	return f, nil
}

// Close closes the file.
func (f *Foreign) Close() error { return f.db.Close() }

// confine lets the connection do nothing but read plain tables, with bounded memory.
func (f *Foreign) confine(ctx context.Context) error {
	for limit, most := range map[int]int{
		sqlite3.SQLITE_LIMIT_LENGTH: maxForeignValue, sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1 << 20, sqlite3.SQLITE_LIMIT_ATTACHED: 0,
		sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100, sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 10, sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
		sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
	} {
		f.db.SetLimit(limit, most)
	}
	for _, statement := range []string{"trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", fmt.Sprintf("cache_size=-%d", cacheKiB)} {
		if err := f.query(ctx, "PRAGMA "+statement, func([]Value) error { return nil }); err != nil {
			return err
		}
	}
	f.db.RegisterAuthorizer(func(action int, _, name, _ string) int {
		switch action {
		case sqlite3.SQLITE_FUNCTION:
			if name == "count" {
				return sqlite3.SQLITE_OK
			}
		case sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA:
			return sqlite3.SQLITE_OK
		}
		return sqlite3.SQLITE_DENY
	})
	return nil
}

// query visits the rows of a statement.
func (f *Foreign) query(ctx context.Context, statement string, visit func([]Value) error, args ...string) error {
	named := make([]driver.NamedValue, len(args))
	for i, a := range args {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
	}
	rows, err := f.db.QueryContext(ctx, statement, named)
	if err != nil {
		return err
	}
	row := make([]Value, len(rows.Columns()))
	for err == nil {
		if err = rows.Next(row); err == nil {
			err = visit(row)
		}
	}
	if closed := rows.Close(); errors.Is(err, io.EOF) {
		err = closed
	}
	return err
}

// failure turns what SQLite says into one sentence about the file.
func (f *Foreign) failure(op string, err error) error {
	var said *geo.Error
	if err == nil || errors.As(err, &said) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var e sqlite3.Error
	text := phrase.GeoPackageDamaged
	if errors.As(err, &e) && e.Code == sqlite3.ErrInterrupt {
		return context.Canceled
	}
	if errors.As(err, &e) && (e.Code == sqlite3.ErrNotADB || e.Code == sqlite3.ErrCantOpen) {
		text = phrase.NotGeoPackage
	}
	invalid := geo.Invalid(op, text.With(f.name))
	invalid.Err = err
	return invalid
}

// Layers lists the tables of features and attributes that the file declares, in its order, and the names of those that are declared but are no
// plain tables, which are not read.
func (f *Foreign) Layers(ctx context.Context) (layers []ForeignLayer, others []string, err error) {
	const op = "gpkgfile.Layers"
	found, declared := false, []string{}
	err = f.query(ctx, "SELECT 1 FROM sqlite_schema WHERE type='table' AND name='gpkg_contents'", func([]Value) error { found = true; return nil })
	if err != nil {
		return nil, nil, f.failure(op, err)
	}
	if !found {
		return nil, nil, geo.Invalid(op, phrase.NotGeoPackage.With(f.name))
	}
	err = f.query(ctx, "SELECT +table_name FROM gpkg_contents NOT INDEXED WHERE data_type IN ('features','attributes','aspatial')", func(row []Value) error {
		if name, ok := row[0].(string); ok && !internal(name) && len(declared) < maxLayers {
			declared = append(declared, name)
		}
		return nil
	})
	for _, name := range declared {
		if err != nil {
			break
		}
		var l ForeignLayer
		var plain bool
		if l, plain, err = f.layer(ctx, name); plain {
			layers = append(layers, l)
		} else {
			others = append(others, name)
		}
	}
	return layers, others, f.failure(op, err)
}

// internal tells whether a table serves a program, not its user.
func internal(name string) bool {
	for _, prefix := range []string{"gpkg_", "rtree_", "sqlite_", "beltmap_", "layer_styles", "qgis_"} {
		if strings.HasPrefix(strings.ToLower(name), prefix) {
			return true
		}
	}
	return false
}

func (f *Foreign) layer(ctx context.Context, name string) (l ForeignLayer, plain bool, err error) {
	l.Name = name
	err = f.query(ctx, "SELECT +sql FROM sqlite_schema WHERE type='table' AND name=?", func(row []Value) error {
		text, _ := row[0].(string)
		words := strings.Fields(strings.ToUpper(text[:min(len(text), 100)]))
		plain = len(words) > 1 && words[1] == "TABLE"
		return nil
	}, name)
	if err != nil || !plain {
		return l, false, err
	}
	srs := ""
	err = f.query(ctx, "SELECT +column_name, CAST(srs_id AS TEXT) FROM gpkg_geometry_columns NOT INDEXED WHERE table_name=?", func(row []Value) error {
		l.Geometry, _ = row[0].(string)
		srs, _ = row[1].(string)
		return nil
	}, name)
	if err != nil && !strings.Contains(err.Error(), "no such table") { // a file without features need not have it
		return l, false, err
	}
	err = f.query(ctx, "SELECT +organization, +organization_coordsys_id, +definition FROM gpkg_spatial_ref_sys NOT INDEXED WHERE CAST(srs_id AS TEXT)=?", func(row []Value) error {
		l.SRS.Organization, _ = row[0].(string)
		l.SRS.Code, _ = row[1].(int64)
		l.SRS.Definition, _ = row[2].(string)
		return nil
	}, srs)
	if err != nil {
		return l, false, err
	}
	return l, true, f.columns(ctx, &l)
}

// columns lists the columns of a table but its geometry, its row number and what it computes.
func (f *Foreign) columns(ctx context.Context, l *ForeignLayer) error {
	geometry := ""
	err := f.query(ctx, "SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)", func(row []Value) error {
		name, _ := row[0].(string)
		kind, _ := row[1].(string)
		key, _ := row[2].(int64)
		hidden, _ := row[3].(int64)
		lower := strings.ToLower(name)
		switch {
		case hidden != 0 || key > 0 && (lower == KeyColumn || lower == "ogc_fid"):
		case strings.EqualFold(name, l.Geometry):
			geometry = name
		default:
			l.Columns = append(l.Columns, name)
			l.booleans = append(l.booleans, strings.EqualFold(kind, "BOOLEAN"))
		}
		return nil
	}, l.Name)
	l.Geometry = geometry
	return err
}

// Count is how many rows a layer has. It goes through them all, at some ten million a second.
func (f *Foreign) Count(ctx context.Context, l *ForeignLayer) (rows int64, err error) {
	most := strconv.FormatInt(f.size, 10) // as for Rows
	err = f.query(ctx, "SELECT count(*) FROM (SELECT 1 FROM "+QuoteName(l.Name)+" NOT INDEXED LIMIT "+most+")", func(row []Value) error {
		rows, _ = row[0].(int64)
		return nil
	})
	return rows, f.failure("gpkgfile.Count", err)
}

// Rows visits the rows of a layer: its columns and its geometry's blob, nil for none.
func (f *Foreign) Rows(ctx context.Context, l *ForeignLayer, visit func(values []Value, geometry []byte) error) error {
	terms := make([]string, 0, len(l.Columns)+1)
	for _, name := range l.Columns {
		terms = append(terms, "+"+QuoteName(name)) // the sign keeps the driver from reading dates and truth values into it
	}
	if l.Geometry != "" {
		terms = append(terms, "+"+QuoteName(l.Geometry))
	}
	if len(terms) == 0 {
		return nil
	}
	var stopped error
	left := f.size // no table has as many rows as its file has bytes, unless its pages run in circles
	err := f.query(ctx, "SELECT "+strings.Join(terms, ",")+" FROM "+QuoteName(l.Name)+" NOT INDEXED", func(row []Value) error {
		if left--; left < 0 {
			return geo.Invalid("gpkgfile.Rows", phrase.GeoPackageDamaged.With(f.name))
		}
		for i, truth := range l.booleans {
			if n, ok := row[i].(int64); ok && truth && (n == 0 || n == 1) {
				row[i] = n == 1
			}
		}
		var blob []byte
		if l.Geometry != "" {
			blob, _ = row[len(l.Columns)].([]byte)
		}
		stopped = visit(row[:len(l.Columns)], blob)
		return stopped
	})
	if stopped != nil {
		return stopped
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return f.failure("gpkgfile.Rows", err)
}
