package server

import (
	"strings"
	"unicode/utf8"

	dictionary "github.com/mozillazg/go-pinyin"
)

// pinyin matches Latin letters against Chinese names: full syllables, initials, and any mixture of them ("hefei", "hf", "hfei"). It
// holds one table of readings and no index of names, so that a million of them cost no memory; every reading of a character counts,
// but for the words of overrides, which are read in one way only.
type pinyin struct {
	readings  [lastHan - firstHan + 1][]string // without tones
	initials  [lastHan - firstHan + 1]uint32   // the first letters of the readings, a bit each
	overrides []reading
}

const (
	firstHan   = '一'
	lastHan    = '鿿'
	overridden = "长丰六安" // the characters of the words with one reading
	matchSteps = 400    // comparisons spent on one name at most, whatever the query
)

// reading is how a word is read, a syllable for each character.
type reading struct {
	word      string
	syllables []string
}

func newPinyin() *pinyin {
	p := &pinyin{overrides: []reading{{"长丰", []string{"chang", "feng"}}, {"六安", []string{"lu", "an"}}}}
	plain := strings.NewReplacer("ā", "a", "á", "a", "ǎ", "a", "à", "a", "ē", "e", "é", "e", "ě", "e", "è", "e", "ī", "i", "í", "i", "ǐ", "i", "ì", "i",
		"ō", "o", "ó", "o", "ǒ", "o", "ò", "o", "ū", "u", "ú", "u", "ǔ", "u", "ù", "u", "ǖ", "v", "ǘ", "v", "ǚ", "v", "ǜ", "v", "ü", "v",
		"ń", "n", "ň", "n", "ǹ", "n", "ḿ", "m", "ê̄", "e", "ế", "e", "ê̌", "e", "ề", "e")
	shared := map[string][]string{} // most characters share their readings with others
	for c := firstHan; c <= lastHan; c++ {
		toned := dictionary.PinyinDict[int(c)]
		if toned == "" {
			continue
		}
		syllables, ok := shared[toned]
		if !ok {
			for syllable := range strings.SplitSeq(plain.Replace(toned), ",") {
				if !contains(syllables, syllable) {
					syllables = append(syllables, syllable)
				}
			}
			shared[toned] = syllables
		}
		p.readings[c-firstHan] = syllables
		for _, syllable := range syllables {
			p.initials[c-firstHan] |= bitOf(syllable[0])
		}
	}
	return p
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}

// pinyinQuery is a query as pinyin: lower-case letters without blanks and apostrophes, or "" if it holds anything else.
func pinyinQuery(q string) string {
	var b strings.Builder
	for i := range len(q) {
		switch c := q[i] | 0x20; {
		case q[i] == ' ' || q[i] == '\'':
		case c >= 'a' && c <= 'z' && q[i] < utf8.RuneSelf:
			b.WriteByte(c)
		default:
			return ""
		}
	}
	return b.String()
}

func bitOf(letter byte) uint32 { return 1 << (letter - 'a') & (1<<26 - 1) }

// match says where in a name a pinyin query matches, as a byte offset, or -1.
func (p *pinyin) match(name, query string) int {
	steps, wanted := matchSteps, bitOf(query[0])
	for i, c := range name {
		if c >= firstHan && c <= lastHan && p.initials[c-firstHan]&wanted != 0 && p.from(name, i, query, &steps) {
			return i
		}
	}
	return -1
}

// from tells whether the query matches the name from a byte offset on.
func (p *pinyin) from(name string, i int, query string, steps *int) bool {
	if query == "" {
		return true
	}
	if *steps--; *steps < 0 || i >= len(name) {
		return false
	}
	c, size := utf8.DecodeRuneInString(name[i:])
	if c < firstHan || c > lastHan {
		if c < utf8.RuneSelf && byte(c)|0x20 == query[0] {
			return p.from(name, i+size, query[1:], steps)
		}
		if c < utf8.RuneSelf && (c|0x20 >= 'a' && c|0x20 <= 'z') {
			return false
		}
		return p.from(name, i+size, query, steps) // dots, brackets and digits are not typed
	}
	if only, ok := p.override(name, i, c); ok {
		return p.syllable(name, i+size, query, only, steps)
	}
	for _, syllable := range p.readings[c-firstHan] {
		if p.syllable(name, i+size, query, syllable, steps) {
			return true
		}
	}
	return false
}

// syllable tries one reading of a character: in full, as the beginning typed so far, or by its initial.
func (p *pinyin) syllable(name string, next int, query, syllable string, steps *int) bool {
	switch {
	case query[0] != syllable[0]:
		return false
	case strings.HasPrefix(syllable, query):
		return true
	case strings.HasPrefix(query, syllable) && p.from(name, next, query[len(syllable):], steps):
		return true
	}
	return p.from(name, next, query[1:], steps)
}

// override is the only reading of the character at an offset, if it stands in a word that has one.
func (p *pinyin) override(name string, i int, c rune) (string, bool) {
	if !strings.ContainsRune(overridden, c) {
		return "", false
	}
	for _, o := range p.overrides {
		for k, at := range []int{0, utf8.UTFMax - 1} { // both words are two characters of three bytes
			if start := i - at; start >= 0 && strings.HasPrefix(name[start:], o.word) {
				return o.syllables[k], true
			}
		}
	}
	return "", false
}
