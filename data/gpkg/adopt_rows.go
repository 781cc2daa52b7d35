package gpkg

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/mattn/go-sqlite3"
)

// difference is a key under which a table has another row than batches left there, or none.
type difference struct {
	fid   int64
	was   string // the id of the row that batches left, "" if there was none
	there bool
}

// differences holds every row of a table against its hash, and every hash against the rows.
func (a *adopting) differences(t *table) (out []difference, err error) {
	seen := map[int64]uint32{} // by bucket, the keys that have a row
	n := 0
	err = a.query(a.ctx, func(row []driver.Value) error {
		fid, _ := row[len(row)-1].(int64)
		seen[fid>>5] |= 1 << (fid & (bucketKeys - 1))
		_, s, err := a.ledger.slot(t, fid)
		if err != nil {
			return err
		}
		if !s.used || s.digest != a.ledger.hasher.row(t, row) {
			out = append(out, difference{fid, s.id, true})
		}
		if n++; n&1023 == 0 {
			return a.ctx.Err()
		}
		return nil
	}, t.readAll)
	if err != nil {
		return nil, err
	}
	err = a.query(a.ctx, func(row []driver.Value) error {
		number, _ := row[0].(int64)
		content, _ := row[1].([]byte)
		var b bucket
		if err := b.decode(content); err != nil {
			return err
		}
		for i := range b.slots {
			if b.slots[i].used && seen[number]&(1<<i) == 0 {
				out = append(out, difference{number<<5 + int64(i), b.slots[i].id, false})
			}
		}
		return nil
	}, fmt.Sprintf("SELECT bucket, hashes FROM %s ORDER BY bucket", quoted(t.hashes)))
	return out, err
}

// row takes in one row: reads it, brings it into the store's form and writes it back with the version. It returns the record's id, "" if the row
// cannot be taken in, which is then among the problems.
func (a *adopting) row(t *table, d difference) (id string, err error) {
	if err := a.ctx.Err(); err != nil {
		return "", err
	}
	var r geo.Record
	var readable bool
	err = a.query(context.Background(), func(row []driver.Value) error {
		readable = a.readable(t, d, row, &r)
		return nil
	}, t.readKey, d.fid)
	if err != nil || !readable {
		return "", err
	}
	stored := r.ID
	complete(&r)
	normalize(&r)
	if fault, bad := geo.FirstFault(r.Validate()); bad {
		said := fault.Text
		if what, found := geo.PersonalData(said.EN); found {
			said = phrase.PersonalData.With(fault.Field, what) // and not what it is
		}
		a.problem(phrase.RecordInvalid.With(a.named(t, d, r.ID), fault.Field, said))
		return "", nil
	}
	r.Version = a.cursor
	if r.ID != stored {
		if err := a.exec(context.Background(), t.rename, r.ID, d.fid); violates(err, sqlite3.ErrConstraintUnique) {
			a.problem(phrase.RecordExists.With(r.Ref()))
			return "", nil
		} else if err != nil {
			return "", err
		}
	}
	now, err := a.arguments(t, &r, d.fid, false)
	if err != nil {
		return "", err
	}
	if err := a.exec(context.Background(), t.update, append(a.args, d.fid)...); err != nil {
		return "", err
	}
	return r.ID, a.ledger.set(t, d.fid, r.ID, now)
}

// readable fills a record from a row that anybody may have written. The version is ours to give.
func (a *adopting) readable(t *table, d difference, row []driver.Value, r *geo.Record) bool {
	id, _ := row[0].(string) // the id is the first of the columns
	begin(t, r)
	for i, v := range row[:len(t.columns)+1] {
		c, some := cellOf(v)
		if !some || i < len(t.columns) && t.columns[i].name == versionColumn {
			continue
		}
		name, err := gpkgfile.GeometryColumn, error(nil)
		if i == len(t.columns) {
			err = c.asGeometry(r)
		} else {
			name = t.columns[i].name
			err = t.columns[i].read(r, c)
		}
		if err != nil {
			a.problem(phrase.RecordInvalid.With(a.named(t, d, id), name, unreadableText(name, c, err)))
			return false
		}
	}
	return true
}

// unreadableText says why a cell cannot be read, without repeating what looks personal.
func unreadableText(name string, c cell, err error) phrase.Text {
	if what, found := geo.PersonalData(c.String()); found {
		return phrase.PersonalData.With(name, what)
	}
	var e *geo.Error
	if errors.As(err, &e) {
		return e.Text
	}
	return phrase.GeometryBlobDamaged.With()
}

// named is what a row is called in a sentence: collection/id, or its key where the id cannot be said.
func (a *adopting) named(t *table, d difference, id string) any {
	if _, personal := geo.PersonalData(id); id == "" || personal || !geo.ValidID(id) {
		return phrase.RowOfKey.With(t.name, d.fid)
	}
	return t.name + "/" + id
}

// complete gives a record what can be derived: an id, and a position class as an import would.
func complete(r *geo.Record) {
	if r.ID == "" {
		r.ID = r.MadeID()
	}
	switch {
	case r.Position.Class != "":
	case r.Geometry != nil:
		r.Position.Class = geo.Exact
	default:
		r.Position.Class = geo.Unlocated
	}
}

// eachText visits the texts of a column.
func (a *adopting) eachText(t *table, name string, visit func(string)) error {
	return a.query(a.ctx, func(row []driver.Value) error {
		if s, ok := row[0].(string); ok {
			visit(s)
		}
		return a.ctx.Err()
	}, fmt.Sprintf("SELECT CAST(%s AS TEXT) FROM %s WHERE %s IS NOT NULL", quoted(name), quoted(t.name), quoted(name)))
}
