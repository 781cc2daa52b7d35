package road

import (
	"math"

	"beltmap/geo/index"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

// SnapMetres is how far from a road a place may lie.
const SnapMetres = 1000

// Spot is a place on an edge.
type Spot struct {
	At     orb.Point // on the road
	Metres float64   // from the place to there, as the crow flies
	edge   uint32
	share  float64 // of the edge's length that lies before it
}

// Edge is the edge of a spot, and how much of the edge's length lies before it.
func (s Spot) Edge() (edge uint32, share float64) { return s.edge, s.share }

// Spot is the place on the road that belongs to a place, and whether there is one within SnapMetres.
func (g *Graph) Spot(p orb.Point, profile Profile) (Spot, bool) { return g.snap(p, profile) }

// pack makes the index of edges.
func (g *Graph) pack() {
	g.index = index.Pack(len(g.Edges), func(i int32) index.Box { return g.box(uint32(i)) })
}

// box is the box of an edge in the index.
func (g *Graph) box(edge uint32) index.Box {
	b := index.Box{MinX: math.MaxUint32, MinY: math.MaxUint32}
	g.path(edge, func(p Point) {
		x, y := units(p)
		b = index.Box{MinX: min(b.MinX, x), MinY: min(b.MinY, y), MaxX: max(b.MaxX, x), MaxY: max(b.MaxY, y)}
	})
	return b
}

// snap finds the place on the nearest edge that a profile may use, the edge of the lowest number among equals.
func (g *Graph) snap(p orb.Point, profile Profile) (best Spot, near bool) {
	if !(p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90) {
		return best, false
	}
	east, north := plane.Distance(p, orb.Point{p[0] + 1e-3, p[1]}), plane.Distance(p, orb.Point{p[0], p[1] + 1e-3})
	if east < 1 { // at a pole, where nobody has roads
		return best, false
	}
	for _, metres := range []float64{60, 250, SnapMetres} {
		best = Spot{Metres: math.Inf(1)}
		dx, dy := metres/east*1e4, metres/north*1e4
		x, y := units(PointOf(p))
		q := index.Box{MinX: less(x, dx), MinY: less(y, dy), MaxX: more(x, dx), MaxY: more(y, dy)}
		g.index.Search(q, func(i int32, _ bool) bool {
			e := &g.Edges[i]
			if profile.open(e, ArcOf(uint32(i), false)) || profile.open(e, ArcOf(uint32(i), true)) {
				if s := g.nearest(uint32(i), p); s.Metres < best.Metres || s.Metres == best.Metres && s.edge < best.edge {
					best = s
				}
			}
			return true
		})
		if best.Metres <= metres {
			return best, true
		}
	}
	return Spot{}, false
}

func less(x uint32, by float64) uint32 { return uint32(max(0, float64(x)-by)) }
func more(x uint32, by float64) uint32 { return uint32(min(math.MaxUint32, float64(x)+by)) }

// nearest is the place of an edge that lies nearest to a point.
func (g *Graph) nearest(edge uint32, p orb.Point) Spot {
	best := Spot{Metres: math.Inf(1), edge: edge}
	east := plane.Distance(p, orb.Point{p[0] + 1e-3, p[1]}) / plane.Distance(p, orb.Point{p[0], p[1] + 1e-3}) // a degree's, in those of latitude
	along, before, first := 0.0, orb.Point{}, true
	total := float64(max(1, g.Edges[edge].Length)) / 100
	g.path(edge, func(to Point) {
		b := to.Degrees()
		if !first {
			a, t := before, 0.0
			vx, vy := (b[0]-a[0])*east, b[1]-a[1]
			if square := vx*vx + vy*vy; square > 0 {
				t = min(1, max(0, ((p[0]-a[0])*east*vx+(p[1]-a[1])*vy)/square))
			}
			at := orb.Point{a[0] + (b[0]-a[0])*t, a[1] + (b[1]-a[1])*t}
			length := plane.Distance(a, b)
			if d := plane.Distance(p, at); d < best.Metres {
				best.At, best.Metres, best.share = at, d, min(1, (along+t*length)/total)
			}
			along += length
		}
		before, first = b, false
	})
	return best
}

// seeds are where one gets from a place, and part what of an edge lies between.
func (g *Graph) seeds(n *net, p Profile, s Spot) (seeds []seed) {
	e := &g.Edges[s.edge]
	for _, a := range []Arc{ArcOf(s.edge, false), ArcOf(s.edge, true)} {
		if p.open(e, a) {
			seeds = append(seeds, seed{g.end(n, a), part(p.weight(e), 1-along(a, s.share)), part(e.Length, 1-along(a, s.share)), a})
		}
	}
	return seeds
}

// goals are from where one gets to a place: the beginnings of its edge, and the copies of them from which it is not banned.
func (g *Graph) goals(n *net, p Profile, s Spot) (seeds []seed) {
	e := &g.Edges[s.edge]
	for _, a := range []Arc{ArcOf(s.edge, false), ArcOf(s.edge, true)} {
		v := g.tail(a)
		if !p.open(e, a) || !g.passes(p, v) {
			continue
		}
		w, l := part(p.weight(e), along(a, s.share)), part(e.Length, along(a, s.share))
		seeds = append(seeds, seed{v, w, l, a})
		for _, i := range n.copiesAt(v) {
			if !n.copies[i].banned(a) {
				seeds = append(seeds, seed{uint32(len(g.Nodes)) + i, w, l, a})
			}
		}
	}
	return seeds
}

// along is how much of an arc lies before a place on it.
func along(a Arc, share float64) float64 {
	if a.against() {
		return 1 - share
	}
	return share
}

func part(of uint32, share float64) uint32 { return uint32(math.Round(float64(of) * share)) }

// direct is the way from one place to another on the same edge, if it leads there.
func (g *Graph) direct(p Profile, from, to Spot) (pair, bool) {
	if from.edge != to.edge {
		return pair{}, false
	}
	e, a := &g.Edges[from.edge], ArcOf(from.edge, to.share < from.share)
	share := math.Abs(to.share - from.share)
	way := pair{part(p.weight(e), share), part(e.Length, share)}
	return way, way.weight == 0 || p.open(e, a) // who is there already goes in no direction
}
