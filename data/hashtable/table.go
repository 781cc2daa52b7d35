// Package hashtable keeps numbers under hashes of 64 bits: a map[uint64]int32 for millions of keys that are hashes already, in a third less memory and half the
// time. It does not keep what was hashed, so that two things of one hash are one, and it never shrinks.
package hashtable

import (
	"math/bits"
	"math/rand/v2"
	"runtime"
)

// Table keeps a number of 0 or more under each of its keys. The zero Table is empty. One goroutine at a time writes, or any number read.
type Table struct {
	slots []slot // a power of two, at most three quarters in use; each key stands at its place or in the next free one behind it
	used  int
	shift int
	odd   uint64 // secret, so that nobody can choose keys that all have one place
}

// slot is twelve bytes, so that a look-up is one line of the cache.
type slot struct{ high, low, number uint32 }

// What a slot holds in place of a number plus firstNumber.
const (
	free = iota
	deleted
	firstNumber
)

const smallest = 1 << 6

// slotsOfPage are so many that no page of memory is left out by who writes into every so manyth: memory that is read before it is first written is given by the
// system twice, and the second time every core has to hear of it.
const slotsOfPage = 4096 / 12

// Get is the number under a key, and whether there is one.
func (t *Table) Get(key uint64) (int32, bool) {
	if len(t.slots) == 0 {
		return 0, false
	}
	s := t.find(key)
	if s.number < firstNumber {
		return 0, false
	}
	return int32(s.number - firstNumber), true
}

// Fetch brings the places of keys that will be asked for near to the processor. Of many at once that takes as long as for a few of them one by one, each of which
// waits for the memory.
func (t *Table) Fetch(keys []uint64) {
	if len(t.slots) == 0 {
		return
	}
	sum := uint32(0)
	for _, key := range keys {
		sum += t.slots[key*t.odd>>t.shift&uint64(len(t.slots)-1)].number
	}
	runtime.KeepAlive(sum)
}

// Set puts a number under a key, in place of the one there was.
func (t *Table) Set(key uint64, number int32) {
	if 4*(t.used+1) > 3*len(t.slots) {
		t.grow()
	}
	s := t.find(key)
	if s.number == free {
		t.used++
	}
	*s = slot{uint32(key >> 32), uint32(key), uint32(number) + firstNumber}
}

// Delete takes a key out.
func (t *Table) Delete(key uint64) {
	if len(t.slots) == 0 {
		return
	}
	if s := t.find(key); s.number != free {
		s.number = deleted // the slot stays the key's
	}
}

// find is the slot of a key, or the free one where it would stand.
func (t *Table) find(key uint64) *slot {
	high, low := uint32(key>>32), uint32(key)
	for at := key * t.odd >> t.shift; ; at++ {
		s := &t.slots[at&uint64(len(t.slots)-1)]
		if s.number == free || s.low == low && s.high == high {
			return s
		}
	}
}

func (t *Table) grow() {
	old := t.slots
	t.slots = make([]slot, max(smallest, 2*len(old)))
	for i := 0; i < len(t.slots); i += slotsOfPage {
		t.slots[i].number = free
	}
	t.shift = 64 - bits.TrailingZeros(uint(len(t.slots)))
	if t.odd == 0 {
		t.odd = rand.Uint64() | 1
	}
	t.used = 0
	for _, s := range old {
		if s.number >= firstNumber {
			*t.find(uint64(s.high)<<32 | uint64(s.low)) = s
			t.used++
		}
	}
}
