package export

import (
	"bufio"
	"context"
	"io"
	"strconv"
	"unicode/utf8"

	"beltmap/geo"
	"beltmap/geo/crs"
	"github.com/paulmach/orb"
)

// GeoJSON writes a collection as an RFC 7946 FeatureCollection, a feature a line, and returns how many there were. The foreign member
// "collection" stands in the collection and in every feature, so that files may be joined and split. In another system than WGS 84, which RFC
// 7946 knows no more, the member "crs" of GeoJSON 2008 names it, as GDAL writes it.
func GeoJSON(ctx context.Context, w io.Writer, src Source, o Options) (int, error) {
	out := bufio.NewWriterSize(w, 1<<16)
	name := o.Collection.String()
	_, _ = out.WriteString(`{"type":"FeatureCollection","collection":"` + name + `",` + o.crsMember() + `"features":[`)
	fields := o.fields()
	var line []byte
	first := true
	count, err := o.each(ctx, src, func(r *geo.Record) error {
		line = line[:0]
		if !first {
			line = append(line, ',')
		}
		first = false
		line = append(line, '\n')
		line = o.appendFeature(line, r, fields)
		_, err := out.Write(line)
		return err
	})
	if err != nil {
		return count, err
	}
	_, _ = out.WriteString("\n]}\n")
	return count, out.Flush()
}

// crsMember is the member that names the system, followed by a comma; none for WGS 84.
func (o Options) crsMember() string {
	if o.System == (crs.System{}) {
		return ""
	}
	name := o.System.String()
	if code := o.System.EPSG(); code != 0 {
		name = "urn:ogc:def:crs:EPSG::" + strconv.Itoa(code)
	}
	return `"crs":{"type":"name","properties":{"name":"` + name + `"}},`
}

func (o Options) appendFeature(b []byte, r *geo.Record, fields []*geo.Field) []byte {
	b = append(b, `{"type":"Feature","collection":"`...)
	b = append(b, o.Collection.String()...)
	b = append(b, `","id":`...)
	b = appendString(b, r.ID)
	b = append(b, `,"geometry":`...)
	b = appendGeometry(b, r.Geometry)
	b = append(b, `,"properties":{"id":`...)
	b = appendString(b, r.ID)
	for _, f := range geo.CommonFields()[1:] {
		b = appendProperty(b, f, r.Get(f))
	}
	if o.Class == geo.Internal {
		b = appendText(b, "position_source", r.Position.Source)
		if o.System != (crs.System{}) && r.Geometry != nil {
			b = appendText(b, "coordinates_crs", o.System.String())
		}
		if r.Position.CRS != "" {
			b = appendText(b, "position_crs", r.Position.CRS)
			b = appendNumber(append(b, `,"position_x":`...), r.Position.X)
			b = appendNumber(append(b, `,"position_y":`...), r.Position.Y)
		}
	}
	for _, f := range fields {
		b = appendProperty(b, f, r.Get(f))
	}
	return append(b, "}}"...)
}

func appendText(b []byte, name, text string) []byte {
	if text == "" {
		return b
	}
	b = appendString(append(b, ','), name)
	return appendString(append(b, ':'), text)
}

// appendProperty appends a known value after a comma; what is unknown is left out.
func appendProperty(b []byte, f *geo.Field, v geo.Value) []byte {
	if v.IsNone() {
		return b
	}
	b = appendString(append(b, ','), f.Name)
	b = append(b, ':')
	switch v.Type() {
	case geo.TypeInteger:
		i, _ := v.Integer()
		return strconv.AppendInt(b, i, 10)
	case geo.TypeNumber:
		x, _ := v.Number()
		return appendNumber(b, x)
	case geo.TypeBoolean:
		truth, _ := v.Boolean()
		return strconv.AppendBool(b, truth)
	case geo.TypeList:
		b = append(b, '[')
		for i, item := range v.Items() {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendString(b, item)
		}
		return append(b, ']')
	}
	return appendString(b, v.String())
}

func appendNumber(b []byte, x float64) []byte { return strconv.AppendFloat(b, x, 'g', -1, 64) }

// appendDegrees appends a coordinate with at most eight decimals: the seven that say a stored number exactly, and a millimetre of a converted one.
func appendDegrees(b []byte, x float64) []byte {
	b = strconv.AppendFloat(b, x, 'f', 8, 64)
	end := len(b)
	for b[end-1] == '0' {
		end--
	}
	if b[end-1] == '.' {
		end--
	}
	return b[:end]
}

func appendPoint(b []byte, p orb.Point) []byte {
	b = appendDegrees(append(b, '['), p[0])
	b = appendDegrees(append(b, ','), p[1])
	return append(b, ']')
}

func appendPath(b []byte, path []orb.Point) []byte {
	b = append(b, '[')
	for i, p := range path {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendPoint(b, p)
	}
	return append(b, ']')
}

func appendPaths[P ~[]orb.Point](b []byte, paths []P) []byte {
	b = append(b, '[')
	for i, path := range paths {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendPath(b, path)
	}
	return append(b, ']')
}

func appendGeometry(b []byte, g orb.Geometry) []byte {
	if g == nil {
		return append(b, "null"...)
	}
	b = append(append(append(b, `{"type":"`...), g.GeoJSONType()...), `","coordinates":`...)
	switch g := g.(type) {
	case orb.Point:
		b = appendPoint(b, g)
	case orb.LineString:
		b = appendPath(b, g)
	case orb.MultiLineString:
		b = appendPaths(b, g)
	case orb.Polygon:
		b = appendPaths(b, g)
	case orb.MultiPolygon:
		b = append(b, '[')
		for i, polygon := range g {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendPaths(b, polygon)
		}
		b = append(b, ']')
	}
	return append(b, '}')
}

const hex = "0123456789abcdef"

// appendString appends a JSON string; Chinese stays readable.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		case c < utf8.RuneSelf:
			b = append(b, c)
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, r)
			i += size - 1
		}
	}
	return append(b, '"')
}
