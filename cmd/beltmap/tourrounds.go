package main

import (
	"errors"
	"fmt"
	"slices"

	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
	"beltmap/geo/world"
)

type tourRoundsCommand struct {
	DB     string   `name:"db" help:"${flag_history_db}" placeholder:"FILE"`
	Zone   string   `help:"${flag_tour_zone}" placeholder:"ZONE"`
	Of     string   `help:"${flag_tour_of}" enum:"organizations,centers,enterprises" default:"organizations"`
	Stop   []string `help:"${flag_tour_stop}" placeholder:"COLLECTION/ID"`
	Base   string   `help:"${flag_tour_base}" placeholder:"COLLECTION/ID"`
	Teams  int      `help:"${flag_tour_teams}" default:"4" placeholder:"N"`
	Days   int      `help:"${flag_tour_days}" default:"1" placeholder:"N"`
	Start  string   `help:"${flag_tour_start}" default:"09:00" placeholder:"HH:MM"`
	Finish string   `help:"${flag_tour_finish}" default:"17:30" placeholder:"HH:MM"`
	Mode   string   `help:"${flag_tour_mode}" enum:"foot,bus," default:""`

	Phase    map[string]int `help:"${flag_tour_phase}" placeholder:"COLLECTION/ID=N"`
	Priority map[string]int `help:"${flag_tour_priority}" placeholder:"COLLECTION/ID=N"`
}

// run prints a run sheet a team and day, how far from the bound they are, and what is left out.
func (c *tourRoundsCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	if (c.Zone == "") == (len(c.Stop) == 0) {
		return 0, misuse(phrase.UsageMissing.With("--zone / --stop"))
	}
	day, err := c.hours()
	if err != nil {
		return 0, err
	}
	store, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{ReadOnly: true})
	if err != nil {
		return 0, err
	}
	defer store.Close()
	w, err := s.worldFrom(store)
	if err != nil {
		return 0, err
	}
	targets, err := c.targets(w)
	if err != nil {
		return 0, err
	}
	var stops []tour.Stop
	for _, stop := range targets {
		if !stop.Located {
			s.sayTo(s.stderr, phrase.TourNoPlace.With(tour.NameOf(&stop)))
			continue
		}
		if c.Mode != "" {
			stop.Mode = modeOf(c.Mode)
		}
		stops = append(stops, stop)
	}
	var base *tour.Stop
	if c.Base != "" {
		at, err := stopsAt(w, []string{c.Base})
		if err != nil {
			return 0, err
		}
		if base = &at[0]; !base.Located {
			return 0, geo.Invalid("beltmap.tour", phrase.TourUnlocated.With(c.Base))
		}
		if c.Mode != "" {
			base.Mode = modeOf(c.Mode)
		}
	}
	legs, _, err := s.legsFrom(store, w)
	if err != nil {
		return 0, err
	}
	rounds, err := tour.RoundsOf(s.ctx, stops, base, legs)
	if err != nil {
		return 0, err
	}
	if err := errors.Join(valuesOf(c.Phase, stops, targets, &rounds.Phase, 1), valuesOf(c.Priority, stops, targets, &rounds.Priority, 0)); err != nil {
		return 0, err
	}
	rounds.Teams, rounds.Days, rounds.Start, rounds.Finish = c.Teams, c.Days, day[0], day[1]
	got, err := tour.SolveRounds(s.ctx, rounds)
	if err != nil {
		return 0, err
	}
	for _, sheet := range got.Sheets {
		s.say(phrase.RoundsSheet.With(sheet.Day, sheet.Team))
		s.stays(stops, sheet.Stays)
	}
	s.say(phrase.RoundsSum.With(got.Days, got.Travel, got.Bound, 100*got.Gap()))
	for _, i := range got.Left {
		s.say(phrase.RoundsLeft.With(tour.NameOf(&stops[i])))
	}
	return exitOK, nil
}

// valuesOf lists what is said of each stop, the usual where nothing is. What is said of none of the targets, which may have no place, is an error.
func valuesOf(said map[string]int, stops, targets []tour.Stop, list *[]int, usual int) error {
	for ref := range said {
		if !slices.ContainsFunc(targets, func(s tour.Stop) bool { return s.ID == ref }) {
			return geo.Invalid("beltmap.tour", phrase.TourUnknownStop.With(ref))
		}
	}
	for i := range stops {
		n, is := said[stops[i].ID]
		if !is {
			n = usual
		}
		*list = append(*list, n)
	}
	return nil
}

// hours are when a day begins and ends.
func (c *tourRoundsCommand) hours() (day [2]int, err error) {
	for k, text := range []string{c.Start, c.Finish} {
		at, err := geo.ParseClock(text)
		if err != nil {
			return day, misuse(saidBy(err))
		}
		day[k] = int(at)
	}
	return day, nil
}

// targets are the stops that are named, or all of a zone in the order of their ids.
func (c *tourRoundsCommand) targets(w *world.World) ([]tour.Stop, error) {
	if len(c.Stop) > 0 {
		return stopsAt(w, c.Stop)
	}
	if _, there := w.Table(geo.Zones).Find(c.Zone); !there {
		return nil, geo.NotFound("beltmap.tour", phrase.SitingZoneUnknown.With(c.Zone))
	}
	collection, err := geo.ParseCollection(c.Of)
	if err != nil {
		return nil, err
	}
	var refs []string
	t := w.Table(collection)
	t.Scan(world.Query{Equal: []world.Condition{{Field: geo.Zone, Value: geo.Text(c.Zone)}}, Sight: geo.FullSight()}, func(row world.Row) bool {
		refs = append(refs, fmt.Sprintf("%s/%s", c.Of, t.ID(row)))
		return true
	})
	slices.Sort(refs)
	return stopsAt(w, refs)
}
