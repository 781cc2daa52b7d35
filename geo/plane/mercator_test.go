package plane_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"beltmap/geo/plane"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func TestMercatorPutsKnownPointsWhereTheyBelong(t *testing.T) {
	for name, c := range map[string]struct {
		p orb.Point
		z uint
		x uint32
		y uint32
	}{
		"the null island is the lower right tile of the middle": {orb.Point{0, 0}, 1, 1, 1},
		"Hefei at zoom 10":                   {orb.Point{117.2272, 31.8206}, 10, 845, 416},
		"Chuzhou at zoom 14":                 {orb.Point{118.316264, 32.303627}, 14, 13576, 6637},
		"the north-west corner of the world": {orb.Point{-180, 89}, 16, 0, 0},
		"the south-east corner of the world": {orb.Point{180, -89}, 16, 65535, 65535},
	} {
		xy := plane.Mercator(c.p)
		if gx, gy := xy.X>>(32-c.z), xy.Y>>(32-c.z); gx != c.x || gy != c.y {
			t.Errorf("%s: tile %d/%d/%d, want %d/%d", name, c.z, gx, gy, c.x, c.y)
		}
	}
}

func TestMercatorAndBackIsWithinAUnit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := orb.Point{rapid.Float64Range(-180, 179.99).Draw(t, "lon"), rapid.Float64Range(-85, 85).Draw(t, "lat")}
		x, y := plane.MercatorFloat(p)
		q := plane.FromMercator(x, y)
		if math.Abs(q[0]-p[0]) > 1e-10 || math.Abs(q[1]-p[1]) > 1e-10 {
			t.Fatalf("%v came back as %v", p, q)
		}
		// The textbook form of the projection, which shares no step with ours but the constants.
		rad := p[1] * math.Pi / 180
		want := (1 - math.Log(math.Tan(rad)+1/math.Cos(rad))/math.Pi) / 2 * (1 << 32)
		if math.Abs(want-y) > 1e-3 {
			t.Fatalf("y of %v is %v, want %v", p, y, want)
		}
	})
}

func TestMercatorOfNonsenseStaysInTheWorld(t *testing.T) {
	for _, p := range []orb.Point{{math.NaN(), math.NaN()}, {math.Inf(1), math.Inf(-1)}, {-500, 91}, {500, -91}} {
		plane.Mercator(p) // must not panic; every uint32 is in the world
	}
	if got := plane.Mercator(orb.Point{500, -91}); got != (plane.XY{X: math.MaxUint32, Y: math.MaxUint32}) {
		t.Errorf("far south-east is clamped to %v", got)
	}
}

func TestHilbertVisitsEachCellOnceAndStepsToNeighbors(t *testing.T) {
	const bits = 8 // two steps of one bit and two of three
	at := map[uint64]plane.XY{}
	for x := uint32(0); x < 1<<bits; x++ {
		for y := uint32(0); y < 1<<bits; y++ {
			d := plane.Hilbert(plane.XY{X: x << (32 - bits), Y: y << (32 - bits)}) >> (64 - 2*bits)
			if other, taken := at[d]; taken {
				t.Fatalf("cells %v and (%d, %d) share the place %d", other, x, y, d)
			}
			at[d] = plane.XY{X: x, Y: y}
		}
	}
	for d := uint64(1); d < 1<<(2*bits); d++ {
		a, b := at[d-1], at[d]
		if step := math.Abs(float64(a.X)-float64(b.X)) + math.Abs(float64(a.Y)-float64(b.Y)); step != 1 {
			t.Fatalf("from %d to %d the curve jumps from %v to %v", d-1, d, a, b)
		}
	}
}

// go test -bench Mercator ./geo/plane: nanoseconds a point; loading a million points takes a million of each.
func BenchmarkMercatorAndHilbert(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	points := make([]orb.Point, 1024)
	for i := range points {
		points[i] = orb.Point{114 + 5*r.Float64(), 29 + 5*r.Float64()}
	}
	for i := 0; b.Loop(); i++ {
		plane.Hilbert(plane.Mercator(points[i%len(points)]))
	}
}
