package tour

import (
	"cmp"
	"context"
	"math"
	"slices"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// Wanted says which places may become a stop. What is zero is not asked.
type Wanted struct {
	Zone     string
	Belt     string  // whose participants, or, with Metres, what lies near it
	Metres   float64 // the most from the belt's axis or area
	Stars    int     // at least so many
	Honor    string  // a level, or AnyHonor: with an honor valid on the World's day
	Alliance string  // whose participants
	Sight    geo.Sight
	Limit    int
}

// AnyHonor asks for an honor of whatever level.
const AnyHonor = "any"

// Candidate is a place that may become a stop.
type Candidate struct {
	Collection geo.Collection
	ID         string
	NameZH     string
	NameEN     string
	Zone       string
	Class      geo.Precision
	Point      orb.Point
	Stars      int     // of the organization, or the most of those that cover the enterprise; -1 for none known
	Honors     []Honor // valid on the World's day
	Metres     float64 // from the belt that was asked for, -1 for none
}

// Candidates lists located enterprises, organizations, centers and places that are as wanted: those nearest to the belt first where one is
// named, then those of more stars and more honors, then by name of the record; and how many there are.
func Candidates(ctx context.Context, w *world.World, want Wanted) (found []Candidate, matched int, err error) {
	var belt orb.Geometry
	if row, there := w.Table(geo.Belts).Find(want.Belt); there {
		belt = w.Table(geo.Belts).Geometry(row)
	}
	members := participants(w, want.Alliance)
	for _, c := range []geo.Collection{geo.Enterprises, geo.Organizations, geo.Centers, geo.Places} {
		t, q := w.Table(c), world.Query{Sight: want.Sight}
		if want.Alliance != "" && c != geo.Enterprises {
			continue
		}
		if want.Zone != "" {
			q.Equal = append(q.Equal, world.Condition{Field: geo.Zone, Value: geo.Text(want.Zone)})
		}
		switch {
		case want.Metres > 0 && belt != nil:
			q.Boxes = []orb.Bound{around(belt.Bound(), want.Metres)}
		case want.Belt != "":
			q.Equal = append(q.Equal, world.Condition{Field: geo.BeltsOf, Value: geo.Text(want.Belt)})
		}
		left := 4096
		t.Scan(q, func(r world.Row) bool {
			if left--; left == 0 {
				left = 4096
				if err = ctx.Err(); err != nil {
					return false
				}
			}
			if t.Drawable(r) && (want.Alliance == "" || members[t.ID(r)]) {
				if one, ok := want.fits(w, t, r, belt); ok {
					found = append(found, one)
				}
			}
			return true
		})
		if err != nil {
			return nil, 0, err
		}
	}
	slices.SortFunc(found, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.Metres, b.Metres), -cmp.Compare(a.Stars, b.Stars), -cmp.Compare(len(a.Honors), len(b.Honors)), cmp.Compare(a.Collection, b.Collection), cmp.Compare(a.ID, b.ID))
	})
	matched = len(found)
	return found[:min(len(found), want.Limit)], matched, ctx.Err()
}

// fits reads one row and tells whether it is as wanted.
func (want *Wanted) fits(w *world.World, t *world.Table, r world.Row, belt orb.Geometry) (c Candidate, ok bool) {
	c = Candidate{Collection: t.Collection(), ID: t.ID(r), Point: middle(t.Geometry(r)), Stars: starsOf(w, t, r), Metres: -1}
	if c.Stars < want.Stars {
		return c, false
	}
	if belt != nil {
		if c.Metres = metresFrom(belt, c.Point); want.Metres > 0 && c.Metres > want.Metres {
			return c, false
		}
	}
	c.Honors = HonorsOf(w, c.Collection.String()+"/"+c.ID)
	if want.Honor != "" && !slices.ContainsFunc(c.Honors, func(h Honor) bool { return want.Honor == AnyHonor || h.Level == want.Honor }) {
		return c, false
	}
	text := func(f *geo.Field) string { return t.Value(r, f, geo.PublicSight()).Text() }
	c.NameZH, c.NameEN, c.Zone, c.Class = text(geo.NameZH), text(geo.NameEN), text(geo.Zone), geo.Precision(text(geo.PositionClass))
	return c, true
}

// starsOf are the stars of an organization, or the most that an organization has that covers the enterprise.
func starsOf(w *world.World, t *world.Table, r world.Row) int {
	most := -1
	orgs := w.Table(geo.Organizations)
	take := func(o world.Row) {
		if n, known := orgs.Value(o, geo.Stars, geo.PublicSight()).Integer(); known && orgs.Current(o) {
			most = max(most, int(n))
		}
	}
	switch t.Collection() {
	case geo.Organizations:
		take(r)
	case geo.Enterprises:
		t.Coverers(r, take)
	}
	return most
}

func participants(w *world.World, alliance string) map[string]bool {
	members := map[string]bool{}
	t := w.Table(geo.Alliances)
	if row, there := t.Find(alliance); there {
		for _, id := range t.Value(row, geo.Participants, geo.PublicSight()).Items() {
			members[id] = true
		}
	}
	return members
}

const metresADegree = 111_000 // of latitude, a little too few

// around is a box with so many metres more on every side.
func around(b orb.Bound, metres float64) orb.Bound {
	dy := metres / metresADegree
	dx := dy / math.Max(0.1, math.Cos(b.Center()[1]*math.Pi/180))
	return orb.Bound{Min: orb.Point{b.Min[0] - dx, b.Min[1] - dy}, Max: orb.Point{b.Max[0] + dx, b.Max[1] + dy}}
}

// metresFrom is the distance of a point from a line, or from an area in which it does not lie.
func metresFrom(g orb.Geometry, p orb.Point) float64 {
	least := math.Inf(1)
	path := func(points []orb.Point) {
		for i := 1; i < len(points); i++ {
			least = min(least, plane.Distance(p, nearest(points[i-1], points[i], p)))
		}
	}
	switch g := g.(type) {
	case orb.LineString:
		path(g)
	case orb.MultiLineString:
		for _, line := range g {
			path(line)
		}
	case orb.Polygon:
		if plane.Covers(g, p) {
			return 0
		}
		for _, ring := range g {
			path(ring)
		}
	case orb.MultiPolygon:
		for _, one := range g {
			least = min(least, metresFrom(one, p))
		}
	}
	return least
}

// nearest is the point of a short line that is nearest to p, on a plane where degrees of longitude are as short as they are at p.
func nearest(a, b, p orb.Point) orb.Point {
	k := math.Cos(p[1] * math.Pi / 180)
	dx, dy := (b[0]-a[0])*k, b[1]-a[1]
	length := dx*dx + dy*dy
	if length == 0 {
		return a
	}
	s := max(0, min(1, ((p[0]-a[0])*k*dx+(p[1]-a[1])*dy)/length))
	return orb.Point{a[0] + s*(b[0]-a[0]), a[1] + s*(b[1]-a[1])}
}
