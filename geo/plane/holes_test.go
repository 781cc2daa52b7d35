package plane_test

import (
	"math"
	"testing"

	"beltmap/geo/plane"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// plot is a rectangle in steps of 0.001° (94 m × 111 m) from 118° E, 32° N.
func plot(west, south, east, north float64) orb.Polygon {
	at := func(x, y float64) orb.Point { return orb.Point{118 + x/1000, 32 + y/1000} }
	return orb.Polygon{{at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)}}
}

func TestHolesAreWhatNoPartCovers(t *testing.T) {
	around := []orb.Geometry{plot(0, 0, 3, 1), plot(0, 2, 3, 3), plot(0, 1, 1, 2), plot(2, 1, 3, 2)}
	bow := orb.Polygon{{{118, 32}, {118.1, 32.1}, {118.1, 32}, {118, 32.1}, {118, 32}}}
	many := make(orb.Ring, plane.MostHoleCorners+1)
	one := 10_478.0 // a step by a step
	for name, c := range map[string]struct {
		area  orb.Geometry
		parts []orb.Geometry
		count int
		m2    float64
		told  bool
	}{
		"a ring of parts has one":                       {nil, around, 1, one, true},
		"so has the area it fills":                      {plot(0, 0, 3, 3), around, 1, one, true},
		"what is open to a side is one only in an area": {nil, around[1:], 0, 0, true},
		"and there it may reach the border":             {plot(0, 0, 3, 3), around[1:], 1, 4 * one, true},
		"two apart are two":                             {plot(0, 0, 4, 3), around, 2, 4 * one, true},
		"parts over each other and over the border":     {plot(0, 0, 3, 3), []orb.Geometry{plot(-1, -1, 2, 5), plot(1, 0, 4, 3)}, 0, 0, true},
		"a gap of a centimeter is rounding":             {plot(0, 0, 2, 2), []orb.Geometry{plot(0, 0, 1, 2), plot(1.0001, 0, 2, 2)}, 0, 0, true},
		"but one of half a meter is a hole":             {plot(0, 0, 2, 2), []orb.Geometry{plot(0, 0, 1, 2), plot(1.005, 0, 2, 2)}, 1, 0.01 * one, true},
		"a multi-polygon covers with all it has":        {plot(0, 0, 3, 1), []orb.Geometry{orb.MultiPolygon{plot(0, 0, 1, 1), plot(2, 0, 3, 1)}}, 1, one, true},
		"a part with a hole leaves it":                  {nil, []orb.Geometry{orb.Polygon{plot(0, 0, 3, 3)[0], plot(1, 1, 2, 2)[0]}}, 1, one, true},
		"of a polygon that crosses itself it is untold": {plot(0, 0, 3, 3), append([]orb.Geometry{bow}, around...), 0, 0, false},
		"and so it is of more corners than are borne":   {orb.Polygon{many}, around, 0, 0, false},
		"without parts all of the area is one":          {plot(0, 0, 1, 1), nil, 1, one, true},
		"without either there is none":                  {nil, nil, 0, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			count, m2, told := plane.Holes(c.area, c.parts)
			if count != c.count || told != c.told || math.Abs(m2-c.m2) > 0.002*c.m2 {
				t.Errorf("%d, %.0f m², %v", count, m2, told)
			}
		})
	}
}

// The oracle paints the parts onto squared paper.
func TestHolesAreTheUnpaintedSquares(t *testing.T) {
	const side = 8
	rapid.Check(t, func(t *rapid.T) {
		var painted [side][side]bool
		var parts []orb.Geometry
		for range rapid.IntRange(1, 12).Draw(t, "parts") {
			x, y := rapid.IntRange(0, side-1).Draw(t, "x"), rapid.IntRange(0, side-1).Draw(t, "y")
			w, h := rapid.IntRange(1, side-x).Draw(t, "w"), rapid.IntRange(1, side-y).Draw(t, "h")
			parts = append(parts, plot(float64(x), float64(y), float64(x+w), float64(y+h)))
			for i := x; i < x+w; i++ {
				for j := y; j < y+h; j++ {
					painted[i][j] = true
				}
			}
		}
		want := 0.0
		for i := range side {
			for j := range side {
				if !painted[i][j] {
					want += plane.Area(plot(float64(i), float64(j), float64(i+1), float64(j+1)))
				}
			}
		}
		_, got, told := plane.Holes(plot(0, 0, side, side), parts)
		if !told || math.Abs(got-want) > 1 {
			t.Errorf("%.1f m², want %.1f, %v", got, want, told)
		}
	})
}

func TestHolesAmongThousandsOfGrids(t *testing.T) {
	var parts []orb.Geometry
	for i := range 50 {
		for j := range 50 {
			if i%10 != 5 || j%10 != 5 {
				parts = append(parts, plot(float64(i), float64(j), float64(i+1), float64(j+1)))
			}
		}
	}
	if count, _, told := plane.Holes(nil, parts); count != 25 || !told {
		t.Errorf("%d holes, %v", count, told)
	}
}
