package world

import (
	"beltmap/geo/index"
	"beltmap/geo/plane"
)

// Near is a row, and how far it is in Mercator units, which within a few kilometres are of one length.
type Near struct {
	Row     Row
	Squared float64
}

// Nearest lists the k drawable rows that are valid on the World's day, that keep accepts (nil: all) and that lie nearest to a place on the
// map, nearest first and the lowest rows of those equally far. Lines and areas are taken for their boxes.
func (t *Table) Nearest(at plane.XY, k int, keep func(Row) bool) []Near {
	found := t.index.Nearest(at.X, at.Y, k, t.boxOfID, func(id int32) bool { return t.shown(Row(id)) && (keep == nil || keep(Row(id))) })
	near := make([]Near, len(found))
	for i, n := range found {
		near[i] = Near{Row(n.ID), n.Squared}
	}
	return near
}

// Closest is the first of Nearest if its squared distance is within at most, at a fraction of its cost.
func (t *Table) Closest(at plane.XY, within float64, keep func(Row) bool) (Near, bool) {
	n, found := t.index.Closest(at.X, at.Y, within, t.boxOfID, func(id int32) bool { return t.shown(Row(id)) && (keep == nil || keep(Row(id))) })
	return Near{Row(n.ID), n.Squared}, found
}

const shown = current | drawable

func (t *Table) shown(r Row) bool { return t.flags.at(r)&shown == shown }

func (t *Table) boxOfID(id int32) index.Box { return t.box(Row(id)) }

func between(a, b plane.XY) float64 {
	dx, dy := float64(a.X)-float64(b.X), float64(a.Y)-float64(b.Y)
	return dx*dx + dy*dy
}
