package privacy

import "slices"

// noneOfFew tells whether no combination concerns one or two organizations only. It would be one of rows that begin in the two's own atoms,
// in which everything outside of these cancels: those rows' parts outside would depend on each other.
func (a *atoms) noneOfFew(e *echelon) bool {
	var thin []vector // rows that begin in an atom of one or two organizations
	owned := map[int32][]int32{}
	for n, orgs := range a.orgs {
		if len(orgs) < Contributors {
			for _, o := range orgs {
				owned[o] = append(owned[o], int32(n))
			}
		}
	}
	for _, v := range e.rows {
		if len(a.orgs[v[0].at]) < Contributors {
			thin = append(thin, v)
		}
	}
	if len(thin) > mostThin {
		return false
	}
	var others []int32 // organizations with an atom that begins no row
	for o, atoms := range owned {
		if slices.ContainsFunc(atoms, func(n int32) bool { _, pivot := e.pivots[n]; return !pivot }) {
			others = append(others, o)
		}
	}
	for i, v := range thin {
		for _, w := range thin[:i] {
			orgs := slices.Concat(a.orgs[v[0].at], a.orgs[w[0].at])
			slices.Sort(orgs)
			switch orgs = slices.Compact(orgs); len(orgs) {
			case 1:
				for _, o := range others {
					if a.depend(e, owned, orgs[0], o) {
						return false
					}
				}
				if a.depend(e, owned, orgs[0], orgs[0]) {
					return false
				}
			case 2:
				if a.depend(e, owned, orgs[0], orgs[1]) {
					return false
				}
			}
		}
	}
	return true
}

// depend tells whether some combination concerns two organizations only.
func (a *atoms) depend(e *echelon, owned map[int32][]int32, one, two int32) bool {
	inside := func(n int32) bool {
		orgs := a.orgs[n]
		return len(orgs) < Contributors && !slices.ContainsFunc(orgs, func(o int32) bool { return o != one && o != two })
	}
	within := slices.Concat(owned[one], owned[two])
	slices.Sort(within)
	outside := &echelon{pivots: map[int32]int{}}
	for _, n := range slices.Compact(within) {
		r, pivot := e.pivots[n]
		if !pivot || !inside(n) {
			continue
		}
		var rest vector
		for _, t := range e.rows[r] {
			if !inside(t.at) {
				rest = append(rest, t)
			}
		}
		if !outside.add(rest) {
			return true
		}
	}
	return false
}
