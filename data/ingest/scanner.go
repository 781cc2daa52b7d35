package ingest

import (
	"bytes"
	"errors"
	"io"
	"strings"
)

// scanner takes a text table apart into records. It holds one record, of MaxRowBytes at most. A record without quotes, as nearly all are, is
// one search for its end and one for each comma.
type scanner struct {
	src   io.Reader
	comma byte
	line  int // of the record that next returned
	lines int // read so far

	buf   []byte
	start int // of the next record in buf
	eof   error
	text  []byte
	ends  []int
	cells []string
}

func newScanner(src io.Reader, comma byte) *scanner {
	return &scanner{src: src, comma: comma, buf: make([]byte, 0, 256<<10)}
}

// more reads on; false is the end of the text.
func (s *scanner) more() (bool, error) {
	if s.eof != nil {
		if errors.Is(s.eof, io.EOF) {
			return false, nil
		}
		return false, s.eof
	}
	if s.start > 0 {
		s.buf = append(s.buf[:0], s.buf[s.start:]...)
		s.start = 0
	}
	if len(s.buf) > MaxRowBytes {
		return false, errTooLong
	}
	if len(s.buf) == cap(s.buf) {
		s.buf = append(make([]byte, 0, 2*cap(s.buf)), s.buf...)
	}
	n, err := s.src.Read(s.buf[len(s.buf):cap(s.buf)])
	s.buf = s.buf[:len(s.buf)+n]
	s.eof = err
	return true, nil
}

// next is the next record, valid until the following call. A broken one has quotes that do not match; the reading goes on at the next line.
func (s *scanner) next() (cells []string, broken bool, err error) {
	s.line = s.lines + 1
	seen := 0
	for {
		if i := bytes.IndexByte(s.buf[s.start+seen:], '\n'); i >= 0 {
			return s.record(s.buf[s.start:s.start+seen+i], 1)
		}
		seen = len(s.buf) - s.start
		more, err := s.more()
		if err != nil {
			return nil, false, err
		}
		if more {
			continue
		}
		if seen == 0 {
			return nil, false, io.EOF
		}
		return s.record(s.buf[s.start:], 0)
	}
}

// record takes a record apart of which the first line is known.
func (s *scanner) record(line []byte, end int) (cells []string, broken bool, err error) {
	if bytes.IndexByte(line, '"') >= 0 {
		return s.quoted()
	}
	s.start += len(line) + end
	s.lines++
	text := string(bytes.TrimSuffix(line, []byte{'\r'}))
	s.cells = s.cells[:0]
	for {
		i := strings.IndexByte(text, s.comma)
		if i < 0 {
			s.cells = append(s.cells, text)
			return s.cells, false, nil
		}
		s.cells = append(s.cells, text[:i])
		text = text[i+1:]
	}
}

// at is the byte at a distance from the record's start.
func (s *scanner) at(i int) (byte, bool, error) {
	for s.start+i >= len(s.buf) {
		if more, err := s.more(); err != nil || !more {
			return 0, false, err
		}
	}
	return s.buf[s.start+i], true, nil
}

// quoted takes a record apart that has quotes in it, perhaps over several lines.
func (s *scanner) quoted() (cells []string, broken bool, err error) {
	s.text, s.ends = s.text[:0], s.ends[:0]
	for i := 0; ; {
		c, some, err := s.at(i)
		if err != nil {
			return nil, false, err
		}
		if some && c == '"' {
			i, broken, err = s.quotedCell(i + 1)
		} else {
			i, broken, err = s.plainCell(i)
		}
		if err != nil {
			return nil, false, err
		}
		if broken {
			return nil, true, s.skipLine()
		}
		s.ends = append(s.ends, len(s.text))
		c, some, err = s.at(i)
		if err != nil {
			return nil, false, err
		}
		if some && c == s.comma {
			i++
			continue
		}
		if some {
			i++ // the line's end
		}
		s.lines += 1 + bytes.Count(s.buf[s.start:s.start+max(i-1, 0)], []byte{'\n'})
		s.start += i
		return s.cut(), false, nil
	}
}

func (s *scanner) cut() []string {
	text, from := string(s.text), 0
	s.cells = s.cells[:0]
	for _, end := range s.ends {
		s.cells = append(s.cells, text[from:end])
		from = end
	}
	return s.cells
}

// quotedCell reads on behind an opening quote, to what follows the closing one.
func (s *scanner) quotedCell(i int) (end int, broken bool, err error) {
	for ; ; i++ {
		c, some, err := s.at(i)
		if err != nil || !some {
			return i, true, err
		}
		if c != '"' {
			if c != '\r' {
				s.text = append(s.text, c)
			}
			continue
		}
		c, some, err = s.at(i + 1)
		switch {
		case err != nil:
			return i, false, err
		case some && c == '"':
			s.text = append(s.text, c)
			i++
		case some && c == '\r':
			return i + 2, false, nil
		default:
			return i + 1, some && c != s.comma && c != '\n', nil
		}
	}
}

func (s *scanner) plainCell(i int) (end int, broken bool, err error) {
	for ; ; i++ {
		c, some, err := s.at(i)
		if err != nil || !some || c == s.comma || c == '\n' {
			return i, false, err
		}
		if c == '"' {
			return i, true, nil
		}
		if c != '\r' {
			s.text = append(s.text, c)
		}
	}
}

// skipLine goes behind the end of the record's first line.
func (s *scanner) skipLine() error {
	for i := 0; ; i++ {
		c, some, err := s.at(i)
		if err != nil {
			return err
		}
		if !some || c == '\n' {
			s.start += i
			if some {
				s.start++
			}
			s.lines++
			return nil
		}
	}
}
