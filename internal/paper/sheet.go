package paper

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/sfnt"
)

// A page and what is left free around it.
const (
	Width, Height = 210.0, 297.0
	Margin        = 15.0
	Across        = Width - 2*Margin
	foot          = Height - 18.0 // below which only the page's number stands
	millimetres   = 25.4 / 72     // of a point
	leading       = 1.5           // from line to line, in sizes of the letters
	center        = 0.36          // of a Han character above the line it stands on, in sizes
)

// Color is 0xRRGGBB.
type Color uint32

// Type is how text is set.
type Type struct {
	Size  float64 // points
	Bold  bool
	Color Color
	Most  int // lines; what does not fit into them is cut off and ends in an ellipsis. 0 for any number
}

// leading is from one line to the next.
func (t Type) leading() float64 { return t.Size * millimetres * leading }

// Sheet is a document as it is set, page after page.
type Sheet struct {
	Y       float64 // how far down the page is used
	fonts   *Fonts
	pdf     *fpdf.Fpdf
	title   string
	looked  map[rune]glyph
	buffer  sfnt.Buffer
	missing map[rune]bool
}

// Sheet begins a document. It says when it was made by the time given, so that the same content gives the same bytes. The language is a tag such as zh-CN.
func (f *Fonts) Sheet(title, language string, made time.Time) *Sheet {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(Margin, Margin, Margin)
	pdf.SetProducer("beltmap", true)
	pdf.SetCreationDate(made.UTC())
	pdf.SetModificationDate(made.UTC())
	pdf.SetLang(language)
	pdf.SetDisplayMode("fullpage", "default")
	s := &Sheet{fonts: f, pdf: pdf, title: title, looked: map[rune]glyph{}, missing: map[rune]bool{}}
	pdf.SetTitle(s.shown(title), true)
	s.font(f.faces[0], 10)
	s.Turn()
	return s
}

// glyph is a letter, or what stands for it.
func (s *Sheet) glyph(r rune) glyph {
	g, known := s.looked[r]
	if !known {
		var there bool
		if g, there = s.fonts.glyph(&s.buffer, r); !there {
			s.missing[r] = true
			g, _ = s.fonts.glyph(&s.buffer, substitute)
		}
		s.looked[r] = g
	}
	return g
}

// shown is a text on one line as it can be set.
func (s *Sheet) shown(text string) string {
	var b bytes.Buffer
	for i, paragraph := range plain(text) {
		if i > 0 {
			b.WriteByte(' ')
		}
		for _, r := range s.spelled(paragraph) {
			b.WriteRune(s.glyph(r).r)
		}
	}
	return b.String()
}

// Missing are the characters so far that the fonts have not, for each of which a box stands, in order.
func (s *Sheet) Missing() []rune { return slices.Sorted(maps.Keys(s.missing)) }

// Turn begins the next page.
func (s *Sheet) Turn() {
	s.pdf.AddPage()
	s.Y = Margin
}

// Fits tells whether so much of the page is left.
func (s *Sheet) Fits(height float64) bool { return s.Y+height <= foot }

// Need turns the page unless so much of it is left.
func (s *Sheet) Need(height float64) {
	if !s.Fits(height) && s.Y > Margin {
		s.Turn()
	}
}

// Block is text that has been broken into lines.
type Block struct {
	lines []line
	of    Type
	cut   bool
}

// Block breaks a text into lines of a width.
func (s *Sheet) Block(text string, of Type, width float64) Block {
	wide := width / (of.Size * millimetres)
	lines := s.broken(text, wide)
	if of.Most == 0 || len(lines) <= of.Most {
		return Block{lines, of, false}
	}
	return Block{s.shortened(lines, of.Most, wide), of, true}
}

// Cut tells whether some of the text was left out.
func (b Block) Cut() bool { return b.cut }

// Height is how much of a page the block takes.
func (b Block) Height() float64 { return float64(len(b.lines)) * b.of.leading() }

// Wide is the width of its longest line.
func (b Block) Wide() (widest float64) {
	for _, l := range b.lines {
		widest = max(widest, l.width()*b.of.Size*millimetres)
	}
	return widest
}

// Put sets a block with its upper left at a place, wherever that is.
func (s *Sheet) Put(b Block, x, y float64) {
	for i, l := range b.lines {
		s.set(l, b.of, x, y+float64(i)*b.of.leading())
	}
}

// Flow sets a block line by line from where the page is used down to, on as many pages as it takes.
func (s *Sheet) Flow(b Block, x float64) {
	for _, l := range b.lines {
		s.Need(b.of.leading())
		s.set(l, b.of, x, s.Y)
		s.Y += b.of.leading()
	}
}

// Centered sets a short text around a point.
func (s *Sheet) Centered(text string, of Type, x, y float64) {
	b := s.Block(text, of, Width)
	for _, l := range b.lines[:min(1, len(b.lines))] {
		s.set(l, of, x-b.Wide()/2, y-of.leading()/2)
	}
}

// set writes a line whose upper left is at a place: one piece for each change of font. Bold letters are filled and drawn round.
func (s *Sheet) set(l line, of Type, x, y float64) {
	size := of.Size * millimetres
	base := y + size*(leading/2+center)
	red, green, blue := of.Color.parts()
	s.pdf.SetTextColor(red, green, blue)
	if of.Bold {
		s.pdf.SetDrawColor(red, green, blue)
		s.pdf.SetLineWidth(size * 0.035)
		s.pdf.SetDashPattern(nil, 0)
		s.pdf.SetTextRenderingMode(2)
	}
	for len(l) > 0 {
		n := 1
		for n < len(l) && l[n].of == l[0].of {
			n++
		}
		piece := make([]rune, n)
		for i := range piece {
			piece[i] = l[i].r
		}
		s.font(l[0].of, of.Size)
		s.pdf.Text(x, base, string(piece))
		x += line(l[:n]).width() * size
		l = l[n:]
	}
	if of.Bold {
		s.pdf.SetTextRenderingMode(0)
	}
}

// font chooses a font. The document takes in those that are used, and of these what is used.
func (s *Sheet) font(of *face, size float64) {
	s.pdf.AddUTF8FontFromBytes(of.name, "", of.body)
	s.pdf.SetFont(of.name, "", size)
}

func (c Color) parts() (red, green, blue int) { return int(c >> 16), int(c >> 8 & 255), int(c & 255) }

// Chapter enters a title into the document's outline, at where the page is used down to.
func (s *Sheet) Chapter(title string) { s.pdf.Bookmark(s.shown(title), 0, s.Y) }

// Place is somewhere in the document that links lead to.
type Place int

// Place is one that is said later, by Here.
func (s *Sheet) Place() Place { return Place(s.pdf.AddLink()) }

// Here says that a place is where the page is used down to.
func (s *Sheet) Here(p Place) { s.pdf.SetLink(int(p), s.Y, s.pdf.PageNo()) }

// LinkTo makes a rectangle of this page lead to a place.
func (s *Sheet) LinkTo(p Place, x, y, width, height float64) {
	s.pdf.Link(x, y, width, height, int(p))
}

// LinkOut makes a rectangle of this page open an address.
func (s *Sheet) LinkOut(url string, x, y, width, height float64) {
	s.pdf.LinkString(x, y, width, height, url)
}

// Bytes numbers the pages and ends the document.
func (s *Sheet) Bytes() ([]byte, error) {
	pages := s.pdf.PageCount()
	of := Type{Size: 8, Color: 0x5b6066, Most: 1}
	for n := 1; n <= pages; n++ {
		s.pdf.SetPage(n)
		s.font(s.fonts.faces[0], 1) // of another size, so that the page is told its font again
		s.Put(s.Block(s.title, of, Across-25), Margin, Height-13)
		number := s.Block(strconv.Itoa(n)+" / "+strconv.Itoa(pages), of, 25)
		s.Put(number, Width-Margin-number.Wide(), Height-13)
	}
	var out bytes.Buffer
	if err := s.pdf.Output(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
