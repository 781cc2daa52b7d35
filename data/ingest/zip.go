package ingest

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// archive is a zip file read part by part. What its parts unpack to is counted as it is read, whatever the file says of them, so that a
// small file cannot unpack to any size.
type archive struct {
	in    *input
	parts []*zip.File
	left  int64 // bytes that may still be unpacked
}

func openArchive(in *input) (*archive, error) { return openWithin(in, maxDirectory) }

func openWithin(in *input, room int64) (*archive, error) {
	directory := &bookkeeper{src: in, left: room}
	r, err := zip.NewReader(directory, in.size)
	switch {
	case errors.Is(err, errTooLong) || directory.over:
		return nil, geo.Invalid("ingest.archive", phrase.ArchiveTooManyParts.With(in.name))
	case err != nil && !errors.Is(err, zip.ErrInsecurePath):
		e := geo.Invalid("ingest.archive", phrase.ArchiveDamaged.With(in.name))
		e.Err = err
		return nil, e
	}
	directory.all = true
	a := &archive{in: in, left: maxUnpacked}
	for _, f := range r.File {
		if !f.FileInfo().IsDir() {
			a.parts = append(a.parts, f)
		}
	}
	return a, nil
}

// bookkeeper bounds what is read before all of it may be: the directory of an archive stands in memory, and its entries become six times as
// large there.
type bookkeeper struct {
	src  io.ReaderAt
	left int64
	over bool
	all  bool
}

func (b *bookkeeper) ReadAt(p []byte, at int64) (int, error) {
	if !b.all {
		if b.left -= int64(len(p)); b.left < 0 {
			b.over = true
			return 0, errTooLong
		}
	}
	return b.src.ReadAt(p, at)
}

// name is where a part lies in the archive, with slashes, whatever program wrote it.
func partName(f *zip.File) string {
	return strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(f.Name, `\`, "/")), "/")
}

// part is the part of a name, whatever its case; nil if there is none.
func (a *archive) part(name string) *zip.File {
	for _, f := range a.parts {
		if strings.EqualFold(partName(f), name) {
			return f
		}
	}
	return nil
}

// open reads a part from its beginning.
func (a *archive) open(f *zip.File) (io.ReadCloser, error) {
	if f.Flags&1 != 0 {
		return nil, geo.Invalid("ingest.archive", phrase.ArchiveLocked.With(a.in.name))
	}
	src, err := f.Open()
	if err != nil {
		return nil, a.damaged(err)
	}
	return &unpacking{src, a}, nil
}

// again forgets what was unpacked since left bytes might still be: what follows will unpack the same.
func (a *archive) again(left int64) { a.left = left }

// damaged is the one sentence for an archive whose parts cannot be unpacked.
func (a *archive) damaged(cause error) error {
	var said *geo.Error
	if errors.As(cause, &said) {
		return cause
	}
	e := geo.Invalid("ingest.archive", phrase.ArchiveDamaged.With(a.in.name))
	e.Err = cause
	return e
}

type unpacking struct {
	io.ReadCloser
	of *archive
}

func (u *unpacking) Read(p []byte) (int, error) {
	if u.of.left <= 0 {
		return 0, geo.Invalid("ingest.archive", phrase.ArchiveTooLarge.With(u.of.in.name, maxUnpacked>>30))
	}
	n, err := u.ReadCloser.Read(p[:min(int64(len(p)), u.of.left)])
	u.of.left -= int64(n)
	if err != nil && !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = u.of.damaged(err)
	}
	return n, err
}

// all reads a small part whole.
func (a *archive) all(f *zip.File) ([]byte, error) {
	src, err := a.open(f)
	if err != nil {
		return nil, err
	}
	defer src.Close() //nolint:errcheck // it was read
	text, err := io.ReadAll(io.LimitReader(src, MaxRowBytes+1))
	if len(text) > MaxRowBytes {
		return nil, geo.Invalid("ingest.archive", phrase.ArchivePartTooLarge.With(a.in.name, partName(f), MaxRowBytes>>20))
	}
	return text, err
}
