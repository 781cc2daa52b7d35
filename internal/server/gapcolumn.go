package server

import (
	"strconv"

	"beltmap/geo"
	"beltmap/geo/world"
)

// gapColumn is a field of the enterprises with its key as JSON.
type gapColumn struct {
	world.Column
	key, null string
	names     []string // of codes
	kind      geo.Type
	first     bool // of a group: with the field before it makes too many combinations
}

func gapColumnOf(column world.Column, f *geo.Field, key string) gapColumn {
	first := f == geo.Industry || f == geo.Employees || f == geo.Operating || f == geo.PositionClass
	return gapColumn{Column: column, key: key, null: key + "null", names: column.Names(), kind: f.Type, first: first}
}

// appendNumber appends the field where it is known by a number.
func (c *gapColumn) appendNumber(b []byte, n int64) []byte {
	b = append(b, c.key...)
	switch {
	case c.names != nil:
		return appendString(b, c.names[n])
	case c.kind == geo.TypeBoolean:
		return strconv.AppendBool(b, n == 1)
	case c.kind == geo.TypeDay:
		return appendValue(b, geo.OnDay(geo.Day(n)))
	}
	return strconv.AppendInt(b, n, 10)
}

// gapGroup is fields that stand side by side. Codes, booleans, small numbers and days of some years come together again and again: what they are as
// JSON is written once, kept and copied. Fields that are no numbers are alone.
type gapGroup struct {
	*groupScratch
	columns []*gapColumn
	kind    groupKind
}

type groupKind uint8

const (
	groupOfNumbers groupKind = iota
	groupOfText
	groupOfOther // which is read as it is written
)

// groupScratch is where a group works.
type groupScratch struct {
	texts   [gapBlock]string // by place in the block, of a text
	keys    [gapBlock]uint64 // by place in the block: the numbers, 0 for unknown, or manyNumbers
	kept    [groupKept]keptGroup
	text    []byte // of what is kept
	touched byte
}

// gapScratch is where a page is written. It is used again for others.
type gapScratch struct {
	text   []byte
	spans  []gapSpan
	groups []groupScratch
}

// lend lends the groups of a page where they work.
func (s *gapScratch) lend(groups []gapGroup) {
	if len(s.groups) < len(groups) {
		s.groups = make([]groupScratch, len(groups))
	}
	for i := range groups {
		g := &s.groups[i]
		clear(g.kept[:])
		g.text, groups[i].groupScratch = g.text[:0], g
	}
}

// keptGroup is where what was written for a key stands in the text.
type keptGroup struct {
	key uint64 // with its highest bit, so that none is zero
	gapSpan
}

const (
	groupColumns = 3
	groupBits    = 21        // a number has
	groupKept    = 1 << 9    // keys that are remembered, by their remainder
	groupText    = 32 << 10  // bytes of text that are kept
	manyNumbers  = 1<<64 - 1 // some number needs more bits
	someNumbers  = 1 << 63
)

// gapGroups puts columns side by side into groups.
func gapGroups(columns []gapColumn) (groups []gapGroup) {
	open := false
	for i := range columns {
		c := &columns[i]
		if open = open && !c.first && c.Numbered() && len(groups[len(groups)-1].columns) < groupColumns; open {
			g := &groups[len(groups)-1]
			g.columns = append(g.columns, c)
			continue
		}
		groups = append(groups, gapGroup{columns: []*gapColumn{c}})
		open = c.Numbered()
	}
	for i := range groups {
		switch first := groups[i].columns[0]; {
		case first.Numbered():
		case first.kind == geo.TypeText && first.Known():
			groups[i].kind = groupOfText
		default:
			groups[i].kind = groupOfOther
		}
	}
	return groups
}

// touch has the processor fetch texts before they are needed: several at once, for none waits for another.
func touch(texts []string) (touched byte) {
	for _, text := range texts {
		if text != "" {
			touched ^= text[0] ^ text[len(text)-1]
		}
	}
	return touched
}

// load reads the fields of the rows of a block.
func (g *gapGroup) load(rows []world.Row) {
	switch g.kind {
	case groupOfText:
		g.columns[0].Texts(rows, g.texts[:])
		g.touched ^= touch(g.texts[:len(rows)])
	case groupOfNumbers:
		clear(g.keys[:])
		var numbers [gapBlock]int64
		for _, c := range g.columns {
			c.Numbers(rows, numbers[:])
			for i := range rows {
				key, n := &g.keys[i], numbers[i]
				switch {
				case *key == manyNumbers:
				case n == world.NoNumber:
					*key <<= groupBits
				case uint64(n) < 1<<groupBits-1:
					*key = *key<<groupBits | uint64(n+1)
				default:
					*key = manyNumbers
				}
			}
		}
	}
}

// append appends the fields of a row that has a place in the block.
func (g *gapGroup) append(b []byte, place int, r world.Row) []byte {
	switch c := g.columns[0]; g.kind {
	case groupOfText:
		if g.texts[place] == "" {
			return append(b, c.null...)
		}
		return appendString(append(b, c.key...), g.texts[place])
	case groupOfOther:
		return appendValue(append(b, c.key...), c.Value(r))
	}
	key := g.keys[place]
	k := &g.kept[key%(groupKept-1)]
	if k.key != key|someNumbers || key == manyNumbers {
		g.keep(k, key, r)
	}
	return append(b, g.text[k.from:k.to]...)
}

// keep writes the fields of a row.
func (g *gapGroup) keep(k *keptGroup, key uint64, r world.Row) {
	if len(g.text) > groupText {
		clear(g.kept[:])
		g.text = g.text[:0]
	}
	from := len(g.text)
	for i, c := range g.columns {
		n := int64(key>>(groupBits*(len(g.columns)-1-i))&(1<<groupBits-1)) - 1
		known := n >= 0
		if key == manyNumbers {
			n, known = c.Number(r)
		}
		if known {
			g.text = c.appendNumber(g.text, n)
		} else {
			g.text = append(g.text, c.null...)
		}
	}
	*k = keptGroup{key | someNumbers, gapSpan{int32(from), int32(len(g.text))}}
}
