package gpkg

import (
	"beltmap/data/gpkgfile"
	"beltmap/data/sqlitefile"
	"beltmap/geo"
)

// encoder makes rows of records on a core of its own.
type encoder struct {
	record sqlitefile.Record
	hasher hasher
	blob   []byte
	boxes  [geo.NumCollections]gpkgfile.Box // around what it saw
}

func newEncoder() *encoder {
	e := &encoder{}
	for id := range e.boxes {
		e.boxes[id] = gpkgfile.NewBox()
	}
	return e
}

// encode makes the rows of a parcel, up to the first record that cannot be stored, of which it says why.
func (e *encoder) encode(p *parcel) error {
	p.texts = p.texts[:0]
	for i := range p.lines {
		l, r := &p.lines[i], &p.records[i]
		err := prepare(r, firstCursor)
		if err == nil {
			l.hash, err = e.row(l.table, l.fid, r)
		}
		if err != nil {
			p.lines = p.lines[:i]
			return err
		}
		p.texts = e.record.Append(p.texts)
		l.end = len(p.texts)
	}
	return nil
}

// row makes a record's row in e.record and hashes it: nothing for the key, which stands beside the row, then the geometry if the table has any, then the
// columns.
func (e *encoder) row(t *table, fid int64, r *geo.Record) (digest, error) {
	e.record.Reset()
	e.record.Null()
	e.hasher.begin(fid)
	if t.hasShape {
		if err := e.shape(t, r); err != nil {
			return digest{}, err
		}
	}
	for i := range t.columns {
		c := &t.columns[i]
		if c.slot >= 0 && r.At(c.slot).IsNone() { // most are
			e.record.Null()
			continue
		}
		v := c.write(r)
		e.hasher.cell(c, v)
		e.put(v)
	}
	return e.hasher.sum(), nil
}

func (e *encoder) shape(t *table, r *geo.Record) (err error) {
	if r.Geometry == nil {
		e.record.Null()
		return nil
	}
	if e.blob, err = gpkgfile.AppendGeometry(e.blob[:0], r.Geometry); err != nil {
		return err
	}
	e.record.Blob(e.blob)
	copy(e.hasher.room(t.shape.tag, blob, len(e.blob)), e.blob)
	e.boxes[t.schema.Collection].Add(r.Geometry)
	return nil
}

func (e *encoder) put(c cell) {
	switch c.kind {
	case null:
		e.record.Null()
	case integer:
		e.record.Integer(c.bits)
	case real:
		e.record.Float(c.real)
	default:
		e.record.Text(c.text)
	}
}
