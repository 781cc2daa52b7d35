package gpkgfile

import (
	"encoding/binary"
	"math"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

// DecodeGeometry reads a GeoPackage blob of either byte order, with or without envelope, and its SRS id; Z and M ordinates are
// dropped. It reads any bytes without panic and takes no more memory than the blob is long. Geometry types a record cannot have, and
// blobs cut short or followed by anything, are errors of kind invalid.
func DecodeGeometry(blob []byte) (orb.Geometry, int32, error) {
	if len(blob) == pointBlob && blob[0] == 'G' && blob[1] == 'P' && blob[3] == flagLittle && blob[8] == 1 &&
		binary.LittleEndian.Uint32(blob[9:]) == wkbPoint {
		return littlePoint(blob[13:]), int32(binary.LittleEndian.Uint32(blob[4:])), nil
	}
	return decode(blob, false)
}

// DecodeForeignGeometry reads a blob that any program wrote, as DecodeGeometry does. A geometry of nothing is nil, and a multi-point of one
// point is that point.
func DecodeForeignGeometry(blob []byte) (orb.Geometry, error) {
	if len(blob) >= headerSize && blob[3]&flagEmpty != 0 {
		return nil, nil
	}
	g, _, err := decode(blob, true)
	if p, ok := g.(orb.Point); ok && math.IsNaN(p[0]) && math.IsNaN(p[1]) {
		return nil, err
	}
	return g, err
}

func decode(blob []byte, lenient bool) (orb.Geometry, int32, error) {
	if len(blob) < headerSize || blob[0] != 'G' || blob[1] != 'P' || blob[2] != 0 {
		return nil, 0, damaged()
	}
	flags := blob[3]
	order := byteOrder(flags & flagLittle)
	srs := int32(order.Uint32(blob[4:]))
	var envelope = [8]int{0, 32, 48, 48, 64, -1, -1, -1}[flags>>1&7]
	if envelope < 0 || len(blob) < headerSize+envelope || flags&0x20 != 0 {
		return nil, 0, damaged() // 0x20: an extended type, whose body is not WKB
	}
	r := reader{rest: blob[headerSize+envelope:], lenient: lenient}
	g := r.geometry(0)
	if r.failed || len(r.rest) != 0 {
		return nil, 0, damaged()
	}
	if r.foreign {
		return nil, 0, geo.Invalid("gpkgfile.DecodeGeometry", phrase.GeometryTypeUnknown.With())
	}
	return g, srs, nil
}

func damaged() error {
	return geo.Invalid("gpkgfile.DecodeGeometry", phrase.GeometryBlobDamaged.With())
}

func littlePoint(b []byte) orb.Point {
	return orb.Point{math.Float64frombits(binary.LittleEndian.Uint64(b)), math.Float64frombits(binary.LittleEndian.Uint64(b[8:]))}
}

func byteOrder(little byte) binary.ByteOrder {
	if little == 1 {
		return binary.LittleEndian
	}
	return binary.BigEndian
}

// reader takes WKB apart. After a failure it goes on returning zeros, so that callers check once, at the end.
type reader struct {
	rest    []byte
	order   binary.ByteOrder
	extra   int  // ordinates a point has beyond X and Y
	lenient bool // a multi-point of one point is taken for it
	failed  bool
	foreign bool
}

func (r *reader) take(n int) []byte {
	if r.failed || n > len(r.rest) {
		r.failed = true
		return nil
	}
	head := r.rest[:n]
	r.rest = r.rest[n:]
	return head
}

func (r *reader) uint32() uint32 {
	if b := r.take(4); b != nil {
		return r.order.Uint32(b)
	}
	return 0
}

// count reads how many parts follow, each of which needs at least size bytes: a count that the rest cannot hold is a failure, before
// any memory is taken for it.
func (r *reader) count(size int) int {
	n := int(r.uint32())
	if n > len(r.rest)/size {
		r.failed = true
		return 0
	}
	return n
}

// head reads byte order and type code; the code comes back without its Z and M marks (ISO 1000, 2000, 3000, or the EWKB bits).
func (r *reader) head() uint32 {
	b := r.take(1)
	if b == nil || b[0] > 1 {
		r.failed = true
		return 0
	}
	r.order = byteOrder(b[0])
	code := r.uint32()
	r.extra = int(code>>31) + int(code>>30&1)
	if code>>29&1 == 1 {
		r.take(4) // EWKB's own SRS id, which the header has already said
	}
	code &= 0x0fffffff
	switch code / 1000 {
	case 0:
	case 1, 2:
		r.extra = 1
	case 3:
		r.extra = 2
	default:
		r.failed = true
	}
	return code % 1000
}

// geometry reads one geometry; within a multi-geometry only of the type part (0: any).
func (r *reader) geometry(part uint32) orb.Geometry {
	code := r.head()
	if r.failed || part != 0 && code != part {
		r.failed = true
		return nil
	}
	switch code {
	case wkbPoint:
		return r.point()
	case wkbLineString:
		return orb.LineString(r.path())
	case wkbPolygon:
		return r.polygon()
	case wkbMultiPoint:
		if points := r.points(); len(points) == 1 {
			return points[0]
		}
	case wkbMultiLineString:
		return parts[orb.MultiLineString](r, wkbLineString)
	case wkbMultiPolygon:
		return parts[orb.MultiPolygon](r, wkbPolygon)
	}
	r.foreign, r.rest = true, nil
	return nil
}

// points reads the points of a multi-point where it may be one.
func (r *reader) points() orb.MultiPoint {
	if !r.lenient {
		return nil
	}
	return parts[orb.MultiPoint](r, wkbPoint)
}

func parts[M ~[]G, G orb.Geometry](r *reader, part uint32) M {
	n := r.count(9) // byte order, code, count
	out := make(M, 0, n)
	for range n {
		if g, ok := r.geometry(part).(G); ok {
			out = append(out, g)
		}
	}
	return out
}

func (r *reader) polygon() orb.Polygon {
	n := r.count(4)
	out := make(orb.Polygon, 0, n)
	for range n {
		out = append(out, r.path())
		if r.failed {
			break
		}
	}
	return out
}

func (r *reader) path() []orb.Point {
	n := r.count(16 + 8*r.extra)
	out := make([]orb.Point, 0, n)
	for range n {
		out = append(out, r.point())
	}
	return out
}

func (r *reader) point() orb.Point {
	b := r.take(16 + 8*r.extra)
	if b == nil {
		return orb.Point{}
	}
	return orb.Point{math.Float64frombits(r.order.Uint64(b)), math.Float64frombits(r.order.Uint64(b[8:]))}
}
