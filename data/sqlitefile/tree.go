package sqlitefile

import (
	"encoding/binary"
	"slices"
)

// The kinds of pages, §1.6.
const (
	indexInterior = 0x02
	tableInterior = 0x05
	indexLeaf     = 0x0a
	tableLeaf     = 0x0d
)

// level is the page being filled at one height of a tree. Cells stand in it one after the other; where they end says where they begin.
type level struct {
	file  *File
	kind  byte
	cells []byte
	ends  []int
}

func (l *level) head() int {
	if l.kind == tableLeaf || l.kind == indexLeaf {
		return 8
	}
	return 12
}

// fits tells whether a cell of n bytes has room beside the others.
func (l *level) fits(n int) bool { return l.head()+2*(len(l.ends)+1)+len(l.cells)+n <= l.file.size }

func (l *level) put(cell []byte) {
	l.cells = append(l.cells, cell...)
	l.ends = append(l.ends, len(l.cells))
}

// last is the last cell.
func (l *level) last() []byte {
	from := 0
	if n := len(l.ends); n > 1 {
		from = l.ends[n-2]
	}
	return l.cells[from:]
}

func (l *level) drop() {
	l.cells = l.cells[:len(l.cells)-len(l.last())]
	l.ends = l.ends[:len(l.ends)-1]
}

// layOut makes the page and begins the next. right is the last child of an interior page.
func (l *level) layOut(page []byte, right uint32) {
	clear(page)
	page[0] = l.kind
	at, from := l.file.size, 0
	for i, end := range l.ends {
		cell := l.cells[from:end]
		from = end
		at -= len(cell)
		copy(page[at:], cell)
		binary.BigEndian.PutUint16(page[l.head()+2*i:], uint16(at))
	}
	binary.BigEndian.PutUint16(page[3:], uint16(len(l.ends)))
	binary.BigEndian.PutUint16(page[5:], uint16(at)) // 65536 is written as 0
	if l.head() == 12 {
		binary.BigEndian.PutUint32(page[8:], right)
	}
	l.cells, l.ends = l.cells[:0], l.ends[:0]
}

// tree grows from its leaves: a page that is full is written, and its parent learns its number and what divides it from the next.
type tree struct {
	file     *File
	root     uint32
	interior byte
	levels   []*level // from the leaves up
	page     []byte
	cell     []byte
}

func newTree(f *File, root uint32, leaf, interior byte) (tree, error) {
	if err := f.root(root, leaf); err != nil {
		return tree{}, err
	}
	return tree{file: f, root: root, interior: interior, levels: []*level{{file: f, kind: leaf}}, page: make([]byte, f.size)}, nil
}

// close writes the page of a level and enters it in the level above, left of a divider.
func (t *tree) close(height int, right uint32, divider []byte) error {
	t.levels[height].layOut(t.page, right)
	number, err := t.file.add(t.page)
	if err != nil {
		return err
	}
	if len(t.levels) == height+1 {
		t.levels = append(t.levels, &level{file: t.file, kind: t.interior})
	}
	above := t.levels[height+1]
	if !above.fits(4 + len(divider)) {
		// Its last child becomes the one that has no divider behind it; what divided it from the page just written goes further up.
		last := slices.Clone(above.last())
		above.drop()
		if err := t.close(height+1, binary.BigEndian.Uint32(last), last[4:]); err != nil {
			return err
		}
	}
	above.put(append(binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(divider)), number), divider...))
	return nil
}

// finish writes what is left at every height; the highest page goes where the schema says that the tree begins.
func (t *tree) finish() error {
	right := uint32(0)
	for height, l := range t.levels {
		l.layOut(t.page, right)
		if height == len(t.levels)-1 {
			break
		}
		var err error
		if right, err = t.file.add(t.page); err != nil {
			return err
		}
	}
	return t.file.replace(t.root, t.page)
}

// Table is a table being filled.
type Table struct {
	tree
	last int64
	some bool
}

// Table is the table whose tree begins at a page, which must be empty.
func (f *File) Table(root uint32) (*Table, error) {
	t, err := newTree(f, root, tableLeaf, tableInterior)
	return &Table{tree: t}, err
}

// Append puts a row behind the others; its key is larger than theirs.
func (t *Table) Append(key int64, record []byte) error {
	if t.some && key <= t.last {
		return ErrOrder
	}
	if len(record) >= 1<<31 {
		return ErrTooLong
	}
	cell := appendVarint(appendVarint(t.cell[:0], uint64(len(record))), uint64(key))
	local := t.local(len(record))
	cell = append(cell, record[:local]...)
	if local < len(record) {
		first, err := t.overflow(record[local:])
		if err != nil {
			return err
		}
		cell = binary.BigEndian.AppendUint32(cell, first)
	}
	t.cell = cell
	if leaf := t.levels[0]; !leaf.fits(len(cell)) {
		if err := t.close(0, 0, appendVarint(nil, uint64(t.last))); err != nil {
			return err
		}
	}
	t.levels[0].put(cell)
	t.last, t.some = key, true
	return nil
}

// local is how many bytes of a record stand in the leaf itself, §1.6.
func (t *Table) local(total int) int {
	size := t.file.size
	most, least := size-35, (size-12)*32/255-23
	if total <= most {
		return total
	}
	if k := least + (total-least)%(size-4); k <= most {
		return k
	}
	return least
}

// overflow writes what does not stand in a leaf into pages of its own, each of which names the next, and returns the first. They lie one after
// the other, but for the page that must stay empty, so the next is known before it is written.
func (t *Table) overflow(rest []byte) (first uint32, err error) {
	for len(rest) > 0 {
		n := copy(t.page[4:], rest)
		clear(t.page[4+n:])
		rest = rest[n:]
		next := uint32(0)
		if len(rest) > 0 {
			next = t.file.count + 2
			if lock := t.file.lockPage(); t.file.count+1 == lock || next == lock {
				next++
			}
		}
		binary.BigEndian.PutUint32(t.page, next)
		number, err := t.file.add(t.page)
		if err != nil {
			return 0, err
		}
		if first == 0 {
			first = number
		}
	}
	return first, nil
}

// Finish writes what is left of the table.
func (t *Table) Finish() error { return t.finish() }

// Index is an index being filled.
type Index struct{ tree }

// Index is the index whose tree begins at a page, which must be empty.
func (f *File) Index(root uint32) (*Index, error) {
	t, err := newTree(f, root, indexLeaf, indexInterior)
	return &Index{tree: t}, err
}

// Append puts an entry behind the others: a record of the indexed columns and the row's key, in the order of the index, which is not checked, and short
// enough for no overflow, about a quarter of a page.
func (x *Index) Append(record []byte) error {
	if len(record) > (x.file.size-12)*64/255-23 {
		return ErrTooLong
	}
	cell := append(appendVarint(x.cell[:0], uint64(len(record))), record...)
	x.cell = cell
	if leaf := x.levels[0]; !leaf.fits(len(cell)) {
		// An entry stands in one place only: the last of a full leaf moves up and divides it from the next.
		divider := slices.Clone(leaf.last())
		leaf.drop()
		if err := x.close(0, 0, divider); err != nil {
			return err
		}
	}
	x.levels[0].put(cell)
	return nil
}

// Finish writes what is left of the index.
func (x *Index) Finish() error { return x.finish() }
