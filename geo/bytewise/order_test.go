package bytewise_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"beltmap/geo/bytewise"
	"pgregory.net/rapid"
)

func TestTextsAreOrderedAsByAPlainSort(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		prefix := rapid.SampledFrom([]string{"", "S-", "江宁开发区-enterprise-number-"}).Draw(r, "prefix")
		kind := rapid.SampledFrom([]*rapid.Generator[string]{
			rapid.StringMatching(`[0-9]{0,7}`), rapid.StringMatching(`[0-9A-Z]{18}`), rapid.String(), rapid.StringMatching(`a{0,20}\x00{0,3}`),
		}).Draw(r, "kind")
		texts := rapid.SliceOfN(kind, 0, 50).Draw(r, "texts")
		for range rapid.SampledFrom([]int{0, 0, 6}).Draw(r, "doublings") { // beyond where numbers are sorted by digits
			for i, s := range texts[:len(texts):len(texts)] {
				texts = append(texts, fmt.Sprint(s, i))
			}
		}
		for i := range texts {
			texts[i] = prefix + texts[i]
		}
		want := make([]int32, len(texts))
		for i := range want {
			want[i] = int32(i)
		}
		slices.SortStableFunc(want, func(a, b int32) int { return cmp.Compare(texts[a], texts[b]) })
		twice := -1
		for i := 1; i < len(want) && twice < 0; i++ {
			if texts[want[i]] == texts[want[i-1]] {
				twice = i
			}
		}
		got, found := bytewise.Order[int32](len(texts), func(i int) string { return texts[i] })
		if !slices.Equal(got, want) || found != twice {
			r.Fatalf("%d %v, not %d %v", found, got, twice, want)
		}
	})
}

func TestWhatCoresShareIsOneOrder(t *testing.T) {
	const n = 30_011
	text := func(i int) string { return fmt.Sprintf("E-%05d", i*7919%n) }
	order, twice := bytewise.Order[int32](n, text)
	for place, i := range order {
		if text(int(i)) != fmt.Sprintf("E-%05d", place) {
			t.Fatalf("%s at %d", text(int(i)), place)
		}
	}
	if twice >= 0 {
		t.Errorf("twice: %d", twice)
	}
}

// A million ids as data/generate makes them, in the order of a curve; compare with slices.Sort of the same.
func BenchmarkOrder(b *testing.B) {
	const n = 1_000_000
	texts := make([]string, n)
	for i := range texts {
		texts[i] = fmt.Sprintf("S-E%07d", i*7919%n)
	}
	b.Run("Order", func(b *testing.B) {
		for b.Loop() {
			bytewise.Order[int32](n, func(i int) string { return texts[i] })
		}
	})
	b.Run("Sort", func(b *testing.B) {
		for b.Loop() {
			slices.SortFunc(slices.Clone(texts), strings.Compare)
		}
	})
}
