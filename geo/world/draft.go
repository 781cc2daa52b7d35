package world

import "beltmap/geo"

// Shown tells whether a reader may know of a row at all. A tour that is not published (a draft, or one that was withdrawn) and its stops are
// shown to those only who see internal fields of their zone; every other record is shown to everybody.
func (t *Table) Shown(r Row, s geo.Sight) bool {
	if !KeepsDrafts(t.collection) || t.Class(r, s) == geo.Internal {
		return true
	}
	tours := t.world.tables[geo.Tours]
	if t.collection == geo.Stops {
		tour, there := tours.Find(t.Value(r, geo.TourOf, s).Text())
		return there && tours.Shown(tour, s)
	}
	return t.Value(r, geo.TourStatus, s).Text() == geo.TourPublished
}

// KeepsDrafts tells whether a collection has records that not everybody is shown.
func KeepsDrafts(c geo.Collection) bool { return c == geo.Tours || c == geo.Stops }

// hides tells whether some records of a table may be hidden from a reader.
func (t *Table) hides(s geo.Sight) bool { return KeepsDrafts(t.collection) && !s.Internal.All() }
