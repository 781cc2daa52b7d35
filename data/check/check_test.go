package check_test

import (
	"context"
	"iter"
	"strconv"
	"strings"
	"testing"

	"beltmap/data/check"
	"beltmap/data/generate"
	"beltmap/geo"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

// shelf is a Store of given records, as another program may have left them: a real one refuses half of what check looks for.
type shelf []geo.Record

func (s shelf) Snapshot(_ context.Context, visit func([]geo.Record) error) (geo.Cursor, error) {
	return 1, visit(s)
}
func (s shelf) Changes(context.Context, geo.Cursor) iter.Seq2[geo.Change, error] { return nil }
func (s shelf) Apply(context.Context, geo.Batch) (geo.Cursor, error)             { return 0, nil }
func (s shelf) Hint() <-chan struct{}                                            { return nil }
func (s shelf) Close() error                                                     { return nil }

func record(c geo.Collection, id string, g orb.Geometry, set ...any) geo.Record {
	r := geo.New(c)
	r.ID, r.NameZH, r.Geometry = id, c.String()+id, g
	if g != nil {
		r.Position.Class = geo.Exact
	}
	for i := 0; i < len(set); i += 2 {
		r.Set(set[i].(*geo.Field), set[i+1].(geo.Value))
	}
	return r
}

func square(west, south, side float64) orb.Polygon {
	return orb.Polygon{{{west, south}, {west + side, south}, {west + side, south + side}, {west, south + side}, {west, south}}}
}

func found(t *testing.T, records ...geo.Record) (*check.Report, []string) {
	t.Helper()
	report, err := check.Records(context.Background(), shelf(records), nil)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, f := range report.Findings {
		if f.Text.ZH == "" || f.Text.EN == "" {
			t.Errorf("%+v says nothing", f)
		}
		out = append(out, f.Kind+" "+f.Record)
	}
	return report, out
}

func TestNothingIsFoundInWhatIsRight(t *testing.T) {
	_, got := found(t,
		record(geo.Zones, "Z", square(118, 32, 0.1)),
		record(geo.Enterprises, "E", orb.Point{118.05, 32.05}, geo.Zone, geo.Text("Z"), geo.GridOf, geo.Text("G1")),
		record(geo.Grids, "G1", square(118, 32, 0.05)), record(geo.Grids, "G2", square(118.05, 32, 0.05)),
		record(geo.Facts, "F", nil, geo.Zone, geo.Text("AH"), geo.Subject, geo.Text("province/AH")))
	if diff := cmp.Diff([]string{}, got); diff != "" {
		t.Error(diff)
	}
}

func TestEachFaultIsFoundAndNamed(t *testing.T) {
	bow := orb.Polygon{{{118, 32}, {118.1, 32.1}, {118.1, 32}, {118, 32.1}, {118, 32}}}
	code := geo.Text("913400001016237R00")
	for name, c := range map[string]struct {
		records []geo.Record
		want    string
		says    string
	}{
		"a zone that is not there":        {[]geo.Record{record(geo.Enterprises, "E", nil, geo.Zone, geo.Text("Z"))}, "dangling enterprises/E", "zones/Z"},
		"an enterprise that is not there": {[]geo.Record{record(geo.Organizations, "O", nil, geo.Covers, geo.List("E"))}, "dangling organizations/O", "enterprises/E"},
		"a subject that is no link":       {[]geo.Record{record(geo.Honors, "H", nil, geo.Subject, geo.Text("Z"))}, "dangling honors/H", "collection/id"},
		"an organization above itself": {[]geo.Record{record(geo.Organizations, "A", nil, geo.Parent, geo.Text("B")), record(geo.Organizations, "B", nil, geo.Parent, geo.Text("A"))},
			"cycle organizations/", "parent"},
		"a polygon that crosses itself": {[]geo.Record{record(geo.Zones, "Z", bow)}, "geometry zones/Z", "118.05"},
		"a coordinate outside":          {[]geo.Record{record(geo.Centers, "C", orb.Point{218, 32})}, "invalid centers/C", "218"},
		"grids over each other":         {[]geo.Record{record(geo.Grids, "B", square(118, 32, 0.01)), record(geo.Grids, "A", square(118.009, 32, 0.01))}, "overlap grids/A", "grids/B"},
		"a hole in the area of a zone": {[]geo.Record{record(geo.Zones, "Z", square(118, 32, 0.002)), record(geo.Grids, "A", square(118, 32, 0.001), geo.Zone, geo.Text("Z"))},
			"hole zones/Z", "1 places that no grid covers, 31"},
		"places outside their zone": {[]geo.Record{record(geo.Zones, "Z", square(118, 32, 0.1)), record(geo.Centers, "C", orb.Point{119, 32}, geo.Zone, geo.Text("Z"))},
			"outside_zone zones/Z", "centers/C"},
		"one enterprise twice": {[]geo.Record{record(geo.Enterprises, "E1", nil, geo.USCC, code), record(geo.Enterprises, "E2", nil, geo.USCC, code)}, "duplicate enterprises/E1", "enterprises/E2"},
	} {
		t.Run(name, func(t *testing.T) {
			report, got := found(t, c.records...)
			if len(got) != 1 || !strings.HasPrefix(got[0], c.want) || !strings.Contains(report.Findings[0].Text.EN, c.says) {
				t.Errorf("%v %+v", got, report.Findings)
			}
		})
	}
}

func TestTheOverlapIsInSquareMeters(t *testing.T) {
	// A square of 0.001° at 32° N is 94.5 m × 110.9 m.
	report, _ := found(t, record(geo.Grids, "A", square(118, 32, 0.002)), record(geo.Grids, "B", square(118.001, 32.001, 0.002)))
	if !strings.Contains(report.Findings[0].Text.EN, "by 104") {
		t.Errorf("%s", report.Findings[0].Text.EN)
	}
}

func TestGridsOfDifferentTimesMayLieOverEachOther(t *testing.T) {
	old, fresh := record(geo.Grids, "A", square(118, 32, 0.01)), record(geo.Grids, "B", square(118, 32, 0.01))
	old.Valid.To, fresh.Valid.From = geo.Date(2023, 12, 31), geo.Date(2024, 1, 1)
	if _, got := found(t, old, fresh); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestHolesBetweenGridsAreOfTheGridsInForce(t *testing.T) {
	z := []any{geo.Zone, geo.Text("Z")}
	around := []geo.Record{record(geo.Zones, "Z", nil)}
	for i := range 9 {
		if i != 4 {
			around = append(around, record(geo.Grids, string(rune('A'+i)), square(118+float64(i%3)/1000, 32+float64(i/3)/1000, 0.001), z...))
		}
	}
	if _, got := found(t, around...); len(got) != 1 || !strings.HasPrefix(got[0], "hole zones/Z") {
		t.Errorf("enclosed: %v", got)
	}
	middle := record(geo.Grids, "M", square(118.001, 32.001, 0.001), z...)
	if _, got := found(t, append(around, middle)...); len(got) != 0 {
		t.Errorf("filled: %v", got)
	}
	middle.Valid.To = geo.Date(2023, 12, 31)
	if _, got := found(t, append(around, middle)...); len(got) != 1 {
		t.Errorf("filled until last year: %v", got)
	}
	bow := record(geo.Grids, "X", orb.Polygon{{{118, 32}, {118.1, 32.1}, {118.1, 32}, {118, 32.1}, {118, 32}}}, z...)
	if report, got := found(t, append(around, bow)...); len(got) != 2 || !strings.Contains(report.Findings[1].Text.EN, "cannot be told") {
		t.Errorf("with a grid that crosses itself: %v", got)
	}
}

func TestAHundredThousandFindingsAreCountedAndNotAllKept(t *testing.T) {
	records := make([]geo.Record, 5000)
	for i := range records {
		records[i] = record(geo.Centers, string(rune('a'+i%26))+strings.Repeat("x", i/26%60)+strings.Repeat("y", i/1560), nil, geo.Zone, geo.Text("none"))
	}
	report, got := found(t, records...)
	if report.Faults != 5000 || len(got) != 1000 || report.Untold["dangling"] != 4000 {
		t.Errorf("%d %d %v", report.Faults, len(got), report.Untold)
	}
}

func TestEveryPairOfOverlappingGridsIsFound(t *testing.T) {
	records, grids := pushedGrids(t, 400)
	report, err := check.Records(t.Context(), records, nil)
	if err != nil {
		t.Fatal(err)
	}
	// A pushed grid overlaps the one it came from and, but for the last of a row of ten, that one's eastern neighbor.
	if want := grids + grids*9/10; report.Faults != want {
		t.Errorf("%d faults among %d grids, want %d", report.Faults, 2*grids, want)
	}
}

// Checks generated grids of which each has a copy pushed a third over its eastern neighbor. Read ns/grid: it should be about the same for
// both sizes, since an index finds the pairs. Run with: go test -run '^$' -bench Overlapping ./data/check
func BenchmarkOverlappingGrids(b *testing.B) {
	for _, enterprises := range []int{500, 5000} {
		records, grids := pushedGrids(b, enterprises)
		b.Run(strconv.Itoa(2*grids)+" grids", func(b *testing.B) {
			for b.Loop() {
				if _, err := check.Records(b.Context(), records, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(2*grids), "ns/grid")
		})
	}
}

// pushedGrids is a generated data set in which every grid has a copy pushed a third over its eastern neighbor, and the number of grids without the copies.
func pushedGrids(t testing.TB, enterprises int) (records shelf, grids int) {
	err := generate.Records(enterprises, 1, func(some []geo.Record) error {
		for i := range some {
			records = append(records, some[i].Clone())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		if r.Collection == geo.Grids {
			grids++
			moved := r.Clone()
			moved.ID += "-moved"
			moved.Geometry = pushed(r.Geometry.(orb.Polygon))
			records = append(records, moved)
		}
	}
	return records, grids
}

func pushed(p orb.Polygon) orb.Polygon {
	ring := append(orb.Ring(nil), p[0]...)
	by := (ring[1][0] - ring[0][0]) / 3
	for i := range ring {
		ring[i][0] += by
	}
	return orb.Polygon{ring}
}
