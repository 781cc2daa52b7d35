package export

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"io"
	"slices"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/xuri/excelize/v2"
)

// Sheet is a table of figures that are no records: a list worked out, a comparison. It is written as the records of a collection are, texts never as
// formulas, but no import reads it back.
type Sheet struct {
	Name string                                    // of the sheet of a workbook
	Head []string                                  // of each column
	Rows int                                       // how many there are
	Row  func(i int, into []geo.Value) []geo.Value // appends the i-th, a value a column
}

// WriteCSV writes the sheet as CSV writes a collection.
func (s *Sheet) WriteCSV(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriterSize(w, 1<<16)
	line := []byte("\ufeff")
	for i, name := range s.Head {
		if i > 0 {
			line = append(line, ',')
		}
		line = appendCell(line, []byte(name))
	}
	_, _ = out.Write(append(line, '\r', '\n'))
	var cell []byte
	var row []geo.Value
	for i := range s.Rows {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		row = s.Row(i, row[:0])
		line = line[:0]
		for k, v := range row {
			if k > 0 {
				line = append(line, ',')
			}
			cell = cell[:0]
			if isText(v) && startsFormula(v) {
				cell = append(cell, '\'')
			}
			line = appendCell(line, cellText(cell, v))
		}
		if _, err := out.Write(append(line, '\r', '\n')); err != nil {
			return err
		}
	}
	return out.Flush()
}

// WriteXLSX writes the sheet as XLSX writes a collection. Nothing is written before it is whole.
func (s *Sheet) WriteXLSX(ctx context.Context, w io.Writer) (err error) { return Workbook(ctx, w, *s) }

// Workbook writes sheets into one XLSX, in their order.
func Workbook(ctx context.Context, w io.Writer, sheets ...Sheet) (err error) {
	book := excelize.NewFile()
	defer func() {
		if closed := book.Close(); err == nil {
			err = closed
		}
	}()
	for i := range sheets {
		if err := sheets[i].into(ctx, book, i == 0); err != nil {
			return err
		}
	}
	var whole bytes.Buffer
	if err := book.Write(&whole); err != nil {
		return err
	}
	if len(sheets) == 1 {
		_, err = whole.WriteTo(w)
		return err
	}
	return inOrder(whole.Bytes(), w)
}

// inOrder writes a packed file with its parts in the order of their names. The library puts sheets into it in whatever order, and the same workbook is to have the
// same bytes, and so the same tag.
func inOrder(packed []byte, w io.Writer) error {
	parts, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return err
	}
	slices.SortFunc(parts.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, part := range parts.File {
		if err := out.Copy(part); err != nil {
			return err
		}
	}
	return out.Close()
}

// into writes the sheet into a workbook, whose own first sheet the first takes.
func (s *Sheet) into(ctx context.Context, book *excelize.File, first bool) (err error) {
	if s.Rows > maxSheetRows {
		return geo.Invalid("export.Sheet", phrase.SheetFull.With(maxSheetRows))
	}
	if first {
		err = book.SetSheetName("Sheet1", s.Name)
	} else {
		_, err = book.NewSheet(s.Name)
	}
	if err != nil {
		return err
	}
	out, err := book.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	columns := make([]column, len(s.Head))
	for i, name := range s.Head {
		columns[i].name = name
	}
	if err := writeHeader(book, out, columns, phrase.Chinese); err != nil {
		return err
	}
	if err := s.fill(ctx, out); err != nil {
		return err
	}
	return out.Flush()
}

func (s *Sheet) fill(ctx context.Context, out *excelize.StreamWriter) error {
	cells, text := make([]any, len(s.Head)), []byte(nil)
	var row []geo.Value
	for i := range s.Rows {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		row = s.Row(i, row[:0])
		for k := range cells {
			cells[k], text = sheetCell(row[k], text)
			if t, is := cells[k].(string); is && overlong(t) {
				return geo.Invalid("export.Sheet", phrase.CellFull.With(row[0], s.Head[k], excelize.TotalCellChars))
			}
		}
		at, err := excelize.CoordinatesToCellName(1, i+2)
		if err != nil {
			return err
		}
		if err := out.SetRow(at, cells); err != nil {
			return err
		}
	}
	return nil
}
