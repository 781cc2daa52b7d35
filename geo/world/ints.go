package world

import (
	"encoding/binary"
	"math"
)

// none is the integer of a row without a value.
const none = math.MinInt64

// ints is a column of integers: counts, days, dictionary codes. A chunk keeps the difference to its least value in as few bytes as
// fit, none at all where every row is equal or no row has a value. Chunks stand side by side, so that a value takes one look beside
// the chunk's bytes.
type ints struct{ chunks []intChunk }

// Widths of a chunk: bytes a value, or one of these.
const (
	widthEmpty = 0 // no row has a value
	widthEqual = 3 // every row has the value base
)

// intChunk holds base + stored - 1 in little-endian numbers of width bytes, where stored 0 is no value; of eight bytes it holds values as
// they are. The zero chunk is empty.
type intChunk struct {
	base, high int64 // the least and greatest value
	data       []byte
	width      uint8
}

func (c *ints) at(r Row) int64 { return c.chunks[r>>chunkShift].at(int(r & chunkMask)) }

func (c *intChunk) at(i int) int64 {
	var stored uint64
	switch c.width {
	case 1:
		stored = uint64(c.data[i])
	case 2:
		stored = uint64(binary.LittleEndian.Uint16(c.data[2*i:]))
	case 4:
		stored = uint64(binary.LittleEndian.Uint32(c.data[4*i:]))
	case 8:
		return int64(binary.LittleEndian.Uint64(c.data[8*i:]))
	case widthEqual:
		return c.base
	}
	if stored == 0 {
		return none
	}
	return c.base + int64(stored-1)
}

// read unpacks the first values of a chunk into a list as long as they are many.
func (c *intChunk) read(into []int64) {
	whole := func(i int, stored uint64) {
		if into[i] = none; stored != 0 {
			into[i] = c.base + int64(stored-1)
		}
	}
	switch c.width {
	case 1:
		for i, stored := range c.data[:len(into)] {
			whole(i, uint64(stored))
		}
	case 2:
		for i := range into {
			whole(i, uint64(binary.LittleEndian.Uint16(c.data[2*i:])))
		}
	case 4:
		for i := range into {
			whole(i, uint64(binary.LittleEndian.Uint32(c.data[4*i:])))
		}
	default:
		for i := range into {
			into[i] = c.at(i)
		}
	}
}

// within tells whether some row of a chunk may have a value above one and at most another.
func (c *intChunk) within(above, most int64) bool {
	return !c.empty() && c.base <= most && c.high > above
}

func (c *intChunk) empty() bool { return c.width == widthEmpty }

// may tells whether some row of a chunk may have the value.
func (c *ints) may(chunk int, v int64) bool {
	k := &c.chunks[chunk]
	return !k.empty() && k.base <= v && v <= k.high
}

func packInts(values []int64) intChunk {
	low, high, gaps := int64(math.MaxInt64), int64(math.MinInt64), false
	for _, v := range values {
		if v == none {
			gaps = true
			continue
		}
		low, high = min(low, v), max(high, v)
	}
	if low > high {
		return intChunk{}
	}
	c := intChunk{base: low, high: high}
	span := uint64(high) - uint64(low)
	switch {
	case span == 0 && !gaps:
		c.width = widthEqual
		return c
	case span < math.MaxUint8:
		c.width = 1
	case span < math.MaxUint16:
		c.width = 2
	case span < math.MaxUint32:
		c.width = 4
	default:
		c.width = 8
	}
	c.data = make([]byte, int(c.width)*len(values))
	for i, v := range values {
		c.set(i, v)
	}
	return c
}

// set writes one value of a chunk being packed.
func (c *intChunk) set(i int, v int64) {
	if c.width == 8 {
		binary.LittleEndian.PutUint64(c.data[8*i:], uint64(v))
		return
	}
	if v == none {
		return
	}
	stored := uint64(v) - uint64(c.base) + 1
	switch c.width {
	case 1:
		c.data[i] = uint8(stored)
	case 2:
		binary.LittleEndian.PutUint16(c.data[2*i:], uint16(stored))
	case 4:
		binary.LittleEndian.PutUint32(c.data[4*i:], uint32(stored))
	}
}

// open unpacks a chunk of n rows into chunkRows values.
func (c *intChunk) open(n int) []int64 {
	values := make([]int64, chunkRows)
	c.read(values[:n])
	for i := range values[n:] {
		values[n+i] = none
	}
	return values
}

// numbers is a column of floating-point numbers. A chunk whose numbers all have at most four decimals keeps them as integers.
type numbers struct{ chunks []numberChunk }

type numberChunk struct {
	intChunk
	scaled bool
}

const scale = 1e4

func (c *numbers) at(r Row) float64 { return c.chunks[r>>chunkShift].number(int(r & chunkMask)) }

func (c *numberChunk) number(i int) float64 {
	v := c.intChunk.at(i)
	switch {
	case v == none:
		return math.NaN()
	case c.scaled:
		return float64(v) / scale
	}
	return math.Float64frombits(uint64(v))
}

// packNumbers packs numbers, NaN where there is none. Negative zero becomes zero.
func packNumbers(values []float64) numberChunk {
	whole := make([]int64, len(values))
	if scaled(values, whole) {
		return numberChunk{packInts(whole), true}
	}
	for i, v := range values {
		whole[i] = none
		if !math.IsNaN(v) {
			whole[i] = int64(math.Float64bits(v + 0)) // -0 + 0 is 0, whose bits are not those of none
		}
	}
	return numberChunk{packInts(whole), false}
}

// scaled writes numbers as integers of their fourth decimal, if that loses nothing.
func scaled(values []float64, whole []int64) bool {
	for i, v := range values {
		if math.IsNaN(v) {
			whole[i] = none
			continue
		}
		n := math.Round(v * scale)
		if math.Abs(n) > 1<<53 || n/scale != v {
			return false
		}
		whole[i] = int64(n)
	}
	return true
}

func (c *numberChunk) open(n int) []float64 {
	values := make([]float64, chunkRows)
	for i := range values {
		if i < n {
			values[i] = c.number(i)
		} else {
			values[i] = math.NaN()
		}
	}
	return values
}
