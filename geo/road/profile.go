package road

import (
	"math"
	"slices"
)

// Profile is a way of getting along.
type Profile uint8

// The profiles. A bus takes the quickest way, who walks the shortest.
const (
	Foot Profile = iota
	Bus
	numProfiles = iota
)

// Profiles are the names of the profiles, as the API knows them.
func Profiles() []string { return []string{"foot", "bus"} }

func (p Profile) String() string { return Profiles()[p] }

// ProfileOf is the profile of a name.
func ProfileOf(name string) (p Profile, known bool) {
	i := slices.Index(Profiles(), name)
	return Profile(max(i, 0)), i >= 0
}

// open tells whether an arc may be used.
func (p Profile) open(e *Edge, a Arc) bool {
	switch {
	case p == Foot:
		return e.Access&OnFoot != 0
	case a.against():
		return e.Access&BusBackward != 0
	}
	return e.Access&BusForward != 0
}

// weight is what an edge costs: centimetres on foot, hundredths of a second by bus.
func (p Profile) weight(e *Edge) uint32 {
	if p == Foot {
		return max(e.Length, 1)
	}
	return uint32(max(1, math.Round(float64(e.Length)*3.6/float64(e.Speed))))
}

// link is an arc of a net, or a shortcut for two links that follow each other.
type link struct {
	tail, head     uint32
	weight, length uint32
	first          int32 // the shortcut's first link, or the complement of the arc
	second         int32
}

func (l *link) arc() (Arc, bool) { return Arc(^l.first), l.first < 0 }

// net is what one profile searches: the graph's nodes, and for each arc with bans a copy of the node at its end, from which only what is not banned goes
// on. The links of the graph come first, the shortcuts after them.
type net struct {
	nodes  int
	copies []copied // copy i is the node len(Graph.Nodes)+i
	links  []link
	plain  int      // links that are no shortcuts
	rank   []uint32 // of each node, in the order in which they were contracted

	upAt, downAt []uint32 // where the links of each node begin in up and down
	up, down     []hop    // links to higher nodes from each node, and links from higher nodes to it
	outAt        []uint32 // where the plain links of each node begin
	copiesOf     map[uint32][]uint32
	spaces       pool
}

// copied is the end of an arc from which some arcs are banned.
type copied struct {
	node uint32
	arc  Arc
	bans []Ban
}

func (c *copied) banned(a Arc) bool {
	return slices.ContainsFunc(c.bans, func(b Ban) bool { return b.To == a })
}

// expand makes the net of a profile, without shortcuts.
func (g *Graph) expand(p Profile) *net {
	n := &net{nodes: len(g.Nodes)}
	if p == Bus {
		for i := 0; i < len(g.Bans); {
			k := i
			for k < len(g.Bans) && g.Bans[k].From == g.Bans[i].From {
				k++
			}
			n.copies = append(n.copies, copied{g.head(g.Bans[i].From), g.Bans[i].From, g.Bans[i:k]})
			i = k
		}
		n.nodes += len(n.copies)
	}
	outAt, out := g.outs(p)
	add := func(tail uint32, a Arc) {
		e := &g.Edges[a.edge()]
		n.links = append(n.links, link{tail, g.end(n, a), p.weight(e), e.Length, ^int32(a), 0})
	}
	for v := range g.Nodes {
		for _, a := range out[outAt[v]:outAt[v+1]] {
			if g.passes(p, uint32(v)) {
				add(uint32(v), a)
			}
		}
	}
	for i := range n.copies {
		c := &n.copies[i]
		for _, a := range out[outAt[c.node]:outAt[c.node+1]] {
			if !c.banned(a) && g.passes(p, c.node) {
				add(uint32(len(g.Nodes)+i), a)
			}
		}
	}
	n.plain = len(n.links)
	return n
}

// passes tells whether one gets past a node.
func (g *Graph) passes(p Profile, node uint32) bool {
	if p == Foot {
		return true
	}
	_, closed := slices.BinarySearch(g.Closed, node)
	return !closed
}

// end is the node of a net at which an arc ends.
func (g *Graph) end(n *net, a Arc) uint32 {
	if i, found := slices.BinarySearchFunc(n.copies, a, func(c copied, a Arc) int { return int(c.arc) - int(a) }); found {
		return uint32(len(g.Nodes) + i)
	}
	return g.head(a)
}

// outs lists the open arcs by the node at which they begin.
func (g *Graph) outs(p Profile) (at []uint32, arcs []Arc) {
	at = make([]uint32, len(g.Nodes)+2)
	each := func(visit func(tail uint32, a Arc)) {
		for i := range g.Edges {
			for _, a := range []Arc{ArcOf(uint32(i), false), ArcOf(uint32(i), true)} {
				if p.open(&g.Edges[i], a) {
					visit(g.tail(a), a)
				}
			}
		}
	}
	each(func(tail uint32, _ Arc) { at[tail+2]++ })
	for i := 2; i < len(at); i++ {
		at[i] += at[i-1]
	}
	arcs = make([]Arc, at[len(at)-1])
	each(func(tail uint32, a Arc) { arcs[at[tail+1]] = a; at[tail+1]++ })
	return at[:len(g.Nodes)+1], arcs
}
