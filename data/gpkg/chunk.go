package gpkg

import (
	"context"
	"database/sql/driver"
	"slices"
	"sync"

	"beltmap/data/gpkgfile"
	"beltmap/geo"
)

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

// read decodes the chunk's rows into records, reusing their memory.
func (k chunk) read(file *pages, buffer []byte, records []geo.Record) ([]geo.Record, error) {
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
			if err := k.record(payload, &records[len(records)-1]); err != nil {
				return nil, err
			}
		}
	}
	return records, nil
}

func (l *layout) record(payload string, r *geo.Record) error {
	begin(l.table, r)
	row, err := newRecord(payload)
	if err != nil {
		return err
	}
	for _, place := range l.places {
		if !row.more() {
			break
		}
		if row.null() {
			continue
		}
		c, err := row.next()
		switch {
		case err != nil:
			return err
		case c.kind == null || place == skipped:
		case place == geometry:
			err = c.asGeometry(r)
		default:
			err = l.columns[place].read(r, c)
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
			buffer := make([]byte, chunkPages*file.size)
			for at := i; at < len(chunks); at += n {
				var records []geo.Record
				select {
				case records = <-spare[i]:
				default:
				}
				records, err := chunks[at].read(file, buffer, records)
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
