package style

import (
	"fmt"
	"strings"
)

const sldHead = `<?xml version="1.0" encoding="UTF-8"?>
<StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.opengis.net/sld http://schemas.opengis.net/sld/1.0.0/StyledLayerDescriptor.xsd">
 <NamedLayer>
`

// sld writes the sheet as OGC 02-070, a rule a category.
func (s sheet) sld() string {
	var b strings.Builder
	id := s.layer.Collection.String()
	fmt.Fprintf(&b, "%s  <Name>%s</Name>\n  <UserStyle>\n   <Name>%s</Name>\n   <FeatureTypeStyle>\n", sldHead, id, id)
	for _, c := range s.categories {
		fmt.Fprintf(&b, "    <Rule>\n     <Name>%s</Name>\n     <Title>%s</Title>\n", escaped(c.label.EN), escaped(c.label.ZH))
		if s.field != "" {
			b.WriteString(s.sldFilter(c))
		}
		s.sldSymbol(&b, c)
		b.WriteString("    </Rule>\n")
	}
	b.WriteString("   </FeatureTypeStyle>\n  </UserStyle>\n </NamedLayer>\n</StyledLayerDescriptor>\n")
	return b.String()
}

func (s sheet) sldFilter(c category) string {
	if c.value == "" {
		return "     <ElseFilter/>\n"
	}
	return fmt.Sprintf("     <ogc:Filter><ogc:PropertyIsEqualTo><ogc:PropertyName>%s</ogc:PropertyName><ogc:Literal>%s</ogc:Literal></ogc:PropertyIsEqualTo></ogc:Filter>\n",
		s.field, escaped(c.value))
}

func (s sheet) sldSymbol(b *strings.Builder, c category) {
	color := c.look.Tone.Light.Hex()
	dash := ""
	if c.dash {
		dash = "<CssParameter name=\"stroke-dasharray\">4 2</CssParameter>"
	}
	stroke := fmt.Sprintf("<Stroke><CssParameter name=\"stroke\">%s</CssParameter><CssParameter name=\"stroke-width\">%g</CssParameter>%s</Stroke>", color, s.layer.LineWidth, dash)
	switch s.kind {
	case marker:
		name, turn, hollow := sldMarker(c.look.Shape)
		inside := fmt.Sprintf("<Fill><CssParameter name=\"fill\">%s</CssParameter></Fill>", color)
		if hollow {
			inside = stroke
		}
		fmt.Fprintf(b, "     <PointSymbolizer><Graphic><Mark><WellKnownName>%s</WellKnownName>%s</Mark><Size>10</Size><Rotation>%s</Rotation></Graphic></PointSymbolizer>\n", name, inside, turn)
	case line:
		fmt.Fprintf(b, "     <LineSymbolizer>%s</LineSymbolizer>\n", stroke)
	case fill:
		fmt.Fprintf(b, "     <PolygonSymbolizer><Fill><CssParameter name=\"fill\">%s</CssParameter><CssParameter name=\"fill-opacity\">%g</CssParameter></Fill>%s</PolygonSymbolizer>\n",
			color, s.layer.FillOpacity, stroke)
	}
}

// sldMarker is the nearest of the six marks that SLD knows.
func sldMarker(s Shape) (name, turn string, hollow bool) {
	switch s {
	case Square, Bar, Trapezoid:
		return "square", "0", false
	case Frame:
		return "square", "0", true
	case Diamond, Kite:
		return "square", "45", false
	case Triangle:
		return "triangle", "0", false
	case TriangleDown:
		return "triangle", "180", false
	case Cross:
		return "x", "0", false
	case Plus:
		return "cross", "0", false
	case Ring:
		return "circle", "0", true
	}
	return "circle", "0", false
}

func escaped(s string) string { q := quoted(s); return q[1 : len(q)-1] }
