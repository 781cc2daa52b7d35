package privacy

import (
	"cmp"
	"slices"
)

// mostThin bounds the groups that are compared pair by pair. A component with more is not published any further.
const mostThin = 2000

// atoms are the columns in groups that no published row takes apart, so that whatever can be worked out has one factor for each group. Those
// below K come last.
type atoms struct {
	of      []int32   // the atom of a column, -1 if it is in no row
	columns [][]int32 // of an atom
	orgs    [][]int32 // of an atom, ascending, each once
	sums    []int64
	low     int32 // the first atom below K
}

func (s *system) atoms() *atoms {
	class := make([]int32, len(s.columns))
	size := int32(1)
	for _, r := range s.published {
		split := map[int32]int32{}
		for _, c := range r {
			to, ok := split[class[c]]
			if !ok {
				to = size
				size++
				split[class[c]] = to
			}
			class[c] = to
		}
	}
	groups := map[int32][]int32{}
	for c, n := range class {
		if n > 0 {
			groups[n] = append(groups[n], int32(c))
		}
	}
	a := &atoms{of: slices.Repeat([]int32{-1}, len(s.columns))}
	for _, g := range groups {
		a.columns = append(a.columns, g)
	}
	low := func(g []int32) int {
		if s.sum(g) < s.rules.K {
			return 1
		}
		return 0
	}
	slices.SortFunc(a.columns, func(g, h []int32) int { return cmp.Or(low(g)-low(h), int(g[0]-h[0])) })
	for n, g := range a.columns {
		var orgs []int32
		for _, c := range g {
			a.of[c] = int32(n)
			orgs = append(orgs, s.columns[c].org)
		}
		slices.Sort(orgs)
		a.orgs, a.sums = append(a.orgs, slices.Compact(orgs)), append(a.sums, s.sum(g))
		if low(g) == 0 {
			a.low = int32(n) + 1
		}
	}
	return a
}

func (s *system) sum(columns []int32) (sum int64) {
	for _, c := range columns {
		sum += s.columns[c].members
	}
	return sum
}

// vector is a row by atoms; false if it takes one apart or has a column that is nowhere.
func (a *atoms) vector(r row) (vector, bool) {
	count := map[int32]int{}
	for _, c := range r {
		if a.of[c] < 0 {
			return nil, false
		}
		count[a.of[c]]++
	}
	var v vector
	for n, has := range count {
		if has != len(a.columns[n]) {
			return nil, false
		}
		v = append(v, term{n, 1})
	}
	slices.SortFunc(v, func(a, b term) int { return int(a.at - b.at) })
	return v, true
}

// holds tells whether nothing follows from the published rows that must not: no combination of them concerns fewer than three organizations or
// less than K members only, none is a target.
func (s *system) holds() bool {
	a := s.atoms()
	e := &echelon{pivots: map[int32]int{}}
	for _, r := range s.published {
		v, _ := a.vector(r)
		e.add(v)
	}
	for _, v := range e.rows {
		if !s.fit(a, v) {
			return false
		}
	}
	for _, t := range s.targets {
		if v, ok := a.vector(t); ok && len(e.reduced(v)) == 0 {
			return false
		}
	}
	return a.noneOfFew(e) && s.noneBelow(a, e)
}

// fit tells whether one combination may be known: it concerns three organizations and, if it is their total, that may be published.
func (s *system) fit(a *atoms, v vector) bool {
	var orgs []int32
	var counts []int64
	plain := true
	for _, t := range v {
		plain = plain && t.by == 1
		orgs = append(orgs, a.orgs[t.at]...)
		for _, c := range a.columns[t.at] {
			counts = append(counts, s.columns[c].members)
		}
	}
	slices.Sort(orgs)
	n := len(slices.Compact(orgs))
	if n >= s.rules.contributors() && (!plain || s.rules.safe(counts)) {
		return true
	}
	return n >= Contributors && s.out(a, v)
}

// out tells whether a combination follows from what was published before, under rules that asked for less. It cannot be taken back, and that it is
// known is no reason to withhold what says something else.
func (s *system) out(a *atoms, v vector) bool { return len(s.earlier(a).reduced(v)) == 0 }

// earlier is what was published before, in the terms of atoms.
func (s *system) earlier(a *atoms) *echelon {
	e := &echelon{pivots: map[int32]int{}}
	for _, r := range s.published[:s.before] {
		v, _ := a.vector(r)
		e.add(v)
	}
	return e
}

// noneBelow tells whether no combination concerns less than K members only. Atoms below K are the last columns, so such combinations are those of
// the rows that begin there. One row is looked at itself. Several that share an atom could cancel it, but their first atoms stay: two of those
// must make K.
func (s *system) noneBelow(a *atoms, e *echelon) bool {
	var rows []vector
	for _, v := range e.rows {
		if v[0].at < a.low {
			continue
		}
		var sum int64
		for _, t := range v {
			sum += a.sums[t.at]
		}
		if sum < s.rules.K && !s.out(a, v) {
			return false
		}
		rows = append(rows, v)
	}
	if len(rows) > mostThin {
		return false
	}
	for i, v := range rows {
		for _, w := range rows[:i] {
			if a.sums[v[0].at]+a.sums[w[0].at] < s.rules.K && v.meets(w) {
				return false
			}
		}
	}
	return true
}

func (v vector) meets(w vector) bool {
	for len(v) > 0 && len(w) > 0 {
		switch {
		case v[0].at < w[0].at:
			v = v[1:]
		case v[0].at > w[0].at:
			w = w[1:]
		default:
			return true
		}
	}
	return false
}
