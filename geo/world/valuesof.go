package world

import "beltmap/geo"

// Number is the field of a row as a whole number where it is an integer, a day or a boolean (1 is true), or a text that Code numbers, and whether it is
// known; not known for other fields.
func (c Column) Number(r Row) (n int64, known bool) {
	in := c.numbers()
	if in == nil || c.col == nil && !c.seen.has(r) {
		return 0, false
	}
	n = in.at(r)
	return n, n != none
}

// Numbered tells whether Number reads the field.
func (c Column) Numbered() bool { return c.numbers() != nil }

func (c Column) numbers() *ints {
	switch {
	case c.col != nil && (c.col.kind == colCode || c.col.kind == colInt && c.kind != geo.TypeStars):
		return &c.col.ints
	case c.inner != nil && c.inner.kind == colInt && c.kind != geo.TypeStars:
		return &c.inner.ints
	}
	return nil
}

// Numbers reads Number of many rows, NoNumber where it is not known. Rows in ascending order are read much faster than one by one.
func (c Column) Numbers(rows []Row, into []int64) {
	in := c.numbers()
	if in == nil {
		for i := range rows {
			into[i] = NoNumber
		}
		return
	}
	for from := 0; from < len(rows); {
		to := sameChunk(rows, from)
		in.chunks[rows[from]>>chunkShift].pick(rows[from:to], into[from:to])
		from = to
	}
	if c.col != nil {
		return
	}
	for i, r := range rows {
		if !c.seen.has(r) {
			into[i] = NoNumber
		}
	}
}

// NoNumber is the number of a field that is not known.
const NoNumber = none

// sameChunk is where rows from some place on end to be in one chunk.
func sameChunk(rows []Row, from int) int {
	to := from + 1
	for to < len(rows) && rows[to]>>chunkShift == rows[from]>>chunkShift {
		to++
	}
	return to
}

// pick unpacks the values of some rows of a chunk.
func (c *intChunk) pick(rows []Row, into []int64) {
	if c.width != 1 {
		for i, r := range rows {
			into[i] = c.at(int(r & chunkMask))
		}
		return
	}
	for i, r := range rows {
		if into[i] = none; c.data[r&chunkMask] != 0 {
			into[i] = c.base + int64(c.data[r&chunkMask]) - 1
		}
	}
}

// Texts reads Text of many rows. Rows in ascending order are read much faster than one by one.
func (c Column) Texts(rows []Row, into []string) {
	if c.col == nil || c.col.kind != colText {
		for i, r := range rows {
			into[i] = c.Text(r)
		}
		return
	}
	for from := 0; from < len(rows); {
		to := sameChunk(rows, from)
		if chunk := &c.col.texts.chunks[rows[from]>>chunkShift]; chunk.empty() {
			clear(into[from:to])
		} else {
			for i := from; i < to; i++ {
				into[i] = chunk.at(int(rows[i] & chunkMask))
			}
		}
		from = to
	}
}
