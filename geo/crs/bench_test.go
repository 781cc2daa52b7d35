package crs_test

import (
	"testing"

	"beltmap/geo/crs"
	"github.com/paulmach/orb"
)

// go test -run none -bench . ./geo/crs: what one point costs; none may allocate (TestAPointIsConvertedWithoutAllocation).
func BenchmarkToWGS84(b *testing.B) {
	for _, c := range conversions() {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.system.ToWGS84(c.pair); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkFromWGS84(b *testing.B) {
	for _, c := range conversions() {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.system.FromWGS84(crs.WGS84{118.3, 32.3}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkParseDegrees(b *testing.B) {
	for _, text := range []string{"118.3085123", "118°18′30.5″E", "东经118度18分30秒"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := crs.ParseDegrees(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

type conversion struct {
	name   string
	system crs.System
	pair   orb.Point // near Chuzhou
}

func conversions() []conversion {
	mercator, _ := crs.FromEPSG(3857)
	krueger, _ := crs.FromEPSG(4548)
	return []conversion{
		{"WGS84", crs.System{}, orb.Point{118.3, 32.3}},
		{"GCJ02", crs.GCJ02{}.System(), orb.Point{118.3, 32.3}},
		{"BD09", crs.BD09{}.System(), orb.Point{118.3, 32.3}},
		{"WebMercator", mercator, orb.Point{13169095, 3802150}},
		{"GaussKrueger", krueger, orb.Point{622000, 3575000}},
	}
}

func TestAPointIsConvertedWithoutAllocation(t *testing.T) {
	for _, c := range conversions() {
		if n := testing.AllocsPerRun(100, func() {
			w, err := c.system.ToWGS84(c.pair)
			if err == nil {
				_, err = c.system.FromWGS84(w)
			}
			if err != nil {
				t.Error(err)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations there and back", c.name, n)
		}
	}
}
