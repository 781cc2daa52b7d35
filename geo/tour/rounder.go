package tour

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// How long rounds are searched for, and what a target that is left out costs beside minutes of travel.
const (
	roundTries = 12000 // at most
	triesEach  = 150   // of each target
	leftOut    = 100_000
	warm, cold = 20.0, 0.1 // minutes by which a try may be worse, at the beginning and at the end
)

// rounds are routes and what is in none of them.
type rounds struct {
	routes [][]int
	left   []int
	cost   int
}

func (s *rounds) copy(from *rounds) {
	for k := range from.routes {
		s.routes[k] = append(s.routes[k][:0], from.routes[k]...)
	}
	s.left, s.cost = append(s.left[:0], from.left...), from.cost
}

// rounder looks for routes by taking runs of neighboring targets out of them and putting each back where it costs least (slack induction by string
// removals after Christiaens and Vanden Berghe, Transportation Science 54, 2020). Targets that lie together are thereby taken from all
// teams near them at once, and neither clusters nor the order within a route is ever fixed.
type rounder struct {
	*Rounds
	members   []int
	neighbors [][]int // of each target, the nearest first, itself included
	now, best rounds
	random    *rand.Rand
}

func newRounder(r *Rounds, members []int, routes int) *rounder {
	s := &rounder{Rounds: r, members: members, neighbors: make([][]int, len(r.Visits)), random: rand.New(rand.NewPCG(r.Seed, uint64(len(members))))}
	for _, i := range members {
		near := slices.Clone(members)
		slices.SortStableFunc(near, func(a, b int) int { return r.Minutes[i][a] - r.Minutes[i][b] })
		s.neighbors[i] = near
	}
	s.now.routes, s.best.routes = make([][]int, routes), make([][]int, routes)
	s.now.left = slices.Clone(members)
	s.putBack(&s.now)
	s.best.copy(&s.now)
	return s
}

// improve makes so many tries, each kept if it is better or not much worse.
func (s *rounder) improve(ctx context.Context, tries int, progress func(float64)) error {
	trial := rounds{routes: make([][]int, len(s.now.routes))}
	s.now.copy(&s.best)
	for k := range tries {
		if k&63 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if progress != nil {
				progress(float64(k) / float64(tries))
			}
		}
		trial.copy(&s.now)
		s.takeOut(&trial)
		s.putBack(&trial)
		heat := warm * math.Pow(cold/warm, float64(k)/float64(tries))
		if float64(trial.cost) < float64(s.now.cost)-heat*math.Log(1-s.random.Float64()) {
			s.now.copy(&trial)
		}
		if trial.cost < s.best.cost {
			s.best.copy(&trial)
		}
	}
	return nil
}

// takeOut takes a run of targets out of each of some routes near a target.
func (s *rounder) takeOut(t *rounds) {
	const together = 10.0 // targets taken out, about
	longest := min(together, float64(len(s.members))/float64(len(t.routes))+1)
	routes := int(1 + s.random.Float64()*(4*together/(1+longest)-1))
	done := make([]bool, len(t.routes))
	for _, i := range s.neighbors[s.members[s.random.IntN(len(s.members))]] {
		if routes == 0 {
			return
		}
		for k, route := range t.routes {
			place := slices.Index(route, i)
			if place < 0 || done[k] {
				continue
			}
			length := 1 + s.random.IntN(min(len(route), int(longest)))
			from := max(0, min(place-s.random.IntN(length), len(route)-length))
			t.left = append(t.left, route[from:from+length]...)
			route = slices.Delete(route, from, from+length)
			if len(route) > 0 && !s.fits(route[1:], route[0], -1, s.Start) { // the way past what is gone may be longer than the way by it was
				t.left, route = append(t.left, route...), route[:0]
			}
			t.routes[k] = route
			done[k] = true
			routes--
		}
	}
}

// putBack puts what is left out where it makes the least detour, the most urgent first and those of one priority by chance, by the length of their
// stay, or by the way to them; now and then it overlooks a place. What fits nowhere stays out.
func (s *rounder) putBack(t *rounds) {
	s.random.Shuffle(len(t.left), func(a, b int) { t.left[a], t.left[b] = t.left[b], t.left[a] })
	by := s.random.IntN(4)
	slices.SortStableFunc(t.left, func(a, b int) int {
		switch {
		case s.priority(a) != s.priority(b):
			return s.priority(b) - s.priority(a)
		case by == 1:
			return s.Visits[b].Dwell - s.Visits[a].Dwell
		case by == 2:
			return s.leg(-1, b) - s.leg(-1, a)
		case by == 3:
			return s.leg(-1, a) - s.leg(-1, b)
		}
		return 0
	})
	out := t.left[:0]
	for _, i := range t.left {
		best, place, least := -1, 0, never
		for k, route := range t.routes {
			t0, last := s.Start, -1 // when the one before the place is left
			for at := 0; at <= len(route); at++ {
				next := -1
				if at < len(route) {
					next = route[at]
				}
				if more := s.leg(last, i) + s.leg(i, next) - s.leg(last, next); more < least && s.random.IntN(100) > 0 && s.fits(route[at:], i, last, t0) {
					best, place, least = k, at, more
				}
				if next >= 0 {
					t0, last = max(t0+s.leg(last, next), s.Visits[next].Opens)+s.Visits[next].Dwell, next
				}
			}
			if len(route) == 0 && s.Out == nil && s.Back == nil && best == k {
				break // all empty routes are alike
			}
		}
		if best < 0 {
			out = append(out, i)
			continue
		}
		t.routes[best] = slices.Insert(t.routes[best], place, i)
	}
	t.left = out
	t.cost = s.cost(t)
}

// fits tells whether a team that leaves a target at a time can visit another, and then the rest of its route, within all hours.
func (s *rounder) fits(rest []int, i, last, t int) bool {
	for k := -1; k < len(rest); k++ {
		if k >= 0 {
			i = rest[k]
		}
		v := &s.Visits[i]
		t = max(t+s.leg(last, i), v.Opens) + v.Dwell
		if v.Closes > 0 && t > v.Closes || t > s.Finish {
			return false
		}
		last = i
	}
	return t+s.leg(last, -1) <= s.Finish
}

func (s *rounder) cost(t *rounds) (sum int) {
	sum = s.travel(t.routes)
	for _, i := range t.left {
		sum += leftOut * (1 + max(0, s.priority(i)))
	}
	return sum
}
