package geo_test

import (
	"os"
	"strings"
	"testing"

	"beltmap/geo"
)

// docs/data.md is written by hand; a property or code it does not name is one that nobody can look up.
func TestTheDataPageNamesEveryProperty(t *testing.T) {
	raw, err := os.ReadFile("../docs/data.md")
	if err != nil {
		t.Fatal(err)
	}
	_, collections, _ := strings.Cut(string(raw), "\n## Collections")
	for _, c := range geo.AllCollections() {
		_, section, found := strings.Cut(collections, "\n### "+c.String()+" ")
		if !found {
			t.Errorf("docs/data.md has no section on %s", c)
			continue
		}
		section, _, _ = strings.Cut(section, "\n### ")
		for _, f := range geo.SchemaOf(c).Fields {
			_, row, found := strings.Cut(section, "\n| `"+f.Name+"` |")
			row, _, _ = strings.Cut(row, "\n")
			if !found || strings.Contains(row, "**internal**") != (f.Class == geo.Internal) {
				t.Errorf("%s: docs/data.md does not name %s, or not its class", c, f.Name)
			}
			for _, code := range f.Codes {
				if !strings.Contains(row, "`"+code.Value+"`") {
					t.Errorf("%s: docs/data.md does not name the value %s of %s", c, code.Value, f.Name)
				}
			}
		}
	}
	for _, f := range geo.CommonFields() {
		if !strings.Contains(string(raw), "`"+f.Name+"`") {
			t.Errorf("docs/data.md does not name %s", f.Name)
		}
	}
}
