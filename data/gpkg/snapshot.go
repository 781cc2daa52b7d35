package gpkg

import (
	"context"
	"database/sql/driver"
	"errors"
	"os"
	"slices"
	"sync"

	"beltmap/data/gpkgfile"
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
// on earlier ones; otherwise by SQL, some eight times slower.
func (s *Store) Snapshot(ctx context.Context, visit func([]geo.Record) error) (geo.Cursor, error) {
	v, err := s.snapshot(ctx, visit)
	if err != nil {
		return 0, s.failure("gpkg.Snapshot", err)
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
		file := s.frozen(ctx)
		if file == nil {
			return s.readRows(ctx, c, visit)
		}
		chunks, err := s.chunks(ctx, c, file)
		if err != nil {
			return err
		}
		return s.readPages(ctx, file, chunks, visit)
	})
	if errors.Is(err, errPage) {
		return v, s.damaged("gpkg.Snapshot", err)
	}
	return v, err
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
		return s.readRows(ctx, c, func(records []geo.Record) error {
			for i := range records {
				all = append(all, records[i].Clone())
			}
			return nil
		})
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
// In WAL mode new pages go to the log, and a checkpoint copies them into the file, but never further than the oldest reader sees.
// So a checkpoint is run within the caller's transaction. If it says that the whole log is in the file, then the file holds just what the transaction
// sees: no less, since all is copied, and no more, since the caller held it back. And so it stays until the transaction ends. If another reader or writer was in
// the way, the file is not used.
func (s *Store) frozen(ctx context.Context) *pages {
	if s.options.ReadOnly {
		return nil
	}
	var c *conn
	select {
	case c = <-s.readers:
		defer func() { s.readers <- c }()
	default:
		return nil
	}
	whole := false
	err := c.query(ctx, func(row []driver.Value) error {
		whole = row[0] == int64(0) && row[1] == row[2]
		return nil
	}, "PRAGMA wal_checkpoint(PASSIVE)")
	if err != nil || !whole {
		return nil // whatever it is, reading by SQL will say it, or do
	}
	file, err := s.opened()
	if err != nil {
		return nil
	}
	p, err := openPages(file)
	if err != nil {
		return nil
	}
	return p
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

// chunkPages is how many leaf pages are read and decoded in one go: with 4 KiB pages about a thousand records.
const chunkPages = 64

// chunk is a run of leaf pages of one table.
type chunk struct {
	*layout
	leaves []uint32
}

// layout says what the columns of a table are in the file, in their order there: the place among table.columns, or one of these.
type layout struct {
	*table
	places []int
}

const (
	skipped  = -1 // the key, and columns that others added
	geometry = -2
)

// chunks lists the tables' leaf pages in the order in which records are visited.
func (s *Store) chunks(ctx context.Context, c *conn, file *pages) ([]chunk, error) {
	var out []chunk
	for _, id := range geo.AllCollections() {
		l := &layout{table: s.tables[id]}
		err := c.query(ctx, func(row []driver.Value) error {
			name, _ := row[0].(string)
			place := slices.IndexFunc(l.columns, func(c column) bool { return c.name == name })
			if name == gpkgfile.GeometryColumn && l.hasShape {
				place = geometry
			}
			l.places = append(l.places, place)
			return nil
		}, "SELECT name FROM pragma_table_info(?) ORDER BY cid", l.name)
		if err != nil {
			return nil, err
		}
		root, _, err := c.number(ctx, "SELECT rootpage FROM sqlite_schema WHERE type='table' AND name=?", l.name)
		if err != nil {
			return nil, err
		}
		leaves, err := file.leaves(uint32(root))
		if err != nil {
			return nil, err
		}
		for run := range slices.Chunk(leaves, chunkPages) {
			out = append(out, chunk{l, run})
		}
	}
	return out, nil
}

// readChunk decodes a chunk's rows into records, reusing their memory.
func (d *decoder) readChunk(file *pages, k chunk, buffer []byte, records []geo.Record) ([]geo.Record, error) {
	for i := 0; i < len(k.leaves); {
		n := 1 // pages that follow one another in the file are read at once
		for i+n < len(k.leaves) && k.leaves[i+n] == k.leaves[i]+uint32(n) {
			n++
		}
		if err := file.read(k.leaves[i], buffer[i*file.size:(i+n)*file.size]); err != nil {
			return nil, err
		}
		i += n
	}
	records = records[:0]
	content := string(buffer[:len(k.leaves)*file.size]) // the records' texts are parts of it
	for ; len(content) > 0; content = content[file.size:] {
		page := leaf{file, content[:file.size]}
		cells, err := page.cells()
		if err != nil {
			return nil, err
		}
		for i := range cells {
			payload, err := page.payload(i)
			if err != nil {
				return nil, err
			}
			if len(records) < cap(records) {
				records = records[:len(records)+1] // what an earlier chunk left there keeps its memory
			} else {
				records = append(records, geo.Record{})
			}
			if err := d.record(k.layout, payload, &records[len(records)-1]); err != nil {
				return nil, err
			}
		}
	}
	return records, nil
}

func (d *decoder) record(l *layout, payload string, r *geo.Record) error {
	begin(l.table, r)
	row, err := newRecord(payload)
	if err != nil {
		return err
	}
	for _, place := range l.places {
		if !row.more() {
			break
		}
		c, err := row.next()
		switch {
		case err != nil:
			return err
		case c.kind == null || place == skipped:
		case place == geometry:
			err = d.geometry(r, c)
		default:
			err = l.columns[place].read(d, r, c)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// decoded is a chunk that was read.
type decoded struct {
	records []geo.Record
	err     error
}

// readPages visits the chunks in order. Each reader reads and decodes every n-th chunk, at most two ahead.
func (s *Store) readPages(ctx context.Context, file *pages, chunks []chunk, visit func([]geo.Record) error) error {
	const n = 2
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()
	var done [n]chan decoded
	var spare [n]chan []geo.Record
	for i := range n {
		done[i], spare[i] = make(chan decoded, 1), make(chan []geo.Record, 3)
		running.Go(func() {
			d, buffer := newDecoder(), make([]byte, chunkPages*file.size)
			for at := i; at < len(chunks); at += n {
				var records []geo.Record
				select {
				case records = <-spare[i]:
				default:
				}
				records, err := d.readChunk(file, chunks[at], buffer, records)
				select {
				case done[i] <- decoded{records, err}:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	for at := range chunks {
		var p decoded
		select {
		case p = <-done[at%n]:
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
		case spare[at%n] <- p.records:
		default:
		}
	}
	return nil
}
