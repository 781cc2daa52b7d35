package world

import (
	"math"

	"beltmap/geo"
)

// Column reads one field of many rows for one class of reader. It is resolved once; reading does not allocate.
type Column struct {
	col   *col
	kind  geo.Type
	state *plain[uint8] // for the status
	class geo.Class
}

// Column resolves a field. A field the collection lacks, one the reader may not see and one no record has a value of read as unknown
// everywhere: they are the zero Column.
func (t *Table) Column(f *geo.Field, c geo.Class) Column {
	if f.Class == geo.Internal && c != geo.Internal {
		return Column{}
	}
	if f == geo.EnterpriseStatus && t.collection == geo.Enterprises {
		return Column{kind: f.Type, state: &t.states, class: c}
	}
	if i := t.slot(f); i >= 0 && t.cols[i].some {
		return Column{kind: f.Type, col: &t.cols[i]}
	}
	return Column{}
}

// slot is the column of a field as it is read, which for an enterprise's grid is the effective one, or -1.
func (t *Table) slot(f *geo.Field) int {
	switch f {
	case geo.ID:
		return colID
	case geo.NameZH:
		return colNameZH
	case geo.NameEN:
		return colNameEN
	case geo.Zone:
		return colZone
	case geo.PositionClass:
		return colClass
	case geo.ValidFrom:
		return colFrom
	case geo.ValidTo:
		return colTo
	case geo.Source:
		return colSource
	case geo.GridOf:
		if t.collection == geo.Enterprises {
			return colGrid
		}
	}
	if i := geo.SchemaOf(t.collection).Index(f); i >= 0 {
		return colsCommon + i
	}
	return -1
}

// Value is the field of a row as the reader sees it: the effective grid, the status for the class. It does not allocate.
func (t *Table) Value(r Row, f *geo.Field, c geo.Class) geo.Value {
	return t.Column(f, c).Value(r)
}

// Value is the field of a row; unknown if the column is the zero Column.
func (c Column) Value(r Row) geo.Value {
	if c.col == nil {
		if c.state == nil {
			return geo.Value{}
		}
		return geo.Text(statusIn(c.state.at(r), c.class).String())
	}
	return c.col.value(r, c.kind)
}

// Known tells whether any record may have a value in the column.
func (c Column) Known() bool { return c.col != nil || c.state != nil }

// Values appends the field of many rows to into. Rows that lie far apart in memory are read faster this way than one field after the other
// of each, since the processor waits for many at a time.
func (c Column) Values(rows []Row, into []geo.Value) []geo.Value {
	for _, r := range rows {
		into = append(into, c.Value(r))
	}
	return into
}

// Names lists the texts that Code numbers, for a coded field other than the status; nil for others. It must not be changed.
func (c Column) Names() []string {
	if c.col == nil || c.col.kind != colCode {
		return nil
	}
	return c.col.names
}

// Code is the number of a coded field's text among Names, -1 if it is unknown or the field is not coded.
func (c Column) Code(r Row) int {
	if c.col == nil || c.col.kind != colCode {
		return -1
	}
	return int(max(c.col.ints.at(r), -1))
}

func (c *col) value(r Row, kind geo.Type) geo.Value {
	switch c.kind {
	case colText:
		if kind == geo.TypeList {
			return geo.ListOfJoined(c.texts.at(r))
		}
		return geo.Text(c.texts.at(r))
	case colNumber:
		return geo.Number(c.numbers.at(r))
	}
	i := c.ints.at(r)
	if i == none {
		return geo.Value{}
	}
	switch kind {
	case geo.TypeInteger:
		return geo.Integer(i)
	case geo.TypeBoolean:
		return geo.Boolean(i == 1)
	case geo.TypeDay:
		return geo.OnDay(geo.Day(i))
	case geo.TypeStars:
		if i == unratedStars {
			return geo.Text(geo.Unrated)
		}
		return geo.Integer(i)
	}
	return geo.Text(c.names[i])
}

// Record is the record as it is stored: what is derived (status, derived grid) is not in it.
func (t *Table) Record(r Row) geo.Record {
	rec := geo.New(t.collection)
	rec.ID, rec.NameZH, rec.NameEN = t.ID(r), t.cols[colNameZH].texts.at(r), t.cols[colNameEN].texts.at(r)
	rec.Zone, rec.Source = t.coded(colZone, r), t.coded(colSource, r)
	rec.Position = geo.Position{
		Class: geo.Precision(t.coded(colClass, r)), Source: t.coded(colPositionSource, r), CRS: t.coded(colPositionCRS, r),
		X: zeroIfNone(t.cols[colPositionX].numbers.at(r)), Y: zeroIfNone(t.cols[colPositionY].numbers.at(r)),
	}
	rec.Valid = t.validity(r)
	rec.Version = t.Version(r)
	rec.Geometry = t.Geometry(r)
	for i, f := range geo.SchemaOf(t.collection).Fields {
		if !f.Derived {
			rec.SetAt(i, t.cols[colsCommon+i].value(r, f.Type))
		}
	}
	return rec
}

func (t *Table) coded(column int, r Row) string {
	c := &t.cols[column]
	if i := c.ints.at(r); i != none {
		return c.names[i]
	}
	return ""
}

func (t *Table) validity(r Row) geo.Period {
	return geo.Period{From: dayOf(t.cols[colFrom].ints.at(r)), To: dayOf(t.cols[colTo].ints.at(r))}
}

func zeroIfNone(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return x
}
