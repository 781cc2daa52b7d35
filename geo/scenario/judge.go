package scenario

import (
	"cmp"
	"maps"
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/status"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// judge tells which proposals of a scenario hold, one after the other.
type judge struct {
	scenario *geo.Scenario
	t        *world.Table // the enterprises
	orgs     *world.Table
	zones    world.Column
	forms    world.Column
	units    int   // that a joint branch has at most
	least    int64 // instructors of work coverage
	covered  map[world.Row]earlier
	worked   map[world.Row]int // by which proposal an enterprise came into work coverage
}

// earlier is a proposal that covers an enterprise.
type earlier struct{ closeness, proposal int }

func newJudge(w *world.World, s *geo.Scenario) *judge {
	t, orgs := w.Table(geo.Enterprises), w.Table(geo.Organizations)
	return &judge{
		scenario: s, t: t, orgs: orgs, zones: t.Column(geo.Zone, geo.PublicSight()), forms: orgs.Column(geo.Form, geo.PublicSight()),
		units: w.Settings().Integer(geo.JointUnits), least: int64(w.Settings().Integer(geo.InstructorsLeast)),
		covered: map[world.Row]earlier{}, worked: map[world.Row]int{},
	}
}

// concerned are the enterprises that proposals which hold concern.
func (j *judge) concerned() []world.Row { return slices.Collect(maps.Keys(j.worked)) }

func (j *judge) judge(i int, p *geo.Proposal) (v Verdict) {
	var fault phrase.Text
	switch p.Kind {
	case geo.ProposedBranch:
		rows, unfit := j.enterprises(p.Covers)
		v.Place, v.Placed = j.middle(rows)
		if fault = cmp.Or(unfit, j.branch(p, rows)); fault.IsZero() {
			v.Record = j.branchRecord(i, p, rows, &v)
			for _, row := range rows {
				j.covered[row] = earlier{max(j.covered[row].closeness, closeness(status.FormOf(p.Form))), i}
				j.work(row, i)
			}
		}
	case geo.ProposedCenter:
		v.Place, v.Placed = orb.Point(*p.Point), true
		v.Record = j.centerRecord(i, p)
	case geo.ProposedInstructor:
		rows, unfit := j.enterprises([]string{p.Enterprise})
		v.Place, v.Placed = j.middle(rows)
		if fault = unfit; fault.IsZero() {
			v.Record, fault = j.instructed(p, rows[0])
		}
		if fault.IsZero() {
			j.work(rows[0], i)
		}
	}
	v.Holds, v.Reason = fault.IsZero(), fault
	if v.Holds {
		v.Reason = phrase.ProposalApplies.With()
	} else {
		v.Record = geo.Record{}
	}
	return v
}

func (j *judge) work(row world.Row, proposal int) {
	if _, before := j.worked[row]; !before {
		j.worked[row] = proposal
	}
}

// enterprises finds those that are named, and what is unfit about them.
func (j *judge) enterprises(ids []string) (rows []world.Row, unfit phrase.Text) {
	for _, id := range ids {
		row, there := j.t.Find(id)
		if !there || !j.t.Current(row) {
			unfit = cmp.Or(unfit, phrase.ProposalUnknown.With(id))
			continue
		}
		if slices.Contains(rows, row) {
			unfit = cmp.Or(unfit, phrase.ProposalTwice.With(id))
			continue
		}
		if rows = append(rows, row); j.zone(row) != j.zone(rows[0]) {
			unfit = cmp.Or(unfit, phrase.ProposalZones.With(j.t.ID(rows[0]), id))
		}
		if of := j.scenario.Zone; of != "" && j.zone(row) != of {
			unfit = cmp.Or(unfit, phrase.ProposalOutside.With(id, of))
		}
	}
	return rows, unfit
}

func (j *judge) zone(row world.Row) string { return j.zones.Value(row).Text() }

// branch tells what speaks against a branch of some enterprises.
func (j *judge) branch(p *geo.Proposal, rows []world.Row) phrase.Text {
	form := status.FormOf(p.Form)
	switch n := len(rows); {
	case form == status.FormSingle && n != 1:
		return phrase.ProposalOne.With(n)
	case form == status.FormJoint && (n < 2 || n > j.units):
		return phrase.ProposalUnits.With(j.units, n)
	}
	wide := form == status.FormRegional || form == status.FormIndustry
	had := 0
	for _, row := range rows {
		before, proposed := j.covered[row]
		switch as := closeness(form); {
		case j.closest(row) >= as:
			if had++; !wide || len(rows) == 1 {
				return phrase.ProposalCovered.With(j.t.ID(row))
			}
		case proposed && before.closeness >= as:
			if had++; !wide || len(rows) == 1 {
				return phrase.ProposalEarlier.With(j.t.ID(row), before.proposal+1)
			}
		}
	}
	if had == len(rows) {
		return phrase.ProposalAllHave.With()
	}
	return phrase.Text{}
}

// closest is how close the closest organization is that covers an enterprise, 0 if none does.
func (j *judge) closest(row world.Row) (most int) {
	j.t.Coverers(row, func(org world.Row) {
		if j.orgs.Current(org) {
			most = max(most, closeness(status.FormOf(j.forms.Value(org).Text())))
		}
	})
	return most
}

// closeness orders forms by how close they are to an enterprise: its own before a joint one before one of its region or industry.
func closeness(form status.Forms) int {
	switch form {
	case status.FormSingle:
		return 3
	case status.FormJoint:
		return 2
	case status.FormRegional, status.FormIndustry:
		return 1
	}
	return 0
}

// middle is the center of gravity of the enterprises that have a place.
func (j *judge) middle(rows []world.Row) (at orb.Point, placed bool) {
	n := 0.0
	for _, row := range rows {
		if p, is := j.t.Point(row); is && j.t.Drawable(row) {
			at[0], at[1], n = at[0]+p[0], at[1]+p[1], n+1
		}
	}
	if n == 0 {
		return orb.Point{}, false
	}
	return orb.Point{geo.RoundDegrees(at[0] / n), geo.RoundDegrees(at[1] / n)}, true
}

func (j *judge) record(c geo.Collection, i int, p *geo.Proposal, zone string) geo.Record {
	r := geo.New(c)
	title := p.Title()
	r.ID, r.Zone, r.NameZH, r.NameEN, r.Position.Class = idOf(i), zone, title.ZH, title.EN, geo.Unlocated
	return r
}

func (j *judge) branchRecord(i int, p *geo.Proposal, rows []world.Row, v *Verdict) geo.Record {
	r := j.record(geo.Organizations, i, p, j.zone(rows[0]))
	if v.Placed {
		r.Geometry, r.Position.Class = v.Place, geo.Illustrative
	}
	r.Set(geo.OrgLevel, geo.Text("branch"))
	r.Set(geo.Form, geo.Text(p.Form))
	r.Set(geo.Covers, geo.List(p.Covers...))
	return r
}

func (j *judge) centerRecord(i int, p *geo.Proposal) geo.Record {
	r := j.record(geo.Centers, i, p, j.scenario.Zone)
	r.Geometry, r.Position.Class = orb.Point(*p.Point), geo.Illustrative
	if p.Capacity != nil {
		r.Set(geo.Capacity, geo.Integer(*p.Capacity))
	}
	return r
}

// instructed is an enterprise with more instructors, or what speaks against it.
func (j *judge) instructed(p *geo.Proposal, row world.Row) (r geo.Record, fault phrase.Text) {
	if j.t.Marks(row).Has(status.Work) {
		return r, phrase.ProposalWorked.With(p.Enterprise)
	}
	if by, proposed := j.worked[row]; proposed {
		return r, phrase.ProposalWorkedBy.With(p.Enterprise, by+1)
	}
	r = j.t.Record(row)
	have, _ := r.Get(geo.Instructors).Integer()
	if have+p.Count < j.least {
		return r, phrase.ProposalTooFew.With(p.Enterprise, p.Count, j.least)
	}
	r.Set(geo.Instructors, geo.Integer(have+p.Count))
	return r, phrase.Text{}
}

func compareIDs(t *world.Table, a, b world.Row) int { return cmp.Compare(t.ID(a), t.ID(b)) }
