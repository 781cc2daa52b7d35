package world

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"beltmap/geo"
	"beltmap/geo/bytewise"
	"beltmap/geo/index"
	"beltmap/geo/phrase"
	"beltmap/geo/plane"
	"beltmap/geo/radix"
	"beltmap/geo/status"
)

// Build makes the World and empties the Builder. Records may not share an id within their collection. It works on all cores; a million
// enterprises take about a second of one.
func (b *Builder) Build(version geo.Cursor) (*World, error) {
	w := &World{day: b.day, version: version, settings: b.settings, hash: b.settings.Hash(), rules: status.RulebookOf(b.settings, b.day)}
	for _, c := range geo.AllCollections() {
		t, err := b.staged[c].build(w)
		if err != nil {
			return nil, err
		}
		w.tables[c] = t
		b.staged[c] = newStaging(c)
	}
	w.tables[geo.Enterprises].keepNeighbors()
	w.link()
	w.deriveAll()
	var cells sync.WaitGroup
	cells.Go(func() {
		for _, c := range geo.AllCollections() {
			w.tables[c].cells = w.tables[c].countCells()
		}
	})
	w.tables[geo.Enterprises].tallies = w.tables[geo.Enterprises].countAll()
	cells.Wait()
	return w, nil
}

// inParallel calls do for 0 … n-1 on all cores.
func inParallel(n int, do func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		for i := range n {
			do(i)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}

// build arranges the staged records in rows: along the Hilbert curve those with a geometry, then the others as they came.
func (s *staging) build(w *World) (*Table, error) {
	t := &Table{world: w, collection: s.collection, rows: s.n}
	for i := range s.cols {
		s.cols[i].flush()
	}
	from, xy, placed := s.arrange()
	t.counts.live, t.counts.nowhere = s.n, s.n-placed
	chunks := chunksFor(s.n)
	t.cols = make([]col, len(s.cols))
	for i := range s.cols {
		t.cols[i] = s.cols[i].arranged(from)
		s.cols[i] = stagedCol{} // let it go before the next is made
	}
	t.flags.chunks = make([]*[chunkRows]uint8, chunks)
	t.states.chunks = make([]*[chunkRows]uint8, chunks)
	t.marks.chunks = make([]*[chunkRows]status.Marks, chunks)
	t.xy.chunks = make([]*[chunkRows]plane.XY, chunks)
	t.place.chunks = make([]*[chunkRows]degrees, chunks)
	t.shapes.chunks = make([]*[chunkRows]*shape, chunks)
	inParallel(chunks, func(chunk int) {
		first := Row(chunk << chunkShift)
		part := from[first : int(first)+rowsIn(chunk, t.rows)]
		// A column at a time, so that the processor looks for several records at once, which lie far apart.
		for i, at := range part {
			t.place.put(first+Row(i), s.places[at])
		}
		for i, at := range part {
			t.xy.put(first+Row(i), xy[at])
		}
		for i, at := range part {
			form, r := s.located[at]*point, first+Row(i)
			if sh := s.shapes[int(at)]; sh != nil {
				form = shaped
				t.shapes.put(r, sh)
			}
			t.flags.put(r, t.flagsOf(r, form))
		}
	})
	var ids sync.WaitGroup
	var twice error
	ids.Go(func() { twice = t.sortIDs(from, s.sorted) })
	t.index = index.Pack(placed, func(id int32) index.Box { return t.box(Row(id)) })
	t.countRows(placed)
	ids.Wait()
	return t, twice
}

// arrange says which staged record each row gets, the Mercator place of each staged point, and how many have a geometry.
func (s *staging) arrange() (from []int32, xy []plane.XY, placed int) {
	keys := make([]radix.Item, s.n)
	xy = make([]plane.XY, s.n)
	inParallel(chunksFor(s.n), func(chunk int) {
		first := chunk << chunkShift
		for i := first; i < first+rowsIn(chunk, s.n); i++ {
			if s.located[i] != 0 {
				xy[i] = plane.Mercator(s.places[i].point())
				keys[i] = radix.Item{Key: plane.Hilbert(xy[i]), At: uint64(i)}
			}
		}
	})
	var nowhere []int32
	kept := keys[:0]
	for i := range s.n {
		if sh := s.shapes[i]; sh != nil {
			middle := plane.XY{X: sh.box.MinX + (sh.box.MaxX-sh.box.MinX)/2, Y: sh.box.MinY + (sh.box.MaxY-sh.box.MinY)/2}
			kept = append(kept, radix.Item{Key: plane.Hilbert(middle), At: uint64(i)})
		} else if s.located[i] != 0 {
			kept = append(kept, keys[i])
		} else {
			nowhere = append(nowhere, int32(i))
		}
	}
	radix.Sort(kept)
	from = make([]int32, 0, s.n)
	for _, k := range kept {
		from = append(from, int32(k.At))
	}
	return append(from, nowhere...), xy, len(kept)
}

// arranged is a staged column in the order of rows.
func (c *stagedCol) arranged(from []int32) col {
	out := col{kind: c.kind, dict: c.dict}
	out.resize(chunksFor(len(from)))
	if c.dict != nil {
		out.names = c.dict.list()
	}
	if c.survey(); !c.some {
		return out
	}
	out.some = true
	if c.equal() {
		for chunk := range out.ints.chunks {
			out.ints.chunks[chunk] = c.ints.chunks[0]
		}
		return out
	}
	inParallel(chunksFor(len(from)), func(chunk int) {
		part := from[chunk<<chunkShift:][:rowsIn(chunk, len(from))]
		switch c.kind {
		case colText:
			var values [chunkRows]string
			for i, at := range part {
				values[i] = c.texts.at(Row(at))
			}
			out.texts.chunks[chunk] = packTexts(values[:len(part)])
		case colNumber:
			var values [chunkRows]float64
			for i, at := range part {
				values[i] = c.numbers.at(Row(at))
			}
			out.numbers.chunks[chunk] = packNumbers(values[:len(part)])
		default:
			var values [chunkRows]int64
			for i, at := range part {
				values[i] = c.ints.at(Row(at))
			}
			out.ints.chunks[chunk] = packInts(values[:len(part)])
		}
	})
	return out
}

// equal tells whether every staged record has the same coded or whole value.
func (c *stagedCol) equal() bool {
	if c.kind == colText || c.kind == colNumber {
		return false
	}
	first := &c.ints.chunks[0]
	return !slices.ContainsFunc(c.ints.chunks, func(k intChunk) bool { return k.width != widthEqual || k.base != first.base })
}

func compareIDs(names namer, a, b Row) int { return cmp.Compare(names.ID(a), names.ID(b)) }

// sortIDs makes the order of ids and finds ids that are there twice.
func (t *Table) sortIDs(from []int32, sorted bool) error {
	if sorted {
		rows := make([]Row, t.rows)
		for r, i := range from {
			rows[i] = Row(r)
		}
		t.order = orderOf(rows)
		return nil
	}
	rows, twice := bytewise.Order[Row](t.rows, func(i int) string { return t.ID(Row(i)) })
	if twice >= 0 {
		return geo.Conflict("world.Builder.Build", phrase.WorldTwice.With(t.collection.String()+"/"+t.ID(rows[twice])))
	}
	t.order = orderOf(rows)
	return nil
}

// countRows counts, and marks coincident points, which the curve put side by side.
func (t *Table) countRows(placed int) {
	last := Row(-1)
	for r := range Row(t.rows) {
		f := t.flags.at(r)
		if f&current != 0 {
			t.counts.current++
			if f&drawable == 0 {
				t.counts.unlocated++
			}
		}
		if int(r) >= placed || f&pin != pin {
			continue
		}
		if last >= 0 && t.xy.at(last) == t.xy.at(r) {
			t.flags.put(last, t.flags.at(last)|stacked)
			t.flags.put(r, f|stacked)
		}
		last = r
	}
}
