package index_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"beltmap/geo/index"
	"pgregory.net/rapid"
)

// naive is the set of boxes the index should agree with.
type naive map[int32]index.Box

func meets(a, b index.Box) bool {
	return a.MinX <= b.MaxX && b.MinX <= a.MaxX && a.MinY <= b.MaxY && b.MinY <= a.MaxY
}

func (n naive) search(q index.Box) []int32 {
	var ids []int32
	for id, b := range n {
		if meets(b, q) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func search(t *rapid.T, ix *index.Index, boxes naive, q index.Box) []int32 {
	var ids []int32
	ix.Search(q, func(id int32, sure bool) bool {
		b, there := boxes[id]
		if !there {
			t.Fatalf("found %d, which is not there", id)
		}
		if sure && !meets(b, q) {
			t.Fatalf("sure of %d at %v, which does not meet %v", id, b, q)
		}
		if meets(b, q) {
			ids = append(ids, id)
		}
		return true
	})
	slices.Sort(ids)
	return ids
}

// Coordinates near the ends of the range and one unit apart, where float32 would round.
func coordinate() *rapid.Generator[uint32] {
	return rapid.OneOf(rapid.Uint32Range(0, 20), rapid.Uint32Range(3_000_000_000, 3_000_000_040), rapid.Uint32Range(math.MaxUint32-20, math.MaxUint32), rapid.Uint32())
}

func box() *rapid.Generator[index.Box] {
	return rapid.Custom(func(t *rapid.T) index.Box {
		x, y := coordinate().Draw(t, "x"), coordinate().Draw(t, "y")
		if rapid.Bool().Draw(t, "point") {
			return index.Box{MinX: x, MinY: y, MaxX: x, MaxY: y}
		}
		x2, y2 := coordinate().Draw(t, "x2"), coordinate().Draw(t, "y2")
		return index.Box{MinX: min(x, x2), MinY: min(y, y2), MaxX: max(x, x2), MaxY: max(y, y2)}
	})
}

func TestSearchAndNearestAgreeWithAScanUnderEditsAndOldCopiesStay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		packed := rapid.SliceOfN(box(), 0, 300).Draw(t, "packed")
		boxes := naive{}
		for i, b := range packed {
			boxes[int32(i)] = b
		}
		ix := index.Pack(len(packed), func(id int32) index.Box { return packed[id] })
		type version struct {
			ix    *index.Index
			boxes naive
		}
		var versions []version
		for range rapid.IntRange(0, 5).Draw(t, "copies") {
			kept := naive{}
			for id, b := range boxes {
				kept[id] = b
			}
			versions = append(versions, version{ix, kept})
			ix = ix.Copy()
			for range rapid.IntRange(1, 30).Draw(t, "edits") {
				id := rapid.Int32Range(0, 400).Draw(t, "id")
				if b, there := boxes[id]; there {
					ix.Delete(id, b)
					delete(boxes, id)
				} else {
					b := box().Draw(t, "box")
					ix.Insert(id, b)
					boxes[id] = b
				}
			}
		}
		for _, v := range append(versions, version{ix, boxes}) {
			if v.ix.Len() != len(v.boxes) {
				t.Fatalf("Len is %d of %d", v.ix.Len(), len(v.boxes))
			}
			q := box().Draw(t, "query")
			if got, want := search(t, v.ix, v.boxes, q), v.boxes.search(q); !slices.Equal(got, want) {
				t.Fatalf("search %v: got %v, want %v", q, got, want)
			}
			x, y, k := coordinate().Draw(t, "x"), coordinate().Draw(t, "y"), rapid.IntRange(1, 20).Draw(t, "k")
			got := v.ix.Nearest(x, y, k, func(id int32) index.Box { return v.boxes[id] }, func(id int32) bool { return id%3 != 0 })
			if want := v.boxes.nearest(x, y, k); !slices.Equal(got, want) {
				t.Fatalf("nearest to %d, %d: got %v, want %v", x, y, got, want)
			}
			within := rapid.SampledFrom([]float64{math.Inf(1), 0, 100, 1e12}).Draw(t, "within")
			one, found := v.ix.Closest(x, y, within, func(id int32) index.Box { return v.boxes[id] }, func(id int32) bool { return id%3 != 0 })
			if want := v.boxes.nearest(x, y, 1); found != (len(want) == 1 && want[0].Squared <= within) || found && one != want[0] {
				t.Fatalf("closest to %d, %d within %g: got %v, want %v", x, y, within, one, want)
			}
		}
	})
}

func (n naive) nearest(x, y uint32, k int) []index.Neighbor {
	var all []index.Neighbor
	for id, b := range n {
		if id%3 == 0 {
			continue
		}
		dx := max(float64(b.MinX)-float64(x), 0, float64(x)-float64(b.MaxX))
		dy := max(float64(b.MinY)-float64(y), 0, float64(y)-float64(b.MaxY))
		all = append(all, index.Neighbor{ID: id, Squared: dx*dx + dy*dy})
	}
	slices.SortFunc(all, func(a, b index.Neighbor) int {
		return cmp.Or(cmp.Compare(a.Squared, b.Squared), cmp.Compare(a.ID, b.ID))
	})
	return all[:min(k, len(all))]
}

func TestSearchStopsWhenTold(t *testing.T) {
	ix := index.Pack(100, func(id int32) index.Box { return index.Box{MinX: uint32(id), MaxX: uint32(id)} })
	ix = ix.Copy()
	ix.Insert(100, index.Box{})
	seen := 0
	ix.Search(index.Box{MaxX: math.MaxUint32, MaxY: math.MaxUint32}, func(int32, bool) bool { seen++; return seen < 3 })
	if seen != 3 {
		t.Errorf("visited %d", seen)
	}
}

// go test -bench . -benchmem ./geo/index: nanoseconds for a box with 1,000 hits among a million points that were packed in curve
// order (limit 30 µs), among a million that were all inserted later, and for copying the index and moving one point.
func BenchmarkBoxOfThousandHitsOfAMillion(b *testing.B) {
	const side = 1000 // a grid of side² points, visited in Morton order, a curve as good as any for this
	points := make([]index.Box, 0, side*side)
	for i := uint64(0); len(points) < side*side; i++ {
		x, y := evenBits(i), evenBits(i>>1)
		if x < side && y < side {
			points = append(points, index.Box{MinX: x << 22, MinY: y << 22, MaxX: x << 22, MaxY: y << 22})
		}
	}
	at := func(id int32) index.Box { return points[id] }
	packed := index.Pack(len(points), at)
	r := rand.New(rand.NewPCG(1, 2))
	run := func(ix *index.Index) func(*testing.B) {
		return func(b *testing.B) {
			b.ReportAllocs()
			hits := 0
			for b.Loop() {
				x, y := r.Uint32N(side-32)<<22+1, r.Uint32N(side-32)<<22+1
				q := index.Box{MinX: x, MinY: y, MaxX: x + 32<<22, MaxY: y + 31<<22}
				ix.Search(q, func(id int32, sure bool) bool {
					if sure || meets(points[id], q) {
						hits++
					}
					return true
				})
			}
			b.ReportMetric(float64(hits)/float64(b.N), "hits/op")
		}
	}
	b.Run("packed", run(packed))
	inserted := new(index.Index)
	for i, p := range points {
		inserted.Insert(int32(i), p)
	}
	b.Run("inserted", run(inserted))
	b.Run("copy and move one", func(b *testing.B) {
		ix := packed
		for i := int32(0); b.Loop(); i = (i + 1) % int32(len(points)) {
			ix = ix.Copy()
			ix.Delete(i, points[i])
			ix.Insert(i, points[i])
		}
	})
}

func evenBits(i uint64) uint32 {
	var x uint32
	for bit := range 32 {
		x |= uint32(i>>(2*bit)&1) << bit
	}
	return x
}
