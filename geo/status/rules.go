package status

import (
	"time"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Rule is one row of the table that decides a status.
type Rule struct {
	ID     string        // stable name, printed beside every reason
	Status Status        // what an enterprise is when the rule holds; it also says which fact the rule looks at
	Least  int32         // the threshold of members or instructors, which is a setting; 0 where there is none
	From   geo.Day       // the day since which it holds, 0 for one that only says what is
	Clause phrase.Phrase // where the rule comes from
}

// Rules are tried in order; the first that holds decides.
type Rules []Rule

// The version of the built-in rules, for the passports of numbers computed with them.
const RulesVersion = "status-2"

// The day on which the Party's constitution of today was adopted, of which all later ones are amendments and which asks for an organization wherever
// there are three full members. Earlier ones had rules of their own.
var sinceConstitution = geo.Date(1982, time.September, 6)

// On is the rules that hold on a day, in their order.
func (r Rules) On(day geo.Day) Rules {
	kept := make(Rules, 0, len(r))
	for _, rule := range r {
		if rule.From <= day {
			kept = append(kept, rule)
		}
	}
	return kept
}

// InternalRules are the rules of DOMAIN.md for readers of internal fields, with the thresholds of the settings.
func InternalRules(s geo.Settings) Rules {
	return Rules{
		{ID: "S-SINGLE", Status: Single, Clause: phrase.RuleFromConstitution},
		{ID: "S-JOINT", Status: Joint, Clause: phrase.RuleFromJoint},
		{ID: "S-REGIONAL", Status: Regional, Clause: phrase.RuleFromPractice},
		{ID: "S-ELIGIBLE", Status: Eligible, Least: int32(s.Integer(geo.BranchMembers)), From: sinceConstitution, Clause: geo.BranchMembers.Clause},
		{ID: "S-WORK", Status: WorkOnly, Least: int32(s.Integer(geo.InstructorsLeast)), Clause: geo.InstructorsLeast.Clause},
		{ID: "S-UNCOVERED", Status: Uncovered, Clause: phrase.RuleFromSurvey},
		{ID: "S-UNKNOWN", Status: Unknown, Clause: phrase.RuleFromAbsence},
	}
}

// PublicRules are the rules for everyone: no rule among them looks at members.
func PublicRules(s geo.Settings) Rules {
	return Rules{
		{ID: "P-SINGLE", Status: Single, Clause: phrase.RuleFromConstitution},
		{ID: "P-JOINT", Status: Joint, Clause: phrase.RuleFromJoint},
		{ID: "P-REGIONAL", Status: Regional, Clause: phrase.RuleFromPractice},
		{ID: "P-WORK", Status: WorkOnly, Least: int32(s.Integer(geo.InstructorsLeast)), Clause: geo.InstructorsLeast.Clause},
		{ID: "P-NONE", Status: None, Clause: phrase.RuleFromSurvey},
		{ID: "P-UNKNOWN", Status: Unknown, Clause: phrase.RuleFromAbsence},
	}
}

func (r *Rule) holds(f *Facts) bool {
	switch r.Status {
	case Single:
		return f.Forms&FormSingle != 0
	case Joint:
		return f.Forms&FormJoint != 0
	case Regional:
		return f.Forms&(FormRegional|FormIndustry) != 0
	case Eligible:
		return f.FullMembers != UnknownCount && f.FullMembers >= r.Least
	case WorkOnly:
		return f.Instructors != UnknownCount && f.Instructors >= r.Least
	case Uncovered:
		return f.Surveyed && f.FullMembers != UnknownCount
	case None:
		return f.Surveyed
	}
	return true
}

// Reason says why a status holds. It is a public reason if it came of public rules, and then its words tell no member count.
type Reason struct {
	Rule  *Rule // nil if no rule held
	Facts Facts // the facts the rule was tried on; for internal readers only
}

// Text is the reason in words.
func (r Reason) Text() phrase.Text {
	if r.Rule == nil {
		return phrase.ReasonUnknown.With()
	}
	switch r.Rule.Status {
	case Single:
		return phrase.ReasonSingle.With()
	case Joint:
		return phrase.ReasonJoint.With()
	case Regional:
		return phrase.ReasonRegional.With()
	case Eligible:
		return phrase.ReasonEligible.With(r.Facts.FullMembers, r.Rule.Least)
	case WorkOnly:
		return phrase.ReasonWorkOnly.With()
	case Uncovered:
		return phrase.ReasonUncovered.With(r.Facts.FullMembers)
	case None:
		return phrase.ReasonNone.With()
	}
	if r.Rule.ID == "P-UNKNOWN" {
		return phrase.ReasonUnasked.With()
	}
	return phrase.ReasonUnknown.With()
}

// Records are the records the reason rests on, as "collection/id".
func (r Reason) Records() []string { return r.Facts.Records }
