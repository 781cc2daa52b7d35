package gpkg

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"math/bits"

	"beltmap/geo"
)

// The hash and the id of every row stand in beltmap_hashes_<collection>, the rows of 32 keys to a bucket, and their sum in beltmap_sums. A batch
// takes the old hash of a row from there and writes the new one, so that it need not read what it replaces; whoever finds the sum wrong finds
// there which rows are other than they were.

const (
	bucketKeys = 32
	maxBuckets = 4096 // held at once: a batch of millions needs no more memory
)

// slot is what is known of one row.
type slot struct {
	digest
	id   string
	used bool
}

type bucket struct {
	slots [bucketKeys]slot
	dirty bool
}

// ledger is the part of the hashes that one transaction works on.
type ledger struct {
	conn   *conn
	tables *[geo.NumCollections]*table
	open   [geo.NumCollections]map[int64]*bucket
	held   int
	sums   [geo.NumCollections]*tally // as they are now; nil where nothing was touched
	hasher hasher
	text   []byte
}

func newLedger(c *conn, s *Store) *ledger { return &ledger{conn: c, tables: &s.tables} }

// slot is the place of a row's hash.
func (l *ledger) slot(t *table, fid int64) (*bucket, *slot, error) {
	of, number := &l.open[t.schema.Collection], fid>>5
	b := (*of)[number]
	if b == nil {
		if l.held >= maxBuckets {
			if err := l.flush(); err != nil {
				return nil, nil, err
			}
		}
		b = &bucket{}
		if err := l.conn.readBucket(t, number, b); err != nil {
			return nil, nil, err
		}
		if *of == nil {
			*of = map[int64]*bucket{}
		}
		(*of)[number] = b
		l.held++
	}
	return b, &b.slots[fid&(bucketKeys-1)], nil
}

func (c *conn) readBucket(t *table, number int64, b *bucket) error {
	return c.query(context.Background(), func(row []driver.Value) error {
		content, _ := row[0].([]byte)
		return b.decode(content)
	}, t.readHashes, number)
}

// set notes what a row is now.
func (l *ledger) set(t *table, fid int64, id string, d digest) error {
	b, s, err := l.slot(t, fid)
	if err != nil {
		return err
	}
	sum, err := l.sum(t)
	if err != nil {
		return err
	}
	if s.used {
		sum.remove(s.digest)
	}
	sum.add(d)
	if !s.used || s.id != id {
		s.id = string([]byte(id)) // a batch's texts do not last
	}
	s.digest, s.used, b.dirty = d, true, true
	return nil
}

// drop notes that a row is gone.
func (l *ledger) drop(t *table, fid int64) error {
	b, s, err := l.slot(t, fid)
	if err != nil || !s.used {
		return err
	}
	sum, err := l.sum(t)
	if err != nil {
		return err
	}
	sum.remove(s.digest)
	*s, b.dirty = slot{}, true
	return nil
}

func (l *ledger) sum(t *table) (*tally, error) {
	to := &l.sums[t.schema.Collection]
	if *to != nil {
		return *to, nil
	}
	now, err := l.conn.sums(context.Background())
	if err != nil {
		return nil, err
	}
	*to = &now[t.schema.Collection]
	return *to, nil
}

// sums reads the sums of all tables.
func (c *conn) sums(ctx context.Context) (all tallies, err error) {
	err = c.query(ctx, func(row []driver.Value) error {
		name, _ := row[0].(string)
		id, err := geo.ParseCollection(name)
		if err != nil {
			return nil // a collection that this program does not know
		}
		rows, _ := row[1].(int64)
		high, _ := row[2].(int64)
		low, _ := row[3].(int64)
		all[id] = tally{rows, digest{uint64(high), uint64(low)}}
		return nil
	}, "SELECT collection, rows, high, low FROM beltmap_sums")
	return all, err
}

// flush writes the buckets that were changed, and forgets all.
func (l *ledger) flush() error {
	for id := range l.open {
		for number, b := range l.open[id] {
			if !b.dirty {
				continue
			}
			l.text = b.encode(l.text[:0])
			if err := l.conn.exec(context.Background(), l.tables[id].putHashes, number, l.text); err != nil {
				return err
			}
		}
		clear(l.open[id])
	}
	l.held = 0
	return nil
}

// finish writes what is left, and the sums with the version that changed them last.
func (l *ledger) finish(cursor geo.Cursor) error {
	if err := l.flush(); err != nil {
		return err
	}
	for id, sum := range l.sums {
		if sum == nil {
			continue
		}
		err := l.conn.exec(context.Background(), "INSERT OR REPLACE INTO beltmap_sums (collection, rows, high, low, cursor) VALUES (?,?,?,?,?)",
			l.tables[id].name, sum.rows, int64(sum.sum.high), int64(sum.sum.low), int64(cursor))
		if err != nil {
			return err
		}
	}
	return nil
}

// encode appends a bucket: which keys it has, and of each, in order, 16 bytes of hash, the length of the id, and the id.
func (b *bucket) encode(out []byte) []byte {
	var used uint32
	for i := range b.slots {
		if b.slots[i].used {
			used |= 1 << i
		}
	}
	out = binary.LittleEndian.AppendUint32(out, used)
	for i := range b.slots {
		if s := &b.slots[i]; s.used {
			out = appendSlot(out, s.digest, s.id)
		}
	}
	return out
}

func appendSlot[T string | []byte](out []byte, d digest, id T) []byte {
	out = binary.LittleEndian.AppendUint64(out, d.high)
	out = binary.LittleEndian.AppendUint64(out, d.low)
	return append(binary.AppendUvarint(out, uint64(len(id))), id...)
}

// decode reads what encode wrote. The file is open to others, so anything may stand there.
func (b *bucket) decode(in []byte) error {
	if len(in) < 4 {
		return errPage
	}
	used := binary.LittleEndian.Uint32(in)
	in = in[4:]
	for ; used != 0; used &= used - 1 {
		s := &b.slots[bits.TrailingZeros32(used)]
		if len(in) < 17 {
			return errPage
		}
		s.high, s.low = binary.LittleEndian.Uint64(in), binary.LittleEndian.Uint64(in[8:])
		n, size := binary.Uvarint(in[16:])
		if size <= 0 || n > uint64(len(in)-16-size) {
			return errPage
		}
		s.id, s.used = string(in[16+size:16+size+int(n)]), true
		in = in[16+size+int(n):]
	}
	if len(in) > 0 {
		return errPage
	}
	return nil
}
