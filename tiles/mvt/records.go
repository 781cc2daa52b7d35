package mvt

import (
	"slices"

	"beltmap/geo"
	"beltmap/geo/status"
	"beltmap/geo/world"
)

// records draws records with their properties. Points, of which there are many, it gathers and then reads column by column, which is
// about twice as fast as row by row, and compresses better.
type records struct {
	readers  [maxKeys]reader
	statuses world.Statuses
	rows     []world.Row // of the gathered points
	places   []place
	indexes  [maxKeys][]uint32 // by slot and point: the value's index + 1, 0 for none
}

// convincing is how many values of a property, each different from all before, show that it is one like names, of which nearly each is
// another. From then on its values are not looked for: to find the few that do recur costs more than their bytes, and readers do not
// mind (Vector Tile 2.1, 4.1: values should, not must, stand once).
const convincing = 512

// place is where a point is drawn, in the tile's coordinates.
type place struct{ x, y int32 }

// columnBlock is of how many points a column is read at once.
const columnBlock = 128

// reader reads one property of the current layer.
type reader struct {
	column world.Column
	kind   readerKind
	names  []string // of a coded property
}

type readerKind uint8

const (
	readValue readerKind = iota
	readText
	readUnique
	readCode
	readStatus
)

// start resolves the layer's fields once for all its rows.
func (rs *records) start(d *draft, t *world.Table) {
	rs.rows, rs.places, rs.statuses = rs.rows[:0], rs.places[:0], t.Statuses(d.query.Sight)
	for slot, f := range d.plan.fields {
		r := reader{column: t.Column(f, d.query.Sight)}
		r.names = r.column.Names()
		switch {
		case f == geo.ID && !d.plan.shapes: // a zone's id is also its zone, a grid's may be its code
			r.kind = readUnique
		case f == geo.EnterpriseStatus:
			r.kind = readStatus
		case f.Type == geo.TypeCode:
			r.kind = readCode
		case f.Type == geo.TypeText:
			r.kind = readText
		}
		rs.readers[slot] = r
	}
}

// tag gives the layer's current feature the record's first n properties; the id is the first.
func (rs *records) tag(l *layer, d *draft, row world.Row, n int) {
	for slot := range d.plan.fields[:n] {
		switch r := &rs.readers[slot]; r.kind {
		case readCode:
			if code := r.column.Code(row); code >= 0 {
				l.numberCodes(slot, len(r.names))
				l.tagIndex(slot, l.codeIndex(slot, code, r.names[code]))
			}
		case readStatus:
			s := rs.statuses.At(row)
			l.numberCodes(slot, status.Count)
			l.tagIndex(slot, l.codeIndex(slot, int(s), s.String()))
		default:
			l.tag(slot, r.column.Value(row), r.kind == readUnique)
		}
	}
}

// drawPoints draws the gathered points.
func (rs *records) drawPoints(l *layer, d *draft) {
	if len(rs.rows) == 0 {
		return
	}
	var keys, slots [maxKeys]uint8 // the layer's key of each slot that has a value
	used := 0
	// Values of which there are few come first, for their indexes take one byte then.
	for _, kind := range [...]readerKind{readStatus, readCode, readValue, readText, readUnique} {
		for slot := range d.plan.fields {
			if rs.readers[slot].kind == kind && rs.index(l, slot) {
				slots[used], keys[used] = uint8(slot), l.key(slot)
				used++
			}
		}
	}
	var columns [maxKeys][]uint32
	for k, slot := range slots[:used] {
		columns[k] = rs.indexes[slot]
	}
	b := l.features
	for i, p := range rs.places {
		start := len(b)
		b = append(b, keyLayerFeature, 0, keyFeatureTags, 0)
		for k, column := range columns[:used] {
			if index := column[i]; index > 0 {
				b = appendUvarint(append(b, keys[k]), uint64(index-1))
			}
		}
		// At most maxFields tags of at most 6 bytes and two coordinates: the lengths take one byte each.
		b[start+3] = byte(len(b) - start - 4)
		b = append(b, keyFeatureType, typePoint, keyFeatureShape, 0, 1<<3|commandMoveTo)
		shape := len(b) - 1
		b = appendDelta(b, p.x, p.y)
		b[shape-1] = byte(len(b) - shape)
		b[start+1] = byte(len(b) - start - 2)
	}
	l.features = b
}

// index finds the values of one property for all points and tells whether there is any.
func (rs *records) index(l *layer, slot int) (any bool) {
	r := &rs.readers[slot]
	if !r.column.Known() || r.kind == readCode && len(r.names) == 0 {
		return false
	}
	indexes, wanted := rs.indexes[slot][:0], wanted{layer: l, before: l.numValue}
	for from := 0; from < len(rs.rows); from += columnBlock {
		rows := rs.rows[from:min(from+columnBlock, len(rs.rows))]
		switch r.kind {
		case readCode:
			indexes = r.codes(l, slot, rows, indexes)
		case readStatus:
			indexes = rs.status(l, slot, rows, indexes)
		case readUnique:
			indexes = r.unique(l, rows, indexes)
		case readText:
			indexes = r.texts(&wanted, rows, indexes)
		default:
			for _, row := range rows {
				indexes = append(indexes, wanted.index(r.column.Value(row)))
			}
		}
	}
	rs.indexes[slot] = indexes
	return slices.ContainsFunc(indexes, func(index uint32) bool { return index > 0 })
}

// codes appends the indexes of a coded property.
func (r *reader) codes(l *layer, slot int, rows []world.Row, indexes []uint32) []uint32 {
	var codes [columnBlock]int64
	r.column.Numbers(rows, codes[:])
	l.numberCodes(slot, len(r.names))
	for _, code := range codes[:len(rows)] {
		if code == world.NoNumber {
			indexes = append(indexes, 0)
		} else {
			indexes = append(indexes, l.codeIndex(slot, int(code), r.names[code])+1)
		}
	}
	return indexes
}

// status appends the indexes of the status.
func (rs *records) status(l *layer, slot int, rows []world.Row, indexes []uint32) []uint32 {
	var statuses [columnBlock]status.Status
	rs.statuses.Of(rows, statuses[:])
	l.numberCodes(slot, status.Count)
	for _, s := range statuses[:len(rows)] {
		indexes = append(indexes, l.codeIndex(slot, int(s), s.String())+1)
	}
	return indexes
}

// unique appends the indexes of a text of which each is another.
func (r *reader) unique(l *layer, rows []world.Row, indexes []uint32) []uint32 {
	var texts [columnBlock]string
	r.column.Texts(rows, texts[:])
	for _, text := range texts[:len(rows)] {
		l.addText(text)
		indexes = append(indexes, l.numValue)
	}
	return indexes
}

// texts appends the indexes of a text.
func (r *reader) texts(w *wanted, rows []world.Row, indexes []uint32) []uint32 {
	var texts [columnBlock]string
	r.column.Texts(rows, texts[:])
	for _, text := range texts[:len(rows)] {
		indexes = append(indexes, w.index(geo.Text(text)))
	}
	return indexes
}

// wanted looks for the values of a property among those that stand in the layer, until so many have shown that each is another.
type wanted struct {
	layer         *layer
	before, known uint32
	distinct      bool
}

// index is a value's index + 1, 0 of none.
func (w *wanted) index(v geo.Value) uint32 {
	l := w.layer
	switch {
	case v.IsNone():
		return 0
	case w.distinct:
		l.addValue(v)
		return l.numValue
	}
	index := l.valueIndex(v)
	w.known++
	w.distinct = w.known == convincing && l.numValue-w.before == w.known
	return index + 1
}
