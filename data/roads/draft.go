package roads

import (
	"slices"

	"beltmap/geo/road"
	"github.com/paulmach/orb"
)

// draft cuts the ways where they meet and leaves out what lies outside.
func (d *drawing) draft() road.Draft {
	draft := road.Draft{ShapeAt: []uint32{0}}
	node := make([]int32, len(d.known)) // the graph's node and one more, 0 for none
	number := func(p int64) uint32 {
		if node[p] == 0 {
			draft.Nodes = append(draft.Nodes, d.at[p])
			node[p] = int32(len(draft.Nodes))
			if d.blocked[p] {
				draft.Closed = append(draft.Closed, uint32(node[p]-1))
			}
		}
		return uint32(node[p] - 1)
	}
	ends := make([]uint32, len(d.ways)+1) // where the edges of each way begin
	for i, w := range d.ways {
		refs := d.refs[d.refsAt[i]:d.refsAt[i+1]]
		for len(refs) > 0 {
			var run []int64
			if run, refs = d.run(refs); len(run) < 2 {
				continue
			}
			d.draw(i, run)
			from := 0
			for k := 1; k < len(run); k++ {
				if d.used[run[k]] < 2 && k < len(run)-1 {
					continue
				}
				draft.Edges = append(draft.Edges, road.Edge{From: number(run[from]), To: number(run[k]), Speed: w.speed, Access: w.access})
				for _, p := range run[from+1 : k] {
					draft.Shape = append(draft.Shape, d.at[p])
				}
				draft.ShapeAt = append(draft.ShapeAt, uint32(len(draft.Shape)))
				from = k
			}
			d.extract.Ways++
		}
		ends[i+1] = uint32(len(draft.Edges))
	}
	d.ban(&draft, ends, node)
	return draft
}

// run is the beginning of a way up to a point that is missing, and what follows that.
func (d *drawing) run(refs []int64) (run, rest []int64) {
	n := slices.IndexFunc(refs, func(p int64) bool { return d.at[p].Lat == missing })
	if n < 0 {
		return refs, nil
	}
	return refs[:n], refs[n+1:]
}

// draw keeps the line of a road for the map, a part of a way that was cut apart under the way's id, too.
func (d *drawing) draw(i int, run []int64) {
	if _, hidden := slices.BinarySearch(d.minor, uint32(i)); hidden {
		return
	}
	line := make(orb.LineString, 0, len(run))
	for _, p := range run {
		if at := d.at[p].Degrees(); len(line) == 0 || line[len(line)-1] != at {
			line = append(line, at)
		}
	}
	if len(line) > 1 {
		d.extract.Lines, d.extract.IDs = append(d.extract.Lines, line), append(d.extract.IDs, d.ids[i])
	}
}

// ban makes bans of the restrictions whose ways and node are in the graph.
func (d *drawing) ban(draft *road.Draft, ends []uint32, node []int32) {
	wanted := map[int64][]int{} // ways by id
	for _, t := range d.turns {
		wanted[t.from], wanted[t.to] = nil, nil
	}
	for i, id := range d.ids {
		if list, wants := wanted[id]; wants {
			wanted[id] = append(list, i)
		}
	}
	at := map[uint32][]road.Arc{} // arcs that begin at a node where restrictions hold
	for _, t := range d.turns {
		if v, found := d.nodeOf(t.via, node); found {
			at[v] = nil
		}
	}
	for i, e := range draft.Edges {
		for _, a := range []road.Arc{road.ArcOf(uint32(i), false), road.ArcOf(uint32(i), true)} {
			tail := e.From
			if a&1 == 1 {
				tail = e.To
			}
			if list, wants := at[tail]; wants {
				at[tail] = append(list, a)
			}
		}
	}
	of := func(way int64, a road.Arc) bool {
		return slices.ContainsFunc(wanted[way], func(i int) bool { return ends[i] <= uint32(a)>>1 && uint32(a)>>1 < ends[i+1] })
	}
	for _, t := range d.turns {
		v, found := d.nodeOf(t.via, node)
		if !found {
			continue
		}
		holds := false
		for _, from := range at[v] {
			for _, to := range at[v] {
				// An arc that begins here ends here the other way round.
				if of(t.from, from) && of(t.to, to) && (t.from != t.to || from == to || t.only) {
					holds = true
				}
			}
		}
		if !holds {
			continue
		}
		d.extract.Restrictions++
		for _, from := range at[v] {
			for _, to := range at[v] {
				if of(t.from, from) && of(t.to, to) != t.only && !(t.from == t.to && !t.only && from != to) {
					draft.Bans = append(draft.Bans, road.Ban{From: from ^ 1, To: to})
				}
			}
		}
	}
}

// nodeOf is the graph's node of a point's id.
func (d *drawing) nodeOf(id int64, node []int32) (uint32, bool) {
	p, found := slices.BinarySearch(d.known, id)
	if !found || node[p] == 0 {
		return 0, false
	}
	return uint32(node[p] - 1), true
}
