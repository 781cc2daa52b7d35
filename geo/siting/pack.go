package siting

import (
	"cmp"
	"math/bits"
	"slices"
)

// How many groups are listed for all exact parts together, and how many states their searches may meet.
const (
	mostGroups = 250_000
	mostStates = 300_000
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
	most   int64
	states int // that may be met
	over   bool
}

type packed struct {
	units uint32
	value int64
}

// packed is the best choice of groups of a part, or none if there is too much to list or to search.
func (n *neighborhood) packed(part []int32, worth int64, left *budget) (groups [][]int32, ok bool) {
	p := &packing{states: left.states, price: make([]int64, len(part)), before: n.likes(part), met: map[uint32]int64{}}
	if !n.list(part, worth, p, left.groups) {
		return nil, false
	}
	left.groups -= len(p.groups)
	p.settlePrices()
	slices.SortFunc(p.groups, func(a, b packed) int {
		return cmp.Or(cmp.Compare(bits.TrailingZeros32(a.units), bits.TrailingZeros32(b.units)), cmp.Compare(p.cost(a.units)-a.value, p.cost(b.units)-b.value),
			cmp.Compare(a.units, b.units))
	})
	p.first = make([]int32, len(part)+1)
	for k, g := range p.groups {
		p.first[bits.TrailingZeros32(g.units)+1] = int32(k + 1)
	}
	for i := range part {
		p.first[i+1] = max(p.first[i+1], p.first[i])
	}
	p.most = -1
	all := uint32(1<<len(part) - 1)
	p.search(all, 0, p.cost(all))
	left.states -= len(p.met)
	if p.over {
		return nil, false
	}
	for _, g := range p.best {
		var group []int32
		for ; g != 0; g &= g - 1 {
			group = append(group, part[bits.TrailingZeros32(g)])
		}
		groups = append(groups, group)
	}
	return groups, true
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
			p.groups = append(p.groups, packed{units, value})
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
		p.most, p.best = value, slices.Clone(p.chosen)
	}
	if free == 0 || value+ceiling <= p.most || p.over {
		return
	}
	if known, met := p.met[free]; met && known >= value {
		return
	}
	p.met[free] = value
	if len(p.met) >= p.states {
		p.over = true
		return
	}
	i := bits.TrailingZeros32(free)
	for _, g := range p.groups[p.first[i]:p.first[i+1]] {
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
