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
	names []uint64
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
		if err != nil && l.file != nil {
			err = cmp.Or(l.send(batch), l.lines.wait(), err)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// make makes one change.
func (l *loading) make(change *geo.Change, batch geo.Batch) error {
	if l.file != nil {
		if taken, err := l.take(change); err != nil {
			return err
		} else if taken {
			if l.lines.now.full() {
				return l.send(batch)
			}
			return nil
		}
		if err := l.goOn(batch); err != nil {
			return err
		}
	}
	return l.change(change)
}

// take puts a record that is to be new with those that wait for being sent; another change it does not take.
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
	l.lines.now.put(line{load: t, op: change.Op, name: xxh3.HashString(r.ID)}, &r)
	return true, nil
}

// send sends the records that wait on their way. The first of them that is there already, and those behind it, become changes like any others. Whether one is there
// is asked of all of them at once, since each answer has to be waited for.
func (l *loading) send(batch geo.Batch) error {
	p := l.lines.now
	if p == nil {
		return nil // all were sent
	}
	names := l.names[:0]
	for i, line := range p.lines {
		names = append(names, line.name)
		if next := i + 1; next == len(p.lines) || p.lines[next].load != line.load {
			line.seen.Fetch(names)
			names = names[:0]
		}
	}
	l.names = names
	for i := range p.lines {
		line := &p.lines[i]
		if _, known := line.seen.Get(line.name); known { // or its hash is another's: then SQLite finds that it is new
			return l.sendBefore(i, batch)
		}
		line.seen.Set(line.name, 0)
		if err := l.enlist(line, &p.records[i]); err != nil {
			return err
		}
	}
	return l.lines.send()
}

// sendBefore sends the first n of the records that wait, and makes the changes of the others.
func (l *loading) sendBefore(n int, batch geo.Batch) error {
	p := l.lines.now
	var changes []geo.Change
	for i, line := range p.lines[n:] {
		changes = append(changes, geo.Change{Op: line.op, Record: p.records[n+i].Clone()})
	}
	p.lines = p.lines[:n]
	if err := l.lines.send(); err != nil {
		return err
	}
	if err := l.goOn(batch); err != nil {
		return err
	}
	for i := range changes {
		if err := l.change(&changes[i]); err != nil {
			return err
		}
	}
	return nil
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

// enlist gives a record its key, and notes what the batch is to say of it.
func (l *loading) enlist(line *line, r *geo.Record) error {
	c := line.schema.Collection
	effect := &l.effects[c]
	if line.fid = effect.next; line.fid > math.MaxUint32 {
		return fmt.Errorf("a first batch holds no more than %d rows a table", line.fid-1)
	}
	effect.next++
	effect.gave++
	effect.added++
	l.list(geo.Insert, r)
	if r.Zone != "" && r.Zone != l.zone && c != geo.Facts {
		if l.zone = r.Zone; l.zones[r.Zone] == "" {
			l.zones[strings.Clone(r.Zone)] = r.Ref()
		}
	}
	return nil
}

// goOn ends what is written as pages and begins the transaction for the rest.
func (l *loading) goOn(batch geo.Batch) error {
	if l.file == nil {
		return nil
	}
	if err := l.send(batch); err != nil || l.file == nil {
		return err
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
