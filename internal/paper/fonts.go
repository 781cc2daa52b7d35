// Package paper sets text in Chinese, Latin, Greek and Cyrillic on pages of A4 and writes them as PDF, with fonts of its own. Places and lengths are
// millimetres from the upper left of a page, sizes of letters points. It asks no system for fonts, knows nothing of what it sets, and the same calls give
// the same bytes. What runs from right to left, or above U+FFFF, it has no letters for.
package paper

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

//go:embed fonts/OpenSans-Regular.ttf.gz
var packedLatin []byte

//go:embed fonts/DroidSansFallbackFull.ttf.gz
var packedHan []byte

// face is one of the fonts, by the name that it has in a document.
type face struct {
	name string
	body []byte
	font *sfnt.Font
}

// Fonts are what text is set in, in the order in which a letter is looked for. They never change once they are loaded.
type Fonts struct{ faces []*face }

// Load unpacks and reads the fonts, which takes some tens of milliseconds and five megabytes.
func Load() (*Fonts, error) {
	f := &Fonts{faces: []*face{{name: "latin"}, {name: "han"}, {name: "signs", body: goregular.TTF}}}
	for i, packed := range [][]byte{packedLatin, packedHan} {
		unpacked, err := gzip.NewReader(bytes.NewReader(packed))
		if err == nil {
			f.faces[i].body, err = io.ReadAll(unpacked)
		}
		if err != nil {
			return nil, fmt.Errorf("paper.Load: %s: %w", f.faces[i].name, err)
		}
	}
	for _, one := range f.faces {
		var err error
		if one.font, err = sfnt.Parse(one.body); err != nil {
			return nil, fmt.Errorf("paper.Load: %s: %w", one.name, err)
		}
	}
	return f, nil
}

// glyph is a letter in the font that has it.
type glyph struct {
	r     rune
	of    *face
	width float64 // in sizes of the letters
}

// substitute stands for what none of the fonts has.
const substitute = '□'

// glyph looks a letter up.
func (f *Fonts) glyph(buf *sfnt.Buffer, r rune) (g glyph, there bool) {
	if r > 0xFFFF {
		return glyph{}, false
	}
	for _, of := range f.faces {
		index, err := of.font.GlyphIndex(buf, r)
		if err != nil || index == 0 {
			continue
		}
		unit := of.font.UnitsPerEm()
		width, err := of.font.GlyphAdvance(buf, index, fixed.Int26_6(unit)<<6, font.HintingNone)
		if err != nil {
			continue
		}
		return glyph{r, of, float64(width) / 64 / float64(unit)}, true
	}
	return glyph{}, false
}
