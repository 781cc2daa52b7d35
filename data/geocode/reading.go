package geocode

import (
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

// plain is an address as it is read: in one form of each character, without a label or postcode before it and without spaces and brackets, which stand within
// names, as in 长丰(双凤)经济开发区.
func plain(address string, text []byte) []byte {
	if !isPlain(address) {
		address = norm.NFKC.String(address)
	}
	if at := strings.IndexByte(address, ':'); at >= 0 && at <= maxLabel {
		address = address[at+1:]
	}
	if rest := strings.TrimLeft(address, "0123456789"); len(address)-len(rest) == lenPostcode {
		address = rest
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

const (
	maxLabel    = 18 // bytes: six characters, as in 详细地址:
	lenPostcode = 6
)

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
