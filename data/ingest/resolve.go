package ingest

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// exists tells whether a record will be there: the store holds it, or a row that goes in brings it.
func (s *survey) exists(n int32) bool {
	at := s.nodes.at(n)
	return at.stored || at.row >= 0 && !s.rows.at(at.row).rejected
}

// resolveAll finds what every reference to the collections means: an id, else a credit code, else a name.
func (s *survey) resolveAll(zones bool) {
	for i := range s.references.n {
		r := s.references.at(i)
		if (r.to == geo.Zones) == zones {
			r.node = s.resolve(r)
		}
	}
}

// collections are those that a reference may lead to.
func (r *reference) collections() []geo.Collection {
	if r.to != 0 {
		return []geo.Collection{r.to}
	}
	return slices.DeleteFunc(geo.Published(), func(c geo.Collection) bool { return c == geo.Stops }) // they bear the names of what they show
}

func (s *survey) resolve(r *reference) int32 {
	text := string(s.texts.at(r.text))
	for _, find := range [...]func(geo.Collection, string) int32{s.byID, s.byCode, s.byName} {
		found := none
		for _, c := range r.collections() {
			switch n := find(c, text); {
			case n == none || n == found:
			case n == many, found != none:
				return many
			default:
				found = n
			}
		}
		if found == none {
			continue
		}
		if at := s.nodes.at(found); at.stub && at.row < 0 { // somebody may have described it under another id since
			if named := s.byName(at.collection, text); named >= 0 {
				return named
			}
		}
		return found
	}
	return none
}

func (s *survey) byID(c geo.Collection, text string) int32 {
	n, known := s.ids.Get(s.hasher.id(c, text))
	if !known || !s.exists(n) {
		return none
	}
	return n
}

func (s *survey) byCode(c geo.Collection, text string) int32 {
	if c != geo.Enterprises || len(text) < 18 {
		return none
	}
	n, known := s.codes.Get(s.hasher.code(strings.ToUpper(plainName(text))))
	if !known || !s.exists(n) {
		return none
	}
	return n
}

func (s *survey) byName(c geo.Collection, text string) int32 {
	found := none
	s.eachNamed(c, text, func(n int32) {
		if found != none && found != n {
			found = many
		} else {
			found = n
		}
	})
	return found
}

// eachNamed visits the records of a name; a stub counts only if nobody has described it.
func (s *survey) eachNamed(c geo.Collection, text string, visit func(int32)) {
	n, known := s.names.Get(s.hasher.name(c, plainName(text)))
	if !known {
		return
	}
	for ; n >= 0; n = s.nodes.at(n).next {
		if at := s.nodes.at(n); s.exists(n) && (!at.stub || at.row >= 0) {
			visit(n)
		}
	}
}

// meant is what a reference means in a row of a zone: of several records of a name, the one of the same zone.
func (s *survey) meant(r *reference, zone int32) int32 {
	if r.node != many || zone < 0 {
		return r.node
	}
	found, count := many, 0
	for _, c := range r.collections() {
		s.eachNamed(c, string(s.texts.at(r.text)), func(n int32) {
			if s.nodes.at(n).zone == zone {
				found, count = n, count+1
			}
		})
	}
	if count != 1 {
		return many
	}
	return found
}

// resolveZones finds the zone of every row, and makes the ids that hang on it.
func (s *survey) resolveZones() error {
	for i := range s.rows.n {
		kept := s.rows.at(i)
		if kept.node >= 0 && kept.collection == geo.Zones {
			s.makeID(kept, i, "")
		}
	}
	s.resolveAll(true)
	for i := range s.rows.n {
		kept := s.rows.at(i)
		if i&0xffff == 0 && s.ctx.Err() != nil {
			return s.ctx.Err()
		}
		if kept.rejected {
			continue
		}
		zone := ""
		s.nodes.at(kept.node).zone = -1
		for j := kept.first; j < kept.last; j++ {
			if l := s.links.at(j); l.slot == zoneSlot {
				l.node = s.settleLink(kept, l, -1)
				s.nodes.at(kept.node).zone = l.node
				if l.node >= 0 && kept.name != 0 {
					zone = string(s.idOf(l.node))
				}
			}
		}
		s.makeID(kept, i, zone)
	}
	return nil
}

// makeID gives a row without an id the one that its name and zone make.
func (s *survey) makeID(kept *surveyed, row int32, zone string) {
	node := s.nodes.at(kept.node)
	if kept.rejected || kept.name == 0 || node.id != 0 {
		return
	}
	name := string(s.texts.at(kept.name))
	id := madeID(kept.collection, zone, name)
	if stub := s.described(kept.collection, name); stub != "" {
		id = stub
	}
	key := s.hasher.id(kept.collection, id)
	before, known := s.ids.Get(key)
	if !known {
		if before = s.madeBefore(kept, name, node.zone); before >= 0 {
			known = true
		}
	}
	if !known {
		node.key, node.id = key, s.texts.put(id)
		s.ids.Set(key, kept.node)
		return
	}
	if other := s.nodes.at(before).row; other >= 0 {
		s.uncalled(kept.node)
		s.refuseTwice(kept, kept.collection.String()+"/"+id, other)
		s.report.Rejected++
		return
	}
	// The store holds it, or a link named it: the row is that record's.
	s.uncalled(kept.node)
	old := s.nodes.at(before)
	old.row, old.zone, old.at, old.located = row, node.zone, node.at, node.located
	s.called(before, node.name)
	kept.node = before
}

// madeBefore is the record of the store that has a row's name and zone, and whose id was made when the zone was still called otherwise.
func (s *survey) madeBefore(kept *surveyed, name string, zone int32) int32 {
	found := none
	s.eachNamed(kept.collection, name, func(n int32) {
		if at := s.nodes.at(n); at.stored && at.row == -1 && at.zone == zone && bytes.HasPrefix(s.idOf(n), []byte(madePrefix)) {
			found = n
		}
	})
	return found
}

// described is the id of the zone, belt or grid that was made up because records called it by this name, which then is its id: the row
// that bears the name and no id describes it, or did so before.
func (s *survey) described(c geo.Collection, name string) string {
	if c != geo.Zones && c != geo.Belts && c != geo.Grids || !geo.ValidID(name) {
		return ""
	}
	n, known := s.ids.Get(s.hasher.id(c, name))
	if !known || !s.nodes.at(n).stored || !s.nodes.at(n).stub && s.nodes.at(n).name != s.hasher.name(c, plainName(name)) {
		return ""
	}
	return name
}

// settleLink is what one link of a row leads to, or a failure, of which the row is warned (features were left out before). A zone, belt or grid that is not there becomes
// a stub if it was called by what can be an id; other links stay as they are written and wait for a list that brings what they mean.
func (s *survey) settleLink(kept *surveyed, l *link, zone int32) int32 {
	r := s.references.at(l.reference)
	n := s.meant(r, zone)
	if n >= 0 {
		return n
	}
	if n == none && r.made > 0 {
		return r.made - 1
	}
	text := string(s.texts.at(r.text))
	field := fieldOf(kept.collection, l.slot)
	awaits := (l.slot == participantsSlot || l.slot >= 0 && r.to != 0 && field.Awaits()) && utf8.RuneCountInString(text) <= geo.MaxNameLength && !personalText(text)
	switch {
	case n == many:
		s.tell("warning", kept, "ambiguous", field.Name, text, phrase.LinkMany.With(field.Name, text))
	case s.canBeStub(r):
		n = s.makeStub(kept, r.to, field, text)
		r.made = n + 1
		return n
	case awaits:
		s.tell("warning", kept, "dangling", field.Name, text, phrase.LinkAwaits.With(field.Name, text))
	default:
		s.tell("warning", kept, "dangling", field.Name, text, phrase.LinkNone.With(field.Name, text))
	}
	if awaits {
		return s.known(r.to, r.hash, text) // it stays as it is written, until a later list brings what it means
	}
	return n
}

func (s *survey) makeStub(kept *surveyed, c geo.Collection, field *geo.Field, id string) int32 {
	n := s.known(c, s.hasher.id(c, id), id)
	if s.nodes.at(n).row != stub {
		s.nodes.at(n).row = stub
		s.report.Stubs++
		s.tell("warning", kept, "stub", field.Name, id, phrase.StubMade.With(c.String()+"/"+id, geo.SchemaOf(c).Label))
	}
	return n
}
