package gpkg

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"iter"
	"math"
	"slices"
	"sync"

	"beltmap/data/hashtable"
	"beltmap/data/sqlitefile"
)

// load is one table being filled.
type load struct {
	*table
	rows, hashes *sqlitefile.Table
	seen         hashtable.Table // hashes of the ids
	ids          []byte
	keys         []idKey
	used         uint32 // the keys of the bucket being filled, and what stands in it
	bucket       []byte
	sum          tally
	hasher       hasher
	record       sqlitefile.Record
	row          []byte
}

// idKey is an id with the row it is of: its first sixteen bytes as numbers, and where it stands among the ids.
type idKey struct {
	first, second uint64
	from, fid     uint32
	size          uint16
}

func (t *load) id(k idKey) []byte { return t.ids[k.from : k.from+uint32(k.size)] }

func keyOf(id string, from int, fid int64) idKey {
	var start [16]byte
	copy(start[:], id)
	return idKey{binary.BigEndian.Uint64(start[:]), binary.BigEndian.Uint64(start[8:]), uint32(from), uint32(fid), uint16(len(id))}
}

// sorted are the keys in the order of the ids: halves are sorted on two cores, and merged as they are taken.
func (t *load) sorted() iter.Seq[idKey] {
	compare := func(a, b idKey) int {
		switch {
		case a.first != b.first:
			return cmp.Compare(a.first, b.first)
		case a.second != b.second:
			return cmp.Compare(a.second, b.second)
		}
		return bytes.Compare(t.id(a), t.id(b))
	}
	low, high := t.keys[:len(t.keys)/2], t.keys[len(t.keys)/2:]
	var other sync.WaitGroup
	other.Go(func() { slices.SortFunc(low, compare) })
	slices.SortFunc(high, compare)
	other.Wait()
	return func(yield func(idKey) bool) {
		for len(low)+len(high) > 0 {
			from := &high
			if len(high) == 0 || len(low) > 0 && compare(low[0], high[0]) < 0 {
				from = &low
			}
			if !yield((*from)[0]) {
				return
			}
			*from = (*from)[1:]
		}
	}
}

// digest hashes a row as encode made it, in the way of those who will read it.
func (t *load) digest(fid int64, payload string) (digest, error) {
	t.hasher.begin(fid)
	row, err := newRecord(payload)
	if err != nil || !row.null() {
		return digest{}, errors.Join(errPage, err)
	}
	first := 0
	if t.hasShape {
		first = -1
	}
	for i := first; i < len(t.columns); i++ {
		if row.null() {
			continue
		}
		of := &t.shape
		if i >= 0 {
			of = &t.columns[i]
		}
		c, err := row.next()
		if err != nil {
			return digest{}, err
		}
		t.hasher.cell(of, c)
	}
	return t.hasher.sum(), nil
}

// put takes one row: its record, the same as a text, and its id.
func (t *load) put(l line, row []byte, text, id string) error {
	hash, err := t.digest(l.fid, text)
	if err != nil {
		return err
	}
	if len(t.ids) > math.MaxUint32-len(id) {
		return errors.New("the ids of a first batch take more than 4 GB")
	}
	if l.fid&(bucketKeys-1) == 0 {
		if err := t.closeBucket(l.fid>>5 - 1); err != nil {
			return err
		}
	}
	t.keys = append(t.keys, keyOf(id, len(t.ids), l.fid))
	t.ids = append(t.ids, id...)
	t.bucket = appendSlot(t.bucket, hash, id)
	t.used |= 1 << (l.fid & (bucketKeys - 1))
	t.sum.add(hash)
	return t.rows.Append(l.fid, row)
}

// closeBucket writes the hashes of rows that stand in one bucket.
func (t *load) closeBucket(number int64) error {
	if t.used == 0 {
		return nil
	}
	t.record.Reset()
	t.record.Null()
	t.record.Blob(append(binary.LittleEndian.AppendUint32(nil, t.used), t.bucket...))
	t.row = t.record.Append(t.row[:0])
	t.used, t.bucket = 0, t.bucket[:0]
	return t.hashes.Append(number, t.row)
}

// line is a row on its way into pages; its record and its id stand in the texts of its parcel.
type line struct {
	*load
	fid        int64
	row, texts int // where they end
}

// parcel is some lines. Its memory is used again.
type parcel struct {
	lines []line
	texts []byte
}

const (
	parcelLines = 512
	parcelBytes = 1 << 20
)

// pageWriter puts rows into pages while the next are made.
type pageWriter struct {
	now    *parcel
	full   chan *parcel
	free   chan *parcel
	failed chan struct{} // closed after err was set
	ended  chan struct{}
	err    error
}

func newPageWriter() *pageWriter {
	const parcels = 3
	w := &pageWriter{now: &parcel{}, full: make(chan *parcel, parcels), free: make(chan *parcel, parcels), failed: make(chan struct{}), ended: make(chan struct{})}
	for range parcels - 1 {
		w.free <- &parcel{}
	}
	go w.run()
	return w
}

func (w *pageWriter) run() {
	defer close(w.ended)
	for p := range w.full {
		row, text, texts := 0, 0, string(p.texts) // one copy, of which the columns are parts
		for _, l := range p.lines {
			if w.err != nil {
				break
			}
			row = l.row
			if w.err = l.put(l, p.texts[text:row], texts[text:row], texts[row:l.texts]); w.err != nil {
				close(w.failed)
			}
			text = l.texts
		}
		p.lines, p.texts = p.lines[:0], p.texts[:0]
		w.free <- p
	}
}

// put sends a row on its way. What went wrong with an earlier one may be what it returns.
func (w *pageWriter) put(l line, record *sqlitefile.Record, id string) error {
	p := w.now
	p.texts = record.Append(p.texts)
	l.row = len(p.texts)
	p.texts = append(p.texts, id...)
	l.texts = len(p.texts)
	p.lines = append(p.lines, l)
	if len(p.lines) < parcelLines && len(p.texts) < parcelBytes {
		return nil
	}
	w.full <- p
	w.now = <-w.free
	select {
	case <-w.failed:
		return w.err
	default:
		return nil
	}
}

// wait ends the writing once all is in pages. After it nothing is put any more; a second call does nothing.
func (w *pageWriter) wait() error {
	if w.now != nil {
		w.full <- w.now
		w.now = nil
		close(w.full)
	}
	<-w.ended
	return w.err
}
