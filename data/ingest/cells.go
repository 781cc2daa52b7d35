package ingest

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

// fill makes a row of the cells of one line.
func (t *tableRows) fill(record []string, g orb.Geometry) {
	r := &t.row1
	if len(record) < len(t.headers) || !blank(record[len(t.headers):]) {
		r.fault("malformed", "", phrase.CSVCellCount.With(len(record), len(t.headers)))
		return
	}
	r.personal = append(r.personal, t.announced...)
	schema := geo.SchemaOf(t.as)
	classed := false
	var lon, lat string
	for i, name := range t.names {
		cell, header := strings.TrimSpace(record[i]), t.headers[i]
		if name == "" || cell == "" || t.refused.has(header) {
			continue
		}
		switch name {
		case longitudeColumn:
			lon = cell
			continue
		case latitudeColumn:
			lat = cell
			continue
		}
		f := schema.Field(name)
		switch {
		case !utf8.ValidString(cell):
			r.fault("malformed", header, phrase.TextNotUTF8.With(header))
		case f == nil && (name == positionX || name == positionY):
			r.setPosition(name, cell)
		case r.looksPersonal(f, header, cell):
		case f == nil:
			r.setPosition(name, cell)
		case !f.Derived:
			classed = classed || f == geo.PositionClass
			r.set(f, header, cell)
		}
	}
	if g == nil {
		p, ok := t.point(lon, lat)
		if !ok {
			return
		}
		g = p
	}
	locate(&r.record, g, classed)
	r.close()
	r.renameColumns(t)
}

// point reads the two cells of a position; both empty are no geometry.
func (t *tableRows) point(lon, lat string) (orb.Geometry, bool) {
	if lon == "" && lat == "" {
		return nil, true
	}
	var p orb.Point
	for i, cell := range []string{lon, lat} {
		x, err := strconv.ParseFloat(cell, 64)
		if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
			header := t.headers[slices.Index(t.names, []string{longitudeColumn, latitudeColumn}[i])]
			t.row1.fault("value", header, phrase.ValueMistyped.With(header, cell, phrase.TypeNumber))
			return nil, false
		}
		p[i] = x
	}
	return p, true
}

// renameColumns makes findings that name a field name the column as the file calls it.
func (r *row) renameColumns(t *tableRows) {
	for i := range r.findings {
		if at := slices.Index(t.names, r.findings[i].Column); at >= 0 {
			r.findings[i].Column = t.headers[at]
		} else if r.findings[i].Column == "geometry" {
			if at := slices.Index(t.names, longitudeColumn); at >= 0 {
				r.findings[i].Column = t.headers[at] + "," + t.headers[slices.Index(t.names, latitudeColumn)]
			}
		}
	}
}
