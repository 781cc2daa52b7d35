package geo_test

import (
	"strings"
	"testing"

	"beltmap/geo"
	"pgregory.net/rapid"
)

func TestEverySettingIsDeclaredWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range geo.SettingSchema() {
		if s.Key == "" || seen[s.Key] || s.Label.ZH == "" || s.Label.EN == "" || s.Clause.ZH == "" || s.Clause.EN == "" {
			t.Errorf("%+v", s)
		}
		seen[s.Key] = true
		v, err := s.Parse(s.Default.String())
		if err != nil || v != s.Default {
			t.Errorf("the default of %s is read as %v, %v", s.Key, v, err)
		}
	}
}

func TestWhatCannotBeSetIsOneSentence(t *testing.T) {
	for said, says := range map[string]string{
		"privacy_k=2":                 "the setting privacy_k cannot be 2; it lies between 3 and 100",
		"privacy_k=101":               "between 3 and 100",
		"privacy_k=5.5":               "is not an integer",
		"privacy_k=many":              "is not an integer",
		"walking_speed=NaN":           "is not a number",
		"walking_speed=1e9":           "between 2 and 7",
		"public_uscc=maybe":           "is not true or false",
		"counted_forms=single,parish": `"parish"; it is one of single, joint, regional, industry`,
		"counted_forms=single,single": "twice",
		"star_schemes=five":           "write it like five-star:5:12",
		"star_schemes=a:6:12":         "write it like five-star:5:12",
		"map_review_number=a\x07":     "control characters",
		"branch_most=100":             "branch_most (100) must be less than general_branch_most (100)",
		"nothing=1":                   `no setting "nothing"; there are branch_members`,
		"map_review_number=" + strings.Repeat("审", 101): "at most 100",
	} {
		key, text, _ := strings.Cut(said, "=")
		_, _, err := geo.Settings{}.Edit(key, text)
		if geo.KindOf(err) != geo.KindInvalid || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", said, err)
		}
		if _, err := geo.NewSettings(map[string]string{key: text}, nil); geo.KindOf(err) != geo.KindInvalid {
			t.Errorf("%s, as it is kept: %v", said, err)
		}
	}
}

func TestAPinnedValueStandsOverTheStoredOneAndCannotBeEdited(t *testing.T) {
	s, err := geo.NewSettings(map[string]string{"privacy_k": "7", "joint_units": "4"}, map[string]string{"privacy_k": "9"})
	if err != nil || s.Integer(geo.PrivacyK) != 9 || !s.Pinned(geo.PrivacyK) || s.Integer(geo.JointUnits) != 4 || s.Pinned(geo.JointUnits) {
		t.Fatalf("%+v, %v", s, err)
	}
	if _, _, err := s.Edit("privacy_k", "5"); geo.KindOf(err) != geo.KindDenied || !strings.Contains(err.Error(), `pinned to "9"`) {
		t.Errorf("%v", err)
	}
	next, v, err := s.Edit("joint_units", "3")
	if n, _ := v.Integer(); err != nil || n != 3 || next.Integer(geo.JointUnits) != 3 || s.Integer(geo.JointUnits) != 4 || next.Integer(geo.PrivacyK) != 9 {
		t.Errorf("%v", err)
	}
	if next, _, err = s.Edit("joint_units", ""); err != nil || next.Integer(geo.JointUnits) != 5 {
		t.Errorf("the default does not come back: %v", err)
	}
}

func TestStarSchemesAreRead(t *testing.T) {
	s, err := geo.NewSettings(map[string]string{"star_schemes": "five-star:5:12; 三星:3:0"}, nil)
	if got := s.StarSchemes(); err != nil || len(got) != 2 || got[1] != (geo.RatingScheme{Name: "三星", Stars: 3}) {
		t.Errorf("%v, %v", got, err)
	}
}

// The hash of the defaults was computed by another program (Python's hashlib) from the description of geo.Settings.Hash alone. It is another one as
// soon as a setting is added.
func TestTheHashOfSettingsIsTheOneThatIsDescribed(t *testing.T) {
	if got := (geo.Settings{}).Hash(); got != "da0cf8dbcc5c66f212c94753d01f3251" {
		t.Errorf("%s", got)
	}
}

func TestTheHashDependsOnTheValuesAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.SampledFrom([]string{"", "3", "5", "7"}).Draw(t, "k")
		units := rapid.SampledFrom([]string{"", "5", " 5", "6"}).Draw(t, "units")
		number := rapid.SampledFrom([]string{"", "皖S(2026)1号"}).Draw(t, "review number")
		stored, err := geo.NewSettings(map[string]string{"privacy_k": k, "joint_units": units, "map_review_number": number}, nil)
		if err != nil {
			t.Fatal(err)
		}
		pinned, err := geo.NewSettings(map[string]string{"privacy_k": "50"}, map[string]string{"joint_units": units, "privacy_k": k})
		if err != nil || stored.Hash() != pinned.Hash() {
			t.Fatalf("%v: %s, %s", err, stored.Hash(), pinned.Hash())
		}
		same := stored.Integer(geo.PrivacyK) == 5 && stored.Integer(geo.JointUnits) == 5
		if (stored.Hash() == geo.Settings{}.Hash()) != same {
			t.Fatal("the hash does not tell other values from the defaults")
		}
	})
}
