package quality

import (
	"context"
	"slices"
	"strings"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
)

// Request asks for a page of the records that a measure counts.
type Request struct {
	Measure   Measure
	Zone      *string // nil for all; "" for records of no zone
	StaleDays int
	After     Ref // continues after it; the zero Ref begins
	Limit     int
}

// Ref names a record. Refs are ordered by the collection's id and then by their own, bytewise.
type Ref struct {
	Collection geo.Collection
	ID         string
}

func (a Ref) compare(b Ref) int {
	if a.Collection != b.Collection {
		return strings.Compare(a.Collection.String(), b.Collection.String())
	}
	return strings.Compare(a.ID, b.ID)
}

// ParseRef reads collection/id.
func ParseRef(text string) (Ref, bool) {
	collection, id, _ := strings.Cut(text, "/")
	c, err := geo.ParseCollection(collection)
	return Ref{c, id}, err == nil && geo.ValidID(id)
}

func (a Ref) String() string { return a.Collection.String() + "/" + a.ID }

// Item is one record of a list, and what speaks against it beyond the measure itself.
type Item struct {
	Ref
	Row      world.Row
	SameCode string  // id of an enterprise with the same credit code
	SameName string  // id of an enterprise of the same name nearby
	Metres   float64 // to SameName
	Lost     []LostLink
}

// Page is the first records of a list after Request.After, how many the whole list has, and whether there are more. The World must be the
// one the report is of.
func (r *Report) Page(ctx context.Context, w *world.World, q Request) (items []Item, matched int, more bool, err error) {
	kept := newLowest(q.After, q.Limit+1)
	slot, one := int32(-1), q.Zone != nil
	if one {
		at, known := r.slots[*q.Zone]
		if !known {
			return nil, 0, false, nil
		}
		slot = at
	}
	take := func(f found, twice *duplicate) {
		if one && f.slot != slot {
			return
		}
		matched++
		kept.add(Ref{f.collection, w.Table(f.collection).ID(f.row)}, f.row, twice)
	}
	switch q.Measure {
	case Outside, Dangling, Stubs:
		for _, f := range map[Measure][]found{Outside: r.outside, Dangling: r.dangling, Stubs: r.stubs}[q.Measure] {
			take(f, nil)
		}
	case Duplicates:
		for i := range r.twice {
			take(r.twice[i].found, &r.twice[i])
		}
	case Located, Unlocated, Stale, NeverSurveyed:
		err = r.enterprisesOf(ctx, w, q, func(f found) { take(f, nil) })
	}
	for _, e := range kept.first() {
		items = append(items, describe(w, e))
	}
	if len(items) > q.Limit {
		items, more = items[:q.Limit], true
	}
	return items, matched, more, err
}

// enterprisesOf visits the enterprises of measures that one column settles.
func (r *Report) enterprisesOf(ctx context.Context, w *world.World, q Request, visit func(found)) error {
	t := w.Table(geo.Enterprises)
	slots := &zoner{report: r, column: t.Column(geo.Zone, geo.PublicSight())}
	slots.names = slots.column.Names()
	slots.slots = make([]int32, len(slots.names))
	for code, name := range slots.names {
		slots.slots[code] = r.slots[name] // of zones in use; others have no row
	}
	surveyedAt := t.Column(geo.SurveyedAt, geo.PublicSight())
	return scan(ctx, t, func(row world.Row) {
		counts := false
		switch day := surveyedAt.Value(row).Day(); q.Measure {
		case Located:
			counts = t.Drawable(row)
		case Unlocated:
			counts = !t.Drawable(row)
		case Stale:
			counts = day != 0 && isStale(day, w.Day(), q.StaleDays)
		case NeverSurveyed:
			counts = day == 0
		}
		if counts {
			visit(found{geo.Enterprises, row, slots.of(row)})
		}
	})
}

func describe(w *world.World, e entry) Item {
	t := w.Table(e.ref.Collection)
	item := Item{Ref: e.ref, Row: e.row}
	if d := e.twice; d != nil {
		if d.sameCode >= 0 {
			item.SameCode = t.ID(d.sameCode)
		}
		if d.sameName >= 0 {
			here, _ := t.Point(e.row)
			there, _ := t.Point(d.sameName)
			item.SameName, item.Metres = t.ID(d.sameName), plane.Distance(here, there)
		}
	}
	record := t.Record(e.row)
	item.Lost = LostLinks(w, &record)
	return item
}

type entry struct {
	ref   Ref
	row   world.Row
	twice *duplicate
}

// lowest keeps the n entries with the lowest refs after a given one. It gathers twice as many and drops the upper half, so that an entry
// costs little however long the list is.
type lowest struct {
	after Ref
	n     int
	kept  []entry
	bound *Ref // nothing above it is wanted
}

func newLowest(after Ref, n int) *lowest { return &lowest{after: after, n: n} }

func (l *lowest) add(ref Ref, row world.Row, twice *duplicate) {
	if l.after.Collection != 0 && ref.compare(l.after) <= 0 || l.bound != nil && ref.compare(*l.bound) > 0 {
		return
	}
	if l.kept = append(l.kept, entry{ref, row, twice}); len(l.kept) >= 2*l.n {
		l.first()
	}
}

func (l *lowest) first() []entry {
	slices.SortFunc(l.kept, func(a, b entry) int { return a.ref.compare(b.ref) })
	if len(l.kept) >= l.n {
		l.kept = l.kept[:l.n]
		bound := l.kept[l.n-1].ref
		l.bound = &bound
	}
	return l.kept
}
