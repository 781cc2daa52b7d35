package export

import (
	"strconv"

	"beltmap/geo"
	"beltmap/geo/crs"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
)

// column is one column of a table: a field of the record, or a part of its position.
type column struct {
	name  string
	field *geo.Field
	part  func(*geo.Record) geo.Value // of a column that is no field
}

func (c *column) value(r *geo.Record) geo.Value {
	if c.field != nil {
		return r.Get(c.field)
	}
	return c.part(r)
}

// columns are those of a table in CSV or XLSX: the common fields, the position, the collection's own fields. Points are two columns,
// other shapes one in well-known text (OGC 06-103r4).
func (o Options) columns() []column {
	var list []column
	for _, f := range geo.CommonFields() {
		list = append(list, column{name: f.Name, field: f})
	}
	list = append(list, o.position()...)
	for _, f := range o.fields() {
		list = append(list, column{name: f.Name, field: f})
	}
	return list
}

func (o Options) position() []column {
	var list []column
	coordinate := func(i int) func(*geo.Record) geo.Value {
		return func(r *geo.Record) geo.Value {
			if p, is := r.Geometry.(orb.Point); is {
				return geo.Number(p[i])
			}
			return geo.Value{}
		}
	}
	switch shapes := geo.SchemaOf(o.Collection).Shapes; {
	case shapes == geo.NoShape:
	case shapes == geo.PointShape && o.System.Geographic():
		list = append(list, column{name: "lon", part: coordinate(0)}, column{name: "lat", part: coordinate(1)})
	case shapes == geo.PointShape:
		list = append(list, column{name: "x", part: coordinate(0)}, column{name: "y", part: coordinate(1)})
	default:
		list = append(list, column{name: "geometry", part: func(r *geo.Record) geo.Value {
			if r.Geometry == nil {
				return geo.Value{}
			}
			return geo.Text(wkt.MarshalString(r.Geometry))
		}})
	}
	if o.Class == geo.Internal {
		list = append(list, column{name: "position_source", part: func(r *geo.Record) geo.Value { return geo.Text(r.Position.Source) }})
	}
	return append(list, o.origin()...)
}

// origin tells the system of the coordinates, unless it is WGS 84, and beside it the pair as it was given.
func (o Options) origin() (list []column) {
	if o.System != (crs.System{}) {
		name := o.System.String()
		list = append(list, column{name: "coordinates_crs", part: func(r *geo.Record) geo.Value {
			if r.Geometry == nil {
				return geo.Value{}
			}
			return geo.Text(name)
		}})
	}
	if o.Class != geo.Internal {
		return list
	}
	given := func(x func(*geo.Position) float64) func(*geo.Record) geo.Value {
		return func(r *geo.Record) geo.Value {
			if r.Position.CRS == "" {
				return geo.Value{}
			}
			return geo.Number(x(&r.Position))
		}
	}
	return append(list,
		column{name: "position_crs", part: func(r *geo.Record) geo.Value { return geo.Text(r.Position.CRS) }},
		column{name: "position_x", part: given(func(p *geo.Position) float64 { return p.X })},
		column{name: "position_y", part: given(func(p *geo.Position) float64 { return p.Y })})
}

// cellText is a value as a cell shows it. A list is written with semicolons, and as JSON where an item has a separator of lists in it.
func cellText(b []byte, v geo.Value) []byte {
	switch v.Type() {
	case geo.TypeNone:
		return b
	case geo.TypeNumber:
		x, _ := v.Number()
		return strconv.AppendFloat(b, x, 'f', -1, 64)
	case geo.TypeList:
		return appendList(b, v)
	}
	return append(b, v.String()...)
}

func appendList(b []byte, v geo.Value) []byte {
	start := len(b)
	for i, item := range v.Items() {
		if i > 0 {
			b = append(b, ';')
		}
		if separates(item) {
			b = append(b[:start], '[')
			for j, item := range v.Items() {
				if j > 0 {
					b = append(b, ',')
				}
				b = appendString(b, item)
			}
			return append(b, ']')
		}
		b = append(b, item...)
	}
	return b
}

// separates tells whether an item of a list would come apart, or be taken for JSON, if it stood in a cell as it is.
func separates(item string) bool {
	for i, r := range item {
		switch r {
		case ';', '\uff1b', ',', '\uff0c', '\u3001':
			return true
		case '[', ' ', '\u3000':
			if i == 0 || r != '[' && i == len(item)-len(string(r)) {
				return true
			}
		}
	}
	return false
}
