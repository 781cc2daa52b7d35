package ingest

import (
	"errors"
	"io"
	"os"
	"sync/atomic"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// input is a file that can be read at any place.
type input struct {
	name string // as the user named it
	io.ReaderAt
	size  int64
	bytes *atomic.Int64 // counts what is read, of an archive what is packed; may be nil
	spool *os.File      // a copy that is removed when the input is closed; nil where the file itself is read
}

// newInput is what was opened, at any place. What is no file is copied into one that nobody sees, bounded by maxSpool. The caller still
// closes f.
func newInput(name string, f io.Reader) (*input, error) {
	if file, ours := f.(*os.File); ours {
		info, err := file.Stat()
		if err == nil && info.Mode().IsRegular() {
			return &input{name: name, ReaderAt: file, size: info.Size()}, nil
		}
	}
	spool, err := os.CreateTemp("", "beltmap-import-*")
	if err != nil {
		return nil, geo.Unavailable("ingest.Read", phrase.CannotSpool.With(name), err)
	}
	in := &input{name: name, ReaderAt: spool, spool: spool}
	in.size, err = io.Copy(spool, io.LimitReader(f, maxSpool+1))
	switch {
	case err != nil:
		err = geo.Unavailable("ingest.Read", phrase.CannotSpool.With(name), err)
	case in.size > maxSpool:
		err = geo.Invalid("ingest.Read", phrase.FileTooLarge.With(name, maxSpool>>30))
	default:
		return in, nil
	}
	return nil, errors.Join(err, in.close())
}

func (in *input) ReadAt(p []byte, at int64) (int, error) {
	n, err := in.ReaderAt.ReadAt(p, at)
	if in.bytes != nil {
		in.bytes.Add(int64(n))
	}
	return n, err
}

func (in *input) close() error {
	if in.spool == nil {
		return nil
	}
	return errors.Join(in.spool.Close(), os.Remove(in.spool.Name()))
}
