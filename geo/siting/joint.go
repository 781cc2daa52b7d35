package siting

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"beltmap/geo/status"
	"github.com/paulmach/orb"
)

// Unit is an enterprise that may join a branch.
type Unit struct {
	ID       string
	At       orb.Point
	Zone     string
	Industry string // "" if unknown, which is like no other
	Grid     string // "" for none
	Members  int32  // full members, status.UnknownCount if not known
}

// Rules are the limits of a joint branch.
type Rules struct {
	Units       int     // how many enterprises at most
	Least, Most int     // full members together
	Metres      float64 // between any two of them
	AnyIndustry bool    // lines of business may differ
	Across      bool    // zones may differ
	Anchor      string  // where they may: the zone that one unit at least is of; "" for any
}

// ExactUnits is up to how many candidates that hang together the choice is exact.
const ExactUnits = 25

// Branch is one suggestion: units in the order of their ids, and how good they are together.
type Branch struct {
	Units   []Unit
	Metres  float64 // the greatest distance of two
	Members int     // known together
	Unknown int     // units whose members are not known
	Terms   [NumTerms]int
	Score   int // the mean of the terms
}

// Branches are the suggestions for some candidates.
type Branches struct {
	List    []Branch // those of the most units first, then of the highest score
	Covered int      // units in them
	Bound   int      // units that any choice can cover at most
	Score   int64    // the sum of units × score
	Optimal bool     // no choice covers more, nor as many with a higher score
}

// Joints suggests joint branches: disjoint groups of two and more units within the rules, such that the most units are in one and, of such
// choices, those that fit best. Units that hang together by being near and alike are parts of the problem; all are chosen by a greedy
// choice and local search, and of a part of up to ExactUnits the best is then found exactly, unless there are more groups or states than the search may
// look at in all; five units a group never are too many groups of one part. Bound holds for all. The order of the units does not matter. It fails only when the context ends.
func Joints(ctx context.Context, units []Unit, rules Rules) (Branches, error) {
	units = slices.Clone(units)
	slices.SortFunc(units, func(a, b Unit) int {
		return cmp.Or(cmp.Compare(a.At[0], b.At[0]), cmp.Compare(a.At[1], b.At[1]), cmp.Compare(a.Industry, b.Industry), cmp.Compare(a.Grid, b.Grid),
			cmp.Compare(a.Members, b.Members), cmp.Compare(a.Zone, b.Zone), cmp.Compare(a.ID, b.ID))
	})
	n, err := neighborhoodOf(ctx, units, rules)
	if err != nil {
		return Branches{}, err
	}
	out := Branches{Optimal: true}
	worth := int64(full)*int64(len(units)) + 1 // a unit more outweighs any score
	left := budget{mostGroups, mostStates}
	for _, part := range n.parts() {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		bound := n.coverable(part)
		if bound == 0 {
			continue
		}
		groups, err := n.spread(ctx, part)
		if err != nil {
			return out, err
		}
		exact := false
		if len(part) <= ExactUnits {
			groups, bound, exact = n.packed(part, groups, bound, worth, &left)
		}
		covered := 0
		for _, g := range groups {
			out.List = append(out.List, n.branch(g))
			covered += len(g)
		}
		out.Covered += covered
		out.Bound += bound
		out.Optimal = out.Optimal && exact
	}
	for _, b := range out.List {
		out.Score += int64(len(b.Units) * b.Score)
	}
	slices.SortFunc(out.List, func(a, b Branch) int {
		return cmp.Or(-cmp.Compare(len(a.Units), len(b.Units)), -cmp.Compare(a.Score, b.Score), cmp.Compare(a.Units[0].ID, b.Units[0].ID))
	})
	return out, nil
}

// branch describes a group.
func (n *neighborhood) branch(group []int32) Branch {
	b := Branch{Terms: n.terms(group), Metres: n.diameter(group)}
	b.Score = mean(b.Terms)
	for _, i := range group {
		b.Units = append(b.Units, n.units[i])
		if m := n.units[i].Members; m == status.UnknownCount {
			b.Unknown++
		} else {
			b.Members += int(m)
		}
	}
	slices.SortFunc(b.Units, func(x, y Unit) int { return strings.Compare(x.ID, y.ID) })
	return b
}
