package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/internal/auth"
)

// noOracle asks by every internal value: who may not know it is answered as if it were nowhere.
func noOracle(t *testing.T, all readers, secrets []sentinel) {
	for _, who := range all {
		for _, secret := range secrets {
			if secret.field == nil {
				continue
			}
			collection := geo.Enterprises
			if secret.field == geo.Members {
				collection = geo.Organizations
			}
			condition := secret.field.Name + "=" + url.QueryEscape(secret.String())
			items := "/api/collections/" + collection.String() + "/items?" + condition
			for _, path := range []string{items, items + "&f=csv", "/api/counts?" + condition, "/tiles/belts/0/0/0.mvt?" + condition} {
				a := who.get(path)
				if who.Role == auth.Public {
					a.problem(http.StatusBadRequest, secret.field.Name)
					continue
				}
				mine := who.Sight().Class(secret.zone) == geo.Internal
				if found := strings.Contains(a.found(collection), secret.zone+"-"+collection.String()); found != mine && !strings.HasPrefix(path, "/api/counts") {
					t.Errorf("%s as %q finds a record of %s: %v", path, who.name, secret.zone, found)
				}
			}
			if who.Role > auth.Public {
				counted := who.get("/api/counts?" + condition).json()["collections"].(map[string]any)[collection.String()].(map[string]any)["matched"].(float64)
				if (counted == 1) != (who.Sight().Class(secret.zone) == geo.Internal) {
					t.Errorf("%s as %q counts %v", condition, who.name, counted)
				}
			}
		}
	}
}

// found is what an answer says of the records of a collection, and not of others, which a filter may leave alone.
func (a *answer) found(c geo.Collection) string {
	a.t.Helper()
	var b strings.Builder
	for line := range strings.Lines(a.plain()) {
		if strings.Contains(line, c.String()) {
			b.WriteString(line)
		}
	}
	return b.String()
}

// statuses holds what is counted by status against what is found by it.
func statuses(t *testing.T, all readers) {
	for _, who := range all {
		name, want := who.name, map[string]float64{"eligible": 1, "uncovered": 1}
		switch who.Sight() {
		case geo.PublicSight():
			want = map[string]float64{"work_only": 1, "none": 1}
		case geo.Sight{Internal: geo.ZonesOf("CZ")}:
			want = map[string]float64{"eligible": 1, "none": 1}
		}
		counts := who.get("/api/counts").json()["collections"].(map[string]any)["enterprises"].(map[string]any)["by_status"].(map[string]any)
		for _, code := range geo.EnterpriseStatus.Codes {
			n, known := counts[code.Value].(float64)
			if n != want[code.Value] {
				t.Errorf("%q counts %v enterprises %s, want %v", name, n, code.Value, want[code.Value])
			}
			a := who.get("/api/collections/enterprises/items?status=" + code.Value)
			if !known {
				a.problem(http.StatusBadRequest, "status") // of statuses it never meets a reader is not told either
				continue
			}
			if fc := a.collection(); float64(fc.Matched) != n {
				t.Errorf("%q finds %d enterprises %s and counts %v", name, fc.Matched, code.Value, n)
			}
		}
	}
}
