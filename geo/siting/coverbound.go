package siting

import "slices"

// relax bounds the number of sites from below by the subgradient of the Lagrangian relaxation of the rows (Beasley 1987).
func (c *covering) relax(price []float64, known, rounds int) (int, []float64) {
	now, best, bestPrice := slices.Clone(price), 0.0, slices.Clone(price)
	value, slope := make([]float64, c.sites), make([]float64, len(c.rows))
	of, dear := c.listed(), newSet(c.sites)
	step, idle := 1.0, 0
	for range rounds {
		bound := of.worth(now, value)
		c.looks += len(of.sites)
		clear(dear)
		for i, v := range value {
			bound += min(0, 1-v)
			if v > 1 {
				dear.set(i)
			}
		}
		if bound > best+1e-9 {
			best, idle = bound, 0
			copy(bestPrice, now)
		} else if idle++; idle >= 5 {
			step, idle = step/2, 0
		}
		if int(wholeAbove(best)) >= known || step < 1e-3 {
			break
		}
		norm := 0.0
		for r, row := range c.rows {
			slope[r] = 1 - float64(row.shared(dear))
			norm += slope[r] * slope[r]
		}
		if norm == 0 {
			break
		}
		by := step * (float64(known) - bound) / norm
		for r := range now {
			now[r] = max(0, now[r]+by*slope[r])
		}
	}
	return int(wholeAbove(best)), bestPrice
}

// listing is the rows as lists of sites, which are gone through faster than sets.
type listing struct {
	sites []int32
	ends  []int32 // of each row
}

func (c *covering) listed() (l listing) {
	n := 0
	for _, row := range c.rows {
		n += row.count()
	}
	l = listing{make([]int32, 0, n), make([]int32, 0, len(c.rows))}
	for _, row := range c.rows {
		row.each(func(i int) { l.sites = append(l.sites, int32(i)) })
		l.ends = append(l.ends, int32(len(l.sites)))
	}
	return l
}

// worth sets the value of each site to the sum of the prices of its rows, and returns that of all prices.
func (l *listing) worth(price, value []float64) (sum float64) {
	clear(value)
	from := int32(0)
	for r, to := range l.ends {
		if p := price[r]; p != 0 {
			sum += p
			for _, i := range l.sites[from:to] {
				value[i] += p
			}
		}
		from = to
	}
	return sum
}
