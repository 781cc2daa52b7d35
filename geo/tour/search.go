package tour

import (
	"context"
	"math/rand/v2"
	"slices"
)

// tooLate is what a minute beyond closing costs beside minutes of the day.
const tooLate = 1000

// searcher improves an order of many stops: Or-opt and 2-opt moves until none helps, then a kick, and the best of all that was seen. The same
// seed gives the same order.
type searcher struct {
	*Problem
	by    taken
	needs [][]bool
	bound bool // whether anything must come before anything
}

// search orders many stops well.
func (p *Problem) search(ctx context.Context, by taken) ([]int, error) {
	s := searcher{Problem: p, by: by, needs: p.needs()}
	s.bound = len(p.Before) > 0 || p.First >= 0 || p.Last >= 0
	order := s.greedy()
	cost, err := s.descend(ctx, order)
	if err != nil {
		return nil, err
	}
	best, least := slices.Clone(order), cost
	random := rand.New(rand.NewPCG(p.Seed, uint64(len(order))))
	kicks := 4 + 300/len(order)
	for k := range kicks {
		order = append(order[:0], best...)
		s.kick(order, random)
		if cost, err = s.descend(ctx, order); err != nil {
			return nil, err
		}
		if cost < least {
			best, least = append(best[:0], order...), cost
		}
		if p.Progress != nil {
			p.Progress(float64(k+1) / float64(kicks))
		}
	}
	return best, nil
}

// greedy goes to whichever permitted stop can be left first.
func (s *searcher) greedy() []int {
	n := len(s.Visits)
	order, done := make([]int, 0, n), make([]bool, n)
	t := s.Start
	for len(order) < n {
		best, end, least := -1, 0, never
		for i := range n {
			if done[i] || slices.ContainsFunc(s.indices(), func(k int) bool { return s.needs[i][k] && !done[k] }) {
				continue
			}
			arrive := t
			if len(order) > 0 {
				arrive += s.Minutes[order[len(order)-1]][i]
			}
			begin := s.begin(i, arrive, s.by, true)
			cost := begin
			if c := s.Visits[i].Closes; c > 0 { // what closes soon first
				cost += max(0, begin+s.Visits[i].Dwell-c)
			}
			if cost < least {
				best, least, end = i, cost, begin+s.Visits[i].Dwell
			}
		}
		order, done[best], t = append(order, best), true, end
	}
	return order
}

func (s *searcher) indices() []int {
	all := make([]int, len(s.Visits))
	for i := range all {
		all[i] = i
	}
	return all
}

// cost is when an order ends, with a heavy fine for every minute beyond closing, or never if it breaks a precedence.
func (s *searcher) cost(order []int) int {
	t, late := s.Start, 0
	for k, i := range order {
		if k > 0 {
			t += s.Minutes[order[k-1]][i]
		}
		t = s.begin(i, t, s.by, true) + s.Visits[i].Dwell
		if c := s.Visits[i].Closes; c > 0 && t > c {
			late += t - c
		}
	}
	if s.bound && !s.permitted(order) {
		return never
	}
	return t + tooLate*late
}

func (s *searcher) permitted(order []int) bool {
	if s.First >= 0 && order[0] != s.First || s.Last >= 0 && order[len(order)-1] != s.Last {
		return false
	}
	for _, pair := range s.Before {
		if slices.Index(order, pair[0]) > slices.Index(order, pair[1]) {
			return false
		}
	}
	return true
}

// descend improves an order in place until no move helps.
func (s *searcher) descend(ctx context.Context, order []int) (int, error) {
	n, cost := len(order), s.cost(order)
	trial := make([]int, n)
	for better := true; better; {
		better = false
		for i := range n {
			if err := ctx.Err(); err != nil {
				return 0, err
			}
			for k := range n {
				for move := range 5 {
					if !moved(trial, order, i, k, move) {
						continue
					}
					if c := s.cost(trial); c < cost {
						copy(order, trial)
						cost, better = c, true
					}
				}
			}
		}
	}
	return cost, nil
}

// moved makes a neighbor of an order: for moves 0 … 2 a run of one to three stops from i on is put before place k of the rest, for 3 a run of two
// reversed, for 4 the stops from i to k are reversed. It tells whether there is such a neighbor.
func moved(trial, order []int, i, k, move int) bool {
	n := len(order)
	if move == 4 {
		if k <= i {
			return false
		}
		copy(trial, order)
		slices.Reverse(trial[i : k+1])
		return true
	}
	length := move + 1
	if move == 3 {
		length = 2
	}
	if i+length > n || k > n-length || k == i && move != 3 {
		return false
	}
	at := 0
	for place := range n {
		switch {
		case place >= k && place < k+length:
			from := i + place - k
			if move == 3 {
				from = i + length - 1 - (place - k)
			}
			trial[place] = order[from]
		default:
			if at == i {
				at += length
			}
			trial[place] = order[at]
			at++
		}
	}
	return true
}

// kick exchanges two runs that follow each other, which no single move above undoes.
func (s *searcher) kick(order []int, random *rand.Rand) {
	n := len(order)
	trial := make([]int, 0, n)
	for range 20 {
		cut := []int{random.IntN(n + 1), random.IntN(n + 1), random.IntN(n + 1)}
		slices.Sort(cut)
		trial = append(append(append(append(trial[:0], order[:cut[0]]...), order[cut[1]:cut[2]]...), order[cut[0]:cut[1]]...), order[cut[2]:]...)
		if !s.bound || s.permitted(trial) {
			copy(order, trial)
			return
		}
	}
}
