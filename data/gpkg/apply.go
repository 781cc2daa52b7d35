package gpkg

import (
	"context"
	"crypto/rand"
	"database/sql/driver"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/mattn/go-sqlite3"
)

// maxListed is how many changes of one batch are listed; a larger batch is one row that sends readers to a Snapshot, which for them
// is the cheaper way too.
const maxListed = 5000

// Apply implements data.Store.
func (s *Store) Apply(ctx context.Context, batch geo.Batch) (geo.Cursor, error) {
	return s.apply(ctx, batch, nil)
}

// apply makes a batch's changes, and besides what else must happen in their transaction, if that is given.
func (s *Store) apply(ctx context.Context, batch geo.Batch, besides func(*conn) error) (geo.Cursor, error) {
	const op = "gpkg.Apply"
	if s.options.ReadOnly {
		return 0, geo.Unavailable(op, s.says(phrase.StoreReadOnly), nil)
	}
	c, err := s.take(ctx, s.writer)
	if err != nil {
		return 0, s.failure(op, err)
	}
	defer func() { s.writer <- c }()
	a := application{Store: s, conn: c, ctx: ctx, ledger: newLedger(c, s), besides: besides}
	if err := a.run(batch); err != nil {
		return 0, s.failure(op, err)
	}
	s.tokens.remember(a.cursor, a.token)
	return a.cursor, nil
}

// application is one batch being applied, within one transaction.
type application struct {
	*Store
	*conn
	ctx     context.Context
	cursor  geo.Cursor
	token   string
	made    int      // changes so far
	listed  []listed // the first maxListed of them
	extents [geo.NumCollections]*extent
	effects [geo.NumCollections]effect
	ledger  *ledger
	blob    []byte
	args    []any
	besides func(*conn) error // nil for nothing
}

type listed struct {
	op         geo.Op
	collection geo.Collection
	id, zone   string
}

func (a *application) run(batch geo.Batch) (err error) {
	if a.path != "" {
		if err := a.stillThere(); err != nil {
			return err
		}
	}
	done := context.WithoutCancel(a.ctx) // what must happen whether or not the caller still waits
	if err := a.script(done, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	committed := false
	defer func() {
		if !committed {
			_ = a.script(done, "ROLLBACK")
		}
	}()
	if err := a.untouched(a.ctx, a.conn); err != nil {
		return err
	}
	if known, err := a.begin(batch); err != nil || known {
		return err
	}
	if err := a.changes(batch); err != nil {
		return err
	}
	if err := a.finish(); err != nil {
		return err
	}
	if a.besides != nil {
		if err := a.besides(a.conn); err != nil {
			return err
		}
	}
	if err := a.enterLog(batch); err != nil {
		return err
	}
	if err := a.ctx.Err(); err != nil {
		return err
	}
	if err := a.script(done, "COMMIT"); violates(err, sqlite3.ErrConstraintForeignKey) {
		return a.dangling(err)
	} else if err != nil {
		return err
	}
	committed = true
	if a.made > maxListed {
		_ = a.script(done, "PRAGMA wal_checkpoint(TRUNCATE)") // give the disk back; the next commit would try again
	}
	return nil
}

// enterLog enters in the audit log what the batch did in all.
func (a *application) enterLog(batch geo.Batch) error {
	if batch.Log == nil {
		return nil
	}
	o := geo.Outcome{Cursor: a.cursor}
	for id := range a.effects {
		e := &a.effects[id]
		o.Added, o.Changed, o.Removed = o.Added+int(e.added), o.Changed+int(e.changed), o.Removed+int(e.removed)
	}
	return a.audit(a.conn, batch.Log(o))
}

// ownKey is the key of a batch that was given none.
func ownKey(token string) string { return "batch " + token }

// begin enters the batch and so learns its version, or finds that it was applied before.
func (a *application) begin(batch geo.Batch) (known bool, err error) {
	done := context.WithoutCancel(a.ctx)
	a.token = rand.Text()
	key := batch.Key
	if key == "" {
		key = ownKey(a.token)
	} else {
		err := a.query(done, func(row []driver.Value) error {
			known = true
			n, _ := row[0].(int64)
			a.cursor = geo.Cursor(n)
			a.token, _ = row[1].(string)
			return nil
		}, "SELECT cursor, token FROM beltmap_batches WHERE key=?", key)
		if err != nil || known {
			return known, err
		}
	}
	err = a.exec(done, "INSERT INTO beltmap_batches (key, note, time, token) VALUES (?,?,?,?)",
		key, batch.Note, a.options.Now().UnixMicro(), a.token)
	if err != nil {
		return false, err
	}
	n, _, err := a.number(done, "SELECT last_insert_rowid()")
	a.cursor = geo.Cursor(n)
	return false, err
}

// changes makes the batch's changes. The context is looked at between them: a cancelable statement costs a multiple of the row.
func (a *application) changes(batch geo.Batch) error {
	if batch.Changes == nil {
		return nil
	}
	for change, err := range batch.Changes {
		if err == nil {
			err = a.ctx.Err()
		}
		if err == nil {
			err = a.change(change)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *application) change(change *geo.Change) error {
	const op = "gpkg.Apply"
	t, err := a.tableOf(change)
	if err != nil {
		return err
	}
	if change.Op == geo.Delete {
		return a.delete(t, change)
	}
	r := change.Record
	if err := prepare(&r, a.cursor); err != nil {
		return err
	}
	switch {
	case change.Op == geo.Insert, change.Op == geo.Put && change.Expect == 0:
		err := a.add(t, &r)
		if !violates(err, sqlite3.ErrConstraintUnique) {
			return err
		}
		if change.Op == geo.Insert {
			return geo.Conflict(op, phrase.RecordExists.With(r.Ref()))
		}
		return a.replace(t, &r, change)
	case change.Op == geo.Put, change.Op == geo.Update:
		return a.replace(t, &r, change)
	}
	return geo.Invalid(op, phrase.OperationUnknown.With(r.Ref()))
}

func (a *application) tableOf(change *geo.Change) (*table, error) {
	r := &change.Record
	if r.Collection == 0 || int(r.Collection) >= geo.NumCollections || r.ID == "" {
		return nil, geo.Invalid("gpkg.Apply", phrase.RecordUnidentified.With())
	}
	return a.tables[r.Collection], nil
}

// prepare makes a record what a batch will store, or says why it cannot be.
func prepare(r *geo.Record, version geo.Cursor) error {
	normalize(r)
	if fault, bad := geo.FirstFault(r.Validate()); bad {
		return geo.Invalid("gpkg.Apply", phrase.RecordInvalid.With(r.Ref(), fault.Field, fault.Text))
	}
	r.Version = version
	return nil
}

func (a *application) add(t *table, r *geo.Record) error {
	fid, err := a.key(t)
	if err != nil {
		return err
	}
	now, err := a.arguments(t, r, fid, true)
	if err != nil {
		return err
	}
	if err := a.exec(context.Background(), t.insert, a.args...); err != nil {
		return err
	}
	if err := a.added(t, r.ID); err != nil {
		return err
	}
	if err := a.ledger.set(t, fid, r.ID, now); err != nil {
		return err
	}
	a.list(geo.Insert, r)
	return a.widen(t, r)
}

func (a *application) replace(t *table, r *geo.Record, change *geo.Change) error {
	old, err := a.find(t, r, change)
	if err != nil {
		return err
	}
	if err := a.changing(t, old); err != nil {
		return err
	}
	now, err := a.arguments(t, r, old.fid, false)
	if err != nil {
		return err
	}
	if err := a.exec(context.Background(), t.update, append(a.args, old.fid)...); err != nil {
		return err
	}
	if err := a.ledger.set(t, old.fid, r.ID, now); err != nil {
		return err
	}
	a.list(geo.Update, r)
	if err := a.narrow(t, old.geometry, r.Geometry); err != nil {
		return err
	}
	return a.widen(t, r)
}

func (a *application) delete(t *table, change *geo.Change) error {
	r := change.Record
	old, err := a.find(t, &r, change)
	if err != nil {
		return err
	}
	if err := a.removing(t, old, r.ID); err != nil {
		return err
	}
	if err := a.exec(context.Background(), t.remove, old.fid); err != nil {
		return err
	}
	if err := a.ledger.drop(t, old.fid); err != nil {
		return err
	}
	r.Zone = old.zone
	a.list(geo.Delete, &r)
	return a.narrow(t, old.geometry, nil)
}

// arguments fills a.args with the record's columns, the id among them only for an insert, and hashes the row they make.
func (a *application) arguments(t *table, r *geo.Record, fid int64, withID bool) (now digest, err error) {
	h := &a.ledger.hasher
	h.begin(fid)
	a.args = a.args[:0]
	var shape any
	if t.hasShape && r.Geometry != nil {
		if a.blob, err = gpkgfile.AppendGeometry(a.blob[:0], r.Geometry); err != nil {
			return now, err
		}
		shape = a.blob
		h.value(&t.shape, shape)
	}
	for i := range t.columns {
		c := &t.columns[i]
		v := c.write(r)
		h.cell(c, v)
		if withID || c.name != geo.ID.Name {
			a.args = append(a.args, v.argument())
		}
	}
	if t.hasShape {
		a.args = append(a.args, shape)
	}
	return h.sum(), nil
}

// list notes a change for the feed. Past maxListed there is nothing to note but the number.
func (a *application) list(op geo.Op, r *geo.Record) {
	a.made++
	if a.made <= maxListed {
		a.listed = append(a.listed, listed{op, r.Collection, r.ID, r.Zone})
	} else {
		a.listed = nil
	}
}

// finish writes the feed's rows, what the batch did in all, and the extents.
func (a *application) finish() error {
	ctx := context.Background()
	const insert = "INSERT INTO beltmap_changes (cursor, op, collection, id, zone) VALUES (?,?,?,?,?)"
	if a.made > maxListed {
		if err := a.exec(ctx, insert, int64(a.cursor), geo.Snapshot.String(), nil, nil, nil); err != nil {
			return err
		}
	}
	for _, l := range a.listed {
		if err := a.exec(ctx, insert, int64(a.cursor), l.op.String(), l.collection.String(), l.id, orNull(l.zone)); err != nil {
			return err
		}
	}
	if err := a.checkKeys(); err != nil {
		return err
	}
	if err := a.writeEffects(); err != nil {
		return err
	}
	if err := a.ledger.finish(a.cursor); err != nil {
		return err
	}
	return a.writeExtents()
}
