package world

import (
	"math"
	"slices"

	"beltmap/geo"
)

type colKind uint8

const (
	colText colKind = iota
	colInt
	colNumber
	colCode
)

// The columns every table has, before those of its schema's fields.
const (
	colID = iota
	colNameZH
	colNameEN
	colZone
	colClass
	colFrom
	colTo
	colSource
	colPositionSource
	colPositionCRS
	colPositionX
	colPositionY
	colVersion
	colGrid     // of enterprises: the effective grid, numbered as the stated one
	colCoverers // of enterprises: rows of the organizations that cover it, four bytes each
	colsCommon
)

var commonKinds = [colsCommon]colKind{
	colZone: colCode, colClass: colCode, colFrom: colInt, colTo: colInt, colSource: colCode, colPositionSource: colCode, colPositionCRS: colCode,
	colPositionX: colNumber, colPositionY: colNumber, colVersion: colInt, colGrid: colCode,
}

// col is a column of any kind; only the member its kind names is used.
type col struct {
	kind    colKind
	ints    ints
	numbers numbers
	texts   texts
	dict    *dict
	names   []string
	some    bool // any row has a value
}

// newCols are the empty columns of a collection.
func newCols(c geo.Collection) []col {
	fields := geo.SchemaOf(c).Fields
	cols := make([]col, colsCommon+len(fields))
	for i, kind := range commonKinds {
		cols[i].kind = kind
	}
	for i, f := range fields {
		cols[colsCommon+i].kind = kindOf(f.Type)
	}
	for i := range cols {
		if cols[i].kind == colCode {
			cols[i].dict = newDict()
		}
	}
	if i := geo.SchemaOf(c).Index(geo.GridOf); i >= 0 {
		cols[colGrid].dict = cols[colsCommon+i].dict
	}
	return cols
}

func kindOf(t geo.Type) colKind {
	switch t {
	case geo.TypeCode:
		return colCode
	case geo.TypeInteger, geo.TypeBoolean, geo.TypeDay, geo.TypeStars:
		return colInt
	case geo.TypeNumber:
		return colNumber
	}
	return colText
}

// resize makes room for chunks in lists of the column's own.
func (c *col) resize(chunks int) {
	switch c.kind {
	case colText:
		c.texts.chunks = grown(c.texts.chunks, chunks)
	case colNumber:
		c.numbers.chunks = grown(c.numbers.chunks, chunks)
	default:
		c.ints.chunks = grown(c.ints.chunks, chunks)
	}
}

// grown is a copy of a list, longer by zeros.
func grown[T any](list []T, n int) []T {
	longer := make([]T, n)
	copy(longer, list)
	return longer
}

// survey notes whether any row has a value. It looks at every chunk.
func (c *col) survey() {
	switch c.kind {
	case colText:
		c.some = slices.ContainsFunc(c.texts.chunks, func(k textChunk) bool { return !k.empty() })
	case colNumber:
		c.some = slices.ContainsFunc(c.numbers.chunks, func(k numberChunk) bool { return !k.empty() })
	default:
		c.some = slices.ContainsFunc(c.ints.chunks, func(k intChunk) bool { return !k.empty() })
	}
}

const unratedStars = -1

// integerOf is a value as an integer column keeps it.
func integerOf(v geo.Value) int64 {
	switch v.Type() {
	case geo.TypeInteger:
		i, _ := v.Integer()
		return i
	case geo.TypeBoolean:
		if b, _ := v.Boolean(); b {
			return 1
		}
		return 0
	case geo.TypeDay:
		return dayInt(v.Day())
	case geo.TypeText:
		if v.Text() == geo.Unrated {
			return unratedStars
		}
	}
	return none
}

func dayInt(d geo.Day) int64 {
	if d == 0 {
		return none
	}
	return int64(d)
}

func dayOf(i int64) geo.Day {
	if i == none {
		return 0
	}
	return geo.Day(i)
}

func numberOf(v geo.Value) float64 {
	if x, ok := v.Number(); ok {
		return x
	}
	return math.NaN()
}

func textOf(v geo.Value) string {
	if v.Type() == geo.TypeList {
		return v.Joined()
	}
	return v.Text()
}
