package geo

import (
	"strconv"
	"strings"

	"beltmap/geo/phrase"
)

// Class says who may read a field.
type Class uint8

// Public fields are read by everyone; internal ones only by those signed in, or on an intranet server.
const (
	Public Class = iota
	Internal
)

func (c Class) String() string {
	if c == Internal {
		return "internal"
	}
	return "public"
}

// Code is one allowed value of a coded field, with its label.
type Code struct {
	Value string
	Label phrase.Phrase
}

// Field describes one property of a collection: its name everywhere (table column, JSON key, query parameter, CSV header), its type,
// and who may read it. Fields are declared once, in schema.go, and compared by pointer.
type Field struct {
	Name    string
	Type    Type
	Class   Class
	Label   phrase.Phrase
	Unit    string     // unit of a number, such as "m2"; "" for plain counts and texts
	Refers  Collection // the collection a link's id belongs to, 0 if it is no link
	Codes   []Code     // the allowed values of a coded field, nil if any text will do
	Derived bool       // computed from other records (an enterprise's status), never stored or imported
	OnTile  bool       // carried by vector tiles
	Clock   bool       // a text that is a time of day in Asia/Shanghai, as 09:05
}

// Awaits tells whether a link may be the name of what nobody has brought yet: lists come in any order. Zones, belts and grids are made up instead.
func (f *Field) Awaits() bool {
	return f.Refers != 0 && f.Refers != Zones && f.Refers != Belts && f.Refers != Grids
}

// CodeLabel is the label of one of the field's codes.
func (f *Field) CodeLabel(value string) (phrase.Phrase, bool) {
	for _, c := range f.Codes {
		if c.Value == value {
			return c.Label, true
		}
	}
	return phrase.Phrase{}, false
}

// Parse reads a value of the field from plain text, as it stands in a CSV cell or a query parameter. Empty text is unknown. It
// checks the type; Validate checks codes and ranges.
func (f *Field) Parse(s string) (Value, error) {
	s = Trimmed(s)
	if s == "" {
		return Value{}, nil
	}
	mistyped := func(want phrase.Phrase) (Value, error) {
		return Value{}, Invalid("geo.Field.Parse", phrase.ValueMistyped.With(f.Name, s, want))
	}
	switch f.Type {
	case TypeText, TypeCode:
		if f.Clock {
			c, err := ParseClock(s)
			if err != nil {
				return Value{}, Invalid("geo.Field.Parse", phrase.ClockMalformed.With(f.Name, s))
			}
			s = c.String()
		}
		return Text(s), nil
	case TypeInteger:
		i, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return mistyped(phrase.TypeInteger)
		}
		return Integer(i), nil
	case TypeNumber:
		x, err := strconv.ParseFloat(s, 64)
		if v := Number(x); err == nil && !v.IsNone() {
			return v, nil
		}
		return mistyped(phrase.TypeNumber)
	case TypeBoolean:
		switch strings.ToLower(s) {
		case "true", "1", "是", "yes":
			return Boolean(true), nil
		case "false", "0", "否", "no":
			return Boolean(false), nil
		}
		return mistyped(phrase.TypeBoolean)
	case TypeDay:
		d, err := ParseDay(s)
		if err != nil {
			return mistyped(phrase.TypeDay)
		}
		return OnDay(d), nil
	case TypeList:
		items := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(";\uff1b,\uff0c、"+listSeparator, r) })
		kept := items[:0]
		for _, item := range items {
			if item = strings.TrimSpace(item); item != "" {
				kept = append(kept, item)
			}
		}
		return List(kept...), nil
	case TypeStars:
		if s == Unrated {
			return Text(s), nil
		}
		i, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return mistyped(phrase.TypeStars)
		}
		return Integer(i), nil
	}
	return mistyped(phrase.TypeText)
}
