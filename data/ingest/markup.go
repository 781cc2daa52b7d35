package ingest

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// Faults of XML, for the log; the reader of a format says them in its own words.
var (
	errMarkup     = errors.New("this is not well-formed XML")
	errDoctype    = errors.New("the XML declares entities of its own")
	errNotUTF8XML = errors.New("the XML is not in UTF-8")
)

type markupKind uint8

const (
	markupStart markupKind = iota + 1
	markupEnd
	markupText
)

// markup reads XML in UTF-8 from beginning to end, without namespaces and without holding more than one tag or text, at most
// MaxRowBytes of it. It is for the sheets of a workbook, whose millions of tags encoding/xml takes ten times as long for. Tags are not held
// against each other by name, only counted. Entities of a document's own are refused.
type markup struct {
	src   io.Reader
	buf   []byte
	pos   int // first byte not yet read
	ended bool
	depth int
	seen  bool // an element has been seen

	name   []byte // local name of the last tag
	attrs  []byte // what stands behind it
	text   []byte // the last text, decoded
	closed bool   // the last start tag closes itself: its end comes next
	room   []byte // where texts are decoded
}

func newMarkup(src io.Reader) *markup {
	return &markup{src: src, buf: make([]byte, 0, 1<<16)}
}

// more reads on, keeping what is not yet read. It is io.EOF at the end.
func (m *markup) more() error {
	if m.ended {
		return io.EOF
	}
	if m.pos > 0 {
		m.buf = m.buf[:copy(m.buf, m.buf[m.pos:])]
		m.pos = 0
	}
	if len(m.buf) == cap(m.buf) {
		if cap(m.buf) >= MaxRowBytes {
			return errTooLong
		}
		m.buf = append(make([]byte, 0, 2*cap(m.buf)), m.buf...)
	}
	n, err := m.src.Read(m.buf[len(m.buf):cap(m.buf)])
	m.buf = m.buf[:len(m.buf)+n]
	if errors.Is(err, io.EOF) {
		m.ended, err = true, nil
	}
	return err
}

// until is the length of what is not yet read up to the end of a mark, which may be past what is in the buffer.
func (m *markup) until(mark string) (int, error) {
	for from := 0; ; {
		if at := bytes.Index(m.buf[m.pos+from:], []byte(mark)); at >= 0 {
			return from + at + len(mark), nil
		}
		from = max(0, len(m.buf)-m.pos-len(mark)+1)
		if err := m.more(); err != nil {
			return 0, err
		}
	}
}

// next is the next tag or text. It is io.EOF after the last element, and io.ErrUnexpectedEOF within one.
func (m *markup) next() (markupKind, error) {
	if m.closed {
		m.closed = false
		m.depth--
		return markupEnd, nil
	}
	kind, err := m.step()
	for err == nil && kind == 0 {
		kind, err = m.step()
	}
	if errors.Is(err, io.EOF) && (m.depth > 0 || !m.seen) {
		err = io.ErrUnexpectedEOF
	}
	return kind, err
}

// step reads one piece; kind 0 is one that means nothing.
func (m *markup) step() (markupKind, error) {
	for m.pos >= len(m.buf) {
		if err := m.more(); err != nil {
			return 0, err
		}
	}
	if m.buf[m.pos] != '<' {
		return m.characters()
	}
	for len(m.buf)-m.pos < 9 && !m.ended {
		if err := m.more(); err != nil {
			return 0, err
		}
	}
	switch head := m.buf[m.pos:]; {
	case bytes.HasPrefix(head, []byte("<!--")):
		return 0, m.skip("-->")
	case bytes.HasPrefix(head, []byte("<![CDATA[")):
		n, err := m.until("]]>")
		if err != nil {
			return 0, unexpected(err)
		}
		m.text = m.buf[m.pos+9 : m.pos+n-3]
		m.pos += n
		return markupText, nil
	case bytes.HasPrefix(head, []byte("<?")):
		return 0, m.skip("?>")
	case bytes.HasPrefix(head, []byte("<!")):
		return 0, errDoctype
	}
	return m.tag()
}

func (m *markup) skip(mark string) error {
	n, err := m.until(mark)
	m.pos += n
	return unexpected(err)
}

// characters reads text up to the next tag.
func (m *markup) characters() (markupKind, error) {
	n, err := m.until("<")
	if errors.Is(err, io.EOF) {
		n = len(m.buf) - m.pos + 1
	} else if err != nil {
		return 0, err
	}
	raw := m.buf[m.pos : m.pos+n-1]
	m.pos += n - 1
	if m.depth == 0 {
		if len(bytes.TrimSpace(bytes.TrimPrefix(raw, byteOrderMark))) == 0 {
			return 0, nil
		}
		if bytes.IndexByte(raw, 0) >= 0 || !utf8.Valid(raw) {
			return 0, errNotUTF8XML
		}
		return 0, errMarkup
	}
	if bytes.IndexByte(raw, '&') < 0 {
		m.text = raw
		return markupText, nil
	}
	m.room, err = unescape(m.room[:0], raw)
	m.text = m.room
	return markupText, err
}

func (m *markup) tag() (markupKind, error) {
	n, err := m.tagLength()
	if err != nil {
		return 0, unexpected(err)
	}
	tag := m.buf[m.pos+1 : m.pos+n-1]
	m.pos += n
	kind := markupStart
	if len(tag) > 0 && tag[0] == '/' {
		kind, tag = markupEnd, tag[1:]
	} else if len(tag) > 0 && tag[len(tag)-1] == '/' {
		m.closed, tag = true, tag[:len(tag)-1]
	}
	end := bytes.IndexAny(tag, " \t\r\n")
	if end < 0 {
		end = len(tag)
	}
	m.name, m.attrs = tag[:end], tag[end:]
	if colon := bytes.IndexByte(m.name, ':'); colon >= 0 {
		m.name = m.name[colon+1:]
	}
	if kind == markupEnd {
		m.depth--
	} else {
		m.depth++
		m.seen = true
	}
	if len(m.name) == 0 || m.depth < 0 {
		return 0, errMarkup
	}
	return kind, nil
}

// tagLength is the length of the tag that begins here; a quoted ">" does not end it.
func (m *markup) tagLength() (int, error) {
	quote := byte(0)
	for at := 1; ; at++ {
		for m.pos+at >= len(m.buf) {
			if err := m.more(); err != nil {
				return 0, err
			}
		}
		switch c := m.buf[m.pos+at]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return at + 1, nil
		case c == '<':
			return 0, errMarkup
		}
	}
}

// is tells whether the last tag has a name.
func (m *markup) is(name string) bool { return string(m.name) == name }

// attribute takes the first attribute off attrs: its local name and its value as it stands. Both are nil after the last.
func attribute(attrs []byte) (name, value, rest []byte) {
	attrs = bytes.TrimLeft(attrs, " \t\r\n")
	equals := bytes.IndexByte(attrs, '=')
	if equals < 0 {
		return nil, nil, nil
	}
	name = bytes.TrimRight(attrs[:equals], " \t\r\n")
	if colon := bytes.IndexByte(name, ':'); colon >= 0 && !bytes.HasPrefix(name, []byte("xmlns")) {
		name = name[colon+1:]
	}
	attrs = bytes.TrimLeft(attrs[equals+1:], " \t\r\n")
	if len(attrs) == 0 || attrs[0] != '"' && attrs[0] != '\'' {
		return nil, nil, nil
	}
	end := bytes.IndexByte(attrs[1:], attrs[0])
	if end < 0 {
		return nil, nil, nil
	}
	return name, attrs[1 : 1+end], attrs[2+end:]
}

// attribute is an attribute of the last start tag, decoded; "" if it has none.
func (m *markup) attribute(want string) string {
	for name, value, rest := attribute(m.attrs); name != nil; name, value, rest = attribute(rest) {
		if string(name) == want {
			if decoded, err := unescape(nil, value); err == nil {
				return string(decoded)
			}
		}
	}
	return ""
}

// unescape appends text with its entities resolved. There are the five of XML and characters by number.
func unescape(dst, raw []byte) ([]byte, error) {
	for {
		at := bytes.IndexByte(raw, '&')
		if at < 0 {
			return append(dst, raw...), nil
		}
		dst = append(dst, raw[:at]...)
		end := bytes.IndexByte(raw[at:min(len(raw), at+12)], ';')
		if end < 0 {
			return dst, errMarkup
		}
		r, ok := entity(string(raw[at+1 : at+end]))
		if !ok {
			return dst, errMarkup
		}
		dst = utf8.AppendRune(dst, r)
		raw = raw[at+end+1:]
	}
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	return rune(n), err == nil && n > 0 && utf8.ValidRune(rune(n))
}
