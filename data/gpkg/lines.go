package gpkg

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"

	"beltmap/data/hashtable"
	"beltmap/data/sqlitefile"
	"beltmap/geo/bytewise"
)

// load is one table being filled.
type load struct {
	*table
	rows, hashes *sqlitefile.Table
	seen         hashtable.Table // hashes of the ids
	ids          strings.Builder // one after the other, in the order of the keys, which begin with 1
	ends         []uint32        // where each ends
	used         uint32          // the keys of the bucket being filled, and what stands in it
	bucket       []byte
	sum          tally
	record       sqlitefile.Record
	row          []byte
}

// put takes one row and the id of its record.
func (t *load) put(l line, row []byte, id string) error {
	if t.ids.Len() > math.MaxUint32-len(id) {
		return errors.New("the ids of a first batch take more than 4 GB")
	}
	if l.fid&(bucketKeys-1) == 0 {
		if err := t.closeBucket(l.fid>>5 - 1); err != nil {
			return err
		}
	}
	t.ids.WriteString(id)
	t.ends = append(t.ends, uint32(t.ids.Len()))
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

// fill fills the index of the ids, and forgets them.
func (t *load) fill(index *sqlitefile.Index) error {
	ids, ends := t.ids.String(), t.ends
	t.ids, t.ends, t.seen = strings.Builder{}, nil, hashtable.Table{}
	id := func(i int) string {
		from := uint32(0)
		if i > 0 {
			from = ends[i-1]
		}
		return ids[from:ends[i]]
	}
	order, _ := bytewise.Order[uint32](len(ends), id)
	for entries := range entriesOf(order, id) {
		from := 0
		for _, end := range entries.ends {
			if err := index.Append(entries.records[from:end]); err != nil {
				return err
			}
			from = end
		}
	}
	return index.Finish()
}
