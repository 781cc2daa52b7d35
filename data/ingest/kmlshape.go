package ingest

import (
	"encoding/xml"
	"strconv"
	"strings"

	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

// kmlShape collects the geometries of a placemark.
type kmlShape struct {
	points     []orb.Point
	lines      orb.MultiLineString
	polygons   orb.MultiPolygon
	foreign    bool // a kind that a record cannot have
	misspelled bool
}

// whole is the one geometry that a placemark has, nil for none.
func (s *kmlShape) whole() (orb.Geometry, phrase.Text, bool) {
	kinds := min(len(s.points), 1) + min(len(s.lines), 1) + min(len(s.polygons), 1)
	switch {
	case s.misspelled:
		return nil, phrase.KMLCoordinates.With(), false
	case s.foreign || kinds > 1 || len(s.points) > 1:
		return nil, phrase.ShapeUnusable.With(), false
	case len(s.points) == 1:
		return s.points[0], phrase.Text{}, true
	case len(s.lines) == 1:
		return s.lines[0], phrase.Text{}, true
	case len(s.lines) > 1:
		return s.lines, phrase.Text{}, true
	case len(s.polygons) == 1:
		return s.polygons[0], phrase.Text{}, true
	case len(s.polygons) > 1:
		return s.polygons, phrase.Text{}, true
	}
	return nil, phrase.Text{}, true
}

func (k *kmlReader) geometry(start xml.StartElement, s *kmlShape, depth int) error {
	switch start.Name.Local {
	case "MultiGeometry":
		return k.children(depth, func(inner xml.StartElement) error { return k.geometry(inner, s, depth+1) })
	case "Point":
		return k.coordinates(depth, func(path []orb.Point) {
			s.points, s.foreign = append(s.points, path[0]), s.foreign || len(path) > 1
		}, s)
	case "LineString", "LinearRing":
		return k.coordinates(depth, func(path []orb.Point) { s.lines = append(s.lines, path) }, s)
	case "Polygon":
		return k.polygon(depth, s)
	case "Track", "MultiTrack", "Model":
		s.foreign = true
	}
	return k.skip(depth)
}

func (k *kmlReader) polygon(depth int, s *kmlShape) error {
	var outline orb.Ring
	var holes orb.Polygon
	err := k.children(depth, func(border xml.StartElement) error {
		return k.children(depth+1, func(ring xml.StartElement) error {
			if ring.Name.Local != "LinearRing" {
				return k.skip(depth + 2)
			}
			return k.coordinates(depth+2, func(path []orb.Point) {
				switch border.Name.Local {
				case "outerBoundaryIs":
					s.misspelled = s.misspelled || outline != nil
					outline = path
				case "innerBoundaryIs":
					holes = append(holes, path)
				}
			}, s)
		})
	})
	if outline != nil {
		s.polygons = append(s.polygons, append(orb.Polygon{outline}, holes...))
	}
	return err
}

// coordinates reads the positions of one path: longitude, latitude and perhaps a height, with commas between and blanks behind.
func (k *kmlReader) coordinates(depth int, take func([]orb.Point), s *kmlShape) error {
	return k.children(depth, func(start xml.StartElement) error {
		if start.Name.Local != "coordinates" {
			return k.skip(depth + 1)
		}
		text, err := k.text(depth + 1)
		var path []orb.Point
		for one := range strings.FieldsSeq(text) {
			lon, rest, _ := strings.Cut(one, ",")
			lat, _, _ := strings.Cut(rest, ",")
			x, err1 := strconv.ParseFloat(lon, 64)
			y, err2 := strconv.ParseFloat(lat, 64)
			if err1 != nil || err2 != nil {
				s.misspelled = true
				return err
			}
			path = append(path, orb.Point{x, y})
		}
		if len(path) > 0 {
			take(path)
		}
		return err
	})
}
