package ingest

import (
	"context"
	"io"

	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

// table takes what a format finds in a file: sheets, and in each its rows. An error from any of its methods ends the reading and is
// returned by the format as it is.
type table interface {
	// sheet begins a sheet: its name, "" where a file is one table; its headers as they are written; the line where they stand.
	sheet(name string, line int, headers []string) error

	// row is one row: the line of the file (CSV, XLSX) or its number from 1, its cells in the order of the headers, valid only during the
	// call, and its geometry in the CRS of the file, nil for none. Rows without anything in them need not be told.
	row(line int, cells []string, g orb.Geometry) error

	// fault is a row that is not built as its format says; kind is one of the kinds in docs/data.md.
	fault(line int, kind string, t phrase.Text) error

	// crs is the CRS that the file declares for the sheets that follow: "EPSG:4548" and the like, the text as it stands if it is not
	// understood, or "" if it declares none.
	crs(name string) error

	// note is something to be said of the whole file.
	note(t phrase.Text)
}

// format is a way to write tables into a file. It has one of the two: stream for what is read from beginning to end, read for what is
// read here and there.
type format struct {
	stream func(ctx context.Context, name string, src io.Reader, to table) error
	read   func(ctx context.Context, in *input, to table) error
}

// tableFormats are the formats of tables by the ends of their files' names.
func tableFormats(o *Options) map[string]format {
	csv := format{stream: csvFormat(o.Encoding)}
	workbook, bare := format{read: readXLSX}, format{read: readBareShape}
	return map[string]format{
		".csv": csv, ".tsv": csv, ".txt": csv, ".xlsx": workbook, ".xlsm": workbook, ".kml": {read: readKML}, ".kmz": {read: readKMZ},
		".zip": {read: shapefileFormat(o.Encoding)}, ".shp": bare, ".dbf": bare, ".gpkg": {read: readGeoPackage},
	}
}

// headerLine is which of the first rows of a sheet names the columns: the first of those with the most cells that are known headers of any
// collection. Sheets in offices carry a title above their headers. It is 0 where no row has any.
func headerLine(rows [][]string) int {
	best, most := 0, 0
	known := allHeaders()
	for i, cells := range rows {
		n := 0
		for _, cell := range cells {
			if known[plainHeader(cell)] {
				n++
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	return best
}
