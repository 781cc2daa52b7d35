package coverage_test

import (
	"slices"
	"testing"

	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/status"
	"beltmap/geo/world"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func box(west, south, east, north float64) orb.Polygon {
	return orb.Polygon{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}
}

// ratedTown is a town in which it is known of some organizations whether they are rated and active.
func ratedTown(t *rapid.T) *world.World {
	_, records := town(t)
	for i := range records {
		if r := &records[i]; r.Collection == geo.Organizations && rapid.Bool().Draw(t, "rated") {
			r.Set(geo.Stars, geo.Integer(4))
			r.Set(geo.StarScheme, geo.Text("five-star"))
			r.Set(geo.RatedOn, geo.OnDay(day-5))
			r.Set(geo.ActiveOn, geo.OnDay(day-rapid.SampledFrom([]geo.Day{5, 900}).Draw(t, "active")))
		}
	}
	w, err := world.New(day, 1, geo.Settings{}, records)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestTheGapsOfAPolygonAreThoseOfItsZonesThatLieInIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, _ := town(t)
		table, sight := w.Table(geo.Enterprises), rapid.SampledFrom([]geo.Sight{geo.FullSight(), {Internal: geo.ZonesOf("A")}}).Draw(t, "sight")
		west, north := 117+rapid.Float64Range(0, 0.015).Draw(t, "west"), 31+rapid.Float64Range(0.005, 0.02).Draw(t, "north")
		area, zone := box(west, 30, 118, north), "A"
		inside := func(r world.Row) bool {
			at, isPoint := table.Point(r)
			return isPoint && area.Bound().Contains(at)
		}
		find := func(q coverage.GapRequest) *coverage.Gaps {
			q.Statuses, q.Sight = coverage.GapStatuses(), sight
			g, err := coverage.FindGaps(t.Context(), w, q)
			if err != nil {
				t.Fatal(err)
			}
			return g
		}
		want := slices.DeleteFunc(find(coverage.GapRequest{Area: zoneA}).List, func(g coverage.Gap) bool { return !inside(g.Row) })
		if diff := cmp.Diff(want, find(coverage.GapRequest{Polygon: area, Zone: &zone}).List); len(want) > 0 && diff != "" {
			t.Fatal(diff)
		}
		all, other := find(coverage.GapRequest{Polygon: area}), "B"
		if n := len(want) + len(find(coverage.GapRequest{Polygon: area, Zone: &other}).List); len(all.List) != n {
			t.Fatalf("%d in both zones, %d in each", len(all.List), n)
		}
	})
}

// What a measure counts, what it does not and what is not known of it are its denominator, in the list of gaps, in clusters and in scales alike.
func TestARateAndItsGapsMakeTheDenominator(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := ratedTown(t)
		m, zone, ctx := rapid.SampledFrom(coverage.Measures()).Draw(t, "measure"), "A", t.Context()
		area := box(117, 31, 117+rapid.Float64Range(0.005, 0.02).Draw(t, "east"), 32)
		figures, err := coverage.OfArea(ctx, w, area, coverage.Request{Zone: &zone, Sight: geo.FullSight()})
		if err != nil {
			t.Fatal(err)
		}
		gaps, err := coverage.FindGaps(ctx, w, coverage.GapRequest{Polygon: area, Zone: &zone, Measure: &m, Statuses: coverage.MeasuredStatuses(), Sight: geo.FullSight()})
		if err != nil {
			t.Fatal(err)
		}
		rate, known, unsure := figures.Rate(m), 0, 0
		for i, gap := range gaps.List {
			if i > 0 && gaps.List[i-1].Unsure && !gap.Unsure {
				t.Fatalf("what is not known comes before what is: %+v", gaps.List)
			}
			switch {
			case !gap.Measured:
			case gap.Unsure:
				unsure++
			default:
				known++
			}
		}
		if rate.Numerator+known+unsure != rate.Denominator || unsure != rate.Unknown || gaps.Unsure != rate.Unknown || gaps.Measured != rate.Denominator || gaps.Unlocated != int(figures.Unlocated) {
			t.Fatalf("%v: %d gaps and %d unsure of %+v, %+v", m, known, unsure, rate, gaps)
		}
		part, err := coverage.LookSensitivity(ctx, w, coverage.SensitivityRequest{Polygon: area, Zone: &zone, Measure: &m, Sight: geo.FullSight(), Widths: []float64{500}, Radii: []float64{300}})
		if err != nil {
			t.Fatal(err)
		}
		if part.Scales[0].Rate != rate || part.Gaps != known || part.Unlocated != int(figures.Unlocated) {
			t.Fatalf("%v: %+v of a polygon of %+v", m, part, rate)
		}
		located, err := coverage.OfArea(ctx, w, box(116, 30, 119, 32), coverage.Request{Zone: &zone, Sight: geo.FullSight()})
		if err != nil {
			t.Fatal(err)
		}
		rate = located.Rate(m)
		s, err := coverage.LookSensitivity(ctx, w, coverage.SensitivityRequest{Area: zoneA, Measure: &m, Sight: geo.FullSight(), Widths: []float64{500}, Radii: []float64{300}})
		if err != nil {
			t.Fatal(err)
		}
		if s.Scales[0].Rate != rate || s.Scales[2].Rate != rate || s.Gaps != rate.Denominator-rate.Numerator-rate.Unknown || (s.Scales[0].Spread == nil) != (rate.Unknown == rate.Denominator) {
			t.Fatalf("%v: %+v of %+v", m, s, rate)
		}
		h, err := coverage.FindHotspots(ctx, w, coverage.HotspotRequest{Area: zoneA, Measure: &m, Sight: geo.FullSight(), Width: 500, Alpha: 0.05, Runs: 9})
		if err != nil {
			t.Fatal(err)
		}
		whole, err := coverage.FindHotspots(ctx, w, coverage.HotspotRequest{Polygon: box(116, 30, 119, 32), Zone: &zone, Measure: &m, Sight: geo.FullSight(), Width: 500, Alpha: 0.05, Runs: 9})
		if err != nil {
			t.Fatal(err)
		}
		if whole.Gaps != h.Gaps || whole.Population != h.Population || len(whole.Clusters) != len(h.Clusters) || whole.Unlocated != int(located.Unlocated) {
			t.Fatalf("%v: %+v of the zone, %+v of a polygon around it", m, h, whole)
		}
		if h.Gaps != s.Gaps || h.Population != rate.Denominator-rate.Unknown || h.Unknown != rate.Unknown || h.Unstated != s.Unstated {
			t.Fatalf("%v: %+v of %+v", m, h, rate)
		}
	})
}

func TestListsByAMeasureHaveEveryStatusOnce(t *testing.T) {
	all := coverage.MeasuredStatuses()
	for s := range status.Status(status.Count) {
		if n := len(slices.DeleteFunc(slices.Clone(all), func(o status.Status) bool { return o != s })); n != 1 && s != status.None {
			t.Errorf("%v stands %d times", s, n)
		}
	}
}
