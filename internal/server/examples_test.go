package server_test

import (
	"strings"
	"testing"

	"beltmap/geo"
)

// Whoever reads the description of an analysis can try each parameter.
func TestEveryParameterOfAnAnalysisHasAnExample(t *testing.T) {
	paths := serve(t, geo.Internal, nil).get("/api/openapi.json").is(200).json()["paths"].(map[string]any)
	met := 0
	for path, item := range paths {
		part := strings.Split(path, "/")
		if len(part) < 3 || !strings.Contains(" coverage gaps service-grids siting scenarios matrix peers readiness ", " "+part[2]+" ") {
			continue
		}
		for method, operation := range item.(map[string]any) {
			parameters, _ := operation.(map[string]any)["parameters"].([]any)
			for _, p := range parameters {
				if p := p.(map[string]any); p["$ref"] == nil && p["example"] == nil {
					t.Errorf("%s %s: %s", method, path, p["name"])
				}
				met++
			}
		}
	}
	if met < 100 {
		t.Errorf("only %d parameters were looked at", met)
	}
}
