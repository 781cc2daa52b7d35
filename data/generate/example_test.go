package generate_test

import (
	"fmt"

	"beltmap/data/generate"
	"beltmap/geo"
)

// The smallest data set that has all zones.
func ExampleRecords() {
	count := map[geo.Collection]int{}
	err := generate.Records(10_000, 1, func(records []geo.Record) error {
		for i := range records {
			count[records[i].Collection]++
		}
		return nil
	})
	fmt.Println(count[geo.Zones], count[geo.Grids], count[geo.Enterprises], err)
	// Output:
	// 130 13000 10000 <nil>
}
