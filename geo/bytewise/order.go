// Package bytewise puts millions of texts into the order of their bytes, in some 0.1 µs a text on one core and a part of that on more. It does not move the
// texts, and knows no language's order.
package bytewise

import (
	"encoding/binary"
	"math/bits"
	"runtime"
	"slices"
	"strings"
	"sync"

	"beltmap/geo/radix"
)

// window is how many bytes behind what all texts begin with are looked at for the keys.
const window = 16

// Order is the numbers of n texts in the order of the texts; equal ones stay in the order of their numbers. twice is the place in it of the first text that is
// equal to the one before, -1 if no two are. text gives the i-th text, and is called by several goroutines at once.
func Order[T ~int32 | ~uint32](n int, text func(i int) string) (order []T, twice int) {
	keys := keysOf(n, text)
	radix.Sort(keys)
	twice = -1
	for first := 0; first < n; {
		last := first + 1
		for last < n && keys[last].Key == keys[first].Key {
			last++
		}
		if run := keys[first:last]; len(run) > 1 {
			slices.SortStableFunc(run, func(a, b radix.Item) int { return strings.Compare(text(int(a.At)), text(int(b.At))) })
			for i := 1; i < len(run) && twice < 0; i++ {
				if text(int(run[i].At)) == text(int(run[i-1].At)) {
					twice = first + i
				}
			}
		}
		first = last
	}
	order = make([]T, n)
	for i, k := range keys {
		order[i] = T(k.At)
	}
	return order, twice
}

// keysOf are keys in the order of the texts as far as they differ: of the window, the first 64 bits that are not the same in all.
func keysOf(n int, text func(i int) string) []radix.Item {
	keys := make([]radix.Item, n)
	if n == 0 {
		return keys
	}
	begin := common(n, text)
	var mu sync.Mutex
	var high, low uint64 // bits that differ
	inParallel(n, func(from, to int) {
		var differHigh, differLow uint64
		firstHigh, firstLow := halves(text(0), begin)
		for i := from; i < to; i++ {
			keys[i].Key, keys[i].At = halves(text(i), begin)
			differHigh |= keys[i].Key ^ firstHigh
			differLow |= keys[i].At ^ firstLow
		}
		mu.Lock()
		high, low = high|differHigh, low|differLow
		mu.Unlock()
	})
	one, other := runsOf(high), runsOf(low)
	room := 64 - bits.OnesCount64(high)
	inParallel(n, func(from, to int) {
		for i := from; i < to; i++ {
			k := &keys[i]
			key, rest := gathered(k.Key, one), gathered(k.At, other)
			if beyond := bits.OnesCount64(low) - room; beyond > 0 {
				key, rest = key<<room, rest>>beyond
			} else {
				key <<= bits.OnesCount64(low)
			}
			*k = radix.Item{Key: key | rest, At: uint64(i)}
		}
	})
	return keys
}

// common is how many bytes all texts begin with alike.
func common(n int, text func(i int) string) int {
	first := text(0)
	alike := len(first)
	var mu sync.Mutex
	inParallel(n, func(from, to int) {
		own := len(first)
		for i := from; i < to && own > 0; i++ {
			if t := text(i); !strings.HasPrefix(t, first[:own]) {
				own = 0
				for own < len(t) && t[own] == first[own] {
					own++
				}
			}
		}
		mu.Lock()
		alike = min(alike, own)
		mu.Unlock()
	})
	return alike
}

// halves are the window as numbers; bytes behind the end are zeros.
func halves(text string, begin int) (high, low uint64) {
	var bytes [window]byte
	copy(bytes[:], text[begin:])
	return binary.BigEndian.Uint64(bytes[:]), binary.BigEndian.Uint64(bytes[8:])
}

// run is bits side by side: to bring them to the right, shift, then mask.
type run struct {
	shift, width int
	mask         uint64
}

func runsOf(differ uint64) (runs []run) {
	for differ != 0 {
		top := bits.Len64(differ)
		width := bits.LeadingZeros64(^(differ << (64 - top)))
		r := run{top - width, width, 1<<width - 1}
		runs = append(runs, r)
		differ &^= r.mask << r.shift
	}
	return runs
}

// gathered is the bits of runs side by side.
func gathered(x uint64, runs []run) (key uint64) {
	for _, r := range runs {
		key = key<<r.width | x>>r.shift&r.mask
	}
	return key
}

// inParallel divides 0 … n-1 among the cores.
func inParallel(n int, do func(from, to int)) {
	const least = 4096
	parts := max(1, min(runtime.GOMAXPROCS(0), n/least))
	var wg sync.WaitGroup
	for i := range parts {
		wg.Go(func() { do(n*i/parts, n*(i+1)/parts) })
	}
	wg.Wait()
}
