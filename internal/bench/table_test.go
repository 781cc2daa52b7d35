package main

import (
	"maps"
	"strings"
	"testing"
	"time"
)

func TestThePageSaysWhatWasKeptAndWhatMissed(t *testing.T) {
	f := figures{}
	f.read("BenchmarkUncached/z14-2   \t 100\t 123456 ns/op\t 0.512 ms/tile\t 12.3 KB")
	f.read("BenchmarkEdit-2   \t 100\t 25 ms/edit")
	f.read("BenchmarkEdit-2   \t 100\t 31 ms/edit")
	for _, round := range [][2]string{{"10", "370"}, {"10", "500"}, {"20", "420"}} {
		f.read("BenchmarkGeoJSON/ours-2 \t 100\t " + round[0] + " ns/op\t 0 allocs/op")
		f.read("BenchmarkGeoJSON/orb-2 \t 100\t " + round[1] + " ns/op")
	}
	f.read("BenchmarkResident-2 \t 1\t 210 MB")
	f.read("BenchmarkResident-2 \t 1\t 220 MB")
	f.read("PASS")
	text := render(f, "a machine", time.Unix(0, 0))
	for _, want := range []string{
		"| uncached tile z14, encoded and gzipped | ≤ 1 ms | 0.512 ms | kept |",
		"| ≤ 20 ms | 25 ms | **missed** |",
		"the writer alone, rate against orb/geojson | ≥ 15 × | 37 × | kept |",
		"| ≥ 15 × | not measured |  |",
		"| ≤ 300 MB | 220 MB | kept |",
		"Machine: a machine.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q:\n%s", want, text)
		}
	}
}

// What a row of the table is repeated by runs the benchmark that the row is of, wherever it stands.
func TestEachBenchmarkCanBeRunAlone(t *testing.T) {
	for which, want := range map[string]map[string]string{
		"Rounds":                {"./geo/tour": "^Benchmark(Rounds)$"},
		"^Benchmark(Exact|Rou)": {"./geo/tour": "^Benchmark(Exact|Rounds)$"},
		"Million/zone":          {"./geo/coverage": "^Benchmark(Million)$/zone"},
		"RoadsImport":           {},
	} {
		if got, err := besides(which); err != nil || !maps.Equal(got, want) {
			t.Errorf("%s runs %v besides, %v", which, got, err)
		}
	}
	if all, err := besides("."); err != nil || len(all) != 5 {
		t.Errorf("%v, %v", all, err)
	}
	if _, err := besides("("); err == nil {
		t.Error("a pattern that is none")
	}
}
