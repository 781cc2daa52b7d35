package ingest

import (
	"unicode/utf8"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

func blank(record []string) bool {
	for _, cell := range record {
		if geo.Trimmed(cell) != "" {
			return false
		}
	}
	return true
}

// fill makes a row of the cells of one line.
func (l *layout) fill(r *row, cells []string, g orb.Geometry, h *hasher) {
	if len(cells) < len(l.columns) || !blank(cells[len(l.columns):]) {
		r.fault("malformed", "", phrase.CSVCellCount.With(len(cells), len(l.columns)))
		return
	}
	p := pair{named: l.has(xColumn) && !l.has(longitudeColumn)}
	classed := false
	for i := range l.columns {
		c, cell := &l.columns[i], geo.Trimmed(cells[i])
		if c.target == nil || cell == "" {
			continue
		}
		if !utf8.ValidString(cell) {
			r.fault("malformed", c.header, phrase.TextNotUTF8.With(c.header))
			continue
		}
		if f := c.target.field; f != nil {
			classed = classed || f == geo.PositionClass
			l.field(r, c, f, cell)
			continue
		}
		l.other(r, c, cell, &p, h)
	}
	if r.record.Zone == "" && l.zone != "" && l.collection != geo.Zones {
		r.record.Zone = l.zone
	}
	if g == nil {
		g = p.shape
	}
	if p.broken {
		r.say("error", "geometry", l.column(geometryColumn), "", phrase.WKTMalformed.With(l.column(geometryColumn)))
		return
	}
	if l.locate(r, p, g, classed) {
		r.close(h)
	}
	l.renameColumns(r)
}

func (l *layout) field(r *row, c *columnOf, f *geo.Field, cell string) {
	if f.Derived || r.looksPersonal(f, c.header, cell) {
		return
	}
	text, ok := tidy(f, cell)
	if !ok {
		return // a word for what is not known
	}
	r.set(f, c.header, text)
}

// other deals with a cell of a column that is no field.
func (l *layout) other(r *row, c *columnOf, cell string, p *pair, h *hasher) {
	switch c.target.name {
	case longitudeColumn:
		p.first = cell
	case latitudeColumn:
		p.second = cell
	case xColumn:
		if p.named {
			p.first = cell
		}
	case yColumn:
		if p.named {
			p.second = cell
		}
	case geometryColumn:
		p.shape, p.broken = shapeOfText(cell)
	case positionX, positionY:
		r.setPosition(c.target.name, cell)
	case addressColumn:
		if !r.looksPersonal(nil, c.header, cell) {
			r.address = cell
		}
	case participantsColumn:
		if r.looksPersonal(nil, c.header, cell) {
			return
		}
		if list, err := geo.Participants.Parse(cell); err == nil {
			r.await(h, list)
		}
	case coordinatesCRS:
		if !r.looksPersonal(nil, c.header, cell) {
			p.coordinates = cell
		}
	case positionSource, positionCRS:
		if !r.looksPersonal(nil, c.header, cell) {
			r.setPosition(c.target.name, cell)
			if c.target.name == positionCRS {
				p.system = cell
			}
		}
	}
}

// renameColumns makes findings that name a field name the column as the file calls it.
func (l *layout) renameColumns(r *row) {
	for i := range r.findings {
		f := &r.findings[i]
		f.Sheet = l.sheet
		if f.Column == "geometry" {
			for _, names := range [][2]string{{longitudeColumn, latitudeColumn}, {xColumn, yColumn}} {
				if l.has(names[0]) {
					f.Column = l.column(names[0]) + "," + l.column(names[1])
					break
				}
			}
			continue
		}
		if header := l.column(f.Column); header != "" {
			f.Column = header
		}
	}
}
