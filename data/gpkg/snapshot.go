package gpkg

import (
	"context"
	"database/sql/driver"
	"os"
	"slices"

	"beltmap/geo"
)

// version is a version of the store with its token.
type version struct {
	cursor geo.Cursor
	token  string
}

// reading runs f within one read transaction.
func (c *conn) reading(ctx context.Context, f func() error) error {
	if err := c.script(ctx, "BEGIN"); err != nil {
		return err
	}
	defer func() { _ = c.script(context.WithoutCancel(ctx), "ROLLBACK") }() // deferred: f may panic
	return f()
}

func (c *conn) version(ctx context.Context) (v version, err error) {
	err = c.query(ctx, func(row []driver.Value) error {
		n, _ := row[0].(int64)
		v.cursor = geo.Cursor(n)
		v.token, _ = row[1].(string)
		return nil
	}, "SELECT cursor, token FROM beltmap_batches ORDER BY cursor DESC LIMIT 1")
	return v, err
}

// Snapshot implements data.Store. Where the file allows it the rows are read straight from its pages, on all cores, while visit works
// on earlier ones; otherwise by SQL, some eight times slower. The rows are hashed as they are read; if they are not those that batches wrote, the
// error that says so comes at the end.
func (s *Store) Snapshot(ctx context.Context, visit func([]geo.Record) error) (geo.Cursor, error) {
	before, idle := s.standstill(ctx)
	v, err := s.snapshot(ctx, visit)
	if err != nil {
		return 0, s.failure("gpkg.Snapshot", err)
	}
	if after, stillIdle := s.standstill(ctx); idle && stillIdle && after == before && !s.options.AsIs {
		s.guard.set(after, nil) // nobody else has written meanwhile
	}
	s.tokens.remember(v.cursor, v.token)
	return v.cursor, nil
}

func (s *Store) snapshot(ctx context.Context, visit func([]geo.Record) error) (v version, err error) {
	if s.inMemory() {
		return s.snapshotMemory(ctx, visit)
	}
	c, err := s.take(ctx, s.readers)
	if err != nil {
		return v, err
	}
	defer func() { s.readers <- c }()
	err = c.reading(ctx, func() (err error) {
		if v, err = c.version(ctx); err != nil {
			return err
		}
		found, err := s.readAll(ctx, c, visit)
		if err != nil {
			return s.because(ctx, c, err)
		}
		return s.compare(ctx, c, found)
	})
	return v, err
}

// readAll reads every row by the quickest way, within the connection's transaction. Without visit it only hashes.
func (s *Store) readAll(ctx context.Context, c *conn, visit func([]geo.Record) error) (tallies, error) {
	file := s.frozen(ctx)
	if file == nil {
		return s.readRows(ctx, c, visit)
	}
	chunks, err := s.chunks(ctx, c, file)
	if err != nil {
		return tallies{}, err
	}
	return s.readPages(ctx, file, chunks, visit)
}

// snapshotMemory reads everything before it visits anything, so that a visit may apply a batch although there is but one connection.
// What is in memory is small.
func (s *Store) snapshotMemory(ctx context.Context, visit func([]geo.Record) error) (v version, err error) {
	var all []geo.Record
	c, err := s.take(ctx, s.readers)
	if err != nil {
		return v, err
	}
	err = c.reading(ctx, func() error {
		if v, err = c.version(ctx); err != nil {
			return err
		}
		_, err := s.readRows(ctx, c, func(records []geo.Record) error {
			for i := range records {
				all = append(all, records[i].Clone())
			}
			return nil
		})
		return err
	})
	s.readers <- c
	for page := range slices.Chunk(all, pageRecords) {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = visit(page)
		}
	}
	return v, err
}

// frozen is the file's pages if they are, and stay, those of the read transaction that the caller is in; nil if they are not.
//
// In WAL mode new pages go to the log, and a checkpoint copies them into the file, but never further than the oldest reader sees; a
// reader that needs nothing of the log holds lock 0, which keeps checkpoints away altogether (sqlite.org/wal.html). So a checkpoint is run
// within the caller's transaction. If it says that the whole log is in the file, then the file holds just what the transaction sees: no less,
// since all is copied, and no more, since the caller held it back. And so it stays until the transaction ends. If another reader or
// writer was in the way, the file is not used.
func (s *Store) frozen(ctx context.Context) *pages {
	if !s.still && !s.checkpointed(ctx) {
		return nil
	}
	file, err := s.opened()
	if err != nil {
		return nil
	}
	p, err := openPages(file)
	if err != nil {
		return nil // reading by SQL will say what is wrong, if anything is
	}
	return p
}

// checkpointed copies what it can of the log into the file, and tells whether that was all.
func (s *Store) checkpointed(ctx context.Context) (whole bool) {
	select {
	case c := <-s.readers:
		defer func() { s.readers <- c }()
		err := c.query(ctx, func(row []driver.Value) error {
			whole = row[0] == int64(0) && row[1] == row[2]
			return nil
		}, "PRAGMA wal_checkpoint(PASSIVE)")
		return whole && err == nil
	default:
		return false
	}
}

// opened is the file, opened once and closed after every connection: by POSIX's rule, closing it earlier would give up the locks that SQLite
// holds on it in this process.
func (s *Store) opened() (*os.File, error) {
	s.fileMu.Lock()
	defer s.fileMu.Unlock()
	if s.file == nil {
		file, err := os.Open(s.path)
		if err != nil {
			return nil, err
		}
		s.file = file
	}
	return s.file, nil
}
