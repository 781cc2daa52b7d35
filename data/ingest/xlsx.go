package ingest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// workbook is an XLSX file (ECMA-376, Part 1) with what its sheets share. It reads values as they are kept, not as they are shown: a
// number without the rounding of its format, a formula as its last result, a date, which is a number whose format shows a day, as ISO
// 8601. Charts, pictures, comments and macros are not read.
type workbook struct {
	*archive
	ctx      context.Context
	shared   []string // texts that cells name by number
	styles   []moment // of each cell style, what its numbers are
	from1904 bool     // days count from 1904
	room     int      // bytes that may still be taken for shared texts
}

// worksheet is a sheet by its name and its part in the archive.
type worksheet struct {
	name   string
	part   string
	hidden bool
}

// oldWorkbook begins a file of Microsoft's compound format: an .xls, or an .xlsx under a password.
const oldWorkbook = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// readXLSX hands over the sheets of a workbook in their order. Hidden ones are left out and named; those without any row are passed over.
func readXLSX(ctx context.Context, in *input, to table) error {
	head := make([]byte, len(oldWorkbook))
	if n, _ := in.ReadAt(head, 0); n == 0 {
		return geo.Invalid("ingest.XLSX", phrase.IngestFileEmpty.With(in.name))
	}
	if string(head) == oldWorkbook {
		return geo.Invalid("ingest.XLSX", phrase.WorkbookLocked.With(in.name))
	}
	if string(head[:2]) != "PK" {
		return geo.Invalid("ingest.XLSX", phrase.NotWorkbook.With(in.name))
	}
	a, err := openArchive(in)
	if err != nil {
		return err
	}
	w := &workbook{archive: a, ctx: ctx, room: maxShared}
	sheets, err := w.open()
	if err != nil {
		return err
	}
	for _, s := range sheets {
		if s.hidden {
			to.note(phrase.SheetHidden.With(shortened(s.name)))
			continue
		}
		if err := w.read(s, to); err != nil {
			return err
		}
	}
	return nil
}

// relation is where a part of the workbook says another one lies.
type relation struct{ kind, target string }

// open reads what the sheets share and lists them.
func (w *workbook) open() ([]worksheet, error) {
	book := "xl/workbook.xml"
	top, err := w.relations("_rels/.rels", "")
	if err != nil {
		return nil, err
	}
	for _, r := range top {
		if r.kind == "officeDocument" {
			book = r.target
		}
	}
	if w.part(book) == nil || strings.HasSuffix(book, ".bin") {
		return nil, geo.Invalid("ingest.XLSX", phrase.NotWorkbook.With(w.in.name))
	}
	folder, file := path.Split(book)
	related, err := w.relations(folder+"_rels/"+file+".rels", folder)
	if err != nil {
		return nil, err
	}
	for _, r := range related {
		switch r.kind {
		case "sharedStrings":
			err = w.elements(r.target, w.texts())
		case "styles":
			err = w.elements(r.target, w.formats())
		}
		if err != nil {
			return nil, err
		}
	}
	var sheets []worksheet
	err = w.elements(book, func(m *markup, kind markupKind) error {
		if kind != markupStart {
			return nil
		}
		switch {
		case m.is("workbookPr"):
			w.from1904 = isTrue(m.attribute("date1904"))
		case m.is("sheet"):
			if r := related[m.attribute("id")]; r.kind == "worksheet" {
				sheets = append(sheets, worksheet{m.attribute("name"), r.target, m.attribute("state") != "" && m.attribute("state") != "visible"})
			}
		}
		return nil
	})
	return sheets, err
}

func isTrue(s string) bool { return s == "1" || s == "true" }

// relations reads a part that says where others lie, by id; targets are from folder unless they begin with a slash. A part that is not
// there says nothing.
func (w *workbook) relations(part, folder string) (map[string]relation, error) {
	out := map[string]relation{}
	if w.part(part) == nil {
		return out, nil
	}
	err := w.elements(part, func(m *markup, kind markupKind) error {
		if kind != markupStart || !m.is("Relationship") || len(out) >= MaxColumns {
			return nil
		}
		target := m.attribute("Target")
		if !strings.HasPrefix(target, "/") {
			target = folder + target
		}
		out[m.attribute("Id")] = relation{path.Base(m.attribute("Type")), strings.TrimPrefix(path.Clean("/"+target), "/")}
		return nil
	})
	return out, err
}

// elements visits the tags and texts of one part.
func (w *workbook) elements(part string, visit func(*markup, markupKind) error) error {
	f := w.part(part)
	if f == nil {
		return w.faulty(part, io.ErrUnexpectedEOF)
	}
	src, err := w.archive.open(f)
	if err != nil {
		return err
	}
	defer src.Close() //nolint:errcheck // it was read
	return w.walk(part, newMarkup(src), visit)
}

func (w *workbook) walk(part string, m *markup, visit func(*markup, markupKind) error) error {
	for n := 1; ; n++ {
		kind, err := m.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && n&0xffff == 0 {
			err = w.ctx.Err()
		}
		if err == nil {
			err = visit(m, kind)
		}
		if err != nil {
			return w.faulty(part, err)
		}
	}
}

// faulty says in one sentence which part of the workbook is not as it should be; errors that are not the part's pass as they are.
func (w *workbook) faulty(part string, cause error) error {
	for _, known := range []error{errMarkup, errDoctype, errNotUTF8XML, errTooLong, io.ErrUnexpectedEOF} {
		if errors.Is(cause, known) {
			e := geo.Invalid("ingest.XLSX", phrase.WorkbookDamaged.With(w.in.name, shortened(part)))
			e.Err = cause
			return e
		}
	}
	return cause
}

const perText = 32 // bytes that a text costs beyond its own

// texts collects the texts that sheets share. Readings of Chinese or Japanese characters (rPh) are no part of a text.
func (w *workbook) texts() func(*markup, markupKind) error {
	var text []byte
	within, readings := false, 0
	return func(m *markup, kind markupKind) error {
		switch {
		case kind == markupText:
			if within && readings == 0 {
				text = append(text, m.text...)
			}
			if len(text) > MaxRowBytes {
				return errTooLong
			}
		case m.is("t"):
			within = kind == markupStart
		case m.is("rPh") && kind == markupStart:
			readings++
		case m.is("rPh"):
			readings--
		case m.is("si") && kind == markupStart:
			text, readings = text[:0], 0
		case m.is("si"):
			if w.room -= len(text) + perText; w.room < 0 {
				return geo.Invalid("ingest.XLSX", phrase.WorkbookTooManyTexts.With(w.in.name, maxShared>>20))
			}
			w.shared = append(w.shared, string(unescapeControls(text)))
		}
		return nil
	}
}

// unescapeControls resolves characters that spreadsheets write as _x000D_, in place.
func unescapeControls(text []byte) []byte {
	if !bytes.Contains(text, []byte("_x")) {
		return text
	}
	out := text[:0]
	for i := 0; i < len(text); i++ {
		if i+7 <= len(text) && text[i] == '_' && text[i+1] == 'x' && text[i+6] == '_' {
			if r, ok := entity("#x" + string(text[i+2:i+6])); ok && r < 0x80 {
				out = append(out, byte(r))
				i += 6
				continue
			}
		}
		out = append(out, text[i])
	}
	return out
}
