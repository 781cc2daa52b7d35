package tour

import (
	"context"
	"slices"
)

// Stay is one group's stay at one stop. It arrives, waits if it must, begins and leaves.
type Stay struct{ Stop, Arrive, Begin, Leave int }

// Plan is an answer to a Problem.
type Plan struct {
	Groups [][]Stay // of each group, in its order
	Ends   int      // when the last group is done
	Bound  int      // before which no plan is done
	Exact  bool     // nothing ends earlier: for one group of up to ExactStops stops
	Kept   bool     // every stay lies within opening hours
}

// Gap is by how much of the time from start to the bound the plan is longer than the bound, 0 for the best.
func (pl *Plan) Gap(start int) float64 {
	if pl.Bound <= start {
		return 0
	}
	return float64(pl.Ends-pl.Bound) / float64(pl.Bound-start)
}

// Solve plans all groups, one after the other: each takes the order that ends first beside the rooms the ones before it have taken, and then
// each once more beside all others, as long as that helps. If no order keeps the opening hours, they are ignored where the order is found, and
// what breaks them is for Conflicts to name. It fails with kind invalid, or with the context's error.
func Solve(ctx context.Context, p Problem) (*Plan, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	plan := &Plan{Groups: make([][]Stay, p.Groups), Kept: true}
	report, base, share := p.Progress, 0.0, 1/float64(p.Groups)
	if report != nil {
		p.Progress = func(s float64) { report(0.9 * (base + share*s)) }
	}
	for g := range p.Groups {
		if err := p.place(ctx, plan, g); err != nil {
			return nil, err
		}
		base += share
	}
	p.Progress = nil
	if err := p.rearrange(ctx, plan); err != nil {
		return nil, err
	}
	for _, stays := range plan.Groups {
		plan.Ends = max(plan.Ends, stays[len(stays)-1].Leave)
		for _, s := range stays {
			c := p.Visits[s.Stop].Closes
			plan.Kept = plan.Kept && (c == 0 || s.Leave <= c)
		}
	}
	plan.Exact = p.Groups == 1 && len(p.Visits) <= ExactStops && plan.Kept
	if plan.Bound = min(p.bound(plan.Order(0)), plan.Ends); plan.Exact {
		plan.Bound = plan.Ends
	} else if len(p.Visits) <= ExactStops {
		if order, err := p.exact(ctx, nil, true); err == nil {
			alone := p.Follow(order, p.Start, nil)
			plan.Bound = max(plan.Bound, alone[len(alone)-1].Leave)
		}
	}
	if report != nil {
		report(1)
	}
	return plan, ctx.Err()
}

// place plans one group beside the others.
func (p *Problem) place(ctx context.Context, plan *Plan, g int) error {
	by := p.takenBy(plan, g)
	var order []int
	if g > 0 && !slices.ContainsFunc(by, func(others []span) bool { return len(others) > 0 }) {
		order = plan.Order(0) // nobody is in its way, as nobody was in the first one's
	} else {
		var err error
		if order, err = p.order(ctx, by); err != nil {
			return err
		}
	}
	stays := p.Follow(order, p.Start, by)
	if now := plan.Groups[g]; now == nil || p.lateness(stays) <= p.lateness(now) {
		plan.Groups[g] = stays
	}
	return nil
}

// lateness is when a group is done, with a fine for what it does beyond closing.
func (p *Problem) lateness(stays []Stay) int {
	end := stays[len(stays)-1].Leave
	for _, s := range stays {
		if c := p.Visits[s.Stop].Closes; c > 0 && s.Leave > c {
			end += tooLate * (s.Leave - c)
		}
	}
	return end
}

// rearrange plans each group once more beside all others while some group gets done earlier.
func (p *Problem) rearrange(ctx context.Context, plan *Plan) error {
	if p.Groups == 1 || len(p.Visits) > ExactStops {
		return nil
	}
	for range 4 {
		before := 0
		for g := range plan.Groups {
			before += p.lateness(plan.Groups[g])
		}
		after := 0
		for g := range plan.Groups {
			if err := p.place(ctx, plan, g); err != nil {
				return err
			}
			after += p.lateness(plan.Groups[g])
		}
		if after >= before {
			return nil
		}
	}
	return nil
}

func (p *Problem) order(ctx context.Context, by taken) ([]int, error) {
	if len(p.Visits) > ExactStops {
		return p.search(ctx, by)
	}
	order, err := p.exact(ctx, by, false)
	if order == nil && err == nil {
		s := searcher{Problem: p, by: by, needs: p.needs(), bound: true} // the least late of what can be reached
		if order, err = p.exact(ctx, by, true); err == nil {
			_, err = s.descend(ctx, order)
		}
	}
	return order, err
}

// takenBy are the stays of all groups but one, where room is short.
func (p *Problem) takenBy(plan *Plan, but int) taken {
	if p.Groups == 1 {
		return nil
	}
	by := make(taken, len(p.Visits))
	for g, stays := range plan.Groups {
		if g == but {
			continue
		}
		for _, s := range stays {
			if p.room(s.Stop) < p.Groups {
				by[s.Stop] = append(by[s.Stop], span{s.Begin, s.Leave})
			}
		}
	}
	return by
}

// Follow is what happens when a group follows an order from a time on: it waits for openings and for room among other groups' stays, and does not
// turn away where it comes too late.
func (p *Problem) Follow(order []int, start int, by [][]span) []Stay {
	stays := make([]Stay, 0, len(order))
	t := start
	for k, i := range order {
		if k > 0 {
			t += p.Minutes[order[k-1]][i]
		}
		begin := p.begin(i, t, by, true)
		stays = append(stays, Stay{i, t, begin, begin + p.Visits[i].Dwell})
		t = begin + p.Visits[i].Dwell
	}
	return stays
}

// InOrder is the plan in which every group keeps to one order and waits for room where the ones before it are.
func (p *Problem) InOrder(order []int) *Plan {
	plan := &Plan{Groups: make([][]Stay, p.Groups), Kept: true}
	for g := range plan.Groups {
		plan.Groups[g] = p.Follow(order, p.Start, p.takenBy(plan, g))
	}
	for _, stays := range plan.Groups {
		if len(stays) > 0 {
			plan.Ends = max(plan.Ends, stays[len(stays)-1].Leave)
		}
	}
	return plan
}

// Order is the stops of a group in its order.
func (pl *Plan) Order(group int) []int {
	var order []int
	for _, s := range pl.Groups[group] {
		order = append(order, s.Stop)
	}
	return slices.Clip(order)
}
