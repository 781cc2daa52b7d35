package gpkg

import (
	"beltmap/geo"
	"github.com/paulmach/orb"
)

// normalize brings a record into the one form in which it is stored: coordinates rounded to 1e-7°, texts in NFC, numbers as numbers.
// The caller's record stays as it is.
func normalize(r *geo.Record) {
	if p, ok := r.Geometry.(orb.Point); !ok || p != (orb.Point{geo.RoundDegrees(p[0]), geo.RoundDegrees(p[1])}) {
		r.Normalize()
	}
	for _, s := range []*string{&r.ID, &r.Zone, &r.NameZH, &r.NameEN, &r.Source, &r.Position.Source, &r.Position.CRS} {
		*s = geo.Composed(*s)
	}
	copied := false
	for i, f := range geo.SchemaOf(r.Collection).Fields {
		v := r.At(i)
		if v.IsNone() {
			continue // as most are
		}
		n := normalValue(v, f)
		if n == v {
			continue
		}
		if !copied {
			*r, copied = r.Clone(), true
		}
		r.SetAt(i, n)
	}
}

func normalValue(v geo.Value, f *geo.Field) geo.Value {
	switch v.Type() {
	case geo.TypeText:
		if s := v.Text(); s != geo.Composed(s) {
			return geo.Text(geo.Composed(s))
		}
	case geo.TypeList:
		if s := v.Joined(); s != geo.Composed(s) {
			return geo.ListOfJoined(geo.Composed(s))
		} else if s == "" {
			return geo.Value{}
		}
	case geo.TypeInteger:
		if f.Type == geo.TypeNumber {
			x, _ := v.Number()
			return geo.Number(x)
		}
	case geo.TypeNumber:
		if x, _ := v.Number(); x == 0 {
			return geo.Number(0) // SQLite has no negative zero
		}
	}
	return v
}
