package gpkg

import (
	"context"
	"errors"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/mattn/go-sqlite3"
)

// place names the store in sentences: its path, or that it is in memory.
type place struct {
	path   string
	called string // what sentences call it if not by its path: a copy has the name of what it is a copy of
}

func (p place) name() any {
	switch {
	case p.called != "":
		return p.called
	case p.path == "":
		return phrase.InMemory
	}
	return p.path
}

func (p place) says(f phrase.Phrase, args ...any) phrase.Text {
	return f.With(append([]any{p.name()}, args...)...)
}

// failure turns what went wrong below into one sentence about the file. An error that is one of ours already stays as it is.
func (p place) failure(op string, err error) error {
	var ours *geo.Error
	if err == nil || errors.As(err, &ours) {
		return err
	}
	if errors.Is(err, errPage) {
		return p.damaged(op, err)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return geo.Unavailable(op, p.says(phrase.StoreStopped), err)
	}
	if errors.Is(err, enospc) {
		return geo.Unavailable(op, p.says(phrase.StoreDiskFull), err)
	}
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return &geo.Error{Kind: geo.KindInternal, Op: op, Text: p.says(phrase.StoreFailed), Err: err}
	}
	switch e.Code {
	case sqlite3.ErrInterrupt:
		return geo.Unavailable(op, p.says(phrase.StoreStopped), err)
	case sqlite3.ErrFull:
		return geo.Unavailable(op, p.says(phrase.StoreDiskFull), err)
	case sqlite3.ErrReadonly:
		return geo.Unavailable(op, p.says(phrase.StoreReadOnly), err)
	case sqlite3.ErrCantOpen, sqlite3.ErrPerm, sqlite3.ErrAuth:
		return geo.Unavailable(op, p.says(phrase.StoreUnreadable), err)
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return geo.Unavailable(op, p.says(phrase.StoreBusy), err)
	case sqlite3.ErrNotADB:
		return &geo.Error{Kind: geo.KindInvalid, Op: op, Text: p.says(phrase.StoreNotSQLite), Err: err}
	case sqlite3.ErrCorrupt:
		return p.damaged(op, err)
	case sqlite3.ErrIoErr:
		if e.SystemErrno == enospc {
			return geo.Unavailable(op, p.says(phrase.StoreDiskFull), err)
		}
		return geo.Unavailable(op, p.says(phrase.StoreFailed), err)
	}
	return &geo.Error{Kind: geo.KindInternal, Op: op, Text: p.says(phrase.StoreFailed), Err: err}
}

func (p place) damaged(op string, err error) error {
	return &geo.Error{Kind: geo.KindInvalid, Op: op, Text: p.says(phrase.StoreDamaged), Err: err}
}

func violates(err error, code sqlite3.ErrNoExtended) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && e.ExtendedCode == code
}
