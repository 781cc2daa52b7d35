package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"beltmap/data/gpkg"
	"beltmap/data/roads"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/road"
	"beltmap/geo/tour"
	"beltmap/geo/world"
)

type tourCommand struct {
	List   tourListCommand   `cmd:"" help:"${cmd_tour_list}"`
	Plan   tourPlanCommand   `cmd:"" help:"${cmd_tour_plan}"`
	Rounds tourRoundsCommand `cmd:"" help:"${cmd_tour_rounds}"`
	Export tourExportCommand `cmd:"" help:"${cmd_tour_export}"`
}

type tourListCommand struct {
	DB string `name:"db" help:"${flag_history_db}" placeholder:"FILE"`
}

// run lists all tours: id, status, how many stops, name.
func (c *tourListCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	w, err := s.worldIn(c.DB)
	if err != nil {
		return 0, err
	}
	t := w.Table(geo.Tours)
	var lines []string
	t.Scan(world.Query{When: &geo.Period{}, Sight: geo.FullSight()}, func(row world.Row) bool {
		if found, there := tour.Find(w, t.ID(row), geo.FullSight()); there {
			lines = append(lines, fmt.Sprintf("%s\t%s\t%d\t%s\n", found.Record.ID, cmp.Or(found.Record.Get(geo.TourStatus).Text(), geo.TourDraft), len(found.Stops),
				phrase.Text{ZH: found.Record.NameZH, EN: cmp.Or(found.Record.NameEN, found.Record.NameZH)}.In(s.lang)))
		}
		return true
	})
	slices.Sort(lines)
	_, err = fmt.Fprint(s.stdout, strings.Join(lines, ""))
	return exitOK, err
}

// worldIn reads a file into a World of today.
func (s *session) worldIn(path string) (*world.World, error) {
	store, err := gpkg.Open(s.ctx, path, gpkg.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer store.Close()
	return s.worldFrom(store)
}

// worldFrom reads a store into a World of today, with its settings.
func (s *session) worldFrom(store *gpkg.Store) (*world.World, error) {
	settings, _, err := s.settings(store.Settings())
	if err != nil {
		return nil, err
	}
	return worldOf(s.ctx, store, settings)
}

// legsFrom are the ways between stops by the roads that a store keeps, straight ones if it keeps none; it says whose the roads are.
func (s *session) legsFrom(store *gpkg.Store, w *world.World) (legs tour.Legs, credit string, err error) {
	straight := tour.StraightOf(w.Settings())
	graph, kept, err := roads.Load(s.ctx, store.Roads())
	if err != nil || graph == nil {
		return straight, "", err
	}
	s.say(phrase.TourRoads.With(kept.Credit))
	return tour.ByRoad{Network: road.NewNetwork(graph, w.Settings().Number(geo.WalkingSpeed)), Straight: straight}, kept.Credit, nil
}

type tourPlanCommand struct {
	Tour   string   `arg:"" optional:"" name:"tour" help:"${arg_tour}"`
	Stop   []string `help:"${flag_tour_stop}" placeholder:"COLLECTION/ID"`
	DB     string   `name:"db" help:"${flag_history_db}" placeholder:"FILE"`
	Start  string   `help:"${flag_tour_start}" placeholder:"HH:MM"`
	Late   int      `help:"${flag_tour_late}" placeholder:"MINUTES"`
	Mode   string   `help:"${flag_tour_mode}" enum:"foot,bus," default:""`
	Groups int      `help:"${flag_tour_groups}" placeholder:"N"`
	First  string   `help:"${flag_tour_first}" placeholder:"ID"`
	Last   string   `help:"${flag_tour_last}" placeholder:"ID"`
	Write  bool     `help:"${flag_tour_write}"`
}

// run prints the best order of a tour's stops, its timetable by groups, the bound and the conflicts.
func (c *tourPlanCommand) run(s *session) (int, error) {
	if err := wantDB(c.DB); err != nil {
		return 0, err
	}
	if (c.Tour == "") == (len(c.Stop) == 0) {
		return 0, misuse(phrase.TourOrStops.With())
	}
	if c.Write && c.Tour == "" {
		return 0, misuse(phrase.UsageNotTogether.With("--stop", "--write"))
	}
	store, err := gpkg.Open(s.ctx, c.DB, gpkg.Options{ReadOnly: !c.Write, Styles: layerStyles()})
	if err != nil {
		return 0, err
	}
	defer store.Close()
	w, err := s.worldFrom(store)
	if err != nil {
		return 0, err
	}
	found, err := c.route(w)
	if err != nil {
		return 0, err
	}
	legs, _, err := s.legsFrom(store, w)
	if err != nil {
		return 0, err
	}
	problem, err := c.problem(s.ctx, found, legs)
	if err != nil {
		return 0, err
	}
	plan, err := tour.Solve(s.ctx, problem)
	if err != nil {
		return 0, err
	}
	for g, stays := range plan.Groups {
		s.say(phrase.TourGroupLine.With(g + 1))
		s.stays(found.Stops, stays)
	}
	s.say(phrase.TourEnds.With(geo.Clock(plan.Ends), geo.Clock(plan.Bound), 100*plan.Gap(problem.Start)))
	for _, conflict := range tour.Conflicts(found.Stops, &problem, plan, found.Finish) {
		s.say(conflict.Text)
	}
	if !c.Write {
		return exitOK, nil
	}
	version, err := store.Apply(s.ctx, redrafted(w, found, plan.Order(0)).By(geo.CommandLine(), geo.ActionImport, found.Record.Ref()))
	if err == nil {
		s.say(phrase.TourWritten.With(found.Record.Ref(), c.DB, int64(version)))
	}
	return exitOK, err
}

// stays prints when who is where.
func (s *session) stays(stops []tour.Stop, stays []tour.Stay) {
	for _, stay := range stays {
		stop := &stops[stay.Stop]
		fmt.Fprintf(s.stdout, "%v\t%v\t%v\t%s\t%s\n", geo.Clock(stay.Arrive), geo.Clock(stay.Begin), geo.Clock(stay.Leave), stop.ID, tour.NameOf(stop).In(s.lang))
	}
}

// route is the tour that is named, or one of the stops that are.
func (c *tourPlanCommand) route(w *world.World) (*tour.Route, error) {
	if c.Tour == "" {
		stops, err := stopsAt(w, c.Stop)
		return &tour.Route{Stops: stops, Start: tour.UsualStart, Groups: 1}, err
	}
	found, there := tour.Find(w, c.Tour, geo.FullSight())
	if !there {
		return nil, geo.NotFound("beltmap.tour", phrase.TourMissing.With(c.Tour))
	}
	return found, nil
}

// stopsAt are stops at targets, each of which may stand there once.
func stopsAt(w *world.World, targets []string) (stops []tour.Stop, err error) {
	for k, target := range targets {
		stop, there := tour.StopAt(w, target)
		if !there {
			return nil, geo.Invalid("beltmap.tour", phrase.TourUnknownStop.With(target))
		}
		if slices.Contains(targets[:k], target) {
			return nil, geo.Invalid("beltmap.tour", phrase.TourTwice.With(target))
		}
		stops = append(stops, stop)
	}
	return stops, nil
}

// problem is the tour's problem with what the flags say.
func (c *tourPlanCommand) problem(ctx context.Context, found *tour.Route, legs tour.Legs) (p tour.Problem, err error) {
	if lost := tour.Unlocated(found.Stops); len(lost) > 0 {
		return p, geo.Invalid("beltmap.tour", phrase.TourUnlocated.With(strings.Join(lost, ", ")))
	}
	if c.Start != "" {
		at, err := geo.ParseClock(c.Start)
		if err != nil {
			return p, misuse(saidBy(err))
		}
		found.Start = int(at)
	}
	if c.Mode != "" {
		for i := range found.Stops {
			if found.Stops[i].Mode == tour.AnyMode {
				found.Stops[i].Mode = modeOf(c.Mode)
			}
		}
	}
	if p, err = tour.ProblemOf(ctx, found.Stops, legs, found.Start+c.Late, cmp.Or(c.Groups, found.Groups), found.People); err != nil {
		return p, err
	}
	for _, end := range []struct {
		id string
		to *int
	}{{c.First, &p.First}, {c.Last, &p.Last}} {
		if end.id == "" {
			continue
		}
		if *end.to = slices.IndexFunc(found.Stops, func(s tour.Stop) bool { return s.ID == end.id || s.Target == end.id }); *end.to < 0 {
			return p, geo.Invalid("beltmap.tour", phrase.TourUnknownStop.With(end.id))
		}
	}
	return p, nil
}

// modeOf is the mode of a flag.
func modeOf(flag string) tour.Mode {
	if flag == "foot" {
		return tour.Walk
	}
	return tour.ModeOf(flag)
}

// redrafted is the batch that numbers a tour's stops in an order and makes the tour a draft again: nobody has looked at it yet.
func redrafted(w *world.World, found *tour.Route, order []int) geo.Batch {
	draft := found.Record.Clone()
	draft.Set(geo.TourStatus, geo.Text(geo.TourDraft))
	changes := []geo.Change{{Op: geo.Update, Record: draft, Expect: draft.Version}}
	t := w.Table(geo.Stops)
	for n, i := range order {
		if row, there := t.Find(found.Stops[i].ID); there {
			stop := t.Record(row)
			stop.Set(geo.StopNumber, geo.Integer(int64(n+1)))
			changes = append(changes, geo.Change{Op: geo.Update, Record: stop, Expect: stop.Version})
		}
	}
	return geo.BatchOf("plan "+found.Record.Ref(), changes...)
}
