package gpkg

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"iter"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// History implements data.Batches. The list is taken as of one version before any of it is seen.
func (s *Store) History(ctx context.Context) iter.Seq2[data.BatchInfo, error] {
	return func(yield func(data.BatchInfo, error) bool) {
		list, err := s.batches(ctx, 0)
		if err != nil {
			yield(data.BatchInfo{}, s.failure("gpkg.History", err))
			return
		}
		for _, b := range list {
			if !yield(b, nil) {
				return
			}
		}
	}
}

// Keyed implements data.Batches.
func (s *Store) Keyed(ctx context.Context, prefix string) (found data.BatchInfo, there bool, err error) {
	const op = "gpkg.Keyed"
	c, err := s.take(ctx, s.readers)
	if err != nil {
		return found, false, s.failure(op, err)
	}
	defer func() { s.readers <- c }()
	err = c.query(ctx, func(row []driver.Value) error {
		n, _ := row[0].(int64)
		at, _ := row[1].(int64)
		found.Cursor, found.Time, there = geo.Cursor(n), time.UnixMicro(at), true
		found.Key, _ = row[2].(string)
		found.Note, _ = row[3].(string)
		return nil
	}, "SELECT cursor, time, key, note FROM beltmap_batches WHERE key>=?1 AND key<?2 ORDER BY key LIMIT 1", prefix, prefix+"\U0010FFFF")
	return found, there, s.failure(op, err)
}

// batches reads the batch of a version, or all of them for 0.
func (s *Store) batches(ctx context.Context, only geo.Cursor) (list []data.BatchInfo, err error) {
	c, err := s.take(ctx, s.readers)
	if err != nil {
		return nil, err
	}
	defer func() { s.readers <- c }()
	counts := "added, changed, removed"
	have, err := columnsOf(ctx, c, "beltmap_batches")
	if err != nil {
		return nil, err
	}
	switch { // an older file may be open for reading only
	case !have["added"]:
		counts = "NULL, NULL, NULL, 0"
	case !have["kept"]:
		counts += ", added IS NOT NULL"
	default:
		counts += ", coalesce(kept, added IS NOT NULL)"
	}
	err = c.query(ctx, func(row []driver.Value) error {
		list = append(list, batchInfo(row))
		return nil
	}, "SELECT cursor, time, key, note, token, "+counts+" FROM beltmap_batches WHERE cursor>0 AND (?1=0 OR cursor=?1) ORDER BY cursor DESC", int64(only))
	return list, err
}

func batchInfo(row []driver.Value) data.BatchInfo {
	number := func(i int) int64 { n, _ := row[i].(int64); return n }
	text := func(i int) string { s, _ := row[i].(string); return s }
	b := data.BatchInfo{
		Cursor: geo.Cursor(number(0)), Time: time.UnixMicro(number(1)).UTC(), Key: text(2), Note: text(3),
		Kept: number(8) != 0, Counted: row[5] != nil, Added: int(number(5)), Changed: int(number(6)), Removed: int(number(7)),
	}
	if b.Key == ownKey(text(4)) {
		b.Key = ""
	}
	return b
}

// Inverse implements data.Batches. The batch is read from the file as it is applied, so that one of millions needs no memory; a store in
// memory, which has but one connection, reads it beforehand.
func (s *Store) Inverse(ctx context.Context, cursor geo.Cursor) (geo.Batch, error) {
	const op = "gpkg.Inverse"
	var found []data.BatchInfo
	if cursor > 0 {
		var err error
		if found, err = s.batches(ctx, cursor); err != nil {
			return geo.Batch{}, s.failure(op, err)
		}
	}
	switch {
	case len(found) == 0:
		return geo.Batch{}, geo.NotFound(op, phrase.BatchUnknown.With(int64(cursor)))
	case found[0].Counted && !found[0].Kept:
		return geo.Batch{}, geo.Invalid(op, phrase.BatchOutside.With(int64(cursor)))
	case !found[0].Kept:
		return geo.Batch{}, geo.Invalid(op, phrase.BatchNotKept.With(int64(cursor)))
	}
	b := geo.Batch{Note: fmt.Sprint("undo ", cursor), Changes: s.inverse(ctx, cursor)}
	if !s.inMemory() {
		return b, nil
	}
	var all []geo.Change
	for change, err := range b.Changes {
		if err != nil {
			return geo.Batch{}, err
		}
		kept := *change
		kept.Record = change.Record.Clone()
		all = append(all, kept)
	}
	return geo.BatchOf(b.Note, all...), nil
}

func (s *Store) inverse(ctx context.Context, cursor geo.Cursor) iter.Seq2[*geo.Change, error] {
	return func(yield func(*geo.Change, error) bool) {
		c, err := s.take(ctx, s.readers)
		if err != nil {
			yield(nil, s.failure("gpkg.Inverse", err))
			return
		}
		defer func() { s.readers <- c }()
		i := inversion{conn: c, ctx: ctx, cursor: cursor, yield: yield}
		err = c.reading(ctx, func() error {
			for _, id := range geo.AllCollections() {
				if err := i.table(s.tables[id]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil && !i.stopped {
			yield(nil, s.failure("gpkg.Inverse", err))
		}
	}
}

// stillThere are the records that a batch added to a table and that are still in it, by key; those the batch had removed before are told by
// their image.
func (t *table) stillThere() string {
	return fmt.Sprintf("SELECT id, version FROM %s AS t WHERE fid BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM %s AS b WHERE b.id=t.id AND b.cursor=?) ORDER BY fid",
		quoted(t.name), quoted(t.before))
}

// goneSince are the records that a batch added to a table and that later batches removed, which may have been inserted again, under
// another key.
func (t *table) goneSince() string {
	return fmt.Sprintf(`SELECT DISTINCT id FROM %s AS l WHERE cursor>?3 AND fid BETWEEN ?1 AND ?2 AND fid NOT IN (SELECT fid FROM %s)
		AND NOT EXISTS (SELECT 1 FROM %s AS b WHERE b.id=l.id AND b.cursor=?3)`, quoted(t.before), quoted(t.name), quoted(t.before))
}

// inversion reads the inverse of one batch.
type inversion struct {
	*conn
	ctx     context.Context
	cursor  geo.Cursor
	yield   func(*geo.Change, error) bool
	stopped bool
	now     geo.Record // what is looked up, in memory that is used again
	left    geo.Record
}

// errStopped ends a reading of which nobody wants more.
var errStopped = errors.New("stopped")

func (i *inversion) emit(change geo.Change) error {
	if err := i.ctx.Err(); err != nil {
		return err
	}
	if !i.yield(&change, nil) {
		i.stopped = true
		return errStopped
	}
	return nil
}

func (i *inversion) table(t *table) error {
	var image geo.Record
	err := i.query(i.ctx, func(row []driver.Value) error {
		if err := t.row(row[1:], &image); err != nil {
			return err
		}
		there, err := i.current(t, image.ID)
		if err != nil {
			return err
		}
		if row[0] == geo.Delete.String() {
			if there {
				return i.overlaid(&image)
			}
			return i.emit(geo.Change{Op: geo.Insert, Record: image})
		}
		if err := i.asLeft(t, &image, there); err != nil || image.Equal(&i.now) {
			return err
		}
		return i.emit(geo.Change{Op: geo.Update, Record: image, Expect: i.now.Version})
	}, t.readBefore, int64(i.cursor))
	if err != nil {
		return err
	}
	return i.additions(t)
}

// additions deletes what the batch added.
func (i *inversion) additions(t *table) error {
	var first, last int64
	err := i.query(i.ctx, func(row []driver.Value) error {
		first, _ = row[0].(int64)
		last, _ = row[1].(int64)
		return nil
	}, "SELECT first, last FROM beltmap_added WHERE cursor=? AND collection=?", int64(i.cursor), t.name)
	if err != nil || first == 0 {
		return err
	}
	visit := func(row []driver.Value) error {
		r := geo.New(t.schema.Collection)
		r.ID, _ = row[0].(string)
		if len(row) > 1 && row[1] == int64(i.cursor) { // never touched again
			return i.emit(geo.Change{Op: geo.Delete, Record: r, Expect: i.cursor})
		}
		there, err := i.current(t, r.ID)
		if err != nil {
			return err
		}
		if err := i.asLeft(t, &r, there); err != nil {
			return err
		}
		return i.emit(geo.Change{Op: geo.Delete, Record: r, Expect: i.now.Version})
	}
	for _, sql := range []string{t.stillThere(), t.goneSince()} {
		if err := i.query(i.ctx, visit, sql, first, last, int64(i.cursor)); err != nil {
			return err
		}
	}
	return nil
}

// current looks up into i.now what a record is now.
func (i *inversion) current(t *table, id string) (there bool, err error) {
	err = i.query(i.ctx, func(row []driver.Value) error {
		there = true
		return t.row(row, &i.now)
	}, t.readOne, id)
	return there, err
}

// asLeft demands that the record in i.now is as the batch left it: of its version, or equal to what the next batch after it kept.
func (i *inversion) asLeft(t *table, r *geo.Record, there bool) error {
	if !there {
		return i.overlaid(r)
	}
	if i.now.Version == i.cursor {
		return nil
	}
	same := false
	err := i.query(i.ctx, func(row []driver.Value) error {
		err := t.row(row, &i.left)
		same = i.left.Version == i.cursor && i.left.Equal(&i.now)
		return err
	}, t.readLater, r.ID, int64(i.cursor))
	if err == nil && !same {
		err = i.overlaid(r)
	}
	return err
}

func (i *inversion) overlaid(r *geo.Record) error {
	return geo.Conflict("gpkg.Inverse", phrase.BatchOverlaid.With(r.Ref(), int64(i.cursor)))
}
