package world

import (
	"beltmap/geo"
	"beltmap/geo/status"
)

// seen tells of which rows a reader sees internal fields who sees those of some zones: a bit a code of the column of zones. Readers who
// see them of all rows or of none have no such set, and it costs them nothing.
type seen struct {
	zones *ints
	codes []uint64
}

// seenBy is the set of a sight, nil for one that is the same for every row.
func (t *Table) seenBy(s geo.Sight) *seen {
	ids := s.Internal.List()
	if ids == nil {
		return nil
	}
	zones := &t.cols[colZone]
	b := &seen{zones: &zones.ints, codes: make([]uint64, len(zones.names)/64+1)}
	for _, id := range ids {
		// A zone that came after this version has no row in it.
		if code := zones.dict.find(id); code >= 0 && int(code) < len(zones.names) {
			b.codes[code/64] |= 1 << (code % 64)
		}
	}
	return b
}

func (b *seen) has(r Row) bool {
	code := b.zones.at(r)
	return code >= 0 && b.codes[code/64]>>(code%64)&1 != 0
}

// Statuses reads the status of many enterprises for one reader. It is resolved once; reading does not allocate.
type Statuses struct {
	states *plain[uint8] // nil if there is none
	shift  uint8         // of the class that is read where seen is nil
	seen   *seen
}

// The places of the two statuses in a row's state.
const (
	internalState = 0
	publicState   = 4
)

// Statuses resolves the statuses of a table of enterprises.
func (t *Table) Statuses(s geo.Sight) Statuses {
	r := Statuses{states: &t.states, shift: publicState, seen: t.seenBy(s)}
	if r.seen == nil && s.Widest() == geo.Internal {
		r.shift = internalState
	}
	return r
}

// At is the status of a row.
func (s Statuses) At(r Row) status.Status {
	if s.seen != nil && s.seen.has(r) {
		return stateOf(s.states.at(r), internalState)
	}
	return stateOf(s.states.at(r), s.shift)
}

// Of reads At of many rows. Rows in ascending order are read much faster than one by one.
func (s Statuses) Of(rows []Row, into []status.Status) {
	if s.seen != nil {
		for i, r := range rows {
			into[i] = s.At(r)
		}
		return
	}
	for from := 0; from < len(rows); {
		to := sameChunk(rows, from)
		states := s.states.chunk(int(rows[from] >> chunkShift))
		for i := from; i < to; i++ {
			into[i] = stateOf(states[rows[i]&chunkMask], s.shift)
		}
		from = to
	}
}

// MarksOf reads Marks of many rows. Rows in ascending order are read much faster than one by one.
func (t *Table) MarksOf(rows []Row, into []status.Marks) {
	for from := 0; from < len(rows); {
		to := sameChunk(rows, from)
		marks := t.marks.chunk(int(rows[from] >> chunkShift))
		for i := from; i < to; i++ {
			into[i] = marks[rows[i]&chunkMask]
		}
		from = to
	}
}

func stateOf(state, shift uint8) status.Status { return status.Status(state >> shift & 15) }

// Status is an enterprise's status as a reader may see it.
func (t *Table) Status(r Row, s geo.Sight) status.Status { return t.Statuses(s).At(r) }

// Class is the class of the fields that a reader may see of a row.
func (t *Table) Class(r Row, s geo.Sight) geo.Class { return s.Class(t.coded(colZone, r)) }

// Reason says why an enterprise has its status, in words fit for the reader, and which records it rests on.
func (t *Table) Reason(r Row, s geo.Sight) status.Reason {
	facts := t.facts(r)
	orgs := t.world.tables[geo.Organizations]
	eachLink(t.cols[colCoverers].texts.at(r), func(o Row) {
		if orgs.Current(o) {
			facts.Records = append(facts.Records, geo.Organizations.String()+"/"+orgs.ID(o))
		}
	})
	_, reason := t.world.rules.For(facts, t.Class(r, s))
	return reason
}

// Flags say where an organization's form and its size differ, as far as the reader may know.
func (t *Table) Flags(r Row, s geo.Sight) []status.Flag {
	size := status.Size{Level: t.coded(slotLevel, r), Form: status.FormOf(t.coded(slotForm, r)), Members: countOf(t.cols[slotMembers].ints.at(r))}
	eachItem(t.cols[slotCovers].texts.at(r), func(string) { size.Units++ })
	return status.Flags(size, status.FlagRules(t.world.settings), t.Class(r, s))
}
