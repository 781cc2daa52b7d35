package gpkgfile

import (
	"beltmap/geo"
	"beltmap/geo/crs"
)

// originColumn is a column that says where a position came from.
type originColumn struct {
	name, sqlType string
	value         func(*geo.Position) any
}

// origin are the layer's columns of that kind. In another system than WGS 84 the file's own pair is what import takes for the one given.
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
	columns := []originColumn{{"position_source", "TEXT", func(p *geo.Position) any { return text(p.Source) }}}
	if l.System != (crs.System{}) {
		return columns
	}
	given := func(x func(*geo.Position) float64) func(*geo.Position) any {
		return func(p *geo.Position) any {
			if p.CRS == "" {
				return nil
			}
			return x(p)
		}
	}
	return append(columns, originColumn{"position_crs", "TEXT", func(p *geo.Position) any { return text(p.CRS) }},
		originColumn{"position_x", "REAL", given(func(p *geo.Position) float64 { return p.X })},
		originColumn{"position_y", "REAL", given(func(p *geo.Position) float64 { return p.Y })})
}
