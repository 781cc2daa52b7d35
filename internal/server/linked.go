package server

import (
	"context"
	"net/http"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
)

// lostLinks are the links of a record that lead nowhere. Those that it had before are let be: whoever corrects a name cannot always
// mend an old link.
func lostLinks(w *world.World, before *geo.Record, after *geo.Record) (faults []fieldFault) {
	type link struct {
		to geo.Collection
		id string
	}
	old := map[link]bool{}
	if before != nil {
		before.EachLink(func(_ *geo.Field, to geo.Collection, id string) { old[link{to, id}] = true })
	}
	after.EachLink(func(f *geo.Field, to geo.Collection, id string) {
		l := link{to, id}
		if old[l] || to == after.Collection && id == after.ID {
			return
		}
		if to != 0 {
			if _, there := w.Table(to).Find(id); there {
				return
			}
		}
		old[l] = true // said once
		faults = append(faults, fieldFault{f.Name, phrase.DanglingLink.With(f.Name, id)})
	})
	return faults
}

const mostNamed = 20 // of those who still name a record

// namedBy are the first of the records that name another one.
func (s *Server) namedBy(r *http.Request, w *world.World, what *geo.Record) (refs []string, more bool, err error) {
	err = s.work(r, func(ctx context.Context) error {
		for _, c := range geo.AllCollections() {
			for _, condition := range naming(c, what) {
				q := world.Query{When: &geo.Period{}, Equal: []world.Condition{condition}, Sight: geo.FullSight()}
				err := each(ctx, w.Table(c), q, func(row world.Row) {
					record := w.Table(c).Record(row)
					if !more && names(&record, condition.Field, what) {
						more = len(refs) == mostNamed
						if !more {
							refs = append(refs, record.Ref())
						}
					}
				})
				if err != nil || more {
					return err
				}
			}
		}
		return nil
	})
	return refs, more, err
}

// naming are the conditions under which a record of a collection names another.
func naming(c geo.Collection, what *geo.Record) (all []world.Condition) {
	for _, f := range append([]*geo.Field{geo.Zone}, geo.SchemaOf(c).Fields...) {
		switch {
		case f.Refers == what.Collection:
			all = append(all, world.Condition{Field: f, Value: geo.Text(what.ID)})
		case f == geo.Subject, f == geo.Target:
			all = append(all, world.Condition{Field: f, Value: geo.Text(what.Ref())})
		}
	}
	return all
}

// names tells whether a stored record names another by a field: an enterprise lies in a grid without naming it, and a zone is in itself.
func names(r *geo.Record, by *geo.Field, what *geo.Record) (named bool) {
	if r.Collection == what.Collection && r.ID == what.ID {
		return false
	}
	r.EachLink(func(f *geo.Field, to geo.Collection, id string) {
		named = named || f == by && to == what.Collection && id == what.ID
	})
	return named
}

// stillNamed refuses to delete what others name, by their names.
func stillNamed(what *geo.Record, refs []string, more bool) error {
	list := phrase.Text{ZH: strings.Join(refs, "、"), EN: strings.Join(refs, ", ")}
	if more {
		list = phrase.StillNamedAndMore.With(list)
	}
	return geo.Conflict("server.delete", phrase.StillNamed.With(what.Ref(), list))
}
