package main

import (
	"bytes"
	"fmt"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/tiles/style"
)

type label struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

type code struct {
	Value string `json:"value"`
	Label label  `json:"label"`
}

type field struct {
	Name       string `json:"name"`
	Type       string `json:"type"`
	Internal   bool   `json:"internal"`
	Label      label  `json:"label"`
	Unit       string `json:"unit,omitempty"`
	Refers     string `json:"refers,omitempty"`
	Codes      []code `json:"codes,omitempty"`
	Derived    bool   `json:"derived,omitempty"`
	OnTile     bool   `json:"onTile,omitempty"`
	Filterable bool   `json:"filterable,omitempty"`
}

type collection struct {
	ID     string   `json:"id"`
	Label  label    `json:"label"`
	Shapes []string `json:"shapes"`
	Fields []field  `json:"fields"`
}

const schemaTypes = `export interface Label {
  readonly zh: string;
  readonly en: string;
}

export type FieldType = "text" | "code" | "integer" | "number" | "boolean" | "day" | "list" | "stars";
export type GeometryShape = "point" | "line" | "polygon";

/** One allowed value of a coded field. */
export interface Code {
  readonly value: string;
  readonly label: Label;
}

/** One property: its name is the JSON key, the query parameter and the CSV header alike. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  /** Hidden from public readers in every form. */
  readonly internal: boolean;
  readonly label: Label;
  readonly unit?: string;
  /** The collection whose ids the values are. */
  readonly refers?: CollectionId;
  readonly codes?: readonly Code[];
  /** Computed by the server from other records. */
  readonly derived?: boolean;
  /** Carried by vector tiles. */
  readonly onTile?: boolean;
  /** Of few distinct values, so that it makes a filter chip. The API takes every property as a parameter. */
  readonly filterable?: boolean;
}

export interface Collection {
  readonly id: CollectionId;
  readonly label: Label;
  readonly shapes: readonly GeometryShape[];
  /** The common fields first, then the collection's own. */
  readonly fields: readonly Field[];
}
`

func schemaFile() []byte {
	var b bytes.Buffer
	b.WriteString(head)
	var ids []string
	var described []collection
	for _, c := range geo.AllCollections() {
		ids = append(ids, fmt.Sprintf("%q", c.String()))
		described = append(described, describe(c))
	}
	fmt.Fprintf(&b, "export type CollectionId =\n  | %s;\n\n", strings.Join(ids, "\n  | "))
	b.WriteString(schemaTypes)
	constant(&b, "The collections of /api/collections, and facts, which only /api/facts publishes.", "collections", "readonly Collection[]", described)
	fmt.Fprintf(&b, "\n/** What public readers may meet, in the order of the legend and of a cluster's counts. */\nexport const publicStatuses = [\n  \"%s\",\n] as const;\n",
		strings.Join(statusCodes(style.Seen(geo.Public)), "\",\n  \""))
	return b.Bytes()
}

func describe(c geo.Collection) collection {
	schema := geo.SchemaOf(c)
	d := collection{ID: c.String(), Label: labelOf(schema.Label), Shapes: []string{}}
	for _, s := range []struct {
		shape geo.Shape
		name  string
	}{{geo.PointShape, "point"}, {geo.LineShape, "line"}, {geo.PolygonShape, "polygon"}} {
		if schema.Shapes&s.shape != 0 {
			d.Shapes = append(d.Shapes, s.name)
		}
	}
	for _, f := range schema.AllFields() {
		d.Fields = append(d.Fields, describeField(f))
	}
	return d
}

func describeField(f *geo.Field) field {
	d := field{Name: f.Name, Type: typeName(f.Type), Internal: f.Class == geo.Internal, Label: labelOf(f.Label), Unit: f.Unit,
		Derived: f.Derived, OnTile: f.OnTile, Filterable: filterable(f)}
	if f.Refers != 0 {
		d.Refers = f.Refers.String()
	}
	for _, c := range f.Codes {
		d.Codes = append(d.Codes, code{c.Value, labelOf(c.Label)})
	}
	return d
}

func filterable(f *geo.Field) bool {
	switch f.Type {
	case geo.TypeCode, geo.TypeStars, geo.TypeBoolean:
		return true
	case geo.TypeList:
		return f.Codes != nil || f == geo.BeltsOf
	}
	return false
}

func labelOf(p phrase.Phrase) label { return label{p.ZH, p.EN} }

func typeName(t geo.Type) string {
	return [...]string{geo.TypeNone: "none", geo.TypeText: "text", geo.TypeCode: "code", geo.TypeInteger: "integer", geo.TypeNumber: "number",
		geo.TypeBoolean: "boolean", geo.TypeDay: "day", geo.TypeList: "list", geo.TypeStars: "stars"}[t]
}
