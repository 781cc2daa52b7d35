package privacy

import (
	"math/bits"
	"slices"
)

// Elimination counts modulo the prime 2^61−1 instead of in fractions. What follows over the rationals follows there too, as long as no
// determinant of the zeros and ones of a component is a multiple of the prime; by chance that is 1 in 2·10^18.
const prime = 1<<61 - 1

func times(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return plus(lo&prime, hi<<3|lo>>61)
}

func plus(a, b uint64) uint64 {
	if a += b; a >= prime {
		a -= prime
	}
	return a
}

func minus(a uint64) uint64 {
	if a == 0 {
		return 0
	}
	return prime - a
}

// inverse is a^(prime−2).
func inverse(a uint64) uint64 {
	out := uint64(1)
	for e := uint64(prime - 2); e > 0; e >>= 1 {
		if e&1 == 1 {
			out = times(out, a)
		}
		a = times(a, a)
	}
	return out
}

// term is one entry of a sparse vector; vector lists the entries that are not 0, by column.
type term struct {
	at int32
	by uint64
}

type vector []term

func (v vector) coefficient(at int32) uint64 {
	i, found := slices.BinarySearchFunc(v, at, func(t term, at int32) int { return int(t.at - at) })
	if !found {
		return 0
	}
	return v[i].by
}

// plusTimes is v + f·w.
func (v vector) plusTimes(f uint64, w vector) vector {
	out := make(vector, 0, len(v)+len(w))
	for len(v) > 0 || len(w) > 0 {
		switch {
		case len(w) == 0 || len(v) > 0 && v[0].at < w[0].at:
			out, v = append(out, v[0]), v[1:]
		case len(v) == 0 || w[0].at < v[0].at:
			out, w = append(out, term{w[0].at, times(f, w[0].by)}), w[1:]
		default:
			if by := plus(v[0].by, times(f, w[0].by)); by != 0 {
				out = append(out, term{v[0].at, by})
			}
			v, w = v[1:], w[1:]
		}
	}
	return out
}

// echelon is the reduced row echelon form of some vectors: each begins with a 1 where no other has an entry.
type echelon struct {
	rows   []vector
	pivots map[int32]int // the row that begins at a column
}

// reduced is v less what the rows can make of it.
func (e *echelon) reduced(v vector) vector {
	for _, t := range v { // reducing by one row brings in no other pivot
		if n, ok := e.pivots[t.at]; ok {
			v = v.plusTimes(minus(t.by), e.rows[n])
		}
	}
	return v
}

// add takes a vector in and tells whether it was independent of those before.
func (e *echelon) add(v vector) bool {
	if v = e.reduced(v); len(v) == 0 {
		return false
	}
	v = vector(nil).plusTimes(inverse(v[0].by), v)
	for i, r := range e.rows {
		if by := r.coefficient(v[0].at); by != 0 {
			e.rows[i] = r.plusTimes(minus(by), v)
		}
	}
	e.pivots[v[0].at] = len(e.rows)
	e.rows = append(e.rows, v)
	return true
}
