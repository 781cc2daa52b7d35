package ingest_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"beltmap/data/ingest"
	"beltmap/geo"
)

// How fast rows are read, twice as an import does: ns/op over 10,000 rows, and the file's MB/s of one reading. Run with
// go test -run - -bench . ./data/ingest
func BenchmarkGeoJSON(b *testing.B) {
	var features []string
	for i := range 10_000 {
		features = append(features, feature("enterprises", fmt.Sprint("E", i), point, `"zone":"Z","industry":"新材料","employees":12,"belts":["B"],"full_members":3,"surveyed_at":"2024-05-01"`))
	}
	benchmark(b, "x.geojson", []byte(collectionOf(features...)))
}

func BenchmarkCSV(b *testing.B) {
	var table strings.Builder
	table.WriteString("id,name_zh,lon,lat,zone,industry,employees,belts,full_members,surveyed_at\n")
	for i := range 10_000 {
		fmt.Fprintf(&table, "E%d,企业 %d,118.3,32.3,Z,新材料,12,B,3,2024-05-01\n", i, i)
	}
	benchmark(b, "x.csv", []byte(table.String()))
}

func benchmark(b *testing.B, name string, text []byte) {
	b.SetBytes(int64(len(text)))
	f := ingest.File{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }}
	for b.Loop() {
		in, err := ingest.Read(context.Background(), []ingest.File{f}, ingest.Options{As: geo.Enterprises})
		if err != nil || in.Report.Added != 10_000 {
			b.Fatal(err, in)
		}
		for _, err := range in.Batch.Changes {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
