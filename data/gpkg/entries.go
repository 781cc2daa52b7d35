package gpkg

import (
	"iter"
	"runtime"
	"slices"
	"sync"

	"beltmap/data/sqlitefile"
)

// entries are records of an index, one after the other.
type entries struct {
	records []byte
	ends    []int
	near    []string
	record  sqlitefile.Record
}

const entriesMade = 1024 // at a time

// entriesOf are the entries of ids in an order, the key of each one more than its number. In an order other than that in which they lie, nearly every id has
// to be waited for: all cores wait, each for some at once.
func entriesOf(order []uint32, id func(i int) string) iter.Seq[*entries] {
	return func(yield func(*entries) bool) {
		runs := slices.Collect(slices.Chunk(order, entriesMade))
		n := runtime.GOMAXPROCS(0)
		var running sync.WaitGroup
		defer running.Wait()
		quit := make(chan struct{})
		defer close(quit)
		made, free := make([]chan *entries, n), make([]chan *entries, n)
		for i := range n {
			made[i], free[i] = make(chan *entries, 2), make(chan *entries, 2)
			free[i] <- &entries{}
			free[i] <- &entries{}
			running.Go(func() {
				for at := i; at < len(runs); at += n {
					select {
					case e := <-free[i]:
						e.make(runs[at], id)
						made[i] <- e
					case <-quit:
						return
					}
				}
			})
		}
		for at := range runs {
			e := <-made[at%n]
			if !yield(e) {
				return
			}
			free[at%n] <- e
		}
	}
}

func (e *entries) make(order []uint32, id func(i int) string) {
	e.records, e.ends, e.near = e.records[:0], e.ends[:0], e.near[:0]
	for _, i := range order {
		e.near = append(e.near, id(int(i)))
	}
	for at, i := range order {
		e.record.Reset()
		e.record.Text(e.near[at])
		e.record.Integer(int64(i) + 1)
		e.records = e.record.Append(e.records)
		e.ends = append(e.ends, len(e.records))
	}
}
