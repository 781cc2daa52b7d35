package server_test

import (
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"beltmap/geo"
	"github.com/paulmach/orb"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func TestTheLandingPageLinksToEverythingUnderBothAddresses(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	for _, path := range []string{"/api", "/api/"} {
		doc := s.get(path).is(http.StatusOK).json()
		kinds := map[string]string{}
		for _, l := range doc["links"].([]any) {
			entry := l.(map[string]any)
			kinds[entry["rel"].(string)] = entry["type"].(string)
			linked := s.get(strings.TrimPrefix(entry["href"].(string), s.URL)).is(http.StatusOK)
			if got := linked.header.Get("Content-Type"); !strings.HasPrefix(got, entry["type"].(string)) {
				t.Errorf("%s is linked as %s and served as %s", entry["href"], entry["type"], got)
			}
		}
		for rel, kind := range map[string]string{"self": "application/json", "service-desc": "application/vnd.oai.openapi+json;version=3.0", "service-doc": "text/html",
			"conformance": "application/json", "data": "application/json"} {
			if kinds[rel] != kind {
				t.Errorf("%s: the link %s has type %q, want %q", path, rel, kinds[rel], kind)
			}
		}
	}
	conforms := s.get("/api/conformance").json()["conformsTo"].([]any)
	for _, class := range []string{"core", "geojson", "oas30"} {
		if !slices.Contains(conforms, any("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"+class)) {
			t.Errorf("the class %s is not declared", class)
		}
	}
}

func TestCollectionsSayWhatTheyAre(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	all := s.get("/api/collections").json()["collections"].([]any)
	if len(all) != len(geo.Published()) {
		t.Fatalf("%d collections", len(all))
	}
	for i, c := range geo.Published() {
		doc := all[i].(map[string]any)
		if doc["id"] != c.String() || doc["itemType"] != "feature" || doc["crs"].([]any)[0] != "http://www.opengis.net/def/crs/OGC/1.3/CRS84" {
			t.Errorf("%v", doc)
		}
		one := s.get("/api/collections/" + c.String()).json()
		if one["title"] != doc["title"] || one["title"] != geo.SchemaOf(c).Label.ZH {
			t.Errorf("%s: title %v", c, one["title"])
		}
		if en := s.get("/api/collections/"+c.String(), "Accept-Language", "fr, en-GB;q=0.8, zh;q=0.3").json(); en["title"] != geo.SchemaOf(c).Label.EN {
			t.Errorf("%s: English title %v", c, en["title"])
		}
		extent := one["extent"].(map[string]any)
		bound, drawn := orb.Bound{}, false
		for _, f := range s.get("/api/collections/" + c.String() + "/items?limit=10000&datetime=../..").collection().Features {
			if b, ok := boundOf(t, f); ok && drawn {
				bound = bound.Union(b)
			} else if ok {
				bound, drawn = b, true
			}
		}
		if !drawn {
			if _, ok := extent["spatial"]; ok {
				t.Errorf("%s has an extent without any geometry", c)
			}
			continue
		}
		box := extent["spatial"].(map[string]any)["bbox"].([]any)[0].([]any)
		if got := (orb.Bound{Min: orb.Point{box[0].(float64), box[1].(float64)}, Max: orb.Point{box[2].(float64), box[3].(float64)}}); got != bound {
			t.Errorf("%s: extent %v, want %v", c, got, bound)
		}
	}
}

func boundOf(t *testing.T, f feature) (orb.Bound, bool) {
	var g struct{ Coordinates any }
	if err := json.Unmarshal(f.Geometry, &g); err != nil {
		t.Fatal(err)
	}
	b, any := orb.Bound{}, false
	var walk func(v []interface{})
	walk = func(v []interface{}) {
		if x, ok := v[0].(float64); ok {
			p := orb.Point{x, v[1].(float64)}
			if !any {
				b, any = orb.Bound{Min: p, Max: p}, true
			}
			b = b.Extend(p)
			return
		}
		for _, inner := range v {
			walk(inner.([]interface{}))
		}
	}
	if list, ok := g.Coordinates.([]interface{}); ok {
		walk(list)
	}
	return b, any
}

func TestPagesForPeopleAreInTheirLanguage(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	for path, words := range map[string][2]string{"/api/docs": {"示范带", "demonstration"}, "/attribution": {"数据来源与许可", "Data sources and licences"}} {
		zh, en := s.get(path).is(http.StatusOK), s.get(path, "Accept-Language", "en").is(http.StatusOK)
		if !strings.Contains(string(zh.body), words[0]) || zh.header.Get("Content-Language") != "zh-CN" {
			t.Errorf("%s is not in Chinese by default", path)
		}
		if !strings.Contains(string(en.body), words[1]) || en.header.Get("Content-Language") != "en" {
			t.Errorf("%s is not in English for the English", path)
		}
		if both := s.get(path+"?lang=en", "Accept-Language", "zh"); both.header.Get("Content-Language") != "en" {
			t.Errorf("%s: lang does not outweigh Accept-Language", path)
		}
		if strings.Contains(string(zh.body), "<script") || strings.Contains(string(zh.body), "style=") {
			t.Errorf("%s holds what its content security policy forbids", path)
		}
	}
	zh, en := s.get("/api/nothing").json(), s.get("/api/nothing", "Accept-Language", "en").json()
	if zh["detail"] != zh["detail_zh"] || en["detail"] != en["detail_en"] || zh["title"] == en["title"] {
		t.Errorf("problems are not in the reader's language: %v, %v", zh, en)
	}
}

func TestFactsAreAllThereAndConflictsNameEachOther(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	facts := func(path string) map[string]map[string]any {
		byID := map[string]map[string]any{}
		for _, f := range s.get(path).is(http.StatusOK).json()["facts"].([]any) {
			fact := f.(map[string]any)
			byID[fact["id"].(string)] = fact
		}
		return byID
	}
	all := facts("/api/facts")
	if len(all) != 132 {
		t.Errorf("%d facts", len(all))
	}
	for a, b := range map[string]string{"NG-005": "NG-013", "NG-013": "NG-005"} {
		if got := all[a]["conflicts_with"].([]any); len(got) != 1 || got[0] != b {
			t.Errorf("%s conflicts with %v", a, got)
		}
	}
	for _, r := range sampleRecords(t) {
		if r.Collection != geo.Facts {
			continue
		}
		value, known := r.Get(geo.FactValue).Number()
		if got, isNumber := all[r.ID]["value"].(float64); isNumber != known || got != value {
			t.Errorf("%s: value %v is served as %v; a statement has none", r.ID, r.Get(geo.FactValue), all[r.ID]["value"])
		}
	}
	for id, f := range facts("/api/facts?zone=NG") {
		if f["zone"] != "NG" {
			t.Errorf("%s is of zone %v", id, f["zone"])
		}
	}
	subject := facts("/api/facts?subject=belts/NG-B-NANSHAN")
	if len(subject) == 0 || len(facts("/api/facts?zone=NOWHERE")) != 0 {
		t.Errorf("%d facts of Nanshan", len(subject))
	}
}

func TestSettingsSayThatPositionsAreIllustrative(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	doc := s.get("/api/settings").json()
	if doc["illustrative"] != true || doc["synthetic"] != false || doc["class"] != "public" || doc["day"] != "2026-03-01" || doc["product_version"] != "test" {
		t.Errorf("%v", doc)
	}
	if empty := serve(t, geo.Internal, nil).get("/api/settings").json(); empty["illustrative"] != false || empty["class"] != "internal" {
		t.Errorf("%v", empty)
	}
}

func TestCountsAgreeWithItems(t *testing.T) {
	s := serve(t, geo.Public, append(sampleRecords(t), points()...))
	for _, query := range []string{"", "zone=NG", "belts=CZ-B-SHANGHAI-ROAD", "status=unknown", "stars=5", "datetime=2020-01-01", "status=planned", "bbox=117,31,118,32", "zone=NG&stars=3"} {
		counts := s.get("/api/counts?" + query).is(http.StatusOK).json()["collections"].(map[string]any)
		for _, c := range geo.Published() {
			got := counts[c.String()].(map[string]any)
			path := "/api/collections/" + c.String() + "/items?limit=1&"
			for _, part := range strings.Split(query, "&") {
				name, value, _ := strings.Cut(part, "=")
				f := geo.SchemaOf(c).Field(name)
				if f == nil && name != "datetime" && name != "bbox" {
					continue
				}
				if f != nil && f.Codes != nil {
					if _, known := f.CodeLabel(value); !known {
						continue
					}
				}
				path += part + "&"
			}
			want := float64(s.get(strings.TrimSuffix(path, "&")).collection().Matched)
			if got["matched"] != want || got["located"].(float64)+got["unlocated"].(float64) != want {
				t.Errorf("%s of %q: %v, items say %v", c, query, got, want)
			}
			if c != geo.Enterprises {
				continue
			}
			sum := 0.0
			for _, n := range got["by_status"].(map[string]any) {
				sum += n.(float64)
			}
			if sum != want {
				t.Errorf("statuses of %q sum to %v of %v", query, sum, want)
			}
		}
	}
}

func TestTileJSONIsValidAndSaysWhatHasNoPoint(t *testing.T) {
	s := serve(t, geo.Public, append(sampleRecords(t), points()...))
	a := s.get("/tiles/belts.json").is(http.StatusOK)
	doc := a.json()
	if doc["tilejson"] != "3.0.0" || doc["minzoom"] != 0.0 || doc["maxzoom"] != 16.0 || doc["scheme"] != "xyz" {
		t.Errorf("%v", doc)
	}
	if doc["tiles"].([]any)[0] != s.URL+"/tiles/belts/{z}/{x}/{y}.mvt" {
		t.Errorf("tiles %v", doc["tiles"])
	}
	counts := s.get("/api/counts").json()["collections"].(map[string]any)
	for _, c := range geo.Published() {
		if got, want := doc["unlocated"].(map[string]any)[c.String()], counts[c.String()].(map[string]any)["unlocated"]; got != want {
			t.Errorf("%s: %v unlocated, counts say %v", c, got, want)
		}
	}
	if len(doc["vector_layers"].([]any)) != len(geo.Published()) {
		t.Errorf("%d layers", len(doc["vector_layers"].([]any)))
	}
	const schema = "../../../shared/ogc/schemas/tilejson/tilejson-3.0.0.json"
	if _, err := os.Stat(schema); err != nil {
		t.Skip("../shared is absent, so the TileJSON schema is not there to validate against")
	}
	compiled, err := jsonschema.NewCompiler().Compile(schema)
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(doc); err != nil {
		t.Error(err)
	}
}
