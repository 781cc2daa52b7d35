package siting_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"beltmap/data/generate"
	"beltmap/geo"
	"beltmap/geo/siting"
	"beltmap/geo/world"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

var today = geo.Date(2026, 3, 1)

func zone(id string) geo.Record {
	r := geo.New(geo.Zones)
	r.ID, r.Zone = id, id
	return r
}

// firm is a surveyed enterprise so many metres east of a corner of Chuzhou, with members unless they are below 0.
func firm(id, zone, industry string, metres float64, members int64) geo.Record {
	r := geo.New(geo.Enterprises)
	r.ID, r.Zone, r.Geometry, r.Position.Class = id, zone, orb.Point{118.3 + metres/94_000, 32.3}, geo.Exact
	r.Set(geo.Industry, geo.Text(industry))
	r.Set(geo.SurveyedAt, geo.OnDay(geo.Date(2026, 1, 1)))
	if members >= 0 {
		r.Set(geo.FullMembers, geo.Integer(members))
	}
	return r
}

func worldOf(t testing.TB, records ...geo.Record) *world.World {
	settings, err := geo.NewSettings(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := world.New(today, 1, settings, records)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func idsOf(b siting.Branch) (ids []string) {
	for _, u := range b.Units {
		ids = append(ids, u.ID)
	}
	return ids
}

func TestAJointBranchIsSuggestedAsTheRuleHasIt(t *testing.T) {
	pair := []geo.Record{firm("A", "CZ", "auto", 0, 1), firm("B", "CZ", "auto", 300, 2)}
	covering := geo.New(geo.Organizations)
	covering.ID, covering.Zone = "O", "CZ"
	covering.Set(geo.Form, geo.Text("joint"))
	covering.Set(geo.Covers, geo.List("B"))
	instructed := firm("B", "CZ", "auto", 300, 2)
	instructed.Set(geo.Instructors, geo.Integer(1))
	idle := firm("B", "CZ", "auto", 300, 2)
	idle.Set(geo.Operating, geo.Boolean(false))
	unlocated := firm("B", "CZ", "auto", 300, 2)
	unlocated.Position.Class = geo.County
	for _, c := range []struct {
		name    string
		records []geo.Record
		ask     func(*siting.BranchRequest)
		want    []string
	}{
		{"two that are near and alike, with three members together", pair, nil, []string{"A", "B"}},
		{"one with an instructor as well", []geo.Record{pair[0], instructed}, nil, []string{"A", "B"}},
		{"not two that are covered", append(pair[:2:2], covering), nil, nil},
		{"not one that is to form its own", []geo.Record{pair[0], firm("B", "CZ", "auto", 300, 3)}, nil, nil},
		{"not one without a member", []geo.Record{pair[0], pair[1], firm("C", "CZ", "auto", 10, 0)}, nil, []string{"A", "B"}},
		{"not two members together", []geo.Record{pair[0], firm("B", "CZ", "auto", 300, 1)}, nil, nil},
		{"not one that stands still", []geo.Record{pair[0], idle}, nil, nil},
		{"not one whose place is not known", []geo.Record{pair[0], unlocated}, nil, nil},
		{"not two that are too far apart", pair, func(q *siting.BranchRequest) { q.Metres = 290 }, nil},
		{"not two of different lines of business", []geo.Record{pair[0], firm("B", "CZ", "food", 300, 2)}, nil, nil},
		{"such two when asked", []geo.Record{pair[0], firm("B", "CZ", "food", 300, 2)}, func(q *siting.BranchRequest) { q.AnyIndustry = true }, []string{"A", "B"}},
		{"not one whose members are not known", []geo.Record{pair[0], firm("B", "CZ", "auto", 300, -1)}, nil, nil},
		{"such one when asked", []geo.Record{pair[0], firm("B", "CZ", "auto", 300, -1)}, func(q *siting.BranchRequest) { q.Unknown = true }, []string{"A", "B"}},
		{"not one across the border", []geo.Record{pair[0], firm("B", "NG", "auto", 300, 2)}, nil, nil},
		{"such one when asked", []geo.Record{pair[0], firm("B", "NG", "auto", 300, 2)}, func(q *siting.BranchRequest) { q.Across = true }, []string{"A", "B"}},
		{"not one of a zone that the reader does not see", []geo.Record{pair[0], firm("B", "NG", "auto", 300, 2)}, func(q *siting.BranchRequest) { q.Across, q.Sight.Internal = true, geo.ZonesOf("CZ") }, nil},
		{"not two of another zone", []geo.Record{firm("A", "NG", "auto", 0, 1), firm("B", "NG", "auto", 300, 2)}, func(q *siting.BranchRequest) { q.Across = true }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := siting.BranchRequest{Zone: "CZ", Metres: 1000, Sight: geo.FullSight()}
			if c.ask != nil {
				c.ask(&q)
			}
			plan, err := siting.JointBranches(context.Background(), worldOf(t, append(c.records, zone("CZ"), zone("NG"))...), q)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, b := range plan.List {
				got = append(got, idsOf(b)...)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%v is suggested, not %v (%+v)", got, c.want, plan)
			}
		})
	}
}

// town is a zone of generated records: its enterprises, grids and centers.
func town(t testing.TB) []geo.Record {
	records := []geo.Record{}
	if err := generate.Records(400, 5, func(some []geo.Record) error {
		for _, r := range some {
			records = append(records, r.Clone())
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return records
}

func TestTheOrderOfTheRecordsChangesNothing(t *testing.T) {
	records := town(t)
	id := records[0].ID
	ask := func() (siting.BranchPlan, siting.CenterPlan) {
		w := worldOf(t, records...)
		b, err := siting.JointBranches(context.Background(), w, siting.BranchRequest{Zone: id, Metres: 2000, AnyIndustry: true, Sight: geo.FullSight()})
		if err != nil {
			t.Fatal(err)
		}
		c, err := siting.Centers(context.Background(), w, siting.CenterRequest{Zone: id, Model: siting.PMedian, P: 2, Distances: siting.Straight{Factor: 1}, Employees: true, Sight: geo.FullSight()})
		if err != nil {
			t.Fatal(err)
		}
		return b, c
	}
	branches, centers := ask()
	if len(branches.List) == 0 || len(centers.Sites) != 2 || centers.Places == 0 {
		t.Fatalf("%d branches, %d sites for %d places", len(branches.List), len(centers.Sites), centers.Places)
	}
	random := rand.New(rand.NewPCG(2, 2))
	for range 3 {
		random.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
		b, c := ask()
		if d := cmp.Diff(branches, b); d != "" {
			t.Fatal(d)
		}
		if d := cmp.Diff(centers, c); d != "" {
			t.Fatal(d)
		}
	}
}

func TestExistingCentersStayAndCandidatesCanBeGiven(t *testing.T) {
	center := geo.New(geo.Centers)
	center.ID, center.Zone, center.Geometry, center.Position.Class = "C", "CZ", orb.Point{118.3, 32.3}, geo.Exact
	records := []geo.Record{zone("CZ"), center}
	for i := range 6 {
		records = append(records, firm(fmt.Sprint("E", i), "CZ", "auto", float64(i)*1000, 1))
	}
	far := orb.Point{118.3 + 4500/94_000.0, 32.3}
	q := siting.CenterRequest{Zone: "CZ", Model: siting.MaxCovering, P: 1, Metres: 600, At: []orb.Point{{118.3, 32.3}, far}, Distances: siting.Straight{Factor: 1}, Sight: geo.FullSight()}
	plan, err := siting.Centers(context.Background(), worldOf(t, records...), q)
	if err != nil {
		t.Fatal(err)
	}
	if s := plan.Solution; s.Start != 1 || s.Objective != 3 || !s.Optimal || plan.Sites[0].At != far || s.Served[0] != 2 || plan.Existing[0].ID != "C" || s.Beyond != 3 {
		t.Errorf("%+v", plan)
	}
}

func TestWhatCannotBeAskedIsRefused(t *testing.T) {
	w := worldOf(t, zone("CZ"), zone("NG"), firm("A", "CZ", "auto", 0, 1), firm("B", "CZ", "auto", 900, 1))
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	for _, c := range []struct {
		name string
		ctx  context.Context
		ask  func(*siting.CenterRequest)
		want geo.Kind
	}{
		{"a zone that does not exist", nil, func(q *siting.CenterRequest) { q.Zone = "XX" }, geo.KindNotFound},
		{"a zone whose internal fields are not seen", nil, func(q *siting.CenterRequest) { q.Sight.Internal = geo.ZonesOf("NG") }, geo.KindDenied},
		{"a zone without demand", nil, func(q *siting.CenterRequest) { q.Zone = "NG" }, geo.KindNotFound},
		{"more sites than candidates", nil, func(q *siting.CenterRequest) { q.P = 3 }, geo.KindInvalid},
		{"no site", nil, func(q *siting.CenterRequest) { q.P = 0 }, geo.KindInvalid},
		{"no distance", nil, func(q *siting.CenterRequest) { q.Metres = 0 }, geo.KindInvalid},
		{"candidates of a kind that the zone lacks", nil, func(q *siting.CenterRequest) { q.From = siting.FromGrids }, geo.KindNotFound},
		{"by a client that went", gone, nil, geo.KindInternal},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := siting.CenterRequest{Zone: "CZ", Model: siting.MaxCovering, P: 1, Metres: 500, Distances: siting.Straight{Factor: 1}, Sight: geo.FullSight()}
			if c.ask != nil {
				c.ask(&q)
			}
			ctx := c.ctx
			if ctx == nil {
				ctx = context.Background()
			}
			_, err := siting.Centers(ctx, w, q)
			if err == nil || geo.KindOf(err) != c.want || c.ctx != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("%v", err)
			}
		})
	}
}
