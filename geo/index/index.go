// Package index finds which of many numbered boxes meet a box, or lie nearest to a point. Coordinates are unsigned 32-bit units of a
// plane (Web Mercator in this project), edges included. The bulk of the boxes is packed: they are numbered 0 … n-1 along a space-filling
// curve, so that sixteen neighbors share one box of a static tree whose leaves need no ids; that costs about 1.1 bytes an id.
// What is edited later lives in a tidwall/rtree beside it, in float64, which holds every uint32 exactly. The index keeps the
// boxes of sixteens only: it calls an id sure when its box certainly meets, else the caller, who has the box, must look.
package index

import "github.com/tidwall/rtree"

// Box is a rectangle, edges included.
type Box struct{ MinX, MinY, MaxX, MaxY uint32 }

func (b Box) meets(o Box) bool {
	return b.MinX <= o.MaxX && o.MinX <= b.MaxX && b.MinY <= o.MaxY && o.MinY <= b.MaxY
}

func (b Box) covers(o Box) bool {
	return b.MinX <= o.MinX && o.MaxX <= b.MaxX && b.MinY <= o.MinY && o.MaxY <= b.MaxY
}

func (b Box) union(o Box) Box {
	return Box{min(b.MinX, o.MinX), min(b.MinY, o.MinY), max(b.MaxX, o.MaxX), max(b.MaxY, o.MaxY)}
}

type deltaTree = rtree.RTreeGN[float64, int32]

// Index is a set of ids, each with a box. The zero Index is empty. Any number of goroutines may read and copy it; only a Copy that nobody reads
// or copied yet may be edited.
type Index struct {
	base  packed
	gone  bits // ids of the base that were deleted or moved to the delta
	delta *deltaTree
	count int
}

// Pack is an index of the ids 0 … n-1, which should follow a space-filling curve. It takes O(n) time. at must be safe to call.
func Pack(n int, at func(id int32) Box) *Index {
	return &Index{base: pack(n, at), count: n}
}

// Len is the number of ids.
func (ix *Index) Len() int { return ix.count }

// Copy is an index to edit, which shares everything with ix until it is edited. It takes O(1) time and leaves ix valid, but ix may not be edited any more.
func (ix *Index) Copy() *Index {
	next := *ix
	next.gone = ix.gone.share()
	if ix.delta != nil {
		shared := *ix.delta // its Copy writes to it, so as to edit it later, too
		next.delta = shared.Copy()
	}
	return &next
}

// Insert adds an id that is not there. It takes O(log n) time and copies one path of the tree.
func (ix *Index) Insert(id int32, b Box) {
	if ix.delta == nil {
		ix.delta = new(deltaTree)
	}
	low, high := corners(b)
	ix.delta.Insert(low, high, id)
	ix.count++
}

// Delete removes an id with the box it was inserted or packed with.
func (ix *Index) Delete(id int32, b Box) {
	if int(id) < ix.base.n && !ix.gone.has(id) {
		ix.gone.set(id, ix.base.n)
		ix.count--
		return
	}
	if ix.delta == nil {
		return
	}
	low, high := corners(b)
	before := ix.delta.Len()
	ix.delta.Delete(low, high, id)
	ix.count -= before - ix.delta.Len()
}

// Search visits every id whose box meets q, and, marked as not sure, some near it whose box may not. It stops when visit says
// false. A search with k results takes O(log n + k) time and does not allocate.
func (ix *Index) Search(q Box, visit func(id int32, sure bool) bool) {
	if !ix.base.search(q, &ix.gone, visit) || ix.delta == nil {
		return
	}
	low, high := corners(q)
	ix.delta.Search(low, high, func(_, _ [2]float64, id int32) bool { return visit(id, true) })
}

// Spans is Search for those who look many up: it visits runs of ids, from one to before another, and does not stop.
func (ix *Index) Spans(q Box, visit func(from, to int32, sure bool)) {
	if top := len(ix.base.levels) - 1; top >= 0 {
		ix.base.spans(top, 0, q, &ix.gone, visit)
	}
	if ix.delta == nil {
		return
	}
	low, high := corners(q)
	ix.delta.Search(low, high, func(_, _ [2]float64, id int32) bool { visit(id, id+1, true); return true })
}

// Side is where a box lies of an area.
type Side uint8

// The sides.
const (
	Across  Side = iota // some of it may lie in the area, some not
	Outside             // all of it certainly lies outside
	Inside              // all of it certainly lies inside
)

// Sift is Search for areas other than boxes: side tells where the boxes of many ids lie of the area, which is in q. An id is sure where such a box is
// Inside.
func (ix *Index) Sift(q Box, side func(Box) Side, visit func(id int32, sure bool) bool) {
	if top := len(ix.base.levels) - 1; top >= 0 && !ix.base.sift(top, 0, q, &ix.gone, side, visit) || ix.delta == nil {
		return
	}
	low, high := corners(q)
	ix.delta.Search(low, high, func(_, _ [2]float64, id int32) bool { return visit(id, false) })
}

// Bounds is a box around every id, not always the smallest, and whether there is any.
func (ix *Index) Bounds() (b Box, any bool) {
	if n := len(ix.base.levels); n > 0 {
		b, any = ix.base.levels[n-1][0], true
	}
	if ix.delta != nil && ix.delta.Len() > 0 {
		low, high := ix.delta.Bounds()
		d := Box{uint32(low[0]), uint32(low[1]), uint32(high[0]), uint32(high[1])}
		if any {
			return b.union(d), true
		}
		return d, true
	}
	return b, any
}

func corners(b Box) (low, high [2]float64) {
	return [2]float64{float64(b.MinX), float64(b.MinY)}, [2]float64{float64(b.MaxX), float64(b.MaxY)}
}
