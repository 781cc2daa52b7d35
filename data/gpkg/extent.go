package gpkg

import (
	"context"
	"database/sql/driver"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
	"github.com/paulmach/orb"
)

// extent is the bounding box of one table during a batch, as gpkg_contents keeps it.
type extent struct {
	box    gpkgfile.Box
	shrank bool // something that reached a side of the box is gone, so that it must be measured anew
}

// extent is the box of a table that the batch touches.
func (a *application) extent(t *table) (*extent, error) {
	if e := a.extents[t.schema.Collection]; e != nil {
		return e, nil
	}
	e := &extent{box: gpkgfile.NewBox()}
	err := a.query(context.Background(), func(row []driver.Value) error {
		var sides [4]float64
		for i := range sides {
			x, ok := row[i].(float64)
			if !ok {
				return nil
			}
			sides[i] = x
		}
		e.box.Add(orb.LineString{{sides[0], sides[1]}, {sides[2], sides[3]}})
		return nil
	}, "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name=?", t.name)
	a.extents[t.schema.Collection] = e
	return e, err
}

func (a *application) widen(t *table, r *geo.Record) error {
	e, err := a.extent(t)
	if err == nil && r.Geometry != nil {
		e.box.Add(r.Geometry)
	}
	return err
}

// narrow notes that a geometry is gone or replaced.
func (a *application) narrow(t *table, old []byte, now orb.Geometry) error {
	e, err := a.extent(t)
	if err != nil || len(old) == 0 {
		return err
	}
	was, _, err := gpkgfile.DecodeGeometry(old)
	if err != nil || now != nil && orb.Equal(was, now) {
		return nil // a damaged geometry that is being replaced is no hindrance
	}
	e.shrank = e.shrank || e.box.Touches(was)
	return nil
}

// writeExtents brings gpkg_contents up to date with the batch.
func (a *application) writeExtents() error {
	ctx := context.Background()
	now := a.options.Now().UTC().Format("2006-01-02T15:04:05.000Z")
	for id, e := range a.extents {
		if e == nil {
			continue
		}
		t := a.tables[id]
		if e.shrank && t.hasShape {
			if err := a.measure(t, e); err != nil {
				return err
			}
		}
		sides := e.box.Values()
		err := a.exec(ctx, "UPDATE gpkg_contents SET last_change=?, min_x=?, min_y=?, max_x=?, max_y=? WHERE table_name=?",
			now, sides[0], sides[1], sides[2], sides[3], t.name)
		if err != nil {
			return err
		}
	}
	return nil
}

// measure takes the box of everything in the table. It reads every geometry, which is rare: only what lay at the edge brings it about.
func (a *application) measure(t *table, e *extent) error {
	e.box = gpkgfile.NewBox()
	return a.query(a.ctx, func(row []driver.Value) error {
		if blob, ok := row[0].([]byte); ok {
			if g, _, err := gpkgfile.DecodeGeometry(blob); err == nil {
				e.box.Add(g)
			}
		}
		return nil
	}, "SELECT geom FROM "+quoted(t.name)+" WHERE geom IS NOT NULL")
}
