package crs_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"beltmap/geo/crs"
	"github.com/paulmach/orb"
)

// claims are places of Anhui as a list in a system has them, and references that are off by a normal scatter in metres each way.
func claims(r *rand.Rand, s crs.System, n int, scatter float64) (claimed, reference []crs.WGS84) {
	for range n {
		p := crs.WGS84{115 + 4.5*r.Float64(), 29.5 + 5*r.Float64()}
		pair, _ := s.FromWGS84(p)
		const metre = 1 / 111_000.0
		claimed = append(claimed, crs.WGS84(pair))
		reference = append(reference, crs.WGS84{p[0] + scatter*r.NormFloat64()*metre/math.Cos(p[1]*math.Pi/180), p[1] + scatter*r.NormFloat64()*metre})
	}
	return claimed, reference
}

func degreeSystems() []crs.System { return []crs.System{{}, crs.GCJ02{}.System(), crs.BD09{}.System()} }

// Over many lists each: sure and right where the references are good or many, never surely wrong.
func TestAShiftedListIsKnownByItsKnownPlaces(t *testing.T) {
	for name, c := range map[string]struct {
		pairs       int
		scatter     float64
		sureAtLeast int // of 40 lists
	}{
		"five exact references":                    {crs.MinShiftPairs, 0, 40},
		"five good to 50 m":                        {crs.MinShiftPairs, 50, 37},
		"twenty good to 100 m":                     {20, 100, 38},
		"two hundred good to a kilometre":          {200, 1000, 25},
		"twenty good to a kilometre":               {20, 1000, 0},
		"four exact references, which are too few": {crs.MinShiftPairs - 1, 0, 0},
	} {
		for which, s := range degreeSystems() {
			sure, r := 0, rand.New(rand.NewPCG(uint64(which), 7))
			for range 40 {
				got := crs.ShiftedLikeGCJ02(claims(r, s, c.pairs, c.scatter))
				if got.Sure && got.System != s {
					t.Errorf("%s of %s: surely %s, %v", name, s, got.System, got.Offset)
				}
				if got.Sure {
					sure++
				}
				if got.Refutes() != (got.Sure && s != crs.System{}) || got.Pairs != c.pairs {
					t.Errorf("%s of %s: %+v", name, s, got)
				}
			}
			if sure < c.sureAtLeast || c.pairs < crs.MinShiftPairs && sure > 0 {
				t.Errorf("%s of %s: sure of %d lists in 40", name, s, sure)
			}
		}
	}
}

func TestWrongReferencesDoNotHideAShift(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 7))
	claimed, reference := claims(r, crs.GCJ02{}.System(), 100, 30)
	for i := range 35 { // matched to a namesake anywhere in the province
		reference[i] = crs.WGS84{115 + 4.5*r.Float64(), 29.5 + 5*r.Float64()}
	}
	got := crs.ShiftedLikeGCJ02(claimed, reference)
	if !got.Refutes() || got.System.String() != "GCJ-02" {
		t.Errorf("%+v", got)
	}
	if text := got.Text(); !strings.HasPrefix(text.EN, "100 known places say that the coordinates are in GCJ-02") || strings.Contains(text.ZH, "%!") {
		t.Errorf("says %q, %q", text.EN, text.ZH)
	}
}

func TestOtherDisplacementsAreNotTakenForTheShift(t *testing.T) {
	for name, by := range map[string]crs.WGS84{"300 m north": {0, 0.0027}, "600 m west": {-0.0064, 0}, "600 m north-east": {0.0045, 0.0038}} {
		claimed, reference := claims(rand.New(rand.NewPCG(2, 7)), crs.System{}, 50, 10)
		for i := range claimed {
			claimed[i][0] += by[0]
			claimed[i][1] += by[1]
		}
		if got := crs.ShiftedLikeGCJ02(claimed, reference); got.Refutes() || !got.Text().IsZero() {
			t.Errorf("displaced %s: %+v", name, got)
		}
	}
}

func TestTheSamePairAgainIsNoFurtherWitness(t *testing.T) {
	claimed, reference := claims(rand.New(rand.NewPCG(3, 7)), crs.GCJ02{}.System(), 2, 0)
	claimed, reference = slices.Repeat(claimed, 10), slices.Repeat(reference, 10)
	if got := crs.ShiftedLikeGCJ02(claimed, reference); got.Sure || got.Pairs != 2 {
		t.Errorf("%+v", got)
	}
	paris := slices.Repeat([]crs.WGS84{{2.35, 48.86}}, 10)
	for name, got := range map[string]crs.Shift{
		"nothing": crs.ShiftedLikeGCJ02(nil, nil), "Paris": crs.ShiftedLikeGCJ02(paris, paris), "no numbers": crs.ShiftedLikeGCJ02([]crs.WGS84{{math.NaN(), 0}}, paris),
	} {
		if got != (crs.Shift{}) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// zoneOf is a zone of 6 by 5 km, and places spread evenly over it or, the last share of them, over a box twice as wide.
func zoneOf(r *rand.Rand, n int, strays float64) (orb.Polygon, []crs.WGS84) {
	box := orb.Bound{Min: orb.Point{118.30, 32.30}, Max: orb.Point{118.364, 32.345}}
	var points []crs.WGS84
	for i := range n {
		b := box
		if float64(i) >= float64(n)*(1-strays) {
			b = b.Pad(0.0225)
		}
		points = append(points, crs.WGS84{b.Min[0] + r.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + r.Float64()*(b.Max[1]-b.Min[1])})
	}
	return box.ToPolygon(), points
}

func TestAShiftedListIsKnownByTheOutlinesItLeaves(t *testing.T) {
	for which, s := range degreeSystems() {
		found, r := 0, rand.New(rand.NewPCG(uint64(which), 8))
		for range 50 {
			outline, points := zoneOf(r, 200, 0.08)
			var placed []crs.Placed
			for _, p := range points {
				pair, _ := s.FromWGS84(p)
				placed = append(placed, crs.Placed{Claimed: crs.WGS84(pair), Outline: outline})
			}
			got := crs.ShiftedOutOf(placed)
			if got.Refutes() {
				found++
				if got.System != s {
					t.Errorf("%s taken for %s: %+v", s, got.System, got)
				}
			}
			if got.Points != 200 || got.Refutes() == got.Text().IsZero() {
				t.Errorf("%+v says %q", got, got.Text().EN)
			}
		}
		if s == (crs.System{}) && found > 0 || s != (crs.System{}) && found < 45 {
			t.Errorf("%s: %d lists of 50 refuted", s, found)
		}
	}
}

func TestFewPointsOrNoOutlinesProveNothing(t *testing.T) {
	outline, points := zoneOf(rand.New(rand.NewPCG(4, 8)), 8, 0)
	var placed, nowhere []crs.Placed
	for _, p := range points {
		placed = append(placed, crs.Placed{Claimed: crs.WGS84(p.GCJ02()), Outline: outline})
		nowhere = append(nowhere, crs.Placed{Claimed: p}, crs.Placed{Claimed: crs.WGS84{2, 48}, Outline: outline})
	}
	for name, got := range map[string]crs.Drift{"eight points": crs.ShiftedOutOf(placed), "no outline": crs.ShiftedOutOf(nowhere), "nothing": crs.ShiftedOutOf(nil)} {
		if got.Refutes() || got.Sure {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
