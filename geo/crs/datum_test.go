package crs_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"beltmap/geo/crs"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func metres(a, b crs.WGS84) float64 { return plane.Distance(orb.Point(a), orb.Point(b)) }

// inChina draws points of the whole box in which GCJ-02 shifts, its border and the kink at 105° E included.
func inChina(t *rapid.T) crs.WGS84 {
	box := crs.China()
	return crs.WGS84{
		rapid.OneOf(rapid.Float64Range(box.Min[0], box.Max[0]), rapid.Float64Range(104.9999, 105.0001)).Draw(t, "lon"),
		rapid.Float64Range(box.Min[1], box.Max[1]).Draw(t, "lat"),
	}
}

func TestGCJ02ComesBackWithinAMillimetre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := inChina(t)
		if d := metres(p, p.GCJ02().WGS84()); d > 1e-3 {
			t.Fatalf("%v comes back %.6f m away", p, d)
		}
	})
}

func TestBD09ComesBackWithinACentimetre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := inChina(t)
		g := p.GCJ02()
		if d := metres(crs.WGS84(g), crs.WGS84(g.BD09().GCJ02())); d > 1e-2 {
			t.Fatalf("%v comes back to GCJ-02 %.6f m away", g, d)
		}
		if d := metres(p, p.BD09().WGS84()); d > 1e-2 {
			t.Fatalf("%v comes back to WGS 84 %.6f m away", p, d)
		}
	})
}

func TestTheShiftsHaveTheSizeTheyAreKnownFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := crs.WGS84{rapid.Float64Range(114.8, 119.7).Draw(t, "lon"), rapid.Float64Range(29.3, 34.7).Draw(t, "lat")} // Anhui
		if d := metres(p, crs.WGS84(p.GCJ02())); d < 480 || d > 620 {
			t.Fatalf("GCJ-02 shifts %v by %.0f m", p, d)
		}
		if d := metres(p, crs.WGS84(p.BD09())); d < 700 || d > 1600 {
			t.Fatalf("BD-09 shifts %v by %.0f m", p, d)
		}
	})
}

func TestOutsideChinaGCJ02IsWGS84(t *testing.T) {
	for name, p := range map[string]crs.WGS84{
		"Paris": {2.35, 48.86}, "Sydney": {151.2, -33.9}, "the null island": {0, 0}, "just west of the box": {72, 30}, "just north of it": {100, 55.9},
		"Hawaii": {-157.8, 21.3}, "no number": {math.Inf(1), 0},
	} {
		if g := p.GCJ02(); g != crs.GCJ02(p) {
			t.Errorf("%s is shifted to %v", name, g)
		}
		if w := crs.GCJ02(p).WGS84(); w != p {
			t.Errorf("%s is shifted back to %v", name, w)
		}
	}
}

// The same pairs as made by an independent implementation, read in place.
func TestGCJ02AgreesWithTheVectorsWithinAMetre(t *testing.T) {
	raw, err := os.ReadFile("../../../shared/geodata/gcj02_vectors.json")
	if err != nil {
		t.Skip("left out: ../shared is absent, and with it the pairs of WGS 84 and GCJ-02")
	}
	var vectors []struct {
		OSM   string    `json:"osm"`
		WGS84 crs.WGS84 `json:"wgs84"`
		GCJ02 crs.GCJ02 `json:"gcj02"`
	}
	if err := json.Unmarshal(raw, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) != 96 {
		t.Fatalf("%d pairs, want 96", len(vectors))
	}
	worst := 0.0
	for _, v := range vectors {
		there, back := metres(crs.WGS84(v.WGS84.GCJ02()), crs.WGS84(v.GCJ02)), metres(v.GCJ02.WGS84(), v.WGS84)
		if max(there, back) > 1 {
			t.Errorf("%s: %.3f m off, and %.3f m on the way back", v.OSM, there, back)
		}
		worst = max(worst, there, back)
	}
	t.Logf("96 pairs, at most %.6f m off", worst)
}

func TestCGCS2000IsTheSamePoint(t *testing.T) {
	p := crs.WGS84{117, 32}
	if p.CGCS2000().WGS84() != p {
		t.Error("CGCS2000 moved a point")
	}
}
