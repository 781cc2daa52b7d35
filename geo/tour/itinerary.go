package tour

import "beltmap/geo"

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
