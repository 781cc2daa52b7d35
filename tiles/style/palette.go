// Package style is the one palette: what each status and each collection looks like, by color and by shape, on light and on dark
// ground. The page, the legend, the style for generic map clients and the layer styles inside a GeoPackage are all drawn from it.
//
// Colors were chosen so that the statuses shown together stay apart (ΔE ≥ 20 in CIE Lab) for people with any of the three color
// vision deficiencies, and stand out from the ground (contrast ≥ 3:1); shapes say the same a second time. All shapes are plain.
package style

import (
	"fmt"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Color is an opaque sRGB color.
type Color uint32

// Hex is the color as "#rrggbb".
func (c Color) Hex() string {
	const digits = "0123456789abcdef"
	b := []byte("#000000")
	for i := range 6 {
		b[6-i] = digits[c>>(4*i)&15]
	}
	return string(b)
}

// RGB is the color as "red,green,blue", each 0 … 255.
func (c Color) RGB() string { return fmt.Sprintf("%d,%d,%d", c>>16, c>>8&255, c&255) }

// Tone is a color for light ground and its match for dark ground.
type Tone struct{ Light, Dark Color }

// On is the color for one ground.
func (t Tone) On(dark bool) Color {
	if dark {
		return t.Dark
	}
	return t.Light
}

// Look is how one status or collection is drawn.
type Look struct {
	Tone  Tone
	Shape Shape
}

// Ground is the color under the map; Ink is text and outlines on it, Muted what should recede (graticule, borders).
func Ground() Tone { return Tone{0xf6f4ef, 0x15191f} }

// Ink is the color of text and outlines on the ground.
func Ink() Tone { return Tone{0x1f2328, 0xe8eaed} }

// Muted is for what should recede behind the records, such as the graticule and the outline.
func Muted() Tone { return Tone{0x7a7d82, 0x8b9097} }

// Status is the look of one coverage status of enterprises.
type Status struct {
	Code  string // the value of the property status
	Label phrase.Phrase
	Count string // the cluster property that counts it, "" for a status only internal readers see
	Look
}

// Statuses lists every status of an enterprise in the order of the legend: geo.EnterpriseStatus's codes.
func Statuses() []Status {
	looks := map[string]Look{
		"single":    {Tone{0x163774, 0x5199fa}, Circle},
		"joint":     {Tone{0x2d9158, 0xaaf5e9}, Square},
		"regional":  {Tone{0x9f5ec8, 0xcabefb}, Diamond},
		"eligible":  {Tone{0xc86305, 0xe07028}, TriangleDown},
		"work_only": {Tone{0x593d08, 0xf3dc5d}, Triangle},
		"uncovered": {Tone{0x741a40, 0xff9b95}, Cross},
		"none":      {Tone{0xb46717, 0xd58f6d}, Plus},
		"unknown":   {Tone{0x7c828c, 0x787c86}, Ring},
	}
	statuses := make([]Status, 0, len(looks))
	for _, code := range geo.EnterpriseStatus.Codes {
		s := Status{Code: code.Value, Label: code.Label, Look: looks[code.Value]}
		if code.Value != "eligible" && code.Value != "uncovered" {
			s.Count = "n_" + code.Value
		}
		statuses = append(statuses, s)
	}
	return statuses
}

// Seen lists the statuses a reader of a class can see.
func Seen(class geo.Class) []Status {
	var seen []Status
	for _, s := range Statuses() {
		if class == geo.Public && s.Count == "" || class == geo.Internal && s.Code == "none" {
			continue
		}
		seen = append(seen, s)
	}
	return seen
}

// Layer is how a collection is drawn: its points, lines and areas.
type Layer struct {
	Collection  geo.Collection
	Look                // points, and the color of lines and areas
	LineWidth   float64 // of lines and of the edges of areas, in pixels
	Dash        []float64
	FillOpacity float64 // of areas, 0 … 1
}

// Layers lists how every published collection is drawn, bottom first.
func Layers() []Layer {
	return []Layer{
		{geo.Ground, Look{Tone{0x85888d, 0x797e85}, Frame}, 1, nil, 0.10},
		{geo.Zones, Look{Tone{0x5b6472, 0xa9b4c2}, Frame}, 1.5, nil, 0.06},
		{geo.Grids, Look{Tone{0x6f7f3a, 0xb7c774}, Frame}, 1, []float64{3, 2}, 0.10},
		{geo.Belts, Look{Tone{0x8c3b2a, 0xe08a6d}, Bar}, 4, nil, 0.14},
		{geo.Tours, Look{Tone{0x0f766e, 0x5fd4c8}, Bar}, 2.5, []float64{4, 2}, 0},
		{geo.Stops, Look{Tone{0x0f766e, 0x5fd4c8}, Bar}, 1, nil, 0}, // has no shape of its own: what is visited is drawn
		{geo.Places, Look{Tone{0x7c5c2e, 0xd9b778}, Half}, 2, nil, 0.12},
		{geo.Programs, Look{Tone{0x4d6b2f, 0x9fd07a}, Bar}, 1, nil, 0},
		{geo.Events, Look{Tone{0x0e6a99, 0x74c7f0}, Kite}, 1, nil, 0},
		{geo.Honors, Look{Tone{0x8a6d00, 0xe6c84f}, Trapezoid}, 1, nil, 0},
		{geo.Alliances, Look{Tone{0x6d4ba3, 0xc3a5f0}, Octagon}, 1, nil, 0},
		{geo.Centers, Look{Tone{0xa3306b, 0xf29ac4}, Hexagon}, 1, nil, 0},
		{geo.Organizations, Look{Tone{0xb3261e, 0xff8a80}, Pentagon}, 1, nil, 0},
		{geo.Enterprises, Look{Tone{0x163774, 0x5199fa}, Circle}, 1, nil, 0},
	}
}

// LayerOf is how one published collection is drawn.
func LayerOf(c geo.Collection) Layer {
	for _, l := range Layers() {
		if l.Collection == c {
			return l
		}
	}
	return Layer{Collection: c, Look: Look{Muted(), Circle}, LineWidth: 1}
}
