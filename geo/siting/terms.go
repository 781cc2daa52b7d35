package siting

import (
	"math"
	"slices"

	"beltmap/geo/status"
)

// The terms of a branch's score, each from 0 to 1000.
const (
	Adjacent   = iota // 1000 less the greatest distance of two units as a share of the allowed one
	Alike             // the share of pairs in the same line of business
	RightSize         // known full members as a share of twice the least, from where one more or less does not end the branch
	Manageable        // 1000 if all units are in one service grid
	NumTerms
)

const full = 1000

func mean(terms [NumTerms]int) int {
	sum := 0
	for _, t := range terms {
		sum += t
	}
	return sum / NumTerms
}

func (n *neighborhood) terms(group []int32) (t [NumTerms]int) {
	t[Adjacent] = n.adjacent(n.diameter(group))
	alike, pairs := 0, 0
	first := &n.units[group[0]]
	t[Manageable] = full
	for k, i := range group {
		if g := n.units[i].Grid; g == "" || g != first.Grid {
			t[Manageable] = 0
		}
		for _, j := range group[:k] {
			pairs++
			if n.sameIndustry(i, j) {
				alike++
			}
		}
	}
	t[Alike] = full * alike / max(1, pairs)
	members, _ := n.members(group)
	t[RightSize] = n.rightSize(members)
	return t
}

func (n *neighborhood) adjacent(metres float64) int {
	return int(math.Floor(full * max(0, 1-metres/n.rules.Metres)))
}

func (n *neighborhood) rightSize(members int) int {
	return min(full, full*members/(2*n.rules.Least))
}

func (n *neighborhood) members(group []int32) (known, unknown int) {
	for _, i := range group {
		if m := n.units[i].Members; m == status.UnknownCount {
			unknown++
		} else {
			known += int(m)
		}
	}
	return known, unknown
}

// enough tells whether a group has units and members enough, or may have, and not too many.
func (n *neighborhood) enough(group []int32) bool {
	known, unknown := n.members(group)
	if n.rules.Anchor != "" && !slices.ContainsFunc(group, func(i int32) bool { return n.units[i].Zone == n.rules.Anchor }) {
		return false
	}
	return len(group) >= 2 && known <= n.rules.Most && (known >= n.rules.Least || unknown > 0)
}

// feasible tells whether a group keeps the rules.
func (n *neighborhood) feasible(group []int32) bool {
	if len(group) > n.rules.Units || !n.enough(group) {
		return false
	}
	for k, i := range group {
		for _, j := range group[:k] {
			if !n.compatible(i, j) {
				return false
			}
		}
	}
	return true
}
