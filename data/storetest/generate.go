package storetest

import (
	"fmt"
	"time"

	"beltmap/geo"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// ZoneIDs are the zones that random records belong to; a store must hold them first (see Zones).
var zoneIDs = [...]string{"CZ", "NG", "FX"}

// Zones are records of the zones that RandomRecord's records belong to.
func Zones() []geo.Record {
	var out []geo.Record
	for i, id := range zoneIDs {
		r := geo.New(geo.Zones)
		r.ID, r.NameZH = id, "开发区"+id
		r.Geometry, r.Position.Class = orb.Point{117 + float64(i), 32}, geo.Illustrative
		out = append(out, r)
	}
	return out
}

// RandomRecord draws a valid record of a collection with any of its fields set, in the form in which a store keeps it.
func RandomRecord(c geo.Collection) *rapid.Generator[geo.Record] {
	return rapid.Custom(func(t *rapid.T) geo.Record {
		r := geo.New(c)
		r.ID = fmt.Sprintf("%s-%d", c, rapid.IntRange(0, 40).Draw(t, "id"))
		fill(t, &r)
		return r
	})
}

func fill(t *rapid.T, r *geo.Record) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("安徽党建示范带企业 aZ\"\\';,[]{}|%\n\t\u3000😀é")), 1, 20, -1)
	maybe := func(label string) bool { return rapid.Bool().Draw(t, label) }
	day := rapid.Custom(func(t *rapid.T) geo.Day {
		return geo.Date(rapid.IntRange(1921, 2100).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"))
	})
	r.NameZH = text.Draw(t, "name_zh")
	if maybe("name_en?") {
		r.NameEN = text.Draw(t, "name_en")
	}
	if maybe("zone?") {
		r.Zone = rapid.SampledFrom(zoneIDs[:]).Draw(t, "zone")
	}
	if maybe("from?") {
		r.Valid.From = day.Draw(t, "from")
	}
	if maybe("to?") {
		r.Valid.To = max(day.Draw(t, "to"), r.Valid.From)
	}
	if maybe("source?") {
		r.Source = text.Draw(t, "source")
	}
	if g := RandomGeometry(geo.SchemaOf(r.Collection).Shapes).Draw(t, "geometry"); g != nil {
		r.Geometry, r.Position.Class = g, rapid.SampledFrom([]geo.Precision{geo.Exact, geo.Town, geo.Illustrative}).Draw(t, "class")
	}
	if maybe("position?") {
		r.Position.Source, r.Position.CRS = text.Draw(t, "position source"), "EPSG:4528"
		r.Position.X, r.Position.Y = rapid.Float64Range(-1e8, 1e8).Draw(t, "x"), rapid.Float64().Draw(t, "y")
	}
	for i, f := range geo.SchemaOf(r.Collection).Fields {
		if !f.Derived && maybe(f.Name+"?") {
			r.SetAt(i, randomValue(t, f, text, day))
		}
	}
	if r.Collection == geo.Stops && !r.Get(geo.Opens).IsNone() { // hours long enough for any stay
		r.Set(geo.Opens, geo.Text("06:00"))
		r.Set(geo.Closes, geo.Text("20:15"))
	}
}

func randomValue(t *rapid.T, f *geo.Field, text *rapid.Generator[string], day *rapid.Generator[geo.Day]) geo.Value {
	one := func() string {
		switch {
		case f == geo.USCC:
			return "91110000101623741K"
		case f.Refers != 0:
			return fmt.Sprintf("%s-%d", f.Refers, rapid.IntRange(0, 40).Draw(t, f.Name))
		case f.Clock:
			return geo.Clock(rapid.IntRange(1201, 1439).Draw(t, f.Name)).String()
		case f == geo.Target:
			return "places/P"
		case f.Codes != nil:
			return rapid.SampledFrom(f.Codes).Draw(t, f.Name).Value
		}
		return text.Draw(t, f.Name)
	}
	switch f.Type {
	case geo.TypeInteger:
		if f == geo.Dwell || f == geo.Capacity {
			return geo.Integer(rapid.Int64Range(1, geo.MaxDwell).Draw(t, f.Name))
		}
		return geo.Integer(rapid.Int64Range(0, 1<<62).Draw(t, f.Name))
	case geo.TypeNumber:
		return geo.Number(rapid.Float64().Draw(t, f.Name) + 0)
	case geo.TypeBoolean:
		return geo.Boolean(rapid.Bool().Draw(t, f.Name))
	case geo.TypeDay:
		return geo.OnDay(day.Draw(t, f.Name))
	case geo.TypeStars:
		if rapid.Bool().Draw(t, "rated") {
			return geo.Integer(rapid.Int64Range(0, 5).Draw(t, f.Name))
		}
		return geo.Text(geo.Unrated)
	case geo.TypeList:
		items := make([]string, rapid.IntRange(1, 5).Draw(t, "items"))
		for i := range items {
			items[i] = one()
		}
		return geo.List(items...)
	}
	return geo.Text(one())
}

// RandomGeometry draws a geometry of one of the shapes, or none. Coordinates are rounded as records keep them.
func RandomGeometry(shapes geo.Shape) *rapid.Generator[orb.Geometry] {
	return rapid.Custom(func(t *rapid.T) orb.Geometry {
		var of []func() orb.Geometry
		if shapes&geo.PointShape != 0 {
			of = append(of, func() orb.Geometry { return point(t) })
		}
		if shapes&geo.LineShape != 0 {
			of = append(of, func() orb.Geometry { return line(t) }, func() orb.Geometry { return orb.MultiLineString{line(t), line(t)} })
		}
		if shapes&geo.PolygonShape != 0 {
			of = append(of, func() orb.Geometry { return polygon(t) }, func() orb.Geometry { return orb.MultiPolygon{polygon(t), polygon(t)} })
		}
		if rapid.IntRange(0, 5).Draw(t, "no geometry") == 0 || len(of) == 0 {
			return nil
		}
		return rapid.SampledFrom(of).Draw(t, "type")()
	})
}

func point(t *rapid.T) orb.Point {
	return orb.Point{geo.RoundDegrees(rapid.Float64Range(-180, 180).Draw(t, "lon")), geo.RoundDegrees(rapid.Float64Range(-85, 85).Draw(t, "lat"))}
}

func line(t *rapid.T) orb.LineString {
	out := make(orb.LineString, rapid.IntRange(2, 6).Draw(t, "vertices"))
	for i := range out {
		out[i] = point(t)
	}
	return out
}

// polygon is a square with a square hole.
func polygon(t *rapid.T) orb.Polygon {
	at := orb.Point{rapid.Float64Range(-170, 170).Draw(t, "lon"), rapid.Float64Range(-80, 80).Draw(t, "lat")}
	square := func(d float64) orb.Ring {
		corner := func(x, y float64) orb.Point {
			return orb.Point{geo.RoundDegrees(at[0] + x), geo.RoundDegrees(at[1] + y)}
		}
		return orb.Ring{corner(-d, -d), corner(d, -d), corner(d, d), corner(-d, d), corner(-d, -d)}
	}
	return orb.Polygon{square(1), square(0.5)}
}
