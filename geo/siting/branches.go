package siting

import (
	"context"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/status"
	"beltmap/geo/world"
)

// The distance between two units of a joint branch, in metres.
const (
	UsualMetres = 1000
	MostMetres  = 5000
)

// BranchRequest asks for joint branches in a zone.
type BranchRequest struct {
	Zone        string
	Metres      float64 // between any two units
	AnyIndustry bool    // lines of business may differ
	Unknown     bool    // enterprises not surveyed, or whose members are not known, may be proposed, too
	Across      bool    // enterprises of other zones that the reader sees may join
	Sight       geo.Sight
}

// BranchPlan are the suggestions, what they were chosen from, and what was left out.
type BranchPlan struct {
	Branches
	Rules          Rules
	Candidates     int // of the zone: no organization, at least one member and too few for a branch of its own
	Unlocated      int // candidates but for a position
	MembersUnknown int // candidates but for their members, or a survey
	WithoutMembers int // members 0: for an instructor, not for a branch
	NotOperating   int // stated not to be in operation
}

// JointBranches suggests joint branches in a zone, by the rule that fewer than the least of full members form one together. An enterprise that has
// members enough forms its own, and is no candidate; whether an instructor works there makes no difference. It fails with kind not_found, denied
// or, when the context ends, with its error.
func JointBranches(ctx context.Context, w *world.World, q BranchRequest) (BranchPlan, error) {
	var plan BranchPlan
	if err := known(w, q.Zone, q.Sight); err != nil {
		return plan, err
	}
	if !(q.Metres >= 1 && q.Metres <= MostMetres) {
		return plan, geo.Invalid("siting.JointBranches", phrase.SitingMetresRange.With(1, MostMetres))
	}
	plan.Rules = Rules{Units: w.Settings().Integer(geo.JointUnits), Least: w.Settings().Integer(geo.BranchMembers), Most: w.Settings().Integer(geo.BranchMost),
		Metres: q.Metres, AnyIndustry: q.AnyIndustry, Across: q.Across}
	g := newGatherer(w, &q, &plan)
	if err := inZone(ctx, g.t, q.Zone, func(r world.Row) { g.add(r, true) }); err != nil {
		return plan, err
	}
	plan.Candidates = len(g.units)
	if q.Across {
		plan.Rules.Anchor = q.Zone
		if err := scan(ctx, g.t, world.Query{}, func(r world.Row) {
			if zone := g.zone.Value(r).Text(); zone != q.Zone && q.Sight.Class(zone) == geo.Internal {
				g.add(r, false)
			}
		}); err != nil {
			return plan, err
		}
	}
	var err error
	plan.Branches, err = Joints(ctx, g.units, plan.Rules)
	return plan, err
}

// gatherer turns rows into units.
type gatherer struct {
	t                                        *world.Table
	q                                        *BranchRequest
	plan                                     *BranchPlan
	statuses                                 world.Statuses
	zone, industry, grid, members, operating world.Column
	units                                    []Unit
}

func newGatherer(w *world.World, q *BranchRequest, plan *BranchPlan) *gatherer {
	t := w.Table(geo.Enterprises)
	column := func(f *geo.Field) world.Column { return t.Column(f, q.Sight) }
	return &gatherer{t: t, q: q, plan: plan, statuses: t.Statuses(q.Sight), zone: column(geo.Zone), industry: column(geo.Industry), grid: column(geo.GridOf),
		members: column(geo.FullMembers), operating: column(geo.Operating)}
}

// add takes an enterprise that may join; what speaks against the others is counted of those of the zone.
func (g *gatherer) add(r world.Row, counted bool) {
	is := g.statuses.At(r)
	if is != status.Uncovered && is != status.WorkOnly && is != status.Unknown {
		return
	}
	count := func(n *int) {
		if counted {
			*n++
		}
	}
	if stated := g.operating.Value(r); !stated.IsNone() {
		if runs, _ := stated.Boolean(); !runs {
			count(&g.plan.NotOperating)
			return
		}
	}
	members := status.UnknownCount
	if v := g.members.Value(r); !v.IsNone() {
		n, _ := v.Integer()
		members = int32(min(n, 1<<30))
	}
	switch {
	case int(members) >= g.plan.Rules.Least:
		return // not surveyed, but enough for a branch of its own
	case members == 0:
		count(&g.plan.WithoutMembers)
		return
	case (members == status.UnknownCount || is == status.Unknown) && !g.q.Unknown:
		count(&g.plan.MembersUnknown)
		return
	}
	at, located := g.t.Point(r)
	if !located || !g.t.Drawable(r) {
		count(&g.plan.Unlocated)
		return
	}
	g.units = append(g.units, Unit{ID: g.t.ID(r), At: at, Zone: g.zone.Value(r).Text(), Industry: g.industry.Value(r).Text(), Grid: g.grid.Value(r).Text(), Members: members})
}
