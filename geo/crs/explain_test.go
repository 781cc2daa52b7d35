package crs_test

import (
	"math"
	"strings"
	"testing"

	"beltmap/geo/crs"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// A zone at Chuzhou and a margin around it; as 4548 (117° E) and as 4549 (120° E) it has other eastings.
func chuzhou() orb.Bound { return orb.Bound{Min: orb.Point{118.2, 32.2}, Max: orb.Point{118.5, 32.5}} }

func anhui() orb.Bound { return orb.Bound{Min: orb.Point{114.8, 29.3}, Max: orb.Point{119.7, 34.7}} }

func TestAPairThatLiesElsewhereIsExplained(t *testing.T) {
	place := crs.WGS84{118.3, 32.3}
	in := func(name string) orb.Point {
		p, err := system(t, name).FromWGS84(place)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	swap := func(p orb.Point) orb.Point { return orb.Point{p[1], p[0]} }
	for name, c := range map[string]struct {
		declared string
		pair     orb.Point
		near     orb.Bound
		fault    crs.Fault
		system   string
		swapped  bool
		says     string
	}{
		"degrees as declared":                {"wgs84", in("wgs84"), chuzhou(), crs.Sound, "wgs84", false, ""},
		"a Gauss-Krueger pair as declared":   {"4548", in("4548"), chuzhou(), crs.Sound, "4548", false, ""},
		"latitude first":                     {"wgs84", swap(in("wgs84")), chuzhou(), crs.Swapped, "wgs84", true, "looks exchanged"},
		"latitude first, all China":          {"wgs84", swap(in("wgs84")), crs.China(), crs.Swapped, "wgs84", true, "looks exchanged"},
		"latitude first in GCJ-02":           {"gcj02", swap(in("gcj02")), chuzhou(), crs.Swapped, "gcj02", true, "looks exchanged"},
		"northing first":                     {"4548", swap(in("4548")), chuzhou(), crs.Swapped, "4548", true, "looks exchanged"},
		"northing first with zone":           {"4527", swap(in("4527")), chuzhou(), crs.Swapped, "4527", true, "looks exchanged"},
		"the zone's number is missing":       {"4527", in("4548"), chuzhou(), crs.ZoneMissing, "4548", false, "lacks the zone number 39"},
		"the zone's number is too much":      {"4548", in("4527"), chuzhou(), crs.ZoneUnwanted, "4527", false, "begins with the zone number 39"},
		"too much, and northing first":       {"4548", swap(in("4527")), chuzhou(), crs.ZoneUnwanted, "4527", true, "with its two numbers exchanged"},
		"another zone with number":           {"4527", in("4528"), chuzhou(), crs.OtherZone, "4528", false, "zone 40 (central meridian 120°"},
		"another zone without":               {"4548", in("4549"), chuzhou(), crs.OtherZone, "4549", false, "central meridian 120°"},
		"another zone, in the province":      {"4548", in("4528"), anhui(), crs.OtherZone, "4528", false, "zone 40"},
		"degrees declared as Gauss-Krueger":  {"4548", in("wgs84"), chuzhou(), crs.OtherSystem, "wgs84", false, "but like WGS 84"},
		"Gauss-Krueger declared as degrees":  {"wgs84", in("4527"), chuzhou(), crs.OtherSystem, "4527", false, "zone 39"},
		"the same without number":            {"wgs84", in("4548"), chuzhou(), crs.OtherSystem, "4548", false, "central meridian 117°"},
		"the same, northing first":           {"4490", swap(in("4548")), chuzhou(), crs.OtherSystem, "4548", true, "exchanged"},
		"Mercator declared as degrees":       {"4490", in("3857"), chuzhou(), crs.OtherSystem, "3857", false, "Web Mercator"},
		"Mercator declared as Gauss-Krueger": {"4548", in("3857"), chuzhou(), crs.OtherSystem, "3857", false, "Web Mercator"},
		"Gauss-Krueger declared as Mercator": {"3857", in("4527"), chuzhou(), crs.OtherSystem, "4527", false, "zone 39"},
		"somewhere else":                     {"wgs84", orb.Point{2.35, 48.86}, chuzhou(), crs.Unexplained, "wgs84", false, "does not explain it"},
		"zeros":                              {"4548", orb.Point{0, 0}, crs.China(), crs.Unexplained, "wgs84", false, "does not explain it"},
		"no numbers":                         {"4548", orb.Point{math.NaN(), math.Inf(1)}, crs.China(), crs.Unexplained, "wgs84", false, "(NaN, +Inf)"},
	} {
		e := crs.Explain(system(t, c.declared), c.pair, c.near)
		if e.Fault != c.fault || e.System != system(t, c.system) || e.Reading.Swapped != c.swapped {
			t.Errorf("%s: fault %d in %s, swapped %v; want %d in %s, %v", name, e.Fault, e.System, e.Reading.Swapped, c.fault, c.system, c.swapped)
			continue
		}
		if e.Fault != crs.Unexplained && metres(e.Point, place) > 0.01 {
			t.Errorf("%s: explained to lie at %v", name, e.Point)
		}
		text := e.Text()
		if !strings.Contains(text.EN, c.says) || text.IsZero() != (c.fault == crs.Sound) || strings.Contains(text.ZH+text.EN, "%!") || strings.Contains(text.EN, "e+07") {
			t.Errorf("%s: says %q, %q", name, text.EN, text.ZH)
		}
	}
}

func TestAPairThatFitsSeveralMeridiansSaysSo(t *testing.T) {
	pair := orb.Point{500_000, 3_500_000} // on the meridian, whichever it is
	e := crs.Explain(crs.System{}, pair, anhui())
	if e.Fault != crs.OtherSystem || e.System.EPSG() != 4548 || e.Others != 0 {
		t.Errorf("in Anhui: fault %d, %s, %d others", e.Fault, e.System, e.Others)
	}
	e = crs.Explain(crs.System{}, orb.Point{350_000, 3_500_000}, anhui())
	if e.System.EPSG() != 4548 || e.Others != 1 || !strings.Contains(e.Text().EN, "so do 1 other systems") {
		t.Errorf("west of the meridian: %s, %d others, %q", e.System, e.Others, e.Text().EN)
	}
	if e = crs.Explain(crs.System{}, pair, crs.China()); e.Others != 20 {
		t.Errorf("in China: %s and %d others, want one for each other meridian", e.System, e.Others)
	}
}

// Whichever Gauss-Krueger system a pair is given in, and whichever was declared, the place comes out where the zone's number says so.
func TestAZoneNumberIsFoundWhateverWasDeclared(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		real, _ := crs.FromEPSG(rapid.IntRange(4525, 4529).Draw(t, "real"))
		declared, _ := crs.FromEPSG(rapid.IntRange(4513, 4554).Draw(t, "declared"))
		meridian := float64(real.EPSG()-4513+25) * 3
		place := crs.WGS84{rapid.Float64Range(meridian-1.5, meridian+1.5).Draw(t, "lon"), rapid.Float64Range(29, 35).Draw(t, "lat")}
		pair, err := real.FromWGS84(place)
		if err != nil {
			t.Fatal(err)
		}
		swapped := rapid.Bool().Draw(t, "swapped")
		if swapped {
			pair[0], pair[1] = pair[1], pair[0]
		}
		near := orb.Bound{Min: orb.Point(place), Max: orb.Point(place)}.Pad(0.1)
		e := crs.Explain(declared, pair, near)
		if e.System != real || e.Reading.Swapped != swapped || metres(e.Point, place) > 1e-3 || e.Others != 0 {
			t.Fatalf("%v declared %s is explained as %s, swapped %v, at %v, %d others", pair, declared, e.System, e.Reading.Swapped, e.Point, e.Others)
		}
	})
}

func BenchmarkExplainWhatNothingExplains(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if e := crs.Explain(crs.System{}, orb.Point{500_000, 3_500_000}, orb.Bound{Min: orb.Point{10, 10}, Max: orb.Point{11, 11}}); e.Fault != crs.Unexplained {
			b.Fatal(e)
		}
	}
}
