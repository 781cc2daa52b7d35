// Package export writes the records of one collection out of a store or a World: GeoJSON, CSV, XLSX, KML, and a GeoPackage with an R-tree and
// layer styles for QGIS, each of which import reads back. It streams, so that a collection of any size needs no memory (a GeoPackage
// and a workbook go through a temporary file). Coordinates are WGS 84 degrees, longitude first, with seven decimals, or those of the
// system asked for.
package export

import (
	"context"
	"io"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
)

// Options say what to write, and how.
type Options struct {
	Collection geo.Collection
	Kept       geo.Kept          // public fields that are left out with the internal ones
	Class      geo.Class         // geo.Internal writes every field, geo.Public leaves internal ones and the positions' origins out; which records have them is up to the Source
	System     crs.System        // of the coordinates; the zero System is WGS 84
	Lang       phrase.Lang       // of the headers of a workbook
	Style      gpkgfile.Style    // of the layer in a GeoPackage; the zero Style writes none
	Progress   func(records int) // called now and then, may be nil
}

// Format is one way to write records.
type Format struct {
	Name      string // as in f=csv
	Extension string // of its files
	MediaType string
	streams   bool // to the writer, before the last record is read
	write     func(ctx context.Context, w io.Writer, src Source, o Options) (int, error)
}

// Formats are all that there are, the first the one that loses nothing.
func Formats() []Format {
	return []Format{
		{"geojson", ".geojson", "application/geo+json", true, GeoJSON},
		{"csv", ".csv", "text/csv; charset=utf-8", true, CSV},
		{"xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false, XLSX},
		{"gpkg", ".gpkg", "application/geopackage+sqlite3", false, geoPackage},
		{"kml", ".kml", "application/vnd.google-earth.kml+xml", true, KML},
	}
}

// ByExtension is the format of files that end so; .json counts as GeoJSON.
func ByExtension(extension string) (Format, bool) {
	if extension == ".json" {
		extension = ".geojson"
	}
	return find(func(f Format) bool { return f.Extension == extension })
}

// ByName is the format of that name.
func ByName(name string) (Format, bool) { return find(func(f Format) bool { return f.Name == name }) }

func find(is func(Format) bool) (Format, bool) {
	for _, f := range Formats() {
		if is(f) {
			return f, true
		}
	}
	return Format{}, false
}

// Write writes the records of a source and returns how many there were. A record that the system asked for does not reach is an error
// before anything is written; an error of the source or of the writer may come after a part was.
func (f Format) Write(ctx context.Context, w io.Writer, src Source, o Options) (int, error) {
	if f.streams {
		if err := o.reach(ctx, src); err != nil {
			return 0, err
		}
	}
	return f.write(ctx, w, src, o)
}

// fields are those of the collection's own that are written. A computed one is for readers only: import passes it over.
func (o Options) fields() (fields []*geo.Field) {
	for _, f := range geo.SchemaOf(o.Collection).Fields {
		if o.Class == geo.Internal || (geo.Sight{Kept: o.Kept}).ClassOf(f) == geo.Public {
			fields = append(fields, f)
		}
	}
	return fields
}

// each visits the records of a source in the system asked for, and counts them.
func (o Options) each(ctx context.Context, src Source, visit func(*geo.Record) error) (count int, err error) {
	err = src(ctx, func(r *geo.Record) error {
		if o.System != (crs.System{}) && r.Geometry != nil {
			g, err := o.System.GeometryFromWGS84(r.Geometry)
			if err != nil {
				return outOfSystem(r, o.System)
			}
			moved := *r
			moved.Geometry = rounded(g, o.System)
			r = &moved
		}
		if err := visit(r); err != nil {
			return err
		}
		if count++; count&1023 == 0 {
			if o.Progress != nil {
				o.Progress(count)
			}
			return ctx.Err()
		}
		return nil
	})
	return count, err
}

// reach goes through a source once to find out whether the system asked for reaches all of its records.
func (o Options) reach(ctx context.Context, src Source) error {
	if o.System == (crs.System{}) {
		return nil
	}
	o.Progress = nil
	_, err := o.each(ctx, src, func(*geo.Record) error { return nil })
	return err
}

func outOfSystem(r *geo.Record, s crs.System) error {
	return geo.Invalid("export.Write", phrase.ExportOutside.With(r.Ref(), s.String()))
}
