package siting

import (
	"context"
	"math"
	"slices"
)

func solveSetCover(ctx context.Context, in *Instance) (Solution, error) {
	base := in.nearestExisting()
	s := Solution{Total: sum(in.Weights)}
	s.Beyond, _ = in.beyond(base, in.Within)
	c, _ := in.coveringWithin(base, in.Within)
	sites, least, err := c.solve(ctx, -1, mostLooks/2)
	if err != nil {
		return s, err
	}
	s.Objective, s.Bound = int64(len(sites)), int64(least)
	s.Optimal = s.Objective == s.Bound
	m := &median{sites: in.Sites, places: len(in.Weights), weights: in.Weights, costs: missed(in.Costs, in.Within), base: missed(base, in.Within)}
	covered := s.Total - m.cost(nil)
	s.Start = covered
	s.Sites, s.Gains = m.ordered(sites)
	for k, gain := range s.Gains { // the curve is the demand covered; it is no bound on what so many sites can cover
		covered += gain
		s.Curve = append(s.Curve, Step{k + 1, covered, s.Total})
	}
	s.Served = in.serve(s.Sites, base, in.Within)
	return s, nil
}

// solvePCenter halves the span of distances, asking each time whether so many sites cover all within one (Minieka 1970; Daskin 1995).
func solvePCenter(ctx context.Context, in *Instance) (Solution, error) {
	base := in.nearestExisting()
	s := Solution{Total: sum(in.Weights)}
	var places []bool
	s.Beyond, places = in.beyond(base, Far-1)
	reachable := *in
	reachable.Weights = slices.Clone(in.Weights)
	for j, is := range places {
		if is {
			reachable.Weights[j] = 0
		}
	}
	s.Start = reachable.farthest(base, nil)
	sites := reachable.firstCenters(base)
	gap := span{low: -1, high: reachable.farthest(base, sites)}
	looks := mostLooks / 90 // for one distance
	if len(in.Costs) <= uncut {
		looks = mostLooks / 10
	}
	for r, more := gap.next(); more; r, more = gap.next() {
		if err := ctx.Err(); err != nil {
			return s, err
		}
		c, unreached := reachable.coveringWithin(base, int32(r))
		if unreached {
			gap.no(r)
			continue
		}
		cover, least, err := c.solve(ctx, in.P, looks)
		switch {
		case err != nil:
			return s, err
		case len(cover) <= in.P:
			sites = reachable.filled(cover)
			gap.yes(min(r, reachable.farthest(base, sites)))
		case least > in.P:
			gap.no(r)
		default:
			gap.unsure(r)
		}
	}
	high, low := gap.high, gap.low
	s.Objective, s.Bound = high, low+1
	s.Optimal = s.Objective == s.Bound
	s.Sites, s.Gains = reachable.byReach(base, sites)
	s.Served = in.serve(s.Sites, base, math.MaxInt32)
	return s, nil
}

// span is where the least distance lies: above low and at most high. Between them may be distances of which the search could not tell.
type span struct {
	low, high int64
	from, to  int64 // both included; to 0 if there are none
}

func (g *span) next() (r int64, more bool) {
	switch {
	case g.to == 0:
		return g.low + (g.high-g.low)/2, g.high-g.low > 1
	case g.from-g.low > 1:
		return g.low + (g.from-g.low)/2, true
	}
	return g.to + (g.high-g.to)/2, g.high-g.to > 1
}

func (g *span) yes(r int64) {
	g.high = min(g.high, r)
	if g.to = min(g.to, g.high-1); g.to < g.from {
		g.from, g.to = 0, 0
	}
}

func (g *span) no(r int64) {
	g.low = max(g.low, r)
	if g.from = max(g.from, g.low+1); g.to < g.from {
		g.from, g.to = 0, 0
	}
}

func (g *span) unsure(r int64) {
	if g.to == 0 {
		g.from, g.to = r, r
	}
	g.from, g.to = min(g.from, r), max(g.to, r)
}

// farthest is the greatest of the least costs.
func (in *Instance) farthest(base []int32, sites []int) (most int64) {
	for j, w := range in.Weights {
		if w == 0 {
			continue
		}
		c := base[j]
		for _, i := range sites {
			c = min(c, in.row(i)[j])
		}
		most = max(most, int64(c))
	}
	return most
}

// firstCenters takes, as often as there are sites, the one nearest to the place that is farthest from those before (Gonzalez 1985).
func (in *Instance) firstCenters(base []int32) []int {
	var sites []int
	best := slices.Clone(base)
	for len(sites) < in.P && len(best) > 0 {
		far := 0
		for j, c := range best {
			if in.Weights[j] > 0 && (in.Weights[far] == 0 || c > best[far]) {
				far = j
			}
		}
		at := -1
		for i := range in.Sites {
			if !slices.Contains(sites, i) && (at < 0 || in.row(i)[far] < in.row(at)[far]) {
				at = i
			}
		}
		sites = append(sites, at)
		for j, c := range in.row(at) {
			best[j] = min(best[j], c)
		}
	}
	return in.filled(sites)
}

// filled adds the first sites not chosen until there are P.
func (in *Instance) filled(sites []int) []int {
	sites = slices.Clone(sites)
	for i := 0; len(sites) < in.P; i++ {
		if !slices.Contains(sites, i) {
			sites = append(sites, i)
		}
	}
	return sites
}

// byReach orders sites by how much each shortens the farthest way after those before it; what none shortens alone goes by demand × distance.
func (in *Instance) byReach(base []int32, sites []int) (order []int, gains []int64) {
	m := &median{sites: in.Sites, places: len(in.Weights), weights: in.Weights, costs: in.Costs, base: base}
	order, _ = m.ordered(sites)
	before := in.farthest(base, nil)
	for k := range order {
		after := in.farthest(base, order[:k+1])
		gains = append(gains, before-after)
		before = after
	}
	return order, gains
}
