package tour

import (
	"cmp"
	"context"
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// The bounds of rounds.
const (
	MaxTeams = 20
	MaxDays  = 31
)

// Rounds are inspections: targets that teams visit on days, each once by one team. All teams set out at Start, every day.
type Rounds struct {
	Visits   []Visit // hours are those of every day; Capacity means nothing here
	Minutes  [][]int // from one target to the other
	Legs     [][]Leg // what the minutes are of, with where teams set out last; nil where that is not known
	Out      []int   // from where teams set out to each target, nil for a day that begins at its first target
	Back     []int   // and back again, nil for a day that ends at its last
	Phase    []int   // those of a phase have their days before those of the next; nil for one phase
	Priority []int   // the greater, the earlier and the less readily left out; nil for all alike
	Teams    int
	Days     int
	Start    int
	Finish   int // by which every team is done, back included
	Seed     uint64
	// Progress is told how much of the work is done, 0 … 1; nil for nobody.
	Progress func(share float64)
}

// Sheet is what one team does on one day. Days and teams count from 1.
type Sheet struct {
	Day, Team, Phase int
	Stays            []Stay
	Travel           int // minutes under way
}

// Itineraries is an answer to Rounds.
type Itineraries struct {
	Sheets []Sheet // by day and team; a team without targets has none
	Left   []int   // targets for which there is no time
	Days   int     // that are used
	Travel int     // minutes of all teams
	Bound  int     // of travel, on as many days of each phase for the same targets
}

// Gap is by how much of the bound the travel is longer, 0 for the best.
func (it *Itineraries) Gap() float64 {
	if it.Bound == 0 {
		return 0
	}
	return float64(it.Travel-it.Bound) / float64(it.Bound)
}

// SolveRounds takes as few days as it finds enough for each phase, and on these the least travel that it finds; it leaves out what does not fit, the
// lowest priorities first. Among the days of a phase the sheets of the highest priority come first. The same seed gives the same sheets. It fails
// with kind invalid, or with the context's error.
func SolveRounds(ctx context.Context, r Rounds) (*Itineraries, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	if r.Progress != nil {
		r.Progress(0)
	}
	all := &Itineraries{}
	phases := r.phases()
	for k, members := range phases {
		share := func(s float64) {
			if r.Progress != nil {
				r.Progress((float64(k) + s) / float64(len(phases)))
			}
		}
		routes, left, days, err := r.phase(ctx, members, r.Days-all.Days, share)
		if err != nil {
			return nil, err
		}
		all.Left = append(all.Left, left...)
		if len(routes) > 0 {
			all.Bound += r.bound(routes, r.Teams*days)
		}
		r.write(all, routes)
	}
	slices.Sort(all.Left)
	return all, ctx.Err()
}

// RoundsOf are rounds to stops that have a place, from a base and back or, if there is none, from the first to the last. It fails as ProblemOf does.
func RoundsOf(ctx context.Context, stops []Stop, base *Stop, legs Legs) (Rounds, error) {
	all := stops
	if base != nil {
		all = append(slices.Clone(stops), *base)
	}
	if len(stops) > MaxStops {
		return Rounds{}, geo.Invalid("tour.RoundsOf", phrase.TourManyStops.With(len(stops), MaxStops))
	}
	p, err := problemOf(ctx, all, legs)
	if err != nil {
		return Rounds{}, err
	}
	n := len(stops)
	r := Rounds{Visits: p.Visits[:n], Minutes: p.Minutes[:n], Legs: p.Legs, Seed: 1}
	for i := range stops {
		if base != nil {
			r.Out, r.Back = append(r.Out, p.Minutes[n][i]), append(r.Back, p.Minutes[i][n])
		}
	}
	return r, nil
}

func (r *Rounds) check() error {
	const op = "tour.Rounds"
	n := len(r.Visits)
	switch {
	case n == 0:
		return geo.Invalid(op, phrase.TourNoStops.With())
	case n > MaxStops:
		return geo.Invalid(op, phrase.TourManyStops.With(n, MaxStops))
	case r.Teams < 1 || r.Teams > MaxTeams:
		return geo.Invalid(op, phrase.RoundsTeams.With(r.Teams, MaxTeams))
	case r.Days < 1 || r.Days > MaxDays:
		return geo.Invalid(op, phrase.RoundsDays.With(r.Days, MaxDays))
	case r.Start < 0 || r.Finish <= r.Start || r.Finish >= 24*60:
		return geo.Invalid(op, phrase.RoundsHours.With(geo.Clock(r.Start), geo.Clock(r.Finish)))
	case len(r.phases()) > r.Days:
		return geo.Invalid(op, phrase.RoundsPhases.With(len(r.phases()), r.Days))
	}
	return nil
}

// phases are the targets by phase, in the order of phases.
func (r *Rounds) phases() (all [][]int) {
	order := inOrder(len(r.Visits))
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(r.phaseOf(a), r.phaseOf(b)) })
	for k, i := range order {
		if k == 0 || r.phaseOf(i) != r.phaseOf(order[k-1]) {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], i)
	}
	return all
}

func inOrder(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

func (r *Rounds) phaseOf(i int) int { return at(r.Phase, i) }

func (r *Rounds) priority(i int) int { return at(r.Priority, i) }

// at is a value of a list that may not be there.
func at(list []int, i int) int {
	if list == nil {
		return 0
	}
	return list[i]
}

// leg is the way between two targets, or between one and where teams set out, which is -1.
func (r *Rounds) leg(from, to int) int {
	switch {
	case from < 0 && to < 0:
		return 0
	case from < 0:
		return at(r.Out, to)
	case to < 0:
		return at(r.Back, from)
	}
	return r.Minutes[from][to]
}

// phase plans one phase on the fewest days on which all of it fits, or on all that are left.
func (r *Rounds) phase(ctx context.Context, members []int, days int, share func(float64)) (routes [][]int, left []int, used int, err error) {
	if days < 1 {
		return nil, members, 0, nil
	}
	for used = min(days, r.leastDays(members)); ; used++ {
		s := newRounder(r, members, r.Teams*used)
		tries := min(roundTries, triesEach*len(members))
		if err = s.improve(ctx, tries/20, nil); err != nil {
			return nil, nil, 0, err
		}
		if len(s.best.left) > 0 && used < days {
			continue
		}
		if err = s.improve(ctx, tries, share); err != nil {
			return nil, nil, 0, err
		}
		for _, route := range s.best.routes {
			if len(route) > 0 {
				routes = append(routes, route)
			}
		}
		return routes, s.best.left, used, nil
	}
}

// leastDays is a number of days below which the stays alone do not fit.
func (r *Rounds) leastDays(members []int) int {
	dwell := 0
	for _, i := range members {
		dwell += r.Visits[i].Dwell
	}
	return max(1, (r.leastRoutes(dwell)+r.Teams-1)/r.Teams)
}

// leastRoutes is how many team's days so many minutes of stays take at least.
func (r *Rounds) leastRoutes(dwell int) int {
	return max(1, (dwell+r.Finish-r.Start-1)/(r.Finish-r.Start))
}

// write adds the sheets of a phase after the days that are used already, those of the highest priority first.
func (r *Rounds) write(all *Itineraries, routes [][]int) {
	rank := func(route []int) (highest, sum int) {
		for k, i := range route {
			if k == 0 || r.priority(i) > highest {
				highest = r.priority(i)
			}
			sum += r.priority(i)
		}
		return highest, sum
	}
	slices.SortFunc(routes, func(a, b []int) int {
		highA, sumA := rank(a)
		highB, sumB := rank(b)
		return cmp.Or(cmp.Compare(highB, highA), cmp.Compare(sumB, sumA), cmp.Compare(a[0], b[0]))
	})
	before := all.Days
	for k, route := range routes {
		sheet := Sheet{Day: before + k/r.Teams + 1, Team: k%r.Teams + 1, Phase: r.phaseOf(route[0])}
		t, last := r.Start, -1
		for _, i := range route {
			sheet.Travel += r.leg(last, i)
			arrive := t + r.leg(last, i)
			begin := max(arrive, r.Visits[i].Opens)
			t, last = begin+r.Visits[i].Dwell, i
			sheet.Stays = append(sheet.Stays, Stay{i, arrive, begin, t})
		}
		sheet.Travel += r.leg(last, -1)
		all.Travel += sheet.Travel
		all.Days = sheet.Day
		all.Sheets = append(all.Sheets, sheet)
	}
}

// bound is a lower bound on the travel to the same targets by at most so many routes: Held and Karp's over the targets and one mark a route. A mark is
// where teams set out. Routes that the stays alone make necessary have marks that do not follow each other; each of the others may stand
// unused behind another.
func (r *Rounds) bound(routes [][]int, most int) int {
	members, dwell := slices.Concat(routes...), 0
	for _, i := range members {
		dwell += r.Visits[i].Dwell
	}
	least := min(r.leastRoutes(dwell), most)
	n := len(members)
	d := make([][]float64, n+most)
	for a := range d {
		d[a] = make([]float64, n+most)
		for b := range d {
			switch {
			case a < n && b < n:
				d[a][b] = float64(min(r.leg(members[a], members[b]), r.leg(members[b], members[a])))
			case a < n:
				d[a][b] = float64(min(at(r.Out, members[a]), at(r.Back, members[a])))
			case b < n:
				d[a][b] = float64(min(at(r.Out, members[b]), at(r.Back, members[b])))
			case a < n+least && b < n+least:
				d[a][b] = 1e7
			}
		}
	}
	if len(d) < 3 {
		return at(r.Out, members[0]) + at(r.Back, members[0])
	}
	return max(0, int(oneTree(d, 0, float64(r.travel(routes)))+1-1e-6))
}

// travel is the minutes under way on all routes.
func (r *Rounds) travel(routes [][]int) (sum int) {
	for _, route := range routes {
		last := -1
		for _, i := range route {
			sum += r.leg(last, i)
			last = i
		}
		sum += r.leg(last, -1)
	}
	return sum
}
