package crs

import (
	"math"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

// How far from its central meridian a Gauss-Krueger system is taken, and between which latitudes: its own zone and its neighbors, since a city on a
// border keeps to one zone, as far as China reaches. What lies beyond is a mistake of zone, prefix or order.
const (
	zoneReach            = 4.5
	zoneSouth, zoneNorth = 3.0, 54.0
	slack                = 1e-9 // degrees lost by rounding
)

const (
	mercatorSide  = 2 * math.Pi * semiMajor // metres around the equator
	mercatorWorld = 1 << 32
)

// ToWGS84 is the point that a pair of the system stands for: longitude and latitude, or easting and northing, in this order. A pair outside the area in
// which the system is defined (the globe; Web Mercator's square; a zone and its neighbors from 3° to 54° N) is an error.
func (s System) ToWGS84(p orb.Point) (WGS84, error) {
	w, ok := s.toWGS84(p)
	if !ok {
		return WGS84{}, geo.Invalid("crs.ToWGS84", phrase.OutsideSystem.With(plainNumber(p[0]), plainNumber(p[1]), s.Label()))
	}
	return w, nil
}

func (s System) toWGS84(p orb.Point) (w WGS84, ok bool) {
	ok = onGlobe(p)
	switch s.family {
	case wgs84, cgcs2000:
		w = WGS84(p)
	case gcj02:
		w = GCJ02(p).WGS84()
	case bd09:
		w = BD09(p).WGS84()
	case webMercator:
		const half = mercatorSide / 2
		ok = within(p[0], half+1e-6) && within(p[1], half+1e-6)
		x, y := min(max(p[0]/mercatorSide, -0.5), 0.5), min(max(p[1]/mercatorSide, -0.5), 0.5)
		w = WGS84(plane.FromMercator((0.5+x)*mercatorWorld, (0.5-y)*mercatorWorld))
	case gaussKrueger:
		east := p[0] - s.FalseEasting()
		if ok = within(east, 1e6) && within(p[1], 1e7); ok {
			w[0], w[1] = unproject(east, p[1], float64(s.meridian))
			ok = s.reaches(w)
		}
	}
	return w, ok && onGlobe(orb.Point(w))
}

// FromWGS84 is the pair that stands for the point in the system: longitude and latitude, or easting and northing, in this order. A point
// outside the area in which the system is defined is an error.
func (s System) FromWGS84(w WGS84) (orb.Point, error) {
	var p orb.Point
	ok := onGlobe(orb.Point(w))
	switch s.family {
	case wgs84, cgcs2000:
		p = orb.Point(w)
	case gcj02:
		p = orb.Point(w.GCJ02())
	case bd09:
		p = orb.Point(w.BD09())
		ok = ok && onGlobe(p)
	case webMercator:
		ok = ok && within(w[1], plane.MaxLatitude+slack)
		x, y := plane.MercatorFloat(orb.Point(w))
		p = orb.Point{(x/mercatorWorld - 0.5) * mercatorSide, (0.5 - y/mercatorWorld) * mercatorSide}
	case gaussKrueger:
		if ok = s.reaches(w); ok {
			p[0], p[1] = project(w[0], w[1], float64(s.meridian))
			p[0] += s.FalseEasting()
		}
	}
	if !ok {
		return orb.Point{}, geo.Invalid("crs.FromWGS84", phrase.BeyondSystem.With(plainNumber(w[0]), plainNumber(w[1]), s.Label()))
	}
	return p, nil
}

// reaches tells whether the point lies in the zone or one of its neighbors.
func (s System) reaches(w WGS84) bool {
	return within(w[0]-float64(s.meridian), zoneReach+slack) && zoneSouth-slack <= w[1] && w[1] <= zoneNorth+slack
}

func onGlobe(p orb.Point) bool { return within(p[0], 180) && within(p[1], 90) }

// within is false for what is no number.
func within(x, limit float64) bool { return math.Abs(x) <= limit }

// GeometryToWGS84 is a new geometry with every vertex of g, which is in the system, in WGS 84. The first vertex outside the system's area is
// the error.
func (s System) GeometryToWGS84(g orb.Geometry) (orb.Geometry, error) {
	return mapped(g, func(p orb.Point) (orb.Point, error) {
		w, err := s.ToWGS84(p)
		return orb.Point(w), err
	})
}

// GeometryFromWGS84 is a new geometry with every vertex of g, which is in WGS 84, in the system. The first vertex outside the system's area
// is the error.
func (s System) GeometryFromWGS84(g orb.Geometry) (orb.Geometry, error) {
	return mapped(g, func(p orb.Point) (orb.Point, error) { return s.FromWGS84(WGS84(p)) })
}

type vertex func(orb.Point) (orb.Point, error)

func mapped(g orb.Geometry, f vertex) (orb.Geometry, error) {
	switch g := g.(type) {
	case nil:
		return nil, nil
	case orb.Point:
		return known(f(g))
	case orb.MultiPoint:
		return known(each(g, f))
	case orb.LineString:
		return known(each(g, f))
	case orb.Ring:
		return known(each(g, f))
	case orb.MultiLineString:
		return known(each(g, inner[orb.LineString](f)))
	case orb.Polygon:
		return known(each(g, inner[orb.Ring](f)))
	case orb.MultiPolygon:
		return known(each(g, func(p orb.Polygon) (orb.Polygon, error) { return each(p, inner[orb.Ring](f)) }))
	case orb.Collection:
		return known(each(g, func(g orb.Geometry) (orb.Geometry, error) { return mapped(g, f) }))
	}
	return nil, geo.Invalid("crs.Geometry", phrase.GeometryUnknown.With(g.GeoJSONType()))
}

func inner[L ~[]orb.Point](f vertex) func(L) (L, error) {
	return func(line L) (L, error) { return each(line, f) }
}

// each is a new slice of what f makes of every element; nil stays nil.
func each[S ~[]E, E any](s S, f func(E) (E, error)) (S, error) {
	if s == nil {
		return nil, nil
	}
	made := make(S, len(s))
	for i, e := range s {
		var err error
		if made[i], err = f(e); err != nil {
			return nil, err
		}
	}
	return made, nil
}

// known keeps a half-made geometry from standing beside an error.
func known[G orb.Geometry](g G, err error) (orb.Geometry, error) {
	if err != nil {
		return nil, err
	}
	return g, nil
}
