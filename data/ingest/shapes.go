package ingest

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"math"

	"beltmap/geo"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

var (
	errShape     = errors.New("the shapes are not written as ESRI's description says")
	errShapeKind = errors.New("a kind of shape that a record cannot have")
)

// The kinds of shapes; those with heights are 10 more, those with measures 20 more.
const (
	shapeNone      = 0
	shapePoint     = 1
	shapeLines     = 3
	shapePolygons  = 5
	shapePoints    = 8
	shapePatches   = 31
	shapefileCode  = 9994
	shapeHeadBytes = 100
)

// shapes reads a .shp from beginning to end.
type shapes struct {
	src  *bufio.Reader
	body []byte
}

func newShapes(src io.Reader) (*shapes, error) {
	s := &shapes{src: bufio.NewReaderSize(src, 1<<16)}
	var head [shapeHeadBytes]byte
	if _, err := io.ReadFull(s.src, head[:]); err != nil {
		return nil, unexpected(err)
	}
	if binary.BigEndian.Uint32(head[:]) != shapefileCode {
		return nil, errShape
	}
	return s, nil
}

// next reads the shape of a number, nil for none. It is io.EOF after the last.
func (s *shapes) next(number int) (orb.Geometry, error) {
	var head [8]byte
	if _, err := io.ReadFull(s.src, head[:]); err != nil {
		return nil, err
	}
	size := 2 * int64(binary.BigEndian.Uint32(head[4:]))
	switch {
	case size > MaxRowBytes:
		return nil, errTooLong
	case int(binary.BigEndian.Uint32(head[:])) != number || size < 4:
		return nil, errShape
	}
	if int64(cap(s.body)) < size {
		s.body = make([]byte, size)
	}
	s.body = s.body[:size]
	if _, err := io.ReadFull(s.src, s.body); err != nil {
		return nil, unexpected(err)
	}
	return shapeOf(s.body)
}

// shapeOf reads one shape, without its heights and measures.
func shapeOf(body []byte) (orb.Geometry, error) {
	kind := binary.LittleEndian.Uint32(body)
	if kind == shapePatches {
		return nil, errShapeKind
	}
	if kind > 30 {
		return nil, errShape
	}
	switch kind % 10 {
	case shapeNone:
		return nil, nil
	case shapePoint:
		if len(body) < 20 {
			return nil, errShape
		}
		return pointAt(body[4:]), nil
	case shapePoints:
		points, err := pointsOf(body)
		switch {
		case err != nil || len(points) == 0:
			return nil, err
		case len(points) == 1:
			return points[0], nil
		}
		return nil, errShapeKind
	case shapeLines, shapePolygons:
		paths, err := pathsOf(body)
		if err != nil || len(paths) == 0 {
			return nil, err
		}
		if kind%10 == shapePolygons {
			return polygonsOf(paths), nil
		}
		return linesOf(paths), nil
	}
	return nil, errShape
}

func pointAt(b []byte) orb.Point {
	return orb.Point{math.Float64frombits(binary.LittleEndian.Uint64(b)), math.Float64frombits(binary.LittleEndian.Uint64(b[8:]))}
}

// pointsOf reads the points of a MultiPoint: kind, box, count, points.
func pointsOf(body []byte) ([]orb.Point, error) {
	const head = 4 + 32 + 4
	if len(body) < head {
		return nil, errShape
	}
	n := int(binary.LittleEndian.Uint32(body[head-4:]))
	if n > (len(body)-head)/16 {
		return nil, errShape
	}
	return pointsAt(body[head:], n), nil
}

func pointsAt(b []byte, n int) []orb.Point {
	out := make([]orb.Point, n)
	for i := range out {
		out[i] = pointAt(b[16*i:])
	}
	return out
}

// pathsOf reads the parts of a PolyLine or Polygon: kind, box, number of parts, of points, where each part begins, points.
func pathsOf(body []byte) ([][]orb.Point, error) {
	const head = 4 + 32 + 8
	if len(body) < head {
		return nil, errShape
	}
	parts, n := int(binary.LittleEndian.Uint32(body[36:])), int(binary.LittleEndian.Uint32(body[40:]))
	rest := body[head:]
	if parts > len(rest)/4 || n > (len(rest)-4*parts)/16 {
		return nil, errShape
	}
	points := pointsAt(rest[4*parts:], n)
	var out [][]orb.Point
	for i := range parts {
		from, to := int(binary.LittleEndian.Uint32(rest[4*i:])), n
		if i+1 < parts {
			to = int(binary.LittleEndian.Uint32(rest[4*i+4:]))
		}
		if from > to || to > n {
			return nil, errShape
		}
		if from < to {
			out = append(out, points[from:to:to])
		}
	}
	return out, nil
}

func linesOf(paths [][]orb.Point) orb.Geometry {
	if len(paths) == 1 {
		return orb.LineString(paths[0])
	}
	lines := make(orb.MultiLineString, len(paths))
	for i, path := range paths {
		lines[i] = path
	}
	return lines
}

// polygonsOf makes polygons of the rings of a shape: those that run clockwise are outlines, the others holes of the smallest outline around
// them. A hole that lies in none is an outline that was written the wrong way round. A shape of too many points is left as it is: it will be
// refused for that.
func polygonsOf(rings [][]orb.Point) orb.Geometry {
	var outlines orb.MultiPolygon
	var areas []float64
	var bounds []orb.Bound
	var holes []orb.Ring
	points := 0
	for _, ring := range rings {
		points += len(ring)
		if area := clockwise(ring); area >= 0 || len(rings) == 1 {
			outlines, areas, bounds = append(outlines, orb.Polygon{ring}), append(areas, area), append(bounds, orb.Ring(ring).Bound())
		} else {
			holes = append(holes, ring)
		}
	}
	if points > geo.MaxVertices {
		all := make(orb.Polygon, len(rings))
		for i, ring := range rings {
			all[i] = ring
		}
		return all
	}
	whole := len(outlines)
	for _, hole := range holes {
		around := -1
		for i := range whole {
			if bounds[i].Contains(hole[0]) && (around < 0 || areas[i] < areas[around]) && within(hole, outlines[i][0]) {
				around = i
			}
		}
		if around < 0 {
			outlines = append(outlines, orb.Polygon{hole})
			continue
		}
		outlines[around] = append(outlines[around], hole)
	}
	if len(outlines) == 1 {
		return outlines[0]
	}
	return outlines
}

// clockwise is twice the area of a ring, negative if it runs the other way.
func clockwise(ring []orb.Point) float64 {
	sum, o := 0.0, ring[0]
	for i := 1; i+1 < len(ring); i++ {
		a, b := ring[i], ring[i+1]
		sum -= (a[0]-o[0])*(b[1]-o[1]) - (b[0]-o[0])*(a[1]-o[1])
	}
	return sum
}

// within tells whether a hole lies in an outline, which it may touch.
func within(hole, outline orb.Ring) bool {
	for _, p := range hole {
		if in, on := plane.Contains(orb.Polygon{outline}, p); !on {
			return in
		}
	}
	return true
}
