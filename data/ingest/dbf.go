package ingest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
)

var errDBF = errors.New("the table is not written as dBASE does")

// dbf reads a dBASE table, the attributes of a shapefile, from beginning to end.
type dbf struct {
	src      *bufio.Reader
	decoder  *encoding.Decoder // nil for UTF-8
	language byte
	fields   []dbfField
	record   []byte
	left     uint32 // records to come
	cells    []string
}

type dbfField struct {
	name  []byte
	kind  byte
	width int
}

// The sizes of a table's head and of what it says of each field.
const (
	dbfHead     = 32
	dbfFieldLen = 32
	dbfDeleted  = '*'

	dbfNameWidth = 10
)

func newDBF(src io.Reader, enc encoding.Encoding) (*dbf, error) {
	t := &dbf{src: bufio.NewReaderSize(src, 1<<16)}
	if enc != nil {
		t.decoder = enc.NewDecoder()
	}
	var head [dbfHead]byte
	if _, err := io.ReadFull(t.src, head[:]); err != nil {
		return nil, unexpected(err)
	}
	t.left = binary.LittleEndian.Uint32(head[4:])
	t.language = head[29]
	size, length := int(binary.LittleEndian.Uint16(head[8:])), int(binary.LittleEndian.Uint16(head[10:]))
	if size <= dbfHead || length < 1 {
		return nil, errDBF
	}
	rest := make([]byte, size-dbfHead)
	if _, err := io.ReadFull(t.src, rest); err != nil {
		return nil, unexpected(err)
	}
	width := 1
	for ; len(rest) >= dbfFieldLen && rest[0] != '\r'; rest = rest[dbfFieldLen:] {
		name, _, _ := bytes.Cut(rest[:11], []byte{0})
		t.fields = append(t.fields, dbfField{bytes.Clone(name), rest[11], int(rest[16])})
		width += int(rest[16])
	}
	if width > length || len(t.fields) == 0 {
		return nil, errDBF
	}
	t.record = make([]byte, length)
	t.cells = make([]string, len(t.fields))
	return t, nil
}

// headers are the names of the fields.
func (t *dbf) headers() []string {
	out := make([]string, len(t.fields))
	for i, f := range t.fields {
		out[i] = strings.TrimSpace(t.text(f.name, dbfNameWidth))
	}
	return out
}

// step reads the next record as it stands. It is io.EOF after the last.
func (t *dbf) step() error {
	if t.left == 0 {
		return io.EOF
	}
	t.left--
	_, err := io.ReadFull(t.src, t.record)
	return unexpected(err)
}

// next reads the cells of the next record, valid until the one after, and whether it was deleted. It is io.EOF after the last.
func (t *dbf) next() (cells []string, deleted bool, err error) {
	if err := t.step(); err != nil {
		return nil, false, err
	}
	at := 1
	for i, f := range t.fields {
		t.cells[i] = t.cell(f, t.record[at:at+f.width])
		at += f.width
	}
	return t.cells, t.record[0] == dbfDeleted, nil
}

// cell is one value as text. Unknown ones, which programs write as stars, blanks or a question mark, are "".
func (t *dbf) cell(f dbfField, raw []byte) string {
	switch f.kind {
	case 'I':
		if len(raw) == 4 {
			return strconv.Itoa(int(int32(binary.LittleEndian.Uint32(raw))))
		}
	case 'L':
		switch raw = bytes.TrimSpace(raw); {
		case len(raw) == 0 || raw[0] == '?' || raw[0] == 0:
			return ""
		case strings.ContainsRune("TtYy1", rune(raw[0])):
			return "true"
		}
		return "false"
	case 'D':
		raw = bytes.Trim(raw, " \x00")
		if len(raw) != 8 {
			return string(raw)
		}
		if string(raw) == "00000000" {
			return ""
		}
		return string(raw[:4]) + "-" + string(raw[4:6]) + "-" + string(raw[6:])
	case 'N', 'F':
		raw = bytes.Trim(raw, " \x00")
		if len(raw) > 0 && raw[0] == '*' {
			return ""
		}
		return numberText(raw)
	case 'B', 'O':
		if len(raw) == 8 {
			return strconv.FormatFloat(math.Float64frombits(binary.LittleEndian.Uint64(raw)), 'f', -1, 64)
		}
		return ""
	case 'M', 'G', 'P':
		return "" // a place in another file, which is not read
	}
	return t.text(bytes.Trim(raw, " \x00"), f.width)
}

// text decodes a text. One that fills its field may have been cut off within a character, as ten bytes of Chinese are: it loses the rest of
// that. What cannot be decoded stays invalid UTF-8, so that its row is refused.
func (t *dbf) text(raw []byte, width int) string {
	for n := 0; n < utf8.UTFMax && n < len(raw) && (n == 0 || len(raw) >= width); n++ {
		if text, ok := t.decoded(raw[:len(raw)-n]); ok {
			return text
		}
	}
	return string(raw) + "\xff"
}

func (t *dbf) decoded(raw []byte) (string, bool) {
	if t.decoder == nil || utf8.Valid(raw) && !bytes.ContainsFunc(raw, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return string(raw), utf8.Valid(raw)
	}
	out, err := t.decoder.Bytes(raw)
	return string(out), err == nil && !bytes.ContainsRune(out, utf8.RuneError)
}

// detect tells the encoding of a table that no .cpg speaks for: what its head says, where that is no mere default, or else UTF-8 if every
// text is that, and GB18030 if not.
func (t *dbf) detect(ctx context.Context) (encoding.Encoding, error) {
	switch t.language {
	case 0x4d, 0x7a:
		return simplifiedchinese.GB18030, nil
	case 0x4f, 0x78:
		enc, _ := codePage("big5")
		return enc, nil
	}
	for _, f := range t.fields {
		if !validUpToCut(f.name, dbfNameWidth) {
			return simplifiedchinese.GB18030, nil
		}
	}
	for n := 0; ; n++ {
		err := t.step()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		if err == nil && n&0xff == 0 {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		at := 1
		for _, f := range t.fields {
			if text := bytes.Trim(t.record[at:at+f.width], " \x00"); f.kind == 'C' && !validUpToCut(text, f.width) {
				return simplifiedchinese.GB18030, nil
			}
			at += f.width
		}
	}
}

// validUpToCut tells whether a text is UTF-8; one that fills its field may end within a character.
func validUpToCut(text []byte, width int) bool {
	for n := 0; n < utf8.UTFMax; n++ {
		if utf8.Valid(text) {
			return true
		}
		if len(text)+n < width || len(text) == 0 { // shorter than its field: not cut
			return false
		}
		text = text[:len(text)-1]
	}
	return false
}

// codePage is the encoding of a name or number, as .cpg files hold them, and whether it is known. nil is UTF-8.
func codePage(name string) (encoding.Encoding, bool) {
	name = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, string(byteOrderMark))))
	number := strings.TrimLeft(strings.NewReplacer("cp", "", "ansi", "", "ms", "", "ldid/77", "936").Replace(name), " -_")
	switch number {
	case "65001", "utf8", "utf-8":
		return nil, true
	case "936", "54936", "gbk", "gb2312", "gb18030", "20936":
		return simplifiedchinese.GB18030, true
	case "950":
		name = "big5"
	case "1250", "1251", "1252", "1253", "1254", "1255", "1256", "1257", "1258":
		name = "windows-" + number
	case "88591", "8859-1", "28591":
		name = "iso-8859-1"
	}
	enc, err := htmlindex.Get(name)
	return enc, err == nil
}

// decodedName is a name in an archive, which programs write in UTF-8 or in the encoding of their machine.
func decodedName(name string) string {
	if utf8.ValidString(name) {
		return name
	}
	if out, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
		return out
	}
	return strings.ToValidUTF8(name, "?")
}
