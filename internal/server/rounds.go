package server

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
	"beltmap/geo/world"
)

// The bounds of what a request for rounds may say of a target.
const (
	mostPhase    = tour.MaxDays // a phase takes a day at least
	mostPriority = 9
)

// roundsRequest is what is to be inspected: the records of a zone, targets by themselves, or both, where a target says what is different of one of the zone's.
type roundsRequest struct {
	Zone    string        `json:"zone"`
	Of      string        `json:"of"` // the collection of the zone's
	Targets []roundTarget `json:"targets"`
	Base    string        `json:"base"` // where teams set out and come back to
	Teams   *int          `json:"teams"`
	Days    *int          `json:"days"`
	Start   string        `json:"start"`
	Finish  string        `json:"finish"` // by which every team is back
	Mode    string        `json:"mode"`   // of targets that say none
	Dwell   *int          `json:"dwell"`  // of targets that say none
}

// roundTarget is one target and what is to be supposed of it.
type roundTarget struct {
	Stop     string `json:"stop"`
	Dwell    *int   `json:"dwell"`
	Opens    string `json:"opens"`
	Closes   string `json:"closes"`
	Mode     string `json:"mode"`
	Phase    *int   `json:"phase"`
	Priority *int   `json:"priority"`
}

// What is taken where a request says nothing, as the command line does.
const (
	usualTeams  = 4
	usualDays   = 1
	usualFinish = 17*60 + 30
)

// inspected is a request that was understood.
type inspected struct {
	stops    []tour.Stop // that have a place
	unplaced []tour.Stop
	phase    []int // of stops
	priority []int
	base     *tour.Stop
	rounds   tour.Rounds // all but the legs
}

// planRounds gives targets to teams and days. Whoever takes text/event-stream is told how far it is; whoever goes away ends it.
func (s *Server) planRounds(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, nil)
	if err == nil {
		err = given.format(roundFormats()...)
	}
	if err == nil {
		err = s.sameSite(r, askerOf(r))
	}
	if err != nil {
		return err
	}
	var asked roundsRequest
	if err := readPlan(r, &asked); err != nil {
		return err
	}
	now := s.app.World()
	what, err := asked.understood(now, askerOf(r).sight)
	if err != nil {
		return unusable(err)
	}
	if wantsEvents(r, given) {
		return s.streamed(w, r, "rounds", func(r *http.Request, progress func(float64)) (any, error) {
			what.rounds.Progress = progress
			return s.inspect(r, now, what)
		})
	}
	answer, err := s.inspect(r, now, what)
	if err != nil {
		return unusable(err)
	}
	w.Header().Set("Cache-Control", "no-store")
	if f := given["f"]; f == "csv" || f == "xlsx" {
		return s.roundsFile(w, r, now, answer, f)
	}
	return s.answerWritten(w, r, http.StatusOK, answer)
}

// inspect finds the rounds.
func (s *Server) inspect(r *http.Request, now *world.World, what *inspected) (answer *roundsAnswer, err error) {
	err = s.work(r, func(ctx context.Context) error {
		rounds, err := tour.RoundsOf(ctx, what.stops, what.base, s.legsOf(now))
		if err != nil {
			return err
		}
		rounds.Teams, rounds.Days, rounds.Start, rounds.Finish = what.rounds.Teams, what.rounds.Days, what.rounds.Start, what.rounds.Finish
		rounds.Phase, rounds.Priority, rounds.Progress = what.phase, what.priority, what.rounds.Progress
		found, err := tour.SolveRounds(ctx, rounds)
		if err == nil {
			answer = what.answer(&rounds, found)
		}
		return err
	})
	if err == nil {
		answer.Attribution = s.creditOf(answer)
	}
	return answer, err
}

// creditOf is to whom the roads are owed that teams follow.
func (s *Server) creditOf(answer *roundsAnswer) *string {
	roads := s.app.Roads()
	if roads == nil {
		return nil
	}
	for _, sheet := range answer.Sheets {
		for _, stop := range sheet.Stops {
			if stop.Leg != nil && !stop.Leg.Estimated {
				return &roads.Credit
			}
		}
	}
	return nil
}

// understood reads a request against what there is. It fails with kind invalid or not_found, in one sentence that names what is wrong.
func (asked *roundsRequest) understood(w *world.World, sight geo.Sight) (*inspected, error) {
	what := &inspected{rounds: tour.Rounds{Teams: usualTeams, Days: usualDays, Start: tour.UsualStart, Finish: usualFinish}}
	if asked.Teams != nil {
		what.rounds.Teams = *asked.Teams
	}
	if asked.Days != nil {
		what.rounds.Days = *asked.Days
	}
	for _, time := range []struct {
		text string
		to   *int
	}{{asked.Start, &what.rounds.Start}, {asked.Finish, &what.rounds.Finish}} {
		if time.text != "" {
			at, err := geo.ParseClock(time.text)
			if err != nil {
				return nil, err
			}
			*time.to = int(at)
		}
	}
	targets, err := asked.targets(w, sight)
	if err != nil {
		return nil, err
	}
	for i := range targets {
		if err := what.add(w, sight, &targets[i]); err != nil {
			return nil, err
		}
	}
	if asked.Base != "" {
		base, err := (&plannedStop{Stop: asked.Base, Mode: asked.Mode}).stop(w, sight)
		if err != nil {
			return nil, err
		}
		if what.base = &base; !base.Located {
			return nil, geo.Invalid("server.rounds", phrase.TourUnlocated.With(shortened(asked.Base)))
		}
	}
	return what, nil
}

// targets are those of the zone in the order of their ids and then those that are named besides, each once.
func (asked *roundsRequest) targets(w *world.World, sight geo.Sight) ([]roundTarget, error) {
	const op = "server.rounds"
	all := slices.Clone(asked.Targets)
	named := map[string]bool{}
	for _, target := range all {
		if named[target.Stop] {
			return nil, geo.Invalid(op, phrase.TourTwice.With(shortened(target.Stop)))
		}
		named[target.Stop] = true
	}
	refs, err := asked.ofZone(w, sight)
	if err != nil {
		return nil, err
	}
	for _, ref := range refs {
		if !named[ref] {
			all = append(all, roundTarget{Stop: ref})
		}
	}
	if len(all) > tour.MaxStops {
		return nil, geo.Invalid(op, phrase.TourManyStops.With(len(all), tour.MaxStops))
	}
	for i := range all {
		all[i].Mode = cmp.Or(all[i].Mode, asked.Mode)
		if all[i].Dwell == nil {
			all[i].Dwell = asked.Dwell
		}
	}
	return all, nil
}

// ofZone are the records of the zone that is asked for.
func (asked *roundsRequest) ofZone(w *world.World, sight geo.Sight) (refs []string, err error) {
	of := cmp.Or(asked.Of, roundCollections()[0])
	if !slices.Contains(roundCollections(), of) {
		return nil, geo.Invalid("server.rounds", phrase.RoundsOf.With(shortened(of)))
	}
	if asked.Zone == "" {
		return nil, nil
	}
	if _, there := w.Table(geo.Zones).Find(asked.Zone); !there {
		return nil, geo.NotFound("server.rounds", phrase.SitingZoneUnknown.With(shortened(asked.Zone)))
	}
	c, err := geo.ParseCollection(of)
	if err != nil {
		return nil, err
	}
	t := w.Table(c)
	t.Scan(world.Query{Equal: []world.Condition{{Field: geo.Zone, Value: geo.Text(asked.Zone)}}, Sight: sight}, func(row world.Row) bool {
		refs = append(refs, of+"/"+t.ID(row))
		return len(refs) <= 10*tour.MaxStops // so many are too many, however many more there are
	})
	slices.Sort(refs)
	return refs, nil
}

// roundCollections are what a zone is inspected by, the usual first.
func roundCollections() []string { return []string{"organizations", "centers", "enterprises"} }

// add adds a target to those that have a place, or to those that nobody can be sent to.
func (what *inspected) add(w *world.World, sight geo.Sight, target *roundTarget) error {
	asked := plannedStop{Stop: target.Stop, Dwell: target.Dwell, Opens: target.Opens, Closes: target.Closes, Mode: target.Mode}
	stop, err := asked.stop(w, sight)
	if err != nil {
		return err
	}
	phase, priority := 1, 0
	for _, n := range []struct {
		name        string
		given, to   *int
		least, most int
	}{{"phase", target.Phase, &phase, 1, mostPhase}, {"priority", target.Priority, &priority, 0, mostPriority}} {
		if n.given == nil {
			continue
		}
		if *n.to = *n.given; *n.to < n.least || *n.to > n.most {
			return geo.Invalid("server.rounds", phrase.CountOutOfRange.With(n.name, strconv.Itoa(*n.to), n.least, n.most))
		}
	}
	if !stop.Located {
		what.unplaced = append(what.unplaced, stop)
		return nil
	}
	what.stops, what.phase, what.priority = append(what.stops, stop), append(what.phase, phase), append(what.priority, priority)
	return nil
}
