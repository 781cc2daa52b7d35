package export

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"unicode/utf8"

	"beltmap/geo"
)

// CSV writes a table (RFC 4180) in UTF-8 with a byte order mark, so that Excel opens it as it is. The first line names the properties. A text that
// a spreadsheet would take for a formula has an apostrophe before it, which import takes off again.
func CSV(ctx context.Context, w io.Writer, src Source, o Options) (int, error) {
	out := bufio.NewWriterSize(w, 1<<16)
	columns := o.columns()
	line := []byte("\ufeff")
	for i, c := range columns {
		if i > 0 {
			line = append(line, ',')
		}
		line = append(line, c.name...)
	}
	_, _ = out.Write(append(line, '\r', '\n'))
	var cell []byte
	count, err := o.each(ctx, src, func(r *geo.Record) error {
		line = line[:0]
		for i := range columns {
			if i > 0 {
				line = append(line, ',')
			}
			v := columns[i].value(r)
			cell = cell[:0]
			if isText(v) && startsFormula(v) {
				cell = append(cell, '\'')
			}
			line = appendCell(line, cellText(cell, v))
		}
		_, err := out.Write(append(line, '\r', '\n'))
		return err
	})
	if err != nil {
		return count, err
	}
	return count, out.Flush()
}

func isText(v geo.Value) bool { return v.Type() == geo.TypeText || v.Type() == geo.TypeList }

func startsFormula(v geo.Value) bool {
	if v.Type() == geo.TypeList {
		return Calculated(v.Items()[0])
	}
	return Calculated(v.Text())
}

// Calculated tells whether a spreadsheet would calculate a text, or import would take its apostrophe for ours: then one stands before it.
func Calculated(text string) bool {
	switch first, _ := utf8.DecodeRuneInString(text); first {
	case '=', '+', '-', '@', '\t', '\r', '\'', '\uff1d', '\uff0b', '\uff0d', '\uff20': // the last four full-width, which Excel takes alike
		return true
	}
	return false
}

func appendCell(line, cell []byte) []byte {
	if !bytes.ContainsAny(cell, ",\"\r\n") {
		return append(line, cell...)
	}
	line = append(line, '"')
	for _, c := range cell {
		if c == '"' {
			line = append(line, '"')
		}
		line = append(line, c)
	}
	return append(line, '"')
}
