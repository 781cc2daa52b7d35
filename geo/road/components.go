package road

import (
	"slices"

	"github.com/paulmach/orb"
)

// Parts are the parts of a graph within which everybody gets from everywhere to everywhere and back.
type Parts struct {
	Sizes []int // junctions, the largest first
	graph *Graph
	p     Profile
	main  []bool // by node: whether it belongs to the largest
}

// Parts finds the parts that a profile sees; nodes that it does not use are in none. Turn restrictions are not looked at.
func (g *Graph) Parts(p Profile) *Parts {
	outAt, out := g.outs(p)
	part := make([]int32, len(g.Nodes)) // 0 unseen, else by number from 1
	low, number := make([]uint32, len(g.Nodes)), make([]uint32, len(g.Nodes))
	at := slices.Clone(outAt)
	parts := &Parts{graph: g, p: p}
	var open, stack []uint32 // Tarjan (1972), without recursion
	next, largest := uint32(0), int32(0)
	used := g.used(p)
	for root := range g.Nodes {
		if number[root] != 0 || !used[root] {
			continue
		}
		stack = append(stack, uint32(root))
		for len(stack) > 0 {
			v := stack[len(stack)-1]
			if number[v] == 0 {
				next++
				number[v], low[v] = next, next
				open = append(open, v)
			}
			deeper := false
			for at[v] < outAt[v+1] && !deeper {
				w := g.head(out[at[v]])
				switch {
				case number[w] == 0:
					stack, deeper = append(stack, w), true
					continue // and look at it again when it is done
				case part[w] == 0:
					low[v] = min(low[v], low[w])
				}
				at[v]++
			}
			if deeper {
				continue
			}
			stack = stack[:len(stack)-1]
			if low[v] != number[v] {
				continue
			}
			size := 0
			id := int32(len(parts.Sizes) + 1)
			for {
				w := open[len(open)-1]
				open = open[:len(open)-1]
				part[w] = id
				size++
				if w == v {
					break
				}
			}
			parts.Sizes = append(parts.Sizes, size)
			if largest == 0 || size > parts.Sizes[largest-1] {
				largest = id
			}
		}
	}
	parts.main = make([]bool, len(g.Nodes))
	for v := range part {
		parts.main[v] = largest != 0 && part[v] == largest
	}
	slices.SortFunc(parts.Sizes, func(a, b int) int { return b - a })
	return parts
}

// used tells which nodes a profile can be at.
func (g *Graph) used(p Profile) []bool {
	used := make([]bool, len(g.Nodes))
	for i := range g.Edges {
		e := &g.Edges[i]
		if p.open(e, ArcOf(uint32(i), false)) || p.open(e, ArcOf(uint32(i), true)) {
			used[e.From], used[e.To] = true, true
		}
	}
	return used
}

// Where says how a place lies to the roads.
type Where uint8

// A place is on the mainland if one gets from there to the largest part and back.
const (
	Mainland Where = iota
	Island
	Roadless // farther from any road than SnapMetres
)

// Of tells how a place lies.
func (c *Parts) Of(at orb.Point) Where {
	s, near := c.graph.snap(at, c.p)
	if !near {
		return Roadless
	}
	e := &c.graph.Edges[s.edge]
	leaves, comes := false, false
	for _, a := range []Arc{ArcOf(s.edge, false), ArcOf(s.edge, true)} {
		if c.p.open(e, a) {
			leaves, comes = leaves || c.main[c.graph.head(a)], comes || c.main[c.graph.tail(a)]
		}
	}
	if leaves && comes {
		return Mainland
	}
	return Island
}
