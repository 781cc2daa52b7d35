package world

import (
	"math"

	"beltmap/geo"
)

// Column reads one field of many rows for one reader. It is resolved once; reading does not allocate.
type Column struct {
	col    *col
	kind   geo.Type
	status Statuses // for the status
	inner  *col     // instead of col, of an internal field that the reader sees in some zones
	seen   *seen    // which they are
}

// Column resolves a field. A field the collection lacks, one the reader may not see and one no record has a value of read as unknown
// everywhere: they are the zero Column.
func (t *Table) Column(f *geo.Field, s geo.Sight) Column {
	if s.ClassOf(f) == geo.Internal && s.Widest() != geo.Internal {
		return Column{}
	}
	if f == geo.EnterpriseStatus && t.collection == geo.Enterprises {
		return Column{kind: f.Type, status: t.Statuses(s)}
	}
	i := t.slot(f)
	if i < 0 || !t.cols[i].some {
		return Column{}
	}
	if s.ClassOf(f) == geo.Internal {
		if within := t.seenBy(s); within != nil {
			return Column{kind: f.Type, inner: &t.cols[i], seen: within}
		}
	}
	return Column{kind: f.Type, col: &t.cols[i]}
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

// Value is the field of a row as the reader sees it: the effective grid, the status by what is seen. It does not allocate.
func (t *Table) Value(r Row, f *geo.Field, s geo.Sight) geo.Value {
	return t.Column(f, s).Value(r)
}

// Value is the field of a row; unknown if the column is the zero Column.
func (c Column) Value(r Row) geo.Value {
	if c.col != nil {
		return c.col.value(r, c.kind)
	}
	switch {
	case c.status.states != nil:
		return geo.Text(c.status.At(r).String())
	case c.inner != nil && c.seen.has(r):
		return c.inner.value(r, c.kind)
	}
	return geo.Value{}
}

// Text is the field of a row where it is a text that is not coded; "" for other fields and where it is unknown.
func (c Column) Text(r Row) string {
	switch {
	case c.col != nil && c.col.kind == colText:
		return c.col.texts.at(r)
	case c.inner != nil && c.inner.kind == colText && c.seen.has(r):
		return c.inner.texts.at(r)
	}
	return ""
}

// Known tells whether any record may have a value in the column.
func (c Column) Known() bool { return c.col != nil || c.status.states != nil || c.inner != nil }

// Values appends the field of many rows to into. Rows that lie far apart in memory are read faster this way than one field after the other
// of each, since the processor waits for many at a time.
func (c Column) Values(rows []Row, into []geo.Value) []geo.Value {
	for _, r := range rows {
		into = append(into, c.Value(r))
	}
	return into
}

// Names lists the texts that Code numbers, for a coded field other than the status and those a reader sees in some zones only; nil for
// others. It must not be changed.
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

// RecordFor is the record with its status and without what the reader may not see of it: internal fields, and how its position was found.
func (t *Table) RecordFor(r Row, s geo.Sight) geo.Record {
	rec := t.Record(r)
	if t.collection == geo.Enterprises {
		rec.Set(geo.EnterpriseStatus, geo.Text(t.Status(r, s).String()))
	}
	if t.Class(r, s) == geo.Internal {
		return rec
	}
	for i, f := range geo.SchemaOf(t.collection).Fields {
		if s.ClassOf(f) == geo.Internal {
			rec.SetAt(i, geo.Value{})
		}
	}
	rec.Position = geo.Position{Class: rec.Position.Class}
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
