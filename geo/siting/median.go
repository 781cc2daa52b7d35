package siting

import (
	"context"
	"math"
	"slices"
)

// median asks for p sites of the least total of weight × least cost, where a base cost holds for every place. MaxCovering is one with costs 0
// and 1: the total is the demand left out (Hillsman 1984).
type median struct {
	sites, places, p int
	weights          []int64
	costs            []int32 // site-major
	base             []int32
}

func (m *median) row(site int) []int32 { return m.costs[site*m.places : (site+1)*m.places] }

func solveMedian(ctx context.Context, in *Instance) (Solution, error) {
	base := in.nearestExisting()
	s := Solution{Total: sum(in.Weights)}
	limit, reach := int32(math.MaxInt32), Far-1
	m := &median{sites: in.Sites, places: len(in.Weights), p: in.P, weights: in.Weights, costs: in.Costs, base: base}
	if in.Model == MaxCovering {
		limit, reach = in.Within, in.Within
		m.costs, m.base = missed(in.Costs, in.Within), missed(base, in.Within)
	}
	var places []bool
	s.Beyond, places = in.beyond(base, reach)
	if in.Model == PMedian && s.Beyond > 0 { // what nothing reaches would only shift the sum
		m.weights = slices.Clone(in.Weights)
		for j, is := range places {
			if is {
				m.weights[j] = 0
			}
		}
	}
	found, err := m.solve(ctx)
	if err != nil {
		return s, err
	}
	covered := func(missing int64) int64 { return missing }
	if in.Model == MaxCovering {
		covered = func(missing int64) int64 { return s.Total - missing }
	}
	start := m.cost(nil)
	s.Start, s.Objective, s.Bound = covered(start), covered(found.cost), covered(found.bound)
	s.Optimal = found.cost == found.bound
	s.Sites, s.Gains = m.ordered(found.sites)
	s.Served = in.serve(s.Sites, base, limit)
	for i, step := range found.curve {
		s.Curve = append(s.Curve, Step{i + 1, covered(step.Objective), covered(step.Bound)})
	}
	return s, nil
}

// missed are costs of 0 within a distance and 1 beyond it.
func missed(costs []int32, within int32) []int32 {
	out := make([]int32, len(costs))
	for i, c := range costs {
		if c > within {
			out[i] = 1
		}
	}
	return out
}

// cost is the total for some sites.
func (m *median) cost(sites []int) (total int64) {
	best := slices.Clone(m.base)
	for _, i := range sites {
		for j, c := range m.row(i) {
			best[j] = min(best[j], c)
		}
	}
	for j, c := range best {
		total += m.weights[j] * int64(c)
	}
	return total
}

// ordered puts sites in the order of what each adds to those before it.
func (m *median) ordered(sites []int) (order []int, gains []int64) {
	best, left := slices.Clone(m.base), slices.Clone(sites)
	slices.Sort(left)
	for len(left) > 0 {
		at, most := 0, int64(-1)
		for k, i := range left {
			if gain := m.gain(best, i); gain > most {
				at, most = k, gain
			}
		}
		for j, c := range m.row(left[at]) {
			best[j] = min(best[j], c)
		}
		order, gains = append(order, left[at]), append(gains, most)
		left = slices.Delete(left, at, at+1)
	}
	return order, gains
}

func (m *median) gain(best []int32, site int) (gain int64) {
	for j, c := range m.row(site) {
		if d := best[j] - c; d > 0 {
			gain += m.weights[j] * int64(d)
		}
	}
	return gain
}

// answer is the best choice known, and the least total any can have.
type answer struct {
	sites       []int
	cost, bound int64
	curve       []Step
}

// solve grows the choice by the site of the greatest gain, exchanging sites as long as that helps, then bounds it by Lagrangian relaxation and
// closes the gap by branching as far as the work goes.
func (m *median) solve(ctx context.Context) (answer, error) {
	var a answer
	if m.places == 0 {
		for i := range m.p {
			a.sites, a.curve = append(a.sites, i), append(a.curve, Step{P: i + 1})
		}
		return a, nil
	}
	l := newLocal(m)
	for k := range m.p {
		most := 2 // on the way to the number wanted
		if k == m.p-1 {
			most = math.MaxInt
		}
		l.add()
		if err := l.exchange(ctx, most); err != nil {
			return a, err
		}
		a.curve = append(a.curve, Step{P: len(l.sites), Objective: l.total})
	}
	a.sites, a.cost = slices.Clone(l.sites), l.total
	r := newRelaxation(m, l)
	root := node{}
	r.ascend(&root, r.rootRounds(), &a)
	if err := ctx.Err(); err != nil {
		return a, err
	}
	better := &local{median: m, sites: slices.Clone(a.sites)}
	better.settle()
	if err := better.exchange(ctx, math.MaxInt); err != nil {
		return a, err
	}
	if better.total < a.cost {
		a.sites, a.cost = slices.Clone(better.sites), better.total
	}
	for k := range a.curve {
		a.curve[k].Bound = min(r.boundFor(k+1), a.curve[k].Objective)
	}
	if err := r.branch(ctx, root, &a); err != nil {
		return a, err
	}
	last := &a.curve[m.p-1]
	last.Objective, last.Bound = a.cost, a.bound
	for k := m.p - 2; k >= 0; k-- { // more sites are never worse
		a.curve[k].Bound = max(a.curve[k].Bound, a.curve[k+1].Bound)
	}
	for k := 1; k < m.p; k++ {
		a.curve[k].Objective = min(a.curve[k].Objective, a.curve[k-1].Objective)
	}
	return a, nil
}
