package export

import (
	"archive/zip"
	"context"
	"io"
	"math"
	"strconv"
	"unicode/utf16"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/xuri/excelize/v2"
)

// maxSheetRows is how many records a sheet holds below its header (ECMA-376: 1,048,576 rows).
const maxSheetRows = excelize.TotalRows - 1

// XLSX writes a workbook with one sheet, named as the collection. Its header has the fields' labels in the reader's language. Texts are texts and never
// formulas; numbers are numbers; days are written as 2024-03-05. Memory does not grow with the records: the sheet stands in a temporary file until it is packed.
func XLSX(ctx context.Context, w io.Writer, src Source, o Options) (count int, err error) {
	return workbook(ctx, w, src, o, maxSheetRows)
}

// workbook is XLSX with so many records at most. Nothing is written before the last of them is in.
func workbook(ctx context.Context, w io.Writer, src Source, o Options, most int) (count int, err error) {
	book := excelize.NewFile()
	defer func() {
		if closed := book.Close(); err == nil {
			err = closed
		}
	}()
	sheet := o.Collection.String()
	if err := book.SetSheetName("Sheet1", sheet); err != nil {
		return 0, err
	}
	out, err := book.NewStreamWriter(sheet)
	if err != nil {
		return 0, err
	}
	columns := o.columns()
	if err := writeHeader(book, out, columns, o.Lang); err != nil {
		return 0, err
	}
	cells, text := make([]any, len(columns)), []byte(nil)
	written := 0
	count, err = o.each(ctx, src, func(r *geo.Record) error {
		if written == most {
			return geo.Invalid("export.XLSX", phrase.SheetFull.With(most))
		}
		written++
		for i := range columns {
			cells[i], text = sheetCell(columns[i].value(r), text)
			if s, is := cells[i].(string); is && overlong(s) {
				return geo.Invalid("export.XLSX", phrase.CellFull.With(r.Ref(), columns[i].name, excelize.TotalCellChars))
			}
		}
		at, err := excelize.CoordinatesToCellName(1, written+1)
		if err != nil {
			return err
		}
		return out.SetRow(at, cells)
	})
	if err != nil {
		return count, err
	}
	if err := out.Flush(); err != nil {
		return count, err
	}
	book.SetZipWriter(func(io.Writer) excelize.ZipWriter { return sheetZip{zip.NewWriter(w)} }) // past the buffer that would hold the whole workbook
	return count, book.Write(io.Discard)
}

// sheetZip packs the parts of a workbook as they come.
type sheetZip struct{ *zip.Writer }

// Create begins a part. One above 4 GB would need a header that says so before its length is known.
func (z sheetZip) Create(name string) (io.Writer, error) {
	part, err := z.Writer.Create(name)
	return &boundedPart{part, math.MaxUint32}, err
}

type boundedPart struct {
	io.Writer
	left int64
}

func (b *boundedPart) Write(p []byte) (int, error) {
	if b.left -= int64(len(p)); b.left < 0 {
		return 0, geo.Invalid("export.XLSX", phrase.SheetTooLong.With())
	}
	return b.Writer.Write(p)
}

func writeHeader(book *excelize.File, out *excelize.StreamWriter, columns []column, lang phrase.Lang) error {
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	header := make([]any, len(columns))
	for i, c := range columns {
		name := c.name
		if c.field != nil {
			name = c.field.Label.In(lang)
		}
		header[i] = excelize.Cell{StyleID: bold, Value: name}
	}
	if err := out.SetColWidth(1, len(columns), 18); err != nil {
		return err
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return out.SetRow("A1", header)
}

// sheetCell is a value as a cell's: nothing, a number, a truth value or a text.
func sheetCell(v geo.Value, text []byte) (any, []byte) {
	switch v.Type() {
	case geo.TypeNone:
		return nil, text
	case geo.TypeInteger:
		if i, _ := v.Integer(); exact(float64(i)) && int64(float64(i)) == i {
			return i, text
		}
	case geo.TypeNumber:
		if x, _ := v.Number(); exact(x) {
			return x, text
		}
	case geo.TypeBoolean:
		truth, _ := v.Boolean()
		return truth, text
	}
	text = cellText(text[:0], v)
	return string(text), text
}

// exact tells whether the fifteen digits that spreadsheets keep say a number. Others are written as texts, which lose none.
func exact(x float64) bool {
	short, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64)
	return err == nil && short == x
}

// overlong tells whether a text does not fit into a cell, which excelize would cut short without a word.
func overlong(s string) bool {
	return len(s) > excelize.TotalCellChars && len(utf16.Encode([]rune(s))) > excelize.TotalCellChars
}
