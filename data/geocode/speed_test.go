package geocode_test

import (
	"context"
	"fmt"
	"testing"

	"beltmap/data/geocode"
	"beltmap/geo"
	"beltmap/geo/crs"
)

func FuzzAddress(f *testing.F) {
	for _, s := range []string{"安徽省合肥市肥西县上派镇人民路", "长丰(双凤)经济开发区", "合肥市望江西路", "\xff安徽", "（（（", "详细地址:", "1234567890"} {
		f.Add(s, s, s)
	}
	g := gazetteer(f, zones...)
	f.Fuzz(func(t *testing.T, address, name, zone string) {
		got := ask(t, g, geocode.Query{Address: address, Name: name, ZoneName: zone})
		switch got.Class {
		case geo.InZone, geo.Town, geo.County:
			if p := got.Point; p[0] < 114 || p[0] > 120 || p[1] < 29 || p[1] > 35 || got.Matched == "" {
				t.Errorf("%q: %+v", address, got)
			}
		case geo.Unlocated:
		default:
			t.Errorf("%q: %+v", address, got)
		}
	})
}

func TestReadingAnAddressAllocatesNothing(t *testing.T) {
	g := gazetteer(t, zones...)
	i := 0
	if n := testing.AllocsPerRun(1000, func() {
		_, _ = g.Geocode(context.Background(), geocode.Query{Address: written[i%len(written)], ZoneID: "CZ"})
		i++
	}); n != 0 {
		t.Errorf("%v allocations an address", n)
	}
}

var written = []string{
	"安徽省滁州市琅琊区凤凰街道上海路88号", "合肥高新区望江西路800号创新产业园二期", "安徽省合肥市肥西县上派镇人民路12号", "安徽省宁国市河沥溪街道外环西路101号", "太和县城关镇人民路",
	"长丰县双凤开发区凤麟路与魏武路交口", "上海路88号", "江苏省南京市江宁区天元东路", "滁州经济技术开发区", "芜湖市弋江区高新区中山南路",
}

// How many addresses a second one core reads. Run: go test -bench Gazetteer ./data/geocode
func BenchmarkGazetteer(b *testing.B) {
	g := gazetteer(b, zones...)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		_, _ = g.Geocode(context.Background(), geocode.Query{Address: written[i%len(written)]})
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "addresses/s")
}

// How long it takes to make the gazetteer, once a run.
func BenchmarkNewGazetteer(b *testing.B) {
	for b.Loop() {
		gazetteer(b, zones...)
	}
}

func ExampleGazetteer() {
	g, err := geocode.NewGazetteer([]geocode.ZonePlace{{ID: "CZ", Names: []string{"滁州经济技术开发区"}, Point: crs.WGS84{118.35, 32.27}, Class: geo.InZone}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, address := range []string{"滁州经开区上海北路88号", "安徽省宁国市河沥溪街道外环西路", "合肥市望江西路800号"} {
		a, _ := g.Geocode(context.Background(), geocode.Query{Address: address})
		fmt.Println(a.Class, a.Matched)
	}
	// Output:
	// zone 滁州经济技术开发区
	// town 宣城市宁国市河沥溪街道
	// unlocated 合肥市
}
