package geocode

import (
	"slices"
	"strings"

	"beltmap/geo"
	"beltmap/geo/crs"
)

// ZonePlace is a zone of the store as the gazetteer needs it.
type ZonePlace struct {
	ID    string
	Names []string // all that it is called; the first is the one to show
	Code  string   // its division by GB/T 2260 or NBS, 6 digits or more; "" leaves it to the names
	Point crs.WGS84
	Class geo.Precision // how well Point is known. Only a true position is handed on: an illustrative or synthetic one is as good as none
}

// usable is the class that what lies in the zone may have by the zone's own point.
func (z *ZonePlace) usable() geo.Precision {
	switch z.Class {
	case geo.Exact, geo.Street, geo.InZone:
		return geo.InZone
	case geo.Town, geo.County:
		return z.Class
	}
	return geo.Unlocated
}

// zone is a development zone that addresses may name: one of the store, one of the statistical codes, or both in one.
type zone struct {
	full    string
	stored  int32 // its place in the store's list, none if the store does not have it
	city    int32 // where it lies
	county  int32 // none if it is not a part of one county
	inCity  bool  // its name follows the city's: 芜湖高新区
	special string
	sort    int // of sorts, -1 for none
}

// sorts are the kinds of zones, each with the ways its name may end. Officials and addresses use all of them for the same zone.
var sorts = [][]string{
	{"高新技术产业开发区", "高新技术产业园区", "高新技术开发区", "高新开发区", "高新产业园", "高新区"},
	{"经济技术开发区", "经济开发区", "经开区", "开发区"},
	{"现代产业园区", "现代产业园", "产业园区", "产业园"},
	{"工业园区", "工业集中区", "工业园", "工业区"},
}

// sortOf takes the end off a zone's name: what is special about it, and its place in sorts.
func sortOf(name string) (special string, sort int) {
	for _, office := range []string{"管理委员会", "管委会"} {
		name = strings.TrimSuffix(name, office)
	}
	for i, ends := range sorts {
		for _, end := range ends {
			if bare, found := strings.CutSuffix(name, end); found {
				return bare, i
			}
		}
	}
	return name, -1
}

// spellings are the ways in which addresses write a zone's name after the place it lies in.
func (z *zone) spellings() []string {
	if z.sort < 0 {
		return []string{z.special}
	}
	var all []string
	for _, end := range sorts[z.sort] {
		all = append(all, z.special+end)
	}
	return all
}

// same tells whether two names are of one zone.
func (z *zone) same(o *zone) bool {
	return z.sort == o.sort && z.special == o.special && z.city == o.city && (z.county == o.county || z.inCity && o.inCity)
}

// zones makes the store's zones and those of the statistical codes, each of the latter that the store has too being left to it.
func (g *Gazetteer) zones(stored []ZonePlace) []zone {
	var all []zone
	for i := range stored {
		for _, name := range stored[i].Names {
			z := g.zoneNamed(name, stored[i].Code)
			z.stored, z.full = int32(i), stored[i].Names[0]
			if z.special != "" || z.sort >= 0 {
				all = append(all, z)
			}
		}
	}
	of := len(all)
	for i := range g.divisions {
		d := &g.divisions[i]
		if d.rung != area {
			continue
		}
		z := g.zoneNamed(d.name, d.code)
		z.stored, z.full = none, d.full
		if z.sort >= 0 && !slices.ContainsFunc(all[:of], func(o zone) bool { return o.same(&z) }) {
			all = append(all, z)
		}
	}
	return all
}

// zoneNamed reads a zone's name: the place before it, and what it is called there.
func (g *Gazetteer) zoneNamed(name, code string) zone {
	var room page
	p := g.open(name, &room, scope{none, none})
	p.divisionsOnly = true
	p.prefix()
	z := zone{city: p.in.city, county: p.in.county, inCity: p.in.city != none && p.in.county == none}
	z.special, z.sort = sortOf(string(p.text[p.at:]))
	if at := g.lookup(code); at != none {
		d := &g.divisions[at]
		z.city, z.county = d.city, d.county
		if d.rung == area && len(d.code) == 6 || d.rung == city {
			z.inCity = true
		}
	}
	return z
}

// lookup is the division of a code, or of the longest part of it that is one.
func (g *Gazetteer) lookup(code string) int32 {
	for _, n := range []int{9, 6, 4} {
		if len(code) < n {
			continue
		}
		key := code[:n]
		if n == 4 {
			key += "00"
		}
		if at, found := g.byCode[key]; found {
			return at
		}
	}
	return none
}
