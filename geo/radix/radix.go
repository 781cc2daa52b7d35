// Package radix sorts millions of numbered keys, stably and on all cores, in some 40 ns of a core each. It needs as much memory again as the keys take.
package radix

import (
	"cmp"
	"math/bits"
	"runtime"
	"slices"
	"sync"
)

// Item is something that is sorted: its key, and its number.
type Item struct {
	Key uint64
	At  uint64
}

const (
	digit  = 11
	values = 1 << digit
	// few is how many items are sorted sooner by comparing them.
	few = 1024
	// share is how many items are worth a core.
	share = 1 << 15
)

// Sort sorts by key; items of one key stay as they are.
func Sort(items []Item) {
	if len(items) < few {
		slices.SortStableFunc(items, func(a, b Item) int { return cmp.Compare(a.Key, b.Key) })
		return
	}
	s := sorter{from: items, to: make([]Item, len(items)), parts: max(1, min(runtime.GOMAXPROCS(0), len(items)/share))}
	s.counts = make([][values]int, s.parts)
	for differ := s.differ(); differ != 0; {
		shift := bits.TrailingZeros64(differ)
		s.pass(shift)
		differ &= ^uint64(0) << (shift + digit)
	}
	if &s.from[0] != &items[0] {
		copy(items, s.from)
	}
}

// sorter goes through the items digit by digit, from the lowest that some keys differ in. Each part of them is counted and moved by a core of its own.
type sorter struct {
	from, to []Item
	parts    int
	counts   [][values]int // by part: how many items have a digit, then where the next of them goes
}

// each calls do for every part.
func (s *sorter) each(do func(part int, items []Item)) {
	if s.parts == 1 {
		do(0, s.from)
		return
	}
	n := len(s.from)
	var wg sync.WaitGroup
	for part := range s.parts {
		wg.Go(func() { do(part, s.from[n*part/s.parts:n*(part+1)/s.parts]) })
	}
	wg.Wait()
}

// differ is the bits in which keys differ.
func (s *sorter) differ() (all uint64) {
	first := s.from[0].Key
	found := make([]uint64, s.parts)
	s.each(func(part int, items []Item) {
		some := uint64(0)
		for i := range items {
			some |= items[i].Key ^ first
		}
		found[part] = some
	})
	for _, some := range found {
		all |= some
	}
	return all
}

// pass sorts by one digit.
func (s *sorter) pass(shift int) {
	s.each(func(part int, items []Item) {
		counts := &s.counts[part]
		*counts = [values]int{}
		for i := range items {
			counts[items[i].Key>>shift&(values-1)]++
		}
	})
	sum := 0
	for d := range values {
		for part := range s.counts {
			n := s.counts[part][d]
			s.counts[part][d] = sum
			sum += n
		}
	}
	s.each(func(part int, items []Item) {
		next, to := &s.counts[part], s.to
		for i := range items {
			at := &next[items[i].Key>>shift&(values-1)]
			to[*at] = items[i]
			*at++
		}
	})
	s.from, s.to = s.to, s.from
}
