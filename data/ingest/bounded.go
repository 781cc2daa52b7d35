package ingest

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
)

var errTooLong = errors.New("one row or feature is longer than the bound")

// bounded lets a parser read at most so many bytes, MaxRowBytes if nothing else is said, beyond what it has finished with, so that an unclosed quote or a huge feature
// cannot fill the memory.
type bounded struct {
	src      io.Reader
	read     int64
	finished int64
	most     int64
}

func (b *bounded) Read(p []byte) (int, error) {
	room := b.finished + cmp.Or(b.most, MaxRowBytes) - b.read
	if room <= 0 {
		return 0, errTooLong
	}
	if int64(len(p)) > room {
		p = p[:room]
	}
	n, err := b.src.Read(p)
	b.read += int64(n)
	return n, err
}

// finish tells that everything before an offset has been dealt with.
func (b *bounded) finish(offset int64) { b.finished = offset }

var byteOrderMark = []byte("\xef\xbb\xbf")

// skipMark buffers a reader and drops a UTF-8 byte order mark.
func skipMark(src io.Reader) *bufio.Reader {
	buffered := bufio.NewReaderSize(src, 1<<16)
	if head, err := buffered.Peek(len(byteOrderMark)); err == nil && bytes.Equal(head, byteOrderMark) {
		_, _ = buffered.Discard(len(byteOrderMark))
	}
	return buffered
}
