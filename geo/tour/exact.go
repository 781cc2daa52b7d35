package tour

import "context"

// exact finds the order that ends first, by dynamic programming over the sets of stops already visited (Held and Karp, J. SIAM 10, 1962) with the
// earliest end as the label: since whoever comes earlier can always wait, no other label is needed, hours and taken rooms included. It is nil if
// no order keeps the hours.
func (p *Problem) exact(ctx context.Context, by taken, soft bool) ([]int, error) {
	n := len(p.Visits)
	needs := p.needs()
	before := make([]uint32, n) // as sets
	for i := range n {
		for k := range n {
			if needs[i][k] {
				before[i] |= 1 << k
			}
		}
	}
	ends := make([]int32, (1<<n)*n)
	from := make([]int8, (1<<n)*n)
	for i := range ends {
		ends[i] = never
	}
	for i := range n {
		if before[i] == 0 {
			if t := p.begin(i, p.Start, by, soft); t < never {
				ends[(1<<i)*n+i], from[(1<<i)*n+i] = int32(t+p.Visits[i].Dwell), -1
			}
		}
	}
	for set := uint32(1); set < 1<<n; set++ {
		if set&1023 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for last := range n {
			end := int(ends[int(set)*n+last])
			if end >= never {
				continue
			}
			for next := range n {
				if set>>next&1 != 0 || before[next]&^set != 0 {
					continue
				}
				at := (int(set)|1<<next)*n + next
				if end+p.Minutes[last][next] >= int(ends[at]) {
					continue // no wait can make it earlier
				}
				if t := p.begin(next, end+p.Minutes[last][next], by, soft); t < never && t+p.Visits[next].Dwell < int(ends[at]) {
					ends[at], from[at] = int32(t+p.Visits[next].Dwell), int8(last)
				}
			}
		}
	}
	return traced(n, ends, from), nil
}

// traced is the order that led to the earliest end of the full set, nil if none did.
func traced(n int, ends []int32, from []int8) []int {
	set, last := 1<<n-1, -1
	best := int32(never)
	for i := range n {
		if e := ends[set*n+i]; e < best {
			best, last = e, i
		}
	}
	if last < 0 {
		return nil
	}
	order := make([]int, n)
	for k := n - 1; k >= 0; k-- {
		order[k] = last
		set, last = set&^(1<<last), int(from[set*n+last])
	}
	return order
}
