package mvt

import (
	"beltmap/geo"
	"beltmap/geo/status"
	"beltmap/geo/world"
)

// records draws records with their properties. Points, of which there are many, it gathers and then reads column by column, which is
// about twice as fast as row by row, and compresses better.
type records struct {
	readers  [maxKeys]reader
	statuses world.Statuses
	points   []pin
	indexes  [maxKeys][]uint32 // by slot and point: the value's index + 1, 0 for none
}

// convincing is how many values of a property, each different from all before, show that it is one like names, of which nearly each is
// another. From then on its values are not looked for: to find the few that do recur costs more than their bytes, and readers do not
// mind (Vector Tile 2.1, 4.1: values should, not must, stand once).
const convincing = 512

// pin is a record to be drawn as a point in the tile's coordinates.
type pin struct {
	row  world.Row
	x, y int32
}

// reader reads one property of the current layer.
type reader struct {
	column world.Column
	kind   readerKind
	names  []string // of a coded property
}

type readerKind uint8

const (
	readValue readerKind = iota
	readUnique
	readCode
	readStatus
)

// start resolves the layer's fields once for all its rows.
func (rs *records) start(d *draft, t *world.Table) {
	rs.points, rs.statuses = rs.points[:0], t.Statuses(d.query.Sight)
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
	if len(rs.points) == 0 {
		return
	}
	var keys, slots [maxKeys]uint8 // the layer's key of each slot that has a value
	used := 0
	// Values of which there are few come first, for their indexes take one byte then.
	for _, kind := range [...]readerKind{readStatus, readCode, readValue, readUnique} {
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
	for i, p := range rs.points {
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
func (rs *records) index(l *layer, slot int) bool {
	indexes := rs.indexes[slot][:0]
	column, names, any := rs.readers[slot].column, rs.readers[slot].names, uint32(0)
	if !column.Known() {
		return false
	}
	switch rs.readers[slot].kind {
	case readCode:
		if len(names) == 0 {
			return false
		}
		l.numberCodes(slot, len(names))
		for i := range rs.points {
			index := uint32(0)
			if code := column.Code(rs.points[i].row); code >= 0 {
				index = l.codeIndex(slot, code, names[code]) + 1
			}
			any |= index
			indexes = append(indexes, index)
		}
	case readStatus:
		l.numberCodes(slot, status.Count)
		for i := range rs.points {
			s := rs.statuses.At(rs.points[i].row)
			indexes = append(indexes, l.codeIndex(slot, int(s), s.String())+1)
		}
		any = 1
	case readUnique:
		for i := range rs.points {
			l.addValue(column.Value(rs.points[i].row))
			indexes = append(indexes, l.numValue)
		}
		any = 1
	default:
		before, known, distinct := l.numValue, uint32(0), false
		for i := range rs.points {
			v := column.Value(rs.points[i].row)
			if v.IsNone() {
				indexes = append(indexes, 0)
				continue
			}
			index := l.numValue
			if distinct {
				l.addValue(v)
			} else {
				index = l.valueIndex(v)
				known++
				distinct = known == convincing && l.numValue-before == known
			}
			indexes = append(indexes, index+1)
		}
		any = known
	}
	rs.indexes[slot] = indexes
	return any > 0
}
