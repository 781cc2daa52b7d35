package geocode

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// scope is where an address is known to be, as far as it was read: places in the table, none where not known.
type scope struct{ city, county int32 }

// maxText is how much of an address is read, in bytes; what comes after eighty characters names no division.
const maxText = 240

// reading reads one address from left to right. First come divisions, each within the one before (prefix); then streets, houses and
// companies, of which only what is surely no part of another name is taken (rest): a road called after a city is not in that city.
type reading struct {
	*Gazetteer
	text []byte
	at   int
	hint scope // of the zone the row belongs to: settles which of several towns of one name is meant, and nothing else

	in            scope
	town          int32
	zone          int32
	sure          bool // the county or town was written in full
	many          bool // a town's name fits several, and nothing says which
	contradictory bool
	outside       bool
	divisionsOnly bool // no towns and zones
}

// page is room for the text of a reading, on its caller's stack.
type page [maxText + utf8.UTFMax]byte

func (g *Gazetteer) open(address string, room *page, hint scope) reading {
	return reading{Gazetteer: g, text: plain(address, room[:0]), hint: hint, in: scope{none, none}, town: none, zone: none}
}

// plain is an address as it is read: in one form of each character, without a label before it and without spaces and brackets, which stand within
// names, as in 长丰(双凤)经济开发区.
func plain(address string, text []byte) []byte {
	if !isPlain(address) {
		address = norm.NFKC.String(address)
	}
	if at := strings.IndexByte(address, ':'); at >= 0 && at <= maxLabel {
		address = address[at+1:]
	}
	for _, r := range address {
		if len(text) >= maxText {
			break
		}
		if unicode.IsSpace(r) || r == '(' || r == ')' || r == '[' || r == ']' {
			continue
		}
		text = utf8.AppendRune(text, r)
	}
	return text
}

// isPlain tells whether a text is of ASCII and common Han characters only, which have one form.
func isPlain(s string) bool {
	for _, r := range s {
		if r >= utf8.RuneSelf && (r < 0x4E00 || r > 0x9FFF) {
			return false
		}
	}
	return true
}

const maxLabel = 18 // bytes: six characters, as in 详细地址:

func (p *reading) read() {
	p.prefix()
	if !p.outside && !p.contradictory {
		p.rest()
	}
}

// prefix reads divisions and zones as long as one follows the other.
func (p *reading) prefix() {
	for first := true; p.at < len(p.text); first = false {
		if r, size := utf8.DecodeRune(p.text[p.at:]); !unicode.Is(unicode.Han, r) && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			p.at += size
			continue
		}
		n, ok := p.longest(true)
		if !ok {
			p.outside = p.outside || first && p.namesElsewhere()
			return
		}
		if p.take(n); p.outside || p.contradictory {
			return
		}
		p.at += len(n.text)
		p.skipOffice(n)
	}
}

// skipOffice goes past "办事处" behind a town.
func (p *reading) skipOffice(n name) {
	if n.sense != townName && n.sense != townShort {
		return
	}
	for _, suffix := range townSuffixes {
		if n.sense == townShort && p.follows(p.at, suffix) {
			p.at += len(suffix)
			break
		}
	}
	if p.follows(p.at, "办事处") {
		p.at += len("办事处")
	}
}

// rest looks for a town, in full, and for a zone in what comes after the divisions, where it is known in which city that is.
func (p *reading) rest() {
	for p.at < len(p.text) && (p.town == none || p.zone == none) {
		n, ok := p.longest(false)
		if !ok {
			_, size := utf8.DecodeRune(p.text[p.at:])
			p.at += size
			continue
		}
		p.take(n)
		p.at += len(n.text)
	}
}

// longest is the longest name at this place that can be meant here.
func (p *reading) longest(prefix bool) (name, bool) {
	a, size := utf8.DecodeRune(p.text[p.at:])
	b, _ := utf8.DecodeRune(p.text[p.at+size:])
	names := p.names[pairOf(a, b)]
	var best name
	found := false
	for _, n := range names {
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
		return prefix && p.town == none && p.in.county == none && p.within(n.at) && !p.nameOf(end, builtThings)
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

// shortTownEnds tells whether a town written without its suffix is all there is, or is followed by another suffix or by what is called after
// a town; anything else may be a village, a road or a house of that name.
func (p *reading) shortTownEnds(end int) bool {
	if end == len(p.text) {
		return true
	}
	for _, suffix := range townSuffixes {
		if p.follows(end, suffix) {
			return !p.nameOf(end+len(suffix), roads)
		}
	}
	for _, word := range []string{"集镇", "镇区", "工业园", "工业集中区", "工业区", "开发区", "经济开发区"} {
		if p.follows(end, word) {
			return true
		}
	}
	r, _ := utf8.DecodeRune(p.text[end:])
	return unicode.IsPunct(r)
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
		if z.county != none && p.in.county != none || !z.inCity && p.in.county == none && z.special == "" {
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

// take goes into the division that was read, or notes that it contradicts what was read before.
func (p *reading) take(n name) {
	switch n.sense {
	case foreignName:
		p.outside = true
	case cityName, cityShort:
		p.contradictory = p.in.city != none && p.in.city != n.at
		p.in.city = n.at
	case countyName, countyShort:
		p.takeCounty(n)
	case townName, townShort:
		p.takeTown(n)
	case zoneName:
		p.takeZone(n)
	}
}

func (p *reading) takeCounty(n name) {
	d := &p.divisions[n.at]
	switch {
	case p.in.county != none && p.in.county != n.at:
		if !p.wasIn(d.code, p.divisions[p.in.county].code) {
			p.contradictory = true
			return
		}
	case p.in.city != none && p.in.city != d.city:
		if !p.wasIn(d.code, p.divisions[p.in.city].code) {
			p.contradictory = true
			return
		}
	}
	p.in, p.sure = scope{d.city, n.at}, n.sense == countyName
}

// wasIn tells whether a county belonged to a city before.
func (p *reading) wasIn(county, parent string) bool {
	for _, m := range moved {
		if m.county == county && m.city == parent {
			return true
		}
	}
	for _, c := range ofChaohu {
		if c == county && parent == chaohu {
			return true
		}
	}
	return false
}

// takeTown settles which of the towns of that name is meant, if anything says so.
func (p *reading) takeTown(n name) {
	only, narrow := none, none
	count, narrowed := 0, 0
	a, size := utf8.DecodeRuneInString(n.text)
	b, _ := utf8.DecodeRuneInString(n.text[size:])
	for _, o := range p.names[pairOf(a, b)] {
		if o.sense != n.sense || o.text != n.text || !p.townFits(o.at, true) {
			continue
		}
		only, count = o.at, count+1
		if d := &p.divisions[o.at]; p.in.county == none && p.hint.county != none && d.county == p.hint.county {
			narrow, narrowed = o.at, narrowed+1
		}
	}
	if count > 1 && narrowed == 1 {
		only, count = narrow, 1
	}
	if count != 1 {
		p.many = true
		p.town = n.at // for its name; nothing is concluded from it
		return
	}
	d := &p.divisions[only]
	p.town, p.sure = only, p.sure || n.sense == townName
	p.in.city = d.city
	if p.in.county == none {
		p.in.county = d.county
	}
}

// takeZone notes the zone, unless another fits as well.
func (p *reading) takeZone(n name) {
	a, size := utf8.DecodeRuneInString(n.text)
	b, _ := utf8.DecodeRuneInString(n.text[size:])
	for _, o := range p.names[pairOf(a, b)] {
		if o.sense == zoneName && o.text == n.text && o.at != n.at && p.zoneList[o.at].full != p.zoneList[n.at].full && p.fit(o) == p.fit(n) {
			return
		}
	}
	z := &p.zoneList[n.at]
	p.zone = n.at
	if p.in.city == none {
		p.in.city = z.city
	}
	if p.in.county == none && z.county != none && (p.in.city == z.city) {
		p.in.county = z.county
	}
}

// roads and what is built are called after places that they are not in.
var (
	roads       = []string{"路", "大道", "大街", "巷", "高速", "快速", "国道", "省道"}
	builtThings = []string{
		"路", "大道", "大街", "巷", "高速", "快速", "街", "道", "桥", "大厦", "大楼", "广场", "花园", "小区", "公寓", "山庄", "宾馆", "酒店", "饭店", "商会", "商城", "市场", "大市场",
		"公司", "集团", "科技", "实业", "学院", "大学", "中学", "小学", "医院", "银行", "新村", "村", "苑", "城", "园", "湖",
	}
)

// nameOf tells whether what stands at a place makes a name of a road or house out of the name before it: 安庆路, 阜阳北路, 黄山大厦.
func (p *reading) nameOf(at int, words []string) bool {
	rest := p.text[at:]
	for _, word := range words {
		if bytes.HasPrefix(rest, []byte(word)) {
			return !p.follows(at, "街道") && !p.follows(at, "园区") && !p.follows(at, "城区") && !p.follows(at, "城关")
		}
	}
	// One or two characters of direction or number may stand between: 望江西路, 长江东二路.
	for range 2 {
		r, size := utf8.DecodeRune(rest)
		switch r {
		case '东', '西', '南', '北', '中', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '新', '老':
		default:
			return false
		}
		rest = rest[size:]
		for _, word := range []string{"路", "大道", "大街", "街", "巷"} {
			if bytes.HasPrefix(rest, []byte(word)) && !bytes.HasPrefix(rest, []byte("街道")) {
				return true
			}
		}
	}
	return false
}

// namesElsewhere tells whether an address that begins with nothing known begins with another province, city or county.
func (p *reading) namesElsewhere() bool {
	rest := p.text
	var before rune
	for i := range 5 {
		r, size := utf8.DecodeRune(rest)
		if size == 0 {
			return false
		}
		rest = rest[size:]
		next, _ := utf8.DecodeRune(rest)
		switch {
		case i < 2:
		case r == '省':
			return true
		case r == '市' && !strings.ContainsRune("城都夜超门", before) && !strings.ContainsRune("场民政", next):
			return true
		case strings.ContainsRune("路街号镇乡", r):
			return false
		}
		before = r
	}
	return false
}
