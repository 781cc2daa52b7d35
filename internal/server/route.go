package server

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/road"
	"github.com/paulmach/orb"
)

// routeFeature is a way as GeoJSON. Its line runs on the road.
type routeFeature struct {
	Type       string          `json:"type"`
	Geometry   routeLine       `json:"geometry"`
	Properties routeProperties `json:"properties"`
}

type routeLine struct {
	Type        string       `json:"type"`
	Coordinates [][2]float64 `json:"coordinates"`
}

type routeProperties struct {
	Profile     string  `json:"profile"`
	Metres      float64 `json:"metres"`
	Seconds     float64 `json:"seconds"`
	FromRoad    float64 `json:"from_road_metres"`
	ToRoad      float64 `json:"to_road_metres"`
	Estimated   bool    `json:"estimated"` // false: measured along the road
	Attribution string  `json:"attribution"`
}

// route answers the way by road between two places.
func (s *Server) route(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool { return name == "from" || name == "to" || name == "profile" })
	if err != nil {
		return err
	}
	if err := given.format("geojson"); err != nil {
		return err
	}
	from, err := given.place("from")
	if err != nil {
		return err
	}
	to, err := given.place("to")
	if err != nil {
		return err
	}
	profile := road.Foot
	if name, said := given["profile"]; said {
		var known bool
		if profile, known = road.ProfileOf(name); !known {
			return badParameter("profile", phrase.ProfileUnknown.With(name, strings.Join(road.Profiles(), ", ")))
		}
	}
	roads := s.app.Roads()
	if roads == nil {
		return notFound(phrase.RoadNoGraph.With())
	}
	var way road.Route
	if err := s.work(r, func(context.Context) (err error) {
		way, err = roads.Route(from, to, profile)
		return err
	}); err != nil {
		return err
	}
	line := make([][2]float64, len(way.Line))
	for i, p := range way.Line {
		line[i] = [2]float64{geo.RoundDegrees(p[0]), geo.RoundDegrees(p[1])}
	}
	return s.json(w, r, geoJSON, languageOf(r), routeFeature{"Feature", routeLine{"LineString", line}, routeProperties{
		profile.String(), tenth(way.Metres), tenth(way.Seconds), tenth(way.From.Metres), tenth(way.To.Metres), false, roads.Credit}})
}

func tenth(x float64) float64 { return math.Round(x*10) / 10 }

// place is a parameter that is a position.
func (p parameters) place(name string) (at orb.Point, err error) {
	text, given := p[name]
	if !given {
		return at, badParameter(name, phrase.PlaceMissing.With(name))
	}
	lon, lat, ok := strings.Cut(text, ",")
	x, err1 := strconv.ParseFloat(lon, 64)
	y, err2 := strconv.ParseFloat(lat, 64)
	if !ok || err1 != nil || err2 != nil || !(x >= -180 && x <= 180 && y >= -90 && y <= 90) {
		return at, badParameter(name, phrase.PlaceMalformed.With(name, text))
	}
	return orb.Point{x, y}, nil
}

// route describes the way between two places.
func (d *describer) route() {
	end := func(name string, where string) object {
		return object{"name": name, "in": "query", "required": true, "description": phrase.ParamRouteEnd.In(d.lang), "schema": object{"type": "string"}, "example": where}
	}
	number := object{"type": "number", "minimum": 0}
	d.get("/api/route", "getRoute", phrase.SumRoute.With(), geoJSON, ref("Route"), []object{
		end("from", "118.31,32.30"), end("to", "118.35,32.31"),
		example(d.query("profile", phrase.ParamProfile.With(), object{"type": "string", "enum": road.Profiles(), "default": road.Foot.String()}), road.Bus.String()),
	}, "geojson")
	d.schemas["Route"] = object{"type": "object", "required": []string{"type", "geometry", "properties"}, "properties": object{
		"type": object{"type": "string", "enum": []string{"Feature"}},
		"geometry": object{"type": "object", "required": []string{"type", "coordinates"}, "properties": object{
			"type":        object{"type": "string", "enum": []string{"LineString"}},
			"coordinates": object{"type": "array", "minItems": 2, "items": object{"type": "array", "minItems": 2, "maxItems": 2, "items": object{"type": "number"}}}}},
		"properties": object{"type": "object", "required": []string{"profile", "metres", "seconds", "from_road_metres", "to_road_metres", "estimated", "attribution"}, "properties": object{
			"profile": object{"type": "string", "enum": road.Profiles()}, "metres": number, "seconds": number, "from_road_metres": number, "to_road_metres": number,
			"estimated": object{"type": "boolean"}, "attribution": object{"type": "string"}}}},
	}
}
