package server_test

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/internal/auth"
	"beltmap/internal/server"
)

// grantTables are the tables of docs/api.md as the code has them.
func grantTables() string {
	var b strings.Builder
	b.WriteString("| path | methods | role | does | `f` |\n|---|---|---|---|---|\n")
	for _, row := range server.Rows() {
		formats := "–"
		if len(row.Formats) > 0 {
			formats = "`" + strings.Join(row.Formats, "`, `") + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", row.Path, strings.Join(row.Methods, ", "), row.Role, row.Deed, formats)
	}
	b.WriteString("\n| what | which | role | where |\n|---|---|---|---|\n")
	for _, g := range server.Grants() {
		where := "everywhere"
		if g.Zones {
			where = "in its zones"
		}
		if g.Kind != "route" {
			fmt.Fprintf(&b, "| %s | `%s` | %s | %s |\n", g.Kind, g.Name, g.Role, where)
		}
	}
	return b.String()
}

func TestTheTablesOfRolesInTheDocumentationAreTheCodes(t *testing.T) {
	page, err := os.ReadFile("../../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := grantTables(); !strings.Contains(string(page), want) {
		t.Errorf("docs/api.md must hold\n%s", want)
	}
}

// granted asks for what each grant is about as every role.
func granted(t *testing.T, all readers) {
	for _, who := range all {
		for _, g := range server.Grants() {
			least, err := auth.ParseRole(g.Role)
			if err != nil {
				t.Fatal(err)
			}
			granted := who.Role >= least
			for _, zone := range []string{"CZ", "NG"} {
				if given, asked := who.isGiven(g, zone); asked && given != (granted && (!g.Zones || who.Sight().Class(zone) == geo.Internal)) {
					t.Errorf("%s %s of %s: %q is given it: %v", g.Kind, g.Name, zone, who.name, given)
				}
			}
		}
	}
}

// isGiven asks for what a grant is about in one zone; routes are asked by the matrix.
func (who reader) isGiven(g server.Grant, zone string) (given, asked bool) {
	enterprise := "/api/collections/enterprises/items/" + idIn(zone, geo.Enterprises)
	switch g.Kind {
	case "layer":
		if g.Name == geo.Facts.String() {
			return strings.Contains(string(who.get("/api/facts?zone="+zone).body), zone+"-facts"), true
		}
		return who.get("/api/collections/"+g.Name+"/items?zone="+zone).collection().Matched == 1, true
	case "fields":
		field := map[string]string{geo.Public.String(): "name_zh", geo.Internal.String(): "full_members"}[g.Name]
		properties := who.get(enterprise).json()["properties"].(map[string]any)
		return properties[field] != nil, true
	case "file":
		return who.do(http.MethodHead, "/api/collections/enterprises/items?zone="+zone+"&f="+g.Name).status == http.StatusOK, true
	}
	return false, false
}
