package world

import (
	"math"

	"beltmap/geo/index"
	"beltmap/geo/plane"
)

// ClosestOfEach finds the Closest row of a collection of points to each of many places, whatever its distance, into near, with Row -1 where there is
// none. Places that stand beside one another in the list should lie near on the map, as those of rows in ascending order do: then what lies in and
// around the box of many of them is looked up once, and each place begins with what was found for the one before; it takes some tenths of a microsecond.
// keep may not change between calls.
func (t *Table) ClosestOfEach(places []plane.XY, near []Near, keep func(Row) bool) {
	if t.index.Len() == 0 {
		for i := range places {
			near[i] = Near{Row: -1}
		}
		return
	}
	s := sweep{t: t, keep: keep, rows: make([]pointed, 0, 2*min(len(places), sweepPlaces)+256)}
	for from := 0; from < len(places); from += sweepPlaces {
		to := min(from+sweepPlaces, len(places))
		s.group(places[from:to], near[from:to])
	}
}

const (
	sweepPlaces = 1024 // that are looked up together at most
	sweepFew    = 8    // places below which each is looked up by itself, where much lies around them
	sweepFan    = 8    // rows in a box, and boxes in one of the next level
)

// sweepMost is how many rows around so many places are worth gathering; where there are more, each half of the places is looked at by itself.
func sweepMost(places int) int { return 16*places + 256 }

// sweep is the rows in a box as they lie along the curve, and boxes around every few of them.
type sweep struct {
	t    *Table
	keep func(Row) bool

	box    plane.Rect
	rows   []pointed
	levels [][]plane.Rect // around rows, around boxes of the level before, and so on; of the last there are few
	last   int            // where what was found last stands among the rows
}

type pointed struct {
	at  plane.XY
	row Row
}

// group finds what is nearest to each of some places.
func (s *sweep) group(places []plane.XY, near []Near) {
	if s.gather(places) {
		s.enclose()
		for i, p := range places {
			near[i] = s.nearest(p)
		}
		return
	}
	if half := len(places) / 2; half >= sweepFew {
		s.group(places[:half], near[:half])
		s.group(places[half:], near[half:])
		return
	}
	for i, p := range places {
		near[i] = s.alone(p, math.Inf(1))
	}
}

// alone looks one place up in the index.
func (s *sweep) alone(p plane.XY, within float64) Near {
	if n, found := s.t.Closest(p, within, s.keep); found {
		return n
	}
	return Near{Row: -1}
}

// gather lists the rows in a box around some places, unless there are too many. The margin is some two rows wide, as they lie on average, so that few
// places have their nearest outside.
func (s *sweep) gather(places []plane.XY) bool {
	box := plane.RectAt(places[0])
	for _, p := range places[1:] {
		box = box.Union(plane.RectAt(p))
	}
	most := sweepMost(len(places))
	for margin := max(box.MaxX-box.MinX, box.MaxY-box.MinY)/16 + 256; ; margin = 2 * min(margin, math.MaxUint32/2) {
		less := func(x uint32) uint32 { return x - min(x, margin) }
		more := func(x uint32) uint32 { return x + min(math.MaxUint32-x, margin) }
		s.box = plane.Rect{MinX: less(box.MinX), MinY: less(box.MinY), MaxX: more(box.MaxX), MaxY: more(box.MaxY)}
		if !s.list(most) {
			return false
		}
		area := (float64(s.box.MaxX-s.box.MinX) + 1) * (float64(s.box.MaxY-s.box.MinY) + 1)
		if float64(len(s.rows))*float64(margin)*float64(margin) >= 4*area || s.box == plane.World() {
			return true
		}
	}
}

// list lists the rows in the box, unless there are more than some.
func (s *sweep) list(most int) bool {
	s.rows = s.rows[:0]
	s.t.index.Spans(index.Box(s.box), func(from, to int32, sure bool) {
		for len(s.rows) <= most && from < to {
			end := min(to, (from>>chunkShift+1)<<chunkShift)
			s.pick(Row(from), int(end-from), sure)
			from = end
		}
	})
	return len(s.rows) <= most
}

// pick lists rows beside one another in one chunk.
func (s *sweep) pick(first Row, n int, sure bool) {
	chunk, from := first>>chunkShift, int(first&chunkMask)
	flags, at := s.t.flags.chunk(int(chunk))[from:from+n], s.t.xy.chunk(int(chunk))[from:from+n]
	for i, f := range flags {
		if f&(shown|point) != shown|point || !sure && !s.box.Meets(plane.RectAt(at[i])) {
			continue
		}
		if r := first + Row(i); s.keep == nil || s.keep(r) {
			s.rows = append(s.rows, pointed{at[i], r})
		}
	}
}

// enclose makes the boxes.
func (s *sweep) enclose() {
	s.last = 0
	for i := range s.levels {
		s.levels[i] = s.levels[i][:0]
	}
	for from := 0; from < len(s.rows); from += sweepFan {
		box := plane.RectAt(s.rows[from].at)
		for _, r := range s.rows[from+1 : min(from+sweepFan, len(s.rows))] {
			box = box.Union(plane.RectAt(r.at))
		}
		s.put(0, box)
	}
	for level := 0; level < len(s.levels) && len(s.levels[level]) > sweepFan; level++ {
		below := s.levels[level]
		for from := 0; from < len(below); from += sweepFan {
			box := below[from]
			for _, b := range below[from+1 : min(from+sweepFan, len(below))] {
				box = box.Union(b)
			}
			s.put(level+1, box)
		}
	}
}

func (s *sweep) put(level int, box plane.Rect) {
	if level == len(s.levels) {
		s.levels = append(s.levels, nil)
	}
	s.levels[level] = append(s.levels[level], box)
}

// nearest looks first around what was found last, then into every box that may hold something nearer; where the box of all ends before what was
// found, the index is asked.
func (s *sweep) nearest(p plane.XY) Near {
	best := Near{Row: -1, Squared: math.Inf(1)}
	if len(s.rows) > 0 {
		s.closer(&best, p, s.last/sweepFan)
		top := len(s.levels) - 1
		for len(s.levels[top]) == 0 {
			top--
		}
		s.descend(&best, p, top, 0)
	}
	beyond := min(before(p.X, s.box.MinX), after(p.X, s.box.MaxX), before(p.Y, s.box.MinY), after(p.Y, s.box.MaxY))
	if best.Squared < beyond*beyond || math.IsInf(beyond, 1) {
		return best
	}
	return s.alone(p, best.Squared)
}

// descend looks into the boxes of a level from some place on, as many as lie in one of the next.
func (s *sweep) descend(best *Near, p plane.XY, level, from int) {
	boxes := s.levels[level][from:min(from+sweepFan, len(s.levels[level]))]
	for i := range boxes {
		switch {
		case squaredTo(&boxes[i], p) > best.Squared:
		case level == 0:
			s.closer(best, p, from+i)
		default:
			s.descend(best, p, level-1, (from+i)*sweepFan)
		}
	}
}

// closer looks at the rows of a box.
func (s *sweep) closer(best *Near, p plane.XY, box int) {
	from := box * sweepFan
	for i, r := range s.rows[from:min(from+sweepFan, len(s.rows))] {
		if d := between(p, r.at); d < best.Squared || d == best.Squared && r.row < best.Row {
			*best, s.last = Near{r.row, d}, from+i
		}
	}
}

// squaredTo is the square of the distance of a box from a place, at most that of any place in it.
func squaredTo(b *plane.Rect, p plane.XY) float64 {
	dx := float64(max(int64(b.MinX)-int64(p.X), int64(p.X)-int64(b.MaxX), 0))
	dy := float64(max(int64(b.MinY)-int64(p.Y), int64(p.Y)-int64(b.MaxY), 0))
	return dx*dx + dy*dy
}

// before is how far the nearest coordinate is that lies before an edge, infinite if none does.
func before(x, edge uint32) float64 {
	if edge == 0 {
		return math.Inf(1)
	}
	return float64(x-edge) + 1
}

// after is how far the nearest coordinate is that lies after an edge, infinite if none does.
func after(x, edge uint32) float64 {
	if edge == math.MaxUint32 {
		return math.Inf(1)
	}
	return float64(edge-x) + 1
}
