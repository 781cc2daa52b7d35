package ingest

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const headBytes = 64 << 10 // looked at to find out about a text

// encodings are those that may be said, by name without hyphens.
func encodings(name string) (encoding.Encoding, bool) {
	switch strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(name)) {
	case "utf8", "":
		return nil, true
	case "utf16", "utf16le":
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), true
	case "utf16be":
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM), true
	case "gb18030", "gbk", "gb2312", "cp936", "ansi":
		return simplifiedchinese.GB18030, true
	}
	return nil, false
}

// decoded is a text in UTF-8 without byte order mark. Without a declared encoding it is found out: by the mark, else UTF-8 if the
// text is valid, else GB18030, of which GBK and GB2312 are parts.
func decoded(name string, src io.Reader, declared string) (*bufio.Reader, error) {
	buffered := bufio.NewReaderSize(src, headBytes)
	head, err := buffered.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, cannotOpen(name, err)
	}
	if len(head) == 0 {
		return nil, geo.Invalid("ingest.CSV", phrase.IngestFileEmpty.With(name))
	}
	from, known := encodings(declared)
	switch {
	case !known:
		return nil, geo.Invalid("ingest.CSV", phrase.EncodingUnknown.With(declared))
	case declared == "" && marked16(head):
		from, _ = encodings("utf16")
	case declared == "" && !bytes.HasPrefix(head, byteOrderMark) && gb18030(head):
		from = simplifiedchinese.GB18030
	}
	if from != nil {
		buffered = bufio.NewReaderSize(transform.NewReader(buffered, from.NewDecoder()), headBytes)
	} else if declared == "" && ascii(head) {
		buffered = bufio.NewReaderSize(&turning{src: buffered}, headBytes)
	}
	if mark, err := buffered.Peek(len(byteOrderMark)); err == nil && bytes.Equal(mark, byteOrderMark) {
		_, _ = buffered.Discard(len(byteOrderMark))
	}
	if head, _ = buffered.Peek(1 << 12); bytes.IndexByte(head, 0) >= 0 {
		return nil, geo.Invalid("ingest.CSV", phrase.CSVIsBinary.With(name))
	}
	return buffered, nil
}

func marked16(head []byte) bool {
	return bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff})
}

func ascii(head []byte) bool {
	for _, b := range head {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// gb18030 tells whether a text that is not UTF-8 reads as GB18030. A character cut off at the end is neither's fault.
func gb18030(head []byte) bool {
	if validUTF8(head) {
		return false
	}
	out, _, err := transform.Bytes(simplifiedchinese.GB18030.NewDecoder(), head[:len(head)-min(len(head)/2, 4)])
	wrong := bytes.Count(out, []byte("\uFFFD"))
	return err == nil && wrong <= 1
}

func validUTF8(head []byte) bool {
	for cut := 0; cut < utf8.UTFMax && cut <= len(head); cut++ {
		if utf8.Valid(head[:len(head)-cut]) {
			return true
		}
	}
	return false
}

// turning passes on a text that began in ASCII, which is the same in UTF-8 and GB18030. The first other characters say which it is.
type turning struct {
	src *bufio.Reader
	out io.Reader // once it is known
}

func (t *turning) Read(p []byte) (int, error) {
	if t.out != nil {
		return t.out.Read(p)
	}
	head, err := t.src.Peek(headBytes)
	if len(head) == 0 {
		return 0, err
	}
	if ascii(head) {
		return t.src.Read(p[:min(len(p), len(head))])
	}
	t.out = t.src
	if gb18030(head) {
		t.out = transform.NewReader(t.src, simplifiedchinese.GB18030.NewDecoder())
	}
	return t.out.Read(p)
}
