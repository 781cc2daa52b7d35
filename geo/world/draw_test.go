package world_test

import (
	"fmt"

	"beltmap/geo"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// The records that random tests draw: few ids, so that links meet, and a lattice of positions, so that points coincide and lie on borders.

func idOf(t *rapid.T, c geo.Collection) string {
	return fmt.Sprintf("%c%d", "?ZBEOCGAHPVTLSUF"[c], rapid.IntRange(0, 25).Draw(t, "number"))
}

// steps of the lattice differ by less than float32 could tell, by a level 16 cell, and by half a zone.
func position(t *rapid.T) orb.Point {
	step := rapid.SampledFrom([]float64{1e-7, 0.0041, 0.2}).Draw(t, "step")
	i, j := rapid.IntRange(-3, 3).Draw(t, "i"), rapid.IntRange(-3, 3).Draw(t, "j")
	return orb.Point{geo.RoundDegrees(118 + step*float64(i)), geo.RoundDegrees(32 + step*float64(j))}
}

func geometry(t *rapid.T, c geo.Collection) orb.Geometry {
	shapes := []geo.Shape{}
	for _, s := range []geo.Shape{geo.PointShape, geo.LineShape, geo.PolygonShape} {
		if geo.SchemaOf(c).Shapes&s != 0 {
			shapes = append(shapes, s)
		}
	}
	if len(shapes) == 0 || rapid.IntRange(0, 9).Draw(t, "none") == 0 {
		return nil
	}
	p := position(t)
	switch rapid.SampledFrom(shapes).Draw(t, "shape") {
	case geo.PointShape:
		return p
	case geo.LineShape:
		return orb.LineString{p, position(t), position(t)}
	}
	q := position(t)
	if p[0] == q[0] || p[1] == q[1] {
		q = orb.Point{p[0] + 0.01, p[1] + 0.01}
	}
	low := orb.Point{min(p[0], q[0]), min(p[1], q[1])}
	high := orb.Point{geo.RoundDegrees(max(p[0], q[0])), geo.RoundDegrees(max(p[1], q[1]))}
	ring := orb.Ring{low, {high[0], low[1]}, high, {low[0], high[1]}, low}
	if rapid.Bool().Draw(t, "triangle") {
		ring = orb.Ring{low, {high[0], low[1]}, high, low}
	}
	return orb.Polygon{ring}
}

func day(t *rapid.T) geo.Day {
	return rapid.SampledFrom([]geo.Day{0, 0, today - 1, today, today + 1}).Draw(t, "day")
}

// settings are those that statuses and marks rest on, each at its default or another value.
func settings(t *rapid.T) geo.Settings {
	stored := map[string]string{}
	for _, values := range [][]string{
		{"branch_members", "", "4"}, {"work_instructors", "", "2"}, {"counted_forms", "", "joint", "single;joint;regional;industry"},
		{"denominator", "", geo.MeasureUnstated, geo.MeasureAll}, {"activity_days", "", "1", "30"}, {"star_schemes", "甲:5:1;乙:5:0", "甲:5:12"}, {"privacy_k", "", "9"},
	} {
		stored[values[0]] = rapid.SampledFrom(values[1:]).Draw(t, values[0])
	}
	s, err := geo.NewSettings(stored, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// longAgo is a day of a rating or an activity, about as long ago as the settings ask.
func longAgo(t *rapid.T) geo.Day {
	return today - geo.Day(rapid.SampledFrom([]int{-1, 0, 1, 29, 30, 31, 32, 60, 364, 365, 366, 400}).Draw(t, "days ago"))
}

func value(t *rapid.T, f *geo.Field) geo.Value {
	if rapid.Bool().Draw(t, "unknown") {
		return geo.Value{}
	}
	switch f.Type {
	case geo.TypeText, geo.TypeCode:
		if f.Codes != nil {
			return geo.Text(rapid.SampledFrom(f.Codes).Draw(t, f.Name).Value)
		}
		if f.Refers != 0 {
			return geo.Text(idOf(t, f.Refers))
		}
		return geo.Text(rapid.SampledFrom([]string{"甲", "乙", "丙", "a longer text"}).Draw(t, f.Name))
	case geo.TypeInteger:
		return geo.Integer(rapid.OneOf(rapid.Int64Range(0, 4), rapid.Int64Range(0, 1<<40)).Draw(t, f.Name))
	case geo.TypeNumber:
		return geo.Number(rapid.SampledFrom([]float64{0, 1.5, 2.25, -3, 1e300, 0.1, 1.0 / 3}).Draw(t, f.Name))
	case geo.TypeBoolean:
		return geo.Boolean(rapid.Bool().Draw(t, f.Name))
	case geo.TypeDay:
		if f == geo.RatedOn || f == geo.ActiveOn {
			return geo.OnDay(longAgo(t))
		}
		return geo.OnDay(day(t))
	case geo.TypeStars:
		if rapid.Bool().Draw(t, "rated") {
			return geo.Integer(rapid.Int64Range(0, 5).Draw(t, f.Name))
		}
		return geo.Text(geo.Unrated)
	}
	refers := f.Refers
	if refers == 0 {
		refers = geo.Places
	}
	var items []string
	for range rapid.IntRange(1, 4).Draw(t, "items") {
		items = append(items, idOf(t, refers))
	}
	return geo.List(items...)
}

func record(t *rapid.T, c geo.Collection) geo.Record {
	r := geo.New(c)
	r.ID, r.NameZH = idOf(t, c), rapid.SampledFrom([]string{"名称", "另一个名称"}).Draw(t, "name")
	r.Zone = rapid.SampledFrom([]string{"", "Z1", "Z2"}).Draw(t, "zone")
	r.Source = rapid.SampledFrom([]string{"", "article"}).Draw(t, "source")
	if r.Geometry = geometry(t, c); r.Geometry != nil {
		r.Position.Class = rapid.SampledFrom([]geo.Precision{geo.Exact, geo.Exact, geo.Illustrative, geo.Town}).Draw(t, "class")
		if rapid.Bool().Draw(t, "shifted") {
			r.Position.CRS, r.Position.X, r.Position.Y, r.Position.Source = "GCJ-02", 118.1, 32.2, "survey"
		}
	}
	if r.Valid = (geo.Period{From: day(t), To: day(t)}); r.Valid.From > r.Valid.To {
		r.Valid.To = 0
	}
	for i, f := range geo.SchemaOf(c).Fields {
		if !f.Derived {
			r.SetAt(i, value(t, f))
		}
	}
	if c == geo.Organizations && rapid.Bool().Draw(t, "ratable") { // rarely would all of it be stated by chance
		r.Set(geo.Stars, geo.Integer(3))
		r.Set(geo.StarScheme, geo.Text("甲"))
		r.Set(geo.RatedOn, geo.OnDay(longAgo(t)))
		r.Set(geo.ActiveOn, geo.OnDay(longAgo(t)))
	}
	r.Normalize()
	return r
}

// collection favors those that status and grid depend on.
func collection(t *rapid.T) geo.Collection {
	if rapid.IntRange(0, 3).Draw(t, "which") > 0 {
		return rapid.SampledFrom([]geo.Collection{geo.Enterprises, geo.Enterprises, geo.Organizations, geo.Grids}).Draw(t, "collection")
	}
	return rapid.SampledFrom(geo.AllCollections()).Draw(t, "collection")
}

// sights are those of readers who see internal fields nowhere, everywhere and in some zones, of which one does not exist.
func sights() []geo.Sight {
	return []geo.Sight{geo.PublicSight(), geo.FullSight(), {Internal: geo.ZonesOf("Z1")}, {Internal: geo.ZonesOf("Z2", "Z1", "XX")}, {Internal: geo.ZonesOf("XX")}}
}

func query(t *rapid.T, c geo.Collection) world.Query {
	var q world.Query
	q.Sight = rapid.SampledFrom(sights()).Draw(t, "reader")
	for range rapid.IntRange(0, 2).Draw(t, "boxes") {
		a, b := position(t), position(t)
		q.Boxes = append(q.Boxes, orb.Bound{Min: orb.Point{min(a[0], b[0]), min(a[1], b[1])}, Max: orb.Point{max(a[0], b[0]), max(a[1], b[1])}})
	}
	if rapid.Bool().Draw(t, "when") {
		q.When = &geo.Period{From: day(t), To: day(t)}
		if q.When.From > q.When.To {
			q.When.To = 0
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "conditions") {
		f := rapid.SampledFrom(geo.SchemaOf(c).AllFields()).Draw(t, "field")
		v := value(t, f)
		switch {
		case f == geo.ID:
			v = geo.Text(idOf(t, c))
		case f.Type == geo.TypeList && f.Refers != 0:
			v = geo.Text(idOf(t, f.Refers))
		case f.Type == geo.TypeList:
			v = geo.Text(idOf(t, geo.Places))
		}
		q.Equal = append(q.Equal, world.Condition{Field: f, Value: v})
	}
	return q
}
