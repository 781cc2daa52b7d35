package server

import (
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/internal/auth"
)

// operation is one way to change something, described.
type operation struct {
	path, method, id string
	summary          phrase.Text
	role             auth.Role
	parameters       []object
	body             object            // by type of content, nil for none
	answers          map[string]object // by status, besides problems
}

// write describes an operation beside what its path has already.
func (d *describer) write(o operation) {
	problem := object{"$ref": "#/components/responses/Problem"}
	responses := object{"default": problem}
	for _, status := range []string{"400", "401", "403", "404", "409", "412", "413", "415", "422", "428", "503"} {
		responses[status] = problem
	}
	for status, answer := range o.answers {
		if answer["description"] == nil {
			answer["description"] = phrase.AnswerOK.In(d.lang)
		}
		responses[status] = answer
	}
	o.parameters = append(o.parameters, d.query("lang", phrase.ParamLang.With(), object{"type": "string", "enum": []string{"zh-CN", "zh", "en"}}))
	described := object{"operationId": o.id, "summary": o.summary.In(d.lang), "parameters": o.parameters, "responses": responses, "x-role": o.role.String()}
	if o.role > auth.Public {
		described["security"] = []object{{"token": []string{}}}
	}
	if o.body != nil {
		described["requestBody"] = object{"required": true, "content": o.body}
	}
	if d.paths[o.path] == nil {
		d.paths[o.path] = object{}
	}
	d.paths[o.path].(object)[o.method] = described
}

func (d *describer) inHeader(name string, meaning phrase.Phrase, required bool) object {
	return object{"name": name, "in": "header", "required": required, "description": meaning.In(d.lang), "schema": object{"type": "string"}}
}

// writtenHeaders are the headers of the answer to a change.
func (d *describer) writtenHeaders(location bool) object {
	headers := object{"Beltmap-Version": object{"description": phrase.HeaderVersion.In(d.lang), "schema": object{"type": "string", "pattern": "^[0-9]+$"}}}
	if location {
		headers["Location"] = object{"schema": object{"type": "string", "format": "uri"}}
	}
	return headers
}

// edits describe the ways to change the items of a collection.
func (d *describer) edits(c geo.Collection) {
	label, path := geo.SchemaOf(c).Label, "/api/collections/"+c.String()+"/items"
	name := strings.ToUpper(c.String()[:1]) + c.String()[1:]
	retry := d.inHeader("Idempotency-Key", phrase.HeaderIdempotencyKey, false)
	match := d.inHeader("If-Match", phrase.HeaderIfMatch, true)
	item := inPath("item", object{"type": "string"})
	given := object{"schema": object{"type": "object"}, "example": exampleFeature(c)}
	feature := func(status string) map[string]object {
		return map[string]object{status: {"headers": d.writtenHeaders(status == "201"), "content": object{geoJSON: object{"schema": ref(name + "Feature")}}},
			"204": {"description": phrase.AnswerGoneSince.In(d.lang)}}
	}
	d.write(operation{path: path, method: "post", id: "insert" + name, summary: phrase.SumInsert.With(label), role: auth.Editor, parameters: []object{retry},
		body: object{geoJSON: given, jsonType: given}, answers: feature("201")})
	d.write(operation{path: path + "/{item}", method: "put", id: "replace" + name, summary: phrase.SumReplace.With(label), role: auth.Editor, parameters: []object{item, match, retry},
		body: object{geoJSON: given, jsonType: given}, answers: feature("200")})
	d.write(operation{path: path + "/{item}", method: "patch", id: "patch" + name, summary: phrase.SumPatch.With(label), role: auth.Editor, parameters: []object{item, match, retry},
		body: object{mergePatchType: object{"schema": object{"type": "object"}, "example": object{"properties": object{"name_en": "A new name"}}}}, answers: feature("200")})
	d.write(operation{path: path + "/{item}", method: "delete", id: "delete" + name, summary: phrase.SumDelete.With(label), role: auth.Editor, parameters: []object{item, match, retry},
		answers: map[string]object{"204": {"headers": d.writtenHeaders(false)}}})
}

// exampleFeature is a Feature as an editor sends it.
func exampleFeature(c geo.Collection) object {
	var geometry any
	switch schema := geo.SchemaOf(c); {
	case schema.Shapes&geo.PointShape != 0:
		geometry = object{"type": "Point", "coordinates": []float64{118.31, 32.3}}
	case schema.Shapes&geo.LineShape != 0:
		geometry = object{"type": "LineString", "coordinates": [][]float64{{118.31, 32.3}, {118.32, 32.3}}}
	case schema.Shapes&geo.PolygonShape != 0:
		geometry = object{"type": "Polygon", "coordinates": [][][]float64{{{118.31, 32.3}, {118.32, 32.3}, {118.32, 32.31}, {118.31, 32.3}}}}
	}
	return object{"type": "Feature", "geometry": geometry, "properties": object{"name_zh": "示例", "zone": "CZ"}}
}

// imports describe uploads and the history of batches.
func (d *describer) imports() {
	text, truth := object{"type": "string"}, object{"type": "boolean"}
	id := inPath("import", text)
	file := object{"schema": object{"type": "string", "format": "binary"}}
	state := func(location bool) object {
		headers := object{}
		if location {
			headers["Location"] = object{"schema": object{"type": "string", "format": "uri"}}
		}
		return object{"headers": headers, "content": object{jsonType: object{"schema": ref("Import")}}}
	}
	d.get("/api/imports/{import}", "getImport", phrase.SumImportState.With(), jsonType, ref("Import"), []object{id}, "json")
	d.write(operation{path: "/api/imports", method: "post", id: "upload", summary: phrase.SumImport.With(), role: auth.Editor, parameters: []object{
		d.query("filename", phrase.ParamFilename.With(), text), d.query("as", phrase.ParamImportAs.With(), text), d.query("zone", phrase.ParamImportZone.With(), text),
		d.query("crs", phrase.ParamCRS.With(), text), d.query("encoding", phrase.ParamImportAs.With(), text), d.query("strict", phrase.ParamStrict.With(), truth),
		d.query("replace_zone", phrase.ParamReplaceZone.With(), truth), d.query("as_of", phrase.ParamDatetime.With(), text)},
		body: object{"multipart/form-data": object{"schema": object{"type": "object", "properties": object{"file": file["schema"]}}}, "*/*": file}, answers: map[string]object{"201": state(true)}})
	d.write(operation{path: "/api/imports/{import}", method: "delete", id: "dropImport", summary: phrase.SumImportDrop.With(), role: auth.Editor, parameters: []object{id},
		answers: map[string]object{"204": {}}})
	d.write(operation{path: "/api/imports/{import}/commit", method: "post", id: "commitImport", summary: phrase.SumImportCommit.With(), role: auth.Editor, parameters: []object{id},
		answers: map[string]object{"200": {"headers": d.writtenHeaders(false), "content": object{jsonType: object{"schema": ref("Import")}}}}})
	d.get("/api/batches", "getBatches", phrase.SumBatches.With(), jsonType, ref("Batches"), []object{
		d.query("limit", phrase.ParamLimit.With(maxLimit), object{"type": "integer", "minimum": 1, "default": defaultLimit}),
		d.query("before", phrase.ParamBefore.With(), object{"type": "integer", "minimum": 1})}, "json")
	d.write(operation{path: "/api/batches/{version}/undo", method: "post", id: "undo", summary: phrase.SumUndo.With(), role: auth.Editor,
		parameters: []object{inPath("version", object{"type": "integer", "minimum": 1}), d.inHeader("Idempotency-Key", phrase.HeaderIdempotencyKey, false)},
		answers:    map[string]object{"200": {"headers": d.writtenHeaders(false), "content": object{jsonType: object{"schema": ref("Undone")}}}}})
	d.importSchemas()
}

// administration describes what administrators ask for.
func (d *describer) administration() {
	text, whole, truth := object{"type": "string"}, object{"type": "integer", "minimum": 0}, object{"type": "boolean"}
	key := inPath("key", text)
	d.get("/api/settings/{key}", "getSetting", phrase.SumSetting.With(), jsonType, object{"oneOf": []object{ref("Setting"), ref("AllSettings")}}, []object{key}, "json")
	value := object{"type": "object", "required": []string{"value"}, "properties": object{"value": object{"nullable": true}}, "additionalProperties": false}
	d.write(operation{path: "/api/settings/{key}", method: "put", id: "setSetting", summary: phrase.SumSettingPut.With(), role: auth.Administrator,
		parameters: []object{key, d.inHeader("If-Match", phrase.HeaderIfMatch, true)}, body: object{jsonType: object{"schema": value, "example": object{"value": 10}}},
		answers: map[string]object{"200": {"content": object{jsonType: object{"schema": ref("Setting")}}}}})
	d.get("/api/audit", "getAudit", phrase.SumAudit.With(), jsonType, ref("AuditEntries"), []object{
		d.query("after", phrase.ParamAuditAfter.With(), whole), d.query("before", phrase.ParamBefore.With(), object{"type": "integer", "minimum": 1}),
		d.query("limit", phrase.ParamLimit.With(maxLimit), object{"type": "integer", "minimum": 1, "default": defaultLimit}),
		d.query("account", phrase.ParamAuditAccount.With(), text), d.query("action", phrase.ParamAuditAction.With(), text), d.query("object", phrase.ParamAuditObject.With(), text)}, "json")
	entry := object{"seq": whole, "time": object{"type": "string", "format": "date-time"}}
	for _, name := range []string{"account", "role", "address", "action", "object", "before", "after", "result", "hash"} {
		entry[name] = text
	}
	d.schemas["AuditEntries"] = closedObject(object{"entries": object{"type": "array", "items": closedObject(entry)}})
	d.schemas["Setting"] = closedObject(object{"key": text, "value": text, "default": text, "type": object{"type": "string", "enum": []string{"integer", "number", "boolean", "text", "list"}},
		"unit": object{"type": "string", "nullable": true}, "version": whole, "pinned": truth, "label_zh": text, "label_en": text, "clause": text})
	d.schemas["AllSettings"] = closedObject(object{"hash": text, "settings": object{"type": "array", "items": ref("Setting")}})
}

// closedObject is an object of just these members, all of them there.
func closedObject(properties object) object {
	names := []string{}
	for name := range properties {
		names = append(names, name)
	}
	return object{"type": "object", "required": sorted(names), "properties": properties, "additionalProperties": false}
}

func (d *describer) importSchemas() {
	text, whole, truth := object{"type": "string"}, object{"type": "integer", "minimum": 0}, object{"type": "boolean"}
	maybe := object{"type": "integer", "nullable": true}
	closed := closedObject
	array := func(of object) object { return object{"type": "array", "items": of} }
	said := object{"file": text, "kind": text, "message_zh": text, "message_en": text}
	row := object{"sheet": text, "row": whole, "column": text, "value": text, "severity": object{"type": "string", "enum": []string{"error", "warning"}}}
	for name, schema := range said {
		row[name] = schema
	}
	report := object{"rows": array(closed(row)), "notes": array(closed(said))}
	for _, name := range []string{"added", "changed", "unchanged", "removed", "rejected", "stubs", "amended", "warnings", "batch"} {
		report[name] = whole
	}
	step := closed(object{"field": text, "before": object{"nullable": true}, "after": object{"nullable": true}})
	d.schemas["Import"] = closed(object{"id": text, "name": text, "expires": object{"type": "string", "format": "date-time", "nullable": true}, "report": closed(report),
		"differences": array(closed(object{"op": object{"type": "string", "enum": []string{"insert", "update", "delete"}}, "collection": text, "id": text,
			"zone": object{"type": "string", "nullable": true}, "fields": array(step)})),
		"outside": closed(object{"count": whole, "records": array(text)})})
	d.schemas["Batches"] = closed(object{"batches": array(closed(object{"version": whole, "time": object{"type": "string", "format": "date-time"}, "note": text,
		"added": maybe, "changed": maybe, "removed": maybe, "undoable": truth}))})
	d.schemas["Undone"] = closed(object{"version": whole, "undone": whole})
}
