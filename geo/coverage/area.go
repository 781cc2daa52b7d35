package coverage

import (
	"context"
	"math"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// MaxCorners bounds the corners of a polygon that is asked about.
const MaxCorners = 100_000

// areaStep is how many enterprises are counted between two looks at whether anybody still waits.
const areaStep = 1 << 15

// CheckArea tells, before anything is counted, what is wrong with a polygon: not one, empty, too many corners, crossing itself, or apart from all
// data. Errors are of kind invalid.
func CheckArea(w *world.World, g orb.Geometry) error {
	const op = "coverage.CheckArea"
	switch g.(type) {
	case orb.Polygon, orb.MultiPolygon:
	default:
		return geo.Invalid(op, phrase.AreaNoPolygon.With())
	}
	switch corners := geo.Corners(g); {
	case corners == 0:
		return geo.Invalid(op, phrase.AreaEmpty.With())
	case corners >= MaxCorners:
		return geo.Invalid(op, phrase.AreaCorners.With(MaxCorners))
	}
	b := g.Bound()
	if !(b.Min[0] >= -180 && b.Max[0] <= 180 && b.Min[1] >= -90 && b.Max[1] <= 90) {
		return geo.Invalid(op, phrase.AreaDegrees.With())
	}
	if err := plane.Valid(g); err != nil {
		return err
	}
	for _, c := range []geo.Collection{geo.Enterprises, geo.Zones, geo.Grids, geo.Belts} {
		if bounds, any := w.Table(c).Bounds(); any && bounds.Intersects(b) {
			return nil
		}
	}
	return geo.Invalid(op, phrase.AreaOutside.With())
}

// OfArea counts the enterprises whose point lies in a polygon or on its border, holes aside: their border is the polygon's. It must have passed
// CheckArea. Unlocated is how many enterprises of the data, or of the zone asked for, have no point and may lie in it or not; they are counted in no
// other figure. It looks at the enterprises that the
// polygon holds and at those beside its border.
func OfArea(ctx context.Context, w *world.World, g orb.Geometry, q Request) (f Figures, err error) {
	t := w.Table(geo.Enterprises)
	r := newReader(t, q.Sight, q.Zone)
	p := plane.Prepare(g)
	var seen, unseen world.Tally
	left := areaStep
	t.InPolygon(p, func(row world.Row) bool {
		r.count(t, row, &seen, &unseen)
		if left--; left > 0 {
			return true
		}
		left = areaStep
		return ctx.Err() == nil
	})
	f.count(&seen, true)
	f.count(&unseen, false)
	f.Unlocated = Total(w, q).Unlocated
	return f, ctx.Err()
}

// around is the box of Mercator units that holds every point of a box of degrees, with one unit to spare for rounding.
func around(b orb.Bound) plane.Rect {
	r := plane.MercatorBounds(b)
	less := func(x uint32) uint32 { return x - min(x, 1) }
	more := func(x uint32) uint32 { return x + min(math.MaxUint32-x, 1) }
	return plane.Rect{MinX: less(r.MinX), MinY: less(r.MinY), MaxX: more(r.MaxX), MaxY: more(r.MaxY)}
}
