package world

import (
	"cmp"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// next is a World being made from another.
type next struct {
	old, w  *World
	editors [geo.NumCollections]*editor
	moved   map[Row]struct{} // enterprises whose status, marks or grid are to be derived anew

	otherRules bool // all enterprises are to be judged anew
}

func (w *World) next(version geo.Cursor) *next {
	n := &next{old: w, w: &World{day: w.day, version: version, settings: w.settings, hash: w.hash, rules: w.rules, loose: w.loose}, moved: map[Row]struct{}{}}
	for _, c := range geo.AllCollections() {
		n.editors[c] = w.tables[c].edit(n.w)
		n.w.tables[c] = n.editors[c].t
	}
	return n
}

// Apply makes the next version: all the changes, in order, or, with an error, none. It returns what they touch on the map. The World it is
// called on stays as it is, and shares with the next all that did not change. A change of one record copies one chunk of each column that
// changes and one path of each index, whatever the number of records; statuses and grids that depend on it are derived anew. Kinds of
// failure: conflict (an insert of what is there, a version other than expected), not_found (an update or delete of what is not there),
// invalid (a record without collection or id, an operation that is none). Any number of goroutines may make Worlds of one at a time, none of which
// sees the others.
func (w *World) Apply(version geo.Cursor, changes []geo.Change) (*World, Touched, error) {
	n := w.next(version)
	for i := range changes {
		if err := n.apply(&changes[i]); err != nil {
			return nil, Touched{}, err
		}
	}
	return n.w, n.settle(), nil
}

func (n *next) apply(change *geo.Change) error {
	const op = "world.World.Apply"
	rec := &change.Record
	if rec.Collection == 0 || int(rec.Collection) >= geo.NumCollections {
		return geo.Invalid(op, phrase.CollectionUnknown.With(rec.Collection.String()))
	}
	if rec.ID == "" {
		return geo.Invalid(op, phrase.WorldIDMissing.With(rec.Collection.String()))
	}
	e := n.editors[rec.Collection]
	row, there := e.find(rec.ID)
	switch {
	case change.Op > geo.Delete:
		return geo.Invalid(op, phrase.WorldOp.With(rec.Ref(), change.Op.String()))
	case there && change.Op == geo.Insert:
		return geo.Conflict(op, phrase.WorldThere.With(rec.Ref()))
	case !there && (change.Op == geo.Update || change.Op == geo.Delete):
		return geo.NotFound(op, phrase.WorldMissing.With(rec.Ref()))
	case there && change.Expect != 0 && change.Op != geo.Insert:
		if is := geo.Cursor(max(e.int(colVersion, row), 0)); is != change.Expect {
			return geo.Conflict(op, phrase.WorldChanged.With(rec.Ref(), is, change.Expect))
		}
	case !there && e.t.rows >= maxRows && len(e.t.free) == 0:
		return geo.Unavailable(op, phrase.WorldFull.With(rec.Collection.String(), maxRows), nil)
	}
	if change.Op == geo.Delete {
		n.remove(e, row)
		return nil
	}
	n.put(e, row, there, change)
	return nil
}

// put writes a record over a row, or into a new one. Its version is the change's own in a feed, else the World's.
func (n *next) put(e *editor, row Row, there bool, change *geo.Change) {
	rec := &change.Record
	if !there {
		row = e.take()
		e.setText(colID, row, strings.Clone(rec.ID))
		e.ownOrder()
		e.t.order.insert(row, e)
	}
	e.touched[row] = struct{}{}
	kept := *rec
	kept.Version = cmp.Or(change.Cursor, n.w.version)
	covers := ""
	if rec.Collection == geo.Organizations {
		covers = e.text(slotCovers, row)
	}
	e.write(row, &kept)
	switch rec.Collection {
	case geo.Organizations:
		n.relink(row, covers, e.text(slotCovers, row))
	case geo.Enterprises:
		if !there {
			n.adopt(e, row)
		}
		n.moved[row] = struct{}{}
	}
}

// remove frees a row.
func (n *next) remove(e *editor, row Row) {
	b, i, _ := e.t.order.find(e.ID(row), e)
	e.ownOrder()
	e.t.order.remove(b, i)
	switch e.t.collection {
	case geo.Organizations:
		n.relink(row, e.text(slotCovers, row), "")
	case geo.Enterprises:
		n.orphan(e, row)
		delete(n.moved, row)
	}
	e.touched[row] = struct{}{}
	e.erase(row)
	e.release(row)
}

// relink changes which enterprises know that an organization covers them. All of them may have another status now: the organization's
// form or validity may have changed too.
func (n *next) relink(org Row, before, after string) {
	e := n.editors[geo.Enterprises]
	if before != after {
		eachItem(before, func(id string) {
			if row, there := e.find(id); there {
				e.setText(colCoverers, row, withoutLink(e.text(colCoverers, row), org))
				n.moved[row] = struct{}{}
			} else {
				n.w.loose = n.w.loose.with(id, without(n.w.loose.rows(id), org))
			}
		})
	}
	eachItem(after, func(id string) {
		if row, there := e.find(id); there {
			e.setText(colCoverers, row, withLink(e.text(colCoverers, row), org))
			n.moved[row] = struct{}{}
		} else {
			n.w.loose = n.w.loose.with(strings.Clone(id), unique(append(n.w.loose.rows(id), org)))
		}
	})
}

// adopt gives a new enterprise the organizations that named it before it came.
func (n *next) adopt(e *editor, row Row) {
	id := e.ID(row)
	orgs := n.w.loose.rows(id)
	if len(orgs) == 0 {
		return
	}
	links := ""
	for _, o := range orgs {
		links = withLink(links, o)
	}
	e.setText(colCoverers, row, links)
	n.w.loose = n.w.loose.with(id, nil)
}

// orphan keeps the organizations of an enterprise that goes, should it come back.
func (n *next) orphan(e *editor, row Row) {
	var orgs []Row
	eachLink(e.text(colCoverers, row), func(o Row) { orgs = append(orgs, o) })
	if len(orgs) > 0 {
		n.w.loose = n.w.loose.with(strings.Clone(e.ID(row)), unique(orgs))
	}
}

func without(rows []Row, r Row) []Row {
	kept := make([]Row, 0, len(rows))
	for _, o := range rows {
		if o != r {
			kept = append(kept, o)
		}
	}
	return kept
}
