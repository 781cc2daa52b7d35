package ingest

import (
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
)

// shapeOfText reads a geometry from well-known text (OGC 06-103r4), as QGIS and ogr2ogr write it into tables: points, lines and polygons, single or several.
// A number for its system may stand before it (EWKT) and says nothing here.
func shapeOfText(text string) (g orb.Geometry, broken bool) {
	if head, rest, found := strings.Cut(text, ";"); found && strings.HasPrefix(strings.ToUpper(head), "SRID=") {
		text = rest
	}
	g, err := wkt.Unmarshal(text)
	if err != nil {
		return nil, true
	}
	return g, false
}
