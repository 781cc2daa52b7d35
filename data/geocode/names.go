package geocode

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// sense is what a name in the index can mean.
type sense uint8

const (
	provinceName sense = iota // Anhui itself, and phrases between names that say nothing
	foreignName               // another province
	cityName
	cityShort // without 市
	countyName
	countyShort
	townName
	townShort
	zoneName
)

// name is one meaning of a text.
type name struct {
	text  string
	sense sense
	at    int32 // in divisions, or in zones for zoneName
	exact bool  // of zones: written as the zone is called
}

// pair is the first two characters of a name, by which it is found.
type pair uint64

func pairOf(a, b rune) pair { return pair(a)<<32 | pair(b) }

// index finds names by their first two characters; those of a pair stand longest first.
type index map[pair][]name

func (x index) add(n name) {
	a, size := utf8.DecodeRuneInString(n.text)
	b, _ := utf8.DecodeRuneInString(n.text[size:])
	if len(n.text) <= size {
		return // one character is no name
	}
	key := pairOf(a, b)
	if slices.Contains(x[key], n) {
		return
	}
	x[key] = append(x[key], n)
}

func (x index) sort() {
	for _, names := range x {
		slices.SortStableFunc(names, func(a, b name) int { return len(b.text) - len(a.text) })
	}
}

// other provinces, with and without what they are; an address that begins with one is not in Anhui.
var foreign = []string{
	"北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "海南",
	"四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门", "南京", "杭州", "苏州", "无锡", "常州", "徐州",
}

// fillers stand before and between names and say nothing, as in the names of free trade zones: 中国(安徽)自由贸易试验区合肥片区.
var fillers = []string{"中国", "安徽省", "安徽", "自由贸易试验区", "自贸试验区", "自贸区", "市辖区", "片区"}

// former are names that are still written for what has another name now.
var former = []struct{ name, code string }{
	{"芜湖县", "340210"}, {"铜陵县", "340706"}, {"铜官山区", "340705"}, {"狮子山区", "340705"}, {"居巢区", "340181"}, {"三山区", "340209"}, {"金家庄区", "340503"},
}

// moved are counties that addresses still put into the city they belonged to.
var moved = []struct{ county, city string }{
	{"340422", "341500"}, {"340722", "340800"},
}

// ofChaohu are the counties of the city of Chaohu, which is a county itself since 2011.
var ofChaohu = []string{"340124", "340281", "340522", "340523"}

const chaohu = "340181"

func (g *Gazetteer) indexNames() {
	for _, text := range fillers {
		g.names.add(name{text: text, sense: provinceName, at: none})
	}
	for _, text := range foreign {
		g.names.add(name{text: text, sense: foreignName, at: none})
	}
	cities := map[string]bool{}
	for i := range g.divisions {
		d, at := &g.divisions[i], int32(i)
		switch d.rung {
		case city:
			bare := strings.TrimSuffix(d.name, "市")
			cities[bare] = true
			g.names.add(name{text: d.name, sense: cityName, at: at})
			g.names.add(name{text: bare, sense: cityShort, at: at})
		case county:
			g.indexCounty(d.name, at, cities)
		case town:
			g.names.add(name{text: d.name, sense: townName, at: at})
			if bare, _ := townStem(d.name); bare != d.name && !isRoad(bare) {
				g.names.add(name{text: bare, sense: townShort, at: at})
			}
		}
	}
	for _, f := range former {
		g.names.add(name{text: f.name, sense: countyName, at: g.byCode[f.code]})
	}
	for i := range g.zoneList {
		z := &g.zoneList[i]
		for k, text := range z.spellings() {
			g.names.add(name{text: text, sense: zoneName, at: int32(i), exact: k == 0})
		}
	}
	g.names.sort()
}

// isRoad tells whether a town is called after a road, which then is meant wherever the suffix is missing: 明光路 is not 明光路街道.
func isRoad(stem string) bool {
	for _, end := range []string{"路", "街", "道", "巷", "桥"} {
		if strings.HasSuffix(stem, end) {
			return true
		}
	}
	return false
}

// indexCounty adds a county with the other suffixes it had or may get: 繁昌县 became 繁昌区. Those that a city has are left to the city.
func (g *Gazetteer) indexCounty(full string, at int32, cities map[string]bool) {
	g.names.add(name{text: full, sense: countyName, at: at})
	_, size := utf8.DecodeLastRuneInString(full)
	bare := full[:len(full)-size]
	if utf8.RuneCountInString(bare) < 2 || cities[bare] {
		return
	}
	g.names.add(name{text: bare, sense: countyShort, at: at})
	for _, suffix := range []string{"县", "区", "市"} {
		if bare+suffix != full {
			g.names.add(name{text: bare + suffix, sense: countyName, at: at})
		}
	}
}

// townSuffixes are what towns and streets' districts are called; one is renamed into the other now and then.
var townSuffixes = []string{"街道办事处", "街道", "街办", "镇", "乡"}

// townStem takes the suffix off a town's name, if at least two characters are left; "" is the suffix of what is no town.
func townStem(full string) (stem, suffix string) {
	for _, suffix := range townSuffixes {
		if bare, found := strings.CutSuffix(full, suffix); found {
			if utf8.RuneCountInString(bare) < 2 {
				return full, suffix
			}
			return bare, suffix
		}
	}
	return full, ""
}
