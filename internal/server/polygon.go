package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"

	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

// sentShape is a Feature or a geometry as it is sent.
type sentShape struct {
	Type        string          `json:"type"`
	Geometry    *sentShape      `json:"geometry"`
	Coordinates json.RawMessage `json:"coordinates"`
}

// sentCorner is a position: longitude and latitude, and perhaps what is passed over, such as a height. A number that is missing must not become 0, which is a
// place.
type sentCorner orb.Point

// cornerUnfit is what was sent as a position and is none.
type cornerUnfit string

func (c cornerUnfit) Error() string { return "no position: " + string(c) }

// UnmarshalJSON reads a position out of what is known to be JSON, in which no number is NaN.
func (c *sentCorner) UnmarshalJSON(b []byte) error {
	inner, is := bytes.CutPrefix(b, []byte("["))
	longitude, rest, two := bytes.Cut(bytes.TrimSuffix(inner, []byte("]")), []byte(","))
	latitude, _, _ := bytes.Cut(rest, []byte(","))
	for i, text := range [2][]byte{longitude, latitude} {
		x, err := strconv.ParseFloat(string(bytes.TrimSpace(text)), 64)
		if !is || !two || err != nil {
			return cornerUnfit(shortened(string(b[:min(len(b), 400)])))
		}
		c[i] = x
	}
	return nil
}

// polygonOf reads a Feature or a bare geometry. Its corners are counted before it is parsed: each has a bracket of its own.
func polygonOf(body []byte) (orb.Geometry, error) {
	const op = "server.polygonOf"
	brackets := 0
	for _, b := range body {
		if b == '[' {
			brackets++
		}
	}
	if brackets > coverage.MaxCorners*2 {
		return nil, geo.Invalid(op, phrase.AreaCorners.With(coverage.MaxCorners))
	}
	var sent sentShape
	err := json.Unmarshal(body, &sent)
	switch {
	case err != nil:
	case sent.Type == "Polygon", sent.Type == "MultiPolygon":
		return sent.polygon()
	case sent.Type == "Feature" && sent.Geometry == nil:
		return nil, geo.Invalid(op, phrase.AreaEmpty.With())
	case sent.Type == "Feature":
		return sent.Geometry.polygon()
	}
	return nil, &fault{kind: problemInvalid, text: phrase.AreaMalformed.With(), err: err}
}

// polygon is the geometry, if it is one.
func (s *sentShape) polygon() (orb.Geometry, error) {
	var parts [][][]sentCorner
	var err error
	switch s.Type {
	case "Polygon":
		parts = make([][][]sentCorner, 1)
		err = unmarshalIfAny(s.Coordinates, &parts[0])
	case "MultiPolygon":
		err = unmarshalIfAny(s.Coordinates, &parts)
	default:
		return nil, geo.Invalid("server.polygon", phrase.AreaNoPolygon.With())
	}
	if unfit := cornerUnfit(""); errors.As(err, &unfit) {
		return nil, geo.Invalid("server.polygon", phrase.AreaCornerUnfit.With(string(unfit)))
	} else if err != nil {
		return nil, &fault{kind: problemInvalid, text: phrase.AreaMalformed.With(), err: err}
	}
	shape := make(orb.MultiPolygon, len(parts))
	for i, rings := range parts {
		for _, corners := range rings {
			ring := make(orb.Ring, len(corners))
			for k, c := range corners {
				ring[k] = orb.Point(c)
			}
			shape[i] = append(shape[i], ring)
		}
	}
	if s.Type == "Polygon" {
		return shape[0], nil
	}
	return shape, nil
}

// unmarshalIfAny is Unmarshal of what may be absent.
func unmarshalIfAny(b json.RawMessage, into any) error {
	if len(b) == 0 {
		return nil
	}
	return json.Unmarshal(b, into)
}
