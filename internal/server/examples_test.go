package server_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"beltmap/geo"
)

// Whoever reads the description of an analysis can try each parameter, and each body.
func TestEveryParameterOfAnAnalysisHasAnExample(t *testing.T) {
	for _, class := range []geo.Class{geo.Public, geo.Internal} {
		met := 0
		s := serve(t, class, sampleRecords(t))
		for path, item := range s.get("/api/openapi.json").is(200).json()["paths"].(map[string]any) {
			part := strings.Split(path, "/")
			if len(part) < 3 || !strings.Contains(" coverage gaps service-grids siting scenarios matrix peers readiness ", " "+part[2]+" ") {
				continue
			}
			for method, operation := range item.(map[string]any) {
				parameters, _ := operation.(map[string]any)["parameters"].([]any)
				if method == "get" && class == geo.Internal && !strings.Contains(path, "{") {
					s.tryExamples(path, parameters)
				}
				for _, p := range parameters {
					if p := p.(map[string]any); p["$ref"] == nil && p["example"] == nil {
						t.Errorf("%v, %s %s: %s", class, method, path, p["name"])
					}
					met++
				}
				body, _ := operation.(map[string]any)["requestBody"].(map[string]any)
				content, _ := body["content"].(map[string]any)
				for kind, of := range content {
					if of.(map[string]any)["example"] == nil {
						t.Errorf("%v, %s %s: the body as %s", class, method, path, kind)
					}
				}
			}
		}
		if met < 100 {
			t.Errorf("%v: only %d parameters were looked at", class, met)
		}
	}
}

// tryExamples asks for a path with each example in turn, and with what must be there beside it.
func (s *site) tryExamples(path string, parameters []any) {
	s.t.Helper()
	with := map[string]string{"sheet": "f=csv", "corridor": "by=belt"}
	must := url.Values{}
	if strings.HasPrefix(path, "/api/gaps") {
		must.Set("zone", "CZ")
	}
	for _, p := range parameters {
		if p := p.(map[string]any); p["required"] == true {
			must.Set(p["name"].(string), fmt.Sprint(p["example"]))
		}
	}
	for _, p := range parameters {
		p := p.(map[string]any)
		name, _ := p["name"].(string)
		if name == "" || name == "after" { // which is somebody of a list before
			continue
		}
		query := maps.Clone(must)
		if name == "grid" || name == "belt" && strings.HasPrefix(path, "/api/gaps") {
			query.Del("zone")
		}
		query.Set(name, strings.ReplaceAll(strings.Trim(fmt.Sprint(p["example"]), "[]"), " ", ","))
		also := ""
		if path == "/api/coverage" || name == "sheet" {
			also = "&" + with[name]
		}
		s.get(path + "?" + query.Encode() + strings.TrimSuffix(also, "&")).is(http.StatusOK)
	}
}
