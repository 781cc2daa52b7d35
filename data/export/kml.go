package export

import (
	"bufio"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"time"

	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
	"github.com/paulmach/orb"
)

// KML writes placemarks (OGC 07-147r2), one a record, with the properties as ExtendedData and the Chinese name once more as their name. KML is WGS 84 by its standard:
// another system is an error of kind invalid.
func KML(ctx context.Context, w io.Writer, src Source, o Options) (int, error) {
	if o.System != (crs.System{}) {
		return 0, geo.Invalid("export.KML", phrase.KMLOnlyWGS84.With(o.System.String()))
	}
	out := bufio.NewWriterSize(w, 1<<16)
	schema := geo.SchemaOf(o.Collection)
	_, _ = out.WriteString(xml.Header + `<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>` + schema.Collection.String() + "</name>\n")
	columns := o.columns()
	var line, text []byte
	count, err := o.each(ctx, src, func(r *geo.Record) error {
		line = append(line[:0], "<Placemark><name>"...)
		line = appendXML(line, []byte(r.NameZH))
		line = append(line, "</name><ExtendedData>"...)
		for i := range columns {
			c := &columns[i]
			v := c.value(r)
			if c.name == "lon" || c.name == "lat" || c.name == "geometry" || v.IsNone() {
				continue
			}
			text = cellText(text[:0], v)
			line = append(append(append(line, `<Data name="`...), c.name...), `"><value>`...)
			line = append(appendXML(line, text), "</value></Data>"...)
		}
		line = append(line, "</ExtendedData>"...)
		line = appendKMLGeometry(line, r.Geometry)
		_, err := out.Write(append(line, "</Placemark>\n"...))
		return err
	})
	if err != nil {
		return count, err
	}
	_, _ = out.WriteString("</Document></kml>\n")
	return count, out.Flush()
}

// appendXML appends text with what is markup in it escaped. Control characters do not occur: records with them do not validate.
func appendXML(b, text []byte) []byte {
	for _, c := range text {
		switch c {
		case '&':
			b = append(b, "&amp;"...)
		case '<':
			b = append(b, "&lt;"...)
		case '>':
			b = append(b, "&gt;"...)
		case '"':
			b = append(b, "&quot;"...)
		default:
			b = append(b, c)
		}
	}
	return b
}

func appendKMLGeometry(b []byte, g orb.Geometry) []byte {
	switch g := g.(type) {
	case orb.Point:
		return append(appendKMLPath(append(b, "<Point>"...), []orb.Point{g}), "</Point>"...)
	case orb.LineString:
		return append(appendKMLPath(append(b, "<LineString>"...), g), "</LineString>"...)
	case orb.MultiLineString:
		b = append(b, "<MultiGeometry>"...)
		for _, line := range g {
			b = appendKMLGeometry(b, line)
		}
		return append(b, "</MultiGeometry>"...)
	case orb.Polygon:
		b = append(b, "<Polygon>"...)
		for i, ring := range g {
			side := "innerBoundaryIs"
			if i == 0 {
				side = "outerBoundaryIs"
			}
			b = append(append(append(b, '<'), side...), "><LinearRing>"...)
			b = appendKMLPath(b, ring)
			b = append(append(append(b, "</LinearRing></"...), side...), '>')
		}
		return append(b, "</Polygon>"...)
	case orb.MultiPolygon:
		b = append(b, "<MultiGeometry>"...)
		for _, polygon := range g {
			b = appendKMLGeometry(b, polygon)
		}
		return append(b, "</MultiGeometry>"...)
	}
	return b
}

func appendKMLPath(b []byte, path []orb.Point) []byte {
	b = append(b, "<coordinates>"...)
	for i, p := range path {
		if i > 0 {
			b = append(b, ' ')
		}
		b = appendDegrees(b, p[0])
		b = appendDegrees(append(b, ','), p[1])
	}
	return append(b, "</coordinates>"...)
}

// tourKML writes a tour as KML: its stops as numbered placemarks and then the legs between them, each with what is told of it.
func tourKML(t *Tour) ([]byte, error) {
	placed, err := t.placed("KML")
	if err != nil {
		return nil, err
	}
	b := appendElement([]byte(xml.Header+`<kml xmlns="http://www.opengis.net/kml/2.2"><Document>`), "name", t.name())
	b = append(appendElement(b, "description", t.notes()), '\n')
	for i := range placed {
		p := &placed[i]
		b = appendElement(append(b, "<Placemark>"...), "name", numbered(p, t.nameOf(p)))
		b = appendElement(b, "description", t.story(p))
		if p.Timed && t.Day() != 0 {
			b = appendElement(append(b, "<TimeStamp>"...), "when", t.at(p.Arrive).Format(time.RFC3339))
			b = append(b, "</TimeStamp>"...)
		}
		b = append(appendKMLGeometry(b, p.Point), "</Placemark>\n"...)
	}
	for i := range placed {
		p := &placed[i]
		if p.Leg == nil {
			continue
		}
		b = appendElement(append(b, "<Placemark>"...), "name", t.between(p))
		b = appendElement(b, "description", t.way(p.Leg))
		b = append(appendKMLGeometry(b, p.Leg.Path), "</Placemark>\n"...)
	}
	return append(b, "</Document></kml>\n"...), nil
}

func numbered(p *tour.Passage, name string) string { return fmt.Sprintf("%d. %s", p.Seq, name) }
