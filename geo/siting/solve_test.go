package siting_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"beltmap/geo/siting"
	"pgregory.net/rapid"
)

// drawn is a small instance on a square, with places of no demand, sites on one another and existing centers now and then.
func drawn(t *rapid.T) siting.Instance {
	sites, places := rapid.IntRange(1, 9).Draw(t, "sites"), rapid.IntRange(1, 14).Draw(t, "places")
	point := func(label string) [2]float64 {
		return [2]float64{float64(rapid.IntRange(0, 20).Draw(t, label)), float64(rapid.IntRange(0, 20).Draw(t, label))}
	}
	in := siting.Instance{Model: rapid.SampledFrom(siting.Models()).Draw(t, "model"), Sites: sites, P: rapid.IntRange(1, sites).Draw(t, "p"),
		Within: int32(rapid.IntRange(0, 120).Draw(t, "within"))}
	if in.Model == siting.MaxCovering {
		in.Capacity = int64(rapid.IntRange(0, 12).Draw(t, "capacity"))
	}
	at := make([][2]float64, places)
	for j := range at {
		at[j] = point("place")
		in.Weights = append(in.Weights, int64(rapid.IntRange(0, 5).Draw(t, "weight")))
	}
	row := func(p [2]float64) (costs []int32) {
		for _, q := range at {
			costs = append(costs, int32(math.Round(10*math.Hypot(p[0]-q[0], p[1]-q[1]))))
		}
		return costs
	}
	for range sites {
		in.Costs = append(in.Costs, row(point("site"))...)
	}
	for range rapid.IntRange(0, 2).Draw(t, "existing") {
		in.Existing = append(in.Existing, row(point("center"))...)
	}
	return in
}

// value is the objective of some sites, by the definition alone.
func value(in *siting.Instance, sites []int) int64 {
	m := len(in.Weights)
	rows := [][]int32{}
	for at := 0; at < len(in.Existing); at += m {
		rows = append(rows, in.Existing[at:at+m])
	}
	for _, i := range sites {
		rows = append(rows, in.Costs[i*m:i*m+m])
	}
	total, farthest := int64(0), int64(0)
	for j, w := range in.Weights {
		least := siting.Far
		for _, row := range rows {
			least = min(least, row[j])
		}
		switch in.Model {
		case siting.PMedian:
			total += w * int64(least)
		case siting.PCenter:
			if w > 0 {
				farthest = max(farthest, int64(least))
			}
		default:
			if least <= in.Within {
				total += w
			}
		}
	}
	if in.Model == siting.MaxCovering && in.Capacity > 0 {
		return flowed(in, rows)
	}
	return max(total, farthest)
}

// flowed is the greatest flow by the least cut: over every set of centers, their capacity and the demand that only the others cannot reach.
func flowed(in *siting.Instance, rows [][]int32) int64 {
	least := int64(math.MaxInt64)
	for cut := range 1 << len(rows) { // the centers that are cut off
		sum := int64(0)
		for k := range rows {
			if cut>>k&1 != 0 {
				sum += in.Capacity
			}
		}
		for j, w := range in.Weights {
			for k, row := range rows {
				if cut>>k&1 == 0 && row[j] <= in.Within {
					sum += w
					break
				}
			}
		}
		least = min(least, sum)
	}
	return least
}

// best is the optimum by trying every choice.
func best(in *siting.Instance) int64 {
	all := make([]int, in.Sites)
	for i := range all {
		all[i] = i
	}
	most, found := int64(0), int64(math.MaxInt64)
	if in.Model == siting.MaxCovering {
		found = -1
	}
	if in.Model == siting.SetCover {
		most = value(in, all)
	}
	for set := range 1 << in.Sites {
		var sites []int
		for i := range in.Sites {
			if set>>i&1 != 0 {
				sites = append(sites, i)
			}
		}
		if in.Model != siting.SetCover && len(sites) != in.P {
			continue
		}
		switch v := value(in, sites); {
		case in.Model == siting.MaxCovering:
			found = max(found, v)
		case in.Model != siting.SetCover:
			found = min(found, v)
		case v == most:
			found = min(found, int64(len(sites)))
		}
	}
	return found
}

func TestSmallInstancesAreSolvedToTheOptimumThatTryingEverythingFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawn(t)
		s, err := siting.Solve(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		want := best(&in)
		if s.Objective != want || s.Bound != want || !s.Optimal {
			t.Fatalf("%v: objective %d, bound %d, optimal %v, where %d is the best", in.Model, s.Objective, s.Bound, s.Optimal, want)
		}
		got := value(&in, s.Sites)
		if in.Model == siting.SetCover {
			if all := best(&in); got != value(&in, everySite(in.Sites)) || int64(len(s.Sites)) != all {
				t.Fatalf("%v cover %d", s.Sites, got)
			}
		} else if got != want || len(s.Sites) != in.P {
			t.Fatalf("the sites %v are worth %d, not %d", s.Sites, got, want)
		}
		for _, step := range s.Curve {
			if in.Model == siting.MaxCovering && step.Objective > step.Bound || in.Model == siting.PMedian && step.Objective < step.Bound {
				t.Fatalf("the curve passes its bound: %+v", step)
			}
			if part := in; in.Model != siting.SetCover {
				part.P = step.P
				if v := best(&part); in.Model == siting.MaxCovering && (v > step.Bound || v < step.Objective) || in.Model == siting.PMedian && (v < step.Bound || v > step.Objective) {
					t.Fatalf("%v: for %d sites %d is the best, and the curve says %+v", in.Model, step.P, v, step)
				}
			}
		}
	})
}

func everySite(n int) (all []int) {
	for i := range n {
		all = append(all, i)
	}
	return all
}

// pmed reads an instance of OR-Library: edges of a graph, of which the last between two ends counts, and the least ways between all.
func pmed(t *testing.T, name string) siting.Instance {
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := bufio.NewReader(f)
	var n, edges, p int
	if _, err := fmt.Fscan(r, &n, &edges, &p); err != nil {
		t.Fatal(err)
	}
	in := siting.Instance{Sites: n, P: p, Weights: make([]int64, n), Costs: make([]int32, n*n)}
	for i := range in.Costs {
		in.Costs[i] = siting.Far
	}
	for i := range n {
		in.Weights[i], in.Costs[i*n+i] = 1, 0
	}
	for range edges {
		var a, b int
		var c int32
		if _, err := fmt.Fscan(r, &a, &b, &c); err != nil {
			t.Fatal(err)
		}
		in.Costs[(a-1)*n+b-1], in.Costs[(b-1)*n+a-1] = c, c
	}
	for k := range n {
		for i := range n {
			for j := range n {
				in.Costs[i*n+j] = int32(min(int64(in.Costs[i*n+j]), int64(in.Costs[i*n+k])+int64(in.Costs[k*n+j])))
			}
		}
	}
	return in
}

func TestTheInstanceOfORLibraryHasItsKnownOptimum(t *testing.T) {
	in := pmed(t, "pmed1.txt")
	for model, want := range map[siting.Model]int64{siting.PMedian: 5819, siting.PCenter: 127} {
		in.Model = model
		s, err := siting.Solve(context.Background(), in)
		if err != nil || s.Objective != want || !s.Optimal {
			t.Errorf("%v: %d, at least %d, %v; the optimum is %d", model, s.Objective, s.Bound, err, want)
		}
	}
}

// planted is an instance whose best p sites are known: hubs far from one another, each the middle of pairs of places that lie opposite each other, so
// that no other point is nearer to both, among sites that are not.
func planted(p, pairs, sites int) (in siting.Instance, optimum int64) {
	random := rand.New(rand.NewPCG(11, uint64(p)))
	in = siting.Instance{Model: siting.PMedian, Sites: sites, P: p}
	var at, from [][2]int
	for k := range p {
		hub := [2]int{k % 3 * 1_000_000, k / 3 * 1_000_000}
		from = append(from, hub)
		for range pairs {
			x, y := random.IntN(20_000), random.IntN(20_000)
			at = append(at, [2]int{hub[0] + x, hub[1] + y}, [2]int{hub[0] - x, hub[1] - y})
		}
	}
	for len(from) < sites {
		near := at[random.IntN(len(at))]
		from = append(from, [2]int{near[0] + random.IntN(3000), near[1] + random.IntN(3000)})
	}
	random.Shuffle(len(from), func(i, j int) { from[i], from[j] = from[j], from[i] })
	for range at {
		in.Weights = append(in.Weights, 1)
	}
	for _, s := range from {
		for _, q := range at { // by streets, so that lengths are whole
			in.Costs = append(in.Costs, int32(max(s[0]-q[0], q[0]-s[0])+max(s[1]-q[1], q[1]-s[1])))
		}
	}
	for j := 0; j < len(at); j += 2 {
		optimum += int64((max(at[j][0]-at[j+1][0], at[j+1][0]-at[j][0]) + max(at[j][1]-at[j+1][1], at[j+1][1]-at[j][1])))
	}
	return in, optimum
}

func TestAPlantedOptimumIsFoundAndProven(t *testing.T) {
	in, optimum := planted(8, 25, 120)
	s, err := siting.Solve(context.Background(), in)
	if err != nil || s.Objective != optimum || !s.Optimal {
		t.Errorf("%d, at least %d, %v; %d is planted", s.Objective, s.Bound, err, optimum)
	}
}

func TestLargeInstancesAreBoundedAndStopWhenNobodyWaits(t *testing.T) {
	for _, model := range siting.Models() {
		in := scattered(model, 60, 250, 4)
		s, err := siting.Solve(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		below := s.Objective < s.Bound
		if most := model == siting.MaxCovering; below && !most || s.Objective > s.Bound && most || s.Optimal != (s.Objective == s.Bound) {
			t.Errorf("%v: %d against a bound of %d", model, s.Objective, s.Bound)
		}
		gone, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := siting.Solve(gone, in); !errors.Is(err, context.Canceled) {
			t.Errorf("%v went on: %v", model, err)
		}
	}
}
