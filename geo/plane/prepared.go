package plane

import (
	"math"

	"github.com/paulmach/orb"
)

// Prepared is a polygon or multi-polygon made ready for many points: its sides stand in rows of equal height, so that a point is compared with the
// few sides beside it. It does not change.
type Prepared struct {
	bound  orb.Bound
	south  float64
	height float64 // of a row
	starts []int32 // of each row among sides, and the end of the last
	sides  [][2]orb.Point
}

// mostSidesListed bounds the places in which a side is listed, for each side, so that memory grows with the polygon.
const mostSidesListed = 8

// Prepare takes a Valid polygon or multi-polygon. Of other geometries it makes one that covers no point.
func Prepare(g orb.Geometry) *Prepared {
	var rings []orb.Ring
	switch g := g.(type) {
	case orb.Polygon:
		rings = g
	case orb.MultiPolygon:
		for _, part := range g {
			rings = append(rings, part...)
		}
	}
	var sides [][2]orb.Point
	for _, ring := range rings {
		for i := range ring {
			if a, b := ring[i], ring[(i+1)%len(ring)]; a != b {
				sides = append(sides, [2]orb.Point{a, b})
			}
		}
	}
	if len(sides) == 0 {
		return &Prepared{bound: orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{-1, -1}}}
	}
	p := &Prepared{bound: g.Bound()}
	p.south = p.bound.Min[1]
	for rows := min(len(sides), 1<<14); ; rows /= 2 {
		if p.height = (p.bound.Max[1] - p.south) / float64(rows); p.height <= 0 {
			p.height = 1 // all sides lie on one parallel
		}
		p.starts = make([]int32, rows+1)
		if p.count(sides) <= mostSidesListed*len(sides) || rows == 1 {
			break
		}
	}
	p.list(sides)
	return p
}

// rowsOf are the first and the last row that a side has a part in.
func (p *Prepared) rowsOf(side [2]orb.Point) (first, last int) {
	return p.rowAt(min(side[0][1], side[1][1])), p.rowAt(max(side[0][1], side[1][1]))
}

func (p *Prepared) rowAt(lat float64) int {
	row := math.Floor((lat - p.south) / p.height)
	return int(min(max(row, 0), float64(len(p.starts)-2)))
}

// count counts the sides of each row into starts[row+1], and all.
func (p *Prepared) count(sides [][2]orb.Point) (all int) {
	for _, side := range sides {
		first, last := p.rowsOf(side)
		for row := first; row <= last; row++ {
			p.starts[row+1]++
		}
		all += last - first + 1
	}
	return all
}

// list puts the sides into their rows.
func (p *Prepared) list(sides [][2]orb.Point) {
	for row := 1; row < len(p.starts); row++ {
		p.starts[row] += p.starts[row-1]
	}
	next := append([]int32(nil), p.starts...)
	p.sides = make([][2]orb.Point, p.starts[len(p.starts)-1])
	for _, side := range sides {
		first, last := p.rowsOf(side)
		for row := first; row <= last; row++ {
			p.sides[next[row]] = side
			next[row]++
		}
	}
}

// Bound is the box around the polygon, an empty one if there is none.
func (p *Prepared) Bound() orb.Bound { return p.bound }

// Covers tells what the function Covers tells: whether a point lies in the polygon or on its border. It does not allocate but where exact arithmetic
// must decide.
func (p *Prepared) Covers(at orb.Point) bool {
	if !p.bound.Contains(at) {
		return false
	}
	row, inside := p.rowAt(at[1]), false
	for _, side := range p.sides[p.starts[row]:p.starts[row+1]] {
		a, b := side[0], side[1]
		if (a[1] > at[1]) == (b[1] > at[1]) {
			if a[1] == at[1] && b[1] == at[1] && between1(at[0], a[0], b[0]) || a == at {
				return true
			}
			continue
		}
		switch turn := orient(a, b, at); {
		case turn == 0:
			return true
		case (turn > 0) == (b[1] > a[1]):
			inside = !inside
		}
	}
	return inside
}

// Side is where a box lies of a polygon.
type Side uint8

// The sides.
const (
	Across Side = iota // the border may pass through it
	Apart              // no point of it is in the polygon or on its border
	Wholly             // every point of it is in the polygon
)

const mostSidesOfBox = 64 // that a box is compared with before it is said to be across

// SideOf tells where a box lies. It takes bounded time and may say Across of a box that is not, where it is near the border or beside many sides.
func (p *Prepared) SideOf(b orb.Bound) Side {
	if !p.bound.Intersects(b) {
		return Apart
	}
	first, last := p.rowAt(b.Min[1]), p.rowAt(b.Max[1])
	sides := p.sides[p.starts[first]:p.starts[last+1]]
	if len(sides) > mostSidesOfBox {
		return Across
	}
	for i := range sides {
		if sideNear(&sides[i], &b) {
			return Across
		}
	}
	if p.Covers(b.Min) {
		return Wholly
	}
	return Apart
}

// sideNear tells whether a side may pass through a box; it errs to yes.
func sideNear(side *[2]orb.Point, b *orb.Bound) bool {
	p, q := side[0], side[1]
	if max(p[0], q[0]) < b.Min[0] || min(p[0], q[0]) > b.Max[0] || max(p[1], q[1]) < b.Min[1] || min(p[1], q[1]) > b.Max[1] {
		return false
	}
	// The distance of the box's middle from the line, times the side's length, against what the box's corners may be nearer.
	dx, dy := q[0]-p[0], q[1]-p[1]
	turn := dx*((b.Min[1]+b.Max[1])/2-p[1]) - dy*((b.Min[0]+b.Max[0])/2-p[0])
	reach := math.Abs(dx)*(b.Max[1]-b.Min[1]) + math.Abs(dy)*(b.Max[0]-b.Min[0])
	return math.Abs(turn) <= reach/2+(math.Abs(dx)+math.Abs(dy))*1e-11
}
