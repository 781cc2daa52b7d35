package plane

import (
	"math"

	"github.com/paulmach/orb"
)

// The WGS 84 ellipsoid, NIMA TR8350.2.
const (
	semiMajor     = 6378137.0
	flattening    = 1 / 298.257223563
	eccentricity2 = flattening * (2 - flattening)
)

const radian = math.Pi / 180

// Distance is the distance of two points in metres, on the plane that touches the ellipsoid halfway between them: within 1e-6 of the
// geodesic for points up to 0.1° apart, about 1e-4 at 1°. It is meant for the size of a zone, not of a country.
func Distance(a, b orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	if math.Abs(dx) > 180 {
		dx = math.Remainder(dx, 360)
	}
	east, north := degreeLengths((a[1] + b[1]) / 2)
	return math.Sqrt(dx*east*dx*east + dy*north*dy*north)
}

// degreeLengths is the length in metres of a degree of longitude and of latitude at a latitude.
func degreeLengths(lat float64) (east, north float64) {
	sin, cos := math.Sincos(lat * radian)
	w2 := 1 - eccentricity2*sin*sin
	w := math.Sqrt(w2)
	return semiMajor * cos / w * radian, semiMajor * (1 - eccentricity2) / (w2 * w) * radian
}

// Area is the area of a polygon or multi-polygon on the ellipsoid in m², 0 for other geometries. Edges are taken as straight in the
// equal-area cylindrical projection, which is no difference worth speaking of up to the size of a city.
func Area(g orb.Geometry) float64 {
	switch g := g.(type) {
	case orb.Polygon:
		sum := 0.0
		for i, ring := range g {
			if a := ringArea(ring); i == 0 {
				sum += a
			} else {
				sum -= a
			}
		}
		return max(sum, 0)
	case orb.MultiPolygon:
		sum := 0.0
		for _, p := range g {
			sum += Area(p)
		}
		return sum
	}
	return 0
}

func ringArea(ring orb.Ring) float64 {
	path := make([]Vec, len(ring))
	for i, p := range ring {
		path[i] = equalArea(p, ring[0])
	}
	return math.Abs(SignedArea(path))
}

// equalArea is the ellipsoidal equal-area cylindrical projection (Snyder 1987, eq. 10-14 and 3-12, standard parallel 0) in metres
// relative to an origin, y to the south.
func equalArea(p, origin orb.Point) Vec {
	return Vec{semiMajor * radian * (p[0] - origin[0]), semiMajor / 2 * (authalic(origin[1]) - authalic(p[1]))}
}

// authalic is Snyder's q.
func authalic(lat float64) float64 {
	e := math.Sqrt(eccentricity2)
	sin := math.Sin(lat * radian)
	return (1 - eccentricity2) * (sin/(1-eccentricity2*sin*sin) + math.Atanh(e*sin)/e)
}
