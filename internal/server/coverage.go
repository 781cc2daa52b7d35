package server

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// maxCorridor is the greatest width of a corridor, in metres.
const maxCorridor = 20_000

// coverFormats are the values of f of everything about coverage.
func coverFormats() []string { return []string{"json", "geojson", "csv", "xlsx"} }

// covered is one answer about coverage.
type covered struct {
	coverage.Request
	world    *world.World // of the day asked for
	lang     phrase.Lang
	polygon  orb.Geometry // that was asked about, nil for parts
	items    []coverage.Item
	total    coverage.Figures
	stated   map[string][]coverage.Stated // by part
	passport provenance
}

// coverage answers the rates of the parts of a division.
func (s *Server) coverage(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool {
		return slices.Contains([]string{"by", "zone", "as_of", "corridor"}, name)
	})
	if err != nil {
		return err
	}
	c, err := s.covering(r, given)
	if err != nil {
		return err
	}
	if c.By, err = given.by(); err != nil {
		return err
	}
	if c.Corridor, err = given.corridor(); err != nil {
		return err
	}
	if err := c.Check(); err != nil {
		return err
	}
	err = s.work(r, func(ctx context.Context) error {
		if err := s.turnTo(ctx, r, c, given); err != nil {
			return err
		}
		return c.count()
	})
	if err != nil {
		return err
	}
	c.certify(given)
	return s.writeCoverage(w, r, c, given)
}

// coverageOf answers the rates of a polygon that is sent.
func (s *Server) coverageOf(w http.ResponseWriter, r *http.Request) error {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool { return name == "zone" || name == "as_of" })
	if err != nil {
		return err
	}
	c, err := s.covering(r, given)
	if err != nil {
		return err
	}
	body, err := readBody(r, []string{geoJSON, jsonType})
	if err != nil {
		return err
	}
	if c.polygon, err = polygonOf(body); err != nil {
		return err
	}
	err = s.work(r, func(ctx context.Context) (err error) {
		if err := coverage.CheckArea(c.world, c.polygon); err != nil {
			return err
		}
		if err := s.turnTo(ctx, r, c, given); err != nil {
			return err
		}
		c.total, err = coverage.OfArea(ctx, c.world, c.polygon, c.Request)
		return err
	})
	if err != nil {
		return err
	}
	c.items = []coverage.Item{{Part: new(world.Part), Figures: &c.total}}
	c.certify(given)
	return s.writeCoverage(w, r, c, given)
}

// covering reads what all requests about coverage have. The World is today's until turnTo.
func (s *Server) covering(r *http.Request, given parameters) (_ *covered, err error) {
	if err := given.format(coverFormats()...); err != nil {
		return nil, err
	}
	c := &covered{Request: coverage.Request{Sight: askerOf(r).sight}, world: s.app.World(), lang: languageOf(r)}
	if c.Zone, err = given.anyZoneOfSomeDay(c.world); err != nil {
		return nil, err
	}
	if _, err := given.asOf(c.world.Day()); err != nil {
		return nil, err
	}
	return c, nil
}

// turnTo takes the World of the day that is asked for.
func (s *Server) turnTo(ctx context.Context, r *http.Request, c *covered, given parameters) error {
	day, err := given.asOf(c.world.Day())
	if err != nil {
		return err
	}
	c.world, err = s.worldOn(ctx, c.world, day)
	return err
}

// asOf is the day that is asked about, today unless it is said.
func (p parameters) asOf(today geo.Day) (geo.Day, error) {
	text, given := p["as_of"]
	if !given {
		return today, nil
	}
	day, err := geo.ParseDay(text)
	switch {
	case err != nil || day <= 0:
		return 0, badParameter("as_of", phrase.AsOfMalformed.With("as_of", text))
	case day > today:
		return 0, badParameter("as_of", phrase.AsOfFuture.With("as_of", text, today))
	}
	return day, nil
}

func (p parameters) by() (coverage.By, error) {
	text, given := p["by"]
	if !given {
		return coverage.ByZone, nil
	}
	by, known := coverage.ParseBy(text)
	if !known {
		return 0, badParameter("by", phrase.ByUnknown.With(text, strings.Join(coverage.ByNames(), ", ")))
	}
	return by, nil
}

func (p parameters) corridor() (float64, error) {
	text, given := p["corridor"]
	if !given {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > maxCorridor {
		return 0, badParameter("corridor", phrase.CorridorMalformed.With(text, maxCorridor))
	}
	return float64(n), nil
}

// certify makes the passport: of the organizational rate of all that was counted.
func (c *covered) certify(given parameters) {
	parameters := map[string]any{}
	for name, value := range given {
		if name != "f" && name != "lang" {
			parameters[name] = value
		}
	}
	sources := []geo.Collection{geo.Enterprises, geo.Organizations}
	if c.polygon == nil {
		parameters["by"] = c.By.String()
		if of := c.By.Collection(); of != 0 {
			sources = append(sources, of)
		}
	}
	rate := c.total.Rate(coverage.Organizational)
	c.passport = provenanceOf(c.world, c.lang, c.Definition(c.world, c.polygon != nil), parameters, sources...).counting(rate.Numerator, rate.Denominator, rate.Unknown)
	c.passport.RuleVersion += "+" + coverage.RuleVersion
}
