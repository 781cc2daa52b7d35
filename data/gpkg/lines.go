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

// put takes one row and the id of its record.
func (t *load) put(l line, row []byte, id string) error {
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
	t.bucket = appendSlot(t.bucket, l.hash, id)
	t.used |= 1 << (l.fid & (bucketKeys - 1))
	t.sum.add(l.hash)
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
