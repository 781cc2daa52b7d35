package world

import (
	"math"
	"strings"
	"sync"

	"beltmap/geo"
	"beltmap/geo/index"
	"beltmap/geo/phrase"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
)

// Builder takes records in a stream, in any order, and builds a World of them at once. What it takes it packs into columns right
// away, so that it needs no more memory than the World twice over.
type Builder struct {
	day      geo.Day
	settings geo.Settings
	staged   [geo.NumCollections]*staging
}

// NewBuilder is a Builder of a World for a day and under settings.
func NewBuilder(day geo.Day, settings geo.Settings) *Builder {
	b := &Builder{day: day, settings: settings}
	for _, c := range geo.AllCollections() {
		b.staged[c] = newStaging(c)
	}
	return b
}

// maxRows keeps row numbers well within a Row.
const maxRows = math.MaxInt32 - chunkRows

// Add takes records. Neither the slice nor anything the records point to is kept.
func (b *Builder) Add(records []geo.Record) error {
	for len(records) > 0 {
		n := 1 // a run of one collection
		for n < len(records) && records[n].Collection == records[0].Collection {
			n++
		}
		c := records[0].Collection
		if c == 0 || int(c) >= geo.NumCollections {
			return geo.Invalid("world.Builder.Add", phrase.CollectionUnknown.With(c.String()))
		}
		if b.staged[c].n+n > maxRows {
			return geo.Unavailable("world.Builder.Add", phrase.WorldFull.With(c.String(), maxRows), nil)
		}
		if err := b.staged[c].add(records[:n]); err != nil {
			return err
		}
		records = records[n:]
	}
	return nil
}

// staging is the records of one collection in the order they came, in columns.
type staging struct {
	collection geo.Collection
	n          int
	cols       []stagedCol
	places     []degrees
	located    []uint8 // 1 where places holds a point
	shapes     map[int]*shape
	sorted     bool // ids came in ascending order
	last       string
}

// seenCode is a text and its code; the empty text's is none.
type seenCode struct {
	text string
	code int64
}

// stagedCol is a column and the values of its last chunk that are not packed yet.
type stagedCol struct {
	col
	last     seenCode   // of a coded column: the text before
	seen     []seenCode // of a coded column: texts seen before, by a rough hash
	openInts []int64
	openNums []float64
	openEnds []int
	openData strings.Builder
}

func newStaging(c geo.Collection) *staging {
	s := &staging{collection: c, shapes: map[int]*shape{}, sorted: true}
	for _, column := range newCols(c) {
		s.cols = append(s.cols, stagedCol{col: column})
	}
	return s
}

// parallelFrom is how many records of one collection are worth a second goroutine.
const parallelFrom = 256

func (s *staging) add(records []geo.Record) error {
	for i := range records {
		if id := records[i].ID; id == "" {
			return geo.Invalid("world.Builder.Add", phrase.WorldIDMissing.With(s.collection.String()))
		}
	}
	for at := 0; at < len(records); at += chunkRows {
		part := records[at:min(at+chunkRows, len(records))]
		if len(part) < parallelFrom {
			s.addCommon(part)
			s.addFields(part)
		} else {
			var wg sync.WaitGroup
			wg.Go(func() { s.addFields(part) })
			s.addCommon(part)
			wg.Wait()
		}
		s.n += len(part)
	}
	return nil
}

// addCommon takes what every record has.
func (s *staging) addCommon(records []geo.Record) {
	for i := range records {
		r := &records[i]
		s.sorted = s.sorted && s.last < r.ID
		s.last = r.ID
		s.addGeometry(s.n+i, r.Geometry)
		s.cols[colID].text(r.ID)
		s.cols[colNameZH].text(r.NameZH)
		s.cols[colNameEN].text(r.NameEN)
		s.cols[colZone].code(r.Zone)
		s.cols[colClass].code(string(r.Position.Class))
		s.cols[colFrom].int(dayInt(r.Valid.From))
		s.cols[colTo].int(dayInt(r.Valid.To))
		s.cols[colSource].code(r.Source)
		s.cols[colPositionSource].code(r.Position.Source)
		s.cols[colPositionCRS].code(r.Position.CRS)
		x, y := originalPair(r)
		s.cols[colPositionX].number(x)
		s.cols[colPositionY].number(y)
		s.cols[colVersion].int(versionInt(r.Version))
	}
	s.last = strings.Clone(s.last)
}

func versionInt(v geo.Cursor) int64 {
	if v == 0 {
		return none
	}
	return int64(v)
}

// originalPair is the pair a position was given in, none where it was zero.
func originalPair(r *geo.Record) (x, y float64) {
	x, y = r.Position.X, r.Position.Y
	if x == 0 {
		x = math.NaN()
	}
	if y == 0 {
		y = math.NaN()
	}
	return x, y
}

func (s *staging) addGeometry(i int, g orb.Geometry) {
	p, isPoint := g.(orb.Point)
	switch {
	case isPoint:
		s.places = append(s.places, degreesOf(p))
		s.located = append(s.located, 1)
		return
	case g != nil:
		s.shapes[i] = shapeOf(s.collection, g)
	}
	s.places = append(s.places, degrees{})
	s.located = append(s.located, 0)
}

// shapeOf is a geometry other than a point, rounded, sharing nothing with g.
func shapeOf(c geo.Collection, g orb.Geometry) *shape {
	r := geo.Record{Geometry: g}
	r.Normalize()
	s := &shape{geometry: r.Geometry, box: index.Box(plane.MercatorBounds(r.Geometry.Bound()))}
	if c == geo.Grids {
		s.whole = inUnits(r.Geometry)
	}
	return s
}

// inUnits is a polygon in units of 1e-7°.
func inUnits(g orb.Geometry) orb.Geometry {
	polygon := func(p orb.Polygon) orb.Polygon {
		out := make(orb.Polygon, len(p))
		for i, ring := range p {
			out[i] = make(orb.Ring, len(ring))
			for j, q := range ring {
				out[i][j] = degreesOf(q).units()
			}
		}
		return out
	}
	switch g := g.(type) {
	case orb.Polygon:
		return polygon(g)
	case orb.MultiPolygon:
		out := make(orb.MultiPolygon, len(g))
		for i, p := range g {
			out[i] = polygon(p)
		}
		return out
	}
	return nil
}

// addFields takes what the collection's schema names, a column at a time of as many records as the processor keeps near.
func (s *staging) addFields(records []geo.Record) {
	const near = 64
	for ; len(records) > 0; records = records[min(near, len(records)):] {
		part := records[:min(near, len(records))]
		for f, field := range geo.SchemaOf(s.collection).Fields {
			if field.Derived {
				continue
			}
			c := &s.cols[colsCommon+f]
			for i := range part {
				c.value(part[i].At(f))
			}
		}
	}
}

func (c *stagedCol) value(v geo.Value) {
	switch c.kind {
	case colText:
		c.text(textOf(v))
	case colNumber:
		c.number(numberOf(v))
	case colCode:
		c.code(v.Text())
	default:
		c.int(integerOf(v))
	}
}

func (c *stagedCol) int(v int64) {
	c.openInts = append(c.openInts, v)
	if len(c.openInts) == chunkRows {
		c.flush()
	}
}

// code takes a text by its code. Texts recur, many (zones, sources) in long runs, so that nearly all are found without asking the
// dictionary.
func (c *stagedCol) code(s string) {
	if s == "" {
		c.int(none)
		return
	}
	if c.last.text == s {
		c.int(c.last.code)
		return
	}
	const slots = 1024
	if c.seen == nil {
		c.seen = make([]seenCode, slots)
	}
	n := len(s)
	known := &c.seen[(int(s[n-1])+int(s[n-1-n/4])*29+int(s[n/2])*11+int(s[max(n-2, 0)])*131+n)%slots]
	if known.text != s {
		code := c.dict.add(s) // nobody else has this dictionary yet
		// The dictionary's copy of the text: s is not ours to keep.
		*known = seenCode{c.dict.names[code], code}
	}
	c.last = *known
	c.int(known.code)
}

func (c *stagedCol) number(v float64) {
	c.openNums = append(c.openNums, v)
	if len(c.openNums) == chunkRows {
		c.flush()
	}
}

func (c *stagedCol) text(s string) {
	c.openData.WriteString(s)
	c.openEnds = append(c.openEnds, c.openData.Len())
	if len(c.openEnds) == chunkRows {
		c.flush()
	}
}

// flush packs the open chunk.
func (c *stagedCol) flush() {
	switch c.kind {
	case colText:
		if len(c.openEnds) > 0 {
			c.texts.chunks = append(c.texts.chunks, textChunkOf(c.openData.String(), c.openEnds))
			size := c.openData.Len()
			c.openData = strings.Builder{}
			c.openData.Grow(size + size/32) // the next chunk will be about as long
			c.openEnds = c.openEnds[:0]
		}
	case colNumber:
		if len(c.openNums) > 0 {
			c.numbers.chunks = append(c.numbers.chunks, packNumbers(c.openNums))
			c.openNums = c.openNums[:0]
		}
	default:
		if len(c.openInts) > 0 {
			c.ints.chunks = append(c.ints.chunks, packInts(c.openInts))
			c.openInts = c.openInts[:0]
		}
	}
}
