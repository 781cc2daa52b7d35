package geo_test

import (
	"fmt"
	"testing"

	"beltmap/geo"
	"github.com/paulmach/orb"
)

func TestEverySchemaIsWhole(t *testing.T) {
	for _, c := range geo.AllCollections() {
		s := geo.SchemaOf(c)
		if parsed, err := geo.ParseCollection(c.String()); err != nil || parsed != c || s.Collection != c {
			t.Errorf("%s: reads back as %v, %v", c, parsed, err)
		}
		seen := map[string]bool{}
		for _, f := range s.AllFields() {
			if seen[f.Name] {
				t.Errorf("%s has two fields %s", c, f.Name)
			}
			seen[f.Name] = true
			if s.Field(f.Name) != f || f.Label.ZH == "" || f.Label.EN == "" || f.Type == geo.TypeNone {
				t.Errorf("%s.%s is not whole", c, f.Name)
			}
			for _, code := range f.Codes {
				if label, ok := f.CodeLabel(code.Value); !ok || label.ZH == "" || label.EN == "" {
					t.Errorf("%s.%s: code %s is not whole", c, f.Name, code.Value)
				}
			}
		}
	}
	if _, err := geo.ParseCollection("persons"); geo.KindOf(err) != geo.KindInvalid {
		t.Errorf("an unknown collection: %v", err)
	}
}

func TestInternalFieldsAreThoseTheDomainNames(t *testing.T) {
	want := map[string]bool{"full_members": true, "members": true, "instructors": true, "output": true, "tax": true}
	for _, c := range geo.AllCollections() {
		for _, f := range geo.SchemaOf(c).AllFields() {
			if (f.Class == geo.Internal) != want[f.Name] {
				t.Errorf("%s.%s is %s", c, f.Name, f.Class)
			}
		}
	}
}

func TestARecordKeepsWhatItWasGiven(t *testing.T) {
	for _, c := range geo.AllCollections() {
		r := geo.New(c)
		for i, f := range geo.SchemaOf(c).AllFields() {
			v := sampleValue(f, i)
			r.Set(f, v)
			if got := r.Get(f); got != v {
				t.Errorf("%s.%s is %v, want %v", c, f.Name, got, v)
			}
		}
		copied := r.Clone()
		if !copied.Equal(&r) {
			t.Errorf("%s: a clone differs", c)
		}
		if len(geo.SchemaOf(c).Fields) > 0 {
			copied.SetAt(0, geo.Value{})
			if copied.Equal(&r) {
				t.Errorf("%s: a changed clone equals its original", c)
			}
		}
		r.Reset(c)
		if empty := geo.New(c); !r.Equal(&empty) {
			t.Errorf("%s: reset leaves %+v", c, r)
		}
	}
}

func sampleValue(f *geo.Field, i int) geo.Value {
	switch f.Type {
	case geo.TypeInteger, geo.TypeStars:
		return geo.Integer(int64(i % 6))
	case geo.TypeNumber:
		return geo.Number(float64(i) + 0.5)
	case geo.TypeBoolean:
		return geo.Boolean(true)
	case geo.TypeDay:
		return geo.OnDay(geo.Day(1000 + i))
	case geo.TypeList:
		return geo.List("a", fmt.Sprint(i))
	}
	return geo.Text(fmt.Sprint("text ", i))
}

func TestNormalizeRoundsToTheStoresResolutionAndChangesNobodysGeometry(t *testing.T) {
	line := orb.LineString{{118.12345678, 32.00000004}, {118, 32}}
	r := geo.New(geo.Belts)
	r.Geometry = line
	r.Normalize()
	if got := r.Geometry.(orb.LineString)[0]; got != (orb.Point{118.1234568, 32}) {
		t.Errorf("rounded to %v", got)
	}
	if line[0][0] != 118.12345678 {
		t.Error("the geometry that was handed in changed")
	}
	once := r.Clone()
	r.Normalize()
	if !r.Equal(&once) {
		t.Error("rounding twice changes more")
	}
}

func TestOnlyGoodPositionsCountAsLocated(t *testing.T) {
	for class, want := range map[geo.Precision]bool{
		geo.Exact: true, geo.Street: true, geo.InZone: true, geo.Illustrative: true, geo.Synthetic: true,
		geo.Town: false, geo.County: false, geo.Unlocated: false, "": false,
	} {
		r := geo.New(geo.Enterprises)
		r.Geometry, r.Position.Class = orb.Point{118, 32}, class
		if r.Located() != want {
			t.Errorf("%q: located %v", class, r.Located())
		}
		if r.Geometry = nil; r.Located() {
			t.Errorf("%q without a geometry is located", class)
		}
	}
}

func Example() {
	r := geo.New(geo.Organizations)
	r.ID, r.NameZH, r.Zone = "NG-O-001", "示例党支部", "NG"
	r.Set(geo.Stars, geo.Text("five"))
	for _, f := range r.Validate() {
		fmt.Println(f.Field+":", f.Text.EN)
	}
	stars, _ := geo.Stars.Parse("5")
	r.Set(geo.Stars, stars)
	fmt.Println(len(r.Validate()), r.Get(geo.Stars))
	// Output:
	// stars: stars "five" should be an integer from 0 to 5, or "unrated"
	// 0 5
}
