package world

import (
	"math"

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

// ClosestOfEach finds the Closest row of a collection of points to each of many places, whatever its distance, into near, with Row -1 where there is none. Places that
// stand beside one another in the list should lie near on the map, as those of rows in ascending order do: then what lies around a few of
// them is looked up once, and a place takes some tenths of a microsecond. keep may not change between calls.
func (t *Table) ClosestOfEach(places []plane.XY, near []Near, keep func(Row) bool) {
	s := sweep{t: t, keep: keep, last: -1}
	for from := 0; from < len(places); from += sweepPlaces {
		to := min(from+sweepPlaces, len(places))
		s.group(places[from:to], near[from:to])
	}
}

const (
	sweepPlaces = 8   // that are looked up together
	sweepMost   = 192 // rows around them, above which half of the places is looked up at a time
)

// sweep goes along places of which one lies near the next.
type sweep struct {
	t    *Table
	keep func(Row) bool
	last Row // found for the group before, -1 for none
	rows []Row
	at   []plane.XY
}

// group finds what is nearest to the middle of some places. Nothing nearest to any of them can be farther from it than that is, which bounds the
// box in which they all lie.
func (s *sweep) group(places []plane.XY, near []Near) {
	box := plane.RectAt(places[0])
	for _, p := range places[1:] {
		box = box.Union(plane.RectAt(p))
	}
	middle := plane.XY{X: box.MinX + (box.MaxX-box.MinX)/2, Y: box.MinY + (box.MaxY-box.MinY)/2}
	within := math.Inf(1)
	if s.last >= 0 {
		within = between(middle, s.t.xy.at(s.last))
	}
	first, found := s.t.Closest(middle, within, s.keep)
	if !found {
		for i := range near {
			near[i] = Near{Row: -1}
		}
		return
	}
	s.last = first.Row
	known, farthest := s.t.xy.at(first.Row), 0.0
	for _, p := range places {
		farthest = max(farthest, between(p, known))
	}
	if !s.gather(box, math.Sqrt(farthest)+1) {
		if half := len(places) / 2; half > 0 {
			s.group(places[:half], near[:half])
			s.group(places[half:], near[half:])
		} else {
			near[0], _ = s.t.Closest(places[0], farthest, s.keep)
		}
		return
	}
	for i, p := range places {
		best := Near{Row: -1, Squared: math.Inf(1)}
		for k, at := range s.at {
			if d := between(p, at); d < best.Squared || d == best.Squared && s.rows[k] < best.Row {
				best = Near{s.rows[k], d}
			}
		}
		near[i] = best
	}
}

// gather lists the rows around a box, unless there are too many.
func (s *sweep) gather(box plane.Rect, around float64) bool {
	s.rows, s.at = s.rows[:0], s.at[:0]
	low := func(x uint32) uint32 { return uint32(max(float64(x)-around, 0)) }
	high := func(x uint32) uint32 { return uint32(min(float64(x)+around, math.MaxUint32)) }
	s.t.InRect(plane.Rect{MinX: low(box.MinX), MinY: low(box.MinY), MaxX: high(box.MaxX), MaxY: high(box.MaxY)}, func(r Row) bool {
		if s.t.flags.at(r)&(shown|point) == shown|point && (s.keep == nil || s.keep(r)) {
			s.rows, s.at = append(s.rows, r), append(s.at, s.t.xy.at(r))
		}
		return len(s.rows) <= sweepMost
	})
	return len(s.rows) <= sweepMost
}

func between(a, b plane.XY) float64 {
	dx, dy := float64(a.X)-float64(b.X), float64(a.Y)-float64(b.Y)
	return dx*dx + dy*dy
}
