package server

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// gapWhere is where and on which day gaps are asked about: in an area of the data, or in a polygon that was sent.
type gapWhere struct {
	area    gapArea
	polygon orb.Geometry // nil for an area of the data
	zone    *string      // with a polygon
	day     geo.Day
	world   *world.World // of today until turnOn
}

// gapArea is the area that a request is about.
type gapArea struct {
	parameter  string
	id         string
	collection geo.Collection
	condition  world.Condition
}

// gapParameters are those of a request about gaps: where and when, and some others. A polygon goes with a zone only.
func gapParameters(r *http.Request, others ...string) (parameters, error) {
	where := []string{"as_of", "zone", "grid", "belt"}
	if r.Method == http.MethodPost {
		where = where[:2]
	}
	return parseParameters(r.URL.RawQuery, func(name string) bool { return slices.Contains(where, name) || slices.Contains(others, name) })
}

// gapsWhere reads where and when, the polygon last.
func (s *Server) gapsWhere(r *http.Request, given parameters) (g gapWhere, err error) {
	g.world = s.app.World()
	if g.day, err = given.asOf(g.world.Day()); err != nil {
		return g, err
	}
	if r.Method != http.MethodPost {
		g.area, err = given.area()
		return g, err
	}
	if g.zone, err = given.anyZoneOfSomeDay(g.world); err != nil {
		return g, err
	}
	body, err := readBody(r, []string{geoJSON, jsonType})
	if err != nil {
		return g, err
	}
	g.polygon, err = polygonOf(body)
	return g, err
}

// turnOn takes the World of the day, once the polygon is found to be one. The area, or the zone, must be there on that day.
func (s *Server) turnOn(ctx context.Context, g *gapWhere) (err error) {
	if g.polygon != nil {
		if err := coverage.CheckArea(g.world, g.polygon); err != nil {
			return err
		}
	}
	if g.world, err = s.worldOn(ctx, g.world, g.day); err != nil {
		return err
	}
	if g.polygon != nil {
		return thereOn(g.world, g.zone)
	}
	if !isCurrent(g.world.Table(g.area.collection), g.area.id) {
		return notFound(phrase.AreaMissing.With(g.area.parameter, g.area.id))
	}
	return nil
}

// enter puts into a passport's parameters where and when.
func (g *gapWhere) enter(parameters map[string]any) map[string]any {
	parameters["as_of"] = g.day.String()
	switch {
	case g.polygon == nil:
		parameters[g.area.parameter] = g.area.id
	case g.zone != nil:
		parameters["zone"] = cmp.Or(*g.zone, noZone)
	}
	return parameters
}

// area is the zone, grid or belt that is asked about.
func (p parameters) area() (a gapArea, err error) {
	for _, known := range []gapArea{
		{parameter: "zone", collection: geo.Zones, condition: world.Condition{Field: geo.Zone}},
		{parameter: "grid", collection: geo.Grids, condition: world.Condition{Field: geo.GridOf}},
		{parameter: "belt", collection: geo.Belts, condition: world.Condition{Field: geo.BeltsOf}},
	} {
		id, given := p[known.parameter]
		switch {
		case !given:
			continue
		case a.parameter != "":
			return a, badParameter(known.parameter, phrase.AreaWanted.With())
		case !geo.ValidID(id):
			return a, badParameter(known.parameter, phrase.IDMalformed.With(id))
		}
		a, a.id = known, id
		a.condition.Value = geo.Text(id)
		if known.collection == geo.Belts {
			a.condition.Value = geo.List(id)
		}
	}
	if a.parameter == "" {
		return a, badParameter("zone", phrase.AreaWanted.With())
	}
	return a, nil
}

// isCurrent tells whether there is a record of an id that is valid on the World's day.
func isCurrent(t *world.Table, id string) bool {
	row, there := t.Find(id)
	return there && t.Current(row)
}
