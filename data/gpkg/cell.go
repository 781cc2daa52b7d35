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

// decoder turns cells into what records hold.
type decoder struct {
	days map[string]geo.Day // the days seen, since the same ones come again and again
}

func newDecoder() *decoder { return &decoder{days: map[string]geo.Day{}} }

func unreadable(name string, c cell) error {
	said := c.String()
	if len(said) > 60 {
		said = strings.ToValidUTF8(said[:60], "") + "…"
	}
	return geo.Invalid("gpkg.decoder", phrase.ColumnDamaged.With(name, said))
}

// begin makes a record ready to be filled, keeping its memory.
func begin(t *table, r *geo.Record) {
	r.Reset(t.schema.Collection)
	r.Position.Class = ""
}

func (d *decoder) geometry(r *geo.Record, c cell) (err error) {
	if c.kind != blob {
		return unreadable(gpkgfile.GeometryColumn, c)
	}
	var small [64]byte // a point's blob needs no memory of its own
	if r.Geometry, _, err = gpkgfile.DecodeGeometry(append(small[:0], c.text...)); err != nil {
		return unreadable(gpkgfile.GeometryColumn, c)
	}
	return nil
}

func (d *decoder) string(name string, c cell) (string, error) {
	if c.kind != text {
		return "", unreadable(name, c)
	}
	return c.text, nil
}

func (d *decoder) day(name string, c cell) (geo.Day, error) {
	if day, ok := d.days[c.text]; ok {
		return day, nil
	}
	day, err := geo.ParseDay(c.text)
	if err != nil || c.kind != text {
		return 0, unreadable(name, c)
	}
	d.days[strings.Clone(c.text)] = day
	return day, nil
}

func (d *decoder) number(name string, c cell) (float64, error) {
	switch c.kind {
	case real:
		return c.real, nil
	case integer: // SQLite keeps whole numbers of a REAL column as integers
		return float64(c.bits), nil
	}
	return 0, unreadable(name, c)
}

func (d *decoder) integer(name string, c cell) (int64, error) {
	if c.kind != integer {
		return 0, unreadable(name, c)
	}
	return c.bits, nil
}

// value is a schema field's value.
func (d *decoder) value(f *geo.Field, c cell) (geo.Value, error) {
	switch f.Type {
	case geo.TypeInteger:
		i, err := d.integer(f.Name, c)
		return geo.Integer(i), err
	case geo.TypeNumber:
		x, err := d.number(f.Name, c)
		return geo.Number(x), err
	case geo.TypeBoolean:
		i, err := d.integer(f.Name, c)
		if err == nil && i != 0 && i != 1 {
			err = unreadable(f.Name, c)
		}
		return geo.Boolean(i == 1), err
	case geo.TypeDay:
		day, err := d.day(f.Name, c)
		return geo.OnDay(day), err
	}
	s, err := d.string(f.Name, c)
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
				return geo.Value{}, unreadable(f.Name, c)
			}
			return geo.Integer(i), nil
		}
	}
	return geo.Text(s), nil
}
