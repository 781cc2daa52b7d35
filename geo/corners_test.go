package geo_test

import (
	"testing"

	"beltmap/geo"
	"github.com/paulmach/orb"
)

func TestCornersAreThePointsOfLinesAndRings(t *testing.T) {
	line, ring := orb.LineString{{1, 1}, {2, 2}}, orb.Ring{{1, 1}, {2, 1}, {2, 2}, {1, 1}}
	for _, c := range []struct {
		of   orb.Geometry
		want int
	}{{nil, 0}, {orb.Point{1, 1}, 0}, {line, 2}, {orb.MultiLineString{line, line}, 4}, {orb.Polygon{ring, ring}, 8}, {orb.MultiPolygon{{ring}, {ring, ring}}, 12}} {
		if got := geo.Corners(c.of); got != c.want {
			t.Errorf("%v has %d corners, want %d", c.of, got, c.want)
		}
	}
}
