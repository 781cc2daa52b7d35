package main

import (
	"bytes"
	"fmt"
	"strings"

	"beltmap/geo"
	"beltmap/tiles/style"
)

type tone struct {
	Light string `json:"light"`
	Dark  string `json:"dark"`
}

type status struct {
	Code string `json:"code"`
	label
	tone
	Shape    string `json:"shape"`
	Count    string `json:"count,omitempty"`
	Public   bool   `json:"public"`
	Internal bool   `json:"internal"`
}

type layer struct {
	Collection string `json:"collection"`
	tone
	Shape       string    `json:"shape"`
	LineWidth   float64   `json:"lineWidth"`
	Dash        []float64 `json:"dash,omitempty"`
	FillOpacity float64   `json:"fillOpacity"`
}

const paletteTypes = `
/** A color for light ground and its match for dark ground. */
export interface Tone {
  readonly light: string;
  readonly dark: string;
}

/** The look of one status of enterprises. */
export interface StatusLook extends Tone {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly shape: Shape;
  /** The cluster property that counts it; absent for a status that only internal readers see. */
  readonly count?: string;
  /** Public readers may meet it. */
  readonly public: boolean;
  /** Internal readers may meet it. */
  readonly internal: boolean;
}

/** How a collection is drawn: its points, and the color of its lines and areas. */
export interface LayerLook extends Tone {
  readonly collection: CollectionId;
  readonly shape: Shape;
  /** Of lines and edges, in pixels. */
  readonly lineWidth: number;
  readonly dash?: readonly number[];
  readonly fillOpacity: number;
}
`

func paletteFile() []byte {
	var b bytes.Buffer
	b.WriteString(head + "import type { CollectionId } from \"./schema\";\n\n")
	var names []string
	paths := map[string]string{}
	for _, s := range style.Shapes() {
		names = append(names, fmt.Sprintf("%q", s))
		paths[string(s)] = s.Path()
	}
	fmt.Fprintf(&b, "export type Shape =\n  | %s;\n%s", strings.Join(names, "\n  | "), paletteTypes)
	constant(&b, "The color under the map.", "ground", "Tone", toneOf(style.Ground()))
	constant(&b, "Text and outlines.", "ink", "Tone", toneOf(style.Ink()))
	constant(&b, "What recedes: graticule, outline.", "muted", "Tone", toneOf(style.Muted()))
	constant(&b, "SVG path data of every shape on a box of 24 by 24; fill by the even-odd rule.", "shapes", "Readonly<Record<Shape, string>>", paths)
	constant(&b, "Every status of enterprises in the order of the legend.", "statuses", "readonly StatusLook[]", statuses())
	constant(&b, "Every collection, bottom layer first.", "layers", "readonly LayerLook[]", layers())
	return b.Bytes()
}

func statuses() []status {
	seen := map[geo.Class]map[string]bool{geo.Public: {}, geo.Internal: {}}
	for class, codes := range seen {
		for _, s := range style.Seen(class) {
			codes[s.Code] = true
		}
	}
	var list []status
	for _, s := range style.Statuses() {
		list = append(list, status{s.Code, labelOf(s.Label), toneOf(s.Tone), string(s.Shape), s.Count, seen[geo.Public][s.Code], seen[geo.Internal][s.Code]})
	}
	return list
}

func layers() []layer {
	var list []layer
	for _, l := range style.Layers() {
		list = append(list, layer{l.Collection.String(), toneOf(l.Tone), string(l.Shape), l.LineWidth, l.Dash, l.FillOpacity})
	}
	return list
}

func toneOf(t style.Tone) tone { return tone{t.Light.Hex(), t.Dark.Hex()} }
