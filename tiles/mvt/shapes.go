package mvt

import (
	"math"
	"slices"

	"beltmap/geo/plane"
	"beltmap/geo/world"
	"beltmap/tiles"
	"github.com/paulmach/orb"
)

// shapes is the working memory of a layer's lines and areas.
type shapes struct {
	path, part, spare []plane.Vec
	local             []cell
	cursor            cell // where the current feature's last point is
}

// cell is a point in the tile's floored coordinates.
type cell struct{ x, y int32 }

// coarseness is how much is left out of lines and areas, in tile coordinates.
type coarseness struct {
	tolerance  float64 // of simplification
	least      float64 // what is smaller than this both ways is not drawn
	properties int     // how many are kept, the id first
	oneOf      uint32  // only one of so many is drawn
	most       int     // bytes of the layer's shapes
}

// coarsenessOf takes away detail first, then names, then what is smaller than two pixels, and only then one after the other.
func coarsenessOf(coarser int) coarseness {
	c := coarseness{tolerance: 2, properties: maxKeys, oneOf: 1, most: math.MaxInt}
	if coarser > 0 {
		c.tolerance = float64(int(2) << min(coarser, 2))
		c.least = float64(int(2) << min(coarser, 3))
	}
	if coarser > 1 {
		c.properties = 1
	}
	if coarser > 3 {
		c.oneOf = 1 << (coarser - 3)
	}
	if coarser >= coarsest {
		c.most = tiles.MaxBytes / 32
	}
	return c
}

// keeps tells whether a row is among those drawn.
func (c coarseness) keeps(r world.Row) bool { return uint32(r)*2654435761>>16%c.oneOf == 0 }

func (e *encoder) drawShapes(d *draft, t *world.Table, tile tiles.Address) {
	match := t.Matcher(d.query)
	c := coarsenessOf(d.coarser)
	t.InRect(tile.Rect(tiles.Buffer), func(r world.Row) bool {
		if d.plan.points {
			if _, point := t.Point(r); point {
				return true
			}
		}
		if !c.keeps(r) || !match.Match(r) {
			return true
		}
		kind := e.drawShape(t.Geometry(r), tile, c)
		if kind == 0 {
			return true
		}
		e.records.tag(&e.layer, d, r, min(c.properties, len(d.plan.fields)))
		if len(e.layer.features)+len(e.layer.shape) > c.most {
			e.layer.shape, e.layer.tags = e.layer.shape[:0], e.layer.tags[:0]
			return false
		}
		e.layer.feature(kind)
		return true
	})
}

// drawShape appends what the tile shows of a line or an area as the current feature's shape, and says its type, 0 for nothing.
func (e *encoder) drawShape(g orb.Geometry, tile tiles.Address, c coarseness) byte {
	e.shapes.cursor = cell{}
	e.layer.shape = e.layer.shape[:0]
	kind := byte(0)
	switch g := g.(type) {
	case orb.LineString:
		kind = typeLine
		e.drawLine(g, tile, c)
	case orb.MultiLineString:
		kind = typeLine
		for _, line := range g {
			e.drawLine(line, tile, c)
		}
	case orb.Polygon:
		kind = typePolygon
		e.drawPolygon(g, tile, c)
	case orb.MultiPolygon:
		kind = typePolygon
		for _, p := range g {
			e.drawPolygon(p, tile, c)
		}
	}
	if len(e.layer.shape) == 0 {
		return 0
	}
	return kind
}

// frame is the tile with its buffer, in tile coordinates.
func frame() plane.Box {
	return plane.Box{MinX: -tiles.Buffer, MinY: -tiles.Buffer, MaxX: tiles.Extent + tiles.Buffer, MaxY: tiles.Extent + tiles.Buffer}
}

// project puts a path into tile coordinates, unfloored. It says false for a path that cannot show: outside the frame, not finite, or
// smaller than least.
func (s *shapes) project(in []orb.Point, tile tiles.Address, least float64) bool {
	scale := 1 / float64(uint64(1)<<(20-uint(tile.Z)))
	x0, y0 := float64(tile.X)*tiles.Extent, float64(tile.Y)*tiles.Extent
	s.path = s.path[:0]
	for _, p := range in {
		x, y := plane.MercatorFloat(p)
		s.path = append(s.path, plane.Vec{X: x*scale - x0, Y: y*scale - y0})
	}
	box := plane.Extent(s.path)
	return plane.Finite(s.path) && frame().Meets(box) && max(box.MaxX-box.MinX, box.MaxY-box.MinY) >= least
}

func (e *encoder) drawLine(line orb.LineString, tile tiles.Address, c coarseness) {
	s := &e.shapes
	if !s.project(line, tile, c.least) {
		return
	}
	s.part = plane.ClipLine(s.part, s.path, frame(), func(part []plane.Vec) {
		s.floor(plane.Simplify(part, c.tolerance))
		if len(s.local) >= 2 {
			e.drawPath(false)
		}
	})
}

func (e *encoder) drawPolygon(p orb.Polygon, tile tiles.Address, c coarseness) {
	start, cursor := len(e.layer.shape), e.shapes.cursor
	for i, ring := range p {
		area := e.drawRing(ring, tile, c, i > 0)
		if i == 0 && area == 0 {
			return
		}
		if i > 0 && area == wholeFrame { // the tile lies within the hole
			e.layer.shape, e.shapes.cursor = e.layer.shape[:start], cursor
			return
		}
	}
}

// wholeFrame is twice the area of the frame.
const wholeFrame = 2 * (tiles.Extent + 2*tiles.Buffer) * (tiles.Extent + 2*tiles.Buffer)

// drawRing draws a ring unless it is degenerate, an exterior one clockwise on the screen, a hole the other way round, and returns twice
// the area drawn.
func (e *encoder) drawRing(ring orb.Ring, tile tiles.Address, c coarseness, hole bool) int64 {
	s := &e.shapes
	if !s.project(ring, tile, c.least) {
		return 0
	}
	s.part, s.spare = plane.ClipRing(s.part[:0], s.spare, s.path, frame())
	if len(s.part) < 3 {
		return 0
	}
	s.part = append(s.part, s.part[0]) // closed, so that simplification keeps the joint in place
	s.floor(simplifyRing(s.part, c.tolerance))
	if n := len(s.local); n > 1 && s.local[0] == s.local[n-1] {
		s.local = s.local[:n-1]
	}
	area := doubleArea(s.local)
	if len(s.local) < 3 || area == 0 {
		return 0
	}
	if area < 0 != hole {
		slices.Reverse(s.local)
	}
	e.drawPath(true)
	return max(area, -area)
}

// simplifyRing simplifies a closed ring in two halves, so that its ends, which coincide, do not draw it together.
func simplifyRing(ring []plane.Vec, tolerance float64) []plane.Vec {
	half, worst := 0, -1.0
	for i, p := range ring {
		if d := math.Abs(p.X-ring[0].X) + math.Abs(p.Y-ring[0].Y); d > worst {
			half, worst = i, d
		}
	}
	if half == 0 || half == len(ring)-1 {
		return ring
	}
	second := plane.Simplify(ring[half:], tolerance)
	first := plane.Simplify(ring[:half+1], tolerance)
	return append(first[:len(first)-1], second...)
}

// floor floors a path and leaves out repeated points.
func (s *shapes) floor(path []plane.Vec) {
	s.local = s.local[:0]
	for _, p := range path {
		at := cell{int32(math.Floor(p.X)), int32(math.Floor(p.Y))}
		if n := len(s.local); n == 0 || s.local[n-1] != at {
			s.local = append(s.local, at)
		}
	}
}

// doubleArea is twice the area by the surveyor's formula, positive for a ring that is clockwise on the screen.
func doubleArea(ring []cell) int64 {
	var sum int64
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		sum += int64(a.x)*int64(b.y) - int64(b.x)*int64(a.y)
	}
	return sum
}

// drawPath appends the floored path to the current feature, closed without repeating its first point if it is a ring.
func (e *encoder) drawPath(ring bool) {
	s, b := &e.shapes, e.layer.shape
	for i, at := range s.local {
		switch i {
		case 0:
			b = append(b, 1<<3|commandMoveTo)
		case 1:
			b = appendUvarint(b, uint64(len(s.local)-1)<<3|commandLineTo)
		}
		b = appendDelta(b, at.x-s.cursor.x, at.y-s.cursor.y)
		s.cursor = at
	}
	if ring {
		b = append(b, 1<<3|commandClosePath)
	}
	e.layer.shape = b
}
