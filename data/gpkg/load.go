package gpkg

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"beltmap/data/gpkgfile"
	"beltmap/data/hashtable"
	"beltmap/data/sqlitefile"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/mattn/go-sqlite3"
	"github.com/zeebo/xxh3"
)

// firstCursor is the version that the first batch of a file makes.
const firstCursor = 1

// loading is the first batch of a file that nobody knows of yet. As long as its changes are records that were not there, their rows are written
// as pages, with their hashes; their ids wait in memory for the index. From the first other change on, and for what a batch writes besides
// rows, it is a batch like any other. Rows are checked and encoded by the caller; another goroutine hashes them and puts them into pages.
type loading struct {
	application
	draft  string
	file   *sqlitefile.File // nil once its pages are written
	roots  map[string]uint32
	loads  [geo.NumCollections]*load
	record sqlitefile.Record
	lines  *pageWriter
	zones  map[string]string // the zones that rows belong to, each with one of the rows
	zone   string            // the one looked up last
}

// run fills the file.
func (l *loading) run(draft string, batch geo.Batch) (err error) {
	l.draft, l.cursor, l.zones = draft, firstCursor, map[string]string{}
	l.ledger = newLedger(nil, l.Store)
	if err := l.open(); err != nil {
		return err
	}
	l.lines = newPageWriter()
	defer func() {
		if l.file != nil {
			err = errors.Join(err, l.lines.wait(), l.file.Close())
		}
		if l.conn != nil {
			err = errors.Join(err, l.conn.close())
		}
	}()
	if err := l.changes(batch); err != nil {
		return err
	}
	if err := l.goOn(batch); err != nil {
		return err
	}
	if err := l.checkZones(); err != nil {
		return err
	}
	if err := l.finish(); err != nil {
		return err
	}
	if err := l.enterLog(batch); err != nil {
		return err
	}
	if err := l.ctx.Err(); err != nil {
		return err
	}
	if err := l.script(context.WithoutCancel(l.ctx), "COMMIT"); violates(err, sqlite3.ErrConstraintForeignKey) {
		return l.dangling(err)
	} else if err != nil {
		return err
	}
	_, _, err = l.text(l.ctx, "PRAGMA journal_mode=WAL") // as the first opening for writing would
	return err
}

// open learns where the trees begin, and opens the file for its pages.
func (l *loading) open() error {
	c, err := dial(l.draft, creating)
	if err != nil {
		return err
	}
	l.roots = map[string]uint32{}
	err = c.query(l.ctx, func(row []driver.Value) error {
		name, _ := row[0].(string)
		root, _ := row[1].(int64)
		l.roots[name] = uint32(root)
		return nil
	}, "SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0")
	if err = errors.Join(err, c.close()); err != nil {
		return err
	}
	l.file, err = sqlitefile.Open(l.draft)
	return err
}

// changes makes the batch's changes, as pages while that is possible.
func (l *loading) changes(batch geo.Batch) error {
	if batch.Changes == nil {
		return nil
	}
	for change, err := range batch.Changes {
		if err == nil {
			err = l.ctx.Err()
		}
		if err != nil {
			return err
		}
		taken := false
		if l.file != nil {
			if taken, err = l.take(change); err == nil && !taken {
				err = l.goOn(batch)
			}
		}
		if err == nil && !taken {
			err = l.change(change)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// take writes a record that is not there yet; another change it does not take.
func (l *loading) take(change *geo.Change) (taken bool, err error) {
	table, err := l.tableOf(change)
	if err != nil {
		return false, err
	}
	if change.Op != geo.Insert && (change.Op != geo.Put || change.Expect != 0) {
		return false, nil
	}
	r := change.Record
	if err := l.prepare(&r); err != nil {
		return false, err
	}
	t, err := l.load(table)
	if err != nil {
		return false, err
	}
	id := xxh3.HashString(r.ID)
	if _, known := t.seen.Get(id); known { // or its hash is another's: then SQLite finds that it is new
		return false, nil
	}
	t.seen.Set(id, 0)
	return true, l.write(t, &r)
}

// load is the table's part of the load.
func (l *loading) load(t *table) (*load, error) {
	at := &l.loads[t.schema.Collection]
	if *at != nil {
		return *at, nil
	}
	rows, err := l.file.Table(l.roots[t.name])
	if err != nil {
		return nil, err
	}
	hashes, err := l.file.Table(l.roots[t.hashes])
	if err != nil {
		return nil, err
	}
	l.extents[t.schema.Collection] = &extent{box: gpkgfile.NewBox()}
	l.effects[t.schema.Collection] = effect{first: 1, next: 1}
	*at = &load{table: t, rows: rows, hashes: hashes}
	return *at, nil
}

// write puts the row of a record, its hash and its id where they belong.
func (l *loading) write(t *load, r *geo.Record) error {
	effect := &l.effects[t.schema.Collection]
	fid := effect.next
	if fid > math.MaxUint32 {
		return fmt.Errorf("a first batch holds no more than %d rows a table", fid-1)
	}
	if err := l.encode(t, r); err != nil {
		return err
	}
	if err := l.lines.put(line{load: t, fid: fid}, &l.record, r.ID); err != nil {
		return err
	}
	effect.next++
	effect.gave++
	effect.added++
	l.list(geo.Insert, r)
	if r.Geometry != nil {
		l.extents[t.schema.Collection].box.Add(r.Geometry)
	}
	if r.Zone != "" && r.Zone != l.zone && t.schema.Collection != geo.Facts {
		if l.zone = r.Zone; l.zones[r.Zone] == "" {
			l.zones[string([]byte(r.Zone))] = r.Ref()
		}
	}
	return nil
}

// encode makes the record's row in l.record: nothing for the key, which stands beside the row, then the geometry if the table has any, then the columns.
func (l *loading) encode(t *load, r *geo.Record) error {
	l.record.Reset()
	l.record.Null()
	if t.hasShape {
		l.blob = l.blob[:0]
		if r.Geometry == nil {
			l.record.Null()
		} else {
			var err error
			if l.blob, err = gpkgfile.AppendGeometry(l.blob, r.Geometry); err != nil {
				return err
			}
			l.record.Blob(l.blob)
		}
	}
	for i := range t.columns {
		if c := &t.columns[i]; c.slot >= 0 && r.At(c.slot).IsNone() { // most are
			l.record.Null()
		} else {
			l.put(c.write(r))
		}
	}
	return nil
}

func (l *loading) put(c cell) {
	switch c.kind {
	case null:
		l.record.Null()
	case integer:
		l.record.Integer(c.bits)
	case real:
		l.record.Float(c.real)
	default:
		l.record.Text(c.text)
	}
}

// goOn ends what is written as pages and begins the transaction for the rest.
func (l *loading) goOn(batch geo.Batch) error {
	if l.file == nil {
		return nil
	}
	if err := l.lines.wait(); err != nil {
		return err
	}
	for _, t := range l.loads {
		if t == nil {
			continue
		}
		if err := l.close(t); err != nil {
			return err
		}
	}
	file := l.file
	l.file = nil
	if err := errors.Join(file.Finish(), file.Close()); err != nil {
		return err
	}
	return l.enter(batch)
}

// close writes what is left of a table, and its index.
func (l *loading) close(t *load) error {
	if err := t.closeBucket((l.effects[t.schema.Collection].next - 1) >> 5); err != nil {
		return err
	}
	if err := errors.Join(t.rows.Finish(), t.hashes.Finish()); err != nil {
		return err
	}
	index, err := l.file.Index(l.roots["sqlite_autoindex_"+t.name+"_1"])
	if err != nil {
		return err
	}
	for k := range t.sorted() {
		t.record.Reset()
		t.record.TextBytes(t.id(k))
		t.record.Integer(int64(k.fid))
		t.row = t.record.Append(t.row[:0])
		if err := index.Append(t.row); err != nil {
			return err
		}
	}
	t.keys, t.ids, t.seen = nil, nil, hashtable.Table{}
	return index.Finish()
}

// enter begins the transaction, in which SQLite learns what was written without it.
func (l *loading) enter(batch geo.Batch) error {
	c, err := dial(l.draft, creating)
	if err != nil {
		return err
	}
	l.conn, l.ledger.conn = c, c
	if err := c.script(l.ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	if _, err := l.begin(batch); err != nil {
		return err
	}
	if l.cursor != firstCursor {
		return fmt.Errorf("the first batch of %s makes version %d", l.draft, l.cursor)
	}
	for _, t := range l.loads {
		if t == nil {
			continue
		}
		l.ledger.sums[t.schema.Collection] = &t.sum
		err := c.exec(l.ctx, "INSERT INTO sqlite_sequence (name, seq) VALUES (?,?)", t.name, l.effects[t.schema.Collection].next-1)
		if err != nil {
			return err
		}
	}
	return nil
}

// checkZones makes sure that every zone is there which a row belongs to, as SQLite does for rows that pass through it.
func (l *loading) checkZones() error {
	for _, zone := range slices.Sorted(maps.Keys(l.zones)) {
		_, found, err := l.number(l.ctx, "SELECT 1 FROM zones WHERE id=?", zone)
		if err != nil {
			return err
		}
		if !found {
			return geo.Invalid("gpkg.Create", phrase.StoreDangling.With(l.zones[zone], zone))
		}
	}
	return nil
}
