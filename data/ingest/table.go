package ingest

import (
	"context"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"beltmap/geo"
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

	// crs is the CRS that the file declares, before its rows: "EPSG:4548" and the like, or the text as it stands if it is not understood.
	crs(name string) error
}

// format is a way to write tables into a file. It has one of the two: stream for what is read from beginning to end, read for what is
// read here and there.
type format struct {
	stream func(ctx context.Context, name string, src io.Reader, to table) error
	read   func(ctx context.Context, in *input, to table) error
}

// tableFormats are the formats of tables by the ends of their files' names.
func tableFormats() map[string]format {
	csv := format{stream: readCSV}
	return map[string]format{".csv": csv, ".tsv": csv, ".txt": csv}
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

// tableRows makes rows of what a format finds.
type tableRows struct {
	name    string
	as      geo.Collection
	refused columns
	visit   func(*row) error

	headers   []string
	names     []string // what each column stands for, "" if nothing
	row1      row
	unknown   []string
	announced []personal // columns whose header announces personal data
}

func (t *tableRows) crs(string) error { return nil }

func (t *tableRows) sheet(_ string, _ int, headers []string) error {
	if t.as == 0 {
		return geo.Invalid("ingest.table", phrase.CSVNeedsCollection.With(t.name))
	}
	if len(headers) > MaxColumns {
		return geo.Invalid("ingest.table", phrase.CSVTooManyColumns.With(t.name, len(headers), MaxColumns))
	}
	t.headers, t.names, t.announced = slices.Clone(headers), nil, nil
	schema, known := geo.SchemaOf(t.as), synonyms()
	seen := map[string]string{}
	for _, header := range t.headers {
		if !utf8.ValidString(header) {
			return geo.Invalid("ingest.table", phrase.CSVNotUTF8.With(t.name))
		}
		name := columnName(schema, known, header)
		if name == "" && geo.PersonHeader(header) {
			t.announced = append(t.announced, personal{header, phrase.PersonHeader})
		} else if name == "" && strings.TrimSpace(header) != "" && !t.refused.has(header) && header != "version" && header != "collection" {
			t.unknown = append(t.unknown, header)
		}
		if before, twice := seen[name]; twice && name != "" {
			return geo.Invalid("ingest.table", phrase.CSVColumnTwice.With(t.name, before, header, name))
		}
		seen[name] = header
		t.names = append(t.names, name)
	}
	if !slices.Contains(t.names, "id") && !slices.Contains(t.names, "name_zh") {
		return geo.Invalid("ingest.table", phrase.CSVNoHeader.With(t.name))
	}
	if slices.Contains(t.names, longitudeColumn) != slices.Contains(t.names, latitudeColumn) {
		return geo.Invalid("ingest.table", phrase.CSVHalfPosition.With(t.name))
	}
	return nil
}

func (t *tableRows) fault(line int, kind string, text phrase.Text) error {
	t.row1.reset(line, t.as)
	t.row1.fault(kind, "", text)
	return t.visit(&t.row1)
}

func (t *tableRows) row(line int, cells []string, g orb.Geometry) error {
	t.row1.reset(line, t.as)
	t.fill(cells, g)
	return t.visit(&t.row1)
}
