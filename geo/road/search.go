package road

import (
	"math"
	"slices"
	"sync"
)

// hop is a link as a search sees it from one of its ends.
type hop struct{ node, weight, length, link uint32 }

// arrange sorts the links by the lower of their ends.
func (n *net) arrange() {
	lower := func(up bool) (at []uint32, hops []hop) {
		at = make([]uint32, n.nodes+2)
		each := func(visit func(from, to uint32, i int)) {
			for i := range n.links {
				switch l := &n.links[i]; {
				case up && n.rank[l.tail] < n.rank[l.head]:
					visit(l.tail, l.head, i)
				case !up && n.rank[l.head] < n.rank[l.tail]:
					visit(l.head, l.tail, i)
				}
			}
		}
		each(func(from, _ uint32, _ int) { at[from+2]++ })
		for i := 2; i < len(at); i++ {
			at[i] += at[i-1]
		}
		hops = make([]hop, at[len(at)-1])
		each(func(from, to uint32, i int) {
			l := &n.links[i]
			hops[at[from+1]] = hop{to, l.weight, l.length, uint32(i)}
			at[from+1]++
		})
		return at[:n.nodes+1], hops
	}
	n.upAt, n.up = lower(true)
	n.downAt, n.down = lower(false)
	n.outAt = make([]uint32, n.nodes+1)
	for i := range n.links[:n.plain] {
		n.outAt[n.links[i].tail+1]++
	}
	for i := range n.nodes {
		n.outAt[i+1] += n.outAt[i]
	}
	n.copiesOf = map[uint32][]uint32{}
	for i := range n.copies {
		n.copiesOf[n.copies[i].node] = append(n.copiesOf[n.copies[i].node], uint32(i))
	}
}

const far = math.MaxUint32

// seed is a node from which a search begins, and what it takes to get there: in the direction of an arc, of which a part is used.
type seed struct {
	node, weight, length uint32
	arc                  Arc
}

// space is what one direction of a search writes on: a mark for each node that was met, and the list of them, by which it is wiped.
type space struct {
	dist, length, by []uint32 // by is the link by which a node was met, or far-seed's number
	met              []uint32
	queue            heap
}

type pool struct{ sync.Pool }

func (p *pool) take(nodes int) *space {
	if s, ok := p.Get().(*space); ok {
		return s
	}
	s := &space{dist: make([]uint32, nodes), length: make([]uint32, nodes), by: make([]uint32, nodes)}
	for i := range s.dist {
		s.dist[i] = far
	}
	return s
}

func (p *pool) give(s *space) {
	s.wipe()
	p.Put(s)
}

func (s *space) begin(seeds []seed) {
	for i, from := range seeds {
		s.reach(from.node, from.weight, from.length, far-uint32(i))
	}
}

func (s *space) reach(node, weight, length, by uint32) {
	switch d := s.dist[node]; {
	case d == far:
		s.met = append(s.met, node)
	case d <= weight:
		return
	}
	s.dist[node], s.length[node], s.by[node] = weight, length, by
	s.queue.push(weight, node)
}

// step settles the nearest node and goes on from it by hops; back are the hops of the other direction, by which it may be seen that the node is met too
// late to matter.
func (s *space) step(at []uint32, hops []hop, backAt []uint32, back []hop) (node uint32, settled bool) {
	top := s.queue.pop()
	if top.key > s.dist[top.node] {
		return 0, false
	}
	for _, h := range back[backAt[top.node]:backAt[top.node+1]] {
		if d := s.dist[h.node]; d != far && sum(d, h.weight) < top.key {
			return top.node, false
		}
	}
	for _, h := range hops[at[top.node]:at[top.node+1]] {
		s.reach(h.node, sum(top.key, h.weight), sum(s.length[top.node], h.length), h.link)
	}
	return top.node, true
}

// found is the best way between two sets of seeds.
type found struct {
	weight, length uint32
	first, last    seed
	arcs           []Arc // between the parts of the first and last arc
}

// between finds the best way, if there is one.
func (n *net) between(from, to []seed) (best found, any bool) {
	ahead, behind := n.spaces.take(n.nodes), n.spaces.take(n.nodes)
	defer n.spaces.give(ahead)
	defer n.spaces.give(behind)
	ahead.begin(from)
	behind.begin(to)
	best.weight = far
	var meet uint32
	for {
		s, other := ahead, behind
		if len(s.queue) == 0 || len(other.queue) > 0 && other.queue[0].key < s.queue[0].key {
			s, other = other, s
		}
		if len(s.queue) == 0 || s.queue[0].key >= best.weight {
			break
		}
		var v uint32
		var settled bool
		if s == ahead {
			v, settled = s.step(n.upAt, n.up, n.downAt, n.down)
		} else {
			v, settled = s.step(n.downAt, n.down, n.upAt, n.up)
		}
		if settled && other.dist[v] != far {
			if w := sum(s.dist[v], other.dist[v]); w < best.weight {
				best.weight, meet, any = w, v, true
			}
		}
	}
	if !any {
		return best, false
	}
	best.length = sum(ahead.length[meet], behind.length[meet])
	v := meet
	for ahead.by[v] < uint32(len(n.links)) {
		best.arcs = n.unpack(best.arcs, ahead.by[v], true)
		v = n.links[ahead.by[v]].tail
	}
	slices.Reverse(best.arcs)
	best.first = from[far-ahead.by[v]]
	for v = meet; behind.by[v] < uint32(len(n.links)); v = n.links[behind.by[v]].head {
		best.arcs = n.unpack(best.arcs, behind.by[v], false)
	}
	best.last = to[far-behind.by[v]]
	return best, true
}

// unpack appends the arcs that a link stands for, the last first if backwards.
func (n *net) unpack(arcs []Arc, i uint32, backwards bool) []Arc {
	stack := []uint32{i}
	for len(stack) > 0 {
		l := &n.links[stack[len(stack)-1]]
		stack = stack[:len(stack)-1]
		if a, plain := l.arc(); plain {
			arcs = append(arcs, a)
			continue
		}
		if backwards {
			stack = append(stack, uint32(l.first), uint32(l.second))
		} else {
			stack = append(stack, uint32(l.second), uint32(l.first))
		}
	}
	return arcs
}

// pair is what it takes from one to another, far if there is no way.
type pair struct{ weight, length uint32 }

// matrix finds the ways from each set of seeds to each other.
func (n *net) matrix(from, to [][]seed, stop func() bool) [][]pair {
	all := make([][]pair, len(from))
	n.each(from, to, stop, func(f int, row []pair) { all[f] = slices.Clone(row) })
	return all
}

// each visits the ways from each set of seeds to all others: the second searches' marks are left in buckets at their nodes, through which the first go.
func (n *net) each(from, to [][]seed, stop func() bool, visit func(from int, row []pair)) {
	type mark struct {
		next           int32
		to             int32
		weight, length uint32
	}
	var marks []mark
	heads := make(map[uint32]int32)
	s := n.spaces.take(n.nodes)
	for t, seeds := range to {
		if stop() {
			break
		}
		s.begin(seeds)
		for len(s.queue) > 0 {
			if v, settled := s.step(n.downAt, n.down, n.upAt, n.up); settled {
				next, any := heads[v]
				if !any {
					next = -1
				}
				heads[v] = int32(len(marks))
				marks = append(marks, mark{next, int32(t), s.dist[v], s.length[v]})
			}
		}
		s.wipe()
	}
	row := make([]pair, len(to))
	for f, seeds := range from {
		for t := range row {
			row[t] = pair{far, far}
		}
		if stop() {
			visit(f, row)
			continue
		}
		s.begin(seeds)
		for len(s.queue) > 0 {
			v, settled := s.step(n.upAt, n.up, n.downAt, n.down)
			i, any := heads[v]
			if !settled || !any {
				continue
			}
			for ; i >= 0; i = marks[i].next {
				m := &marks[i]
				if w := sum(s.dist[v], m.weight); w < row[m.to].weight {
					row[m.to] = pair{w, sum(s.length[v], m.length)}
				}
			}
		}
		s.wipe()
		visit(f, row)
	}
	n.spaces.give(s)
}

func (s *space) wipe() {
	for _, v := range s.met {
		s.dist[v] = far
	}
	s.met, s.queue = s.met[:0], s.queue[:0]
}

// plainOut visits where the links of the graph lead from a node; they stand in the order of their beginnings.
func (n *net) plainOut(node uint32, visit func(head, weight, length uint32)) {
	for i := n.outAt[node]; i < n.outAt[node+1]; i++ {
		visit(n.links[i].head, n.links[i].weight, n.links[i].length)
	}
}

// copiesAt lists the copies of a node.
func (n *net) copiesAt(node uint32) []uint32 { return n.copiesOf[node] }

// within visits the nodes that are reached within a weight, over plain links, each once and with what it takes.
func (n *net) within(from []seed, most uint32, out func(node uint32, visit func(head, weight, length uint32)), visit func(node, weight, length uint32)) {
	s := n.spaces.take(n.nodes)
	defer n.spaces.give(s)
	s.begin(from)
	for len(s.queue) > 0 {
		top := s.queue.pop()
		if top.key > s.dist[top.node] {
			continue
		}
		if top.key > most {
			return
		}
		visit(top.node, top.key, s.length[top.node])
		out(top.node, func(head, weight, length uint32) {
			s.reach(head, sum(top.key, weight), sum(s.length[top.node], length), 0)
		})
	}
}
