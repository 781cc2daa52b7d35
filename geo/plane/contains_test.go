package plane_test

import (
	"testing"

	"beltmap/geo/plane"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func TestContainsKnowsInsideOutsideAndBorder(t *testing.T) {
	square := orb.Ring{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}
	hole := orb.Ring{{1, 1}, {3, 1}, {3, 3}, {1, 3}, {1, 1}}
	tent := orb.Ring{{0, 0}, {4, 0}, {2, 2}, {0, 0}}
	for name, c := range map[string]struct {
		g              orb.Geometry
		p              orb.Point
		inside, border bool
	}{
		"in a square":                           {orb.Polygon{square}, orb.Point{2, 1}, true, false},
		"on an edge":                            {orb.Polygon{square}, orb.Point{4, 1}, false, true},
		"on a horizontal edge":                  {orb.Polygon{square}, orb.Point{1, 4}, false, true},
		"on a corner":                           {orb.Polygon{square}, orb.Point{0, 0}, false, true},
		"level with a corner, outside":          {orb.Polygon{square}, orb.Point{-1, 4}, false, false},
		"level with an edge, outside":           {orb.Polygon{square}, orb.Point{5, 0}, false, false},
		"in a hole":                             {orb.Polygon{square, hole}, orb.Point{2, 2}, false, false},
		"on the border of a hole":               {orb.Polygon{square, hole}, orb.Point{1, 2}, false, true},
		"level with the tip of a tent":          {orb.Polygon{tent}, orb.Point{0, 2}, false, false},
		"under the tip":                         {orb.Polygon{tent}, orb.Point{2, 1.9999999}, true, false},
		"in the second part":                    {orb.MultiPolygon{{tent}, {{{9, 9}, {11, 9}, {11, 11}, {9, 11}, {9, 9}}}}, orb.Point{10, 10}, true, false},
		"between two parts, on the seam":        {orb.MultiPolygon{{square}, {{{4, 0}, {8, 0}, {8, 4}, {4, 4}, {4, 0}}}}, orb.Point{4, 2}, false, true},
		"in nothing":                            {orb.Polygon{}, orb.Point{0, 0}, false, false},
		"in a line":                             {orb.LineString{{0, 0}, {1, 1}}, orb.Point{0, 0}, false, false},
		"a slanted edge, seven decimals":        {orb.Polygon{{{117.0000001, 32.0000001}, {117.0000003, 32.0000005}, {117.0000001, 32.0000005}, {117.0000001, 32.0000001}}}, orb.Point{117.0000001, 32.0000003}, false, true},
		"a ring that does not repeat its start": {orb.Polygon{square[:4]}, orb.Point{0, 2}, false, true},
	} {
		inside, border := plane.Contains(c.g, c.p)
		if inside != c.inside || border != c.border {
			t.Errorf("%s: inside %v, border %v", name, inside, border)
		}
	}
}

// On a small grid of whole numbers every case of levels and corners comes up; the other method counts turns around the point.
func TestContainsAgreesWithTheWindingNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coordinate := rapid.Custom(func(t *rapid.T) orb.Point {
			return orb.Point{float64(rapid.IntRange(0, 6).Draw(t, "x")), float64(rapid.IntRange(0, 6).Draw(t, "y"))}
		})
		ring := orb.Ring(rapid.SliceOfN(coordinate, 3, 9).Draw(t, "ring"))
		ring = append(ring, ring[0])
		p := coordinate.Draw(t, "p")
		inside, border := plane.Contains(orb.Polygon{ring}, p)
		crossings, on := 0, false
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			turn := (b[0]-a[0])*(p[1]-a[1]) - (b[1]-a[1])*(p[0]-a[0])
			if turn == 0 && min(a[0], b[0]) <= p[0] && p[0] <= max(a[0], b[0]) && min(a[1], b[1]) <= p[1] && p[1] <= max(a[1], b[1]) {
				on = true
			}
			if (a[0] <= p[0]) != (b[0] <= p[0]) && (turn > 0) == (b[0] < a[0]) == (turn != 0) { // the ray to the north
				crossings++
			}
		}
		if border != on {
			t.Fatalf("%v in %v: border %v, want %v", p, ring, border, on)
		}
		if !on && inside != (crossings%2 == 1) {
			t.Fatalf("%v in %v: inside %v after %d crossings", p, ring, inside, crossings)
		}
	})
}
