package plane_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"beltmap/geo/plane"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// A lattice makes points fall on corners, sides and the borders of holes.
func TestAPreparedPolygonCoversWhatThePolygonCovers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		center := orb.Point{118, 32}
		radii := rapid.SliceOfN(rapid.Float64Range(0.5, 1), 5, 40).Draw(t, "radii")
		var g orb.Geometry = orb.Polygon{star(center, radii), star(center, []float64{0.2, 0.3, 0.2, 0.25})}
		if rapid.Bool().Draw(t, "many") {
			g = orb.MultiPolygon{g.(orb.Polygon), {box(120, 31.5, 120.5, 32)}, {star(center, []float64{0.1, 0.1, 0.1})}}
		}
		p := plane.Prepare(g)
		corners := g.(interface{ Bound() orb.Bound }).Bound()
		for range 40 {
			at := orb.Point{rapid.Float64Range(corners.Min[0]-0.1, corners.Max[0]+0.1).Draw(t, "x"), rapid.Float64Range(corners.Min[1]-0.1, corners.Max[1]+0.1).Draw(t, "y")}
			if rapid.IntRange(0, 3).Draw(t, "corner") == 0 {
				at = cornerOf(g, rapid.IntRange(0, 1000).Draw(t, "which"))
			}
			if got, want := p.Covers(at), plane.Covers(g, at); got != want {
				t.Fatalf("%v in %v: %v, want %v", at, g, got, want)
			}
		}
	})
}

func TestASideOfABoxHoldsForEveryPointInIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		center := orb.Point{118, 32}
		radii := rapid.SliceOfN(rapid.Float64Range(0.5, 1), 5, 40).Draw(t, "radii")
		p := plane.Prepare(orb.MultiPolygon{{star(center, radii), star(center, []float64{0.2, 0.3, 0.2, 0.25})}, {box(120, 31.5, 120.5, 32)}})
		told := [3]int{}
		for range 40 {
			west, south := rapid.Float64Range(116.5, 121).Draw(t, "west"), rapid.Float64Range(30.5, 33.5).Draw(t, "south")
			size := rapid.SampledFrom([]float64{1e-6, 0.01, 0.1, 1}).Draw(t, "size")
			b := orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{west + size, south + size*rapid.Float64Range(0.1, 1).Draw(t, "height")}}
			side := p.SideOf(b)
			told[side]++
			for i := range 36 {
				x, y := float64(i%6)/5, float64(i/6)/5
				at := orb.Point{b.Min[0] + x*(b.Max[0]-b.Min[0]), b.Min[1] + y*(b.Max[1]-b.Min[1])}
				if in := p.Covers(at); side == plane.Apart && in || side == plane.Wholly && !in {
					t.Fatalf("%v of %v, but %v is covered: %v", side, b, at, in)
				}
			}
		}
		if told[plane.Apart] == 0 {
			t.Fatal("every box is near the polygon", told)
		}
	})
}

func cornerOf(g orb.Geometry, i int) orb.Point {
	var all []orb.Point
	switch g := g.(type) {
	case orb.Polygon:
		for _, ring := range g {
			all = append(all, ring...)
		}
	case orb.MultiPolygon:
		for _, part := range g {
			for _, ring := range part {
				all = append(all, ring...)
			}
		}
	}
	return all[i%len(all)]
}

func TestNothingIsWithinAPolygonThatIsNone(t *testing.T) {
	for _, g := range []orb.Geometry{orb.Polygon{}, orb.LineString{{1, 2}, {3, 4}}, nil} {
		if plane.Prepare(g).Covers(orb.Point{1, 2}) {
			t.Errorf("%v covers a point", g)
		}
	}
}

// Walking along the line in steps of a thousandth finds the distance from above.
func TestWithinIsTheDistanceToTheNearestPointOfALine(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		line := orb.LineString{{118, 32}, {118 + r.Float64()/50, 32 + r.Float64()/50}, {118.01, 32 + r.Float64()/50}}
		p := orb.Point{118 + r.Float64()/40, 32 + r.Float64()/40}
		nearest := math.Inf(1)
		for i := 1; i < len(line); i++ {
			for s := range 1001 {
				f := float64(s) / 1000
				nearest = min(nearest, plane.Distance(orb.Point{line[i-1][0] + f*(line[i][0]-line[i-1][0]), line[i-1][1] + f*(line[i][1]-line[i-1][1])}, p))
			}
		}
		if !plane.Within(line, p, nearest*1.001+1e-6) || plane.Within(line, p, nearest*0.99-3) {
			t.Errorf("%v is %g m from %v", p, nearest, line)
		}
		if d := plane.Away(line, p); d > nearest*1.001+1e-6 || d < nearest*0.99-3 {
			t.Errorf("%v is %g m from %v, not %g", p, nearest, line, d)
		}
		if b := plane.Widened(line.Bound(), nearest); !b.Contains(p) {
			t.Errorf("%v is %g m from %v, outside %v", p, nearest, line, b)
		}
	}
}

func TestInsideAPolygonIsAtNoDistance(t *testing.T) {
	area := orb.MultiPolygon{{box(118, 32, 118.1, 32.1)}}
	for p, within := range map[orb.Point]bool{{118.05, 32.05}: true, {118.1, 32.05}: true, {118.1005, 32.05}: true, {118.102, 32.05}: false} {
		if plane.Within(area, p, 100) != within || (plane.Away(area, p) <= 100) != within {
			t.Errorf("%v", p)
		}
	}
	if d := plane.Away(orb.Point{118, 32}, orb.Point{118, 32}); !math.IsInf(d, 1) {
		t.Errorf("%v m from what is no line or area", d)
	}
}
