package coverage_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"beltmap/data/generate"
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// generated are the records of a small generated data set, and the World of them.
func generated(t *testing.T) ([]geo.Record, *world.World) {
	var all []geo.Record
	if err := generate.Records(6000, 7, func(records []geo.Record) error {
		all = append(all, records...)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all, built(t, all)
}

func built(t *testing.T, records []geo.Record) *world.World {
	b := world.NewBuilder(today, geo.Settings{})
	if err := b.Add(records); err != nil {
		t.Fatal(err)
	}
	w, err := b.Build(1)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func areaOf(t *testing.T, w *world.World, g orb.Geometry, q coverage.Request) coverage.Figures {
	f, err := coverage.OfArea(t.Context(), w, g, q)
	if err != nil {
		t.Fatal(err)
	}
	f.Unlocated = 0 // of the whole data, whatever the area
	return f
}

// An area around each zone's enterprises is cut into a fan of pieces that turn around a point in it; an edit moves some enterprises, so that the index has changed, too. What
// the pieces hold is what the area holds, and what comparing every enterprise with it finds.
func TestPiecesThatTileAZoneSumToIt(t *testing.T) {
	records, w := generated(t)
	var moved []geo.Change
	for i := range records {
		if r := records[i].Clone(); r.Collection == geo.Enterprises && i%7 == 0 && r.Geometry != nil {
			at := r.Geometry.(orb.Point)
			r.Geometry = orb.Point{geo.RoundDegrees(at[0] + 0.003), geo.RoundDegrees(at[1] - 0.002)}
			moved = append(moved, geo.Change{Op: geo.Put, Record: r})
		}
	}
	w, _, err := w.Apply(2, moved)
	if err != nil {
		t.Fatal(err)
	}
	table := w.Table(geo.Enterprises)
	checked := 0
	zones := map[string]coverage.Figures{}
	if err := coverage.Each(w, coverage.Request{Sight: geo.FullSight()}, func(i *coverage.Item) { zones[i.ID] = *i.Figures }); err != nil {
		t.Fatal(err)
	}
	for id, whole := range zones {
		var bound orb.Bound
		first := true
		table.Scan(world.Query{Equal: []world.Condition{{Field: geo.Zone, Value: geo.Text(id)}}, Sight: geo.FullSight()}, func(r world.Row) bool {
			if at, isPoint := table.Point(r); isPoint && table.Drawable(r) {
				if first {
					bound, first = orb.Bound{Min: at, Max: at}, false
				}
				bound = bound.Extend(at)
			}
			return true
		})
		if first {
			continue
		}
		center := bound.Center()
		corner := func(i int) orb.Point {
			turn := 2 * math.Pi * float64(i%11) / 11
			return orb.Point{center[0] + (bound.Max[0]-bound.Min[0]+1e-4)*math.Cos(turn), center[1] + (bound.Max[1]-bound.Min[1]+1e-4)*math.Sin(turn)}
		}
		var ring orb.Ring
		var sum coverage.Figures
		q := coverage.Request{Sight: geo.FullSight(), Zone: &id}
		for i := range 11 {
			ring = append(ring, corner(i))
			piece := areaOf(t, w, orb.Polygon{{center, corner(i), corner(i + 1), center}}, q)
			sum.Add(&piece)
		}
		area := orb.Polygon{append(ring, ring[0])}
		located := areaOf(t, w, area, q)
		if diff := cmp.Diff(located, sum); diff != "" {
			t.Errorf("%s: the pieces hold something else: %s", id, diff)
		}
		all, p := 0, plane.Prepare(area)
		table.All(func(r world.Row) bool {
			if at, isPoint := table.Point(r); isPoint && table.Drawable(r) && table.Current(r) && p.Covers(at) && table.Value(r, geo.Zone, geo.PublicSight()).Text() == id {
				all++
			}
			return true
		})
		if int(located.Enterprises) != all || all != int(whole.Enterprises-whole.Unlocated) {
			t.Errorf("%s: %d enterprises in the area, %d by comparing each, %d located in the zone", id, located.Enterprises, all, whole.Enterprises-whole.Unlocated)
		}
		checked += all
	}
	if checked < 3000 {
		t.Errorf("only %d enterprises were in areas", checked)
	}
}

func TestRatesDoNotDependOnTheOrderOfRecords(t *testing.T) {
	records, w := generated(t)
	random := rand.New(rand.NewPCG(1, 2))
	random.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
	other := built(t, records)
	all := func(w *world.World) (lines []string) {
		for _, by := range []coverage.By{coverage.ByZone, coverage.ByGrid, coverage.ByBelt, coverage.ByIndustry, coverage.BySize, coverage.ByClass, coverage.ByAlliance} {
			for _, sight := range []geo.Sight{geo.FullSight(), geo.PublicSight()} {
				if err := coverage.Each(w, coverage.Request{By: by, Sight: sight}, func(i *coverage.Item) {
					lines = append(lines, fmt.Sprint(by, " ", i.ID, " ", *i.Figures))
				}); err != nil {
					t.Fatal(err)
				}
			}
		}
		return lines
	}
	for _, day := range []geo.Day{today, geo.Date(2020, 6, 30)} {
		if diff := cmp.Diff(all(w.AsOf(day)), all(other.AsOf(day))); diff != "" {
			t.Errorf("on %v: %s", day, diff)
		}
	}
}
