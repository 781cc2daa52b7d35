package gpkg

import (
	"fmt"
	"strings"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
)

// column is one column of a collection's table: its name and type, how a record's part gets into it, and how it is read back from
// the text that the reading statement makes of it.
type column struct {
	name, sqlType string
	write         func(*geo.Record) any
	read          func(*decoder, *geo.Record, string) error
	expression    string // what to read, where the column's plain text would lose something
}

// table is how one collection is kept.
type table struct {
	schema   *geo.Schema
	name     string
	hasShape bool
	columns  []column // but fid and geom

	insert, update, remove, find, readRange, readOne string
}

// newTables describes the tables of all collections, by collection.
func newTables() [geo.NumCollections]*table {
	var tables [geo.NumCollections]*table
	for _, c := range geo.AllCollections() {
		tables[c] = newTable(geo.SchemaOf(c))
	}
	return tables
}

func newTable(schema *geo.Schema) *table {
	t := &table{schema: schema, name: schema.Collection.String(), hasShape: schema.Shapes != geo.NoShape}
	t.columns = commonColumns()
	for i, f := range schema.Fields {
		if !f.Derived {
			t.columns = append(t.columns, fieldColumn(i, f))
		}
	}
	t.statements()
	return t
}

func fieldColumn(i int, f *geo.Field) column {
	c := column{name: f.Name, sqlType: gpkgfile.SQLType(f), expression: quoted(f.Name)}
	c.write = func(r *geo.Record) any { return gpkgfile.SQLValue(r.At(i), f) }
	c.read = func(d *decoder, r *geo.Record, s string) error {
		v, err := d.value(s, f)
		if err == nil {
			r.SetAt(i, v)
		}
		return err
	}
	if f.Type == geo.TypeNumber {
		c.expression = exactly(f.Name)
	}
	return c
}

// exactly reads a number with all the digits that tell it from its neighbors; SQLite's own conversion to text keeps 15.
func exactly(name string) string {
	return fmt.Sprintf("iif(%[1]s IS NULL,'',format('%%!.17g',%[1]s))", quoted(name))
}

func quoted(name string) string { return gpkgfile.QuoteName(name) }

// statements composes the table's SQL once.
func (t *table) statements() {
	var names, marks, sets, reads []string
	for _, c := range t.columns {
		names = append(names, quoted(c.name))
		marks = append(marks, "?")
		reads = append(reads, c.expression)
		if c.name != geo.ID.Name {
			sets = append(sets, quoted(c.name)+"=?")
		}
	}
	geometry, size := "NULL", "NULL"
	if t.hasShape {
		names, marks, sets = append(names, "geom"), append(marks, "?"), append(sets, "geom=?")
		geometry, size = "geom", "length(geom)"
	}
	t.insert = fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", quoted(t.name), strings.Join(names, ","), strings.Join(marks, ","))
	t.update = fmt.Sprintf("UPDATE %s SET %s WHERE fid=?", quoted(t.name), strings.Join(sets, ","))
	t.remove = fmt.Sprintf("DELETE FROM %s WHERE fid=?", quoted(t.name))
	t.find = fmt.Sprintf("SELECT fid, version, zone, %s FROM %s WHERE id=?", geometry, quoted(t.name))
	row := fmt.Sprintf("concat(%s,'%s',%s,'%s',%s)", size, separator, strings.Join(reads, ",'"+separator+"',"), separator, geometry)
	t.readRange = fmt.Sprintf("SELECT group_concat(%s,'') FROM %s WHERE fid BETWEEN ? AND ?", row, quoted(t.name))
	t.readOne = fmt.Sprintf("SELECT %s FROM %s WHERE id=?", row, quoted(t.name))
}

// create is the statement that makes the table. The zone of a fact may be the province, which is no zone record.
func (t *table) create() string {
	lines := []string{"fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"}
	if t.hasShape {
		lines = append(lines, gpkgfile.GeometryColumn+" "+gpkgfile.GeometryType(t.schema.Shapes))
	}
	for _, c := range t.columns {
		line := quoted(c.name) + " " + c.sqlType
		switch {
		case c.name == geo.ID.Name:
			line += " NOT NULL UNIQUE"
		case c.name == versionColumn:
			line += " NOT NULL"
		case c.name == geo.Zone.Name && t.schema.Collection != geo.Facts:
			line += " REFERENCES zones(id) DEFERRABLE INITIALLY DEFERRED"
		}
		lines = append(lines, line)
	}
	return fmt.Sprintf("CREATE TABLE %s (\n\t%s)", quoted(t.name), strings.Join(lines, ",\n\t"))
}
