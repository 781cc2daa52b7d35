package siting

import (
	"cmp"
	"math/bits"
	"slices"
)

// How many groups are listed for all exact parts together, and how many states their searches may meet.
const (
	mostGroups = 250_000
	mostStates = 1_000_000
	fine       = 64 // values are finer than scores, so that rounding prices costs nothing
)

// budget is what is left of both.
type budget struct{ groups, states int }

// packing chooses disjoint groups of the greatest value. Each unit has a price such that no group is worth more than its units cost together
// (a solution of the linear dual), so that what is left is worth at most what it costs. States are sets of units still free; one that
// was met before with as much is not followed, and of units alike in all but their id the first is taken first.
type packing struct {
	groups []packed // by the lowest unit, then by how little they are under their price
	first  []int32  // of each unit, where the groups begin that it is the lowest of
	price  []int64
	before []int // of each unit, the one before it that is alike, -1 if none
	met    map[uint32]int64
	chosen []uint32
	best   []uint32
	most   int64 // what is to be exceeded
	found  bool  // a choice that exceeds it
	states int   // that may be met
	seen   int   // that were, before this round
	over   bool
}

type packed struct {
	units uint32
	value int64
	slack int64 // how much it is under its price
}

// packed betters a choice of groups of a part that covers at most bound units: exact tells whether none is better. There is no more to it where there are too
// many groups to list; where the search grows too large, it is the best that was met, with the bound of the prices.
func (n *neighborhood) packed(part []int32, start [][]int32, bound int, worth int64, left *budget) (groups [][]int32, most int, exact bool) {
	part = slices.Clone(part) // by grid and line of business: what is left of one does not depend on how those before it were dealt out
	slices.SortStableFunc(part, func(a, b int32) int {
		return cmp.Or(cmp.Compare(n.units[a].Grid, n.units[b].Grid), cmp.Compare(n.units[a].Industry, n.units[b].Industry))
	})
	p := &packing{states: left.states, price: make([]int64, len(part)), before: n.likes(part), met: map[uint32]int64{}}
	if !n.list(part, worth, p, left.groups) {
		return start, bound, false
	}
	left.groups -= len(p.groups)
	p.settlePrices()
	p.arrange()
	p.best = setsOf(part, start)
	p.closeIn()
	left.states -= p.seen
	for _, g := range p.best {
		var group []int32
		for ; g != 0; g &= g - 1 {
			group = append(group, part[bits.TrailingZeros32(g)])
		}
		most += len(group)
		groups = append(groups, group)
	}
	if p.over {
		most = min(bound, int(p.cost(p.all())/(worth*fine)))
	}
	return groups, most, !p.over
}

// arrange puts the groups in the order of the search.
func (p *packing) arrange() {
	for i := range p.groups {
		p.groups[i].slack = p.cost(p.groups[i].units) - p.groups[i].value
	}
	slices.SortFunc(p.groups, func(a, b packed) int {
		return cmp.Or(cmp.Compare(bits.TrailingZeros32(a.units), bits.TrailingZeros32(b.units)), cmp.Compare(a.slack, b.slack), cmp.Compare(a.units, b.units))
	})
	p.first = make([]int32, len(p.price)+1)
	for k, g := range p.groups {
		p.first[bits.TrailingZeros32(g.units)+1] = int32(k + 1)
	}
	for i := range p.price {
		p.first[i+1] = max(p.first[i+1], p.first[i])
	}
}

func (p *packing) all() uint32 { return uint32(1<<len(p.price) - 1) }

// firstWithin is how far under the bound choices are looked for at first: by so little that few are met.
const firstWithin = full * fine / 64

// closeIn betters a choice. It looks for those that are worth less than the bound by little, then by twice as much and so on, until one is met: then the best
// of all was met, too. Groups that are under their price by more are no part of such a choice and not looked at.
func (p *packing) closeIn() {
	begin, ceiling := int64(0), p.cost(p.all())
	for _, g := range p.groups {
		if slices.Contains(p.best, g.units) {
			begin += g.value
		}
	}
	for within := int64(firstWithin); !p.over; within *= 2 {
		p.most = max(begin, ceiling-within)
		clear(p.met)
		p.search(p.all(), 0, ceiling)
		p.seen += len(p.met)
		if p.found || p.most == begin {
			return
		}
	}
}

// setsOf are groups of units of a part as sets of their places in it.
func setsOf(part []int32, groups [][]int32) (sets []uint32) {
	for _, g := range groups {
		set := uint32(0)
		for _, unit := range g {
			set |= 1 << slices.Index(part, unit)
		}
		sets = append(sets, set)
	}
	return sets
}

// likes finds for each unit the one before it that is the same in all but its id; units are sorted so that such stand together.
func (n *neighborhood) likes(part []int32) []int {
	before := make([]int, len(part))
	for k := range part {
		before[k] = -1
		if k > 0 {
			a, b := n.units[part[k-1]], n.units[part[k]]
			a.ID, b.ID = "", ""
			if a == b {
				before[k] = k - 1
			}
		}
	}
	return before
}

// list gathers the feasible groups of a part, or tells that there are more than so many.
func (n *neighborhood) list(part []int32, worth int64, p *packing, most int) bool {
	group := make([]int32, 0, n.rules.Units)
	var fit func(from int, units uint32) bool
	fit = func(from int, units uint32) bool {
		if n.enough(group) {
			if len(p.groups) >= most {
				return false
			}
			value := int64(len(group)) * (worth + int64(mean(n.terms(group)))) * fine
			p.groups = append(p.groups, packed{units: units, value: value})
		}
		if len(group) == n.rules.Units {
			return true
		}
		for k := from; k < len(part); k++ {
			if slices.ContainsFunc(group, func(i int32) bool { return !n.compatible(i, part[k]) }) {
				continue
			}
			group = append(group, part[k])
			ok := fit(k+1, units|1<<k)
			group = group[:len(group)-1]
			if !ok {
				return false
			}
		}
		return true
	}
	return fit(0, 0)
}

func (p *packing) cost(units uint32) (sum int64) {
	for ; units != 0; units &= units - 1 {
		sum += p.price[bits.TrailingZeros32(units)]
	}
	return sum
}

// search fills what is free, worth at most ceiling, on top of value.
func (p *packing) search(free uint32, value, ceiling int64) {
	if value > p.most {
		p.most, p.best, p.found = value, slices.Clone(p.chosen), true
	}
	if free == 0 || value+ceiling <= p.most || p.over {
		return
	}
	if known, met := p.met[free]; met && known >= value {
		return
	}
	p.met[free] = value
	if p.seen+len(p.met) >= p.states {
		p.over = true
		return
	}
	i := bits.TrailingZeros32(free)
	for _, g := range p.groups[p.first[i]:p.first[i+1]] {
		if value+ceiling-g.slack <= p.most {
			break
		}
		if g.units&^free != 0 || !p.canonical(g.units, free) {
			continue
		}
		p.chosen = append(p.chosen, g.units)
		p.search(free&^g.units, value+g.value, ceiling-p.cost(g.units))
		p.chosen = p.chosen[:len(p.chosen)-1]
	}
	left := free &^ (1 << i) // and all that are like it, which would otherwise go in its place
	for k := i + 1; k < len(p.before) && p.before[k] == k-1; k++ {
		left &^= 1 << k
	}
	p.search(left, value, p.cost(left))
}

func (p *packing) canonical(units, free uint32) bool {
	for u := units; u != 0; u &= u - 1 {
		if b := p.before[bits.TrailingZeros32(u)]; b >= 0 && free>>b&1 != 0 && units>>b&1 == 0 {
			return false
		}
	}
	return true
}
