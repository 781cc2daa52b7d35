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

// Item is one part with its figures.
type Item struct {
	ID     string // "" for the enterprises that state none
	Record bool   // whether there is a record of it, valid on the World's day
	Figures
	Corridor *Corridor // of a belt with a shape, if asked for
}

// reader is a reader's sight and zone, resolved to the numbers of a table's zones.
type reader struct {
	internal []bool // by number + 1
	wanted   []bool // by number + 1
	all      bool   // both are true throughout
}

func newReader(t *world.Table, sight geo.Sight, zone *string) *reader {
	names := t.Column(geo.Zone, geo.PublicSight()).Names()
	r := &reader{make([]bool, len(names)+1), make([]bool, len(names)+1), zone == nil && sight.Internal.All()}
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
	if r.all {
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

// figures are those of a part. Most parts have enterprises of one zone only.
func (r *reader) figures(c world.Counters, p *world.Part, f *Figures) {
	if zone, n := c.Sole(p); n != nil && r.wanted[zone+1] {
		f.set(n, r.internal[zone+1])
		return
	}
	*f = Figures{}
	c.Each(p, func(n world.ZoneTally) {
		if r.wanted[n.Zone+1] {
			f.count(n.Tally, r.internal[n.Zone+1])
		}
	})
}

// Each visits the parts in the order of their ids, sizes from small to large, and last the enterprises that state none, if there are any. A part
// with a record is visited even if it has no enterprise. The item is valid during the visit. Without alliances and corridors it reads counters that
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
	item := new(Item)
	for i := range parts {
		p := &parts[i]
		item.ID, item.Record, item.Corridor = p.ID, p.Record, nil
		r.figures(counters, p, &item.Figures)
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
		item := Item{ID: alliances.ID(a), Record: true}
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
	_ = Each(w, q, func(item *Item) { sum.Add(&item.Figures) }) // nothing is kept from anyone by zone
	return sum
}
