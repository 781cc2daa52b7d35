package status_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"beltmap/geo"
	"beltmap/geo/status"
	"pgregory.net/rapid"
)

const unknown = status.UnknownCount

var today = geo.Date(2026, time.November, 23)

// rules are those of today with every setting at its default.
func rules() *status.Rulebook { return status.RulebookOf(geo.Settings{}, today) }

func TestTheFirstRuleThatHoldsDecides(t *testing.T) {
	type facts = status.Facts
	for name, c := range map[string]struct {
		facts            facts
		internal, public status.Status
		rule             string
	}{
		"its own organization before a joint one": {facts{Forms: status.FormSingle | status.FormJoint, FullMembers: 5, Instructors: 1, Surveyed: true}, status.Single, status.Single, "S-SINGLE"},
		"a joint one before a regional one":       {facts{Forms: status.FormJoint | status.FormRegional, FullMembers: unknown, Instructors: unknown}, status.Joint, status.Joint, "S-JOINT"},
		"a regional one":                          {facts{Forms: status.FormRegional, FullMembers: 9, Instructors: 2}, status.Regional, status.Regional, "S-REGIONAL"},
		"an industry one counts as regional":      {facts{Forms: status.FormIndustry, FullMembers: 0, Instructors: 0, Surveyed: true}, status.Regional, status.Regional, "S-REGIONAL"},
		"three members and no organization":       {facts{FullMembers: 3, Instructors: unknown, Surveyed: true}, status.Eligible, status.None, "S-ELIGIBLE"},
		"eligible before its instructor":          {facts{FullMembers: 3, Instructors: 1, Surveyed: true}, status.Eligible, status.WorkOnly, "S-ELIGIBLE"},
		"eligible though not surveyed":            {facts{FullMembers: 40, Instructors: unknown}, status.Eligible, status.Unknown, "S-ELIGIBLE"},
		"two members and an instructor":           {facts{FullMembers: 2, Instructors: 1, Surveyed: true}, status.WorkOnly, status.WorkOnly, "S-WORK"},
		"an instructor, the rest unknown":         {facts{FullMembers: unknown, Instructors: 1}, status.WorkOnly, status.WorkOnly, "S-WORK"},
		"two members":                             {facts{FullMembers: 2, Instructors: 0, Surveyed: true}, status.Uncovered, status.None, "S-UNCOVERED"},
		"no members, none is known":               {facts{FullMembers: 0, Instructors: unknown, Surveyed: true}, status.Uncovered, status.None, "S-UNCOVERED"},
		"surveyed, members unknown":               {facts{FullMembers: unknown, Instructors: 0, Surveyed: true}, status.Unknown, status.None, "S-UNKNOWN"},
		"not surveyed, no members":                {facts{FullMembers: 0, Instructors: unknown}, status.Unknown, status.Unknown, "S-UNKNOWN"},
		"nothing known":                           {facts{FullMembers: unknown, Instructors: unknown}, status.Unknown, status.Unknown, "S-UNKNOWN"},
	} {
		internal, reason := rules().For(c.facts, geo.Internal)
		public, _ := rules().For(c.facts, geo.Public)
		if internal != c.internal || public != c.public || reason.Rule.ID != c.rule {
			t.Errorf("%s: %s by %s, public %s; want %s by %s, public %s", name, internal, reason.Rule.ID, public, c.internal, c.rule, c.public)
		}
		if again := internal.Public(c.facts.Instructors >= 1, c.facts.Surveyed); again != public {
			t.Errorf("%s: %s reads as %s in public, by the public rules %s", name, internal, again, public)
		}
	}
}

func answer(t *rapid.T, what string) status.Answer {
	return rapid.SampledFrom([]status.Answer{status.Unstated, status.No, status.Yes}).Draw(t, what)
}

func draw(t *rapid.T) status.Facts {
	return status.Facts{
		Forms:       status.Forms(rapid.IntRange(0, 15).Draw(t, "forms")),
		FullMembers: rapid.Int32Range(-1, 6).Draw(t, "members"), Instructors: rapid.Int32Range(-1, 2).Draw(t, "instructors"),
		Surveyed: rapid.Bool().Draw(t, "surveyed"), Operating: answer(t, "operating"), Effective: answer(t, "effective"), Records: []string{"organizations/O1"},
	}
}

func TestTheMembersOfAnEnterpriseNeverShowInPublic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, book := draw(t), rules()
		s, reason := book.For(f, geo.Public)
		g := f
		g.FullMembers = rapid.Int32Range(-1, 1000).Draw(t, "other members")
		s2, reason2 := book.For(g, geo.Public)
		if book.Marks(f) != book.Marks(g) {
			t.Fatalf("%d members are marked %b, %d %b", f.FullMembers, book.Marks(f), g.FullMembers, book.Marks(g))
		}
		if s != s2 || reason.Text() != reason2.Text() || reason.Rule != reason2.Rule {
			t.Fatalf("%d members read as %s, %d as %s", f.FullMembers, s, g.FullMembers, s2)
		}
		if s == status.Eligible || s == status.Uncovered || strings.ContainsAny(reason.Text().ZH, "0123456789") {
			t.Fatalf("the public reads %s: %s", s, reason.Text().ZH)
		}
		internal, _ := rules().For(f, geo.Internal)
		if internal.Public(f.Instructors >= 1, f.Surveyed) != s {
			t.Fatalf("%s does not become %s", internal, s)
		}
	})
}

func TestEveryRuleHasASourceAndEveryStatusAReasonInBothLanguages(t *testing.T) {
	for _, list := range []status.Rules{rules().Internal, rules().Public} {
		seen := map[string]bool{}
		for _, r := range list {
			if r.ID == "" || seen[r.ID] || r.Clause.ZH == "" || r.Clause.EN == "" {
				t.Errorf("rule %+v", r)
			}
			seen[r.ID] = true
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		for _, c := range []geo.Class{geo.Public, geo.Internal} {
			_, reason := rules().For(draw(t), c)
			if text := reason.Text(); text.ZH == "" || text.EN == "" || strings.Contains(text.ZH+text.EN, "%!") || reason.Records()[0] != "organizations/O1" {
				t.Fatalf("reason %+v", text)
			}
		}
	})
}

// A province that wants two members, not three, changes a row of data.
func TestTheThresholdIsData(t *testing.T) {
	changed := status.InternalRules(geo.Settings{})
	for i := range changed {
		if changed[i].Status == status.Eligible {
			changed[i].Least = 2
		}
	}
	f := status.Facts{FullMembers: 2, Instructors: unknown, Surveyed: true}
	if s, reason := status.Of(f, changed); s != status.Eligible || !strings.Contains(reason.Text().EN, "at least 2") {
		t.Errorf("%s: %s", s, reason.Text().EN)
	}
	if s, _ := rules().For(f, geo.Internal); s != status.Uncovered {
		t.Errorf("the built-in rules changed: %s", s)
	}
}

func TestStatusesReadBackAndAreTheSchemasCodes(t *testing.T) {
	for s := status.Unknown; int(s) < status.Count; s++ {
		if again, ok := status.Parse(s.String()); !ok || again != s {
			t.Errorf("%s reads as %s", s, again)
		}
		if _, ok := geo.EnterpriseStatus.CodeLabel(s.String()); !ok {
			t.Errorf("%s has no label", s)
		}
	}
	if _, ok := status.Parse("covered"); ok {
		t.Error("an unknown status is read")
	}
	for i, s := range status.PublicOrder() {
		if s.PublicPlace() != i {
			t.Errorf("%s is at %d", s, s.PublicPlace())
		}
	}
	for _, code := range geo.Form.Codes {
		if status.FormOf(code.Value) == 0 {
			t.Errorf("the form %s covers nobody", code.Value)
		}
	}
	if status.FormOf("") != 0 {
		t.Error("an organization without form covers")
	}
}

func Example() {
	facts := status.Facts{FullMembers: 4, Instructors: status.UnknownCount, Surveyed: true}
	for _, c := range []geo.Class{geo.Internal, geo.Public} {
		s, why := rules().For(facts, c)
		fmt.Printf("%s (%s): %s\n", s, why.Rule.ID, why.Text().EN)
	}
	// Output:
	// eligible (S-ELIGIBLE): 4 full members (at least 3) and no organization: eligible but not established
	// none (P-NONE): surveyed: no organization and no instructor
}
