package ingest_test

import (
	"context"
	"fmt"

	"beltmap/data/ingest"
	"beltmap/geo"
)

// A list in a table becomes one batch and a report that names every row left out.
func ExampleRead() {
	table := file("enterprises.csv", "编号,企业名称,开发区,经度,纬度\nCZ-E-1,甲公司,CZ,118.31,32.30\nCZ-E-2,乙公司,CZ,32.30,118.31\n")
	in, err := ingest.Read(context.Background(), []ingest.File{table}, ingest.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for change, err := range in.Batch.Changes {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(change.Record.Ref(), change.Record.Position.Class)
	}
	for _, f := range in.Report.Rows {
		fmt.Printf("row %d, %s: %s\n", f.Row, f.Severity, f.EN)
	}
	// Output:
	// zones/CZ unlocated
	// enterprises/CZ-E-1 exact
	// row 2, warning: zones/CZ does not exist yet; an unlocated stub was made for it (Development zones)
	// row 3, error: the coordinates (32.3, 118.31) look swapped: longitude comes first, then latitude
}

// Features reads a file that is meant to be right.
func ExampleFeatures() {
	f := file("zones.geojson", collectionOf(feature("zones", "CZ", "null", "")))
	src, _ := f.Open()
	for record, err := range ingest.Features("zones.geojson", src, geo.Zones) {
		fmt.Println(record.ID, err)
	}
	// Output:
	// CZ <nil>
}
