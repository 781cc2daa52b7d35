package siting

import (
	"context"

	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

// Distances tells how far it is on foot. Whoever has roads hands in another one.
type Distances interface {
	// Ways calls row with the metres from each site to each of some places, a negative number where there is no way. The slice is valid during the
	// call. It fails with the context's error.
	Ways(ctx context.Context, sites, places []orb.Point, row func(site int, metres []float64)) error
}

// Detour is by how much a way on foot is usually longer than the straight line: measured values for grids and towns of streets lie between 1.2
// and 1.4 (Boscoe, Henry and Zdeb 2012).
const Detour = 1.3

// Straight is the straight distance times a factor.
type Straight struct{ Factor float64 }

// Ways implements Distances.
func (s Straight) Ways(ctx context.Context, sites, places []orb.Point, row func(site int, metres []float64)) error {
	metres := make([]float64, len(places))
	for i, site := range sites {
		if err := ctx.Err(); err != nil {
			return err
		}
		for j, p := range places {
			metres[j] = plane.Distance(site, p) * s.Factor
		}
		row(i, metres)
	}
	return nil
}

// decimetres are the whole decimetres of a distance, Far where there is no way or none within reason.
func decimetres(metres float64) int32 {
	if !(metres >= 0 && metres < float64(Far)/10-1) {
		return Far
	}
	return int32(metres*10 + 0.5)
}
