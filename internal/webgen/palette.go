package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"beltmap/geo"
	"beltmap/tiles/style"
)

type tone struct {
	Light string `json:"light"`
	Dark  string `json:"dark"`
}

type mark struct {
	tone
	Shape string `json:"shape"`
}

type status struct {
	mark
	Label    label  `json:"label"`
	Count    string `json:"count,omitempty"`
	Public   bool   `json:"public"`
	Internal bool   `json:"internal"`
}

type layer struct {
	mark
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

export interface Mark extends Tone {
  readonly shape: Shape;
}

/** The look of one status of enterprises. */
export interface StatusMark extends Mark {
  readonly label: Label;
  /** The cluster property that counts it; absent for a status that only internal readers see. */
  readonly count?: string;
  /** Public readers may meet it. */
  readonly public: boolean;
  /** Internal readers may meet it. */
  readonly internal: boolean;
}

/** How a collection is drawn: its points, and the color of its lines and areas. */
export interface LayerMark extends Mark {
  /** Of lines and edges, in pixels. */
  readonly lineWidth: number;
  readonly dash?: readonly number[];
  readonly fillOpacity: number;
}
`

func paletteFile() []byte {
	var b bytes.Buffer
	b.WriteString(head + "import type { CollectionId, Label } from \"./schema\";\n\n")
	var names []string
	paths := map[string]string{}
	for _, s := range style.Shapes() {
		names = append(names, fmt.Sprintf("%q", s))
		paths[string(s)] = s.Path()
	}
	fmt.Fprintf(&b, "export type Shape =\n  | %s;\n\n", strings.Join(names, "\n  | "))
	fmt.Fprintf(&b, "export type Status =\n  | \"%s\";\n%s", strings.Join(statusCodes(style.Statuses()), "\"\n  | \""), paletteTypes)
	constant(&b, "The color under the map.", "ground", "Tone", toneOf(style.Ground()))
	constant(&b, "Text and outlines.", "ink", "Tone", toneOf(style.Ink()))
	constant(&b, "What recedes: graticule, outline.", "muted", "Tone", toneOf(style.Muted()))
	constant(&b, "SVG path data of every shape on a box of 24 by 24; fill by the even-odd rule.", "shapes", "Readonly<Record<Shape, string>>", paths)
	constant(&b, "Every status of enterprises.", "statuses", "Readonly<Record<Status, StatusMark>>", statuses())
	constant(&b, "Every published collection.", "collections", "Readonly<Record<Exclude<CollectionId, \"facts\">, LayerMark>>", layers())
	constant(&b, "The published collections, bottom layer first.", "drawingOrder", "readonly Exclude<CollectionId, \"facts\">[]", drawingOrder())
	return b.Bytes()
}

func statusCodes(statuses []style.Status) []string {
	var codes []string
	for _, s := range statuses {
		codes = append(codes, s.Code)
	}
	return codes
}

func statuses() map[string]status {
	list := map[string]status{}
	public, internal := statusCodes(style.Seen(geo.Public)), statusCodes(style.Seen(geo.Internal))
	for _, s := range style.Statuses() {
		list[s.Code] = status{mark{toneOf(s.Tone), string(s.Shape)}, labelOf(s.Label), s.Count, slices.Contains(public, s.Code), slices.Contains(internal, s.Code)}
	}
	return list
}

func layers() map[string]layer {
	list := map[string]layer{}
	for _, l := range style.Layers() {
		list[l.Collection.String()] = layer{mark{toneOf(l.Tone), string(l.Shape)}, l.LineWidth, l.Dash, l.FillOpacity}
	}
	return list
}

func drawingOrder() []string {
	var ids []string
	for _, l := range style.Layers() {
		ids = append(ids, l.Collection.String())
	}
	return ids
}

func toneOf(t style.Tone) tone { return tone{t.Light.Hex(), t.Dark.Hex()} }
