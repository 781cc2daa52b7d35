package style

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// QGIS is the layer style that a GeoPackage carries for a collection's table: as QML for QGIS, and as SLD 1.0 for other programs. It is
// on light ground and goes by stored columns only; the status of enterprises is computed and not in the file.
func QGIS(c geo.Collection) (qml, sld string) {
	s := sheetOf(c)
	return s.qml(), s.sld()
}

// sheet is a layer style before it is written in either language.
type sheet struct {
	layer      Layer
	kind       symbolKind
	field      string // the column the categories go by, "" for one symbol
	categories []category
}

// category is how the records with one value of the column are drawn; the value "" stands for all others.
type category struct {
	value string
	label phrase.Phrase
	look  Look
	dash  bool
}

type symbolKind uint8

const (
	marker symbolKind = iota
	line
	fill
)

func sheetOf(c geo.Collection) sheet {
	schema := geo.SchemaOf(c)
	s := sheet{layer: LayerOf(c)}
	switch {
	case schema.Shapes&geo.PolygonShape != 0 && c != geo.Places:
		s.kind = fill
	case schema.Shapes&geo.LineShape != 0 && c != geo.Places:
		s.kind = line
	}
	rest := category{"", schema.Label, s.layer.Look, len(s.layer.Dash) > 0}
	add := func(f *geo.Field, value string, look Look, dash bool) {
		label, _ := f.CodeLabel(value)
		s.field = f.Name
		s.categories = append(s.categories, category{value, label, look, dash})
	}
	status := map[string]Look{}
	for _, st := range Statuses() {
		status[st.Code] = st.Look
	}
	switch c {
	case geo.Enterprises:
		for _, code := range geo.PositionClass.Codes {
			switch geo.Precision(code.Value) {
			case geo.Exact, geo.Street, geo.InZone:
				add(geo.PositionClass, code.Value, rest.look, false)
			default:
				add(geo.PositionClass, code.Value, Look{rest.look.Tone, Ring}, false)
			}
		}
	case geo.Organizations:
		for _, form := range []string{"single", "joint", "regional"} {
			add(geo.Form, form, status[form], false)
		}
		add(geo.Form, "industry", LayerOf(geo.Events).Look, false)
	case geo.Grids:
		add(geo.GridStatus, "active", rest.look, false)
		add(geo.GridStatus, "planned", Look{Muted(), rest.look.Shape}, true)
	}
	s.categories = append(s.categories, rest)
	return s
}

func (s sheet) qml() string {
	var b strings.Builder
	b.WriteString("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n<qgis version=\"3.22\" styleCategories=\"Symbology\">\n")
	if s.field == "" {
		b.WriteString(" <renderer-v2 type=\"singleSymbol\" symbollevels=\"0\" forceraster=\"0\" enableorderby=\"0\">\n")
	} else {
		fmt.Fprintf(&b, " <renderer-v2 type=\"categorizedSymbol\" attr=%s symbollevels=\"0\" forceraster=\"0\" enableorderby=\"0\">\n  <categories>\n", quoted(s.field))
		for i, c := range s.categories {
			fmt.Fprintf(&b, "   <category symbol=\"%d\" value=%s label=%s render=\"true\"/>\n", i, quoted(c.value), quoted(c.label.ZH+" "+c.label.EN))
		}
		b.WriteString("  </categories>\n")
	}
	b.WriteString("  <symbols>\n")
	for i, c := range s.categories {
		s.qmlSymbol(&b, i, c)
	}
	b.WriteString("  </symbols>\n </renderer-v2>\n <blendMode>0</blendMode>\n <featureBlendMode>0</featureBlendMode>\n")
	fmt.Fprintf(&b, " <layerGeometryType>%d</layerGeometryType>\n</qgis>\n", s.kind)
	return b.String()
}

func (s sheet) qmlSymbol(b *strings.Builder, i int, c category) {
	class := [...]string{"SimpleMarker", "SimpleLine", "SimpleFill"}[s.kind]
	fmt.Fprintf(b, "   <symbol type=\"%s\" name=\"%d\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\n    <layer class=\"%s\" enabled=\"1\" locked=\"0\" pass=\"0\">\n     <Option type=\"Map\">\n",
		[...]string{"marker", "line", "fill"}[s.kind], i, class)
	option := func(name, value string) {
		fmt.Fprintf(b, "      <Option type=\"QString\" name=\"%s\" value=%s/>\n", name, quoted(value))
	}
	color, pen := c.look.Tone.Light, "solid"
	if c.dash {
		pen = "dash"
	}
	switch s.kind {
	case marker:
		name, angle, hollow := qgisMarker(c.look.Shape)
		option("name", name)
		option("angle", angle)
		option("size", "3")
		option("size_unit", "MM")
		if hollow {
			option("color", "255,255,255,0")
			option("outline_color", rgba(color, 1))
			option("outline_width", "0.8")
		} else {
			option("color", rgba(color, 1))
			option("outline_color", "255,255,255,255")
			option("outline_width", "0.2")
		}
	case line:
		option("line_color", rgba(color, 1))
		option("line_style", pen)
		option("line_width", millimetres(s.layer.LineWidth))
		option("capstyle", "round")
		option("joinstyle", "round")
	case fill:
		option("color", rgba(color, s.layer.FillOpacity))
		option("style", "solid")
		option("outline_color", rgba(color, 1))
		option("outline_style", pen)
		option("outline_width", millimetres(s.layer.LineWidth))
	}
	b.WriteString("     </Option>\n    </layer>\n   </symbol>\n")
}

// qgisMarker is QGIS's own marker for a shape: its name, its turn in degrees, and whether only its outline is drawn.
func qgisMarker(s Shape) (name, angle string, hollow bool) {
	switch s {
	case TriangleDown:
		return "triangle", "180", false
	case Cross:
		return "cross_fill", "45", false
	case Plus:
		return "cross_fill", "0", false
	case Ring:
		return "circle", "0", true
	case Frame:
		return "square", "0", true
	case Half:
		return "semi_circle", "0", false
	case Kite:
		return "diamond", "0", false
	case Bar:
		return "rectangle", "90", false
	}
	return string(s), "0", false
}

func rgba(c Color, opacity float64) string {
	return fmt.Sprintf("%s,%d", c.RGB(), int(opacity*255+0.5))
}

// millimetres is a width in pixels of 1/96 inch.
func millimetres(pixels float64) string { return strconv.FormatFloat(pixels*25.4/96, 'f', 2, 64) }

// quoted is an XML attribute's value with its quotes.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	b.WriteByte('"')
	return b.String()
}
