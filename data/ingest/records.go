package ingest

import (
	"math"

	"beltmap/data/hashtable"
	"beltmap/geo"
	"github.com/paulmach/orb"
)

// records is what there is, in the store and in the files, and how it is found: by id, by credit code, by name.
type records struct {
	hash  *hasher
	nodes long[node]
	ids   hashtable.Table
	codes hashtable.Table
	names hashtable.Table // the first of those with the name; the others follow by node.next
	texts arena           // ids, and names of rows without one

	references long[reference]
	referred   hashtable.Table
	belts      map[int32][]int32 // of the store's records
	ahead      []uint64
}

// node is a record that the store holds, a row brings, or a link names.
type node struct {
	key        uint64 // hash of collection and id
	name       uint64 // hash of its name, 0 for none
	content    uint64 // of what the store holds
	links      uint64 // of what the store holds
	valid      geo.Period
	id         uint32 // place in texts; 0 as long as it is to be made
	row        int32  // the row that brings it; -1 for none, or stub
	zone       int32  // -1: none
	next       int32  // another of the same name, -1: none
	at         [2]int32
	collection geo.Collection
	stored     bool
	located    bool
	held       bool // a row that was left out is about it
	stub       bool // the store holds a stub
	namesake   bool // another has its name, or had it
}

// stub in place of a node's row says that the batch makes it up.
const stub int32 = -2

// reference is what rows call a record, once for all rows that do.
type reference struct {
	hash uint64
	text uint32 // place in texts
	node int32  // what it means, or one of the failures
	made int32  // 1 + the stub that was made up for it, 0 for none
	to   geo.Collection
}

// What a reference may mean instead of a record.
const (
	none int32 = -1
	many int32 = -2
)

func newRecords(h *hasher) records {
	return records{hash: h, belts: map[int32][]int32{}}
}

// known is the node of an id.
func (r *records) known(c geo.Collection, key uint64, id string) int32 {
	if n, known := r.ids.Get(key); known {
		return n
	}
	n := r.unnamed(c)
	r.nodes.at(n).key, r.nodes.at(n).id = key, r.texts.put(id)
	r.ids.Set(key, n)
	return n
}

// fetch makes ready for rows that will be looked for.
func (r *records) fetch(rows []row) {
	r.ahead = r.ahead[:0]
	for i := range rows {
		r.ahead = append(r.ahead, rows[i].keys.id)
	}
	r.ids.Fetch(r.ahead)
	for i := range rows {
		r.ahead[i] = rows[i].keys.name
	}
	r.names.Fetch(r.ahead)
}

// unnamed is a new node whose id is yet to be made.
func (r *records) unnamed(c geo.Collection) int32 {
	r.nodes.add(node{collection: c, row: -1, zone: -1, next: -1})
	return r.nodes.n - 1
}

// called enters a record under its name, and no longer under the one it had.
func (r *records) called(n int32, name uint64) {
	node := r.nodes.at(n)
	if node.name == name || name == 0 {
		return
	}
	if node.name != 0 {
		r.uncalled(n)
	}
	node.name = name
	first, known := r.names.Get(name)
	if !known {
		r.names.Set(name, n)
		return
	}
	other := r.nodes.at(first)
	node.next, other.next = other.next, n // at the second place, so that no chain need be walked
	node.namesake, other.namesake = true, true
}

func (r *records) uncalled(n int32) {
	next := r.nodes.at(n).next
	r.nodes.at(n).next = -1
	name := r.nodes.at(n).name
	first, _ := r.names.Get(name)
	if first == n {
		if next < 0 {
			r.names.Delete(name)
		} else {
			r.names.Set(name, next)
		}
		return
	}
	for at := first; at >= 0; at = r.nodes.at(at).next {
		if r.nodes.at(at).next == n {
			r.nodes.at(at).next = next
			return
		}
	}
}

// coded enters an enterprise under its credit code; the first stays.
func (r *records) coded(n int32, code uint64) {
	if _, known := r.codes.Get(code); !known {
		r.codes.Set(code, n)
	}
}

// reference is the number of what a row calls a record.
func (r *records) reference(f *ref) int32 {
	n, known := r.referred.Get(f.hash)
	if !known {
		n = r.references.n
		r.referred.Set(f.hash, n)
		r.references.add(reference{hash: f.hash, text: r.texts.put(f.text), node: none, to: f.to})
	}
	return n
}

func (r *records) idOf(n int32) []byte { return r.texts.at(r.nodes.at(n).id) }

// ref is the name of a node among all records, as collection/id.
func (r *records) ref(n int32) string {
	return r.nodes.at(n).collection.String() + "/" + string(r.idOf(n))
}

// place keeps where a record lies.
func (n *node) place(g orb.Geometry, located bool) {
	if p, is := g.(orb.Point); is && located {
		n.at, n.located = [2]int32{int32(math.Round(p[0] * 1e7)), int32(math.Round(p[1] * 1e7))}, true
		return
	}
	n.located = false
}

func (n *node) point() orb.Point { return orb.Point{float64(n.at[0]) / 1e7, float64(n.at[1]) / 1e7} }
