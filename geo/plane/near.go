package plane

import (
	"math"

	"github.com/paulmach/orb"
)

// Within tells whether a point lies at most so many metres from a line, or from a polygon, in which it is at no distance. Distances are taken on
// the plane that touches the ellipsoid at the point, as Distance takes them: within 1e-4 up to a degree.
func Within(g orb.Geometry, p orb.Point, metres float64) bool {
	switch g := g.(type) {
	case orb.LineString:
		return pathWithin(g, p, metres)
	case orb.MultiLineString:
		for _, line := range g {
			if pathWithin(line, p, metres) {
				return true
			}
		}
	case orb.Polygon:
		if Covers(g, p) {
			return true
		}
		for _, ring := range g {
			if pathWithin(orb.LineString(ring), p, metres) {
				return true
			}
		}
	case orb.MultiPolygon:
		for _, part := range g {
			if Within(part, p, metres) {
				return true
			}
		}
	}
	return false
}

func pathWithin(path orb.LineString, p orb.Point, metres float64) bool {
	if len(path) == 1 {
		return Distance(path[0], p) <= metres
	}
	east, north := degreeLengths(p[1])
	for i := 1; i < len(path); i++ {
		ax, ay := (path[i-1][0]-p[0])*east, (path[i-1][1]-p[1])*north
		bx, by := (path[i][0]-p[0])*east, (path[i][1]-p[1])*north
		dx, dy := bx-ax, by-ay
		t := 0.0
		if length2 := dx*dx + dy*dy; length2 > 0 {
			t = min(max(-(ax*dx+ay*dy)/length2, 0), 1)
		}
		if math.Hypot(ax+t*dx, ay+t*dy) <= metres {
			return true
		}
	}
	return false
}

// Widened is a box of degrees with so many metres more on each side, or a little more.
func Widened(b orb.Bound, metres float64) orb.Bound {
	east, north := degreeLengths(min(max(math.Abs(b.Min[1]), math.Abs(b.Max[1]))+0.1, 89))
	dx, dy := metres*1.01/east, metres*1.01/min(north, 110_500)
	return orb.Bound{Min: orb.Point{b.Min[0] - dx, b.Min[1] - dy}, Max: orb.Point{b.Max[0] + dx, b.Max[1] + dy}}
}
