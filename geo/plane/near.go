package plane

import (
	"math"

	"github.com/paulmach/orb"
)

// Within tells whether a point lies at most so many metres from a line, or from a polygon, in which it is at no distance. Distances are taken on
// the plane that touches the ellipsoid at the point, as Distance takes them: within 1e-4 up to a degree.
func Within(g orb.Geometry, p orb.Point, metres float64) bool { return away(g, p, metres) <= metres }

// Away is how many metres a point lies from a line or a polygon, as Within takes them; infinite where there is neither.
func Away(g orb.Geometry, p orb.Point) float64 { return away(g, p, 0) }

// away looks for a place no farther than enough, else for the nearest one.
func away(g orb.Geometry, p orb.Point, enough float64) float64 {
	least := math.Inf(1)
	switch g := g.(type) {
	case orb.LineString:
		return pathAway(g, p, enough)
	case orb.MultiLineString:
		for i := 0; i < len(g) && least > enough; i++ {
			least = min(least, pathAway(g[i], p, enough))
		}
	case orb.Polygon:
		if Covers(g, p) {
			return 0
		}
		for i := 0; i < len(g) && least > enough; i++ {
			least = min(least, pathAway(orb.LineString(g[i]), p, enough))
		}
	case orb.MultiPolygon:
		for i := 0; i < len(g) && least > enough; i++ {
			least = min(least, away(g[i], p, enough))
		}
	}
	return least
}

func pathAway(path orb.LineString, p orb.Point, enough float64) float64 {
	if len(path) == 1 {
		return Distance(path[0], p)
	}
	least := math.Inf(1)
	east, north := degreeLengths(p[1])
	for i := 1; i < len(path) && least > enough; i++ {
		ax, ay := (path[i-1][0]-p[0])*east, (path[i-1][1]-p[1])*north
		bx, by := (path[i][0]-p[0])*east, (path[i][1]-p[1])*north
		dx, dy := bx-ax, by-ay
		t := 0.0
		if length2 := dx*dx + dy*dy; length2 > 0 {
			t = min(max(-(ax*dx+ay*dy)/length2, 0), 1)
		}
		least = min(least, math.Hypot(ax+t*dx, ay+t*dy))
	}
	return least
}

// Widened is a box of degrees with so many metres more on each side, or a little more.
func Widened(b orb.Bound, metres float64) orb.Bound {
	east, north := degreeLengths(min(max(math.Abs(b.Min[1]), math.Abs(b.Max[1]))+0.1, 89))
	dx, dy := metres*1.01/east, metres*1.01/min(north, 110_500)
	return orb.Bound{Min: orb.Point{b.Min[0] - dx, b.Min[1] - dy}, Max: orb.Point{b.Max[0] + dx, b.Max[1] + dy}}
}
