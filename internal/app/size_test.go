package app_test

import (
	"os"
	"strconv"
	"testing"
)

// enterprisesToBench is how many enterprises benchmarks run on.
func enterprisesToBench(b *testing.B) int {
	text := os.Getenv("BELTMAP_BENCH_ENTERPRISES")
	if text == "" {
		return 100_000
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		b.Fatal(err)
	}
	return n
}
