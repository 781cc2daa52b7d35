package sample_test

import (
	"math"
	"testing"

	"beltmap/geo"
	"github.com/paulmach/orb"
)

type edge struct{ from, to orb.Point }

func edges(ring orb.Ring) []edge {
	list := make([]edge, 0, len(ring)-1)
	for i := 1; i < len(ring); i++ {
		list = append(list, edge{ring[i-1], ring[i]})
	}
	return list
}

// shoelace is the signed area of a ring in square degrees, positive when it runs counterclockwise.
func shoelace(ring orb.Ring) float64 {
	sum := 0.0
	for _, e := range edges(ring) {
		sum += (e.from[0]-ring[0][0])*(e.to[1]-ring[0][1]) - (e.to[0]-ring[0][0])*(e.from[1]-ring[0][1])
	}
	return sum / 2
}

// Counterclockwise rings whose inner edges cancel in pairs and leave exactly the zone's boundary cover every point of the zone once: there
// is neither gap nor overlap, whatever the projection.
func TestFeixisGridsTileTheZoneExactly(t *testing.T) {
	all := records(t)
	zone := byRef(all)["zones/FX"].Geometry.(orb.Polygon)
	left, sum := map[edge]int{}, 0.0
	for _, r := range of(all, geo.Grids) {
		ring := r.Geometry.(orb.Polygon)[0]
		if shoelace(ring) <= 0 {
			t.Errorf("%s runs clockwise", r.Ref())
		}
		sum += shoelace(ring)
		for _, e := range edges(ring) {
			if opposite := (edge{e.to, e.from}); left[opposite] > 0 {
				left[opposite]--
			} else {
				left[e]++
			}
		}
	}
	for _, e := range edges(zone[0]) {
		left[e]--
	}
	for e, n := range left {
		if n != 0 {
			t.Errorf("the edge %v is left over %d times", e, n)
		}
	}
	if whole := shoelace(zone[0]); math.Abs(sum-whole) > 1e-6*whole {
		t.Errorf("the grids cover %g of %g", sum, whole)
	}
}
