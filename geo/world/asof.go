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
		turned = t.turnFlags(w.day, day) && c == geo.Grids || turned
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

// turnFlags sets which rows are valid on a day, and the counts of them, in chunks of the table's own, and tells whether any turned since another
// day. It looks at chunks in which some validity starts or ends between the two.
func (t *Table) turnFlags(was, day geo.Day) (turned bool) {
	e := plainEdit[uint8]{col: &t.flags}
	low, high := int64(min(was, day)), int64(max(was, day))
	from, to := new([chunkRows]int64), new([chunkRows]int64)
	for chunk := range chunksFor(t.rows) {
		starts, ends := &t.cols[colFrom].ints.chunks[chunk], &t.cols[colTo].ints.chunks[chunk]
		if !starts.within(low, high) && !ends.within(low-1, high-1) {
			continue
		}
		n, flags := rowsIn(chunk, t.rows), t.flags.chunk(chunk)
		starts.read(from[:n])
		ends.read(to[:n])
		for i := range n {
			holds := from[i] <= int64(day) && (to[i] == none || int64(day) <= to[i]) // none is the least number
			if f := flags[i]; f&alive != 0 && holds != (f&current != 0) {
				turned = true
				t.counts.add(f, -1)
				t.counts.add(f^current, 1)
				e.set(Row(chunk<<chunkShift+i), f^current)
			}
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

// cover is what an organization is to those it covers on one day, and what its form was on another; nothing where it is not valid.
type cover struct {
	bits coverBits
	was  status.Forms
}

// covers are those of every organization on the World's day, and on that of another table of the same records.
func (t *Table) covers(before *Table) []cover {
	all, rules := make([]cover, t.rows), t.world.rules
	forms := []status.Forms{status.FormOf("")} // by the number of their text + 1
	for _, name := range t.cols[slotForm].names {
		forms = append(forms, status.FormOf(name))
	}
	schemes := []status.Scheme{rules.Scheme("")} // likewise
	for _, name := range t.cols[slotScheme].names {
		schemes = append(schemes, rules.Scheme(name))
	}
	effective := [...]coverBits{status.Unstated: coversUnknown, status.No: coversNo, status.Yes: coversYes}
	inParallel(chunksFor(t.rows), func(chunk int) {
		var form, stars, scheme, rated, active [chunkRows]int64
		n, read := rowsIn(chunk, t.rows), false
		flags, old, out := t.flags.chunk(chunk), before.flags.chunk(chunk), all[chunk<<chunkShift:]
		t.cols[slotForm].ints.chunks[chunk].read(form[:n])
		for i := range n {
			f, of := flags[i], forms[partNumber(form[i])+1]
			if f&alive == 0 {
				continue
			}
			if old[i]&current != 0 {
				out[i].was = of
			}
			if f&current == 0 {
				continue
			}
			if out[i].bits = coverBits(of); !rules.Counts(of) {
				continue
			}
			if !read {
				read = true
				t.cols[slotStars].ints.chunks[chunk].read(stars[:n])
				t.cols[slotScheme].ints.chunks[chunk].read(scheme[:n])
				t.cols[slotRatedOn].ints.chunks[chunk].read(rated[:n])
				t.cols[slotActiveOn].ints.chunks[chunk].read(active[:n])
			}
			out[i].bits |= effective[rules.EffectiveBy(schemes[partNumber(scheme[i])+1], ratedOf(stars[i]), dayOf(rated[i]), dayOf(active[i]))]
		}
	})
	return all
}

// judgeAgain finds statuses and marks of enterprises on the World's day, by those of another World of the same records: where the forms that cover
// an enterprise are the same, only whether they are effective can have changed.
func (t *Table) judgeAgain(before *World) {
	covers := t.world.tables[geo.Organizations].covers(before.tables[geo.Organizations])
	t.states.chunks, t.marks.chunks = slices.Clone(t.states.chunks), slices.Clone(t.marks.chunks)
	inParallel(chunksFor(t.rows), func(chunk int) {
		links := &t.cols[colCoverers].texts.chunks[chunk]
		if links.empty() {
			return
		}
		states, marks := *t.states.chunk(chunk), *t.marks.chunk(chunk)
		for i := range rowsIn(chunk, t.rows) {
			old, bits := status.Forms(0), coverBits(0)
			for list := links.at(i); len(list) >= 4; list = list[4:] {
				c := covers[linkAt(list)]
				old |= c.was
				bits |= c.bits
			}
			switch {
			case bits == 0 && old == 0:
			case old != status.Forms(bits&coversForms):
				states[i], marks[i] = t.judge(Row(chunk<<chunkShift + i))
			default:
				m := marks[i] &^ (status.Effective | status.EffectiveUnknown)
				if bits&coversYes != 0 {
					m |= status.Effective
				} else if bits&coversUnknown != 0 {
					m |= status.EffectiveUnknown
				}
				marks[i] = m
			}
		}
		if states != *t.states.chunk(chunk) {
			t.states.chunks[chunk] = &states
		}
		if marks != *t.marks.chunk(chunk) {
			t.marks.chunks[chunk] = &marks
		}
	})
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

// PartOf is the id of the part that a row is in, "" for none, in divisions whose parts share no enterprises.
func (t *Table) PartOf(d Division, r Row) string {
	number := t.partIn(d, r)
	if number < 0 {
		return ""
	}
	return t.world.namesOf(t.tallies, d)[number]
}
