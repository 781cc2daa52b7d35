package ingest

import (
	"errors"
	"hash/maphash"
	"math"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

var errStop = errors.New("the reader of the batch stopped")

// changes is the second reading of the files: it yields the stubs and every row that brings something new. A row that reads otherwise
// than it did the first time ends the batch.
func (s *survey) changes(yield func(*geo.Change, error) bool) {
	if !s.yieldStubs(yield) {
		return
	}
	change := geo.Change{Op: geo.Put}
	at := 0
	for i, src := range s.sources {
		rows := 0
		err := src.read(s.ctx, func(r *row) error {
			if at >= len(s.rows) || s.rows[at].source != int32(i) {
				return s.moved(src)
			}
			kept := &s.rows[at]
			at++
			rows++
			if at&1023 == 0 {
				if err := s.ctx.Err(); err != nil {
					return err
				}
			}
			if kept.rejected {
				return nil
			}
			if s.hasher.of(&r.record) != kept.hash {
				return s.moved(src)
			}
			if n := &s.nodes[kept.node]; n.stored && n.hash == kept.hash {
				return nil
			}
			change.Record = r.record
			if !yield(&change, nil) {
				return errStop
			}
			return nil
		})
		if err == nil && rows != src.rows {
			err = s.moved(src)
		}
		if err != nil {
			if !errors.Is(err, errStop) {
				yield(nil, err)
			}
			return
		}
	}
}

func (s *survey) moved(src *source) error {
	return geo.Conflict("ingest.Batch", phrase.FileChanged.With(src.Name))
}

func (s *survey) yieldStubs(yield func(*geo.Change, error) bool) bool {
	for _, c := range []geo.Collection{geo.Zones, geo.Belts, geo.Grids} {
		for i := range s.nodes {
			if n := &s.nodes[i]; n.row == stub && n.collection == c {
				if !yield(&geo.Change{Op: geo.Put, Record: StubOf(c, n.id)}, nil) {
					return false
				}
			}
		}
	}
	return true
}

// StubOf is the unlocated record that stands for a zone, belt or grid which records name before anybody has described it.
func StubOf(c geo.Collection, id string) geo.Record {
	r := geo.New(c)
	r.ID, r.NameZH, r.Source = id, id, "stub"
	if c == geo.Zones {
		r.Zone = id
	}
	return r
}

// hasher hashes what a record says, so that what the store holds can be compared without being kept.
type hasher struct {
	seed maphash.Seed
	text []byte
}

func newHasher() hasher { return hasher{seed: maphash.MakeSeed()} }

func (h *hasher) of(r *geo.Record) uint64 {
	b := append(h.text[:0], byte(r.Collection))
	for _, s := range [...]string{r.ID, r.Zone, r.NameZH, r.NameEN, string(r.Position.Class), r.Position.Source, r.Position.CRS, r.Source} {
		b = append(append(b, s...), 0)
	}
	for _, x := range [...]uint64{math.Float64bits(r.Position.X), math.Float64bits(r.Position.Y), uint64(r.Valid.From), uint64(r.Valid.To)} {
		b = appendBits(b, x)
	}
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
