package ingest

import (
	"strconv"
	"strings"

	"beltmap/geo/crs"
)

// wktNode is a node of a CRS written as well-known text (OGC 01-009, ISO 19162, or as ESRI does): a keyword with texts, numbers and nodes.
type wktNode struct {
	keyword string
	values  []string
	nodes   []wktNode
}

// maxDepth bounds how deep nodes, folders and geometries stand in one another.
const maxDepth = 32

// crsOfWKT names the CRS that a text describes: by its entry in the EPSG registry, by its name, or, where neither is known, by its
// parameters if it is a 3-degree Gauss-Krueger zone of CGCS2000. What is not understood comes back as its name, or as it stands.
func crsOfWKT(text string) string {
	text = strings.TrimSpace(strings.TrimPrefix(text, string(byteOrderMark)))
	node, _, ok := parseWKT(text, 0)
	if !ok || len(node.values) == 0 {
		return text
	}
	for _, n := range node.nodes {
		if (n.keyword == "AUTHORITY" || n.keyword == "ID") && len(n.values) >= 2 && strings.EqualFold(n.values[0], "EPSG") {
			return "EPSG:" + n.values[1]
		}
	}
	if system, err := crs.Parse(node.values[0]); err == nil {
		return system.String()
	}
	if code := node.gaussKrueger(); code != 0 {
		return "EPSG:" + strconv.Itoa(code)
	}
	return node.values[0]
}

// gaussKrueger is the code of a zone of CGCS2000 that goes by another name, 0 if it is none.
func (n *wktNode) gaussKrueger() int {
	datum, meridian, easting := "", -1.0, -1.0
	n.walk(func(n *wktNode) {
		if len(n.values) == 0 {
			return
		}
		switch name := strings.ToLower(n.values[0]); {
		case n.keyword == "DATUM":
			datum = name
		case n.keyword == "PARAMETER" && len(n.values) > 1:
			x, err := strconv.ParseFloat(n.values[1], 64)
			if err != nil {
				return
			}
			switch strings.ReplaceAll(name, " ", "_") {
			case "central_meridian", "longitude_of_natural_origin":
				meridian = x
			case "false_easting":
				easting = x
			}
		}
	})
	zone := int(meridian / 3)
	if !strings.Contains(datum, "2000") || float64(3*zone) != meridian || zone < 25 || zone > 45 {
		return 0
	}
	switch easting {
	case 500_000:
		return 4534 + zone - 25
	case float64(zone)*1e6 + 500_000:
		return 4513 + zone - 25
	}
	return 0
}

func (n *wktNode) walk(visit func(*wktNode)) {
	visit(n)
	for i := range n.nodes {
		n.nodes[i].walk(visit)
	}
}

// parseWKT reads one node and returns what follows it.
func parseWKT(text string, depth int) (n wktNode, rest string, ok bool) {
	open := strings.IndexAny(text, "[(")
	if open < 0 || depth > maxDepth {
		return n, "", false
	}
	n.keyword = strings.ToUpper(strings.TrimSpace(text[:open]))
	for text = text[open+1:]; ; {
		text = strings.TrimLeft(text, " \t\r\n,")
		switch {
		case text == "":
			return n, "", false
		case text[0] == ']' || text[0] == ')':
			return n, text[1:], true
		case text[0] == '"':
			end := strings.IndexByte(text[1:], '"')
			if end < 0 {
				return n, "", false
			}
			n.values, text = append(n.values, text[1:1+end]), text[end+2:]
			continue
		}
		end := strings.IndexAny(text, ",[]()\"")
		if end < 0 {
			return n, "", false
		}
		if text[end] == '[' || text[end] == '(' {
			child, after, whole := parseWKT(text, depth+1)
			if !whole {
				return n, "", false
			}
			n.nodes, text = append(n.nodes, child), after
			continue
		}
		if end == 0 {
			return n, "", false
		}
		n.values, text = append(n.values, strings.TrimSpace(text[:end])), text[end:]
	}
}
