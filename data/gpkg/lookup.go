package gpkg

import (
	"context"
	"database/sql/driver"
	"errors"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// stored is what of a record's present row matters to the change of it.
type stored struct {
	fid      int64
	version  geo.Cursor
	zone     string
	geometry []byte
}

// find looks the record up, and holds it against the version the change expects.
func (a *application) find(t *table, r *geo.Record, change *geo.Change) (old stored, err error) {
	const op = "gpkg.Apply"
	found := false
	err = a.query(context.Background(), func(row []driver.Value) error {
		found = true
		old.fid, _ = row[0].(int64)
		n, _ := row[1].(int64)
		old.version = geo.Cursor(n)
		old.zone, _ = row[2].(string)
		old.geometry, _ = row[3].([]byte)
		return nil
	}, t.find, r.ID)
	switch {
	case err != nil:
		return old, err
	case !found && change.Op != geo.Put:
		return old, geo.NotFound(op, phrase.RecordUnknown.With(r.Ref()))
	case change.Expect != 0 && old.version != change.Expect:
		return old, geo.Conflict(op, phrase.RecordChanged.With(r.Ref(), int64(old.version), int64(change.Expect)))
	}
	return old, nil
}

// dangling names one record whose zone does not exist, which is what the commit failed of.
func (a *application) dangling(cause error) error {
	type row struct {
		table string
		fid   int64
	}
	var first *row
	ctx := context.WithoutCancel(a.ctx)
	err := a.query(ctx, func(r []driver.Value) error {
		if first == nil {
			first = &row{}
			first.table, _ = r[0].(string)
			first.fid, _ = r[1].(int64)
		}
		return nil
	}, "PRAGMA foreign_key_check")
	if err != nil || first == nil {
		return errors.Join(cause, err)
	}
	var id, zone string
	err = a.query(ctx, func(r []driver.Value) error {
		id, _ = r[0].(string)
		zone, _ = r[1].(string)
		return nil
	}, "SELECT id, zone FROM "+quoted(first.table)+" WHERE fid=?", first.fid)
	if err != nil {
		return err
	}
	return &geo.Error{Kind: geo.KindInvalid, Op: "gpkg.Apply", Text: phrase.StoreDangling.With(first.table+"/"+id, zone), Err: cause}
}
