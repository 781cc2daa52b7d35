package sample_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"beltmap/data/sample"
	"beltmap/geo"
	"github.com/paulmach/orb"
)

// records reads the sample once for a test.
func records(t *testing.T) []geo.Record {
	t.Helper()
	all, err := sample.Records()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func of(all []geo.Record, c geo.Collection) []geo.Record {
	return slices.DeleteFunc(slices.Clone(all), func(r geo.Record) bool { return r.Collection != c })
}

func byRef(all []geo.Record) map[string]*geo.Record {
	m := make(map[string]*geo.Record, len(all))
	for i := range all {
		m[all[i].Ref()] = &all[i]
	}
	return m
}

func TestEveryRecordValidatesWithoutAFinding(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range records(t) {
		for _, f := range r.Validate() {
			t.Errorf("%s: %s: %s", r.Ref(), f.Field, f.Text.EN)
		}
		if seen[r.Ref()] {
			t.Errorf("%s is there twice", r.Ref())
		}
		seen[r.Ref()] = true
		if r.NameEN == "" || r.Source == "" {
			t.Errorf("%s lacks an English name or a source", r.Ref())
		}
	}
}

func TestEveryLinkLeadsToARecord(t *testing.T) {
	all := records(t)
	known := byRef(all)
	for _, r := range all {
		if r.Zone != "" && known["zones/"+r.Zone] == nil && (r.Collection != geo.Facts || r.Zone != "AH") {
			t.Errorf("%s is in zone %q, which does not exist", r.Ref(), r.Zone)
		}
		for i, f := range geo.SchemaOf(r.Collection).Fields {
			v := r.At(i)
			links := v.Items()
			if v.Text() != "" {
				links = []string{v.Text()}
			}
			for _, link := range links {
				target := link
				switch {
				case f.Refers != 0:
					target = f.Refers.String() + "/" + link
				case f != geo.Subject && f != geo.Target || link == "province/AH":
					continue
				}
				if known[target] == nil {
					t.Errorf("%s: %s leads to %s, which does not exist", r.Ref(), f.Name, target)
				}
			}
		}
	}
}

func TestWhatTheArticleCountsIsThereInThatNumber(t *testing.T) {
	all := records(t)
	on := func(c geo.Collection, belt string) []geo.Record {
		return slices.DeleteFunc(of(all, c), func(r geo.Record) bool { return !r.Get(geo.BeltsOf).Contains(belt) })
	}
	if n := len(on(geo.Enterprises, "CZ-B-SHANGHAI-ROAD")); n != 20 {
		t.Errorf("Shanghai Road has %d enterprises, the article says 20", n)
	}
	nanshan := on(geo.Organizations, "NG-B-NANSHAN")
	stars := map[string]int{}
	for _, r := range nanshan {
		stars[r.Get(geo.Stars).String()]++
		if !r.Get(geo.Members).IsNone() {
			t.Errorf("%s has members, but the article gives their total only", r.Ref())
		}
	}
	if len(nanshan) != 8 || stars["5"] != 3 || stars["4"] != 1 || stars["3"] != 3 || stars[geo.Unrated] != 1 {
		t.Errorf("Nanshan has %d organizations with stars %v; the article says 8: three of 5, one of 4, three of 3, one unrated", len(nanshan), stars)
	}
	known := byRef(all)
	if _, axis := known["belts/CZ-B-SHANGHAI-ROAD"].Geometry.(orb.LineString); !axis {
		t.Error("Shanghai Road is not an axis")
	}
	if _, area := known["belts/NG-B-NANSHAN"].Geometry.(orb.Polygon); !area {
		t.Error("Nanshan is not an area")
	}
	if honor := known["honors/SF-H-003"]; honor.Valid.String() != "2019-01-01/2021-12-31" {
		t.Errorf("the demonstration site of 2019–2021 is valid %s", honor.Valid)
	}
	if area, _ := known["centers/CZ-C-001"].Get(geo.FloorArea).Number(); area != 450 {
		t.Errorf("the center in Chuzhou has %v m², the article says 450", area)
	}
	for _, branch := range []string{"SF-O-006", "SF-O-007"} {
		if parent := known["organizations/"+branch].Get(geo.Parent).Text(); parent != "SF-O-005" {
			t.Errorf("%s hangs under %q", branch, parent)
		}
	}
}

// Six tours are laid out, and what is told at a stop names the facts that it rests on.
func TestTheToursRestOnFactsAndTellNothingElse(t *testing.T) {
	all := records(t)
	stops := map[string]int{}
	for _, r := range of(all, geo.Stops) {
		stops[r.Get(geo.TourOf).Text()]++
		zh, en, by := r.Get(geo.StoryZH).Text(), r.Get(geo.StoryEN).Text(), r.Get(geo.StoryBy).Text()
		if zh == "" || en == "" || !strings.Contains(by, "fact "+r.Zone+"-") && !strings.Contains(by, "facts "+r.Zone+"-") {
			t.Errorf("%s: story %q, %q, of %q", r.Ref(), zh, en, by)
		}
		if n, _ := r.Get(geo.StopNumber).Integer(); int(n) != stops[r.Get(geo.TourOf).Text()] {
			t.Errorf("%s is number %d", r.Ref(), n)
		}
	}
	for tour, event := range map[string]string{"DT-T-001": "DT-EV-001", "SF-T-001": "SF-EV-001", "SX-T-001": "SX-EV-001", "FX-T-001": "FX-EV-001", "CZ-T-001": "", "NG-T-001": ""} {
		r := byRef(all)["tours/"+tour]
		if r == nil || r.Get(geo.EventOf).Text() != event || r.Get(geo.TourStatus).Text() != geo.TourPublished || stops[tour] == 0 {
			t.Errorf("%s: %v, %d stops", tour, r, stops[tour])
		}
	}
	if len(stops) != 6 {
		t.Errorf("stops of %v", stops)
	}
}

func TestWhatIsOnlyPlannedSaysSo(t *testing.T) {
	all := records(t)
	grids := of(all, geo.Grids)
	for _, r := range grids {
		if s := r.Get(geo.GridStatus).Text(); s != "planned" {
			t.Errorf("%s is %q", r.Ref(), s)
		}
	}
	known := byRef(all)
	if s := known["events/FX-EV-001"].Get(geo.EventStatus).Text(); s != "planned" || len(grids) < 4 {
		t.Errorf("Feixi's meeting is %q; it has %d grids", s, len(grids))
	}
	for _, ref := range []string{"events/DT-EV-001", "events/SF-EV-001", "events/SX-EV-001"} {
		if s := known[ref].Get(geo.EventStatus).Text(); s != "held" {
			t.Errorf("%s is %q", ref, s)
		}
	}
}

func TestWhatTheArticleDoesNotSayStaysUnknown(t *testing.T) {
	unsaid := []*geo.Field{geo.USCC, geo.Employees, geo.Operating, geo.SurveyedAt, geo.FullMembers, geo.Instructors, geo.Output, geo.Tax,
		geo.Founded, geo.Members, geo.Capacity, geo.HeldOn, geo.EnterpriseStatus,
		geo.TourStart, geo.TourFinish, geo.TourGroups, geo.TourPeople, geo.Dwell, geo.Opens, geo.Closes, geo.StepFree, geo.Lunch, geo.LegMode}
	for _, r := range records(t) {
		for _, f := range unsaid {
			if !r.Get(f).IsNone() {
				t.Errorf("%s has %s %s, which the article does not say", r.Ref(), f.Name, r.Get(f))
			}
		}
		if r.Collection == geo.Enterprises && !r.Get(geo.Industry).IsNone() {
			t.Errorf("%s has an industry, which the article does not say", r.Ref())
		}
	}
}

func TestEveryPositionIsIllustrativeOrNone(t *testing.T) {
	for _, r := range records(t) {
		switch {
		case r.Geometry == nil && r.Position.Class == geo.Unlocated:
		case r.Geometry != nil && r.Position.Class == geo.Illustrative:
			if !strings.Contains(r.Position.Source, "示意") || !strings.Contains(r.Position.Source, "illustrative") || !strings.Contains(r.Position.Source, "GeoNames") {
				t.Errorf("%s: the source of its position does not say what it is: %s", r.Ref(), r.Position.Source)
			}
		default:
			t.Errorf("%s: class %s, geometry %v", r.Ref(), r.Position.Class, r.Geometry)
		}
	}
}

// No key of a file is a column for persons, and no text looks like one's number.
func TestNoNaturalPersonIsInTheFiles(t *testing.T) {
	names, err := filepath.Glob("*.geojson")
	if err != nil || len(names) < 8 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var content any
		if err := json.Unmarshal(raw, &content); err != nil {
			t.Fatal(name, err)
		}
		walk(content, func(key, text string) {
			if geo.PersonHeader(key) {
				t.Errorf("%s: the key %q announces a person", name, key)
			}
			if what, found := geo.PersonalData(text); found {
				t.Errorf("%s: %q looks like %s", name, text, what.EN)
			}
		})
	}
}

func walk(x any, visit func(key, text string)) {
	switch x := x.(type) {
	case map[string]any:
		for key, value := range x {
			text, _ := value.(string)
			visit(key, text)
			walk(value, visit)
		}
	case []any:
		for _, value := range x {
			text, _ := value.(string)
			visit("", text)
			walk(value, visit)
		}
	}
}

func TestTheBatchPutsEveryRecordUnderOneKey(t *testing.T) {
	batch, err := sample.Batch()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for change, err := range batch.Changes {
		if err != nil || change.Op != geo.Put {
			t.Fatal(change, err)
		}
		n++
	}
	if want := len(records(t)); n != want || batch.Key != sample.Key {
		t.Errorf("%d changes of %d records, key %q", n, want, batch.Key)
	}
}
