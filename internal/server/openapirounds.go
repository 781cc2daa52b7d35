package server

import (
	"strings"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
	"beltmap/internal/auth"
)

// rounds describe inspection rounds.
func (d *describer) rounds() {
	text := object{"type": "string"}
	content := object{jsonType: object{"schema": ref("Rounds")}, eventStream: object{"schema": text}}
	for _, name := range []string{"csv", "xlsx"} {
		as, _ := export.ByName(name)
		mediaType, _, _ := strings.Cut(as.MediaType, ";")
		content[mediaType] = object{"schema": object{"type": "string", "format": "binary"}}
	}
	d.write(operation{path: "/api/tours/rounds", method: "post", id: "planRounds", summary: phrase.SumRounds.With(), role: auth.Viewer,
		parameters: []object{d.query("f", phrase.ParamFormat.With(), object{"type": "string", "enum": roundFormats()})},
		body:       object{jsonType: object{"schema": roundsRequestSchema(), "example": exampleRounds()}},
		answers:    map[string]object{"200": {"content": content}}})
	whole, truth := object{"type": "integer", "minimum": 0}, object{"type": "boolean"}
	maybe, maybeWhole := object{"type": "string", "nullable": true}, object{"type": "integer", "nullable": true}
	array := func(of object) object { return object{"type": "array", "items": of} }
	way := closedObject(object{"mode": text, "minutes": whole, "metres": whole, "estimated": truth})
	way["nullable"] = true
	stop := closedObject(object{"stop": text, "name_zh": text, "name_en": maybe, "leg": way, "arrive": text, "begin": text, "leave": text, "wait": whole, "dwell": whole, "dwell_assumed": truth, "priority": whole})
	sheet := closedObject(object{"day": whole, "team": whole, "phase": whole, "travel": whole, "ends": text, "stops": array(stop), "back": way})
	left := closedObject(object{"stop": text, "name_zh": text, "name_en": maybe, "reason": object{"type": "string", "enum": []string{noTime, tour.NoPlace}}, "priority": maybeWhole, "text_zh": text, "text_en": text})
	d.schemas["Rounds"] = closedObject(object{"start": text, "finish": text, "teams": whole, "days": whole, "base": maybe, "travel": whole, "bound": whole,
		"gap": object{"type": "number", "minimum": 0}, "attribution": maybe, "sheets": array(sheet), "left": array(left)})
}

// exampleRounds is a request as an inspector sends it.
func exampleRounds() object {
	return object{"zone": "CZ", "of": "organizations", "targets": []object{{"stop": "organizations/CZ-O-001", "dwell": 40, "phase": 1, "priority": 5}}, "base": "centers/CZ-C-001",
		"teams": 4, "days": 3, "start": "09:00", "finish": "17:30", "mode": "bus", "dwell": 30}
}

func roundsRequestSchema() object {
	text := object{"type": "string"}
	number := func(least, most int) object { return object{"type": "integer", "minimum": least, "maximum": most} }
	mode := object{"type": "string", "enum": []string{"walk", "bus"}}
	target := object{"type": "object", "required": []string{"stop"}, "additionalProperties": false, "properties": object{"stop": text, "dwell": number(1, geo.MaxDwell), "opens": text, "closes": text,
		"mode": mode, "phase": number(1, mostPhase), "priority": number(0, mostPriority)}}
	return object{"type": "object", "additionalProperties": false, "properties": object{"zone": text, "of": object{"type": "string", "enum": roundCollections()},
		"targets": object{"type": "array", "maxItems": tour.MaxStops, "items": target}, "base": text, "teams": number(1, tour.MaxTeams), "days": number(1, tour.MaxDays),
		"start": text, "finish": text, "mode": mode, "dwell": number(1, geo.MaxDwell)}}
}
