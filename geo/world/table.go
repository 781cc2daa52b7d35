package world

import (
	"beltmap/geo"
	"beltmap/geo/index"
	"beltmap/geo/plane"
	"beltmap/geo/status"
	"github.com/paulmach/orb"
)

// Flags of a row.
const (
	alive    uint8 = 1 << iota // there is a record; else the row is free
	current                    // valid on the World's day
	drawable                   // it has a geometry and its position class counts as located
	stacked                    // another current drawable point has the same position
	point                      // its geometry is a point
	shaped                     // its geometry is a line or a polygon
)

// shape is a geometry other than a point, with its box.
type shape struct {
	geometry orb.Geometry
	whole    orb.Geometry // of a grid: in units of 1e-7°, whole numbers, so that a point is on its border exactly or not at all
	box      index.Box
}

// degrees are a point in units of 1e-7°.
type degrees struct{ Lon, Lat int32 }

func degreesOf(p orb.Point) degrees {
	return degrees{int32(roundUnits(p[0])), int32(roundUnits(p[1]))}
}

func (d degrees) point() orb.Point { return orb.Point{float64(d.Lon) / 1e7, float64(d.Lat) / 1e7} }

func (d degrees) units() orb.Point { return orb.Point{float64(d.Lon), float64(d.Lat)} }

// Table is the records of one collection in one version. Rows run from 0; some may be free.
type Table struct {
	world      *World
	collection geo.Collection
	rows       int   // rows in use or free
	free       []Row // rows to use again
	counts     counts

	cols   []col
	flags  plain[uint8]
	xy     plain[plane.XY]
	place  plain[degrees]
	shapes plain[*shape]
	states plain[uint8] // of enterprises: internal status in the low half, public in the high
	marks  plain[status.Marks]
	order  order
	index  *index.Index
	cells  pyramid

	tallies   *tallies                      // of enterprises
	neighbors [geo.NumCollections]neighbors // of enterprises, by collection
}

type counts struct{ live, current, unlocated, nowhere int }

// Collection is what the table's records are.
func (t *Table) Collection() geo.Collection { return t.collection }

// Len is the number of records valid on the World's day.
func (t *Table) Len() int { return t.counts.current }

// Unlocated is how many of Len cannot be drawn, for want of a geometry or of a position good enough to be a pin.
func (t *Table) Unlocated() int { return t.counts.unlocated }

// Find is the row of an id, whatever the record's validity. It takes O(log n) time.
func (t *Table) Find(id string) (Row, bool) {
	b, i, found := t.order.find(id, t)
	if !found {
		return 0, false
	}
	return t.order.blocks[b][i], true
}

// All visits every record, whatever its validity, in row order, which is near the order of a space-filling curve.
func (t *Table) All(visit func(Row) bool) {
	for r := range Row(t.rows) {
		if t.flags.at(r)&alive != 0 && !visit(r) {
			return
		}
	}
}

// ID is the record's id.
func (t *Table) ID(r Row) string { return t.cols[colID].texts.at(r) }

// Current tells whether the record is valid on the World's day.
func (t *Table) Current(r Row) bool { return t.flags.at(r)&current != 0 }

// Drawable tells whether the record has a geometry that may be shown as its place.
func (t *Table) Drawable(r Row) bool { return t.flags.at(r)&drawable != 0 }

// Stacked tells whether a current drawable point shares its exact position with another one.
func (t *Table) Stacked(r Row) bool { return t.flags.at(r)&stacked != 0 }

// Version is the batch that last changed the record.
func (t *Table) Version(r Row) geo.Cursor { return geo.Cursor(max(t.cols[colVersion].ints.at(r), 0)) }

// Point is the record's position in degrees if it is a point, drawable or not.
func (t *Table) Point(r Row) (orb.Point, bool) {
	if t.flags.at(r)&point == 0 {
		return orb.Point{}, false
	}
	return t.place.at(r).point(), true
}

// Units is Point in whole units of 1e-7°, in which points are kept.
func (t *Table) Units(r Row) (lon, lat int32, is bool) {
	if t.flags.at(r)&point == 0 {
		return 0, 0, false
	}
	at := t.place.at(r)
	return at.Lon, at.Lat, true
}

// XY is the record's position if it is a point.
func (t *Table) XY(r Row) plane.XY { return t.xy.at(r) }

// Geometry is the record's geometry, nil if it has none. Points are made anew, others are shared and must not be changed.
func (t *Table) Geometry(r Row) orb.Geometry {
	switch f := t.flags.at(r); {
	case f&point != 0:
		return t.place.at(r).point()
	case f&shaped != 0:
		return t.shapes.at(r).geometry
	}
	return nil
}

// Marks say what an enterprise counts as in rates, by the World's settings, on its day.
func (t *Table) Marks(r Row) status.Marks { return t.marks.at(r) }

// Coverers visits the organizations that name an enterprise in their covers, whatever their validity.
func (t *Table) Coverers(r Row, visit func(organization Row)) {
	eachLink(t.cols[colCoverers].texts.at(r), visit)
}

// box is the Mercator box of a row with a geometry.
func (t *Table) box(r Row) index.Box {
	if t.flags.at(r)&shaped != 0 {
		return t.shapes.at(r).box
	}
	at := t.xy.at(r)
	return index.Box{MinX: at.X, MinY: at.Y, MaxX: at.X, MaxY: at.Y}
}

// InRect visits every drawable row, whatever its validity, whose box meets the rectangle, until visit says false. With k such rows it
// takes O(log n + k) time; nothing is allocated.
func (t *Table) InRect(rect plane.Rect, visit func(Row) bool) {
	q := index.Box(rect)
	t.index.Search(q, func(id int32, sure bool) bool {
		r := Row(id)
		if t.flags.at(r)&drawable == 0 || !sure && !rect.Meets(plane.Rect(t.box(r))) {
			return true
		}
		return visit(r)
	})
}

// Bounds is a box in degrees around everything that has a geometry, not always the smallest, and whether there is anything.
func (t *Table) Bounds() (orb.Bound, bool) {
	b, any := t.index.Bounds()
	if !any {
		return orb.Bound{}, false
	}
	return orb.Bound{
		Min: plane.FromMercator(float64(b.MinX), float64(b.MaxY)+1),
		Max: plane.FromMercator(float64(b.MaxX)+1, float64(b.MinY)),
	}, true
}
