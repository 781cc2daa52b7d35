package sqlitefile

import (
	"encoding/binary"
	"math"
)

// Record is a row as SQLite keeps it, §2.1: the types of its columns, then their values. Columns are put in the order of the table; the column
// that is the key itself is Null. Its memory is used again after Reset.
type Record struct{ types, values []byte }

// Reset empties the record.
func (r *Record) Reset() { r.types, r.values = r.types[:0], r.values[:0] }

// Null puts a column without a value.
func (r *Record) Null() { r.types = append(r.types, 0) }

// Text puts a text, which is in UTF-8.
func (r *Record) Text(s string) {
	r.types = appendVarint(r.types, uint64(len(s))*2+13)
	r.values = append(r.values, s...)
}

// Blob puts bytes.
func (r *Record) Blob(b []byte) {
	r.types = appendVarint(r.types, uint64(len(b))*2+12)
	r.values = append(r.values, b...)
}

// Float puts a number.
func (r *Record) Float(x float64) {
	r.types = append(r.types, 7)
	r.values = binary.BigEndian.AppendUint64(r.values, math.Float64bits(x))
}

// Integer puts a whole number in as few bytes as it takes.
func (r *Record) Integer(n int64) {
	switch {
	case n == 0 || n == 1:
		r.types = append(r.types, byte(8+n))
	case n == int64(int8(n)):
		r.types, r.values = append(r.types, 1), append(r.values, byte(n))
	case n == int64(int16(n)):
		r.types, r.values = append(r.types, 2), binary.BigEndian.AppendUint16(r.values, uint16(n))
	case n >= -1<<23 && n < 1<<23:
		r.types, r.values = append(r.types, 3), append(r.values, byte(n>>16), byte(n>>8), byte(n))
	case n == int64(int32(n)):
		r.types, r.values = append(r.types, 4), binary.BigEndian.AppendUint32(r.values, uint32(n))
	case n >= -1<<47 && n < 1<<47:
		r.types = append(r.types, 5)
		r.values = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint16(r.values, uint16(n>>32)), uint32(n))
	default:
		r.types, r.values = append(r.types, 6), binary.BigEndian.AppendUint64(r.values, uint64(n))
	}
}

// Append appends the record's bytes.
func (r *Record) Append(to []byte) []byte {
	head := uint64(len(r.types)) + 1 // the head's length counts itself
	if head > 127 {
		head++
	}
	if head > 1<<14-1 {
		head++
	}
	to = appendVarint(to, head)
	return append(append(to, r.types...), r.values...)
}

// appendVarint appends a variable-length integer, §1.6: seven bits a byte, most significant first, and a ninth byte whole.
func appendVarint(to []byte, v uint64) []byte {
	if v < 0x80 {
		return append(to, byte(v))
	}
	if v >= 1<<56 {
		to = appendSevens(to, v>>8, 8, true)
		return append(to, byte(v))
	}
	n := 1
	for v>>(7*n) != 0 {
		n++
	}
	return appendSevens(to, v, n, false)
}

// appendSevens appends the lowest n groups of seven bits; all say that more follows, the last only if it does.
func appendSevens(to []byte, v uint64, n int, more bool) []byte {
	for i := n - 1; i >= 0; i-- {
		b := byte(v>>(7*i))&0x7f | 0x80
		if i == 0 && !more {
			b &= 0x7f
		}
		to = append(to, b)
	}
	return to
}
