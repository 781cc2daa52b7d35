package road

import (
	"bytes"
	"encoding/binary"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/zeebo/xxh3"
)

// magic begins a graph's bytes; its last byte is the version of what follows, up to the sum of all at the end.
const magic = "BELTROAD\x01"

// Encode writes a graph: numbers of variable length, positions and numbers of nodes as differences, and of the hierarchies the ranks and which two links
// each shortcut stands for. All else follows from that.
func (g *Graph) Encode() []byte {
	w := writer(magic)
	w.count(len(g.Nodes))
	w.count(len(g.Closed))
	w.count(len(g.Edges))
	w.count(len(g.Shape))
	w.count(len(g.Bans))
	last := Point{}
	for _, p := range g.Nodes {
		last = w.point(p, last)
	}
	for i, node := range g.Closed {
		before := uint32(0)
		if i > 0 {
			before = g.Closed[i-1]
		}
		w.count(int(node - before))
	}
	near := int64(0)
	for i, e := range g.Edges {
		w.signed(int64(e.From) - near)
		w.signed(int64(e.To) - int64(e.From))
		near = int64(e.From)
		w.count(int(e.Length))
		w = append(w, e.Speed, byte(e.Access))
		w.count(int(g.ShapeAt[i+1] - g.ShapeAt[i]))
		at := g.Nodes[e.From]
		for _, p := range g.Shape[g.ShapeAt[i]:g.ShapeAt[i+1]] {
			at = w.point(p, at)
		}
	}
	for _, b := range g.Bans {
		w.count(int(b.From))
		w.count(int(b.To))
	}
	for _, n := range g.nets {
		for _, r := range n.rank {
			w.count(int(r))
		}
		w.count(len(n.links) - n.plain)
		for i, l := range n.links[n.plain:] {
			w.count(n.plain + i - int(l.first))
			w.count(n.plain + i - int(l.second))
		}
	}
	return binary.BigEndian.AppendUint64(w, xxh3.Hash(w))
}

type writer []byte

func (w *writer) count(n int)    { *w = binary.AppendUvarint(*w, uint64(n)) }
func (w *writer) signed(n int64) { *w = binary.AppendVarint(*w, n) }

func (w *writer) point(p, last Point) Point {
	w.signed(int64(p.Lon) - int64(last.Lon))
	w.signed(int64(p.Lat) - int64(last.Lat))
	return p
}

// Decode reads what Encode wrote. It takes memory in proportion to the bytes there are, whatever they claim, and fails with kind invalid.
func Decode(blob []byte) (*Graph, error) {
	damaged := geo.Invalid("road.Decode", phrase.RoadGraphDamaged.With())
	body := len(blob) - 8
	if body < len(magic) || !bytes.HasPrefix(blob, []byte(magic)) || xxh3.Hash(blob[:body]) != binary.BigEndian.Uint64(blob[body:]) {
		return nil, damaged
	}
	g, ok := decode(blob[len(magic):body])
	if !ok {
		return nil, damaged
	}
	return g, nil
}

// decode reads what stands between the magic and the sum.
func decode(body []byte) (*Graph, bool) {
	r := reader{rest: body}
	g := &Graph{}
	nodes, closed, edges, shape, bans := r.count(), r.count(), r.count(), r.count(), r.count()
	if !r.hold(nodes, 2) || !r.hold(closed, 1) || !r.hold(edges, 6) || !r.hold(shape, 2) || !r.hold(bans, 2) {
		return nil, false
	}
	g.Nodes, g.Closed, g.Edges = make([]Point, nodes), make([]uint32, closed), make([]Edge, edges)
	g.ShapeAt, g.Shape, g.Bans = make([]uint32, 1, edges+1), make([]Point, 0, shape), make([]Ban, bans)
	last, before := Point{}, uint32(0)
	for i := range g.Nodes {
		last = r.point(last)
		g.Nodes[i] = last
	}
	for i := range g.Closed {
		before += uint32(r.count())
		g.Closed[i] = before
	}
	if !r.edges(g, shape) {
		return nil, false
	}
	for i := range g.Bans {
		g.Bans[i] = Ban{Arc(r.count()), Arc(r.count())}
		if i > 0 && compareBans(g.Bans[i-1], g.Bans[i]) >= 0 {
			return nil, false
		}
	}
	if r.bad || g.check() != nil {
		return nil, false
	}
	for p := range g.nets {
		g.nets[p] = g.expand(Profile(p))
		if !r.hierarchy(g.nets[p]) {
			return nil, false
		}
		g.nets[p].arrange()
	}
	if r.bad || len(r.rest) > 0 {
		return nil, false
	}
	g.pack()
	return g, true
}

// reader reads numbers; once one is wrong, all are 0.
type reader struct {
	rest []byte
	bad  bool
}

func (r *reader) count() int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > 1<<32-1 {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

func (r *reader) signed() int64 {
	n, size := binary.Varint(r.rest)
	if size <= 0 || n > 1<<33 || n < -1<<33 {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

func (r *reader) byte() byte {
	if len(r.rest) == 0 {
		r.bad = true
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

// hold tells whether so many things of so many bytes can be in what is left.
func (r *reader) hold(n, size int) bool { return !r.bad && n <= len(r.rest)/size }

func (r *reader) point(last Point) Point {
	lon, lat := int64(last.Lon)+r.signed(), int64(last.Lat)+r.signed()
	if lon < -180e7 || lon > 180e7 || lat < -90e7 || lat > 90e7 {
		r.bad = true
		return Point{}
	}
	return Point{int32(lon), int32(lat)}
}

func (r *reader) edges(g *Graph, shape int) bool {
	near := int64(0)
	for i := range g.Edges {
		from := near + r.signed()
		to := from + r.signed()
		if r.bad || from < 0 || from >= int64(len(g.Nodes)) || to < 0 || to >= int64(len(g.Nodes)) {
			return false
		}
		near = from
		e := Edge{From: uint32(from), To: uint32(to), Length: uint32(r.count()), Speed: r.byte(), Access: Access(r.byte())}
		if e.Length > maxLength {
			return false
		}
		g.Edges[i] = e
		inner, at := r.count(), g.Nodes[from]
		if inner > shape-len(g.Shape) {
			return false
		}
		for range inner {
			at = r.point(at)
			g.Shape = append(g.Shape, at)
		}
		g.ShapeAt = append(g.ShapeAt, uint32(len(g.Shape)))
	}
	return !r.bad && len(g.Shape) == shape
}

// hierarchy reads ranks and shortcuts. A shortcut stands for two links that were there before it and follow each other at a node of lower rank than its
// ends; ranks are each number once.
func (r *reader) hierarchy(n *net) bool {
	if !r.hold(n.nodes, 1) {
		return false
	}
	n.rank = make([]uint32, n.nodes)
	taken := make([]bool, n.nodes)
	for v := range n.rank {
		k := r.count()
		if k >= n.nodes || taken[k] {
			return false
		}
		n.rank[v], taken[k] = uint32(k), true
	}
	more := r.count()
	if !r.hold(more, 2) || len(n.links)+more >= 1<<31-1 {
		return false
	}
	for range more {
		i := len(n.links)
		first, second := i-r.count(), i-r.count()
		if r.bad || first < 0 || second < 0 || first >= i || second >= i {
			return false
		}
		a, b := &n.links[first], &n.links[second]
		if a.head != b.tail || n.rank[a.head] >= n.rank[a.tail] || n.rank[a.head] >= n.rank[b.head] {
			return false
		}
		n.links = append(n.links, link{a.tail, b.head, sum(a.weight, b.weight), sum(a.length, b.length), int32(first), int32(second)})
	}
	return !r.bad
}
