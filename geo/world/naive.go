package world

import (
	"slices"
	"sort"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/plane"
	"beltmap/geo/status"
	"github.com/paulmach/orb"
)

type Builder struct {
	day  geo.Day
	recs []geo.Record
}

func NewBuilder(day geo.Day) *Builder { return &Builder{day: day} }

func (b *Builder) Add(records []geo.Record) error {
	for i := range records {
		r := records[i].Clone()
		r.Normalize()
		b.recs = append(b.recs, r)
	}
	return nil
}

func (b *Builder) Build(version geo.Cursor) (*World, error) {
	w := &World{day: b.day, version: version}
	for _, c := range geo.AllCollections() {
		w.tables[c] = &Table{w: w, c: c, day: b.day}
	}
	for _, r := range b.recs {
		t := w.tables[r.Collection]
		t.recs = append(t.recs, r)
	}
	for _, c := range geo.AllCollections() {
		t := w.tables[c]
		sort.Slice(t.recs, func(i, j int) bool { return t.recs[i].ID < t.recs[j].ID })
		for i := range t.recs {
			if i > 0 && t.recs[i].ID == t.recs[i-1].ID {
				return nil, geo.Conflict("world.Build", phrase.WorldTwice.With(t.recs[i].Ref()))
			}
		}
	}
	return w, nil
}

func (w *World) Apply(version geo.Cursor, changes []geo.Change) (*World, Touched, error) {
	b := NewBuilder(w.day)
	m := map[string]geo.Record{}
	for _, c := range geo.AllCollections() {
		for _, r := range w.tables[c].recs {
			m[r.Ref()] = r
		}
	}
	for _, ch := range changes {
		old, ok := m[ch.Record.Ref()]
		switch {
		case ok && ch.Op == geo.Insert:
			return nil, Touched{}, geo.Conflict("world.Apply", phrase.WorldThere.With(ch.Record.Ref()))
		case !ok && (ch.Op == geo.Update || ch.Op == geo.Delete):
			return nil, Touched{}, geo.NotFound("world.Apply", phrase.WorldMissing.With(ch.Record.Ref()))
		case ok && ch.Expect != 0 && old.Version != ch.Expect:
			return nil, Touched{}, geo.Conflict("world.Apply", phrase.WorldChanged.With(ch.Record.Ref(), old.Version, ch.Expect))
		}
		if ch.Op == geo.Delete {
			delete(m, ch.Record.Ref())
			continue
		}
		r := ch.Record.Clone()
		r.Version = version
		m[r.Ref()] = r
	}
	for _, r := range m {
		_ = b.Add([]geo.Record{r})
	}
	next, err := b.Build(version)
	return next, Touched{All: true, Collections: geo.AllCollections()}, err
}

func (w *World) OnDay(day geo.Day) (*World, Touched) {
	b := NewBuilder(day)
	for _, c := range geo.AllCollections() {
		_ = b.Add(w.tables[c].recs)
	}
	next, _ := b.Build(w.version)
	return next, Touched{All: true, Collections: geo.AllCollections()}
}

type Table struct {
	w    *World
	c    geo.Collection
	day  geo.Day
	recs []geo.Record
}

func (t *Table) Collection() geo.Collection { return t.c }

func (t *Table) Len() int { return t.Count(Query{}) }

func (t *Table) Unlocated() int {
	n := 0
	for i := range t.recs {
		if t.Current(Row(i)) && !t.recs[i].Located() {
			n++
		}
	}
	return n
}

func (t *Table) Find(id string) (Row, bool) {
	i, ok := sort.Find(len(t.recs), func(i int) int { return strings.Compare(id, t.recs[i].ID) })
	return Row(i), ok
}

func (t *Table) ID(r Row) string             { return t.recs[r].ID }
func (t *Table) Current(r Row) bool          { return t.recs[r].Valid.Holds(t.day) }
func (t *Table) Version(r Row) geo.Cursor    { return t.recs[r].Version }
func (t *Table) Record(r Row) geo.Record     { return t.recs[r].Clone() }
func (t *Table) Geometry(r Row) orb.Geometry { return t.recs[r].Geometry }
func (t *Table) Drawable(r Row) bool         { return t.recs[r].Located() }

func (t *Table) Point(r Row) (orb.Point, bool) {
	p, ok := t.recs[r].Geometry.(orb.Point)
	return p, ok
}

func (t *Table) XY(r Row) plane.XY {
	p, _ := t.Point(r)
	return plane.Mercator(p)
}

func (t *Table) facts(r Row) status.Facts {
	rec := &t.recs[r]
	f := status.Facts{FullMembers: status.UnknownCount, Instructors: status.UnknownCount}
	if n, ok := rec.Get(geo.FullMembers).Integer(); ok {
		f.FullMembers = int32(n)
	}
	if n, ok := rec.Get(geo.Instructors).Integer(); ok {
		f.Instructors = int32(n)
	}
	f.Surveyed = !rec.Get(geo.SurveyedAt).IsNone()
	orgs := t.w.tables[geo.Organizations]
	for i := range orgs.recs {
		if orgs.Current(Row(i)) && orgs.recs[i].Get(geo.Covers).Contains(rec.ID) {
			f.Forms |= status.FormOf(orgs.recs[i].Get(geo.Form).Text())
			f.Records = append(f.Records, orgs.recs[i].Ref())
		}
	}
	return f
}

func (t *Table) Status(r Row, c geo.Class) status.Status {
	s, _ := status.For(t.facts(r), c)
	return s
}

func (t *Table) Reason(r Row, c geo.Class) status.Reason {
	_, reason := status.For(t.facts(r), c)
	return reason
}

func (t *Table) Value(r Row, f *geo.Field, c geo.Class) geo.Value {
	if f.Class == geo.Internal && c == geo.Public {
		return geo.Value{}
	}
	if f == geo.EnterpriseStatus && t.c == geo.Enterprises {
		return geo.Text(t.Status(r, c).String())
	}
	return t.recs[r].Get(f)
}

// Column reads one field of many rows.
type Column struct {
	t *Table
	f *geo.Field
	c geo.Class
}

func (t *Table) Column(f *geo.Field, c geo.Class) Column { return Column{t, f, c} }

func (c Column) Value(r Row) geo.Value { return c.t.Value(r, c.f, c.c) }

type Matcher struct {
	t *Table
	q Query
}

func (t *Table) Matcher(q Query) Matcher { return Matcher{t, q} }

func (m Matcher) Match(r Row) bool {
	rec := &m.t.recs[r]
	if m.q.When == nil && !m.t.Current(r) || m.q.When != nil && !m.q.When.Meets(rec.Valid) {
		return false
	}
	for _, c := range m.q.Equal {
		v := m.t.Value(r, c.Field, m.q.Class)
		if v.IsNone() || v != c.Value && !v.Contains(c.Value.Text()) {
			return false
		}
	}
	return true
}

func (t *Table) Page(q Query, after string, limit int) (rows []Row, more bool) {
	m := t.Matcher(q)
	for i := range t.recs {
		if t.recs[i].ID > after && m.Match(Row(i)) && t.inBoxes(Row(i), q.Boxes) {
			if len(rows) == limit {
				return rows, true
			}
			rows = append(rows, Row(i))
		}
	}
	return rows, false
}

func (t *Table) inBoxes(r Row, boxes []orb.Bound) bool {
	g := t.recs[r].Geometry
	if len(boxes) == 0 || g == nil {
		return true
	}
	return slices.ContainsFunc(boxes, func(b orb.Bound) bool { return b.Intersects(g.Bound()) })
}

func (t *Table) Count(q Query) int {
	rows, _ := t.Page(q, "", len(t.recs)+1)
	return len(rows)
}

func (t *Table) InRect(rect plane.Rect, visit func(Row) bool) {
	for i := range t.recs {
		if t.recs[i].Located() && plane.MercatorBounds(t.recs[i].Geometry.Bound()).Meets(rect) && !visit(Row(i)) {
			return
		}
	}
}

func (t *Table) Stacked(r Row) bool {
	n := 0
	for i := range t.recs {
		if t.Current(Row(i)) && t.recs[i].Located() && t.recs[i].Geometry == t.recs[r].Geometry {
			n++
		}
	}
	return n > 1
}

// Cell is one cell of the cluster pyramid.
type Cell struct {
	X, Y       uint32
	Count      uint32
	ByStatus   [status.PublicCount]uint32
	SumX, SumY uint64
	Row        Row
}

func (t *Table) Cells(level uint8, cells plane.Rect, visit func(*Cell) bool) {
	found := map[plane.XY]*Cell{}
	for i := range t.recs {
		r := Row(i)
		if _, ok := t.Point(r); !ok || !t.Current(r) || !t.Drawable(r) {
			continue
		}
		at := t.XY(r)
		key := plane.XY{X: at.X >> (32 - level), Y: at.Y >> (32 - level)}
		if !cells.Holds(key) {
			continue
		}
		c := found[key]
		if c == nil {
			c = &Cell{X: key.X, Y: key.Y}
			found[key] = c
		}
		c.Count++
		c.SumX += uint64(at.X)
		c.SumY += uint64(at.Y)
		c.Row = r
		if t.c == geo.Enterprises {
			c.ByStatus[t.Status(r, geo.Public).PublicPlace()]++
		}
	}
	for _, c := range found {
		if !visit(c) {
			return
		}
	}
}
