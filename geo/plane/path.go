package plane

import "math"

// Vec is a point of a flat plane with x to the east and y to the south, such as a tile's coordinates before flooring.
type Vec struct{ X, Y float64 }

// Box is a closed box of the plane.
type Box struct{ MinX, MinY, MaxX, MaxY float64 }

// Finite tells whether no coordinate of the path is NaN or infinite.
func Finite(path []Vec) bool {
	for _, p := range path {
		if math.IsNaN(p.X-p.X) || math.IsNaN(p.Y-p.Y) {
			return false
		}
	}
	return true
}

// Extent is the box around a path, the zero Box around nothing.
func Extent(path []Vec) Box {
	if len(path) == 0 {
		return Box{}
	}
	b := Box{path[0].X, path[0].Y, path[0].X, path[0].Y}
	for _, p := range path[1:] {
		b = Box{min(b.MinX, p.X), min(b.MinY, p.Y), max(b.MaxX, p.X), max(b.MaxY, p.Y)}
	}
	return b
}

// Covers tells whether the other box lies wholly within b.
func (b Box) Covers(o Box) bool {
	return b.MinX <= o.MinX && o.MaxX <= b.MaxX && b.MinY <= o.MinY && o.MaxY <= b.MaxY
}

// Meets tells whether two boxes share a point.
func (b Box) Meets(o Box) bool {
	return b.MinX <= o.MaxX && o.MinX <= b.MaxX && b.MinY <= o.MaxY && o.MinY <= b.MaxY
}

// SignedArea is the area of a ring by the surveyor's formula, whether or not its first point is repeated at its end: positive if the
// ring runs clockwise as seen with y to the south.
func SignedArea(ring []Vec) float64 {
	if len(ring) < 3 {
		return 0
	}
	sum, o := 0.0, ring[0]
	for i := 1; i+1 < len(ring); i++ {
		a, b := ring[i], ring[i+1]
		sum += (a.X-o.X)*(b.Y-o.Y) - (b.X-o.X)*(a.Y-o.Y)
	}
	return sum / 2
}

// ClipRing appends to dst the part of a ring within the box (Sutherland and Hodgman, 1974); scratch is working memory and is returned
// for reuse. A ring that leaves the box and returns keeps an edge along the border: right for drawing, where the border lies in the
// tile's buffer, wrong for areas. The ring may repeat its first point; the result does not.
func ClipRing(dst, scratch, ring []Vec, box Box) (clipped, spare []Vec) {
	if n := len(ring); n > 1 && ring[0] == ring[n-1] {
		ring = ring[:n-1]
	}
	base := len(dst)
	if box.Covers(Extent(ring)) {
		return append(dst, ring...), scratch
	}
	scratch = clipSide(scratch[:0], ring, func(p Vec) float64 { return p.X - box.MinX })
	dst = clipSide(dst, scratch, func(p Vec) float64 { return box.MaxX - p.X })
	scratch = clipSide(scratch[:0], dst[base:], func(p Vec) float64 { return p.Y - box.MinY })
	dst = clipSide(dst[:base], scratch, func(p Vec) float64 { return box.MaxY - p.Y })
	for i, p := range dst[base:] { // a crossing is rounded: it may miss the border by the last bit
		dst[base+i] = Vec{min(max(p.X, box.MinX), box.MaxX), min(max(p.Y, box.MinY), box.MaxY)}
	}
	return dst, scratch
}

// clipSide appends the part of a ring on the side of a line where inside is not negative.
func clipSide(dst, ring []Vec, inside func(Vec) float64) []Vec {
	if len(ring) == 0 {
		return dst
	}
	prev := ring[len(ring)-1]
	dp := inside(prev)
	for _, p := range ring {
		d := inside(p)
		if (d < 0) != (dp < 0) {
			dst = append(dst, between(prev, p, dp/(dp-d)))
		}
		if d >= 0 {
			dst = append(dst, p)
		}
		prev, dp = p, d
	}
	return dst
}

func between(a, b Vec, t float64) Vec { return Vec{a.X + (b.X-a.X)*t, a.Y + (b.Y-a.Y)*t} }

// ClipLine visits the parts of a line within the box, in order (Liang and Barsky, 1984). A part is valid only during the visit; scratch is
// working memory and is returned for reuse.
func ClipLine(scratch, line []Vec, box Box, visit func(part []Vec)) []Vec {
	if len(line) >= 2 && box.Covers(Extent(line)) {
		visit(line)
		return scratch
	}
	part := scratch[:0]
	flush := func() {
		if len(part) >= 2 {
			visit(part)
		}
		part = part[:0]
	}
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		from, to, ok := clipSegment(a, b, box)
		if !ok {
			flush()
			continue
		}
		if len(part) == 0 || from > 0 {
			flush()
			part = append(part, inBox(between(a, b, from), box))
		}
		end := b
		if to < 1 {
			end = inBox(between(a, b, to), box)
		}
		part = append(part, end)
		if to < 1 {
			flush()
		}
	}
	flush()
	return part
}

func inBox(p Vec, box Box) Vec {
	return Vec{min(max(p.X, box.MinX), box.MaxX), min(max(p.Y, box.MinY), box.MaxY)}
}

// clipSegment is the span of a segment's parameter, 0 … 1, that lies in the box.
func clipSegment(a, b Vec, box Box) (from, to float64, ok bool) {
	from, to = 0, 1
	dx, dy := b.X-a.X, b.Y-a.Y
	for _, side := range [...]struct{ p, q float64 }{
		{-dx, a.X - box.MinX}, {dx, box.MaxX - a.X}, {-dy, a.Y - box.MinY}, {dy, box.MaxY - a.Y}} {
		switch {
		case side.p == 0 && side.q < 0:
			return 0, 0, false
		case side.p < 0:
			from = max(from, side.q/side.p)
		case side.p > 0:
			to = min(to, side.q/side.p)
		}
	}
	return from, to, from <= to
}

// Simplify leaves out points of a path that lie within the tolerance of what remains (Douglas and Peucker, 1973), in place; both ends
// stay. Work is bounded: a path on which the method would go quadratic is cut into runs of a thousand points.
func Simplify(path []Vec, tolerance float64) []Vec {
	if len(path) <= 2 || !(tolerance > 0) {
		return path
	}
	const run = 1024
	keep := 1
	for start := 0; start < len(path)-1; start += run {
		end := min(start+run, len(path)-1)
		keep = simplifyRun(path, start, end, keep, tolerance*tolerance)
	}
	return path[:keep]
}

// simplifyRun moves the points of path that stay between start (exclusive) and end (inclusive) down to position keep. It never
// writes a place it still reads: keep ≤ start+1.
func simplifyRun(path []Vec, start, end, keep int, tolerance2 float64) int {
	var stack [64]int // ends of the spans still to do, nearest last; when it is full, points stay
	stack[0] = end
	depth := 1
	anchor, from := path[start], start
	for depth > 0 {
		to := stack[depth-1]
		far, worst := -1, tolerance2
		for i := from + 1; i < to; i++ {
			if d := segmentDistance2(path[i], anchor, path[to]); d > worst {
				far, worst = i, d
			}
		}
		if far >= 0 && depth < len(stack) {
			stack[depth] = far
			depth++
			continue
		}
		if far >= 0 { // no room to divide further: keep the next point
			to = from + 1
		} else {
			depth--
		}
		anchor, from = path[to], to
		path[keep] = anchor
		keep++
	}
	return keep
}

// segmentDistance2 is the square of the distance from p to the segment from a to b.
func segmentDistance2(p, a, b Vec) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	if l := dx*dx + dy*dy; l > 0 {
		t := min(max(((p.X-a.X)*dx+(p.Y-a.Y)*dy)/l, 0), 1)
		a = Vec{a.X + t*dx, a.Y + t*dy}
	}
	return (p.X-a.X)*(p.X-a.X) + (p.Y-a.Y)*(p.Y-a.Y)
}
