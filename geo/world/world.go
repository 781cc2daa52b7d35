package world

import (
	"beltmap/geo"
	"beltmap/geo/plane"
)

// World is one version of everything. It never changes once made.
type World struct {
	day     geo.Day
	version geo.Cursor
	tables  [geo.NumCollections]*Table
	loose   dangling
}

// Version is the store's version this World shows.
func (w *World) Version() geo.Cursor { return w.version }

// Day is the day the World was made for.
func (w *World) Day() geo.Day { return w.day }

// Table is the table of a valid collection.
func (w *World) Table(c geo.Collection) *Table { return w.tables[c] }

// Touched says what an edit may have changed on the map.
type Touched struct {
	All         bool             // too much to list: everything
	Rects       []plane.Rect     // boxes of everything drawn before or after, Mercator units
	Collections []geo.Collection // whose records, status or effective grid changed, ascending
}

// New is a World of the given records.
func New(day geo.Day, version geo.Cursor, records []geo.Record) (*World, error) {
	b := NewBuilder(day)
	if err := b.Add(records); err != nil {
		return nil, err
	}
	return b.Build(version)
}
