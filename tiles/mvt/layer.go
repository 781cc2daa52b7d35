package mvt

import (
	"hash/maphash"
	"math"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/tiles"
)

// The fields of vector_tile.proto 2.1 as protocol buffer keys: the number, and the wire type 2 for what has a length, 1 for a double, 0 for
// a varint.
const (
	keyTileLayer     = 3<<3 | 2
	keyLayerName     = 1<<3 | 2
	keyLayerFeature  = 2<<3 | 2
	keyLayerKey      = 3<<3 | 2
	keyLayerValue    = 4<<3 | 2
	keyLayerExtent   = 5 << 3
	keyLayerVersion  = 15 << 3
	keyFeatureTags   = 2<<3 | 2
	keyFeatureType   = 3 << 3
	keyFeatureShape  = 4<<3 | 2
	keyValueString   = 1<<3 | 2
	keyValueDouble   = 3<<3 | 1
	keyValueUint     = 5 << 3
	keyValueSint     = 6 << 3
	keyValueBool     = 7 << 3
	typePoint        = 1
	typeLine         = 2
	typePolygon      = 3
	commandMoveTo    = 1
	commandLineTo    = 2
	commandClosePath = 7
)

// clusterKeys are the properties of a cluster: its size, and for enterprises how many of each public status, in status.PublicOrder.
var clusterKeys = [...]string{"point_count", "n_single", "n_joint", "n_regional", "n_work_only", "n_none", "n_unknown"}

const maxKeys = 32

// layer gathers the features of one layer with its tables of keys and values, each value once (but see convincing).
type layer struct {
	features []byte
	values   []byte
	shape    []byte // the geometry of the current feature, as its packed commands
	tags     []byte // the tags of the current feature

	keys     [maxKeys]uint8 // by slot (fields of the plan, then clusterKeys): the key's index + 1, 0 while unused
	slots    [maxKeys]uint8 // the slot of each key in order
	numKeys  int
	numValue uint32
	table    valueTable
	stamp    uint32               // of this layer, for codes
	codes    [maxKeys][]codeIndex // by slot and code: the value's index, if its stamp is the layer's
}

type codeIndex struct{ stamp, index uint32 }

func (l *layer) init() { l.table.init() }

func (l *layer) reset() {
	l.features, l.values = l.features[:0], l.values[:0]
	l.shape, l.tags = l.shape[:0], l.tags[:0]
	l.keys = [maxKeys]uint8{}
	l.numKeys, l.numValue = 0, 0
	l.table.reset()
	if l.stamp++; l.stamp == 0 {
		l.codes = [maxKeys][]codeIndex{} // the stamps begin again
		l.stamp = 1
	}
}

// tag adds a property to the current feature; an unknown value adds none. Unique says that no other feature has this value, so that
// there is no need to look for it.
func (l *layer) tag(slot int, v geo.Value, unique bool) {
	if v.IsNone() {
		return
	}
	index := l.numValue
	if unique {
		l.addValue(v)
	} else {
		index = l.valueIndex(v)
	}
	l.tagIndex(slot, index)
}

// numberCodes makes room for a slot's codes, which are less than n.
func (l *layer) numberCodes(slot, n int) {
	if have := len(l.codes[slot]); have < n {
		l.codes[slot] = append(l.codes[slot], make([]codeIndex, n-have)...)
	}
}

// codeIndex is valueIndex for a text that stands under a number in its column: it is looked for once a layer.
func (l *layer) codeIndex(slot, code int, text string) uint32 {
	at := &l.codes[slot][code]
	if at.stamp != l.stamp {
		*at = codeIndex{l.stamp, l.valueIndex(geo.Text(text))}
	}
	return at.index
}

func (l *layer) tagIndex(slot int, index uint32) {
	l.tags = appendUvarint(append(l.tags, l.key(slot)), uint64(index))
}

// key is the index of a property's key, at the end of the table of keys if it is new.
func (l *layer) key(slot int) uint8 {
	if l.keys[slot] == 0 {
		l.slots[l.numKeys] = uint8(slot)
		l.numKeys++
		l.keys[slot] = uint8(l.numKeys)
	}
	return l.keys[slot] - 1
}

// valueIndex is the place of a value in the table of values, at its end if it is new. Values are compared as they are written: that costs less than
// to keep them. What is no text is short, and written before it is looked for.
func (l *layer) valueIndex(v geo.Value) uint32 {
	start, index, text := len(l.values), l.numValue, v.Text()
	if text == "" {
		l.addValue(v)
		text = string(l.values[start:])
	}
	at, known := l.table.find(l.values[:start], text)
	if known {
		l.values, l.numValue = l.values[:start], index
		return l.table.places[at.number-l.table.least].index
	}
	if l.numValue == index {
		l.addValue(v)
	}
	l.table.add(at, valuePlace{uint32(len(l.values) - len(text)), uint32(len(text)), index})
	return index
}

// addText is addValue of a text.
func (l *layer) addText(text string) {
	l.numValue++
	l.values = appendText(append(l.values, keyLayerValue), text)
}

func (l *layer) addValue(v geo.Value) {
	l.numValue++
	b := append(l.values, keyLayerValue)
	switch v.Type() {
	case geo.TypeText:
		b = appendText(b, v.Text())
	case geo.TypeInteger:
		if i, _ := v.Integer(); i >= 0 {
			b = append(b, byte(1+uvarintLen(uint64(i))), keyValueUint)
			b = appendUvarint(b, uint64(i))
		} else {
			z := uint64(i<<1) ^ uint64(i>>63)
			b = append(b, byte(1+uvarintLen(z)), keyValueSint)
			b = appendUvarint(b, z)
		}
	case geo.TypeNumber:
		x, _ := v.Number()
		b = append(b, 9, keyValueDouble)
		for bits, i := math.Float64bits(x), 0; i < 8; i++ {
			b = append(b, byte(bits>>(8*i)))
		}
	case geo.TypeBoolean:
		known, _ := v.Boolean()
		b = append(b, 2, keyValueBool, 0)
		if known {
			b[len(b)-1] = 1
		}
	default: // days and lists as the text a CSV cell would have
		b = appendText(b, v.String())
	}
	l.values = b
}

func appendText(b []byte, s string) []byte {
	b = appendUvarint(b, uint64(1+uvarintLen(uint64(len(s)))+len(s)))
	b = append(b, keyValueString)
	b = appendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// point ends the current feature as a point.
func (l *layer) point(x, y int32) {
	l.shape = appendDelta(append(l.shape, 1<<3|commandMoveTo), x, y)
	l.feature(typePoint)
}

// feature ends the current feature: its tags and shape become one more feature of the layer.
func (l *layer) feature(kind byte) {
	size := 2 + 1 + uvarintLen(uint64(len(l.shape))) + len(l.shape)
	if len(l.tags) > 0 {
		size += 1 + uvarintLen(uint64(len(l.tags))) + len(l.tags)
	}
	b := append(l.features, keyLayerFeature)
	b = appendUvarint(b, uint64(size))
	if len(l.tags) > 0 {
		b = append(b, keyFeatureTags)
		b = appendUvarint(b, uint64(len(l.tags)))
		b = append(b, l.tags...)
	}
	b = append(b, keyFeatureType, kind, keyFeatureShape)
	b = appendUvarint(b, uint64(len(l.shape)))
	l.features = append(b, l.shape...)
	l.tags, l.shape = l.tags[:0], l.shape[:0]
}

// appendTo appends the layer to a tile, nothing if it has no feature.
func (l *layer) appendTo(dst []byte, p *plan) []byte {
	if len(l.features) == 0 {
		return dst
	}
	size := 2 + 3 + 2 + len(p.name) + len(l.features) + len(l.values)
	for _, slot := range l.slots[:l.numKeys] {
		size += 2 + len(p.keyName(slot))
	}
	dst = append(dst, keyTileLayer)
	dst = appendUvarint(dst, uint64(size))
	dst = append(dst, keyLayerVersion, 2, keyLayerName, byte(len(p.name)))
	dst = append(dst, p.name...)
	dst = append(dst, l.features...)
	for _, slot := range l.slots[:l.numKeys] {
		key := p.keyName(slot)
		dst = append(dst, keyLayerKey, byte(len(key)))
		dst = append(dst, key...)
	}
	dst = append(dst, l.values...)
	return append(dst, keyLayerExtent, tiles.Extent&0x7f|0x80, tiles.Extent>>7)
}

// keyName is the name of the property in a slot.
func (p *plan) keyName(slot uint8) string {
	if int(slot) < len(p.fields) {
		return p.fields[slot].Name
	}
	return clusterKeys[int(slot)-len(p.fields)]
}

// appendDelta appends a point, relative to the one before, zigzag-coded.
func appendDelta(b []byte, dx, dy int32) []byte {
	b = appendUvarint(b, uint64(uint32(dx<<1)^uint32(dx>>31)))
	return appendUvarint(b, uint64(uint32(dy<<1)^uint32(dy>>31)))
}

// valueTable finds the index of a value that the layer already has: a hash table of numbers that go on rising from layer to layer, so
// that it is emptied by raising the least that counts.
type valueTable struct {
	seed   maphash.Seed
	slots  []valueSlot
	places []valuePlace // by number, less the least
	least  uint32
}

type valueSlot struct{ hash, number uint32 } // a number below the least is none

// valuePlace is where a value stands: the place of its bytes (of a text, without what goes before it) and its index in the layer.
type valuePlace struct{ start, size, index uint32 }

func (t *valueTable) init() {
	t.seed = maphash.MakeSeed()
	t.slots = make([]valueSlot, 1024)
	t.least = 1
}

func (t *valueTable) reset() {
	t.least += uint32(len(t.places))
	t.places = t.places[:0]
	if t.least > math.MaxUint32/2 {
		clear(t.slots)
		t.least = 1
	}
}

// find is the slot of a value with these bytes, or the free one where it belongs, which then has the value's hash. No text is what another value is
// written as: those hold control characters.
func (t *valueTable) find(values []byte, text string) (at *valueSlot, known bool) {
	if len(t.places)*2 >= len(t.slots) {
		t.grow()
	}
	h := uint32(maphash.String(t.seed, text))
	mask := uint32(len(t.slots) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		s := &t.slots[i]
		if s.number < t.least {
			s.hash = h
			return s, false
		}
		if s.hash == h {
			if p := t.places[s.number-t.least]; string(values[p.start:p.start+p.size]) == text {
				return s, true
			}
		}
	}
}

// add puts a value into the free slot that find gave.
func (t *valueTable) add(at *valueSlot, p valuePlace) {
	at.number = t.least + uint32(len(t.places))
	t.places = append(t.places, p)
}

func (t *valueTable) grow() {
	old := t.slots
	t.slots = make([]valueSlot, 2*len(old))
	mask := uint32(len(t.slots) - 1)
	for _, s := range old {
		if s.number >= t.least {
			i := s.hash & mask
			for t.slots[i].number >= t.least {
				i = (i + 1) & mask
			}
			t.slots[i] = s
		}
	}
}

func notFound(a tiles.Address) error {
	return geo.NotFound("mvt.Encode", phrase.TileAddressOutOfRange.With(a.String()))
}
