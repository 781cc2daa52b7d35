package main

import (
	"bytes"
	"fmt"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

type label struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

type code struct {
	Value string `json:"value"`
	label
}

type field struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Class string `json:"class"`
	label
	Unit       string `json:"unit,omitempty"`
	Refers     string `json:"refers,omitempty"`
	Codes      []code `json:"codes,omitempty"`
	Derived    bool   `json:"derived,omitempty"`
	OnTile     bool   `json:"onTile,omitempty"`
	Filterable bool   `json:"filterable,omitempty"`
}

type collection struct {
	ID string `json:"id"`
	label
	Shapes []string `json:"shapes"`
	Fields []field  `json:"fields"`
}

const schemaTypes = `export type FieldType = "text" | "code" | "integer" | "number" | "boolean" | "day" | "list" | "stars";
export type FieldClass = "public" | "internal";
export type GeometryShape = "point" | "line" | "polygon";

/** One allowed value of a coded field. */
export interface Code {
  readonly value: string;
  readonly zh: string;
  readonly en: string;
}

/** One property: its name is the JSON key, the query parameter and the CSV header alike. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly class: FieldClass;
  readonly zh: string;
  readonly en: string;
  readonly unit?: string;
  /** The collection whose ids the values are. */
  readonly refers?: CollectionId | "facts";
  readonly codes?: readonly Code[];
  /** Computed by the server from other records. */
  readonly derived?: boolean;
  /** Carried by vector tiles. */
  readonly onTile?: boolean;
  /** Of few distinct values, so that it makes a filter chip. The API takes every property as a parameter. */
  readonly filterable?: boolean;
}

export interface Collection {
  readonly id: CollectionId | "facts";
  readonly zh: string;
  readonly en: string;
  readonly shapes: readonly GeometryShape[];
  /** The common fields first, then the collection's own. */
  readonly fields: readonly Field[];
}
`

func schemaFile() []byte {
	var b bytes.Buffer
	b.WriteString(head)
	var ids []string
	var published []collection
	for _, c := range geo.Published() {
		ids = append(ids, fmt.Sprintf("%q", c.String()))
		published = append(published, describe(c))
	}
	fmt.Fprintf(&b, "export type CollectionId =\n  | %s;\n\n", strings.Join(ids, "\n  | "))
	b.WriteString(schemaTypes)
	constant(&b, "The collections of /api/collections.", "collections", "readonly Collection[]", published)
	constant(&b, "Facts, which only /api/facts publishes.", "facts", "Collection", describe(geo.Facts))
	return b.Bytes()
}

func describe(c geo.Collection) collection {
	schema := geo.SchemaOf(c)
	d := collection{ID: c.String(), label: labelOf(schema.Label), Shapes: []string{}}
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
	d := field{Name: f.Name, Type: typeName(f.Type), Class: f.Class.String(), label: labelOf(f.Label), Unit: f.Unit,
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
