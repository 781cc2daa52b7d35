package server

import (
	"context"
	"net/http"
	"strconv"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
)

// latest is how late a tour is supposed to set out at most, in minutes.
const latest = 600

// timetable is who is where and when, and what is wrong with it.
type timetable struct {
	Start        string          `json:"start"`
	StartAssumed bool            `json:"start_assumed"`
	Late         int             `json:"late"`
	Ends         string          `json:"ends"`
	People       *int            `json:"people"`
	Groups       []groupTimes    `json:"groups"`
	Conflicts    []conflictTimes `json:"conflicts"`
}

type groupTimes struct {
	Group int         `json:"group"`
	Stops []stopTimes `json:"stops"`
}

type stopTimes struct {
	Stop         string    `json:"stop"` // its id, or the target where it has none
	NameZH       string    `json:"name_zh"`
	NameEN       *string   `json:"name_en"`
	Leg          *legTimes `json:"leg"` // by which it is reached, null for the first
	Arrive       string    `json:"arrive"`
	Begin        string    `json:"begin"`
	Leave        string    `json:"leave"`
	Wait         int       `json:"wait"`
	Dwell        int       `json:"dwell"`
	DwellAssumed bool      `json:"dwell_assumed"`
}

type legTimes struct {
	Mode      string `json:"mode"`
	Minutes   int    `json:"minutes"`
	Metres    int    `json:"metres"`
	Estimated bool   `json:"estimated"`
}

type conflictTimes struct {
	Kind   string  `json:"kind"`
	Group  *int    `json:"group"`
	Stop   *string `json:"stop"`
	TextZH string  `json:"text_zh"`
	TextEN string  `json:"text_en"`
}

// tableOf writes a plan down.
func tableOf(stops []tour.Stop, p *tour.Problem, plan *tour.Plan, finish int) timetable {
	t := timetable{Start: geo.Clock(p.Start).String(), Ends: geo.Clock(plan.Ends).String(), Conflicts: []conflictTimes{}}
	if p.People > 0 {
		t.People = &p.People
	}
	for g, stays := range plan.Groups {
		times := groupTimes{Group: g + 1, Stops: []stopTimes{}}
		for k, s := range stays {
			stop := &stops[s.Stop]
			var way *legTimes
			if k > 0 {
				leg := &p.Legs[stays[k-1].Stop][s.Stop]
				way = &legTimes{leg.Mode.String(), leg.Minutes, leg.Metres, leg.Estimated}
			}
			times.Stops = append(times.Stops, stayOf(stop, s, way))
		}
		t.Groups = append(t.Groups, times)
	}
	for _, c := range tour.Conflicts(stops, p, plan, finish) {
		one := conflictTimes{Kind: c.Kind, TextZH: c.Text.ZH, TextEN: c.Text.EN}
		if c.Group > 0 {
			one.Group = &c.Group
		}
		if c.Stop >= 0 {
			one.Stop = &stops[c.Stop].ID
		}
		t.Conflicts = append(t.Conflicts, one)
	}
	return t
}

// stayOf is one stay at a stop that is reached by a leg.
func stayOf(stop *tour.Stop, s tour.Stay, by *legTimes) stopTimes {
	return stopTimes{Stop: stop.ID, NameZH: stop.NameZH, NameEN: textOrNull(stop.NameEN), Leg: by, Arrive: geo.Clock(s.Arrive).String(), Begin: geo.Clock(s.Begin).String(),
		Leave: geo.Clock(s.Leave).String(), Wait: s.Begin - s.Arrive, Dwell: s.Leave - s.Begin, DwellAssumed: !stop.DwellKnown}
}

// located are the stops that have a place; the others cannot be reached, and stand among the conflicts.
func located(stops []tour.Stop) (placed []tour.Stop, conflicts []conflictTimes) {
	for i := range stops {
		if stops[i].Located {
			placed = append(placed, stops[i])
			continue
		}
		said := phrase.TourNoPlace.With(tour.NameOf(&stops[i]))
		conflicts = append(conflicts, conflictTimes{Kind: tour.NoPlace, Stop: &stops[i].ID, TextZH: said.ZH, TextEN: said.EN})
	}
	return placed, conflicts
}

// timetable answers the timetable of a tour in its own order, for so many groups, from a time on, and so many minutes late.
func (s *Server) timetable(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool {
		return name == "start" || name == "late" || name == "groups" || name == "people"
	})
	if err == nil {
		err = given.format("json")
	}
	if err != nil {
		return err
	}
	now := s.app.World()
	found, err := s.tourOf(r, now)
	if err != nil {
		return err
	}
	late, err := given.count("late", 0, 0, latest)
	if err != nil {
		return err
	}
	groups, err := given.count("groups", found.Groups, 1, tour.MaxGroups)
	if err != nil {
		return err
	}
	people, err := given.count("people", found.People, 1, 100_000)
	if err != nil {
		return err
	}
	if text, is := given["start"]; is {
		at, err := geo.ParseClock(text)
		if err != nil {
			return badParameter("start", faultOf(err).text)
		}
		found.Start, found.StartKnown = int(at), true
	}
	stops, unplaced := located(found.Stops)
	var table timetable
	err = s.work(r, func(ctx context.Context) error {
		p, err := tour.ProblemOf(ctx, stops, s.legsOf(now), found.Start+late, groups, people)
		if err == nil {
			table = tableOf(stops, &p, p.InOrder(inOrder(len(stops))), found.Finish)
		}
		return err
	})
	if err != nil {
		return err
	}
	table.Late, table.StartAssumed, table.Conflicts = late, !found.StartKnown, append(append([]conflictTimes{}, unplaced...), table.Conflicts...)
	return s.json(w, r, jsonType, languageOf(r), struct {
		Tour listedTour `json:"tour"`
		timetable
	}{listed(found), table})
}

// count is a whole number within bounds, the usual one unless it is given.
func (p parameters) count(name string, usual, least, most int) (int, error) {
	text, given := p[name]
	if !given {
		return usual, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || !digits(text) || n < least || n > most {
		return 0, badParameter(name, phrase.CountOutOfRange.With(name, text, least, most))
	}
	return n, nil
}
