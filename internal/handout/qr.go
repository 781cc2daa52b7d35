package handout

import (
	"bytes"
	"fmt"
	"html"
	"image/color"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/boombuler/barcode/qr"
)

// code is a QR code: size × size modules, and which of them are dark.
type code struct {
	size int
	dark func(x, y int) bool
}

// quiet is how many modules around a code stay light.
const quiet = 4

// codeOf is the QR code of an address. It can be read with a seventh of it covered.
func codeOf(url string) (code, error) {
	made, err := qr.Encode(url, qr.M, qr.Unicode)
	if err != nil {
		return code{}, &geo.Error{Kind: geo.KindConflict, Op: "handout.QR", Text: phrase.LeafletLongURL.With(), Err: err}
	}
	return code{made.Bounds().Dx(), func(x, y int) bool { return color.GrayModel.Convert(made.At(x, y)) == color.Gray{} }}, nil
}

// QR is the QR code of a tour's page as SVG, with the tour's name and the address below it.
func QR(t *Tour) ([]byte, error) {
	c, err := codeOf(t.URL)
	if err != nil {
		return nil, err
	}
	title, _ := said(t.Lang, t.Route.Record.NameZH, t.Route.Record.NameEN)
	side := c.size + 2*quiet
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" lang="%s"><title>%s</title>`, side, side+6, t.Lang.Tag(), html.EscapeString(title+" · "+t.URL))
	fmt.Fprintf(&b, `<path fill="#fff" d="M0 0H%dV%dH0z"/><path d="`, side, side+6)
	for y := range c.size {
		for x := range c.size {
			if c.dark(x, y) {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	middle := float64(side) / 2
	fmt.Fprintf(&b, `" shape-rendering="crispEdges"/><g font-family="system-ui,sans-serif" text-anchor="middle"><text x="%g" y="%d" font-size="2.2"%s>%s</text>`, middle, side, fit(title, side, 2.2), html.EscapeString(title))
	fmt.Fprintf(&b, `<text x="%g" y="%d" font-size="1.5"%s>%s</text></g></svg>`, middle, side+3, fit(t.URL, side, 1.5), html.EscapeString(t.URL))
	return b.Bytes(), nil
}

// fit keeps a line of text that might be wider than the code within it.
func fit(text string, side int, size float64) string {
	wide := 0.0
	for _, r := range text {
		if wide += 0.55 * size; r > 0x2E7F {
			wide += 0.45 * size
		}
	}
	if room := float64(side - 2); wide > room {
		return fmt.Sprintf(` textLength="%g" lengthAdjust="spacingAndGlyphs"`, room)
	}
	return ""
}
