package world

import (
	"cmp"
	"slices"
	"sync"

	"beltmap/geo"
)

// partList is the parts of a division in one version and those that follow it until a part comes or goes. It is made when first asked for, of
// whichever of these versions is asked, so that it keeps none alive.
type partList struct {
	known int // texts that were numbered then
	used  int // and places of counters given
	once  sync.Once
	parts []Part
}

// list gives each division its list of parts, the one of before if it still holds.
func (all *tallies) list(w *World, before [numDivisions]*partList) {
	for d := range all.parts {
		all.parts[d] = before[d]
		known, used := len(w.namesOf(all, Division(d))), all.divisions[d].used
		if old := before[d]; old == nil || old.known != known || old.used != used {
			all.parts[d] = &partList{known: known, used: used}
		}
	}
}

// namesOf are the texts by which a division's parts are numbered.
func (w *World) namesOf(all *tallies, d Division) []string {
	cols := w.tables[geo.Enterprises].cols
	switch d {
	case ByZone:
		return cols[colZone].dict.list()
	case ByGrid:
		return cols[colGrid].dict.list()
	case ByIndustry:
		return cols[slotIndustry].dict.list()
	case ByClass:
		return cols[slotClass].dict.list()
	case BySize:
		return Sizes()
	}
	return all.belts.list()
}

// Part is one of the parts of a division.
type Part struct {
	ID     string // "" for the enterprises that state none
	Record bool   // whether there is a record of it, valid on the World's day
	slot   int32  // the place of its counters, -1 if no enterprise ever named it
}

// partsOf lists those that are named or are records, by id; those that state none last.
func (w *World) partsOf(d Division, names []string) []Part {
	slots := w.tables[geo.Enterprises].division(d).slots
	slot := func(number int) int32 {
		if number+1 < len(slots) {
			return slots[number+1]
		}
		return -1
	}
	parts, at := make([]Part, 0, len(names)+1), make(map[string]int, len(names))
	for i, name := range names {
		at[name] = i
		parts = append(parts, Part{ID: name, slot: slot(i)})
	}
	if c := d.Collection(); c != 0 {
		t := w.tables[c]
		t.All(func(r Row) bool {
			if !t.Current(r) {
				return true
			}
			id := t.ID(r)
			if i, named := at[id]; named {
				parts[i].Record = true
			} else {
				parts = append(parts, Part{ID: id, Record: true, slot: -1})
			}
			return true
		})
	}
	if d != BySize {
		slices.SortFunc(parts, func(a, b Part) int { return cmp.Compare(a.ID, b.ID) })
	}
	return append(parts, Part{slot: slot(-1)})
}

// Parts are the parts of a division by their ids, those of sizes by size, and last the one of enterprises that state none. Parts of which there is
// no record may be empty. The list must not be changed.
func (t *Table) Parts(d Division) []Part {
	list := t.tallies.parts[d]
	list.once.Do(func() { list.parts = t.world.partsOf(d, t.world.namesOf(t.tallies, d)[:list.known]) })
	return list.parts
}

// ZoneFigures count enterprises of one zone, by the statuses of either class.
type ZoneFigures struct {
	Zone             int // its number among the names of the column of zones, -1 for enterprises of none
	Internal, Public *Figures
}

// Counters are those of one division.
type Counters struct {
	list *division
	none *Figures
}

// Counters are read at the parts of the same division. What they give must not be changed.
func (t *Table) Counters(d Division) Counters { return Counters{t.division(d), new(Figures)} }

// Whole counts all enterprises of a part, by internal statuses or by public ones.
func (c Counters) Whole(p *Part, internal bool) *Figures {
	slot := uint32(p.slot)
	if int(slot/blockParts) >= len(c.list.blocks) {
		return c.none
	}
	b := c.list.blocks[slot/blockParts]
	if internal {
		return &b.internal[slot%blockParts]
	}
	return &b.public[slot%blockParts]
}

// Sole is the zone of all enterprises of a part, as Zone of ZoneFigures, where they are of one, as those of most parts are.
func (c Counters) Sole(p *Part) (zone int, is bool) {
	if p.slot < 0 {
		return 0, false
	}
	b, i := c.list.blocks[p.slot/blockParts], p.slot%blockParts
	return int(b.zone[i]), b.internal[i].Enterprises > 0 && len(b.zones[i]) == 0
}

// Each visits the counters of a part: one for every zone that its enterprises are of.
func (c Counters) Each(p *Part, visit func(ZoneFigures)) {
	if zone, is := c.Sole(p); is {
		visit(ZoneFigures{zone, c.Whole(p, true), c.Whole(p, false)})
		return
	}
	if p.slot < 0 {
		return
	}
	zones := c.list.blocks[p.slot/blockParts].zones[p.slot%blockParts]
	for i := range zones {
		if n := &zones[i]; n.internal.Enterprises > 0 {
			visit(ZoneFigures{int(n.zone), &n.internal, &n.public})
		}
	}
}
