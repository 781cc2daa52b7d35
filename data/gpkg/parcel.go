package gpkg

import (
	"runtime"

	"beltmap/geo"
)

// line is a row on its way into pages.
type line struct {
	*load
	op   geo.Op
	name uint64 // the hash of its record's id
	fid  int64
	hash digest
	end  int // of its record in the texts of its parcel
}

// parcel is some records, and then the rows made of them. Its memory is used again.
type parcel struct {
	lines   []line
	records []geo.Record
	weight  int
	texts   []byte
	err     error         // what is wrong with the record behind the last line
	ready   chan struct{} // its rows are made
}

const (
	parcelLines  = 256
	parcelWeight = 1 << 20
)

// weight is about how many bytes a row takes besides its few texts.
func weight(t *table, r *geo.Record) (n int) {
	for _, slot := range t.lists {
		n += len(r.At(slot).Joined())
	}
	return n + 16*geo.Corners(r.Geometry)
}

// pageWriter puts rows into pages, in the order in which their records came, while the next are made of theirs on all cores.
type pageWriter struct {
	now      *parcel
	free     chan *parcel // taking one waits until there is one, which bounds the memory
	work     chan *parcel
	order    chan *parcel
	failed   chan struct{} // closed after err was set
	ended    chan struct{}
	err      error
	encoders []*encoder
}

func newPageWriter() *pageWriter {
	workers := runtime.GOMAXPROCS(0)
	parcels := 4*workers + 8 // some to spare, so that nobody waits for somebody who is late
	w := &pageWriter{free: make(chan *parcel, parcels), work: make(chan *parcel, parcels), order: make(chan *parcel, parcels), failed: make(chan struct{}), ended: make(chan struct{})}
	for range parcels {
		w.free <- &parcel{ready: make(chan struct{}, 1)}
	}
	for range workers {
		e := newEncoder()
		w.encoders = append(w.encoders, e)
		go func() {
			for p := range w.work {
				p.err = e.encode(p)
				p.ready <- struct{}{}
			}
		}()
	}
	w.now = <-w.free
	go w.run()
	return w
}

func (w *pageWriter) run() {
	defer close(w.ended)
	for p := range w.order {
		<-p.ready
		if w.err == nil {
			if w.err = p.write(); w.err != nil {
				close(w.failed)
			}
		}
		p.lines, p.weight, p.err = p.lines[:0], 0, nil
		w.free <- p
	}
}

// write puts the parcel's rows into pages.
func (p *parcel) write() error {
	from := 0
	for i, l := range p.lines {
		if err := l.put(l, p.texts[from:l.end], p.records[i].ID); err != nil {
			return err
		}
		from = l.end
	}
	return p.err
}

// put puts a record behind the others, of which nothing but its texts and its shape is kept.
func (p *parcel) put(l line, r *geo.Record) {
	n := len(p.lines)
	if n == len(p.records) {
		p.records = append(p.records, geo.Record{})
	}
	p.records[n].Copy(r)
	p.lines = append(p.lines, l)
	p.weight += weight(l.table, r)
}

// full tells that no more is to be put into the parcel.
func (p *parcel) full() bool { return len(p.lines) >= parcelLines || p.weight >= parcelWeight }

// send sends what was put into the parcel on its way, and begins another. What went wrong with an earlier one may be what it returns.
func (w *pageWriter) send() error {
	w.work <- w.now
	w.order <- w.now
	w.now = <-w.free
	select {
	case <-w.failed:
		return w.err
	default:
		return nil
	}
}

// wait ends the writing once all that was sent is in pages. After it nothing is put any more; a second call does nothing.
func (w *pageWriter) wait() error {
	if w.now != nil {
		w.now = nil
		close(w.work)
		close(w.order)
	}
	<-w.ended
	return w.err
}
