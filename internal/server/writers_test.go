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
type change struct{ path, media, body string }

// changing is a change by each method of a row of the table, with a number that makes it unlike those before it.
func changing(method, path string, n int) (change, bool) {
	feature := fmt.Sprintf(`{"type":"Feature","id":"N-%d","geometry":null,"properties":{"name_zh":"甲%d","zone":"CZ"}}`, n, n)
	const items = "/api/collections/enterprises/items"
	switch method + " " + path {
	case "POST /api/collections/{collection}/items":
		return change{items, "application/geo+json", feature}, true
	case "PUT /api/collections/{collection}/items/{item}":
		return change{items + "/CZ-enterprises", "application/geo+json", strings.Replace(feature, fmt.Sprintf("N-%d", n), "CZ-enterprises", 1)}, true
	case "PATCH /api/collections/{collection}/items/{item}":
		return change{items + "/CZ-enterprises", "application/merge-patch+json", fmt.Sprintf(`{"properties":{"employees":%d}}`, n)}, true
	case "DELETE /api/collections/{collection}/items/{item}":
		return change{fmt.Sprintf("%s/CZ-spare-%d", items, n), "", ""}, true
	}
	return change{}, false
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
	all["desk-ng"] = auth.Identity{Account: "desk-ng", Role: auth.Editor, Zones: geo.ZonesOf("NG")}
	s := serve(t, geo.Public, records, func(o *server.Options) { o.Auth = all })
	admin := s.as("desk-administrator")
	admin.describe()
	n := 0
	for _, row := range server.Rows() {
		if row.Deed != "edits" {
			continue
		}
		for _, method := range row.Methods {
			for name, who := range all {
				n++
				c, known := changing(method, row.Path, n)
				if !known {
					t.Errorf("nobody sends %s %s", method, row.Path)
					continue
				}
				before := len(s.entries())
				version := s.app.World().Version()
				own := s.as(name)
				own.router = admin.router
				a := own.write(method, c.path, c.body, "Content-Type", c.media, "If-Match", "*")
				changed := s.app.World().Version() != version
				switch {
				case who.MayEdit("CZ"):
					if a.status >= 300 || !changed {
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
		if row.Deed == "edits" && row.Role < auth.Editor || row.Deed != "edits" && row.Deed != "signs" && slices.ContainsFunc(row.Methods, func(m string) bool { return m != http.MethodGet && m != http.MethodHead }) {
			t.Errorf("%s %v %s %v", row.Path, row.Methods, row.Deed, row.Role)
		}
	}
}
