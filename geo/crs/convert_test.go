package crs_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"beltmap/geo"
	"beltmap/geo/crs"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func system(t interface{ Fatal(...any) }, name string) crs.System {
	s, err := crs.Parse(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPairsOutsideTheAreaOfTheirSystemAreRefused(t *testing.T) {
	nan := math.NaN()
	for name, c := range map[string]struct {
		system string
		pair   orb.Point
	}{
		"longitude past the antimeridian":    {"wgs84", orb.Point{180.1, 0}},
		"latitude past the pole":             {"4490", orb.Point{117, 90.1}},
		"metres as degrees":                  {"gcj02", orb.Point{500000, 3500000}},
		"no number":                          {"wgs84", orb.Point{nan, 32}},
		"no number in Baidu's":               {"bd09", orb.Point{117, nan}},
		"no number in Mercator":              {"3857", orb.Point{nan, 0}},
		"no number in Gauss-Krueger":         {"4548", orb.Point{500000, nan}},
		"infinity":                           {"4548", orb.Point{math.Inf(1), 3500000}},
		"beyond the square of Mercator":      {"3857", orb.Point{20037509, 0}},
		"degrees as Gauss-Krueger":           {"4527", orb.Point{117.3, 32.1}},
		"a zone's number that is not wanted": {"4548", orb.Point{39500000, 3500000}},
		"a zone's number that is missing":    {"4527", orb.Point{500000, 3500000}},
		"the number of another zone":         {"4527", orb.Point{40500000, 3500000}},
		"northing before easting":            {"4548", orb.Point{3500000, 500000}},
		"northing before easting, with zone": {"4527", orb.Point{3500000, 39500000}},
		"degrees without a zone's number":    {"4548", orb.Point{117.3, 32.1}},
		"south of China":                     {"4548", orb.Point{500000, 300000}},
		"north of China":                     {"4548", orb.Point{500000, 6100000}},
		"two zones too far east":             {"4548", orb.Point{1000000, 3500000}},
	} {
		if w, err := system(t, c.system).ToWGS84(c.pair); geo.KindOf(err) != geo.KindInvalid || err == nil || w != (crs.WGS84{}) {
			t.Errorf("%s: %v, %v", name, w, err)
		}
	}
}

func TestPointsThatASystemCannotSayAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		system string
		point  crs.WGS84
	}{
		"a pole in Mercator":              {"3857", crs.WGS84{0, 89}},
		"Harbin in Anhui's zone":          {"4527", crs.WGS84{126.6, 45.8}},
		"the south in Gauss-Krueger":      {"4548", crs.WGS84{117, -1}},
		"no number":                       {"gcj02", crs.WGS84{math.NaN(), 0}},
		"Baidu's step past the meridian":  {"bd09", crs.WGS84{179.999, 0}},
		"nowhere":                         {"wgs84", crs.WGS84{200, 0}},
		"a longitude once around in zone": {"4548", crs.WGS84{117 - 360, 32}},
	} {
		if p, err := system(t, c.system).FromWGS84(c.point); geo.KindOf(err) != geo.KindInvalid || err == nil || p != (orb.Point{}) {
			t.Errorf("%s: %v, %v", name, p, err)
		}
	}
}

// What one way takes, the other gives back: over every system, to 1 mm (1 cm in BD-09).
func TestEverySystemGivesPointsBack(t *testing.T) {
	known := crs.KnownSystems()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(known).Draw(t, "system")
		p := inChina(t)
		if code := s.EPSG(); code >= 4513 {
			meridian := float64((code-4513)%21*3 + 75)
			p = crs.WGS84{rapid.Float64Range(meridian-4.5, meridian+4.5).Draw(t, "lon"), rapid.Float64Range(3, 54).Draw(t, "lat")}
		}
		pair, err := s.FromWGS84(p)
		if err != nil {
			t.Fatal(err)
		}
		back, err := s.ToWGS84(pair)
		if err != nil {
			t.Fatal(err)
		}
		limit := 1e-3
		if s == (crs.BD09{}).System() {
			limit = 1e-2
		}
		if d := metres(p, back); d > limit {
			t.Fatalf("%s: %v comes back %.6f m away", s, p, d)
		}
	})
}

func TestAGeometryIsConvertedVertexByVertexIntoANewOne(t *testing.T) {
	s := system(t, "gcj02")
	line := orb.LineString{{118.3, 32.3}, {118.4, 32.4}}
	ring := orb.Ring{{118, 32}, {118.1, 32}, {118.1, 32.1}, {118, 32}}
	for name, g := range map[string]orb.Geometry{
		"nothing":                nil,
		"a point":                orb.Point{118.3, 32.3},
		"points":                 orb.MultiPoint{{118.3, 32.3}, {118.4, 32.4}},
		"a line":                 line,
		"lines":                  orb.MultiLineString{line, line[:1], nil},
		"a ring":                 ring,
		"a polygon with a hole":  orb.Polygon{ring, {{118.01, 32.01}, {118.02, 32.01}, {118.02, 32.02}, {118.01, 32.01}}},
		"polygons, one empty":    orb.MultiPolygon{{ring}, {}},
		"a collection of others": orb.Collection{line, orb.Collection{orb.Point{118, 32}}, nil},
		"an empty line":          orb.LineString{},
	} {
		before := orb.Clone(g)
		shifted, err := s.GeometryFromWGS84(g)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		back, err := s.GeometryToWGS84(shifted)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got, want := fmt.Sprintf("%T %.9f", back, back), fmt.Sprintf("%T %.9f", g, g); got != want {
			t.Errorf("%s comes back as %s, want %s", name, got, want)
		}
		if !reflect.DeepEqual(before, g) {
			t.Errorf("%s was written to: %v, was %v", name, g, before)
		}
		if p, ok := g.(orb.Point); ok && shifted != orb.Geometry(orb.Point(crs.WGS84(p).GCJ02())) {
			t.Errorf("%s is shifted to %v", name, shifted)
		}
	}
}

func TestAGeometryWithOneVertexOutsideIsRefusedAsAWhole(t *testing.T) {
	s := system(t, "4548")
	for name, g := range map[string]orb.Geometry{
		"a point":       orb.Point{1, 2},
		"a line":        orb.LineString{{500000, 3500000}, {39500000, 3500000}},
		"a polygon":     orb.Polygon{{{500000, 3500000}, {500000, 1e9}, {1, 2}}},
		"polygons":      orb.MultiPolygon{{{{1, 2}}}},
		"a collection":  orb.Collection{orb.Point{500000, 3500000}, orb.Point{1, 2}},
		"a box":         orb.Bound{Min: orb.Point{500000, 3500000}, Max: orb.Point{500001, 3500001}},
		"a box, nested": orb.Collection{orb.Bound{}},
	} {
		if got, err := s.GeometryToWGS84(g); got != nil || geo.KindOf(err) != geo.KindInvalid || err == nil {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

// Whatever two numbers come in, what goes out is a point on the globe or an error.
func TestAnyTwoNumbersAreAPointOrAnError(t *testing.T) {
	known := crs.KnownSystems()
	number := rapid.OneOf(rapid.Float64(), rapid.Float64Range(-200, 200), rapid.Float64Range(-1e8, 1e8),
		rapid.SampledFrom([]float64{math.NaN(), math.Inf(1), math.Inf(-1), 0, math.Copysign(0, -1), 90, 180, math.MaxFloat64}))
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(known).Draw(t, "system")
		pair := orb.Point{number.Draw(t, "x"), number.Draw(t, "y")}
		w, err := s.ToWGS84(pair)
		if err == nil && !(math.Abs(w[0]) <= 180 && math.Abs(w[1]) <= 90) {
			t.Fatalf("%s %v is %v", s, pair, w)
		}
		p, err := s.FromWGS84(crs.WGS84(pair))
		if err == nil && !(math.Abs(p[0]) <= 5e7 && math.Abs(p[1]) <= 5e7) {
			t.Fatalf("%s has %v for %v", s, p, pair)
		}
	})
}
