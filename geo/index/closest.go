package index

// Closest is the id nearest to a point among those that keep accepts (nil: all) and whose squared distance is within at most, the lowest of those
// equally far. Nothing is allocated where nothing was edited since packing. Who knows something near hands in its distance: the less is
// looked at, the nearer it is. On data that is spread out it takes about O(log n) time.
func (ix *Index) Closest(x, y uint32, within float64, at func(id int32) Box, keep func(id int32) bool) (n Neighbor, found bool) {
	c := closest{x: x, y: y, best: Neighbor{-1, within}, at: at, keep: keep, ix: ix}
	if top := len(ix.base.levels) - 1; top >= 0 {
		c.descend(top, 0)
	}
	if ix.delta != nil && ix.delta.Len() > 0 {
		c.nearby()
	}
	return c.best, c.best.ID >= 0
}

// closest is a search under way: the best so far bounds what is still looked at.
type closest struct {
	x, y uint32
	best Neighbor // ID -1 while there is none
	at   func(int32) Box
	keep func(int32) bool
	ix   *Index
}

func (c *closest) offer(id int32, d float64) {
	if d > c.best.Squared || d == c.best.Squared && c.best.ID >= 0 && c.best.ID < id {
		return
	}
	if c.keep == nil || c.keep(id) {
		c.best = Neighbor{id, d}
	}
}

// descend looks into the nearest child first, for it most likely holds what rules the others out.
func (c *closest) descend(level, i int) {
	p := &c.ix.base
	if level == 0 {
		for id := i * fan; id < min(i*fan+fan, p.n); id++ {
			if c.ix.gone.pages == nil || !c.ix.gone.has(int32(id)) {
				c.offer(int32(id), squared(c.x, c.y, c.at(int32(id))))
			}
		}
		return
	}
	below := p.levels[level-1]
	first, last := i*fan, min(i*fan+fan, len(below))
	var far [fan]float64
	nearest := first
	for child := first; child < last; child++ {
		far[child-first] = squared(c.x, c.y, below[child])
		if far[child-first] < far[nearest-first] {
			nearest = child
		}
	}
	for k := -1; k < last-first; k++ {
		child := first + k
		if k < 0 {
			child = nearest
		} else if child == nearest {
			continue
		}
		if far[child-first] <= c.best.Squared {
			c.descend(level-1, child)
		}
	}
}

func (c *closest) nearby() {
	c.ix.delta.Nearby(
		func(low, high [2]float64, _ int32, _ bool) float64 {
			return squared(c.x, c.y, Box{uint32(low[0]), uint32(low[1]), uint32(high[0]), uint32(high[1])})
		},
		func(_, _ [2]float64, id int32, d float64) bool {
			if d > c.best.Squared {
				return false
			}
			c.offer(id, d)
			return true
		})
}
