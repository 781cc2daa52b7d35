package server

import (
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/siting"
)

// siting describes the proposals of joint branches and of sites.
func (d *describer) siting() {
	number := func(least, most float64) object { return object{"type": "number", "minimum": least, "maximum": most} }
	truth := object{"type": "boolean", "default": false}
	d.get("/api/siting/joint-branches", "getJointBranches", phrase.SumJoint.With(), jsonType, ref("JointBranches"), []object{d.wantedZone(phrase.ParamJointZone),
		example(d.query("metres", phrase.ParamJointMetres.With(siting.MostMetres), number(1, siting.MostMetres)), siting.UsualMetres),
		example(d.query("any_industry", phrase.ParamAnyIndustry.With(), truth), true),
		example(d.query("unknown", phrase.ParamJointUnknown.With(), truth), false),
		example(d.query("across", phrase.ParamAcross.With(), truth), false)}, "json", "geojson", "csv", "xlsx")
	models := []string{}
	for _, m := range siting.Models() {
		models = append(models, m.String())
	}
	text := object{"type": "string"}
	d.get("/api/siting/centers", "getCenterSites", phrase.SumCenters.With(), jsonType, ref("CenterSites"), []object{d.wantedZone(phrase.ParamJointZone),
		example(d.query("p", phrase.ParamSites.With(siting.MostSites), object{"type": "integer", "minimum": 1, "maximum": siting.MostSites, "default": usualSites}), 3),
		example(d.query("metres", phrase.ParamSiteMetres.With(siting.MostReach), number(1, siting.MostReach)), 800),
		example(d.query("minutes", phrase.ParamSiteMinutes.With(), number(1, 60)), 15),
		example(d.query("speed", phrase.ParamSpeed.With(), number(2, 7)), 4),
		example(d.query("detour", phrase.ParamWalk.With(), number(1, 3)), usualDetour),
		d.distance(),
		example(d.query("model", phrase.ParamModel.With(), object{"type": "string", "enum": models, "default": models[0]}), models[0]),
		example(d.query("demand", phrase.ParamDemand.With(), object{"type": "string", "enum": demandNames(), "default": demandNames()[0]}), demandNames()[0]),
		example(d.query("capacity", phrase.ParamCapacity.With(), object{"type": "integer", "minimum": 1, "maximum": mostCapacity}), 300),
		example(d.query("candidates", phrase.ParamCandidates.With(), text), "places,enterprises")}, "json", "geojson", "csv", "xlsx")
	for path, schema := range map[string]string{"/api/siting/joint-branches": "JointBranchFeatures", "/api/siting/centers": "CenterSiteFeatures"} {
		d.alsoFile(path, csvType, sheetType)
		d.paths[path].(object)["get"].(object)["responses"].(object)["200"].(object)["content"].(object)[geoJSON] = object{"schema": ref(schema)}
	}
	d.jointSchemas()
	d.centerSchemas()
}

// listAndFeatures are the schemas of a list as JSON and as GeoJSON, which share all their other members.
func listAndFeatures(lists, features, common object) (list, collection object) {
	with := func(extra object) object {
		all := object{}
		for _, some := range []object{common, extra} {
			for name, schema := range some {
				all[name] = schema
			}
		}
		return closedObject(all)
	}
	features["id"] = object{"type": "string"}
	features["type"] = object{"type": "string", "enum": []string{"Feature"}}
	return with(lists), with(object{"type": object{"type": "string", "enum": []string{"FeatureCollection"}}, "features": listOf(closedObject(features))})
}

func pairSchema() object {
	return object{"type": "array", "minItems": 2, "maxItems": 2, "items": object{"type": "number"}}
}

func (d *describer) jointSchemas() {
	text, whole, truth, number := object{"type": "string"}, object{"type": "integer", "minimum": 0}, object{"type": "boolean"}, object{"type": "number"}
	d.schemas["JointBranch"] = object{"type": "object"}
	if d.sight.Widest() == geo.Internal { // who sees no zone from inside is not told what there would be to see
		unit := closedObject(object{"id": text, "name_zh": orNull("string"), "name_en": orNull("string"), "zone": text, "industry": orNull("string"), "grid": orNull("string"),
			"full_members": orNull("integer"), "point": pairSchema()})
		d.schemas["JointBranch"] = closedObject(object{"place": whole, "enterprises": listOf(unit), "full_members": whole, "members_unknown": whole, "metres": number, "score": whole,
			"terms":  listOf(closedObject(object{"id": text, "label_zh": text, "label_en": text, "value": object{"type": "integer", "minimum": 0, "maximum": 1000}})),
			"limits": listOf(closedObject(object{"id": object{"type": "string", "enum": siting.LimitIDs()}, "met": orNull("boolean"), "text_zh": text, "text_en": text}))})
	}
	shape := closedObject(object{"type": object{"type": "string", "enum": []string{"MultiPoint"}}, "coordinates": listOf(pairSchema())})
	d.schemas["JointBranches"], d.schemas["JointBranchFeatures"] = listAndFeatures(object{"branches": listOf(ref("JointBranch"))},
		object{"geometry": shape, "properties": ref("JointBranch")},
		object{"covered": whole, "bound": whole, "score": whole, "optimal": truth, "candidates": whole, "unlocated": whole, "members_unknown": whole, "without_members": whole,
			"not_operating": whole, "unseen": whole, "passport": ref("Passport"), "links": ref("Links")})
}

func (d *describer) centerSchemas() {
	text, whole, truth, number := object{"type": "string"}, object{"type": "integer", "minimum": 0}, object{"type": "boolean"}, object{"type": "number"}
	kind := func(name string) object { return object{"type": "string", "enum": []string{name}} }
	d.schemas["CenterSite"] = closedObject(object{"kind": kind("proposed"), "place": whole, "from": text, "id": orNull("string"), "name_zh": orNull("string"), "name_en": orNull("string"),
		"point": pairSchema(), "gain": orNull("number"), "served": orNull("integer")})
	d.schemas["StandingCenter"] = closedObject(object{"kind": kind("existing"), "id": text, "name_zh": orNull("string"), "name_en": orNull("string"), "point": pairSchema()})
	shape := closedObject(object{"type": object{"type": "string", "enum": []string{"Point"}}, "coordinates": pairSchema()})
	d.schemas["CenterSites"], d.schemas["CenterSiteFeatures"] = listAndFeatures(
		object{"sites": listOf(ref("CenterSite")), "existing": listOf(ref("StandingCenter"))},
		object{"geometry": shape, "properties": object{"oneOf": []object{ref("CenterSite"), ref("StandingCenter")}}},
		object{"model": text, "unit": text, "curve_unit": text, "objective": orNull("number"), "bound": orNull("number"), "gap": orNull("number"), "optimal": truth, "start": orNull("number"),
			"curve": listOf(closedObject(object{"p": whole, "objective": number, "bound": orNull("number")})), "total": whole, "unserved": whole, "beyond": whole, "candidates": whole,
			"enterprises": whole, "unlocated": whole, "employees_unknown": whole, "unseen": whole, "unused": listOf(text), "passport": ref("Passport"), "links": ref("Links")})
}
