package status

import (
	"sort"

	"beltmap/geo"
)

// Rating is what is stated of an organization's stars and of its activity; a zero day is none stated.
type Rating struct {
	Rated    Answer // Yes with a number of stars, No if it is said to be unrated
	Scheme   string // by which it was rated, "" if not stated
	RatedOn  geo.Day
	ActiveOn geo.Day // when it was last active
}

// Scheme is which ratings by one star scheme still hold on the day of a rulebook. The zero Scheme is one that is not set.
type Scheme struct {
	set     bool
	forGood bool
	since   geo.Day // the first day whose ratings hold
}

// schemeOn is a scheme whose ratings hold for some months, 0 for good.
func schemeOn(day geo.Day, months int) Scheme {
	if months == 0 {
		return Scheme{set: true, forGood: true}
	}
	since := sort.Search(int(day), func(d int) bool { return geo.Day(d).AddMonths(months) > day })
	return Scheme{set: true, since: geo.Day(since)}
}

// Scheme is that of a name.
func (b *Rulebook) Scheme(name string) Scheme {
	for i := range b.schemes {
		if b.schemes[i].Name == name {
			return b.holding[i]
		}
	}
	return Scheme{}
}

// Effective tells whether an organization is rated, by a rating that still holds, and was active lately. What is not stated is not known, and so is
// what was before the day of a later rating or activity.
func (b *Rulebook) Effective(r Rating) Answer {
	return b.EffectiveBy(b.Scheme(r.Scheme), r.Rated, r.RatedOn, r.ActiveOn)
}

// EffectiveBy is Effective for those who look many up and know the scheme.
func (b *Rulebook) EffectiveBy(s Scheme, stars Answer, ratedOn, activeOn geo.Day) Answer {
	rated, active := b.ratedBy(s, stars, ratedOn), b.active(activeOn)
	switch {
	case rated == No || active == No:
		return No
	case rated == Unstated || active == Unstated:
		return Unstated
	}
	return Yes
}

// Rated tells whether an organization is rated, by a rating that still holds.
func (b *Rulebook) Rated(r Rating) Answer { return b.ratedBy(b.Scheme(r.Scheme), r.Rated, r.RatedOn) }

func (b *Rulebook) ratedBy(s Scheme, stars Answer, on geo.Day) Answer {
	switch {
	case stars != Yes:
		return stars
	case !s.set: // how long it holds is not known
		return Unstated
	case s.forGood && on <= b.day: // whenever it was
		return Yes
	case on == 0 || on > b.day:
		return Unstated
	case on >= s.since:
		return Yes
	}
	return No
}

func (b *Rulebook) active(on geo.Day) Answer {
	switch {
	case on == 0 || on > b.day:
		return Unstated
	case b.day-on <= b.activeFor:
		return Yes
	}
	return No
}
