package plane

import (
	"math"
	"math/big"

	"github.com/paulmach/orb"
)

// Contains tells whether a point lies inside a polygon or multi-polygon, or exactly on its border, where the border of a hole counts as
// border. Both are decided without rounding. Other geometries hold no point.
func Contains(polygon orb.Geometry, p orb.Point) (inside, border bool) {
	switch g := polygon.(type) {
	case orb.Polygon:
		return inPolygon(g, p)
	case orb.MultiPolygon:
		for _, part := range g {
			in, on := inPolygon(part, p)
			inside, border = inside || in, border || on
		}
		return inside, border && !inside
	}
	return false, false
}

// Covers tells whether a point lies in a polygon or multi-polygon or on its border, which most points outside are spared the proof of.
func Covers(polygon orb.Geometry, p orb.Point) bool {
	if !polygon.Bound().Contains(p) {
		return false
	}
	inside, border := Contains(polygon, p)
	return inside || border
}

func inPolygon(polygon orb.Polygon, p orb.Point) (inside, border bool) {
	for i, ring := range polygon {
		in, on := inRing(ring, p)
		switch {
		case on:
			return false, true
		case i == 0 && !in:
			return false, false
		case i > 0 && in:
			return false, false
		}
	}
	return len(polygon) > 0, false
}

// inRing counts how often the ray from p to the east crosses the ring.
func inRing(ring orb.Ring, p orb.Point) (inside, border bool) {
	for i := range ring {
		a, b := ring[i], ring[(i+1)%len(ring)]
		if (a[1] > p[1]) == (b[1] > p[1]) {
			if a[1] == p[1] && b[1] == p[1] && between1(p[0], a[0], b[0]) || a == p {
				return false, true
			}
			continue
		}
		switch side := orient(a, b, p); {
		case side == 0:
			return false, true
		case (side > 0) == (b[1] > a[1]):
			inside = !inside
		}
	}
	return inside, false
}

func between1(x, a, b float64) bool { return min(a, b) <= x && x <= max(a, b) }

// orient is the sign of the turn from a over b to c: 1 to the left (with y to the north), -1 to the right, 0 straight on. Where floating
// point cannot tell, exact arithmetic does.
func orient(a, b, c orb.Point) int {
	left := (b[0] - a[0]) * (c[1] - a[1])
	right := (b[1] - a[1]) * (c[0] - a[0])
	det := left - right
	if bound := (math.Abs(left) + math.Abs(right)) * 4e-16; det > bound || -det > bound {
		return sign(det)
	}
	return exactOrient(a, b, c)
}

func sign(x float64) int {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

func exactOrient(a, b, c orb.Point) int {
	for _, x := range [...]float64{a[0], a[1], b[0], b[1], c[0], c[1]} {
		if math.IsNaN(x - x) {
			return 0
		}
	}
	minus := func(x, y float64) *big.Rat {
		return new(big.Rat).Sub(new(big.Rat).SetFloat64(x), new(big.Rat).SetFloat64(y))
	}
	left := new(big.Rat).Mul(minus(b[0], a[0]), minus(c[1], a[1]))
	right := new(big.Rat).Mul(minus(b[1], a[1]), minus(c[0], a[0]))
	return left.Cmp(right)
}
