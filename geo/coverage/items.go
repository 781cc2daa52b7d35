package coverage

import (
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
)

// By is what the enterprises are divided by.
type By uint8

// The divisions. Those by belt and alliance may share enterprises and leave some out; all others partition them.
const (
	ByZone By = iota
	ByGrid
	ByBelt
	ByIndustry
	BySize
	ByClass
	ByAlliance
)

var byNames = [...]string{"zone", "grid", "belt", "industry", "size", "class", "alliance"}

// ByNames are the divisions as requests name them.
func ByNames() []string { return append([]string(nil), byNames[:]...) }

// ParseBy reads a division's name.
func ParseBy(name string) (By, bool) {
	for i, known := range byNames {
		if known == name {
			return By(i), true
		}
	}
	return 0, false
}

// String is the division as requests name it.
func (b By) String() string { return byNames[b] }

// Collection is the collection whose records are the parts, 0 where they are none.
func (b By) Collection() geo.Collection {
	if b == ByAlliance {
		return geo.Alliances
	}
	return b.division().Collection()
}

// Partitions tells whether every enterprise is in exactly one part.
func (b By) Partitions() bool { return b != ByBelt && b != ByAlliance }

func (b By) division() world.Division {
	return [...]world.Division{ByZone: world.ByZone, ByGrid: world.ByGrid, ByBelt: world.ByBelt, ByIndustry: world.ByIndustry, BySize: world.BySize, ByClass: world.ByClass}[b]
}

// Request says what is counted, for whom.
type Request struct {
	By       By
	Zone     *string // enterprises of this zone only; "" for those of none
	Sight    geo.Sight
	Corridor float64 // metres from a belt's axis or area, 0 for none
}

// Check tells what cannot be asked: an error of kind invalid, or denied where the reader may not see what the parts rest on.
func (q *Request) Check() error {
	if q.Corridor != 0 && q.By != ByBelt {
		return geo.Invalid("coverage.Request", phrase.CorridorOfBelts.With())
	}
	if q.By == BySize && q.Sight.ClassOf(geo.Employees) == geo.Internal && !q.Sight.Internal.All() {
		return &geo.Error{Kind: geo.KindDenied, Op: "coverage.Request", Text: phrase.SizesKept.With()}
	}
	return nil
}

// Item is one part with its figures. They may be those that the World keeps, and must not be changed.
type Item struct {
	*world.Part
	*Figures
	Corridor *Corridor // of a belt with a shape, if asked for
}

// reader is a reader's sight and zone, resolved to the numbers of a table's zones.
type reader struct {
	internal []bool // by number + 1
	wanted   []bool // by number + 1
	every    bool   // zone is wanted
	alike    bool   // internal is the same throughout
}

func newReader(t *world.Table, sight geo.Sight, zone *string) *reader {
	names := t.Column(geo.Zone, geo.PublicSight()).Names()
	r := &reader{make([]bool, len(names)+1), make([]bool, len(names)+1), zone == nil, sight.Internal.All() || sight.Internal.None()}
	for i := range r.internal {
		name := ""
		if i > 0 {
			name = names[i-1]
		}
		r.internal[i] = sight.Class(name) == geo.Internal
		r.wanted[i] = zone == nil || *zone == name
	}
	return r
}

// count adds a row, if it is of the zone, to the tally of how it is seen.
func (r *reader) count(t *world.Table, row world.Row, seen, unseen *world.Tally) {
	if r.every && r.internal[0] && r.alike {
		t.CountIn(seen, row)
		return
	}
	switch zone := t.ZoneNumber(row) + 1; {
	case !r.wanted[zone]:
	case r.internal[zone]:
		t.CountIn(seen, row)
	default:
		t.CountIn(unseen, row)
	}
}

// figures are those of a part: the World's own, unless the part lies in several zones that are not all wanted or not seen alike.
func (r *reader) figures(c world.Counters, p *world.Part) *Figures {
	if r.every && r.alike {
		return (*Figures)(c.Whole(p, r.internal[0]))
	}
	if zone, sole := c.Sole(p); sole && r.wanted[zone+1] {
		return (*Figures)(c.Whole(p, r.internal[zone+1]))
	}
	sum := new(world.Figures)
	c.Each(p, func(n world.ZoneFigures) {
		switch zone := n.Zone + 1; {
		case !r.wanted[zone]:
		case r.internal[zone]:
			sum.Add(n.Internal)
		default:
			sum.Add(n.Public)
		}
	})
	return (*Figures)(sum)
}

// Each visits the parts in the order of their ids, sizes from small to large, and last the enterprises that state none, if there are any. A part
// with a record is visited even if it has no enterprise. The item is valid during the visit, what it points to as long as anyone keeps it. Without alliances and corridors it reads counters that
// the World keeps, and takes no longer with more enterprises.
func Each(w *world.World, q Request, visit func(*Item)) error {
	if err := q.Check(); err != nil {
		return err
	}
	t := w.Table(geo.Enterprises)
	r := newReader(t, q.Sight, q.Zone)
	if q.By == ByAlliance {
		eachAlliance(w, r, q, visit)
		return nil
	}
	d := q.By.division()
	parts, counters := t.Parts(d), t.Counters(d)
	if r.every && r.alike && q.Corridor == 0 {
		eachWhole(parts, counters, r.internal[0], visit)
		return nil
	}
	item := new(Item)
	for i := range parts {
		p := &parts[i]
		item.Part, item.Figures, item.Corridor = p, r.figures(counters, p), nil
		if item.Enterprises == 0 && !(p.Record && q.has(w, p.ID)) {
			continue
		}
		if q.Corridor != 0 && p.Record {
			item.Corridor = corridorOf(w, r, p.ID, q.Corridor)
		}
		visit(item)
	}
	return nil
}

// eachWhole is Each for those who ask for all that there is and see it alike: nothing is added up and nothing copied.
func eachWhole(parts []world.Part, counters world.Counters, internal bool, visit func(*Item)) {
	item := new(Item)
	for i := range parts {
		if f := counters.Whole(&parts[i], internal); f.Enterprises > 0 || parts[i].Record {
			item.Part, item.Figures = &parts[i], (*Figures)(f)
			visit(item)
		}
	}
}

// has tells whether a record without enterprises belongs to what is asked for.
func (q *Request) has(w *world.World, id string) bool {
	if q.Zone == nil {
		return true
	}
	c := q.By.Collection()
	if c == geo.Zones {
		return id == *q.Zone
	}
	row, there := w.Table(c).Find(id)
	return there && w.Table(c).Value(row, geo.Zone, geo.PublicSight()).Text() == *q.Zone
}

// eachAlliance counts the participants of every alliance.
func eachAlliance(w *world.World, r *reader, q Request, visit func(*Item)) {
	t, alliances := w.Table(geo.Enterprises), w.Table(geo.Alliances)
	participants(w, func(a world.Row, of []world.Row) {
		var seen, unseen world.Tally
		for _, row := range of {
			r.count(t, row, &seen, &unseen)
		}
		item := Item{Part: &world.Part{ID: alliances.ID(a), Record: true}, Figures: new(Figures)}
		item.count(&seen, true)
		item.count(&unseen, false)
		if item.Enterprises > 0 || q.has(w, item.ID) {
			visit(&item)
		}
	})
}

// participants visits the alliances that are valid on the World's day, by id, each with its participants that are, each once. The list is valid during the visit.
func participants(w *world.World, visit func(alliance world.Row, of []world.Row)) {
	t, alliances := w.Table(geo.Enterprises), w.Table(geo.Alliances)
	rows, _ := alliances.Page(world.Query{}, "", alliances.Len())
	var named []world.Row
	for _, a := range rows {
		named = named[:0]
		for _, id := range alliances.Value(a, geo.Participants, geo.PublicSight()).Items() {
			if row, there := t.Find(id); there && t.Current(row) {
				named = append(named, row)
			}
		}
		slices.Sort(named)
		visit(a, slices.Compact(named))
	}
}

// Total counts every enterprise of the request once, whatever it is divided by.
func Total(w *world.World, q Request) (sum Figures) {
	q.By, q.Corridor = ByZone, 0
	_ = Each(w, q, func(item *Item) { sum.Add(item.Figures) }) // nothing is kept from anyone by zone
	return sum
}
