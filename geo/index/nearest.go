package index

import (
	"cmp"
	"container/heap"
	"slices"
)

// Neighbor is an id and the square of its distance in units.
type Neighbor struct {
	ID      int32
	Squared float64
}

// Nearest lists the k ids nearest to a point among those that keep accepts (nil: all), nearest first and lower ids first where equally
// far. at is the box of an id. It takes about O((k + log n) log k) time on data that is spread out.
func (ix *Index) Nearest(x, y uint32, k int, at func(id int32) Box, keep func(id int32) bool) []Neighbor {
	if k <= 0 {
		return nil
	}
	found := ix.base.nearest(x, y, k, at, func(id int32) bool { return !ix.gone.has(id) && (keep == nil || keep(id)) })
	if ix.delta != nil {
		last := -1.0
		added := 0
		ix.delta.Nearby(
			func(low, high [2]float64, _ int32, _ bool) float64 {
				return squared(x, y, Box{uint32(low[0]), uint32(low[1]), uint32(high[0]), uint32(high[1])})
			},
			func(_, _ [2]float64, id int32, d float64) bool {
				if added >= k && d > last {
					return false // beyond the k nearest and their equals
				}
				if keep == nil || keep(id) {
					found = append(found, Neighbor{id, d})
					last = d
					added++
				}
				return true
			})
	}
	slices.SortFunc(found, compareNeighbors)
	return found[:min(k, len(found))]
}

func compareNeighbors(a, b Neighbor) int {
	return cmp.Or(cmp.Compare(a.Squared, b.Squared), cmp.Compare(a.ID, b.ID))
}

func squared(x, y uint32, b Box) float64 {
	dx := max(float64(b.MinX)-float64(x), 0, float64(x)-float64(b.MaxX))
	dy := max(float64(b.MinY)-float64(y), 0, float64(y)-float64(b.MaxY))
	return dx*dx + dy*dy
}

// step is a node of the packed tree still to be opened; level -1 is an id.
type step struct {
	level, i int
	squared  float64
}

type steps []step

func (s steps) Len() int           { return len(s) }
func (s steps) Less(i, j int) bool { return s[i].squared < s[j].squared }
func (s steps) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }
func (s *steps) Push(x any)        { *s = append(*s, x.(step)) }
func (s *steps) Pop() any {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}

// nearest opens the nearest node first; what is as far as the k-th is kept too.
func (p *packed) nearest(x, y uint32, k int, at func(int32) Box, keep func(int32) bool) []Neighbor {
	if p.n == 0 {
		return nil
	}
	var found []Neighbor
	top := len(p.levels) - 1
	open := steps{{top, 0, squared(x, y, p.levels[top][0])}}
	for len(open) > 0 {
		s := heap.Pop(&open).(step)
		if len(found) >= k && s.squared > found[len(found)-1].Squared {
			break
		}
		if s.level < 0 {
			found = append(found, Neighbor{int32(s.i), s.squared})
			continue
		}
		below := p.n
		if s.level > 0 {
			below = len(p.levels[s.level-1])
		}
		for child := s.i * fan; child < min(s.i*fan+fan, below); child++ {
			if s.level > 0 {
				heap.Push(&open, step{s.level - 1, child, squared(x, y, p.levels[s.level-1][child])})
			} else if keep(int32(child)) {
				heap.Push(&open, step{-1, child, squared(x, y, at(int32(child)))})
			}
		}
	}
	return found
}
