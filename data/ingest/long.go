package ingest

// long is a list of millions. It grows by whole parts, so that what is in it is never copied and no memory is held twice.
type long[T any] struct {
	parts [][]T
	n     int32
}

const partBits = 12

func (l *long[T]) add(v T) {
	if int(l.n>>partBits) == len(l.parts) {
		l.parts = append(l.parts, make([]T, 1<<partBits))
	}
	l.parts[l.n>>partBits][l.n&(1<<partBits-1)] = v
	l.n++
}

// at is the place of an element, for reading and writing.
func (l *long[T]) at(i int32) *T { return &l.parts[i>>partBits][i&(1<<partBits-1)] }

// reset empties the list and keeps its memory.
func (l *long[T]) reset() { l.n = 0 }
