package tour_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"beltmap/geo"
	"beltmap/geo/tour"
	"pgregory.net/rapid"
)

// combs are rounds whose best travel is known: targets at the ends of lanes off as many roads as there are teams, and roads meet only where teams set
// out. Whoever visits all of them goes along every road and lane there and back, and a team a road goes no farther.
func combs(n, teams int, random *rand.Rand) (r tour.Rounds, travel int) {
	r = tour.Rounds{Visits: make([]tour.Visit, n), Minutes: make([][]int, n), Teams: teams, Days: 1, Start: 480, Finish: 480 + 600, Seed: 1}
	road, along, lane := make([]int, n), make([]int, n), make([]int, n)
	reach := make([]int, teams)
	for k, i := range random.Perm(n) {
		road[i], along[i], lane[i] = k%teams, 2+random.IntN(60), 1+random.IntN(4)
		r.Visits[i].Dwell = 600 * teams / n / 2
		reach[road[i]] = max(reach[road[i]], along[i])
		travel += 2 * lane[i]
	}
	for _, far := range reach {
		travel += 2 * far
	}
	for i := range n {
		r.Out = append(r.Out, along[i]+lane[i])
		r.Minutes[i] = make([]int, n)
		for k := range n {
			switch {
			case i == k:
			case road[i] == road[k]:
				r.Minutes[i][k] = max(along[i]-along[k], along[k]-along[i]) + lane[i] + lane[k]
			default:
				r.Minutes[i][k] = along[i] + along[k] + lane[i] + lane[k]
			}
		}
	}
	r.Back = r.Out
	return r, travel
}

func TestRoundsAreWithinAFewPercentOfTheKnownBest(t *testing.T) {
	for n, teams := range map[int]int{86: 4, 30: 3} {
		r, best := combs(n, teams, rand.New(rand.NewPCG(1, uint64(n))))
		got, err := tour.SolveRounds(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		if float64(got.Travel) > 1.05*float64(best) || got.Bound > best || float64(got.Bound) < 0.98*float64(best) || got.Travel < best || len(got.Left) > 0 {
			t.Errorf("travel %d, best %d, bound %d, left out %v", got.Travel, best, got.Bound, got.Left)
		}
	}
}

// keeps fails the test unless sheets visit each target once or leave it out, in hours, with phases on days of their own.
func keeps(t *rapid.T, r *tour.Rounds, got *tour.Itineraries) {
	seen, last, travel := make([]int, len(r.Visits)), map[int]int{}, 0
	for _, i := range got.Left {
		seen[i]++
	}
	used := map[[2]int]bool{}
	for _, sheet := range got.Sheets {
		if sheet.Day < 1 || sheet.Day > r.Days || sheet.Team < 1 || sheet.Team > r.Teams || used[[2]int{sheet.Day, sheet.Team}] {
			t.Fatalf("sheet %+v", sheet)
		}
		used[[2]int{sheet.Day, sheet.Team}] = true
		if phase, there := last[sheet.Day]; there && phase != sheet.Phase {
			t.Fatalf("day %d is of two phases", sheet.Day)
		}
		last[sheet.Day] = sheet.Phase
		at := r.Start
		for k, s := range sheet.Stays {
			seen[s.Stop]++
			leg := r.Out[s.Stop]
			if k > 0 {
				leg = r.Minutes[sheet.Stays[k-1].Stop][s.Stop]
			}
			travel += leg
			v := r.Visits[s.Stop]
			if s.Arrive != at+leg || s.Begin != max(s.Arrive, v.Opens) || s.Leave != s.Begin+v.Dwell || v.Closes > 0 && s.Leave > v.Closes || r.Phase[s.Stop] != sheet.Phase {
				t.Fatalf("stay %+v of %+v", s, v)
			}
			at = s.Leave
		}
		back := r.Back[sheet.Stays[len(sheet.Stays)-1].Stop]
		if travel += back; at+back > r.Finish {
			t.Fatalf("team %d is back at %d", sheet.Team, at+back)
		}
	}
	for day, phase := range last {
		if before, there := last[day-1]; there && before > phase {
			t.Fatalf("phase %d comes after %d", phase, before)
		}
	}
	if slices.ContainsFunc(seen, func(n int) bool { return n != 1 }) || travel != got.Travel || got.Bound > got.Travel {
		t.Fatalf("seen %v, travel %d of %+v", seen, travel, got)
	}
}

func TestEveryTargetIsVisitedOnceInItsHoursAndPhaseOrNamedAsLeftOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := problem(t, 9)
		r := tour.Rounds{Visits: p.Visits, Minutes: p.Minutes, Start: p.Start, Finish: p.Start + rapid.IntRange(40, 200).Draw(t, "day"), Seed: 1,
			Teams: rapid.IntRange(1, 3).Draw(t, "teams"), Days: rapid.IntRange(2, 3).Draw(t, "days")}
		for range r.Visits {
			r.Out = append(r.Out, rapid.IntRange(0, 20).Draw(t, "out"))
			r.Back = append(r.Back, rapid.IntRange(0, 20).Draw(t, "back"))
			r.Phase = append(r.Phase, rapid.IntRange(1, 2).Draw(t, "phase"))
			r.Priority = append(r.Priority, rapid.IntRange(0, 2).Draw(t, "priority"))
		}
		got, err := tour.SolveRounds(context.Background(), r)
		if err != nil {
			t.Fatal(err)
		}
		keeps(t, &r, got)
		if again, err := tour.SolveRounds(context.Background(), r); err != nil || !reflect.DeepEqual(got, again) {
			t.Fatalf("the second time it is %+v, not %+v: %v", again, got, err)
		}
	})
}

func TestRoundsThatCannotBeAreRefusedAndCanceledOnesEnd(t *testing.T) {
	for what, change := range map[string]func(*tour.Rounds){
		"no target":             func(r *tour.Rounds) { r.Visits = nil },
		"no team":               func(r *tour.Rounds) { r.Teams = 0 },
		"no day":                func(r *tour.Rounds) { r.Days = 0 },
		"a day that ends early": func(r *tour.Rounds) { r.Finish = r.Start },
		"more phases than days": func(r *tour.Rounds) { r.Phase = make([]int, 8); r.Phase[3] = 2 },
	} {
		r, _ := combs(8, 2, rand.New(rand.NewPCG(1, 1)))
		change(&r)
		if _, err := tour.SolveRounds(t.Context(), r); geo.KindOf(err) != geo.KindInvalid {
			t.Errorf("%s: %v", what, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	r, _ := combs(86, 4, rand.New(rand.NewPCG(1, 1)))
	r.Progress = func(float64) { cancel() }
	if _, err := tour.SolveRounds(ctx, r); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
