package server

import (
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/internal/auth"
)

// examplePolygon is an area in the example data.
func examplePolygon() object {
	return object{"type": "Polygon", "coordinates": [][][2]float64{{{118.29, 32.26}, {118.4, 32.26}, {118.4, 32.33}, {118.29, 32.33}, {118.29, 32.26}}}}
}

// coverage describes the rates.
func (d *describer) coverage() {
	text, whole := object{"type": "string"}, object{"type": "integer", "minimum": 0}
	day := object{"type": "string", "format": "date"}
	d.coverSchemas(text, whole)
	zone := example(d.query("zone", phrase.ParamCoverZone.With(noZone), text), "CZ")
	const path = "/api/coverage"
	d.get(path, "getCoverage", phrase.SumCoverage.With(), jsonType, ref("Coverage"), []object{
		example(d.query("by", phrase.ParamBy.With(), object{"type": "string", "enum": coverage.ByNames(), "default": coverage.ByZone.String()}), "grid"), zone, d.asOf(),
		example(d.query("corridor", phrase.ParamCorridor.With(), object{"type": "integer", "minimum": 1, "maximum": maxCorridor}), 500)}, coverFormats()...)
	d.alsoFile(path, csvType, sheetType)
	features := object{"schema": ref("CoverageFeatures")}
	d.paths[path].(object)["get"].(object)["responses"].(object)["200"].(object)["content"].(object)[geoJSON] = features
	file := object{"schema": object{"type": "string", "format": "binary"}}
	given := object{"schema": object{"type": "object"}, "example": examplePolygon()}
	d.write(operation{path: path, method: "post", id: "measureCoverage", summary: phrase.SumCoverageOf.With(), role: auth.Public,
		parameters: []object{zone, d.asOf(), example(d.query("f", phrase.ParamFormat.With(), object{"type": "string", "enum": coverFormats()}), "json")},
		body:       object{geoJSON: given, jsonType: given},
		answers:    map[string]object{"200": {"content": object{jsonType: object{"schema": ref("Coverage")}, geoJSON: features, csvType: file, sheetType: file}}}})
	d.get(path+"/series", "getCoverageSeries", phrase.SumCoverSeries.With(), jsonType, ref("CoverageSeries"), []object{
		example(d.query("by", phrase.ParamBy.With(), object{"type": "string", "enum": coverage.ByNames(), "default": coverage.ByZone.String()}), "zone"), zone,
		example(d.query("from", phrase.ParamFrom.With(), day), "2025-01-01"), example(d.query("to", phrase.ParamTo.With(), day), "2026-01-01"),
		example(d.query("step", phrase.ParamStep.With(), object{"type": "string", "enum": []string{"month", "quarter", "year"}, "default": "quarter"}), "quarter")}, "json", "csv", "xlsx")
	d.alsoFile(path+"/series", csvType, sheetType)
	d.get(path+"/corridor", "getNeighbors", phrase.SumNeighbors.With(), jsonType, ref("Neighbors"), []object{d.wanted("belt", phrase.ParamBeltOf, "CZ-B-SHANGHAI-ROAD"),
		example(d.query("corridor", phrase.ParamNear.With(), object{"type": "integer", "minimum": 1, "maximum": maxCorridor, "default": usualCorridor}), usualCorridor),
		zone, d.asOf(), d.limit(), d.after()}, coverFormats()...)
	d.alsoFile(path+"/corridor", csvType, sheetType)
	d.paths[path+"/corridor"].(object)["get"].(object)["responses"].(object)["200"].(object)["content"].(object)[geoJSON] = object{"schema": ref("NeighborFeatures")}
}

func (d *describer) coverSchemas(text, whole object) {
	around := func(list string, of object) object {
		return object{list: listOf(of), "numberMatched": whole, "numberReturned": whole, "within": whole, "unlocated": whole, "passport": ref("Passport"), "links": ref("Links")}
	}
	d.schemas["Neighbor"] = closedObject(object{"id": text, "name_zh": orNull("string"), "name_en": orNull("string"), "zone": orNull("string"), "industry": orNull("string"),
		"metres": object{"type": "number", "minimum": 0}, "status": text, "point": object{"type": "array", "minItems": 2, "maxItems": 2, "items": object{"type": "number"}}})
	d.schemas["Neighbors"] = closedObject(around("enterprises", ref("Neighbor")))
	features := around("features", closedObject(object{"type": object{"type": "string", "enum": []string{"Feature"}}, "id": text, "geometry": ref("Geometry"), "properties": ref("Neighbor")}))
	features["type"] = object{"type": "string", "enum": []string{"FeatureCollection"}}
	d.schemas["NeighborFeatures"] = closedObject(features)
	figures := func(more object) object {
		all := object{"enterprises": whole, "denominator": whole, "unknown": whole, "operation_unstated": whole, "unlocated": whole,
			"by_status": object{"type": "object", "additionalProperties": whole}}
		for _, m := range coverage.Measures() {
			all[m.String()] = ref("CoverageRate")
		}
		for name, schema := range more {
			all[name] = schema
		}
		return closedObject(all)
	}
	d.schemas["CoverageRate"] = closedObject(object{"numerator": whole, "denominator": whole, "unknown": whole, "rate": orNull("number")})
	d.schemas["CoverageFigures"] = figures(nil)
	d.schemas["CoverageCorridor"] = closedObject(object{"metres": object{"type": "number"}, "within": ref("CoverageFigures"), "participating": ref("CoverageFigures"), "not_participating": ref("CoverageFigures")})
	d.schemas["CoverageStated"] = closedObject(object{"id": text, "measure": text, "value": orNull("number"), "qualifier": orNull("string"), "unit": orNull("string"),
		"period": orNull("string"), "source": orNull("string"), "conflicts_with": listOf(text), "differs": orNull("boolean")})
	d.schemas["CoverageItem"] = without(figures(object{"id": orNull("string"), "name_zh": orNull("string"), "name_en": orNull("string"),
		"corridor": ref("CoverageCorridor"), "stated": listOf(ref("CoverageStated"))}), "corridor")
	d.schemas["Coverage"] = closedObject(object{"items": listOf(ref("CoverageItem")), "total": ref("CoverageFigures"), "definitions": listOf(ref("QualityDefinition")), "passport": ref("Passport")})
	ids := listOf(text)
	d.schemas["CoverageChange"] = without(closedObject(object{"added": whole, "lost": whole, "reformed": whole, "added_by": ids, "lost_by": ids, "reformed_by": ids}), "added_by", "lost_by", "reformed_by")
	d.schemas["CoveragePoint"] = figures(object{"as_of": object{"type": "string", "format": "date"}, "change": object{"nullable": true, "allOf": []object{ref("CoverageChange")}}})
	d.schemas["CoverageLine"] = closedObject(object{"id": orNull("string"), "name_zh": orNull("string"), "name_en": orNull("string"), "points": listOf(ref("CoveragePoint"))})
	d.schemas["CoverageSeries"] = closedObject(object{"items": listOf(ref("CoverageLine")), "definitions": listOf(ref("QualityDefinition")), "passport": ref("Passport")})
	d.schemas["CoverageFeatures"] = closedObject(object{"type": object{"type": "string", "enum": []string{"FeatureCollection"}}, "features": listOf(ref("CoverageFeature")), "passport": ref("Passport")})
	d.schemas["CoverageFeature"] = without(closedObject(object{"type": object{"type": "string", "enum": []string{"Feature"}}, "id": text,
		"geometry": ref("Geometry"), "properties": ref("CoverageItem")}), "id")
}
