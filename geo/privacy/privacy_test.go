package privacy_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"beltmap/geo"
	"beltmap/geo/privacy"
)

var rules = privacy.Rules{K: 5}

// org is an organization of a random world.
type org struct {
	id      string
	zone    int
	belts   []int
	members int64 // -1: not known
}

// town is a random world that changes from quarter to quarter.
type town struct {
	random       *rand.Rand
	zones, belts int
	most         int64 // members of an organization
	orgs         []org
	made         int
}

func newTown(seed uint64) *town {
	t := &town{random: rand.New(rand.NewPCG(seed, 36))}
	t.zones, t.belts, t.most = 1+t.random.IntN(3), t.random.IntN(7), []int64{2, 4, 30}[t.random.IntN(3)]
	for range 2 + t.random.IntN(18) {
		t.found()
	}
	return t
}

func (t *town) found() {
	t.made++
	o := org{id: fmt.Sprintf("O-%03d", t.made), zone: t.random.IntN(t.zones), members: t.count()}
	for b := range t.belts {
		// Most belts lie in one zone; some cross.
		if (b%t.zones == o.zone || t.random.IntN(8) == 0) && t.random.IntN(2) == 0 {
			o.belts = append(o.belts, b)
		}
	}
	t.orgs = append(t.orgs, o)
}

func (t *town) count() int64 {
	switch t.random.IntN(8) {
	case 0:
		return -1
	case 1:
		return 0
	}
	return 1 + t.random.Int64N(t.most)
}

// turn lets some organizations begin, end and change.
func (t *town) turn() {
	for range t.random.IntN(4) {
		t.found()
	}
	for range t.random.IntN(4) {
		if len(t.orgs) > 1 {
			i := t.random.IntN(len(t.orgs))
			t.orgs = slices.Delete(t.orgs, i, i+1)
		}
	}
	for range t.random.IntN(4) {
		t.orgs[t.random.IntN(len(t.orgs))].members = t.count()
	}
}

func (t *town) family(day geo.Day) []privacy.Line {
	var lines []privacy.Line
	for z := range t.zones {
		lines = append(lines, t.line(geo.Zones, z, day, func(o org) bool { return o.zone == z }))
	}
	for b := range t.belts {
		lines = append(lines, t.line(geo.Belts, b, day, func(o org) bool { return slices.Contains(o.belts, b) }))
	}
	return lines
}

func (t *town) line(c geo.Collection, n int, day geo.Day, in func(org) bool) privacy.Line {
	l := privacy.Line{Cell: privacy.Cell{Collection: c, ID: fmt.Sprint(n)}, AsOf: day}
	for _, o := range t.orgs {
		switch {
		case !in(o):
		case o.members < 0:
			l.Unknown++
		default:
			l.Contributions = append(l.Contributions, privacy.Contribution{Org: o.id, Members: o.members})
		}
	}
	slices.SortFunc(l.Contributions, func(a, b privacy.Contribution) int { return compare(a.Org, b.Org) })
	return l
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

var quarters = []geo.Day{geo.Date(2026, 1, 5), geo.Date(2026, 2, 9), geo.Date(2026, 4, 1), geo.Date(2026, 7, 2)}

// years publishes a random world over some quarters, edits within them included.
func years(seed uint64, release func(before, family []privacy.Line, day geo.Day) []privacy.Line) (lines []privacy.Line) {
	t := newTown(seed)
	for _, day := range quarters {
		lines = append(lines, release(lines, t.family(day), day)...)
		t.turn()
	}
	return lines
}

// found says what the attacker finds out that must not be known, "" if nothing.
func found(lines []privacy.Line) string {
	a := newAttacker(lines)
	orgs := map[string]bool{}
	for _, c := range a.columns {
		if n, ok := a.solve([]privacy.Contribution{c}); ok {
			return fmt.Sprintf("%s has %d members", c.Org, n)
		}
		orgs[c.Org] = true
	}
	for _, l := range lines {
		if n, ok := a.solve(l.Contributions); ok && !l.Shown {
			return fmt.Sprintf("the withheld total of %s %s is %d", l.Collection, l.ID, n)
		}
	}
	var names []string
	for o := range orgs {
		names = append(names, o)
	}
	slices.Sort(names)
	unknowns := a.differences()
	for i, o := range names {
		for _, p := range names[:i] {
			if tied(slices.Concat(unknowns[o], unknowns[p])...) {
				return fmt.Sprintf("something about %s and %s alone", o, p)
			}
		}
	}
	return small(a)
}

// small looks for a sum below K among organizations of few members, up to four of them.
func small(a *attacker) string {
	var few []privacy.Contribution
	for _, c := range a.columns {
		if c.Members < rules.K {
			few = append(few, c)
		}
	}
	var try func(from int, have []privacy.Contribution, sum int64) string
	try = func(from int, have []privacy.Contribution, sum int64) string {
		if n, ok := a.solve(have); ok && len(have) > 0 {
			return fmt.Sprintf("%v together have %d", have, n)
		}
		if len(have) == 4 {
			return ""
		}
		for i := from; i < len(few) && i < 9; i++ {
			if sum+few[i].Members < rules.K {
				if what := try(i+1, append(slices.Clone(have), few[i]), sum+few[i].Members); what != "" {
					return what
				}
			}
		}
		return ""
	}
	return try(0, nil, 0)
}

// TestNothingWithheldIsFoundOut lets an attacker solve the system of all that is published in random worlds over several quarters, and makes sure
// that the same attacker succeeds where only small totals are withheld.
func TestNothingWithheldIsFoundOut(t *testing.T) {
	const worlds = 1000
	start := rand.Uint64()
	t.Logf("seeds %d and the following", start)
	shown, safe, broken := 0, 0, 0
	for n := range uint64(worlds) {
		lines := years(start+n, func(before, family []privacy.Line, day geo.Day) []privacy.Line {
			return privacy.Release(rules, before, family, day)
		})
		if what := found(lines); what != "" {
			t.Fatalf("seed %d: %s", start+n, what)
		}
		for _, l := range lines {
			if rules.Safe(l.Contributions) {
				safe++
			}
			if l.Shown {
				shown++
			}
		}
		primary := years(start+n, func(_, family []privacy.Line, _ geo.Day) []privacy.Line {
			family = slices.DeleteFunc(family, func(l privacy.Line) bool { return len(l.Contributions) == 0 })
			for i := range family {
				family[i].Shown = rules.Safe(family[i].Contributions)
			}
			return family
		})
		if found(primary) != "" {
			broken++
		}
	}
	t.Logf("%d of %d totals that are safe by themselves were published; without complementary suppression %d of %d worlds give something away", shown, safe, broken, worlds)
	if broken < worlds/4 {
		t.Errorf("without complementary suppression the attacker succeeds in %d of %d worlds only: it proves nothing", broken, worlds)
	}
	if shown*10 < safe {
		t.Errorf("only %d of %d safe totals were published", shown, safe)
	}
}

// TestStricterRulesNeitherGiveAwayNorStopWhatFollows raises the least number of organizations after half of the quarters.
func TestStricterRulesNeitherGiveAwayNorStopWhatFollows(t *testing.T) {
	const worlds = 120
	start := rand.Uint64()
	t.Logf("seeds %d and the following", start)
	strict := privacy.Rules{K: rules.K, Contributors: 5}
	after, fresh := 0, 0 // totals shown under the stricter rules, beside earlier ones that these would not allow, and in worlds that had none
	for n := range uint64(worlds) {
		release := func(anew bool) (shown int, lines []privacy.Line) {
			lines = years(start+n, func(before, family []privacy.Line, day geo.Day) []privacy.Line {
				if day < quarters[2] {
					if anew {
						return nil
					}
					return privacy.Release(rules, before, family, day)
				}
				made := privacy.Release(strict, before, family, day)
				for _, l := range made {
					if l.Shown && !strict.Safe(l.Contributions) {
						t.Errorf("seed %d: %s %s is published with %d organizations", start+n, l.Collection, l.ID, len(l.Contributions))
					}
					if l.Shown {
						shown++
					}
				}
				return made
			})
			return shown, lines
		}
		shown, lines := release(false)
		if what := found(unless(quarters[2], lines)); what != "" {
			t.Fatalf("seed %d: %s", start+n, what)
		}
		loose := slices.ContainsFunc(lines, func(l privacy.Line) bool { return l.Shown && l.AsOf < quarters[2] && !strict.Safe(l.Contributions) })
		if loose {
			after += shown
			shown, _ = release(true)
			fresh += shown
		}
	}
	t.Logf("%d totals were published after what is not allowed any more, %d where nothing was before", after, fresh)
	if after*20 < fresh {
		t.Errorf("what was published under the earlier rules stops all but %d of %d totals", after, fresh)
	}
}

// unless is lines without those that are withheld from a day on although they follow from what was published before it.
func unless(day geo.Day, lines []privacy.Line) []privacy.Line {
	early := slices.Clone(lines)
	for i := range early {
		early[i].Shown = early[i].Shown && early[i].AsOf < day
	}
	a := newAttacker(early)
	return slices.DeleteFunc(slices.Clone(lines), func(l privacy.Line) bool {
		_, out := a.solve(l.Contributions)
		return out && !l.Shown && l.AsOf >= day
	})
}
