package world

import (
	"beltmap/geo/index"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

// InPolygon visits every drawable point that is valid on the World's day and that a polygon covers, until visit says false. Points are compared with
// the polygon only in blocks of neighbors through whose box its border may pass. Nothing is allocated.
func (t *Table) InPolygon(p *plane.Prepared, visit func(Row) bool) {
	const wanted = current | drawable | point
	box := widened(plane.MercatorBounds(p.Bound()))
	t.index.Sift(box, func(b index.Box) index.Side {
		switch p.SideOf(degreesAround(b)) {
		case plane.Apart:
			return index.Outside
		case plane.Wholly:
			return index.Inside
		}
		return index.Across
	}, func(id int32, sure bool) bool {
		r := Row(id)
		if t.flags.at(r)&wanted != wanted || !sure && !p.Covers(t.place.at(r).point()) {
			return true
		}
		return visit(r)
	})
}

// degreesAround holds every position whose Mercator units are in a box, with two units to spare for rounding.
func degreesAround(b index.Box) orb.Bound {
	return orb.Bound{
		Min: plane.FromMercator(float64(b.MinX)-2, float64(b.MaxY)+2),
		Max: plane.FromMercator(float64(b.MaxX)+2, float64(b.MinY)-2),
	}
}
