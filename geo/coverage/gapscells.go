package coverage

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/status"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// Cells divide an area into units of about one size.
type Cells uint8

// The ways to divide an area.
const (
	Hexagons  Cells = iota // regular ones of a given width, over the area's located enterprises
	GridCells              // the service grids, stated or derived
)

// CellsNames are the names of the ways, as in URLs.
func CellsNames() []string { return []string{"hexagon", "grid"} }

// judged is an enterprise of an area as clusters and comparisons look at it.
type judged struct {
	row           world.Row
	at            orb.Point
	measured      bool // it is in the denominator of rates
	counted, sure bool // by the measure, and whether that is known
	gap, known    bool // by the measure that was asked for, else by its status
}

// judge lists an area's located enterprises of which it is at least possible that they operate, and how many have no place: of a polygon, how many may
// lie in it or not. The reader does not see the statuses of those unseen. Unless a measure is asked for, what is a gap follows from the status, and
// counted is by the organizational one.
func judge(ctx context.Context, w *world.World, q GapRequest) (all []judged, unlocated, unseen int, err error) {
	t := w.Table(geo.Enterprises)
	statuses, public, seen := t.Statuses(q.Sight), t.Statuses(geo.PublicSight()), seer(t, q.Sight)
	var m Measure
	if q.Measure != nil {
		m = *q.Measure
	}
	look := func(r world.Row) {
		marks := t.Marks(r)
		at, isPoint := t.Point(r)
		switch {
		case !seen(r):
			unseen++
		case marks&(status.InDenominator|status.OperationUnstated) == 0:
		case !isPoint || !t.Drawable(r):
			unlocated++
		default:
			e := judged{row: r, at: at, measured: marks.Has(status.InDenominator)}
			e.counted, e.sure = m.Judge(marks, public.At(r))
			if e.gap, e.known = e.sure && !e.counted, e.sure; q.Measure == nil {
				s := statuses.At(r)
				e.gap, e.known = s == status.Eligible || s == status.Uncovered, s != status.Unknown
			}
			all = append(all, e)
		}
	}
	err = q.scan(ctx, t, func(rows []world.Row) {
		for _, r := range rows {
			look(r)
		}
	})
	if q.Polygon != nil {
		unlocated = q.unlocated(w)
	}
	return all, unlocated, unseen, err
}

// lattice numbers hexagons in metres around an origin, on the plane that touches the ellipsoid there.
type lattice struct {
	origin      orb.Point
	east, north float64 // metres a degree
	side        float64 // of a hexagon
}

// latticeOf is that of hexagons whose parallel sides are some metres apart.
func latticeOf(origin orb.Point, width float64) lattice {
	const step = 0.01
	return lattice{
		origin: origin,
		east:   plane.Distance(origin, orb.Point{origin[0] + step, origin[1]}) / step,
		north:  plane.Distance(orb.Point{origin[0], origin[1] - step/2}, orb.Point{origin[0], origin[1] + step/2}) / step,
		side:   width / math.Sqrt(3),
	}
}

func (l *lattice) metres(p orb.Point) (x, y float64) {
	return (p[0] - l.origin[0]) * l.east, (p[1] - l.origin[1]) * l.north
}

// hexagon is the hexagon that holds a point, in axial coordinates, pointing north; found by rounding in cube coordinates.
func (l *lattice) hexagon(p orb.Point) [2]int {
	x, y := l.metres(p)
	q, r := (math.Sqrt(3)/3*x-y/3)/l.side, 2.0/3*y/l.side
	a, b, c := math.Round(q), math.Round(r), math.Round(-q-r)
	da, db, dc := math.Abs(a-q), math.Abs(b-r), math.Abs(c+q+r)
	switch {
	case da > db && da > dc:
		a = -b - c
	case db > dc:
		b = -a - c
	}
	return [2]int{int(a), int(b)}
}

// cellsOf sorts enterprises into cells, which are numbered in the order of their names, so that the order of records decides nothing. Those of no
// grid are in cell -1.
func cellsOf(w *world.World, all []judged, by Cells, width float64) (cells []int, names []string) {
	of := make([]string, len(all))
	grids := w.Table(geo.Enterprises).Column(geo.GridOf, geo.PublicSight())
	l := latticeOf(corner(all), width)
	numbers := map[string]int{}
	for i := range all {
		if by == GridCells {
			of[i] = grids.Value(all[i].row).Text()
		} else {
			h := l.hexagon(all[i].at)
			of[i] = fmt.Sprintf("%d/%d", h[0], h[1])
		}
		if of[i] != "" {
			numbers[of[i]] = 0
		}
	}
	names = slices.Sorted(maps.Keys(numbers))
	for n, name := range names {
		numbers[name] = n
	}
	cells = make([]int, len(all))
	for i, name := range of {
		cells[i] = -1
		if name != "" {
			cells[i] = numbers[name]
		}
	}
	return cells, names
}

// corner is the south-western corner of the box around enterprises.
func corner(all []judged) orb.Point {
	if len(all) == 0 {
		return orb.Point{}
	}
	low := all[0].at
	for i := range all {
		low = orb.Point{min(low[0], all[i].at[0]), min(low[1], all[i].at[1])}
	}
	return low
}
