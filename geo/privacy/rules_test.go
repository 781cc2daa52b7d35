package privacy_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/geo/privacy"
	"beltmap/geo/world"
)

func parts(from int, counts ...int64) (list []privacy.Contribution) {
	for i, n := range counts {
		list = append(list, privacy.Contribution{Org: fmt.Sprintf("O-%03d", from+i), Members: n})
	}
	return list
}

func TestATotalIsSafeByItself(t *testing.T) {
	for _, c := range []struct {
		name   string
		counts []int64
		want   bool
	}{
		{"three of a size are", []int64{3, 4, 5}, true},
		{"none is not", nil, false},
		{"less than five is not", []int64{1, 1, 2}, false},
		{"five is", []int64{1, 2, 2}, true},
		{"two organizations are not", []int64{40, 60}, false},
		{"one without members does not count", []int64{40, 60, 0}, false},
		{"one that hides behind nothing is not", []int64{100, 20, 9}, false},
		{"what is left hides the largest", []int64{100, 20, 10}, true},
	} {
		if got := rules.Safe(parts(0, c.counts...)); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
		four := privacy.Rules{K: rules.K, Contributors: 4}
		if four.Safe(parts(0, c.counts...)) || !four.Safe(parts(0, append(c.counts, 50, 50, 50, 50)...)) {
			t.Errorf("%s: four organizations are asked for and not minded", c.name)
		}
	}
}

func total(c geo.Collection, id string, p []privacy.Contribution) privacy.Line {
	return privacy.Line{Cell: privacy.Cell{Collection: c, ID: id}, AsOf: quarters[0], Contributions: p}
}

func shown(lines []privacy.Line) string {
	var ids []string
	for _, l := range lines {
		if l.Shown {
			ids = append(ids, l.ID)
		}
	}
	return strings.Join(ids, " ")
}

func TestATotalIsWithheldForWhatFollowsFromIt(t *testing.T) {
	eight := parts(0, 10, 11, 12, 13, 14, 15, 16, 17)
	zone := total(geo.Zones, "zone", eight)
	stated := total(geo.Belts, "stated", eight[:6])
	stated.Stated = true
	for _, c := range []struct {
		name   string
		family []privacy.Line
		want   string
	}{
		{"a belt may leave half of its zone", []privacy.Line{zone, total(geo.Belts, "half", eight[:4])}, "zone half"},
		{"a belt may not leave two", []privacy.Line{zone, total(geo.Belts, "most", eight[:6])}, "zone"},
		{"two belts may not leave one together", []privacy.Line{zone, total(geo.Belts, "a", eight[:4]), total(geo.Belts, "b", eight[4:7])}, "zone a"},
		{"two belts may not differ in one", []privacy.Line{total(geo.Belts, "a", eight[:5]), total(geo.Belts, "b", eight[:4])}, "a"},
		{"what a fact states anyway makes the others give way", []privacy.Line{zone, stated}, "stated"},
		{"zones apart have nothing to do with each other", []privacy.Line{zone, total(geo.Zones, "other", parts(50, 5, 6, 7))}, "zone other"},
	} {
		if got := shown(privacy.Release(rules, nil, c.family, quarters[0])); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestANewTotalWaitsForItsQuarterAndForThreeChanges(t *testing.T) {
	first := privacy.Release(rules, nil, []privacy.Line{total(geo.Zones, "zone", parts(0, 10, 11, 12, 13, 14, 15))}, quarters[0])
	for _, c := range []struct {
		name string
		now  []privacy.Contribution
		day  geo.Day
		want string
	}{
		{"not within the quarter", parts(0, 20, 21, 22, 13, 14, 15), quarters[1], ""},
		{"in the next", parts(0, 20, 21, 22, 13, 14, 15), quarters[2], "zone"},
		{"not for one that changed", parts(0, 20, 11, 12, 13, 14, 15), quarters[2], ""},
		{"not for one that began", parts(0, 10, 11, 12, 13, 14, 15, 16), quarters[2], ""},
		{"not for two that ended", parts(0, 10, 11, 12, 13), quarters[2], ""},
		{"again if nothing changed", parts(0, 10, 11, 12, 13, 14, 15), quarters[2], "zone"},
	} {
		line := total(geo.Zones, "zone", c.now)
		line.AsOf = c.day
		if got := shown(privacy.Release(rules, first, []privacy.Line{line}, c.day)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// What asks for more from now on does not take back what is out, and it does not stop what it allows: three organizations were published, and are five
// with other counts.
func TestStricterRulesAreForNewTotalsOnly(t *testing.T) {
	first := privacy.Release(rules, nil, []privacy.Line{total(geo.Zones, "zone", parts(0, 2, 3, 2))}, quarters[0])
	for _, c := range []struct {
		name   string
		strict privacy.Rules
		now    []privacy.Contribution
		want   string
	}{
		{"four are asked for and there", privacy.Rules{K: 5, Contributors: 4}, parts(0, 20, 21, 22, 13, 14), "zone"},
		{"four are asked for and three there", privacy.Rules{K: 5, Contributors: 4}, parts(0, 20, 21, 22), ""},
		{"the two that began would be known", privacy.Rules{K: 5, Contributors: 4}, parts(0, 2, 3, 2, 13, 14), ""},
		{"so would the three, which are too few now", privacy.Rules{K: 5, Contributors: 4}, parts(0, 2, 3, 2, 13, 14, 15), ""},
		{"the four that began may be", privacy.Rules{K: 5, Contributors: 4}, parts(0, 2, 3, 2, 13, 14, 15, 16), "zone"},
		{"nine members are asked for and there", privacy.Rules{K: 9}, parts(0, 20, 21, 22), "zone"},
		{"nine members are asked for and not there", privacy.Rules{K: 9}, parts(0, 1, 2, 5), ""},
	} {
		line := total(geo.Zones, "zone", c.now)
		line.AsOf = quarters[2]
		if got := shown(privacy.Release(c.strict, first, []privacy.Line{line}, quarters[2])); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTheOrderOfTotalsDoesNotMatter(t *testing.T) {
	for seed := range uint64(50) {
		family := newTown(seed).family(quarters[0])
		want := privacy.Release(rules, nil, family, quarters[0])
		rand.New(rand.NewPCG(seed, 1)).Shuffle(len(family), func(i, j int) { family[i], family[j] = family[j], family[i] })
		if got := privacy.Release(rules, nil, family, quarters[0]); !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: %v, then %v", seed, want, got)
		}
	}
}

func TestAFamilyIsReadFromAWorld(t *testing.T) {
	record := func(c geo.Collection, id, zone string, set ...func(*geo.Record)) geo.Record {
		r := geo.New(c)
		r.ID, r.Zone, r.NameZH = id, zone, "名称"
		for _, f := range set {
			f(&r)
		}
		return r
	}
	members := func(n int64) func(*geo.Record) { return func(r *geo.Record) { r.Set(geo.Members, geo.Integer(n)) } }
	belt := func(r *geo.Record) { r.Set(geo.BeltsOf, geo.List("B", "elsewhere")) }
	ended := func(r *geo.Record) { r.Valid.To = quarters[0] - 1 }
	fact := record(geo.Facts, "F", "Z", func(r *geo.Record) {
		r.Set(geo.Subject, geo.Text("belts/B"))
		r.Set(geo.FactUnit, geo.Text("members"))
	})
	w, err := world.New(quarters[0], 1, geo.Settings{}, []geo.Record{record(geo.Zones, "Z", ""), record(geo.Belts, "B", "Z"), fact,
		record(geo.Organizations, "O-2", "Z", members(7), belt), record(geo.Organizations, "O-1", "Z", members(0)), record(geo.Organizations, "O-3", "Z", belt),
		record(geo.Organizations, "O-4", "Z", members(9), ended), record(geo.Organizations, "O-5", "", members(8), belt)})
	if err != nil {
		t.Fatal(err)
	}
	lines := privacy.Family(w)
	for i := range lines {
		slices.Sort(lines[i].Zones)
	}
	want := []privacy.Line{
		{Cell: privacy.Cell{Collection: geo.Zones, ID: "Z"}, AsOf: quarters[0], Version: 1, Contributions: []privacy.Contribution{{Org: "O-1"}, {Org: "O-2", Members: 7}}, Unknown: 1, Zones: []string{"Z"}},
		{Cell: privacy.Cell{Collection: geo.Belts, ID: "B"}, AsOf: quarters[0], Version: 1, Contributions: []privacy.Contribution{{Org: "O-2", Members: 7}, {Org: "O-5", Members: 8}}, Unknown: 1, Stated: true, Zones: []string{"", "Z"}},
	}
	if !reflect.DeepEqual(lines, want) {
		t.Errorf("%+v", lines)
	}
}

// BenchmarkRelease decides on a province: `go test -bench Release -run - ./geo/privacy`.
func BenchmarkRelease(b *testing.B) {
	for _, size := range []struct{ zones, belts, orgs int }{{2000, 2, 20}, {1, 300, 6000}} {
		b.Run(fmt.Sprintf("%d zones of %d belts and %d organizations", size.zones, size.belts, size.orgs), func(b *testing.B) {
			random := rand.New(rand.NewPCG(1, 36))
			var family []privacy.Line
			for z := range size.zones {
				var all []privacy.Contribution
				for i := range size.orgs {
					all = append(all, privacy.Contribution{Org: fmt.Sprintf("%04d-%06d", z, i), Members: 3 + random.Int64N(30)})
				}
				family = append(family, total(geo.Zones, fmt.Sprint(z), all))
				for n := range size.belts {
					from := random.IntN(size.orgs * 2 / 3)
					family = append(family, total(geo.Belts, fmt.Sprintf("%d-%d", z, n), all[from:from+1+random.IntN(min(size.orgs/3, 40))]))
				}
			}
			for b.Loop() {
				privacy.Release(rules, nil, family, quarters[0])
			}
		})
	}
}
