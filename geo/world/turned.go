package world

import "beltmap/geo/status"

// EachTurned visits the rows whose validity, status or marks are others in a table of the same version for another day. Chunks that both share are
// passed over.
func (t *Table) EachTurned(o *Table, visit func(Row)) {
	const step = 8 // rows that are compared at once; a chunk is a multiple of it
	for chunk := range chunksFor(t.rows) {
		if t.flags.chunks[chunk] == o.flags.chunks[chunk] && t.states.chunks[chunk] == o.states.chunks[chunk] && t.marks.chunks[chunk] == o.marks.chunks[chunk] {
			continue
		}
		flags, states, marks := t.flags.chunk(chunk), t.states.chunk(chunk), t.marks.chunk(chunk)
		oldFlags, oldStates, oldMarks := o.flags.chunk(chunk), o.states.chunk(chunk), o.marks.chunk(chunk)
		n := rowsIn(chunk, t.rows)
		for from := 0; from < n; from += step {
			if [step]uint8(flags[from:]) == [step]uint8(oldFlags[from:]) && [step]uint8(states[from:]) == [step]uint8(oldStates[from:]) &&
				[step]status.Marks(marks[from:]) == [step]status.Marks(oldMarks[from:]) {
				continue
			}
			for i := from; i < min(from+step, n); i++ {
				same := (flags[i]^oldFlags[i])&current == 0 && states[i] == oldStates[i] && marks[i] == oldMarks[i]
				if !same && flags[i]&alive != 0 {
					visit(Row(chunk<<chunkShift + i))
				}
			}
		}
	}
}

// countTurned is the counters of one division by those of a table of the same version for another day: what turned is taken out and put in again.
func (t *Table) countTurned(d Division, old *Table) division {
	edit := tallyEdit{all: &tallies{belts: t.tallies.belts}}
	edit.all.divisions[d] = *old.division(d)
	var sum turnSum
	sums := map[turnPlace]*Tally{}
	t.EachTurned(old, func(r Row) {
		zone := partNumber(t.cols[colZone].ints.at(r))
		was, is := old.flags.at(r)&current != 0, t.flags.at(r)&current != 0
		count := func(part int32) {
			if at := (turnPlace{part, zone}); sum.of == nil || at != sum.at {
				sum.settle()
				if sum.at, sum.of = at, sums[at]; sum.of == nil {
					sum.of = new(Tally)
					sums[at] = sum.of
				}
			}
			if was {
				sum.count(old.verdictOf(r), -1)
			}
			if is {
				sum.count(t.verdictOf(r), 1)
			}
		}
		switch d {
		case ByZone:
			count(zone)
		case ByBelt:
			eachBelt(t.cols[slotBelts].texts.at(r), t.tallies.belts, count)
		default:
			count(t.partIn(d, r))
		}
	})
	sum.settle()
	for at, n := range sums {
		edit.counter(d, at.part, at.zone).Add(n)
	}
	return edit.all.divisions[d]
}

// turnPlace is a counter.
type turnPlace struct{ part, zone int32 }

// turnSum adds up enterprises that turned in one place, which neighbors along the curve mostly share: first how many of each verdict, of
// which there are few.
type turnSum struct {
	at   turnPlace
	of   *Tally
	many [1 << verdictBits]int32
	some []uint16 // verdicts of which there were any
}

// verdictBits are three of either status, the marks, and whether there is a place.
const verdictBits = 3 + 3 + 7 + 1

func (s *turnSum) count(v verdict, sign int32) {
	key := uint16(v.state&7) | uint16(v.state>>4&7)<<3 | uint16(v.marks)<<6
	if v.located {
		key |= 1 << (verdictBits - 1)
	}
	if s.many[key] == 0 {
		s.some = append(s.some, key)
	}
	s.many[key] += sign
}

// settle adds what was counted to the place.
func (s *turnSum) settle() {
	for _, key := range s.some {
		v := verdict{state: uint8(key&7) | uint8(key>>3&7)<<4, marks: status.Marks(key >> 6 & (1<<7 - 1)), located: key>>(verdictBits-1) != 0}
		s.of.count(v, s.many[key])
		s.many[key] = 0
	}
	s.some = s.some[:0]
}
