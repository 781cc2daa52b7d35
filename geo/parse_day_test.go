package geo_test

import (
	"fmt"
	"testing"
	"time"

	"beltmap/geo"
)

func TestParseDayReadsEveryDateAsTheStandardLibraryDoes(t *testing.T) {
	for year := 1; year <= 9999; year++ {
		if year > 30 && year%100 > 4 && (year < 1990 || year > 2030) { // centuries decide leap years; the rest is alike
			continue
		}
		for month := range 14 {
			for _, day := range []int{0, 1, 15, 28, 29, 30, 31, 32} {
				s := fmt.Sprintf("%04d-%02d-%02d", year, month, day)
				want, bad := time.ParseInLocation(time.DateOnly, s, geo.Shanghai)
				got, err := geo.ParseDay(s)
				if (err != nil) != (bad != nil) || err == nil && (got != geo.DayOf(want) || got.String() != s) {
					t.Fatalf("%s: %d (%s), %v; want %d, %v", s, got, got, err, geo.DayOf(want), bad)
				}
			}
		}
	}
	for _, s := range []string{"2024-1-01", "2024-01-1", "02024-01-01", "2024/01/01", "2024-01-01 ", "-024-01-01", "20240101", "2024-01-0x", "0000-01-01"} {
		if d, err := geo.ParseDay(s); err == nil {
			t.Errorf("%q is read as %s", s, d)
		}
	}
}
