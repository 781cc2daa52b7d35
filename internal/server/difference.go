package server

import (
	"crypto/sha256"
	"encoding/json"

	"beltmap/geo"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

const (
	mostDifferences = 200 // that are shown of an import
	mostOutside     = 20  // records of other zones that are named
)

// difference is what becomes of one record.
type difference struct {
	Op         string      `json:"op"` // insert, update or delete
	Collection string      `json:"collection"`
	ID         string      `json:"id"`
	Zone       *string     `json:"zone"`
	Fields     []fieldStep `json:"fields"`
}

// fieldStep is what becomes of one field.
type fieldStep struct {
	Field  string          `json:"field"`
	Before json.RawMessage `json:"before"`
	After  json.RawMessage `json:"after"`
}

// differences are what becomes of many records: the first are kept, all of them are counted, and a sum tells them from any others. Of records that
// the editor may not change only the names are kept: the fields of some are none of theirs.
type differences struct {
	list         []difference
	outside      []string
	outsideCount int
	sum          [sha256.Size]byte
}

// differ looks at all changes of a batch.
func differ(w *world.World, who asker, batch geo.Batch) (d differences, err error) {
	sum := sha256.New()
	for change, err := range batch.Changes {
		if err != nil {
			return d, err
		}
		before, after := sides(w, change)
		_, _ = sum.Write([]byte(change.Op.String() + " " + change.Record.Ref() + " " + geo.AuditFields(before) + " " + geo.AuditFields(after) + "\n")) // a hash takes everything
		if forbidden(who, before, after) {
			if d.outsideCount++; len(d.outside) < mostOutside {
				d.outside = append(d.outside, change.Record.Ref())
			}
			continue
		}
		if len(d.list) < mostDifferences {
			d.list = append(d.list, differenceOf(before, after))
		}
	}
	sum.Sum(d.sum[:0])
	return d, nil
}

// sides are a record before and after a change, nil where there is none.
func sides(w *world.World, change *geo.Change) (before, after *geo.Record) {
	table := w.Table(change.Record.Collection)
	if row, there := table.Find(change.Record.ID); there {
		r := table.Record(row)
		before = &r
	}
	if change.Op != geo.Delete {
		r := change.Record.Clone()
		r.Normalize()
		r.Version = 0
		after = &r
	}
	return before, after
}

// forbidden tells whether a change is of a record that is not the editor's, before or after.
func forbidden(who asker, sides ...*geo.Record) bool {
	for _, r := range sides {
		if r != nil && who.mayEdit(r) != nil {
			return true
		}
	}
	return false
}

func differenceOf(before, after *geo.Record) difference {
	d := difference{Op: geo.Update.String(), Fields: []fieldStep{}}
	some := after
	switch {
	case before == nil:
		d.Op = geo.Insert.String()
	case after == nil:
		d.Op, some = geo.Delete.String(), before
	}
	d.Collection, d.ID, d.Zone = some.Collection.String(), some.ID, textOrNull(some.Zone)
	for _, f := range geo.SchemaOf(some.Collection).AllFields() {
		if was, is := valueIn(before, f), valueIn(after, f); was != is && f != geo.ID {
			d.Fields = append(d.Fields, fieldStep{f.Name, appendValue(nil, was), appendValue(nil, is)})
		}
	}
	if was, is := shapeIn(before), shapeIn(after); !sameShape(was, is) {
		d.Fields = append(d.Fields, fieldStep{"geometry", outlineOf(was), outlineOf(is)})
	}
	return d
}

func valueIn(r *geo.Record, f *geo.Field) geo.Value {
	if r == nil || f.Derived {
		return geo.Value{}
	}
	return r.Get(f)
}

func shapeIn(r *geo.Record) orb.Geometry {
	if r == nil {
		return nil
	}
	return r.Geometry
}

// outlineOf is a geometry in a list of differences: a point whole, of others the type and the box, for they may be large.
func outlineOf(g orb.Geometry) json.RawMessage {
	if _, isPoint := g.(orb.Point); isPoint || g == nil {
		return appendGeometry(nil, g)
	}
	b := appendString([]byte(`{"type":`), g.GeoJSONType())
	box := g.Bound()
	b = append(appendPoint(append(b, `,"bbox":[`...), box.Min), ',')
	return append(appendPoint(b, box.Max), ']', '}')
}
