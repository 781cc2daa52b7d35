package plane

import (
	"cmp"
	"errors"
	"slices"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// MostHoleCorners bounds the corners of an area and its parts that Holes looks at.
const MostHoleCorners = 100_000

// Holes counts the places of an area that none of its parts covers, and tells their m² together. Without an area, which is nil then, holes
// are what the parts enclose between them. As with overlaps, what is no larger than one square meter, or than three centimeters along
// half its outline, is what rounding leaves along a common border and no hole.
//
// Neighbors are joined first and then what they make, so that the time grows little faster than the corners: ten thousand parts of five
// corners take about two seconds. ok is false if holes cannot be told: for a polygon that is not Valid, or for
// more than MostHoleCorners corners.
func Holes(area orb.Geometry, parts []orb.Geometry) (count int, m2 float64, ok bool) {
	corners := cornersOf(area)
	covers := make([]orb.Geometry, 0, len(parts))
	for _, p := range parts {
		if corners += cornersOf(p); corners > MostHoleCorners {
			return 0, 0, false
		}
		if cornersOf(p) > 0 {
			covers = append(covers, p)
		}
	}
	left, err := uncovered(simple(area), covers)
	if err != nil {
		return 0, 0, false
	}
	for _, hole := range left {
		size, length := Area(hole), 0.0
		for _, ring := range hole {
			for i := range ring[1:] {
				length += Distance(ring[i], ring[i+1])
			}
		}
		if size > max(leastOverlap, borderWidth*length/2) {
			count, m2 = count+1, m2+size
		}
	}
	return count, m2, true
}

// uncovered is what is left of an area, or of what the parts enclose if the area is empty.
func uncovered(area geom.Geometry, parts []orb.Geometry) (left []orb.Polygon, err error) {
	defer func() { // as in intersection
		if caught := recover(); caught != nil {
			left, err = nil, errors.New("overlay failed")
		}
	}()
	if err := area.Validate(); err != nil {
		return nil, err
	}
	covered, err := union(parts)
	if err != nil {
		return nil, err
	}
	if area.IsEmpty() {
		for _, p := range polygonsOf(covered) {
			for _, ring := range p[1:] {
				left = append(left, orb.Polygon{ring})
			}
		}
		return left, nil
	}
	rest, err := geom.Difference(area, covered)
	return polygonsOf(rest), err
}

// union joins polygons, first those near each other: halves of them, parted where they spread widest. The order of parts is changed.
// (UnionMany of simplefeatures takes them as one collection, and leaves holes where members of a collection overlap.)
func union(parts []orb.Geometry) (geom.Geometry, error) {
	switch len(parts) {
	case 0:
		return geom.Polygon{}.AsGeometry(), nil
	case 1:
		g := simple(parts[0])
		return g, g.Validate()
	}
	spread := parts[0].Bound()
	for _, p := range parts {
		spread = spread.Union(p.Bound())
	}
	axis := 0
	if spread.Max[1]-spread.Min[1] > spread.Max[0]-spread.Min[0] {
		axis = 1
	}
	slices.SortStableFunc(parts, func(a, b orb.Geometry) int { return cmp.Compare(a.Bound().Min[axis], b.Bound().Min[axis]) })
	a, err := union(parts[:len(parts)/2])
	if err != nil {
		return a, err
	}
	b, err := union(parts[len(parts)/2:])
	if err != nil {
		return b, err
	}
	return geom.Union(a, b)
}

func cornersOf(g orb.Geometry) (n int) {
	switch g := g.(type) {
	case orb.Polygon:
		for _, ring := range g {
			n += len(ring)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			n += cornersOf(p)
		}
	}
	return n
}

// polygonsOf are the polygons of an overlay, whatever else it holds.
func polygonsOf(g geom.Geometry) (all []orb.Polygon) {
	for _, part := range g.Dump() {
		polygon, is := part.AsPolygon()
		if !is || polygon.IsEmpty() {
			continue
		}
		var rings orb.Polygon
		for _, ring := range polygon.DumpRings() {
			path, n := orb.Ring{}, ring.Coordinates().Length()
			for j := range n {
				xy := ring.Coordinates().GetXY(j)
				path = append(path, orb.Point{xy.X, xy.Y})
			}
			rings = append(rings, path)
		}
		all = append(all, rings)
	}
	return all
}
