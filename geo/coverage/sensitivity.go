package coverage

import (
	"context"
	"math"
	"slices"

	"beltmap/geo"
	"beltmap/geo/status"
	"beltmap/geo/world"
)

// SensitivityRequest asks how far figures of an area depend on the units and on the distance by which they are made.
type SensitivityRequest struct {
	Area   world.Condition
	Sight  geo.Sight
	Widths []float64 // of hexagons, metres
	Radii  []float64 // metres
}

// Scale is the organizational rate by units of one kind. The pooled rate is the same enterprises' whatever the units; what differs is the spread, and what is
// left out for want of a place or of a grid (the modifiable areal unit problem, S. Openshaw 1984).
type Scale struct {
	By                     string  // zone, grid or hexagon
	Width                  float64 // metres, of hexagons
	Units                  int     // that have a denominator
	Numerator, Denominator int     // pooled
	Left                   int     // enterprises of the denominator that are in no unit
	Spread                 *Spread // nil without units
}

// Spread is how the rates of units differ, each unit counting once.
type Spread struct{ Least, Lower, Median, Upper, Greatest, Deviation float64 }

// Within is how many of the located gaps lie within some metres.
type Within struct {
	Metres               float64
	Organization, Center int
}

// Sensitivity is what a figure depends on.
type Sensitivity struct {
	Scales                      []Scale
	Curve                       []Within
	Gaps                        int // located eligible and uncovered enterprises, of which the curve speaks
	Unlocated, Unseen, Unstated int // enterprises no scale counts: without a place, not seen inside, of which it is not stated whether they operate
}

// LookSensitivity makes the same rate by zone, by grid and by hexagons of each width, and the share of gaps near an organization or a center over the distance.
func LookSensitivity(ctx context.Context, w *world.World, q SensitivityRequest) (*Sensitivity, error) {
	all, unlocated, unseen, err := judge(ctx, w, q.Area, q.Sight)
	if err != nil {
		return nil, err
	}
	s := &Sensitivity{Unlocated: unlocated, Unseen: unseen}
	var gaps []Gap
	measured := make([]judged, 0, len(all))
	for _, e := range all {
		if e.status == status.Eligible || e.status == status.Uncovered {
			gaps = append(gaps, Gap{Row: e.row, Status: e.status})
		}
		if e.marks.Has(status.InDenominator) {
			measured = append(measured, e)
		} else {
			s.Unstated++
		}
	}
	s.Gaps = len(gaps)
	s.Scales = append(s.Scales, scaleOf("zone", 0, measured, make([]int, len(measured)), min(1, len(measured))))
	cells, names := cellsOf(w, measured, GridCells, 0)
	s.Scales = append(s.Scales, scaleOf("grid", 0, measured, cells, len(names)))
	for _, width := range q.Widths {
		cells, names := cellsOf(w, measured, Hexagons, width)
		s.Scales = append(s.Scales, scaleOf("hexagon", width, measured, cells, len(names)))
	}
	organizations, centers := Surroundings(w, gaps, nil)
	for _, radius := range q.Radii {
		s.Curve = append(s.Curve, Within{radius, within(organizations, radius), within(centers, radius)})
	}
	return s, ctx.Err()
}

func within(all []Reach, radius float64) (n int) {
	for i := range all {
		if all[i].Metres <= radius { // NaN is not
			n++
		}
	}
	return n
}

func scaleOf(by string, width float64, all []judged, cells []int, units int) Scale {
	s := Scale{By: by, Width: width, Units: units}
	numerators, denominators := make([]int, units), make([]int, units)
	for i := range all {
		if cells[i] < 0 {
			s.Left++
			continue
		}
		denominators[cells[i]]++
		s.Denominator++
		if all[i].marks.Has(status.Organizational) {
			numerators[cells[i]]++
			s.Numerator++
		}
	}
	rates := make([]float64, units)
	for i := range rates {
		rates[i] = float64(numerators[i]) / float64(denominators[i])
	}
	s.Spread = spreadOf(rates)
	return s
}

// spreadOf are the quartiles, interpolated linearly between ranks, and the deviation of the population of units.
func spreadOf(rates []float64) *Spread {
	n := len(rates)
	if n == 0 {
		return nil
	}
	slices.Sort(rates)
	mean, squares := 0.0, 0.0
	for _, x := range rates {
		mean += x / float64(n)
	}
	for _, x := range rates {
		squares += (x - mean) * (x - mean) / float64(n)
	}
	at := func(share float64) float64 {
		rank := share * float64(n-1)
		low := int(rank)
		high := min(low+1, n-1)
		return rates[low] + (rank-float64(low))*(rates[high]-rates[low])
	}
	return &Spread{rates[0], at(0.25), at(0.5), at(0.75), rates[n-1], math.Sqrt(squares)}
}
