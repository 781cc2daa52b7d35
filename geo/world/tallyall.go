package world

import (
	"cmp"
	"slices"
)

// countAll counts every row.
func (t *Table) countAll() *tallies {
	all := &tallies{belts: newDict()}
	if old := t.tallies; old != nil {
		all.belts = old.belts
	}
	t.numberBelts(all.belts)
	of := t.verdicts()
	inParallel(numDivisions, func(d int) { all.divisions[d] = t.countBy(Division(d), all, of) })
	all.list(t.world, [numDivisions]*partList{})
	return all
}

// numberBelts numbers all belts that are named, as they must be before they are counted.
func (t *Table) numberBelts(belts *dict) {
	for chunk := range chunksFor(t.rows) {
		if t.cols[slotBelts].texts.chunks[chunk].empty() {
			continue
		}
		first := Row(chunk << chunkShift)
		for r := first; r < first+Row(rowsIn(chunk, t.rows)); r++ {
			eachItem(t.cols[slotBelts].texts.at(r), func(id string) { belts.code(id) })
		}
	}
}

// verdicts are what every row counts as. There are few of them, so that they are counted by number.
type verdicts struct {
	numbers []uint16 // by row, 0 where it does not count
	keys    []uint16 // by number - 1
}

func (t *Table) verdicts() verdicts {
	v := verdicts{numbers: make([]uint16, t.rows)}
	eachChunk := func(do func(chunk int, numbers []uint16)) {
		inParallel(chunksFor(t.rows), func(chunk int) { do(chunk, v.numbers[chunk<<chunkShift:][:rowsIn(chunk, t.rows)]) })
	}
	eachChunk(func(chunk int, numbers []uint16) {
		flags, states, marks := t.flags.chunk(chunk), t.states.chunk(chunk), t.marks.chunk(chunk)
		for i := range numbers {
			if f := flags[i]; f&(alive|current) == alive|current {
				numbers[i] = verdict{states[i], marks[i], f&(drawable|point) == drawable|point}.key() + 1
			}
		}
	})
	var byKey [1<<verdictBits + 1]uint16 // by key + 1
	for _, key := range v.numbers {
		if key > 0 && byKey[key] == 0 {
			v.keys = append(v.keys, key-1)
			byKey[key] = uint16(len(v.keys))
		}
	}
	eachChunk(func(_ int, numbers []uint16) {
		for i, key := range numbers {
			numbers[i] = byKey[key]
		}
	})
	return v
}

// countBy counts every row in one division.
func (t *Table) countBy(d Division, all *tallies, of verdicts) (list division) {
	names := t.world.namesOf(all, d)
	byID := make([]int32, len(names))
	for i := range byID {
		byID[i] = int32(i)
	}
	if d != BySize {
		slices.SortFunc(byID, func(a, b int32) int { return cmp.Compare(names[a], names[b]) })
	}
	for _, part := range byID {
		list.slotOf(part)
	}
	list.slotOf(-1)
	add := func(at tallyPlace, n *Tally) {
		slot := list.slotOf(at.part)
		list.blocks[slot/blockParts].add(slot%blockParts, at.zone, n)
	}
	if zones := len(t.cols[colZone].names) + 1; d != ByZone && d != ByGrid && d != ByBelt && len(list.slots)*zones*len(of.keys) <= 1<<20 {
		t.countApart(d, of, len(list.slots), zones, add)
	} else {
		var sum tallySum
		t.eachPlace(d, all, of, func(at tallyPlace, number uint16) { sum.count(at, of.keys[number-1], 1) })
		sum.each(add)
	}
	for _, b := range list.blocks {
		for i := range b.zones {
			b.zones[i] = slices.Clip(slices.Clone(b.zones[i]))
		}
	}
	return list
}

// countApart counts a division whose parts neighbors do not share, and of which there are few: every verdict by part and zone.
func (t *Table) countApart(d Division, of verdicts, parts, zones int, add func(tallyPlace, *Tally)) {
	many := make([]int32, parts*zones*len(of.keys))
	t.eachPlace(d, nil, of, func(at tallyPlace, number uint16) {
		many[(int(at.part+1)*zones+int(at.zone+1))*len(of.keys)+int(number-1)]++
	})
	for place := range parts * zones {
		var n Tally
		for number, key := range of.keys {
			if sum := many[place*len(of.keys)+number]; sum > 0 {
				n.count(verdictOfKey(key), sum)
			}
		}
		if n.Enterprises > 0 {
			add(tallyPlace{int32(place/zones) - 1, int32(place%zones) - 1}, &n)
		}
	}
}

// eachPlace visits where each row counts that does, and the number of its verdict.
func (t *Table) eachPlace(d Division, all *tallies, of verdicts, visit func(at tallyPlace, number uint16)) {
	parts, zones := new([chunkRows]int64), new([chunkRows]int64)
	for chunk := range chunksFor(t.rows) {
		first, n := chunk<<chunkShift, rowsIn(chunk, t.rows)
		t.cols[colZone].ints.chunks[chunk].read(zones[:n])
		if d != ByBelt {
			t.partsIn(d, chunk, parts[:n])
		}
		for i, number := range of.numbers[first : first+n] {
			zone := partNumber(zones[i])
			switch {
			case number == 0:
			case d == ByBelt:
				eachBelt(t.cols[slotBelts].texts.at(Row(first+i)), all.belts, func(part int32) { visit(tallyPlace{part, zone}, number) })
			default:
				visit(tallyPlace{partNumber(parts[i]), zone}, number)
			}
		}
	}
}

// partsIn are the numbers of the parts that the rows of a chunk are in, as partIn, none for none.
func (t *Table) partsIn(d Division, chunk int, into []int64) {
	t.cols[d.slot()].ints.chunks[chunk].read(into)
	if d == BySize {
		for i, employees := range into {
			into[i] = sizeOf(employees)
		}
	}
}
