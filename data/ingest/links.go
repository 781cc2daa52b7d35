package ingest

import (
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// collectLinks keeps every reference of a record, or says which is not one.
func (s *survey) collectLinks(r *geo.Record) (bad geo.Finding, isBad bool) {
	r.EachLink(func(f *geo.Field, to geo.Collection, id string) {
		if to == 0 {
			bad, isBad = geo.Finding{Field: f.Name, Text: phrase.LinkMalformed.With(f.Name, id)}, true
			return
		}
		n, known := s.numbers[to][id]
		if !known {
			n = s.number(to, strings.Clone(id)) // the id may be part of a longer text, which need not live on
		}
		s.links = append(s.links, link{n, to == geo.Zones || to == geo.Belts || to == geo.Grids, f})
	})
	return bad, isBad
}

// settle leaves out the rows whose links lead nowhere, and those that thereby lead nowhere, then counts what is left.
func (s *survey) settle() {
	s.rejectDangling()
	s.makeStubs()
	for i := range s.rows {
		kept := &s.rows[i]
		if kept.rejected {
			continue
		}
		switch n := &s.nodes[kept.node]; {
		case !n.stored:
			s.report.Added++
		case n.hash != kept.hash:
			s.report.Changed++
		default:
			s.report.Unchanged++
		}
	}
	s.sortFindings()
}

func (s *survey) exists(n int32) bool {
	at := &s.nodes[n]
	return at.stored || (at.row >= 0 && !s.rows[at.row].rejected)
}

// rejectDangling follows links backwards from whatever does not exist, so that a chain of any length costs one step a link.
func (s *survey) rejectDangling() {
	dependents := make(map[int32][]int32) // rows by the record they cannot do without, for records that rows bring
	var dead []int32
	for i := range s.rows {
		kept := &s.rows[i]
		if kept.rejected {
			continue
		}
		for _, l := range s.links[kept.first:kept.last] {
			if l.soft || s.nodes[l.node].stored {
				continue
			}
			if !s.exists(l.node) {
				if s.rejectFor(kept, l) {
					dead = append(dead, kept.node)
				}
				break
			}
			dependents[l.node] = append(dependents[l.node], int32(i))
		}
	}
	for len(dead) > 0 {
		gone := dead[len(dead)-1]
		dead = dead[:len(dead)-1]
		if s.exists(gone) {
			continue // the row was left out, but the store holds the record
		}
		for _, i := range dependents[gone] {
			kept := &s.rows[i]
			if kept.rejected {
				continue
			}
			for _, l := range s.links[kept.first:kept.last] {
				if !l.soft && l.node == gone && s.rejectFor(kept, l) {
					dead = append(dead, kept.node)
					break
				}
			}
		}
	}
}

func (s *survey) rejectFor(kept *surveyed, l link) bool {
	n := &s.nodes[l.node]
	s.refuse(kept, "dangling", l.field.Name, phrase.DanglingLink.With(l.field.Name, n.collection.String()+"/"+n.id))
	s.report.Rejected++
	return true
}

// makeStubs warns of every zone, belt and grid that rows name and nobody brings; the batch begins with them.
func (s *survey) makeStubs() {
	for i := range s.rows {
		kept := &s.rows[i]
		if kept.rejected {
			continue
		}
		for _, l := range s.links[kept.first:kept.last] {
			if !l.soft || s.exists(l.node) || s.nodes[l.node].row == stub {
				continue
			}
			n := &s.nodes[l.node]
			n.row = stub
			s.report.Stubs++
			t := phrase.StubMade.With(n.collection.String()+"/"+n.id, geo.SchemaOf(n.collection).Label)
			s.report.add(Finding{File: s.sources[kept.source].Name, Row: int(kept.number), Column: l.field.Name, Kind: "stub", Severity: "warning", ZH: t.ZH, EN: t.EN})
		}
	}
}

// stub in place of a node's row says that the batch makes it up.
const stub int32 = -2
