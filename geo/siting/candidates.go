package siting

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

// Sources is a set of kinds of points at which a center may be put.
type Sources uint8

// The sources; a request that names none means all three.
const (
	FromPlaces      Sources = 1 << iota // places of the zone that are points: exhibits, education bases and so on
	FromGrids                           // the middle of each service grid's box, where that is in the grid
	FromEnterprises                     // where enterprises are
	Given                               // points of the request
	Standing                            // centers there are
)

var sourceNames = [...]string{"places", "grids", "enterprises", "given", "centers"}

// SourceNames are those that a request can name.
func SourceNames() []string { return append([]string(nil), sourceNames[:3]...) }

// ParseSource reads one of SourceNames.
func ParseSource(text string) (Sources, bool) {
	i := slices.Index(sourceNames[:3], text)
	return 1 << max(i, 0), i >= 0
}

// String is the name of one source.
func (s Sources) String() string {
	for i, name := range sourceNames {
		if s == 1<<i {
			return name
		}
	}
	return ""
}

// Site is a point for a center, and the record it was taken from, if any.
type Site struct {
	From Sources
	ID   string // of the place, grid, enterprise or center
	At   orb.Point
}

func compareSites(a, b Site) int {
	return cmp.Or(comparePoints(a.At, b.At), cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID))
}

// sitesFor are the candidates: the points given, or those of the zone, thinned evenly to at most so many.
func sitesFor(ctx context.Context, w *world.World, q *CenterRequest, most int) ([]Site, error) {
	var all []Site
	for _, p := range q.At {
		all = append(all, Site{From: Given, At: p})
	}
	if len(q.At) == 0 {
		from := q.From
		if from == 0 {
			from = FromPlaces | FromGrids | FromEnterprises
		}
		for source, collection := range map[Sources]geo.Collection{FromPlaces: geo.Places, FromGrids: geo.Grids, FromEnterprises: geo.Enterprises} {
			if from&source == 0 {
				continue
			}
			t := w.Table(collection)
			if err := inZone(ctx, t, q.Zone, func(r world.Row) {
				if at, ok := pointOf(t, r); ok {
					all = append(all, Site{source, t.ID(r), at})
				}
			}); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(all, compareSites)
	all = slices.CompactFunc(all, func(a, b Site) bool { return a.At == b.At })
	return thinned(all, most), nil
}

// pointOf is where a record stands: its point, or the middle of its area's box.
func pointOf(t *world.Table, r world.Row) (orb.Point, bool) {
	if !t.Drawable(r) {
		return orb.Point{}, false
	}
	if at, is := t.Point(r); is {
		return at, true
	}
	g := t.Geometry(r)
	if geo.ShapeOf(g) != geo.PolygonShape {
		return orb.Point{}, false
	}
	at := g.Bound().Center()
	return at, plane.Covers(g, at)
}

// thinned keeps one site a cell of a square net, the first kind of source first and then who is nearest to the middle; the cells grow until the
// sites are no more than so many.
func thinned(sites []Site, most int) []Site {
	for side := 0.0005; len(sites) > most; side *= 1.2 { // degrees of latitude: about 55 m to begin with
		best := map[[2]int64]Site{}
		shrink := math.Cos(sites[0].At[1] * math.Pi / 180)
		middle := func(s Site) float64 {
			x, y := s.At[0]*shrink/side, s.At[1]/side
			return math.Hypot(x-math.Floor(x)-0.5, y-math.Floor(y)-0.5)
		}
		for _, s := range sites {
			cell := [2]int64{int64(math.Floor(s.At[0] * shrink / side)), int64(math.Floor(s.At[1] / side))}
			if b, taken := best[cell]; !taken || cmp.Or(cmp.Compare(s.From, b.From), cmp.Compare(middle(s), middle(b)), compareSites(s, b)) < 0 {
				best[cell] = s
			}
		}
		if len(best) > most {
			continue
		}
		kept := make([]Site, 0, len(best))
		for _, s := range best {
			kept = append(kept, s)
		}
		slices.SortFunc(kept, compareSites)
		return kept
	}
	return sites
}

// existing are the centers that stand in the zone and have a position.
func existing(ctx context.Context, w *world.World, q *CenterRequest) (sites []Site, err error) {
	t := w.Table(geo.Centers)
	err = inZone(ctx, t, q.Zone, func(r world.Row) {
		if at, ok := pointOf(t, r); ok {
			sites = append(sites, Site{Standing, t.ID(r), at})
		}
	})
	slices.SortFunc(sites, compareSites)
	return sites, err
}
