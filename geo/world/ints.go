package world

import "math"

// none is the integer of a row without a value.
const none = math.MinInt64

// ints is a column of integers: counts, days, dictionary codes. A chunk keeps the difference to its least value in as few bytes as
// fit, none at all where every row is equal; a nil chunk has no values.
type ints struct{ chunks []*intChunk }

// intChunk holds base + stored - 1, where stored 0 is no value, in the slice of its width; width 0 means base in every row; w64 holds values as they are.
type intChunk struct {
	base, high int64 // the least and greatest value
	w8         []uint8
	w16        []uint16
	w32        []uint32
	w64        []int64
}

func (c *ints) at(r Row) int64 {
	chunk := c.chunks[r>>chunkShift]
	if chunk == nil {
		return none
	}
	return chunk.at(int(r & chunkMask))
}

func (c *intChunk) at(i int) int64 {
	var stored uint64
	switch {
	case c.w8 != nil:
		stored = uint64(c.w8[i])
	case c.w16 != nil:
		stored = uint64(c.w16[i])
	case c.w32 != nil:
		stored = uint64(c.w32[i])
	case c.w64 != nil:
		return c.w64[i]
	default:
		return c.base
	}
	if stored == 0 {
		return none
	}
	return c.base + int64(stored-1)
}

// may tells whether some row of a chunk may have the value.
func (c *ints) may(chunk int, v int64) bool {
	k := c.chunks[chunk]
	return k != nil && k.base <= v && v <= k.high
}

func packInts(values []int64) *intChunk {
	low, high, gaps := int64(math.MaxInt64), int64(math.MinInt64), false
	for _, v := range values {
		if v == none {
			gaps = true
			continue
		}
		low, high = min(low, v), max(high, v)
	}
	if low > high {
		return nil
	}
	c := &intChunk{base: low, high: high}
	span := uint64(high) - uint64(low)
	switch {
	case span == 0 && !gaps:
	case span < math.MaxUint8:
		c.w8 = narrow[uint8](values, low)
	case span < math.MaxUint16:
		c.w16 = narrow[uint16](values, low)
	case span < math.MaxUint32:
		c.w32 = narrow[uint32](values, low)
	default:
		c.w64 = append([]int64(nil), values...)
	}
	return c
}

func narrow[T uint8 | uint16 | uint32](values []int64, base int64) []T {
	out := make([]T, len(values))
	for i, v := range values {
		if v != none {
			out[i] = T(uint64(v)-uint64(base)) + 1
		}
	}
	return out
}

// open unpacks a chunk of n rows into chunkRows values.
func (c *intChunk) open(n int) []int64 {
	values := make([]int64, chunkRows)
	for i := range values {
		if c == nil || i >= n {
			values[i] = none
		} else {
			values[i] = c.at(i)
		}
	}
	return values
}

// numbers is a column of floating-point numbers. A chunk whose numbers all have at most four decimals keeps them as integers.
type numbers struct{ chunks []*numberChunk }

type numberChunk struct {
	scaled bool
	intChunk
}

const scale = 1e4

func (c *numbers) at(r Row) float64 {
	chunk := c.chunks[r>>chunkShift]
	if chunk == nil {
		return math.NaN()
	}
	return chunk.number(int(r & chunkMask))
}

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
func packNumbers(values []float64) *numberChunk {
	whole := make([]int64, len(values))
	scaled := true
	for i, v := range values {
		if math.IsNaN(v) {
			whole[i] = none
			continue
		}
		n := math.Round(v * scale)
		if math.Abs(n) > 1<<53 || n/scale != v {
			scaled = false
			break
		}
		whole[i] = int64(n)
	}
	if !scaled {
		for i, v := range values {
			switch {
			case math.IsNaN(v):
				whole[i] = none
			default:
				whole[i] = int64(math.Float64bits(v + 0)) // -0 + 0 is 0, whose bits are not those of none
			}
		}
	}
	packed := packInts(whole)
	if packed == nil {
		return nil
	}
	return &numberChunk{scaled, *packed}
}

func (c *numberChunk) open(n int) []float64 {
	values := make([]float64, chunkRows)
	for i := range values {
		if c == nil || i >= n {
			values[i] = math.NaN()
		} else {
			values[i] = c.number(i)
		}
	}
	return values
}
