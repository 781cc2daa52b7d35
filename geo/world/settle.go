package world

import (
	"beltmap/geo"
	"beltmap/geo/index"
	"beltmap/geo/plane"
	"beltmap/geo/status"
)

// maxRects is how many boxes Touched lists before it says everything.
const maxRects = 10_000

// settle brings everything that follows from the records up to date: flags, links, grids, statuses, marks, counts, cells, index, neighbors. It compares
// the touched rows with what they were in the old version.
func (n *next) settle() Touched {
	for _, c := range geo.AllCollections() {
		e := n.editors[c]
		e.commit()
		for r := range e.touched {
			if f := e.t.flags.at(r); f&alive != 0 {
				e.flags.set(r, e.t.flagsOf(r, formOf(e.t.Geometry(r))))
			}
		}
	}
	for _, c := range geo.AllCollections() {
		if c != geo.Enterprises {
			n.editors[c].recount()
		}
	}
	// Enterprises before they are derived: their index must be right for the grids to find them.
	enterprises := n.editors[geo.Enterprises]
	enterprises.reindex()
	n.regrid()
	n.derive()
	enterprises.commit()
	n.retally()
	enterprises.recells()
	enterprises.restack()
	n.remeet()
	return n.touched()
}

// recount does for a table all that does not depend on derived properties.
func (e *editor) recount() {
	e.reindex()
	e.recells()
	e.restack()
}

// reindex brings the index and the counts up to date.
func (e *editor) reindex() {
	owned := false
	for r := range e.touched {
		var was, is uint8
		if int(r) < e.old.rows {
			was = e.old.flags.at(r)
		}
		is = e.t.flags.at(r)
		e.t.counts.add(was, -1)
		e.t.counts.add(is, 1)
		had, has := was&(point|shaped) != 0, is&(point|shaped) != 0
		var before, after index.Box
		if had {
			before = e.old.box(r)
		}
		if has {
			after = e.t.box(r)
		}
		if had == has && before == after {
			continue
		}
		if !owned {
			owned = true
			e.t.index = e.t.index.Copy()
		}
		if had {
			e.t.index.Delete(int32(r), before)
		}
		if has {
			e.t.index.Insert(int32(r), after)
		}
	}
}

func (c *counts) add(flags uint8, sign int) {
	if flags&alive == 0 {
		return
	}
	c.live += sign
	if flags&(point|shaped) == 0 {
		c.nowhere += sign
	}
	if flags&current != 0 {
		c.current += sign
		if flags&drawable == 0 {
			c.unlocated += sign
		}
	}
}

const pin = current | drawable | point

// pinOf is where a row counts in the cells, if it does.
func (t *Table) pinOf(r Row) (at plane.XY, place int, counts bool) {
	if int(r) >= t.rows || t.flags.at(r)&pin != pin {
		return plane.XY{}, 0, false
	}
	return t.xy.at(r), t.publicPlace(r), true
}

// recells brings the cells up to date.
func (e *editor) recells() {
	owned := false
	e.changed(func(r Row) {
		before, placeBefore, was := e.old.pinOf(r)
		after, placeAfter, is := e.t.pinOf(r)
		if was == is && before == after && placeBefore == placeAfter {
			return
		}
		if !owned {
			owned = true
			e.t.cells = e.t.cells.share()
		}
		if was {
			e.t.cells.change(r, before, placeBefore, -1)
		}
		if is {
			e.t.cells.change(r, after, placeAfter, 1)
		}
	})
}

// restack marks anew the points at every position that a point left or came to. A row it marks that was not touched before lies where one that
// was lies or lay, so its box is listed already.
func (e *editor) restack() {
	positions := map[plane.XY]struct{}{}
	for r := range e.touched {
		before, _, was := e.old.pinOf(r)
		after, _, is := e.t.pinOf(r)
		if was {
			positions[before] = struct{}{}
		}
		if is {
			positions[after] = struct{}{}
		} else if e.t.flags.at(r)&stacked != 0 {
			e.flags.set(r, e.t.flags.at(r)&^stacked)
		}
	}
	var here []Row
	for at := range positions {
		here = here[:0]
		e.t.InRect(plane.RectAt(at), func(r Row) bool {
			if e.t.flags.at(r)&pin == pin {
				here = append(here, r)
			}
			return true
		})
		for _, r := range here {
			f := e.t.flags.at(r) &^ stacked
			if len(here) > 1 {
				f |= stacked
			}
			e.flags.set(r, f)
		}
	}
}

// regrid finds the enterprises whose derived grid may have changed because a grid did.
func (n *next) regrid() {
	grids, enterprises := n.editors[geo.Grids], n.editors[geo.Enterprises].t
	look := func(box index.Box) {
		enterprises.InRect(plane.Rect(box), func(r Row) bool {
			n.moved[r] = struct{}{}
			return true
		})
	}
	for g := range grids.touched {
		if int(g) < grids.old.rows && grids.old.flags.at(g)&shaped != 0 {
			look(grids.old.box(g))
		}
		if grids.t.flags.at(g)&shaped != 0 {
			look(grids.t.box(g))
		}
	}
}

// derive computes the grids, statuses and marks of the enterprises that need it.
func (n *next) derive() {
	e := n.editors[geo.Enterprises]
	for r := range n.moved {
		if e.t.flags.at(r)&alive == 0 {
			continue
		}
		grid := e.t.effectiveGrid(r)
		state, marks := e.t.judge(r)
		if grid == e.int(colGrid, r) && state == e.t.states.at(r) && marks == e.t.marks.at(r) {
			continue
		}
		e.setInt(colGrid, r, grid)
		e.judged(r, state, marks)
	}
	if n.otherRules {
		e.judgeAll()
	}
}

// judged sets what was found of a row.
func (e *editor) judged(r Row, state uint8, marks status.Marks) {
	e.states.set(r, state)
	e.marks.set(r, marks)
	if _, listed := e.touched[r]; !listed {
		e.derived = append(e.derived, r)
	}
}

// judgeAll finds the statuses and marks of all enterprises, on all cores.
func (e *editor) judgeAll() {
	type verdict struct {
		row   Row
		state uint8
		marks status.Marks
	}
	changed := make([][]verdict, chunksFor(e.t.rows))
	inParallel(len(changed), func(chunk int) {
		first := Row(chunk << chunkShift)
		for r := first; r < first+Row(rowsIn(chunk, e.t.rows)); r++ {
			if e.t.flags.at(r)&alive == 0 {
				continue
			}
			if state, marks := e.t.judge(r); state != e.t.states.at(r) || marks != e.t.marks.at(r) {
				changed[chunk] = append(changed[chunk], verdict{r, state, marks})
			}
		}
	})
	for _, verdicts := range changed {
		for _, v := range verdicts {
			e.judged(v.row, v.state, v.marks)
		}
	}
}

// changed visits every row that an edit changed or whose derived properties follow from one, once each.
func (e *editor) changed(visit func(Row)) {
	for r := range e.touched {
		visit(r)
	}
	for _, r := range e.derived {
		visit(r)
	}
}

// touched lists the boxes of what was and is drawn.
func (n *next) touched() Touched {
	var out Touched
	for _, c := range geo.AllCollections() {
		e := n.editors[c]
		if len(e.touched)+len(e.derived) == 0 {
			continue
		}
		out.Collections = append(out.Collections, c)
		e.changed(func(r Row) {
			if len(out.Rects) >= maxRects {
				out.All, out.Rects = true, nil
			}
			if out.All {
				return
			}
			before := int(r) < e.old.rows && e.old.flags.at(r)&drawable != 0
			after := e.t.flags.at(r)&drawable != 0
			if before {
				out.Rects = append(out.Rects, plane.Rect(e.old.box(r)))
			}
			if after && !(before && e.old.box(r) == e.t.box(r)) {
				out.Rects = append(out.Rects, plane.Rect(e.t.box(r)))
			}
		})
	}
	return out
}
