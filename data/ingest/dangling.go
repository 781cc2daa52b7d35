package ingest

import (
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// rejectDangling leaves out the features of GeoJSON whose links lead nowhere, and those that thereby lead nowhere. Features come from programs, which
// name a record by its id; in tables people write names, and a slip costs the link, not the row. Links are followed backwards from whatever does
// not exist, so that a chain of any length costs one step a link.
func (s *survey) rejectDangling() {
	dependents := map[int32][]int32{} // rows by the record they cannot do without, for records that rows bring
	var dead []int32
	for i := range s.rows.n {
		kept := s.rows.at(i)
		if kept.rejected || kept.sheet >= 0 {
			continue
		}
		zone := s.nodes.at(kept.node).zone
		for j := kept.first; j < kept.last; j++ {
			l := s.links.at(j)
			if l.slot == zoneSlot || l.slot == participantsSlot {
				continue
			}
			r := s.references.at(l.reference)
			switch n := s.meant(r, zone); {
			case n >= 0 && !s.nodes.at(n).stored:
				dependents[n] = append(dependents[n], i)
			case n == none && !s.canBeStub(r):
				s.leaveOut(kept, l)
				dead = append(dead, kept.node)
			}
			if kept.rejected {
				break
			}
		}
	}
	if len(dead) == 0 {
		return
	}
	for len(dead) > 0 {
		gone := dead[len(dead)-1]
		dead = dead[:len(dead)-1]
		if s.exists(gone) {
			continue // the row was left out, but the store holds the record
		}
		for _, i := range dependents[gone] {
			if kept := s.rows.at(i); !kept.rejected {
				s.leaveOut(kept, s.linkTo(kept, gone))
				dead = append(dead, kept.node)
			}
		}
	}
	for i := range s.references.n {
		if r := s.references.at(i); r.node >= 0 && r.to != geo.Zones && !s.exists(r.node) {
			r.node = s.resolve(r)
		}
	}
}

// linkTo is the link of a row that leads to a record.
func (s *survey) linkTo(kept *surveyed, to int32) *link {
	zone := s.nodes.at(kept.node).zone
	for j := kept.first; j < kept.last; j++ {
		if l := s.links.at(j); l.slot != zoneSlot && s.meant(s.references.at(l.reference), zone) == to {
			return l
		}
	}
	return s.links.at(kept.first)
}

// leaveOut leaves a row out because of one of its links.
func (s *survey) leaveOut(kept *surveyed, l *link) {
	field, text := fieldOf(kept.collection, l.slot), string(s.texts.at(s.references.at(l.reference).text))
	kept.rejected = true
	s.report.Rejected++
	s.tell("error", kept, "dangling", field.Name, text, phrase.DanglingLink.With(field.Name, text))
}

// canBeStub tells whether what a reference names is made up where it is not there: a zone, belt or grid, called by what can be an id.
func (s *survey) canBeStub(r *reference) bool {
	text := string(s.texts.at(r.text))
	return (r.to == geo.Zones || r.to == geo.Belts || r.to == geo.Grids) && geo.ValidID(text) && !personalText(text)
}
