package world_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

var today = geo.Date(2026, time.November, 23)

// The records that random tests draw: few ids, so that links meet, and a lattice of positions, so that points coincide and lie on borders.

func idOf(t *rapid.T, c geo.Collection) string {
	return fmt.Sprintf("%c%d", "?ZBEOCGAHPVTLF"[c], rapid.IntRange(0, 25).Draw(t, "number"))
}

// steps of the lattice differ by less than float32 could tell, by a level 16 cell, and by half a zone.
func position(t *rapid.T) orb.Point {
	step := rapid.SampledFrom([]float64{1e-7, 0.0041, 0.2}).Draw(t, "step")
	i, j := rapid.IntRange(-3, 3).Draw(t, "i"), rapid.IntRange(-3, 3).Draw(t, "j")
	return orb.Point{geo.RoundDegrees(118 + step*float64(i)), geo.RoundDegrees(32 + step*float64(j))}
}

func geometry(t *rapid.T, c geo.Collection) orb.Geometry {
	shapes := []geo.Shape{}
	for _, s := range []geo.Shape{geo.PointShape, geo.LineShape, geo.PolygonShape} {
		if geo.SchemaOf(c).Shapes&s != 0 {
			shapes = append(shapes, s)
		}
	}
	if len(shapes) == 0 || rapid.IntRange(0, 9).Draw(t, "none") == 0 {
		return nil
	}
	p := position(t)
	switch rapid.SampledFrom(shapes).Draw(t, "shape") {
	case geo.PointShape:
		return p
	case geo.LineShape:
		return orb.LineString{p, position(t), position(t)}
	}
	q := position(t)
	if p[0] == q[0] || p[1] == q[1] {
		q = orb.Point{p[0] + 0.01, p[1] + 0.01}
	}
	low := orb.Point{min(p[0], q[0]), min(p[1], q[1])}
	high := orb.Point{geo.RoundDegrees(max(p[0], q[0])), geo.RoundDegrees(max(p[1], q[1]))}
	ring := orb.Ring{low, {high[0], low[1]}, high, {low[0], high[1]}, low}
	if rapid.Bool().Draw(t, "triangle") {
		ring = orb.Ring{low, {high[0], low[1]}, high, low}
	}
	return orb.Polygon{ring}
}

func day(t *rapid.T) geo.Day {
	return rapid.SampledFrom([]geo.Day{0, 0, today - 1, today, today + 1}).Draw(t, "day")
}

func value(t *rapid.T, f *geo.Field) geo.Value {
	if rapid.Bool().Draw(t, "unknown") {
		return geo.Value{}
	}
	switch f.Type {
	case geo.TypeText, geo.TypeCode:
		if f.Codes != nil {
			return geo.Text(rapid.SampledFrom(f.Codes).Draw(t, f.Name).Value)
		}
		if f.Refers != 0 {
			return geo.Text(idOf(t, f.Refers))
		}
		return geo.Text(rapid.SampledFrom([]string{"甲", "乙", "丙", "a longer text"}).Draw(t, f.Name))
	case geo.TypeInteger:
		return geo.Integer(rapid.OneOf(rapid.Int64Range(0, 4), rapid.Int64Range(0, 1<<40)).Draw(t, f.Name))
	case geo.TypeNumber:
		return geo.Number(rapid.SampledFrom([]float64{0, 1.5, 2.25, -3, 1e300, 0.1, 1.0 / 3}).Draw(t, f.Name))
	case geo.TypeBoolean:
		return geo.Boolean(rapid.Bool().Draw(t, f.Name))
	case geo.TypeDay:
		return geo.OnDay(day(t))
	case geo.TypeStars:
		if rapid.Bool().Draw(t, "rated") {
			return geo.Integer(rapid.Int64Range(0, 5).Draw(t, f.Name))
		}
		return geo.Text(geo.Unrated)
	}
	refers := f.Refers
	if refers == 0 {
		refers = geo.Places
	}
	var items []string
	for range rapid.IntRange(1, 4).Draw(t, "items") {
		items = append(items, idOf(t, refers))
	}
	return geo.List(items...)
}

func record(t *rapid.T, c geo.Collection) geo.Record {
	r := geo.New(c)
	r.ID, r.NameZH = idOf(t, c), rapid.SampledFrom([]string{"名称", "另一个名称"}).Draw(t, "name")
	r.Zone = rapid.SampledFrom([]string{"", "Z1", "Z2"}).Draw(t, "zone")
	r.Source = rapid.SampledFrom([]string{"", "article"}).Draw(t, "source")
	if r.Geometry = geometry(t, c); r.Geometry != nil {
		r.Position.Class = rapid.SampledFrom([]geo.Precision{geo.Exact, geo.Exact, geo.Illustrative, geo.Town}).Draw(t, "class")
		if rapid.Bool().Draw(t, "shifted") {
			r.Position.CRS, r.Position.X, r.Position.Y, r.Position.Source = "GCJ-02", 118.1, 32.2, "survey"
		}
	}
	if r.Valid = (geo.Period{From: day(t), To: day(t)}); r.Valid.From > r.Valid.To {
		r.Valid.To = 0
	}
	for i, f := range geo.SchemaOf(c).Fields {
		if !f.Derived {
			r.SetAt(i, value(t, f))
		}
	}
	r.Normalize()
	return r
}

// collection favors those that status and grid depend on.
func collection(t *rapid.T) geo.Collection {
	if rapid.IntRange(0, 3).Draw(t, "which") > 0 {
		return rapid.SampledFrom([]geo.Collection{geo.Enterprises, geo.Enterprises, geo.Organizations, geo.Grids}).Draw(t, "collection")
	}
	return rapid.SampledFrom(geo.AllCollections()).Draw(t, "collection")
}

func query(t *rapid.T, c geo.Collection) world.Query {
	var q world.Query
	q.Class = rapid.SampledFrom([]geo.Class{geo.Public, geo.Internal}).Draw(t, "reader")
	for range rapid.IntRange(0, 2).Draw(t, "boxes") {
		a, b := position(t), position(t)
		q.Boxes = append(q.Boxes, orb.Bound{Min: orb.Point{min(a[0], b[0]), min(a[1], b[1])}, Max: orb.Point{max(a[0], b[0]), max(a[1], b[1])}})
	}
	if rapid.Bool().Draw(t, "when") {
		q.When = &geo.Period{From: day(t), To: day(t)}
		if q.When.From > q.When.To {
			q.When.To = 0
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "conditions") {
		f := rapid.SampledFrom(geo.SchemaOf(c).AllFields()).Draw(t, "field")
		v := value(t, f)
		switch {
		case f == geo.ID:
			v = geo.Text(idOf(t, c))
		case f.Type == geo.TypeList && f.Refers != 0:
			v = geo.Text(idOf(t, f.Refers))
		case f.Type == geo.TypeList:
			v = geo.Text(idOf(t, geo.Places))
		}
		q.Equal = append(q.Equal, world.Condition{Field: f, Value: v})
	}
	return q
}

// step applies some random changes to both; they agree on errors, and errors change nothing.
func step(t *rapid.T, w *world.World, o oracle) (*world.World, oracle, world.Touched) {
	version := w.Version() + 1
	after := o.clone()
	var changes []geo.Change
	kind := geo.Kind(255)
	for range rapid.IntRange(1, 8).Draw(t, "changes") {
		c := geo.Change{Op: rapid.SampledFrom([]geo.Op{geo.Put, geo.Put, geo.Put, geo.Insert, geo.Update, geo.Delete, geo.Delete}).Draw(t, "op"), Record: record(t, collection(t))}
		if rapid.IntRange(0, 9).Draw(t, "expects") == 0 {
			c.Expect = rapid.SampledFrom([]geo.Cursor{1, version - 1}).Draw(t, "expect")
		}
		changes = append(changes, c)
		ref := c.Record.Ref()
		old, there := after.records[ref]
		switch {
		case kind != 255:
		case there && c.Op == geo.Insert:
			kind = geo.KindConflict
		case !there && (c.Op == geo.Update || c.Op == geo.Delete):
			// Most deletes should succeed: those of what is not there are mended into puts, but some stay.
			if rapid.IntRange(0, 3).Draw(t, "mend") > 0 {
				changes[len(changes)-1].Op = geo.Put
				c.Record.Version = version
				after.records[ref] = c.Record
				continue
			}
			kind = geo.KindNotFound
		case there && c.Expect != 0 && old.Version != c.Expect:
			kind = geo.KindConflict
		case c.Op == geo.Delete:
			delete(after.records, ref)
		default:
			c.Record.Version = version
			after.records[ref] = c.Record
		}
	}
	next, touched, err := w.Apply(version, changes)
	if kind != 255 {
		if err == nil || geo.KindOf(err) != kind {
			t.Fatalf("error %v, want kind %v", err, kind)
		}
		return w, o, world.Touched{}
	}
	if err != nil {
		t.Fatalf("apply: %v", err)
	}
	return next, after, touched
}

func check(t *rapid.T, w *world.World, o oracle) {
	for _, c := range geo.AllCollections() {
		table := w.Table(c)
		all := o.of(c)
		checkRecords(t, table, o, all)
		checkColumns(t, table, o, all)
		checkQueries(t, table, o)
		checkMap(t, table, o, all)
	}
}

func checkRecords(t *rapid.T, table *world.Table, o oracle, all []geo.Record) {
	current, unlocated, each := 0, 0, 0
	table.All(func(world.Row) bool { each++; return true })
	if each != len(all) {
		t.Fatalf("%s: %d records, want %d", table.Collection(), each, len(all))
	}
	for _, want := range all {
		r, ok := table.Find(want.ID)
		if !ok || table.ID(r) != want.ID {
			t.Fatalf("%s is not found", want.Ref())
		}
		got := table.Record(r)
		if !got.Equal(&want) || got.Version != want.Version {
			t.Fatalf("%s is stored as %+v, want %+v", want.Ref(), got, want)
		}
		for _, f := range geo.SchemaOf(want.Collection).AllFields() {
			for _, class := range []geo.Class{geo.Public, geo.Internal} {
				if got, want2 := table.Value(r, f, class), o.value(want, f, class); got != want2 {
					t.Fatalf("%s: %s for %s is %q, want %q", want.Ref(), f.Name, class, got, want2)
				}
			}
		}
		if want.Collection == geo.Enterprises {
			got := table.Reason(r, geo.Internal).Records()
			slices.Sort(got)
			if want2 := o.facts(want).Records; !slices.Equal(got, want2) {
				t.Fatalf("%s: the reason rests on %v, want %v", want.Ref(), got, want2)
			}
		}
		if table.Current(r) != o.current(want) || table.Drawable(r) != want.Located() {
			t.Fatalf("%s: current %v drawable %v", want.Ref(), table.Current(r), table.Drawable(r))
		}
		if o.current(want) {
			current++
			if !want.Located() {
				unlocated++
			}
		}
	}
	if table.Len() != current || table.Unlocated() != unlocated {
		t.Fatalf("%s: %d current and %d unlocated, want %d and %d", table.Collection(), table.Len(), table.Unlocated(), current, unlocated)
	}
	if _, ok := table.Find("E999"); ok {
		t.Fatal("found what is not there")
	}
}

// checkColumns reads whole columns at once.
func checkColumns(t *rapid.T, table *world.Table, o oracle, all []geo.Record) {
	rows := make([]world.Row, len(all))
	for i := range all {
		rows[i], _ = table.Find(all[i].ID)
	}
	for _, f := range geo.SchemaOf(table.Collection()).AllFields() {
		column := table.Column(f, geo.Internal)
		values := column.Values(rows, nil)
		for i, v := range values {
			if want := o.value(all[i], f, geo.Internal); v != want || !column.Known() && !want.IsNone() {
				t.Fatalf("%s: %s is %q, want %q", all[i].Ref(), f.Name, v, want)
			}
			if names := column.Names(); names != nil && v.Text() != "" && names[column.Code(rows[i])] != v.Text() {
				t.Fatalf("%s: the code of %s is that of another text", all[i].Ref(), f.Name)
			}
		}
	}
}

func checkQueries(t *rapid.T, table *world.Table, o oracle) {
	q := query(t, table.Collection())
	want := o.found(table.Collection(), q)
	if got := table.Count(q); got != len(want) {
		t.Fatalf("%s: count %+v is %d, want %d", table.Collection(), q, got, len(want))
	}
	checkEach(t, table, q, want)
	after := idOf(t, table.Collection())
	if rapid.Bool().Draw(t, "from the first") {
		after = ""
	}
	want = slices.DeleteFunc(want, func(r geo.Record) bool { return r.ID <= after })
	limit := rapid.IntRange(0, 12).Draw(t, "limit")
	rows, more := table.Page(q, after, limit)
	got, wanted := []string{}, []string{}
	for _, r := range rows {
		got = append(got, table.ID(r))
	}
	for _, r := range want[:min(limit, len(want))] {
		wanted = append(wanted, r.ID)
	}
	if !slices.Equal(got, wanted) || more != (len(want) > limit) {
		t.Fatalf("%s: page %+v after %q of %d is %v, more %v; want %v of %d", table.Collection(), q, after, limit, got, more, wanted, len(want))
	}
}

// checkEach visits what a query finds in row order, and of it what has a piece of text in its names.
func checkEach(t *rapid.T, table *world.Table, q world.Query, want []geo.Record) {
	ids, withText := map[string]int{}, map[string]int{}
	table.Scan(q, func(r world.Row) bool { ids[table.ID(r)]++; return true })
	text := rapid.SampledFrom([]string{"名称", "另一", "一个名", "称另", "不", "E1"}).Draw(t, "text")
	columns := []world.Column{table.Column(geo.NameZH, geo.Public), table.Column(geo.ID, geo.Public), table.Column(geo.Output, geo.Public)}
	table.EachWith(q, columns[:1], text, func(r world.Row) bool { withText[table.ID(r)]++; return true })
	found := 0
	for _, r := range want {
		if ids[r.ID] != 1 {
			t.Fatalf("%s is visited %d times", r.Ref(), ids[r.ID])
		}
		if strings.Contains(r.NameZH, text) {
			found++
			if withText[r.ID] != 1 {
				t.Fatalf("%s, named %s, is visited %d times for %s", r.Ref(), r.NameZH, withText[r.ID], text)
			}
		}
	}
	if len(ids) != len(want) || len(withText) != found {
		t.Fatalf("%s: visited %d of %d, with %s %d of %d", table.Collection(), len(ids), len(want), text, len(withText), found)
	}
}

func checkMap(t *rapid.T, table *world.Table, o oracle, all []geo.Record) {
	a, b := plane.Mercator(position(t)), plane.Mercator(position(t))
	rect := plane.RectAt(a).Union(plane.RectAt(b))
	var got, want []string
	table.InRect(rect, func(r world.Row) bool { got = append(got, table.ID(r)); return true })
	for _, r := range all {
		if r.Located() && rectOf(r.Geometry).Meets(rect) {
			want = append(want, r.ID)
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Fatalf("%s: in %v are %v, want %v", table.Collection(), rect, got, want)
	}
	at := map[orb.Point]int{}
	pins := o.pins(table.Collection())
	for _, r := range pins {
		at[r.Geometry.(orb.Point)]++
	}
	for _, rec := range all {
		r, _ := table.Find(rec.ID)
		p, isPoint := rec.Geometry.(orb.Point)
		if isPoint && table.XY(r) != plane.Mercator(p) {
			t.Fatalf("%s is at %v", rec.Ref(), table.XY(r))
		}
		stacked := isPoint && rec.Located() && o.current(rec) && at[p] > 1
		if table.Stacked(r) != stacked {
			t.Fatalf("%s: stacked is %v", rec.Ref(), table.Stacked(r))
		}
	}
	level := rapid.Uint8Range(3, 16).Draw(t, "level")
	whole := plane.Rect{MaxX: 1<<level - 1, MaxY: 1<<level - 1}
	checkCells(t, table, o, level, whole)
	checkCells(t, table, o, level, plane.Rect{MinX: rect.MinX >> (32 - level), MinY: rect.MinY >> (32 - level), MaxX: rect.MaxX >> (32 - level), MaxY: rect.MaxY >> (32 - level)})
}

func checkCells(t *rapid.T, table *world.Table, o oracle, level uint8, within plane.Rect) {
	got := map[plane.XY]cell{}
	table.Cells(level, within, func(c *world.Cell) bool {
		x := cell{c.Count, c.ByStatus, c.SumX, c.SumY, ""}
		if c.Count == 1 {
			x.id = table.ID(c.Row)
		}
		key := plane.XY{X: c.X, Y: c.Y}
		if _, twice := got[key]; twice {
			t.Fatalf("cell %v comes twice", key)
		}
		got[key] = x
		return true
	})
	want := o.cells(table.Collection(), level)
	for key := range want {
		if !within.Holds(key) {
			delete(want, key)
		}
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(cell{})); diff != "" {
		t.Fatalf("%s: cells of level %d in %v (-want +got):\n%s", table.Collection(), level, within, diff)
	}
}

// drawn is what a tile could show of a record.
func drawn(w *world.World, c geo.Collection, r world.Row) string {
	t := w.Table(c)
	s := fmt.Sprint(t.Geometry(r), t.Current(r), t.Stacked(r), t.Version(r), t.Value(r, geo.ValidFrom, geo.Internal), t.Value(r, geo.ValidTo, geo.Internal))
	if c == geo.Enterprises {
		s += fmt.Sprint(t.Status(r, geo.Internal), t.Status(r, geo.Public), t.Value(r, geo.GridOf, geo.Public))
	}
	return s
}

// Everything that is drawn outside the touched boxes is as it was.
func checkTouched(t *rapid.T, before, after *world.World, touched world.Touched) {
	if touched.All {
		return
	}
	outside := func(w *world.World, c geo.Collection) map[string]string {
		seen := map[string]string{}
		w.Table(c).InRect(plane.World(), func(r world.Row) bool {
			rect := rectOf(w.Table(c).Geometry(r))
			if !slices.ContainsFunc(touched.Rects, rect.Meets) {
				seen[w.Table(c).ID(r)] = drawn(w, c, r)
			}
			return true
		})
		return seen
	}
	for _, c := range geo.AllCollections() {
		if diff := cmp.Diff(outside(before, c), outside(after, c)); diff != "" {
			t.Fatalf("%s changed outside the touched boxes:\n%s", c, diff)
		}
		if !slices.Contains(touched.Collections, c) && before.Table(c).Len() != after.Table(c).Len() {
			t.Fatalf("%s changed and is not touched", c)
		}
	}
}

func start(t *rapid.T) (*world.World, oracle) {
	o := oracle{today, map[string]geo.Record{}}
	var records []geo.Record
	for range rapid.IntRange(0, 60).Draw(t, "records") {
		r := record(t, collection(t))
		if _, there := o.records[r.Ref()]; !there {
			r.Version = 1
			o.records[r.Ref()] = r
			records = append(records, r)
		}
	}
	w, err := world.New(today, 1, records)
	if err != nil {
		t.Fatal(err)
	}
	return w, o
}

func TestAWorldSaysWhatAScanOfTheRecordsSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, o := start(t)
		check(t, w, o)
		first, firstOracle := w, o
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			before := w
			var touched world.Touched
			if rapid.IntRange(0, 4).Draw(t, "turn") == 0 {
				o = o.clone()
				o.day = today + geo.Day(rapid.IntRange(-2, 2).Draw(t, "day"))
				w, touched = w.OnDay(o.day)
			} else {
				w, o, touched = step(t, w, o)
			}
			check(t, w, o)
			if w != before {
				checkTouched(t, before, w, touched)
			}
		}
		check(t, first, firstOracle)
	})
}
