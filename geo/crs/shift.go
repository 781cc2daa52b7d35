package crs

import (
	"cmp"
	"math"
	"slices"

	"beltmap/geo/phrase"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

// MinShiftPairs is the least number of different pairs from which ShiftedLikeGCJ02 is sure of anything.
const MinShiftPairs = 5

// Shift is what known places say of a list that is declared WGS 84.
type Shift struct {
	System System     // under which the list fits best: WGS 84, GCJ-02 or BD-09
	Sure   bool       // whether it fits so much better than under the others that chance is no explanation
	Pairs  int        // how many different pairs inside China's box were looked at
	Offset [3]float64 // metres by which the list is displaced if it is in WGS 84, GCJ-02, BD-09
}

// Refutes tells whether the list is surely not in WGS 84.
func (s Shift) Refutes() bool { return s.Sure && s.System != System{} }

// Text says how far the list is off, as declared and as the system that fits; it says nothing of a list that is not refuted.
func (s Shift) Text() phrase.Text {
	if !s.Refutes() {
		return phrase.Text{}
	}
	return phrase.ShiftFound.With(s.Pairs, s.System, int(math.Round(s.Offset[0])), int(math.Round(slices.Min(s.Offset[:]))))
}

// ShiftedLikeGCJ02 tells whether points that are declared WGS 84 are displaced from the known places of the same things as GCJ-02 or BD-09 would displace
// them. claimed[i] and reference[i] belong to the same thing: existing records by id, or a gazetteer's answer for the same name. To test a list
// declared GCJ-02 or BD-09, give its pairs as they stand.
//
// For each of the three systems the claimed points are taken as being of it, and the offset is the length of the median of what then remains between them and
// their references, east and north apart: half of the references may be wrong or rough, as long as they are not so all in one direction. The
// answer is sure if there are at least MinShiftPairs different pairs, the smallest offset is at most a third of the second smallest, and the
// gap between these two is over four standard errors of the median (1.86 × median absolute deviation / √n, as of a normal scatter): five
// pairs do where references scatter by 50 m, about two hundred where they scatter by 1 km.
func ShiftedLikeGCJ02(claimed, reference []WGS84) Shift {
	pairs := different(claimed, reference)
	shift := Shift{Pairs: len(pairs)}
	if len(pairs) == 0 {
		return shift
	}
	best, second, errorOfBest := 0, math.Inf(1), 0.0
	for i, s := range suspects() {
		offset, deviation := displacement(pairs, s)
		shift.Offset[i] = offset
		switch {
		case i == 0:
			errorOfBest = deviation
		case offset < shift.Offset[best]:
			best, second, errorOfBest = i, shift.Offset[best], deviation
		default:
			second = min(second, offset)
		}
	}
	least := shift.Offset[best]
	shift.System = suspects()[best]
	shift.Sure = len(pairs) >= MinShiftPairs && least <= second/3 && second-least > 4*errorOfBest
	return shift
}

// suspects are the systems a list in degrees may really be in.
func suspects() [3]System { return [3]System{{}, {family: gcj02}, {family: bd09}} }

type match struct{ claimed, reference WGS84 }

// different drops pairs that say the same again, and those where nothing is shifted.
func different(claimed, reference []WGS84) []match {
	var pairs []match
	for i := range min(len(claimed), len(reference)) {
		if c, r := claimed[i], reference[i]; inChina(c[0], c[1]) && inChina(r[0], r[1]) {
			pairs = append(pairs, match{c, r})
		}
	}
	slices.SortFunc(pairs, func(a, b match) int {
		return cmp.Or(slices.Compare(a.claimed[:], b.claimed[:]), slices.Compare(a.reference[:], b.reference[:]))
	})
	return slices.Compact(pairs)
}

// displacement is the length in metres of the median of what remains when the claimed points are of the system, and the standard error of
// either of its parts.
func displacement(pairs []match, s System) (offset, deviation float64) {
	east, north := make([]float64, len(pairs)), make([]float64, len(pairs))
	for i, p := range pairs {
		w, _ := s.toWGS84(orb.Point(p.claimed))
		r := orb.Point(p.reference)
		east[i] = math.Copysign(plane.Distance(r, orb.Point{w[0], r[1]}), w[0]-r[0])
		north[i] = math.Copysign(plane.Distance(r, orb.Point{r[0], w[1]}), w[1]-r[1])
	}
	x, y := median(east), median(north)
	const normal = 1.4826 * 1.2533 // a normal scatter's deviation by its MAD, and that of a median by that of a mean
	return math.Hypot(x, y), normal * math.Hypot(scatter(east, x), scatter(north, y)) / math.Sqrt(float64(2*len(pairs)))
}

// scatter is the median absolute deviation; the values are lost.
func scatter(values []float64, middle float64) float64 {
	for i, v := range values {
		values[i] = math.Abs(v - middle)
	}
	return median(values)
}

// median sorts the values.
func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}
