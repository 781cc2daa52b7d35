package ingest

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

// csvReader walks a table in UTF-8 whose first line names its columns.
type csvReader struct {
	name    string
	refused columns
	visit   func(*row) error

	collection geo.Collection
	bound      *bounded
	csv        *csv.Reader
	headers    []string
	names      []string // what each column stands for, "" if nothing
	row        row
	unknown    []string
	announced  []personal // columns whose header announces personal data
}

// readCSV visits the rows of a table. The row is valid only during the visit.
func readCSV(name string, src io.Reader, as geo.Collection, refused columns, visit func(*row) error) (unknown []string, err error) {
	if as == 0 {
		return nil, geo.Invalid("ingest.CSV", phrase.CSVNeedsCollection.With(name))
	}
	buffered := skipMark(src)
	head, err := buffered.Peek(1 << 12)
	if len(head) == 0 && (err == nil || errors.Is(err, io.EOF)) {
		return nil, geo.Invalid("ingest.CSV", phrase.IngestFileEmpty.With(name))
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return nil, geo.Invalid("ingest.CSV", phrase.CSVIsBinary.With(name))
	}
	c := &csvReader{name: name, refused: refused, visit: visit, collection: as, bound: &bounded{src: buffered}}
	c.csv = csv.NewReader(c.bound)
	c.csv.Comma = delimiter(head)
	c.csv.FieldsPerRecord = -1
	c.csv.ReuseRecord = true
	if err := c.header(); err != nil {
		return nil, err
	}
	return c.unknown, c.rows()
}

// delimiter is the one the header line uses most: comma, semicolon or tab.
func delimiter(head []byte) rune {
	line, _, _ := bufio.ScanLines(head, true)
	header := string(head[:max(line, 0)])
	best, most := ',', strings.Count(header, ",")
	for _, c := range []rune{';', '\t'} {
		if n := strings.Count(header, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

func (c *csvReader) header() error {
	record, err := c.csv.Read()
	switch {
	case errors.Is(err, errTooLong):
		return c.tooLong(1)
	case errors.Is(err, io.EOF):
		return geo.Invalid("ingest.CSV", phrase.IngestFileEmpty.With(c.name))
	case err != nil:
		return c.unreadable(1, err)
	case len(record) > MaxColumns:
		return geo.Invalid("ingest.CSV", phrase.CSVTooManyColumns.With(c.name, len(record), MaxColumns))
	}
	c.headers = slices.Clone(record)
	schema, known := geo.SchemaOf(c.collection), synonyms()
	seen := map[string]string{}
	for _, header := range c.headers {
		if !utf8.ValidString(header) {
			return geo.Invalid("ingest.CSV", phrase.CSVNotUTF8.With(c.name))
		}
		name := columnName(schema, known, header)
		if name == "" && geo.PersonHeader(header) {
			c.announced = append(c.announced, personal{header, phrase.PersonHeader})
		} else if name == "" && strings.TrimSpace(header) != "" && !c.refused.has(header) && header != "version" && header != "collection" {
			c.unknown = append(c.unknown, header)
		}
		if before, twice := seen[name]; twice && name != "" {
			return geo.Invalid("ingest.CSV", phrase.CSVColumnTwice.With(c.name, before, header, name))
		}
		seen[name] = header
		c.names = append(c.names, name)
	}
	if !slices.Contains(c.names, "id") && !slices.Contains(c.names, "name_zh") {
		return geo.Invalid("ingest.CSV", phrase.CSVNoHeader.With(c.name))
	}
	if slices.Contains(c.names, longitudeColumn) != slices.Contains(c.names, latitudeColumn) {
		return geo.Invalid("ingest.CSV", phrase.CSVHalfPosition.With(c.name))
	}
	return nil
}

func (c *csvReader) tooLong(line int) error {
	return geo.Invalid("ingest.CSV", phrase.CSVRowTooLong.With(c.name, line, MaxRowBytes>>20))
}

func (c *csvReader) unreadable(line int, cause error) error {
	e := geo.Invalid("ingest.CSV", phrase.CSVUnreadable.With(c.name, line))
	e.Err = cause
	return e
}

func (c *csvReader) rows() error {
	for line := 1; ; {
		record, err := c.csv.Read()
		c.bound.finish(c.csv.InputOffset())
		var malformed *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, errTooLong):
			return c.tooLong(line + 1)
		case errors.As(err, &malformed):
			line = malformed.StartLine
			c.row.reset(line, c.collection)
			c.row.fault("malformed", "", phrase.CSVQuotes.With())
		case err != nil:
			return c.unreadable(line+1, err)
		default:
			line, _ = c.csv.FieldPos(0)
			c.row.reset(line, c.collection)
			if blank(record) {
				continue
			}
			c.fill(record)
		}
		if err := c.visit(&c.row); err != nil {
			return err
		}
	}
}

func blank(record []string) bool {
	for _, cell := range record {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

// fill makes a row of the cells of one line.
func (c *csvReader) fill(record []string) {
	r := &c.row
	if len(record) < len(c.headers) || !blank(record[len(c.headers):]) {
		r.fault("malformed", "", phrase.CSVCellCount.With(len(record), len(c.headers)))
		return
	}
	r.personal = append(r.personal, c.announced...)
	schema := geo.SchemaOf(c.collection)
	classed := false
	var lon, lat string
	for i, name := range c.names {
		cell, header := strings.TrimSpace(record[i]), c.headers[i]
		if name == "" || cell == "" || c.refused.has(header) {
			continue
		}
		switch name {
		case longitudeColumn:
			lon = cell
			continue
		case latitudeColumn:
			lat = cell
			continue
		}
		f := schema.Field(name)
		switch {
		case !utf8.ValidString(cell):
			r.fault("malformed", header, phrase.TextNotUTF8.With(header))
		case f == nil && (name == positionX || name == positionY):
			r.setPosition(name, cell)
		case r.looksPersonal(f, header, cell):
		case f == nil:
			r.setPosition(name, cell)
		case !f.Derived:
			classed = classed || f == geo.PositionClass
			r.set(f, header, cell)
		}
	}
	g, ok := c.point(lon, lat)
	if !ok {
		return
	}
	locate(&r.record, g, classed)
	r.close()
	r.renameColumns(c)
}

// point reads the two cells of a position; both empty are no geometry.
func (c *csvReader) point(lon, lat string) (orb.Geometry, bool) {
	if lon == "" && lat == "" {
		return nil, true
	}
	var p orb.Point
	for i, cell := range []string{lon, lat} {
		x, err := strconv.ParseFloat(cell, 64)
		if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
			header := c.headers[slices.Index(c.names, []string{longitudeColumn, latitudeColumn}[i])]
			c.row.fault("value", header, phrase.ValueMistyped.With(header, cell, phrase.TypeNumber))
			return nil, false
		}
		p[i] = x
	}
	return p, true
}

// renameColumns makes findings that name a field name the column as the file calls it.
func (r *row) renameColumns(c *csvReader) {
	for i := range r.findings {
		if at := slices.Index(c.names, r.findings[i].Column); at >= 0 {
			r.findings[i].Column = c.headers[at]
		} else if r.findings[i].Column == "geometry" {
			if at := slices.Index(c.names, longitudeColumn); at >= 0 {
				r.findings[i].Column = c.headers[at] + "," + c.headers[slices.Index(c.names, latitudeColumn)]
			}
		}
	}
}
