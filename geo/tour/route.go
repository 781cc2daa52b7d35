package tour

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// What is taken where a record does not say: it is marked as assumed wherever it is shown.
const (
	UsualDwell = 20     // minutes
	UsualStart = 9 * 60 // 09:00
)

// Stop is one stop of a tour with all that is known of it.
type Stop struct {
	ID, Target     string // the target as collection/id
	NameZH, NameEN string
	Point          orb.Point // where the target is: of a line its middle, of an area the middle of its box
	Located        bool
	Class          geo.Precision // of the target's position
	Mode           Mode          // to reach it, AnyMode if the record does not say
	Visit          Visit
	DwellKnown     bool
	Lunch          bool
	StepFree       string
	StoryZH        string
	StoryEN        string
	StorySource    string
}

// Route is a tour with its stops in order.
type Route struct {
	Record        geo.Record
	Event         *geo.Record // the event it belongs to, nil if there is none
	Stops         []Stop
	Start, Finish int // Finish 0 for none
	StartKnown    bool
	Groups        int // 1 if the record does not say
	People        int // 0 if the record does not say
}

// Find gathers a tour as a reader sees it. It is not there for who is not shown it.
func Find(w *world.World, id string, s geo.Sight) (*Route, bool) {
	t := w.Table(geo.Tours)
	row, there := t.Find(id)
	if !there || !t.Shown(row, s) {
		return nil, false
	}
	r := &Route{Record: t.RecordFor(row, s), Start: UsualStart, Groups: 1}
	if at, known := r.Record.ClockOf(geo.TourStart); known {
		r.Start, r.StartKnown = int(at), true
	}
	if at, known := r.Record.ClockOf(geo.TourFinish); known {
		r.Finish = int(at)
	}
	if n, known := r.Record.Get(geo.TourGroups).Integer(); known && n >= 1 {
		r.Groups = int(min(n, MaxGroups))
	}
	if n, known := r.Record.Get(geo.TourPeople).Integer(); known {
		r.People = int(min(n, 1e6))
	}
	events := w.Table(geo.Events)
	if row, there := events.Find(r.Record.Get(geo.EventOf).Text()); there {
		event := events.RecordFor(row, s)
		r.Event = &event
	}
	r.Stops = stopsOf(w, id, s)
	return r, true
}

// stopsOf lists the stops of a tour, by number and then by id; those without a number come last.
func stopsOf(w *world.World, tour string, s geo.Sight) []Stop {
	type numbered struct {
		number int64
		stop   Stop
	}
	var all []numbered
	t := w.Table(geo.Stops)
	q := world.Query{When: &geo.Period{}, Equal: []world.Condition{{Field: geo.TourOf, Value: geo.Text(tour)}}, Sight: s}
	t.Scan(q, func(row world.Row) bool {
		record := t.RecordFor(row, s)
		n, known := record.Get(geo.StopNumber).Integer()
		if !known {
			n = 1 << 62
		}
		all = append(all, numbered{n, StopOf(w, &record)})
		return true
	})
	slices.SortFunc(all, func(a, b numbered) int {
		return cmp.Or(cmp.Compare(a.number, b.number), strings.Compare(a.stop.ID, b.stop.ID))
	})
	stops := make([]Stop, len(all))
	for i := range all {
		stops[i] = all[i].stop
	}
	return stops
}

// StopOf is a stop as its record says, at the place of its target.
func StopOf(w *world.World, r *geo.Record) Stop {
	s := Stop{ID: r.ID, Target: r.Get(geo.Target).Text(), NameZH: r.NameZH, NameEN: r.NameEN, Mode: ModeOf(r.Get(geo.LegMode).Text()), StepFree: r.Get(geo.StepFree).Text(),
		StoryZH: r.Get(geo.StoryZH).Text(), StoryEN: r.Get(geo.StoryEN).Text(), StorySource: r.Get(geo.StoryBy).Text()}
	s.Lunch, _ = r.Get(geo.Lunch).Boolean()
	s.Visit.Dwell = UsualDwell
	if n, known := r.Get(geo.Dwell).Integer(); known {
		s.Visit.Dwell, s.DwellKnown = int(n), true
	}
	if at, known := r.ClockOf(geo.Opens); known {
		s.Visit.Opens = int(at)
	}
	if at, known := r.ClockOf(geo.Closes); known {
		s.Visit.Closes = int(at)
	}
	if n, known := r.Get(geo.Capacity).Integer(); known {
		s.Visit.Capacity = int(min(n, 1e6))
	}
	s.place(w)
	return s
}

// StopAt is a stop at what can be visited, called by its collection/id. It is not there if the World does not have it.
func StopAt(w *world.World, target string) (Stop, bool) {
	if !geo.Visitable(target) {
		return Stop{}, false
	}
	collection, id, _ := strings.Cut(target, "/")
	c, err := geo.ParseCollection(collection)
	if err != nil {
		return Stop{}, false
	}
	if _, there := w.Table(c).Find(id); !there {
		return Stop{}, false
	}
	record := geo.New(geo.Stops)
	record.ID = target
	record.Set(geo.Target, geo.Text(target))
	return StopOf(w, &record), true
}

// place finds where the target is and, if it can, what it is called.
func (s *Stop) place(w *world.World) {
	s.Class = geo.Unlocated
	collection, id, _ := strings.Cut(s.Target, "/")
	c, err := geo.ParseCollection(collection)
	if err != nil {
		return
	}
	t := w.Table(c)
	row, there := t.Find(id)
	if !there {
		return
	}
	target := t.RecordFor(row, geo.PublicSight())
	if s.NameZH == "" {
		s.NameZH, s.NameEN = target.NameZH, target.NameEN
	}
	if s.Visit.Capacity == 0 { // a center's own room, where the stop does not say another
		n, _ := target.Get(geo.Capacity).Integer()
		s.Visit.Capacity = int(min(max(n, 0), 1e6))
	}
	if target.Located() {
		s.Point, s.Located, s.Class = middle(target.Geometry), true, target.Position.Class
	}
}

// middle is a point for what is visited: of a line its middle vertex.
func middle(g orb.Geometry) orb.Point {
	switch g := g.(type) {
	case orb.Point:
		return g
	case orb.LineString:
		if len(g) > 0 {
			return g[len(g)/2]
		}
	}
	return g.Bound().Center()
}

// Unlocated are the stops that cannot be reached, because nobody knows where they are.
func Unlocated(stops []Stop) (ids []string) {
	for _, s := range stops {
		if !s.Located {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// ProblemOf is the problem of ordering stops, with the legs between them, each by the mode of the stop that it leads to. Stops without a place have
// legs of no minutes: ask Unlocated first. It fails with kind invalid for too many stops, or with the context's error.
func ProblemOf(ctx context.Context, stops []Stop, legs Legs, start, groups, people int) (Problem, error) {
	if len(stops) > MaxStops {
		return Problem{}, geo.Invalid("tour.ProblemOf", phrase.TourManyStops.With(len(stops), MaxStops))
	}
	p, err := problemOf(ctx, stops, legs)
	p.Start, p.Groups, p.People = start, groups, people
	return p, err
}

// problemOf is one group's problem, of however many stops.
func problemOf(ctx context.Context, stops []Stop, legs Legs) (Problem, error) {
	p := Problem{Visits: make([]Visit, len(stops)), Minutes: make([][]int, len(stops)), First: -1, Last: -1, Groups: 1, Seed: 1}
	points, modes := make([]orb.Point, len(stops)), make([]Mode, len(stops))
	for i := range stops {
		points[i], modes[i] = stops[i].Point, stops[i].Mode
	}
	var err error
	if p.Legs, err = legs.Table(ctx, points, modes); err != nil {
		return p, err
	}
	_, p.ByRoad = legs.(ByRoad)
	for i := range stops {
		p.Visits[i] = stops[i].Visit
		p.Minutes[i] = make([]int, len(stops))
		for k := range stops {
			if i != k && stops[i].Located && stops[k].Located {
				p.Minutes[i][k] = p.Legs[i][k].Minutes
			}
		}
	}
	return p, nil
}
