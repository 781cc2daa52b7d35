package geo

import (
	"math"
	"strconv"
	"strings"
)

// Type is the type of a property.
type Type uint8

// The types a property can have. A Code is a text of few distinct values, kept as a dictionary; Stars is an integer from 0 to 5 or
// the text "unrated"; a List holds texts (most often ids) in order.
const (
	TypeNone Type = iota
	TypeText
	TypeCode
	TypeInteger
	TypeNumber
	TypeBoolean
	TypeDay
	TypeList
	TypeStars
)

// Unrated is the value of stars when an organization was not rated, which is not the same as unknown.
const Unrated = "unrated"

const listSeparator = "\x1f" // may not occur in texts: Validate refuses control characters

// Value is the value of one property. The zero Value is unknown. Values are comparable with ==.
type Value struct {
	text string
	bits uint64
	kind Type // TypeText, TypeInteger, TypeNumber, TypeBoolean, TypeDay or TypeList; never TypeCode or TypeStars
}

// Text is a text value; the empty text is unknown.
func Text(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{kind: TypeText, text: s}
}

// Integer is an integer value.
func Integer(i int64) Value { return Value{kind: TypeInteger, bits: uint64(i)} }

// Number is a number value; NaN and infinities are unknown.
func Number(f float64) Value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Value{}
	}
	return Value{kind: TypeNumber, bits: math.Float64bits(f)}
}

// Boolean is a truth value.
func Boolean(b bool) Value {
	v := Value{kind: TypeBoolean}
	if b {
		v.bits = 1
	}
	return v
}

// OnDay is a day value; no day is unknown.
func OnDay(d Day) Value {
	if d == 0 {
		return Value{}
	}
	return Value{kind: TypeDay, bits: uint64(d)}
}

// List is a list value; an empty list is unknown.
func List(items ...string) Value {
	if len(items) == 0 {
		return Value{}
	}
	return Value{kind: TypeList, text: strings.Join(items, listSeparator)}
}

// ListOfJoined is a list value from text already joined by U+001F, which saves the store and the World a copy.
func ListOfJoined(joined string) Value {
	if joined == "" {
		return Value{}
	}
	return Value{kind: TypeList, text: joined}
}

// IsNone tells whether the value is unknown.
func (v Value) IsNone() bool { return v.kind == TypeNone }

// Type is the value's own type: none, text, integer, number, boolean, day or list.
func (v Value) Type() Type { return v.kind }

// Text is the text, or "" if the value is not one.
func (v Value) Text() string {
	if v.kind == TypeText {
		return v.text
	}
	return ""
}

// Integer is the integer, and whether the value is one.
func (v Value) Integer() (int64, bool) { return int64(v.bits), v.kind == TypeInteger }

// Number is the number, and whether the value is one; integers count as numbers.
func (v Value) Number() (float64, bool) {
	switch v.kind {
	case TypeNumber:
		return math.Float64frombits(v.bits), true
	case TypeInteger:
		return float64(int64(v.bits)), true
	}
	return 0, false
}

// Boolean is the truth value, and whether the value is one.
func (v Value) Boolean() (value, known bool) { return v.bits == 1, v.kind == TypeBoolean }

// Day is the day, or no day.
func (v Value) Day() Day {
	if v.kind == TypeDay {
		return Day(v.bits)
	}
	return 0
}

// Joined is a list's elements joined by U+001F, or "".
func (v Value) Joined() string {
	if v.kind == TypeList {
		return v.text
	}
	return ""
}

// Items are a list's elements.
func (v Value) Items() []string {
	if v.kind != TypeList {
		return nil
	}
	return strings.Split(v.text, listSeparator)
}

// Contains tells whether a list has an element.
func (v Value) Contains(item string) bool {
	if v.kind != TypeList {
		return false
	}
	for rest, found := v.text, true; found; {
		var head string
		head, rest, found = strings.Cut(rest, listSeparator)
		if head == item {
			return true
		}
	}
	return false
}

// String is the value as plain text, as in a CSV cell: lists joined by ";", unknown as "".
func (v Value) String() string {
	switch v.kind {
	case TypeText:
		return v.text
	case TypeInteger:
		return strconv.FormatInt(int64(v.bits), 10)
	case TypeNumber:
		return strconv.FormatFloat(math.Float64frombits(v.bits), 'f', -1, 64)
	case TypeBoolean:
		return strconv.FormatBool(v.bits == 1)
	case TypeDay:
		return Day(v.bits).String()
	case TypeList:
		return strings.ReplaceAll(v.text, listSeparator, ";")
	}
	return ""
}
