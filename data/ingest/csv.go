package ingest

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

const titleRows = 10 // rows among which the headers are looked for

// csvFormat reads text tables: comma, semicolon or tab, quotes as RFC 4180 has them, in UTF-8, UTF-16 or GB18030.
func csvFormat(encoding string) func(context.Context, string, io.Reader, table) error {
	return func(_ context.Context, name string, src io.Reader, to table) error {
		buffered, err := decoded(name, src, encoding)
		if err != nil {
			return err
		}
		head, _ := buffered.Peek(1 << 14)
		c := &csvReader{name: name, to: to, scan: newScanner(buffered, delimiter(string(head)))}
		if err := c.header(); err != nil {
			return err
		}
		return c.rest()
	}
}

// delimiter is the one the first lines use most: comma, semicolon or tab.
func delimiter(head string) byte {
	counts := map[byte]int{}
	n := 0
	for line := range strings.Lines(head) {
		if n++; n > titleRows {
			break
		}
		for _, c := range []byte{',', ';', '\t'} {
			counts[c] += strings.Count(line, string(c))
		}
	}
	best := byte(',')
	for _, c := range []byte{';', '\t'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return best
}

// csvReader hands over the records of a text table.
type csvReader struct {
	name string
	to   table
	scan *scanner
}

// scanned is a record kept until it is known where the headers stand.
type scanned struct {
	line   int
	cells  []string
	broken bool
}

// header finds the headers, under the title that may stand above them, and hands over the rows that were read on the way.
func (c *csvReader) header() error {
	var first []scanned
	var rows [][]string
	for len(first) < titleRows {
		cells, broken, err := c.scan.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return c.failed(err)
		}
		if !broken && blank(cells) {
			continue
		}
		first = append(first, scanned{c.scan.line, slices.Clone(cells), broken})
		rows = append(rows, first[len(first)-1].cells)
	}
	if len(first) == 0 {
		return geo.Invalid("ingest.CSV", phrase.IngestFileEmpty.With(c.name))
	}
	at := headerLine(rows)
	if first[at].broken {
		return geo.Invalid("ingest.CSV", phrase.CSVUnreadable.With(c.name, first[at].line))
	}
	if err := c.to.sheet("", first[at].line, first[at].cells); err != nil {
		return err
	}
	for _, r := range first[at+1:] {
		if err := c.hand(r.line, r.cells, r.broken); err != nil {
			return err
		}
	}
	return nil
}

func (c *csvReader) hand(line int, cells []string, broken bool) error {
	if broken {
		return c.to.fault(line, "malformed", phrase.CSVQuotes.With())
	}
	if blank(cells) {
		return nil
	}
	for i, cell := range cells {
		cells[i] = disarmed(cell)
	}
	return c.to.row(line, cells, nil)
}

// disarmed takes off the apostrophe that export puts before a text which a spreadsheet would take for a formula.
func disarmed(cell string) string {
	if len(cell) < 2 || cell[0] != '\'' {
		return cell
	}
	switch first, _ := utf8.DecodeRuneInString(cell[1:]); first {
	case '=', '+', '-', '@', '\t', '\r', '\'', '\uff1d', '\uff0b', '\uff0d', '\uff20': // as export.Calculated has them
		return cell[1:]
	}
	return cell
}

func (c *csvReader) rest() error {
	for {
		cells, broken, err := c.scan.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return c.failed(err)
		}
		if err := c.hand(c.scan.line, cells, broken); err != nil {
			return err
		}
	}
}

func (c *csvReader) failed(err error) error {
	if errors.Is(err, errTooLong) {
		return geo.Invalid("ingest.CSV", phrase.CSVRowTooLong.With(c.name, c.scan.line, MaxRowBytes>>20))
	}
	e := geo.Invalid("ingest.CSV", phrase.CSVUnreadable.With(c.name, c.scan.line))
	e.Err = err
	return e
}
