package server

import (
	"slices"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// plan is how one collection's records are written for readers of one class, worked out once: which fields, and the bytes around
// them. Fields the class may not read are not in it, so that nothing can slip out by mistake.
type plan struct {
	collection geo.Collection
	class      geo.Class
	fields     []*geo.Field
	keys       []string // `,"name":` of each field
	unknown    []string // what is written where nothing is known: null, but [] for lists
	tail       string   // what follows the properties
}

func newPlan(c geo.Collection, class geo.Class) *plan {
	p := &plan{collection: c, class: class, tail: `},"collection":"` + c.String() + `"`}
	for _, f := range geo.SchemaOf(c).AllFields() {
		if f.Class <= class {
			p.fields = append(p.fields, f)
			p.keys = append(p.keys, `,"`+f.Name+`":`)
			p.unknown = append(p.unknown, unknownOf(f))
		}
	}
	p.keys[0] = strings.TrimPrefix(p.keys[0], ",")
	return p
}

func unknownOf(f *geo.Field) string {
	if f.Type == geo.TypeList {
		return "[]"
	}
	return "null"
}

// field is the field of a name that readers of the plan's class may read and filter by, or nil.
func (p *plan) field(name string) *geo.Field {
	i := slices.IndexFunc(p.fields, func(f *geo.Field) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return p.fields[i]
}

// blockRows is how many records are read at once.
const blockRows = 64

// reader is a plan bound to one version of its table. It reads records in blocks, column by column: in a large table the records of a page
// lie far apart, and a loop over one column lets the processor wait for many of them at once.
type reader struct {
	*plan
	table   *world.Table
	columns []world.Column
	values  []geo.Value // of the block: a run of blockRows for each column
	points  [blockRows]orb.Point
	pointed [blockRows]bool
	version [blockRows]geo.Cursor
	row     [blockRows]world.Row
	touched byte
}

func (p *plan) read(w *world.World) *reader {
	r := &reader{plan: p, table: w.Table(p.collection), columns: make([]world.Column, len(p.fields)), values: make([]geo.Value, blockRows*len(p.fields))}
	for i, f := range p.fields {
		r.columns[i] = r.table.Column(f, p.class)
	}
	return r
}

// load reads up to blockRows records, for append.
func (r *reader) load(rows []world.Row) {
	copy(r.row[:], rows)
	for i, c := range r.columns {
		values := r.values[i*blockRows:]
		for k, row := range rows {
			values[k] = c.Value(row)
		}
		for k := range rows { // the texts themselves, too, are fetched before they are needed
			if text := values[k].Text(); text != "" {
				r.touched ^= text[len(text)-1]
			}
		}
	}
	for k, row := range rows {
		r.points[k], r.pointed[k] = r.table.Point(row)
		r.version[k] = r.table.Version(row)
	}
}

// append appends the k-th record of the block as a GeoJSON Feature, without its closing brace, so that links may follow. It does not
// allocate.
func (r *reader) append(b []byte, k int) []byte {
	b = append(b, `{"type":"Feature","id":`...)
	b = appendString(b, r.values[k].Text()) // the first field is the id
	b = append(b, `,"geometry":`...)
	if r.pointed[k] {
		b = appendPoint(append(b, `{"type":"Point","coordinates":`...), r.points[k])
		b = append(b, '}')
	} else {
		b = appendGeometry(b, r.table.Geometry(r.row[k]))
	}
	b = append(b, `,"properties":{`...)
	b = r.appendProperties(b, k)
	return append(b, r.tail...)
}

// appendProperties appends the properties, unknown ones as null, for a reader must be able to tell unknown from forgotten; lists are always
// lists.
func (r *reader) appendProperties(b []byte, k int) []byte {
	for i := range r.columns {
		b = append(b, r.keys[i]...)
		if v := &r.values[i*blockRows+k]; v.IsNone() {
			b = append(b, r.unknown[i]...)
		} else {
			b = appendValue(b, *v)
		}
	}
	b = append(b, `,"version":`...)
	return strconv.AppendInt(b, int64(r.version[k]), 10)
}

// appendValue appends a value as JSON.
func appendValue(b []byte, v geo.Value) []byte {
	switch v.Type() {
	case geo.TypeText:
		return appendString(b, v.Text())
	case geo.TypeInteger:
		i, _ := v.Integer()
		return strconv.AppendInt(b, i, 10)
	case geo.TypeNumber:
		x, _ := v.Number()
		return appendNumber(b, x)
	case geo.TypeBoolean:
		yes, _ := v.Boolean()
		return strconv.AppendBool(b, yes)
	case geo.TypeDay:
		return append(v.Day().AppendTo(append(b, '"')), '"')
	case geo.TypeList:
		b = append(b, '[')
		for rest, more := v.Joined(), true; more; {
			var item string
			item, rest, more = strings.Cut(rest, "\x1f")
			b = appendString(b, item)
			if more {
				b = append(b, ',')
			}
		}
		return append(b, ']')
	}
	return append(b, "null"...)
}
