package privacy

import (
	"slices"
)

// row is a total as a sum of columns: their numbers, ascending.
type row []int32

// system is the totals of one component: those that share organizations with each other, directly or by way of others. What is published
// of one component says nothing about another.
type system struct {
	rules     Rules
	columns   []column
	numbers   map[Contribution]int32
	published []row
	before    int   // how many of these were published by earlier releases
	targets   []row // what must not be found out
}

// column is one organization with one count. An organization whose count changed has a column for each, because nothing ties them.
type column struct {
	org     int32
	members int64
}

// choose sets Shown of each of now.
func choose(rules Rules, before, now []Line) {
	for _, c := range components(before, now) {
		s := &system{rules: rules, numbers: map[Contribution]int32{}}
		orgs := map[string]int32{}
		for _, l := range c.before {
			if r := s.row(l, orgs); l.Shown {
				s.publish(r)
			} else if !l.Stated { // a fact that is gone binds nobody
				s.targets = append(s.targets, r)
			}
		}
		s.before = len(s.published)
		all := make([]candidate, len(c.now))
		for i, l := range c.now {
			all[i] = candidate{s.row(l, orgs), l}
		}
		a := s.atoms()
		earlier := s.earlier(a)
		var candidates []candidate
		for _, one := range all {
			if one.line.Stated || rules.Safe(one.line.Contributions) {
				candidates = append(candidates, one)
			} else if v, ok := a.vector(one.row); !ok || len(earlier.reduced(v)) > 0 { // what follows from totals published under other rules cannot be taken back
				s.targets = append(s.targets, one.row)
			}
		}
		// What is stated is out already, whatever we do: first, so that the others give way.
		slices.SortStableFunc(candidates, func(a, b candidate) int { return rank(a.line) - rank(b.line) })
		s.add(candidates)
	}
}

func rank(l *Line) int {
	if l.Stated {
		return 0
	}
	return 1
}

type candidate struct {
	row  row
	line *Line
}

// add publishes as many candidates as go together with what is published, the first first: all at once if they do, else half by half. With n
// candidates of which w are withheld it looks at the system about w·log n times.
func (s *system) add(candidates []candidate) {
	if len(candidates) == 0 {
		return
	}
	had := len(s.published)
	for _, c := range candidates {
		s.publish(c.row)
	}
	if len(s.published) == had || s.holds() {
		for _, c := range candidates {
			c.line.Shown = !c.line.Stated || s.rules.Safe(c.line.Contributions)
		}
		return
	}
	s.published = s.published[:had]
	if len(candidates) == 1 {
		s.targets = append(s.targets, candidates[0].row)
		return
	}
	half := len(candidates) / 2
	s.add(candidates[:half])
	s.add(candidates[half:])
}

// publish adds a row unless it is there.
func (s *system) publish(r row) {
	if !s.known(r) {
		s.published = append(s.published, r)
	}
}

func (s *system) known(r row) bool {
	return slices.ContainsFunc(s.published, func(have row) bool { return slices.Equal(have, r) })
}

func (s *system) row(l *Line, orgs map[string]int32) row {
	r := make(row, 0, len(l.Contributions))
	for _, c := range l.Contributions {
		n, known := s.numbers[c]
		if !known {
			n = int32(len(s.columns))
			s.numbers[c] = n
			org, known := orgs[c.Org]
			if !known {
				org = int32(len(orgs))
				orgs[c.Org] = org
			}
			s.columns = append(s.columns, column{org, c.Members})
		}
		r = append(r, n)
	}
	slices.Sort(r)
	return r
}

// component is lines that hang together by organizations.
type component struct{ before, now []*Line }

// components come in the order of their first line; within each, lines keep theirs.
func components(before, now []Line) []*component {
	var up []int
	find := func(i int) int {
		for up[i] != i {
			up[i] = up[up[i]]
			i = up[i]
		}
		return i
	}
	owners := map[string]int{}
	lines := make([]*Line, 0, len(before)+len(now))
	for _, list := range [][]Line{before, now} {
		for i := range list {
			n := len(lines)
			lines, up = append(lines, &list[i]), append(up, n)
			for _, c := range list[i].Contributions {
				if owner, ok := owners[c.Org]; ok {
					up[find(n)] = find(owner)
				} else {
					owners[c.Org] = n
				}
			}
		}
	}
	var all []*component
	at := map[int]*component{}
	for n, l := range lines {
		root := find(n)
		c := at[root]
		if c == nil {
			c = &component{}
			at[root], all = c, append(all, c)
		}
		if n < len(before) {
			c.before = append(c.before, l)
		} else {
			c.now = append(c.now, l)
		}
	}
	return all
}
