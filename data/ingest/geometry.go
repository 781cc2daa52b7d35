package ingest

import (
	"bytes"
	"encoding/json"
	"math"

	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

type jsonGeometry struct {
	Type        string          `json:"type"`
	Coordinates json.RawMessage `json:"coordinates"`
}

// parseGeometry reads a GeoJSON geometry strictly: every position has at least two numbers, none of them null. Heights are dropped.
// JSON null is no geometry.
func parseGeometry(raw json.RawMessage) (orb.Geometry, bool) {
	if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
		return nil, true
	}
	var g jsonGeometry
	if err := json.Unmarshal(raw, &g); err != nil || bytes.Contains(g.Coordinates, []byte("null")) {
		return nil, false
	}
	switch g.Type {
	case "Point":
		var c []float64
		if json.Unmarshal(g.Coordinates, &c) != nil {
			return nil, false
		}
		p, ok := position(c)
		return p, ok
	case "LineString", "MultiPoint":
		path, ok := decodePath(g.Coordinates)
		if g.Type == "MultiPoint" {
			return orb.MultiPoint(path), ok
		}
		return orb.LineString(path), ok
	case "MultiLineString", "Polygon":
		return parsePaths(g)
	case "MultiPolygon":
		var c [][][][]float64
		if json.Unmarshal(g.Coordinates, &c) != nil {
			return nil, false
		}
		out := make(orb.MultiPolygon, len(c))
		for i := range c {
			polygon, ok := polygonOf(c[i])
			if !ok {
				return nil, false
			}
			out[i] = polygon
		}
		return out, true
	case "GeometryCollection":
		return orb.Collection{}, true
	}
	return nil, false
}

func parsePaths(g jsonGeometry) (orb.Geometry, bool) {
	var c [][][]float64
	if json.Unmarshal(g.Coordinates, &c) != nil {
		return nil, false
	}
	polygon, ok := polygonOf(c)
	if g.Type == "Polygon" || !ok {
		return polygon, ok
	}
	lines := make(orb.MultiLineString, len(polygon))
	for i, ring := range polygon {
		lines[i] = orb.LineString(ring)
	}
	return lines, true
}

func polygonOf(c [][][]float64) (orb.Polygon, bool) {
	out := make(orb.Polygon, len(c))
	for i := range c {
		ring, ok := pathOf(c[i])
		if !ok {
			return nil, false
		}
		out[i] = ring
	}
	return out, true
}

func decodePath(raw json.RawMessage) ([]orb.Point, bool) {
	var c [][]float64
	if json.Unmarshal(raw, &c) != nil {
		return nil, false
	}
	return pathOf(c)
}

func pathOf(c [][]float64) ([]orb.Point, bool) {
	out := make([]orb.Point, len(c))
	for i := range c {
		p, ok := position(c[i])
		if !ok {
			return nil, false
		}
		out[i] = p
	}
	return out, true
}

func position(c []float64) (orb.Point, bool) {
	if len(c) < 2 || len(c) > 4 {
		return orb.Point{}, false
	}
	return orb.Point{c[0], c[1]}, true
}

// outside finds the first position that is not in WGS 84, and says whether it looks like latitude before longitude.
func outside(g orb.Geometry) (finding phrase.Text, kind string) {
	eachPoint(g, func(p orb.Point) bool {
		if math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90 {
			return true
		}
		finding, kind = phrase.OutsideWGS84.With(p[0], p[1]), "outside_wgs84"
		if math.Abs(p[0]) <= 90 && math.Abs(p[1]) <= 180 {
			finding, kind = phrase.SwappedLonLat.With(p[0], p[1]), "swapped"
		}
		return false
	})
	return finding, kind
}

// eachPoint visits the positions of a geometry until visit says false.
func eachPoint(g orb.Geometry, visit func(orb.Point) bool) bool {
	path := func(points []orb.Point) bool {
		for _, p := range points {
			if !visit(p) {
				return false
			}
		}
		return true
	}
	switch g := g.(type) {
	case orb.Point:
		return visit(g)
	case orb.LineString:
		return path(g)
	case orb.MultiLineString:
		for _, line := range g {
			if !path(line) {
				return false
			}
		}
	case orb.Polygon:
		for _, ring := range g {
			if !path(ring) {
				return false
			}
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			if !eachPoint(polygon, visit) {
				return false
			}
		}
	}
	return true
}
