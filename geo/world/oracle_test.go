package world_test

import (
	"math"
	"slices"
	"strings"
	"time"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/status"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// oracle is what a World should say, worked out from a plain map of records by the simplest code there is.
type oracle struct {
	day      geo.Day
	settings geo.Settings
	rules    *status.Rulebook
	records  map[string]geo.Record // by collection/id
}

func oracleOf(day geo.Day, s geo.Settings) oracle {
	return oracle{day, s, status.RulebookOf(s, day), map[string]geo.Record{}}
}

func (o oracle) clone() oracle {
	c := oracleOf(o.day, o.settings)
	for k, r := range o.records {
		c.records[k] = r
	}
	return c
}

// of lists a collection by id.
func (o oracle) of(c geo.Collection) []geo.Record {
	var list []geo.Record
	for _, r := range o.records {
		if r.Collection == c {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b geo.Record) int { return strings.Compare(a.ID, b.ID) })
	return list
}

func (o oracle) current(r geo.Record) bool { return r.Valid.Holds(o.day) }

func (o oracle) facts(e geo.Record) status.Facts {
	f := status.Facts{FullMembers: status.UnknownCount, Instructors: status.UnknownCount, Surveyed: !e.Get(geo.SurveyedAt).IsNone()}
	if n, ok := e.Get(geo.FullMembers).Integer(); ok {
		f.FullMembers = int32(min(n, math.MaxInt32))
	}
	if n, ok := e.Get(geo.Instructors).Integer(); ok {
		f.Instructors = int32(min(n, math.MaxInt32))
	}
	f.Effective = status.No
	if is, known := e.Get(geo.Operating).Boolean(); known && is {
		f.Operating = status.Yes
	} else if known {
		f.Operating = status.No
	}
	for _, org := range o.of(geo.Organizations) {
		if o.current(org) && org.Get(geo.Covers).Contains(e.ID) {
			f.Forms |= status.FormOf(org.Get(geo.Form).Text())
			if slices.Contains(o.settings.Get(geo.CountedForms).Items(), org.Get(geo.Form).Text()) {
				f.Effective = f.Effective.Or(o.effective(org))
			}
			f.Records = append(f.Records, org.Ref())
		}
	}
	return f
}

// effective tells whether an organization is. Months are counted from the rating to the day rather than from the rating onwards.
func (o oracle) effective(org geo.Record) status.Answer {
	on, active := org.Get(geo.RatedOn).Day(), org.Get(geo.ActiveOn).Day()
	known := active != 0 && active <= o.day
	if known && o.day-active > geo.Day(o.settings.Integer(geo.ActivityDays)) || org.Get(geo.Stars).Text() == geo.Unrated {
		return status.No
	}
	for _, s := range o.settings.StarSchemes() {
		if s.Name != org.Get(geo.StarScheme).Text() || org.Get(geo.Stars).IsNone() || on > o.day || on == 0 && s.Months > 0 {
			continue
		}
		if s.Months > 0 && monthsBetween(on.Start(), o.day.Start()) >= s.Months {
			return status.No
		}
		if known {
			return status.Yes
		}
	}
	return status.Unstated
}

// monthsBetween is how many months have passed; a month that is too short for the day ends one on its last.
func monthsBetween(from, to time.Time) int {
	months := (to.Year()-from.Year())*12 + int(to.Month()) - int(from.Month())
	last := to.AddDate(0, 0, 1).Day() == 1
	if to.Day() < from.Day() && !last {
		months--
	}
	return months
}

func (o oracle) marks(e geo.Record) status.Marks { return o.rules.Marks(o.facts(e)) }

func (o oracle) status(e geo.Record, by geo.Sight) status.Status {
	s, _ := o.rules.For(o.facts(e), by.Class(e.Zone))
	return s
}

// grid is the effective grid: stated, or the lowest code of those around the point, borders included.
func (o oracle) grid(e geo.Record) string {
	if stated := e.Get(geo.GridOf).Text(); stated != "" || !e.Located() {
		return stated
	}
	best, bestKey := "", ""
	for _, g := range o.of(geo.Grids) {
		if !o.current(g) || !g.Located() || !holds(g.Geometry.(orb.Polygon)[0], e.Geometry.(orb.Point)) {
			continue
		}
		key := g.Get(geo.GridCode).Text()
		if key == "" {
			key = g.ID
		}
		if key += "\x00" + g.ID; best == "" || key < bestKey {
			best, bestKey = g.ID, key
		}
	}
	return best
}

// holds tells whether a convex ring holds a point or has it on its border: the point lies on one side of every edge. The grids of
// these tests are convex, on a lattice of whole units where this is exact.
func holds(ring orb.Ring, p orb.Point) bool {
	left, right := true, true
	for i := 1; i < len(ring); i++ {
		a, b := units(ring[i-1]), units(ring[i])
		q := units(p)
		cross := (b[0]-a[0])*(q[1]-a[1]) - (b[1]-a[1])*(q[0]-a[0])
		left, right = left && cross >= 0, right && cross <= 0
	}
	return left || right
}

func units(p orb.Point) [2]int64 {
	return [2]int64{int64(math.Round(p[0] * 1e7)), int64(math.Round(p[1] * 1e7))}
}

func (o oracle) value(r geo.Record, f *geo.Field, by geo.Sight) geo.Value {
	switch {
	case f.Class == geo.Internal && by.Class(r.Zone) == geo.Public:
		return geo.Value{}
	case f == geo.EnterpriseStatus && r.Collection == geo.Enterprises:
		return geo.Text(o.status(r, by).String())
	case f == geo.GridOf && r.Collection == geo.Enterprises:
		return geo.Text(o.grid(r))
	}
	return r.Get(f)
}

func (o oracle) matches(r geo.Record, q world.Query) bool {
	if q.When == nil && !o.current(r) || q.When != nil && !q.When.Meets(r.Valid) {
		return false
	}
	if !o.shown(r, q.Sight) {
		return false
	}
	for _, c := range q.Equal {
		v := o.value(r, c.Field, q.Sight)
		if v.IsNone() || v != c.Value && !v.Contains(c.Value.Text()) {
			return false
		}
	}
	if len(q.Boxes) == 0 || r.Geometry == nil {
		return true
	}
	return slices.ContainsFunc(q.Boxes, func(b orb.Bound) bool { return meetsBox(r.Geometry, b) })
}

// shown tells whether a reader may know of a record: the public of published tours and their stops only.
func (o oracle) shown(r geo.Record, by geo.Sight) bool {
	switch {
	case by.Class(r.Zone) == geo.Internal:
		return true
	case r.Collection == geo.Stops:
		tour, there := o.records["tours/"+r.Get(geo.TourOf).Text()]
		return there && o.shown(tour, by)
	}
	return r.Collection != geo.Tours || r.Get(geo.TourStatus).Text() == "published"
}

// meetsBox is exact for what these tests draw: points, axis-parallel boxes and their triangles, short lines.
func meetsBox(g orb.Geometry, b orb.Bound) bool {
	corners := orb.Ring{{b.Min[0], b.Min[1]}, {b.Max[0], b.Min[1]}, {b.Max[0], b.Max[1]}, {b.Min[0], b.Max[1]}, {b.Min[0], b.Min[1]}}
	within := func(p orb.Point) bool {
		return b.Min[0] <= p[0] && p[0] <= b.Max[0] && b.Min[1] <= p[1] && p[1] <= b.Max[1]
	}
	crosses := func(path []orb.Point) bool {
		for i := 1; i < len(path); i++ {
			for j := 1; j < len(corners); j++ {
				if segmentsMeet(units(path[i-1]), units(path[i]), units(corners[j-1]), units(corners[j])) {
					return true
				}
			}
		}
		return slices.ContainsFunc(path, within)
	}
	switch g := g.(type) {
	case orb.Point:
		return within(g)
	case orb.LineString:
		return crosses(g)
	case orb.Polygon:
		return crosses(g[0]) || holds(g[0], b.Min)
	}
	return false
}

// segmentsMeet is exact on whole units.
func segmentsMeet(a, b, c, d [2]int64) bool {
	side := func(p, q, r [2]int64) int64 {
		cross := (q[0]-p[0])*(r[1]-p[1]) - (q[1]-p[1])*(r[0]-p[0])
		return max(-1, min(1, cross))
	}
	on := func(p, q, r [2]int64) bool {
		return side(p, q, r) == 0 && min(p[0], q[0]) <= r[0] && r[0] <= max(p[0], q[0]) && min(p[1], q[1]) <= r[1] && r[1] <= max(p[1], q[1])
	}
	if on(a, b, c) || on(a, b, d) || on(c, d, a) || on(c, d, b) {
		return true
	}
	return side(a, b, c)*side(a, b, d) < 0 && side(c, d, a)*side(c, d, b) < 0
}

func (o oracle) found(c geo.Collection, q world.Query) []geo.Record {
	return slices.DeleteFunc(o.of(c), func(r geo.Record) bool { return !o.matches(r, q) })
}

func rectOf(g orb.Geometry) plane.Rect { return plane.MercatorBounds(g.Bound()) }

// pins lists the current drawable points.
func (o oracle) pins(c geo.Collection) []geo.Record {
	return slices.DeleteFunc(o.of(c), func(r geo.Record) bool {
		_, point := r.Geometry.(orb.Point)
		return !point || !o.current(r) || !r.Located()
	})
}

// cell is the oracle's cluster; id is the record's when there is one.
type cell struct {
	count      uint32
	byStatus   [status.PublicCount]uint32
	sumX, sumY uint64
	id         string
}

func (o oracle) cells(c geo.Collection, level uint8) map[plane.XY]cell {
	cells := map[plane.XY]cell{}
	for _, r := range o.pins(c) {
		at := plane.Mercator(r.Geometry.(orb.Point))
		key := plane.XY{X: at.X >> (32 - level), Y: at.Y >> (32 - level)}
		x := cells[key]
		x.count++
		x.sumX += uint64(at.X)
		x.sumY += uint64(at.Y)
		if c == geo.Enterprises {
			x.byStatus[o.status(r, geo.PublicSight()).PublicPlace()]++
		}
		if x.id = r.ID; x.count > 1 {
			x.id = ""
		}
		cells[key] = x
	}
	return cells
}
