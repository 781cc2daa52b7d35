package world

import "slices"

// Columns are cut into chunks of this many rows, which versions of the World share. Fewer rows would make the lists of chunks that an
// edit copies longer, more the chunks themselves.
const (
	chunkShift = 11
	chunkRows  = 1 << chunkShift
	chunkMask  = chunkRows - 1
)

func chunksFor(rows int) int { return (rows + chunkRows - 1) >> chunkShift }

// rowsIn is how many of a table's rows lie in a chunk.
func rowsIn(chunk, rows int) int { return min(chunkRows, rows-chunk<<chunkShift) }

// plain is a column whose values stand side by side; a nil chunk holds zeros.
type plain[T comparable] struct{ chunks []*[chunkRows]T }

func (p *plain[T]) at(r Row) T {
	c := p.chunks[r>>chunkShift]
	if c == nil {
		var zero T
		return zero
	}
	return c[r&chunkMask]
}

// chunk is all values of a chunk, to be read only.
func (p *plain[T]) chunk(i int) *[chunkRows]T {
	if c := p.chunks[i]; c != nil {
		return c
	}
	return new([chunkRows]T)
}

// put sets a value in a column that nobody else reads yet.
func (p *plain[T]) put(r Row, v T) {
	at := int(r >> chunkShift)
	var zero T
	if p.chunks[at] == nil {
		if v == zero {
			return
		}
		p.chunks[at] = new([chunkRows]T)
	}
	p.chunks[at][r&chunkMask] = v
}

// plainEdit is a plain column being edited: the list of chunks is its own from the first change, each chunk from its first.
type plainEdit[T comparable] struct {
	col  *plain[T]
	own  map[int]bool
	last int // the chunk of the last change + 1, so that changes side by side look it up once
}

func (e *plainEdit[T]) set(r Row, v T) {
	if e.col.at(r) == v {
		return
	}
	if e.own == nil {
		e.own = map[int]bool{}
		e.col.chunks = slices.Clone(e.col.chunks)
	}
	at := int(r >> chunkShift)
	if at+1 != e.last && !e.own[at] {
		e.own[at] = true
		fresh := new([chunkRows]T)
		if old := e.col.chunks[at]; old != nil {
			*fresh = *old
		}
		e.col.chunks[at] = fresh
	}
	e.last = at + 1
	e.col.chunks[at][r&chunkMask] = v
}
