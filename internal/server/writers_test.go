package server_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/internal/auth"
	"beltmap/internal/server"
)

// change is a request of the walk over everything that changes something: about the zone CZ, as its editor may send it.
type change struct {
	path, media, body string
	quiet             bool // nothing of the records changes by it
	anywhere          bool // whoever has the role may, whatever the zones
	administered      bool // administrators only
}

// changing is a change by a method of a row of the table, with a number that makes it unlike those before it. What has to be there before is made.
func (s *site) changing(method, path string, n int) (change, bool) {
	s.t.Helper()
	feature := fmt.Sprintf(`{"type":"Feature","id":"N-%d","geometry":null,"properties":{"name_zh":"甲%d","zone":"CZ"}}`, n, n)
	const items = "/api/collections/enterprises/items"
	upload := func() string {
		a := s.post("/api/imports?filename=x.geojson&as=enterprises", strings.ReplaceAll(feature, "N-", "U-"))
		if a.status != http.StatusCreated {
			return "none"
		}
		return a.json()["id"].(string)
	}
	switch method + " " + path {
	case "POST /api/collections/{collection}/items":
		return change{path: items, media: "application/geo+json", body: feature}, true
	case "PUT /api/collections/{collection}/items/{item}":
		return change{path: items + "/CZ-enterprises", media: "application/geo+json", body: strings.Replace(feature, fmt.Sprintf("N-%d", n), "CZ-enterprises", 1)}, true
	case "PATCH /api/collections/{collection}/items/{item}":
		return change{path: items + "/CZ-enterprises", media: "application/merge-patch+json", body: fmt.Sprintf(`{"properties":{"employees":%d}}`, n)}, true
	case "DELETE /api/collections/{collection}/items/{item}":
		return change{path: fmt.Sprintf("%s/CZ-spare-%d", items, n)}, true
	case "POST /api/imports":
		return change{path: "/api/imports?filename=x.geojson&as=enterprises", media: "application/geo+json", body: feature, quiet: true, anywhere: true}, true
	case "DELETE /api/imports/{import}":
		return change{path: "/api/imports/" + upload(), quiet: true, anywhere: true}, true
	case "POST /api/imports/{import}/commit":
		return change{path: "/api/imports/" + upload() + "/commit"}, true
	case "POST /api/scenarios":
		return change{path: "/api/scenarios", media: "application/json", body: `{"name":"甲","zone":"CZ"}`, quiet: true}, true
	case "PUT /api/scenarios/{scenario}", "DELETE /api/scenarios/{scenario}":
		id := fmt.Sprintf("S-%d", n)
		s.plan(geo.Scenario{ID: id, Name: "甲", Zone: "CZ"})
		return change{path: "/api/scenarios/" + id, media: "application/json", body: `{"name":"乙","zone":"CZ"}`, quiet: true}, true
	case "PUT /api/settings/{key}":
		return change{path: "/api/settings/privacy_k", media: "application/json", body: fmt.Sprintf(`{"value":%d}`, 5+n%50), quiet: true, administered: true}, true
	case "POST /api/batches/{version}/undo":
		a := s.as("desk-administrator").described(s).patch(items+"/CZ-enterprises", fmt.Sprintf(`{"properties":{"employees":%d}}`, n), "*").is(http.StatusOK)
		return change{path: "/api/batches/" + a.header.Get("Beltmap-Version") + "/undo"}, true
	}
	return change{}, false
}

// described is the site with the description that another reader of it read.
func (s *site) described(as *site) *site {
	s.router = as.router
	return s
}

// Every row that changes something is sent by every role; who may not leaves everything as it was.
func TestEveryRoleChangesWhatItMayAndNoMore(t *testing.T) {
	records, _ := guarded()
	for i := range 100 {
		spare := geo.New(geo.Enterprises)
		spare.ID, spare.Zone, spare.NameZH = fmt.Sprintf("CZ-spare-%d", i), "CZ", "备用"
		records = append(records, spare)
	}
	all := everyRole()
	all["analyst-ng"] = auth.Identity{Account: "analyst-ng", Role: auth.Analyst, Zones: geo.ZonesOf("NG")}
	all["desk-ng"] = auth.Identity{Account: "desk-ng", Role: auth.Editor, Zones: geo.ZonesOf("NG")}
	s := serve(t, geo.Public, records, func(o *server.Options) { o.Auth = all })
	admin := s.as("desk-administrator")
	admin.describe()
	n := 0
	for _, row := range server.Rows() {
		if row.Deed != "edits" && row.Deed != "uploads" && row.Deed != "proposes" {
			continue
		}
		for _, method := range row.Methods {
			for name, who := range all {
				n++
				own := s.as(name).described(admin)
				c, known := own.changing(method, row.Path, n)
				if !known {
					t.Errorf("nobody sends %s %s", method, row.Path)
					continue
				}
				before, version := len(s.entries()), s.app.World().Version()
				a := own.write(method, c.path, c.body, "Content-Type", c.media, "If-Match", "*")
				changed := s.app.World().Version() != version
				switch {
				case row.Deed == "proposes" && who.MayPropose("CZ"), row.Deed != "proposes" && who.MayEdit("CZ") && (!c.administered || who.Role == auth.Administrator) || c.anywhere && who.Role >= row.Role:
					if a.status >= 300 || changed == c.quiet {
						t.Errorf("%s %s as %q: %d %s", method, c.path, name, a.status, a.body)
					}
					if changed && len(s.entries()) == before {
						t.Errorf("%s %s as %q is in no log", method, c.path, name)
					}
				case who.Role == auth.Public && a.status != http.StatusUnauthorized, who.Role != auth.Public && a.status != http.StatusForbidden, changed:
					t.Errorf("%s %s as %q: %d, changed %v: %s", method, c.path, name, a.status, changed, a.body)
				}
			}
		}
	}
	for _, row := range server.Rows() {
		changes := row.Deed == "edits" || row.Deed == "uploads"
		if row.Deed == "proposes" && row.Role < auth.Analyst || changes && row.Role < auth.Editor || !changes && row.Deed != "signs" && row.Deed != "measures" && row.Deed != "plans" && row.Deed != "proposes" && slices.ContainsFunc(row.Methods, func(m string) bool { return m != http.MethodGet && m != http.MethodHead }) {
			t.Errorf("%s %v %s %v", row.Path, row.Methods, row.Deed, row.Role)
		}
	}
}
