package road

import (
	"context"
	"math"
)

// The most nodes that a search for a way round settles, while nodes are weighed and while one is contracted. Too few make superfluous shortcuts, never a
// wrong one.
const (
	weighSettles    = 40
	contractSettles = 300
)

// contraction makes the hierarchy of a net (Geisberger and others, 2008): nodes are taken out one after the other, the least important first, and a
// shortcut stands for each shortest way that led over one.
type contraction struct {
	*net
	out, in [][]int32 // links between nodes that are not taken out yet
	level   []int32
	dist    []uint32 // of the search for a way round, for those that are stamped
	stamp   []uint32
	round   uint32
	queue   heap
	fresh   []link // the shortcuts of the node at hand
}

func (n *net) contract(ctx context.Context) error {
	c := contraction{net: n, out: make([][]int32, n.nodes), in: make([][]int32, n.nodes), level: make([]int32, n.nodes),
		dist: make([]uint32, n.nodes), stamp: make([]uint32, n.nodes)}
	for i := range n.links {
		if l := &n.links[i]; l.tail != l.head {
			c.out[l.tail] = append(c.out[l.tail], int32(i))
			c.in[l.head] = append(c.in[l.head], int32(i))
		}
	}
	n.rank = make([]uint32, n.nodes)
	var waiting heap
	for v := range n.nodes {
		waiting.push(c.weigh(uint32(v)), uint32(v))
	}
	for next := uint32(0); len(waiting) > 0; {
		if next&1023 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		top := waiting.pop()
		if now := c.weigh(top.node); len(waiting) > 0 && now > waiting[0].key {
			waiting.push(now, top.node)
			continue
		}
		c.takeOut(top.node)
		n.rank[top.node] = next
		next++
	}
	return nil
}

// weigh is how important a node is: by the links that taking it out would add, and by how many levels lie below it.
func (c *contraction) weigh(v uint32) uint32 {
	c.shortcuts(v, weighSettles)
	gain := len(c.fresh)*2 - len(c.in[v]) - len(c.out[v])
	return uint32(max(0, 1<<20+gain*4+int(c.level[v])*2))
}

// shortcuts finds what must stand for a node when it goes.
func (c *contraction) shortcuts(v uint32, settles int) {
	c.fresh = c.fresh[:0]
	for _, i := range c.in[v] {
		in, most := c.links[i], uint32(0)
		for _, k := range c.out[v] {
			if out := &c.links[k]; out.head != in.tail {
				most = max(most, sum(in.weight, out.weight))
			}
		}
		if most == 0 {
			continue
		}
		c.around(in.tail, v, most, settles)
		for _, k := range c.out[v] {
			out := &c.links[k]
			if out.head == in.tail {
				continue
			}
			if over := sum(in.weight, out.weight); c.stamp[out.head] != c.round || c.dist[out.head] > over {
				c.offer(link{in.tail, out.head, over, sum(in.length, out.length), i, k})
			}
		}
	}
}

// offer notes a shortcut, once for two nodes.
func (c *contraction) offer(l link) {
	for i := range c.fresh {
		if f := &c.fresh[i]; f.tail == l.tail && f.head == l.head {
			if l.weight < f.weight {
				*f = l
			}
			return
		}
	}
	c.fresh = append(c.fresh, l)
}

// around searches from a node without passing another, up to a distance.
func (c *contraction) around(from, without, most uint32, settles int) {
	c.round++
	c.queue = c.queue[:0]
	c.dist[from], c.stamp[from] = 0, c.round
	c.queue.push(0, from)
	for len(c.queue) > 0 && settles > 0 {
		top := c.queue.pop()
		if top.key > c.dist[top.node] {
			continue
		}
		if settles--; top.key > most {
			return
		}
		for _, i := range c.out[top.node] {
			l := &c.links[i]
			if l.head == without {
				continue
			}
			if d := sum(top.key, l.weight); c.stamp[l.head] != c.round || d < c.dist[l.head] {
				c.dist[l.head], c.stamp[l.head] = d, c.round
				c.queue.push(d, l.head)
			}
		}
	}
}

// takeOut puts shortcuts in the place of a node.
func (c *contraction) takeOut(v uint32) {
	c.shortcuts(v, contractSettles)
	for _, i := range c.in[v] {
		u := c.links[i].tail
		c.out[u] = without(c.out[u], func(k int32) bool { return c.links[k].head == v })
		c.level[u] = max(c.level[u], c.level[v]+1)
	}
	for _, i := range c.out[v] {
		w := c.links[i].head
		c.in[w] = without(c.in[w], func(k int32) bool { return c.links[k].tail == v })
		c.level[w] = max(c.level[w], c.level[v]+1)
	}
	c.out[v], c.in[v] = nil, nil
	for _, l := range c.fresh {
		// What the shortcut is quicker than is of no use to those that remain.
		worse := func(k int32) bool { o := &c.links[k]; return o.tail == l.tail && o.head == l.head }
		c.out[l.tail], c.in[l.head] = without(c.out[l.tail], worse), without(c.in[l.head], worse)
		i := int32(len(c.links))
		c.links = append(c.links, l)
		c.out[l.tail], c.in[l.head] = append(c.out[l.tail], i), append(c.in[l.head], i)
	}
}

func without(list []int32, gone func(int32) bool) []int32 {
	kept := list[:0]
	for _, k := range list {
		if !gone(k) {
			kept = append(kept, k)
		}
	}
	return kept
}

// sum adds without passing the greatest number.
func sum(a, b uint32) uint32 {
	if s := a + b; s >= a {
		return s
	}
	return math.MaxUint32
}
