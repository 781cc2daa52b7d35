package world

import (
	"math"
	"slices"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/status"
	"github.com/paulmach/orb"
)

// editor makes the next version of one table. Chunks it changes are unpacked once, however many of their rows change, and packed by
// commit; until then only the editor's own readers see the changes.
type editor struct {
	t       *Table // the next version
	old     *Table
	packed  int // rows when columns were last packed
	cols    []colEdit
	flags   plainEdit[uint8]
	xy      plainEdit[plane.XY]
	place   plainEdit[degrees]
	shapes  plainEdit[*shape]
	states  plainEdit[uint8]
	marks   plainEdit[status.Marks]
	touched map[Row]struct{} // rows whose record or validity may have changed
	derived []Row            // other rows, of which only derived properties changed
	ordered bool             // the order's list of blocks is ours
	freed   bool             // the list of free rows is ours
}

// colEdit is the unpacked chunks of one column.
type colEdit struct {
	ints    map[int][]int64
	numbers map[int][]float64
	texts   map[int][]string
}

func (t *Table) edit(next *World) *editor {
	fresh := *t
	fresh.world = next
	fresh.cols = slices.Clone(t.cols)
	e := &editor{t: &fresh, old: t, packed: t.rows, cols: make([]colEdit, len(t.cols)), touched: map[Row]struct{}{}}
	e.flags.col, e.xy.col, e.place.col, e.shapes.col = &fresh.flags, &fresh.xy, &fresh.place, &fresh.shapes
	e.states.col, e.marks.col = &fresh.states, &fresh.marks
	return e
}

func (e *editor) int(slot int, r Row) int64 {
	if open := e.cols[slot].ints[int(r>>chunkShift)]; open != nil {
		return open[r&chunkMask]
	}
	if int(r) >= e.packed {
		return none
	}
	return e.t.cols[slot].ints.at(r)
}

func (e *editor) setInt(slot int, r Row, v int64) {
	if e.int(slot, r) == v {
		return
	}
	e.openInts(slot, int(r>>chunkShift))[r&chunkMask] = v
}

func (e *editor) openInts(slot, chunk int) []int64 {
	c := &e.cols[slot]
	if c.ints == nil {
		c.ints = map[int][]int64{}
	}
	if c.ints[chunk] == nil {
		c.ints[chunk] = e.t.cols[slot].ints.chunks[chunk].open(rowsIn(chunk, e.packed))
	}
	return c.ints[chunk]
}

func (e *editor) setNumber(slot int, r Row, v float64) {
	c, chunk := &e.cols[slot], int(r>>chunkShift)
	if open := c.numbers[chunk]; open == nil && int(r) < e.packed {
		if old := e.t.cols[slot].numbers.at(r); old == v || math.IsNaN(old) && math.IsNaN(v) {
			return
		}
	}
	e.openNumbers(slot, chunk)[r&chunkMask] = v
}

func (e *editor) openNumbers(slot, chunk int) []float64 {
	c := &e.cols[slot]
	if c.numbers == nil {
		c.numbers = map[int][]float64{}
	}
	if c.numbers[chunk] == nil {
		c.numbers[chunk] = e.t.cols[slot].numbers.chunks[chunk].open(rowsIn(chunk, e.packed))
	}
	return c.numbers[chunk]
}

func (e *editor) text(slot int, r Row) string {
	if open := e.cols[slot].texts[int(r>>chunkShift)]; open != nil {
		return open[r&chunkMask]
	}
	if int(r) >= e.packed {
		return ""
	}
	return e.t.cols[slot].texts.at(r)
}

func (e *editor) setText(slot int, r Row, v string) {
	if e.text(slot, r) == v {
		return
	}
	e.openTexts(slot, int(r>>chunkShift))[r&chunkMask] = v
}

func (e *editor) openTexts(slot, chunk int) []string {
	c := &e.cols[slot]
	if c.texts == nil {
		c.texts = map[int][]string{}
	}
	if c.texts[chunk] == nil {
		c.texts[chunk] = e.t.cols[slot].texts.chunks[chunk].open(rowsIn(chunk, e.packed))
	}
	return c.texts[chunk]
}

// ID is the id of a row as edited so far.
func (e *editor) ID(r Row) string { return e.text(colID, r) }

func (e *editor) find(id string) (Row, bool) {
	b, i, found := e.t.order.find(id, e)
	if !found {
		return 0, false
	}
	return e.t.order.blocks[b][i], true
}

func (e *editor) ownOrder() {
	if !e.ordered {
		e.ordered = true
		e.t.order.blocks = slices.Clone(e.t.order.blocks)
	}
}

// take gives a row for a new record: a free one, else one more. Its chunks may have been packed for fewer rows, so they are packed anew.
func (e *editor) take() Row {
	if n := len(e.t.free); n > 0 {
		r := e.t.free[n-1]
		e.t.free = e.t.free[:n-1]
		return r
	}
	r := Row(e.t.rows)
	if r&chunkMask == 0 {
		e.grow()
	}
	e.t.rows++
	chunk := int(r >> chunkShift)
	for slot := range e.t.cols {
		c := &e.t.cols[slot]
		switch {
		case c.kind == colText && !c.texts.chunks[chunk].empty():
			e.openTexts(slot, chunk)
		case c.kind == colNumber && !c.numbers.chunks[chunk].empty():
			e.openNumbers(slot, chunk)
		case c.kind != colText && c.kind != colNumber && !c.ints.chunks[chunk].empty():
			e.openInts(slot, chunk)
		}
	}
	return r
}

// grow adds an empty chunk to every column.
func (e *editor) grow() {
	chunks := e.t.rows>>chunkShift + 1
	for slot := range e.t.cols {
		e.t.cols[slot].resize(chunks)
	}
	e.t.flags.chunks = append(slices.Clone(e.t.flags.chunks), nil)
	e.t.xy.chunks = append(slices.Clone(e.t.xy.chunks), nil)
	e.t.place.chunks = append(slices.Clone(e.t.place.chunks), nil)
	e.t.shapes.chunks = append(slices.Clone(e.t.shapes.chunks), nil)
	e.t.states.chunks = append(slices.Clone(e.t.states.chunks), nil)
	e.t.marks.chunks = append(slices.Clone(e.t.marks.chunks), nil)
}

// release gives a row back. The old version's list of free rows stays as it is.
func (e *editor) release(r Row) {
	if !e.freed {
		e.freed = true
		e.t.free = slices.Clone(e.t.free)
	}
	e.t.free = append(e.t.free, r)
}

// write puts a record in a row, whose id is set already.
func (e *editor) write(r Row, rec *geo.Record) {
	e.setText(colNameZH, r, rec.NameZH)
	e.setText(colNameEN, r, rec.NameEN)
	e.setCode(colZone, r, rec.Zone)
	e.setCode(colClass, r, string(rec.Position.Class))
	e.setInt(colFrom, r, dayInt(rec.Valid.From))
	e.setInt(colTo, r, dayInt(rec.Valid.To))
	e.setCode(colSource, r, rec.Source)
	e.setCode(colPositionSource, r, rec.Position.Source)
	e.setCode(colPositionCRS, r, rec.Position.CRS)
	x, y := originalPair(rec)
	e.setNumber(colPositionX, r, x)
	e.setNumber(colPositionY, r, y)
	e.setInt(colVersion, r, versionInt(rec.Version))
	for i, f := range geo.SchemaOf(rec.Collection).Fields {
		slot, v := colsCommon+i, rec.At(i)
		switch {
		case f.Derived:
		case e.t.cols[slot].kind == colText:
			e.setText(slot, r, textOf(v))
		case e.t.cols[slot].kind == colNumber:
			e.setNumber(slot, r, numberOf(v))
		case e.t.cols[slot].kind == colCode:
			e.setCode(slot, r, v.Text())
		default:
			e.setInt(slot, r, integerOf(v))
		}
	}
	e.setGeometry(r, rec.Geometry)
}

func (e *editor) setCode(slot int, r Row, s string) {
	e.setInt(slot, r, e.t.cols[slot].dict.code(s))
}

// setGeometry sets what a row's geometry is and, for now, just the flags that say so; settle completes them.
func (e *editor) setGeometry(r Row, g orb.Geometry) {
	f := alive
	var sh *shape
	var at plane.XY
	var d degrees
	if p, isPoint := g.(orb.Point); isPoint {
		d = degreesOf(p)
		at = plane.Mercator(d.point())
		f |= point
	} else if g != nil {
		f |= shaped
		if sh = shapeOf(e.t.collection, g); e.t.flags.at(r)&shaped != 0 && orb.Equal(e.t.shapes.at(r).geometry, sh.geometry) {
			sh = e.t.shapes.at(r)
		}
	}
	e.flags.set(r, f)
	e.xy.set(r, at)
	e.place.set(r, d)
	e.shapes.set(r, sh)
}

// erase empties a row.
func (e *editor) erase(r Row) {
	for slot := range e.t.cols {
		switch e.t.cols[slot].kind {
		case colText:
			e.setText(slot, r, "")
		case colNumber:
			e.setNumber(slot, r, math.NaN())
		default:
			e.setInt(slot, r, none)
		}
	}
	e.flags.set(r, 0)
	e.xy.set(r, plane.XY{})
	e.place.set(r, degrees{})
	e.shapes.set(r, nil)
	e.states.set(r, 0)
	e.marks.set(r, 0)
}

// commit packs what was unpacked, so that the table can be read.
func (e *editor) commit() {
	for slot := range e.cols {
		c, out := &e.cols[slot], &e.t.cols[slot]
		if len(c.ints) > 0 {
			out.ints.chunks = slices.Clone(out.ints.chunks)
			for chunk, values := range c.ints {
				out.ints.chunks[chunk] = packInts(values[:rowsIn(chunk, e.t.rows)])
			}
		}
		if len(c.numbers) > 0 {
			out.numbers.chunks = slices.Clone(out.numbers.chunks)
			for chunk, values := range c.numbers {
				out.numbers.chunks[chunk] = packNumbers(values[:rowsIn(chunk, e.t.rows)])
			}
		}
		if len(c.texts) > 0 {
			out.texts.chunks = slices.Clone(out.texts.chunks)
			for chunk, values := range c.texts {
				out.texts.chunks[chunk] = packTexts(values[:rowsIn(chunk, e.t.rows)])
			}
		}
		if out.dict != nil {
			out.names = out.dict.list()
		}
		if len(c.ints)+len(c.numbers)+len(c.texts) > 0 {
			out.survey()
		}
		*c = colEdit{}
	}
	e.packed = e.t.rows
}
