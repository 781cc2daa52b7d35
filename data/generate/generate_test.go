package generate_test

import (
	"errors"
	"testing"

	"beltmap/data/generate"
	"beltmap/geo"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

func collect(t *testing.T, n int, seed uint64) map[geo.Collection][]geo.Record {
	t.Helper()
	all := map[geo.Collection][]geo.Record{}
	err := generate.Records(n, seed, func(records []geo.Record) error {
		for i := range records {
			all[records[i].Collection] = append(all[records[i].Collection], records[i].Clone())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheSharesAreExact(t *testing.T) {
	const n = 10_000
	all := collect(t, n, 1)
	if got := len(all[geo.Zones]); got != 130 {
		t.Errorf("zones: %d", got)
	}
	if got := len(all[geo.Grids]); got != 13_000 {
		t.Errorf("grids: %d", got)
	}
	if got := len(all[geo.Enterprises]); got != n {
		t.Fatalf("enterprises: %d", got)
	}
	covered := map[string]string{}
	forms := map[string]int{}
	for _, o := range all[geo.Organizations] {
		form := o.Get(geo.Form).Text()
		items := o.Get(geo.Covers).Items()
		for _, e := range items {
			if covered[e] != "" {
				t.Fatalf("%s is covered twice", e)
			}
			covered[e] = form
			forms[form]++
		}
		if form == "joint" && (len(items) < 3 || len(items) > 5) {
			t.Errorf("joint organization of %d", len(items))
		}
	}
	if diff := cmp.Diff(map[string]int{"single": 2000, "joint": 3100, "regional": 2000}, forms); diff != "" {
		t.Error(diff)
	}
	instructed, unsurveyed := 0, 0
	for _, e := range all[geo.Enterprises] {
		if i, known := e.Get(geo.Instructors).Integer(); known && i > 0 {
			instructed++
			if covered[e.ID] != "" {
				t.Fatalf("%s has both an organization and an instructor", e.ID)
			}
		}
		if e.Get(geo.SurveyedAt).IsNone() {
			unsurveyed++
			if !e.Get(geo.FullMembers).IsNone() || covered[e.ID] != "" {
				t.Fatalf("%s was not surveyed but has members or an organization", e.ID)
			}
		}
	}
	if instructed != 900 || unsurveyed != 500 {
		t.Errorf("instructed %d, not surveyed %d", instructed, unsurveyed)
	}
}

func TestEveryRecordIsValidLocatedAndSynthetic(t *testing.T) {
	box := orb.Bound{Min: orb.Point{114.88, 29.39}, Max: orb.Point{119.65, 34.65}}
	for _, n := range []int{1, 7, 500, 10_000} {
		ids := map[string]bool{}
		for _, records := range collect(t, n, 42) {
			for i := range records {
				r := &records[i]
				if findings := r.Validate(); len(findings) > 0 {
					t.Fatalf("%s: %v", r.Ref(), findings)
				}
				if ids[r.Ref()] {
					t.Fatalf("%s comes twice", r.Ref())
				}
				ids[r.Ref()] = true
				if r.Position.Class != geo.Synthetic || !r.Located() || r.Zone == "" {
					t.Fatalf("%s: %+v", r.Ref(), r.Position)
				}
				if b := r.Geometry.Bound(); !box.Contains(b.Min) || !box.Contains(b.Max) {
					t.Fatalf("%s lies outside Anhui's box: %v", r.Ref(), b)
				}
			}
		}
	}
}

func TestFewerEnterprisesHaveFewerZones(t *testing.T) {
	for n, zones := range map[int]int{1: 1, 100: 1, 1000: 13, 9999: 129, 10_000: 130, 50_000: 130} {
		if got := len(collect(t, n, 3)[geo.Zones]); got != zones {
			t.Errorf("%d enterprises: %d zones, want %d", n, got, zones)
		}
	}
}

func TestTheSameSeedMakesTheSameRecordsAndAnotherSeedOthers(t *testing.T) {
	a, b, c := collect(t, 2000, 5), collect(t, 2000, 5), collect(t, 2000, 6)
	same := func(x, y map[geo.Collection][]geo.Record) bool {
		for collection, records := range x {
			if len(records) != len(y[collection]) {
				return false
			}
			for i := range records {
				if !records[i].Equal(&y[collection][i]) {
					return false
				}
			}
		}
		return true
	}
	if !same(a, b) {
		t.Error("the same seed made other records")
	}
	if same(a, c) {
		t.Error("another seed made the same records")
	}
}

func TestSevenTenthsOfTheEnterprisesGatherInZones(t *testing.T) {
	all := collect(t, 20_000, 9)
	inGrids := 0
	for _, e := range all[geo.Enterprises] {
		if !e.Get(geo.GridOf).IsNone() {
			inGrids++
		}
	}
	// 70 % are Gaussian, of which the square of 2 standard deviations each way holds 91.1 %; few of the spread ones fall into a square.
	if share := float64(inGrids) / 20_000; share < 0.62 || share > 0.67 {
		t.Errorf("%.3f of the enterprises lie in grids", share)
	}
}

func TestAnErrorOfTheVisitorEndsTheRun(t *testing.T) {
	stop := errors.New("stop")
	calls := 0
	err := generate.Records(100_000, 1, func([]geo.Record) error { calls++; return stop })
	if !errors.Is(err, stop) || calls != 1 {
		t.Errorf("%v after %d calls", err, calls)
	}
	if err := generate.Records(0, 1, nil); geo.KindOf(err) != geo.KindInvalid {
		t.Error(err)
	}
}

// How fast records are made: ns/op over 100,000 enterprises and what belongs to them. Run with
// go test -run - -bench . ./data/generate
func BenchmarkRecords(b *testing.B) {
	for b.Loop() {
		if err := generate.Records(100_000, 1, func([]geo.Record) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}
