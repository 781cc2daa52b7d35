package coverage

import (
	"context"
	"math"
	"slices"
	"strings"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/radix"
	"beltmap/geo/status"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// GapStatuses are the statuses of enterprises that something is to be done about, in the order in which lists have them: a branch is due; nothing
// is there; nobody knows.
func GapStatuses() []status.Status {
	return []status.Status{status.Eligible, status.Uncovered, status.Unknown}
}

// GapRequest asks for the gaps of an area.
type GapRequest struct {
	Area     world.Condition // the enterprises of a zone (geo.Zone), of a grid (geo.GridOf, the effective one) or of a belt (geo.BeltsOf)
	Polygon  orb.Geometry    // in place of Area, those whose point it covers; it must have passed CheckArea
	Zone     *string         // with a polygon, the enterprises of this zone only; "" for those of none
	Measure  *Measure        // whom this does not count, in place of whom no organization covers
	Statuses []status.Status // of GapStatuses, or of MeasuredStatuses
	Sight    geo.Sight       // enterprises whose internal fields the reader does not see are counted, not judged
}

// Gap is one enterprise without an organization.
type Gap struct {
	Row       world.Row
	Members   int32 // full members, status.UnknownCount if not stated
	Employees int64 // -1 if not stated
	Status    status.Status
	Measured  bool // it is in the denominator of rates; else it is not stated whether it operates
	Unsure    bool // whether the measure that was asked for counts it is not known
}

// Gaps are the gaps of an area, ranked.
type Gaps struct {
	List        []Gap
	Enterprises int               // of the area
	Measured    int               // of them in the denominator of rates
	Unsure      int               // of the latter those of which it is not known whether the measure that was asked for counts them
	Unlocated   int               // enterprises that have no point and may lie in the polygon that was asked about, or not
	ByStatus    [status.Count]int // of those looked at, whether their status was asked for or not
	Aside       int               // not looked at, for they are said not to operate
	Unseen      int               // not looked at, for the reader does not see their internal fields
}

// scanStep is how many enterprises are looked at between two looks at whether anybody still waits.
const scanStep = 4096

// scan visits the records that a query finds, and gives up when the context ends.
func scan(ctx context.Context, t *world.Table, q world.Query, visit func(world.Row)) error {
	left := scanStep
	t.Scan(q, func(r world.Row) bool {
		visit(r)
		if left--; left > 0 {
			return true
		}
		left = scanStep
		return ctx.Err() == nil
	})
	return ctx.Err()
}

// FindGaps lists the gaps of an area: those that should have an organization first, then the uncovered, then those of which it is not known; by a
// measure those that have less than it counts before the latter, and last those of which it is not known whether it counts them; among equals who has more full members first, then who has more employees, what is not stated last, then by id, bytewise. Enterprises that are said not to
// operate are left out, where the settings do not measure them; those of which it is not stated are listed and marked.
func FindGaps(ctx context.Context, w *world.World, q GapRequest) (*Gaps, error) {
	f := &gapFinder{Gaps: &Gaps{List: make([]Gap, 0, 2048)}, t: w.Table(geo.Enterprises)}
	f.statuses, f.seen, f.counts = f.t.Statuses(q.Sight), seer(f.t, q.Sight), q.counts(f.t)
	for _, s := range q.Statuses {
		f.wanted[s] = true
	}
	if err := q.scan(ctx, f.t, f.look); err != nil {
		return nil, err
	}
	f.state(f.t.Column(geo.FullMembers, q.Sight), f.t.Column(geo.Employees, q.Sight))
	f.rank(f.t)
	if q.Polygon != nil {
		f.Unlocated = q.unlocated(w)
	}
	return f.Gaps, nil
}

// gapFinder finds gaps among enterprises.
type gapFinder struct {
	*Gaps
	t        *world.Table
	statuses world.Statuses
	seen     func(world.Row) bool
	counts   func(world.Row, status.Marks) (counted, sure bool)
	wanted   [status.Count]bool
	marks    []status.Marks // of the rows that are looked at
	stands   []status.Status
}

// look counts some enterprises and lists the gaps among them.
func (f *gapFinder) look(rows []world.Row) {
	f.Enterprises += len(rows)
	if len(f.marks) < len(rows) {
		f.marks, f.stands = make([]status.Marks, len(rows)), make([]status.Status, len(rows))
	}
	f.t.MarksOf(rows, f.marks)
	f.statuses.Of(rows, f.stands)
	for i, r := range rows {
		marks := f.marks[i]
		measured := marks.Has(status.InDenominator)
		if measured {
			f.Measured++
		}
		switch {
		case !f.seen(r):
			f.Unseen++
			continue
		case marks&(status.InDenominator|status.OperationUnstated) == 0:
			f.Aside++
			continue
		}
		sure := true
		if f.counts != nil {
			var counted bool
			if counted, sure = f.counts(r, marks); counted {
				continue
			}
			if !sure && measured {
				f.Unsure++
			}
		}
		s := f.stands[i]
		if f.ByStatus[s]++; f.wanted[s] {
			f.List = append(f.List, Gap{Row: r, Status: s, Members: status.UnknownCount, Employees: -1, Measured: measured, Unsure: !sure})
		}
	}
}

// state reads what is stated of the gaps, which are still in the order of their rows.
func (f *gapFinder) state(members, employees world.Column) {
	rows, numbers := make([]world.Row, len(f.List)), make([]int64, len(f.List))
	for i := range f.List {
		rows[i] = f.List[i].Row
	}
	members.Numbers(rows, numbers)
	for i, n := range numbers {
		if n != world.NoNumber {
			f.List[i].Members = int32(min(max(n, 0), math.MaxInt32))
		}
	}
	employees.Numbers(rows, numbers)
	for i, n := range numbers {
		if n != world.NoNumber {
			f.List[i].Employees = max(n, 0)
		}
	}
}

// seer tells of which rows a reader sees internal fields.
func seer(t *world.Table, s geo.Sight) func(world.Row) bool {
	if s.Internal.All() {
		return func(world.Row) bool { return true }
	}
	zones := t.Column(geo.Zone, geo.PublicSight())
	names := zones.Names()
	inside := make([]bool, len(names))
	for code, name := range names {
		inside[code] = s.Class(name) == geo.Internal
	}
	return func(r world.Row) bool {
		code := zones.Code(r)
		return code >= 0 && inside[code]
	}
}

// key is a gap's place as a number: the status, the members and the employees, the latter two from many to few.
func (g *Gap) key() uint64 {
	place := uint64(7)
	if !g.Unsure {
		place = gapPlaces[g.Status]
	}
	const most, fewer = 1<<31 - 1, 1<<30 - 1
	return place<<61 | uint64(fewer-1-min(int64(g.Members), fewer-1))&fewer<<31 | uint64(most-1-min(g.Employees, most-1))&most
}

func (g *Gaps) rank(t *world.Table) {
	order := make([]radix.Item, len(g.List))
	for i := range g.List {
		order[i] = radix.Item{Key: g.List[i].key(), At: uint64(i)}
	}
	radix.Sort(order)
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && order[to].Key == order[from].Key {
			to++
		}
		if to > from+1 {
			slices.SortFunc(order[from:to], func(a, b radix.Item) int { return strings.Compare(t.ID(g.List[a.At].Row), t.ID(g.List[b.At].Row)) })
		}
		from = to
	}
	for i := range order { // one gap after the other goes where it belongs, and the one that was there to its place
		gap, at := g.List[i], i
		for from := int(order[at].At); from != i; from = int(order[at].At) {
			g.List[at], order[at].At, at = g.List[from], uint64(at), from
		}
		g.List[at], order[at].At = gap, uint64(at)
	}
}

// After is what follows an enterprise in the list, and whether it is in it.
func (g *Gaps) After(w *world.World, id string) (rest []Gap, found bool) {
	row, there := w.Table(geo.Enterprises).Find(id)
	i := slices.IndexFunc(g.List, func(gap Gap) bool { return there && gap.Row == row })
	if i < 0 {
		return nil, false
	}
	return g.List[i+1:], true
}

// Roads measures the way between two places in metres, where a road graph is loaded; not known where they are not joined.
type Roads interface {
	Metres(from, to orb.Point) (metres float64, known bool)
}

// ByRow lists the places of gaps in a list in the order of their rows, in which neighbors in memory and mostly on the map follow one another.
func ByRow(gaps []Gap) []int32 {
	places := make([]int32, len(gaps))
	if len(gaps) == 0 {
		return places
	}
	least, most := gaps[0].Row, gaps[0].Row
	for i := range gaps {
		places[i] = int32(i)
		least, most = min(least, gaps[i].Row), max(most, gaps[i].Row)
	}
	const digit = 11
	other := make([]int32, len(gaps))
	for shift := 0; (most-least)>>shift > 0; shift += digit {
		var starts [1 << digit]int32
		for i := range gaps {
			starts[(gaps[i].Row-least)>>shift&(1<<digit-1)]++
		}
		sum := int32(0)
		for d, n := range starts {
			starts[d], sum = sum, sum+n
		}
		for _, at := range places {
			d := (gaps[at].Row - least) >> shift & (1<<digit - 1)
			other[starts[d]] = at
			starts[d]++
		}
		places, other = other, places
	}
	return places
}

// Reach is what lies nearest to an enterprise.
type Reach struct {
	Row    world.Row // -1 if there is nothing, or the enterprise has no place
	Metres float64   // as the crow flies, to a ten-millionth
	OnRoad float64   // NaN if not known
}

// Surroundings are the nearest organization and the nearest service center of each of some gaps, in their order. Only what is valid on the World's
// day and has a place of its own counts. Which is nearest is decided in Mercator units, whose length changes by 0.1 ‰ within a kilometre; the
// distance is that on the ellipsoid. order is ByRow of the gaps, roads may be nil.
func Surroundings(w *world.World, gaps []Gap, order []int32, roads Roads) (organizations, centers []Reach) {
	t := w.Table(geo.Enterprises)
	rows, places := make([]world.Row, 0, len(order)), make([]int32, 0, len(order))
	for _, i := range order {
		r := gaps[i].Row
		if _, _, isPoint := t.Units(r); isPoint && t.Drawable(r) {
			rows, places = append(rows, r), append(places, i)
		}
	}
	near := make([]world.Neighbor, len(rows))
	reach := func(c geo.Collection) []Reach {
		t.Neighbors(c, rows, near)
		all := slices.Repeat([]Reach{{Row: -1, Metres: math.NaN(), OnRoad: math.NaN()}}, len(gaps))
		for i, o := range places {
			if n := near[i]; n.Row >= 0 {
				all[o] = Reach{n.Row, float64(n.Metres), math.NaN()}
				all[o].follow(roads, t, rows[i], w.Table(c))
			}
		}
		return all
	}
	return reach(geo.Organizations), reach(geo.Centers)
}

// follow measures the way there, where roads are loaded.
func (r *Reach) follow(roads Roads, t *world.Table, from world.Row, to *world.Table) {
	if roads == nil {
		return
	}
	here, _ := t.Point(from)
	there, _ := to.Point(r.Row)
	if metres, known := roads.Metres(here, there); known {
		r.OnRoad = metres
	}
}

// NearestCovered lists the k enterprises nearest to a place that an organization of any form covers, nearest first.
func NearestCovered(w *world.World, at plane.XY, k int) []world.Near {
	t := w.Table(geo.Enterprises)
	statuses := t.Statuses(geo.PublicSight())
	return t.Nearest(at, k, func(r world.Row) bool {
		s := statuses.At(r)
		return s == status.Single || s == status.Joint || s == status.Regional
	})
}
