package siting

import "slices"

// flow sends demand from centers to places, each place at most its weight and each center at most its capacity, by augmenting along shortest
// ways. What a place needs may come from several centers. Its memory is used again.
type flow struct {
	sent  []int64 // by each center
	need  []int64 // left at each place
	parts [][]share
	from  []int32 // the center that a center was reached from, -1 if it begins, -2 if it was not reached
	via   []int32 // the place it was reached by
	seen  []bool  // places looked at
	queue []int32
}

// share is what a place has from a center.
type share struct {
	center int32
	amount int64
}

// most is the greatest flow from centers to the places they reach.
func (f *flow) most(reach [][]int32, weights []int64, capacity int64) (total int64) {
	f.sent = slices.Grow(f.sent[:0], len(reach))[:len(reach)]
	clear(f.sent)
	f.need = append(f.need[:0], weights...)
	f.parts = slices.Grow(f.parts[:0], len(weights))[:len(weights)]
	for j := range f.parts {
		f.parts[j] = f.parts[j][:0]
	}
	for k, places := range reach { // first without taking from others
		for _, j := range places {
			if d := min(f.need[j], capacity-f.sent[k]); d > 0 {
				f.give(j, int32(k), d)
				f.need[j] -= d
				f.sent[k] += d
			}
		}
	}
	for k := range reach {
		for f.sent[k] < capacity && f.augment(reach, int32(k), capacity) {
		}
	}
	for _, n := range f.sent {
		total += n
	}
	return total
}

// augment sends more from a center: to a place in need, or to one that then takes less from another center, and so on.
func (f *flow) augment(reach [][]int32, start int32, capacity int64) bool {
	f.from = slices.Grow(f.from[:0], len(reach))[:len(reach)]
	f.via = slices.Grow(f.via[:0], len(reach))[:len(reach)]
	for k := range f.from {
		f.from[k] = -2
	}
	f.seen = slices.Grow(f.seen[:0], len(f.need))[:len(f.need)]
	clear(f.seen)
	f.from[start] = -1
	f.queue = append(f.queue[:0], start)
	for at := 0; at < len(f.queue); at++ {
		k := f.queue[at]
		for _, j := range reach[k] {
			if f.need[j] > 0 {
				f.push(k, j, start, capacity)
				return true
			}
			if f.seen[j] {
				continue
			}
			f.seen[j] = true
			for _, part := range f.parts[j] {
				if part.amount > 0 && f.from[part.center] == -2 {
					f.from[part.center], f.via[part.center] = k, j
					f.queue = append(f.queue, part.center)
				}
			}
		}
	}
	return false
}

// push sends along the way found, which ends at a place in need.
func (f *flow) push(last, place, start int32, capacity int64) {
	amount := min(f.need[place], capacity-f.sent[start])
	for k := last; f.from[k] >= 0; k = f.from[k] {
		amount = min(amount, f.has(f.via[k], k))
	}
	f.need[place] -= amount
	f.sent[start] += amount
	f.give(place, last, amount)
	for k := last; f.from[k] >= 0; k = f.from[k] {
		f.give(f.via[k], k, -amount)
		f.give(f.via[k], f.from[k], amount)
	}
}

func (f *flow) has(place, center int32) int64 {
	for _, part := range f.parts[place] {
		if part.center == center {
			return part.amount
		}
	}
	return 0
}

func (f *flow) give(place, center int32, amount int64) {
	for i := range f.parts[place] {
		if part := &f.parts[place][i]; part.center == center {
			part.amount += amount
			return
		}
	}
	f.parts[place] = append(f.parts[place], share{center, amount})
}
