package status_test

import (
	"testing"

	"beltmap/geo"
	"beltmap/geo/status"
)

func TestTheThresholdsOfTheRulesAreSettings(t *testing.T) {
	s, err := geo.NewSettings(map[string]string{"branch_members": "5", "work_instructors": "2"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	facts := status.Facts{FullMembers: 4, Instructors: 1, Surveyed: true}
	if got, _ := status.Of(facts, status.InternalRules(geo.Settings{})); got != status.Eligible {
		t.Errorf("by default: %v", got)
	}
	if got, _ := status.Of(facts, status.InternalRules(s)); got != status.Uncovered {
		t.Errorf("with other thresholds: %v", got)
	}
	if got, _ := status.Of(facts, status.PublicRules(s)); got != status.None {
		t.Errorf("for the public: %v", got)
	}
}
