package export

import (
	"context"
	"io"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/xuri/excelize/v2"
)

// maxSheetRows is how many records a sheet holds below its header (ECMA-376: 1,048,576 rows).
const maxSheetRows = excelize.TotalRows - 1

// XLSX writes a workbook with one sheet, named as the collection. Its header has the fields' labels in the reader's language. Texts are texts and never
// formulas; numbers are numbers; days are written as 2024-03-05.
func XLSX(ctx context.Context, w io.Writer, src Source, o Options) (count int, err error) {
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
		if written == maxSheetRows {
			return geo.Invalid("export.XLSX", phrase.SheetFull.With(maxSheetRows))
		}
		written++
		for i := range columns {
			cells[i], text = sheetCell(columns[i].value(r), text)
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
	return count, book.Write(w)
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
		i, _ := v.Integer()
		return i, text
	case geo.TypeNumber:
		x, _ := v.Number()
		return x, text
	case geo.TypeBoolean:
		truth, _ := v.Boolean()
		return truth, text
	}
	text = cellText(text[:0], v)
	return string(text), text
}
