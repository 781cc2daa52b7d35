package geo_test

import (
	"testing"

	"beltmap/geo"
)

func TestEqualSetsOfZonesAreEqualValues(t *testing.T) {
	a, err := geo.ParseZones(" NG, CZ,NG ,")
	if err != nil {
		t.Fatal(err)
	}
	if b := geo.ZonesOf("CZ", "NG"); a != b {
		t.Errorf("%q and %q differ", a, b)
	}
	if all, err := geo.ParseZones("*"); err != nil || all != geo.AllZones() {
		t.Errorf("* is %q, %v", all, err)
	}
}

func TestAZoneIsInASetByItsWholeName(t *testing.T) {
	z := geo.ZonesOf("CZ-1", "NG")
	for id, want := range map[string]bool{"CZ-1": true, "NG": true, "CZ": false, "N": false, "": false, "*": false, "CZ-1,NG": false} {
		if z.Has(id) != want {
			t.Errorf("%q in %q: %v", id, z, !want)
		}
	}
	if !geo.AllZones().Has("") || geo.ZonesOf().Has("") {
		t.Error("a record of no zone belongs to the set of every zone and to no other")
	}
}

func TestASetCannotBeWidenedThroughItsText(t *testing.T) {
	for _, text := range []string{"CZ,*", "*,*", "a b", "CZ;NG"} {
		if z, err := geo.ParseZones(text); geo.KindOf(err) != geo.KindInvalid {
			t.Errorf("%q was read as %q (%v)", text, z, err)
		}
	}
}

func TestASightReadsInternalFieldsOfItsZonesOnly(t *testing.T) {
	s := geo.Sight{Internal: geo.ZonesOf("CZ")}
	if s.Class("CZ") != geo.Internal || s.Class("NG") != geo.Public || s.Class("") != geo.Public || s.Widest() != geo.Internal {
		t.Errorf("%v reads beyond its zones, or not even those", s)
	}
	if geo.PublicSight().Widest() != geo.Public || geo.FullSight().Class("") != geo.Internal {
		t.Error("the public reads internal fields, or a full sight does not")
	}
}

func TestASettingMakesAFieldInternal(t *testing.T) {
	settings, err := geo.NewSettings(map[string]string{"public_uscc": "false"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	public := geo.Sight{Kept: settings.Kept()}
	if public.ClassOf(geo.USCC) != geo.Internal || public.ClassOf(geo.Employees) != geo.Public || public.ClassOf(geo.FullMembers) != geo.Internal {
		t.Errorf("%v: the code is %v, the number of employees %v", public, public.ClassOf(geo.USCC), public.ClassOf(geo.Employees))
	}
	if public == geo.PublicSight() || public.String() == geo.PublicSight().String() {
		t.Error("who sees less has the tag of who sees more")
	}
}
