package geo

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

// The bounds of a record, so that no reader of foreign bytes can make one of any size.
const (
	MaxIDLength   = 64
	MaxNameLength = 200
	MaxTextLength = 4000
	MaxListLength = 1 << 20 // bytes of a list, joined
	MaxVertices   = 100_000
	maxLatitude   = 85.0511287798066 // where Web Mercator ends
)

// Severity says what a finding does to its record.
type Severity uint8

// A warning keeps the record; an error leaves it out.
const (
	Warning Severity = iota
	Fault
)

// Finding is one thing wrong with a record.
type Finding struct {
	Field    string // the property, "geometry", or "" for the whole record
	Severity Severity
	Text     phrase.Text
}

// Validate checks a record by itself: ids, names, types, codes, ranges, coordinates, and that nothing in it looks like a natural
// person. Links to other records, and whether polygons cross themselves, are checked where those can be seen (data/check,
// data/ingest). No findings of severity Fault means the record may be stored.
func (r *Record) Validate() []Finding {
	v := validation{}
	v.id(r.ID)
	if r.NameZH == "" && r.Collection != Facts && r.Collection != Ground {
		v.fault(NameZH.Name, phrase.NameMissing.With())
	}
	v.text(NameZH.Name, r.NameZH, MaxNameLength)
	v.text(NameEN.Name, r.NameEN, MaxNameLength)
	v.text(Source.Name, r.Source, MaxTextLength)
	v.text("position_source", r.Position.Source, MaxTextLength)
	v.link(Zone, r.Zone)
	v.code(PositionClass, string(r.Position.Class))
	if r.Valid.From != 0 && r.Valid.To != 0 && r.Valid.To < r.Valid.From {
		v.fault(ValidTo.Name, phrase.PeriodReversed.With(r.Valid.To, r.Valid.From))
	}
	fields := SchemaOf(r.Collection).Fields
	for i := range r.values {
		if x := &r.values[i]; x.kind != TypeNone {
			v.value(fields[i], *x)
		}
	}
	if r.Collection == Enterprises {
		if code := r.Get(USCC).Text(); code != "" && !ValidUSCC(code) {
			v.warn(USCC.Name, phrase.USCCCheckFailed.With(code))
		}
	}
	if r.Collection == Stops {
		v.stop(r)
	}
	v.geometry(r)
	return v.findings
}

// FirstFault is the first finding that leaves a record out.
func FirstFault(findings []Finding) (Finding, bool) {
	for _, f := range findings {
		if f.Severity == Fault {
			return f, true
		}
	}
	return Finding{}, false
}

type validation struct{ findings []Finding }

func (v *validation) fault(field string, t phrase.Text) {
	v.findings = append(v.findings, Finding{field, Fault, t})
}

func (v *validation) warn(field string, t phrase.Text) {
	v.findings = append(v.findings, Finding{field, Warning, t})
}

func (v *validation) id(id string) {
	switch {
	case id == "":
		v.fault(ID.Name, phrase.IDMissing.With())
	case !ValidID(id):
		v.fault(ID.Name, phrase.IDMalformed.With(id))
	default:
		v.person(ID.Name, id)
	}
}

// ValidID tells whether a text can be an id: letters, digits and - _ . : of any script, no spaces or slashes, at most 64 characters.
func ValidID(id string) bool {
	if plain := plainID(id); plain || id == "" || len(id) > 4*MaxIDLength || utf8.RuneCountInString(id) > MaxIDLength || !utf8.ValidString(id) {
		return plain
	}
	for _, c := range id {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("-_.:", c) {
			return false
		}
	}
	return true
}

// plainID tells of most ids that they can be one, and does not tell of the others.
func plainID(id string) bool {
	for i := range len(id) {
		if c := id[i]; c-'0' > 9 && c|0x20-'a' > 25 && c != '-' {
			return false
		}
	}
	return id != "" && len(id) <= MaxIDLength
}

func (v *validation) text(field, s string, most int) {
	if s == "" || len(s) <= most && plainText(s) {
		return
	}
	if len(s) > most {
		if n := utf8.RuneCountInString(s); n > most {
			v.fault(field, phrase.TextTooLong.With(field, n, most))
			return
		}
	}
	if !cleanText(s) {
		v.fault(field, phrase.TextNotUTF8.With(field))
		return
	}
	v.person(field, s)
}

// plainText tells of most texts, which are ASCII and Chinese characters, in one pass that they are clean and hold too few digits for a number of a person; it does not tell of
// the others.
func plainText(s string) bool {
	digits := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c-'0' <= 9:
			digits++
		case c-0x20 < 0x7F-0x20:
		case c-0xE4 <= 5 && i+2 < len(s) && s[i+1]&0xC0 == 0x80 && s[i+2]&0xC0 == 0x80: // U+4000 to U+9FFF
			i += 2
		default:
			return false
		}
	}
	return digits < personDigits
}

func cleanText(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for i := range len(s) {
		if s[i] < 0x20 && s[i] != '\n' && s[i] != '\t' || s[i] == 0x7f {
			return false
		}
	}
	return true
}

func (v *validation) person(field, s string) {
	if what, found := PersonalData(s); found {
		v.fault(field, phrase.PersonalData.With(field, what))
	}
}

func (v *validation) link(f *Field, id string) {
	switch {
	case id == "" || ValidID(id):
	case f.Awaits():
		v.text(f.Name, id, MaxNameLength)
	default:
		v.fault(f.Name, phrase.IDMalformed.With(id))
	}
}

func (v *validation) code(f *Field, s string) {
	if s == "" || f.Codes == nil {
		return
	}
	if _, ok := f.CodeLabel(s); !ok {
		allowed := make([]string, len(f.Codes))
		for i, c := range f.Codes {
			allowed[i] = c.Value
		}
		v.fault(f.Name, phrase.CodeUnknown.With(f.Name, s, strings.Join(allowed, ", ")))
	}
}

func (v *validation) value(f *Field, x Value) {
	if !f.holds(x) {
		v.fault(f.Name, phrase.ValueMistyped.With(f.Name, x.String(), typeLabel(f.Type)))
		return
	}
	switch f.Type {
	case TypeText, TypeCode:
		switch {
		case f == USCC:
			// Eighteen digits in a row are a code here, not an identity number.
			if !ValidID(x.Text()) {
				v.fault(f.Name, phrase.IDMalformed.With(x.Text()))
			}
		case f.Refers != 0:
			v.link(f, x.Text())
		case f.Clock:
			if c, err := ParseClock(x.Text()); err != nil || c.String() != x.Text() {
				v.fault(f.Name, phrase.ClockMalformed.With(f.Name, shortened(x.Text())))
			}
		default:
			v.text(f.Name, x.Text(), MaxTextLength)
			v.code(f, x.Text())
		}
	case TypeInteger:
		if i, _ := x.Integer(); i < 0 {
			v.fault(f.Name, phrase.CountNegative.With(f.Name, i))
		}
	case TypeStars:
		if i, ok := x.Integer(); (ok && (i < 0 || i > 5)) || (!ok && x.Text() != Unrated) {
			v.fault(f.Name, phrase.StarsOutOfRange.With(x.String()))
		}
	case TypeList:
		v.list(f, x)
	}
}

func (v *validation) list(f *Field, x Value) {
	if n := len(x.Joined()); n > MaxListLength {
		v.fault(f.Name, phrase.TextTooLong.With(f.Name, n, MaxListLength))
		return
	}
	for _, item := range x.Items() {
		if f.Refers != 0 {
			v.link(f, item)
		} else {
			v.text(f.Name, item, MaxTextLength)
			v.code(f, item)
		}
	}
}

// holds tells whether a value is of the field's type.
func (f *Field) holds(x Value) bool {
	switch f.Type {
	case TypeText, TypeCode:
		return x.Type() == TypeText
	case TypeNumber:
		return x.Type() == TypeNumber || x.Type() == TypeInteger
	case TypeStars:
		return x.Type() == TypeInteger || x.Type() == TypeText
	}
	return x.Type() == f.Type
}

func typeLabel(t Type) phrase.Phrase {
	switch t {
	case TypeInteger:
		return phrase.TypeInteger
	case TypeNumber:
		return phrase.TypeNumber
	case TypeBoolean:
		return phrase.TypeBoolean
	case TypeDay:
		return phrase.TypeDay
	case TypeList:
		return phrase.TypeList
	case TypeStars:
		return phrase.TypeStars
	}
	return phrase.TypeText
}

func (v *validation) geometry(r *Record) {
	const field = "geometry"
	if r.Geometry == nil {
		if r.Position.Class != Unlocated {
			v.fault(field, phrase.GeometryMissing.With(string(r.Position.Class)))
		}
		return
	}
	schema := SchemaOf(r.Collection)
	if !schema.Fits(r.Geometry) {
		v.fault(field, phrase.GeometryUnfit.With(schema.Label, r.Geometry.GeoJSONType()))
		return
	}
	if p, is := r.Geometry.(orb.Point); is && math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= maxLatitude {
		return // as nearly all are
	}
	count := 0
	complete := eachPath(r.Geometry, func(path []orb.Point, least int, closed bool) bool {
		count += len(path)
		if len(path) < least || (closed && path[0] != path[len(path)-1]) {
			return false
		}
		for _, p := range path {
			if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
				v.fault(field, phrase.OutsideWGS84.With(p[0], p[1]))
				return true
			}
			if math.Abs(p[1]) > maxLatitude {
				v.fault(field, phrase.OutsideMercator.With(p[1]))
				return true
			}
		}
		return true
	})
	if !complete || count == 0 {
		v.fault(field, phrase.GeometryEmpty.With())
	}
	if count > MaxVertices {
		v.fault(field, phrase.TextTooLong.With(field, count, MaxVertices))
	}
}

// eachPath visits the point runs of a geometry with the fewest points such a run needs and whether it must be closed; it stops and
// says false when visit does.
func eachPath(g orb.Geometry, visit func(path []orb.Point, least int, closed bool) bool) bool {
	rings := func(p orb.Polygon) bool {
		for _, ring := range p {
			if !visit(ring, 4, true) {
				return false
			}
		}
		return len(p) > 0
	}
	switch g := g.(type) {
	case orb.Point:
		return visit([]orb.Point{g}, 1, false)
	case orb.LineString:
		return visit(g, 2, false)
	case orb.MultiLineString:
		for _, line := range g {
			if !visit(line, 2, false) {
				return false
			}
		}
		return len(g) > 0
	case orb.Polygon:
		return rings(g)
	case orb.MultiPolygon:
		for _, p := range g {
			if !rings(p) {
				return false
			}
		}
		return len(g) > 0
	}
	return false
}
