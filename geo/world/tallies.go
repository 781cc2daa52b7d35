package world

import (
	"cmp"
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

// tallies are the counters of a table of enterprises. Each part is counted zone by zone, since a reader may see the internal statuses of some
// zones only. Counters stand in the order of the parts' ids, as they were when all were counted, so that all are read in one go; parts that came later
// stand behind.
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
	blocks []*[tallyBlock]tallied
}

const tallyBlock = 64

// tallied is a part's counters: those of one zone in place, since most parts lie in one, and of further zones in a list.
type tallied struct {
	zoneTally
	more []zoneTally
}

type zoneTally struct {
	zone int32 // by its number, -1 for enterprises of none
	Tally
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

// partIn is the number of the part that a row is in, -1 for none, in divisions that have one.
func (t *Table) partIn(d Division, r Row) int32 {
	slot := colZone
	switch d {
	case ByGrid:
		slot = colGrid
	case ByIndustry:
		slot = slotIndustry
	case ByClass:
		slot = slotClass
	case BySize:
		return partNumber(sizeOf(t.cols[slotEmployees].ints.at(r)))
	}
	return partNumber(t.cols[slot].ints.at(r))
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

// counter is that of a zone, nil if there is none yet.
func (p *tallied) counter(zone int32) *Tally {
	if p.zone == zone {
		return &p.Tally
	}
	for i := range p.more {
		if p.more[i].zone == zone {
			return &p.more[i].Tally
		}
	}
	return nil
}

// made is the counter of a zone in a part that nobody else reads yet.
func (p *tallied) made(zone int32) *Tally {
	if n := p.counter(zone); n != nil {
		return n
	}
	if p.Enterprises == 0 && len(p.more) == 0 {
		p.zone = zone
		return &p.Tally
	}
	p.more = append(p.more, zoneTally{zone: zone})
	return &p.more[len(p.more)-1].Tally
}

// at is the counters of a place.
func (d *division) at(slot int32) *tallied { return &d.blocks[slot/tallyBlock][slot%tallyBlock] }

// slotOf is the place of a part that is given one if it has none, in a division whose lists nobody else reads yet.
func (d *division) slotOf(part int32) int32 {
	for len(d.slots) <= int(part+1) {
		d.slots = append(d.slots, -1)
	}
	if d.slots[part+1] < 0 {
		d.slots[part+1] = int32(d.used)
		if d.used%tallyBlock == 0 {
			d.blocks = append(d.blocks, new([tallyBlock]tallied))
		}
		d.used++
	}
	return d.slots[part+1]
}

// countAll counts every row.
func (t *Table) countAll() *tallies {
	all := &tallies{belts: newDict()}
	if old := t.tallies; old != nil {
		all.belts = old.belts
	}
	t.numberBelts(all.belts)
	inParallel(numDivisions, func(d int) { all.divisions[d] = t.countBy(Division(d), all) })
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

// countBy counts every row in one division.
func (t *Table) countBy(d Division, all *tallies) (list division) {
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
	zones := len(t.cols[colZone].names) + 1
	var found []*Tally // by part and zone, where there are few enough; else parts have few zones
	if len(list.slots)*zones <= 1<<16 {
		found = make([]*Tally, len(list.slots)*zones)
		for part := range int32(len(list.slots)) {
			list.at(list.slots[part]).more = make([]zoneTally, 0, zones) // so that counters stay where they are
		}
	}
	for r := range Row(t.rows) {
		if t.flags.at(r)&(alive|current) != alive|current {
			continue
		}
		v, zone := t.verdictOf(r), partNumber(t.cols[colZone].ints.at(r))
		count := func(part int32) {
			if found == nil {
				list.at(list.slotOf(part)).made(zone).count(v, 1)
				return
			}
			n := &found[int(part+1)*zones+int(zone+1)]
			if *n == nil {
				*n = list.at(list.slotOf(part)).made(zone)
			}
			(*n).count(v, 1)
		}
		if d != ByBelt {
			count(t.partIn(d, r))
			continue
		}
		eachBelt(t.cols[slotBelts].texts.at(r), all.belts, count)
	}
	for part := range int32(len(list.slots)) {
		of := list.at(list.slots[part])
		of.more = slices.Clip(slices.Clone(of.more))
	}
	return list
}

// tallyEdit changes counters of its own: a division's lists are copied before its first change, each block before its own.
type tallyEdit struct {
	all *tallies
	own [numDivisions]map[int32]bool // blocks, and, below zero, lists of further zones
}

func (e *tallyEdit) counter(d Division, part, zone int32) *Tally {
	list := &e.all.divisions[d]
	if e.own[d] == nil {
		e.own[d] = map[int32]bool{}
		list.blocks, list.slots = slices.Clone(list.blocks), slices.Clone(list.slots)
	}
	blocks := len(list.blocks)
	slot := list.slotOf(part)
	b := slot / tallyBlock
	if !e.own[d][b] && int(b) < blocks {
		fresh := *list.blocks[b]
		list.blocks[b] = &fresh
	}
	e.own[d][b] = true
	of := list.at(slot)
	if !e.own[d][^slot] {
		e.own[d][^slot] = true
		of.more = slices.Clone(of.more)
	}
	return of.made(zone)
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
	for d, part := range m.parts {
		e.counter(Division(d), part, m.zone).count(m.verdict, sign)
	}
	eachBelt(m.belts, e.all.belts, func(part int32) { e.counter(ByBelt, part, m.zone).count(m.verdict, sign) })
}
