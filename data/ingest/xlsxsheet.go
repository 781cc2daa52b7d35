package ingest

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// sheetReader takes a sheet apart, row by row.
type sheetReader struct {
	*workbook
	sheet worksheet
	rows  *headed

	cells   []string // of the row, up to the last that holds something
	line    int
	column  int // from 0
	kind    string
	style   int
	text    []byte
	within  bool // a cell has begun
	capture bool // texts belong to the cell's value
	reading int  // within readings of characters
	formula bool // the cell has one
	valued  bool // and a value
	bytes   int  // of the row's texts
	wrong   int  // cells that hold an error
	example string
}

// read hands over one sheet.
func (w *workbook) read(s worksheet, to table) error {
	merged, err := w.merged(s)
	if err != nil {
		return err
	}
	r := &sheetReader{workbook: w, sheet: s, rows: newHeaded(w.in.name, s.name, merged, to)}
	if err := w.elements(s.part, r.take); err != nil {
		return err
	}
	if err := r.rows.finish(); err != nil {
		return err
	}
	if r.wrong > 0 {
		to.note(phrase.SheetErrors.With(shortened(s.name), r.wrong, strings.ToValidUTF8(r.example, "?")))
	}
	return nil
}

func (r *sheetReader) take(m *markup, kind markupKind) error {
	switch kind {
	case markupText:
		if r.capture && r.reading == 0 {
			if r.text = append(r.text, m.text...); len(r.text) > MaxRowBytes {
				return errTooLong
			}
		}
	case markupStart:
		return r.begin(m)
	case markupEnd:
		return r.end(m)
	}
	return nil
}

func (r *sheetReader) begin(m *markup) error {
	switch string(m.name) {
	case "row":
		r.line++
		if n, err := strconv.Atoi(m.attribute("r")); err == nil && n > 0 && n <= maxSheetRows {
			r.line = n
		}
		clear(r.cells)
		r.cells, r.column, r.bytes = r.cells[:0], -1, 0
	case "c":
		return r.beginCell(m.attrs)
	case "v", "t":
		r.capture = true
	case "rPh":
		r.reading++
	case "f":
		r.formula = true
	}
	return nil
}

func (r *sheetReader) beginCell(attrs []byte) error {
	r.column++
	r.kind, r.style, r.text = "", -1, r.text[:0]
	r.within, r.capture, r.reading, r.formula, r.valued = true, false, 0, false, false
	for name, value, rest := attribute(attrs); name != nil; name, value, rest = attribute(rest) {
		switch string(name) {
		case "r":
			if column, _, ok := cellPlace(value); ok {
				r.column = column
			}
		case "s":
			r.style, _ = strconv.Atoi(string(value))
		case "t":
			r.kind = cellKind(value)
		}
	}
	if r.column >= MaxColumns {
		return geo.Invalid("ingest.XLSX", phrase.SheetTooWide.With(r.in.name, shortened(r.sheet.name), MaxColumns))
	}
	return nil
}

// cellKind is a cell's type without memory of its own.
func cellKind(value []byte) string {
	switch string(value) {
	case "s":
		return "s"
	case "b":
		return "b"
	case "str", "inlineStr":
		return "str"
	case "e":
		return "e"
	case "d":
		return "d"
	}
	return ""
}

func (r *sheetReader) end(m *markup) error {
	switch string(m.name) {
	case "v":
		r.capture, r.valued = false, true
	case "t":
		r.capture = false
	case "rPh":
		r.reading--
	case "c":
		return r.endCell()
	case "row":
		return r.rows.take(r.line, r.cells)
	}
	return nil
}

func (r *sheetReader) endCell() error {
	value := ""
	within := r.within
	r.within = false
	switch {
	case !within:
		return errMarkup
	case r.formula && !r.valued:
		value = uncomputed
	case len(r.text) == 0:
	case r.kind == "s":
		n, err := strconv.Atoi(string(bytes.TrimSpace(r.text)))
		if err != nil || n < 0 || n >= len(r.shared) {
			return errMarkup
		}
		value = r.shared[n]
	case r.kind == "e":
		if r.wrong++; r.wrong == 1 {
			r.example = string(r.text[:min(len(r.text), 20)])
		}
	case r.kind == "b":
		value = "false"
		if isTrue(string(r.text)) {
			value = "true"
		}
	case r.kind == "d":
		value = string(bytes.TrimSuffix(r.text, []byte("T00:00:00")))
	case r.kind == "":
		value = r.number(bytes.TrimSpace(r.text), r.style)
	default:
		value = string(unescapeControls(r.text))
	}
	if value == "" {
		return nil
	}
	if r.bytes += len(value); r.bytes > MaxRowBytes {
		return r.rows.tooLong(r.line)
	}
	for len(r.cells) <= r.column {
		r.cells = append(r.cells, "")
	}
	r.cells[r.column] = value
	return nil
}

// cellPlace reads a name such as BC23: column and row, both from 0.
func cellPlace(name []byte) (column, row int, ok bool) {
	at := 0
	for ; at < len(name) && at < 4 && name[at]|0x20 >= 'a' && name[at]|0x20 <= 'z'; at++ {
		column = column*26 + int(name[at]|0x20-'a') + 1
	}
	row, err := strconv.Atoi(string(name[at:]))
	return column - 1, row - 1, at > 0 && err == nil && row > 0
}

// merge is a block of cells that are one, by the first and last of its rows and columns, from 0.
type merge struct{ top, left, bottom, right int32 }

// merged reads the merged cells of a sheet, which a workbook tells only behind its rows.
func (w *workbook) merged(s worksheet) ([]merge, error) {
	defer w.again(w.left)
	f := w.part(s.part)
	if f == nil {
		return nil, w.faulty(s.part, io.ErrUnexpectedEOF)
	}
	src, err := w.archive.open(f)
	if err != nil {
		return nil, err
	}
	defer src.Close() //nolint:errcheck // it was read
	rest, err := w.seek(src, []byte("mergeCells"))
	if err != nil || rest == nil {
		return nil, err
	}
	var out []merge
	m := newMarkup(rest)
	for {
		kind, err := m.next()
		if err != nil || kind == markupEnd && m.is("mergeCells") {
			return out, nil // what is amiss is said when the sheet is read
		}
		if kind != markupStart || !m.is("mergeCell") {
			continue
		}
		from, to, _ := bytes.Cut([]byte(m.attribute("ref")), []byte(":"))
		left, top, ok1 := cellPlace(from)
		right, bottom, ok2 := cellPlace(to)
		if ok1 && ok2 && top <= bottom && left <= right && bottom < maxSheetRows && right < MaxColumns {
			out = append(out, merge{int32(top), int32(left), int32(bottom), int32(right)})
		}
		if len(out) > maxMerges {
			return nil, geo.Invalid("ingest.XLSX", phrase.SheetTooManyMerges.With(w.in.name, shortened(s.name), maxMerges))
		}
	}
}

// seek reads up to the first tag of a name and returns what follows from its "<" on, nil if there is none.
func (w *workbook) seek(src io.Reader, name []byte) (io.Reader, error) {
	const keep = 64 // a tag's beginning that one buffer may end in
	buf, n := make([]byte, 1<<16), 0
	for {
		got, err := src.Read(buf[n:])
		n += got
		for from := 0; ; {
			at := bytes.Index(buf[from:n], name)
			if at < 0 {
				break
			}
			from += at + len(name)
			if open := bytes.LastIndexByte(buf[:from], '<'); open >= 0 && !bytes.ContainsAny(buf[open:from], "/> ") {
				return io.MultiReader(bytes.NewReader(bytes.Clone(buf[open:n])), src), nil
			}
		}
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err == nil {
			err = w.ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		if n > keep {
			n = copy(buf, buf[n-keep:n])
		}
	}
}
