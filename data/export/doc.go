// Package export writes the records of one collection out of a store: as GeoJSON that import reads back without loss, or as a GeoPackage with
// an R-tree and layer styles for QGIS. It streams, so a collection of any size needs no memory. Coordinates are WGS 84 degrees,
// longitude first, with seven decimals. What is computed from other records (an enterprise's status) is not written.
package export

import (
	"context"

	"beltmap/data"
	"beltmap/data/gpkgfile"
	"beltmap/geo"
)

// Options say what to write.
type Options struct {
	Collection geo.Collection
	Class      geo.Class         // geo.Internal writes every field, geo.Public leaves internal ones and the positions' origins out
	Style      gpkgfile.Style    // of the layer in a GeoPackage; the zero Style writes none
	Progress   func(records int) // called now and then, may be nil
}

// fields are those of the collection's own that are written, with their places in the schema.
func (o Options) fields() (fields []*geo.Field, places []int) {
	for i, f := range geo.SchemaOf(o.Collection).Fields {
		if !f.Derived && (f.Class == geo.Public || o.Class == geo.Internal) {
			fields, places = append(fields, f), append(places, i)
		}
	}
	return fields, places
}

// each visits the collection's records and counts them.
func (o Options) each(ctx context.Context, store data.Store, visit func(*geo.Record) error) (count int, err error) {
	_, err = store.Snapshot(ctx, func(records []geo.Record) error {
		for i := range records {
			if records[i].Collection != o.Collection {
				continue
			}
			if err := visit(&records[i]); err != nil {
				return err
			}
			if count++; count&1023 == 0 && o.Progress != nil {
				o.Progress(count)
			}
		}
		return ctx.Err()
	})
	return count, err
}
