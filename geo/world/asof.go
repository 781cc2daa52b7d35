package world

import (
	"slices"

	"beltmap/geo"
	"beltmap/geo/status"
)

// AsOf is the World on another day, for reading records, statuses and counters; clusters and stacks are those of w's day, and nothing may be applied to
// it. Other than OnDay it goes over all links once instead of looking enterprises up one by one, so that a day long ago, on which most ratings did
// not hold yet, costs no more than yesterday.
func (w *World) AsOf(day geo.Day) *World {
	rules := status.RulebookOf(w.settings, day)
	if !rules.Same(w.rules) {
		then, _ := w.OnDay(day)
		return then
	}
	then := &World{day: day, version: w.version, settings: w.settings, rules: rules, loose: w.loose}
	turned := false // any grid, so that enterprises may be in others
	for _, c := range geo.AllCollections() {
		t := *w.tables[c]
		t.world = then
		then.tables[c] = &t
		turned = t.turnFlags(day) && c == geo.Grids || turned
	}
	if turned {
		slow, _ := w.OnDay(day)
		return slow
	}
	t := then.tables[geo.Enterprises]
	t.judgeAgain(w)
	t.tallies = t.countLater(w)
	return then
}

// turnFlags sets which rows are valid on a day, and the counts of them, in chunks of the table's own, and tells whether any turned.
func (t *Table) turnFlags(day geo.Day) (turned bool) {
	e := plainEdit[uint8]{col: &t.flags}
	for chunk := range chunksFor(t.rows) {
		if t.cols[colFrom].ints.chunks[chunk].empty() && t.cols[colTo].ints.chunks[chunk].empty() {
			continue
		}
		first := Row(chunk << chunkShift)
		for r := first; r < first+Row(rowsIn(chunk, t.rows)); r++ {
			f := t.flags.at(r)
			if f&alive == 0 || t.validity(r).Holds(day) == (f&current != 0) {
				continue
			}
			turned = true
			t.counts.add(f, -1)
			t.counts.add(f^current, 1)
			e.set(r, f^current)
		}
	}
	return turned
}

// coverBits is what an organization is to those it covers: forms, and whether it is effective where its form counts.
type coverBits uint16

const (
	coversForms   coverBits = 0xff
	coversNo      coverBits = 1 << 8
	coversUnknown coverBits = 1 << 9
	coversYes     coverBits = 1 << 10
)

// coverBits are those of every organization that is valid on the World's day; none of the others.
func (t *Table) coverBits() []coverBits {
	bits, rules, forms, codes := make([]coverBits, t.rows), t.world.rules, t.formsByCode(), &t.cols[slotForm].ints
	inParallel(chunksFor(t.rows), func(chunk int) {
		first := Row(chunk << chunkShift)
		for r := first; r < first+Row(rowsIn(chunk, t.rows)); r++ {
			if t.flags.at(r)&(alive|current) != alive|current {
				continue
			}
			form := forms[partNumber(codes.at(r))+1]
			b := coverBits(form)
			if rules.Counts(form) {
				b |= [...]coverBits{status.Unstated: coversUnknown, status.No: coversNo, status.Yes: coversYes}[t.effective(r, rules)]
			}
			bits[r] = b
		}
	})
	return bits
}

// judgeAgain finds statuses and marks of enterprises on the World's day, by those of another World of the same records: where the forms that cover
// an enterprise are the same, only whether they are effective can have changed.
func (t *Table) judgeAgain(before *World) {
	now, then := before.tables[geo.Organizations].forms(), t.world.tables[geo.Organizations].coverBits()
	t.states.chunks, t.marks.chunks = slices.Clone(t.states.chunks), slices.Clone(t.marks.chunks)
	inParallel(chunksFor(t.rows), func(chunk int) {
		links := &t.cols[colCoverers].texts.chunks[chunk]
		if links.empty() {
			return
		}
		states, marks := plainEdit[uint8]{col: &plain[uint8]{t.states.chunks[chunk : chunk+1]}}, plainEdit[status.Marks]{col: &plain[status.Marks]{t.marks.chunks[chunk : chunk+1]}}
		first := Row(chunk << chunkShift)
		for at := range Row(rowsIn(chunk, t.rows)) {
			r, old, bits := first+at, status.Forms(0), coverBits(0)
			for list := t.cols[colCoverers].texts.at(r); len(list) >= 4; list = list[4:] {
				o := linkAt(list)
				old |= now[o]
				bits |= then[o]
			}
			switch {
			case bits == 0 && old == 0:
			case old != status.Forms(bits&coversForms):
				state, m := t.judge(r)
				states.set(at, state)
				marks.set(at, m)
			default:
				m := marks.col.at(at) &^ (status.Effective | status.EffectiveUnknown)
				if bits&coversYes != 0 {
					m |= status.Effective
				} else if bits&coversUnknown != 0 {
					m |= status.EffectiveUnknown
				}
				marks.set(at, m)
			}
		}
		t.states.chunks[chunk], t.marks.chunks[chunk] = states.col.chunks[0], marks.col.chunks[0]
	})
}

// forms are those of every organization that is valid on the World's day.
func (t *Table) forms() []status.Forms {
	forms, byCode, codes := make([]status.Forms, t.rows), t.formsByCode(), &t.cols[slotForm].ints
	for r := range Row(t.rows) {
		if t.flags.at(r)&(alive|current) == alive|current {
			forms[r] = byCode[partNumber(codes.at(r))+1]
		}
	}
	return forms
}

// formsByCode are the forms by the number of their text + 1.
func (t *Table) formsByCode() []status.Forms {
	forms := []status.Forms{status.FormOf("")}
	for _, name := range t.cols[slotForm].names {
		forms = append(forms, status.FormOf(name))
	}
	return forms
}

// countLater is counters that are counted when first read, a division at a time.
func (t *Table) countLater(before *World) *tallies {
	old := before.tables[geo.Enterprises].tallies
	was := *before.tables[geo.Enterprises]
	was.world = t.world // so that the whole of before is not kept
	later := &tallies{belts: old.belts, was: &was, later: new([numDivisions]lateDivision)}
	t.numberBelts(later.belts) // those of enterprises that are not valid on before's day may be new
	for d := range later.parts {
		later.parts[d] = &partList{known: len(before.namesOf(old, Division(d)))}
	}
	return later
}

// EachTurned visits the rows whose validity, status or marks are others in a table of the same version for another day. Chunks that both share are
// passed over.
func (t *Table) EachTurned(o *Table, visit func(Row)) {
	for chunk := range chunksFor(t.rows) {
		if t.flags.chunks[chunk] == o.flags.chunks[chunk] && t.states.chunks[chunk] == o.states.chunks[chunk] && t.marks.chunks[chunk] == o.marks.chunks[chunk] {
			continue
		}
		flags, states, marks := t.flags.chunk(chunk), t.states.chunk(chunk), t.marks.chunk(chunk)
		oldFlags, oldStates, oldMarks := o.flags.chunk(chunk), o.states.chunk(chunk), o.marks.chunk(chunk)
		for i := range rowsIn(chunk, t.rows) {
			same := (flags[i]^oldFlags[i])&current == 0 && states[i] == oldStates[i] && marks[i] == oldMarks[i]
			if !same && flags[i]&alive != 0 {
				visit(Row(chunk<<chunkShift + i))
			}
		}
	}
}

// countTurned is the counters of one division by those of a table of the same version for another day: what turned is taken out and put in again.
func (t *Table) countTurned(d Division, old *Table) division {
	edit := tallyEdit{all: &tallies{belts: t.tallies.belts}}
	edit.all.divisions[d] = *old.division(d)
	type place struct{ part, zone int32 }
	var last place
	var sum *Tally // of last, which neighbors along the curve mostly share
	sums := map[place]*Tally{}
	t.EachTurned(old, func(r Row) {
		for i, of := range [...]*Table{old, t} {
			if of.flags.at(r)&current == 0 {
				continue
			}
			sign := int32(2*i - 1)
			v, zone := of.verdictOf(r), partNumber(t.cols[colZone].ints.at(r))
			count := func(part int32) {
				if at := (place{part, zone}); sum == nil || at != last {
					if last, sum = at, sums[at]; sum == nil {
						sum = new(Tally)
						sums[at] = sum
					}
				}
				sum.count(v, sign)
			}
			switch d {
			case ByZone:
				count(zone)
			case ByBelt:
				eachBelt(t.cols[slotBelts].texts.at(r), t.tallies.belts, count)
			default:
				count(t.partIn(d, r))
			}
		}
	})
	for at, n := range sums {
		edit.counter(d, at.part, at.zone).Add(n)
	}
	return edit.all.divisions[d]
}

// PartOf is the id of the part that a row is in, "" for none, in divisions whose parts share no enterprises.
func (t *Table) PartOf(d Division, r Row) string {
	number := t.partIn(d, r)
	if number < 0 {
		return ""
	}
	return t.world.namesOf(t.tallies, d)[number]
}
