package server

import (
	"slices"

	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/internal/auth"
)

// sheetType is the media type of a workbook.
const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// example is a parameter with an example of its value.
func example(parameter object, value any) object {
	parameter["example"] = value
	return parameter
}

// without is the schema of an object some of whose properties may be absent.
func without(schema object, optional ...string) object {
	required, _ := schema["required"].([]string)
	schema["required"] = slices.DeleteFunc(required, func(name string) bool { return contains(optional, name) })
	return schema
}

func orNull(kind string) object { return object{"type": kind, "nullable": true} }

func listOf(of object) object { return object{"type": "array", "items": of} }

// alsoFile adds the answers that are files to a resource.
func (d *describer) alsoFile(path string, types ...string) {
	content := d.paths[path].(object)["get"].(object)["responses"].(object)["200"].(object)["content"].(object)
	for _, t := range types {
		content[t] = object{"schema": object{"type": "string", "format": "binary"}}
	}
}

// alsoFeatures adds the answer that is GeoJSON to a resource.
func (d *describer) alsoFeatures(path, schema string) {
	content := d.paths[path].(object)["get"].(object)["responses"].(object)["200"].(object)["content"].(object)
	content[geoJSON] = object{"schema": ref(schema)}
}

// gapAreas are the parameters that say which area is meant.
func (d *describer) gapAreas() []object {
	text := object{"type": "string"}
	return []object{
		example(d.query("zone", phrase.ParamGapZone.With(), text), "CZ"),
		example(d.query("grid", phrase.ParamGapGrid.With(), text), "FX-G-01"),
		example(d.query("belt", phrase.ParamGapBelt.With(), text), "CZ-B-SHANGHAI-ROAD"),
		d.asOf(),
	}
}

// asOf is the parameter that says the day of figures.
func (d *describer) asOf() object {
	return example(d.query("as_of", phrase.ParamAsOf.With(), object{"type": "string", "format": "date"}), "2026-01-01")
}

// ofPolygon describes the same question about a polygon that is sent: its parameters are those of the area aside.
func (d *describer) ofPolygon(path, id string, summary phrase.Phrase, content object, parameters ...object) {
	given := object{"schema": object{"type": "object"}, "example": examplePolygon()}
	where := []object{example(d.query("zone", phrase.ParamCoverZone.With(noZone), object{"type": "string"}), "CZ"), d.asOf()}
	d.write(operation{path: path, method: "post", id: id, summary: summary.With(), role: auth.Viewer, parameters: append(where, parameters...),
		body: object{geoJSON: given, jsonType: given}, answers: map[string]object{"200": {"content": content}}})
}

// gaps describes what is said of gaps.
func (d *describer) gaps() {
	d.provenance()
	d.analyses()
	text, whole := object{"type": "string"}, object{"type": "integer", "minimum": 0}
	inside := d.sight.Widest() == geo.Internal // who sees no zone from inside is not told what there would be to see
	status, names := example(d.query("status", phrase.ParamGapStatus.With(), object{"type": "string"}), "unknown"), []string{}
	if inside {
		for _, s := range coverage.MeasuredStatuses() {
			names = append(names, s.String())
		}
		status = example(d.query("status", phrase.ParamGapStatus.With(), object{"type": "array", "items": object{"type": "string", "enum": names}}), names[:2])
	}
	const path = "/api/gaps"
	common := []object{d.measureOf(phrase.ParamMeasureOf), status, d.limit(), d.after()}
	d.get(path, "getGaps", phrase.SumGaps.With(), jsonType, ref("Gaps"), append(d.gapAreas(), common...), gapFormats()...)
	d.alsoFile(path, csvType, sheetType)
	features := object{"schema": ref("GapFeatures")}
	d.paths[path].(object)["get"].(object)["responses"].(object)["200"].(object)["content"].(object)[geoJSON] = features
	file := object{"schema": object{"type": "string", "format": "binary"}}
	d.ofPolygon(path, "findGaps", phrase.SumGapsOf, object{jsonType: object{"schema": ref("Gaps")}, geoJSON: features, csvType: file, sheetType: file},
		append(common, d.format(gapFormats()))...)
	d.schemas["Gap"] = object{"type": "object"}
	if inside {
		d.schemas["Gap"] = d.gap(names)
	}
	d.schemas["GapReach"] = without(closedObject(object{"id": text, "name": text, "form": orNull("string"), "metres": orNull("number"), "on_road": orNull("number")}), "form")
	around := func(extra object) object {
		all := object{"numberMatched": whole, "numberReturned": whole, "enterprises": whole, "by_status": object{"type": "object", "additionalProperties": whole},
			"not_operating": whole, "unseen": whole, "unlocated": whole, "passport": ref("Passport"), "links": ref("Links")}
		for name, schema := range extra {
			all[name] = schema
		}
		return without(closedObject(all), "unlocated")
	}
	d.schemas["Gaps"] = around(object{"gaps": listOf(ref("Gap"))})
	d.schemas["GapFeatures"] = around(object{"type": object{"type": "string", "enum": []string{"FeatureCollection"}}, "features": listOf(ref("GapFeature"))})
	d.schemas["GapFeature"] = closedObject(object{"type": object{"type": "string", "enum": []string{"Feature"}}, "id": text, "geometry": ref("Geometry"), "properties": ref("Gap")})
}

// format is the parameter that says what is answered, for what is sent.
func (d *describer) format(formats []string) object {
	return example(d.query("f", phrase.ParamFormat.With(), object{"type": "string", "enum": formats}), formats[0])
}

// gap is the schema of one enterprise without an organization.
func (d *describer) gap(names []string) object {
	text := object{"type": "string"}
	item := object{"in_denominator": object{"type": "boolean"}, "measure_known": object{"type": "boolean"}, "status": object{"type": "string", "enum": names}, "rule": orNull("string"),
		"point":                object{"type": "array", "nullable": true, "minItems": 2, "maxItems": 2, "items": object{"type": "number"}},
		"reason":               text,
		"nearest_organization": object{"nullable": true, "allOf": []object{ref("GapReach")}}, "nearest_center": object{"nullable": true, "allOf": []object{ref("GapReach")}}}
	for _, f := range gapFields() {
		item[f.Name] = d.value(f)
	}
	return without(closedObject(item), "measure_known")
}

// sheet is the parameter that says which sheet of a workbook is wanted as CSV.
func (d *describer) sheet(names []string) object {
	return example(d.query("sheet", phrase.ParamSheet.With(), object{"type": "string", "enum": names, "default": names[0]}), names[1])
}

// distance is the parameter that says how distances are measured.
func (d *describer) distance() object {
	return example(d.query("distance", phrase.ParamDistance.With(), object{"type": "string", "enum": distanceNames()}), "straight")
}

// measureOf is the parameter that says whose gaps are meant.
func (d *describer) measureOf(meaning phrase.Phrase) object {
	return example(d.query("measure", meaning.With(), object{"type": "string", "enum": measureNames()}), coverage.Effective.String())
}

// analyses describes clusters, scales and service grids.
func (d *describer) analyses() {
	text, whole, number := object{"type": "string"}, object{"type": "integer", "minimum": 0}, object{"type": "number"}
	bounded := func(kind string, least, most, usual float64) object {
		return object{"type": kind, "minimum": least, "maximum": most, "default": usual}
	}
	numbers := object{"type": "array", "maxItems": mostDecimals, "items": object{"type": "number"}}
	speed := example(d.query("speed", phrase.ParamSpeed.With(), object{"type": "number", "minimum": 2, "maximum": 7}), 4)
	detour := example(d.query("detour", phrase.ParamDetour.With(), bounded("number", 1, 3, usualDetour)), usualDetour)
	method := []object{d.measureOf(phrase.ParamMeasureOf),
		example(d.query("by", phrase.ParamCells.With(), object{"type": "string", "enum": coverage.CellsNames()}), "hexagon"),
		example(d.query("metres", phrase.ParamCellMetres.With(), bounded("number", leastCell, mostCell, usualCell)), 500),
		example(d.query("alpha", phrase.ParamAlpha.With(), bounded("number", 0.001, 0.2, usualAlpha)), usualAlpha),
		example(d.query("runs", phrase.ParamRuns.With(), bounded("integer", leastRuns, mostRuns, usualRuns)), usualRuns), d.sheet(hotspotSheets())}
	d.get("/api/gaps/hotspots", "getHotspots", phrase.SumHotspots.With(), jsonType, ref("Hotspots"), append(d.gapAreas(), method...), gapFormats()...)
	d.alsoFile("/api/gaps/hotspots", csvType, sheetType)
	d.alsoFeatures("/api/gaps/hotspots", "HotspotFeatures")
	file := object{"schema": object{"type": "string", "format": "binary"}}
	d.ofPolygon("/api/gaps/hotspots", "findHotspots", phrase.SumHotspotsOf, object{jsonType: object{"schema": ref("Hotspots")}, geoJSON: object{"schema": ref("HotspotFeatures")}, csvType: file, sheetType: file},
		append(method, d.format(gapFormats()))...)
	pair := object{"type": "array", "minItems": 2, "maxItems": 2, "items": number}
	d.schemas["Hotspot"] = closedObject(object{"center": pair, "radius": number, "cells": listOf(text), "enterprises": whole, "gaps": whole,
		"expected": number, "log_likelihood_ratio": number, "p": number})
	around := func(extra object) object {
		for _, name := range []string{"cells", "unlocated", "in_no_cell", "operation_unstated", "unseen"} {
			extra[name] = whole
		}
		extra["passport"] = ref("Passport")
		return closedObject(extra)
	}
	d.schemas["Hotspots"] = around(object{"hotspots": listOf(ref("Hotspot"))})
	d.schemas["HotspotFeatures"] = around(object{"type": object{"type": "string", "enum": []string{"FeatureCollection"}}, "features": listOf(closedObject(object{
		"type": object{"type": "string", "enum": []string{"Feature"}}, "id": text, "geometry": ref("Geometry"), "properties": ref("Hotspot")}))})
	method = []object{d.measureOf(phrase.ParamMeasureBy),
		example(d.query("metres", phrase.ParamWidths.With(), numbers), []int{250, 500, 1000}),
		example(d.query("radii", phrase.ParamRadii.With(), numbers), []int{200, 400, 800}),
		example(d.query("minutes", phrase.ParamMinutesSet.With(), numbers), []int{5, 10, 15}), speed, detour, d.distance()}
	d.get("/api/gaps/sensitivity", "getSensitivity", phrase.SumSensitivity.With(), jsonType, ref("Sensitivity"), append(d.gapAreas(), method...), tableFormats()...)
	d.alsoFile("/api/gaps/sensitivity", csvType, sheetType)
	d.ofPolygon("/api/gaps/sensitivity", "lookSensitivity", phrase.SumSensitivityOf, object{jsonType: object{"schema": ref("Sensitivity")}, csvType: file, sheetType: file},
		append(method, d.format(tableFormats()))...)
	spread := closedObject(object{"least": number, "lower_quartile": number, "median": number, "upper_quartile": number, "greatest": number, "standard_deviation": number})
	spread["nullable"] = true
	d.schemas["Sensitivity"] = closedObject(object{"scales": listOf(closedObject(object{"by": text, "metres": orNull("number"), "units": whole, "in_no_unit": whole, "numerator": whole,
		"denominator": whole, "unknown": whole, "rate": orNull("number"), "spread": spread})),
		"curve": listOf(closedObject(object{"metres": number, "minutes": orNull("number"), "organization": whole, "center": whole})),
		"gaps":  whole, "way_unknown": whole, "unlocated": whole, "operation_unstated": whole, "unseen": whole, "passport": ref("Passport")})
	d.get("/api/service-grids", "getServiceGrids", phrase.SumServices.With(), jsonType, ref("ServiceGrids"), []object{d.wantedZone(phrase.ParamServiceOf), d.asOf(), d.sheet(serviceSheets()),
		example(d.query("minutes", phrase.ParamMinutes.With(), object{"type": "number", "minimum": 1, "maximum": 60}), 15), speed, detour, d.distance()}, serviceFormats()...)
	d.serviceGrids()
}

// serviceGrids describes the answers about service grids.
func (d *describer) serviceGrids() {
	text, whole, truth := object{"type": "string"}, object{"type": "integer", "minimum": 0}, object{"type": "boolean"}
	d.alsoFile("/api/service-grids", csvType, sheetType)
	d.alsoFeatures("/api/service-grids", "ServiceGridFeatures")
	center := closedObject(object{"id": text, "name": text, "stated": truth, "metres": orNull("number"), "minutes": orNull("number")})
	center["nullable"] = true
	grid := closedObject(object{"id": text, "code": orNull("string"), "name_zh": orNull("string"), "name_en": orNull("string"),
		"kind": orNull("string"), "status": orNull("string"), "menu": listOf(text), "served": truth, "center": center, "enterprises": whole, "located": whole, "within": whole, "way_unknown": whole})
	if d.sight.Widest() == geo.Internal {
		properties, _ := grid["properties"].(object)
		properties["instructors"], properties["instructors_unknown"] = whole, whole
	}
	d.schemas["ServiceGrid"] = grid
	around := func(extra object) object {
		extra["grids_unserved"], extra["enterprises"], extra["in_one_grid"], extra["passport"] = whole, whole, whole, ref("Passport")
		extra["fix_by"] = object{"type": "object", "additionalProperties": whole}
		extra["fix"] = listOf(closedObject(object{"id": text, "name_zh": orNull("string"), "name_en": orNull("string"), "why": text, "stated": orNull("string"), "derived": listOf(text)}))
		return closedObject(extra)
	}
	d.schemas["ServiceGrids"] = around(object{"grids": listOf(ref("ServiceGrid"))})
	d.schemas["ServiceGridFeatures"] = around(object{"type": object{"type": "string", "enum": []string{"FeatureCollection"}}, "features": listOf(closedObject(object{
		"type": object{"type": "string", "enum": []string{"Feature"}}, "id": text, "geometry": ref("Geometry"), "properties": ref("ServiceGrid")}))})
}

// wanted is a parameter that must be given.
func (d *describer) wanted(name string, meaning phrase.Phrase, value string) object {
	p := example(d.query(name, meaning.With(), object{"type": "string"}), value)
	p["required"] = true
	return p
}

// wantedZone is the parameter zone where it must be given.
func (d *describer) wantedZone(meaning phrase.Phrase) object { return d.wanted("zone", meaning, "CZ") }

// limit and after page a list that is ranked.
func (d *describer) limit() object {
	return example(d.query("limit", phrase.ParamLimit.With(maxLimit), object{"type": "integer", "minimum": 1, "default": defaultLimit}), 100)
}

func (d *describer) after() object {
	return example(d.query("after", phrase.ParamGapAfter.With(), object{"type": "string"}), "CZ-E-001")
}

// provenance describes the passport of a number.
func (d *describer) provenance() {
	text := object{"type": "string"}
	d.schemas["Passport"] = closedObject(object{"definition": text, "definition_zh": text, "definition_en": text, "numerator": orNull("integer"), "denominator": orNull("integer"),
		"unknown": orNull("integer"), "as_of": object{"type": "string", "format": "date"}, "sources": listOf(text), "parameters": object{"type": "object"},
		"settings_hash": text, "rule_version": text, "version": object{"type": "integer"}})
}
