package geo

import "github.com/paulmach/orb"

// Corners is how many points the lines and rings of a geometry have; a point has none.
func Corners(g orb.Geometry) (n int) {
	switch g := g.(type) {
	case orb.LineString:
		return len(g)
	case orb.MultiLineString:
		for _, line := range g {
			n += len(line)
		}
	case orb.Polygon:
		for _, ring := range g {
			n += len(ring)
		}
	case orb.MultiPolygon:
		for _, one := range g {
			n += Corners(one)
		}
	}
	return n
}
