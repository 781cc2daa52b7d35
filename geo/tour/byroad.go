package tour

import (
	"context"
	"math"
	"slices"

	"beltmap/geo/plane"
	"beltmap/geo/road"
	"github.com/paulmach/orb"
)

// ByRoad are legs along roads. Where no road leads from one place to another that leg alone is straight, and says that it is estimated. Whoever goes by
// bus walks from the place to the road and from the road to the place, as the crow flies.
type ByRoad struct {
	Network *road.Network
	Straight
}

// may tells whether a leg may be by a profile. AnyMode is on foot as far as Near, measured along the way, and by bus beyond.
func may(by Mode, p road.Profile) bool { return by == AnyMode || (by == Walk) == (p == road.Foot) }

// Leg is the way by road, with its line from the one place to the other.
func (r ByRoad) Leg(from, to orb.Point, by Mode) Leg {
	straight := r.Straight.Leg(from, to, by)
	if from == to {
		straight.Estimated = false // there is nothing to estimate
		return straight
	}
	for _, p := range []road.Profile{road.Foot, road.Bus} {
		if !may(by, p) || p == road.Foot && by == AnyMode && math.Round(plane.Distance(from, to)) > float64(r.Near) {
			continue
		}
		way, err := r.Network.Route(from, to, p)
		if err != nil {
			continue
		}
		leg := r.leg(way.Leg, p, way.From.Metres+way.To.Metres)
		if by == AnyMode && p == road.Foot && leg.Metres > r.Near {
			continue
		}
		leg.Path = slices.Compact(append(append(orb.LineString{from}, way.Line...), to))
		return leg
	}
	return straight
}

// leg is a leg without its line; beside is how far both places are from the road.
func (r ByRoad) leg(found road.Leg, p road.Profile, beside float64) Leg {
	leg, metres, seconds := Leg{Mode: Walk}, found.Metres, found.Seconds
	if p == road.Bus {
		leg.Mode = Bus
		metres, seconds = metres+beside, seconds+beside/(r.Walking/3.6)
	}
	leg.Metres = int(math.Round(metres))
	leg.Minutes = int(math.Ceil(seconds/60 - 1e-9))
	return leg
}

// Table is the legs between all places by two matrices at most. It fails with kind invalid for more places than a matrix has, or with the context's error.
func (r ByRoad) Table(ctx context.Context, points []orb.Point, modes []Mode) ([][]Leg, error) {
	legs, err := r.Straight.Table(ctx, points, modes)
	for _, p := range []road.Profile{road.Bus, road.Foot} { // who may walk where it is near goes by no bus
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(modes, func(by Mode) bool { return may(by, p) }) {
			err = r.along(ctx, p, points, modes, legs)
		}
	}
	return legs, err
}

// along puts the legs of a profile in place of those that it is wanted for.
func (r ByRoad) along(ctx context.Context, p road.Profile, points []orb.Point, modes []Mode, legs [][]Leg) error {
	found, err := r.Network.Matrix(ctx, points, p)
	if err != nil {
		return err
	}
	beside := make([]float64, len(points))
	for i, at := range points {
		if spot, near := r.Network.Graph().Spot(at, p); near {
			beside[i] = spot.Metres
		}
	}
	for i := range points {
		for k := range points {
			switch leg := r.leg(found[i][k], p, beside[i]+beside[k]); {
			case points[i] == points[k]:
				legs[i][k].Estimated = false
			case !found[i][k].Known || !may(modes[k], p) || p == road.Foot && modes[k] == AnyMode && leg.Metres > r.Near:
			default:
				legs[i][k] = leg
			}
		}
	}
	return nil
}
