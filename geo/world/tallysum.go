package world

import (
	"cmp"
	"slices"
)

// tallyPlace is where an enterprise counts in a division.
type tallyPlace struct{ part, zone int32 } // by their numbers, -1 for none

// tallySum adds enterprises up by place. Those that come one after the other mostly share one, since they lie beside one another along the
// curve: of these it counts first how many there are of each verdict, of which there are few. The zero tallySum is empty.
type tallySum struct {
	at   tallyPlace
	of   *Tally // nil before the first
	sums map[tallyPlace]*Tally
	many [1 << verdictBits]int32
	some []uint16 // keys of verdicts of which there were any
}

// count counts so many enterprises of a verdict.
func (s *tallySum) count(at tallyPlace, verdict uint16, sign int32) {
	if s.of == nil || at != s.at {
		s.turnTo(at)
	}
	if s.many[verdict] == 0 {
		s.some = append(s.some, verdict)
	}
	s.many[verdict] += sign
}

func (s *tallySum) turnTo(at tallyPlace) {
	s.settle()
	if s.sums == nil {
		s.sums = map[tallyPlace]*Tally{}
	}
	if s.at, s.of = at, s.sums[at]; s.of == nil {
		s.of = new(Tally)
		s.sums[at] = s.of
	}
}

// settle adds what was counted to the place.
func (s *tallySum) settle() {
	for _, key := range s.some {
		s.of.count(verdictOfKey(key), s.many[key])
		s.many[key] = 0
	}
	s.some = s.some[:0]
}

// each visits the sums in the order of places.
func (s *tallySum) each(visit func(tallyPlace, *Tally)) {
	s.settle()
	places := make([]tallyPlace, 0, len(s.sums))
	for at := range s.sums {
		places = append(places, at)
	}
	slices.SortFunc(places, func(a, b tallyPlace) int { return cmp.Or(cmp.Compare(a.part, b.part), cmp.Compare(a.zone, b.zone)) })
	for _, at := range places {
		visit(at, s.sums[at])
	}
}
