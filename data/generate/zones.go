package generate

import (
	"math"
	"math/rand/v2"

	"beltmap/geo"
	"github.com/paulmach/orb"
)

// zone is one development zone: a square around its center, wide enough for most of its enterprises.
type zone struct {
	center     orb.Point
	sigma      float64 // km
	halfX      float64 // half the square's width, degrees of longitude
	halfY      float64 // half its height, degrees of latitude
	kilometerX float64 // degrees of longitude in a kilometer
	kilometerY float64
}

// halfWidth of a zone's square in standard deviations: 2 in each direction hold 91 % of its enterprises.
const halfWidth = 2.0

// layOut places zones that do not touch one another, by trying again where they would.
func layOut(count int, random *rand.Rand) []zone {
	zones := make([]zone, 0, count)
	for len(zones) < count {
		z := zone{sigma: smallestSpread + (largestSpread-smallestSpread)*random.Float64()}
		margin := 0.1 // degrees: more than the largest half width, so that every grid lies in the box
		z.center = orb.Point{
			anhui.Min[0] + margin + (anhui.Max[0]-anhui.Min[0]-2*margin)*random.Float64(),
			anhui.Min[1] + margin + (anhui.Max[1]-anhui.Min[1]-2*margin)*random.Float64(),
		}
		z.kilometerY = 1000 / metersPerLatitude
		z.kilometerX = z.kilometerY / math.Cos(z.center[1]*math.Pi/180)
		z.halfX, z.halfY = halfWidth*z.sigma*z.kilometerX, halfWidth*z.sigma*z.kilometerY
		if z.free(zones) {
			zones = append(zones, z)
		}
	}
	return zones
}

func (z *zone) free(others []zone) bool {
	for i := range others {
		o := &others[i]
		if math.Abs(z.center[0]-o.center[0]) < z.halfX+o.halfX && math.Abs(z.center[1]-o.center[1]) < z.halfY+o.halfY {
			return false
		}
	}
	return true
}

// line is the i-th of the 11 lines that cut the square, rounded as the store rounds, so that neighbors share their border exactly.
func (z *zone) line(axis, i int) float64 {
	half := z.halfX
	if axis == 1 {
		half = z.halfY
	}
	return geo.RoundDegrees(z.center[axis] - half + 2*half*float64(i)/gridsAcross)
}

func (z *zone) polygon() orb.Polygon {
	return rectangle(z.line(0, 0), z.line(1, 0), z.line(0, gridsAcross), z.line(1, gridsAcross))
}

func (z *zone) grid(j int) orb.Polygon {
	x, y := j%gridsAcross, j/gridsAcross
	return rectangle(z.line(0, x), z.line(1, y), z.line(0, x+1), z.line(1, y+1))
}

// gridAt is the number of the grid that holds a point, -1 outside; a point on a border belongs to the grid of the lower code.
func (z *zone) gridAt(p orb.Point) int32 {
	x, y := z.column(0, p[0]), z.column(1, p[1])
	if x < 0 || y < 0 {
		return -1
	}
	return int32(y*gridsAcross + x)
}

func (z *zone) column(axis int, at float64) int {
	if at < z.line(axis, 0) || at > z.line(axis, gridsAcross) {
		return -1
	}
	for i := range gridsAcross {
		if at <= z.line(axis, i+1) {
			return i
		}
	}
	return -1
}

func rectangle(west, south, east, north float64) orb.Polygon {
	return orb.Polygon{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}
}

// scatter is a point of the zone, Gaussian around its center.
func (z *zone) scatter(random *rand.Rand) orb.Point {
	for {
		p := orb.Point{
			geo.RoundDegrees(z.center[0] + random.NormFloat64()*z.sigma*z.kilometerX),
			geo.RoundDegrees(z.center[1] + random.NormFloat64()*z.sigma*z.kilometerY),
		}
		if anhui.Contains(p) {
			return p
		}
	}
}

// nearest is the zone whose center is nearest to a point.
func nearest(zones []zone, p orb.Point) int32 {
	best, least := int32(0), math.Inf(1)
	for i := range zones {
		dx := (p[0] - zones[i].center[0]) * math.Cos(p[1]*math.Pi/180)
		dy := p[1] - zones[i].center[1]
		if d := dx*dx + dy*dy; d < least {
			best, least = int32(i), d
		}
	}
	return best
}
