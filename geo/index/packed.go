package index

const fan = 16

// packed is a static tree over ids 0 … n-1: levels[0][i] is around ids 16i … 16i+15, levels[k+1][i] around levels[k][16i … 16i+15]. The last
// level has one box.
type packed struct {
	n      int
	levels [][]Box
}

func pack(n int, at func(int32) Box) packed {
	p := packed{n: n}
	if n == 0 {
		return p
	}
	leaves := make([]Box, (n+fan-1)/fan)
	for i := range leaves {
		b := at(int32(i * fan))
		for id := i*fan + 1; id < min(i*fan+fan, n); id++ {
			b = b.union(at(int32(id)))
		}
		leaves[i] = b
	}
	p.levels = append(p.levels, leaves)
	for below := leaves; len(below) > 1; below = p.levels[len(p.levels)-1] {
		above := make([]Box, (len(below)+fan-1)/fan)
		for i := range above {
			above[i] = below[i*fan]
			for _, b := range below[i*fan+1 : min(i*fan+fan, len(below))] {
				above[i] = above[i].union(b)
			}
		}
		p.levels = append(p.levels, above)
	}
	return p
}

// search says false when visit stopped it.
func (p *packed) search(q Box, gone *bits, visit func(int32, bool) bool) bool {
	if top := len(p.levels) - 1; top >= 0 {
		return p.descend(top, 0, q, gone, visit)
	}
	return true
}

func (p *packed) descend(level, i int, q Box, gone *bits, visit func(int32, bool) bool) bool {
	b := &p.levels[level][i]
	if !q.meets(*b) {
		return true
	}
	sure := q.covers(*b)
	if !sure && level > 0 {
		for child := i * fan; child < min(i*fan+fan, len(p.levels[level-1])); child++ {
			if !p.descend(level-1, child, q, gone, visit) {
				return false
			}
		}
		return true
	}
	return p.each(level, i, gone, sure, visit)
}

// each visits the ids under a box.
func (p *packed) each(level, i int, gone *bits, sure bool, visit func(int32, bool) bool) bool {
	span := fan
	for range level {
		span *= fan
	}
	for id := i * span; id < min(i*span+span, p.n); id++ {
		if (gone.pages == nil || !gone.has(int32(id))) && !visit(int32(id), sure) {
			return false
		}
	}
	return true
}

// spans visits the ids under a box in runs.
func (p *packed) spans(level, i int, q Box, gone *bits, visit func(from, to int32, sure bool)) {
	b := &p.levels[level][i]
	if !q.meets(*b) {
		return
	}
	sure := q.covers(*b)
	if !sure && level > 0 {
		for child := i * fan; child < min(i*fan+fan, len(p.levels[level-1])); child++ {
			p.spans(level-1, child, q, gone, visit)
		}
		return
	}
	span := fan
	for range level {
		span *= fan
	}
	from, end := int32(i*span), int32(min(i*span+span, p.n))
	if gone.pages != nil {
		for id := from; id < end; id++ {
			if gone.has(id) {
				if from < id {
					visit(from, id, sure)
				}
				from = id + 1
			}
		}
	}
	if from < end {
		visit(from, end, sure)
	}
}

// sift says false when visit stopped it.
func (p *packed) sift(level, i int, q Box, gone *bits, side func(Box) Side, visit func(int32, bool) bool) bool {
	b := p.levels[level][i]
	if !q.meets(b) {
		return true
	}
	of := side(b)
	switch {
	case of == Outside:
		return true
	case of == Inside || level == 0:
		return p.each(level, i, gone, of == Inside, visit)
	}
	for child := i * fan; child < min(i*fan+fan, len(p.levels[level-1])); child++ {
		if !p.sift(level-1, child, q, gone, side, visit) {
			return false
		}
	}
	return true
}

const pageBits = 4096

type page [pageBits / 64]uint64

// bits is a copy-on-write set of ids; the zero bits is empty.
type bits struct {
	pages []*page
	own   map[int]bool // pages this copy may write
}

func (b *bits) share() bits {
	return bits{pages: b.pages}
}

func (b *bits) has(id int32) bool {
	i := int(id) / pageBits
	if i >= len(b.pages) || b.pages[i] == nil {
		return false
	}
	at := int(id) % pageBits
	return b.pages[i][at/64]>>(at%64)&1 != 0
}

func (b *bits) set(id int32, n int) {
	if b.own == nil {
		pages := make([]*page, (n+pageBits-1)/pageBits)
		copy(pages, b.pages)
		b.pages, b.own = pages, map[int]bool{}
	}
	i := int(id) / pageBits
	if !b.own[i] {
		fresh := new(page)
		if b.pages[i] != nil {
			*fresh = *b.pages[i]
		}
		b.pages[i], b.own[i] = fresh, true
	}
	at := int(id) % pageBits
	b.pages[i][at/64] |= 1 << (at % 64)
}
