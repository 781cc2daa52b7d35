// Package tour plans the order in which stops are visited and says when each group is where: opening hours, stays, fixed first and last stops,
// precedences, stops with room for so many people. Times are whole minutes since midnight in
// Asia/Shanghai. Up to ExactStops stops the order is the best there is; beyond, it comes with the distance to a lower bound. The package reads a
// World where it gathers a tour; it knows no roads (see Legs) and does no I/O.
package tour

import (
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// The bounds of a problem.
const (
	ExactStops = 12  // up to which the best order is found for sure
	MaxStops   = 200 // of one problem
	MaxGroups  = 20
	never      = 1 << 30 // later than any time
)

// Visit is one stop as the planner sees it.
type Visit struct {
	Dwell    int // minutes
	Opens    int // the earliest beginning
	Closes   int // the latest end, 0 for none
	Capacity int // people at once, 0 if that is not known or does not matter
}

// Problem is what is to be planned: all groups set out at Start and visit every stop.
type Problem struct {
	Visits  []Visit
	Minutes [][]int // from one stop to the other
	Legs    [][]Leg // what the minutes are of, without paths; nil where that is not known
	ByRoad  bool    // they are by road: one that is estimated is none of them
	First   int     // the stop that comes first, -1 for any
	Last    int     // the stop that comes last, -1 for any
	Before  [][2]int
	Start   int
	Groups  int
	People  int // in all, 0 if that is not known: then a stop of known capacity takes one group at once
	Seed    uint64
	// Progress is told how much of the work is done, 0 … 1; nil for nobody.
	Progress func(share float64)
}

// size is how many people the largest group has, 0 if that is not known.
func (p *Problem) size() int { return (p.People + p.Groups - 1) / p.Groups }

// room is how many groups a stop takes at once. One that is too small for a group takes one all the same: that is a conflict, and no reason to
// have no plan.
func (p *Problem) room(i int) int {
	capacity := p.Visits[i].Capacity
	switch size := p.size(); {
	case capacity == 0:
		return p.Groups
	case size == 0:
		return 1
	default:
		return max(1, capacity/size)
	}
}

// check refuses a problem that is none.
func (p *Problem) check() error {
	const op = "tour.Plan"
	n := len(p.Visits)
	switch {
	case n == 0:
		return geo.Invalid(op, phrase.TourNoStops.With())
	case n > MaxStops:
		return geo.Invalid(op, phrase.TourManyStops.With(n, MaxStops))
	case p.Groups < 1 || p.Groups > MaxGroups:
		return geo.Invalid(op, phrase.TourGroups.With(p.Groups, MaxGroups))
	case p.Start < 0 || p.Start >= 24*60 || p.People < 0:
		return geo.Invalid(op, phrase.TourStart.With(p.Start))
	case p.First >= n || p.Last >= n || n > 1 && p.First >= 0 && p.First == p.Last:
		return geo.Invalid(op, phrase.TourFirstLast.With())
	}
	return p.ordered()
}

// ordered refuses precedences that contradict each other or the first and last stop.
func (p *Problem) ordered() error {
	n := len(p.Visits)
	needs := p.needs()
	done := make([]bool, n)
	for range n {
		next := -1
		for i := range n {
			free := !done[i]
			for k := range n {
				free = free && (done[k] || !needs[i][k])
			}
			if free {
				next = i
				break
			}
		}
		if next < 0 {
			return geo.Invalid("tour.Plan", phrase.TourCycle.With())
		}
		done[next] = true
	}
	return nil
}

// needs tells which stops must come before which, first and last included.
func (p *Problem) needs() [][]bool {
	n := len(p.Visits)
	needs := make([][]bool, n)
	for i := range needs {
		needs[i] = make([]bool, n)
		for k := range n {
			needs[i][k] = i != k && (k == p.First || i == p.Last)
		}
	}
	for _, pair := range p.Before {
		needs[pair[1]][pair[0]] = true
	}
	return needs
}

// span is a stay that takes up room: from the minute it begins until that at which it ends.
type span struct{ from, to int }

// taken are the stays of other groups, by stop.
type taken [][]span

// begin is the earliest time from t on at which a stay at a stop can begin: when it is open and there is room. It is never if the stay would
// end after the stop closes; hours that are soft close never. A later t never gives an earlier beginning.
func (p *Problem) begin(i, t int, by taken, soft bool) int {
	v := &p.Visits[i]
	t = max(t, v.Opens)
	if by != nil {
		t = p.whenFree(i, t, by[i])
	}
	if v.Closes > 0 && !soft && t+v.Dwell > v.Closes {
		return never
	}
	return t
}

// whenFree is the earliest time from t on at which a stay finds room among others.
func (p *Problem) whenFree(i, t int, others []span) int {
	room := p.room(i)
	if len(others) < room {
		return t
	}
	for {
		next, end := t, t+p.Visits[i].Dwell
		// Room can only be short from a moment at which one of the stays begins, or from our own beginning.
		for at := -1; at < len(others); at++ {
			moment := t
			if at >= 0 {
				if moment = others[at].from; moment <= t || moment >= end {
					continue
				}
			}
			inside, leaves := 0, never
			for _, o := range others {
				if o.from <= moment && moment < o.to {
					inside++
					leaves = min(leaves, o.to)
				}
			}
			if inside >= room {
				next = max(next, leaves)
			}
		}
		if next == t {
			return t
		}
		t = next
	}
}
