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
	sum := tallySum{}
	t.EachTurned(old, func(r Row) {
		zone := partNumber(t.cols[colZone].ints.at(r))
		was, is := old.flags.at(r)&current != 0, t.flags.at(r)&current != 0
		count := func(part int32) {
			at := tallyPlace{part, zone}
			if was {
				sum.count(at, old.verdictOf(r).key(), -1)
			}
			if is {
				sum.count(at, t.verdictOf(r).key(), 1)
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
	sum.each(func(at tallyPlace, n *Tally) { edit.add(d, at, n) })
	return edit.all.divisions[d]
}
