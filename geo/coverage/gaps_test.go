package coverage_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"testing"

	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/plane"
	"beltmap/geo/status"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

var day = geo.Date(2026, 3, 1)

// town draws a small world: two zones, enterprises of every kind, organizations and centers.
func town(t *rapid.T) (*world.World, []geo.Record) {
	var records []geo.Record
	at := rapid.Custom(func(t *rapid.T) orb.Point {
		return orb.Point{geo.RoundDegrees(117 + rapid.Float64Range(0, 0.02).Draw(t, "lon")), geo.RoundDegrees(31 + rapid.Float64Range(0, 0.02).Draw(t, "lat"))}
	})
	record := func(c geo.Collection, id string) geo.Record {
		r := geo.New(c)
		r.ID, r.NameZH, r.Zone = id, "名"+id, rapid.SampledFrom([]string{"A", "B"}).Draw(t, "zone")
		if rapid.IntRange(0, 5).Draw(t, "located") > 0 {
			r.Geometry, r.Position.Class = at.Draw(t, "at"), geo.Exact
		}
		return r
	}
	var ids []string
	for i := range rapid.IntRange(0, 40).Draw(t, "enterprises") {
		r := record(geo.Enterprises, fmt.Sprintf("E%02d", i))
		ids = append(ids, r.ID)
		if rapid.Bool().Draw(t, "surveyed") {
			r.Set(geo.SurveyedAt, geo.OnDay(day-10))
		}
		for _, field := range []*geo.Field{geo.FullMembers, geo.Instructors, geo.Employees} { // in one order, so that a failure can be had again
			most := map[*geo.Field]int64{geo.FullMembers: 5, geo.Instructors: 1, geo.Employees: 3}[field]
			if rapid.Bool().Draw(t, field.Name+" stated") {
				r.Set(field, geo.Integer(rapid.Int64Range(0, most).Draw(t, field.Name)))
			}
		}
		if rapid.IntRange(0, 3).Draw(t, "operation stated") > 0 {
			r.Set(geo.Operating, geo.Boolean(rapid.IntRange(0, 4).Draw(t, "operating") > 0))
		}
		records = append(records, r)
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "organizations") {
		r := record(geo.Organizations, fmt.Sprintf("O%02d", i))
		r.Set(geo.Form, geo.Text(rapid.SampledFrom([]string{"single", "joint", "regional"}).Draw(t, "form")))
		if len(ids) > 0 {
			r.Set(geo.Covers, geo.List(rapid.SampledFrom(ids).Draw(t, "covers")))
		}
		records = append(records, r)
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "centers") {
		records = append(records, record(geo.Centers, fmt.Sprintf("C%02d", i)))
	}
	w, err := world.New(day, 1, geo.Settings{}, slices.Clone(records))
	if err != nil {
		t.Fatal(err)
	}
	return w, records
}

func TestTheGapsOfAZoneAreThoseOfAScanRankedByTheRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, records := town(t)
		sight := rapid.SampledFrom([]geo.Sight{geo.FullSight(), {Internal: geo.ZonesOf("A")}}).Draw(t, "sight")
		zone := rapid.SampledFrom([]string{"A", "B"}).Draw(t, "asked")
		wanted := rapid.SampledFrom([][]status.Status{coverage.GapStatuses(), {status.Eligible, status.Uncovered}, {status.Unknown}}).Draw(t, "wanted")
		got, err := coverage.FindGaps(t.Context(), w, coverage.GapRequest{Area: world.Condition{Field: geo.Zone, Value: geo.Text(zone)}, Statuses: wanted, Sight: sight})
		if err != nil {
			t.Fatal(err)
		}
		want, enterprises, aside, unseen := naiveGaps(w, records, zone, wanted, sight)
		if got.Enterprises != enterprises || got.Aside != aside || got.Unseen != unseen {
			t.Fatalf("%+v, want %d enterprises, %d aside, %d unseen", got, enterprises, aside, unseen)
		}
		var ids []string
		for _, g := range got.List {
			ids = append(ids, w.Table(geo.Enterprises).ID(g.Row))
		}
		if !slices.Equal(ids, want) {
			t.Fatalf("%q, want %q", ids, want)
		}
		organizations, centers := coverage.Surroundings(w, got.List, coverage.ByRow(got.List), nil)
		for i, id := range ids {
			checkReach(t, w, records, id, geo.Organizations, organizations[i])
			checkReach(t, w, records, id, geo.Centers, centers[i])
		}
	})
}

// naiveGaps are the ids that the list should have, by the rule as it is written.
func naiveGaps(w *world.World, records []geo.Record, zone string, wanted []status.Status, sight geo.Sight) (ids []string, enterprises, aside, unseen int) {
	t := w.Table(geo.Enterprises)
	var all []geo.Record
	for _, r := range records {
		if r.Collection != geo.Enterprises || r.Zone != zone {
			continue
		}
		enterprises++
		operating, stated := r.Get(geo.Operating).Boolean()
		row, _ := t.Find(r.ID)
		switch {
		case sight.Class(zone) != geo.Internal:
			unseen++
		case stated && !operating:
			aside++
		case slices.Contains(wanted, t.Status(row, sight)):
			all = append(all, r)
		}
	}
	number := func(r geo.Record, f *geo.Field) int64 {
		n, stated := r.Get(f).Integer()
		if !stated {
			return -1
		}
		return n
	}
	slices.SortFunc(all, func(a, b geo.Record) int {
		rowA, _ := t.Find(a.ID)
		rowB, _ := t.Find(b.ID)
		return cmp.Or(
			slices.Index(coverage.GapStatuses(), t.Status(rowA, sight))-slices.Index(coverage.GapStatuses(), t.Status(rowB, sight)),
			cmp.Compare(number(b, geo.FullMembers), number(a, geo.FullMembers)), cmp.Compare(number(b, geo.Employees), number(a, geo.Employees)), cmp.Compare(a.ID, b.ID))
	})
	for _, r := range all {
		ids = append(ids, r.ID)
	}
	return ids, enterprises, aside, unseen
}

func checkReach(t *rapid.T, w *world.World, records []geo.Record, id string, c geo.Collection, got coverage.Reach) {
	from, _ := w.Table(geo.Enterprises).Find(id)
	here, located := w.Table(geo.Enterprises).Point(from)
	nearest, best := "", math.Inf(1)
	for _, r := range records {
		if p, is := r.Geometry.(orb.Point); is && located && r.Collection == c {
			if d := plane.Distance(here, p); d < best {
				nearest, best = r.ID, d
			}
		}
	}
	if (got.Row < 0) != (nearest == "") {
		t.Fatalf("%s of %s: %+v, want %q", c, id, got, nearest)
	}
	// The map's plane is made of a sphere: a metre northward is longer on it than one eastward by up to e² = 6.7 ‰.
	if got.Row >= 0 && math.Abs(got.Metres-best) > best*6.7e-3+0.1 {
		t.Fatalf("%s of %s: %s at %f m, want %s at %f m", c, id, w.Table(c).ID(got.Row), got.Metres, nearest, best)
	}
}
