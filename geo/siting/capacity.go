package siting

import (
	"context"
	"slices"
)

// capacitated is the covering with a limit on the demand of each center, old and new: the demand covered by some sites is the greatest flow from
// them to the places within the distance. It has diminishing returns in the sites (it is submodular), on which the choice and its bound rest
// (Nemhauser, Wolsey and Fisher 1978).
type capacitated struct {
	*Instance
	reach    [][]int32 // the places within the distance of each site
	existing [][]int32
	single   []int64 // what a site covers at most
	flow     flow
	left     int // evaluations that the search may still make
}

const mostFlows = 1_500

func solveCapacitated(ctx context.Context, in *Instance) (Solution, error) {
	base := in.nearestExisting()
	s := Solution{Total: sum(in.Weights)}
	s.Beyond, _ = in.beyond(base, in.Within)
	c := &capacitated{Instance: in, left: mostFlows}
	for i := range in.Sites {
		c.reach = append(c.reach, within(in.row(i), in.Within))
		weight := int64(0)
		for _, j := range c.reach[i] {
			weight += in.Weights[j]
		}
		c.single = append(c.single, min(weight, in.Capacity))
	}
	for at := 0; at < len(in.Existing); at += len(in.Weights) {
		c.existing = append(c.existing, within(in.Existing[at:at+len(in.Weights)], in.Within))
	}
	s.Start = c.covered(nil)
	var chosen []int
	value := s.Start
	for range in.P {
		i, next := c.best(chosen, value)
		chosen, value = append(chosen, i), next
		s.Curve = append(s.Curve, Step{P: len(chosen), Objective: value})
		if err := ctx.Err(); err != nil {
			return s, err
		}
	}
	a := answer{sites: chosen, cost: value}
	if err := c.improve(ctx, &a); err != nil {
		return s, err
	}
	loose, err := c.loose(ctx)
	if err != nil {
		return s, err
	}
	ceiling := func(p int) int64 {
		return min(s.Total-s.Beyond, c.ceiling(nil, nil, s.Start, p), c.ceiling(a.sites, nil, a.cost, p), loose[p-1])
	}
	for k := range s.Curve {
		s.Curve[k].Bound = max(ceiling(k+1), s.Curve[k].Objective)
	}
	a.bound = ceiling(in.P)
	if err := c.branch(ctx, &a); err != nil {
		return s, err
	}
	last := &s.Curve[in.P-1]
	last.Objective, last.Bound = a.cost, a.bound
	s.Objective, s.Bound, s.Optimal = a.cost, a.bound, a.cost == a.bound
	s.Sites, s.Gains = c.ordered(a.sites, s.Start)
	c.covered(s.Sites)
	s.Served = slices.Clone(c.flow.sent[:len(s.Sites)])
	return s, nil
}

func within(costs []int32, limit int32) (places []int32) {
	for j, c := range costs {
		if c <= limit {
			places = append(places, int32(j))
		}
	}
	return places
}

// covered is the demand that some sites and the existing centers serve together.
func (c *capacitated) covered(sites []int) int64 {
	from := make([][]int32, 0, len(sites)+len(c.existing))
	for _, i := range sites {
		from = append(from, c.reach[i])
	}
	return c.flow.most(append(from, c.existing...), c.Weights, c.Capacity)
}

// best is the site that adds most, the first of equals. What a site adds is at most what it covers alone, so that few are tried.
func (c *capacitated) best(chosen []int, value int64) (site int, next int64) {
	order := make([]int, 0, c.Sites)
	for i := range c.Sites {
		if !slices.Contains(chosen, i) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(min(1, max(-1, c.single[b]-c.single[a]))) })
	site, next = -1, -1
	for _, i := range order {
		if site >= 0 && value+c.single[i] <= next {
			break
		}
		if got := c.covered(append(chosen[:len(chosen):len(chosen)], i)); got > next || got == next && i < site {
			site, next = i, got
		}
	}
	return site, next
}

// improve exchanges sites while that helps and the work lasts.
func (c *capacitated) improve(ctx context.Context, a *answer) error {
	for again := true; again; {
		again = false
		for k := range a.sites {
			if err := ctx.Err(); err != nil {
				return err
			}
			if c.left -= 20; c.left < mostFlows/2 {
				return nil
			}
			rest := slices.Delete(slices.Clone(a.sites), k, k+1)
			i, value := c.best(rest, c.covered(rest))
			if value > a.cost {
				a.sites, a.cost, again = append(rest, i), value, true
			}
		}
	}
	return nil
}

// ceiling bounds what p sites cover from what some cover already: each further one adds no more than it adds to those.
func (c *capacitated) ceiling(chosen []int, barred []bool, value int64, p int) int64 {
	adds := slices.Clone(c.single)
	if len(chosen) > 0 && c.Sites <= 64 { // the bound of the single ones is nearly as good where there are many
		for i := range adds {
			if !slices.Contains(chosen, i) {
				adds[i] = min(adds[i], c.covered(append(chosen[:len(chosen):len(chosen)], i))-value)
			}
		}
	}
	for i := range adds {
		if barred != nil && barred[i] || slices.Contains(chosen, i) {
			adds[i] = 0
		}
	}
	slices.Sort(adds)
	slices.Reverse(adds)
	for _, add := range adds[:min(p, len(adds))] {
		value += add
	}
	return value
}

// loose is the bound of the same covering without limits, for each number of sites.
func (c *capacitated) loose(ctx context.Context) (bounds []int64, err error) {
	free := *c.Instance
	free.Capacity = 0
	s, err := solveMedian(ctx, &free)
	for _, step := range s.Curve {
		bounds = append(bounds, step.Bound)
	}
	return bounds, err
}

// branch tries all choices that may still be better, as far as the work goes, the sites that cover most first.
func (c *capacitated) branch(ctx context.Context, a *answer) error {
	if a.cost >= a.bound || c.Sites > 64 {
		return nil
	}
	order := make([]int, c.Sites)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return int(min(1, max(-1, c.single[y]-c.single[x]))) })
	open := int64(0)
	if err := c.extend(ctx, order, nil, make([]bool, c.Sites), a, &open); err != nil {
		return err
	}
	a.bound = min(a.bound, max(a.cost, open))
	return nil
}

// extend searches the choices with those chosen and without those barred; open is the highest bound among the parts it had to leave.
func (c *capacitated) extend(ctx context.Context, order, chosen []int, barred []bool, a *answer, open *int64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	value := c.covered(chosen)
	if value > a.cost && len(chosen) <= c.P {
		a.cost, a.sites = value, c.filled(chosen)
	}
	if len(chosen) == c.P || len(order) == 0 {
		return nil
	}
	bound := c.ceiling(chosen, barred, value, c.P-len(chosen))
	if bound <= a.cost {
		return nil
	}
	if c.left--; c.left < 0 {
		*open = max(*open, bound)
		return nil
	}
	if err := c.extend(ctx, order[1:], append(chosen[:len(chosen):len(chosen)], order[0]), barred, a, open); err != nil {
		return err
	}
	barred = slices.Clone(barred)
	barred[order[0]] = true
	return c.extend(ctx, order[1:], chosen, barred, a, open)
}

// ordered puts sites in the order of what each adds.
func (c *capacitated) ordered(sites []int, value int64) (order []int, gains []int64) {
	left := slices.Clone(sites)
	slices.Sort(left)
	for len(left) > 0 {
		at, most := 0, int64(-1)
		for k, i := range left {
			if got := c.covered(append(order[:len(order):len(order)], i)); got > most {
				at, most = k, got
			}
		}
		order, gains = append(order, left[at]), append(gains, most-value)
		value, left = most, slices.Delete(left, at, at+1)
	}
	return order, gains
}
