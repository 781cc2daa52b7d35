package export

import (
	"context"
	"errors"

	"beltmap/data"
	"beltmap/data/gpkgfile"
	"beltmap/geo"
)

var errEnough = errors.New("the writer stopped")

// GeoPackage writes a collection as a GeoPackage 1.3 file at path, in place of what was there, and returns how many records there were.
// The file has one table named as the collection, with an R-tree built after the rows, and the layer's style. It appears when it
// is whole.
func GeoPackage(ctx context.Context, path string, store data.Store, o Options) (count int, err error) {
	own, _ := o.fields()
	records := func(yield func(*geo.Record, error) bool) {
		n, err := o.each(ctx, store, func(r *geo.Record) error {
			if !yield(r, nil) {
				return errEnough
			}
			return nil
		})
		count = n
		if err != nil && !errors.Is(err, errEnough) {
			yield(nil, err)
		}
	}
	layer := gpkgfile.Layer{Collection: o.Collection, Fields: append(geo.CommonFields(), own...), Records: records, Style: o.Style}
	err = gpkgfile.Export(ctx, path, []gpkgfile.Layer{layer})
	return count, err
}
