package ingest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// csvReader walks a table in UTF-8 whose first line names its columns.
type csvReader struct {
	name  string
	to    table
	bound *bounded
	csv   *csv.Reader
}

// readCSV hands over the rows of a text table.
func readCSV(_ context.Context, name string, src io.Reader, to table) error {
	buffered := skipMark(src)
	head, err := buffered.Peek(1 << 12)
	if len(head) == 0 && (err == nil || errors.Is(err, io.EOF)) {
		return geo.Invalid("ingest.CSV", phrase.IngestFileEmpty.With(name))
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return geo.Invalid("ingest.CSV", phrase.CSVIsBinary.With(name))
	}
	c := &csvReader{name: name, to: to, bound: &bounded{src: buffered}}
	c.csv = csv.NewReader(c.bound)
	c.csv.Comma = delimiter(head)
	c.csv.FieldsPerRecord = -1
	c.csv.ReuseRecord = true
	if err := c.header(); err != nil {
		return err
	}
	return c.rows()
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
	}
	return c.to.sheet("", 1, record)
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
			err = c.to.fault(line, "malformed", phrase.CSVQuotes.With())
		case err != nil:
			return c.unreadable(line+1, err)
		default:
			line, _ = c.csv.FieldPos(0)
			if !blank(record) {
				err = c.to.row(line, record, nil)
			}
		}
		if err != nil {
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
