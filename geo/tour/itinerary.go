package tour

import (
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Passage is one stop of a tour as it is passed in the tour's own order: by which leg it is reached, and when.
type Passage struct {
	*Stop
	Seq    int  // from 1
	From   int  // the index of the stop before that has a place, -1 if there is none
	Leg    *Leg // from there; nil for the first and for what has no place
	Timed  bool // whether Arrive, Begin and Leave are known
	Arrive geo.Clock
	Begin  geo.Clock // once it is open
	Leave  geo.Clock
}

// Itinerary is a tour passed by one group in its own order. Times are known where the tour says when it starts, up to the first stop of no place: when
// what comes after it is reached nobody can know.
func Itinerary(r *Route, legs Legs) []Passage {
	all, before, timed, t := make([]Passage, len(r.Stops)), -1, r.StartKnown, r.Start
	for i := range r.Stops {
		stop := &r.Stops[i]
		timed = timed && stop.Located
		all[i] = Passage{Stop: stop, Seq: i + 1, From: -1, Timed: timed}
		if !stop.Located {
			continue
		}
		if all[i].From = before; before >= 0 {
			leg := legs.Leg(r.Stops[before].Point, stop.Point, stop.Mode)
			all[i].Leg = &leg
			t += leg.Minutes
		}
		if timed {
			begin := max(t, stop.Visit.Opens)
			all[i].Arrive, all[i].Begin, all[i].Leave = geo.Clock(t), geo.Clock(begin), geo.Clock(begin+stop.Visit.Dwell)
			t = begin + stop.Visit.Dwell
		}
		before = i
	}
	return all
}

// InGroups is how groups pass a tour of which it is known how one does: all in its own order, each waiting where a stop has no room for one more.
func InGroups(r *Route, one []Passage, groups int) ([][]Passage, error) {
	n := len(one)
	if n > MaxStops {
		return nil, geo.Conflict("tour.InGroups", phrase.TourManyStops.With(n, MaxStops))
	}
	p := Problem{Visits: make([]Visit, n), Minutes: make([][]int, n), Start: r.Start, Groups: groups, People: r.People}
	order := make([]int, n)
	for i := range one {
		order[i], p.Visits[i], p.Minutes[i] = i, one[i].Visit, make([]int, n)
		if i > 0 && one[i].Leg != nil {
			p.Minutes[i-1][i] = one[i].Leg.Minutes
		}
	}
	all := make([][]Passage, groups)
	for g, stays := range p.InOrder(order).Groups {
		all[g] = append([]Passage{}, one...)
		for i := range all[g] {
			if all[g][i].Timed {
				all[g][i].Arrive, all[g][i].Begin, all[g][i].Leave = geo.Clock(stays[i].Arrive), geo.Clock(stays[i].Begin), geo.Clock(stays[i].Leave)
			}
		}
	}
	return all, nil
}
