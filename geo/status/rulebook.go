package status

import (
	"reflect"

	"beltmap/geo"
)

// Rulebook is everything by which enterprises are judged on one day under one set of settings. It does not change.
type Rulebook struct {
	Internal Rules // for readers of internal fields
	Public   Rules // for everyone

	day         geo.Day
	denominator string
	counted     Forms
	instructors int32
	activeFor   geo.Day // days
	schemes     []geo.RatingScheme
	holding     []Scheme // of each scheme, on the day
}

// RulebookOf is the rulebook of a day.
func RulebookOf(s geo.Settings, day geo.Day) *Rulebook {
	b := &Rulebook{
		Internal: InternalRules(s).On(day), Public: PublicRules(s).On(day), day: day,
		denominator: s.Get(geo.Denominator).Text(), instructors: int32(s.Integer(geo.InstructorsLeast)),
		activeFor: geo.Day(s.Integer(geo.ActivityDays)), schemes: s.StarSchemes(),
	}
	for _, code := range s.Get(geo.CountedForms).Items() {
		b.counted |= FormOf(code)
	}
	for _, scheme := range b.schemes {
		b.holding = append(b.holding, schemeOn(day, scheme.Months))
	}
	return b
}

// Same tells whether two rulebooks judge the same facts alike, days aside.
func (b *Rulebook) Same(as *Rulebook) bool {
	x, y := *b, *as
	x.day, y.day, x.holding, y.holding = 0, 0, nil, nil
	return reflect.DeepEqual(x, y)
}

// For is the status for a class of reader, by the rules of that class, and the reason.
func (b *Rulebook) For(f Facts, c geo.Class) (Status, Reason) {
	if c == geo.Internal {
		return Of(f, b.Internal)
	}
	return Of(f, b.Public)
}

// Counts tells whether organizations of a form count as coverage.
func (b *Rulebook) Counts(form Forms) bool { return b.counted&form != 0 }
