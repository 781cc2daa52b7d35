package gpkg

import (
	"context"
	"fmt"

	"beltmap/geo"
)

// What a batch did is kept in two ways. Of each row it changes or removes, the row as it was before the batch goes into
// beltmap_before_<collection>, copied there by SQLite. What it added needs no row each, which would make a load of a million records
// dearer: a key (fid) is never given out twice and only grows, and no two batches run at once, so what a batch added to a table is what has a key from
// the first to the last that it gave out there. That range is one row of beltmap_added.

// effect is what a batch did to one table in all.
type effect struct {
	first, next             int64 // the first key that the batch gave out and the one it gives out next, 0 if none yet
	gave                    int64 // how many keys it gave out
	added, changed, removed int64
}

// key is the key that SQLite gives the next row to be inserted: one more than any there is or was. It is known beforehand because the row is hashed
// with it, and since asking after each insert costs as much as the insert; choosing it here would cost a search for it.
func (a *application) key(t *table) (int64, error) {
	e := &a.effects[t.schema.Collection]
	if e.next != 0 {
		return e.next, nil
	}
	ctx := context.Background()
	last, _, err := a.number(ctx, fmt.Sprintf("SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name=?),0), coalesce((SELECT max(fid) FROM %s),0))",
		quoted(t.name)), t.name)
	e.next = last + 1
	return e.next, err
}

// checkKeys holds the keys that were given out against those foretold.
func (a *application) checkKeys() error {
	for id := range a.effects {
		e := &a.effects[id]
		if e.next == 0 || e.gave == 0 {
			continue
		}
		t := a.tables[id]
		last, _, err := a.number(context.Background(), "SELECT seq FROM sqlite_sequence WHERE name=?", t.name)
		if err == nil && last != e.next-1 {
			err = fmt.Errorf("%s gave out the key %d where %d was foretold", t.name, last, e.next-1)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// added follows an insert. A record that the same batch removed before it inserted it counts as changed.
func (a *application) added(t *table, id string) error {
	e := &a.effects[t.schema.Collection]
	fid := e.next
	e.next++
	e.gave++
	if e.removed > 0 {
		back, err := a.mark(t, id, geo.Update)
		if back {
			e.removed--
			e.changed++
		}
		if err != nil || back {
			return err
		}
	}
	e.added++
	if e.first == 0 {
		e.first = fid
	}
	return nil
}

// changing keeps a row that is about to be replaced, unless it is the batch's own work already: then the image of it is kept, or it was not
// there before.
func (a *application) changing(t *table, old stored) error {
	if old.version == a.cursor {
		return nil
	}
	a.effects[t.schema.Collection].changed++
	return a.exec(context.Background(), t.keep, int64(a.cursor), geo.Update.String(), old.fid)
}

// removing keeps a row that is about to be removed, unless it is the batch's own work already.
func (a *application) removing(t *table, old stored, id string) error {
	e := &a.effects[t.schema.Collection]
	if old.version != a.cursor {
		e.removed++
		return a.exec(context.Background(), t.keep, int64(a.cursor), geo.Delete.String(), old.fid)
	}
	was, err := a.mark(t, id, geo.Delete)
	if was {
		e.changed--
		e.removed++
	} else {
		e.added--
	}
	return err
}

// mark says anew what the batch did to a record in all, and tells whether there is an image of it.
func (a *application) mark(t *table, id string, op geo.Op) (found bool, err error) {
	_, found, err = a.number(context.Background(), t.mark, op.String(), id, int64(a.cursor))
	return found, err
}

// writeEffects writes the ranges of what was added, and the counts into the batch's row.
func (a *application) writeEffects() error {
	ctx := context.Background()
	var all effect
	for id := range a.effects {
		e := &a.effects[id]
		all.added, all.changed, all.removed = all.added+e.added, all.changed+e.changed, all.removed+e.removed
		if e.added == 0 {
			continue
		}
		t := a.tables[id]
		err := a.exec(ctx, "INSERT INTO beltmap_added (cursor, collection, first, last) SELECT ?, ?, ?, max(fid) FROM "+quoted(t.name),
			int64(a.cursor), t.name, e.first)
		if err != nil {
			return err
		}
	}
	return a.exec(ctx, "UPDATE beltmap_batches SET added=?, changed=?, removed=? WHERE cursor=?", all.added, all.changed, all.removed, int64(a.cursor))
}
