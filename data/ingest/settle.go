package ingest

import (
	"maps"
	"slices"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// settle finds what the links of all rows lead to, then counts what goes in.
func (s *survey) settle() error {
	if err := s.resolveZones(); err != nil {
		return err
	}
	s.awaited = s.awaiting()
	s.resolveAll(false)
	s.rejectDangling()
	for i := range s.rows.n {
		kept := s.rows.at(i)
		if kept.rejected {
			continue
		}
		zone := s.nodes.at(kept.node).zone
		for j := kept.first; j < kept.last; j++ {
			if l := s.links.at(j); l.slot != zoneSlot {
				l.node = s.settleLink(kept, l, zone)
			}
		}
	}
	s.participants()
	s.count()
	s.replaceZones()
	if err := s.amend(); err != nil {
		return err
	}
	s.inspect()
	s.sortFindings()
	return nil
}

// participants enters a belt in the belts of what it names.
func (s *survey) participants() {
	s.joined = map[int32][]int32{}
	for i := range s.rows.n {
		kept := s.rows.at(i)
		if kept.rejected || kept.collection != geo.Belts {
			continue
		}
		for j := kept.first; j < kept.last; j++ {
			l := s.links.at(j)
			if l.slot != participantsSlot || l.node < 0 || s.awaits(l.node) {
				continue
			}
			if !s.belongs(l.node) {
				text := string(s.texts.at(s.references.at(l.reference).text))
				s.tell("warning", kept, "dangling", participantsColumn, text, phrase.NoBelts.With(text, s.ref(l.node)))
				continue
			}
			s.joined[l.node] = append(s.joined[l.node], kept.node)
		}
	}
	s.arrivals()
}

// arrivals enters the belts of the store that waited for a participant in the belts of what is there now, unless a row says anew who takes part.
func (s *survey) arrivals() {
	for _, belt := range slices.Sorted(maps.Keys(s.waits)) {
		at := s.nodes.at(belt)
		if at.row >= 0 {
			if kept := s.rows.at(at.row); !kept.rejected && s.saysWho(kept) {
				delete(s.waits, belt)
				continue
			}
		}
		for i := range s.waits[belt] {
			wait := &s.waits[belt][i]
			if n := s.meant(s.references.at(wait.reference), at.zone); n >= 0 && s.belongs(n) {
				wait.found = true
				s.joined[n] = append(s.joined[n], belt)
			}
		}
	}
}

// wait is a participant of a belt of the store that was not there when its list came.
type wait struct {
	node, reference int32
	found           bool
}

// awaits tells whether a node stands for no record, but for what a belt calls a participant that nobody has brought.
func (s *survey) awaits(n int32) bool { return s.nodes.at(n).collection == 0 }

// belongs tells whether a record is of a collection whose records belong to belts.
func (s *survey) belongs(n int32) bool {
	return geo.SchemaOf(s.nodes.at(n).collection).Index(geo.BeltsOf) >= 0
}

// saysWho tells whether a row of a belt says who takes part in it.
func (s *survey) saysWho(kept *surveyed) bool {
	return kept.sheet < 0 || s.sources[kept.source].layouts[kept.sheet].takesPart
}

// waitsFor tells whether a belt of the store goes on waiting for what a node stands for.
func (s *survey) waitsFor(belt, n int32) bool {
	return slices.ContainsFunc(s.waits[belt], func(w wait) bool { return w.node == n && !w.found })
}

// end is one link of a record as it will be stored.
type end struct {
	slot int16
	node int32
}

// ends are the links of a row's record in the order of its fields. The belts of a table that says none are those that the store knows; the
// belts that name the record come behind its own. A zone of a table names itself.
func (s *survey) ends(kept *surveyed, into []end) []end {
	into = into[:0]
	table := kept.sheet >= 0
	if table && kept.collection == geo.Zones && s.nodes.at(kept.node).zone < 0 {
		into = append(into, end{zoneSlot, kept.node})
	}
	for i := kept.first; i < kept.last; i++ {
		l := s.links.at(i)
		if l.node < 0 || l.slot == participantsSlot && (!s.awaits(l.node) || slices.Contains(into, end{l.slot, l.node})) {
			continue
		}
		into = append(into, end{l.slot, l.node})
	}
	for _, w := range s.waits[kept.node] {
		if !w.found {
			into = append(into, end{participantsSlot, w.node})
		}
	}
	if table && s.belts[kept.node] != nil && !s.sources[kept.source].layouts[kept.sheet].belts {
		into, _ = withBelts(into, kept.collection, s.belts[kept.node])
	}
	if belts := s.joined[kept.node]; belts != nil {
		into, _ = withBelts(into, kept.collection, belts)
	}
	return into
}

// withBelts adds those belts that are not among the links yet, in the place of their field.
func withBelts(links []end, c geo.Collection, belts []int32) (_ []end, added bool) {
	slot := int16(geo.SchemaOf(c).Index(geo.BeltsOf))
	for _, n := range belts {
		if !slices.Contains(links, end{slot, n}) {
			links, added = append(links, end{slot, n}), true
		}
	}
	if added {
		slices.SortStableFunc(links, func(a, b end) int { return int(a.slot) - int(b.slot) })
	}
	return links, added
}

// validity is the validity of a row's record: with --as-of, what is new begins on that day, and what was there keeps its beginning.
func (s *survey) validity(kept *surveyed) geo.Period {
	valid, node := kept.valid, s.nodes.at(kept.node)
	if s.options.AsOf == 0 || valid.From != 0 {
		return valid
	}
	valid.From = node.valid.From
	if !node.stored {
		valid.From = s.options.AsOf
	}
	if valid.To != 0 && valid.From > valid.To {
		valid.From = 0 // the row says that it ended before
	}
	return valid
}

// count compares each row with what the store says.
func (s *survey) count() {
	var ends []end
	for i := range s.rows.n {
		kept := s.rows.at(i)
		if kept.rejected {
			continue
		}
		node := s.nodes.at(kept.node)
		if !node.stored {
			s.report.Added++
			continue
		}
		ends = s.ends(kept, ends)
		sum := uint64(0)
		for _, e := range ends {
			sum = linked(sum, e.slot, s.nodes.at(e.node).key)
		}
		if kept.same = node.content == kept.content && node.links == sum && node.valid == s.validity(kept); kept.same {
			s.report.Unchanged++
		} else {
			s.report.Changed++
		}
	}
}
