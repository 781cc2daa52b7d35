package style_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/tiles/style"
)

// elements reads a document to its end and lists its elements' attributes and texts.
func elements(t *testing.T, document string) (names []string, attributes map[string][]string) {
	t.Helper()
	attributes = map[string][]string{}
	d := xml.NewDecoder(strings.NewReader(document))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return names, attributes
		}
		if err != nil {
			t.Fatalf("no XML: %v\n%s", err, document)
		}
		if e, ok := token.(xml.StartElement); ok {
			names = append(names, e.Name.Local)
			for _, a := range e.Attr {
				key := e.Name.Local + "." + a.Name.Local
				attributes[key] = append(attributes[key], a.Value)
			}
		}
	}
}

func TestEveryCollectionHasALayerStyleOfStoredColumns(t *testing.T) {
	for _, c := range geo.Published() {
		qml, sld := style.QGIS(c)
		names, attributes := elements(t, qml)
		if len(names) == 0 || names[0] != "qgis" {
			t.Errorf("%s: the QML begins with %v", c, names)
		}
		for _, column := range attributes["renderer-v2.attr"] {
			if f := geo.SchemaOf(c).Field(column); f == nil || f.Derived || f.Class != geo.Public {
				t.Errorf("%s is colored by %s, which is no stored public column", c, column)
			}
		}
		if got, want := len(attributes["category.symbol"]), len(attributes["symbol.name"]); got != 0 && got != want {
			t.Errorf("%s: %d categories and %d symbols", c, got, want)
		}
		if !strings.Contains(qml, style.LayerOf(c).Tone.Light.RGB()) {
			t.Errorf("%s is not drawn in its color", c)
		}
		if names, _ := elements(t, sld); len(names) == 0 || names[0] != "StyledLayerDescriptor" {
			t.Errorf("%s: the SLD begins with %v", c, names)
		}
		if !strings.Contains(sld, style.LayerOf(c).Tone.Light.Hex()) {
			t.Errorf("%s is not drawn in its color in SLD", c)
		}
	}
}

func TestCategoriesFollowTheCodes(t *testing.T) {
	for c, values := range map[geo.Collection][]string{
		geo.Organizations: {"single", "joint", "regional", "industry", ""},
		geo.Grids:         {"active", "planned", ""},
	} {
		qml, _ := style.QGIS(c)
		_, attributes := elements(t, qml)
		if got := strings.Join(attributes["category.value"], ","); got != strings.Join(values, ",") {
			t.Errorf("%s has the categories %s", c, got)
		}
	}
}

func TestTheMapLibreStyleIsWhole(t *testing.T) {
	for _, class := range []geo.Class{geo.Public, geo.Internal} {
		var s struct {
			Version int
			Sources map[string]struct{ Type, URL string }
			Layers  []struct {
				ID, Type, Source string
				SourceLayer      string `json:"source-layer"`
			}
		}
		body := style.MapLibre("/tiles/belts.json", class, false)
		if err := json.Unmarshal(body, &s); err != nil {
			t.Fatal(err)
		}
		if s.Version != 8 || s.Sources["belts"].URL != "/tiles/belts.json" {
			t.Errorf("version %d, sources %v", s.Version, s.Sources)
		}
		ids, drawn := map[string]bool{}, map[string]bool{}
		for _, l := range s.Layers {
			if ids[l.ID] {
				t.Errorf("two layers are called %s", l.ID)
			}
			ids[l.ID], drawn[l.SourceLayer] = true, true
		}
		for _, c := range geo.Published() {
			if !drawn[c.String()] && geo.SchemaOf(c).Shapes != geo.NoShape {
				t.Errorf("%s is not drawn", c)
			}
		}
		if told := strings.Contains(string(body), "eligible"); told != (class == geo.Internal) {
			t.Errorf("the style for %v readers speaks of eligible: %v", class, told)
		}
	}
}
