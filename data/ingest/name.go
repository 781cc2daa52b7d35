package ingest

import (
	"strings"

	"beltmap/geo"
	"golang.org/x/text/width"
)

// plainName is a name as it is compared: trimmed, NFC, letters and brackets of full width made narrow.
func plainName(s string) string {
	s = geo.Trimmed(s)
	for i := range len(s) {
		if s[i] == 0xEF || s[i] == 0xE3 { // where full-width letters and the ideographic space begin
			s = strings.TrimSpace(width.Fold.String(s))
			break
		}
	}
	return composed(s)
}

func composed(s string) string { return geo.Composed(s) }

// cloned is a text that does not hang on a longer one.
func cloned(s string) string { return strings.Clone(s) }

// owned is a record whose texts are its own, so that it outlives the call that brought it.
func owned(r *geo.Record) geo.Record {
	c := r.Clone()
	c.ID, c.Zone, c.NameZH, c.NameEN, c.Source = cloned(c.ID), cloned(c.Zone), cloned(c.NameZH), cloned(c.NameEN), cloned(c.Source)
	c.Position.Class, c.Position.Source, c.Position.CRS = geo.Precision(cloned(string(c.Position.Class))), cloned(c.Position.Source), cloned(c.Position.CRS)
	for i := range geo.SchemaOf(c.Collection).Fields {
		switch v := c.At(i); v.Type() {
		case geo.TypeText:
			c.SetAt(i, geo.Text(cloned(v.Text())))
		case geo.TypeList:
			c.SetAt(i, geo.ListOfJoined(cloned(v.Joined())))
		}
	}
	return c
}

// arena keeps many short texts in few pieces of memory. A text is found again by its place.
type arena struct{ pieces [][]byte }

const (
	pieceBits = 20
	maxKept   = 1 << 12 // bytes of one text
)

// put keeps a text, cut at maxKept, and says where. Places begin at 1.
func (a *arena) put(s string) uint32 {
	if len(s) > maxKept {
		s = strings.ToValidUTF8(s[:maxKept], "")
	}
	if n := len(a.pieces); n == 0 || len(a.pieces[n-1])+len(s)+2 > 1<<pieceBits {
		a.pieces = append(a.pieces, append(make([]byte, 0, 1<<pieceBits), 0))
	}
	last := len(a.pieces) - 1
	at := len(a.pieces[last])
	a.pieces[last] = append(append(a.pieces[last], byte(len(s)), byte(len(s)>>8)), s...)
	return uint32(last<<pieceBits | at)
}

// at is the text at a place, valid as long as the arena.
func (a *arena) at(place uint32) []byte {
	piece := a.pieces[place>>pieceBits]
	i := int(place & (1<<pieceBits - 1))
	n := int(piece[i]) | int(piece[i+1])<<8
	return piece[i+2 : i+2+n]
}
