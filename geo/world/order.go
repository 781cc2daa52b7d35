package world

import (
	"slices"
	"sort"
	"strings"
)

// order is the rows in the order of their ids, bytewise, in blocks. Blocks are never changed, an edit makes a new one.
type order struct{ blocks [][]Row }

const (
	blockRows    = 1024
	blockRowsMax = 2 * blockRows
)

// namer gives the id of a row.
type namer interface{ ID(Row) string }

// find is where an id is, or where it belongs: a block and a place in it. In an order without blocks it is block 0, which is not there.
func (o *order) find(id string, names namer) (block, place int, found bool) {
	// The last block whose first id is not beyond id.
	block = max(0, sort.Search(len(o.blocks), func(i int) bool { return names.ID(o.blocks[i][0]) > id })-1)
	if block >= len(o.blocks) {
		return 0, 0, false
	}
	place, found = sort.Find(len(o.blocks[block]), func(i int) int { return strings.Compare(id, names.ID(o.blocks[block][i])) })
	return block, place, found
}

// after is the place of the first row whose id is beyond id; the empty id gives the first of all.
func (o *order) after(id string, names namer) (block, place int) {
	block, place, found := o.find(id, names)
	if found {
		place++
	}
	return block, place
}

// insert puts a row in its place in an order whose list of blocks nobody else reads yet.
func (o *order) insert(r Row, names namer) {
	id := names.ID(r)
	b, i, _ := o.find(id, names)
	if b >= len(o.blocks) {
		o.blocks = append(o.blocks, []Row{r})
		return
	}
	rows := make([]Row, 0, len(o.blocks[b])+1)
	rows = append(append(append(rows, o.blocks[b][:i]...), r), o.blocks[b][i:]...)
	if len(rows) <= blockRowsMax {
		o.blocks[b] = rows
		return
	}
	half := len(rows) / 2
	o.blocks[b] = rows[:half:half]
	o.blocks = slices.Insert(o.blocks, b+1, rows[half:])
}

// remove takes out the row at a place that find gave.
func (o *order) remove(b, i int) {
	if len(o.blocks[b]) == 1 {
		o.blocks = slices.Delete(o.blocks, b, b+1)
		return
	}
	rows := make([]Row, 0, len(o.blocks[b])-1)
	o.blocks[b] = append(append(rows, o.blocks[b][:i]...), o.blocks[b][i+1:]...)
}

// orderOf is the order of sorted rows.
func orderOf(sorted []Row) order {
	var o order
	for rows := range slices.Chunk(sorted, blockRows) {
		o.blocks = append(o.blocks, rows)
	}
	return o
}
