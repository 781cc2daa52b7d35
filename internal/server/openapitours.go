package server

import (
	"strings"

	"beltmap/data/export"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
	"beltmap/internal/auth"
)

// tours describe tours, their timetables, candidates and planning.
func (d *describer) tours() {
	text, id := object{"type": "string"}, inPath("tour", object{"type": "string"})
	number := func(least, most int) object { return object{"type": "integer", "minimum": least, "maximum": most} }
	d.get("/api/tours", "listTours", phrase.SumTours.With(), jsonType, ref("TourList"), nil, "json")
	d.get("/api/tours/{tour}", "showTour", phrase.SumTour.With(), geoJSON, ref("TourFeatures"), []object{id}, tourFormats()...)
	d.tourFiles()
	d.get("/api/tours/{tour}/timetable", "getTimetable", phrase.SumTimetable.With(), jsonType, ref("TourTimetable"), []object{id, d.query("start", phrase.ParamStart.With(), text),
		d.query("late", phrase.ParamLate.With(), number(0, latest)), d.query("groups", phrase.ParamGroups.With(), number(1, tour.MaxGroups)),
		d.query("people", phrase.ParamPeople.With(), number(1, 100_000))}, "json")
	for _, path := range []string{"/api/tours/{tour}", "/api/tours/{tour}/timetable"} {
		d.paths[path].(object)["get"].(object)["responses"].(object)["410"] = object{"$ref": "#/components/responses/Problem"}
	}
	d.get("/api/tours/candidates", "getCandidates", phrase.SumCandidates.With(), jsonType, ref("Candidates"), []object{d.query("zone", phrase.ParamZone.With(), text),
		d.query("belt", phrase.ParamBelt.With(), text), d.query("metres", phrase.ParamMetres.With(), object{"type": "number"}), d.query("stars", phrase.ParamStars.With(), number(0, 5)),
		d.query("honor", phrase.ParamHonor.With(), text), d.query("alliance", phrase.ParamAlliance.With(), text),
		d.query("limit", phrase.ParamLimit.With(maxLimit), object{"type": "integer", "minimum": 1, "default": usualCandidates})}, "json")
	d.write(operation{path: "/api/tours/plan", method: "post", id: "planTour", summary: phrase.SumPlan.With(), role: auth.Viewer,
		parameters: []object{d.query("f", phrase.ParamFormat.With(), object{"type": "string", "enum": []string{"json", "sse"}})},
		body:       object{jsonType: object{"schema": planRequestSchema(), "example": examplePlan()}},
		answers:    map[string]object{"200": {"content": object{jsonType: object{"schema": ref("TourPlan")}, eventStream: object{"schema": text}}}}})
	d.rounds()
	d.tourSchemas()
	d.get("/t/{tour}", "showTourPage", phrase.SumTourPage.With(), "text/html", object{"type": "string"}, []object{id}, "html")
	d.get("/t/{tour}/qr.svg", "showTourCode", phrase.SumTourCode.With(), svgType, object{"type": "string"}, []object{id}, "svg")
	d.paths["/t/{tour}/qr.svg"].(object)["get"].(object)["responses"].(object)["410"] = object{"$ref": "#/components/responses/Problem"}
	responses := d.paths["/t/{tour}"].(object)["get"].(object)["responses"].(object)
	for _, status := range []string{"404", "410"} { // said as a page, too
		responses[status] = object{"description": phrase.AnswerProblem.In(d.lang), "content": object{"text/html": object{"schema": object{"type": "string"}}}}
	}
}

// tourFiles adds the answers that are files to take along, and that a tour cannot be written as every one of them.
func (d *describer) tourFiles() {
	responses := d.paths["/api/tours/{tour}"].(object)["get"].(object)["responses"].(object)
	content := responses["200"].(object)["content"].(object)
	for _, f := range export.TourFormats() {
		mediaType, _, _ := strings.Cut(f.MediaType, ";")
		content[mediaType] = object{"schema": object{"type": "string", "format": "binary"}}
	}
	content["text/html"] = object{"schema": object{"type": "string"}}
	content[pdfType] = object{"schema": object{"type": "string", "format": "binary"}}
	responses["409"] = object{"$ref": "#/components/responses/Problem"}
}

// examplePlan is a request as an organizer sends it.
func examplePlan() object {
	return object{"stops": []object{{"stop": "centers/CZ-C-001", "dwell": 30, "opens": "09:00", "closes": "17:00"}, {"stop": "organizations/CZ-O-001", "capacity": 40}, {"stop": "enterprises/CZ-E-001"}},
		"first": "centers/CZ-C-001", "before": [][]string{{"organizations/CZ-O-001", "enterprises/CZ-E-001"}}, "start": "09:00", "finish": "12:00", "groups": 2, "people": 60}
}

func planRequestSchema() object {
	text, whole := object{"type": "string"}, object{"type": "integer"}
	stop := object{"type": "object", "required": []string{"stop"}, "additionalProperties": false, "properties": object{"stop": text, "as": text, "dwell": whole, "opens": text, "closes": text,
		"capacity": whole, "mode": object{"type": "string", "enum": []string{"walk", "bus"}}, "lunch": object{"type": "boolean"}}}
	return object{"type": "object", "additionalProperties": false, "properties": object{"tour": text, "stops": object{"type": "array", "maxItems": tour.MaxStops, "items": stop},
		"first": text, "last": text, "before": object{"type": "array", "items": object{"type": "array", "minItems": 2, "maxItems": 2, "items": text}},
		"start": text, "finish": text, "groups": whole, "people": whole, "late": object{"type": "integer", "minimum": 0, "maximum": latest}, "keep": object{"type": "boolean"}}}
}

func (d *describer) tourSchemas() {
	text, whole, truth := object{"type": "string"}, object{"type": "integer", "minimum": 0}, object{"type": "boolean"}
	maybe, maybeWhole := object{"type": "string", "nullable": true}, object{"type": "integer", "nullable": true}
	array := func(of object) object { return object{"type": "array", "items": of} }
	honor := closedObject(object{"id": text, "name_zh": text, "name_en": text, "level": text})
	d.schemas["Tour"] = closedObject(object{"id": text, "name_zh": text, "name_en": maybe, "zone": maybe, "event": maybe, "event_status": maybe, "date": maybe, "status": text, "stops": whole})
	d.schemas["TourList"] = closedObject(object{"tours": array(ref("Tour"))})
	stop := closedObject(object{"kind": text, "seq": whole, "target": maybe, "name_zh": text, "name_en": maybe, "position_class": text, "dwell": whole, "dwell_assumed": truth,
		"opens": maybe, "closes": maybe, "capacity": maybeWhole, "step_free": maybe, "lunch": truth, "story_zh": maybe, "story_en": maybe, "story_source": maybe,
		"arrive": maybe, "leave": maybe, "honors": array(honor)})
	leg := closedObject(object{"kind": text, "seq": whole, "from": text, "to": text, "mode": text, "minutes": whole, "metres": whole, "estimated": truth})
	feature := object{"type": "object", "required": []string{"type", "geometry", "properties"}, "additionalProperties": false,
		"properties": object{"type": text, "id": text, "geometry": ref("Geometry"), "properties": object{"oneOf": []object{stop, leg}}}}
	d.schemas["TourFeatures"] = closedObject(object{"type": text, "tour": ref("Tour"), "attribution": maybe, "features": array(feature)})
	way := closedObject(object{"mode": text, "minutes": whole, "metres": whole, "estimated": truth})
	way["nullable"] = true
	times := closedObject(object{"stop": text, "name_zh": text, "name_en": maybe, "leg": way, "arrive": text, "begin": text, "leave": text, "wait": whole, "dwell": whole, "dwell_assumed": truth})
	table := func(more object) object {
		properties := object{"start": text, "start_assumed": truth, "late": whole, "ends": text, "people": maybeWhole,
			"groups":    array(closedObject(object{"group": whole, "stops": array(times)})),
			"conflicts": array(closedObject(object{"kind": text, "group": maybeWhole, "stop": maybe, "text_zh": text, "text_en": text}))}
		for name, schema := range more {
			properties[name] = schema
		}
		return closedObject(properties)
	}
	d.schemas["TourTimetable"] = table(object{"tour": ref("Tour")})
	d.schemas["TourPlan"] = table(object{"order": array(array(text)), "bound": text, "gap": object{"type": "number", "minimum": 0}, "exact": truth})
	d.schemas["Candidates"] = closedObject(object{"as_of": text, "version": whole, "numberMatched": whole, "candidates": array(closedObject(object{"target": text, "name_zh": text, "name_en": maybe,
		"zone": maybe, "position_class": text, "point": object{"type": "array", "items": object{"type": "number"}}, "stars": maybeWhole, "honors": array(honor),
		"metres": object{"type": "number", "nullable": true}}))})
}
