package plane_test

import (
	"math"
	"testing"

	"beltmap/geo/plane"
	"pgregory.net/rapid"
)

var frame = plane.Box{MinX: -64, MinY: -64, MaxX: 4160, MaxY: 4160}

func vecs(t *rapid.T, least, most int) []plane.Vec {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) plane.Vec {
		return plane.Vec{X: rapid.Float64Range(-6000, 10000).Draw(t, "x"), Y: rapid.Float64Range(-6000, 10000).Draw(t, "y")}
	}), least, most).Draw(t, "path")
}

func within(p plane.Vec) bool {
	return frame.MinX <= p.X && p.X <= frame.MaxX && frame.MinY <= p.Y && p.Y <= frame.MaxY
}

func clone(path []plane.Vec) []plane.Vec { return append([]plane.Vec(nil), path...) }

func length(path []plane.Vec) (sum float64) {
	for i := 1; i < len(path); i++ {
		sum += math.Hypot(path[i].X-path[i-1].X, path[i].Y-path[i-1].Y)
	}
	return sum
}

// The parts of a clipped line lie in the box, and are as long together as what a walk along the line in small steps finds there.
func TestAClippedLineIsWhatLiesInTheBox(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		path := vecs(t, 2, 8)
		kept := clone(path)
		got := 0.0
		plane.ClipLine(nil, path, frame, func(part []plane.Vec) {
			for _, p := range part {
				if !within(p) {
					t.Fatalf("%v is outside the box", p)
				}
			}
			got += length(part)
		})
		for i, p := range path {
			if p != kept[i] {
				t.Fatalf("clipping changed the line")
			}
		}
		want := 0.0
		const steps = 4000
		for i := 1; i < len(path); i++ {
			a, b, in := path[i-1], path[i], 0
			for s := range steps {
				f := (float64(s) + 0.5) / steps
				if within(plane.Vec{X: a.X + f*(b.X-a.X), Y: a.Y + f*(b.Y-a.Y)}) {
					in++
				}
			}
			want += float64(in) / steps * math.Hypot(b.X-a.X, b.Y-a.Y)
		}
		if math.Abs(got-want) > 20*float64(len(path)) {
			t.Fatalf("%.1f units are in the box, %.1f after clipping", want, got)
		}
	})
}

// Clipping a ring keeps the winding number of every point strictly inside the box, for any ring, even one that crosses itself.
func TestAClippedRingEnclosesWhatItDidWithinTheBox(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ring := vecs(t, 3, 12)
		kept := clone(ring)
		clipped, _ := plane.ClipRing(nil, nil, ring, frame)
		for _, p := range clipped {
			if !within(p) {
				t.Fatalf("%v is outside the box", p)
			}
		}
		for i, p := range ring {
			if p != kept[i] {
				t.Fatal("clipping changed the ring")
			}
		}
		p := plane.Vec{X: rapid.Float64Range(-60, 4150).Draw(t, "x"), Y: rapid.Float64Range(-60, 4150).Draw(t, "y")}
		for _, r := range [][]plane.Vec{ring, clipped} {
			for i, a := range r { // too near an edge, rounding decides
				if b := r[(i+1)%len(r)]; math.Abs((b.X-a.X)*(p.Y-a.Y)-(b.Y-a.Y)*(p.X-a.X)) < 1e-3*(1+math.Hypot(b.X-a.X, b.Y-a.Y)) {
					return
				}
			}
		}
		if got, want := winding(clipped, p), winding(ring, p); got != want {
			t.Fatalf("the ring winds %d times around %v, clipped %d times", want, p, got)
		}
	})
}

func winding(ring []plane.Vec, p plane.Vec) int {
	turns := 0.0
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		d := math.Atan2(b.Y-p.Y, b.X-p.X) - math.Atan2(a.Y-p.Y, a.X-p.X)
		turns += math.Remainder(d, 2*math.Pi)
	}
	return int(math.Round(turns / (2 * math.Pi)))
}

func TestSimplifyKeepsEndsAndTolerance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		path := vecs(t, 0, 60)
		tolerance := rapid.SampledFrom([]float64{0, 1, 50, 800, math.NaN()}).Draw(t, "tolerance")
		simple := plane.Simplify(clone(path), tolerance)
		if len(path) > 0 && (len(simple) == 0 || simple[0] != path[0] || simple[len(simple)-1] != path[len(path)-1]) {
			t.Fatalf("an end is missing: %v", simple)
		}
		next := 0
		for _, p := range simple { // a subsequence
			for next < len(path) && path[next] != p {
				next++
			}
			if next == len(path) {
				t.Fatalf("%v is no point of the path, or out of order", p)
			}
			next++
		}
		if !(tolerance > 0) {
			if len(simple) != len(path) {
				t.Fatal("points left out without tolerance")
			}
			return
		}
		for _, p := range path {
			near := math.Inf(1)
			for i := range simple {
				near = min(near, distanceTo(p, simple[max(i-1, 0)], simple[i]))
			}
			if near > tolerance*(1+1e-9) {
				t.Fatalf("%v is %.3f off, more than %v", p, near, tolerance)
			}
		}
	})
}

func distanceTo(p, a, b plane.Vec) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	f := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		f = min(max(((p.X-a.X)*dx+(p.Y-a.Y)*dy)/l, 0), 1)
	}
	return math.Hypot(p.X-a.X-f*dx, p.Y-a.Y-f*dy)
}

func TestSimplifyOfAHundredThousandPointsIsBounded(t *testing.T) {
	path := make([]plane.Vec, 100_000)
	for i := range path { // each span divides at its second point: quadratic, were it not cut into runs
		path[i] = plane.Vec{X: float64(i), Y: math.Pow(2, -float64(i%1000)) * 1e6}
	}
	if got := plane.Simplify(path, 1e-9); len(got) < 2 {
		t.Errorf("%d points are left", len(got))
	}
}

func TestSignedAreaIsPositiveClockwiseOnTheScreen(t *testing.T) {
	square := []plane.Vec{{X: 0, Y: 0}, {X: 4, Y: 0}, {X: 4, Y: 3}, {X: 0, Y: 3}}
	if got := plane.SignedArea(square); got != 12 {
		t.Errorf("got %v", got)
	}
	if got := plane.SignedArea(append(square, square[0])); got != 12 {
		t.Errorf("closed, got %v", got)
	}
	if got := plane.SignedArea([]plane.Vec{square[3], square[2], square[1], square[0]}); got != -12 {
		t.Errorf("the other way round, got %v", got)
	}
	if plane.SignedArea(nil) != 0 || plane.SignedArea(square[:2]) != 0 {
		t.Error("less than three points have an area")
	}
}

// go test -fuzz FuzzClip ./geo/plane: no path, not even one of NaN and infinities, may panic what cuts it.
func FuzzClip(f *testing.F) {
	f.Add(1.0, 2.0, 5000.0, -9000.0, math.Inf(1), 7.0, math.NaN(), 0.0)
	f.Add(0.0, 0.0, 4160.0, 4160.0, 0.0, 4160.0, -64.0, -64.0)
	f.Fuzz(func(t *testing.T, a, b, c, d, e, g, h, i float64) {
		path := []plane.Vec{{X: a, Y: b}, {X: c, Y: d}, {X: e, Y: g}, {X: h, Y: i}, {X: a, Y: b}}
		finite := plane.Finite(path)
		ring, _ := plane.ClipRing(nil, nil, path, frame)
		plane.Simplify(clone(ring), 2)
		plane.ClipLine(nil, path, frame, func(part []plane.Vec) {
			for _, p := range part {
				if finite && !within(p) {
					t.Errorf("%v is outside the box", p)
				}
			}
		})
		for _, p := range ring {
			if finite && !within(p) {
				t.Errorf("%v is outside the box", p)
			}
		}
	})
}
