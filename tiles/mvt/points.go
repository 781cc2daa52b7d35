package mvt

import (
	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/status"
	"beltmap/geo/world"
	"beltmap/tiles"
)

// points is the working memory of a layer's points: what lies in the tile, gathered into cells.
type points struct {
	groups []group
	slots  []groupSlot // hash table from a cell to its place in groups
	stamp  uint32
	last   uint32 // the group found last: neighbors come one after the other
}

// group is the points of one cell. Cells of shift 0 are single units: only coincident points share one.
type group struct {
	cell       plane.XY
	count      uint32
	row        world.Row // the first point
	sumX, sumY uint64
	byStatus   [status.PublicCount]uint32
}

type groupSlot struct {
	stamp uint32
	index uint32
}

func (e *encoder) drawPoints(d *draft, t *world.Table, tile tiles.Address) {
	filtered := d.query.When != nil || len(d.query.Equal) > 0
	if tile.Z < tiles.PointZoom {
		depth := max(tiles.CellDepth-d.coarser, 0)
		if !filtered && tile.Z+uint8(depth) >= lowestLevel {
			e.drawCells(d, t, tile, uint8(depth))
			return
		}
		e.gather(d, t, tile, uint(depth), filtered)
	} else {
		depth := uint(exact)
		if d.coarser > 0 {
			depth = uint(max(finestFallback+1-d.coarser, 0))
		}
		e.gather(d, t, tile, depth, filtered)
	}
	for i := range e.points.groups {
		e.drawGroup(d, tile, &e.points.groups[i])
	}
}

const (
	lowestLevel    = tiles.CellDepth // the first level of the World's pyramid
	finestFallback = 7               // a tile too full for its points has at most 128 × 128 cells a layer
	exact          = 32              // no cells: only points at the same place are one
)

// drawCells draws the maintained clusters of an unfiltered tile.
func (e *encoder) drawCells(d *draft, t *world.Table, tile tiles.Address, depth uint8) {
	across := uint32(1) << depth
	cells := plane.Rect{MinX: tile.X * across, MinY: tile.Y * across, MaxX: tile.X*across + across - 1, MaxY: tile.Y*across + across - 1}
	t.Cells(tile.Z+depth, cells, func(c *world.Cell) bool {
		g := group{count: c.Count, row: c.Row, sumX: c.SumX, sumY: c.SumY, byStatus: c.ByStatus}
		e.drawGroup(d, tile, &g)
		return true
	})
}

// gather collects the tile's matching points in cells 2^-depth of a tile wide. Points of which it is known that they share their cell with
// no other it draws at once.
func (e *encoder) gather(d *draft, t *world.Table, tile tiles.Address, depth uint, filtered bool) {
	p := &e.points
	p.reset()
	shift := uint(0)
	if depth != exact {
		shift = 32 - uint(tile.Z) - depth
	}
	rect := tile.Rect(0)
	lonely := !filtered && depth == exact                                                  // then Stacked knows who stands alone
	counted, public := d.plan.collection == geo.Enterprises, t.Statuses(geo.PublicSight()) // who counts may not tell what one is
	visit := func(r world.Row) bool {
		at := t.XY(r)
		if lonely && !t.Stacked(r) {
			e.drawRecord(tile, at, r)
			return true
		}
		g := p.group(plane.XY{X: at.X >> shift, Y: at.Y >> shift})
		if g.count == 0 {
			g.row = r
		}
		g.count++
		g.sumX += uint64(at.X)
		g.sumY += uint64(at.Y)
		if counted {
			g.byStatus[public.At(r).PublicPlace()]++
		}
		return true
	}
	isPoint := func(r world.Row) bool { _, point := t.Point(r); return point }
	if filtered && coversAll(rect, t) {
		t.Scan(d.query, func(r world.Row) bool { return !t.Drawable(r) || !isPoint(r) || visit(r) })
		return
	}
	match, mixed := t.Matcher(d.query), d.plan.shapes
	t.InRect(rect, func(r world.Row) bool {
		if filtered && !match.Match(r) || !filtered && !t.Current(r) || mixed && !isPoint(r) || !rect.Holds(t.XY(r)) {
			return true
		}
		return visit(r)
	})
}

// coversAll tells whether a box holds everything in a table, so that nobody need ask for each row.
func coversAll(rect plane.Rect, t *world.Table) bool {
	bounds, any := t.Bounds()
	return any && rect.Covers(plane.MercatorBounds(bounds))
}

// drawGroup draws one cell: the record itself if there is but one, else a cluster at the points' mean.
func (e *encoder) drawGroup(d *draft, tile tiles.Address, g *group) {
	mean := plane.XY{X: uint32(g.sumX / uint64(g.count)), Y: uint32(g.sumY / uint64(g.count))}
	if g.count == 1 {
		e.drawRecord(tile, mean, g.row)
		return
	}
	l, slot := &e.layer, len(d.plan.fields)
	l.tag(slot, geo.Integer(int64(g.count)), false)
	if d.plan.collection == geo.Enterprises {
		for i, n := range g.byStatus {
			l.tag(slot+1+i, geo.Integer(int64(n)), false)
		}
	}
	l.point(tile.Local(mean))
}

func (e *encoder) drawRecord(tile tiles.Address, at plane.XY, row world.Row) {
	x, y := tile.Local(at)
	e.records.rows, e.records.places = append(e.records.rows, row), append(e.records.places, place{x, y})
}

func (p *points) reset() {
	if p.slots == nil {
		p.slots = make([]groupSlot, 1024)
	}
	p.groups = p.groups[:0]
	p.stamp++
	if p.stamp == 0 {
		clear(p.slots)
		p.stamp = 1
	}
}

// group is the cell's group, a new one if need be. It is valid until the next call.
func (p *points) group(cell plane.XY) *group {
	if int(p.last) < len(p.groups) && p.groups[p.last].cell == cell {
		return &p.groups[p.last]
	}
	if len(p.groups)*2 >= len(p.slots) {
		p.grow()
	}
	s := p.find(cell)
	if s.stamp != p.stamp {
		*s = groupSlot{p.stamp, uint32(len(p.groups))}
		p.groups = append(p.groups, group{cell: cell})
	}
	p.last = s.index
	return &p.groups[s.index]
}

func (p *points) find(cell plane.XY) *groupSlot {
	mask := uint64(len(p.slots) - 1)
	h := (uint64(cell.X)<<32 | uint64(cell.Y)) * 0x9e3779b97f4a7c15
	for i := h >> 32 & mask; ; i = (i + 1) & mask {
		s := &p.slots[i]
		if s.stamp != p.stamp || p.groups[s.index].cell == cell {
			return s
		}
	}
}

func (p *points) grow() {
	p.slots = make([]groupSlot, 2*len(p.slots))
	for i := range p.groups {
		*p.find(p.groups[i].cell) = groupSlot{p.stamp, uint32(i)}
	}
}
