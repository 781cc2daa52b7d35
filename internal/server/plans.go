package server

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
	"beltmap/geo/world"
)

// planRequest is what is to be planned: a tour, whose stops and times are those of its records unless it is said otherwise here, or a list of stops.
type planRequest struct {
	Tour   string        `json:"tour"`
	Stops  []plannedStop `json:"stops"`
	First  string        `json:"first"`
	Last   string        `json:"last"`
	Before [][2]string   `json:"before"` // the one of each pair before the other
	Start  string        `json:"start"`
	Finish string        `json:"finish"`
	Groups *int          `json:"groups"`
	People *int          `json:"people"`
	Late   int           `json:"late"` // minutes after the start at which all set out
	Keep   bool          `json:"keep"` // the order, as it is given; then a stop may have no place, which is a conflict, and there may be none
}

// plannedStop is one stop: a stop record by its id or anything that can be visited as collection/id, and what else is to be supposed of it.
type plannedStop struct {
	Stop     string `json:"stop"`
	As       string `json:"as"` // what it is called here, so that one target can be two stops
	Dwell    *int   `json:"dwell"`
	Opens    string `json:"opens"`
	Closes   string `json:"closes"`
	Capacity *int   `json:"capacity"`
	Mode     string `json:"mode"`
	Lunch    *bool  `json:"lunch"`
}

// planned is a request that was understood.
type planned struct {
	stops    []tour.Stop
	problem  tour.Problem
	finish   int
	late     int
	assumed  bool // the start
	keep     bool
	unplaced []conflictTimes
}

// planAnswer is a plan with its timetable.
type planAnswer struct {
	Order [][]string `json:"order"` // of stops, a group each
	Bound string     `json:"bound"` // before which no plan is done
	Gap   float64    `json:"gap"`
	Exact bool       `json:"exact"`
	timetable
}

// planTour finds the best order. Whoever takes text/event-stream is told how far it is; whoever goes away ends it.
func (s *Server) planTour(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, nil)
	if err == nil {
		err = given.format("json", "sse")
	}
	if err == nil {
		err = s.sameSite(r, askerOf(r))
	}
	if err != nil {
		return err
	}
	var asked planRequest
	if err := readPlan(r, &asked); err != nil {
		return err
	}
	now := s.app.World()
	var what *planned
	err = s.work(r, func(ctx context.Context) (err error) { // for the legs
		what, err = asked.understood(ctx, now, askerOf(r).sight, s.legsOf(now))
		return err
	})
	if err != nil {
		return unusable(err)
	}
	if wantsEvents(r, given) {
		return s.streamed(w, r, "plan", func(r *http.Request, progress func(float64)) (any, error) {
			what.problem.Progress = progress
			return s.solved(r, what)
		})
	}
	answer, err := s.solved(r, what)
	if err != nil {
		return unusable(err)
	}
	w.Header().Set("Cache-Control", "no-store")
	return s.answerWritten(w, r, http.StatusOK, answer)
}

func (s *Server) solved(r *http.Request, what *planned) (answer planAnswer, err error) {
	err = s.work(r, func(ctx context.Context) error {
		plan, err := what.solve(ctx)
		if err != nil {
			return err
		}
		answer = planAnswer{Order: [][]string{}, Bound: geo.Clock(plan.Bound).String(), Gap: plan.Gap(what.problem.Start), Exact: plan.Exact,
			timetable: tableOf(what.stops, &what.problem, plan, what.finish)}
		answer.StartAssumed, answer.Late, answer.Conflicts = what.assumed, what.late, append(append([]conflictTimes{}, what.unplaced...), answer.Conflicts...)
		for g := range plan.Groups {
			ids := []string{}
			for _, i := range plan.Order(g) {
				ids = append(ids, what.stops[i].ID)
			}
			answer.Order = append(answer.Order, ids)
		}
		return nil
	})
	return answer, err
}

// solve finds the best order, or follows the one that is given.
func (what *planned) solve(ctx context.Context) (*tour.Plan, error) {
	if !what.keep {
		return tour.Solve(ctx, what.problem)
	}
	plan := what.problem.InOrder(inOrder(len(what.stops)))
	plan.Ends = max(plan.Ends, what.problem.Start)
	plan.Bound = plan.Ends // of this order, which nobody asked to better
	return plan, nil
}

// understood reads a request against what there is. It fails with kind invalid or not_found, in one sentence that names what is wrong.
func (asked *planRequest) understood(ctx context.Context, w *world.World, sight geo.Sight, legs tour.Legs) (*planned, error) {
	const op = "server.plan"
	what := &planned{assumed: true, keep: asked.Keep, late: asked.Late}
	start, groups, people := tour.UsualStart, 1, 0
	if asked.Tour != "" {
		found, there := tour.Find(w, asked.Tour, sight)
		if !there {
			return nil, geo.NotFound(op, phrase.TourMissing.With(shortened(asked.Tour)))
		}
		start, groups, people, what.finish, what.assumed = found.Start, found.Groups, found.People, found.Finish, !found.StartKnown
		if len(asked.Stops) == 0 {
			what.stops = found.Stops
		}
	}
	if len(asked.Stops) > tour.MaxStops {
		return nil, geo.Invalid(op, phrase.TourManyStops.With(len(asked.Stops), tour.MaxStops))
	}
	for i := range asked.Stops {
		stop, err := asked.Stops[i].stop(w, sight)
		if err != nil {
			return nil, err
		}
		what.stops = append(what.stops, stop)
	}
	for i := range what.stops {
		if slices.ContainsFunc(what.stops[:i], func(s tour.Stop) bool { return s.ID == what.stops[i].ID }) {
			return nil, geo.Invalid(op, phrase.TourTwice.With(what.stops[i].ID))
		}
	}
	if asked.Keep {
		what.stops, what.unplaced = located(what.stops)
	}
	if lost := tour.Unlocated(what.stops); len(lost) > 0 {
		return nil, geo.Invalid(op, phrase.TourUnlocated.With(strings.Join(lost, ", ")))
	}
	if asked.Groups != nil {
		groups = *asked.Groups
	}
	if asked.People != nil {
		people = *asked.People
	}
	if groups < 1 || groups > tour.MaxGroups {
		return nil, geo.Invalid(op, phrase.TourGroups.With(groups, tour.MaxGroups))
	}
	if asked.Late < 0 || asked.Late > latest {
		return nil, geo.Invalid(op, phrase.CountOutOfRange.With("late", strconv.Itoa(asked.Late), 0, latest))
	}
	for _, time := range []struct {
		text string
		to   *int
	}{{asked.Start, &start}, {asked.Finish, &what.finish}} {
		if time.text != "" {
			at, err := geo.ParseClock(time.text)
			if err != nil {
				return nil, err
			}
			*time.to = int(at)
		}
	}
	if asked.Start != "" {
		what.assumed = false
	}
	var err error
	if what.problem, err = tour.ProblemOf(ctx, what.stops, legs, start+asked.Late, groups, people); err != nil {
		return nil, err
	}
	return what, asked.orders(what)
}

// orders reads which stops come first, last and before others.
func (asked *planRequest) orders(what *planned) error {
	find := func(id string, to *int) error {
		if id == "" {
			return nil
		}
		if *to = slices.IndexFunc(what.stops, func(s tour.Stop) bool { return s.ID == id || s.Target == id }); *to < 0 {
			return geo.Invalid("server.plan", phrase.TourUnknownStop.With(shortened(id)))
		}
		return nil
	}
	err := errors.Join(find(asked.First, &what.problem.First), find(asked.Last, &what.problem.Last))
	for _, names := range asked.Before {
		pair := [2]int{-1, -1}
		if err = errors.Join(err, find(names[0], &pair[0]), find(names[1], &pair[1])); err == nil {
			if pair[0] < 0 || pair[1] < 0 || pair[0] == pair[1] {
				return geo.Invalid("server.plan", phrase.TourCycle.With())
			}
			what.problem.Before = append(what.problem.Before, pair)
		}
	}
	return err
}

// stop is the stop that is meant, with what is supposed of it checked as a record of it would be.
func (asked *plannedStop) stop(w *world.World, sight geo.Sight) (tour.Stop, error) {
	const op = "server.plan"
	if asked.As != "" && !geo.ValidID(asked.As) {
		return tour.Stop{}, geo.Invalid(op, phrase.IDMalformed.With(shortened(asked.As)))
	}
	record := geo.New(geo.Stops)
	t := w.Table(geo.Stops)
	if row, there := t.Find(asked.Stop); there && t.Shown(row, sight) {
		record = t.RecordFor(row, sight)
	} else if collection, id, _ := strings.Cut(asked.Stop, "/"); geo.Visitable(asked.Stop) {
		c, _ := geo.ParseCollection(collection) // it can be visited
		if _, there := w.Table(c).Find(id); !there {
			return tour.Stop{}, geo.Invalid(op, phrase.TourUnknownStop.With(shortened(asked.Stop)))
		}
		record.ID = id
		record.Set(geo.Target, geo.Text(asked.Stop))
	} else {
		return tour.Stop{}, geo.Invalid(op, phrase.TourUnknownStop.With(shortened(asked.Stop)))
	}
	record.NameZH = strings.TrimSpace(record.NameZH)
	for f, text := range map[*geo.Field]string{geo.Opens: asked.Opens, geo.Closes: asked.Closes, geo.LegMode: asked.Mode} {
		if text != "" {
			v, err := f.Parse(text)
			if err != nil {
				return tour.Stop{}, err
			}
			record.Set(f, v)
		}
	}
	for f, n := range map[*geo.Field]*int{geo.Dwell: asked.Dwell, geo.Capacity: asked.Capacity} {
		if n != nil {
			record.Set(f, geo.Integer(int64(*n)))
		}
	}
	if asked.Lunch != nil {
		record.Set(geo.Lunch, geo.Boolean(*asked.Lunch))
	}
	for _, f := range record.Validate() {
		if f.Severity == geo.Fault && f.Field != geo.NameZH.Name {
			return tour.Stop{}, geo.Invalid(op, phrase.RecordInvalid.With(shortened(asked.Stop), f.Field, f.Text))
		}
	}
	stop := tour.StopOf(w, &record)
	switch {
	case asked.As != "":
		stop.ID = asked.As
	case record.Version == 0:
		stop.ID = asked.Stop // it has no record, and is called what it was asked by
	}
	return stop, nil
}
