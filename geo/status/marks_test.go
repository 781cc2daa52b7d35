package status_test

import (
	"fmt"
	"testing"
	"time"

	"beltmap/geo"
	"beltmap/geo/status"
	"pgregory.net/rapid"
)

func under(t *testing.T, stored map[string]string, day geo.Day) *status.Rulebook {
	t.Helper()
	s, err := geo.NewSettings(stored, nil)
	if err != nil {
		t.Fatal(err)
	}
	return status.RulebookOf(s, day)
}

func TestMarksSayWhatAnEnterpriseCountsAs(t *testing.T) {
	type facts = status.Facts
	for name, c := range map[string]struct {
		set   map[string]string
		facts facts
		want  status.Marks
	}{
		"in operation, nothing else":                 {nil, facts{Operating: status.Yes, Instructors: unknown}, status.InDenominator},
		"out of operation":                           {nil, facts{Operating: status.No, Instructors: 0}, 0},
		"operation not stated is counted aside":      {nil, facts{Instructors: 0}, status.OperationUnstated},
		"and with the others where that is set":      {map[string]string{"denominator": "operating_or_unstated"}, facts{Instructors: 0}, status.OperationUnstated | status.InDenominator},
		"which does not count what does not operate": {map[string]string{"denominator": "operating_or_unstated"}, facts{Operating: status.No, Instructors: 0}, 0},
		"everything counts where that is set":        {map[string]string{"denominator": "all"}, facts{Operating: status.No, Instructors: 0}, status.InDenominator},
		"its own organization":                       {nil, facts{Forms: status.FormSingle, Operating: status.Yes, Effective: status.No}, status.InDenominator | status.Own | status.Work | status.Organizational},
		"a joint one that is effective":              {nil, facts{Forms: status.FormJoint, Operating: status.No, Effective: status.Yes}, status.Work | status.Organizational | status.Effective},
		"one of which too little is stated":          {nil, facts{Forms: status.FormJoint, Operating: status.No}, status.Work | status.Organizational | status.EffectiveUnknown},
		"a regional one is work only":                {nil, facts{Forms: status.FormRegional, Operating: status.No}, status.Work},
		"and counts where that is set":               {map[string]string{"counted_forms": "regional"}, facts{Forms: status.FormRegional, Operating: status.No, Effective: status.Yes}, status.Work | status.Organizational | status.Effective},
		"an own one counts as own where it is not":   {map[string]string{"counted_forms": "regional"}, facts{Forms: status.FormSingle, Operating: status.No}, status.Work | status.Own},
		"an instructor":                              {nil, facts{Instructors: 1, Operating: status.No}, status.Work},
		"too few instructors":                        {map[string]string{"work_instructors": "2"}, facts{Instructors: 1, Operating: status.No}, 0},
	} {
		if got := under(t, c.set, today).Marks(c.facts); got != c.want {
			t.Errorf("%s: %07b, want %07b", name, got, c.want)
		}
	}
}

func TestAnOrganizationIsEffectiveWhileItsRatingHoldsAndItIsActive(t *testing.T) {
	rated := func(r status.Rating) status.Rating {
		if r.Scheme == "" {
			r.Scheme = "five-star"
		}
		return r
	}
	const yes, no, unstated = status.Yes, status.No, status.Unstated
	lastRated, lastActive := geo.Date(2025, time.November, 24), today-365
	for name, c := range map[string]struct {
		set    map[string]string
		rating status.Rating
		want   status.Answer
	}{
		"on the last day of both":              {nil, rated(status.Rating{Rated: yes, RatedOn: lastRated, ActiveOn: lastActive}), yes},
		"the day after the rating's last":      {nil, rated(status.Rating{Rated: yes, RatedOn: lastRated - 1, ActiveOn: today}), no},
		"active a day too long ago":            {nil, rated(status.Rating{Rated: yes, RatedOn: today, ActiveOn: lastActive - 1}), no},
		"unrated":                              {nil, status.Rating{Rated: no, ActiveOn: today}, no},
		"unrated, activity not stated":         {nil, status.Rating{Rated: no}, no},
		"inactive, stars not stated":           {nil, status.Rating{ActiveOn: 1}, no},
		"active, stars not stated":             {nil, status.Rating{ActiveOn: today}, unstated},
		"activity not stated":                  {nil, rated(status.Rating{Rated: yes, RatedOn: today}), unstated},
		"activity still to come":               {nil, rated(status.Rating{Rated: yes, RatedOn: today, ActiveOn: today + 1}), unstated},
		"the day of the rating not stated":     {nil, rated(status.Rating{Rated: yes, ActiveOn: today}), unstated},
		"a rating still to come":               {nil, rated(status.Rating{Rated: yes, RatedOn: today + 1, ActiveOn: today}), unstated},
		"a scheme that is not set":             {nil, status.Rating{Rated: yes, Scheme: "other", RatedOn: today, ActiveOn: today}, unstated},
		"no scheme stated":                     {nil, status.Rating{Rated: yes, RatedOn: today, ActiveOn: today}, unstated},
		"a scheme whose ratings hold for good": {map[string]string{"star_schemes": "five-star:5:0"}, rated(status.Rating{Rated: yes, ActiveOn: today}), yes},
		"a scheme of two years":                {map[string]string{"star_schemes": "five-star:5:24"}, rated(status.Rating{Rated: yes, RatedOn: lastRated - 1, ActiveOn: today}), yes},
		"activities that count for ten days":   {map[string]string{"activity_days": "10"}, rated(status.Rating{Rated: yes, RatedOn: today, ActiveOn: today - 11}), no},
	} {
		if got := under(t, c.set, today).Effective(c.rating); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestARuleHoldsFromItsDay(t *testing.T) {
	f := status.Facts{FullMembers: 3, Instructors: unknown, Surveyed: true}
	for day, want := range map[geo.Day]status.Status{geo.Date(1982, time.September, 5): status.Uncovered, geo.Date(1982, time.September, 6): status.Eligible} {
		if got, _ := status.RulebookOf(geo.Settings{}, day).For(f, geo.Internal); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
}

func TestARatingHoldsForTheMonthsOfItsScheme(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		months := rapid.SampledFrom([]int{1, 2, 11, 12, 13, 36, 120}).Draw(t, "months")
		day := today + geo.Day(rapid.IntRange(-1500, 1500).Draw(t, "day"))
		on := day + geo.Day(rapid.IntRange(-31*months-3, 2).Draw(t, "rated on"))
		if rapid.Bool().Draw(t, "about the last") {
			on = day.AddMonths(-months) + geo.Day(rapid.IntRange(-3, 3).Draw(t, "from it"))
		}
		s, err := geo.NewSettings(map[string]string{"star_schemes": fmt.Sprintf("five-star:5:%d", months)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := status.No
		switch {
		case on > day:
			want = status.Unstated
		case day < on.AddMonths(months):
			want = status.Yes
		}
		if got := status.RulebookOf(s, day).Rated(status.Rating{Rated: status.Yes, Scheme: "five-star", RatedOn: on}); got != want {
			t.Fatalf("rated on %s for %d months, on %s: %d, want %d", on, months, day, got, want)
		}
	})
}
