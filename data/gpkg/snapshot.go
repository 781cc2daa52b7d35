package gpkg

import (
	"context"
	"database/sql/driver"
	"errors"
	"sync"

	"beltmap/geo"
	"github.com/mattn/go-sqlite3"
)

// chunkRows is how many fids one reading statement covers: SQLite joins their rows into one text, which crosses from C in one step.
const chunkRows = 2048

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

// Snapshot implements data.Store. Two connections read and decode chunks in turn, on two cores, while visit works on an earlier one.
func (s *Store) Snapshot(ctx context.Context, visit func([]geo.Record) error) (geo.Cursor, error) {
	v, err := s.snapshot(ctx, visit)
	if err != nil {
		return 0, s.failure("gpkg.Snapshot", err)
	}
	s.tokens.remember(v.cursor, v.token)
	return v.cursor, nil
}

func (s *Store) snapshot(ctx context.Context, visit func([]geo.Record) error) (version, error) {
	if s.inMemory() {
		return s.snapshotMemory(ctx, visit)
	}
	first, err := s.take(ctx, s.readers)
	if err != nil {
		return version{}, err
	}
	defer func() { s.readers <- first }()
	var v version
	err = first.reading(ctx, func() (err error) {
		if v, err = first.version(ctx); err != nil {
			return err
		}
		chunks, err := s.chunks(ctx, first)
		if err != nil {
			return err
		}
		second := s.helper(ctx, v)
		if second == nil {
			return s.read(ctx, chunks, visit, first)
		}
		defer s.dismiss(ctx, second)
		return s.read(ctx, chunks, visit, first, second)
	})
	return v, err
}

// helper is a second connection within a transaction on the same version, or nil if none is free or another batch came between.
func (s *Store) helper(ctx context.Context, v version) *conn {
	select {
	case c := <-s.readers:
		if c.script(ctx, "BEGIN") == nil {
			if seen, err := c.version(ctx); err == nil && seen == v {
				return c
			}
			s.dismiss(ctx, c)
			return nil
		}
		s.readers <- c
	default:
	}
	return nil
}

// dismiss ends a helper's transaction and lets others have it.
func (s *Store) dismiss(ctx context.Context, c *conn) {
	_ = c.script(context.WithoutCancel(ctx), "ROLLBACK") // it only read: what fails here has no consequence
	s.readers <- c
}

// snapshotMemory reads everything before it visits anything, so that a visit may apply a batch although there is but one connection.
// What is in memory is small.
func (s *Store) snapshotMemory(ctx context.Context, visit func([]geo.Record) error) (v version, err error) {
	var all [][]geo.Record
	c, err := s.take(ctx, s.readers)
	if err != nil {
		return v, err
	}
	err = c.reading(ctx, func() error {
		if v, err = c.version(ctx); err != nil {
			return err
		}
		chunks, err := s.chunks(ctx, c)
		if err != nil {
			return err
		}
		d := newDecoder()
		for _, chunk := range chunks {
			records, err := c.readChunk(ctx, d, chunk, nil)
			if err != nil {
				return err
			}
			all = append(all, records)
		}
		return nil
	})
	s.readers <- c
	for _, records := range all {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil && len(records) > 0 {
			err = visit(records)
		}
	}
	return v, err
}

// chunk is a span of fids of one table, both ends included.
type chunk struct {
	table    *table
	from, to int64
}

// chunks cuts the tables into chunks, in the order in which records are visited.
func (s *Store) chunks(ctx context.Context, c *conn) ([]chunk, error) {
	var out []chunk
	for _, id := range geo.AllCollections() {
		t := s.tables[id]
		first, some, err := c.number(ctx, "SELECT min(fid) FROM "+quoted(t.name))
		if err != nil {
			return nil, err
		}
		last, _, err := c.number(ctx, "SELECT max(fid) FROM "+quoted(t.name))
		if err != nil {
			return nil, err
		}
		for some && first <= last {
			to := min(first+chunkRows-1, last)
			out = append(out, chunk{t, first, to})
			first = to + 1
		}
	}
	return out, nil
}

// readChunk reads one chunk into records, reusing their memory. A chunk that is too long for one text is read in halves.
func (c *conn) readChunk(ctx context.Context, d *decoder, k chunk, records []geo.Record) ([]geo.Record, error) {
	text, _, err := c.text(ctx, k.table.readRange, k.from, k.to)
	var e sqlite3.Error
	if errors.As(err, &e) && e.Code == sqlite3.ErrTooBig && k.from < k.to {
		middle := k.from + (k.to-k.from)/2
		low, err := c.readChunk(ctx, d, chunk{k.table, k.from, middle}, nil)
		if err != nil {
			return nil, err
		}
		high, err := c.readChunk(ctx, d, chunk{k.table, middle + 1, k.to}, nil)
		return append(low, high...), err
	}
	if err != nil {
		return nil, err
	}
	return d.rows(k.table, text, records)
}

// page is a chunk that was read.
type page struct {
	records []geo.Record
	err     error
}

// read visits the chunks in order. Each connection has a goroutine that reads and decodes every n-th chunk, at most two ahead.
func (s *Store) read(ctx context.Context, chunks []chunk, visit func([]geo.Record) error, conns ...*conn) error {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()
	pages := make([]chan page, len(conns))
	spare := make([]chan []geo.Record, len(conns))
	for i, c := range conns {
		pages[i], spare[i] = make(chan page, 1), make(chan []geo.Record, 3)
		running.Go(func() {
			d := newDecoder()
			for n := i; n < len(chunks); n += len(conns) {
				var records []geo.Record
				select {
				case records = <-spare[i]:
				default:
				}
				records, err := c.readChunk(ctx, d, chunks[n], records)
				select {
				case pages[i] <- page{records, err}:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	for n := range chunks {
		i := n % len(conns)
		var p page
		select {
		case p = <-pages[i]:
		case <-ctx.Done():
			return ctx.Err()
		}
		if p.err == nil && len(p.records) > 0 {
			p.err = visit(p.records)
		}
		if p.err != nil {
			return p.err
		}
		select {
		case spare[i] <- p.records:
		default:
		}
	}
	return nil
}
