// Package status says how an enterprise stands towards the Party's organizations: covered by one of its own, by a joint one, by a
// regional one, due to form one, and so on, by rules that are data, always with the reason. It works on counts and forms, never on
// persons; unknown is not none. It does not find which organizations cover an enterprise: geo/world does.
package status

// Status is the coverage status of one enterprise.
type Status uint8

// The statuses. Eligible and Uncovered tell of member counts and are for internal readers; None is what the public reads instead.
const (
	Unknown Status = iota
	Single
	Joint
	Regional
	Eligible
	WorkOnly
	Uncovered
	None
)

// Count bounds arrays indexed by Status.
const Count = int(None) + 1

var names = [Count]string{"unknown", "single", "joint", "regional", "eligible", "work_only", "uncovered", "none"}

// String is the status as the status property says it.
func (s Status) String() string { return names[s] }

// Parse reads a status property.
func Parse(text string) (Status, bool) {
	for i, name := range names {
		if name == text {
			return Status(i), true
		}
	}
	return Unknown, false
}

// PublicCount is the number of statuses the public may see.
const PublicCount = 6

var publicOrder = [PublicCount]Status{Single, Joint, Regional, WorkOnly, None, Unknown}

// PublicOrder lists the public statuses in the order of counts and legends: single, joint, regional, work_only, none, unknown.
func PublicOrder() [PublicCount]Status { return publicOrder }

var publicPlace = [Count]uint8{Single: 0, Joint: 1, Regional: 2, WorkOnly: 3, None: 4, Unknown: 5, Eligible: 5, Uncovered: 5}

// PublicPlace is the place of a public status in PublicOrder. It is meant for public statuses; others count as unknown.
func (s Status) PublicPlace() int { return int(publicPlace[s]) }

// Public is what the public reads for an internal status: the same where an organization covers the enterprise; otherwise it
// depends on whether an instructor is there and whether the enterprise was surveyed, never on members.
func (s Status) Public(instructed, surveyed bool) Status {
	switch {
	case s == Single || s == Joint || s == Regional:
		return s
	case instructed:
		return WorkOnly
	case surveyed:
		return None
	}
	return Unknown
}

// Forms is a set of forms of organization that cover an enterprise.
type Forms uint8

// The forms.
const (
	FormSingle Forms = 1 << iota
	FormJoint
	FormRegional
	FormIndustry
)

// FormOf is the form an organization's form property names, 0 for one that covers nothing.
func FormOf(code string) Forms {
	switch code {
	case "single":
		return FormSingle
	case "joint":
		return FormJoint
	case "regional":
		return FormRegional
	case "industry":
		return FormIndustry
	}
	return 0
}

// Answer is what is known of a question.
type Answer uint8

// The answers.
const (
	Unstated Answer = iota // nobody said
	No
	Yes
)

// Or is the answer to whether either holds.
func (a Answer) Or(b Answer) Answer {
	switch {
	case a == Yes || b == Yes:
		return Yes
	case a == Unstated || b == Unstated:
		return Unstated
	}
	return No
}

// UnknownCount stands for a count nobody stated.
const UnknownCount int32 = -1

// Facts is what the status and the marks of one enterprise rest on, on one day.
type Facts struct {
	Forms       Forms // of the organizations that cover it and are valid that day
	FullMembers int32 // UnknownCount if not stated
	Instructors int32 // UnknownCount if not stated
	Surveyed    bool
	Operating   Answer   // whether it is in actual operation
	Effective   Answer   // whether any organization of a counted form that covers it is effective
	Records     []string // optional: the covering organizations as "organizations/id", for the reason
}

// Of is the status of an enterprise by the first rule that holds, and the reason. It does not allocate.
func Of(f Facts, rules Rules) (Status, Reason) {
	for i := range rules {
		if rules[i].holds(&f) {
			return rules[i].Status, Reason{Rule: &rules[i], Facts: f}
		}
	}
	return Unknown, Reason{Facts: f}
}
