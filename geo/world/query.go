package world

import (
	"beltmap/geo"
	"github.com/paulmach/orb"
)

// Row is the place of a record in its table. It names the same record in later versions only while the record lives; ids are for
// keeping.
type Row int32

// Query says which records are wanted. The zero Query wants every record valid on the World's day.
type Query struct {
	Boxes []orb.Bound // in degrees, none: everywhere; two across the antimeridian. A record without geometry matches every box
	When  *geo.Period // nil: valid on the World's day; else validity meets it. A record without validity meets every period
	Equal []Condition // all must hold
	Sight geo.Sight   // what the reader may see: an internal field of a record outside of it equals nothing
}

// Condition asks for records whose field has a value. On a list it asks for an element; on the derived status it compares what the
// reader may see; on an enterprise's grid it compares the effective grid. No record of a collection without the field
// satisfies it.
type Condition struct {
	Field *geo.Field
	Value geo.Value
}

// For is the query with only those conditions whose field the collection has, for layers that a filter should leave alone.
func (q Query) For(c geo.Collection) Query {
	kept := make([]Condition, 0, len(q.Equal))
	schema := geo.SchemaOf(c)
	for _, condition := range q.Equal {
		if schema.Field(condition.Field.Name) == condition.Field {
			kept = append(kept, condition)
		}
	}
	q.Equal = kept
	return q
}
