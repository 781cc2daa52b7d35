package gpkgfile

import (
	"beltmap/geo"
	"beltmap/geo/crs"
)

// originColumn is a column that says where a position came from.
type originColumn struct {
	name, sqlType string
	value         func(*geo.Record) any
}

// origin are the layer's columns of that kind. In another system than WGS 84 one says so, although the layer does: where attributes are copied into a table, it goes along.
func (l *Layer) origin() []originColumn {
	if !l.Origin {
		return nil
	}
	text := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	columns := []originColumn{{"position_source", "TEXT", func(r *geo.Record) any { return text(r.Position.Source) }}}
	if l.System != (crs.System{}) {
		name := l.System.String()
		columns = append(columns, originColumn{"coordinates_crs", "TEXT", func(r *geo.Record) any {
			if r.Geometry == nil {
				return nil
			}
			return name
		}})
	}
	given := func(x func(*geo.Position) float64) func(*geo.Record) any {
		return func(r *geo.Record) any {
			if r.Position.CRS == "" {
				return nil
			}
			return x(&r.Position)
		}
	}
	return append(columns, originColumn{"position_crs", "TEXT", func(r *geo.Record) any { return text(r.Position.CRS) }},
		originColumn{"position_x", "REAL", given(func(p *geo.Position) float64 { return p.X })},
		originColumn{"position_y", "REAL", given(func(p *geo.Position) float64 { return p.Y })})
}
