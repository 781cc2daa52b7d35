package world

import (
	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/status"
)

// World is one version of everything. It never changes once made.
type World struct {
	day      geo.Day
	version  geo.Cursor
	settings geo.Settings
	hash     string           // of the settings
	rules    *status.Rulebook // of the day and the settings
	tables   [geo.NumCollections]*Table
	loose    dangling
}

// Version is the store's version this World shows.
func (w *World) Version() geo.Cursor { return w.version }

// Day is the day the World was made for.
func (w *World) Day() geo.Day { return w.day }

// Settings are those by which the World judges its enterprises. Numbers made of it go along with their hash.
func (w *World) Settings() geo.Settings { return w.settings }

// SettingsHash is the hash of the settings.
func (w *World) SettingsHash() string { return w.hash }

// Rules are the rules that hold on the World's day under its settings.
func (w *World) Rules() *status.Rulebook { return w.rules }

// Table is the table of a valid collection.
func (w *World) Table(c geo.Collection) *Table { return w.tables[c] }

// Touched says what an edit may have changed on the map.
type Touched struct {
	All         bool             // too much to list: everything
	Rects       []plane.Rect     // boxes of everything drawn before or after, Mercator units
	Collections []geo.Collection // whose records, statuses, marks or effective grids changed, ascending
}

// New is a World of the given records, for a day and under settings.
func New(day geo.Day, version geo.Cursor, settings geo.Settings, records []geo.Record) (*World, error) {
	b := NewBuilder(day, settings)
	if err := b.Add(records); err != nil {
		return nil, err
	}
	return b.Build(version)
}
