package coverage

import (
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/status"
	"beltmap/geo/world"
)

// RuleVersion numbers the definitions of the rates; it grows when one changes. What the statuses rest on is status.RulesVersion.
const RuleVersion = "rates-1"

// Measure is one of the rates.
type Measure uint8

// The measures.
const (
	Organizational Measure = iota
	Single
	Work
	Effective
)

// NumMeasures bounds arrays indexed by Measure.
const NumMeasures = int(Effective) + 1

var measures = [NumMeasures]struct {
	id             string
	label, meaning phrase.Phrase
}{
	Organizational: {"organizational", phrase.CoverageOrganizational, phrase.CoverageOrganizationalMeans},
	Single:         {"single", phrase.CoverageSingle, phrase.CoverageSingleMeans},
	Work:           {"work", phrase.CoverageWork, phrase.CoverageWorkMeans},
	Effective:      {"effective", phrase.CoverageEffective, phrase.CoverageEffectiveMeans},
}

// Measures lists every measure.
func Measures() []Measure {
	return []Measure{Organizational, Single, Work, Effective}
}

// String is the measure as answers name it.
func (m Measure) String() string { return measures[m].id }

// Label is what the measure is called.
func (m Measure) Label() phrase.Phrase { return measures[m].label }

// Meaning says what the numerator is, and what unknown.
func (m Measure) Meaning() phrase.Phrase { return measures[m].meaning }

// Rate is a share of enterprises. Numerator ≤ Denominator; of Unknown enterprises of the denominator it is not known whether they belong to the
// numerator, in which they are not.
type Rate struct{ Numerator, Denominator, Unknown int }

// Share is the rate as a number; it is none where there is no denominator, or where nothing is known of all of it.
func (r Rate) Share() (share float64, known bool) {
	if r.Denominator == 0 || r.Unknown == r.Denominator {
		return 0, false
	}
	return float64(r.Numerator) / float64(r.Denominator), true
}

// Figures count the enterprises of an area as one reader sees them.
type Figures world.Figures

// Unknown is how many have the status unknown, in the denominator or not.
func (f *Figures) Unknown() int { return int(f.ByStatus[status.Unknown]) }

// Rate is one of the rates.
func (f *Figures) Rate(m Measure) Rate {
	r := Rate{Denominator: int(f.Denominator), Unknown: int(f.Unasked)}
	switch m {
	case Organizational:
		r.Numerator = int(f.Counts.Organizational)
	case Single:
		r.Numerator = int(f.Own)
	case Work:
		r.Numerator = int(f.Counts.Work)
	case Effective:
		r.Numerator = int(f.Counts.Effective)
		r.Unknown += int(f.EffectiveUnknown)
	}
	return r
}

// count adds what a tally counts, by internal or by public statuses.
func (f *Figures) count(n *world.Tally, internal bool) {
	more := world.Figures{ByStatus: n.Public, Counts: n.Counts}
	if internal {
		more.ByStatus = n.Internal
	}
	(*world.Figures)(f).Add(&more)
}

// Add counts what other figures count, too. Both must be one reader's.
func (f *Figures) Add(o *Figures) { (*world.Figures)(f).Add((*world.Figures)(o)) }

// StatusesFor are the statuses that figures are divided by for a reader, in the order of legends. A reader who sees internal fields of some zones
// reads of the others what the public does.
func StatusesFor(s geo.Sight) []status.Status {
	switch {
	case s.Internal.None():
		return []status.Status{status.Single, status.Joint, status.Regional, status.WorkOnly, status.None, status.Unknown}
	case s.Internal.All():
		return []status.Status{status.Single, status.Joint, status.Regional, status.Eligible, status.WorkOnly, status.Uncovered, status.Unknown}
	}
	return []status.Status{status.Single, status.Joint, status.Regional, status.Eligible, status.WorkOnly, status.Uncovered, status.None, status.Unknown}
}
