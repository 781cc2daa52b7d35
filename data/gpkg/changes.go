package gpkg

import (
	"context"
	"database/sql/driver"
	"iter"
	"slices"

	"beltmap/geo"
)

// maxFeed is how many changes a feed lists before a Snapshot is the shorter way.
const maxFeed = 4 * maxListed

// Changes implements data.Store. What happened to one record more than once since is one change, at the place of the last: the feed is
// the shortest way from that version to this.
func (s *Store) Changes(ctx context.Context, since geo.Cursor) iter.Seq2[geo.Change, error] {
	return func(yield func(geo.Change, error) bool) {
		feed, err := s.feed(ctx, since)
		if err != nil {
			yield(geo.Change{}, s.failure("gpkg.Changes", err))
			return
		}
		for _, change := range feed {
			if !yield(change, nil) {
				return
			}
		}
	}
}

// feed reads the changes in one read transaction, so that each record is as its version says.
func (s *Store) feed(ctx context.Context, since geo.Cursor) (changes []geo.Change, err error) {
	c, err := s.take(ctx, s.readers)
	if err != nil {
		return nil, err
	}
	defer func() { s.readers <- c }()
	if _, _, err := s.guard.get(); err != nil {
		return nil, err
	}
	err = c.reading(ctx, func() error {
		v, err := c.version(ctx)
		if err != nil {
			return err
		}
		defer s.tokens.remember(v.cursor, v.token)
		again := []geo.Change{{Op: geo.Snapshot, Cursor: v.cursor}}
		token, found, err := c.text(ctx, "SELECT token FROM beltmap_batches WHERE cursor=?", int64(since))
		if err != nil || !found || !s.tokens.fits(since, token) {
			changes = again
			return err
		}
		rows, whole, err := c.listedSince(ctx, since)
		if err != nil || !whole {
			changes = again
			return err
		}
		changes, err = s.records(ctx, c, rows)
		return err
	})
	return changes, err
}

// row is one row of the feed's table.
type row struct {
	listed
	cursor geo.Cursor
}

// listedSince reads the feed's rows after a version; whole is false if they do not tell everything.
func (c *conn) listedSince(ctx context.Context, since geo.Cursor) (rows []row, whole bool, err error) {
	whole = true
	err = c.query(ctx, func(r []driver.Value) error {
		cursor, _ := r[0].(int64)
		opName, _ := r[1].(string)
		collection, _ := r[2].(string)
		id, _ := r[3].(string)
		op, known := opOf(opName)
		what, err := geo.ParseCollection(collection)
		if !known || err != nil || len(rows) == maxFeed {
			whole = false
			return nil
		}
		rows = append(rows, row{listed{op: op, collection: what, id: id}, geo.Cursor(cursor)})
		return nil
	}, "SELECT cursor, op, collection, id FROM beltmap_changes WHERE cursor>? ORDER BY seq LIMIT ?", int64(since), maxFeed+1)
	return rows, whole, err
}

func opOf(name string) (geo.Op, bool) {
	for _, op := range []geo.Op{geo.Insert, geo.Update, geo.Delete} {
		if op.String() == name {
			return op, true
		}
	}
	return 0, false
}

// records makes one change of all that happened to each record, and reads the record as it is now.
func (s *Store) records(ctx context.Context, c *conn, rows []row) ([]geo.Change, error) {
	type key struct {
		collection geo.Collection
		id         string
	}
	began := map[key]geo.Op{} // whether the record was there before: it was not if it began with an insert
	last := map[key]int{}
	for i, r := range rows {
		k := key{r.collection, r.id}
		if _, seen := began[k]; !seen {
			began[k] = r.op
		}
		last[k] = i
	}
	var out []geo.Change
	for i, r := range rows {
		k := key{r.collection, r.id}
		wasThere, isThere := began[k] != geo.Insert, r.op != geo.Delete
		if last[k] != i || !wasThere && !isThere {
			continue
		}
		change := geo.Change{Op: geo.Update, Cursor: r.cursor}
		switch {
		case !isThere:
			change.Op = geo.Delete
			change.Record = geo.New(r.collection)
			change.Record.ID = r.id
		case !wasThere:
			change.Op = geo.Insert
		}
		if isThere {
			if err := s.recordOf(ctx, c, r, &change.Record); err != nil {
				return nil, err
			}
		}
		out = append(out, change)
	}
	return slices.Clip(out), nil
}

// recordOf reads the record of a row of the feed, if it is as batches wrote it.
func (s *Store) recordOf(ctx context.Context, c *conn, r row, to *geo.Record) error {
	t, found := s.tables[r.collection], false
	err := c.query(ctx, func(row []driver.Value) error {
		found = true
		if s.guarded() {
			var h hasher
			fid, _ := row[len(row)-1].(int64)
			if err := s.ours(c, t, fid, h.row(t, row)); err != nil {
				return err
			}
		}
		return t.row(row, to)
	}, t.readOne, r.id)
	if err == nil && !found {
		err = s.outside(t)
	}
	return err
}
