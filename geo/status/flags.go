package status

import (
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Size is what an organization's flags rest on.
type Size struct {
	Level   string // as the level property says it, "" if not stated
	Form    Forms  // 0 if not stated
	Members int32  // UnknownCount if not stated
	Units   int32  // enterprises that it is said to cover
}

// FlagRule is one row of the table of what an organization's form and its size should have in common.
type FlagRule struct {
	ID        string        // stable name, printed beside the flag
	Threshold int32         // a setting, or what the form itself says
	Clause    phrase.Phrase // where the threshold comes from

	says  phrase.Phrase // takes the count and the threshold
	level string        // of the organizations it looks at, "" for any
	form  Forms         // of these, 0 for any
	units bool          // whether it counts units, otherwise members
	wrong func(count, threshold int32) bool
}

func less(count, threshold int32) bool   { return count < threshold }
func atMost(count, threshold int32) bool { return count <= threshold }
func more(count, threshold int32) bool   { return count > threshold }

// FlagRules is the table, with the thresholds of the settings. What is sent from above, a working committee or a leading group, has no size of its own.
func FlagRules(s geo.Settings) []FlagRule {
	row := func(id string, setting *geo.Setting, says phrase.Phrase, level string, wrong func(int32, int32) bool) FlagRule {
		return FlagRule{ID: id, Threshold: int32(s.Integer(setting)), Clause: setting.Clause, says: says, level: level, wrong: wrong}
	}
	joint := row("F-JOINT-UNITS", geo.JointUnits, phrase.FlagJointUnits, "branch", more)
	joint.form, joint.units = FormJoint, true
	return []FlagRule{
		row("F-BRANCH-FEW", geo.BranchMembers, phrase.FlagBranchFew, "branch", less),
		row("F-BRANCH-MANY", geo.BranchMost, phrase.FlagBranchMany, "branch", more),
		row("F-GENERAL-FEW", geo.BranchMost, phrase.FlagGeneralFew, "general_branch", atMost),
		row("F-GENERAL-MANY", geo.GeneralBranchMost, phrase.FlagGeneralMany, "general_branch", more),
		row("F-COMMITTEE-FEW", geo.GeneralBranchMost, phrase.FlagCommitteeFew, "committee", atMost),
		joint,
		{ID: "F-SINGLE-UNITS", Threshold: 1, Clause: phrase.RuleFromJoint, says: phrase.FlagSingleUnits, form: FormSingle, units: true, wrong: more},
	}
}

// Class is whose a flag is: what rests on members is for those who may read them.
func (r *FlagRule) Class() geo.Class {
	if r.units {
		return geo.Public
	}
	return geo.Internal
}

// Flag says that an organization's form and its size differ. It asks for a look; no status and no rate rests on it.
type Flag struct {
	Rule  FlagRule
	Count int32 // the members or units that are there
}

// Text is the flag in words, which tell the count.
func (f Flag) Text() phrase.Text { return f.Rule.says.With(f.Count, f.Rule.Threshold) }

// Flags are those of an organization that a class of reader may see, in the order of the table. What is not known raises none.
func Flags(size Size, rules []FlagRule, c geo.Class) (flags []Flag) {
	for _, r := range rules {
		count := size.Members
		if r.units {
			count = size.Units
		}
		known := r.units || count != UnknownCount
		fits := (r.level == "" || r.level == size.Level) && (r.form == 0 || r.form == size.Form)
		if known && fits && r.Class() <= c && r.wrong(count, r.Threshold) {
			flags = append(flags, Flag{r, count})
		}
	}
	return flags
}
