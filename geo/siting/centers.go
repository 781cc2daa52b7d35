package siting

import (
	"cmp"
	"context"
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// The bounds of a question about centers.
const (
	MostSites  = 50     // that can be asked for
	MostReach  = 20_000 // metres
	mostPlaces = 50_000 // of demand
	mostCosts  = 8_000_000
	candidates = 500 // at most, fewer where there are very many places
	atLeast    = 50
)

// CenterRequest asks for sites of centers in a zone.
type CenterRequest struct {
	Zone      string
	Model     Model
	P         int     // no part of SetCover
	Metres    float64 // of MaxCovering and SetCover
	Capacity  int64   // of MaxCovering: the demand that each center serves at most; 0 for no limit
	Employees bool    // demand is employees, not enterprises
	From      Sources // where candidates come from
	At        []orb.Point
	Distances Distances
	Sight     geo.Sight
}

// CenterPlan is the answer: Sites in place of the numbers in Solution.
type CenterPlan struct {
	Solution   Solution
	Sites      []Site
	Existing   []Site
	Candidates int
	Places     int // enterprises that are the demand
	Unlocated  int // enterprises without a position
	Unknown    int // enterprises whose employees are not known, where those are the demand
}

// Centers chooses sites for centers in a zone, beside those that stand there already. It fails with kind not_found, denied or invalid before
// anything is computed, or with the context's error.
func Centers(ctx context.Context, w *world.World, q CenterRequest) (CenterPlan, error) {
	const op = "siting.Centers"
	var plan CenterPlan
	if err := known(w, q.Zone, q.Sight); err != nil {
		return plan, err
	}
	if q.Model != SetCover && (q.P < 1 || q.P > MostSites) {
		return plan, geo.Invalid(op, phrase.SitingSitesRange.With(q.P, MostSites))
	}
	if (q.Model == MaxCovering || q.Model == SetCover) && !(q.Metres >= 1 && q.Metres <= MostReach) {
		return plan, geo.Invalid(op, phrase.SitingMetresRange.With(1, MostReach))
	}
	at, weights, err := plan.demand(ctx, w, &q)
	if err != nil {
		return plan, err
	}
	switch {
	case len(at) == 0:
		return plan, geo.NotFound(op, phrase.SitingNoDemand.With(q.Zone))
	case len(at) > mostPlaces:
		return plan, geo.Invalid(op, phrase.SitingTooMuch.With(q.Zone, len(at), mostPlaces))
	}
	sites, err := sitesFor(ctx, w, &q, min(candidates, max(atLeast, mostCosts/len(at))))
	if err != nil {
		return plan, err
	}
	plan.Candidates = len(sites)
	switch {
	case len(sites) == 0:
		return plan, geo.NotFound(op, phrase.SitingNoCandidates.With(q.Zone))
	case q.Model != SetCover && q.P > len(sites):
		return plan, geo.Invalid(op, phrase.SitingTooManySites.With(q.P, len(sites)))
	}
	if plan.Existing, err = existing(ctx, w, &q); err != nil {
		return plan, err
	}
	in := Instance{Model: q.Model, Sites: len(sites), P: q.P, Within: decimetres(q.Metres), Capacity: q.Capacity, Weights: weights}
	if in.Costs, err = costs(ctx, q.Distances, sites, at); err != nil {
		return plan, err
	}
	if in.Existing, err = costs(ctx, q.Distances, plan.Existing, at); err != nil {
		return plan, err
	}
	if plan.Solution, err = Solve(ctx, in); err != nil {
		return plan, err
	}
	for _, i := range plan.Solution.Sites {
		plan.Sites = append(plan.Sites, sites[i])
	}
	return plan, nil
}

// demand are the places of the enterprises that are in operation as far as is stated, each place once.
func (plan *CenterPlan) demand(ctx context.Context, w *world.World, q *CenterRequest) (at []orb.Point, weights []int64, err error) {
	type place struct {
		at     orb.Point
		weight int64
	}
	var all []place
	t := w.Table(geo.Enterprises)
	employees, operating := t.Column(geo.Employees, q.Sight), t.Column(geo.Operating, q.Sight)
	err = inZone(ctx, t, q.Zone, func(r world.Row) {
		if stated := operating.Value(r); !stated.IsNone() {
			if runs, _ := stated.Boolean(); !runs {
				return
			}
		}
		p, located := t.Point(r)
		weight := int64(1)
		if q.Employees {
			v := employees.Value(r)
			if v.IsNone() {
				plan.Unknown++
				return
			}
			weight, _ = v.Integer()
		}
		if !located || !t.Drawable(r) {
			plan.Unlocated++
			return
		}
		plan.Places++
		all = append(all, place{p, min(max(weight, 0), 10_000_000)})
	})
	slices.SortFunc(all, func(a, b place) int { return comparePoints(a.at, b.at) })
	for _, p := range all {
		if n := len(at); n > 0 && at[n-1] == p.at {
			weights[n-1] += p.weight
			continue
		}
		at, weights = append(at, p.at), append(weights, p.weight)
	}
	return at, weights, err
}

func comparePoints(a, b orb.Point) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
}

// roadBlock is how many places are measured at once, which bounds what a road graph keeps of them.
const roadBlock = 5000

// costs are the ways from each site to each place.
func costs(ctx context.Context, d Distances, sites []Site, at []orb.Point) ([]int32, error) {
	all, from := make([]int32, len(sites)*len(at)), make([]orb.Point, len(sites))
	for i, s := range sites {
		from[i] = s.At
	}
	for begin := 0; begin < len(at); begin += roadBlock {
		block := at[begin:min(begin+roadBlock, len(at))]
		if err := d.Ways(ctx, from, block, func(site int, metres []float64) {
			for j, m := range metres {
				all[site*len(at)+begin+j] = decimetres(m)
			}
		}); err != nil {
			return nil, err
		}
	}
	return all, nil
}
