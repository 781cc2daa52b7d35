package world_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// Several chunks and blocks: a World edited in large steps says the same as one built at once of the records it should hold.
func TestAWorldEditedInManyChunksSaysWhatOneBuiltAtOnceSays(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	o := oracleOf(today, geo.Settings{})
	draw := func() geo.Record {
		switch r.IntN(6) {
		case 0:
			return drawOrganization(r)
		case 1:
			return drawGrid(r)
		}
		return drawEnterprise(r)
	}
	var records []geo.Record
	for range 9000 {
		rec := draw()
		if _, there := o.records[rec.Ref()]; !there {
			rec.Version = 1
			o.records[rec.Ref()] = rec
			records = append(records, rec)
		}
	}
	w, err := world.New(today, 1, geo.Settings{}, records)
	if err != nil {
		t.Fatal(err)
	}
	for range 6 {
		var changes []geo.Change
		for range 800 {
			c := geo.Change{Op: geo.Put, Record: draw()}
			_, there := o.records[c.Record.Ref()]
			if c.Record.Version = w.Version() + 1; there && r.IntN(2) == 0 {
				c.Op = geo.Delete
				delete(o.records, c.Record.Ref())
			} else {
				o.records[c.Record.Ref()] = c.Record
			}
			changes = append(changes, c)
		}
		if w, _, err = w.Apply(w.Version()+1, changes); err != nil {
			t.Fatal(err)
		}
	}
	records = records[:0]
	for _, rec := range o.records {
		records = append(records, rec)
	}
	fresh, err := world.New(today, w.Version(), geo.Settings{}, records)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []geo.Collection{geo.Enterprises, geo.Organizations, geo.Grids} {
		compare(t, c, w.Table(c), fresh.Table(c), r)
	}
}

func drawEnterprise(r *rand.Rand) geo.Record {
	e := geo.New(geo.Enterprises)
	e.ID, e.NameZH = fmt.Sprintf("E%05d", r.IntN(8000)), fmt.Sprintf("企业 %d", r.IntN(100))
	e.Zone = fmt.Sprintf("Z%d", r.IntN(300)) // more than a byte's worth of codes
	e.Geometry = orb.Point{geo.RoundDegrees(118 + float64(r.IntN(400))/2000), geo.RoundDegrees(32 + float64(r.IntN(200))/2000)}
	e.Position.Class = geo.Exact
	if r.IntN(10) == 0 {
		e.Geometry, e.Position.Class = nil, geo.Unlocated
	}
	if r.IntN(3) > 0 {
		e.Set(geo.SurveyedAt, geo.OnDay(today))
		e.Set(geo.FullMembers, geo.Integer(r.Int64N(6)))
		e.Set(geo.Instructors, geo.Integer(r.Int64N(2)))
	}
	e.Set(geo.Output, geo.Number(float64(r.IntN(100000))/10000))
	if r.IntN(500) == 0 {
		e.Set(geo.BeltsOf, geo.List("B1", "B2"))
		e.Set(geo.Output, geo.Number(1.0/3))
	}
	return e
}

func drawOrganization(r *rand.Rand) geo.Record {
	o := geo.New(geo.Organizations)
	o.ID, o.NameZH = fmt.Sprintf("O%05d", r.IntN(2000)), "党组织"
	o.Set(geo.Form, geo.Text([]string{"single", "joint", "regional", "industry"}[r.IntN(4)]))
	var covers []string
	for range 1 + r.IntN(4) {
		covers = append(covers, fmt.Sprintf("E%05d", r.IntN(8000)))
	}
	o.Set(geo.Covers, geo.List(covers...))
	o.Valid.To = today + geo.Day(r.IntN(3)) - 1
	return o
}

func drawGrid(r *rand.Rand) geo.Record {
	g := geo.New(geo.Grids)
	g.ID, g.NameZH, g.Position.Class = fmt.Sprintf("G%04d", r.IntN(900)), "网格", geo.Exact
	x, y := 118+float64(r.IntN(20))/100, 32+float64(r.IntN(10))/100
	if g.Geometry = (orb.Polygon{{{x, y}, {x + 0.01, y}, {x + 0.01, y + 0.01}, {x, y + 0.01}, {x, y}}}); r.IntN(3) == 0 {
		g.Valid.From = today + 1
	}
	g.Normalize()
	return g
}

func compare(t *testing.T, c geo.Collection, edited, fresh *world.Table, r *rand.Rand) {
	t.Helper()
	a, _ := edited.Page(world.Query{When: &geo.Period{}}, "", 1<<20)
	b, _ := fresh.Page(world.Query{When: &geo.Period{}}, "", 1<<20)
	if len(a) != len(b) || edited.Len() != fresh.Len() || edited.Unlocated() != fresh.Unlocated() {
		t.Fatalf("%s: %d records (%d current, %d unlocated), want %d (%d, %d)", c, len(a), edited.Len(), edited.Unlocated(), len(b), fresh.Len(), fresh.Unlocated())
	}
	for i := range a {
		x, y := edited.Record(a[i]), fresh.Record(b[i])
		if !x.Equal(&y) || x.Version != y.Version || edited.Stacked(a[i]) != fresh.Stacked(b[i]) || edited.Current(a[i]) != fresh.Current(b[i]) {
			t.Fatalf("%s: %+v, want %+v", c, x, y)
		}
		for _, f := range geo.SchemaOf(c).AllFields() {
			if v, w := edited.Value(a[i], f, geo.FullSight()), fresh.Value(b[i], f, geo.FullSight()); v != w {
				t.Fatalf("%s: %s is %q, want %q", x.Ref(), f.Name, v, w)
			}
		}
	}
	cells := func(table *world.Table, level uint8) map[plane.XY]cell {
		found := map[plane.XY]cell{}
		table.Cells(level, plane.Rect{MaxX: 1<<level - 1, MaxY: 1<<level - 1}, func(k *world.Cell) bool {
			found[plane.XY{X: k.X, Y: k.Y}] = cell{k.Count, k.ByStatus, k.SumX, k.SumY, ""}
			return true
		})
		return found
	}
	for level := uint8(3); level <= 16; level++ {
		want := cells(fresh, level)
		got := cells(edited, level)
		if len(got) != len(want) {
			t.Fatalf("%s: %d cells at level %d, want %d", c, len(got), level, len(want))
		}
		for at, k := range want {
			if got[at] != k {
				t.Fatalf("%s: cell %v of level %d is %+v, want %+v", c, at, level, got[at], k)
			}
		}
	}
	for range 200 {
		q := drawQuery(r)
		after, limit := fmt.Sprintf("E%05d", r.IntN(8000)), 1+r.IntN(50)
		pa, moreA := edited.Page(q, after, limit)
		pb, moreB := fresh.Page(q, after, limit)
		same := slices.EqualFunc(pa, pb, func(x, y world.Row) bool { return edited.ID(x) == fresh.ID(y) })
		if n, m := edited.Count(q), fresh.Count(q); n != m || !same || moreA != moreB {
			t.Fatalf("%s: %+v counts %d and pages %d, want %d and %d", c, q, n, len(pa), m, len(pb))
		}
	}
}

// drawQuery favors rare conditions, for which a page is collected and not walked to.
func drawQuery(r *rand.Rand) world.Query {
	var q world.Query
	switch r.IntN(4) {
	case 0:
		q.Equal = []world.Condition{{Field: geo.BeltsOf, Value: geo.Text("B2")}}
	case 1:
		q.Equal = []world.Condition{{Field: geo.Zone, Value: geo.Text(fmt.Sprintf("Z%d", r.IntN(300)))}}
	case 2:
		q.Equal = []world.Condition{{Field: geo.EnterpriseStatus, Value: geo.Text("regional")}}
	}
	if r.IntN(2) == 0 {
		x, y := 118+float64(r.IntN(400))/2000, 32+float64(r.IntN(200))/2000
		q.Boxes = []orb.Bound{{Min: orb.Point{x, y}, Max: orb.Point{x + 0.02, y + 0.02}}}
	}
	return q
}
