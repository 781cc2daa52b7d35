package coverage

import (
	"context"
	"math"
	"slices"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// SensitivityRequest asks how far figures of an area depend on the units and on the distance by which they are made.
type SensitivityRequest struct {
	Area    world.Condition
	Polygon orb.Geometry // in place of Area, as of a GapRequest
	Zone    *string      // with a polygon
	Measure *Measure     // the rate, and the gaps, those of the denominator that it does not count; else the organizational one, and those that are due or uncovered
	Sight   geo.Sight
	Widths  []float64 // of hexagons, metres
	Radii   []float64 // metres, ascending
	OnRoad  Nearest   // by which the curve is measured; nil for as the crow flies
}

// Nearest measures how far it is on foot from the nearest of some sites to each of some places: infinite where no way leads there, NaN for a place that
// is far from any road.
type Nearest interface {
	Nearest(ctx context.Context, sites, places []orb.Point) (metres []float64, err error)
}

// Scale is a rate by units of one kind. The pooled rate is the same enterprises' whatever the units; what differs is the spread, and what is
// left out for want of a place or of a grid (the modifiable areal unit problem, S. Openshaw 1984).
type Scale struct {
	By     string  // zone, grid or hexagon
	Width  float64 // metres, of hexagons
	Units  int     // that have a denominator
	Rate           // pooled
	Left   int     // enterprises of the denominator that are in no unit
	Spread *Spread // nil without units of which something is known
}

// Spread is how the rates of units differ, each unit of which something is known counting once.
type Spread struct{ Least, Lower, Median, Upper, Greatest, Deviation float64 }

// Within is how many of the located gaps lie within some metres.
type Within struct {
	Metres               float64
	Organization, Center int
}

// Sensitivity is what a figure depends on.
type Sensitivity struct {
	Scales                      []Scale
	Curve                       []Within
	Gaps                        int // located ones, of which the curve speaks
	NoWay                       int // of them those that are far from any road, where it is measured on the road: within no reach
	Unlocated, Unseen, Unstated int // enterprises no scale counts: without a place, not seen inside, of which it is not stated whether they operate
}

// LookSensitivity makes the same rate by zone, by grid and by hexagons of each width, and the share of gaps near an organization or a center over the distance.
func LookSensitivity(ctx context.Context, w *world.World, q SensitivityRequest) (*Sensitivity, error) {
	all, unlocated, unseen, err := judge(ctx, w, GapRequest{Area: q.Area, Polygon: q.Polygon, Zone: q.Zone, Measure: q.Measure, Sight: q.Sight})
	if err != nil {
		return nil, err
	}
	s := &Sensitivity{Unlocated: unlocated, Unseen: unseen}
	var gaps []Gap
	measured := make([]judged, 0, len(all))
	for _, e := range all {
		if e.gap && (q.Measure == nil || e.measured) {
			gaps = append(gaps, Gap{Row: e.row})
		}
		if e.measured {
			measured = append(measured, e)
		} else {
			s.Unstated++
		}
	}
	s.Gaps = len(gaps)
	s.Scales = append(s.Scales, scaleOf("zone", 0, measured, make([]int, len(measured)), min(1, len(measured))))
	cells, names := cellsOf(w, measured, GridCells, 0)
	s.Scales = append(s.Scales, scaleOf("grid", 0, measured, cells, len(names)))
	for _, width := range q.Widths {
		cells, names := cellsOf(w, measured, Hexagons, width)
		s.Scales = append(s.Scales, scaleOf("hexagon", width, measured, cells, len(names)))
	}
	organizations, centers, err := q.nearest(ctx, w, gaps)
	if err != nil {
		return nil, err
	}
	for _, radius := range q.Radii {
		s.Curve = append(s.Curve, Within{radius, within(organizations, radius), within(centers, radius)})
	}
	for _, metres := range organizations {
		if q.OnRoad != nil && math.IsNaN(metres) {
			s.NoWay++
		}
	}
	return s, ctx.Err()
}

func within(all []float64, radius float64) (n int) {
	for _, metres := range all {
		if metres <= radius { // NaN is not
			n++
		}
	}
	return n
}

// nearest is how far it is from each gap to the nearest organization and to the nearest center.
func (q *SensitivityRequest) nearest(ctx context.Context, w *world.World, gaps []Gap) (organizations, centers []float64, err error) {
	if q.OnRoad == nil {
		o, c := Surroundings(w, gaps, ByRow(gaps), nil)
		for i := range gaps {
			organizations, centers = append(organizations, o[i].Metres), append(centers, c[i].Metres)
		}
		return organizations, centers, ctx.Err()
	}
	if len(gaps) == 0 || len(q.Radii) == 0 {
		return nil, nil, nil
	}
	t, places := w.Table(geo.Enterprises), make([]orb.Point, len(gaps))
	for i := range gaps {
		places[i], _ = t.Point(gaps[i].Row)
	}
	box := around(plane.Widened(orb.MultiPoint(places).Bound(), q.Radii[len(q.Radii)-1])) // who is farther as the crow flies is not within reach on the road
	if organizations, err = q.OnRoad.Nearest(ctx, sitesIn(w.Table(geo.Organizations), box), places); err == nil {
		centers, err = q.OnRoad.Nearest(ctx, sitesIn(w.Table(geo.Centers), box), places)
	}
	return organizations, centers, err
}

// sitesIn are the places of the records in a box that are valid on the World's day.
func sitesIn(t *world.Table, box plane.Rect) (sites []orb.Point) {
	t.InRect(box, func(r world.Row) bool {
		if at, isPoint := t.Point(r); isPoint && t.Current(r) && t.Drawable(r) {
			sites = append(sites, at)
		}
		return true
	})
	return sites
}

func scaleOf(by string, width float64, all []judged, cells []int, units int) Scale {
	s := Scale{By: by, Width: width, Units: units}
	each := make([]Rate, units)
	for i := range all {
		if cells[i] < 0 {
			s.Left++
			continue
		}
		for _, r := range []*Rate{&s.Rate, &each[cells[i]]} {
			r.Denominator++
			if all[i].counted {
				r.Numerator++
			} else if !all[i].sure {
				r.Unknown++
			}
		}
	}
	rates := make([]float64, 0, units)
	for _, r := range each {
		if share, known := r.Share(); known {
			rates = append(rates, share)
		}
	}
	s.Spread = spreadOf(rates)
	return s
}

// spreadOf are the quartiles, interpolated linearly between ranks, and the deviation of the population of units.
func spreadOf(rates []float64) *Spread {
	n := len(rates)
	if n == 0 {
		return nil
	}
	slices.Sort(rates)
	mean, squares := 0.0, 0.0
	for _, x := range rates {
		mean += x / float64(n)
	}
	for _, x := range rates {
		squares += (x - mean) * (x - mean) / float64(n)
	}
	at := func(share float64) float64 {
		rank := share * float64(n-1)
		low := int(rank)
		high := min(low+1, n-1)
		return rates[low] + (rank-float64(low))*(rates[high]-rates[low])
	}
	return &Spread{rates[0], at(0.25), at(0.5), at(0.75), rates[n-1], math.Sqrt(squares)}
}
