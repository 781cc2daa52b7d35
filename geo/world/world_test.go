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
	checkTallies(t, w, o)
	then := o.clone()
	then.day = today + geo.Day(rapid.SampledFrom([]int{-400, -31, -1, 0, 1}).Draw(t, "as of"))
	checkTallies(t, w.AsOf(then.day), then)
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
			for _, sight := range sights() {
				if got, want2 := table.Value(r, f, sight), o.value(want, f, sight); got != want2 {
					t.Fatalf("%s: %s for %s is %q, want %q", want.Ref(), f.Name, sight, got, want2)
				}
			}
		}
		if want.Collection == geo.Enterprises {
			got := table.Reason(r, geo.FullSight()).Records()
			slices.Sort(got)
			if marks := o.marks(want); table.Marks(r) != marks {
				t.Fatalf("%s: marks %07b, want %07b", want.Ref(), table.Marks(r), marks)
			}
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
		for _, sight := range sights() {
			column := table.Column(f, sight)
			values, numbers, texts := column.Values(rows, nil), make([]int64, len(rows)), make([]string, len(rows))
			column.Numbers(rows, numbers)
			column.Texts(rows, texts)
			for i, v := range values {
				number, known := column.Number(rows[i])
				if want, is := numberOf(v, column, rows[i]); is != known || known && number != want || (numbers[i] != world.NoNumber) != known || known && numbers[i] != number || texts[i] != column.Text(rows[i]) {
					t.Fatalf("%s: %s for %s is %q, as a number %d and %d, as a text %q", all[i].Ref(), f.Name, sight, v, number, numbers[i], texts[i])
				}
				if want := o.value(all[i], f, sight); v != want || !column.Known() && !want.IsNone() {
					t.Fatalf("%s: %s for %s is %q, want %q", all[i].Ref(), f.Name, sight, v, want)
				}
				if names := column.Names(); names != nil && v.Text() != "" && names[column.Code(rows[i])] != v.Text() {
					t.Fatalf("%s: the code of %s is that of another text", all[i].Ref(), f.Name)
				}
			}
		}
	}
}

// numberOf is a value as Number reads it.
func numberOf(v geo.Value, c world.Column, r world.Row) (n int64, is bool) {
	switch v.Type() {
	case geo.TypeInteger:
		n, is = v.Integer()
		return n, is && c.Numbered() // stars are integers or a text
	case geo.TypeDay:
		return int64(v.Day()), true
	case geo.TypeBoolean:
		if yes, _ := v.Boolean(); yes {
			n = 1
		}
		return n, true
	}
	code := c.Code(r)
	return int64(code), code >= 0
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
	columns := []world.Column{table.Column(geo.NameZH, geo.PublicSight()), table.Column(geo.ID, geo.PublicSight()), table.Column(geo.Output, geo.PublicSight())}
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
	s := fmt.Sprint(t.Geometry(r), t.Current(r), t.Stacked(r), t.Version(r), t.Value(r, geo.ValidFrom, geo.FullSight()), t.Value(r, geo.ValidTo, geo.FullSight()))
	if c == geo.Enterprises {
		s += fmt.Sprint(t.Marks(r), t.Status(r, geo.FullSight()), t.Status(r, geo.PublicSight()), t.Value(r, geo.GridOf, geo.PublicSight()))
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
	o := oracleOf(today, settings(t))
	var records []geo.Record
	for range rapid.IntRange(0, 60).Draw(t, "records") {
		r := record(t, collection(t))
		if _, there := o.records[r.Ref()]; !there {
			r.Version = 1
			o.records[r.Ref()] = r
			records = append(records, r)
		}
	}
	w, err := world.New(today, 1, o.settings, records)
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
			switch rapid.IntRange(0, 6).Draw(t, "turn") {
			case 0:
				o.day = today + geo.Day(rapid.SampledFrom([]int{-40, -2, -1, 0, 1, 2, 40}).Draw(t, "day"))
				o = o.clone()
				w, touched = w.OnDay(o.day)
			case 1:
				o.settings = settings(t)
				o = o.clone()
				w, touched = w.Under(o.settings)
			default:
				w, o, touched = step(t, w, o)
			}
			if w.Settings().Hash() != o.settings.Hash() {
				t.Fatal("the World is under other settings")
			}
			check(t, w, o)
			if w != before {
				checkTouched(t, before, w, touched)
			}
		}
		check(t, first, firstOracle)
	})
}
