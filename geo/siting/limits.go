package siting

import (
	"slices"

	"beltmap/geo/phrase"
)

// Term is one term of a branch's score, as answers name it.
type Term struct {
	ID    string
	Label phrase.Phrase
}

// Terms are the terms of a branch's score in their order.
func Terms() [NumTerms]Term {
	return [NumTerms]Term{
		Adjacent:   {"adjacent", phrase.SitingTermAdjacent},
		Alike:      {"alike", phrase.SitingTermAlike},
		RightSize:  {"right_size", phrase.SitingTermSize},
		Manageable: {"manageable", phrase.SitingTermGrid},
	}
}

// Verdict says of a limit whether it is met.
type Verdict uint8

// The verdicts.
const (
	Unmet Verdict = iota // which only happens where the question allows it
	Met
	Open // not known, for the members of some units are not
)

// Limit is what a limit says of a branch, in words.
type Limit struct {
	ID   string
	Met  Verdict
	Text phrase.Text
}

// LimitIDs are the limits of a joint branch in the order of Limits.
func LimitIDs() []string {
	return []string{"distance", "same_industry", "least_members", "most_members", "units", "same_zone"}
}

// Limits says of every limit whether a branch keeps it, those included that the question does not insist on.
func (b *Branch) Limits(r Rules) []Limit {
	same := func(of func(Unit) string) bool {
		first := of(b.Units[0])
		return first != "" && !slices.ContainsFunc(b.Units, func(u Unit) bool { return of(u) != first })
	}
	least, most := verdict(b.Members >= r.Least), verdict(b.Members <= r.Most)
	if b.Unknown > 0 && least == Unmet { // members not known can only make them more
		least = Open
	}
	if b.Unknown > 0 && most == Met {
		most = Open
	}
	zone, industry := verdict(same(func(u Unit) string { return u.Zone })), verdict(same(func(u Unit) string { return u.Industry }))
	distance, units := verdict(b.Metres <= r.Metres), verdict(len(b.Units) <= r.Units)
	texts := []struct {
		met  Verdict
		text phrase.Text
	}{
		{distance, phrase.SitingLimitDistance.With(b.Metres, r.Metres, distance.said())},
		{industry, phrase.SitingLimitIndustry.With(industry.said())},
		{least, phrase.SitingLimitLeast.With(b.Members, r.Least, least.said())},
		{most, phrase.SitingLimitMost.With(b.Members, r.Most, most.said())},
		{units, phrase.SitingLimitUnits.With(len(b.Units), r.Units, units.said())},
		{zone, phrase.SitingLimitZone.With(zone.said())},
	}
	var all []Limit
	for i, id := range LimitIDs() {
		all = append(all, Limit{id, texts[i].met, texts[i].text})
	}
	return all
}

func verdict(kept bool) Verdict {
	if kept {
		return Met
	}
	return Unmet
}

// said is the verdict in words.
func (v Verdict) said() phrase.Phrase {
	return [...]phrase.Phrase{phrase.SitingUnmet, phrase.SitingMet, phrase.SitingOpen}[v]
}
