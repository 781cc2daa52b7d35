// Package quality says how good the records of one World are, zone by zone: what is located and how well, what lies outside its zone, what may
// stand twice, whose survey is old or missing, and which links lead nowhere. It counts and lists; it blocks nothing, hides nothing and
// mends nothing. Distances are metres, ages days. It reads public fields only, so that its figures are the same for every reader.
package quality

import (
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// RuleVersion numbers the definitions of the measures; it grows when what one counts is changed.
const RuleVersion = 1

const (
	// NearMetres is how near two enterprises of one name must be to be taken for one.
	NearMetres = 50
	// UsualStaleDays is the age from which a survey is out of date when nobody says otherwise: they are made yearly.
	UsualStaleDays = geo.UsualSurveyDays
	// MostStaleDays bounds what may be asked for, a hundred years.
	MostStaleDays = geo.MostSurveyDays
)

// Measure is one thing that is counted.
type Measure uint8

// The measures, in the order they are shown.
const (
	Located Measure = iota
	Unlocated
	Outside
	Duplicates
	Stale
	NeverSurveyed
	Dangling
	Stubs
	NumMeasures int = iota
)

type description struct {
	id             string
	label, meaning phrase.Phrase
}

var descriptions = [NumMeasures]description{
	Located:       {"located", phrase.QualityLocated, phrase.QualityLocatedMeans},
	Unlocated:     {"unlocated", phrase.QualityUnlocated, phrase.QualityUnlocatedMeans},
	Outside:       {"outside", phrase.QualityOutside, phrase.QualityOutsideMeans},
	Duplicates:    {"duplicates", phrase.QualityDuplicates, phrase.QualityDuplicatesMeans},
	Stale:         {"stale", phrase.QualityStale, phrase.QualityStaleMeans},
	NeverSurveyed: {"never_surveyed", phrase.QualityNeverSurveyed, phrase.QualityNeverSurveyedMeans},
	Dangling:      {"dangling", phrase.QualityDangling, phrase.QualityDanglingMeans},
	Stubs:         {"stubs", phrase.QualityStubs, phrase.QualityStubsMeans},
}

// Measures lists every measure.
func Measures() []Measure {
	all := make([]Measure, NumMeasures)
	for i := range all {
		all[i] = Measure(i)
	}
	return all
}

// String is the measure's id, as in URLs.
func (m Measure) String() string { return descriptions[m].id }

// Label is what the measure is called.
func (m Measure) Label() phrase.Phrase { return descriptions[m].label }

// Meaning says what the measure's numerator and denominator are, when surveys are out of date after so many days.
func (m Measure) Meaning(staleDays int) phrase.Text {
	if m == Stale {
		return descriptions[m].meaning.With(staleDays)
	}
	return descriptions[m].meaning.With()
}

// Parse reads a measure's id.
func Parse(id string) (Measure, bool) {
	for _, m := range Measures() {
		if m.String() == id {
			return m, true
		}
	}
	return 0, false
}

// Figure is one measure of one zone. Numerator ≤ Denominator, and what Unknown counts is in neither.
type Figure struct{ Numerator, Denominator, Unknown int }

// ZoneFigures are all measures of one zone. ByClass divides the numerators of Located and Unlocated by position class, in the order of
// geo.PositionClass.Codes.
type ZoneFigures struct {
	Zone      string // its id, "" for records of no zone
	Figures   [NumMeasures]Figure
	Located   []int
	Unlocated []int
}

// Total adds up zones.
func Total(zones []ZoneFigures) ZoneFigures {
	total := newZoneFigures("")
	for i := range zones {
		z := &zones[i]
		for m := range total.Figures {
			total.Figures[m].Numerator += z.Figures[m].Numerator
			total.Figures[m].Denominator += z.Figures[m].Denominator
			total.Figures[m].Unknown += z.Figures[m].Unknown
		}
		for c := range total.Located {
			total.Located[c] += z.Located[c]
			total.Unlocated[c] += z.Unlocated[c]
		}
	}
	return total
}

func newZoneFigures(zone string) ZoneFigures {
	classes := len(geo.PositionClass.Codes)
	return ZoneFigures{Zone: zone, Located: make([]int, classes), Unlocated: make([]int, classes)}
}
