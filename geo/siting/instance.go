package siting

import (
	"context"
	"math"
)

// Model is what a set of sites is chosen for.
type Model uint8

// The models.
const (
	MaxCovering Model = iota // the most demand within a distance, with or without capacity
	SetCover                 // the fewest sites from which all demand that can be is within a distance
	PMedian                  // the least distance, summed over the demand
	PCenter                  // the least distance of the farthest demand
)

var modelNames = [...]string{"max_covering", "set_cover", "p_median", "p_center"}

// String is the model as parameters say it.
func (m Model) String() string { return modelNames[m] }

// Models lists the models, the usual one first.
func Models() []Model { return []Model{MaxCovering, SetCover, PMedian, PCenter} }

// ParseModel reads a model as parameters say it.
func ParseModel(text string) (Model, bool) {
	for i, name := range modelNames {
		if name == text {
			return Model(i), true
		}
	}
	return 0, false
}

// Far is a cost for what cannot be reached.
const Far int32 = 1 << 30

// Instance is a location problem in whole numbers, so that sums do not depend on their order. Costs are lengths in any one unit; Centers uses
// decimetres.
type Instance struct {
	Model    Model
	Sites    int     // how many candidates there are
	P        int     // how many of them are wanted; no part of SetCover
	Within   int32   // the distance of MaxCovering and SetCover
	Capacity int64   // the demand a site serves at most, of MaxCovering; 0 for no limit
	Weights  []int64 // the demand of each place, at least 0
	Costs    []int32 // from site i to place j at i·len(Weights)+j, at least 0, Far if there is no way
	Existing []int32 // the same from centers that stand already
}

// Solution is what was chosen, and how good it certainly is.
type Solution struct {
	Sites     []int   // the site of the greatest gain first, then the one that adds most to it, and so on
	Gains     []int64 // what each adds to the objective in that order
	Objective int64   // demand covered, sites, demand × distance, or distance
	Bound     int64   // no choice is better than that
	Optimal   bool    // the objective is the bound
	Start     int64   // the objective with the existing centers alone; Far or more if there are none and distances count
	Curve     []Step  // of MaxCovering and PMedian, for 1, 2, … P sites; of SetCover for the sites in their order
	Total     int64   // all demand
	Beyond    int64   // demand that no site and no center reaches at all, or within the distance where there is one
	Served    []int64 // the demand that goes to each of Sites
}

// Step is one point of the curve over the number of sites.
type Step struct {
	P                int
	Objective, Bound int64
}

// Solve chooses sites. It is exact where the search ends within its bounded work, which it does on small instances and most of medium
// size; otherwise the solution is a local optimum and Bound says what is still possible. The work is counted, not timed, so that equal
// instances have equal solutions. It fails only when the context ends.
func Solve(ctx context.Context, in Instance) (Solution, error) {
	switch {
	case in.Model == SetCover:
		return solveSetCover(ctx, &in)
	case in.Model == PCenter:
		return solvePCenter(ctx, &in)
	case in.Model == MaxCovering && in.Capacity > 0:
		return solveCapacitated(ctx, &in)
	}
	return solveMedian(ctx, &in)
}

func (in *Instance) row(site int) []int32 { m := len(in.Weights); return in.Costs[site*m : site*m+m] }

// nearestExisting is the cost of each place to the nearest existing center, Far if there is none.
func (in *Instance) nearestExisting() []int32 {
	m := len(in.Weights)
	base := make([]int32, m)
	for j := range base {
		base[j] = Far
	}
	for at := 0; at < len(in.Existing); at += m {
		for j, c := range in.Existing[at : at+m] {
			base[j] = min(base[j], c)
		}
	}
	return base
}

func sum(weights []int64) (total int64) {
	for _, w := range weights {
		total += w
	}
	return total
}

// beyond is the demand whose least cost is above a limit, and which places that is.
func (in *Instance) beyond(base []int32, limit int32) (weight int64, places []bool) {
	least := append([]int32(nil), base...)
	for i := range in.Sites {
		for j, c := range in.row(i) {
			least[j] = min(least[j], c)
		}
	}
	places = make([]bool, len(least))
	for j, c := range least {
		if c > limit {
			places[j] = true
			weight += in.Weights[j]
		}
	}
	return weight, places
}

// serve counts the demand that goes to each site, which is its nearest and nearer than any existing center, within a limit.
func (in *Instance) serve(sites []int, base []int32, limit int32) []int64 {
	served := make([]int64, len(sites))
	for j, w := range in.Weights {
		best, at := base[j], -1
		for k, i := range sites {
			if c := in.row(i)[j]; c < best {
				best, at = c, k
			}
		}
		if at >= 0 && best <= limit && best < Far && (base[j] > limit || limit == math.MaxInt32) {
			served[at] += w
		}
	}
	return served
}
