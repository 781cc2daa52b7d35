package server

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
)

// comparison is what requests about matrices, peers and readiness have in common.
type comparison struct {
	given parameters
	world *world.World // of the day asked for
	sight geo.Sight
	lang  phrase.Lang
	base  string // of links
}

// tableFormats are the values of f of what is a document or a table.
func tableFormats() []string { return []string{"json", "csv", "xlsx"} }

// comparing reads a request of some parameters, as_of among them. The World is today's until on.
func (s *Server) comparing(r *http.Request, known ...string) (*comparison, error) {
	given, err := parseParameters(r.URL.RawQuery, func(name string) bool { return name == "as_of" || slices.Contains(known, name) })
	if err != nil {
		return nil, err
	}
	if err := given.format(tableFormats()...); err != nil {
		return nil, err
	}
	c := &comparison{given, s.app.World(), askerOf(r).sight, languageOf(r), s.base(r)}
	_, err = given.asOf(c.world.Day())
	return c, err
}

// on computes with the World of the day asked for, on which the zone that is given must be there.
func (s *Server) on(r *http.Request, c *comparison, compute func(context.Context) error) error {
	zone, err := c.given.anyZoneOfSomeDay(c.world)
	if err != nil {
		return err
	}
	return s.work(r, func(ctx context.Context) error {
		day, err := c.given.asOf(c.world.Day())
		if err != nil {
			return err
		}
		if c.world, err = s.worldOn(ctx, c.world, day); err != nil {
			return err
		}
		if err := thereOn(c.world, zone); err != nil {
			return err
		}
		return compute(ctx)
	})
}

// answer answers the document, or the table as a file.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, c *comparison, document any, sheet export.Sheet, chinese phrase.Phrase) error {
	format := c.given["f"]
	if format != "csv" && format != "xlsx" {
		body, err := json.Marshal(document)
		if err != nil {
			return err
		}
		return s.versioned(w, r, jsonType, c.lang, c.world, append(body, '\n'))
	}
	if r.Method != http.MethodHead {
		if err := s.enterExport(r, sheet.Name, format); err != nil {
			return err
		}
	}
	write := sheet.WriteCSV
	if format == "xlsx" {
		write = sheet.WriteXLSX
	}
	name := "-" + c.world.Day().String()
	if zone := c.given["zone"]; zone != "" && zone != noZone {
		name = "-" + zone + name
	}
	return s.sheetFile(w, r, format, sheet.Name+name, chinese.ZH+name, write)
}

// href is a link to one of our resources.
func (c *comparison) href(path string, query parameters) string {
	return hrefOf(c.base+path, query, "")
}

// passport is that of a comparison, with the version of the rates' definitions.
func (c *comparison) passport(definition phrase.Text, parameters map[string]any, sources ...geo.Collection) provenance {
	parameters["as_of"] = c.world.Day().String()
	p := provenanceOf(c.world, c.lang, definition, parameters, sources...)
	p.RuleVersion += "+" + coverage.RuleVersion
	return p
}

// zoneName is what a zone is called.
func (c *comparison) zoneName(id string) phrase.Text { return coverage.ByZone.NameOf(c.world, id) }

func countOrNull(n int, known bool) *int {
	if !known {
		return nil
	}
	return &n
}

func wholeOrNone(n *int) geo.Value {
	if n == nil {
		return geo.Value{}
	}
	return geo.Integer(int64(*n))
}

func numberOrNone(x *float64) geo.Value {
	if x == nil {
		return geo.Value{}
	}
	return geo.Number(*x)
}

func truthOrNone(b *bool) geo.Value {
	if b == nil {
		return geo.Value{}
	}
	return geo.Boolean(*b)
}
