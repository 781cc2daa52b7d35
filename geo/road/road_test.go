package road_test

import (
	"bytes"
	"context"
	"math"
	"slices"
	"testing"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/road"
	"github.com/paulmach/orb"
	"gonum.org/v1/gonum/graph/path"
	"gonum.org/v1/gonum/graph/simple"
	"pgregory.net/rapid"
)

// town draws a small graph: streets on a bent grid with one-ways, closed nodes, islands and turn restrictions.
func town(t *rapid.T) road.Draft {
	var d road.Draft
	side := rapid.IntRange(2, 4).Draw(t, "side")
	jitter := rapid.Int32Range(-2000, 2000)
	for y := range side {
		for x := range side {
			d.Nodes = append(d.Nodes, road.Point{Lon: 118e7 + int32(x)*10000 + jitter.Draw(t, "x"), Lat: 32e7 + int32(y)*10000 + jitter.Draw(t, "y")})
		}
	}
	d.ShapeAt = []uint32{0}
	street := func(from, to int) {
		access := road.Access(rapid.SampledFrom([]int{0, 1, 3, 5, 7, 7, 7, 6}).Draw(t, "access"))
		if access == 0 {
			return
		}
		d.Edges = append(d.Edges, road.Edge{From: uint32(from), To: uint32(to), Speed: rapid.SampledFrom([]uint8{10, 30, 60}).Draw(t, "speed"), Access: access})
		if rapid.Bool().Draw(t, "bent") {
			a, b := d.Nodes[from], d.Nodes[to]
			d.Shape = append(d.Shape, road.Point{Lon: a.Lon + (b.Lon-a.Lon)/2 + jitter.Draw(t, "bend"), Lat: a.Lat + (b.Lat-a.Lat)/2})
		}
		d.ShapeAt = append(d.ShapeAt, uint32(len(d.Shape)))
	}
	for i := range side * side {
		if i%side+1 < side {
			street(i, i+1)
		}
		if i+side < side*side {
			street(i, i+side)
		}
	}
	if rapid.Bool().Draw(t, "twice") { // a second road between two junctions
		street(0, 1)
	}
	for i := range d.Edges {
		for k := range d.Edges {
			for bits := range 4 {
				from, to := road.ArcOf(uint32(i), bits&1 == 1), road.ArcOf(uint32(k), bits&2 == 2)
				if end(&d, from) == begin(&d, to) && rapid.IntRange(0, 9).Draw(t, "ban") == 0 {
					d.Bans = append(d.Bans, road.Ban{From: from, To: to})
				}
			}
		}
	}
	if rapid.Bool().Draw(t, "bollard") {
		d.Closed = []uint32{uint32(rapid.IntRange(0, side*side-1).Draw(t, "closed"))}
	}
	return d
}

func begin(d *road.Draft, a road.Arc) uint32 {
	if a&1 == 1 {
		return d.Edges[a>>1].To
	}
	return d.Edges[a>>1].From
}

func end(d *road.Draft, a road.Arc) uint32 { return begin(d, a^1) }

// oracle is the graph of arcs for gonum: a node for each open arc, an edge where a turn is allowed, which costs what the arc costs that it leads into.
func oracle(g *road.Graph, p road.Profile) *simple.WeightedDirectedGraph {
	w := simple.NewWeightedDirectedGraph(0, math.Inf(1))
	banned, closed := map[road.Ban]bool{}, map[uint32]bool{}
	if p == road.Bus {
		for _, b := range g.Bans {
			banned[b] = true
		}
		for _, c := range g.Closed {
			closed[c] = true
		}
	}
	arcs := make([]road.Arc, 0, 2*len(g.Edges))
	for i, e := range g.Edges {
		if p == road.Foot && e.Access&road.OnFoot != 0 || p == road.Bus && e.Access&road.BusForward != 0 {
			arcs = append(arcs, road.Arc(i)<<1)
		}
		if p == road.Foot && e.Access&road.OnFoot != 0 || p == road.Bus && e.Access&road.BusBackward != 0 {
			arcs = append(arcs, road.Arc(i)<<1|1)
		}
	}
	for _, a := range arcs {
		w.AddNode(simple.Node(a))
	}
	for _, a := range arcs {
		for _, b := range arcs {
			if v := end(&g.Draft, a); v == begin(&g.Draft, b) && a != b && !closed[v] && !banned[road.Ban{From: a, To: b}] {
				w.SetWeightedEdge(w.NewWeightedEdge(simple.Node(a), simple.Node(b), cost(g, p, b)))
			}
		}
	}
	return w
}

// cost is what an arc costs, in the hundredths of a second or centimetres that the graph counts in.
func cost(g *road.Graph, p road.Profile, a road.Arc) float64 {
	e := g.Edges[a>>1]
	if p == road.Foot {
		return float64(e.Length)
	}
	return max(1, math.Round(float64(e.Length)*3.6/float64(e.Speed)))
}

// middles are points in the middles of the edges, on them.
func middles(g *road.Graph) (points []orb.Point) {
	for i, e := range g.Edges {
		a, b := g.Nodes[e.From].Degrees(), g.Nodes[e.To].Degrees()
		if g.ShapeAt[i+1] > g.ShapeAt[i] {
			b = g.Shape[g.ShapeAt[i]].Degrees()
		}
		points = append(points, orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2})
	}
	return points
}

// From one edge's place to another's, gonum's way over the arcs between, with the parts of both, is what route and matrix say, before and after a
// graph was kept as bytes.
func TestWaysAreThoseOfDijkstraOverAllowedTurns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := town(t)
		built, err := road.Build(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		g, err := road.Decode(built.Encode())
		if err != nil {
			t.Fatal(err)
		}
		if len(g.Edges) == 0 {
			return
		}
		n := road.NewNetwork(g, 4)
		p := road.Profile(rapid.IntRange(0, 1).Draw(t, "profile"))
		w, points := oracle(g, p), middles(g)
		legs, err := n.Matrix(context.Background(), points, p)
		if err != nil {
			t.Fatal(err)
		}
		var ways [][]float64
		if err := n.Ways(context.Background(), points, points, func(_ int, metres []float64) { ways = append(ways, slices.Clone(metres)) }); err != nil || len(ways) != len(points) {
			t.Fatalf("%d rows, %v", len(ways), err)
		}
		sites := points[:rapid.IntRange(0, len(points)).Draw(t, "sites")]
		nearest, err := n.Nearest(context.Background(), sites, points)
		if err != nil {
			t.Fatal(err)
		}
		for k, got := range nearest {
			want := math.Inf(1)
			for _, metres := range ways[:len(sites)] {
				if metres[k] >= 0 {
					want = min(want, metres[k])
				}
			}
			if _, near := g.Spot(points[k], road.Foot); math.IsNaN(got) == near || near && got != want && !(math.Abs(got-want) < 0.02) {
				t.Fatalf("%v m to the nearest of %d sites, %v m by the way from each", got, len(sites), want)
			}
		}
		for i, metres := range ways {
			for k := range points {
				if walk := legs[i][k]; p == road.Foot && points[i] != points[k] && (walk.Known != (metres[k] >= 0) || walk.Known && math.Abs(walk.Metres-metres[k]) > 1e-6) {
					t.Fatalf("from %v: %v m, matrix %+v", points[i], metres[k], walk)
				}
				if points[i] == points[k] {
					continue
				}
				want := byDijkstra(g, n, w, p, points[i], points[k])
				leg := legs[i][k]
				r, err := n.Route(points[i], points[k], p)
				if geo.KindOf(err) != geo.KindNotFound && err != nil {
					t.Fatal(err)
				}
				if leg.Known != (err == nil) || leg.Known != !math.IsInf(want, 1) {
					t.Fatalf("%v from edge %d to %d: matrix %v, route %v, Dijkstra %v", p, i, k, leg, err, want)
				}
				if !leg.Known {
					continue
				}
				if math.Abs(leg.Seconds-r.Seconds) > 1e-6 || p == road.Foot && math.Abs(leg.Metres-r.Metres) > 1e-6 {
					t.Fatalf("matrix %+v, route %+v", leg, r.Leg)
				}
				got := r.Seconds * 100
				if p == road.Foot {
					got = (r.Metres - r.From.Metres - r.To.Metres) * 100
				}
				if math.Abs(got-want) > 3 { // parts are rounded
					t.Fatalf("%v from %d to %d: %v, Dijkstra %v", p, i, k, got, want)
				}
				along := r.Metres
				if p == road.Foot {
					along -= r.From.Metres + r.To.Metres
				}
				if drawn := length(r.Line); math.Abs(drawn-along) > 0.05+1e-3*along {
					t.Fatalf("the line of %v is %v m long, the way %v m", r.Line, drawn, along)
				}
			}
		}
	})
}

// byDijkstra is the least cost between two places: along their one edge, or by the arcs they lie on.
func byDijkstra(g *road.Graph, n *road.Network, w *simple.WeightedDirectedGraph, p road.Profile, from, to orb.Point) float64 {
	a, near := g.Spot(from, p)
	b, too := g.Spot(to, p)
	if !near || !too {
		return math.Inf(1)
	}
	edge, share := a.Edge()
	goal, where := b.Edge()
	best := math.Inf(1)
	for _, first := range []road.Arc{road.Arc(edge) << 1, road.Arc(edge)<<1 | 1} {
		if w.Node(int64(first)) == nil {
			continue
		}
		tree := path.DijkstraFrom(simple.Node(first), w)
		for _, last := range []road.Arc{road.Arc(goal) << 1, road.Arc(goal)<<1 | 1} {
			if w.Node(int64(last)) == nil {
				continue
			}
			left, used := 1-share, where
			if first&1 == 1 {
				left = share
			}
			if last&1 == 1 {
				used = 1 - where
			}
			if first == last {
				if straight := (used - (1 - left)) * cost(g, p, first); straight > -0.5 {
					best = min(best, max(0, straight))
				}
				best = min(best, around(g, w, tree, p, first, left, used))
				continue
			}
			best = min(best, left*cost(g, p, first)+tree.WeightTo(int64(last))-(1-used)*cost(g, p, last))
		}
	}
	return best
}

// around is the cost of leaving an arc and coming back to an earlier place of it.
func around(g *road.Graph, w *simple.WeightedDirectedGraph, tree path.Shortest, p road.Profile, a road.Arc, left, used float64) float64 {
	best := math.Inf(1)
	for before := w.To(int64(a)); before.Next(); {
		best = min(best, left*cost(g, p, a)+tree.WeightTo(before.Node().ID())+used*cost(g, p, a))
	}
	return best
}

func length(line orb.LineString) (metres float64) {
	for i := 1; i < len(line); i++ {
		metres += plane.Distance(line[i-1], line[i])
	}
	return metres
}

func FuzzAGraphOfForeignBytesIsRefusedOrWhole(f *testing.F) {
	rapid.Check(f, func(t *rapid.T) {
		if g, err := road.Build(context.Background(), town(t)); err == nil {
			f.Add(road.Body(g.Encode()))
		}
	})
	f.Fuzz(func(t *testing.T, body []byte) {
		g, ok := road.DecodeBody(body)
		if !ok {
			return
		}
		n := road.NewNetwork(g, 4)
		for _, p := range []road.Profile{road.Foot, road.Bus} {
			g.Parts(p)
			if len(g.Nodes) > 1 {
				_, _ = n.Route(g.Nodes[0].Degrees(), g.Nodes[len(g.Nodes)-1].Degrees(), p)
			}
		}
	})
}

func TestADamagedGraphIsRefused(t *testing.T) {
	d := road.Draft{Nodes: []road.Point{{Lon: 1, Lat: 1}, {Lon: 2, Lat: 2}}, Edges: []road.Edge{{To: 1, Speed: 30, Access: road.OnFoot}}, ShapeAt: []uint32{0, 0}}
	g, err := road.Build(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	blob := g.Encode()
	for i := range blob {
		bad := bytes.Clone(blob)
		bad[i] ^= 1
		if _, err := road.Decode(bad); geo.KindOf(err) != geo.KindInvalid {
			t.Errorf("byte %d: %v", i, err)
		}
		if _, err := road.Decode(blob[:i]); geo.KindOf(err) != geo.KindInvalid {
			t.Errorf("cut at %d: %v", i, err)
		}
	}
	if again, err := road.Decode(blob); err != nil || !bytes.Equal(again.Encode(), blob) {
		t.Errorf("%v", err)
	}
}
