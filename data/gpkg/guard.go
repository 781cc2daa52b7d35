package gpkg

import (
	"context"
	"errors"
	"strings"
	"sync"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// guard remembers whether the rows were last found to be those that batches wrote, and when that was: by PRAGMA data_version of the writing
// connection, which moves when any other connection commits and does not when this one does. As long as it stands still nobody else has
// written; when it has moved, by a batch of another process, a style saved in QGIS, or a row changed there, the rows are hashed again, and
// only that decides. A batch is written on nothing but rows found right in its own transaction, or found right before with nobody else in between.
type guard struct {
	mu    sync.Mutex
	known bool
	at    int64 // the data_version of err
	err   error // nil: all is as batches wrote it
}

func (g *guard) set(at int64, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.known, g.at, g.err = true, at, err
}

func (g *guard) get() (known bool, at int64, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.known, g.at, g.err
}

// errOutside is the cause of every error that says that another program changed rows.
var errOutside = errors.New("rows were changed by another program")

// guarded tells whether others can write to the store, and whether it has hashes by which to tell.
func (s *Store) guarded() bool { return !s.inMemory() && !s.still && s.hashed }

func (c *conn) dataVersion(ctx context.Context) (int64, error) {
	n, _, err := c.number(ctx, "PRAGMA data_version")
	return n, err
}

// untouched makes sure that the rows are those that batches wrote. The connection is the writing one, within a transaction.
func (s *Store) untouched(ctx context.Context, c *conn) error {
	if !s.guarded() {
		return nil
	}
	now, err := c.dataVersion(ctx)
	if err != nil {
		return err
	}
	if known, at, err := s.guard.get(); known && at == now {
		return err
	}
	if err := s.checkBuilt(ctx, c); err != nil {
		return err
	}
	found, err := s.readAll(ctx, c, nil)
	if err == nil {
		err = s.compare(ctx, c, found)
	}
	if err == nil || errors.Is(err, errOutside) {
		s.guard.set(now, err)
	}
	return err
}

// compare holds the rows that were read against the sums that batches keep.
func (s *Store) compare(ctx context.Context, c *conn, found tallies) error {
	if !s.guarded() || s.options.AsIs {
		return nil
	}
	differ, err := s.differing(ctx, c, found)
	if err != nil || len(differ) == 0 {
		return err
	}
	return s.outside(differ...)
}

func (s *Store) differing(ctx context.Context, c *conn, found tallies) (differ []*table, err error) {
	kept, err := c.sums(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range geo.AllCollections() {
		if found[id] != kept[id] {
			differ = append(differ, s.tables[id])
		}
	}
	return differ, nil
}

// because is why the rows could not be read to the end: if another program changed some, then more likely that than what came of it.
func (s *Store) because(ctx context.Context, c *conn, failed error) error {
	if ctx.Err() != nil || !s.guarded() || s.options.AsIs {
		return failed
	}
	found, err := s.readAll(ctx, c, nil)
	if err == nil {
		err = s.compare(ctx, c, found)
	}
	var e *geo.Error
	if !errors.Is(err, errOutside) || !errors.As(err, &e) {
		return failed
	}
	e.Err = errors.Join(errOutside, failed)
	return e
}

func (s *Store) outside(differ ...*table) error {
	return &geo.Error{Kind: geo.KindConflict, Op: "gpkg.Store", Text: s.outsideText(differ...), Err: errOutside}
}

func (s *Store) outsideText(differ ...*table) phrase.Text {
	var names []string
	for _, t := range differ {
		names = append(names, t.name)
	}
	return s.says(phrase.StoreOutside, strings.Join(names, ", "))
}

// ours makes sure that a row, read with its key, is what the last batch left of it.
func (s *Store) ours(c *conn, t *table, fid int64, d digest) error {
	var b bucket
	if err := c.readBucket(t, fid>>5, &b); err != nil {
		return err
	}
	if known := &b.slots[fid&(bucketKeys-1)]; !known.used || known.digest != d {
		return s.outside(t)
	}
	return nil
}

// idle runs f on the writing connection if nobody is using it.
func (s *Store) idle(f func(*conn)) {
	select {
	case c := <-s.writer:
		defer func() { s.writer <- c }()
		if c != nil {
			f(c)
		}
	default:
	}
}

// standstill is the data_version now, if it can be had at once.
func (s *Store) standstill(ctx context.Context) (now int64, known bool) {
	if s.guarded() {
		s.idle(func(c *conn) {
			n, err := c.dataVersion(ctx)
			now, known = n, err == nil
		})
	}
	return now, known
}

// patrol hashes the rows again when another connection has written since they were last found right or wrong.
func (s *Store) patrol(ctx context.Context) {
	if known, _, _ := s.guard.get(); !known || !s.guarded() {
		return // nobody has asked yet
	}
	s.idle(func(c *conn) {
		_ = c.reading(ctx, func() error { return s.untouched(ctx, c) })
	})
}
