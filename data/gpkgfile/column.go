package gpkgfile

import (
	"encoding/json"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// The columns every table begins with; GeometryColumn only where the collection has shapes.
const (
	KeyColumn      = "fid"
	GeometryColumn = "geom"
)

// SQLType is the GeoPackage type of a field's column.
func SQLType(f *geo.Field) string {
	switch f.Type {
	case geo.TypeInteger:
		return "INTEGER"
	case geo.TypeNumber:
		return "REAL"
	case geo.TypeBoolean:
		return "BOOLEAN"
	case geo.TypeDay:
		return "DATE"
	}
	return "TEXT"
}

// SQLValue is a value as its column keeps it: days as ISO dates, lists as JSON texts, stars as text, unknown as NULL.
func SQLValue(v geo.Value, f *geo.Field) any {
	switch f.Type {
	case geo.TypeInteger:
		if i, ok := v.Integer(); ok {
			return i
		}
	case geo.TypeNumber:
		if x, ok := v.Number(); ok {
			return x
		}
	case geo.TypeBoolean:
		if b, ok := v.Boolean(); ok {
			return b
		}
	case geo.TypeDay:
		if d := v.Day(); d != 0 {
			return d.String()
		}
	case geo.TypeList:
		if v.Type() == geo.TypeList {
			return string(AppendList(nil, v))
		}
	case geo.TypeStars:
		if !v.IsNone() {
			return v.String()
		}
	default:
		if s := v.Text(); s != "" {
			return s
		}
	}
	return nil
}

// AppendList appends a list as a JSON array.
func AppendList(dst []byte, v geo.Value) []byte {
	dst = append(dst, '[')
	for i, item := range v.Items() {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(dst, item)
	}
	return append(dst, ']')
}

// appendString appends a JSON string, leaving Chinese readable in the file.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c == '\n':
			dst = append(dst, '\\', 'n')
		case c == '\t':
			dst = append(dst, '\\', 't')
		default:
			dst = append(dst, c) // other control characters do not pass Validate
		}
	}
	return append(dst, '"')
}

// ParseList reads a JSON array of texts. A list without escapes, which is nearly every one, costs at most one allocation.
func ParseList(s string) (geo.Value, error) {
	if s == "" {
		return geo.Value{}, nil
	}
	if n := len(s); n >= 4 && strings.HasPrefix(s, `["`) && strings.HasSuffix(s, `"]`) && strings.IndexByte(s, '\\') < 0 {
		inner := s[2 : n-2]
		if quotes := strings.Count(inner, `"`); quotes == 0 {
			return geo.ListOfJoined(inner), nil
		} else if quotes == 2*strings.Count(inner, `","`) {
			return geo.ListOfJoined(strings.ReplaceAll(inner, `","`, "\x1f")), nil
		}
	}
	var items []string
	if err := json.Unmarshal([]byte(s), &items); err != nil {
		return geo.Value{}, geo.Invalid("gpkgfile.ParseList", phrase.ListDamaged.With(shorten(s)))
	}
	return geo.List(items...), nil
}

func shorten(s string) string {
	const most = 60
	if len(s) > most {
		return strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}
