package export

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"beltmap/data"
	"beltmap/data/gpkgfile"
	"beltmap/geo"
	_ "github.com/mattn/go-sqlite3" // the driver "sqlite3"
)

// GeoPackage writes a collection as a new GeoPackage 1.3 file at path, which must not exist, and returns how many records there were. The
// file has one table named as the collection, with an R-tree built after the rows, and the layer's style.
func GeoPackage(ctx context.Context, path string, store data.Store, o Options) (count int, err error) {
	db, err := sql.Open("sqlite3", "file:"+escaped(path)+"?_journal_mode=OFF&_synchronous=FULL&_locking_mode=EXCLUSIVE")
	if err != nil {
		return 0, err
	}
	db.SetMaxOpenConns(1)
	defer func() {
		if closed := db.Close(); err == nil {
			err = closed
		}
	}()
	for _, statement := range gpkgfile.SystemTables()[:2] { // the marks, which stand outside a transaction
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return 0, err
		}
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	f := &file{tx: tx, ctx: ctx, options: o, schema: geo.SchemaOf(o.Collection), box: gpkgfile.NewBox()}
	if count, err = f.write(store); err != nil {
		_ = tx.Rollback()
		return count, err
	}
	return count, tx.Commit()
}

// escaped is a path as a URI of SQLite takes it.
func escaped(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
}

// file is a GeoPackage being written.
type file struct {
	tx      *sql.Tx
	ctx     context.Context
	options Options
	schema  *geo.Schema
	columns []column
	box     gpkgfile.Box
}

// column is a column of the table besides fid and geom.
type column struct {
	name, kind string
	value      func(*geo.Record) any
}

func (f *file) write(store data.Store) (int, error) {
	f.columns = f.options.columns()
	statements := append(gpkgfile.SystemTables()[2:], f.table())
	statements = append(statements, gpkgfile.Register(f.schema)...)
	if err := f.all(statements); err != nil {
		return 0, err
	}
	count, err := f.rows(store)
	if err != nil {
		return count, err
	}
	if f.schema.Shapes != geo.NoShape {
		if err := f.index(); err != nil {
			return count, err
		}
	}
	return count, f.style()
}

func (f *file) all(statements []string) error {
	for _, statement := range statements {
		if _, err := f.tx.ExecContext(f.ctx, statement); err != nil {
			return fmt.Errorf("export: %w", err)
		}
	}
	return nil
}

func (o Options) columns() []column {
	var out []column
	for _, f := range geo.CommonFields() {
		out = append(out, column{f.Name, gpkgfile.SQLType(f), func(r *geo.Record) any { return gpkgfile.SQLValue(r.Get(f), f) }})
	}
	if o.Class == geo.Internal {
		number := func(r *geo.Record, x float64) any {
			if r.Position.CRS == "" {
				return nil
			}
			return x
		}
		out = append(out,
			column{"position_source", "TEXT", func(r *geo.Record) any { return orNull(r.Position.Source) }},
			column{"position_crs", "TEXT", func(r *geo.Record) any { return orNull(r.Position.CRS) }},
			column{"position_x", "REAL", func(r *geo.Record) any { return number(r, r.Position.X) }},
			column{"position_y", "REAL", func(r *geo.Record) any { return number(r, r.Position.Y) }})
	}
	fields, places := o.fields()
	for i, f := range fields {
		out = append(out, column{f.Name, gpkgfile.SQLType(f), func(r *geo.Record) any { return gpkgfile.SQLValue(r.At(places[i]), f) }})
	}
	return out
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (f *file) name() string { return gpkgfile.QuoteName(f.schema.Collection.String()) }

func (f *file) table() string {
	lines := []string{gpkgfile.KeyColumn + " INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"}
	if f.schema.Shapes != geo.NoShape {
		kind := "GEOMETRY" // the type that Register enters, which the column's must be
		if f.schema.Shapes == geo.PointShape {
			kind = "POINT"
		}
		lines = append(lines, gpkgfile.GeometryColumn+" "+kind)
	}
	for _, c := range f.columns {
		lines = append(lines, gpkgfile.QuoteName(c.name)+" "+c.kind)
	}
	return "CREATE TABLE " + f.name() + " (\n\t" + strings.Join(lines, ",\n\t") + ")"
}

func (f *file) rows(store data.Store) (int, error) {
	names, marks := make([]string, 0, len(f.columns)+1), make([]string, 0, len(f.columns)+1)
	for _, c := range f.columns {
		names, marks = append(names, gpkgfile.QuoteName(c.name)), append(marks, "?")
	}
	shaped := f.schema.Shapes != geo.NoShape
	if shaped {
		names, marks = append(names, gpkgfile.GeometryColumn), append(marks, "?")
	}
	insert, err := f.tx.PrepareContext(f.ctx, fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", f.name(), strings.Join(names, ","), strings.Join(marks, ",")))
	if err != nil {
		return 0, fmt.Errorf("export: %w", err)
	}
	defer insert.Close()
	args := make([]any, 0, len(names))
	return f.options.each(f.ctx, store, func(r *geo.Record) error {
		args = args[:0]
		for _, c := range f.columns {
			args = append(args, c.value(r))
		}
		if shaped {
			blob, err := f.geometry(r)
			if err != nil {
				return err
			}
			args = append(args, blob)
		}
		_, err := insert.Exec(args...)
		return err
	})
}

func (f *file) geometry(r *geo.Record) (any, error) {
	if r.Geometry == nil {
		return nil, nil
	}
	f.box.Add(r.Geometry)
	return gpkgfile.AppendGeometry(nil, r.Geometry)
}

// style writes the layer's style, where there is one.
func (f *file) style() error {
	style := f.options.Style
	if style == (gpkgfile.Style{}) || f.schema.Shapes == geo.NoShape {
		return nil
	}
	if err := f.all(gpkgfile.StyleTable()); err != nil {
		return err
	}
	_, err := f.tx.ExecContext(f.ctx, gpkgfile.InsertStyle, f.schema.Collection.String(), gpkgfile.GeometryColumn, style.QML, style.SLD, true)
	return err
}
