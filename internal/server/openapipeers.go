package server

import (
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
)

// comparisons describes the matrix of projects and branches, peers and readiness.
func (d *describer) comparisons() {
	text := object{"type": "string"}
	asOf := example(d.query("as_of", phrase.ParamAsOf.With(), object{"type": "string", "format": "date"}), "2026-01-01")
	d.get("/api/matrix", "getMatrix", phrase.SumMatrix.With(), jsonType, ref("StepMatrix"),
		[]object{example(d.query("zone", phrase.ParamMatrixZone.With(noZone), text), "CZ"), asOf}, tableFormats()...)
	d.get("/api/peers", "getPeers", phrase.SumPeers.With(), jsonType, ref("Peers"), []object{d.wantedZone(phrase.ParamPeersOf),
		example(d.query("k", phrase.ParamPeers.With(), object{"type": "integer", "minimum": 1, "maximum": mostPeers, "default": usualPeers}), usualPeers),
		example(d.measure(), coverage.Work.String()), asOf}, tableFormats()...)
	d.get("/api/readiness", "getHostReadiness", phrase.SumReadiness.With(), jsonType, ref("Readiness"), []object{d.wantedZone(phrase.ParamReadinessOf), asOf}, tableFormats()...)
	for _, path := range []string{"/api/matrix", "/api/peers", "/api/readiness"} {
		d.alsoFile(path, csvType, sheetType)
	}
	d.matrixSchemas()
	d.peerSchemas()
	d.readinessSchemas()
}

// measure is the parameter that names a rate.
func (d *describer) measure() object {
	return d.query("measure", phrase.ParamMeasure.With(), object{"type": "string", "enum": measureNames(), "default": coverage.Organizational.String()})
}

func (d *describer) matrixSchemas() {
	text, whole, truth := object{"type": "string"}, object{"type": "integer", "minimum": 0}, object{"type": "boolean"}
	d.schemas["StepLabel"] = closedObject(object{"id": text, "label_zh": text, "label_en": text})
	matrix := object{"project_stages": listOf(ref("StepLabel")), "branch_stages": listOf(ref("StepLabel")),
		"cells":       listOf(closedObject(object{"project_stage": orNull("string"), "branch_stage": text, "enterprises": whole, "in_step": orNull("boolean"), "rule": orNull("string")})),
		"rules":       listOf(closedObject(object{"id": text, "project_stages": listOf(text), "branch_stages": listOf(text), "in_step": truth, "means": text, "clause": text})),
		"enterprises": whole, "links": ref("Links"), "passport": ref("Passport")}
	if d.sight.Widest() == geo.Internal {
		matrix["unseen"], matrix["out_of_step"] = whole, whole
		matrix["list"] = listOf(closedObject(object{"id": text, "name_zh": orNull("string"), "name_en": orNull("string"), "zone": orNull("string"), "project_stage": text, "branch_stage": text, "href": text}))
	}
	d.schemas["StepMatrix"] = closedObject(matrix)
}

func (d *describer) peerSchemas() {
	text, whole, number := object{"type": "string"}, object{"type": "integer", "minimum": 0}, object{"type": "number"}
	distance := closedObject(object{"industries": number, "size": number, "sum": number})
	distance["nullable"] = true
	d.schemas["Peer"] = without(closedObject(object{"id": text, "name_zh": orNull("string"), "name_en": orNull("string"), "distance": distance,
		"features": closedObject(object{"denominator": whole, "industry_stated": whole}), "rate": ref("CoverageRate"), "place": orNull("integer"), "to_reach_leader": orNull("integer"),
		"employees": closedObject(object{"sum": orNull("integer"), "stated": whole, "unstated": whole}), "href": text,
		"standing":   object{"type": "string", "enum": []string{"leading", "between", "lagging", "unknown"}},
		"industries": listOf(closedObject(object{"industry": text, "enterprises": whole, "share": number}))}), "employees")
	peers := object{"measure": text, "zone": ref("Peer"), "peers": listOf(ref("Peer")), "leader": orNull("string"), "compared": whole, "unmatched": whole, "passport": ref("Passport")}
	if d.sight.Widest() == geo.Internal {
		peers["gaps"] = closedObject(object{"counting": whole, "enough": orNull("boolean"), "href": text,
			"list": listOf(closedObject(object{"id": text, "name_zh": orNull("string"), "name_en": orNull("string"), "status": text}))})
	}
	d.schemas["Peers"] = without(closedObject(peers), "gaps")
}

func (d *describer) readinessSchemas() {
	text, whole, truth := object{"type": "string"}, object{"type": "integer", "minimum": 0}, object{"type": "boolean"}
	record := func(more object) object {
		all := object{"collection": text, "id": text, "name_zh": orNull("string"), "name_en": orNull("string"), "href": text}
		for name, schema := range more {
			all[name] = schema
		}
		return closedObject(all)
	}
	term := closedObject(object{"id": text, "criterion": text, "label_zh": text, "label_en": text, "known": truth, "count": orNull("integer"), "of": orNull("integer"), "unknown": whole,
		"parts": listOf(closedObject(object{"id": text, "count": whole})), "records_total": whole, "records": listOf(record(nil)), "href": text})
	d.schemas["Readiness"] = closedObject(object{"id": text, "name_zh": orNull("string"), "name_en": orNull("string"), "criteria": listOf(ref("StepLabel")), "terms": listOf(term),
		"stated": listOf(record(object{"subject": orNull("string"), "value": orNull("number"), "qualifier": orNull("string"), "unit": orNull("string"), "period": orNull("string"),
			"source": orNull("string"), "conflicts_with": listOf(text)})), "passport": ref("Passport")})
}
