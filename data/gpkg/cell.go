package gpkg

import (
	"strconv"
	"strings"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// cell is one column of one row as SQLite keeps it.
type cell struct {
	kind cellKind
	bits int64 // of an integer
	real float64
	text string // of a text or a blob; valid as long as what it was read from
}

type cellKind uint8

const (
	null cellKind = iota
	integer
	real
	text
	blob
)

func (c cell) String() string {
	switch c.kind {
	case integer:
		return strconv.FormatInt(c.bits, 10)
	case real:
		return strconv.FormatFloat(c.real, 'g', -1, 64)
	case blob:
		return "(blob)"
	}
	return c.text
}

// argument is the cell as SQL takes it in.
func (c cell) argument() any {
	switch c.kind {
	case integer:
		return c.bits
	case real:
		return c.real
	case text:
		return c.text
	case blob:
		return []byte(c.text)
	}
	return nil
}

// unreadable says that a column does not hold what it should.
func (c cell) unreadable(name string) error {
	said := c.String()
	if len(said) > 60 {
		said = strings.ToValidUTF8(said[:60], "") + "…"
	}
	return geo.Invalid("gpkg.cell", phrase.ColumnDamaged.With(name, said))
}

// begin makes a record ready to be filled, keeping its memory.
func begin(t *table, r *geo.Record) {
	r.Reset(t.schema.Collection)
	r.Position.Class = ""
}

func (c cell) asGeometry(r *geo.Record) (err error) {
	if c.kind != blob {
		return c.unreadable(gpkgfile.GeometryColumn)
	}
	var small [64]byte // a point's blob needs no memory of its own
	if r.Geometry, _, err = gpkgfile.DecodeGeometry(append(small[:0], c.text...)); err != nil {
		return c.unreadable(gpkgfile.GeometryColumn)
	}
	return nil
}

func (c cell) asText(name string) (string, error) {
	if c.kind != text {
		return "", c.unreadable(name)
	}
	return c.text, nil
}

func (c cell) asDay(name string) (geo.Day, error) {
	day, err := geo.ParseDay(c.text)
	if err != nil || c.kind != text {
		return 0, c.unreadable(name)
	}
	return day, nil
}

func (c cell) asNumber(name string) (float64, error) {
	switch c.kind {
	case real:
		return c.real, nil
	case integer: // SQLite keeps whole numbers of a REAL column as integers
		return float64(c.bits), nil
	}
	return 0, c.unreadable(name)
}

func (c cell) asInteger(name string) (int64, error) {
	if c.kind != integer {
		return 0, c.unreadable(name)
	}
	return c.bits, nil
}

// asValue is a schema field's value.
func (c cell) asValue(f *geo.Field) (geo.Value, error) {
	switch f.Type {
	case geo.TypeInteger:
		i, err := c.asInteger(f.Name)
		return geo.Integer(i), err
	case geo.TypeNumber:
		x, err := c.asNumber(f.Name)
		return geo.Number(x), err
	case geo.TypeBoolean:
		i, err := c.asInteger(f.Name)
		if err == nil && i != 0 && i != 1 {
			err = c.unreadable(f.Name)
		}
		return geo.Boolean(i == 1), err
	case geo.TypeDay:
		day, err := c.asDay(f.Name)
		return geo.OnDay(day), err
	}
	s, err := c.asText(f.Name)
	if err != nil {
		return geo.Value{}, err
	}
	switch f.Type {
	case geo.TypeList:
		return gpkgfile.ParseList(s)
	case geo.TypeStars:
		if s != geo.Unrated {
			i, err := strconv.ParseInt(s, 10, 64)
			if err != nil {
				return geo.Value{}, c.unreadable(f.Name)
			}
			return geo.Integer(i), nil
		}
	}
	return geo.Text(s), nil
}
