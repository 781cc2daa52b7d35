package siting

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// The work of one search: rounds of the subgradient at the root and at each node below, and the costs that may be looked at in all.
const (
	leastRounds = 80
	mostRounds  = 1000
	rootLooks   = 15_000_000
	nodeRounds  = 25
	uncut       = 300_000 // costs up to which no price is cut
	mostLooks   = 45_000_000
)

// relaxation bounds a median from below by letting each place be served more or less than once at a price (Cornuéjols, Fisher and Nemhauser
// 1977; of coverings, Galvão and ReVelle 1996). Prices are kept below a cut a little above the second nearest site of a good choice,
// which is allowed, since any prices give a bound, and leaves few costs to look at in large instances.
type relaxation struct {
	m       *median
	cut     []float64 // the highest price of a unit of each place
	starts  []int32   // of each site's costs below the cut
	entries []entry
	price   []float64 // of a unit, of the best bound so far
	reduced []float64 // of each site at these prices
	fixed   float64   // what does not depend on the choice at these prices
	looks   int

	// of the round
	now   []float64
	value []float64
	slope []float64
	order []int32
}

type entry struct {
	place int32
	cost  float32
}

func newRelaxation(m *median, l *local) *relaxation {
	r := &relaxation{m: m, cut: make([]float64, m.places), price: make([]float64, m.places), now: make([]float64, m.places), slope: make([]float64, m.places),
		reduced: make([]float64, m.sites), value: make([]float64, m.sites), starts: make([]int32, m.sites+1), order: make([]int32, 0, m.sites)}
	highest := m.highest()
	for j := range r.cut {
		near, next := float64(l.near[j]), float64(min(l.next[j], highest[j]))
		r.cut[j] = float64(highest[j]) + 1
		if m.sites*m.places > uncut {
			r.cut[j] = min(r.cut[j], max(next*1.25, near+1))
		}
		r.cut[j] = min(r.cut[j], float64(m.base[j]))
		r.price[j] = min((near+next)/2, r.cut[j])
	}
	for i := range m.sites {
		for j, c := range m.row(i) {
			if float64(c) < r.cut[j] && m.weights[j] > 0 {
				r.entries = append(r.entries, entry{int32(j), float32(c)})
			}
		}
		r.starts[i+1] = int32(len(r.entries))
	}
	return r
}

// rootRounds is how long the root is looked at: the longer, the smaller the instance.
func (r *relaxation) rootRounds() int {
	return min(mostRounds, max(leastRounds, rootLooks/(len(r.entries)+r.m.places)))
}

// highest is the highest cost of each place that is not Far.
func (m *median) highest() []int32 {
	most := make([]int32, m.places)
	for i := range m.sites {
		for j, c := range m.row(i) {
			if c > most[j] && c < Far {
				most[j] = c
			}
		}
	}
	return most
}

// node is a part of all choices: those with some sites and without others.
type node struct {
	state []int8    // of each site: 1 in, -1 out, 0 free; nil for all free
	price []float64 // to begin with
}

func (n *node) of(site int) int8 {
	if n.state == nil {
		return 0
	}
	return n.state[site]
}

// ascend raises the bound of a node by some rounds of the subgradient and returns it; the choices it meets may improve the answer. The prices of
// the best round stay in r.
func (r *relaxation) ascend(n *node, rounds int, a *answer) int64 {
	m := r.m
	if n.price != nil {
		copy(r.price, n.price)
	}
	copy(r.now, r.price)
	best, step, idle := math.Inf(-1), 1.5, 0
	for range rounds {
		bound, chosen := r.round(n)
		if bound > best {
			best, idle = bound, 0
			copy(r.price, r.now)
			copy(r.reduced, r.value)
			r.fixed = bound - r.sumOf(chosen)
		} else if idle++; idle >= max(6, rounds/25) {
			step, idle = step/2, 0
		}
		if sites := siteNumbers(chosen); len(sites) == m.p {
			if cost := m.cost(sites); cost < a.cost {
				a.cost, a.sites = cost, sites
			}
		}
		if wholeAbove(best) >= a.cost || step < 1e-3 {
			break
		}
		norm := 0.0
		for j, g := range r.slope {
			if w := float64(m.weights[j]); w > 0 {
				norm += g * g * w // in units of weight, so that heavy places do not decide alone
			}
		}
		if norm == 0 {
			break
		}
		by := step * (float64(a.cost)*1.0005 + 0.5 - bound) / norm
		for j, g := range r.slope {
			r.now[j] = min(max(r.now[j]+by*g, 0), r.cut[j])
		}
	}
	return min(wholeAbove(best), a.cost)
}

// wholeAbove is the least whole number that is not certainly below a bound.
func wholeAbove(bound float64) int64 {
	if math.IsInf(bound, -1) {
		return 0
	}
	return int64(math.Ceil(bound - 1e-6 - 1e-11*math.Abs(bound)))
}

// round works out the bound at the prices of now, the sites that make it and the slope of each place.
func (r *relaxation) round(n *node) (bound float64, chosen []int32) {
	m := r.m
	r.looks += len(r.entries) + m.places
	for j, price := range r.now {
		w := float64(m.weights[j])
		r.slope[j] = 1
		bound += w * price
		if d := float64(m.base[j]) - price; d < 0 {
			bound += w * d
			r.slope[j] = 0
		}
	}
	r.order = r.order[:0]
	for i := range m.sites {
		v := 0.0
		for _, e := range r.entries[r.starts[i]:r.starts[i+1]] {
			if d := float64(e.cost) - r.now[e.place]; d < 0 {
				v += float64(m.weights[e.place]) * d
			}
		}
		r.value[i] = v
		if n.of(i) >= 0 {
			r.order = append(r.order, int32(i))
		}
	}
	slices.SortFunc(r.order, func(a, b int32) int {
		return cmp.Or(-cmp.Compare(n.of(int(a)), n.of(int(b))), cmp.Compare(r.value[a], r.value[b]), cmp.Compare(a, b))
	})
	chosen = r.order[:min(m.p, len(r.order))]
	for _, i := range chosen {
		bound += r.value[i]
		for _, e := range r.entries[r.starts[i]:r.starts[i+1]] {
			if float64(e.cost) < r.now[e.place] {
				r.slope[e.place]--
			}
		}
	}
	return bound, chosen
}

func (r *relaxation) sumOf(chosen []int32) (v float64) {
	for _, i := range chosen {
		v += r.value[i]
	}
	return v
}

func siteNumbers(chosen []int32) []int {
	sites := make([]int, len(chosen))
	for k, i := range chosen {
		sites[k] = int(i)
	}
	slices.Sort(sites)
	return sites
}

// boundFor is the bound for another number of sites at the best prices of the root.
func (r *relaxation) boundFor(p int) int64 {
	values := slices.Clone(r.reduced)
	slices.Sort(values)
	bound := r.fixed
	for _, v := range values[:p] {
		bound += v
	}
	return max(0, wholeAbove(bound))
}

// branch searches the nodes depth first, the site that the bound likes best first in and then out, until all are closed or the work is done.
func (r *relaxation) branch(ctx context.Context, root node, a *answer) error {
	root.price = slices.Clone(r.price)
	open := []node{root}
	waiting := []int64{0} // the bound of each open node
	least := int64(math.MaxInt64)
	for len(open) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, known := open[len(open)-1], waiting[len(waiting)-1]
		open, waiting = open[:len(open)-1], waiting[:len(waiting)-1]
		if known >= a.cost {
			continue
		}
		rounds := nodeRounds
		if n.state == nil {
			rounds = nodeRounds * 2
		}
		bound := max(known, r.ascend(&n, rounds, a))
		if bound >= a.cost {
			continue
		}
		if r.looks > mostLooks {
			least = min(least, bound)
			for _, b := range waiting {
				least = min(least, b)
			}
			break
		}
		in, out, split := r.children(&n, a.cost)
		if !split { // nothing is free: the choice was looked at
			continue
		}
		open, waiting = append(open, out, in), append(waiting, bound, bound)
	}
	a.bound = min(least, a.cost)
	return nil
}

// children split a node at a free site; what the reduced values already decide is fixed in both.
func (r *relaxation) children(n *node, cost int64) (in, out node, split bool) {
	m := r.m
	state := make([]int8, m.sites)
	copy(state, n.state)
	free := make([]int32, 0, m.sites)
	fixed := r.fixed
	left := m.p
	for i := range m.sites {
		switch state[i] {
		case 1:
			fixed += r.reduced[i]
			left--
		case 0:
			free = append(free, int32(i))
		}
	}
	if left == 0 || len(free) <= left {
		return in, out, false
	}
	slices.SortFunc(free, func(a, b int32) int { return cmp.Or(cmp.Compare(r.reduced[a], r.reduced[b]), cmp.Compare(a, b)) })
	for _, i := range free[:left] {
		fixed += r.reduced[i]
	}
	last, next := r.reduced[free[left-1]], r.reduced[free[left]]
	for k, i := range free {
		switch {
		case k < left && wholeAbove(fixed-r.reduced[i]+next) >= cost:
			state[i] = 1
		case k >= left && wholeAbove(fixed-last+r.reduced[i]) >= cost:
			state[i] = -1
		}
	}
	for _, i := range free {
		if state[i] != 0 {
			continue
		}
		price := slices.Clone(r.price)
		in, out = node{state: slices.Clone(state), price: price}, node{state: state, price: price}
		in.state[i], out.state[i] = 1, -1
		return in, out, true
	}
	return in, out, false // one choice at most is left, and a round has met it
}
