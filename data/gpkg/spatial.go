package gpkg

import (
	"math"

	"beltmap/data/gpkgfile"
	"github.com/mattn/go-sqlite3"
	"github.com/paulmach/orb"
)

// QGIS's "create spatial index" and GDAL leave an R-tree in the file and triggers that keep it up to date by functions which only they have; without
// them no row of that table could be written any more. So a connection that writes has them, and the index stays right.

// addSpatialFunctions gives a connection the functions that the triggers of the R-tree extension call (OGC 12-128r17, annex F.3).
func addSpatialFunctions(db *sqlite3.SQLiteConn) error {
	side := func(of func(orb.Bound) float64) func([]byte) any {
		return func(blob []byte) any {
			if box, some := boxOf(blob); some {
				return of(box)
			}
			return nil
		}
	}
	for name, f := range map[string]any{
		"ST_MinX": side(func(b orb.Bound) float64 { return b.Min[0] }),
		"ST_MaxX": side(func(b orb.Bound) float64 { return b.Max[0] }),
		"ST_MinY": side(func(b orb.Bound) float64 { return b.Min[1] }),
		"ST_MaxY": side(func(b orb.Bound) float64 { return b.Max[1] }),
		"ST_IsEmpty": func(blob []byte) any {
			if len(blob) == 0 {
				return nil
			}
			_, some := boxOf(blob)
			return !some
		},
	} {
		if err := db.RegisterFunc(name, f, true); err != nil {
			return err
		}
	}
	return nil
}

func boxOf(blob []byte) (box orb.Bound, some bool) {
	g, _, err := gpkgfile.DecodeGeometry(blob)
	if err != nil || g == nil {
		return box, false
	}
	if box = g.Bound(); math.IsNaN(box.Min[0]) || box.IsEmpty() {
		return box, false
	}
	return box, true
}
