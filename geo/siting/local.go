package siting

import (
	"context"
	"slices"
)

// local is a choice of sites that is improved by adding and exchanging one at a time (Teitz and Bart 1968), each exchange found by one look at
// every cost with the nearest and second nearest site of each place at hand (Whitaker 1983; Resende and Werneck 2007).
type local struct {
	*median
	sites  []int
	total  int64
	near   []int32 // the least cost of each place
	next   []int32 // the second least
	at     []int32 // the place in sites of the nearest, -1 for the base
	chosen []bool
	losses []int64
}

func newLocal(m *median) *local {
	l := &local{median: m}
	l.settle()
	return l
}

// settle works out near, next and total of the sites chosen.
func (l *local) settle() {
	if l.near == nil {
		l.near, l.next, l.at, l.chosen = make([]int32, l.places), make([]int32, l.places), make([]int32, l.places), make([]bool, l.median.sites)
	}
	clear(l.chosen)
	copy(l.near, l.base)
	for j := range l.near {
		l.next[j], l.at[j] = Far, -1
	}
	for k, i := range l.sites {
		l.chosen[i] = true
		for j, c := range l.row(i) {
			if c < l.near[j] {
				l.near[j], l.next[j], l.at[j] = c, l.near[j], int32(k)
			} else if c < l.next[j] {
				l.next[j] = c
			}
		}
	}
	l.total = 0
	for j, c := range l.near {
		l.total += l.weights[j] * int64(c)
	}
}

// add takes the site of the greatest gain, the first of equals.
func (l *local) add() {
	best, most := -1, int64(-1)
	for i := range l.median.sites {
		if l.chosen[i] {
			continue
		}
		if gain := l.gain(l.near, i); gain > most {
			best, most = i, gain
		}
	}
	l.sites = append(l.sites, best)
	l.settle()
}

// exchange replaces a site by one outside, the best pair at a time, until none helps or it was done so many times.
func (l *local) exchange(ctx context.Context, most int) error {
	for range most {
		if err := ctx.Err(); err != nil {
			return err
		}
		in, out, change := -1, -1, int64(0)
		for i := range l.median.sites {
			if l.chosen[i] {
				continue
			}
			if k, d := l.exchanged(i); d < change {
				in, out, change = i, k, d
			}
		}
		if in < 0 {
			return nil
		}
		l.sites[out] = in
		l.settle()
	}
	return nil
}

// exchanged is the site that goes best for a new one, and how the total changes.
func (l *local) exchanged(site int) (out int, change int64) {
	l.losses = slices.Grow(l.losses[:0], len(l.sites))[:len(l.sites)]
	clear(l.losses)
	gain := int64(0)
	near, next, at, weights := l.near, l.next[:len(l.near)], l.at[:len(l.near)], l.weights[:len(l.near)]
	for j, c := range l.row(site) {
		if d := near[j] - c; d > 0 {
			gain += weights[j] * int64(d)
		} else if k := at[j]; k >= 0 {
			l.losses[k] += weights[j] * int64(min(c, next[j])-near[j])
		}
	}
	out = 0
	for k, loss := range l.losses {
		if loss < l.losses[out] {
			out = k
		}
	}
	return out, l.losses[out] - gain
}
