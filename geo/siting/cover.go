package siting

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"
)

// covering asks for the fewest sites that cover every one of some rows, each the set of the sites that cover it.
type covering struct {
	sites int
	rows  []siteSet
	looks int
}

type siteSet []uint64

func (s siteSet) has(i int) bool { return s[i/64]>>(i%64)&1 != 0 }
func (s siteSet) set(i int)      { s[i/64] |= 1 << (i % 64) }
func (s siteSet) drop(i int)     { s[i/64] &^= 1 << (i % 64) }

func (s siteSet) count() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// shared is how many sites are in another set, too.
func (s siteSet) shared(o siteSet) (n int) {
	for k, w := range s {
		n += bits.OnesCount64(w & o[k])
	}
	return n
}

func (s siteSet) within(o siteSet) bool {
	for k, w := range s {
		if w&^o[k] != 0 {
			return false
		}
	}
	return true
}

func (s siteSet) each(visit func(int)) {
	for k, w := range s {
		for ; w != 0; w &= w - 1 {
			visit(k*64 + bits.TrailingZeros64(w))
		}
	}
}

// coveringWithin are the places that no existing center reaches within a distance, as rows, equal ones once. A place that nothing reaches is left
// out and told.
func (in *Instance) coveringWithin(base []int32, within int32) (c *covering, unreached bool) {
	words, m := (in.Sites+63)/64, len(in.Weights)
	all := make([]uint64, words*m)
	rows := make([]siteSet, m)
	for j := range rows {
		rows[j] = all[j*words : (j+1)*words]
	}
	word := make([]uint64, m) // of each place, for the sites of which one word tells
	for k := range words {
		clear(word)
		for bit := range min(64, in.Sites-k*64) {
			for j, cost := range in.row(k*64 + bit) {
				word[j] |= uint64(uint32(cost-within-1)>>31) << bit // 1 if it is not above; costs are at least 0 and far below the limit of their type
			}
		}
		for j, w := range word {
			rows[j][k] = w
		}
	}
	kept := rows[:0]
	for j, row := range rows {
		switch {
		case base[j] <= within || in.Weights[j] == 0:
		case row.count() == 0:
			unreached = true
		default:
			kept = append(kept, row)
		}
	}
	slices.SortFunc(kept, func(a, b siteSet) int { return cmp.Or(cmp.Compare(a.count(), b.count()), slices.Compare(a, b)) })
	kept = slices.CompactFunc(kept, func(a, b siteSet) bool { return slices.Equal(a, b) })
	return &covering{sites: in.Sites, rows: hardest(kept)}, unreached
}

// hardest leaves out rows that hold another one, for whoever covers that covers them. It looks at the two hundred hardest only.
func hardest(rows []siteSet) []siteSet {
	var kept []siteSet
	for _, row := range rows {
		if !slices.ContainsFunc(kept[:min(len(kept), 200)], func(k siteSet) bool { return k.within(row) }) {
			kept = append(kept, row)
		}
	}
	return kept
}

// greedy covers by the site with the most rows left, weighed by prices if there are any, and drops what turns out not to be needed.
func (c *covering) greedy(price []float64) []int {
	left := make([]bool, len(c.rows))
	for r := range left {
		left[r] = true
	}
	var sites []int
	gain := make([]float64, c.sites)
	for {
		clear(gain)
		any := false
		for r, row := range c.rows {
			if !left[r] {
				continue
			}
			any = true
			worth := 1.0
			if price != nil {
				worth = price[r] + 1e-3
			}
			row.each(func(i int) { gain[i] += worth })
		}
		c.looks += len(c.rows) * 4
		if !any {
			return c.needed(sites)
		}
		best := 0
		for i, g := range gain {
			if g > gain[best] {
				best = i
			}
		}
		sites = append(sites, best)
		for r, row := range c.rows {
			left[r] = left[r] && !row.has(best)
		}
	}
}

// needed drops sites without which all is still covered, those chosen last first.
func (c *covering) needed(sites []int) []int {
	times := make([]int, len(c.rows))
	for r, row := range c.rows {
		for _, i := range sites {
			if row.has(i) {
				times[r]++
			}
		}
	}
	for k := len(sites) - 1; k >= 0; k-- {
		alone := false
		for r, row := range c.rows {
			alone = alone || times[r] == 1 && row.has(sites[k])
		}
		if alone {
			continue
		}
		for r, row := range c.rows {
			if row.has(sites[k]) {
				times[r]--
			}
		}
		sites = slices.Delete(sites, k, k+1)
	}
	return sites
}

// solve is the best cover found and how many sites every cover needs, with so many looks at most; it stops early once that is above enough or a
// cover has no more than enough.
func (c *covering) solve(ctx context.Context, enough, most int) (best []int, least int, err error) {
	best = c.greedy(nil)
	if len(best) <= enough {
		return best, 0, nil
	}
	s := coverSearch{covering: c, best: best, enough: enough, most: most}
	s.price = make([]float64, len(c.rows))
	for r, row := range c.rows {
		s.price[r] = 1 / float64(row.count())
	}
	least, err = s.search(ctx, c.rows, newSet(c.sites), s.price, 100)
	return s.best, min(least, len(s.best)), err
}

func newSet(n int) siteSet { return make(siteSet, (n+63)/64) }

type coverSearch struct {
	*covering
	best   []int
	taken  []int
	price  []float64
	enough int
	most   int
}

// search is the least number of sites, with those taken, of a cover of rows without barred sites, or at least how many that is. It branches on the
// row with the fewest sites.
func (s *coverSearch) search(ctx context.Context, rows []siteSet, barred siteSet, price []float64, rounds int) (int, error) {
	if len(rows) == 0 {
		if len(s.taken) < len(s.best) {
			s.best = slices.Clone(s.taken)
		}
		return len(s.taken), nil
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	part := covering{sites: s.sites, rows: rows}
	bound, price := part.relax(price, len(s.best)-len(s.taken), rounds)
	s.looks += part.looks
	least := len(s.taken) + bound
	if least >= s.wanted() {
		return least, nil
	}
	if found := part.greedy(price); len(s.taken)+len(found) < len(s.best) {
		s.best = append(slices.Clone(s.taken), found...)
	}
	if least >= s.wanted() || s.looks > s.most || len(s.best) <= s.enough {
		return least, nil
	}
	n := fewest(rows)
	hard := slices.IndexFunc(rows, func(r siteSet) bool { return r.count() == n })
	worst := math.MaxInt
	barred = slices.Clone(barred)
	var options []int
	rows[hard].each(func(i int) { options = append(options, i) })
	value := s.worths(rows, price)
	slices.SortFunc(options, func(a, b int) int { return cmp.Or(-cmp.Compare(value[a], value[b]), cmp.Compare(a, b)) })
	for _, i := range options {
		rest, prices, possible := without(rows, price, i, barred)
		if !possible {
			break // all further covers bar more
		}
		s.taken = append(s.taken, i)
		n, err := s.search(ctx, rest, barred, prices, 12)
		s.taken = s.taken[:len(s.taken)-1]
		if err != nil {
			return 0, err
		}
		worst = min(worst, n)
		barred.set(i)
		if len(s.best) <= s.enough {
			break
		}
	}
	if len(s.best) <= s.enough {
		return least, nil
	}
	return max(least, min(worst, len(s.best))), nil
}

// wanted is the number from which on a cover is of no use.
func (s *coverSearch) wanted() int {
	if s.enough < 0 {
		return len(s.best)
	}
	return min(len(s.best), s.enough+1)
}

func fewest(rows []siteSet) int {
	n := math.MaxInt
	for _, r := range rows {
		n = min(n, r.count())
	}
	return n
}

func (s *coverSearch) worths(rows []siteSet, price []float64) []float64 {
	value := make([]float64, s.sites)
	for r, row := range rows {
		row.each(func(i int) { value[i] += price[r] })
	}
	return value
}

// without are the rows that a site leaves uncovered, less the barred sites, or that some row has no site then.
func without(rows []siteSet, price []float64, site int, barred siteSet) (rest []siteSet, prices []float64, possible bool) {
	for r, row := range rows {
		if row.has(site) {
			continue
		}
		left := slices.Clone(row)
		barred.each(left.drop)
		if left.count() == 0 {
			return nil, nil, false
		}
		rest, prices = append(rest, left), append(prices, price[r])
	}
	return rest, prices, true
}
