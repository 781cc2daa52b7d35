package server_test

import (
	"strings"
	"testing"

	"beltmap/geo"
)

// Whoever reads the description of an analysis can try each parameter, and each body.
func TestEveryParameterOfAnAnalysisHasAnExample(t *testing.T) {
	for _, class := range []geo.Class{geo.Public, geo.Internal} {
		met := 0
		for path, item := range serve(t, class, nil).get("/api/openapi.json").is(200).json()["paths"].(map[string]any) {
			part := strings.Split(path, "/")
			if len(part) < 3 || !strings.Contains(" coverage gaps service-grids siting scenarios matrix peers readiness ", " "+part[2]+" ") {
				continue
			}
			for method, operation := range item.(map[string]any) {
				parameters, _ := operation.(map[string]any)["parameters"].([]any)
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
