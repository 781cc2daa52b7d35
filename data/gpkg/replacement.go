package gpkg

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/mattn/go-sqlite3"
)

// replacement puts a finished file into a place where another may be. What SQLite leaves beside a file is part of it: a log of the old file
// beside the new one would be played into it and ruin it, so it is gone before the new file has the name.
type replacement struct {
	place
	taken   phrase.Phrase // said of a file that is there and is not to be replaced
	options *CopyOptions
}

// besides are the files that hold changes not yet in the file beside which they stand.
func besides() []string { return []string{"-wal", "-journal"} }

// possible tells early what put would find.
func (r *replacement) possible() error {
	const op = "gpkg.replace"
	if info, err := os.Stat(r.path); err == nil && info.IsDir() {
		return geo.Invalid(op, r.says(phrase.StoreIsFolder))
	}
	for _, end := range append([]string{""}, besides()...) {
		if _, err := os.Lstat(r.path + end); err == nil && !r.options.Replace {
			return geo.Conflict(op, r.taken.With(r.path+end))
		}
	}
	return nil
}

// put gives a draft the name. A file that is there gets the name keep first, if there is one.
func (r *replacement) put(draft, keep string) error {
	const op = "gpkg.replace"
	if err := r.possible(); err != nil {
		return err
	}
	if !r.options.Replace {
		if err := r.link(draft); err != nil {
			return err
		}
		r.options.at(Placed, 0, 0)
		return r.unwritten(op, force(filepath.Dir(r.path)))
	}
	release, err := r.seize()
	if err != nil {
		return err
	}
	defer release()
	r.options.at(Seized, 0, 0)
	if err := r.setAside(keep); err != nil {
		return r.unwritten(op, err)
	}
	r.options.at(Cleared, 0, 0)
	if err := os.Rename(draft, r.path); err != nil {
		return r.unwritten(op, err)
	}
	r.options.at(Placed, 0, 0)
	return r.unwritten(op, force(filepath.Dir(r.path)))
}

// link gives a draft a name that is free, and never one that meanwhile is not.
func (r *replacement) link(draft string) error {
	err := os.Link(draft, r.path)
	if err != nil && !errors.Is(err, fs.ErrExist) { // a disk without hard links
		if _, failed := os.Lstat(r.path); errors.Is(failed, fs.ErrNotExist) {
			return r.unwritten("gpkg.replace", os.Rename(draft, r.path))
		}
		err = fs.ErrExist
	}
	if err != nil {
		return geo.Conflict("gpkg.replace", r.taken.With(r.path))
	}
	return nil
}

// setAside gives the file that is there its other name while it still has its own, so that at every moment there is a whole file under the name, and clears
// what is left beside it: nothing, unless the file is damaged or gone.
func (r *replacement) setAside(keep string) error {
	if keep != "" {
		err := os.Link(r.path, keep)
		if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrExist) {
			err = os.Rename(r.path, keep) // a disk without hard links
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		r.options.at(Kept, 0, 0)
	}
	for _, end := range besides() {
		var err error
		if keep != "" {
			err = os.Rename(r.path+end, keep+end)
		} else {
			err = os.Remove(r.path + end)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.Remove(r.path + "-shm"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// seize makes sure that no connection has the file open, and that none can use it until release is called. Every connection to a file in WAL mode
// holds a lock as long as it lives; taking the mode away needs that nobody does, and brings the log into the file. A file that SQLite cannot read is
// locked by its bytes alone.
func (r *replacement) seize() (release func(), err error) {
	const op = "gpkg.seize"
	if _, err := os.Stat(r.path); errors.Is(err, fs.ErrNotExist) {
		return func() {}, nil
	}
	c, err := dial(r.path, seizing)
	if err == nil {
		if err = c.seize(); err == nil {
			for _, end := range append(besides(), "-shm") {
				_ = os.Remove(r.path + end) // all is in the file now; what exclusive locking leaves of its journal is void
			}
			return func() { _ = c.close() }, nil
		}
		_ = c.close()
	}
	var e sqlite3.Error
	if errors.As(err, &e) && (e.Code == sqlite3.ErrNotADB || e.Code == sqlite3.ErrCorrupt || e.Code == sqlite3.ErrIoErr) {
		release, err = lockBytes(r.path)
	}
	switch {
	case err == nil:
		return release, nil
	case errors.Is(err, errInUse), e.Code == sqlite3.ErrBusy, e.Code == sqlite3.ErrLocked:
		return nil, geo.Conflict(op, r.says(phrase.StoreInUse))
	}
	if errors.As(err, new(sqlite3.Error)) {
		return nil, r.failure(op, err)
	}
	return nil, r.unwritten(op, err)
}

// errInUse says that another connection has the file open.
var errInUse = errors.New("another process has the file open")

func (c *conn) seize() error {
	ctx := context.Background()
	mode, _, err := c.text(ctx, "PRAGMA journal_mode=DELETE")
	if err == nil && mode != "delete" {
		err = errInUse
	}
	if err != nil {
		return err
	}
	return c.script(ctx, "BEGIN EXCLUSIVE")
}

// free tells without changing anything whether the file could be seized now, as far as that can be told.
func (r *replacement) free() error {
	if _, err := os.Stat(r.path); err != nil {
		return nil
	}
	c, err := dial(r.path, seizing)
	if err == nil {
		defer c.close()
		err = c.script(context.Background(), "BEGIN IMMEDIATE", "ROLLBACK")
	}
	var e sqlite3.Error
	if errors.As(err, &e) && (e.Code == sqlite3.ErrBusy || e.Code == sqlite3.ErrLocked) {
		return geo.Conflict("gpkg.seize", r.says(phrase.StoreInUse))
	}
	return nil
}

// unwritten says why a file was not written.
func (p place) unwritten(op string, err error) error {
	var ours *geo.Error
	if err == nil || errors.As(err, &ours) {
		return err
	}
	var e sqlite3.Error
	said := phrase.CannotWrite
	switch errors.As(err, &e); {
	case e.Code == sqlite3.ErrFull, e.SystemErrno == enospc, errors.Is(err, enospc), errors.Is(err, syscall.EFBIG):
		said = phrase.NoSpace
	case errors.Is(err, fs.ErrNotExist):
		said = phrase.FolderMissing
	case e.Code == sqlite3.ErrReadonly, e.Code == sqlite3.ErrCantOpen, errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		said = phrase.FolderReadOnly
	}
	return geo.Unavailable(op, p.says(said), err)
}

// force brings a file, or the names in a folder, to the disk.
func force(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func sameFile(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}
