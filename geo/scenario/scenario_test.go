package scenario_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/scenario"
	"beltmap/geo/status"
	"beltmap/geo/world"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

var today = geo.Date(2026, 3, 1)

func enterprise(id, zone string, instructors int64, at orb.Geometry) geo.Record {
	r := geo.New(geo.Enterprises)
	r.ID, r.Zone, r.NameZH, r.Version = id, zone, id, 7
	if r.Geometry = at; at != nil {
		r.Position.Class = geo.Exact
	}
	r.Set(geo.Operating, geo.Boolean(true))
	r.Set(geo.SurveyedAt, geo.OnDay(today-9))
	r.Set(geo.FullMembers, geo.Integer(3))
	if instructors >= 0 {
		r.Set(geo.Instructors, geo.Integer(instructors))
	}
	return r
}

func organization(id, form string, covers ...string) geo.Record {
	r := geo.New(geo.Organizations)
	r.ID, r.Zone, r.NameZH, r.Version = id, "A", id, 7
	r.Set(geo.Form, geo.Text(form))
	r.Set(geo.Covers, geo.List(covers...))
	return r
}

func worldOf(t interface{ Fatal(...any) }, settings geo.Settings, records ...geo.Record) *world.World {
	w, err := world.New(today, 7, settings, records)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func suppose(t interface{ Fatal(...any) }, w *world.World, s *geo.Scenario) *scenario.Supposed {
	if faults := s.Check(); len(faults) > 0 {
		t.Fatal(faults)
	}
	out, err := scenario.Suppose(w, s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func branch(form string, covers ...string) geo.Proposal {
	return geo.Proposal{Kind: geo.ProposedBranch, Form: form, Covers: covers}
}

func instructors(id string, n int64) geo.Proposal {
	return geo.Proposal{Kind: geo.ProposedInstructor, Enterprise: id, Count: n}
}

// TestWhatSpeaksAgainstAProposalIsSaid tries each reason, on a zone A whose E1 has its own branch, E2 and E3 a joint one, E4 an instructor; E5 to E8 have
// nothing. X is of another zone, and OLD is not there any more.
func TestWhatSpeaksAgainstAProposalIsSaid(t *testing.T) {
	old := enterprise("OLD", "A", -1, nil)
	old.Valid.To = today - 1
	w := worldOf(t, geo.Settings{}, enterprise("E1", "A", -1, orb.Point{118, 32}), enterprise("E2", "A", -1, nil), enterprise("E3", "A", -1, nil), enterprise("E4", "A", 1, nil),
		enterprise("E5", "A", -1, orb.Point{118, 32}), enterprise("E6", "A", -1, orb.Point{118.2, 32.1}), enterprise("E7", "A", -1, nil), enterprise("E8", "A", -1, nil), enterprise("X", "B", -1, nil), old,
		organization("O1", "single", "E1"), organization("O2", "joint", "E2", "E3"))
	at := geo.LonLat{118.1, 32}
	for name, c := range map[string]struct {
		proposals []geo.Proposal
		want      string // begins the English reason of the last, "" if it holds
	}{
		"a joint branch of uncovered enterprises holds":      {[]geo.Proposal{branch("joint", "E5", "E6")}, ""},
		"a joint branch becomes an enterprise's own":         {[]geo.Proposal{branch("single", "E2")}, ""},
		"what is covered as well is not covered again":       {[]geo.Proposal{branch("joint", "E2", "E5")}, "an organization of this or a closer form covers the enterprise E2"},
		"its own is closer than one of the region":           {[]geo.Proposal{branch("regional", "E1")}, "an organization of this or a closer form covers the enterprise E1"},
		"a region may hold some who are covered":             {[]geo.Proposal{branch("regional", "E1", "E2", "E5")}, ""},
		"but not only such":                                  {[]geo.Proposal{branch("industry", "E1", "E2")}, "every one"},
		"an earlier proposal covers already":                 {[]geo.Proposal{branch("joint", "E5", "E6"), branch("joint", "E6", "E7")}, "proposal 1 covers the enterprise E6"},
		"an earlier one that does not hold covers nobody":    {[]geo.Proposal{branch("joint", "E1", "E6"), branch("joint", "E6", "E7")}, ""},
		"an enterprise is not there":                         {[]geo.Proposal{branch("joint", "E5", "GONE")}, "there is no enterprise GONE"},
		"an enterprise is no longer there":                   {[]geo.Proposal{branch("single", "OLD")}, "there is no enterprise OLD"},
		"an enterprise is named twice":                       {[]geo.Proposal{branch("joint", "E5", "E5")}, "the enterprise E5 is named twice"},
		"enterprises are of two zones":                       {[]geo.Proposal{branch("joint", "E5", "X")}, "the enterprises E5 and X are of different zones"},
		"an enterprise is of another zone than the scenario": {[]geo.Proposal{branch("single", "X")}, "the enterprise X is not of the zone A"},
		"more than one has its own":                          {[]geo.Proposal{branch("single", "E5", "E6")}, "a branch of an enterprise's own covers one"},
		"more units than the setting":                        {[]geo.Proposal{branch("joint", "E5", "E6", "E7", "E8", "E1", "E2")}, "a joint branch covers 2 to 5"},
		"a joint branch of one":                              {[]geo.Proposal{branch("joint", "E5")}, "a joint branch covers 2 to 5"},
		"instructors for who has none":                       {[]geo.Proposal{instructors("E5", 1)}, ""},
		"instructors for who has enough":                     {[]geo.Proposal{instructors("E4", 1)}, "the enterprise E4 is in work coverage"},
		"instructors for who has a branch":                   {[]geo.Proposal{instructors("E2", 1)}, "the enterprise E2 is in work coverage"},
		"instructors for who would have a branch":            {[]geo.Proposal{branch("single", "E5"), instructors("E5", 1)}, "proposal 1 gives the enterprise E5"},
		"instructors of nobody":                              {[]geo.Proposal{instructors("GONE", 1)}, "there is no enterprise GONE"},
		"a center holds":                                     {[]geo.Proposal{{Kind: geo.ProposedCenter, Point: &at}}, ""},
	} {
		s := suppose(t, w, &geo.Scenario{Name: "x", Zone: "A", Proposals: c.proposals})
		last := s.Verdicts[len(s.Verdicts)-1]
		if last.Holds != (c.want == "") || !last.Holds && !strings.HasPrefix(last.Reason.EN, c.want) {
			t.Errorf("%s: %v %q", name, last.Holds, last.Reason.EN)
		}
	}
	s := suppose(t, w, &geo.Scenario{Name: "x", Zone: "A", Proposals: []geo.Proposal{branch("joint", "E5", "E6", "E7")}})
	if v := s.Verdicts[0]; !v.Placed || v.Place != (orb.Point{118.1, 32.05}) || v.Record.Position.Class != geo.Illustrative || geo.ValidID(v.Record.ID) {
		t.Errorf("%+v", v)
	}
	few, err := geo.NewSettings(map[string]string{"work_instructors": "3"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s = suppose(t, worldOf(t, few, enterprise("E4", "A", 1, nil)), &geo.Scenario{Name: "x", Proposals: []geo.Proposal{instructors("E4", 1)}})
	if s.Verdicts[0].Holds || !strings.Contains(s.Verdicts[0].Reason.EN, "fewer than the 3") {
		t.Errorf("%+v", s.Verdicts)
	}
}

// drawn is a small world of two zones and a scenario over it.
func drawn(t *rapid.T) (records []geo.Record, s *geo.Scenario) {
	ids := []string{}
	for i := range rapid.IntRange(0, 12).Draw(t, "enterprises") {
		id := fmt.Sprintf("E%d", i)
		ids = append(ids, id)
		var at orb.Geometry
		if rapid.Bool().Draw(t, "located") {
			at = orb.Point{118 + float64(rapid.IntRange(0, 3).Draw(t, "x"))/10, 32}
		}
		r := enterprise(id, rapid.SampledFrom([]string{"A", "A", "A", "B"}).Draw(t, "zone"), rapid.Int64Range(-1, 1).Draw(t, "instructors"), at)
		if rapid.Bool().Draw(t, "unstated") {
			r.Set(geo.Operating, geo.Value{})
		}
		records = append(records, r)
	}
	ids = append(ids, "GONE")
	forms := []string{"single", "joint", "regional", "industry"}
	some := func(most int) []string {
		return rapid.SliceOfN(rapid.SampledFrom(ids), 1, most).Draw(t, "covers")
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "organizations") {
		records = append(records, organization(fmt.Sprintf("O%d", i), rapid.SampledFrom(forms).Draw(t, "form"), some(3)...))
	}
	s = &geo.Scenario{Name: "x", Zone: rapid.SampledFrom([]string{"", "A"}).Draw(t, "of")}
	for range rapid.IntRange(0, 6).Draw(t, "proposals") {
		switch rapid.IntRange(0, 4).Draw(t, "kind") {
		case 0:
			s.Proposals = append(s.Proposals, geo.Proposal{Kind: geo.ProposedCenter, Point: &geo.LonLat{118.1, 32}})
		case 1:
			s.Proposals = append(s.Proposals, instructors(rapid.SampledFrom(ids).Draw(t, "of"), 1))
		default:
			s.Proposals = append(s.Proposals, branch(rapid.SampledFrom(forms).Draw(t, "form"), some(4)...))
		}
	}
	return records, s
}

// states are what everyone reads of every enterprise, and all rates.
func states(t *rapid.T, w *world.World) (all map[string]scenario.State, items []coverage.Item) {
	all = map[string]scenario.State{}
	table := w.Table(geo.Enterprises)
	table.All(func(r world.Row) bool {
		all[table.ID(r)] = scenario.State{Status: table.Status(r, geo.FullSight()), Marks: table.Marks(r)}
		return true
	})
	for _, by := range []coverage.By{coverage.ByZone, coverage.ByGrid} {
		err := coverage.Each(w, coverage.Request{By: by, Sight: geo.FullSight()}, func(i *coverage.Item) { items = append(items, *i) })
		if err != nil {
			t.Fatal(err)
		}
	}
	return all, items
}

func TestAScenarioIsTheWorldThatItsRecordsWouldMakeAndLeavesTheFactsAlone(t *testing.T) {
	shown := cmpopts.IgnoreUnexported(world.Part{}) // where the counters stand differs
	rapid.Check(t, func(t *rapid.T) {
		records, s := drawn(t)
		facts := worldOf(t, geo.Settings{}, records...)
		before, rates := states(t, facts)
		supposed := suppose(t, facts, s)
		real := slices.Clone(records)
		for i, v := range supposed.Verdicts {
			if !v.Holds {
				continue
			}
			made := v.Record
			at := slices.IndexFunc(real, func(r geo.Record) bool { return r.Collection == made.Collection && r.ID == made.ID })
			if made.Collection == geo.Enterprises {
				real[at] = made
				continue
			}
			if at >= 0 {
				t.Fatalf("%s is there already", made.ID)
			}
			made.ID = fmt.Sprintf("NEW-%d", i)
			if v.Record.Position.Class.Located() != (made.Geometry != nil) {
				t.Fatalf("%+v", made)
			}
			for _, f := range made.Validate() {
				if f.Severity == geo.Fault {
					t.Fatalf("could not be imported: %v", f)
				}
			}
			real = append(real, made)
		}
		after, afterwards := states(t, supposed.World)
		want, wanted := states(t, worldOf(t, geo.Settings{}, real...))
		if diff := cmp.Diff(want, after) + cmp.Diff(wanted, afterwards, shown); diff != "" {
			t.Fatalf("imported for real it is another world: %s", diff)
		}
		if left, rest := states(t, facts); cmp.Diff(before, left)+cmp.Diff(rates, rest, shown) != "" {
			t.Fatal("the facts changed")
		}
		var differ []string
		for id := range before {
			if before[id] != after[id] {
				differ = append(differ, id)
			}
		}
		slices.Sort(differ)
		var said []string
		for _, d := range scenario.Differences(geo.FullSight(), facts, supposed) {
			said = append(said, facts.Table(geo.Enterprises).ID(d.Row))
		}
		if !slices.Equal(differ, said) {
			t.Fatalf("%v differ, %v are said to", differ, said)
		}
		if len(s.Proposals) == 0 && (supposed.World != facts || len(said) > 0) {
			t.Fatal("an empty scenario changes something")
		}
	})
}

// Batches go on, and others suppose other things, while a scenario is made of the same World.
func TestManyWorldsAreMadeOfOneAtATime(t *testing.T) {
	var records []geo.Record
	for i := range 50 {
		records = append(records, enterprise(fmt.Sprintf("E%02d", i), "A", -1, orb.Point{118 + float64(i)/100, 32}))
	}
	center := orb.Point{118, 32}
	place := geo.New(geo.Centers)
	place.ID, place.Zone, place.NameZH, place.Geometry, place.Position.Class = "C", "A", "中心", center, geo.Exact
	w, _, err := worldOf(t, geo.Settings{}, records...).Apply(8, []geo.Change{{Op: geo.Insert, Record: place}, {Op: geo.Insert, Record: enterprise("N", "A", -1, center)}})
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			id := fmt.Sprintf("E%02d", i)
			s, err := scenario.Suppose(w, &geo.Scenario{Name: "x", Proposals: []geo.Proposal{branch("single", id), {Kind: geo.ProposedCenter, Point: (*geo.LonLat)(&center)}}})
			if err != nil {
				t.Error(err)
				return
			}
			changed := scenario.Differences(geo.PublicSight(), w, s)
			if len(changed) != 1 || w.Table(geo.Enterprises).ID(changed[0].Row) != id || changed[0].States[1].Status != status.Single {
				t.Errorf("%s: %+v", id, changed)
			}
			if _, _, err := w.Apply(9, []geo.Change{{Op: geo.Insert, Record: enterprise("N"+id, "A", -1, center)}}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}
