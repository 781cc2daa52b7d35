package plane

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"beltmap/geo"
	"github.com/paulmach/orb"
)

// What is compared is counted, so that the bound holds on any machine: outlines of the greatest size that is taken need part of it,
// and what needs more is refused before it has made more than one round above.
func TestValidWorkIsBounded(t *testing.T) {
	coast := make(orb.Ring, geo.MaxVertices-1)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range coast {
		turn, far := 2*math.Pi*float64(i)/float64(len(coast)), 0.5+0.001*r.Float64()
		coast[i] = orb.Point{geo.RoundDegrees(117 + far*math.Cos(turn)), geo.RoundDegrees(32 + far*math.Sin(turn))}
	}
	coast = append(coast, coast[0])
	comb := orb.Ring{} // thousands of long slanted teeth: every box meets every other
	const teeth = 49_000
	for i := range teeth {
		x := float64(i) * 1e-6
		comb = append(comb, orb.Point{100 + x, 20}, orb.Point{101 + x + 5e-7, 21})
	}
	comb = append(comb, orb.Point{102, 19}, comb[0])
	holes := orb.Polygon{{{0, 0}, {60, 0}, {60, 60}, {0, 60}, {0, 0}}}
	for i := range 20_000 {
		x, y := float64(i%150)*0.3+0.1, float64(i/150)*0.3+0.1
		holes = append(holes, orb.Ring{{x, y}, {x + 0.1, y}, {x, y + 0.1}, {x, y}})
	}
	for name, c := range map[string]struct {
		polygon orb.Polygon
		most    int // comparisons
		want    string
	}{
		"a coast of 100,000 points": {orb.Polygon{coast}, maxComparisons / 4, ""},
		"a comb":                    {orb.Polygon{comb}, maxComparisons + 11*2*teeth, "too intricate"},
		"20,000 holes":              {holes, maxComparisons / 2, ""},
	} {
		check := checker{left: maxComparisons}
		err := check.polygons(orb.MultiPolygon{c.polygon})
		if got := fmt.Sprint(err); (c.want == "" && err != nil) || !strings.Contains(got, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if made := maxComparisons - check.left; made > c.most {
			t.Errorf("%s took %d comparisons, at most %d are expected", name, made, c.most)
		} else {
			t.Logf("%s: %d comparisons", name, made)
		}
	}
}
