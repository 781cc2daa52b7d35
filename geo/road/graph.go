// Package road finds ways on foot and by bus over a road graph: routes, matrices of distances, and what lies within so many minutes. Coordinates are
// WGS 84 in 1e-7°, lengths in centimetres inside and metres outside, times in seconds. One-ways, access and turn restrictions are kept; turning round at
// a junction is allowed where no restriction forbids it. The package does no I/O and knows no OpenStreetMap: data/roads reads that.
package road

import (
	"context"
	"math"
	"slices"

	"beltmap/geo"
	"beltmap/geo/index"
	"beltmap/geo/phrase"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

// The bounds of a graph: what a large province needs, several times over.
const (
	MaxNodes = 1 << 24
	MaxEdges = 1 << 25
	MaxShape = 1 << 28
)

// Point is a position in 1e-7°.
type Point struct{ Lon, Lat int32 }

// PointOf rounds a position in degrees.
func PointOf(p orb.Point) Point {
	return Point{int32(math.Round(p[0] * 1e7)), int32(math.Round(p[1] * 1e7))}
}

// Degrees is the position in degrees.
func (p Point) Degrees() orb.Point { return orb.Point{float64(p.Lon) / 1e7, float64(p.Lat) / 1e7} }

func (p Point) valid() bool {
	return p.Lon >= -180e7 && p.Lon <= 180e7 && p.Lat >= -90e7 && p.Lat <= 90e7
}

// Access says who may use an edge and in which direction.
type Access uint8

// The ways to use an edge. On foot one goes both ways.
const (
	OnFoot Access = 1 << iota
	BusForward
	BusBackward
	allAccess = OnFoot | BusForward | BusBackward
)

// Edge is a piece of road between two nodes.
type Edge struct {
	From, To uint32
	Length   uint32 // centimetres
	Speed    uint8  // of a bus, km/h; at least 1
	Access   Access
}

// Arc is an edge in one direction: twice its number, and one more against its direction.
type Arc uint32

// ArcOf is the arc of an edge.
func ArcOf(edge uint32, against bool) Arc {
	if against {
		return Arc(edge<<1 | 1)
	}
	return Arc(edge << 1)
}

func (a Arc) edge() uint32  { return uint32(a) >> 1 }
func (a Arc) against() bool { return a&1 == 1 }

// Ban forbids a bus to go from one arc to another that begins where the first ends.
type Ban struct{ From, To Arc }

// Draft is what a graph is built of.
type Draft struct {
	Nodes   []Point
	Closed  []uint32 // nodes that no bus passes: bollards and the like
	Edges   []Edge   // their lengths are measured by Build
	ShapeAt []uint32 // where in Shape the inner points of each edge begin; one more entry for the end
	Shape   []Point
	Bans    []Ban
}

// Graph is a road graph with what its searches need. It never changes.
type Graph struct {
	Draft
	nets  [numProfiles]*net
	index *index.Index
}

// Build sorts a draft along a curve, measures its edges and prepares it for searches, on a core for each profile. It keeps the draft's memory. It fails
// with kind invalid, or with the context's error.
func Build(ctx context.Context, d Draft) (*Graph, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	d.sort()
	for i := range d.Edges {
		d.Edges[i].Length = d.measure(uint32(i))
	}
	g := &Graph{Draft: d}
	g.pack()
	var done [numProfiles]chan error
	for p := range g.nets {
		g.nets[p] = g.expand(Profile(p))
		done[p] = make(chan error, 1)
		go func() { done[p] <- g.nets[p].contract(ctx) }()
	}
	var failed error
	for _, d := range done {
		if err := <-d; err != nil {
			failed = err
		}
	}
	if failed != nil {
		return nil, failed
	}
	for _, n := range g.nets {
		n.arrange()
	}
	return g, nil
}

// Len is how many nodes and edges there are.
func (g *Graph) Len() (nodes, edges int) { return len(g.Nodes), len(g.Edges) }

// Bound is the box around the graph.
func (g *Graph) Bound() orb.Bound {
	b := orb.Bound{Min: orb.Point{180, 90}, Max: orb.Point{-180, -90}}
	for _, list := range [][]Point{g.Nodes, g.Shape} {
		for _, p := range list {
			b = b.Extend(p.Degrees())
		}
	}
	return b
}

// check refuses a draft that is no graph.
func (d *Draft) check() error {
	bad := func() error { return geo.Invalid("road.Build", phrase.RoadGraphBroken.With()) }
	switch n := uint32(len(d.Nodes)); {
	case len(d.Nodes) > MaxNodes || len(d.Edges) > MaxEdges || len(d.Shape) > MaxShape:
		return geo.Invalid("road.Build", phrase.RoadGraphLarge.With(len(d.Nodes), MaxNodes))
	case len(d.ShapeAt) != len(d.Edges)+1 || d.ShapeAt[0] != 0 || int(d.ShapeAt[len(d.Edges)]) != len(d.Shape):
		return bad()
	default:
		for i, e := range d.Edges {
			if e.From >= n || e.To >= n || e.Speed == 0 || e.Access == 0 || e.Access&^allAccess != 0 || d.ShapeAt[i] > d.ShapeAt[i+1] {
				return bad()
			}
		}
		for _, node := range d.Closed {
			if node >= n {
				return bad()
			}
		}
	}
	for _, b := range d.Bans {
		if int(b.From.edge()) >= len(d.Edges) || int(b.To.edge()) >= len(d.Edges) || d.head(b.From) != d.tail(b.To) {
			return bad()
		}
	}
	for _, list := range [][]Point{d.Nodes, d.Shape} {
		if slices.ContainsFunc(list, func(p Point) bool { return !p.valid() }) {
			return bad()
		}
	}
	return nil
}

func (d *Draft) tail(a Arc) uint32 {
	if e := &d.Edges[a.edge()]; a.against() {
		return e.To
	} else {
		return e.From
	}
}

func (d *Draft) head(a Arc) uint32 { return d.tail(a ^ 1) }

// path visits the points of an edge from its beginning to its end.
func (d *Draft) path(edge uint32, visit func(p Point)) {
	visit(d.Nodes[d.Edges[edge].From])
	for _, p := range d.Shape[d.ShapeAt[edge]:d.ShapeAt[edge+1]] {
		visit(p)
	}
	visit(d.Nodes[d.Edges[edge].To])
}

// measure is the length of an edge in centimetres.
func (d *Draft) measure(edge uint32) uint32 {
	var last orb.Point
	metres, first := 0.0, true
	d.path(edge, func(p Point) {
		at := p.Degrees()
		if !first {
			metres += plane.Distance(last, at)
		}
		last, first = at, false
	})
	return uint32(min(math.Round(metres*100), maxLength))
}

const maxLength = 1e8 // centimetres of one edge: a thousand kilometres

// sort numbers nodes and edges along a curve, so that what lies together is kept together.
func (d *Draft) sort() {
	nodes := order(len(d.Nodes), func(i uint32) Point { return d.Nodes[i] })
	place := make([]uint32, len(nodes))
	sorted := make([]Point, len(nodes))
	for now, was := range nodes {
		place[was], sorted[now] = uint32(now), d.Nodes[was]
	}
	d.Nodes = sorted
	for i := range d.Closed {
		d.Closed[i] = place[d.Closed[i]]
	}
	slices.Sort(d.Closed)
	d.Closed = slices.Compact(d.Closed)
	for i := range d.Edges {
		d.Edges[i].From, d.Edges[i].To = place[d.Edges[i].From], place[d.Edges[i].To]
	}
	edges := order(len(d.Edges), func(i uint32) Point { return d.middle(i) })
	moved := make([]uint32, len(edges))
	list, at, shape := make([]Edge, 0, len(edges)), make([]uint32, 1, len(edges)+1), make([]Point, 0, len(d.Shape))
	for now, was := range edges {
		moved[was] = uint32(now)
		list = append(list, d.Edges[was])
		shape = append(shape, d.Shape[d.ShapeAt[was]:d.ShapeAt[was+1]]...)
		at = append(at, uint32(len(shape)))
	}
	d.Edges, d.ShapeAt, d.Shape = list, at, shape
	for i, b := range d.Bans {
		d.Bans[i] = Ban{ArcOf(moved[b.From.edge()], b.From.against()), ArcOf(moved[b.To.edge()], b.To.against())}
	}
	slices.SortFunc(d.Bans, compareBans)
	d.Bans = slices.Compact(d.Bans)
}

func compareBans(a, b Ban) int {
	if a.From != b.From {
		return int(a.From) - int(b.From)
	}
	return int(a.To) - int(b.To)
}

// middle is a point about the middle of an edge.
func (d *Draft) middle(edge uint32) Point {
	if inner := d.Shape[d.ShapeAt[edge]:d.ShapeAt[edge+1]]; len(inner) > 0 {
		return inner[len(inner)/2]
	}
	a, b := d.Nodes[d.Edges[edge].From], d.Nodes[d.Edges[edge].To]
	return Point{int32((int64(a.Lon) + int64(b.Lon)) / 2), int32((int64(a.Lat) + int64(b.Lat)) / 2)}
}

// order sorts numbers by the places of what they number along a Z-curve.
func order(n int, at func(uint32) Point) []uint32 {
	type placed struct {
		curve uint64
		i     uint32
	}
	list := make([]placed, n)
	for i := range list {
		x, y := units(at(uint32(i)))
		list[i] = placed{spread(x) | spread(y)<<1, uint32(i)}
	}
	slices.SortFunc(list, func(a, b placed) int {
		switch {
		case a.curve < b.curve:
			return -1
		case a.curve > b.curve:
			return 1
		}
		return int(a.i) - int(b.i)
	})
	sorted := make([]uint32, n)
	for i, p := range list {
		sorted[i] = p.i
	}
	return sorted
}

// units are a position's coordinates as the index wants them: whole and not negative.
func units(p Point) (x, y uint32) {
	return uint32(int64(p.Lon) + 180e7), uint32(int64(p.Lat) + 90e7)
}

// spread puts a zero between each two bits.
func spread(v uint32) uint64 {
	x := uint64(v)
	x = (x | x<<16) & 0x0000ffff0000ffff
	x = (x | x<<8) & 0x00ff00ff00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f
	x = (x | x<<2) & 0x3333333333333333
	return (x | x<<1) & 0x5555555555555555
}
