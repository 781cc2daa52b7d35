package siting

import (
	"math"
	"math/bits"
)

const mostPivots = 600

// settlePrices finds the cheapest prices at which every group costs at least its value: the dual of the linear relaxation, by the simplex method
// over one row a unit, with right-hand sides a little apart so that it does not go in circles. Prices are then rounded up and raised where a
// group still costs too little, so that they hold whatever the arithmetic did.
func (p *packing) settlePrices() {
	prices := p.dual()
	for i, x := range prices {
		p.price[i] = int64(math.Ceil(max(0, x) - 1e-6))
	}
	for _, g := range p.groups {
		if short := g.value - p.cost(g.units); short > 0 {
			p.price[bits.TrailingZeros32(g.units)] += short
		}
	}
}

func (p *packing) dual() []float64 {
	n := len(p.price)
	s := simplex{n: n, inverse: make([]float64, n*n), value: make([]float64, n), worth: make([]float64, n), prices: make([]float64, n)}
	for i := range n {
		s.inverse[i*n+i] = 1
		s.value[i] = 1 + 1e-5*float64((i*7919)%n+1)
	}
	for range mostPivots {
		s.price()
		best, gain := uint32(0), 1e-3
		for _, g := range p.groups {
			reduced := float64(g.value)
			for u := g.units; u != 0; u &= u - 1 {
				reduced -= s.prices[bits.TrailingZeros32(u)]
			}
			if reduced > gain {
				best, gain = g.units, reduced
				s.entering = float64(g.value)
			}
		}
		for i, x := range s.prices {
			if -x > gain {
				best, gain, s.entering = 1<<i, -x, 0
			}
		}
		if best == 0 || !s.pivot(best) {
			break
		}
	}
	return s.prices
}

// simplex is the state of the revised method.
type simplex struct {
	n        int
	inverse  []float64 // of the basis, row-major
	value    []float64 // of the basic columns
	worth    []float64
	prices   []float64
	entering float64 // worth of the column that comes in
}

func (s *simplex) price() {
	clear(s.prices)
	for k, w := range s.worth {
		if w != 0 {
			for i, x := range s.inverse[k*s.n : (k+1)*s.n] {
				s.prices[i] += w * x
			}
		}
	}
}

// pivot brings in the column of some units, or tells that nothing limits it, which cannot be.
func (s *simplex) pivot(units uint32) bool {
	column := make([]float64, s.n)
	for k := range column {
		for u := units; u != 0; u &= u - 1 {
			column[k] += s.inverse[k*s.n+bits.TrailingZeros32(u)]
		}
	}
	out, least := -1, math.Inf(1)
	for k, d := range column {
		if d > 1e-9 {
			if ratio := s.value[k] / d; ratio < least {
				out, least = k, ratio
			}
		}
	}
	if out < 0 {
		return false
	}
	row := s.inverse[out*s.n : (out+1)*s.n]
	for i := range row {
		row[i] /= column[out]
	}
	s.value[out], s.worth[out] = least, s.entering
	for k, d := range column {
		if k == out || d == 0 {
			continue
		}
		for i, x := range row {
			s.inverse[k*s.n+i] -= d * x
		}
		s.value[k] = max(0, s.value[k]-d*least)
	}
	return true
}
