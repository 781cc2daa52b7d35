package world

import (
	"beltmap/geo"
	"beltmap/geo/status"
)

// rule has the next World judge by the rules of a day under settings.
func (n *next) rule(day geo.Day, settings geo.Settings) {
	n.w.day, n.w.settings, n.w.rules = day, settings, status.RulebookOf(settings, day)
	n.w.hash = settings.Hash()
	n.otherRules = !n.w.rules.Same(n.old.rules)
}

// Under is the World under other settings: all enterprises are judged anew, unless no status and no mark rests on what was changed. Records stay as
// they are.
func (w *World) Under(settings geo.Settings) (*World, Touched) {
	n := w.next(w.version)
	n.rule(w.day, settings)
	return n.w, n.settle()
}

// OnDay is the World on another day: what starts or expires by then changes, records, ratings and rules, and with it the statuses and marks that
// rest on it. Records stay as they are. It looks at the records that have a validity or are dated.
func (w *World) OnDay(day geo.Day) (*World, Touched) {
	n := w.next(w.version)
	n.rule(day, w.settings)
	for _, c := range geo.AllCollections() {
		e := n.editors[c]
		for chunk := range chunksFor(e.t.rows) {
			if n.datesIn(e.t, chunk) {
				n.turn(e, chunk)
			}
		}
	}
	return n.w, n.settle()
}

// datesIn tells whether a chunk has records that another day may find otherwise.
func (n *next) datesIn(t *Table, chunk int) bool {
	dated := func(slot int) bool { return !t.cols[slot].ints.chunks[chunk].empty() }
	return dated(colFrom) || dated(colTo) || t.collection == geo.Organizations && (dated(slotRatedOn) || dated(slotActiveOn))
}

// turn finds the records of a chunk whose validity starts or ends by the next World's day, and the enterprises whose organizations do, or become
// effective or cease to be.
func (n *next) turn(e *editor, chunk int) {
	first := Row(chunk << chunkShift)
	for r := first; r < first+Row(rowsIn(chunk, e.t.rows)); r++ {
		f := e.t.flags.at(r)
		if f&alive == 0 {
			continue
		}
		turns := e.t.validity(r).Holds(n.w.day) != (f&current != 0)
		if turns {
			e.touched[r] = struct{}{}
		}
		if e.t.collection == geo.Organizations && (turns || e.t.effective(r, n.w.rules) != e.t.effective(r, n.old.rules)) {
			n.uncover(e.t.cols[slotCovers].texts.at(r))
		}
	}
}

// uncover has the statuses and marks of the named enterprises derived anew.
func (n *next) uncover(covers string) {
	e := n.editors[geo.Enterprises]
	eachItem(covers, func(id string) {
		if row, there := e.find(id); there {
			n.moved[row] = struct{}{}
		}
	})
}
