package tour

import (
	"context"
	"math"
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
	at    []moment // of the order that is improved
	turn  int      // how many descents are done
	turns int      // of how many; 0 if nobody is told
	bound bool     // whether anything must come before anything
}

// search orders many stops well.
func (p *Problem) search(ctx context.Context, by taken) ([]int, error) {
	s := searcher{Problem: p, by: by, needs: p.needs()}
	s.bound = len(p.Before) > 0 || p.First >= 0 || p.Last >= 0
	order := s.greedy()
	kicks := 4 + 300/len(order)
	s.turns = kicks + 1
	cost, err := s.descend(ctx, order)
	if err != nil {
		return nil, err
	}
	best, least := slices.Clone(order), cost
	random := rand.New(rand.NewPCG(p.Seed, uint64(len(order))))
	for k := range kicks {
		s.turn = k + 1
		order = append(order[:0], best...)
		s.kick(order, random)
		if cost, err = s.descend(ctx, order); err != nil {
			return nil, err
		}
		if cost < least {
			best, least = append(best[:0], order...), cost
		}
	}
	s.progress(s.turns, 0)
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
	s.follow(order)
	if s.bound && !s.permitted(order) {
		return never
	}
	end := s.at[len(order)]
	return end.time + tooLate*end.late
}

// moment is how far an order has come before one of its places: when the stop before is left, and by how much closing times are exceeded.
type moment struct{ time, late int }

// follow keeps the moments of an order, against which its neighbors are held.
func (s *searcher) follow(order []int) {
	s.at = append(s.at[:0], moment{time: s.Start})
	for k := range order {
		s.at = append(s.at, s.next(order, k, s.at[k]))
	}
}

// next is the moment after one more stop.
func (s *searcher) next(order []int, k int, m moment) moment {
	i := order[k]
	if k > 0 {
		m.time += s.Minutes[order[k-1]][i]
	}
	m.time = s.begin(i, m.time, s.by, true) + s.Visits[i].Dwell
	if c := s.Visits[i].Closes; c > 0 && m.time > c {
		m.late += m.time - c
	}
	return m
}

// costBeside is the cost of a neighbor of the order that was followed, which differs from place lo on and before hi. Once the two go on alike, whoever is
// no earlier there and no less late ends no earlier: the rest need not be looked at.
func (s *searcher) costBeside(trial []int, lo, hi int) int {
	m := s.at[lo]
	for k := lo; k < len(trial); k++ {
		if m = s.next(trial, k, m); k >= hi && m.time >= s.at[k+1].time && m.late >= s.at[k+1].late {
			return never
		}
	}
	return m.time + tooLate*m.late
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
	n, cost := len(order), s.cost(order) // which follows it
	trial := make([]int, n)
	for better, pass := true, 0; better; pass++ {
		better = false
		s.progress(s.turn, pass)
		for i := range n {
			if err := ctx.Err(); err != nil {
				return 0, err
			}
			for k := range n {
				for move := range 5 {
					if !moved(trial, order, i, k, move) {
						continue
					}
					if c := s.costBeside(trial, min(i, k), min(n, max(i, k)+3)); c < cost && (!s.bound || s.permitted(trial)) {
						copy(order, trial)
						s.follow(order)
						cost, better = c, true
					}
				}
			}
		}
	}
	return cost, nil
}

// progress tells how far the search is after passes of a descent, of which nobody knows how many there will be: each is half of what is left of it.
func (s *searcher) progress(turn, passes int) {
	if s.Progress != nil && s.turns > 0 {
		s.Progress((float64(turn) + 1 - math.Pow(0.5, float64(passes))) / float64(s.turns))
	}
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
