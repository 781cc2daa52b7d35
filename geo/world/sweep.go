package world

import (
	"math"

	"beltmap/geo/index"
	"beltmap/geo/plane"
)

// ClosestOfEach finds the Closest row of a collection of points to each of many places, whatever its distance, into near, with Row -1 where there is
// none. Places that stand beside one another in the list should lie near on the map, as those of rows in ascending order do: then what lies in and
// around the box of many of them is looked up once and sorted into cells, and a place takes a tenth of a microsecond. keep may not change between calls.
func (t *Table) ClosestOfEach(places []plane.XY, near []Near, keep func(Row) bool) {
	s := sweep{t: t, keep: keep}
	for from := 0; from < len(places); from += sweepPlaces {
		to := min(from+sweepPlaces, len(places))
		s.group(places[from:to], near[from:to])
	}
}

const (
	sweepPlaces = 1024 // that are looked up together at most
	sweepFew    = 8    // places below which each is looked up by itself, where much lies around them
	sweepCrowd  = 48   // rows in the cell of a place, on average, that are too many
)

// sweepMost is how many rows around so many places are worth sorting; where there are more, each half of the places is looked at by itself.
func sweepMost(places int) int { return 16*places + 256 }

// sweep is the rows in a box, by cells of a power of two Mercator units.
type sweep struct {
	t    *Table
	keep func(Row) bool

	box           plane.Rect
	rows          []pointed
	shift         int
	width, height int
	starts        []int32 // of each cell's rows, row by row of cells, and the end
	sorted        []pointed
}

type pointed struct {
	at  plane.XY
	row Row
}

// group finds what is nearest to each of some places.
func (s *sweep) group(places []plane.XY, near []Near) {
	if s.gather(places) {
		if s.sort(); !s.crowded(places) {
			for i, p := range places {
				near[i] = s.nearest(p)
			}
			return
		}
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

// crowded tells whether the cells of the places hold far more rows than cells should, as when most of the places and rows are in one corner of the box.
func (s *sweep) crowded(places []plane.XY) bool {
	rows := 0
	for _, p := range places {
		c := s.cell(p)
		rows += int(s.starts[c+1] - s.starts[c])
	}
	return rows > sweepCrowd*len(places)
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

// sort puts the rows into cells, of which there are some for each row, since rows lie crowded.
func (s *sweep) sort() {
	width, height := uint64(s.box.MaxX-s.box.MinX)+1, uint64(s.box.MaxY-s.box.MinY)+1
	cells := uint64(4*len(s.rows) + 4)
	for s.shift = 0; (width>>s.shift+1)*(height>>s.shift+1) > cells && s.shift < 32; {
		s.shift++
	}
	s.width, s.height = int(width>>s.shift)+1, int(height>>s.shift)+1
	s.starts = append(s.starts[:0], make([]int32, s.width*s.height+1)...)
	for _, r := range s.rows {
		s.starts[s.cell(r.at)]++
	}
	sum := int32(0)
	for c, n := range s.starts {
		sum += n
		s.starts[c] = sum
	}
	if cap(s.sorted) < len(s.rows) {
		s.sorted = make([]pointed, len(s.rows))
	}
	s.sorted = s.sorted[:len(s.rows)]
	for _, r := range s.rows {
		c := s.cell(r.at)
		s.starts[c]--
		s.sorted[s.starts[c]] = r
	}
}

func (s *sweep) cell(p plane.XY) int { return s.line(p.Y)*s.width + s.column(p.X) }
func (s *sweep) column(x uint32) int { return int((x - s.box.MinX) >> s.shift) }
func (s *sweep) line(y uint32) int   { return int((y - s.box.MinY) >> s.shift) }

// nearest goes from a place's cell outwards, ring by ring, until nothing farther out can be as near as what was found; where the box ends before that,
// the index is asked.
func (s *sweep) nearest(p plane.XY) Near {
	best := Near{Row: -1, Squared: math.Inf(1)}
	column, line := s.column(p.X), s.line(p.Y)
	for ring := 0; ; ring++ {
		left, right, top, bottom := column-ring, column+ring, line-ring, line+ring
		for y := max(top, 0); y <= min(bottom, s.height-1); y++ {
			if y == top || y == bottom {
				s.closer(&best, p, y, max(left, 0), min(right, s.width-1))
				continue
			}
			if left >= 0 {
				s.closer(&best, p, y, left, left)
			}
			if right < s.width {
				s.closer(&best, p, y, right, right)
			}
		}
		beyond := min(before(p.X, s.box.MinX, left, s.shift), after(p.X, s.box.MinX, s.box.MaxX, right, s.shift),
			before(p.Y, s.box.MinY, top, s.shift), after(p.Y, s.box.MinY, s.box.MaxY, bottom, s.shift))
		if best.Squared < beyond*beyond {
			return best
		}
		if left <= 0 && top <= 0 && right >= s.width-1 && bottom >= s.height-1 {
			if math.IsInf(beyond, 1) {
				return best
			}
			return s.alone(p, best.Squared)
		}
	}
}

// closer looks at the rows of some cells beside one another.
func (s *sweep) closer(best *Near, p plane.XY, line, from, to int) {
	for _, r := range s.sorted[s.starts[line*s.width+from]:s.starts[line*s.width+to+1]] {
		if d := between(p, r.at); d < best.Squared || d == best.Squared && r.row < best.Row {
			*best = Near{r.row, d}
		}
	}
}

// before is how far the nearest coordinate is that lies before a cell and everything after it, infinite if none does.
func before(x, start uint32, cell, shift int) float64 {
	edge := start
	if cell > 0 {
		edge += uint32(cell) << shift
	}
	if edge == 0 {
		return math.Inf(1)
	}
	return float64(x-edge) + 1
}

// after is how far the nearest coordinate is that lies after a cell and everything before it, infinite if none does.
func after(x, start, end uint32, cell, shift int) float64 {
	edge := min(uint64(end), uint64(start)+uint64(cell+1)<<shift-1)
	if edge == math.MaxUint32 {
		return math.Inf(1)
	}
	return float64(uint32(edge)-x) + 1
}
