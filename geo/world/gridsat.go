package world

import (
	"beltmap/geo"
	"beltmap/geo/plane"
)

// StatedGrid is the grid that an enterprise's record names, "" if it names none, in which case the effective one follows from its point.
func (t *Table) StatedGrid(r Row) string { return t.coded(slotStatedGrid, r) }

// GridsAt visits the current drawable grids whose polygon an enterprise's point lies in or exactly on the border of; none if it is no drawable
// point.
func (t *Table) GridsAt(r Row, visit func(grid Row, border bool)) {
	if t.flags.at(r)&(drawable|point) != drawable|point {
		return
	}
	grids, p := t.world.tables[geo.Grids], t.place.at(r).units()
	grids.holders(plane.RectAt(t.xy.at(r)), func(g Row) bool {
		if inside, border := plane.Contains(grids.shapes.at(g).whole, p); inside || border {
			visit(g, border)
		}
		return true
	})
}
