package tour

import (
	"cmp"
	"slices"

	"beltmap/geo"
	"beltmap/geo/world"
	"github.com/paulmach/orb"
)

// Ground is what lies below a tour where it is drawn: zones, belts, and what the operator draws below everything.
type Ground struct {
	Collection     geo.Collection
	Kind           string // of geo.Ground
	NameZH, NameEN string
	Geometry       orb.Geometry // a line or an area
	Class          geo.Precision
	Source         string
}

// The most that is drawn below a tour: features, and positions in all of them. Paper has no room for more.
const (
	maxGround        = 3000
	maxGroundCorners = 60_000
)

// GroundIn lists what lies in a box as the public sees it, bottom first, each collection by id. It tells whether that is all of it: of what lies lowest, it
// may leave some out.
func GroundIn(w *world.World, box orb.Bound) (all []Ground, whole bool) {
	left := groundBudget{maxGround, maxGroundCorners}
	for _, c := range []geo.Collection{geo.Belts, geo.Zones, geo.Ground} { // bottom last, for it takes what the others leave
		all = append(left.take(w.Table(c), box), all...)
	}
	return all, left.features >= 0 && left.corners >= 0
}

// groundBudget is what may still be drawn.
type groundBudget struct{ features, corners int }

func (left *groundBudget) take(t *world.Table, box orb.Bound) (taken []Ground) {
	type named struct {
		id string
		Ground
	}
	var found []named
	t.Scan(world.Query{Boxes: []orb.Bound{box}, Sight: geo.PublicSight()}, func(row world.Row) bool {
		if !t.Drawable(row) {
			return true
		}
		g := t.Geometry(row)
		if g.Dimensions() == 0 {
			return true
		}
		left.features, left.corners = left.features-1, left.corners-geo.Corners(g)
		if left.features < 0 || left.corners < 0 {
			return false
		}
		r := t.RecordFor(row, geo.PublicSight())
		found = append(found, named{r.ID, Ground{t.Collection(), r.Get(geo.GroundKind).Text(), r.NameZH, r.NameEN, g, r.Position.Class, r.Source}})
		return true
	})
	slices.SortFunc(found, func(a, b named) int { return cmp.Compare(a.id, b.id) })
	for _, one := range found {
		taken = append(taken, one.Ground)
	}
	return taken
}
