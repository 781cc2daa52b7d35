package geocode_test

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"

	"beltmap/data/geocode"
	"beltmap/geo"
	"beltmap/geo/crs"
	"pgregory.net/rapid"
)

// The sample's zones, with made-up points: the article gives none.
var zones = []geocode.ZonePlace{
	{ID: "CZ", Names: []string{"滁州经济技术开发区", "滁州经开区"}, Code: "341172", Point: crs.WGS84{118.35, 32.27}, Class: geo.InZone},
	{ID: "NG", Names: []string{"宁国经济技术开发区"}, Point: crs.WGS84{118.98, 30.62}, Class: geo.Illustrative},
	{ID: "SF", Names: []string{"长丰(双凤)经济开发区"}, Code: "340121400", Point: crs.WGS84{117.26, 31.98}, Class: geo.Exact},
	{ID: "FX", Names: []string{"肥西经济开发区"}, Class: geo.Unlocated},
	{ID: "TC", Names: []string{"铜陵经济技术开发区"}, Point: crs.WGS84{117.8, 30.9}, Class: geo.County},
}

func gazetteer(t testing.TB, zones ...geocode.ZonePlace) *geocode.Gazetteer {
	t.Helper()
	g, err := geocode.NewGazetteer(zones)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func ask(t testing.TB, g geocode.Geocoder, q geocode.Query) geocode.Answer {
	t.Helper()
	a, err := g.Geocode(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAnAddressIsPlacedByTheSmallestDivisionWithAPoint(t *testing.T) {
	g := gazetteer(t, zones...)
	for _, c := range []struct {
		name, address string
		class         geo.Precision
		level         string
		matched       string
	}{
		{"a town in full", "安徽省合肥市肥西县上派镇人民路12号", geo.Town, geocode.LevelTown, "合肥市肥西县上派镇"},
		{"a town without its parents", "上派镇人民路", geo.Town, geocode.LevelTown, "合肥市肥西县上派镇"},
		{"a town without its suffix", "肥西县上派", geo.Town, geocode.LevelTown, "合肥市肥西县上派镇"},
		{"a town with a suffix it had before", "宁国市河沥溪镇外环西路", geo.Town, geocode.LevelTown, "宣城市宁国市河沥溪街道"},
		{"an office of a town", "宁国市河沥溪街道办事处竹村", geo.Town, geocode.LevelTown, "宣城市宁国市河沥溪街道"},
		{"a county by the name it had before", "无为县无城镇十字街", geo.Town, geocode.LevelTown, "芜湖市无为市无城镇"},
		{"a county whose name is a city's now", "芜湖县湾沚镇", geo.Town, geocode.LevelTown, "芜湖市湾沚区湾沚镇"},
		{"a county in the city it belonged to", "六安市寿县寿春镇", geo.Town, geocode.LevelTown, "淮南市寿县寿春镇"},
		{"a county of the former city of Chaohu", "巢湖市庐江县庐城镇", geo.Town, geocode.LevelTown, "合肥市庐江县庐城镇"},
		{"a town behind a street", "肥西县金寨南路与上派镇交口", geo.Town, geocode.LevelTown, "合肥市肥西县上派镇"},
		{"a town without a point by its county", "望江县华阳镇", geo.County, geocode.LevelCounty, "安庆市望江县华阳镇"},
		{"a county without its suffix", "安徽肥西金寨路", geo.County, geocode.LevelCounty, "合肥市肥西县"},
		{"a county-level city", "安徽省天长市天长路8号", geo.County, geocode.LevelCounty, "滁州市天长市"},
		{"full-width characters and spaces", "安徽省 宣城市　宁国市　河沥溪街道(1号)", geo.Town, geocode.LevelTown, "宣城市宁国市河沥溪街道"},
		{"a county and a town without their suffixes", "安徽合肥肥西上派", geo.Town, geocode.LevelTown, "合肥市肥西县上派镇"},
		{"a town whose short name ends as if it were whole", "肥东撮镇", geo.County, geocode.LevelCounty, "合肥市肥东县撮镇镇"},
		{"a postcode before it", "231200 安徽省合肥市肥西县上派镇", geo.Town, geocode.LevelTown, "合肥市肥西县上派镇"},
		{"a label before it", "详细地址:肥西县上派镇", geo.Town, geocode.LevelTown, "合肥市肥西县上派镇"},
		{"a district called as the city", "黄山市黄山区甘棠镇", geo.Town, geocode.LevelTown, "黄山市黄山区甘棠镇"},

		{"a zone in full", "安徽省滁州市滁州经济技术开发区上海路", geo.InZone, geocode.LevelZone, "滁州经济技术开发区"},
		{"a zone as people say it", "滁州经开区上海北路", geo.InZone, geocode.LevelZone, "滁州经济技术开发区"},
		{"a zone after its city", "滁州市经济开发区城东街道", geo.InZone, geocode.LevelZone, "滁州经济技术开发区"},
		{"a zone with brackets in its name", "长丰(双凤)经济开发区", geo.InZone, geocode.LevelZone, "长丰(双凤)经济开发区"},
		{"a zone in brackets", "合肥市 长丰县（双凤开发区）凤麟路", geo.InZone, geocode.LevelZone, "长丰(双凤)经济开发区"},
		{"an illustrative zone places nothing", "宁国经济技术开发区", geo.County, geocode.LevelCounty, "宣城市宁国市"},
		{"a zone known to its county", "铜陵经济技术开发区黄山大道", geo.County, geocode.LevelZone, "铜陵经济技术开发区"},
		{"a district's zone, not the city's", "滁州市琅琊区经济开发区", geo.County, geocode.LevelCounty, "滁州市琅琊区"},
		{"a county's zone, not the city's", "来安县经济开发区", geo.County, geocode.LevelCounty, "滁州市来安县"},
		{"a zone called after a town", "来安县汊河经济开发区", geo.County, geocode.LevelCounty, "滁州市来安县"},
		{"a city's zone after a district", "滁州市南谯区经济技术开发区", geo.InZone, geocode.LevelZone, "滁州经济技术开发区"},
		{"a district of the codes in its city", "滁州市琅琊区凤凰街道", geo.County, geocode.LevelCounty, "滁州经济技术开发区凤凰街道"},

		{"a city is no position", "滁州市上海路88号", geo.Unlocated, geocode.LevelCity, "滁州市"},
		{"a zone of the codes has no point", "合肥高新区望江西路", geo.Unlocated, geocode.LevelNoPoint, "合肥高新技术产业开发区"},
		{"a free trade zone's name", "中国(安徽)自由贸易试验区合肥片区高新区创新大道", geo.Unlocated, geocode.LevelNoPoint, "合肥高新技术产业开发区"},
		{"a town of many counties", "城关镇人民路", geo.Unlocated, geocode.LevelAmbiguous, "城关镇"},
		{"the same with its county", "太和县城关镇人民路", geo.Town, geocode.LevelTown, "阜阳市太和县城关镇"},
		{"a county of another city", "合肥市望江县", geo.Unlocated, geocode.LevelConflict, "合肥市"},
		{"two counties", "肥西县肥东县交界", geo.Unlocated, geocode.LevelConflict, "合肥市肥西县"},
		{"another province", "江苏省南京市江宁区", geo.Unlocated, geocode.LevelOutside, ""},
		{"a city nobody here knows", "义乌市城北街道", geo.Unlocated, geocode.LevelOutside, ""},
		{"a town's name in another city", "绍兴市上派镇", geo.Unlocated, geocode.LevelOutside, ""},
		{"nothing", "", geo.Unlocated, "", ""},
		{"a house", "城市之光大厦3楼", geo.Unlocated, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ask(t, g, geocode.Query{Address: c.address})
			if got.Class != c.class || got.Level != c.level || got.Matched != c.matched {
				t.Errorf("%s: %s, %q, %q; want %s, %q, %q", c.address, got.Class, got.Level, got.Matched, c.class, c.level, c.matched)
			}
			if got.Class != geo.Unlocated && (got.Score <= 0 || got.Score > 1 || got.Provider == "" || got.X != got.Point[0] || got.Y != got.Point[1]) {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestARoadOrHouseCalledAfterAPlaceIsNotThere(t *testing.T) {
	g := gazetteer(t)
	for _, address := range []string{
		"合肥市望江西路", "合肥望江西路3号", "合肥市黄山路", "合肥黄山大厦", "合肥市明光路", "合肥市安庆路12号", "合肥市阜阳北路", "合肥市徽州大道", "合肥市潜山路", "合肥市长丰南路",
		"合肥市庐江路", "合肥市巢湖路", "合肥市芜湖路", "合肥市六安路", "合肥市市场监管局", "合肥市庐江商会", "合肥市庐江制药厂", "合肥市巢湖风景",
	} {
		if got := ask(t, g, geocode.Query{Address: address}); got.Class != geo.Unlocated || got.Level != geocode.LevelCity || got.Matched != "合肥市" {
			t.Errorf("%s: %+v", address, got)
		}
	}
	for _, address := range []string{"安庆路12号", "上海路1号", "芜湖路", "望江西路800号", "合肥北路", "明光路5号", "北京路与上海路交口", "天长大街", "黄山大厦", "徽州大道", "合肥市场街", "琅琊山路", "天长制药厂", "宁国商会", "肥西老母鸡总店"} {
		if got := ask(t, g, geocode.Query{Address: address}); got != (geocode.Answer{Class: geo.Unlocated, Provider: "gazetteer"}) {
			t.Errorf("%s: %+v", address, got)
		}
	}
}

func TestTheZoneOfARowHelpsAndIsHeldAgainstTheAddress(t *testing.T) {
	g := gazetteer(t, zones...)
	for _, c := range []struct {
		name  string
		q     geocode.Query
		class geo.Precision
		level string
	}{
		{"a street in the row's zone", geocode.Query{Address: "上海路88号", ZoneID: "CZ"}, geo.InZone, geocode.LevelZoneOfRow},
		{"no address at all", geocode.Query{ZoneName: "滁州经开区"}, geo.InZone, geocode.LevelZoneOfRow},
		{"an address in the zone's city", geocode.Query{Address: "滁州市南谯区", ZoneID: "CZ"}, geo.InZone, geocode.LevelZoneOfRow},
		{"an address in another city", geocode.Query{Address: "合肥市肥西县", ZoneID: "CZ"}, geo.Unlocated, geocode.LevelConflict},
		{"an address in another county", geocode.Query{Address: "合肥市肥东县", ZoneID: "SF"}, geo.Unlocated, geocode.LevelConflict},
		{"an address in another province", geocode.Query{Address: "上海市浦东新区", ZoneID: "CZ"}, geo.Unlocated, geocode.LevelOutside},
		{"another zone in the address", geocode.Query{Address: "滁州经济技术开发区上海路", ZoneName: "宁国经济技术开发区"}, geo.Unlocated, geocode.LevelConflict},
		{"a zone without a point, by its county", geocode.Query{Address: "合派路", ZoneID: "FX"}, geo.County, geocode.LevelCounty},
		{"an illustrative zone, by the town", geocode.Query{Address: "河沥溪街道", ZoneID: "NG"}, geo.Town, geocode.LevelTown},
		{"a town of many counties, told by the zone's", geocode.Query{Address: "新安镇永阳路", ZoneName: "来安汊河开发区", ZoneID: "LA"}, geo.Town, geocode.LevelTown},
		{"the zone in the name of a branch", geocode.Query{Name: "滁州经开区第三联合党支部"}, geo.InZone, geocode.LevelZoneByName},
		{"a city in the name of an enterprise says nothing", geocode.Query{Name: "滁州市长电科技公司"}, geo.Unlocated, ""},
		{"a zone nobody knows", geocode.Query{Address: "上海路88号", ZoneID: "XX", ZoneName: "某开发区"}, geo.Unlocated, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := g
			if c.q.ZoneID == "LA" {
				g = gazetteer(t, geocode.ZonePlace{ID: "LA", Names: []string{"来安汊河开发区"}})
			}
			if got := ask(t, g, c.q); got.Class != c.class || got.Level != c.level {
				t.Errorf("%+v; want %s, %q", got, c.class, c.level)
			}
		})
	}
}

func TestAZoneThatIsThereTwiceIsRefused(t *testing.T) {
	_, err := geocode.NewGazetteer([]geocode.ZonePlace{{ID: "CZ", Names: []string{"甲"}}, {ID: "CZ", Names: []string{"乙"}}})
	if geo.KindOf(err) != geo.KindInvalid {
		t.Errorf("%v", err)
	}
}

func TestANameOfTwoZonesMeansNeither(t *testing.T) {
	g := gazetteer(t, geocode.ZonePlace{ID: "A", Names: []string{"新区"}, Point: crs.WGS84{117, 31}, Class: geo.Exact}, geocode.ZonePlace{ID: "B", Names: []string{"新区"}, Point: crs.WGS84{118, 31}, Class: geo.Exact})
	if got := ask(t, g, geocode.Query{ZoneName: "新区"}); got.Class != geo.Unlocated {
		t.Errorf("%+v", got)
	}
}

// place is one line of the embedded table.
type place struct {
	code, name, point string
}

func places(t testing.TB) (all []place, byCode map[string]place) {
	t.Helper()
	raw, err := os.ReadFile("places.tsv")
	if err != nil {
		t.Fatal(err)
	}
	byCode = map[string]place{}
	for _, line := range strings.Split(string(raw), "\n") {
		f := strings.Split(line, "\t")
		if len(f) < 2 {
			continue
		}
		p := place{code: f[0], name: f[1]}
		if len(f) == 4 {
			p.point = f[2] + "," + f[3]
		}
		all = append(all, p)
		byCode[p.code] = p
	}
	return all, byCode
}

func pointOf(a geocode.Answer) string {
	return strconv.FormatFloat(a.X, 'f', -1, 64) + "," + strconv.FormatFloat(a.Y, 'f', -1, 64)
}

// Every town of Anhui, written out with its parents, is found, and what follows it leads nowhere else.
func TestEveryTownIsFoundByItsFullAddress(t *testing.T) {
	g := gazetteer(t)
	all, byCode := places(t)
	seen := 0
	for _, p := range all {
		if len(p.code) != 9 || !strings.HasSuffix(p.name, "镇") && !strings.HasSuffix(p.name, "乡") && !strings.HasSuffix(p.name, "街道") {
			continue
		}
		up := byCode[p.code[:6]]
		if up.code[4] == '7' {
			continue // addresses name the district, not the statistical unit
		}
		seen++
		full := byCode[p.code[:4]+"00"].name + up.name + p.name
		want, class := up.point, geo.County
		if p.point != "" {
			want, class = p.point, geo.Town
		}
		got := ask(t, g, geocode.Query{Address: "安徽省" + full + "合肥路1号"})
		switch {
		case got.Matched != full:
			t.Errorf("%s: %+v", full, got)
		case want == "" && got.Class != geo.Unlocated || want != "" && (got.Class != class || pointOf(got) != want):
			t.Errorf("%s: %+v, want %s at %s", full, got, class, want)
		}
	}
	if seen < 1400 {
		t.Errorf("only %d towns", seen)
	}
}

// Roads called after every city, county and town, in every city: none is placed anywhere, with and without directions.
func TestNoRoadPlacesAnything(t *testing.T) {
	g := gazetteer(t)
	all, _ := places(t)
	cities := []string{"合肥市", "滁州", "安徽省宣城市", ""}
	for _, p := range all {
		if len(p.code) == 6 && strings.HasSuffix(p.code, "00") {
			cities = append(cities, p.name)
		}
	}
	for i, city := range cities {
		for _, p := range all {
			bare := stemOf(p)
			if bare == "" || i >= 4 && len(p.code) == 9 { // towns before every city would take long
				continue
			}
			for _, road := range []string{"路1号", "大道", "西路", "东二路"} {
				if got := ask(t, g, geocode.Query{Address: city + bare + road}); got.Class != geo.Unlocated {
					t.Errorf("%s: %+v", city+bare+road, got)
				}
			}
		}
	}
}

// A road called after a town in that town's own county does not place anything in the town either.
func TestNoRoadPlacesAnythingInATown(t *testing.T) {
	g := gazetteer(t)
	all, byCode := places(t)
	for _, p := range all {
		bare := stemOf(p)
		if len(p.code) != 9 || p.code[4] == '7' || bare == "" {
			continue
		}
		up := byCode[p.code[:4]+"00"].name + byCode[p.code[:6]].name
		for _, road := range []string{"路1号", "大道", "北路", "新村", "花园"} {
			if got := ask(t, g, geocode.Query{Address: up + bare + road}); got.Matched != up || got.Class == geo.Town {
				t.Errorf("%s: %+v", up+bare+road, got)
			}
		}
	}
}

// stemOf is a division's name without what it is, "" for zones and for names of one character.
func stemOf(p place) string {
	ends := []string{"市", "县", "区"}
	if len(p.code) == 9 {
		ends = []string{"街道", "镇", "乡"}
	}
	for _, end := range ends {
		if bare, found := strings.CutSuffix(p.name, end); found && len([]rune(bare)) > 1 && (len(p.code) == 9 || p.code[4] != '7') {
			return bare
		}
	}
	return ""
}

// However an address is put together of true parts, the answer is in the county that was meant, and never more than a town.
func TestAnAddressOfTrueParts(t *testing.T) {
	g := gazetteer(t)
	all, byCode := places(t)
	var towns []place
	for _, p := range all {
		if len(p.code) == 9 && p.code[4] != '7' && strings.HasSuffix(p.name, "镇") {
			towns = append(towns, p)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom(towns).Draw(t, "town")
		up, city := byCode[p.code[:6]].name, byCode[p.code[:4]+"00"].name
		parts := []string{
			rapid.SampledFrom([]string{"", "安徽省", "安徽", "中国(安徽)"}).Draw(t, "province"),
			rapid.SampledFrom([]string{"", city, city + " ", strings.TrimSuffix(city, "市")}).Draw(t, "city"),
			rapid.SampledFrom([]string{up, up + "，", "(" + up + ")"}).Draw(t, "county"),
			p.name,
			rapid.SampledFrom([]string{"", "人民路", "望江西路", "黄山大厦", "城关工业园", "X座", " 12号"}).Draw(t, "street"),
			rapid.SampledFrom([]string{"", "88号", "与安庆路交口", "(原合肥路)", "3幢"}).Draw(t, "number"),
		}
		address := strings.Join(parts, "")
		got, err := g.Geocode(context.Background(), geocode.Query{Address: address})
		if err != nil {
			t.Fatal(err)
		}
		full := city + up + p.name
		if got.Matched != full || got.Class == geo.Exact || got.Class == geo.Street || got.Class == geo.InZone {
			t.Fatalf("%s: %+v, want %s", address, got, full)
		}
		if p.point != "" && (got.Class != geo.Town || pointOf(got) != p.point) {
			t.Fatalf("%s: %+v, want %s", address, got, p.point)
		}
	})
}
