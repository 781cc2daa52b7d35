package geocode

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest is the longest name at this place that can be meant here.
func (p *reading) longest(prefix bool) (name, bool) {
	var best name
	found := false
	for _, n := range p.namesAt(p.at) {
		if found && len(n.text) < len(best.text) {
			break
		}
		if !p.follows(p.at, n.text) || !p.possible(n, prefix) {
			continue
		}
		if !found || p.better(n, best) {
			best, found = n, true
		}
	}
	return best, found
}

// namesAt are the names that begin with the two characters at a place.
func (p *reading) namesAt(at int) []name {
	a, size := utf8.DecodeRune(p.text[at:])
	b, _ := utf8.DecodeRune(p.text[at+size:])
	return p.names[pairOf(a, b)]
}

func (p *reading) follows(at int, text string) bool {
	return len(p.text)-at >= len(text) && string(p.text[at:at+len(text)]) == text
}

// better chooses among meanings of one text: zones by how well they fit; of anything else the first is as good.
func (p *reading) better(n, than name) bool {
	return n.sense == zoneName && than.sense == zoneName && p.fit(n) > p.fit(than)
}

// possible tells whether a name can be meant where it stands.
func (p *reading) possible(n name, prefix bool) bool {
	end := p.at + len(n.text)
	switch n.sense {
	case provinceName:
		return prefix && !p.nameOf(end, roads)
	case foreignName:
		return prefix && p.in.city == none && p.in.county == none && p.town == none && !p.nameOf(end, builtThings)
	case cityName:
		return prefix && p.town == none && !p.follows(end, "场") && !p.nameOf(end, roads)
	case cityShort:
		return prefix && p.town == none && (p.in.city == none || p.in.city == n.at && p.in.county == none) && !p.nameOf(end, builtThings)
	case countyName:
		return prefix && p.town == none && !p.nameOf(end, roads)
	case countyShort:
		return prefix && p.town == none && p.in.county == none && p.within(n.at) && p.shortCountyEnds(end, n.at)
	case townName:
		return !p.divisionsOnly && p.town == none && !p.nameOf(end, roads) && p.townFits(n.at, prefix)
	case townShort:
		return !p.divisionsOnly && prefix && p.town == none && p.townFits(n.at, false) && p.shortTownEnds(end)
	case zoneName:
		return !p.divisionsOnly && p.zone == none && p.fit(n) > 0 && p.zoneFits(n, prefix)
	}
	return false
}

// within tells whether a division lies where the address is known to be so far.
func (p *reading) within(at int32) bool {
	d := &p.divisions[at]
	return p.in.city == none || d.city == p.in.city
}

// townFits tells whether a town can be meant: in the county that was named, or in its city where the statistics count the town to a zone; else
// in the city; and at the very beginning of an address without either, anywhere.
func (p *reading) townFits(at int32, first bool) bool {
	d := &p.divisions[at]
	switch {
	case p.in.county != none:
		return d.county == p.in.county || d.county == none && d.city == p.in.city
	case p.in.city != none:
		return d.city == p.in.city
	case p.hint.city != none:
		return d.city == p.hint.city && (first || d.county == p.hint.county || p.hint.county == none)
	}
	return first
}

// shortCountyEnds tells whether what follows a county written without its suffix shows that the county is meant: nothing more, a town or zone
// of that county, or a road with a name of its own. Anything else may be a house, a company or a mountain of that name: 天长制药厂, 琅琊山.
func (p *reading) shortCountyEnds(end int, county int32) bool {
	if p.ends(end) || p.divisionsOnly {
		return true
	}
	for _, word := range []string{"开发区", "经开区", "经济开发区", "经济技术开发区", "高新", "工业园", "工业区", "工业集中区", "产业园", "城区", "城关", "县城", "市区"} {
		if p.follows(end, word) {
			return true
		}
	}
	for _, n := range p.namesAt(end) {
		if !p.follows(end, n.text) {
			continue
		}
		switch n.sense {
		case townName:
			if p.divisions[n.at].county == county {
				return true
			}
		case townShort:
			if p.divisions[n.at].county == county && p.shortTownEnds(end+len(n.text)) {
				return true
			}
		case zoneName:
			if p.zoneList[n.at].county == county {
				return true
			}
		}
	}
	return !p.nameOf(end, builtThings) && p.roadFollows(end)
}

// ends tells whether an address, or what stands before a comma in it, ends here.
func (p *reading) ends(at int) bool {
	if at == len(p.text) {
		return true
	}
	r, _ := utf8.DecodeRune(p.text[at:])
	return unicode.IsPunct(r)
}

// shortTownEnds tells whether a town written without its suffix is all there is, or is followed by another suffix; anything else may be a
// village, a road, a house or a park of that name.
func (p *reading) shortTownEnds(end int) bool {
	for _, suffix := range townSuffixes {
		if p.follows(end, suffix) {
			return !p.nameOf(end+len(suffix), roads)
		}
	}
	return p.ends(end) || p.follows(end, "集镇") || p.follows(end, "镇区")
}

// zoneFits tells whether a zone can be meant. One that is called nothing but what it is (高新区) needs the place it belongs to right before it;
// one of the statistics needs to be where the address is; one of the store with a name of its own may stand anywhere.
func (p *reading) zoneFits(n name, prefix bool) bool {
	z := &p.zoneList[n.at]
	if z.special == "" {
		return prefix && p.in.city != none
	}
	if z.stored == none {
		return p.in.city != none
	}
	return prefix || p.in.city != none || utf8.RuneCountInString(n.text) >= 4
}

// fit says how well a zone's scope agrees with where the address is: 0 is not at all.
func (p *reading) fit(n name) int {
	z := &p.zoneList[n.at]
	score := 1
	switch {
	case p.in.county != none && z.county == p.in.county:
		score += 2
	case p.in.city != none && z.city == p.in.city:
		if z.county != none && p.in.county != none || z.special == "" && !p.cityZone(z) {
			return 0
		}
		score++
	case p.in.city != none && z.city != none:
		return 0
	}
	if n.exact {
		score += 3
	}
	return score
}

// cityZone tells whether a zone called nothing but what it is can be the city's where the address is: right after the city, or after one of its
// districts, but not in a county, which has one of its own, nor after a town.
func (p *reading) cityZone(z *zone) bool {
	if p.in.county == none {
		return z.inCity && p.town == none
	}
	return p.town == none && strings.HasSuffix(p.divisions[p.in.county].name, "区")
}
