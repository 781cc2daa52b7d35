package world

import (
	"container/heap"
	"slices"
)

// Count is how many records a query finds, exactly. With boxes it takes time in proportion to the records in them; without, to the
// chunks that can hold a match; without boxes, conditions and time it is known.
func (t *Table) Count(q Query) int {
	if len(q.Boxes) == 0 && len(q.Equal) == 0 && q.When == nil && !t.hides(q.Sight) {
		return t.counts.current
	}
	n := 0
	m := t.Matcher(q)
	t.each(q, &m, func(Row) bool { n++; return true })
	return n
}

// each visits every row a query finds once, in no order.
func (t *Table) each(q Query, m *Matcher, visit func(Row) bool) {
	if m.never {
		return
	}
	if len(q.Boxes) == 0 {
		m.scan(visit)
		return
	}
	windows := windowsOf(q.Boxes)
	going := true
	for i := range windows {
		t.index.Search(windows[i].around, func(id int32, _ bool) bool {
			r := Row(id)
			if windows[i].holds(t, r) && !t.inAny(windows[:i], r) && m.Match(r) {
				going = visit(r)
			}
			return going
		})
		if !going {
			return
		}
	}
	if t.counts.nowhere > 0 {
		m.scan(func(r Row) bool { return t.flags.at(r)&(point|shaped) != 0 || visit(r) })
	}
}

func (t *Table) inAny(windows []window, r Row) bool {
	return slices.ContainsFunc(windows, func(w window) bool { return w.holds(t, r) })
}

// Page is the first limit rows that a query finds, in the order of their ids, bytewise, after an id that need not exist, and whether there
// are more. Without an id it starts at the first. It walks along the ids as long as it finds enough there; where matches are rare it
// collects them through the index or a scan instead and keeps the lowest ids.
func (t *Table) Page(q Query, after string, limit int) (rows []Row, more bool) {
	m := t.Matcher(q)
	if m.never || limit < 0 {
		return nil, false
	}
	windows := windowsOf(q.Boxes)
	wanted := limit + 1
	visited, budget := 0, 4096+4*wanted
	b, i := t.order.after(after, t)
	for ; b < len(t.order.blocks); b, i = b+1, 0 {
		for _, r := range t.order.blocks[b][i:] {
			if m.Match(r) && (len(windows) == 0 || t.flags.at(r)&(point|shaped) == 0 || t.inAny(windows, r)) {
				if rows = append(rows, r); len(rows) == wanted {
					return rows[:limit], true
				}
			}
		}
		visited += len(t.order.blocks[b]) - i
		if visited > budget && wanted*visited/(len(rows)+1) > t.counts.live/2 {
			return t.lowest(q, &m, after, limit)
		}
	}
	return rows, false
}

// lowest collects the rows of the lowest ids beyond after, in a heap of at most limit+1.
func (t *Table) lowest(q Query, m *Matcher, after string, limit int) ([]Row, bool) {
	kept := byID{t: t}
	t.each(q, m, func(r Row) bool {
		id := t.ID(r)
		if id <= after {
			return true
		}
		if len(kept.rows) <= limit {
			heap.Push(&kept, r)
		} else if id < t.ID(kept.rows[0]) {
			kept.rows[0] = r
			heap.Fix(&kept, 0)
		}
		return true
	})
	slices.SortFunc(kept.rows, func(a, b Row) int { return compareIDs(t, a, b) })
	return kept.rows[:min(limit, len(kept.rows))], len(kept.rows) > limit
}

// byID is a heap of rows with the highest id on top.
type byID struct {
	t    *Table
	rows []Row
}

func (h *byID) Len() int           { return len(h.rows) }
func (h *byID) Less(i, j int) bool { return h.t.ID(h.rows[i]) > h.t.ID(h.rows[j]) }
func (h *byID) Swap(i, j int)      { h.rows[i], h.rows[j] = h.rows[j], h.rows[i] }
func (h *byID) Push(x any)         { h.rows = append(h.rows, x.(Row)) }
func (h *byID) Pop() any {
	last := h.rows[len(h.rows)-1]
	h.rows = h.rows[:len(h.rows)-1]
	return last
}
