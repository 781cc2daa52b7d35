package paper

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Marks that no line begins with, and those that none ends with.
const (
	closing = "，。、；：！？）》›”’」』】〕…—·%°,.;:!?)]}"
	opening = "（《‹“‘「『【〔([{"
	ending  = "-/" // behind which a word may be broken
)

// line is glyphs side by side. Spaces are glyphs.
type line []glyph

func (l line) width() (w float64) {
	for _, g := range l {
		w += g.width
	}
	return w
}

// unit is what no line is broken in: a word or a Han character, with the marks that belong to it.
type unit struct {
	space  *glyph // before it
	glyphs line
}

// plain are the paragraphs of a text without what is seen nowhere: control characters, and those that only say how others are to be shown.
func plain(text string) []string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\v", "\n", "\f", "\n").Replace(text)
	paragraphs := strings.Split(text, "\n")
	for i, p := range paragraphs {
		paragraphs[i] = strings.TrimSpace(strings.Map(func(r rune) rune {
			switch {
			case r == '\t' || unicode.Is(unicode.Zs, r) && r != '　':
				return ' '
			case unicode.Is(unicode.C, r) && r < 0x20000 && !unicode.Is(unicode.Co, r) || unicode.Is(unicode.Variation_Selector, r):
				return -1
			}
			return r
		}, p))
	}
	return slices.DeleteFunc(paragraphs, func(p string) bool { return p == "" })
}

// spelled is a paragraph in which what the fonts have not is written with what they have, where Unicode knows how: ℃ as °C, ① as (1).
func (s *Sheet) spelled(paragraph string) string {
	var b strings.Builder
	for _, r := range paragraph {
		if other := s.spelling(r); other != "" {
			b.WriteString(other)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// spelling is another way to write a character that the fonts have not, "" if there is none or none is needed.
func (s *Sheet) spelling(r rune) string {
	if _, known := s.looked[r]; known {
		return ""
	}
	if _, there := s.fonts.glyph(&s.buffer, r); there {
		return ""
	}
	other := norm.NFKC.String(string(r))
	switch {
	case r == '〈' || r == '〉':
		other = map[rune]string{'〈': "‹", '〉': "›"}[r]
	case r >= '①' && r <= '⑳':
		other = "(" + other + ")"
	case other == string(r):
		return ""
	}
	for _, o := range other {
		if _, there := s.fonts.glyph(&s.buffer, o); !there {
			return ""
		}
	}
	return other
}

// han tells whether a letter stands by itself, so that a line may end on either side of it.
func (s *Sheet) han(g glyph) bool { return g.of.name == "han" }

// units cuts a paragraph at the places where a line may end.
func (s *Sheet) units(paragraph string) (all []unit) {
	var space *glyph
	var last glyph
	for _, r := range s.spelled(paragraph) {
		g := s.glyph(r)
		if r == ' ' {
			space = &g
			continue
		}
		n := len(all)
		word := n > 0 && !s.han(last) && !s.han(g) && !strings.ContainsRune(ending, last.r)
		if n > 0 && space == nil && (word || strings.ContainsRune(closing, r) || strings.ContainsRune(opening, last.r)) {
			all[n-1].glyphs = append(all[n-1].glyphs, g)
		} else {
			all = append(all, unit{space, line{g}})
		}
		space, last = nil, g
	}
	return all
}

// broken breaks a text into lines no wider than so many sizes of its letters. A unit that is wider by itself is broken wherever a line is full.
func (s *Sheet) broken(text string, width float64) (lines []line) {
	for _, paragraph := range plain(text) {
		var now line
		var used float64
		add := func(g glyph) {
			if used += g.width; used > width && len(now) > 0 {
				lines, now, used = append(lines, now), nil, g.width
			}
			now = append(now, g)
		}
		for _, u := range s.units(paragraph) {
			whole := u.glyphs.width()
			switch {
			case len(now) == 0:
			case u.space != nil && used+u.space.width+whole <= width:
				add(*u.space)
			case used+whole > width || u.space != nil:
				lines, now, used = append(lines, now), nil, 0
			}
			for _, g := range u.glyphs {
				add(g)
			}
		}
		lines = append(lines, now)
	}
	return lines
}

// shortened are the first lines, the last of which ends in an ellipsis.
func (s *Sheet) shortened(lines []line, most int, width float64) []line {
	last, dots := slices.Clone(lines[most-1]), s.glyph('…')
	for len(last) > 1 && last.width()+dots.width > width {
		last = last[:len(last)-1]
	}
	return append(slices.Clone(lines[:most-1]), append(last, dots))
}
