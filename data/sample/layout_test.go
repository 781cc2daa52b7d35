package sample_test

import (
	"math"
	"testing"

	"beltmap/geo"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

func TestTheLayoutIsPlausible(t *testing.T) {
	all := records(t)
	known := byRef(all)
	for _, id := range []string{"CZ", "FX", "NG", "SF", "DT", "SX"} {
		if km2 := plane.Area(known["zones/"+id].Geometry) / 1e6; km2 < 5 || km2 > 60 {
			t.Errorf("zone %s has %.1f km²", id, km2)
		}
	}
	for _, r := range all {
		if r.Geometry == nil || r.Zone == "" {
			continue
		}
		if err := plane.Valid(r.Geometry); err != nil {
			t.Errorf("%s: %v", r.Ref(), err)
		}
		zone := known["zones/"+r.Zone].Geometry
		for _, p := range points(r.Geometry) {
			if inside, border := plane.Contains(zone, p); !inside && !border && r.Collection != geo.Zones {
				t.Errorf("%s: %v lies outside its zone", r.Ref(), p)
			}
		}
	}
}

func TestTheBeltsMembersLieOnTheirBelt(t *testing.T) {
	all := records(t)
	known := byRef(all)
	axis := known["belts/CZ-B-SHANGHAI-ROAD"].Geometry.(orb.LineString)
	area := known["belts/NG-B-NANSHAN"].Geometry
	for _, r := range all {
		belts := r.Get(geo.BeltsOf)
		switch {
		case belts.Contains("CZ-B-SHANGHAI-ROAD"):
			if d := toLine(r.Geometry.(orb.Point), axis); d < 100 || d > 320 {
				t.Errorf("%s lies %.0f m from Shanghai Road", r.Ref(), d)
			}
		case belts.Contains("NG-B-NANSHAN"):
			if inside, _ := plane.Contains(area, r.Geometry.(orb.Point)); !inside {
				t.Errorf("%s lies outside Nanshan", r.Ref())
			}
		}
	}
	length := 0.0
	for i := 1; i < len(axis); i++ {
		length += plane.Distance(axis[i-1], axis[i])
	}
	if length < 6000 || length > 8200 {
		t.Errorf("Shanghai Road is %.0f m long", length)
	}
}

// toLine is the distance in metres from a point to a line, walked in steps of a few metres: exact enough for a test.
func toLine(p orb.Point, line orb.LineString) float64 {
	best := math.Inf(1)
	for i := 1; i < len(line); i++ {
		for s := 0; s <= 500; s++ {
			f := float64(s) / 500
			q := orb.Point{line[i-1][0] + f*(line[i][0]-line[i-1][0]), line[i-1][1] + f*(line[i][1]-line[i-1][1])}
			best = math.Min(best, plane.Distance(p, q))
		}
	}
	return best
}

func points(g orb.Geometry) []orb.Point {
	switch g := g.(type) {
	case orb.Point:
		return []orb.Point{g}
	case orb.LineString:
		return g
	case orb.Polygon:
		return g[0]
	}
	return nil
}
