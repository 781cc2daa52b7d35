package world_test

import (
	"fmt"
	"testing"

	"beltmap/geo"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

func TestABoxFindsTheGeometryAndNotItsBox(t *testing.T) {
	square := func(west, south, side float64) orb.Ring {
		return orb.Ring{{west, south}, {west + side, south}, {west + side, south + side}, {west, south + side}, {west, south}}
	}
	hole := square(118.4, 32.4, 0.2)
	hole.Reverse()
	box := func(west, south, east, north float64) orb.Bound {
		return orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}
	}
	diagonal := orb.LineString{{118, 32}, {119, 33}}
	ring := orb.Polygon{square(118, 32, 1), hole}
	for name, c := range map[string]struct {
		geometry orb.Geometry
		box      orb.Bound
		want     bool
	}{
		"a line through the box":                      {diagonal, box(118.4, 32.4, 118.6, 32.6), true},
		"a line past the box, within its bounds":      {diagonal, box(118.1, 32.8, 118.2, 32.9), false},
		"a line that touches a corner of the box":     {diagonal, box(118.5, 32.3, 118.7, 32.5), true},
		"a line whose end is in the box":              {diagonal, box(117, 31, 118, 32), true},
		"the second of two lines":                     {orb.MultiLineString{{{110, 30}, {111, 30}}, diagonal}, box(118.4, 32.4, 118.6, 32.6), true},
		"a box between two lines":                     {orb.MultiLineString{{{110, 30}, {111, 30}}, {{119, 33}, {120, 33}}}, box(115, 31, 116, 32), false},
		"a box inside a polygon":                      {ring, box(118.1, 32.1, 118.2, 32.2), true},
		"a box in the hole of a polygon":              {ring, box(118.45, 32.45, 118.55, 32.55), false},
		"a box that fills the hole and more":          {ring, box(118.35, 32.35, 118.65, 32.65), true},
		"a box around a polygon":                      {ring, box(117, 31, 120, 34), true},
		"a box that shares an edge with a polygon":    {ring, box(119, 32.2, 119.5, 32.4), true},
		"a box beside a polygon":                      {ring, box(119.0000001, 32.2, 119.5, 32.4), false},
		"the second of two polygons":                  {orb.MultiPolygon{{square(110, 30, 1)}, {square(118, 32, 1)}}, box(118.5, 32.5, 118.6, 32.6), true},
		"a point on the edge of the box":              {orb.Point{118.1234567, 32}, box(118.1234567, 32, 119, 33), true},
		"a point a hundred-millionth outside the box": {orb.Point{118.1234567, 32}, box(118.12345671, 32, 119, 33), false},
	} {
		place := geo.New(geo.Places)
		place.ID, place.NameZH, place.Geometry, place.Position.Class = "P", "点位", c.geometry, geo.Exact
		table := worldOf(t, place).Table(geo.Places)
		if got := table.Count(world.Query{Boxes: []orb.Bound{c.box}}) == 1; got != c.want {
			t.Errorf("%s: found %v", name, got)
		}
		bounds, any := table.Bounds()
		if around := c.geometry.Bound(); !any || !bounds.Contains(around.Min) || !bounds.Contains(around.Max) {
			t.Errorf("%s: bounds %v do not hold %v", name, bounds, around)
		}
	}
}

func TestARecordWithoutGeometryMatchesEveryBoxAndOneInTwoBoxesIsFoundOnce(t *testing.T) {
	w := worldOf(t, enterprise("E1", nil), enterprise("E2", orb.Point{118, 32}), enterprise("E3", orb.Point{-179, 10}))
	table := w.Table(geo.Enterprises)
	everywhere := orb.Bound{Min: orb.Point{-180, -85}, Max: orb.Point{180, 85}}
	pacific := []orb.Bound{{Min: orb.Point{170, 0}, Max: orb.Point{180, 20}}, {Min: orb.Point{-180, 0}, Max: orb.Point{-170, 20}}}
	for name, c := range map[string]struct {
		boxes []orb.Bound
		want  int
	}{
		"everywhere twice":        {[]orb.Bound{everywhere, everywhere}, 3},
		"across the antimeridian": {pacific, 2},
		"nowhere near":            {[]orb.Bound{{Min: orb.Point{1, 1}, Max: orb.Point{2, 2}}}, 1},
	} {
		rows, more := table.Page(world.Query{Boxes: c.boxes}, "", 10)
		if n := table.Count(world.Query{Boxes: c.boxes}); n != c.want || len(rows) != c.want || more {
			t.Errorf("%s: counted %d, paged %d, want %d", name, n, len(rows), c.want)
		}
	}
}

func TestForKeepsOnlyTheConditionsACollectionHas(t *testing.T) {
	q := world.Query{Equal: []world.Condition{{Field: geo.Stars, Value: geo.Integer(5)}, {Field: geo.Zone, Value: geo.Text("CZ")}}}
	w := worldOf(t, enterprise("E1", nil))
	if n := w.Table(geo.Enterprises).Count(q); n != 0 {
		t.Errorf("enterprises have no stars, and %d have", n)
	}
	if n := w.Table(geo.Enterprises).Count(q.For(geo.Enterprises)); n != 1 || len(q.Equal) != 2 {
		t.Errorf("without the condition on stars %d are found", n)
	}
}

func Example() {
	factory := geo.New(geo.Enterprises)
	factory.ID, factory.NameZH, factory.Zone = "CZ-E-001", "示例企业", "CZ"
	factory.Geometry, factory.Position.Class = orb.Point{118.31, 32.3}, geo.Illustrative
	branch := geo.New(geo.Organizations)
	branch.ID, branch.NameZH = "CZ-O-001", "示例企业党支部"
	branch.Set(geo.Form, geo.Text("single"))
	branch.Set(geo.Covers, geo.List("CZ-E-001"))
	w, err := world.New(today, 1, geo.Settings{}, []geo.Record{factory, branch})
	if err != nil {
		panic(err)
	}
	next, _, err := w.Apply(2, []geo.Change{{Op: geo.Delete, Record: branch}})
	if err != nil {
		panic(err)
	}
	for _, version := range []*world.World{w, next} {
		table := version.Table(geo.Enterprises)
		rows, _ := table.Page(world.Query{}, "", 10)
		fmt.Println(version.Version(), table.ID(rows[0]), table.Status(rows[0], geo.PublicSight()))
	}
	// Output:
	// 1 CZ-E-001 single
	// 2 CZ-E-001 unknown
}
