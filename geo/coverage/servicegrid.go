package coverage

import (
	"context"
	"math"
	"slices"
	"strings"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// ServiceRequest asks which center serves which grid of a zone.
type ServiceRequest struct {
	Zone   string
	Sight  geo.Sight
	Metres float64 // within which a center serves: as the crow flies, or on the road
	Ways   Ways    // by road; nil for as the crow flies
}

// Ways measures how far it is on foot from each of some sites to each of some places: row gets the metres of one site, a negative number where no way is
// known. The slice is valid during the call.
type Ways interface {
	Ways(ctx context.Context, sites, places []orb.Point, row func(site int, metres []float64)) error
}

// ServiceMetres is how far as the crow flies somebody walks in some minutes at some km/h, where the way is so many times as long.
func ServiceMetres(minutes, speed, detour float64) float64 {
	return minutes * speed * 1000 / 60 / detour
}

// Service is one grid and the center that serves it: the one its record names, else the nearest to the middle of its enterprises, or of its box where it has
// none with a place.
type Service struct {
	Grid        world.Row
	Stated      bool      // the grid's record names the center
	Center      world.Row // -1 if there is none, or the one that is named is not there
	Metres      float64   // from the middle; NaN if the center has no place, or no way is known
	Served      bool      // within the metres asked for
	Enterprises int       // by their effective grid
	Located     int
	Within      int // located enterprises that the center serves from where they are
	NoWay       int // located enterprises to which no way from the center is known
	Seen        int // enterprises whose instructors the reader sees
	Instructors int // of those seen that state them
	Unstated    int // of those seen that do not
}

// Mismatch is why an enterprise is not in exactly one grid.
type Mismatch uint8

// The mismatches.
const (
	Unplaced   Mismatch = iota // no place, and no grid is stated
	InNone                     // its place is in no grid, and none is stated
	InSeveral                  // its place is within several grids at once
	Contradict                 // its place is not in the grid that is stated
	NoSuchGrid                 // the grid that is stated is not there
	NumMismatches
)

var mismatchNames = [NumMismatches]string{"unlocated", "in_none", "in_several", "stated_differs", "no_such_grid"}

func (m Mismatch) String() string { return mismatchNames[m] }

// Misfit is an enterprise on the list of what is to be fixed.
type Misfit struct {
	Row     world.Row
	Why     Mismatch
	Stated  string   // the grid that is stated, "" for none
	Derived []string // the grids its place is in or on the border of, by id
}

// Services are the grids of a zone. Every enterprise of the zone is in exactly one grid or among Misfits.
type Services struct {
	Grids       []Service // by id
	Misfits     []Misfit  // by why, then by id
	Enterprises int
	InOne       int
}

// LookServices says which center serves which grid of a zone. On a common border of grids an enterprise is in one of them, as geo/world decides.
func LookServices(ctx context.Context, w *world.World, q ServiceRequest) (*Services, error) {
	s := &Services{}
	t, grids := w.Table(geo.Enterprises), w.Table(geo.Grids)
	here := world.Query{Equal: []world.Condition{{Field: geo.Zone, Value: geo.Text(q.Zone)}}, Sight: q.Sight}
	members := map[string][]world.Row{}
	effective := t.Column(geo.GridOf, geo.PublicSight())
	err := scan(ctx, t, here, func(r world.Row) {
		s.Enterprises++
		if grid := effective.Value(r).Text(); grid != "" {
			members[grid] = append(members[grid], r)
		}
		if misfit, is := misfitOf(w, r); is {
			s.Misfits = append(s.Misfits, misfit)
		} else {
			s.InOne++
		}
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(s.Misfits, func(a, b Misfit) int {
		if a.Why != b.Why {
			return int(a.Why) - int(b.Why)
		}
		return strings.Compare(t.ID(a.Row), t.ID(b.Row))
	})
	rows, _ := grids.Page(here, "", grids.Len()+1)
	for _, row := range rows {
		service, err := serviceOf(ctx, w, row, members[grids.ID(row)], q)
		if err != nil {
			return nil, err
		}
		s.Grids = append(s.Grids, service)
	}
	return s, ctx.Err()
}

// misfitOf is what keeps an enterprise from being in exactly one grid.
func misfitOf(w *world.World, r world.Row) (m Misfit, is bool) {
	t, grids := w.Table(geo.Enterprises), w.Table(geo.Grids)
	m = Misfit{Row: r, Stated: t.StatedGrid(r)}
	inside := 0
	t.GridsAt(r, func(grid world.Row, border bool) {
		m.Derived = append(m.Derived, grids.ID(grid))
		if !border {
			inside++
		}
	})
	slices.Sort(m.Derived)
	stated, there := grids.Find(m.Stated)
	_, isPoint := t.Point(r)
	located := isPoint && t.Drawable(r)
	switch {
	case m.Stated != "" && !(there && grids.Current(stated)):
		m.Why = NoSuchGrid
	case inside > 1:
		m.Why = InSeveral
	case m.Stated == "" && !located:
		m.Why = Unplaced
	case m.Stated == "" && len(m.Derived) == 0:
		m.Why = InNone
	case m.Stated != "" && located && !slices.Contains(m.Derived, m.Stated) && (len(m.Derived) > 0 || drawn(grids, stated)):
		m.Why = Contradict
	default:
		return m, false
	}
	return m, true
}

// drawn tells whether a grid has an area that a place can be held against.
func drawn(grids *world.Table, r world.Row) bool {
	return grids.Drawable(r) && geo.ShapeOf(grids.Geometry(r)) == geo.PolygonShape
}

func serviceOf(ctx context.Context, w *world.World, grid world.Row, members []world.Row, q ServiceRequest) (Service, error) {
	t, grids, centers := w.Table(geo.Enterprises), w.Table(geo.Grids), w.Table(geo.Centers)
	s := Service{Grid: grid, Center: -1, Metres: math.NaN(), Enterprises: len(members)}
	instructors, seen := t.Column(geo.Instructors, q.Sight), seer(t, q.Sight)
	var places []orb.Point
	middle := orb.Point{}
	for _, r := range members {
		if p, isPoint := t.Point(r); isPoint && t.Drawable(r) {
			places = append(places, p)
			k := float64(len(places))
			middle = orb.Point{middle[0] + (p[0]-middle[0])/k, middle[1] + (p[1]-middle[1])/k}
		}
		if !seen(r) {
			continue
		}
		s.Seen++
		if n, stated := instructors.Value(r).Integer(); stated {
			s.Instructors += int(max(n, 0))
		} else {
			s.Unstated++
		}
	}
	s.Located = len(places)
	known := s.Located > 0
	if g := grids.Geometry(grid); !known && g != nil && grids.Drawable(grid) {
		middle, known = g.Bound().Center(), true
	}
	if stated := grids.Value(grid, geo.CenterOf, q.Sight).Text(); stated != "" {
		s.Stated = true
		if row, there := centers.Find(stated); there && centers.Current(row) {
			s.Center = row
		}
	} else if known {
		var err error
		if s.Center, err = nearestCenter(ctx, centers, middle, q.Ways); err != nil {
			return s, err
		}
	}
	at, placed := orb.Point{}, false
	if s.Center >= 0 && centers.Drawable(s.Center) {
		at, placed = centers.Point(s.Center)
	}
	if !placed || !known {
		return s, nil
	}
	err := q.ways().Ways(ctx, []orb.Point{at}, append(places, middle), func(_ int, metres []float64) {
		for i, m := range metres {
			switch middle := i == len(places); {
			case middle && m >= 0:
				s.Metres, s.Served = m, m <= q.Metres
			case middle:
			case m < 0:
				s.NoWay++
			case m <= q.Metres:
				s.Within++
			}
		}
	})
	return s, err
}

func (q *ServiceRequest) ways() Ways {
	if q.Ways == nil {
		return straight{}
	}
	return q.Ways
}

// straight is as the crow flies.
type straight struct{}

// Ways implements Ways.
func (straight) Ways(ctx context.Context, sites, places []orb.Point, row func(site int, metres []float64)) error {
	metres := make([]float64, len(places))
	for i, site := range sites {
		for k, place := range places {
			metres[k] = plane.Distance(site, place)
		}
		row(i, metres)
	}
	return ctx.Err()
}

// nearestCenter is the center with the shortest way to a place, -1 if there is none. A way is no shorter than the straight line, so that those farther as
// the crow flies than the best way that is known need not be looked at. Where no way is known to any it is the nearest as the crow flies.
func nearestCenter(ctx context.Context, centers *world.Table, to orb.Point, by Ways) (world.Row, error) {
	at := plane.Mercator(to)
	if by == nil {
		if near, found := centers.Closest(at, math.Inf(1), nil); found {
			return near.Row, nil
		}
		return -1, nil
	}
	for many := 8; ; many *= 4 {
		near := centers.Nearest(at, many, func(r world.Row) bool { _, isPoint := centers.Point(r); return isPoint })
		if len(near) == 0 {
			return -1, nil
		}
		best, least := near[0].Row, math.Inf(1)
		var sites []orb.Point
		for _, n := range near {
			site, _ := centers.Point(n.Row)
			sites = append(sites, site)
		}
		if err := by.Ways(ctx, sites, []orb.Point{to}, func(i int, metres []float64) {
			if m := metres[0]; m >= 0 && m < least {
				best, least = near[i].Row, m
			}
		}); err != nil {
			return -1, err
		}
		if len(near) < many || many >= mostCenters || least <= plane.Distance(sites[len(sites)-1], to) {
			return best, nil
		}
	}
}

// mostCenters is how many of the nearest centers are looked at, where no road leads to those before them.
const mostCenters = 512
