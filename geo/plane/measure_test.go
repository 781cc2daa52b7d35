package plane_test

import (
	"math"
	"testing"

	"beltmap/geo/plane"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// vincenty is the geodesic on WGS 84 by Vincenty's inverse formula (Survey Review 23, 1975), which shares nothing with a local plane.
func vincenty(a, b orb.Point) float64 {
	const major, f = 6378137.0, 1 / 298.257223563
	const minor = major * (1 - f)
	rad := math.Pi / 180
	u1, u2 := math.Atan((1-f)*math.Tan(a[1]*rad)), math.Atan((1-f)*math.Tan(b[1]*rad))
	s1, c1 := math.Sincos(u1)
	s2, c2 := math.Sincos(u2)
	l := (b[0] - a[0]) * rad
	lambda := l
	for range 100 {
		sl, cl := math.Sincos(lambda)
		sinSigma := math.Hypot(c2*sl, c1*s2-s1*c2*cl)
		if sinSigma == 0 {
			return 0
		}
		cosSigma := s1*s2 + c1*c2*cl
		sigma := math.Atan2(sinSigma, cosSigma)
		sinAlpha := c1 * c2 * sl / sinSigma
		cos2Alpha := 1 - sinAlpha*sinAlpha
		cos2M := 0.0
		if cos2Alpha != 0 {
			cos2M = cosSigma - 2*s1*s2/cos2Alpha
		}
		c := f / 16 * cos2Alpha * (4 + f*(4-3*cos2Alpha))
		next := l + (1-c)*f*sinAlpha*(sigma+c*sinSigma*(cos2M+c*cosSigma*(2*cos2M*cos2M-1)))
		if math.Abs(next-lambda) > 1e-14 {
			lambda = next
			continue
		}
		k := cos2Alpha * (major*major - minor*minor) / (minor * minor)
		ka := 1 + k/16384*(4096+k*(-768+k*(320-175*k)))
		kb := k / 1024 * (256 + k*(-128+k*(74-47*k)))
		d := kb * sinSigma * (cos2M + kb/4*(cosSigma*(2*cos2M*cos2M-1)-kb/6*cos2M*(4*sinSigma*sinSigma-3)*(4*cos2M*cos2M-3)))
		return minor * ka * (sigma - d)
	}
	return math.NaN()
}

func TestDistanceIsTheGeodesicWithinAZone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := orb.Point{rapid.Float64Range(114, 120).Draw(t, "lon"), rapid.Float64Range(29, 35).Draw(t, "lat")}
		turn, far := rapid.Float64Range(0, 2*math.Pi).Draw(t, "turn"), rapid.Float64Range(1e-4, 0.1).Draw(t, "far")
		b := orb.Point{a[0] + far*math.Cos(turn), a[1] + far*math.Sin(turn)}
		got, want := plane.Distance(a, b), vincenty(a, b)
		if math.Abs(got-want) > 1e-6*want {
			t.Fatalf("%v to %v: %.6f m, the geodesic has %.6f (off by %.1e)", a, b, got, want, math.Abs(got-want)/want)
		}
	})
}

func TestDistanceOfKnownPlaces(t *testing.T) {
	// One second of latitude and of longitude at 32° N, from the radii of curvature published for WGS 84.
	for name, c := range map[string]struct {
		a, b orb.Point
		want float64
	}{
		"a degree of latitude around 32° N":      {orb.Point{117, 31.95}, orb.Point{117, 32.05}, 11088.1},
		"a tenth of a degree of longitude there": {orb.Point{117, 32}, orb.Point{117.1, 32}, 9449.4},
		"the same point":                         {orb.Point{117, 32}, orb.Point{117, 32}, 0},
		"across the antimeridian":                {orb.Point{179.95, 0}, orb.Point{-179.95, 0}, 11131.95},
	} {
		if got := plane.Distance(c.a, c.b); math.Abs(got-c.want) > 1 {
			t.Errorf("%s: %.2f m, want %.2f", name, got, c.want)
		}
	}
}

// The area of a box of degrees is the integral of the product of the radii of curvature, summed here in ten thousand strips.
func TestAreaOfABoxIsTheIntegralOverTheEllipsoid(t *testing.T) {
	for _, c := range []struct{ west, south, width, height float64 }{{117, 32, 0.01, 0.01}, {117, 29, 1, 1}, {114, 29, 6, 6}, {-70, -55, 2, 3}} {
		sum := 0.0
		const strips = 10000
		const e2 = 0.0066943799901413165
		for i := range strips {
			lat := (c.south + c.height*(float64(i)+0.5)/strips) * math.Pi / 180
			w2 := 1 - e2*math.Sin(lat)*math.Sin(lat)
			sum += 6378137.0 * 6378137.0 * (1 - e2) * math.Cos(lat) / (w2 * w2) * (c.height / strips * math.Pi / 180)
		}
		want := sum * c.width * math.Pi / 180
		box := orb.Bound{Min: orb.Point{c.west, c.south}, Max: orb.Point{c.west + c.width, c.south + c.height}}
		if got := plane.Area(box.ToPolygon()); math.Abs(got-want) > 1e-8*want {
			t.Errorf("box %v: %.3f m², want %.3f", box, got, want)
		}
	}
}

func TestAreaTakesHolesAwayWhateverTheWinding(t *testing.T) {
	outer := orb.Ring{{117, 32}, {117.1, 32}, {117.1, 32.1}, {117, 32.1}, {117, 32}}
	hole := orb.Ring{{117.02, 32.02}, {117.04, 32.02}, {117.04, 32.04}, {117.02, 32.04}, {117.02, 32.02}}
	want := plane.Area(orb.Polygon{outer}) - plane.Area(orb.Polygon{hole})
	backwards := hole.Clone()
	backwards.Reverse()
	for _, p := range []orb.Polygon{{outer, hole}, {outer, backwards}} {
		if got := plane.Area(p); math.Abs(got-want) > 1e-6 {
			t.Errorf("area %.3f, want %.3f", got, want)
		}
	}
	if got := plane.Area(orb.MultiPolygon{{outer}, {outer}}); math.Abs(got-2*plane.Area(orb.Polygon{outer})) > 1e-6 {
		t.Errorf("a multi-polygon has the area %.3f", got)
	}
	if plane.Area(orb.Point{1, 2}) != 0 || plane.Area(nil) != 0 || plane.Area(orb.Polygon{{}}) != 0 {
		t.Error("what is no polygon has an area")
	}
}
