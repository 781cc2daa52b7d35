package export

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
)

var errEnough = errors.New("the writer stopped")

// GeoPackage writes a collection as a GeoPackage 1.3 file at path, in place of what was there, and returns how many records there were.
// The file has one table named as the collection, with an R-tree built after the rows, and the layer's style. It appears when it
// is whole.
func GeoPackage(ctx context.Context, path string, src Source, o Options) (count int, err error) {
	records := func(yield func(*geo.Record, error) bool) {
		n, err := o.each(ctx, src, func(r *geo.Record) error {
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
	layer := gpkgfile.Layer{Collection: o.Collection, System: o.System, Fields: append(geo.CommonFields(), o.fields()...), Records: records, Style: o.Style, Origin: o.Class == geo.Internal}
	err = gpkgfile.Export(ctx, path, []gpkgfile.Layer{layer})
	return count, err
}

// geoPackage writes the file beside those that are temporary and then hands it on: SQLite does not stream.
func geoPackage(ctx context.Context, w io.Writer, src Source, o Options) (count int, err error) {
	folder, err := os.MkdirTemp("", "beltmap-export-*")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	path := filepath.Join(folder, o.Collection.String()+".gpkg")
	if count, err = GeoPackage(ctx, path, src, o); err != nil {
		return count, err
	}
	f, err := os.Open(path)
	if err != nil {
		return count, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	_, err = io.Copy(w, f)
	return count, err
}
