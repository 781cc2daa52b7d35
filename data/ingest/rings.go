package ingest

import (
	"beltmap/geo"
	"beltmap/geo/plane"
)

// checkRings refuses polygons that cross themselves: neither their area nor what lies in them has a meaning.
func (r *row) checkRings() {
	if geo.ShapeOf(r.record.Geometry) != geo.PolygonShape {
		return
	}
	if err := plane.Valid(r.record.Geometry); err != nil {
		r.fault("self_crossing", "geometry", textOf(err))
	}
}
