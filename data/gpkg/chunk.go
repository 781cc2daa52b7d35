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
	places  []int
	ordered bool // the columns stand in the file in the order in which they are hashed
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
		if (id == geo.Ground || id == geo.Stops) && len(l.places) == 0 {
			continue // older than keepsGround or keepsStops
		}
		l.order()
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

func (l *layout) order() {
	last := geometry - 1
	l.ordered = true
	for _, place := range l.places {
		if place != skipped {
			l.ordered = l.ordered && place > last
			last = place
		}
	}
}

// scanner is what one reader of chunks works with.
type scanner struct {
	hasher
	file   *pages
	buffer []byte
	cells  []cell // a row's, by place, where the file has them in another order
}

func newScanner(file *pages) *scanner {
	return &scanner{file: file, buffer: make([]byte, chunkPages*file.size)}
}

// read hashes the chunk's rows and decodes them into records, reusing their memory; without want it only hashes.
func (k chunk) read(s *scanner, records []geo.Record, want bool) (_ []geo.Record, sum tally, err error) {
	file, buffer := s.file, s.buffer
	for i := 0; i < len(k.leaves); {
		n := 1 // pages that follow one another in the file are read at once
		for i+n < len(k.leaves) && k.leaves[i+n] == k.leaves[i]+uint32(n) {
			n++
		}
		if err := file.read(k.leaves[i], buffer[i*file.size:(i+n)*file.size]); err != nil {
			return nil, sum, err
		}
		i += n
	}
	records = records[:0]
	content := string(buffer[:len(k.leaves)*file.size]) // the records' texts are parts of it
	for ; len(content) > 0; content = content[file.size:] {
		page := leaf{file, content[:file.size]}
		cells, err := page.cells()
		if err != nil {
			return nil, sum, err
		}
		for i := range cells {
			key, payload, err := page.payload(i)
			if err != nil {
				return nil, sum, err
			}
			s.begin(key)
			if !want {
				if err := k.row(s, payload, nil); err != nil {
					return nil, sum, err
				}
				sum.add(s.sum())
				continue
			}
			if len(records) < cap(records) {
				records = records[:len(records)+1] // what an earlier chunk left there keeps its memory
			} else {
				records = append(records, geo.Record{})
			}
			if err := k.row(s, payload, &records[len(records)-1]); err != nil {
				return nil, sum, err
			}
			sum.add(s.sum())
		}
	}
	return records, sum, nil
}

// row hashes a row and, if there is a record, fills it.
func (l *layout) row(s *scanner, payload string, r *geo.Record) error {
	if r != nil {
		begin(l.table, r)
	}
	row, err := newRecord(payload)
	if err != nil {
		return err
	}
	if !l.ordered {
		s.cells = append(s.cells[:0], make([]cell, len(l.columns)+1)...)
		defer s.sort(l)
	}
	for _, place := range l.places {
		if !row.more() {
			break
		}
		if row.null() {
			continue
		}
		c, err := row.next()
		if err == nil && c.kind != null && place != skipped {
			err = l.cell(s, place, c, r)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *layout) cell(s *scanner, place int, c cell, r *geo.Record) error {
	of := &l.shape
	if place != geometry {
		of = &l.columns[place]
	}
	if l.ordered {
		s.hasher.cell(of, c)
	} else {
		s.cells[max(place+1, 0)] = c
	}
	switch {
	case r == nil:
		return nil
	case place == geometry:
		return c.asGeometry(r)
	}
	return of.read(r, c)
}

// sort hashes the cells of a row that the file has in an order of its own.
func (s *scanner) sort(l *layout) {
	s.hasher.cell(&l.shape, s.cells[0])
	for i := range l.columns {
		s.hasher.cell(&l.columns[i], s.cells[i+1])
	}
}

// decoded is a chunk that was read.
type decoded struct {
	records []geo.Record
	sum     tally
	err     error
}

// readPages visits the chunks in order. Each reader reads and decodes every n-th chunk, at most two ahead. Without visit nothing but the sums is
// made.
func (s *Store) readPages(ctx context.Context, file *pages, chunks []chunk, visit func([]geo.Record) error) (sums tallies, err error) {
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
			scan := newScanner(file)
			for at := i; at < len(chunks); at += n {
				var records []geo.Record
				select {
				case records = <-spare[i]:
				default:
				}
				records, sum, err := chunks[at].read(scan, records, visit != nil)
				select {
				case done[i] <- decoded{records, sum, err}:
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
			return sums, ctx.Err()
		}
		if p.err == nil && len(p.records) > 0 && visit != nil {
			p.err = visit(p.records)
		}
		if p.err != nil {
			return sums, p.err
		}
		sums[chunks[at].schema.Collection].join(p.sum)
		select {
		case spare[at%n] <- p.records:
		default:
		}
	}
	return sums, nil
}
