package ingest

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"
)

// WriteMarked writes a workbook: a sheet that lists what was found, then a copy of every sheet that was read, in which the cells in question are
// colored and what is to be said stands behind the row. Columns that look like personal data are left out.
func (in *Import) WriteMarked(ctx context.Context, w io.Writer) error {
	m := &marker{book: excelize.NewFile(), names: map[string]bool{}}
	defer m.book.Close()
	if err := m.styles(); err != nil {
		return err
	}
	if err := m.list(in.Report); err != nil {
		return err
	}
	for _, src := range in.sources {
		if src.format.stream == nil && src.format.read == nil {
			continue // features have no cells
		}
		if err := m.copy(ctx, src, in.Report); err != nil {
			return err
		}
	}
	_, err := m.book.WriteTo(w)
	return err
}

// marker copies the sheets of files. It implements table.
type marker struct {
	book      *excelize.File
	names     map[string]bool
	red       int // styles
	yellow    int
	head      int
	out       *excelize.StreamWriter
	src       *source
	findings  map[string][]*Finding // of the file, by sheet and line
	sheetName string
	headers   []string
	at        int
	cells     []any
}

func (m *marker) styles() (err error) {
	fill := func(color string) *excelize.Style {
		return &excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}}
	}
	for _, s := range []struct {
		to    *int
		style *excelize.Style
	}{{&m.red, fill("F4B6B6")}, {&m.yellow, fill("FBE7A1")}, {&m.head, &excelize.Style{Font: &excelize.Font{Bold: true}}}} {
		if *s.to, err = m.book.NewStyle(s.style); err != nil {
			return err
		}
	}
	return nil
}

// begin begins a sheet of the workbook under a name that it may have.
func (m *marker) begin(name string) (err error) {
	if err := m.end(); err != nil {
		return err
	}
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) || r < ' ' {
			return '_'
		}
		return r
	}, name)
	base := []rune(name)
	for i := 2; name == "" || len([]rune(name)) > 31 || m.names[strings.ToLower(name)]; i++ {
		end := fmt.Sprint("_", i)
		name = string(base[:min(len(base), 31-len(end))]) + end
	}
	if len(m.names) == 0 {
		err = m.book.SetSheetName("Sheet1", name)
	} else {
		_, err = m.book.NewSheet(name)
	}
	if err != nil {
		return err
	}
	m.names[strings.ToLower(name)] = true
	m.at = 0
	m.out, err = m.book.NewStreamWriter(name)
	return err
}

func (m *marker) end() error {
	if m.out == nil {
		return nil
	}
	err := m.out.Flush()
	m.out = nil
	return err
}

func (m *marker) write(cells ...any) error {
	if m.at >= excelize.TotalRows {
		return nil
	}
	m.at++
	return m.out.SetRow(fmt.Sprint("A", m.at), cells)
}

// list writes every finding.
func (m *marker) list(r *Report) error {
	if err := m.begin(phrase.MarkedList.ZH); err != nil {
		return err
	}
	var head []any
	for _, p := range []phrase.Phrase{phrase.MarkedFile, phrase.MarkedSheet, phrase.MarkedRow, phrase.MarkedColumn, phrase.MarkedValue, phrase.MarkedSeverity, phrase.MarkedMessage} {
		head = append(head, excelize.Cell{StyleID: m.head, Value: p.ZH + " " + p.EN})
	}
	if err := m.write(head...); err != nil {
		return err
	}
	for i := range r.Rows {
		f := &r.Rows[i]
		if err := m.write(f.File, f.Sheet, f.Row, f.Column, f.Value, f.Severity, f.ZH, f.EN); err != nil {
			return err
		}
	}
	return m.end()
}

// copy copies the sheets of one file.
func (m *marker) copy(ctx context.Context, src *source, r *Report) error {
	m.src, m.findings = src, map[string][]*Finding{}
	for i := range r.Rows {
		if f := &r.Rows[i]; f.File == src.Name {
			key := lineKey(f.Sheet, f.Row)
			m.findings[key] = append(m.findings[key], f)
		}
	}
	f, err := src.Open()
	if err != nil {
		return cannotOpen(src.Name, err)
	}
	defer f.Close()
	if err := src.table(ctx, f, m); err != nil {
		return err
	}
	return m.end()
}

func lineKey(sheet string, line int) string { return fmt.Sprint(line, "\x1f", sheet) }

func (m *marker) crs(string) error { return nil }

func (m *marker) note(phrase.Text) {}

func (m *marker) sheet(name string, line int, headers []string) error {
	title := name
	if title == "" {
		title = filepath.Base(m.src.Name)
	}
	if err := m.begin(title); err != nil {
		return err
	}
	m.sheetName, m.headers = name, m.headers[:0]
	for _, header := range headers {
		if header = cloned(strings.TrimSpace(header)); m.src.refused.has(header) || geo.PersonHeader(header) || personalText(header) {
			header = "" // left out below
		}
		m.headers = append(m.headers, header)
	}
	return m.line(line, m.headers, m.head)
}

func (m *marker) row(line int, cells []string, _ orb.Geometry) error {
	return m.line(line, cells, 0)
}

func (m *marker) fault(line int, _ string, _ phrase.Text) error { return m.line(line, nil, 0) }

// line writes one row with what was found in it behind.
func (m *marker) line(line int, cells []string, style int) error {
	found := m.findings[lineKey(m.sheetName, line)]
	m.cells = m.cells[:0]
	for i, header := range m.headers {
		if header == "" {
			continue
		}
		cell := excelize.Cell{StyleID: style}
		if i < len(cells) {
			cell.Value = strings.ToValidUTF8(cells[i], "\uFFFD")
		}
		for _, f := range found {
			if f.Column == header || strings.Contains(","+f.Column+",", ","+header+",") || f.Column == "" && f.Severity == "error" {
				cell.StyleID = m.styleOf(f)
			}
		}
		m.cells = append(m.cells, cell)
	}
	if style == m.head {
		m.cells = append(m.cells, excelize.Cell{StyleID: m.head, Value: phrase.MarkedMessage.ZH + " " + phrase.MarkedMessage.EN})
	}
	for _, f := range found {
		m.cells = append(m.cells, excelize.Cell{StyleID: m.styleOf(f), Value: f.ZH + " / " + f.EN})
	}
	return m.write(m.cells...)
}

func (m *marker) styleOf(f *Finding) int {
	if f.Severity == "error" {
		return m.red
	}
	return m.yellow
}
