package geo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Cursor is a version of the store: the number of the batch that made it. It only grows.
type Cursor int64

// Record is one thing on the map. The zero values mean unknown.
type Record struct {
	Collection     Collection
	ID             string
	Zone           string // the zone's id; "" for what belongs to the whole province
	NameZH, NameEN string
	Geometry       orb.Geometry // WGS 84, nil if there is none
	Position       Position
	Valid          Period
	Source         string
	Version        Cursor // the batch that last changed the record; set by the store

	values []Value // by place in the schema's Fields; nil while none is set
}

// StubSource is the Source of a stub: a record made because others name it, before anybody has described it.
const StubSource = "stub"

// New is an empty record of a collection.
func New(c Collection) Record { return Record{Collection: c, Position: Position{Class: Unlocated}} }

// Get is the value of a field, common or the collection's own; unknown for a field the collection does not have.
func (r *Record) Get(f *Field) Value {
	switch f {
	case ID:
		return Text(r.ID)
	case Zone:
		return Text(r.Zone)
	case NameZH:
		return Text(r.NameZH)
	case NameEN:
		return Text(r.NameEN)
	case PositionClass:
		return Text(string(r.Position.Class))
	case ValidFrom:
		return OnDay(r.Valid.From)
	case ValidTo:
		return OnDay(r.Valid.To)
	case Source:
		return Text(r.Source)
	}
	if r.values == nil {
		return Value{}
	}
	if i := SchemaOf(r.Collection).Index(f); i >= 0 {
		return r.values[i]
	}
	return Value{}
}

// Set sets the value of a field, common or the collection's own. Setting a field the collection does not have does nothing.
func (r *Record) Set(f *Field, v Value) {
	switch f {
	case ID:
		r.ID = v.Text()
	case Zone:
		r.Zone = v.Text()
	case NameZH:
		r.NameZH = v.Text()
	case NameEN:
		r.NameEN = v.Text()
	case PositionClass:
		r.Position.Class = Precision(v.Text())
	case ValidFrom:
		r.Valid.From = v.Day()
	case ValidTo:
		r.Valid.To = v.Day()
	case Source:
		r.Source = v.Text()
	default:
		if i := SchemaOf(r.Collection).Index(f); i >= 0 {
			r.SetAt(i, v)
		}
	}
}

// At is the value of the i-th field of the collection's schema: Get without the search, for loops over all fields.
func (r *Record) At(i int) Value {
	if r.values == nil {
		return Value{}
	}
	return r.values[i]
}

// SetAt sets the value of the i-th field of the collection's schema.
func (r *Record) SetAt(i int, v Value) {
	if r.values == nil {
		if v.IsNone() {
			return
		}
		r.values = make([]Value, len(SchemaOf(r.Collection).Fields))
	}
	r.values[i] = v
}

// Reset empties the record for reuse as one of a collection, keeping its memory.
func (r *Record) Reset(c Collection) {
	values := r.values
	*r = New(c)
	if s := SchemaOf(c); s != nil && cap(values) >= len(s.Fields) {
		r.values = values[:len(s.Fields)]
		clear(r.values)
	}
}

// Clone is a copy that shares no values with r; the geometry, which nobody may change, is shared.
func (r *Record) Clone() Record {
	c := *r
	c.values = slices.Clone(r.values)
	return c
}

// Copy makes r what Clone would return, keeping its memory.
func (r *Record) Copy(from *Record) {
	values := append(r.values[:0], from.values...)
	*r = *from
	r.values = values
}

// Equal tells whether two records say the same, versions aside.
func (r *Record) Equal(o *Record) bool {
	if r.Collection != o.Collection || r.ID != o.ID || r.Zone != o.Zone || r.NameZH != o.NameZH || r.NameEN != o.NameEN ||
		r.Position != o.Position || r.Valid != o.Valid || r.Source != o.Source {
		return false
	}
	for i := range SchemaOf(r.Collection).Fields {
		if r.At(i) != o.At(i) {
			return false
		}
	}
	if r.Geometry == nil || o.Geometry == nil {
		return r.Geometry == nil && o.Geometry == nil
	}
	return orb.Equal(r.Geometry, o.Geometry)
}

// Located tells whether the record may be drawn as a place and counts as located.
func (r *Record) Located() bool { return r.Geometry != nil && r.Position.Class.Located() }

// Ref is the record's name among all records, as "collection/id".
func (r *Record) Ref() string { return r.Collection.String() + "/" + r.ID }

// Normalize rounds the geometry to the resolution of the store, 1e-7°. It changes r.Geometry to a copy where rounding is needed.
func (r *Record) Normalize() {
	if r.Geometry != nil {
		r.Geometry = rounded(r.Geometry)
	}
}

// RoundDegrees rounds a coordinate to 1e-7°, the resolution of the store.
func RoundDegrees(x float64) float64 { return math.Round(x*1e7) / 1e7 }

func rounded(g orb.Geometry) orb.Geometry {
	points := func(in []orb.Point) []orb.Point {
		out := make([]orb.Point, len(in))
		for i, p := range in {
			out[i] = orb.Point{RoundDegrees(p[0]), RoundDegrees(p[1])}
		}
		return out
	}
	polygon := func(in orb.Polygon) orb.Polygon {
		out := make(orb.Polygon, len(in))
		for i, ring := range in {
			out[i] = points(ring)
		}
		return out
	}
	switch g := g.(type) {
	case orb.Point:
		if p := (orb.Point{RoundDegrees(g[0]), RoundDegrees(g[1])}); p != g {
			return p
		}
	case orb.LineString:
		return orb.LineString(points(g))
	case orb.MultiLineString:
		out := make(orb.MultiLineString, len(g))
		for i, line := range g {
			out[i] = points(line)
		}
		return out
	case orb.Polygon:
		return polygon(g)
	case orb.MultiPolygon:
		out := make(orb.MultiPolygon, len(g))
		for i, p := range g {
			out[i] = polygon(p)
		}
		return out
	}
	return g
}
