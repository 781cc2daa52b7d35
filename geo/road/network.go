package road

import (
	"context"
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

// MaxPoints is how many points a matrix may have.
const MaxPoints = 1000

// Network is a graph and how fast one walks.
type Network struct {
	graph *Graph
	walk  float64 // metres a second
}

// NewNetwork is a network for those who walk so many km/h.
func NewNetwork(g *Graph, walk float64) *Network { return &Network{g, walk / 3.6} }

// Graph is what the network searches.
func (n *Network) Graph() *Graph { return n.graph }

// Leg is how far it is from one place to another. On foot that counts the way from the place to the road and from the road to the place, as the crow
// flies; a bus stays on the road.
type Leg struct {
	Metres, Seconds float64
	Known           bool // there is a way
}

// Route is a way with its line, which runs on the road.
type Route struct {
	Leg
	Line     orb.LineString
	From, To Spot
}

// Route finds the way from one place to another. It fails with kind not_found if a place is far from any road, or if there is no way.
func (n *Network) Route(from, to orb.Point, p Profile) (r Route, err error) {
	const op = "road.Route"
	var near bool
	if r.From, near = n.graph.snap(from, p); !near {
		return r, geo.NotFound(op, phrase.RoadFar.With(from[0], from[1], SnapMetres))
	}
	if r.To, near = n.graph.snap(to, p); !near {
		return r, geo.NotFound(op, phrase.RoadFar.With(to[0], to[1], SnapMetres))
	}
	if from == to {
		r.Line, r.Known = drawn(orb.LineString{r.From.At}), true
		return r, nil
	}
	net := n.graph.nets[p]
	best, any := net.between(n.graph.seeds(net, p, r.From), n.graph.goals(net, p, r.To))
	if d, straight := n.graph.direct(p, r.From, r.To); straight && (!any || d.weight <= best.weight) {
		r.Line = drawn(n.graph.piece(nil, r.From.edge, r.From.share, r.To.share, r.From.At, r.To.At))
		r.Leg = n.leg(p, d, r.From, r.To)
		return r, nil
	}
	if !any {
		return r, geo.NotFound(op, phrase.RoadUnjoined.With(from[0], from[1], to[0], to[1]))
	}
	r.Leg = n.leg(p, pair{best.weight, best.length}, r.From, r.To)
	r.Line = drawn(n.graph.line(best, r.From, r.To))
	return r, nil
}

// leg makes a leg of what a search found.
func (n *Network) leg(p Profile, found pair, from, to Spot) Leg {
	if found.weight == far {
		return Leg{}
	}
	metres := float64(found.length) / 100
	if p == Bus {
		return Leg{metres, float64(found.weight) / 100, true}
	}
	metres += from.Metres + to.Metres
	return Leg{metres, metres / n.walk, true}
}

// Matrix finds how far it is from each point to each other. A leg to or from a point that is far from any road is not known. It fails with kind invalid
// for too many points, or with the context's error.
func (n *Network) Matrix(ctx context.Context, points []orb.Point, p Profile) ([][]Leg, error) {
	if len(points) > MaxPoints {
		return nil, geo.Invalid("road.Matrix", phrase.RoadManyPoints.With(len(points), MaxPoints))
	}
	net := n.graph.nets[p]
	spots, near := make([]Spot, len(points)), make([]bool, len(points))
	from, to := make([][]seed, len(points)), make([][]seed, len(points))
	for i, at := range points {
		if spots[i], near[i] = n.graph.snap(at, p); near[i] {
			from[i], to[i] = n.graph.seeds(net, p, spots[i]), n.graph.goals(net, p, spots[i])
		}
	}
	all := net.matrix(from, to, func() bool { return ctx.Err() != nil })
	legs := make([][]Leg, len(points))
	for i := range legs {
		legs[i] = make([]Leg, len(points))
		for k := range legs[i] {
			switch d, straight := n.graph.direct(p, spots[i], spots[k]); {
			case points[i] == points[k]:
				legs[i][k] = Leg{0, 0, near[i]}
			case near[i] && near[k] && straight && d.weight <= all[i][k].weight:
				legs[i][k] = n.leg(p, d, spots[i], spots[k])
			default:
				legs[i][k] = n.leg(p, all[i][k], spots[i], spots[k])
			}
		}
	}
	return legs, ctx.Err()
}

// Metres is the way on foot from one place to another, and whether there is one.
func (n *Network) Metres(from, to orb.Point) (metres float64, known bool) {
	a, near := n.graph.snap(from, Foot)
	b, too := n.graph.snap(to, Foot)
	if !near || !too {
		return 0, false
	}
	net := n.graph.nets[Foot]
	best := pair{far, far}
	if d, straight := n.graph.direct(Foot, a, b); straight {
		best = d
	}
	if f, any := net.between(n.graph.seeds(net, Foot, a), n.graph.goals(net, Foot, b)); any && f.weight < best.weight {
		best = pair{f.weight, f.length}
	}
	leg := n.leg(Foot, best, a, b)
	return leg.Metres, leg.Known
}

// Ways measures the ways on foot from each of some sites to each of some places: row gets the metres of one site, -1 where there is no way. The slice is
// valid during the call. It fails with the context's error.
func (n *Network) Ways(ctx context.Context, sites, places []orb.Point, row func(site int, metres []float64)) error {
	net := n.graph.nets[Foot]
	spots, goals := make([]Spot, len(places)), make([][]seed, len(places))
	for i, at := range places {
		var near bool
		if spots[i], near = n.graph.snap(at, Foot); near {
			goals[i] = n.graph.goals(net, Foot, spots[i])
		}
	}
	from, seeds := make([]Spot, len(sites)), make([][]seed, len(sites))
	for i, at := range sites {
		var near bool
		if from[i], near = n.graph.snap(at, Foot); near {
			seeds[i] = n.graph.seeds(net, Foot, from[i])
		}
	}
	metres := make([]float64, len(places))
	net.each(seeds, goals, func() bool { return ctx.Err() != nil }, func(site int, found []pair) {
		for i, best := range found {
			metres[i] = -1
			if seeds[site] == nil || goals[i] == nil {
				continue
			}
			if d, straight := n.graph.direct(Foot, from[site], spots[i]); straight && d.weight < best.weight {
				best = d
			}
			if leg := n.leg(Foot, best, from[site], spots[i]); leg.Known {
				metres[i] = leg.Metres
			}
		}
		row(site, metres)
	})
	return ctx.Err()
}

// Reached is a junction within reach.
type Reached struct {
	At      orb.Point
	Seconds float64
}

// Within lists the junctions that one gets to within so many seconds, the nearest first. It fails with kind not_found far from any road.
func (n *Network) Within(from orb.Point, p Profile, seconds float64) (list []Reached, err error) {
	g := n.graph
	spot, near := g.snap(from, p)
	if !near {
		return nil, geo.NotFound("road.Within", phrase.RoadFar.With(from[0], from[1], SnapMetres))
	}
	net, most := g.nets[p], seconds*100
	if p == Foot {
		most = (seconds*n.walk - spot.Metres) * 100
	}
	if most < 0 {
		return nil, nil
	}
	seen := map[uint32]bool{}
	net.within(g.seeds(net, p, spot), uint32(min(most, far-1)), net.plainOut, func(node, weight, length uint32) {
		if int(node) >= len(g.Nodes) {
			node = net.copies[int(node)-len(g.Nodes)].node
		}
		if !seen[node] {
			seen[node] = true
			list = append(list, Reached{g.Nodes[node].Degrees(), n.leg(p, pair{weight, length}, spot, Spot{}).Seconds})
		}
	})
	return list, nil
}

// line is the line of a way: parts of its first and last edges, and all between.
func (g *Graph) line(f found, from, to Spot) orb.LineString {
	end := 1.0
	if f.first.arc.against() {
		end = 0
	}
	line := g.piece(nil, from.edge, from.share, end, from.At, g.Nodes[g.head(f.first.arc)].Degrees())
	for _, a := range f.arcs {
		line = g.whole(line, a)
	}
	begin := 0.0
	if f.last.arc.against() {
		begin = 1
	}
	return g.piece(line, to.edge, begin, to.share, g.Nodes[g.tail(f.last.arc)].Degrees(), to.At)
}

// piece appends what lies of an edge between two shares of it, which are at two points.
func (g *Graph) piece(line orb.LineString, edge uint32, from, to float64, begin, end orb.Point) orb.LineString {
	add := func(p orb.Point) {
		if len(line) == 0 || line[len(line)-1] != p {
			line = append(line, p)
		}
	}
	add(begin)
	low, high := min(from, to), max(from, to)
	var inner []orb.Point
	total, done, last, first := float64(max(1, g.Edges[edge].Length))/100, 0.0, orb.Point{}, true
	g.path(edge, func(p Point) {
		at := p.Degrees()
		if !first {
			done += plane.Distance(last, at)
		}
		if share := done / total; share > low && share < high {
			inner = append(inner, at)
		}
		last, first = at, false
	})
	if to < from {
		slices.Reverse(inner)
	}
	for _, p := range inner {
		add(p)
	}
	add(end)
	return line
}

// whole appends what follows on the beginning of an arc.
func (g *Graph) whole(line orb.LineString, a Arc) orb.LineString {
	inner := g.Shape[g.ShapeAt[a.edge()]:g.ShapeAt[a.edge()+1]]
	for i := range inner {
		if a.against() {
			i = len(inner) - 1 - i
		}
		line = append(line, inner[i].Degrees())
	}
	return append(line, g.Nodes[g.head(a)].Degrees())
}

// drawn is a line that has two points even if it leads nowhere.
func drawn(line orb.LineString) orb.LineString {
	if len(line) == 1 {
		return append(line, line[0])
	}
	return line
}
