package server

import (
	"slices"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// plan is how one collection's records are written for those who may read the fields of a class in any record at all, worked out once:
// which fields, and the bytes around them. Fields they may read nowhere are not in it, so that nothing can slip out by mistake.
type plan struct {
	collection geo.Collection
	fields     []*geo.Field
	keys       []string // `,"name":` of each field
	unknown    []string // what is written where nothing is known: null, but [] for lists
	tail       string   // what follows the properties
}

func newPlan(c geo.Collection, sight geo.Sight) *plan {
	p := &plan{collection: c, tail: `},"collection":"` + c.String() + `"`}
	for _, f := range geo.SchemaOf(c).AllFields() {
		if sight.ClassOf(f) <= sight.Widest() {
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

// planKey is what of a sight decides how a collection is written.
type planKey struct {
	collection geo.Collection
	class      geo.Class
	kept       geo.Kept
}

// newPlans are the plans for every sight.
func newPlans() map[planKey]*plan {
	plans := map[planKey]*plan{}
	for _, c := range geo.AllCollections() {
		for kept := range (geo.KeptUSCC | geo.KeptEmployees) + 1 {
			plans[planKey{c, geo.Public, kept}] = newPlan(c, geo.Sight{Kept: kept})
			plans[planKey{c, geo.Internal, kept}] = newPlan(c, geo.FullSight())
		}
	}
	return plans
}

// plan is how a collection is written for a sight.
func (s *Server) plan(c geo.Collection, sight geo.Sight) *plan {
	return s.plans[planKey{c, sight.Widest(), sight.Kept}]
}

// field is the field of a name that the plan's readers may read and filter by, or nil.
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
	world   *world.World
	sight   geo.Sight
	table   *world.Table
	columns []known
	last    string // what is written of the fields after the last column
	row     []world.Row
	points  [blockRows]orb.Point
	pointed [blockRows]bool
	version [blockRows]geo.Cursor
	touched byte
}

// known is a column in which some record has a value.
type known struct {
	world.Column
	before  string      // the unknown fields since the column before, and this one's key
	unknown string      // what is written where the record has no value
	values  []geo.Value // of the block, where names are none
	codes   []int32     // of the block, where there are names
	names   []string    // the texts of a coded field as JSON, where they are few
}

const fewNames = 1000 // so many texts are worth writing as JSON before a page is

// read binds the plan to a World and to what the reader sees of it, to read about so many records.
func (p *plan) read(w *world.World, sight geo.Sight, expected int) *reader {
	r := &reader{plan: p, world: w, sight: sight, table: w.Table(p.collection), columns: make([]known, 0, len(p.fields))}
	for i, f := range p.fields {
		column := r.table.Column(f, sight)
		if !column.Known() && i > 0 {
			r.last += p.keys[i] + p.unknown[i]
			continue
		}
		c := known{Column: column, before: r.last + p.keys[i], unknown: p.unknown[i]}
		if names := column.Names(); len(names) > 0 && len(names) <= min(fewNames, expected) {
			c.names = make([]string, len(names))
			for k, name := range names {
				c.names[k] = string(appendString(nil, name))
			}
		}
		r.columns = append(r.columns, c)
		r.last = ""
	}
	r.last += `,"version":`
	return r
}

// load reads up to blockRows records, for append.
func (r *reader) load(rows []world.Row) {
	r.row = append(r.row[:0], rows...)
	for i := range r.columns {
		c := &r.columns[i]
		if c.names != nil {
			c.codes = c.codes[:0]
			for _, row := range rows {
				c.codes = append(c.codes, int32(c.Code(row)))
			}
			continue
		}
		c.values = c.Values(rows, c.values[:0])
		for k := range c.values { // the texts themselves, too, are fetched before they are needed
			if text := c.values[k].Text(); text != "" {
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
	id := len(b)
	b = appendString(b, r.columns[0].values[k].Text()) // the first field is the id
	end := len(b)
	b = append(b, `,"geometry":`...)
	if r.pointed[k] {
		b = appendPoint(append(b, `{"type":"Point","coordinates":`...), r.points[k])
		b = append(b, '}')
	} else {
		b = appendGeometry(b, r.table.Geometry(r.row[k]))
	}
	b = append(b, `,"properties":{`...)
	b = r.appendProperties(b, k, id, end)
	return append(b, r.tail...)
}

// appendProperties appends the properties, unknown ones as null, for a reader must be able to tell unknown from forgotten; lists are always
// lists. The id stands in b already, from id to end.
func (r *reader) appendProperties(b []byte, k, id, end int) []byte {
	for i := range r.columns {
		c := &r.columns[i]
		b = append(b, c.before...)
		switch {
		case i == 0:
			b = append(b, b[id:end]...)
		case c.names != nil:
			if code := c.codes[k]; code >= 0 {
				b = append(b, c.names[code]...)
			} else {
				b = append(b, c.unknown...)
			}
		case c.values[k].IsNone():
			b = append(b, c.unknown...)
		default:
			b = appendValue(b, c.values[k])
		}
	}
	return strconv.AppendInt(append(b, r.last...), int64(r.version[k]), 10)
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
