package server

import (
	"net/http"
	"strings"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/quality"
	"beltmap/geo/status"
	"beltmap/internal/auth"
)

// object is a JSON object of the OpenAPI document.
type object map[string]any

// openAPI describes the API in OpenAPI 3.0. Collections, properties and codes come from the schema, so that what is described is
// what is served, to whoever asks.
func (s *Server) openAPI(w http.ResponseWriter, r *http.Request) error {
	lang, err := plainRequest(r, "json")
	if err != nil {
		return err
	}
	return s.json(w, r, openAPIType, lang, s.describeAPI(s.base(r), lang, askerOf(r).sight))
}

func (s *Server) describeAPI(base string, lang phrase.Lang, sight geo.Sight) object {
	d := &describer{server: s, sight: sight, lang: lang, paths: object{}, schemas: baseSchemas()}
	d.documents()
	for _, c := range geo.Published() {
		d.collection(c)
	}
	d.resources()
	d.imports()
	d.tours()
	d.administration()
	d.tiles()
	d.ground()
	version := s.options.ProductVersion
	if version == "" {
		version = "0"
	}
	return object{
		"openapi":  "3.0.3",
		"info":     object{"title": phrase.APITitle.In(lang), "description": phrase.APIDescription.In(lang), "version": version},
		"servers":  []object{{"url": base}},
		"paths":    d.paths,
		"x-roles":  grants(),
		"security": []object{{}, {"token": []string{}}}, // without one, as the public
		"components": object{
			"securitySchemes": object{"token": object{"type": "http", "scheme": "bearer"}},
			"schemas":         d.schemas,
			"responses": object{
				"Problem":     object{"description": phrase.AnswerProblem.In(lang), "content": object{"application/problem+json": object{"schema": ref("Problem")}}},
				"NotModified": object{"description": phrase.AnswerNotModified.In(lang)},
			},
		},
	}
}

// describer gathers the document.
type describer struct {
	server  *Server
	sight   geo.Sight
	lang    phrase.Lang
	paths   object
	schemas object
}

func ref(schema string) object { return object{"$ref": "#/components/schemas/" + schema} }

// get describes one resource. Every resource takes lang, and f where it has formats.
func (d *describer) get(path, id string, summary phrase.Text, contentType string, schema object, parameters []object, formats ...string) {
	if len(formats) > 0 {
		parameters = append(parameters, d.query("f", phrase.ParamFormat.With(), object{"type": "string", "enum": formats}))
	}
	parameters = append(parameters, d.query("lang", phrase.ParamLang.With(), object{"type": "string", "enum": []string{"zh-CN", "zh", "en"}}))
	problem := object{"$ref": "#/components/responses/Problem"}
	ok := object{"description": phrase.AnswerOK.In(d.lang), "content": object{contentType: object{"schema": schema}}}
	responses := object{"200": ok, "304": object{"$ref": "#/components/responses/NotModified"}, "400": problem, "401": problem, "403": problem, "404": problem, "405": problem, "default": problem}
	if contentType == mvtType {
		responses["204"] = object{"description": phrase.AnswerEmpty.In(d.lang)}
	}
	d.paths[path] = object{"get": object{"operationId": id, "summary": summary.In(d.lang), "parameters": parameters, "responses": responses}}
}

func (d *describer) query(name string, meaning phrase.Text, schema object) object {
	p := object{"name": name, "in": "query", "required": false, "description": meaning.In(d.lang), "schema": schema}
	if schema["type"] == "array" {
		p["style"], p["explode"] = "form", false
	}
	if value := exampleOf(name, schema); value != nil {
		p["example"] = value
	}
	return p
}

// exampleOf is a value that a schema allows, for parameters of which none is given; nil for texts of which nothing is known.
func exampleOf(name string, schema object) any {
	if usual := schema["default"]; usual != nil {
		return usual
	}
	if values, is := schema["enum"].([]string); is && len(values) > 0 {
		return values[0]
	}
	switch schema["type"] {
	case "boolean":
		return true
	case "integer", "number":
		if least := schema["minimum"]; least != nil {
			return least
		}
		return 1
	case "array":
		if name == "bbox" {
			return []float64{118.29, 32.26, 118.4, 32.33}
		}
		if items, is := schema["items"].(object); is {
			if item := exampleOf(name, items); item != nil {
				return []any{item}
			}
		}
		return nil
	}
	if schema["format"] == "date" {
		return "2026-01-01"
	}
	if id, known := map[string]string{"zone": "CZ", "grid": "FX-G-01", "belt": "CZ-B-SHANGHAI-ROAD", "belts": "CZ-B-SHANGHAI-ROAD"}[name]; known && schema["type"] == "string" {
		return id
	}
	return nil
}

func inPath(name string, schema object) object {
	return object{"name": name, "in": "path", "required": true, "schema": schema}
}

// documents are the resources that describe the others.
func (d *describer) documents() {
	d.get("/api", "getLandingPage", phrase.SumLanding.With(), jsonType, ref("Landing"), nil, "json")
	d.get("/api/", "getLandingPageToo", phrase.SumLanding.With(), jsonType, ref("Landing"), nil, "json")
	d.get("/api/conformance", "getConformance", phrase.SumConformance.With(), jsonType, ref("Conformance"), nil, "json")
	d.get("/api/openapi.json", "getDescription", phrase.SumOpenAPI.With(), openAPIType, object{"type": "object"}, nil, "json")
	d.get("/api/docs", "getDocs", phrase.SumDocs.With(), "text/html", object{"type": "string"}, nil, "html")
	d.get("/api/collections", "getCollections", phrase.SumCollections.With(), jsonType, ref("Collections"), nil, "json")
	d.get("/attribution", "getAttribution", phrase.LinkLicense.With(), "text/html", object{"type": "string"}, nil, "html")
	d.get("/attribution/notices", "getNotices", phrase.LinkNotices.With(), "text/plain", object{"type": "string"}, nil, "text")
}

// collection describes one collection with every property as a parameter.
func (d *describer) collection(c geo.Collection) {
	label, path := geo.SchemaOf(c).Label, "/api/collections/"+c.String()
	name := strings.ToUpper(c.String()[:1]) + c.String()[1:]
	feature, list := d.feature(c)
	d.schemas[name+"Feature"], d.schemas[name+"List"] = feature, list
	d.get(path, "describe"+name, phrase.SumCollection.With(label), jsonType, ref("Collection"), nil, "json")
	parameters := []object{
		d.query("limit", phrase.ParamLimit.With(maxLimit), object{"type": "integer", "minimum": 1, "default": defaultLimit}),
		d.query("bbox", phrase.ParamBBox.With(), bboxSchema()),
		d.query("datetime", phrase.ParamDatetime.With(), object{"type": "string"}),
		d.query("after", phrase.ParamAfter.With(), object{"type": "string"}),
	}
	for _, f := range d.server.plan(c, d.sight).fields {
		parameters = append(parameters, d.property(f))
	}
	parameters = append(parameters, d.query("crs", phrase.ParamCRS.With(), object{"type": "string"}))
	d.get(path+"/items", "get"+name, phrase.SumItems.With(label), geoJSON, ref(name+"List"), parameters, itemFormats()...)
	d.files(path + "/items")
	d.get(path+"/items/{item}", "get"+name+"Item", phrase.SumItem.With(label), geoJSON, ref(name+"Feature"),
		[]object{inPath("item", object{"type": "string"})}, "json", "geojson")
	d.edits(c)
}

// files adds the answers that are files to a resource.
func (d *describer) files(path string) {
	get, _ := d.paths[path].(object)["get"].(object)
	ok, _ := get["responses"].(object)["200"].(object)
	content, _ := ok["content"].(object)
	for _, f := range export.Formats()[1:] {
		content[f.MediaType] = object{"schema": object{"type": "string", "format": "binary"}}
	}
}

func bboxSchema() object {
	return object{"type": "array", "minItems": 4, "maxItems": 6, "items": object{"type": "number"}}
}

// property is the parameter that filters by a field.
func (d *describer) property(f *geo.Field) object {
	if f.Type == geo.TypeList {
		schema := object{"type": "string"}
		if codes := codesFor(f, d.sight); len(codes) > 0 {
			schema["enum"] = codeValues(codes)
		}
		return d.query(f.Name, phrase.ParamContains.With(f.Label), schema)
	}
	schema := d.value(f)
	delete(schema, "nullable")
	return d.query(f.Name, phrase.ParamEquals.With(f.Label), schema)
}

// value is the JSON schema of a field's values.
func (d *describer) value(f *geo.Field) object {
	schema := object{"type": "string", "nullable": true, "title": f.Label.In(d.lang)}
	switch f.Type {
	case geo.TypeInteger:
		schema["type"] = "integer"
	case geo.TypeNumber:
		schema["type"] = "number"
	case geo.TypeBoolean:
		schema["type"] = "boolean"
	case geo.TypeDay:
		schema["format"] = "date"
	case geo.TypeStars:
		delete(schema, "type")
		schema["anyOf"] = []object{{"type": "integer", "minimum": 0, "maximum": 5}, {"type": "string", "enum": []string{geo.Unrated}}}
	case geo.TypeList:
		delete(schema, "nullable")
		schema["type"], schema["items"] = "array", object{"type": "string"}
		if len(f.Codes) > 0 {
			schema["items"] = object{"type": "string", "enum": codeValues(f.Codes)}
		}
		return schema
	}
	if codes := codesFor(f, d.sight); len(codes) > 0 {
		values := make([]any, 0, len(codes)+1)
		for _, c := range codes {
			values = append(values, c.Value)
		}
		schema["enum"] = append(values, nil)
	}
	if f.Unit != "" {
		schema["description"] = f.Unit
	}
	return schema
}

func roleNames() []string {
	var names []string
	for _, role := range auth.Roles() {
		names = append(names, role.String())
	}
	return names
}

func codeValues(codes []geo.Code) []string {
	values := make([]string, len(codes))
	for i, c := range codes {
		values[i] = c.Value
	}
	return values
}

// feature are the schemas of a collection's Feature and FeatureCollection. Nothing beyond the listed properties is allowed.
func (d *describer) feature(c geo.Collection) (feature, list object) {
	properties := object{"version": object{"type": "integer"}}
	names := []string{"version"}
	for _, f := range d.server.plan(c, d.sight).fields {
		properties[f.Name] = d.value(f)
		names = append(names, f.Name)
	}
	feature = object{
		"type": "object", "required": []string{"type", "id", "geometry", "properties", "collection"}, "additionalProperties": false,
		"properties": object{
			"type": object{"type": "string", "enum": []string{"Feature"}}, "id": object{"type": "string"}, "geometry": ref("Geometry"),
			"properties": object{"type": "object", "required": names, "additionalProperties": false, "properties": properties},
			"collection": object{"type": "string", "enum": []string{c.String()}}, "links": ref("Links"),
		},
	}
	of, _ := feature["properties"].(object)
	switch c { // of one record only
	case geo.Enterprises:
		of["reason"] = ref("StatusReason")
	case geo.Organizations:
		of["flags"] = object{"type": "array", "items": ref("SizeFlag")}
	}
	list = object{
		"type": "object", "required": []string{"type", "features", "links", "timeStamp", "numberMatched", "numberReturned"}, "additionalProperties": false,
		"properties": object{
			"type": object{"type": "string", "enum": []string{"FeatureCollection"}}, "links": ref("Links"),
			"timeStamp": object{"type": "string", "format": "date-time"}, "numberMatched": object{"type": "integer", "minimum": 0},
			"numberReturned": object{"type": "integer", "minimum": 0, "maximum": maxLimit},
			"features":       object{"type": "array", "items": ref(strings.ToUpper(c.String()[:1]) + c.String()[1:] + "Feature")},
		},
	}
	return feature, list
}

// resources are the domain's own.
func (d *describer) resources() {
	text := object{"type": "string"}
	zone := d.query("zone", phrase.ParamZone.With(), text)
	d.get("/api/facts", "getFacts", phrase.SumFacts.With(), jsonType, ref("Facts"),
		[]object{zone, d.query("subject", phrase.ParamSubject.With(), text)}, "json")
	d.get("/api/search", "search", phrase.SumSearch.With(), jsonType, ref("SearchResults"), []object{
		{"name": "q", "in": "query", "required": true, "description": phrase.ParamQuery.In(d.lang), "schema": object{"type": "string", "minLength": 1, "maxLength": queryRunes}},
		d.query("limit", phrase.ParamLimit.With(mostHits), object{"type": "integer", "minimum": 1, "default": usualHits}), zone}, "json")
	d.get("/api/settings", "getSettings", phrase.SumSettings.With(), jsonType, ref("Settings"), nil, "json")
	d.get("/api/counts", "getCounts", phrase.SumCounts.With(), jsonType, ref("Counts"),
		append([]object{d.query("bbox", phrase.ParamBBox.With(), bboxSchema()), d.query("datetime", phrase.ParamDatetime.With(), text)}, d.anyProperty()...), "json")
	d.get(changesPath, "getChanges", phrase.SumChanges.With(), eventStream, text,
		[]object{d.query("after", phrase.ParamSince.With(), object{"type": "integer", "minimum": 0})}, "sse")
	d.quality()
	d.gaps()
	d.siting()
	d.coverage()
	d.comparisons()
	d.route()
	d.scenarios()
	d.get("/api/members", "getMembers", phrase.SumMembers.With(), jsonType, ref("Members"), nil, "json")
	d.get("/api/session", "getSession", phrase.SumSession.With(), jsonType, ref("Session"), nil, "json")
	d.get("/healthz", "getHealth", phrase.SumHealth.With(), jsonType, ref("Health"), nil, "json")
	d.get("/readyz", "getReadiness", phrase.SumReady.With(), jsonType, ref("Health"), nil, "json")
}

// quality describes the figures of data quality and their lists.
func (d *describer) quality() {
	zone := d.query("zone", phrase.ParamQualityZone.With(noZone), object{"type": "string"})
	usual := d.server.app.Settled().Integer(geo.SurveyDays)
	days := d.query("stale_days", phrase.ParamStaleDays.With(usual), object{"type": "integer", "minimum": 1, "maximum": quality.MostStaleDays, "default": usual})
	d.get("/api/quality", "getQuality", phrase.SumQuality.With(), jsonType, ref("Quality"), []object{zone, days}, "json")
	lists := []string{}
	for _, m := range quality.Measures() {
		lists = append(lists, m.String())
	}
	d.get("/api/quality/{measure}", "getQualityList", phrase.SumQualityList.With(), jsonType, ref("QualityList"), []object{
		inPath("measure", object{"type": "string", "enum": lists}), zone, days,
		d.query("limit", phrase.ParamLimit.With(maxLimit), object{"type": "integer", "minimum": 1, "default": defaultLimit}),
		d.query("after", phrase.ParamRefAfter.With(), object{"type": "string"})}, "json", "csv")
	answers := d.paths["/api/quality/{measure}"].(object)["get"].(object)["responses"].(object)["200"].(object)["content"].(object)
	answers["text/csv"] = object{"schema": object{"type": "string"}}
}

// anyProperty are the filters over all collections: each name once, as text, for it may mean other values in other collections.
func (d *describer) anyProperty() []object {
	var all []object
	seen := map[string]bool{}
	for _, c := range geo.Published() {
		for _, f := range d.server.plan(c, d.sight).fields {
			if !seen[f.Name] {
				seen[f.Name] = true
				all = append(all, d.query(f.Name, phrase.ParamEquals.With(f.Label), object{"type": "string"}))
			}
		}
	}
	return all
}

func (d *describer) tiles() {
	d.get("/tiles/belts.json", "getTileJSON", phrase.SumTileJSON.With(), jsonType, object{"type": "object", "required": []string{"tilejson", "tiles", "vector_layers"}}, nil, "json")
	number := object{"type": "integer", "minimum": 0}
	d.get(tilePrefix+"{z}/{x}/{y}.mvt", "getTile", phrase.SumTile.With(), mvtType, object{"type": "string", "format": "binary"},
		append([]object{inPath("z", object{"type": "integer", "minimum": 0, "maximum": 16}), inPath("x", number), inPath("y", number),
			d.query("datetime", phrase.ParamDatetime.With(), object{"type": "string"})}, d.anyProperty()...), "mvt")
}

// ground describes the tiles of others that the server hands on.
func (d *describer) ground() {
	text := object{"type": "string"}
	d.get("/ground/tianditu/{layer}/{z}/{x}/{y}", "getGroundTile", phrase.SumGroundTile.With(), "image/png", object{"type": "string", "format": "binary"},
		[]object{inPath("layer", object{"type": "string", "enum": []string{"vec", "cva", "img", "cia"}}), inPath("z", text), inPath("x", text), inPath("y", text)}, "png")
	answers := d.paths["/ground/tianditu/{layer}/{z}/{x}/{y}"].(object)["get"].(object)["responses"].(object)["200"].(object)["content"].(object)
	answers["image/jpeg"] = answers["image/png"]
}

// baseSchemas are the schemas that no collection changes.
func baseSchemas() object {
	text, integer, whole, truth := object{"type": "string"}, object{"type": "integer"}, object{"type": "integer", "minimum": 0}, object{"type": "boolean"}
	nullable := func(kind string) object { return object{"type": kind, "nullable": true} }
	closed := func(properties object, optional ...string) object {
		required := []string{}
		for name := range properties {
			if !contains(optional, name) {
				required = append(required, name)
			}
		}
		return object{"type": "object", "required": sorted(required), "properties": properties, "additionalProperties": false}
	}
	array := func(of object) object { return object{"type": "array", "items": of} }
	statuses := object{}
	for _, s := range status.PublicOrder() {
		statuses[s.String()] = whole
	}
	numbers := object{"type": "object", "additionalProperties": whole}
	return object{
		"Problem":      closed(object{"type": text, "title": text, "status": integer, "detail": text, "detail_zh": text, "detail_en": text, "parameter": text, "errors": array(ref("FieldProblem"))}, "parameter", "errors"),
		"FieldProblem": closed(object{"field": text, "message": text}),
		"Link":         closed(object{"href": text, "rel": text, "type": text, "title": text, "hreflang": text}, "type", "title", "hreflang"),
		"Links":        array(ref("Link")),
		"Landing":      closed(object{"title": text, "description": text, "links": ref("Links")}),
		"Conformance":  closed(object{"conformsTo": array(text)}),
		"Collections":  closed(object{"links": ref("Links"), "collections": array(ref("Collection"))}),
		"Collection": closed(object{"id": text, "title": text, "description": text, "itemType": text, "crs": array(text), "storageCrs": text,
			"extent": object{"type": "object"}, "links": ref("Links")}),
		"Geometry": object{"type": "object", "nullable": true, "required": []string{"type", "coordinates"}, "additionalProperties": false, "properties": object{
			"type":        object{"type": "string", "enum": []string{"Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}},
			"coordinates": object{"type": "array", "minItems": 1, "items": object{}}}},
		"StatusReason": closed(object{"rule": text, "clause_zh": text, "clause_en": text, "text_zh": text, "text_en": text, "records": array(text),
			"rule_version": text, "settings_hash": text}),
		"SizeFlag": closed(object{"rule": text, "clause_zh": text, "clause_en": text, "threshold": whole, "text_zh": text, "text_en": text}),
		"Session":  closed(object{"account": text, "role": text, "zones": array(text), "way": text, "oidc": truth}),
		"Facts":    closed(object{"facts": array(ref("Fact"))}),
		"Fact": closed(object{"id": text, "zone": nullable("string"), "subject": nullable("string"), "indicator_zh": nullable("string"), "indicator_en": nullable("string"),
			"value": nullable("number"), "qualifier": nullable("string"), "unit": nullable("string"), "period": nullable("string"), "source": nullable("string"),
			"conflicts_with": array(text)}),
		"SearchResults": closed(object{"numberMatched": whole, "results": array(ref("SearchResult"))}),
		"SearchResult": closed(object{"collection": text, "id": text, "name_zh": text, "name_en": text, "zone": text, "position_class": text,
			"point": object{"type": "array", "nullable": true, "minItems": 2, "maxItems": 2, "items": object{"type": "number"}},
			"bbox":  object{"type": "array", "nullable": true, "minItems": 4, "maxItems": 4, "items": object{"type": "number"}},
			"match": object{"type": "string", "enum": []string{"name", "pinyin", "english", "id"}}}),
		"Settings": closed(object{"map_review_number": text, "class": object{"type": "string", "enum": []string{"public", "internal"}}, "day": object{"type": "string", "format": "date"},
			"version": integer, "product_version": text, "illustrative": truth, "synthetic": truth, "tianditu": truth, "tianditu_review_number": text,
			"role": object{"type": "string", "enum": roleNames()}, "account": nullable("string"), "zones": array(text)}),
		"Counts": closed(object{"collections": object{"type": "object", "additionalProperties": ref("Count")}, "as_of": object{"type": "string", "format": "date"}, "version": integer}),
		"Count":  closed(object{"matched": whole, "located": whole, "unlocated": whole, "by_status": numbers, "facets": object{"type": "object", "additionalProperties": numbers}}, "by_status", "facets"),
		"Health": closed(object{"status": text}),
		"Quality": closed(object{"as_of": object{"type": "string", "format": "date"}, "version": integer, "rule_version": integer, "settings_hash": text, "parameters": numbers,
			"definitions": array(ref("QualityDefinition")), "total": ref("QualityFigures"), "zones": array(ref("QualityZone"))}),
		"QualityDefinition": closed(object{"id": text, "label_zh": text, "label_en": text, "definition_zh": text, "definition_en": text}),
		"QualityFigures":    object{"type": "object", "additionalProperties": ref("QualityFigure")},
		"QualityFigure":     closed(object{"numerator": whole, "denominator": whole, "unknown": whole, "by_class": numbers}, "by_class"),
		"QualityZone":       closed(object{"zone": nullable("string"), "name_zh": nullable("string"), "name_en": nullable("string"), "figures": ref("QualityFigures")}),
		"QualityList": closed(object{"measure": ref("QualityDefinition"), "as_of": object{"type": "string", "format": "date"}, "version": integer,
			"numberMatched": whole, "numberReturned": whole, "items": array(ref("QualityItem")), "links": ref("Links")}),
		"QualityItem": closed(object{"collection": text, "id": text, "name_zh": nullable("string"), "name_en": nullable("string"), "zone": nullable("string"),
			"position_class": nullable("string"), "surveyed_at": nullable("string"), "same_uscc": nullable("string"), "same_name": nullable("string"),
			"metres": nullable("number"), "lost_links": array(ref("QualityLostLink")), "href": nullable("string")}),
		"Members": closed(object{"as_of": object{"type": "string", "format": "date"}, "version": integer, "rule_version": integer, "settings_hash": text, "parameters": numbers, "sources": array(text),
			"definition_zh": text, "definition_en": text, "zones": array(ref("MemberTotal")), "belts": array(ref("MemberTotal"))}),
		"MemberTotal": closed(object{"id": text, "name_zh": nullable("string"), "name_en": nullable("string"), "total": object{"type": "integer", "minimum": 0, "nullable": true},
			"organizations": whole, "unknown": whole, "as_of": object{"type": "string", "format": "date"}, "version": integer, "exact": truth, "stated": truth,
			"reason": object{"type": "string", "nullable": true, "enum": []any{"withheld", "unknown", "unlisted", nil}}, "reason_zh": nullable("string"), "reason_en": nullable("string")}),
		"QualityLostLink": closed(object{"property": text, "to": text}),
	}
}
