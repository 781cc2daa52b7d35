package privacy_test

import (
	"math/big"
	"slices"

	"beltmap/geo/privacy"
)

// attacker knows everything that was published, of which organizations each total is made and which counts changed, and solves for the counts
// in fractions. It shares nothing with the package but its types.
type attacker struct {
	columns []privacy.Contribution
	numbers map[privacy.Contribution]int
	rows    [][]*big.Rat // a column for each unknown, then the total
	pivots  []int
}

func newAttacker(lines []privacy.Line) *attacker {
	a := &attacker{numbers: map[privacy.Contribution]int{}}
	for _, l := range lines {
		for _, c := range l.Contributions {
			if _, known := a.numbers[c]; !known {
				a.numbers[c] = len(a.columns)
				a.columns = append(a.columns, c)
			}
		}
	}
	for _, l := range lines {
		if l.Shown {
			a.learn(l)
		}
	}
	return a
}

func (a *attacker) equation(parts []privacy.Contribution) []*big.Rat {
	v := make([]*big.Rat, len(a.columns)+1)
	for i := range v {
		v[i] = new(big.Rat)
	}
	for _, c := range parts {
		v[a.numbers[c]].SetInt64(1)
	}
	return v
}

// learn takes a published total in, keeping the system reduced.
func (a *attacker) learn(l privacy.Line) {
	v := a.equation(l.Contributions)
	v[len(a.columns)].SetInt64(l.Members())
	a.reduce(v)
	p := slices.IndexFunc(v[:len(a.columns)], isNotZero)
	if p < 0 {
		return
	}
	scale := new(big.Rat).Inv(v[p])
	for _, x := range v {
		x.Mul(x, scale)
	}
	for _, r := range a.rows {
		subtract(r, v, new(big.Rat).Set(r[p]))
	}
	a.rows, a.pivots = append(a.rows, v), append(a.pivots, p)
}

func (a *attacker) reduce(v []*big.Rat) {
	for i, p := range a.pivots {
		subtract(v, a.rows[i], new(big.Rat).Set(v[p]))
	}
}

func subtract(v, w []*big.Rat, f *big.Rat) {
	if f.Sign() == 0 {
		return
	}
	for i := range v {
		if w[i].Sign() != 0 {
			v[i].Sub(v[i], new(big.Rat).Mul(f, w[i]))
		}
	}
}

// solve is the sum of some unknowns, if it follows.
func (a *attacker) solve(parts []privacy.Contribution) (int64, bool) {
	for _, c := range parts {
		if _, heard := a.numbers[c]; !heard {
			return 0, false
		}
	}
	v := a.equation(parts)
	a.reduce(v)
	for _, x := range v[:len(a.columns)] {
		if x.Sign() != 0 {
			return 0, false
		}
	}
	total := new(big.Rat).Neg(v[len(a.columns)])
	return total.Num().Int64(), total.IsInt()
}

// differences are the unknowns' rows in a basis of the differences of any two solutions, by organization.
func (a *attacker) differences() map[string][][]*big.Rat {
	isPivot := map[int]int{}
	for i, p := range a.pivots {
		isPivot[p] = i
	}
	var free []int
	for c := range a.columns {
		if _, p := isPivot[c]; !p {
			free = append(free, c)
		}
	}
	all := map[string][][]*big.Rat{}
	for c, column := range a.columns {
		v := make([]*big.Rat, len(free))
		for j, f := range free {
			v[j] = new(big.Rat)
			if i, p := isPivot[c]; p {
				v[j].Neg(a.rows[i][f])
			} else if c == f {
				v[j].SetInt64(1)
			}
		}
		all[column.Org] = append(all[column.Org], v)
	}
	return all
}

// tied tells whether some unknowns depend on each other, so that something follows about them and no others.
func tied(unknowns ...[]*big.Rat) bool {
	if len(unknowns) == 2 {
		first, second := slices.IndexFunc(unknowns[0], isNotZero), slices.IndexFunc(unknowns[1], isNotZero)
		if first != second && first >= 0 && second >= 0 {
			return false // most are told at once
		}
	}
	var m [][]*big.Rat
	for _, v := range unknowns {
		v = clone(v)
		for _, w := range m {
			if p := slices.IndexFunc(w, isNotZero); v[p].Sign() != 0 {
				subtract(v, w, new(big.Rat).Quo(v[p], w[p]))
			}
		}
		if !slices.ContainsFunc(v, isNotZero) {
			return true
		}
		m = append(m, v)
	}
	return false
}

func isNotZero(x *big.Rat) bool { return x.Sign() != 0 }

func clone(v []*big.Rat) []*big.Rat {
	out := make([]*big.Rat, len(v))
	for i, x := range v {
		out[i] = new(big.Rat).Set(x)
	}
	return out
}
