package siting

import (
	"cmp"
	"context"
	"math"
	"slices"

	"beltmap/geo/plane"
	"beltmap/geo/status"
)

// neighborhood knows which units may be in one branch.
type neighborhood struct {
	units []Unit
	rules Rules
	near  [][]neighbor // of each unit the nearest compatible ones, nearest first, at most kept
	root  []int32      // of the part each unit belongs to, to be followed
	many  []int        // compatible ones, kept or not
	tops  [][]int32    // the greatest counts of members among all compatible ones, as many as may join, unknown as the greatest of all
	alike []bool       // some compatible one is in the same grid
}

type neighbor struct {
	unit   int32
	metres float64
}

const kept = 24

func neighborhoodOf(ctx context.Context, units []Unit, rules Rules) (*neighborhood, error) {
	n := &neighborhood{units: units, rules: rules, near: make([][]neighbor, len(units)), root: make([]int32, len(units)), many: make([]int, len(units)),
		tops: make([][]int32, len(units)), alike: make([]bool, len(units))}
	for i := range n.root {
		n.root[i] = int32(i)
	}
	// Units come from west to east: whoever is too far east for one is so for all before it.
	const steps = 512
	for i := range units {
		if i%steps == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		span := degreesEast(units[i].At[1], rules.Metres)
		for j := i + 1; j < len(units) && units[j].At[0]-units[i].At[0] <= span; j++ {
			if math.Abs(units[j].At[1]-units[i].At[1])*110_500 > rules.Metres || !n.alikeEnough(int32(i), int32(j)) {
				continue
			}
			if d := plane.Distance(units[i].At, units[j].At); d <= rules.Metres {
				n.meet(int32(i), int32(j), d)
				n.meet(int32(j), int32(i), d)
				n.join(int32(i), int32(j))
			}
		}
	}
	for i := range n.near {
		n.sortNear(i)
	}
	return n, nil
}

// degreesEast is how many degrees of longitude a distance is at most within it of a latitude.
func degreesEast(lat, metres float64) float64 {
	farthest := min(89, math.Abs(lat)+metres/110_500)
	return metres / (111_000 * math.Cos(farthest*math.Pi/180))
}

func (n *neighborhood) meet(i, j int32, metres float64) {
	n.many[i]++
	n.near[i] = append(n.near[i], neighbor{j, metres})
	if len(n.near[i]) >= 4*kept {
		n.sortNear(int(i))
	}
	if g := n.units[i].Grid; g != "" && g == n.units[j].Grid {
		n.alike[i] = true
	}
	members := n.units[j].Members
	if members == status.UnknownCount {
		members = math.MaxInt32
	}
	top := n.tops[i]
	if at := slices.IndexFunc(top, func(m int32) bool { return m < members }); at >= 0 {
		n.tops[i] = slices.Insert(top, at, members)[:min(len(top)+1, n.rules.Units-1)]
	} else if len(top) < n.rules.Units-1 {
		n.tops[i] = append(top, members)
	}
}

func (n *neighborhood) sortNear(i int) {
	slices.SortFunc(n.near[i], func(a, b neighbor) int { return cmp.Or(cmp.Compare(a.metres, b.metres), cmp.Compare(a.unit, b.unit)) })
	n.near[i] = n.near[i][:min(len(n.near[i]), kept)]
}

func (n *neighborhood) find(i int32) int32 {
	for n.root[i] != i {
		n.root[i] = n.root[n.root[i]]
		i = n.root[i]
	}
	return i
}

func (n *neighborhood) join(i, j int32) {
	a, b := n.find(i), n.find(j)
	n.root[max(a, b)] = min(a, b)
}

// parts are the units that hang together, small parts first.
func (n *neighborhood) parts() [][]int32 {
	at := map[int32]int{}
	var parts [][]int32
	for i := range n.units {
		root := n.find(int32(i))
		k, known := at[root]
		if !known {
			k = len(parts)
			at[root] = k
			parts = append(parts, nil)
		}
		parts[k] = append(parts[k], int32(i))
	}
	slices.SortStableFunc(parts, func(a, b []int32) int { return cmp.Compare(len(a), len(b)) })
	return parts
}

// coverable is how many units of a part are in any group at all: those that with the best of all compatible ones have members enough.
func (n *neighborhood) coverable(part []int32) (count int) {
	for _, i := range part {
		sum := int64(max(0, n.units[i].Members))
		if n.units[i].Members == status.UnknownCount {
			sum = math.MaxInt32
		}
		for _, m := range n.tops[i] {
			sum += int64(m)
		}
		if n.many[i] > 0 && sum >= int64(n.rules.Least) {
			count++
		}
	}
	return count
}

func (n *neighborhood) sameIndustry(i, j int32) bool {
	return n.units[i].Industry != "" && n.units[i].Industry == n.units[j].Industry
}

func (n *neighborhood) alikeEnough(i, j int32) bool {
	return (n.rules.AnyIndustry || n.sameIndustry(i, j)) && (n.rules.Across || n.units[i].Zone == n.units[j].Zone)
}

func (n *neighborhood) compatible(i, j int32) bool {
	return n.alikeEnough(i, j) && n.metres(i, j) <= n.rules.Metres
}

func (n *neighborhood) metres(i, j int32) float64 {
	return plane.Distance(n.units[i].At, n.units[j].At)
}

func (n *neighborhood) diameter(group []int32) (most float64) {
	for k, i := range group {
		for _, j := range group[:k] {
			most = max(most, n.metres(i, j))
		}
	}
	return most
}
