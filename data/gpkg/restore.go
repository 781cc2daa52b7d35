package gpkg

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Restored is what a restore did.
type Restored struct {
	Holding
	Kept string // the name under which the file is kept that was replaced, "" if none was or it was not to be kept
}

// Restore makes a file of what another holds, a backup as a rule. The copy is made beside the file and looked over before the file is touched; then the
// file is replaced by a change of name, and kept under another. While any process has it open it is not replaced. A process killed amid all this leaves the old
// file or the new one, whole.
func Restore(ctx context.Context, in, path string, o CopyOptions) (*Restored, error) {
	const op = "gpkg.Restore"
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // the file changes places, not the link to it
	}
	if sameFile(in, path) {
		return nil, geo.Invalid(op, phrase.BackupOntoItself.With(path))
	}
	target := replacement{place: place{path: path}, taken: phrase.RestoreExists, options: &o}
	if err := target.possible(); err != nil {
		return nil, err
	}
	if err := target.free(); err != nil { // said before the copy is made, and made sure of after
		return nil, err
	}
	draft, found, err := target.fill(ctx, in)
	defer removeDraft(draft)
	if err != nil {
		return nil, err
	}
	done := &Restored{Holding: *found}
	if !o.Discard {
		done.Kept = target.keptName()
	}
	if err := target.put(draft, done.Kept); err != nil {
		return nil, err
	}
	if _, err := os.Lstat(done.Kept); err != nil {
		done.Kept = "" // there was nothing to keep
	}
	return done, nil
}

// fill makes the draft of what is to be put in place. It has the draft's name in any case, so that it can be removed.
func (r *replacement) fill(ctx context.Context, in string) (draft string, found *Holding, err error) {
	s, err := Open(ctx, in, Options{ReadOnly: true, AsIs: true})
	if err != nil {
		return "", nil, err
	}
	defer s.Close()
	mode := os.FileMode(0o644)
	was, err := os.Stat(r.path)
	if err == nil {
		mode = was.Mode().Perm()
	}
	if draft, err = r.draft(0o600); err != nil {
		return draft, nil, err
	}
	if found, err = s.copyChecked(ctx, draft, r.place, r.options); err != nil {
		return draft, nil, err
	}
	if len(found.Remarks) > 0 && !r.options.AsIs {
		return draft, nil, geo.Conflict("gpkg.Restore", phrase.RestoreOutside.With(in, found.Remarks[0]))
	}
	if r.options.Log != nil {
		err := s.enterIn(ctx, draft, r.place, r.options.Log(found))
		if err != nil && (geo.KindOf(err) != geo.KindInvalid || !r.options.AsIs) { // a log that is damaged takes nothing
			return draft, nil, err
		}
	}
	if err := os.Chmod(draft, mode); err != nil {
		return draft, nil, r.unwritten("gpkg.Restore", err)
	}
	return draft, found, r.unwritten("gpkg.Restore", sameOwner(draft, was))
}

// enterIn enters in the audit log of a draft of this store's file, and brings that to the disk. A file older than the log stays without.
func (s *Store) enterIn(ctx context.Context, draft string, to place, entries []geo.AuditEntry) error {
	const op = "gpkg.Restore"
	o := newStore(draft, s.options)
	o.called = to.path
	entered, err := o.enterAside(ctx, entries)
	if err != nil || !entered {
		return to.unwritten(op, err)
	}
	return to.unwritten(op, force(draft))
}

// keptName is a free name for the file that is replaced.
func (r *replacement) keptName() string {
	now := r.options.Now
	if now == nil {
		now = time.Now
	}
	base := r.path + ".before-restore-" + now().UTC().Format("20060102T150405Z")
	name := base
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			return name
		}
		name = base + "-" + strconv.Itoa(n)
	}
}
