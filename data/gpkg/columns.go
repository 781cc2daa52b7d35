package gpkg

import (
	"beltmap/data/gpkgfile"
	"beltmap/geo"
)

const versionColumn = "version"

// column is one column of a collection's table: its name and type, how a record's part gets into it, and how a cell that is not NULL gets
// into a record.
type column struct {
	name, sqlType string
	write         func(*geo.Record) cell
	read          func(*geo.Record, cell) error
	tag           uint32 // what stands for it in a row's hash
	slot          int    // the place of its field in the schema, -1 for what every record has
	real          bool
}

func fieldColumn(i int, f *geo.Field) column {
	c := newColumn(f.Name, gpkgfile.SQLType(f),
		func(r *geo.Record) cell { return valueCell(r.At(i), f) },
		func(r *geo.Record, c cell) error {
			v, err := c.asValue(f)
			if err == nil {
				r.SetAt(i, v)
			}
			return err
		})
	c.slot = i
	return c
}

func newColumn(name, sqlType string, write func(*geo.Record) cell, read func(*geo.Record, cell) error) column {
	return column{name, sqlType, write, read, tag(name), -1, sqlType == "REAL"}
}

// commonColumns are the columns every table has besides fid and geom, in the order of the file.
func commonColumns() []column {
	var out []column
	for _, f := range geo.CommonFields() {
		out = append(out, commonColumn(f))
	}
	return append(out,
		textColumn("position_source", func(r *geo.Record) *string { return &r.Position.Source }),
		textColumn("position_crs", func(r *geo.Record) *string { return &r.Position.CRS }),
		numberColumn("position_x", func(r *geo.Record) *float64 { return &r.Position.X }),
		numberColumn("position_y", func(r *geo.Record) *float64 { return &r.Position.Y }),
		newColumn(versionColumn, "INTEGER", func(r *geo.Record) cell { return cell{kind: integer, bits: int64(r.Version)} },
			func(r *geo.Record, c cell) error {
				n, err := c.asInteger(versionColumn)
				r.Version = geo.Cursor(n)
				return err
			}))
}

func commonColumn(f *geo.Field) column {
	switch f {
	case geo.ID:
		return textColumn(f.Name, func(r *geo.Record) *string { return &r.ID })
	case geo.Zone:
		return textColumn(f.Name, func(r *geo.Record) *string { return &r.Zone })
	case geo.NameZH:
		return textColumn(f.Name, func(r *geo.Record) *string { return &r.NameZH })
	case geo.NameEN:
		return textColumn(f.Name, func(r *geo.Record) *string { return &r.NameEN })
	case geo.Source:
		return textColumn(f.Name, func(r *geo.Record) *string { return &r.Source })
	case geo.PositionClass:
		return textColumn(f.Name, func(r *geo.Record) *string { return (*string)(&r.Position.Class) })
	case geo.ValidFrom:
		return dayColumn(f.Name, func(r *geo.Record) *geo.Day { return &r.Valid.From })
	}
	return dayColumn(f.Name, func(r *geo.Record) *geo.Day { return &r.Valid.To })
}

func textColumn(name string, part func(*geo.Record) *string) column {
	return newColumn(name, "TEXT",
		func(r *geo.Record) cell { return textCell(*part(r)) },
		func(r *geo.Record, c cell) (err error) {
			*part(r), err = c.asText(name)
			return err
		})
}

func dayColumn(name string, part func(*geo.Record) *geo.Day) column {
	return newColumn(name, "DATE",
		func(r *geo.Record) cell { return textCell(part(r).String()) },
		func(r *geo.Record, c cell) (err error) {
			*part(r), err = c.asDay(name)
			return err
		})
}

func numberColumn(name string, part func(*geo.Record) *float64) column {
	return newColumn(name, "REAL",
		func(r *geo.Record) cell {
			if x := *part(r); x != 0 {
				return cell{kind: real, real: x}
			}
			return cell{}
		},
		func(r *geo.Record, c cell) (err error) {
			*part(r), err = c.asNumber(name)
			return err
		})
}

// valueCell is a value as its column keeps it.
func valueCell(v geo.Value, f *geo.Field) cell {
	if v.IsNone() {
		return cell{}
	}
	switch v.Type() { // the most frequent, and for nothing
	case geo.TypeText:
		return cell{kind: text, text: v.Text()}
	case geo.TypeInteger:
		if f.Type == geo.TypeInteger {
			i, _ := v.Integer()
			return cell{kind: integer, bits: i}
		}
	}
	c, _ := cellOf(gpkgfile.SQLValue(v, f))
	return c
}

func textCell(s string) cell {
	if s == "" {
		return cell{}
	}
	return cell{kind: text, text: s}
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
