package world

import (
	"math"
	"sync/atomic"

	"beltmap/geo"
	"beltmap/geo/plane"
)

// Neighbor is the row that lies nearest to another one, and the distance on the ellipsoid in metres.
type Neighbor struct {
	Row    Row // -1 for none
	Metres float32
}

// Neighbors finds which row of a collection of points that enterprises keep as neighbors (organizations, centers) is Closest to each of some
// enterprises that have a point, whatever its distance. Rows should be in ascending order, as those of neighbors on the map are. What is found is kept
// for whoever asks next, of this World or of one made of it in which nothing that matters to it has changed: it takes a microsecond an enterprise the
// first time and some nanoseconds then, and eight bytes an enterprise and collection, in whole chunks.
func (t *Table) Neighbors(of geo.Collection, rows []Row, near []Neighbor) {
	for len(rows) > 0 {
		n := sameChunk(rows, 0)
		kept := &t.neighbors[of][rows[0]>>chunkShift]
		if known := kept.Load(); !known.read(rows[:n], near) {
			more := t.meet(t.world.tables[of], rows[:n], known)
			more.read(rows[:n], near)
			kept.CompareAndSwap(known, more) // or somebody else has found more meanwhile; what is lost is found again
		}
		rows, near = rows[n:], near[n:]
	}
}

// neighbors are what was found by chunk, nil where nobody has asked. Versions of the World share a list as long as nothing comes to lie elsewhere.
type neighbors []atomic.Pointer[neighborChunk]

// neighborChunk is what was found for the rows of a chunk. It never changes: who finds more puts another in its place.
type neighborChunk struct {
	near   [chunkRows]Neighbor // the row + 2, 1 for none, 0 where nobody has asked
	around plane.Rect          // the places that were asked about
	most   float64             // the square of the greatest distance that was found, in Mercator units
}

// neighborly are the collections of points whose nearest enterprises keep.
func neighborly() []geo.Collection { return []geo.Collection{geo.Organizations, geo.Centers} }

// keepNeighbors has a new table of enterprises keep neighbors.
func (t *Table) keepNeighbors() {
	for _, c := range neighborly() {
		t.neighbors[c] = make(neighbors, chunksFor(t.rows))
	}
}

// read reads the neighbors of some rows, and tells whether all are known.
func (c *neighborChunk) read(rows []Row, near []Neighbor) bool {
	if c == nil {
		return false
	}
	for i, r := range rows {
		kept := c.near[r&chunkMask]
		if kept.Row == 0 {
			return false
		}
		near[i] = Neighbor{kept.Row - 2, kept.Metres}
	}
	return true
}

// meet finds the neighbors of some rows of a chunk, beside those that are known.
func (t *Table) meet(to *Table, rows []Row, known *neighborChunk) *neighborChunk {
	c := &neighborChunk{around: plane.RectAt(t.xy.at(rows[0]))}
	if known != nil {
		*c = *known
	}
	var asked []Row
	var places []plane.XY
	for _, r := range rows {
		if c.near[r&chunkMask].Row == 0 {
			asked, places = append(asked, r), append(places, t.xy.at(r))
		}
	}
	near := make([]Near, len(asked))
	to.ClosestOfEach(places, near, nil)
	for i, r := range asked {
		found := near[i]
		c.around = c.around.Union(plane.RectAt(places[i]))
		if found.Row < 0 {
			c.near[r&chunkMask].Row, c.most = 1, math.Inf(1)
			continue
		}
		c.near[r&chunkMask] = Neighbor{found.Row + 2, float32(plane.Distance(t.place.at(r).point(), to.place.at(found.Row).point()))}
		c.most = max(c.most, found.Squared)
	}
	return c
}

// mostMoves is how many changes of place what is kept is held against before it is given up altogether.
const mostMoves = 1000

// remeet has the next World keep the neighbors of the last that no change of place can have made others: all of a chunk whose enterprises stay where
// they are, if what came to lie elsewhere was and is farther from them than all they have.
func (n *next) remeet() {
	e := n.editors[geo.Enterprises]
	moved := e.movedChunks()
	for _, of := range neighborly() {
		places := n.editors[of].moves()
		old := e.old.neighbors[of]
		if len(moved)+len(places) == 0 && len(old) == chunksFor(e.t.rows) {
			continue
		}
		fresh := make(neighbors, chunksFor(e.t.rows))
		e.t.neighbors[of] = fresh
		for chunk := range old {
			if known := old[chunk].Load(); known != nil && !moved[chunk] && len(places) <= mostMoves && known.apartFrom(places) {
				fresh[chunk].Store(known)
			}
		}
	}
}

// apartFrom tells whether some places are farther from all that was asked about than what was found.
func (c *neighborChunk) apartFrom(places []plane.XY) bool {
	for _, p := range places {
		if squaredTo(&c.around, p) <= c.most {
			return false
		}
	}
	return true
}

// movedChunks are the chunks in which a row has come to lie elsewhere.
func (e *editor) movedChunks() map[int]bool {
	moved := map[int]bool{}
	for r := range e.touched {
		if int(r) < e.old.rows && e.old.xy.at(r) != e.t.xy.at(r) {
			moved[int(r>>chunkShift)] = true
		}
	}
	return moved
}

// moves are the places that a row left or came to that may be somebody's neighbor.
func (e *editor) moves() (places []plane.XY) {
	for r := range e.touched {
		before, _, was := e.old.pinOf(r)
		after, _, is := e.t.pinOf(r)
		switch {
		case was && is && before == after:
			continue
		case was:
			places = append(places, before)
		}
		if is {
			places = append(places, after)
		}
	}
	return places
}
