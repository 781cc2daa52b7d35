// Package mvt draws a World as Mapbox Vector Tiles, version 2.1, extent 4096: one layer for each collection, its properties those
// fields that are OnTile and that the reader may see, and the id. Coordinates are floored. It writes the protocol buffer
// itself, straight from the World's columns, and allocates nothing for a point.
//
// Points are never lost: below tiles.PointZoom those that share a cell are one cluster with their number, from it on those that share
// their exact position, and where a tile would still exceed tiles.MaxBytes, the cells of its largest layer grow until it does not.
// So the numbers of any zoom sum to the same total.
package mvt

import (
	"encoding/binary"
	"sync"

	"beltmap/geo"
	"beltmap/geo/world"
	"beltmap/tiles"
)

// Request says which tile is wanted, for whom, and what of it.
type Request struct {
	Tile   tiles.Address
	Query  world.Query      // When, Equal and Sight; Boxes are ignored. See QueryFor for how Equal applies
	Layers []geo.Collection // nil for all published collections
}

// QueryFor is what a query asks of one layer: a condition holds, by the name of its field, for collections that have the property
// and, if it is coded, know the value. Other layers are left unfiltered, and so is the ground, which is there for all of them.
func QueryFor(c geo.Collection, q world.Query) world.Query {
	if c == geo.Ground {
		return world.Query{When: q.When, Sight: q.Sight}
	}
	kept := make([]world.Condition, 0, len(q.Equal))
	schema := geo.SchemaOf(c)
	for _, condition := range q.Equal {
		f := schema.Field(condition.Field.Name)
		if f == nil {
			continue
		}
		if f != condition.Field {
			v, err := f.Parse(condition.Value.String())
			if err != nil {
				continue
			}
			condition = world.Condition{Field: f, Value: v}
		}
		if _, known := f.CodeLabel(condition.Value.Text()); known || f.Codes == nil {
			kept = append(kept, condition)
		}
	}
	return world.Query{When: q.When, Equal: kept, Sight: q.Sight}
}

// Encode appends a tile to dst. A tile that holds nothing appends nothing. An address without a tile is an error of kind not_found.
func Encode(dst []byte, w *world.World, r Request) ([]byte, error) {
	if !r.Tile.Valid() {
		return dst, notFound(r.Tile)
	}
	e := encoders.Get().(*encoder)
	defer encoders.Put(e)
	return e.tile(dst, w, r), nil
}

// encoders keeps the working memory of Encode, which is nothing but memory: any encoder will do for any tile.
var encoders = sync.Pool{New: func() any { return newEncoder() }}

// encoder is the working memory of one tile.
type encoder struct {
	published []geo.Collection
	plans     [geo.NumCollections]plan
	drafts    []draft
	layer     layer
	records   records
	points    points
	shapes    shapes
}

// plan is what is known of a collection's layer before any tile.
type plan struct {
	collection geo.Collection
	name       string
	fields     []*geo.Field // the properties, id first
	points     bool         // its records may be points
	shapes     bool         // its records may be lines or areas
}

// draft is one finished layer of a tile, which may turn out to be too large.
type draft struct {
	plan    *plan
	query   world.Query
	bytes   []byte
	coarser int // how many times it was made coarser
}

func newEncoder() *encoder {
	e := &encoder{published: geo.Published()}
	for _, c := range e.published {
		schema := geo.SchemaOf(c)
		p := plan{collection: c, name: c.String(), points: schema.Shapes&geo.PointShape != 0, shapes: schema.Shapes&^geo.PointShape != 0}
		for _, f := range schema.AllFields() {
			if f.OnTile && f.Class == geo.Public {
				p.fields = append(p.fields, f)
			}
		}
		e.plans[c] = p
	}
	e.layer.init()
	return e
}

func (e *encoder) tile(dst []byte, w *world.World, r Request) []byte {
	layers := r.Layers
	if layers == nil {
		layers = e.published
	}
	start := len(dst)
	for _, c := range layers {
		if e.draws(c) {
			d := draft{plan: &e.plans[c], query: QueryFor(c, r.Query)}
			dst = e.draw(dst, &d, w, r)
		}
		if len(dst)-start > tiles.MaxBytes {
			return e.coarsened(dst[:start], w, r, layers)
		}
	}
	return dst
}

func (e *encoder) draws(c geo.Collection) bool {
	return int(c) < len(e.plans) && e.plans[c].fields != nil
}

// coarsened appends a tile whose layers would together exceed the limit: it makes the largest coarser until they do not.
func (e *encoder) coarsened(dst []byte, w *world.World, r Request, layers []geo.Collection) []byte {
	e.drafts = e.drafts[:0]
	total := 0
	for _, c := range layers {
		if !e.draws(c) {
			continue
		}
		d := e.nextDraft()
		d.plan, d.query, d.coarser = &e.plans[c], QueryFor(c, r.Query), 0
		d.bytes = e.draw(d.bytes, d, w, r)
		total += len(d.bytes)
	}
	for total > tiles.MaxBytes {
		d := e.largest()
		if d == nil {
			break
		}
		total -= len(d.bytes)
		d.coarser++
		d.bytes = e.draw(d.bytes[:0], d, w, r)
		total += len(d.bytes)
	}
	for i := range e.drafts {
		dst = append(dst, e.drafts[i].bytes...)
	}
	return dst
}

// nextDraft is one more draft, with the memory of an earlier one if there is any.
func (e *encoder) nextDraft() *draft {
	if n := len(e.drafts); n < cap(e.drafts) {
		e.drafts = e.drafts[:n+1]
	} else {
		e.drafts = append(e.drafts, draft{})
	}
	d := &e.drafts[len(e.drafts)-1]
	d.bytes = d.bytes[:0]
	return d
}

// coarsest is as coarse as a layer can be: all its points in one cluster, its shapes within a small share of the tile.
const coarsest = 10

func (e *encoder) largest() *draft {
	var largest *draft
	for i := range e.drafts {
		if d := &e.drafts[i]; d.coarser < coarsest && (largest == nil || len(d.bytes) > len(largest.bytes)) {
			largest = d
		}
	}
	return largest
}

// draw appends one layer, as coarse as its draft says.
func (e *encoder) draw(dst []byte, d *draft, w *world.World, r Request) []byte {
	e.layer.reset()
	table := w.Table(d.plan.collection)
	e.records.start(d, table)
	if d.plan.shapes && r.Tile.Z >= tiles.MinZoom(d.plan.collection) {
		e.drawShapes(d, table, r.Tile)
	}
	if d.plan.points {
		e.drawPoints(d, table, r.Tile)
		e.records.drawPoints(&e.layer, d)
	}
	return e.layer.appendTo(dst, d.plan)
}

func uvarintLen(v uint64) int {
	n := 1
	for v >= 0x80 {
		v >>= 7
		n++
	}
	return n
}

func appendUvarint(b []byte, v uint64) []byte {
	switch {
	case v < 1<<7:
		return append(b, byte(v))
	case v < 1<<14:
		return append(b, byte(v)|0x80, byte(v>>7))
	}
	return binary.AppendUvarint(b, v)
}
