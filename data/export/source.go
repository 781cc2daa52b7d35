package export

import (
	"context"
	"math"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// Source visits records of one collection. A record is valid only during the visit; an error from visit ends it and is returned.
type Source func(ctx context.Context, visit func(*geo.Record) error) error

// OfStore is all a store has of a collection, whatever its validity, as it is stored.
func OfStore(store data.Store, c geo.Collection) Source {
	return func(ctx context.Context, visit func(*geo.Record) error) error {
		_, err := store.Snapshot(ctx, func(records []geo.Record) error {
			for i := range records {
				if records[i].Collection != c {
					continue
				}
				if err := visit(&records[i]); err != nil {
					return err
				}
			}
			return ctx.Err()
		})
		return err
	}
}

// OfTable is what a query finds in a World, in the order of ids, with what is computed (an enterprise's status) and without what the query's
// sight leaves out.
func OfTable(t *world.Table, q world.Query) Source {
	return func(ctx context.Context, visit func(*geo.Record) error) error {
		rows, _ := t.Page(q, "", math.MaxInt32)
		for _, row := range rows {
			if err := ctx.Err(); err != nil {
				return err
			}
			r := t.RecordFor(row, q.Sight)
			if err := visit(&r); err != nil {
				return err
			}
		}
		return nil
	}
}

// rounded rounds what a conversion made to a millimetre: 1e-8 degrees or 0.001 metres. The geometry is written in place.
func rounded(g orb.Geometry, s crs.System) orb.Geometry {
	unit := 1e8
	if !s.Geographic() {
		unit = 1e3
	}
	path := func(points []orb.Point) {
		for i := range points {
			points[i] = orb.Point{math.Round(points[i][0]*unit) / unit, math.Round(points[i][1]*unit) / unit}
		}
	}
	switch g := g.(type) {
	case orb.Point:
		one := []orb.Point{g}
		path(one)
		return one[0]
	case orb.LineString:
		path(g)
	case orb.MultiLineString:
		for _, line := range g {
			path(line)
		}
	case orb.Polygon:
		for _, ring := range g {
			path(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			rounded(polygon, s)
		}
	}
	return g
}
