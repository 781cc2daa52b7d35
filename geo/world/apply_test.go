package world_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/status"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

func enterprise(id string, at orb.Geometry) geo.Record {
	r := geo.New(geo.Enterprises)
	r.ID, r.NameZH, r.Zone, r.Geometry = id, "企业 "+id, "CZ", at
	if at != nil {
		r.Position.Class = geo.Exact
	}
	return r
}

func organization(id, form string, covers ...string) geo.Record {
	r := geo.New(geo.Organizations)
	r.ID, r.NameZH = id, "党组织 "+id
	r.Set(geo.Form, geo.Text(form))
	r.Set(geo.Covers, geo.List(covers...))
	return r
}

func worldOf(t *testing.T, records ...geo.Record) *world.World {
	t.Helper()
	w, err := world.New(today, 1, geo.Settings{}, records)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func apply(t *testing.T, w *world.World, changes ...geo.Change) *world.World {
	t.Helper()
	next, _, err := w.Apply(w.Version()+1, changes)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func statusOf(t *testing.T, w *world.World, id string, c geo.Sight) status.Status {
	t.Helper()
	table := w.Table(geo.Enterprises)
	r, ok := table.Find(id)
	if !ok {
		t.Fatalf("no enterprise %s", id)
	}
	return table.Status(r, c)
}

func TestARecordThatExpiresTodayLeavesAtMidnight(t *testing.T) {
	at := orb.Point{118.3, 32.3}
	e, o := enterprise("E1", at), organization("O1", "single", "E1")
	o.Valid.To = today
	fair := enterprise("E2", at)
	fair.Valid.To = today
	w := worldOf(t, e, o, fair)
	if got := statusOf(t, w, "E1", geo.PublicSight()); got != status.Single {
		t.Errorf("on its last day the organization covers: %s", got)
	}
	if n := w.Table(geo.Enterprises).Len(); n != 2 {
		t.Errorf("on its last day the enterprise is there: %d", n)
	}
	morrow, touched := w.OnDay(today + 1)
	if got := statusOf(t, morrow, "E1", geo.PublicSight()); got != status.Unknown {
		t.Errorf("the day after, the enterprise is %s", got)
	}
	if n := morrow.Table(geo.Enterprises).Len(); n != 1 {
		t.Errorf("the day after, %d enterprises are there", n)
	}
	if morrow.Table(geo.Organizations).Len() != 0 || morrow.Version() != w.Version() || morrow.Day() != today+1 {
		t.Error("the organization is still there, or the version or day is wrong")
	}
	count := uint32(0)
	morrow.Table(geo.Enterprises).Cells(3, plane.World(), func(c *world.Cell) bool { count += c.Count; return true })
	if count != 1 {
		t.Errorf("the day after, cells count %d", count)
	}
	if len(touched.Rects) == 0 || touched.Rects[0] != plane.RectAt(plane.Mercator(at)) {
		t.Errorf("touched %+v", touched)
	}
	if when := (geo.Period{}); morrow.Table(geo.Enterprises).Count(world.Query{When: &when}) != 2 {
		t.Error("with datetime open at both ends the expired one is found")
	}
	if w.Table(geo.Enterprises).Len() != 2 {
		t.Error("the old World changed")
	}
}

func TestApplyRefusesWithTheRightKindAndLeavesTheWorldAsItWas(t *testing.T) {
	w := worldOf(t, enterprise("E1", nil))
	good := geo.Change{Op: geo.Put, Record: enterprise("E2", orb.Point{118, 32})}
	for name, c := range map[string]struct {
		change geo.Change
		kind   geo.Kind
	}{
		"an insert of what is there":       {geo.Change{Op: geo.Insert, Record: enterprise("E1", nil)}, geo.KindConflict},
		"an insert of what came before it": {geo.Change{Op: geo.Insert, Record: enterprise("E2", nil)}, geo.KindConflict},
		"an update of what is not there":   {geo.Change{Op: geo.Update, Record: enterprise("E9", nil)}, geo.KindNotFound},
		"a delete of what is not there":    {geo.Change{Op: geo.Delete, Record: enterprise("E9", nil)}, geo.KindNotFound},
		"another version than expected":    {geo.Change{Op: geo.Put, Record: enterprise("E1", nil), Expect: 7}, geo.KindConflict},
		"no id":                            {geo.Change{Record: geo.New(geo.Belts)}, geo.KindInvalid},
		"no collection":                    {geo.Change{Record: geo.Record{ID: "X"}}, geo.KindInvalid},
		"a snapshot":                       {geo.Change{Op: geo.Snapshot, Record: enterprise("E1", nil)}, geo.KindInvalid},
	} {
		next, _, err := w.Apply(2, []geo.Change{good, c.change})
		if err == nil || next != nil || geo.KindOf(err) != c.kind {
			t.Errorf("%s: %v, kind %v, want %v", name, err, geo.KindOf(err), c.kind)
		}
		if w.Table(geo.Enterprises).Len() != 1 || w.Table(geo.Enterprises).Count(world.Query{Boxes: []orb.Bound{{Max: orb.Point{180, 85}}}}) != 1 {
			t.Errorf("%s changed the World", name)
		}
	}
	twice := []geo.Record{enterprise("E1", nil), enterprise("E1", nil)}
	if _, err := world.New(today, 1, geo.Settings{}, twice); geo.KindOf(err) != geo.KindConflict {
		t.Errorf("a World with an id twice: %v", err)
	}
	if _, err := world.New(today, 1, geo.Settings{}, []geo.Record{enterprise("", nil)}); geo.KindOf(err) != geo.KindInvalid {
		t.Errorf("a World with a record without id: %v", err)
	}
}

func TestTwoNextVersionsOfOneWorldDoNotMeet(t *testing.T) {
	w := worldOf(t, enterprise("E1", orb.Point{118, 32}))
	versions := make([]*world.World, 5)
	for i := range versions {
		e := enterprise("E1", orb.Point{118 + float64(i), 32})
		e.Source = fmt.Sprintf("source %d", i)
		versions[i] = apply(t, w, geo.Change{Record: e}, geo.Change{Record: enterprise(fmt.Sprintf("N%d", i), nil)})
	}
	for i, v := range versions {
		table := v.Table(geo.Enterprises)
		r, _ := table.Find("E1")
		if got := table.Value(r, geo.Source, geo.PublicSight()).Text(); got != fmt.Sprintf("source %d", i) {
			t.Errorf("version %d says %q", i, got)
		}
		if _, ok := table.Find(fmt.Sprintf("N%d", i)); !ok || table.Len() != 2 {
			t.Errorf("version %d has %d enterprises", i, table.Len())
		}
	}
}

func TestAnOrganizationThatCameFirstCoversTheEnterpriseThatComesLater(t *testing.T) {
	w := worldOf(t, organization("O1", "joint", "E1"))
	w = apply(t, w, geo.Change{Record: enterprise("E1", nil)})
	if got := statusOf(t, w, "E1", geo.PublicSight()); got != status.Joint {
		t.Errorf("status is %s", got)
	}
	w = apply(t, w, geo.Change{Op: geo.Delete, Record: enterprise("E1", nil)})
	w = apply(t, w, geo.Change{Record: enterprise("E1", nil)})
	if got := statusOf(t, w, "E1", geo.PublicSight()); got != status.Joint {
		t.Errorf("after it went and came back, status is %s", got)
	}
	w = apply(t, w, geo.Change{Op: geo.Delete, Record: organization("O1", "")})
	if got := statusOf(t, w, "E1", geo.PublicSight()); got != status.Unknown {
		t.Errorf("without the organization, status is %s", got)
	}
}

func TestThePublicReadsNothingInternal(t *testing.T) {
	e := enterprise("E1", nil)
	e.Set(geo.FullMembers, geo.Integer(4))
	e.Set(geo.Instructors, geo.Integer(2))
	e.Set(geo.Output, geo.Number(1.5))
	w := worldOf(t, e)
	table := w.Table(geo.Enterprises)
	r, _ := table.Find("E1")
	for _, f := range []*geo.Field{geo.FullMembers, geo.Instructors, geo.Output} {
		column := table.Column(f, geo.PublicSight())
		if !table.Value(r, f, geo.PublicSight()).IsNone() || !column.Value(r).IsNone() {
			t.Errorf("the public reads %s", f.Name)
		}
		q := world.Query{Equal: []world.Condition{{Field: f, Value: table.Value(r, f, geo.FullSight())}}}
		if table.Count(q) != 0 {
			t.Errorf("the public finds by %s", f.Name)
		}
		if q.Sight = geo.FullSight(); table.Count(q) != 1 {
			t.Errorf("the internal reader does not find by %s", f.Name)
		}
	}
	if s := table.Value(r, geo.EnterpriseStatus, geo.PublicSight()).Text(); s != "work_only" {
		t.Errorf("public status %s tells of members", s)
	}
	if s := table.Value(r, geo.EnterpriseStatus, geo.FullSight()).Text(); s != "eligible" {
		t.Errorf("internal status %s", s)
	}
	for _, s := range []string{"eligible", "uncovered"} {
		q := world.Query{Equal: []world.Condition{{Field: geo.EnterpriseStatus, Value: geo.Text(s)}}}
		if table.Count(q) != 0 {
			t.Errorf("the public finds status %s", s)
		}
	}
	if text := table.Reason(r, geo.PublicSight()).Text().EN; text != "no organization, but an instructor or liaison" {
		t.Errorf("public reason %q", text)
	}
}

func TestAnEnterpriseOnTheBorderOfTwoGridsBelongsToTheLowerCode(t *testing.T) {
	grid := func(id, code string, west float64) geo.Record {
		g := geo.New(geo.Grids)
		g.ID, g.NameZH, g.Position.Class = id, id, geo.Exact
		g.Set(geo.GridCode, geo.Text(code))
		g.Geometry = orb.Polygon{{{west, 32}, {west + 0.01, 32}, {west + 0.01, 32.01}, {west, 32.01}, {west, 32}}}
		return g
	}
	stated := enterprise("E3", orb.Point{118.005, 32.005})
	stated.Set(geo.GridOf, geo.Text("ELSEWHERE"))
	w := worldOf(t, grid("G-A", "02", 118), grid("G-B", "01", 118.01), enterprise("E1", orb.Point{118.01, 32.005}), enterprise("E2", orb.Point{118.005, 32.005}), stated)
	is := func(id, want string) {
		t.Helper()
		table := w.Table(geo.Enterprises)
		r, _ := table.Find(id)
		if got := table.Value(r, geo.GridOf, geo.PublicSight()).Text(); got != want {
			t.Errorf("the grid of %s is %q, want %q", id, got, want)
		}
		record := table.Record(r)
		if stored := record.Get(geo.GridOf).Text(); id != "E3" && stored != "" {
			t.Errorf("the record of %s states the derived grid %q", id, stored)
		}
	}
	is("E1", "G-B")
	is("E2", "G-A")
	is("E3", "ELSEWHERE")
	w = apply(t, w, geo.Change{Op: geo.Delete, Record: grid("G-B", "", 0)})
	is("E1", "G-A")
	w = apply(t, w, geo.Change{Record: grid("G-A", "02", 119)})
	is("E1", "")
}

// Readers that keep reading whichever version is current, while one writer publishes new ones, see each version whole: the run is
// worth most under -race.
func TestReadersSeeWholeVersionsWhileOneWriterApplies(t *testing.T) {
	const n = 3000
	records := make([]geo.Record, 0, n+1)
	for i := range n {
		records = append(records, enterprise(fmt.Sprintf("E%04d", i), orb.Point{118 + float64(i%60)/1000, 32 + float64(i/60)/1000}))
	}
	records = append(records, organization("O1", "single", "E0000"))
	var published atomic.Pointer[world.World]
	published.Store(worldOf(t, records...))
	done := make(chan struct{})
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					readWhole(t, published.Load(), n)
				}
			}
		})
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 150 {
		w := published.Load()
		id := fmt.Sprintf("E%04d", r.IntN(n))
		moved := enterprise(id, orb.Point{118 + r.Float64()/10, 32 + r.Float64()/10})
		moved.Source = "source of " + id
		next := apply(t, w, geo.Change{Record: moved}, geo.Change{Record: organization("O1", "single", id)},
			geo.Change{Op: geo.Delete, Record: enterprise("E0001", nil)}, geo.Change{Op: geo.Insert, Record: enterprise("E0001", orb.Point{118, 32})})
		published.Store(next)
	}
	close(done)
	wg.Wait()
}

// readWhole checks what holds in every version: n enterprises, exactly one covered, the cells counting both.
func readWhole(t *testing.T, w *world.World, n int) {
	table := w.Table(geo.Enterprises)
	in := 0
	table.InRect(plane.World(), func(world.Row) bool { in++; return true })
	single := table.Count(world.Query{Equal: []world.Condition{{Field: geo.EnterpriseStatus, Value: geo.Text("single")}}})
	var cells, covered uint32
	table.Cells(10, plane.World(), func(c *world.Cell) bool { cells += c.Count; covered += c.ByStatus[0]; return true })
	rows, more := table.Page(world.Query{}, "E1500", 10)
	if in != n || single != 1 || int(cells) != n || covered != 1 || len(rows) != 10 || !more || table.ID(rows[0]) != "E1501" {
		t.Errorf("version %d: %d in the index, %d single, cells %d with %d single, page %d", w.Version(), in, single, cells, covered, len(rows))
	}
	if r, ok := table.Find("E0001"); ok {
		record := table.Record(r)
		if record.NameZH != "企业 E0001" {
			t.Errorf("version %d: %v", w.Version(), record)
		}
	} else {
		t.Errorf("version %d lacks E0001", w.Version())
	}
}
