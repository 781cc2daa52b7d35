package crs

import (
	"slices"

	"beltmap/geo/phrase"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

// Placed is a point that is declared WGS 84, and the outline it belongs in.
type Placed struct {
	Claimed WGS84
	Outline orb.Geometry // a polygon or multi-polygon in WGS 84
}

// Drift is what outlines say of a list that is declared WGS 84.
type Drift struct {
	System System // under which most points lie inside: WGS 84, GCJ-02 or BD-09
	Sure   bool   // whether that is another than WGS 84, and those inside only so are too many for chance
	Points int    // how many points inside China's box were looked at
	Inside [3]int // how many lie inside their outlines if the list is in WGS 84, GCJ-02, BD-09
}

// Refutes tells whether the list is surely not in WGS 84.
func (d Drift) Refutes() bool { return d.Sure }

// Text says how many points lie inside, as declared and as the system that fits; it says nothing of a list that is not refuted.
func (d Drift) Text() phrase.Text {
	if !d.Refutes() {
		return phrase.Text{}
	}
	return phrase.ShiftInside.With(d.System, d.Points, d.Inside[0], slices.Max(d.Inside[:]))
}

// ShiftedOutOf tells whether points that are declared WGS 84 have drifted over the borders of the outlines they belong in, as GCJ-02 or BD-09 would make
// them. It sees only what happens at borders, so it needs more points than ShiftedLikeGCJ02 and is blind where outlines are wide.
//
// For GCJ-02 and BD-09, let in be the points inside only if the list is of that system, and out those inside only as declared. The answer is sure if at
// least nine in ten points are inside under the system that holds most, and in and out differ as they do by chance in one list of a thousand: (in − out)² >
// 10.83 (in + out), McNemar's test. That takes twelve points that come in and none that go out.
func ShiftedOutOf(points []Placed) Drift {
	var drift Drift
	var in, out [3]int
	for _, p := range points {
		if !inChina(p.Claimed[0], p.Claimed[1]) {
			continue
		}
		drift.Points++
		inside := p.inside()
		for i := range inside {
			if inside[i] {
				drift.Inside[i]++
			}
			if inside[i] && !inside[0] {
				in[i]++
			}
			if inside[0] && !inside[i] {
				out[i]++
			}
		}
	}
	best := 0
	for i := range drift.Inside {
		if drift.Inside[i] > drift.Inside[best] {
			best = i
		}
	}
	gain, changed := in[best]-out[best], in[best]+out[best]
	drift.System = suspects()[best]
	drift.Sure = best > 0 && 10*drift.Inside[best] >= 9*drift.Points && float64(gain*gain) > 10.83*float64(changed)
	return drift
}

// inside tells under which of the suspects the point lies in its outline or on its border.
func (p Placed) inside() (inside [3]bool) {
	for i, s := range suspects() {
		w, _ := s.toWGS84(orb.Point(p.Claimed))
		in, border := plane.Contains(p.Outline, orb.Point(w))
		inside[i] = in || border
	}
	return inside
}
