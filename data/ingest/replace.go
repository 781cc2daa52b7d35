package ingest

import (
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// scope is what a row says that its file is about.
type scope struct {
	collection geo.Collection
	zone       int32
}

// replaceZones finds the store's records that the files no longer have: those of a collection and zone that a row is of. A record stays
// if a row that was left out is about it, or if a row still names it; nothing goes if of a row left out not even the id is known.
func (s *survey) replaceZones() {
	s.gone = map[int32]bool{}
	if !s.options.ReplaceZone {
		return
	}
	if s.nameless > 0 {
		s.report.remark("", "replace", phrase.ReplaceUnsafe.With(s.nameless))
		return
	}
	about, named := map[scope]bool{}, map[int32]bool{}
	for i := range s.rows.n {
		kept := s.rows.at(i)
		if kept.rejected {
			continue
		}
		if zone := s.nodes.at(kept.node).zone; zone >= 0 && kept.collection != geo.Zones {
			about[scope{kept.collection, zone}] = true
		}
		for j := kept.first; j < kept.last; j++ {
			if l := s.links.at(j); l.node >= 0 {
				named[l.node] = true
			}
		}
	}
	for i := range s.nodes.n {
		n, at := i, s.nodes.at(i)
		if !at.stored || at.row >= 0 || at.held || named[n] || !about[scope{at.collection, at.zone}] {
			continue
		}
		if day := s.options.AsOf; day != 0 && at.valid.To != 0 && at.valid.To < day {
			continue // it ended before
		}
		s.gone[n] = true
		s.report.Removed++
	}
}

// amend reads the store once more for the records that no row brings and that change all the same: those that go, those that name one that goes,
// those that a belt names, and those whose links waited for what the files bring.
func (s *survey) amend() error {
	s.amendments = nil
	if s.options.Store == nil || len(s.gone)+len(s.joined) == 0 && !s.awaited {
		return nil
	}
	var deletions []geo.Change
	var r row
	w := writer{survey: s}
	_, err := s.options.Store.Snapshot(s.ctx, func(records []geo.Record) error {
		for i := range records {
			n, known := s.ids.Get(s.hasher.id(records[i].Collection, records[i].ID))
			switch {
			case !known || s.nodes.at(n).row >= 0 && !s.rows.at(s.nodes.at(n).row).rejected:
			case s.gone[n]:
				change := s.end(&records[i])
				if change.Op == geo.Delete {
					deletions = append(deletions, change)
				} else {
					s.amendments = append(s.amendments, change)
				}
			case s.superseded(n):
				deletions = append(deletions, geo.Change{Op: geo.Delete, Record: geo.Record{Collection: records[i].Collection, ID: cloned(records[i].ID)}})
			default:
				w.amend(&r, &records[i], n)
			}
		}
		return s.ctx.Err()
	})
	s.report.Amended = len(s.amendments) - s.report.Removed + len(deletions)
	s.amendments = append(s.amendments, deletions...)
	return err
}

// end removes a record, or with --as-of ends its validity on the day before.
func (s *survey) end(r *geo.Record) geo.Change {
	last := s.options.AsOf - 1
	if s.options.AsOf == 0 || r.Valid.From > last {
		return geo.Change{Op: geo.Delete, Record: geo.Record{Collection: r.Collection, ID: cloned(r.ID)}}
	}
	ended := owned(r)
	ended.Valid.To = last
	return geo.Change{Op: geo.Update, Record: ended}
}

// amend changes the links of a record of the store if they lead to what goes, or lack a belt that names it.
func (w *writer) amend(r *row, record *geo.Record, n int32) {
	r.refs = r.refs[:0]
	r.record = record.Clone()
	r.takeLinks(w.hash)
	w.ends = w.ends[:0]
	changed := false
	for i := range r.refs {
		to, _ := w.ids.Get(r.refs[i].hash)
		if meant := w.brought(&r.refs[i], to, n); meant >= 0 {
			to, changed = meant, true
		}
		if w.gone[to] && w.options.AsOf == 0 || r.refs[i].slot == participantsSlot && !w.waitsFor(n, to) {
			changed = true
			continue
		}
		w.ends = append(w.ends, end{r.refs[i].slot, to})
	}
	if belts := w.joined[n]; belts != nil {
		var added bool
		if w.ends, added = withBelts(w.ends, record.Collection, belts); added {
			changed = true
		}
	}
	if !changed {
		return
	}
	w.link(&r.record, nil, w.ends)
	w.amendments = append(w.amendments, geo.Change{Op: geo.Update, Record: owned(&r.record)})
}

// brought is what a link of the store's record n means now, if it led nowhere, or to what was made up, and the files bring what it names; none otherwise.
func (w *writer) brought(f *ref, to, n int32) int32 {
	if at := w.nodes.at(to); f.to == 0 || w.exists(to) && !(at.stub && at.row < 0) {
		return none
	}
	r := w.references.at(w.reference(f))
	r.node = w.resolve(r)
	if meant := w.meant(r, w.nodes.at(n).zone); meant >= 0 && meant != to {
		return meant
	}
	return none
}

// superseded tells whether a record of the store was made up for what the files now describe under an id of its own. Nothing leads to it any longer.
func (s *survey) superseded(n int32) bool {
	at := s.nodes.at(n)
	return at.stub && at.row == -1 && s.byName(at.collection, string(s.idOf(n))) >= 0
}

// awaiting tells whether a record of the store has a link that led nowhere, or to what was made up, when its list came.
func (s *survey) awaiting() bool {
	if s.rows.n == 0 {
		return false
	}
	for n := range s.nodes.n {
		if at := s.nodes.at(n); at.row < 0 && (at.stub || !at.stored) && at.id != 0 {
			return true
		}
	}
	return false
}
