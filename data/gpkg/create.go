package gpkg

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Create makes a file with its first batch, which Apply would take many times as long for: the rows are written as pages, not row by row. The
// file has its name only when all is in it and on the disk, so that a failure leaves nothing. A file that is there already is a conflict.
// Time is linear in the rows but for the sorting of their ids; memory is some 60 bytes a row and the length of its id.
func Create(ctx context.Context, path string, options Options, batch geo.Batch) (geo.Cursor, error) {
	const op = "gpkg.Create"
	s := newStore(path, options)
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return 0, geo.Conflict(op, s.says(phrase.StoreExists))
	}
	l := loading{application: application{Store: s, ctx: ctx}}
	taken, err := s.draft(ctx, func(draft string) error {
		if err := s.fill(ctx, draft); err != nil {
			return err
		}
		return l.run(draft, batch)
	})
	if err == nil && taken {
		err = geo.Conflict(op, s.says(phrase.StoreExists))
	}
	return l.cursor, err
}

// create makes an empty file. If another process was faster, its file is opened.
func (s *Store) create(ctx context.Context) error {
	_, err := s.draft(ctx, func(draft string) error { return s.fill(ctx, draft) })
	return err
}

// draft makes the file under another name and gives it its own when it is whole, so that a failure leaves nothing and two processes that
// create the same file end up with one: taken tells that it is another's.
func (s *Store) draft(ctx context.Context, fill func(draft string) error) (taken bool, err error) {
	const op = "gpkg.create"
	folder := filepath.Dir(s.path)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return false, geo.NotFound(op, s.says(phrase.FolderMissing))
	}
	draft := filepath.Join(folder, "."+filepath.Base(s.path)+"."+rand.Text()[:8]+".new")
	defer func() {
		for _, end := range []string{"", "-journal", "-wal", "-shm"} {
			_ = os.Remove(draft + end)
		}
	}()
	if err := fill(draft); err != nil {
		err = s.failure(op, err)
		var e *geo.Error
		if errors.As(err, &e) && e.Text == s.says(phrase.StoreUnreadable) {
			e.Text = s.says(phrase.StoreReadOnly) // the folder is there, but SQLite could not open a file in it
		}
		return false, err
	}
	if err := os.Link(draft, s.path); errors.Is(err, fs.ErrExist) {
		return true, nil
	} else if err == nil {
		return false, nil
	}
	if err := os.Rename(draft, s.path); err != nil { // a disk without hard links
		return false, geo.Unavailable(op, s.says(phrase.StoreReadOnly), err)
	}
	return false, nil
}

// fill makes an empty file.
func (s *Store) fill(ctx context.Context, draft string) error {
	c, err := dial(draft, creating)
	if err != nil {
		return err
	}
	err = s.initialize(ctx, c)
	return errors.Join(err, c.close())
}

// initialize makes everything an empty file holds.
func (s *Store) initialize(ctx context.Context, c *conn) error {
	if err := c.script(ctx, gpkgfile.SystemTables()[:2]...); err != nil { // the marks, which a transaction does not carry everywhere
		return err
	}
	if err := s.migrate(ctx, c); err != nil {
		return err
	}
	return s.writeStyles(ctx, c)
}
