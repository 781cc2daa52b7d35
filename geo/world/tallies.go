package world

import (
	"slices"
	"strings"
	"sync"

	"beltmap/geo"
)

var (
	slotIndustry  = ownSlot(geo.Enterprises, geo.Industry)
	slotEmployees = ownSlot(geo.Enterprises, geo.Employees)
	slotClass     = ownSlot(geo.Enterprises, geo.EnterpriseClass)
	slotBelts     = ownSlot(geo.Enterprises, geo.BeltsOf)
)

// tallies are the counters of a table of enterprises. Counters stand in the order of the parts' ids, as they were when all were counted, so that all
// are read in one go; parts that came later stand behind.
type tallies struct {
	divisions [numDivisions]division
	belts     *dict // numbers the ids of belts, whose column is none of codes
	parts     [numDivisions]*partList
	later     *[numDivisions]lateDivision // instead of divisions, nil where they are kept
	was       *Table                      // whose counters they are made from
}

// lateDivision is counted when first read.
type lateDivision struct {
	once sync.Once
	division
}

// division is the counters of one division.
func (t *Table) division(d Division) *division {
	if t.tallies.later == nil {
		return &t.tallies.divisions[d]
	}
	late := &t.tallies.later[d]
	late.once.Do(func() { late.division = t.countTurned(d, t.tallies.was) })
	return &late.division
}

// division is a list of counters, in blocks that versions share.
type division struct {
	slots  []int32 // the place of each part's counters by its number + 1, -1 if it has none; the first is of enterprises that name no part
	used   int     // places given
	blocks []*tallyBlock
}

const blockParts = 64

// tallyBlock is the counters of some parts. What most readers ask for stands side by side as it is answered: the figures of all enterprises of a part, by
// internal statuses and by public ones. A reader may see the internal statuses of some zones only, so that parts that lie in several are counted
// zone by zone besides.
type tallyBlock struct {
	internal, public [blockParts]Figures
	zone             [blockParts]int32       // of all enterprises of a part that lies in one, by its number, -1 for none
	zones            [blockParts][]zoneTally // of a part that lies, or lay, in several
}

type zoneTally struct {
	zone             int32
	internal, public Figures
}

// add counts what a tally counts, in a block and a list of zones that nobody else reads yet.
func (b *tallyBlock) add(i, zone int32, n *Tally) {
	switch {
	case b.internal[i].Enterprises == 0:
		b.zone[i], b.zones[i] = zone, nil
	case len(b.zones[i]) == 0 && b.zone[i] != zone:
		b.zones[i] = []zoneTally{{b.zone[i], b.internal[i], b.public[i]}}
	}
	b.internal[i].add(&n.Internal, &n.Counts)
	b.public[i].add(&n.Public, &n.Counts)
	if len(b.zones[i]) == 0 {
		return
	}
	at := slices.IndexFunc(b.zones[i], func(of zoneTally) bool { return of.zone == zone })
	if at < 0 {
		at = len(b.zones[i])
		b.zones[i] = append(b.zones[i], zoneTally{zone: zone})
	}
	of := &b.zones[i][at]
	of.internal.add(&n.Internal, &n.Counts)
	of.public.add(&n.Public, &n.Counts)
}

// member is what decides where an enterprise counts.
type member struct {
	parts  [ByBelt]int32 // by division
	zone   int32
	belts  string
	counts bool
	verdict
}

// memberOf is where a row counts; nowhere if it is not valid on the World's day.
func (t *Table) memberOf(r Row) (m member) {
	if int(r) >= t.rows || t.flags.at(r)&(alive|current) != alive|current {
		return m
	}
	for d := range m.parts {
		m.parts[d] = t.partIn(Division(d), r)
	}
	m.zone, m.belts = m.parts[ByZone], t.cols[slotBelts].texts.at(r)
	m.verdict, m.counts = t.verdictOf(r), true
	return m
}

func partNumber(code int64) int32 { return int32(max(code, -1)) }

// slot is the column that the parts of a division are read from, in divisions whose parts share no enterprises.
func (d Division) slot() int {
	switch d {
	case ByGrid:
		return colGrid
	case ByIndustry:
		return slotIndustry
	case ByClass:
		return slotClass
	case BySize:
		return slotEmployees
	}
	return colZone
}

// partIn is the number of the part that a row is in, -1 for none, in divisions that have one.
func (t *Table) partIn(d Division, r Row) int32 {
	n := t.cols[d.slot()].ints.at(r)
	if d == BySize {
		n = sizeOf(n)
	}
	return partNumber(n)
}

// eachBelt visits the numbers of belts once each, or that of none.
func eachBelt(joined string, belts *dict, visit func(part int32)) {
	if joined == "" {
		visit(-1)
	}
	at := 0
	eachItem(joined, func(id string) {
		if !contains(strings.TrimSuffix(joined[:at], "\x1f"), id) {
			visit(partNumber(belts.code(id)))
		}
		at += len(id) + 1
	})
}

// slotOf is the place of a part that is given one if it has none, in a division whose lists nobody else reads yet.
func (d *division) slotOf(part int32) int32 {
	for len(d.slots) <= int(part+1) {
		d.slots = append(d.slots, -1)
	}
	if d.slots[part+1] < 0 {
		d.slots[part+1] = int32(d.used)
		if d.used%blockParts == 0 {
			d.blocks = append(d.blocks, new(tallyBlock))
		}
		d.used++
	}
	return d.slots[part+1]
}

// tallyEdit changes counters of its own: a division's lists are copied before its first change, each block before its own.
type tallyEdit struct {
	all *tallies
	own [numDivisions]map[int32]bool // blocks, and, below zero, lists of zones
}

func (e *tallyEdit) add(d Division, at tallyPlace, n *Tally) {
	list := &e.all.divisions[d]
	if e.own[d] == nil {
		e.own[d] = map[int32]bool{}
		list.blocks, list.slots = slices.Clone(list.blocks), slices.Clone(list.slots)
	}
	blocks := len(list.blocks)
	slot := list.slotOf(at.part)
	b, i := slot/blockParts, slot%blockParts
	if !e.own[d][b] && int(b) < blocks {
		fresh := *list.blocks[b]
		list.blocks[b] = &fresh
	}
	e.own[d][b] = true
	if block := list.blocks[b]; !e.own[d][^slot] {
		e.own[d][^slot] = true
		block.zones[i] = slices.Clone(block.zones[i])
	}
	list.blocks[b].add(i, at.zone, n)
}

// retally brings the counters up to date. Where many enterprises changed it counts anew.
func (n *next) retally() {
	e := n.editors[geo.Enterprises]
	old := e.old.tallies
	if changed := len(e.touched) + len(e.derived); changed > chunkRows && changed > e.t.rows/8 {
		e.t.tallies = e.t.countAll()
	} else {
		fresh := *old
		edit := tallyEdit{all: &fresh}
		e.changed(func(r Row) {
			before, after := e.old.memberOf(r), e.t.memberOf(r)
			if before == after {
				return
			}
			edit.count(&before, -1)
			edit.count(&after, 1)
		})
		e.t.tallies = &fresh
	}
	// A list of parts is the old one as long as no part came or went.
	kept := old.parts
	for d := range kept {
		if c := Division(d).Collection(); c != 0 && len(n.editors[c].touched) > 0 {
			kept[d] = nil
		}
	}
	e.t.tallies.list(n.w, kept)
}

func (e *tallyEdit) count(m *member, sign int32) {
	if !m.counts {
		return
	}
	var n Tally
	n.count(m.verdict, sign)
	for d, part := range m.parts {
		e.add(Division(d), tallyPlace{part, m.zone}, &n)
	}
	eachBelt(m.belts, e.all.belts, func(part int32) { e.add(ByBelt, tallyPlace{part, m.zone}, &n) })
}
