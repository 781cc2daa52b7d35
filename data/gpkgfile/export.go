package gpkgfile

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
	_ "github.com/mattn/go-sqlite3" // the driver of database/sql
)

// Layer is one collection on its way out.
type Layer struct {
	Collection geo.Collection
	System     crs.System                    // of the records' geometries; the zero System is WGS 84
	Fields     []*geo.Field                  // the columns, in order; nil is all of the schema's, derived ones as the records carry them
	Records    iter.Seq2[*geo.Record, error] // read once; an error ends the export
	Style      Style                         // for QGIS; none if zero
	Origin     bool                          // with columns that say who gave the position and the pair as it was given
}

// Export writes a GeoPackage of its own with the layers, each with an R-tree built after its rows. The file appears under its name when it is
// whole, in place of what had that name before; a failure leaves nothing. An error of a layer's records is returned as it is.
func Export(ctx context.Context, path string, layers []Layer) error {
	const op = "gpkgfile.Export"
	folder := filepath.Dir(path)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return geo.NotFound(op, phrase.FolderMissing.With(path))
	}
	draft := filepath.Join(folder, "."+filepath.Base(path)+"."+rand.Text()[:8]+".new")
	defer func() { _ = os.Remove(draft); _ = os.Remove(draft + "-journal") }()
	err := export(ctx, draft, layers)
	if err == nil {
		err = os.Rename(draft, path)
	}
	var ours *geo.Error
	if err == nil || errors.As(err, &ours) {
		return err
	}
	return geo.Unavailable(op, phrase.StoreFailed.With(path), err)
}

func export(ctx context.Context, draft string, layers []Layer) (err error) {
	db, err := sql.Open("sqlite3", "file:"+escape(draft)+"?_synchronous=OFF&_journal_mode=OFF") // a draft: nobody reads it after a crash
	if err != nil {
		return err
	}
	defer func() {
		if closed := db.Close(); err == nil {
			err = closed
		}
	}()
	db.SetMaxOpenConns(1)
	if err := run(ctx, db, SystemTables()...); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it says that there is nothing to roll back
	if err := run(ctx, tx, StyleTable()...); err != nil {
		return err
	}
	for i := range layers {
		if err := writeLayer(ctx, tx, &layers[i]); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// escape makes a path one of an SQLite URI.
func escape(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(filepath.ToSlash(path))
}

// executor is a database or a transaction.
type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func run(ctx context.Context, db executor, statements ...string) error {
	for _, s := range statements {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", shorten(s), err)
		}
	}
	return nil
}

func writeLayer(ctx context.Context, tx *sql.Tx, l *Layer) error {
	schema := geo.SchemaOf(l.Collection)
	fields := l.Fields
	if fields == nil {
		fields = schema.AllFields()
	}
	if err := run(ctx, tx, append([]string{createLayer(schema, fields, l.origin())}, Register(schema)...)...); err != nil {
		return err
	}
	if err := useSystem(ctx, tx, l); err != nil {
		return err
	}
	box, err := writeRows(ctx, tx, schema, fields, l)
	if err != nil {
		return err
	}
	sides := box.Values()
	_, err = tx.ExecContext(ctx, "UPDATE gpkg_contents SET min_x=?, min_y=?, max_x=?, max_y=? WHERE table_name=?",
		sides[0], sides[1], sides[2], sides[3], l.Collection.String())
	if err != nil {
		return err
	}
	geometry := any(nil)
	if schema.Shapes != geo.NoShape {
		geometry = GeometryColumn
		if err := run(ctx, tx, rtreeSchema(l.Collection.String())...); err != nil {
			return err
		}
		if err := fillRTree(ctx, tx, l.Collection.String()); err != nil {
			return err
		}
		if err := run(ctx, tx, rtreeTriggers(l.Collection.String())...); err != nil {
			return err
		}
	}
	if l.Style == (Style{}) {
		return nil
	}
	_, err = tx.ExecContext(ctx, InsertStyle, l.Collection.String(), geometry, l.Style.QML, l.Style.SLD, true)
	return err
}

func createLayer(schema *geo.Schema, fields []*geo.Field, origin []originColumn) string {
	lines := []string{KeyColumn + " INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"}
	if schema.Shapes != geo.NoShape {
		lines = append(lines, GeometryColumn+" "+GeometryType(schema.Shapes))
	}
	for _, f := range fields {
		lines = append(lines, QuoteName(f.Name)+" "+SQLType(f))
	}
	for _, c := range origin {
		lines = append(lines, c.name+" "+c.sqlType)
	}
	return fmt.Sprintf("CREATE TABLE %s (%s)", QuoteName(schema.Collection.String()), strings.Join(lines, ", "))
}

func writeRows(ctx context.Context, tx *sql.Tx, schema *geo.Schema, fields []*geo.Field, l *Layer) (Box, error) {
	box := NewBox()
	if l.Records == nil {
		return box, nil
	}
	names := []string{KeyColumn}
	if schema.Shapes != geo.NoShape {
		names = append(names, GeometryColumn)
	}
	for _, f := range fields {
		names = append(names, QuoteName(f.Name))
	}
	origin, srs := l.origin(), srsOf(l.System)
	for _, c := range origin {
		names = append(names, c.name)
	}
	insert, err := tx.PrepareContext(ctx, fmt.Sprintf("INSERT INTO %s (%s) VALUES (?%s)",
		QuoteName(schema.Collection.String()), strings.Join(names, ","), strings.Repeat(",?", len(names)-1)))
	if err != nil {
		return box, err
	}
	defer insert.Close() //nolint:errcheck // ends with the transaction
	for r, err := range l.Records {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return box, err
		}
		args := []any{nil} // SQLite numbers the rows
		if schema.Shapes != geo.NoShape {
			var blob any
			if r.Geometry != nil {
				body, err := AppendGeometry(nil, r.Geometry)
				if err != nil {
					return box, err
				}
				setSRS(body, srs)
				blob = body
				box.Add(r.Geometry)
			}
			args = append(args, blob)
		}
		for _, f := range fields {
			args = append(args, SQLValue(r.Get(f), f))
		}
		for _, c := range origin {
			args = append(args, c.value(r))
		}
		if _, err := insert.ExecContext(context.WithoutCancel(ctx), args...); err != nil {
			return box, err
		}
	}
	return box, nil
}
