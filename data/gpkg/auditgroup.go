package gpkg

import (
	"context"
	"errors"
	"sync"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// waiting are the entries that wait to be entered in the audit log. Whoever gets the writing connection first enters those of all who wait, in one
// transaction: what a commit costs is the disk's answer, and many entries take no longer than one.
type waiting struct {
	mu   sync.Mutex
	list []*entering
}

// entering is one call of Append.
type entering struct {
	entries []geo.AuditEntry
	done    chan error // has room for the one answer
}

func (w *waiting) add(e *entering) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.list = append(w.list, e)
}

func (w *waiting) takeAll() []*entering {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := w.list
	w.list = nil
	return all
}

// drop takes back what nobody has begun to enter, and tells whether that was so.
func (w *waiting) drop(e *entering) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, other := range w.list {
		if other == e {
			w.list = append(w.list[:i:i], w.list[i+1:]...)
			return true
		}
	}
	return false
}

func (l auditLog) Append(ctx context.Context, entries ...geo.AuditEntry) error {
	const op = "gpkg.AuditLog.Append"
	if l.options.ReadOnly {
		return geo.Unavailable(op, l.says(phrase.StoreReadOnly), nil)
	}
	if err := ctx.Err(); err != nil {
		return l.failure(op, err)
	}
	mine := &entering{entries: entries, done: make(chan error, 1)}
	l.waiting.add(mine)
	select {
	case err := <-mine.done:
		return l.failure(op, err)
	case c := <-l.writer:
		l.enterAll(c)
		return l.failure(op, <-mine.done)
	case <-l.closed:
		if !l.waiting.drop(mine) {
			return l.failure(op, <-mine.done)
		}
		return geo.Unavailable(op, l.says(phrase.StoreClosed), nil)
	case <-ctx.Done():
		if !l.waiting.drop(mine) {
			return l.failure(op, <-mine.done)
		}
		return l.failure(op, ctx.Err())
	}
}

// enterAll enters what waits, and gives the connection back.
func (l auditLog) enterAll(c *conn) {
	defer func() { l.writer <- c }()
	all := l.waiting.takeAll()
	if len(all) == 0 {
		return // somebody else was faster, ours too
	}
	err := l.enter(c, all)
	for _, e := range all {
		e.done <- err
	}
}

func (l auditLog) enter(c *conn, all []*entering) error {
	if l.path != "" {
		if err := l.stillThere(); err != nil {
			return err
		}
	}
	return c.writing(context.Background(), func() error {
		for _, e := range all {
			if err := l.audit(c, e.entries); err != nil {
				return err
			}
		}
		return nil
	})
}

// Enter enters something in the audit log of a file that is otherwise left as it is: an older one is not brought to the present form, and of one older
// than the log it tells that nothing was entered.
func Enter(ctx context.Context, path string, entries ...geo.AuditEntry) (entered bool, err error) {
	s := newStore(path, Options{})
	if err := s.present(ctx); err != nil {
		return false, err
	}
	entered, err = s.enterAside(ctx, entries)
	return entered, s.failure("gpkg.Enter", err)
}

// enterAside enters by a connection of its own, in a file that is not open as a store.
func (s *Store) enterAside(ctx context.Context, entries []geo.AuditEntry) (entered bool, err error) {
	c, err := dial(s.path, readWrite)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, c.close()) }()
	if err := s.identify(ctx, c); err != nil {
		return false, err
	}
	if have, err := columnsOf(ctx, c, "audit_log"); err != nil || len(have) == 0 {
		return false, err
	}
	err = c.writing(ctx, func() error { return s.audit(c, entries) })
	return err == nil, err
}

// writing runs f within one write transaction.
func (c *conn) writing(ctx context.Context, f func() error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	done := context.WithoutCancel(ctx)
	if err := c.script(done, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	committed := false
	defer func() {
		if !committed {
			_ = c.script(done, "ROLLBACK")
		}
	}()
	if err := f(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	err = c.script(done, "COMMIT")
	committed = err == nil
	return err
}
