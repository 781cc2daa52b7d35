package plane

import (
	"cmp"
	"context"
	"slices"

	"github.com/paulmach/orb"
)

// Two areas overlap from a shared area of one square meter, or of three centimeters along what their boxes share: less is what
// rounding to a centimeter leaves along a common border.
const (
	leastOverlap = 1.0  // m²
	borderWidth  = 0.03 // m
)

// Region is a polygon among others. Its name only gives it a place in the order, so that two runs compare alike.
type Region struct {
	Name  string
	Shape orb.Geometry
}

// EachOverlap visits every two areas that overlap, by their places, with the shared m², if meet says that they may be compared. Boxes that share an
// area are found by a sweep from west to east, so that thousands of neighbors cost little.
func EachOverlap(ctx context.Context, areas []Region, meet func(a, b int) bool, visit func(a, b int, m2 float64)) error {
	type boxed struct {
		at  int
		box orb.Bound
	}
	order := make([]boxed, len(areas))
	for i := range areas {
		order[i] = boxed{i, areas[i].Shape.Bound()}
	}
	slices.SortFunc(order, func(a, b boxed) int {
		return cmp.Or(cmp.Compare(a.box.Min[0], b.box.Min[0]), cmp.Compare(areas[a.at].Name, areas[b.at].Name))
	})
	var active []boxed
	for _, g := range order {
		if err := ctx.Err(); err != nil {
			return err
		}
		kept := active[:0]
		for _, other := range active {
			if other.box.Max[0] <= g.box.Min[0] {
				continue
			}
			kept = append(kept, other)
			if other.box.Max[1] <= g.box.Min[1] || other.box.Min[1] >= g.box.Max[1] || !meet(other.at, g.at) {
				continue
			}
			if shared := Overlap(areas[other.at].Shape, areas[g.at].Shape); shared > tolerance(other.box, g.box) {
				visit(other.at, g.at, shared)
			}
		}
		active = append(kept, g)
	}
	return nil
}

func tolerance(a, b orb.Bound) float64 {
	west, east := max(a.Min[0], b.Min[0]), min(a.Max[0], b.Max[0])
	south, north := max(a.Min[1], b.Min[1]), min(a.Max[1], b.Max[1])
	length := Distance(orb.Point{west, south}, orb.Point{east, south}) + Distance(orb.Point{west, south}, orb.Point{west, north})
	return max(leastOverlap, borderWidth*length)
}
