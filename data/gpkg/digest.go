package gpkg

import (
	"database/sql/driver"
	"encoding/binary"
	"math"

	"beltmap/geo"
	"github.com/zeebo/xxh3"
)

// What other programs change in the file is noticed by a hash of every row and a sum of the hashes of every table. The hash (XXH3, 128 bits) is
// over the row's key and all that it holds in our columns, so that moving a row, changing one and exchanging values between two all show. The
// sum is taken modulo 2^64 in both halves: it does not depend on the order, a batch brings it up to date from what it changes alone, and, other
// than with exclusive or, two equal rows do not cancel. Two tables that differ have the same sum with a probability of 2^-128, as long as nobody
// sets out to deceive: who can write to the file can write the sum, too.

// digest is the hash of one row, or a sum of them.
type digest struct{ high, low uint64 }

// tally is the sum over the rows of a table.
type tally struct {
	rows int64
	sum  digest
}

func (t *tally) add(d digest) {
	t.rows++
	t.sum.high += d.high
	t.sum.low += d.low
}

func (t *tally) remove(d digest) {
	t.rows--
	t.sum.high -= d.high
	t.sum.low -= d.low
}

func (t *tally) join(o tally) {
	t.rows += o.rows
	t.sum.high += o.sum.high
	t.sum.low += o.sum.low
}

// tallies are the sums of all tables, by collection.
type tallies [geo.NumCollections]tally

// tag stands for a column in what is hashed: by its name, so that a column more or another order of columns changes no row's hash.
func tag(name string) uint32 { return uint32(xxh3.HashString(name)) }

// hasher takes the cells of one row, the geometry first and then in the order of table.columns, and leaves out NULLs. It is fed from the file's pages, from
// SQL, or with what is about to be written, and must come to the same each time.
type hasher struct{ text []byte }

func (h *hasher) begin(fid int64) {
	h.text = binary.LittleEndian.AppendUint64(h.text[:0], uint64(fid))
}

func (h *hasher) sum() digest {
	s := xxh3.Hash128(h.text)
	return digest{s.Hi, s.Lo}
}

// room makes n bytes more and returns them, headed by the column, the kind and the length of what follows.
func (h *hasher) room(tag uint32, kind cellKind, n int) []byte {
	const head = 8
	from, to := len(h.text), len(h.text)+head+n
	if to > cap(h.text) {
		h.text = append(make([]byte, 0, 2*to), h.text...)
	}
	h.text = h.text[:to]
	binary.LittleEndian.PutUint64(h.text[from:], uint64(tag)|uint64(kind)<<32|uint64(n)<<35)
	return h.text[from+head : to]
}

func (h *hasher) bits(tag uint32, kind cellKind, x uint64) {
	binary.LittleEndian.PutUint64(h.room(tag, kind, 8), x)
}

// cell takes a cell as the pages hold it. SQLite keeps whole numbers of a REAL column as integers, and gives them out as reals.
func (h *hasher) cell(c *column, v cell) {
	switch {
	case v.kind == real:
		h.bits(c.tag, real, math.Float64bits(v.real))
	case v.kind == integer && c.real:
		h.bits(c.tag, real, math.Float64bits(float64(v.bits)))
	case v.kind == integer:
		h.bits(c.tag, integer, uint64(v.bits))
	case v.kind != null:
		copy(h.room(c.tag, v.kind, len(v.text)), v.text)
	}
}

// value takes a cell as SQL gives it out or takes it in.
func (h *hasher) value(c *column, v any) {
	switch v := v.(type) {
	case int64:
		h.cell(c, cell{kind: integer, bits: v})
	case bool:
		h.bits(c.tag, integer, bit(v))
	case float64:
		h.bits(c.tag, real, math.Float64bits(v))
	case string:
		copy(h.room(c.tag, text, len(v)), v)
	case []byte:
		copy(h.room(c.tag, blob, len(v)), v)
	}
}

// row is the hash of a row of readAll or readOne.
func (h *hasher) row(t *table, row []driver.Value) digest {
	fid, _ := row[len(row)-1].(int64)
	h.begin(fid)
	h.value(&t.shape, row[len(t.columns)])
	for i := range t.columns {
		h.value(&t.columns[i], row[i])
	}
	return h.sum()
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}
