package ingest

import (
	"runtime"

	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

const chunkRows = 512

// chunk is some rows of one sheet on their way: the cells as a format found them, then the rows made of them. Its memory is used again.
type chunk struct {
	layout *layout
	text   []byte
	ends   []int32 // where each cell ends in text
	lines  []int32
	cells  []int32 // how many of ends belong to this row and those before it
	shapes []orb.Geometry
	faults []broken
	rows   []row
	cell   []string
	sum    uint64 // hash of all this
	ready  chan struct{}
}

// broken is a row that is not built as its format says, at its place among the lines of a chunk.
type broken struct {
	at   int
	kind string
	text phrase.Text
}

func (c *chunk) reset(l *layout) {
	c.layout = l
	c.text, c.ends, c.lines, c.cells, c.shapes, c.faults = c.text[:0], c.ends[:0], c.lines[:0], c.cells[:0], c.shapes[:0], c.faults[:0]
}

func (c *chunk) add(line int, cells []string, g orb.Geometry) {
	for _, cell := range cells {
		c.text = append(c.text, cell...)
		c.ends = append(c.ends, int32(len(c.text)))
	}
	c.lines = append(c.lines, int32(line))
	c.cells = append(c.cells, int32(len(c.ends)))
	c.shapes = append(c.shapes, g)
}

// build makes the rows. Their texts are parts of one copy, which is not used again.
func (c *chunk) build(h *hasher) {
	c.sum = h.chunk(c)
	text := string(c.text)
	if cap(c.rows) < len(c.lines) {
		c.rows = make([]row, len(c.lines), chunkRows)
	}
	c.rows = c.rows[:len(c.lines)]
	start, cell, faults := int32(0), int32(0), c.faults
	for i := range c.lines {
		r := &c.rows[i]
		r.reset(int(c.lines[i]), c.layout.collection)
		c.cell = c.cell[:0]
		for ; cell < c.cells[i]; cell++ {
			c.cell = append(c.cell, text[start:c.ends[cell]])
			start = c.ends[cell]
		}
		if len(faults) > 0 && faults[0].at == i {
			r.fault(faults[0].kind, "", faults[0].text)
			faults = faults[1:]
			continue
		}
		c.layout.fill(r, c.cell, c.shapes[i], h)
	}
}

// pipeline makes rows of a format's cells on all cores and visits them in order.
type pipeline struct {
	free  chan *chunk // the empty chunks; taking one waits until there is one, which bounds the memory
	work  chan *chunk
	order chan *chunk
	quit  chan struct{} // closed when the visitor wants no more
	now   *chunk        // the one being filled
	begin func(name string, line int, headers []string) (*layout, error)
	into  *layout
	crsOf func(name string) error
	notes func(t phrase.Text)
	seen  func(sum uint64) error // before the rows of a chunk are visited
	ahead func([]row)            // the same; nil for nothing
}

// run reads by format and visits what it finds. It returns when nothing of it runs any more.
func (p *pipeline) run(h hasher, read func(table) error, visit func(*layout, *row) error) error {
	workers := runtime.GOMAXPROCS(0)
	size := 4*workers + 8 // some to spare, so that nobody waits for somebody who is late
	p.free, p.work, p.order, p.quit = make(chan *chunk, size), make(chan *chunk, size), make(chan *chunk, size), make(chan struct{})
	for range size {
		p.free <- &chunk{ready: make(chan struct{}, 1)}
	}
	for range workers {
		own := h.own()
		go func() {
			for c := range p.work {
				c.build(&own)
				c.ready <- struct{}{}
			}
		}()
	}
	ended := make(chan error, 1)
	go func() {
		err := read(p)
		if err == nil {
			err = p.flush()
		}
		close(p.work)
		close(p.order)
		ended <- err
	}()
	stopped := p.visit(visit)
	err := <-ended
	if stopped != nil {
		return stopped
	}
	return err
}

// visit hands over the rows until the visitor fails, and takes what is left.
func (p *pipeline) visit(visit func(*layout, *row) error) (err error) {
	for c := range p.order {
		<-c.ready
		if err == nil {
			if err = p.seen(c.sum); err != nil {
				close(p.quit)
			} else if p.ahead != nil {
				p.ahead(c.rows)
			}
		}
		for i := range c.rows {
			if err != nil {
				break
			}
			if err = visit(c.layout, &c.rows[i]); err != nil {
				close(p.quit)
			}
		}
		p.free <- c
	}
	return err
}

// room is the chunk for the next row.
func (p *pipeline) room() (*chunk, error) {
	if p.now != nil {
		return p.now, nil
	}
	select {
	case <-p.quit:
		return nil, errStop
	case p.now = <-p.free:
		p.now.reset(p.into)
		return p.now, nil
	}
}

func (p *pipeline) flush() error {
	if p.now == nil {
		return nil
	}
	p.work <- p.now
	p.order <- p.now
	p.now = nil
	return nil
}

func (p *pipeline) sheet(name string, line int, headers []string) (err error) {
	if err := p.flush(); err != nil {
		return err
	}
	p.into, err = p.begin(name, line, headers)
	return err
}

func (p *pipeline) crs(name string) error { return p.crsOf(name) }

func (p *pipeline) note(t phrase.Text) { p.notes(t) }

func (p *pipeline) row(line int, cells []string, g orb.Geometry) error {
	if p.into == nil {
		return nil // a sheet that is passed over
	}
	c, err := p.room()
	if err != nil {
		return err
	}
	c.add(line, cells, g)
	if len(c.lines) == chunkRows || len(c.text) > 1<<20 {
		return p.flush()
	}
	return nil
}

func (p *pipeline) fault(line int, kind string, t phrase.Text) error {
	if p.into == nil {
		return nil
	}
	c, err := p.room()
	if err != nil {
		return err
	}
	c.faults = append(c.faults, broken{len(c.lines), kind, t})
	c.add(line, nil, nil)
	if len(c.lines) == chunkRows {
		return p.flush()
	}
	return nil
}
