package ingest

import (
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// province is what facts about the whole province name in place of a zone; it is no record.
const (
	province        = "AH"
	provinceSubject = "province/AH"
)

// collectLinks keeps every reference of a record, or says which is not one.
func (s *survey) collectLinks(r *geo.Record) (geo.Finding, bool) {
	if r.Zone != "" && (r.Zone != province || r.Collection != geo.Facts) {
		s.links = append(s.links, link{s.number(geo.Zones, r.Zone), true, geo.Zone})
	}
	for i, f := range geo.SchemaOf(r.Collection).Fields {
		v := r.At(i)
		switch {
		case v.IsNone():
		case f.Refers != 0 && f.Type == geo.TypeList:
			for _, id := range v.Items() {
				s.link(f, f.Refers, id)
			}
		case f.Refers != 0:
			s.link(f, f.Refers, v.Text())
		case f == geo.Subject:
			if !s.reference(f, v.Text()) {
				return geo.Finding{Field: f.Name, Text: phrase.LinkMalformed.With(f.Name, v.Text())}, true
			}
		case f == geo.Stops:
			for _, item := range v.Items() {
				if !s.reference(f, item) {
					return geo.Finding{Field: f.Name, Text: phrase.LinkMalformed.With(f.Name, item)}, true
				}
			}
		}
	}
	return geo.Finding{}, false
}

// link keeps a reference. The id may be part of a longer text; its own copy lives on.
func (s *survey) link(f *geo.Field, c geo.Collection, id string) {
	soft := c == geo.Zones || c == geo.Belts || c == geo.Grids
	n, known := s.numbers[c][id]
	if !known {
		n = s.number(c, strings.Clone(id))
	}
	s.links = append(s.links, link{n, soft, f})
}

// reference keeps a link written as collection/id.
func (s *survey) reference(f *geo.Field, text string) bool {
	if text == provinceSubject {
		return true
	}
	collection, id, found := strings.Cut(text, "/")
	c, err := geo.ParseCollection(collection)
	if !found || err != nil || !geo.ValidID(id) {
		return false
	}
	s.link(f, c, id)
	return true
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
