package tour

import (
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Conflict is one thing that goes wrong in a timetable. Group counts from 1; 0 where no one group is meant. Stop is the place of the stop in the
// list, -1 where none is meant.
type Conflict struct {
	Kind        string
	Group, Stop int
	Text        phrase.Text
}

// The kinds of conflict.
const (
	Closed     = "closed"     // a stay ends after closing time
	TooMany    = "too_many"   // more people than fit in, one group or several at once
	BusTooLate = "bus_late"   // the tour ends after its latest end
	NoLunch    = "no_lunch"   // on the way all through the time of lunch
	NoPlace    = "no_place"   // the stop's target has no position
	PastDay    = "past_night" // the tour runs past midnight
	NoRoad     = "no_road"    // no road leads from the stop before: that leg alone is estimated
)

// The time of lunch: who is under way from its beginning to its end has to have so many minutes for it, at a stop for lunch or waiting.
const (
	lunchFrom    = 11*60 + 30
	lunchTo      = 13*60 + 30
	lunchMinutes = 30
)

// Conflicts names what is wrong in a plan for stops, in the order of groups and their days. finish is the latest end, 0 for none.
func Conflicts(stops []Stop, p *Problem, plan *Plan, finish int) (all []Conflict) {
	name := func(i int) phrase.Text { return NameOf(&stops[i]) }
	for i := range stops {
		if !stops[i].Located {
			all = append(all, Conflict{NoPlace, 0, i, phrase.TourNoPlace.With(name(i))})
		}
		if v := p.Visits[i]; v.Capacity > 0 && p.size() > v.Capacity {
			all = append(all, Conflict{TooMany, 0, i, phrase.TourGroupTooLarge.With(name(i), v.Capacity, p.size())})
		}
	}
	for g, stays := range plan.Groups {
		for _, s := range stays {
			v := p.Visits[s.Stop]
			switch {
			case v.Closes == 0 || s.Leave <= v.Closes:
			case s.Begin >= v.Closes:
				all = append(all, Conflict{Closed, g + 1, s.Stop, phrase.TourClosed.With(g+1, name(s.Stop), geo.Clock(s.Arrive), geo.Clock(v.Closes))})
			default:
				all = append(all, Conflict{Closed, g + 1, s.Stop, phrase.TourClosesEarly.With(g+1, name(s.Stop), geo.Clock(s.Leave), geo.Clock(v.Closes))})
			}
		}
		if len(stays) > 0 {
			all = append(all, ends(stops, g, stays, finish)...)
		}
	}
	return append(append(all, meetings(stops, p, plan)...), roadless(stops, p, plan)...)
}

// roadless names the legs that no road leads along where others are by road, each once.
func roadless(stops []Stop, p *Problem, plan *Plan) (all []Conflict) {
	if !p.ByRoad {
		return nil
	}
	named := map[[2]int]bool{}
	for _, stays := range plan.Groups {
		for k := 1; k < len(stays); k++ {
			leg := [2]int{stays[k-1].Stop, stays[k].Stop}
			if p.Legs[leg[0]][leg[1]].Estimated && !named[leg] {
				named[leg] = true
				all = append(all, Conflict{NoRoad, 0, leg[1], phrase.TourNoRoad.With(NameOf(&stops[leg[0]]), NameOf(&stops[leg[1]]))})
			}
		}
	}
	return all
}

// ends names what is wrong with the day of one group as a whole.
func ends(stops []Stop, g int, stays []Stay, finish int) (all []Conflict) {
	last := stays[len(stays)-1]
	if finish > 0 && last.Leave > finish {
		all = append(all, Conflict{BusTooLate, g + 1, last.Stop, phrase.TourBusLate.With(g+1, geo.Clock(last.Leave), geo.Clock(finish))})
	}
	if last.Leave >= 24*60 {
		all = append(all, Conflict{PastDay, g + 1, last.Stop, phrase.TourPastDay.With(g + 1)})
	}
	if stays[0].Arrive <= lunchFrom && last.Leave >= lunchTo && !fed(stops, stays) {
		all = append(all, Conflict{NoLunch, g + 1, -1, phrase.TourNoLunch.With(g+1, geo.Clock(lunchFrom), geo.Clock(lunchTo), lunchMinutes)})
	}
	return all
}

// fed tells whether a group has time to eat.
func fed(stops []Stop, stays []Stay) bool {
	for _, s := range stays {
		from, to := s.Arrive, s.Begin // waiting
		if stops[s.Stop].Lunch {
			to = s.Leave
		}
		if min(to, lunchTo)-max(from, lunchFrom) >= lunchMinutes {
			return true
		}
	}
	return false
}

// meetings names groups that are at a stop together where there is no room for them all.
func meetings(stops []Stop, p *Problem, plan *Plan) (all []Conflict) {
	for a := range plan.Groups {
		for _, s := range plan.Groups[a] {
			if p.room(s.Stop) >= p.Groups {
				continue
			}
			inside, at := 1, s.Begin
			for b := range plan.Groups {
				for _, o := range plan.Groups[b] {
					if b != a && o.Stop == s.Stop && o.Begin <= at && at < o.Leave && (o.Begin < at || b < a) {
						inside++
					}
				}
			}
			if inside > p.room(s.Stop) {
				all = append(all, Conflict{TooMany, a + 1, s.Stop, phrase.TourMeeting.With(inside, NameOf(&stops[s.Stop]), geo.Clock(at), p.Visits[s.Stop].Capacity)})
			}
		}
	}
	return all
}

// NameOf is what a stop is called in both languages.
func NameOf(s *Stop) phrase.Text {
	name := phrase.Text{ZH: s.NameZH, EN: s.NameEN}
	if name.EN == "" {
		name.EN = name.ZH
	}
	if name.ZH == "" {
		name = phrase.Text{ZH: s.ID, EN: s.ID}
	}
	return name
}
