package tour_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"beltmap/geo"
	"beltmap/geo/tour"
	"pgregory.net/rapid"
)

// problem draws a small problem: hours, precedences and fixed ends on few minutes, so that they bind.
func problem(t *rapid.T, most int) tour.Problem {
	n := rapid.IntRange(1, most).Draw(t, "stops")
	p := tour.Problem{Visits: make([]tour.Visit, n), Minutes: make([][]int, n), First: -1, Last: -1, Start: 480, Groups: 1}
	for i := range n {
		v := &p.Visits[i]
		v.Dwell = rapid.IntRange(0, 30).Draw(t, "dwell")
		if rapid.IntRange(0, 2).Draw(t, "hours") == 0 {
			v.Opens = rapid.IntRange(470, 560).Draw(t, "opens")
			v.Closes = v.Opens + v.Dwell + rapid.IntRange(0, 120).Draw(t, "open for")
		}
		p.Minutes[i] = make([]int, n)
		for k := range n {
			if i != k {
				p.Minutes[i][k] = rapid.IntRange(0, 40).Draw(t, "leg")
			}
		}
	}
	if n > 2 {
		p.First, p.Last = rapid.IntRange(-1, 0).Draw(t, "first"), rapid.SampledFrom([]int{-1, n - 1}).Draw(t, "last")
		for range rapid.IntRange(0, 2).Draw(t, "pairs") {
			a := rapid.IntRange(1, n-2).Draw(t, "before")
			if b := a + 1; b < n-1 {
				p.Before = append(p.Before, [2]int{a, b})
			}
		}
	}
	return p
}

// best tries every order and tells when the earliest that keeps everything ends, math.MaxInt if none does.
func best(p *tour.Problem, order []int) int {
	if len(order) == len(p.Visits) {
		t := p.Start
		for k, i := range order {
			if k > 0 {
				t += p.Minutes[order[k-1]][i]
			}
			t = max(t, p.Visits[i].Opens) + p.Visits[i].Dwell
			if c := p.Visits[i].Closes; c > 0 && t > c {
				return math.MaxInt
			}
		}
		return t
	}
	least := math.MaxInt
	for i := range p.Visits {
		ok := !slices.Contains(order, i) && (p.First < 0 || len(order) > 0 || i == p.First) && (p.Last < 0 || i != p.Last || len(order) == len(p.Visits)-1)
		for _, pair := range p.Before {
			ok = ok && (pair[1] != i || slices.Contains(order, pair[0]))
		}
		if ok {
			least = min(least, best(p, append(slices.Clone(order), i)))
		}
	}
	return least
}

func TestUpToTwelveStopsNoOrderEndsEarlier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := problem(t, 6)
		want := best(&p, nil)
		plan, err := tour.Solve(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		if want == math.MaxInt {
			if plan.Kept || plan.Exact {
				t.Fatalf("no order keeps the hours, and the plan says it does: %+v", plan)
			}
			return
		}
		if !plan.Kept || !plan.Exact || plan.Ends != want || plan.Bound != want || plan.Gap(p.Start) != 0 {
			t.Fatalf("%+v ends at %d, the best order at %d", plan, plan.Ends, want)
		}
		for _, pair := range p.Before {
			if order := plan.Order(0); slices.Index(order, pair[0]) > slices.Index(order, pair[1]) {
				t.Fatalf("%v breaks %v", order, pair)
			}
		}
	})
}

func TestGroupsDoNotMeetWhereRoomIsShort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := problem(t, 5)
		p.Groups, p.People = rapid.IntRange(2, 4).Draw(t, "groups"), rapid.SampledFrom([]int{0, 40, 90}).Draw(t, "people")
		for i := range p.Visits {
			p.Visits[i].Capacity = rapid.SampledFrom([]int{0, 10, 30, 60}).Draw(t, "capacity")
		}
		plan, err := tour.Solve(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		size := (p.People + p.Groups - 1) / p.Groups
		for minute := p.Start; minute < plan.Ends; minute++ {
			inside := make([]int, len(p.Visits))
			for _, stays := range plan.Groups {
				for _, s := range stays {
					if s.Begin <= minute && minute < s.Leave {
						inside[s.Stop]++
					}
				}
			}
			for i, n := range inside {
				if room := p.Visits[i].Capacity; n > 1 && room > 0 && (size == 0 || n*size > room) {
					t.Fatalf("%d groups of %d at stop %d of %d at minute %d: %+v", n, size, i, room, minute, plan.Groups)
				}
			}
		}
		if plan.Bound > plan.Ends {
			t.Fatalf("bound %d above %d", plan.Bound, plan.Ends)
		}
	})
}

// convex is a problem whose best order is known: stops on a circle are best visited around it, for any path between neighbors closed by the leg
// between them is a closed tour, and of these none is shorter than the hull.
func convex(n int, random *rand.Rand) (p tour.Problem, ends int) {
	p = tour.Problem{Visits: make([]tour.Visit, n), Minutes: make([][]int, n), Start: 480, Groups: 1, Seed: 1}
	angle := make([]float64, n)
	for i := range n {
		angle[i] = 2 * math.Pi * (float64(i) + 0.8*random.Float64()) / float64(n)
		p.Visits[i].Dwell = 1
	}
	name := random.Perm(n) // of the k-th stop around the circle
	for i := range n {
		p.Minutes[name[i]] = make([]int, n)
	}
	for i := range n {
		for k := range n {
			p.Minutes[name[i]][name[k]] = int(math.Round(4000 * math.Abs(math.Sin((angle[i]-angle[k])/2))))
		}
	}
	p.First, p.Last = name[0], name[n-1]
	ends = p.Start + n
	for k := 1; k < n; k++ {
		ends += p.Minutes[name[k-1]][name[k]]
	}
	return p, ends
}

func TestManyStopsAreOrderedWithinAFewPercentOfTheKnownBest(t *testing.T) {
	for _, n := range []int{13, 30} {
		p, ends := convex(n, rand.New(rand.NewPCG(uint64(n), 7)))
		plan, err := tour.Solve(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		if share := float64(plan.Ends-p.Start) / float64(ends-p.Start); share > 1.05 || plan.Bound > ends {
			t.Errorf("%d stops: %.3f of the best, bound %d, best %d, found %d", n, share, plan.Bound, ends, plan.Ends)
		}
		again, err := tour.Solve(t.Context(), p)
		if err != nil || !slices.Equal(again.Order(0), plan.Order(0)) {
			t.Errorf("%d stops: another order the second time, %v", n, err)
		}
	}
}

func TestWhatCannotBePlannedIsRefused(t *testing.T) {
	two := func(change func(*tour.Problem)) tour.Problem {
		p := tour.Problem{Visits: make([]tour.Visit, 2), Minutes: [][]int{{0, 1}, {1, 0}}, First: -1, Last: -1, Start: 480, Groups: 1}
		change(&p)
		return p
	}
	for what, p := range map[string]tour.Problem{
		"no stop":                              {Groups: 1, First: -1, Last: -1},
		"more stops than can be":               {Groups: 1, First: -1, Last: -1, Visits: make([]tour.Visit, tour.MaxStops+1)},
		"no group":                             two(func(p *tour.Problem) { p.Groups = 0 }),
		"a first stop that is the last":        two(func(p *tour.Problem) { p.First, p.Last = 1, 1 }),
		"stops that must be before each other": two(func(p *tour.Problem) { p.Before = [][2]int{{0, 1}, {1, 0}} }),
		"a last stop that must come before":    two(func(p *tour.Problem) { p.Last, p.Before = 0, [][2]int{{0, 1}} }),
	} {
		if _, err := tour.Solve(t.Context(), p); geo.KindOf(err) != geo.KindInvalid {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestACanceledContextEndsThePlanning(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	p, _ := convex(60, rand.New(rand.NewPCG(1, 1)))
	p.Progress = func(float64) { cancel() }
	if _, err := tour.Solve(ctx, p); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
