package world

import (
	"bytes"
	"math"
	"strings"

	"beltmap/geo"
	"beltmap/geo/status"
)

// Matcher tells which rows of one table satisfy a Query, boxes aside. It may be used by many goroutines.
type Matcher struct {
	t     *Table
	when  *geo.Period
	tests []test
	never bool
}

type testKind uint8

const (
	testInt testKind = iota
	testNumber
	testText
	testElement
	testInternal
	testPublic
	testStatus // the one or the other, by the row's zone
	testShown  // whether the reader may know of the row
	testSeen   // whether the reader sees the row's internal fields at all
)

// test compares one column with one value.
type test struct {
	kind   testKind
	col    *col
	whole  int64
	number float64
	text   string
	seen   *seen
	sight  *geo.Sight
}

// Matcher compiles the conditions and the time of a query. Match then allocates nothing.
func (t *Table) Matcher(q Query) Matcher {
	m := Matcher{t: t, when: q.When}
	within := t.seenBy(q.Sight)
	for _, c := range q.Equal {
		x, possible := t.test(c, q.Sight)
		if !possible {
			m.never = true
		}
		if within != nil && c.Field != nil {
			switch {
			case x.kind == testInternal:
				x.kind, x.seen = testStatus, within
			case q.Sight.ClassOf(c.Field) == geo.Internal:
				m.tests = append(m.tests, test{kind: testSeen, seen: within})
			}
		}
		m.tests = append(m.tests, x)
	}
	if t.hides(q.Sight) {
		m.tests = append(m.tests, test{kind: testShown, sight: &q.Sight})
	}
	return m
}

// test compiles a condition for whoever has a sight of every row; not possible means that no row satisfies it.
func (t *Table) test(c Condition, sight geo.Sight) (x test, possible bool) {
	class := sight.Widest()
	if c.Field == nil || c.Value.IsNone() || sight.ClassOf(c.Field) == geo.Internal && class != geo.Internal {
		return x, false
	}
	if c.Field == geo.EnterpriseStatus && t.collection == geo.Enterprises {
		x.kind = testPublic
		if class == geo.Internal {
			x.kind = testInternal
		}
		s, ok := status.Parse(c.Value.Text())
		x.whole = int64(s)
		return x, ok
	}
	i := t.slot(c.Field)
	if i < 0 {
		return x, false
	}
	x.col = &t.cols[i]
	switch x.col.kind {
	case colText:
		x.kind, x.text = testText, textOf(c.Value)
		if c.Field.Type == geo.TypeList {
			x.kind = testElement
		}
		return x, x.text != ""
	case colNumber:
		x.kind, x.number = testNumber, numberOf(c.Value)
		return x, !math.IsNaN(x.number)
	case colCode:
		x.whole = x.col.dict.find(c.Value.Text())
	default:
		x.whole = integerOf(c.Value)
		if (c.Value.Type() == geo.TypeText) != (x.whole == unratedStars) || !fits(c.Field.Type, c.Value.Type()) {
			return x, false
		}
	}
	return x, x.whole != none
}

// fits tells whether a value of one type can be in an integer column of a field's type.
func fits(field, value geo.Type) bool {
	switch field {
	case geo.TypeStars:
		return value == geo.TypeInteger || value == geo.TypeText
	default:
		return field == value
	}
}

// Match tells whether a row satisfies the query's time and conditions.
func (m *Matcher) Match(r Row) bool {
	f := m.t.flags.at(r)
	if m.never || f&alive == 0 {
		return false
	}
	if m.when == nil {
		if f&current == 0 {
			return false
		}
	} else if !m.when.Meets(m.t.validity(r)) {
		return false
	}
	for i := range m.tests {
		if !m.tests[i].holds(m.t, r) {
			return false
		}
	}
	return true
}

func (x *test) holds(t *Table, r Row) bool {
	switch x.kind {
	case testInt:
		return x.col.ints.at(r) == x.whole
	case testNumber:
		return x.col.numbers.at(r) == x.number
	case testText:
		return x.col.texts.at(r) == x.text
	case testElement:
		return contains(x.col.texts.at(r), x.text)
	case testSeen:
		return x.seen.has(r)
	case testShown:
		return t.Shown(r, *x.sight)
	case testInternal:
		return int64(stateOf(t.states.at(r), internalState)) == x.whole
	case testStatus:
		if x.seen.has(r) {
			return int64(stateOf(t.states.at(r), internalState)) == x.whole
		}
	}
	return int64(stateOf(t.states.at(r), publicState)) == x.whole
}

// contains tells whether a joined list has an element.
func contains(joined, item string) bool {
	for rest, more := joined, len(joined) >= len(item); more; {
		var head string
		head, rest, more = strings.Cut(rest, "\x1f")
		if head == item {
			return true
		}
	}
	return false
}

// may tells whether a chunk can hold a row that matches.
func (m *Matcher) may(chunk int) bool {
	for i := range m.tests {
		switch x := &m.tests[i]; x.kind {
		case testInt:
			if !x.col.ints.may(chunk, x.whole) {
				return false
			}
		case testNumber:
			if x.col.numbers.chunks[chunk].empty() {
				return false
			}
		case testText, testElement:
			if x.col.texts.chunks[chunk].empty() {
				return false
			}
		}
	}
	return true
}

// scan visits every row that matches, in row order, until visit says false.
func (m *Matcher) scan(visit func(Row) bool) {
	m.Batches(func(rows []Row) bool {
		for _, r := range rows {
			if !visit(r) {
				return false
			}
		}
		return true
	})
}

// Batches visits every row that matches, in row order, those of a chunk at a time, until visit says false. The list is good until visit returns. It
// passes over chunks that cannot hold a match and works through the others a column at a time, at a few nanoseconds a row.
func (m *Matcher) Batches(visit func(rows []Row) bool) {
	if m.never {
		return
	}
	var picked [chunkRows]uint16
	var rows [chunkRows]Row
	for chunk := range chunksFor(m.t.rows) {
		if !m.may(chunk) {
			continue
		}
		first, n := Row(chunk<<chunkShift), 0
		for _, i := range m.pick(chunk, &picked) {
			rows[n] = first + Row(i)
			n++
		}
		if n > 0 && !visit(rows[:n]) {
			return
		}
	}
}

// pick lists the places of a chunk's matching rows.
func (m *Matcher) pick(chunk int, into *[chunkRows]uint16) []uint16 {
	flags := m.t.flags.chunks[chunk]
	if flags == nil {
		return nil
	}
	wanted := alive | current
	if m.when != nil {
		wanted = alive
	}
	picked, found := m.seeded(chunk, into)
	if found {
		picked = keep(picked, func(i uint16) bool { return flags[i]&wanted == wanted })
	} else {
		n := 0
		for i := range flags[:rowsIn(chunk, m.t.rows)] {
			into[n] = uint16(i)
			if flags[i]&wanted == wanted {
				n++
			}
		}
		picked = into[:n]
	}
	first := Row(chunk << chunkShift)
	if m.when != nil && (!m.t.cols[colFrom].ints.chunks[chunk].empty() || !m.t.cols[colTo].ints.chunks[chunk].empty()) {
		picked = keep(picked, func(i uint16) bool { return m.when.Meets(m.t.validity(first + Row(i))) })
	}
	for k := range m.tests {
		x := &m.tests[k]
		switch x.kind {
		case testInt:
			values := &x.col.ints.chunks[chunk]
			picked = keep(picked, func(i uint16) bool { return values.at(int(i)) == x.whole })
		case testInternal:
			states := m.t.states.chunks[chunk]
			picked = keep(picked, func(i uint16) bool { return stateAt(states, i)&15 == uint8(x.whole) })
		case testPublic:
			states := m.t.states.chunks[chunk]
			picked = keep(picked, func(i uint16) bool { return stateAt(states, i)>>4 == uint8(x.whole) })
		default:
			picked = keep(picked, func(i uint16) bool { return x.holds(m.t, first+Row(i)) })
		}
	}
	return picked
}

// seeded lists the places of a chunk's rows that satisfy the first condition, where that compares single bytes: those are found many at a time.
func (m *Matcher) seeded(chunk int, into *[chunkRows]uint16) (picked []uint16, found bool) {
	if len(m.tests) == 0 || m.tests[0].kind != testInt || m.tests[0].col.ints.chunks[chunk].width != 1 {
		return nil, false
	}
	c := &m.tests[0].col.ints.chunks[chunk]
	wanted := uint8(m.tests[0].whole - c.base + 1) // may has seen that it lies between base and high
	data, n := c.data[:rowsIn(chunk, m.t.rows)], 0
	for at := 0; ; at++ {
		i := bytes.IndexByte(data[at:], wanted)
		if i < 0 {
			return into[:n], true
		}
		at += i
		into[n] = uint16(at)
		n++
	}
}

// stateAt is a state in a chunk; in one without states all are unknown.
func stateAt(states *[chunkRows]uint8, i uint16) uint8 {
	if states == nil {
		return 0
	}
	return states[i]
}

// keep drops what holds says no to, in place.
func keep(picked []uint16, holds func(uint16) bool) []uint16 {
	n := 0
	for _, i := range picked {
		picked[n] = i
		if holds(i) {
			n++
		}
	}
	return picked[:n]
}
