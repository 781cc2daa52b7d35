package ingest

import (
	"math"
	"strconv"

	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

// placing is how the positions of a sheet are read: in which system, and by which columns.
type placing struct {
	system crs.System // of --crs, else of what the file declares, else WGS 84
	stated bool       // somebody said so
	given  bool       // the pair as it was given stands in columns of its own, and position_crs is of that pair and not of the coordinates
}

// pair is what the cells of a row say of its position.
type pair struct {
	first, second string       // lon and lat, or x and y
	named         bool         // they are x and y
	system        string       // of the column position_crs
	coordinates   string       // of the column coordinates_crs
	shape         orb.Geometry // of the column geometry
	broken        bool         // that column holds no well-known text
}

// locate gives a row its geometry: the file's own, or that of a pair of cells, taken into WGS 84.
func (l *layout) locate(r *row, p pair, g orb.Geometry, classed bool) bool {
	system := l.place.system
	if stated, column := l.systemOf(p, g); stated != "" {
		var err error
		if system, err = crs.Parse(stated); err != nil {
			r.say("error", "crs", l.column(column), stated, textOf(err))
			return false
		}
	}
	if !l.place.given {
		r.record.Position.CRS = ""
	}
	if g == nil && (p.first != "" || p.second != "") {
		point, ok := l.point(r, p, &system)
		if !ok {
			return false
		}
		g = point
	}
	if g == nil {
		return l.geocode(r, classed)
	}
	if system == (crs.System{}) {
		if _, kind := outside(g); kind == "" {
			l.doubt(r, system, g, g)
		}
		locate(&r.record, g, classed)
		return true
	}
	if _, kind := outside(g); kind == "swapped" && system.Geographic() {
		locate(&r.record, g, classed) // it is said where WGS 84 is looked at
		return true
	}
	return l.convert(r, system, g, classed)
}

// systemOf is the system that a row itself says its coordinates are in, "" if it does not, and the column that says it. Where a file declares the
// system of its shapes, coordinates_crs is not asked: programs that convert a layer leave its attributes as they were.
func (l *layout) systemOf(p pair, g orb.Geometry) (name, column string) {
	ownShape := g != nil && p.shape == nil
	switch {
	case p.coordinates != "" && !(ownShape && l.place.stated):
		return p.coordinates, coordinatesCRS
	case l.place.given:
		return "", ""
	}
	return p.system, positionCRS
}

// convert takes a geometry into WGS 84 and keeps the pair as it was given, unless it stands in columns of its own.
func (l *layout) convert(r *row, system crs.System, g orb.Geometry, classed bool) bool {
	moved, err := system.GeometryToWGS84(g)
	if err != nil {
		text := textOf(err)
		if p, is := g.(orb.Point); is {
			if e := crs.Explain(system, p, crs.China()); e.Fault != crs.Sound && e.Fault != crs.Unexplained {
				text = e.Text()
			}
		}
		r.say("error", "outside_crs", "geometry", "", text)
		return false
	}
	if !l.place.given {
		givePosition(&r.record.Position, system, g)
	}
	l.doubt(r, system, g, moved)
	locate(&r.record, moved, classed)
	return true
}

// givePosition enters a geometry as it was given: its system and, of a point, the pair.
func givePosition(p *geo.Position, system crs.System, g orb.Geometry) {
	p.CRS, p.X, p.Y = system.String(), 0, 0
	if point, is := g.(orb.Point); is {
		p.X, p.Y = point[0], point[1]
	}
}

// doubt warns of a place that is in no part of China as it stands and would be if its pair were read otherwise.
func (l *layout) doubt(r *row, system crs.System, g, moved orb.Geometry) {
	given, is := g.(orb.Point)
	at, _ := moved.(orb.Point)
	if !is || crs.China().Contains(at) {
		return
	}
	if e := crs.Explain(system, given, crs.China()); e.Fault != crs.Sound && e.Fault != crs.Unexplained {
		r.say("warning", "doubtful", "geometry", "", e.Text())
	}
}

// point reads the two cells of a position.
func (l *layout) point(r *row, p pair, system *crs.System) (orb.Point, bool) {
	var at orb.Point
	names := [2]string{longitudeColumn, latitudeColumn}
	if p.named {
		names = [2]string{xColumn, yColumn}
	}
	for i, cell := range [2]string{p.first, p.second} {
		x, ok := degrees(cell)
		if !ok {
			header := l.column(names[i])
			r.say("error", "value", header, cell, phrase.ValueMistyped.With(header, cell, phrase.TypeNumber))
			return at, false
		}
		at[i] = x
	}
	if p.named {
		return l.axes(r, at, system)
	}
	return at, true
}

// axes decides by the values which of X and Y runs east: surveyors in China call the northing X, others the easting. A northing of China lies
// between 300 and 6,200 km; an easting is below 900 km, or begins with the number of its zone.
func (l *layout) axes(r *row, at orb.Point, system *crs.System) (orb.Point, bool) {
	if math.Abs(at[0]) <= 180 && math.Abs(at[1]) <= 180 {
		if at[0] < 60 && at[1] > 70 {
			at[0], at[1] = at[1], at[0]
		}
		return at, true
	}
	if system.Geographic() && l.place.stated {
		return at, true // it will be found outside
	}
	if easting(at[1]) && !easting(at[0]) {
		at[0], at[1] = at[1], at[0]
		r.axes = phrase.AxesNorthFirst
	} else {
		r.axes = phrase.AxesEastFirst
	}
	if *system != (crs.System{}) {
		return at, true
	}
	zone := int(at[0] / 1e6)
	found, known := crs.FromEPSG(4513 + zone - 25)
	if zone < 25 || zone > 45 || !known {
		header := l.column(xColumn) + "," + l.column(yColumn)
		r.say("error", "crs", header, "", phrase.CRSUnstated.With(at[0], at[1]))
		return at, false
	}
	*system = found
	r.inferred = found
	return at, true
}

func easting(x float64) bool { return x >= 1e5 && x < 1e6 || x >= 2.4e7 && x < 4.7e7 }

// degrees reads a coordinate: a plain number, or degrees, minutes and seconds as people write them.
func degrees(cell string) (float64, bool) {
	if x, err := strconv.ParseFloat(cell, 64); err == nil {
		return x, !math.IsNaN(x) && !math.IsInf(x, 0)
	}
	x, err := crs.ParseDegrees(cell)
	return x, err == nil
}

// locate gives a record its geometry and, where the file stated no position class, the plain one: exact for a place, unlocated for none.
func locate(r *geo.Record, g orb.Geometry, classed bool) {
	r.Geometry = g
	if classed {
		return
	}
	r.Position.Class = geo.Unlocated
	if g != nil {
		r.Position.Class = geo.Exact
	}
}
