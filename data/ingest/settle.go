package ingest

import (
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
			if l.slot != participantsSlot || l.node < 0 {
				continue
			}
			if geo.SchemaOf(s.nodes.at(l.node).collection).Index(geo.BeltsOf) < 0 {
				text := string(s.texts.at(s.references.at(l.reference).text))
				s.tell("warning", kept, "dangling", participantsColumn, text, phrase.NoBelts.With(text, s.ref(l.node)))
				continue
			}
			s.joined[l.node] = append(s.joined[l.node], kept.node)
		}
	}
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
		if l := s.links.at(i); l.node >= 0 && l.slot != participantsSlot {
			into = append(into, end{l.slot, l.node})
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
