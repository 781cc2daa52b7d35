package world

import (
	"cmp"
	"slices"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/status"
)

// The levels of cells that are answered, and the finest that is kept; finer cells are counted when asked for, from the few rows
// in the kept cells above them.
const (
	levelFirst = 3
	levelKept  = 13
	levelLast  = 16
	levelsKept = levelKept - levelFirst + 1
)

// Cell is the current drawable points in one cell of the tile grid of a level: all, by status, and the sums of their coordinates.
type Cell struct {
	X, Y       uint32
	Count      uint32
	ByStatus   [status.PublicCount]uint32 // of enterprises, in the order of status.PublicOrder; zeros for other collections
	Row        Row                        // the row of the record when Count is 1, else without meaning
	SumX, SumY uint64                     // Mercator units
}

// add counts one point in (sign 1) or out (sign -1). Row is the exclusive or of the rows, which is the row when there is one.
func (c *Cell) add(r Row, at plane.XY, place int, sign int) {
	c.Count += uint32(sign)
	if place >= 0 {
		c.ByStatus[place] += uint32(sign)
	}
	c.SumX += uint64(int64(sign) * int64(at.X))
	c.SumY += uint64(int64(sign) * int64(at.Y))
	c.Row ^= r
}

func (c *Cell) merge(o *Cell) {
	c.Count += o.Count
	for i, n := range o.ByStatus {
		c.ByStatus[i] += n
	}
	c.SumX += o.SumX
	c.SumY += o.SumY
	c.Row ^= o.Row
}

// pyramid is the cells of the kept levels. Cells are kept in blocks of 8 × 8, which is what a tile asks for; blocks are never changed,
// an edit makes a new one. A cell is 64 bytes, and there are about as many as a million points touch at level 13: some ten thousand.
type pyramid struct{ levels [levelsKept]cellLevel }

type cellLevel struct {
	keys   []uint64 // of the blocks, ascending: y then x of the block
	blocks [][]Cell // ascending by y then x
}

func blockKey(x, y uint32) uint64 { return uint64(y>>3)<<32 | uint64(x>>3) }

func compareCells(a, b Cell) int { return cmp.Or(cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X)) }

// change counts a point in or out at every kept level, in a pyramid whose lists nobody else reads yet.
func (p *pyramid) change(r Row, at plane.XY, place int, sign int) {
	for i := range p.levels {
		shift := 32 - levelFirst - i
		p.levels[i].change(r, at, at.X>>shift, at.Y>>shift, place, sign)
	}
}

func (l *cellLevel) change(r Row, at plane.XY, x, y uint32, place, sign int) {
	b, found := slices.BinarySearch(l.keys, blockKey(x, y))
	if !found {
		l.keys = slices.Insert(l.keys, b, blockKey(x, y))
		l.blocks = slices.Insert(l.blocks, b, nil)
	}
	old := l.blocks[b]
	i, found := slices.BinarySearchFunc(old, Cell{X: x, Y: y}, compareCells)
	cells := make([]Cell, 0, len(old)+1)
	cells = append(cells, old[:i]...)
	cell := Cell{X: x, Y: y}
	rest := old[i:]
	if found {
		cell, rest = rest[0], rest[1:]
	}
	cell.add(r, at, place, sign)
	if cell.Count > 0 {
		cells = append(cells, cell)
	}
	cells = append(cells, rest...)
	if len(cells) > 0 {
		l.blocks[b] = cells
		return
	}
	l.keys = slices.Delete(l.keys, b, b+1)
	l.blocks = slices.Delete(l.blocks, b, b+1)
}

// share is a pyramid with lists of its own and the same blocks.
func (p *pyramid) share() pyramid {
	var next pyramid
	for i, l := range p.levels {
		next.levels[i] = cellLevel{slices.Clone(l.keys), slices.Clone(l.blocks)}
	}
	return next
}

// each visits the cells of a level within a box of cells, row by row of blocks.
func (l *cellLevel) each(cells plane.Rect, visit func(*Cell) bool) bool {
	for y := cells.MinY >> 3; y <= cells.MaxY>>3; y++ {
		i, _ := slices.BinarySearch(l.keys, uint64(y)<<32|uint64(cells.MinX>>3))
		if i == len(l.keys) {
			return true
		}
		if skip := uint32(l.keys[i] >> 32); skip > y {
			y = skip - 1 // no block in this row
			continue
		}
		for ; i < len(l.keys) && l.keys[i] <= uint64(y)<<32|uint64(cells.MaxX>>3); i++ {
			for j := range l.blocks[i] {
				if c := &l.blocks[i][j]; cells.Holds(plane.XY{X: c.X, Y: c.Y}) && !visit(c) {
					return false
				}
			}
		}
	}
	return true
}

// Cells visits the cells of a level, 3 … 16, that have a current drawable point and lie in a box of cell coordinates of that level. A
// cell is valid during the call only and must not be changed. Up to level 13 it takes time in proportion to the cells; beyond, to the
// points in them.
func (t *Table) Cells(level uint8, cells plane.Rect, visit func(*Cell) bool) {
	if level < levelFirst || level > levelLast {
		return
	}
	if level <= levelKept {
		t.cells.levels[level-levelFirst].each(cells, visit)
		return
	}
	finer := level - levelKept
	above := plane.Rect{MinX: cells.MinX >> finer, MinY: cells.MinY >> finer, MaxX: cells.MaxX >> finer, MaxY: cells.MaxY >> finer}
	var parts [1 << (2 * (levelLast - levelKept))]Cell
	t.cells.levels[levelKept-levelFirst].each(above, func(c *Cell) bool {
		if c.Count == 1 {
			at := t.xy.at(c.Row)
			one := *c
			one.X, one.Y = at.X>>(32-level), at.Y>>(32-level)
			return !cells.Holds(plane.XY{X: one.X, Y: one.Y}) || visit(&one)
		}
		t.split(c, level, parts[:])
		for i := range parts[:1<<(2*finer)] {
			if p := &parts[i]; p.Count > 0 && cells.Holds(plane.XY{X: p.X, Y: p.Y}) && !visit(p) {
				return false
			}
		}
		return true
	})
}

// split counts the points of a kept cell into the cells of a finer level.
func (t *Table) split(c *Cell, level uint8, parts []Cell) {
	finer := level - levelKept
	side := uint32(1) << finer
	clear(parts)
	const shift = 32 - levelKept
	area := plane.Rect{MinX: c.X << shift, MinY: c.Y << shift, MaxX: c.X<<shift | (1<<shift - 1), MaxY: c.Y<<shift | (1<<shift - 1)}
	t.InRect(area, func(r Row) bool {
		if t.flags.at(r)&(current|point) != current|point {
			return true
		}
		at := t.xy.at(r)
		x, y := at.X>>(32-level), at.Y>>(32-level)
		p := &parts[(y&(side-1))*side+x&(side-1)]
		p.X, p.Y = x, y
		p.add(r, at, t.publicPlace(r), 1)
		return true
	})
}

// publicPlace is where ByStatus counts a row, -1 for what is no enterprise.
func (t *Table) publicPlace(r Row) int {
	if t.collection != geo.Enterprises {
		return -1
	}
	return stateOf(t.states.at(r), publicState).PublicPlace()
}

// blocksOf arranges cells, each of which occurs once, in blocks.
func blocksOf(cells []Cell) cellLevel {
	cells = slices.Clone(cells)
	slices.SortFunc(cells, func(a, b Cell) int {
		return cmp.Or(cmp.Compare(blockKey(a.X, a.Y), blockKey(b.X, b.Y)), compareCells(a, b))
	})
	var l cellLevel
	for first := 0; first < len(cells); {
		key, last := blockKey(cells[first].X, cells[first].Y), first
		for last < len(cells) && blockKey(cells[last].X, cells[last].Y) == key {
			last++
		}
		l.keys = append(l.keys, key)
		l.blocks = append(l.blocks, cells[first:last:last])
		first = last
	}
	return l
}
