package siting_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"beltmap/geo/plane"
	"beltmap/geo/siting"
	"beltmap/geo/status"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// usual are the rules as the settings have them.
func usual() siting.Rules { return siting.Rules{Units: 5, Least: 3, Most: 50, Metres: 1000} }

// mayJoin tells by the definition alone whether units may form a branch.
func mayJoin(units []siting.Unit, r siting.Rules) bool {
	members, unknown := 0, false
	for k, u := range units {
		if u.Members == status.UnknownCount {
			unknown = true
		} else {
			members += int(u.Members)
		}
		for _, v := range units[:k] {
			if plane.Distance(u.At, v.At) > r.Metres || !r.AnyIndustry && (u.Industry == "" || u.Industry != v.Industry) || !r.Across && u.Zone != v.Zone {
				return false
			}
		}
	}
	return len(units) >= 2 && len(units) <= r.Units && members <= r.Most && (members >= r.Least || unknown)
}

// bestCover is the most units that disjoint groups cover, and the highest sum of units × score of such, by trying every set.
func bestCover(units []siting.Unit, r siting.Rules) (covered int, score int64) {
	values := make([]int64, 1<<len(units))
	for set := range values {
		var group []siting.Unit
		for i := range units {
			if set>>i&1 != 0 {
				group = append(group, units[i])
			}
		}
		if mayJoin(group, r) {
			one, _ := siting.Joints(context.Background(), group, r) // how a group scores is not what is tested here
			for _, b := range one.List {
				if len(b.Units) == len(group) {
					values[set] = int64(len(group)) * (1_000_000 + int64(b.Score))
				}
			}
		}
	}
	best := make([]int64, 1<<len(units))
	for set := range best {
		for part := set; part > 0; part = (part - 1) & set {
			if values[part] > 0 {
				best[set] = max(best[set], values[part]+best[set&^part])
			}
		}
	}
	all := best[len(best)-1]
	return int(all / 1_000_000), all % 1_000_000
}

func TestFewUnitsAreJoinedAsWellAsTryingEverySetFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := usual()
		r.AnyIndustry, r.Across = rapid.Bool().Draw(t, "any"), rapid.Bool().Draw(t, "across")
		r.Units = rapid.IntRange(2, 5).Draw(t, "units")
		var units []siting.Unit
		for i := range rapid.IntRange(0, 9).Draw(t, "n") {
			units = append(units, siting.Unit{ID: fmt.Sprint("E", i), Zone: rapid.SampledFrom([]string{"CZ", "CZ", "NG"}).Draw(t, "zone"),
				At:       orb.Point{118.3 + float64(rapid.IntRange(0, 12).Draw(t, "x"))*0.001, 32.3},
				Industry: rapid.SampledFrom([]string{"a", "a", "b", ""}).Draw(t, "industry"), Grid: rapid.SampledFrom([]string{"", "g", "h"}).Draw(t, "grid"),
				Members: int32(rapid.IntRange(-1, 2).Draw(t, "members"))})
		}
		got, err := siting.Joints(context.Background(), units, r)
		if err != nil {
			t.Fatal(err)
		}
		covered, score := bestCover(units, r)
		if got.Covered != covered || got.Bound != covered || got.Score != score || !got.Optimal {
			t.Fatalf("%d covered of at most %d, score %d, optimal %v; the best is %d with %d", got.Covered, got.Bound, got.Score, got.Optimal, covered, score)
		}
		seen := map[string]bool{}
		for _, b := range got.List {
			if !mayJoin(b.Units, r) {
				t.Fatalf("%+v is no branch", b)
			}
			for _, u := range b.Units {
				if seen[u.ID] {
					t.Fatalf("%s is in two", u.ID)
				}
				seen[u.ID] = true
			}
		}
	})
}

// crowd are units around some hubs, of twelve lines of business.
func crowd(n int, spread float64) []siting.Unit {
	random := rand.New(rand.NewPCG(3, uint64(n)))
	units := make([]siting.Unit, n)
	for i := range units {
		units[i] = siting.Unit{ID: fmt.Sprintf("E%05d", i), Zone: "CZ", At: orb.Point{118.3 + spread*random.NormFloat64(), 32.3 + spread*random.NormFloat64()},
			Industry: fmt.Sprint(random.IntN(12)), Members: int32(1 + random.IntN(2))}
		units[i].Grid = fmt.Sprint(int(units[i].At[0]*200), int(units[i].At[1]*200))
	}
	return units
}

func TestManyUnitsKeepTheRulesWhateverTheirOrder(t *testing.T) {
	units, r := crowd(500, 0.01), usual()
	got, err := siting.Joints(context.Background(), units, r)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, b := range got.List {
		if !mayJoin(b.Units, r) {
			t.Fatalf("%+v is no branch", b)
		}
		for _, u := range b.Units {
			if seen[u.ID] {
				t.Fatalf("%s is in two", u.ID)
			}
			seen[u.ID] = true
		}
	}
	if len(seen) != got.Covered || got.Covered > got.Bound || got.Covered < got.Bound*95/100 {
		t.Errorf("%d of at most %d are covered", got.Covered, got.Bound)
	}
	random := rand.New(rand.NewPCG(1, 1))
	for range 2 {
		shuffled := slices.Clone(units)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		again, err := siting.Joints(context.Background(), shuffled, r)
		if err != nil || !cmp.Equal(got, again) {
			t.Fatalf("another order, another choice: %v", err)
		}
	}
}

// neighbors are as many units as are joined exactly, of one line of business, within some distance of one another and in some grids.
func neighbors(spread float64, grids int, seed uint64) []siting.Unit {
	random := rand.New(rand.NewPCG(seed, 9))
	units := make([]siting.Unit, siting.ExactUnits)
	for i := range units {
		units[i] = siting.Unit{ID: fmt.Sprintf("E%02d", i), Zone: "CZ", At: orb.Point{118.3 + spread*random.NormFloat64(), 32.3 + spread*random.NormFloat64()}, Industry: "a",
			Members: int32(1 + random.IntN(2)), Grid: fmt.Sprint(random.IntN(grids))}
	}
	return units
}

// What is near may be joined in more than 60,000 groups; nobody has a better choice, whatever the order.
func TestTwentyFiveNeighborsAreJoinedExactly(t *testing.T) {
	for name, units := range map[string][]siting.Unit{
		"in one building of three grids": neighbors(0, 3, 3), "in a few streets": neighbors(0.0005, 1, 4),
	} {
		got, err := siting.Joints(context.Background(), units, usual())
		if err != nil || !got.Optimal || got.Covered != siting.ExactUnits || got.Bound != got.Covered {
			t.Errorf("%s: %d of %d, optimal %v, %v", name, got.Covered, got.Bound, got.Optimal, err)
		}
		if name != "in a few streets" {
			continue
		}
		slices.Reverse(units)
		if again, err := siting.Joints(context.Background(), units, usual()); err != nil || !cmp.Equal(got, again) {
			t.Errorf("%s: another order, another choice: %v", name, err)
		}
	}
}

func TestALimitIsSaidMetNotMetOrNotKnown(t *testing.T) {
	rules := siting.Rules{Units: 5, Least: 3, Most: 49, Metres: 1000}
	unit := func(zone, industry string) siting.Unit { return siting.Unit{Zone: zone, Industry: industry} }
	for _, c := range []struct {
		name   string
		branch siting.Branch
		want   []siting.Verdict // of distance, industry, least, most, units, zone
	}{
		{"all met", siting.Branch{Units: []siting.Unit{unit("A", "x"), unit("A", "x")}, Members: 3, Metres: 1000}, []siting.Verdict{siting.Met, siting.Met, siting.Met, siting.Met, siting.Met, siting.Met}},
		{"an industry that is not known is like no other, another zone is not the same", siting.Branch{Units: []siting.Unit{unit("A", ""), unit("B", "")}, Members: 3, Metres: 1001},
			[]siting.Verdict{siting.Unmet, siting.Unmet, siting.Met, siting.Met, siting.Met, siting.Unmet}},
		{"members that are not known can make up the least", siting.Branch{Units: []siting.Unit{unit("A", "x"), unit("A", "x")}, Members: 1, Unknown: 1},
			[]siting.Verdict{siting.Met, siting.Met, siting.Open, siting.Open, siting.Met, siting.Met}},
		{"and can be too many where there are enough", siting.Branch{Units: []siting.Unit{unit("A", "x"), unit("A", "x")}, Members: 4, Unknown: 1},
			[]siting.Verdict{siting.Met, siting.Met, siting.Met, siting.Open, siting.Met, siting.Met}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i, l := range c.branch.Limits(rules) {
				if l.ID != siting.LimitIDs()[i] || l.Met != c.want[i] || l.Text.ZH == "" || l.Text.EN == "" {
					t.Errorf("%+v, want %d", l, c.want[i])
				}
			}
		})
	}
}
