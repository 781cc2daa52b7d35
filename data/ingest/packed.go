package ingest

import (
	"encoding/binary"
	"math"

	"beltmap/geo"
	"github.com/paulmach/orb"
)

// packed are the records of rows, without their ids, their validity and their links, which the survey keeps, one after the other in few bytes: some 70 a row.
// They spare the second reading.
type packed struct {
	pieces []string
	now    []byte
	row    []byte
	size   int
	lost   bool // they were too many, or one has a shape that is no point: the files are read again
}

const (
	maxPacked   = 128 << 20
	packedPiece = 1 << 20
)

// What a packed row has for a place.
const (
	noPlace     = iota
	storedPlace // in units of 1e-7°
	anyPlace
)

// put packs a record behind the others.
func (p *packed) put(r *geo.Record) {
	at, is := r.Geometry.(orb.Point)
	if p.lost || r.Geometry != nil && !is || p.size > maxPacked {
		*p = packed{lost: true}
		return
	}
	b := p.row[:0]
	for _, s := range [...]string{r.NameZH, r.NameEN, r.Zone, string(r.Position.Class), r.Position.Source, r.Position.CRS, r.Source} {
		b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
	}
	if r.Position.CRS != "" {
		b = appendBits(appendBits(b, math.Float64bits(r.Position.X)), math.Float64bits(r.Position.Y))
	}
	b = packPlace(b, at, is)
	for i := range geo.SchemaOf(r.Collection).Fields {
		if v := r.At(i); !v.IsNone() {
			b = packValue(append(b, byte(i)+1), v)
		}
	}
	p.row = append(b, 0)
	p.now = append(binary.AppendUvarint(p.now, uint64(len(p.row))), p.row...)
	p.size += len(p.row)
	if len(p.now) >= packedPiece {
		p.seal()
	}
}

// seal ends the piece that is being filled.
func (p *packed) seal() {
	if len(p.now) > 0 {
		p.pieces = append(p.pieces, string(p.now))
		p.now = p.now[:0]
	}
}

func packPlace(b []byte, at orb.Point, is bool) []byte {
	if !is {
		return append(b, noPlace)
	}
	x, y := math.Round(at[0]*1e7), math.Round(at[1]*1e7)
	if math.Abs(x) < math.MaxInt32 && math.Abs(y) < math.MaxInt32 && at == (orb.Point{x / 1e7, y / 1e7}) {
		return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(append(b, storedPlace), uint32(int32(x))), uint32(int32(y)))
	}
	return appendBits(appendBits(append(b, anyPlace), math.Float64bits(at[0])), math.Float64bits(at[1]))
}

func packValue(b []byte, v geo.Value) []byte {
	b = append(b, byte(v.Type()))
	switch v.Type() {
	case geo.TypeInteger:
		i, _ := v.Integer()
		return binary.AppendVarint(b, i)
	case geo.TypeNumber:
		x, _ := v.Number()
		return appendBits(b, math.Float64bits(x))
	case geo.TypeBoolean:
		if truth, _ := v.Boolean(); truth {
			return append(b, 1)
		}
		return append(b, 0)
	case geo.TypeDay:
		return binary.AppendVarint(b, int64(v.Day()))
	}
	text := v.Text() + v.Joined() // one of them
	return append(binary.AppendUvarint(b, uint64(len(text))), text...)
}

// unpacker takes packed records out in their order. Their texts are parts of the pieces.
type unpacker struct {
	pieces []string
	rest   string
}

// next is the next row, still packed.
func (u *unpacker) next() packedRow {
	if u.rest == "" {
		u.rest, u.pieces = u.pieces[0], u.pieces[1:]
	}
	at := packedRow(u.rest)
	row := at.text()
	u.rest = string(at)
	return packedRow(row)
}

// packedRow is what is left of a row.
type packedRow string

func (u *packedRow) unsigned() (n uint64) {
	for i := 0; ; i++ {
		c := (*u)[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			*u = (*u)[i+1:]
			return n
		}
	}
}

func (u *packedRow) signed() int64 {
	n := u.unsigned()
	return int64(n>>1) ^ -int64(n&1)
}

func (u *packedRow) text() string {
	n := u.unsigned()
	s := (*u)[:n]
	*u = (*u)[n:]
	return string(s)
}

func (u *packedRow) byte() byte {
	c := (*u)[0]
	*u = (*u)[1:]
	return c
}

func (u *packedRow) fixed(bytes int) (n uint64) {
	for i := range bytes {
		n |= uint64((*u)[i]) << (8 * i)
	}
	*u = (*u)[bytes:]
	return n
}

func (u *packedRow) float() float64 { return math.Float64frombits(u.fixed(8)) }

// record makes a record of what put packed.
func (u *packedRow) record(r *geo.Record, c geo.Collection) {
	r.Reset(c)
	r.NameZH, r.NameEN, r.Zone = u.text(), u.text(), u.text()
	r.Position = geo.Position{Class: geo.Precision(u.text()), Source: u.text(), CRS: u.text()}
	r.Source = u.text()
	if r.Position.CRS != "" {
		r.Position.X, r.Position.Y = u.float(), u.float()
	}
	switch u.byte() {
	case storedPlace:
		x, y := int32(u.fixed(4)), int32(u.fixed(4))
		r.Geometry = orb.Point{float64(x) / 1e7, float64(y) / 1e7}
	case anyPlace:
		r.Geometry = orb.Point{u.float(), u.float()}
	}
	for at := u.byte(); at != 0; at = u.byte() {
		r.SetAt(int(at)-1, u.value())
	}
}

func (u *packedRow) value() geo.Value {
	switch geo.Type(u.byte()) {
	case geo.TypeInteger:
		return geo.Integer(u.signed())
	case geo.TypeNumber:
		return geo.Number(u.float())
	case geo.TypeBoolean:
		return geo.Boolean(u.byte() == 1)
	case geo.TypeDay:
		return geo.OnDay(geo.Day(u.signed()))
	case geo.TypeList:
		return geo.ListOfJoined(u.text())
	}
	return geo.Text(u.text())
}
