package sample_test

import (
	"fmt"
	"log"

	"beltmap/data/sample"
	"beltmap/geo"
)

func ExampleRecords() {
	all, err := sample.Records()
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range all {
		if r.Get(geo.BeltsOf).Contains("NG-B-NANSHAN") {
			fmt.Println(r.ID, r.NameEN, r.Get(geo.Stars), r.Position.Class)
		}
	}
	// Output:
	// NG-O-001 Nanshan Park Party organization 01 5 illustrative
	// NG-O-002 Nanshan Park Party organization 02 5 illustrative
	// NG-O-003 Nanshan Park Party organization 03 5 illustrative
	// NG-O-004 Nanshan Park Party organization 04 4 illustrative
	// NG-O-005 Nanshan Park Party organization 05 3 illustrative
	// NG-O-006 Nanshan Park Party organization 06 3 illustrative
	// NG-O-007 Nanshan Park Party organization 07 3 illustrative
	// NG-O-008 Nanshan Park Party organization 08 unrated illustrative
}
