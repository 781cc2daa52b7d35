package gpkg

import (
	"cmp"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"beltmap/data/gpkgfile"
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
// rows, it is a batch like any other. Rows are checked, encoded and hashed on all cores; one goroutine puts them into pages in their order.
type loading struct {
	application
	draft string
	file  *sqlitefile.File // nil once its pages are written
	roots map[string]uint32
	loads [geo.NumCollections]*load
	lines *pageWriter
	zones map[string]string // the zones that rows belong to, each with one of the rows
	zone  string            // the one looked up last
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
			_ = l.lines.wait() // if it failed, that is why we are here
			err = errors.Join(err, l.file.Close())
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

// changes makes the batch's changes, as pages while that is possible. What is wrong with one of them is said although a later one failed sooner.
func (l *loading) changes(batch geo.Batch) error {
	if batch.Changes == nil {
		return nil
	}
	for change, err := range batch.Changes {
		if err == nil {
			err = l.ctx.Err()
		}
		if err == nil {
			err = l.make(change, batch)
		}
		if err != nil {
			return cmp.Or(l.lines.wait(), err)
		}
	}
	return nil
}

// make makes one change.
func (l *loading) make(change *geo.Change, batch geo.Batch) error {
	if l.file != nil {
		if taken, err := l.take(change); err != nil || taken {
			return err
		}
		if err := l.goOn(batch); err != nil {
			return err
		}
	}
	return l.change(change)
}

// take sends a record on its way that is not there yet; another change it does not take.
func (l *loading) take(change *geo.Change) (taken bool, err error) {
	table, err := l.tableOf(change)
	if err != nil {
		return false, err
	}
	if change.Op != geo.Insert && (change.Op != geo.Put || change.Expect != 0) {
		return false, nil
	}
	t, err := l.load(table)
	if err != nil {
		return false, err
	}
	r := change.Record
	r.ID, r.Zone = geo.Composed(r.ID), geo.Composed(r.Zone)
	name := xxh3.HashString(r.ID)
	if _, known := t.seen.Get(name); known { // or its hash is another's: then SQLite finds that it is new
		return false, nil
	}
	t.seen.Set(name, 0)
	return true, l.send(t, &r)
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

// send gives a record its key, and notes what the batch is to say of it.
func (l *loading) send(t *load, r *geo.Record) error {
	effect := &l.effects[t.schema.Collection]
	fid := effect.next
	if fid > math.MaxUint32 {
		return fmt.Errorf("a first batch holds no more than %d rows a table", fid-1)
	}
	effect.next++
	effect.gave++
	effect.added++
	l.list(geo.Insert, r)
	if r.Zone != "" && r.Zone != l.zone && t.schema.Collection != geo.Facts {
		if l.zone = r.Zone; l.zones[r.Zone] == "" {
			l.zones[strings.Clone(r.Zone)] = r.Ref()
		}
	}
	return l.lines.put(t, fid, r)
}

// goOn ends what is written as pages and begins the transaction for the rest.
func (l *loading) goOn(batch geo.Batch) error {
	if l.file == nil {
		return nil
	}
	if err := l.lines.wait(); err != nil {
		return err
	}
	for id, t := range l.loads {
		if t == nil {
			continue
		}
		for _, e := range l.lines.encoders {
			l.extents[id].box.Join(e.boxes[id])
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
	return t.fill(index)
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
