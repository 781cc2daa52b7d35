package gpkg

import (
	"beltmap/data/gpkgfile"
	"beltmap/geo"
)

const versionColumn = "version"

// commonColumns are the columns every table has besides fid and geom, in the order of the file.
func commonColumns() []column {
	var out []column
	for _, f := range geo.CommonFields() {
		out = append(out, commonColumn(f))
	}
	number := func(name string, write func(*geo.Record) any, read func(*geo.Record, float64)) column {
		return column{name, "REAL", write, func(d *decoder, r *geo.Record, s string) error {
			x, err := d.number(name, s)
			read(r, x)
			return err
		}, exactly(name)}
	}
	return append(out,
		column{"position_source", "TEXT", func(r *geo.Record) any { return orNull(r.Position.Source) },
			func(_ *decoder, r *geo.Record, s string) error { r.Position.Source = s; return nil }, "position_source"},
		column{"position_crs", "TEXT", func(r *geo.Record) any { return orNull(r.Position.CRS) },
			func(_ *decoder, r *geo.Record, s string) error { r.Position.CRS = s; return nil }, "position_crs"},
		number("position_x", func(r *geo.Record) any { return orZero(r.Position.X) }, func(r *geo.Record, x float64) { r.Position.X = x }),
		number("position_y", func(r *geo.Record) any { return orZero(r.Position.Y) }, func(r *geo.Record, y float64) { r.Position.Y = y }),
		column{versionColumn, "INTEGER", func(r *geo.Record) any { return int64(r.Version) },
			func(d *decoder, r *geo.Record, s string) (err error) {
				r.Version, err = d.version(s)
				return err
			}, versionColumn})
}

func commonColumn(f *geo.Field) column {
	c := column{name: f.Name, sqlType: gpkgfile.SQLType(f), expression: quoted(f.Name)}
	var text func(*geo.Record) *string
	switch f {
	case geo.ID:
		text = func(r *geo.Record) *string { return &r.ID }
	case geo.Zone:
		text = func(r *geo.Record) *string { return &r.Zone }
	case geo.NameZH:
		text = func(r *geo.Record) *string { return &r.NameZH }
	case geo.NameEN:
		text = func(r *geo.Record) *string { return &r.NameEN }
	case geo.Source:
		text = func(r *geo.Record) *string { return &r.Source }
	case geo.PositionClass:
		text = func(r *geo.Record) *string { return (*string)(&r.Position.Class) }
	default:
		return dayColumn(c, f)
	}
	c.write = func(r *geo.Record) any { return orNull(*text(r)) }
	c.read = func(_ *decoder, r *geo.Record, s string) error { *text(r) = s; return nil }
	return c
}

func dayColumn(c column, f *geo.Field) column {
	day := func(r *geo.Record) *geo.Day { return &r.Valid.From }
	if f == geo.ValidTo {
		day = func(r *geo.Record) *geo.Day { return &r.Valid.To }
	}
	c.write = func(r *geo.Record) any { return orNull(day(r).String()) }
	c.read = func(d *decoder, r *geo.Record, s string) (err error) {
		*day(r), err = d.day(f.Name, s)
		return err
	}
	return c
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func orZero(x float64) any {
	if x == 0 {
		return nil
	}
	return x
}
