package server

import (
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/internal/auth"
)

// exampleScenario is a scenario about the example data, as it is sent.
func exampleScenario() object {
	return object{"name": "2026", "zone": "CZ", "note": "", "proposals": []object{
		{"kind": "branch", "name": "Joint branch", "form": "joint", "covers": []string{"CZ-E-001", "CZ-E-002"}},
		{"kind": "center", "point": []float64{118.31, 32.3}, "capacity": 80},
		{"kind": "instructor", "enterprise": "CZ-E-003", "count": 1}}}
}

// scenarios describes what is proposed, and what it would change.
func (d *describer) scenarios() {
	text, whole := object{"type": "string"}, object{"type": "integer", "minimum": 0}
	d.scenarioSchemas(text, whole)
	const path, one = "/api/scenarios", "/api/scenarios/{scenario}"
	id := example(inPath("scenario", text), "S-ABCDEFGH23456789")
	by := example(d.query("by", phrase.ParamBy.With(), object{"type": "string", "enum": coverage.ByNames(), "default": coverage.ByZone.String()}), "grid")
	with := example(d.query("with", phrase.ParamScenarioWith.With(), text), "S-BCDEFGHJ23456789")
	given := object{jsonType: object{"schema": object{"type": "object"}, "example": exampleScenario()}}
	saved := object{"content": object{jsonType: object{"schema": ref("Scenario")}}}
	match := example(d.inHeader("If-Match", phrase.HeaderIfMatch, true), `"v1"`)
	d.get(path, "getScenarios", phrase.SumScenarios.With(), jsonType, ref("Scenarios"), []object{example(d.query("zone", phrase.ParamScenarioZone.With(noZone), text), "CZ")}, "json")
	d.write(operation{path: path, method: "post", id: "insertScenario", summary: phrase.SumScenarioPost.With(), role: auth.Analyst, body: given,
		answers: map[string]object{"201": {"headers": object{"Location": object{"schema": object{"type": "string", "format": "uri"}}}, "content": saved["content"]}}})
	d.write(operation{path: path + "/preview", method: "post", id: "previewScenario", summary: phrase.SumScenarioPreview.With(), role: auth.Viewer, parameters: []object{by}, body: given,
		answers: map[string]object{"200": {"content": object{jsonType: object{"schema": closedObject(object{"coverage": ref("ScenarioCoverage"), "difference": ref("ScenarioDifference")})}}}}})
	d.get(one, "getScenario", phrase.SumScenario.With(), jsonType, ref("Scenario"), []object{id}, "json")
	d.write(operation{path: one, method: "put", id: "replaceScenario", summary: phrase.SumScenarioPut.With(), role: auth.Analyst, parameters: []object{id, match}, body: given,
		answers: map[string]object{"200": saved}})
	d.write(operation{path: one, method: "delete", id: "deleteScenario", summary: phrase.SumScenarioDelete.With(), role: auth.Analyst, parameters: []object{id, match},
		answers: map[string]object{"204": {}}})
	d.get(one+"/coverage", "getScenarioCoverage", phrase.SumScenarioCoverage.With(), jsonType, ref("ScenarioCoverage"), []object{id, by, with}, tableFormats()...)
	d.alsoFile(one+"/coverage", csvType, sheetType)
	d.get(one+"/difference", "getScenarioDifference", phrase.SumScenarioDifference.With(), jsonType, ref("ScenarioDifference"), []object{id, with}, coverFormats()...)
	d.alsoFile(one+"/difference", csvType, sheetType)
	d.paths[one+"/difference"].(object)["get"].(object)["responses"].(object)["200"].(object)["content"].(object)[geoJSON] = object{"schema": ref("ScenarioFeatures")}
}

func (d *describer) scenarioSchemas(text, whole object) {
	maybe := orNull("string")
	point := object{"type": "array", "minItems": 2, "maxItems": 2, "items": object{"type": "number"}}
	pointOrNull := object{"type": "array", "nullable": true, "minItems": 2, "maxItems": 2, "items": object{"type": "number"}}
	var kinds, forms []string
	for _, k := range geo.ProposedKinds() {
		kinds = append(kinds, string(k))
	}
	for _, code := range geo.Form.Codes {
		forms = append(forms, code.Value)
	}
	optional := []string{"name", "form", "covers", "point", "capacity", "enterprise", "count"}
	proposal := func(more object) object {
		all := object{"kind": object{"type": "string", "enum": kinds}, "name": text, "form": object{"type": "string", "enum": forms}, "covers": listOf(text), "point": point, "capacity": whole,
			"enterprise": text, "count": whole, "state": object{"type": "string", "enum": []string{"applies", "void"}}, "reason": text, "reason_zh": text, "reason_en": text, "place": pointOrNull}
		for name, schema := range more {
			all[name] = schema
		}
		return without(closedObject(all), optional...)
	}
	day := object{"type": "string", "format": "date-time", "nullable": true}
	about := object{"id": maybe, "name": text, "zone": maybe, "note": maybe, "count": whole, "version": whole, "created": day, "changed": day, "creator": maybe, "changed_by": maybe,
		"proposals": listOf(ref("ScenarioProposal"))}
	d.schemas["ScenarioProposal"] = proposal(nil)
	d.schemas["Scenario"] = without(closedObject(about), "proposals")
	d.schemas["Scenarios"] = closedObject(object{"scenarios": listOf(ref("Scenario"))})
	compared := func(all object) object {
		all["scenario"], all["with"], all["passport"] = ref("Scenario"), ref("Scenario"), ref("Passport")
		all["proposals"], all["with_proposals"] = listOf(ref("ScenarioProposal")), listOf(ref("ScenarioProposal"))
		return without(closedObject(all), "with", "with_proposals")
	}
	figures := object{"before": ref("CoverageFigures"), "after": ref("CoverageFigures"), "with": ref("CoverageFigures")}
	d.schemas["ScenarioFigures"] = without(closedObject(figures), "with")
	item := object{"id": maybe, "name_zh": maybe, "name_en": maybe}
	for name, schema := range figures {
		item[name] = schema
	}
	d.schemas["ScenarioItem"] = without(closedObject(item), "with")
	d.schemas["ScenarioCoverage"] = compared(object{"items": listOf(ref("ScenarioItem")), "total": ref("ScenarioFigures"), "definitions": listOf(ref("QualityDefinition"))})
	d.schemas["ScenarioStanding"] = closedObject(object{"status": text, "marks": listOf(text)})
	d.schemas["ScenarioEnterprise"] = without(closedObject(object{"kind": object{"type": "string", "enum": []string{"enterprise"}}, "id": text, "name_zh": maybe, "name_en": maybe, "zone": maybe, "point": pointOrNull,
		"before": ref("ScenarioStanding"), "after": ref("ScenarioStanding"), "with": ref("ScenarioStanding")}), "with")
	d.schemas["ScenarioDifference"] = compared(object{"enterprises": listOf(ref("ScenarioEnterprise"))})
	d.schemas["ScenarioProposed"] = proposal(object{"id": text, "scenario": maybe, "position_class": text})
	d.schemas["ScenarioFeatures"] = closedObject(object{"type": object{"type": "string", "enum": []string{"FeatureCollection"}}, "features": listOf(closedObject(object{
		"type": object{"type": "string", "enum": []string{"Feature"}}, "id": text, "geometry": ref("Geometry"),
		"properties": object{"oneOf": []object{ref("ScenarioEnterprise"), ref("ScenarioProposed")}}})), "passport": ref("Passport")})
}
