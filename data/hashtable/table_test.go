package hashtable_test

import (
	"testing"

	"beltmap/data/hashtable"
	"pgregory.net/rapid"
)

func TestATableIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var table hashtable.Table
		want := map[uint64]int32{}
		key := rapid.OneOf(rapid.Uint64Range(0, 200), rapid.Map(rapid.Uint64Range(0, 50), func(k uint64) uint64 { return k << 58 }), rapid.Uint64())
		for range rapid.IntRange(0, 400).Draw(t, "steps") {
			k := key.Draw(t, "key")
			table.Fetch([]uint64{k, ^k})
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0:
				table.Delete(k)
				delete(want, k)
			case 1:
				n, known := table.Get(k)
				if m, there := want[k]; n != m || known != there {
					t.Fatalf("%d, %t under %d instead of %d, %t", n, known, k, m, there)
				}
			default:
				n := rapid.OneOf(rapid.Int32Range(0, 3), rapid.Just[int32](1<<31-1)).Draw(t, "number")
				table.Set(k, n)
				want[k] = n
			}
		}
		for k, m := range want {
			if n, known := table.Get(k); n != m || !known {
				t.Fatalf("%d, %t under %d instead of %d", n, known, k, m)
			}
		}
	})
}

// A million hashes go in and are found again, in a map and in a table.
func BenchmarkMillion(b *testing.B) {
	const odd, n = 0x9E3779B97F4A7C15, 1 << 20
	b.Run("map", func(b *testing.B) {
		for b.Loop() {
			m := map[uint64]int32{}
			for pass := range int32(2) {
				for i := range uint64(n) {
					if _, known := m[i*odd]; !known {
						m[i*odd] = pass
					}
				}
			}
		}
	})
	b.Run("table", func(b *testing.B) {
		for b.Loop() {
			var t hashtable.Table
			for pass := range int32(2) {
				for i := range uint64(n) {
					if _, known := t.Get(i * odd); !known {
						t.Set(i*odd, pass)
					}
				}
			}
		}
	})
}
