package status_test

import (
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/geo/status"
)

func TestFormAndSizeThatDifferAreFlagged(t *testing.T) {
	type size = status.Size
	const single, joint, regional = status.FormSingle, status.FormJoint, status.FormRegional
	other := map[string]string{"branch_members": "4", "branch_most": "20", "general_branch_most": "30", "joint_units": "2"}
	for name, c := range map[string]struct {
		set    map[string]string
		size   size
		want   string
		public string
	}{
		"a branch of three":                         {nil, size{"branch", single, 3, 1}, "", ""},
		"a branch of two":                           {nil, size{"branch", single, 2, 1}, "F-BRANCH-FEW", ""},
		"a branch of none":                          {nil, size{"branch", single, 0, 1}, "F-BRANCH-FEW", ""},
		"a branch whose members are not known":      {nil, size{"branch", single, unknown, 1}, "", ""},
		"a branch of fifty":                         {nil, size{"branch", joint, 50, 5}, "", ""},
		"a branch of fifty-one":                     {nil, size{"branch", joint, 51, 5}, "F-BRANCH-MANY", ""},
		"a general branch of fifty":                 {nil, size{"general_branch", regional, 50, 9}, "F-GENERAL-FEW", ""},
		"a general branch of fifty-one":             {nil, size{"general_branch", regional, 51, 9}, "", ""},
		"a general branch of a hundred":             {nil, size{"general_branch", regional, 100, 9}, "", ""},
		"a general branch of more":                  {nil, size{"general_branch", regional, 101, 9}, "F-GENERAL-MANY", ""},
		"a committee of a hundred":                  {nil, size{"committee", single, 100, 1}, "F-COMMITTEE-FEW", ""},
		"a committee of more":                       {nil, size{"committee", single, 101, 1}, "", ""},
		"a working committee has no size":           {nil, size{"working_committee", 0, 4, 90}, "", ""},
		"a joint branch of six":                     {nil, size{"branch", joint, 20, 6}, "F-JOINT-UNITS", "F-JOINT-UNITS"},
		"a joint general branch of six":             {nil, size{"general_branch", joint, 60, 6}, "", ""},
		"a single one of two units":                 {nil, size{"", single, unknown, 2}, "F-SINGLE-UNITS", "F-SINGLE-UNITS"},
		"a single one of none":                      {nil, size{"", single, unknown, 0}, "", ""},
		"several at once, in the table's order":     {nil, size{"branch", single, 1, 7}, "F-BRANCH-FEW F-SINGLE-UNITS", "F-SINGLE-UNITS"},
		"nothing stated":                            {nil, size{Members: unknown}, "", ""},
		"three members where four are asked":        {other, size{"branch", single, 3, 1}, "F-BRANCH-FEW", ""},
		"a branch of 21 where 20 are the most":      {other, size{"branch", single, 21, 1}, "F-BRANCH-MANY", ""},
		"which is a general branch's size there":    {other, size{"general_branch", single, 21, 1}, "", ""},
		"a committee's size there":                  {other, size{"general_branch", single, 31, 1}, "F-GENERAL-MANY", ""},
		"as it is for the committee":                {other, size{"committee", single, 30, 1}, "F-COMMITTEE-FEW", ""},
		"three units where two are the most of one": {other, size{"branch", joint, 9, 3}, "F-JOINT-UNITS", "F-JOINT-UNITS"},
	} {
		settings, err := geo.NewSettings(c.set, nil)
		if err != nil {
			t.Fatal(err)
		}
		for class, want := range map[geo.Class]string{geo.Internal: c.want, geo.Public: c.public} {
			var ids []string
			for _, f := range status.Flags(c.size, status.FlagRules(settings), class) {
				ids = append(ids, f.Rule.ID)
				if text := f.Text(); strings.Contains(text.ZH+text.EN, "%!") || text.ZH == "" || text.EN == "" || f.Rule.Clause.ZH == "" {
					t.Errorf("%s: %+v says %+v", name, f, text)
				}
			}
			if got := strings.Join(ids, " "); got != want {
				t.Errorf("%s, to class %v: %q, want %q", name, class, got, want)
			}
		}
	}
}
