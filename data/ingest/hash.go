package ingest

import (
	"encoding/binary"
	"hash/maphash"
	"math"

	"beltmap/geo"
	"github.com/paulmach/orb"
)

// hasher hashes what a record says, so that what the store holds can be compared without being kept. Links are hashed by themselves: what
// they lead to is known only when all files were read. So is validity, which --as-of sets.
type hasher struct {
	seed    maphash.Seed
	compare bool // what records say is to be compared with what the store holds
	again   bool // rows are read a second time, and were found to be those of the first by the sums of their chunks
	text    []byte
}

func newHasher() hasher { return hasher{seed: maphash.MakeSeed()} }

// own is a hasher of the same hashes for another goroutine.
func (h *hasher) own() hasher { return hasher{seed: h.seed, compare: h.compare, again: h.again} }

// chunk is the hash of some rows as a format found them.
func (h *hasher) chunk(c *chunk) uint64 {
	b := h.text[:0]
	for _, ends := range [][]int32{c.lines, c.cells, c.ends} {
		for _, end := range ends {
			b = binary.LittleEndian.AppendUint32(b, uint32(end))
		}
	}
	for i, g := range c.shapes {
		if g != nil {
			b = appendShape(appendBits(b, uint64(i)), g)
		}
	}
	for _, f := range c.faults {
		b = append(appendBits(b, uint64(f.at)), f.kind...)
	}
	h.text = b
	return maphash.Bytes(h.seed, c.text) ^ maphash.Bytes(h.seed, b)*oddRatio
}

const oddRatio uint64 = 0x9E3779B97F4A7C15

// id is the hash of a record's name among all.
func (h *hasher) id(c geo.Collection, id string) uint64 {
	return maphash.String(h.seed, id) + uint64(c)*oddRatio
}

// name is the hash of a plain name in a collection; it is no id's.
func (h *hasher) name(c geo.Collection, plain string) uint64 {
	return maphash.String(h.seed, plain) + (uint64(c)+64)*oddRatio
}

// code is the hash of an enterprise's credit code.
func (h *hasher) code(code string) uint64 { return maphash.String(h.seed, code) ^ oddRatio }

// content is the hash of all that a record says but its id, its validity and its links, which must have been taken out.
func (h *hasher) content(r *geo.Record) uint64 {
	b := append(h.text[:0], byte(r.Collection))
	for _, s := range [...]string{r.NameZH, r.NameEN, string(r.Position.Class), r.Position.Source, r.Position.CRS, r.Source} {
		b = append(append(b, s...), 0)
	}
	b = appendBits(appendBits(b, math.Float64bits(r.Position.X)), math.Float64bits(r.Position.Y))
	for i := range geo.SchemaOf(r.Collection).Fields {
		v := r.At(i)
		b = append(b, byte(v.Type()))
		if x, is := v.Number(); is {
			b = appendBits(b, math.Float64bits(x))
			continue
		}
		b = append(append(append(b, v.Text()...), v.Joined()...), 0)
		if truth, _ := v.Boolean(); truth {
			b = append(b, 1)
		}
		b = appendBits(b, uint64(v.Day()))
	}
	h.text = appendShape(b, r.Geometry)
	return maphash.Bytes(h.seed, h.text)
}

// linked adds one link to the hash of a record's links, which depends on their order.
func linked(sum uint64, slot int16, target uint64) uint64 {
	sum = (sum ^ target ^ uint64(uint16(slot))<<48) * oddRatio
	return sum ^ sum>>29
}

func appendBits(b []byte, x uint64) []byte {
	return append(b, byte(x), byte(x>>8), byte(x>>16), byte(x>>24), byte(x>>32), byte(x>>40), byte(x>>48), byte(x>>56))
}

func appendShape(b []byte, g orb.Geometry) []byte {
	path := func(points []orb.Point) {
		b = appendBits(b, uint64(len(points)))
		for _, p := range points {
			b = appendBits(appendBits(b, math.Float64bits(p[0])), math.Float64bits(p[1]))
		}
	}
	if g == nil {
		return b
	}
	b = append(b, g.GeoJSONType()...)
	switch g := g.(type) {
	case orb.Point:
		path([]orb.Point{g})
	case orb.LineString:
		path(g)
	case orb.MultiLineString:
		for _, line := range g {
			path(line)
		}
	case orb.Polygon:
		for _, ring := range g {
			path(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			b = appendShape(b, polygon)
		}
	}
	return b
}
