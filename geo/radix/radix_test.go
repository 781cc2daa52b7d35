package radix_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"beltmap/geo/radix"
	"pgregory.net/rapid"
)

func TestItemsAreSortedAsByComparing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.SampledFrom([]int{0, 1, 40, 1023, 1024, 3000}).Draw(r, "n")
		mask := rapid.OneOf(rapid.Uint64(), rapid.SampledFrom([]uint64{0, 1, 1 << 63, 0xff, ^uint64(0), 1<<63 | 1})).Draw(r, "bits that differ")
		compare(r, n, mask, rapid.Uint64().Draw(r, "seed"))
	})
}

func TestWhatCoresShareIsSortedAsByComparing(t *testing.T) {
	for _, mask := range []uint64{^uint64(0), 0xff00ff0000, 1 << 63} {
		compare(t, 100_000, mask, 1)
	}
}

func compare(t interface{ Fatalf(string, ...any) }, n int, mask, seed uint64) {
	random := rand.New(rand.NewPCG(seed, 0))
	items := make([]radix.Item, n)
	for i := range items {
		items[i] = radix.Item{Key: random.Uint64()&mask | ^mask, At: uint64(i)}
	}
	want := slices.Clone(items)
	slices.SortStableFunc(want, func(a, b radix.Item) int { return cmp.Compare(a.Key, b.Key) })
	if radix.Sort(items); !slices.Equal(items, want) {
		t.Fatalf("%d items that differ in %#x are not in order", n, mask)
	}
}

func BenchmarkSort(b *testing.B) {
	for _, n := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			random := rand.New(rand.NewPCG(1, 2))
			items := make([]radix.Item, n)
			for b.Loop() {
				b.StopTimer()
				for i := range items {
					items[i] = radix.Item{Key: random.Uint64() >> 10, At: uint64(i)}
				}
				b.StartTimer()
				radix.Sort(items)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/item")
		})
	}
}
