package gpkg

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"time"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/mattn/go-sqlite3"
)

// Holding is what a file that was copied holds.
type Holding struct {
	Version geo.Cursor
	Records int
	Bytes   int64
	Remarks []phrase.Text // what another program did to its rows; empty if they are as batches wrote them
}

// Step is where a backup or a restore is.
type Step string

// The steps, in order. Only Copying has a total, in pages and not at once; where nothing is to be replaced Placed comes after Syncing.
const (
	Copying  Step = "copying"
	Checking Step = "checking"
	Syncing  Step = "syncing"
	Seized   Step = "seized" // nobody else can open the file that is replaced
	Kept     Step = "kept"   // it has its other name
	Cleared  Step = "cleared"
	Placed   Step = "placed"
)

// CopyOptions are those of Backup and Restore.
type CopyOptions struct {
	Replace  bool                             // take the place of a file that is there
	AsIs     bool                             // of Restore: although another program changed rows
	Discard  bool                             // of Restore: do not keep the file that was replaced
	Log      func(*Holding) []geo.AuditEntry  // of Restore: entered in the file that is made, if it has an audit log; may be nil
	Progress func(step Step, done, total int) // may be nil
	Now      func() time.Time                 // for the name of the file that is kept, time.Now if nil
}

func (o *CopyOptions) at(step Step, done, total int) {
	if o.Progress != nil {
		o.Progress(step, done, total)
	}
}

const (
	pagesAStep   = 1024 // 4 MB: how soon a canceled copy stops
	copyPatience = 5 * time.Second
)

// Backup writes what the store holds at one version to a file of its own, while batches go on, here and in other processes. The file is made
// beside its name, looked over (see Check) and forced to the disk before it gets the name, so that there is a whole file of that name or none, or
// the one from before. Only its owner may read it.
func (s *Store) Backup(ctx context.Context, out string, o CopyOptions) (*Holding, error) {
	const op = "gpkg.Backup"
	if s.inMemory() {
		return nil, geo.Invalid(op, phrase.BackupOfMemory.With())
	}
	if sameFile(out, s.path) {
		return nil, geo.Invalid(op, phrase.BackupOntoItself.With(out))
	}
	target := replacement{place: place{path: out}, taken: phrase.BackupExists, options: &o}
	if err := target.possible(); err != nil {
		return nil, err
	}
	draft, err := target.draft(0o600)
	if err != nil {
		return nil, err
	}
	defer removeDraft(draft)
	found, err := s.copyChecked(ctx, draft, target.place, &o)
	if err != nil {
		return nil, err
	}
	if err := target.put(draft, ""); err != nil {
		return nil, err
	}
	return found, nil
}

// draft makes an empty file beside the one it is to become.
func (p place) draft(mode os.FileMode) (string, error) {
	path := filepath.Join(filepath.Dir(p.path), "."+filepath.Base(p.path)+"."+rand.Text()[:8]+".part")
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err == nil {
		err = f.Close()
	}
	return path, p.unwritten("gpkg.draft", err)
}

func removeDraft(path string) {
	if path == "" {
		return
	}
	for _, end := range []string{"", "-journal", "-wal", "-shm"} {
		_ = os.Remove(path + end)
	}
}

// copyChecked fills a draft, looks it over as if it were this store's file, and forces it to the disk.
func (s *Store) copyChecked(ctx context.Context, draft string, to place, o *CopyOptions) (*Holding, error) {
	const op = "gpkg.copy"
	v, err := s.copyPages(ctx, draft, to, o)
	if err != nil {
		return nil, s.failure(op, err)
	}
	o.at(Checking, 0, 0)
	found, err := s.inspect(ctx, draft, v)
	if err != nil {
		return nil, s.failure(op, err)
	}
	o.at(Syncing, 0, 0)
	return found, to.unwritten(op, force(draft))
}

// copyPages copies the file's pages as of one version. The read transaction around it is what keeps the copy whole without starting again at
// every batch of another process; batches go to the log meanwhile.
func (s *Store) copyPages(ctx context.Context, draft string, to place, o *CopyOptions) (v version, err error) {
	c, err := s.take(ctx, s.readers)
	if err != nil {
		return v, err
	}
	defer func() { s.readers <- c }()
	d, err := dial(draft, drafting)
	if err != nil {
		return v, to.unwritten("gpkg.copy", err)
	}
	err = c.reading(ctx, func() (err error) {
		if v, err = c.version(ctx); err != nil {
			return err
		}
		b, err := d.db.Backup("main", c.db, "main")
		if err != nil {
			return to.unwritten("gpkg.copy", err)
		}
		err = s.copyAll(ctx, b, to, o)
		if finished := b.Finish(); err == nil {
			err = s.sideOf(to, finished)
		}
		return err
	})
	if closed := d.close(); err == nil {
		err = to.unwritten("gpkg.copy", closed)
	}
	return v, err
}

func (s *Store) copyAll(ctx context.Context, b *sqlite3.SQLiteBackup, to place, o *CopyOptions) error {
	o.at(Copying, 0, 0)
	left, moved := -1, time.Now()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		done, err := b.Step(pagesAStep)
		if err != nil || done {
			return s.sideOf(to, err)
		}
		if now := b.Remaining(); now != left {
			left, moved = now, time.Now()
			o.at(Copying, b.PageCount()-left, b.PageCount())
			continue
		}
		if time.Since(moved) > copyPatience {
			return geo.Unavailable("gpkg.copy", s.says(phrase.StoreBusy), nil)
		}
		time.Sleep(time.Millisecond) // the driver does not tell a busy file from progress
	}
}

// sideOf says about which of the two files a copy's error is.
func (s *Store) sideOf(to place, err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return err
	}
	e.Code, e.ExtendedCode = e.Code&0xff, sqlite3.ErrNoExtended(e.Code) // the driver takes the one for the other here
	switch {
	case e.Code == sqlite3.ErrFull, e.Code == sqlite3.ErrReadonly, e.Code == sqlite3.ErrCantOpen, e.Code == sqlite3.ErrIoErr && !readFailed(e.ExtendedCode):
		return to.unwritten("gpkg.copy", e)
	}
	return e
}

func readFailed(code sqlite3.ErrNoExtended) bool {
	return code == sqlite3.ErrIoErrRead || code == sqlite3.ErrIoErrShortRead
}

// inspect looks over a copy of the store's file of which the version is known. It is an error if its pages are damaged, or it is not that version.
func (s *Store) inspect(ctx context.Context, copied string, want version) (*Holding, error) {
	const op = "gpkg.inspect"
	o := newStore(copied, Options{ReadOnly: true, AsIs: true})
	o.called, o.still = s.path, true
	defer o.release()
	if err := o.open(ctx); err != nil {
		return nil, err
	}
	c, err := o.take(ctx, o.readers)
	if err != nil {
		return nil, err
	}
	damage, remarks, err := o.lookOver(ctx, c)
	var is version
	if err == nil {
		is, err = c.version(ctx)
	}
	o.readers <- c
	switch {
	case err != nil:
		return nil, err
	case len(damage) > 0:
		return nil, o.damaged(op, errors.New(damage[0].EN))
	case is != want:
		return nil, o.damaged(op, errors.New("the copy is not the version that was copied"))
	}
	found := &Holding{Remarks: remarks}
	found.Version, err = o.Snapshot(ctx, func(records []geo.Record) error {
		found.Records += len(records)
		return nil
	})
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(copied)
	if err == nil {
		found.Bytes = info.Size()
	}
	return found, err
}
