package world

import (
	"hash/maphash"
	"strings"
	"sync"
	"sync/atomic"

	"beltmap/geo"
	"beltmap/geo/index"
	"beltmap/geo/plane"
)

// dangling keeps, by enterprise id, the organizations that cover an enterprise that is not there, so that it finds them when it comes. It
// is cut into parts by hash, of which an edit copies one.
type dangling struct {
	parts *[danglingParts]map[string][]Row
}

const danglingParts = 256

func partOf(id string) uint32 {
	h := uint32(2166136261)
	for i := range len(id) {
		h = (h ^ uint32(id[i])) * 16777619
	}
	return (h ^ h>>16) % danglingParts
}

func (d dangling) rows(id string) []Row {
	if d.parts == nil {
		return nil
	}
	return d.parts[partOf(id)][id]
}

// with is d with other rows for an id; d stays as it is.
func (d dangling) with(id string, rows []Row) dangling {
	next := new([danglingParts]map[string][]Row)
	if d.parts != nil {
		*next = *d.parts
	}
	part := partOf(id)
	fresh := make(map[string][]Row, len(next[part])+1)
	for k, v := range next[part] {
		fresh[k] = v
	}
	if len(rows) == 0 {
		delete(fresh, id)
	} else {
		fresh[id] = rows
	}
	next[part] = fresh
	return dangling{next}
}

// link finds, for every enterprise, the organizations that cover it.
func (w *World) link() {
	enterprises, orgs := w.tables[geo.Enterprises], w.tables[geo.Organizations]
	if !orgs.anyTexts(slotCovers) {
		return
	}
	ids := hashIDs(enterprises)
	type pair struct{ enterprise, org Row }
	found := make([][]pair, chunksFor(orgs.rows))
	var mu sync.Mutex
	loose := map[string][]Row{}
	inParallel(len(found), func(chunk int) {
		first := Row(chunk << chunkShift)
		var names []string
		var by []Row
		for o := first; o < first+Row(rowsIn(chunk, orgs.rows)); o++ {
			eachItem(orgs.cols[slotCovers].texts.at(o), func(id string) { names, by = append(names, id), append(by, o) })
		}
		for i, e := range ids.find(names) {
			if e >= 0 {
				found[chunk] = append(found[chunk], pair{e, by[i]})
				continue
			}
			mu.Lock()
			loose[names[i]] = append(loose[names[i]], by[i])
			mu.Unlock()
		}
	})
	// Count per chunk of enterprises, then one chunk at a time.
	byChunk := make([][]pair, chunksFor(enterprises.rows))
	for _, pairs := range found {
		for _, p := range pairs {
			byChunk[p.enterprise>>chunkShift] = append(byChunk[p.enterprise>>chunkShift], p)
		}
	}
	coverers := enterprises.cols[colCoverers].texts.chunks
	inParallel(len(byChunk), func(chunk int) {
		if len(byChunk[chunk]) == 0 {
			return
		}
		links := make([]string, rowsIn(chunk, enterprises.rows))
		for _, p := range byChunk[chunk] {
			at := p.enterprise & chunkMask
			links[at] = withLink(links[at], p.org)
		}
		coverers[chunk] = packTexts(links)
	})
	enterprises.cols[colCoverers].survey()
	w.loose = looseOf(loose)
}

func looseOf(ids map[string][]Row) dangling {
	if len(ids) == 0 {
		return dangling{}
	}
	parts := new([danglingParts]map[string][]Row)
	for id, rows := range ids {
		part := partOf(id)
		if parts[part] == nil {
			parts[part] = map[string][]Row{}
		}
		parts[part][strings.Clone(id)] = unique(rows)
	}
	return dangling{parts}
}

func (t *Table) anyTexts(slot int) bool {
	for _, c := range t.cols[slot].texts.chunks {
		if !c.empty() {
			return true
		}
	}
	return false
}

// idHash finds rows by id while links are made: open addressing over rows, comparing with the ids in the table.
type idHash struct {
	t     *Table
	seed  maphash.Seed
	slots []atomic.Int32 // row + 1
}

// hashIDs enters all rows, on all cores: a slot is whose who takes it first.
func hashIDs(t *Table) *idHash {
	size := 16
	for size < 2*t.rows {
		size *= 2
	}
	h := &idHash{t: t, seed: maphash.MakeSeed(), slots: make([]atomic.Int32, size)}
	inParallel(chunksFor(t.rows), func(chunk int) {
		first := Row(chunk << chunkShift)
		for r := first; r < first+Row(rowsIn(chunk, t.rows)); r++ {
			i := h.place(t.ID(r))
			for !h.slots[i].CompareAndSwap(0, int32(r)+1) {
				i = h.next(i)
			}
		}
	})
	return h
}

func (h *idHash) place(id string) uint64   { return maphash.String(h.seed, id) & uint64(len(h.slots)-1) }
func (h *idHash) next(place uint64) uint64 { return (place + 1) & uint64(len(h.slots)-1) }

// find is the rows of ids, -1 where there is none. It looks for all of them at once: one by one, each would have to wait for the memory.
func (h *idHash) find(ids []string) []Row {
	places, rows := make([]uint64, len(ids)), make([]Row, len(ids))
	for i, id := range ids {
		places[i] = h.place(id)
	}
	for i, at := range places {
		rows[i] = Row(h.slots[at].Load() - 1)
	}
	for i, id := range ids {
		for at := places[i]; rows[i] >= 0 && h.t.ID(rows[i]) != id; {
			at = h.next(at)
			rows[i] = Row(h.slots[at].Load() - 1)
		}
	}
	return rows
}

// deriveAll computes the effective grid, the status and the marks of every enterprise. Rows side by side are near on the map, so that the grids near
// some tens of them are looked up once.
func (w *World) deriveAll() {
	t, grids := w.tables[geo.Enterprises], w.tables[geo.Grids]
	column := &t.cols[colGrid]
	codes := make([]int64, grids.rows)
	grids.All(func(g Row) bool { codes[g] = column.dict.code(grids.ID(g)); return true })
	inParallel(chunksFor(t.rows), func(chunk int) {
		values := make([]int64, rowsIn(chunk, t.rows))
		near := make([]Row, 0, 64)
		const group = 64
		for at := 0; at < len(values); at += group {
			first := Row(chunk<<chunkShift + at)
			last := first + Row(min(group, len(values)-at))
			near = near[:0]
			if box, any := t.boxOf(first, last); any && grids.counts.live > 0 {
				grids.holders(plane.Rect(box), func(g Row) bool { near = append(near, g); return true })
			}
			for r := first; r < last; r++ {
				values[r&chunkMask] = t.cols[slotStatedGrid].ints.at(r)
				if values[r&chunkMask] == none && len(near) > 0 {
					if g, found := t.deriveGrid(r, near); found {
						values[r&chunkMask] = codes[g]
					}
				}
				state, marks := t.judge(r)
				t.states.put(r, state)
				t.marks.put(r, marks)
			}
		}
		column.ints.chunks[chunk] = packInts(values)
	})
	column.names = column.dict.list()
	column.survey()
}

// boxOf is the box around the drawable points of some rows.
func (t *Table) boxOf(first, last Row) (b index.Box, any bool) {
	for r := first; r < last; r++ {
		if t.flags.at(r)&(drawable|point) != drawable|point {
			continue
		}
		at := t.xy.at(r)
		if !any {
			b, any = index.Box{MinX: at.X, MinY: at.Y, MaxX: at.X, MaxY: at.Y}, true
			continue
		}
		b.MinX, b.MinY, b.MaxX, b.MaxY = min(b.MinX, at.X), min(b.MinY, at.Y), max(b.MaxX, at.X), max(b.MaxY, at.Y)
	}
	return b, any
}

// countCells counts all cells at once. Rows follow the Hilbert curve, on which every cell of every level is one run.
func (t *Table) countCells() pyramid {
	var cells []Cell
	for r := range Row(t.rows) {
		if t.flags.at(r)&pin != pin {
			continue
		}
		at := t.xy.at(r)
		x, y := at.X>>(32-levelKept), at.Y>>(32-levelKept)
		if n := len(cells); n == 0 || cells[n-1].X != x || cells[n-1].Y != y {
			cells = append(cells, Cell{X: x, Y: y})
		}
		cells[len(cells)-1].add(r, at, t.publicPlace(r), 1)
	}
	var p pyramid
	for i := levelsKept - 1; i >= 0; i-- {
		p.levels[i] = blocksOf(cells)
		var above []Cell
		for _, c := range cells {
			x, y := c.X>>1, c.Y>>1
			if n := len(above); n == 0 || above[n-1].X != x || above[n-1].Y != y {
				above = append(above, Cell{X: x, Y: y})
			}
			above[len(above)-1].merge(&c)
		}
		cells = above
	}
	return p
}

// LooseCovers visits every enterprise id that organizations cover and that no record has, with these organizations, whatever their validity, in
// no order.
func (w *World) LooseCovers(visit func(enterprise string, organizations []Row)) {
	if w.loose.parts == nil {
		return
	}
	for _, part := range w.loose.parts {
		for id, rows := range part {
			visit(id, rows)
		}
	}
}
