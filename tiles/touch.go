package tiles

import (
	"math/bits"

	"beltmap/geo/plane"
)

// touch tells which tiles meet one of many boxes.
type touch struct {
	few  []plane.Rect         // tested one by one
	many map[Address]struct{} // the tiles of every zoom that meet one of the other boxes
}

const (
	fewBoxes   = 16
	manyTiles  = 64 // a box that meets more tiles of a zoom than this is tested by itself
	largeBoxes = 256
)

func touched(rects []plane.Rect) *touch {
	t := &touch{}
	if len(rects) <= fewBoxes {
		t.few = append(t.few, rects...)
		return t
	}
	t.many = map[Address]struct{}{}
	var rest plane.Rect
	for i, r := range rects {
		switch {
		case spread(r) <= manyTiles:
			t.mark(r)
		case len(t.few) < largeBoxes:
			t.few = append(t.few, r)
		case rest == plane.Rect{}:
			rest = rects[i]
		default: // hundreds of large boxes: one around them all costs some tiles too many, but no time
			rest = rest.Union(r)
		}
	}
	if rest != (plane.Rect{}) {
		t.few = append(t.few, rest)
	}
	return t
}

// spread is about how many tiles of the deepest zoom a box meets.
func spread(r plane.Rect) uint64 {
	w, h := uint64(r.MaxX>>(32-MaxZoom)-r.MinX>>(32-MaxZoom))+1, uint64(r.MaxY>>(32-MaxZoom)-r.MinY>>(32-MaxZoom))+1
	high, n := bits.Mul64(w, h)
	if high != 0 {
		return 1 << 63
	}
	return n
}

func (t *touch) mark(r plane.Rect) {
	for z := uint8(0); z <= MaxZoom; z++ {
		for a := range Cover(widened(r, z), z) {
			t.many[a] = struct{}{}
		}
	}
}

func (t *touch) meets(a Address) bool {
	if _, ok := t.many[a]; ok {
		return true
	}
	for _, r := range t.few {
		if a.Rect(0).Meets(widened(r, a.Z)) {
			return true
		}
	}
	return false
}

// widened is a box with the buffer of a zoom around it: what lies in it can show in a tile that meets it. The box of one point is
// left as it is, for points have no copies in the buffer.
func widened(r plane.Rect, zoom uint8) plane.Rect {
	if r.MinX == r.MaxX && r.MinY == r.MaxY {
		return r
	}
	pad := uint32(Buffer) << (20 - uint(zoom))
	return plane.Rect{MinX: r.MinX - min(r.MinX, pad), MinY: r.MinY - min(r.MinY, pad),
		MaxX: r.MaxX + min(^r.MaxX, pad), MaxY: r.MaxY + min(^r.MaxY, pad)}
}

// drops remembers the last drops, so that a tile rendered before one and brought after it is recognized.
type drops struct {
	log   []drop
	floor uint64 // generations below it are too old to tell
}

type drop struct {
	generation uint64
	touch      *touch
}

const rememberedDrops = 128

func (d *drops) add(generation uint64, t *touch) {
	if len(d.log) == rememberedDrops {
		d.floor = max(d.floor, d.log[0].generation)
		d.log = append(d.log[:0], d.log[1:]...)
	}
	d.log = append(d.log, drop{generation, t})
}

// allow tells whether a tile of a generation shows what every newer World would.
func (d *drops) allow(a Address, generation uint64) bool {
	if generation < d.floor {
		return false
	}
	for i := len(d.log) - 1; i >= 0; i-- {
		if d.log[i].generation > generation && d.log[i].touch.meets(a) {
			return false
		}
	}
	return true
}
