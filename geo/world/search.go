package world

import (
	"sort"
	"strings"
)

// Scan visits every row a query finds once, in the order rows lie in memory, which for a table of millions is many times faster than the
// order of ids, until visit says false.
func (t *Table) Scan(q Query, visit func(Row) bool) {
	m := t.Matcher(q)
	t.each(q, &m, visit)
}

// EachWith visits every row that a query finds and that has a text, byte for byte, within one of the columns of texts, each once. It searches the texts of thousands of rows as one, and so takes about ten nanoseconds for a row that has not.
func (t *Table) EachWith(q Query, columns []Column, text string, visit func(Row) bool) {
	m, windows := t.Matcher(q), windowsOf(q.Boxes)
	for chunk := range chunksFor(t.rows) {
		var seen [chunkRows / 64]uint64
		for _, c := range columns {
			if c.col == nil || c.col.kind != colText || c.col.texts.chunks[chunk].empty() {
				continue
			}
			going := c.col.texts.chunks[chunk].with(text, func(i int) bool {
				if seen[i/64]&(1<<(i%64)) != 0 {
					return true
				}
				seen[i/64] |= 1 << (i % 64)
				r := Row(chunk<<chunkShift + i)
				return !m.Match(r) || !t.inSome(windows, r) || visit(r)
			})
			if !going {
				return
			}
		}
	}
}

// inSome tells whether a row meets one of the windows, where there are any; a row without geometry meets all.
func (t *Table) inSome(windows []window, r Row) bool {
	return len(windows) == 0 || t.flags.at(r)&(point|shaped) == 0 || t.inAny(windows, r)
}

// with visits the places of a chunk whose text holds another, each once, until visit says false.
func (c *textChunk) with(text string, visit func(i int) bool) (going bool) {
	if c.empty() {
		return true
	}
	n := max(len(c.end16), len(c.end32))
	for from := 0; from < len(c.data); {
		at := strings.Index(c.data[from:], text)
		if at < 0 {
			return true
		}
		i := sort.Search(n, func(i int) bool { return c.end(i) > from+at })
		if i >= n {
			return true
		}
		end := c.end(i)
		if from+at+len(text) > end { // it begins in one text and ends in the next
			from += at + 1
			continue
		}
		from = end
		if !visit(i) {
			return false
		}
	}
	return true
}

func (c *textChunk) end(i int) int {
	if c.end16 != nil {
		return int(c.end16[i])
	}
	return int(c.end32[i])
}
