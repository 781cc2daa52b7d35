package siting

import (
	"cmp"
	"context"
	"slices"
)

// choice is a set of disjoint groups in the making.
type choice struct {
	*neighborhood
	groups [][]int32
	of     map[int32]int // the group of a unit; missing if in none
}

// How many of the nearest units a group is looked for among, and how often all are gone over to improve it.
const (
	lookedAmong = 10
	rounds      = 4
)

// spread chooses groups in a large part: those with the fewest neighbors first take the group with the least members to spare among their
// nearest; then units left over join groups, or take units that others can do without, and units move where they fit better, as long as
// that helps.
func (n *neighborhood) spread(ctx context.Context, part []int32) ([][]int32, error) {
	c := &choice{neighborhood: n, of: map[int32]int{}}
	order := slices.Clone(part)
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(n.many[a], n.many[b]) })
	for _, i := range order {
		if _, in := c.of[i]; in {
			continue
		}
		if group := c.around(i, func(j int32) bool { _, in := c.of[j]; return !in }); group != nil {
			c.take(group)
		}
	}
	for range rounds {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		better := false
		for _, i := range order {
			if _, in := c.of[i]; in {
				better = c.move(i) || better
			} else {
				better = c.joined(i) || c.borrowed(i) || better
			}
		}
		if !better {
			break
		}
	}
	groups := slices.DeleteFunc(c.groups, func(g []int32) bool { return len(g) == 0 })
	for _, g := range groups {
		slices.Sort(g)
	}
	return groups, nil
}

func (c *choice) take(group []int32) {
	for _, i := range group {
		c.of[i] = len(c.groups)
	}
	c.groups = append(c.groups, group)
}

// around is the feasible group of a unit and some of its nearest free ones that has the fewest members to spare and then fits best.
func (c *choice) around(i int32, free func(int32) bool) (best []int32) {
	var pool []int32
	for _, near := range c.near[i] {
		if len(pool) < lookedAmong && free(near.unit) {
			pool = append(pool, near.unit)
		}
	}
	spare, score := 0, 0
	group := []int32{i}
	var fit func(from int)
	fit = func(from int) {
		if c.enough(group) {
			known, _ := c.members(group)
			s := mean(c.terms(group))
			if over := max(0, known-c.rules.Least); best == nil || over < spare || over == spare && s > score {
				best, spare, score = slices.Clone(group), over, s
			}
			if known >= c.rules.Least {
				return // a unit more only spares more
			}
		}
		for k := from; k < len(pool) && len(group) < min(c.rules.Units, 5); k++ {
			if slices.ContainsFunc(group, func(j int32) bool { return !c.compatible(j, pool[k]) }) {
				continue
			}
			group = append(group, pool[k])
			fit(k + 1)
			group = group[:len(group)-1]
		}
	}
	fit(0)
	return best
}

func (c *choice) worth(group []int32) int {
	if len(group) == 0 {
		return 0
	}
	return len(group) * mean(c.terms(group))
}

// beside are the groups of a unit's nearest, each once.
func (c *choice) beside(i int32) (groups []int) {
	for _, near := range c.near[i] {
		if g, in := c.of[near.unit]; in && !slices.Contains(groups, g) {
			groups = append(groups, g)
		}
	}
	return groups
}

func with(group []int32, i int32) []int32 { return append(group[:len(group):len(group)], i) }

func less(group []int32, i int32) []int32 {
	return slices.DeleteFunc(slices.Clone(group), func(j int32) bool { return j == i })
}

// joined puts a unit that is left over into the group beside it where it fits best.
func (c *choice) joined(i int32) bool {
	best, most := -1, 0
	for _, g := range c.beside(i) {
		if bigger := with(c.groups[g], i); c.feasible(bigger) {
			if gain := c.worth(bigger) - c.worth(c.groups[g]); best < 0 || gain > most {
				best, most = g, gain
			}
		}
	}
	if best < 0 {
		return false
	}
	c.groups[best] = with(c.groups[best], i)
	c.of[i] = best
	return true
}

// borrowed makes a group of a unit that is left over, others left over, and one that its group can do without.
func (c *choice) borrowed(i int32) bool {
	for _, near := range c.near[i] {
		lent, in := c.of[near.unit]
		if in && !c.feasible(less(c.groups[lent], near.unit)) {
			continue
		}
		group := c.around(i, func(j int32) bool { _, taken := c.of[j]; return !taken || j == near.unit })
		if group == nil {
			continue
		}
		if in && slices.Contains(group, near.unit) {
			c.groups[lent] = less(c.groups[lent], near.unit)
		}
		c.take(group)
		return true
	}
	return false
}

// move puts a unit into another group if both are worth more together then.
func (c *choice) move(i int32) bool {
	from := c.of[i]
	rest := less(c.groups[from], i)
	if !c.feasible(rest) {
		return false
	}
	for _, g := range c.beside(i) {
		if g == from {
			continue
		}
		if bigger := with(c.groups[g], i); c.feasible(bigger) && c.worth(bigger)+c.worth(rest) > c.worth(c.groups[g])+c.worth(c.groups[from]) {
			c.groups[from], c.groups[g], c.of[i] = rest, bigger, g
			return true
		}
	}
	return false
}
