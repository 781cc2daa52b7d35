package gpkg

import (
	"fmt"
	"strings"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
)

// table is how one collection is kept.
type table struct {
	schema   *geo.Schema
	name     string
	hasShape bool
	columns  []column // but fid and geom
	shape    column   // geom, of which only the tag matters
	lists    []int    // places of the lists in the schema

	insert, update, remove, find, readAll, readOne, readKey, rename string

	before                                  string // the table that keeps what rows were before a batch
	keep, mark, lose, readBefore, readLater string

	hashes                           string // the table that keeps the hashes of rows
	readHashes, putHashes, allHashes string
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
	t.before, t.hashes = "beltmap_before_"+t.name, "beltmap_hashes_"+t.name
	t.shape = newColumn(gpkgfile.GeometryColumn, "BLOB", nil, nil)
	t.columns = commonColumns()
	for i, f := range schema.Fields {
		if !f.Derived {
			t.columns = append(t.columns, fieldColumn(i, f))
			if f.Type == geo.TypeList {
				t.lists = append(t.lists, i)
			}
		}
	}
	t.statements()
	return t
}

func quoted(name string) string { return gpkgfile.QuoteName(name) }

// statements composes the table's SQL once. Columns are read as +column, an expression, which has no declared type by which the driver
// would make a time of a day.
func (t *table) statements() {
	var names, marks, sets []string
	for _, c := range t.columns {
		names = append(names, quoted(c.name))
		marks = append(marks, "?")
		if c.name != geo.ID.Name {
			sets = append(sets, quoted(c.name)+"=?")
		}
	}
	reads, geometry := "+"+strings.Join(names, ",+"), "NULL"
	if t.hasShape {
		names, marks, sets = append(names, "geom"), append(marks, "?"), append(sets, "geom=?")
		geometry = "+geom"
	}
	t.insert = fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", quoted(t.name), strings.Join(names, ","), strings.Join(marks, ","))
	t.update = fmt.Sprintf("UPDATE %s SET %s WHERE fid=?", quoted(t.name), strings.Join(sets, ","))
	t.remove = fmt.Sprintf("DELETE FROM %s WHERE fid=?", quoted(t.name))
	t.find = fmt.Sprintf("SELECT fid, version, zone, %s FROM %s WHERE id=?", geometry, quoted(t.name))
	t.readAll = fmt.Sprintf("SELECT %s,%s,fid FROM %s ORDER BY fid", reads, geometry, quoted(t.name))
	t.readOne = fmt.Sprintf("SELECT %s,%s,fid FROM %s WHERE id=?", reads, geometry, quoted(t.name))
	t.readKey = fmt.Sprintf("SELECT %s,%s,fid FROM %s WHERE fid=?", reads, geometry, quoted(t.name))
	t.rename = fmt.Sprintf("UPDATE %s SET id=? WHERE fid=?", quoted(t.name))

	before, all := quoted(t.before), strings.Join(names, ",")
	t.keep = fmt.Sprintf("INSERT INTO %s (cursor,op,fid,%s) SELECT ?,?,fid,%s FROM %s WHERE fid=?", before, all, all, quoted(t.name))
	t.mark = fmt.Sprintf("UPDATE %s SET op=? WHERE id=? AND cursor=? RETURNING 1", before)
	t.readBefore = fmt.Sprintf("SELECT op,%s,%s FROM %s WHERE cursor=? ORDER BY seq", reads, geometry, before)
	t.readHashes = fmt.Sprintf("SELECT hashes FROM %s WHERE bucket=?", quoted(t.hashes))
	t.allHashes = fmt.Sprintf("SELECT hashes FROM %s", quoted(t.hashes))
	t.putHashes = fmt.Sprintf("INSERT OR REPLACE INTO %s (bucket, hashes) VALUES (?,?)", quoted(t.hashes))
	t.lose = fmt.Sprintf("INSERT INTO %s (cursor,op,fid,id) VALUES (?,?,?,?)", before)
	t.readLater = fmt.Sprintf("SELECT %s,%s FROM %s WHERE id=? AND cursor>? ORDER BY cursor LIMIT 1", reads, geometry, before)
}

// createHashes is the statement that makes the table of the rows' hashes, see ledger.
func (t *table) createHashes() string {
	return fmt.Sprintf("CREATE TABLE %s (\n\tbucket INTEGER PRIMARY KEY NOT NULL,\n\thashes BLOB NOT NULL)", quoted(t.hashes))
}

// createBefore are the statements that make the table of before-images: the columns of the table itself, so that a row is copied within
// SQLite and read as any other, and whether the batch changed it or removed it.
func (t *table) createBefore() []string {
	lines := []string{"seq INTEGER PRIMARY KEY NOT NULL", "cursor INTEGER NOT NULL", "op TEXT NOT NULL", "fid INTEGER NOT NULL"}
	if t.hasShape {
		lines = append(lines, gpkgfile.GeometryColumn+" BLOB")
	}
	for _, c := range t.columns {
		lines = append(lines, quoted(c.name)+" "+c.sqlType)
	}
	return []string{
		fmt.Sprintf("CREATE TABLE %s (\n\t%s)", quoted(t.before), strings.Join(lines, ",\n\t")),
		fmt.Sprintf("CREATE INDEX %s ON %s (cursor)", quoted(t.before+"_cursor"), quoted(t.before)),
		fmt.Sprintf("CREATE INDEX %s ON %s (id, cursor)", quoted(t.before+"_id"), quoted(t.before)),
	}
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
