package ingest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"beltmap/data/export"
	"beltmap/data/ingest"
	"beltmap/geo"
)

func TestProgressOfAGeoPackageTellsTheShareOfItsRows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "e.gpkg")
	src := func(_ context.Context, visit func(*geo.Record) error) error {
		for i := range 2100 {
			r := geo.New(geo.Enterprises)
			r.ID, r.Zone, r.NameZH = fmt.Sprint("E", i), "Z", "企业"
			if err := visit(&r); err != nil {
				return err
			}
		}
		return nil
	}
	if _, err := export.GeoPackage(t.Context(), path, src, export.Options{Collection: geo.Enterprises}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	said := map[int]int64{}
	read(t, ingest.Options{Progress: func(rows int, bytes int64) { said[rows] = bytes }}, ingest.Path(path))
	for _, rows := range []int{1024, 2048} { // what is visited lags behind what is read, by chunks of rows
		if least := info.Size() * int64(rows) / 2100; said[rows] < least || said[rows] > info.Size() {
			t.Errorf("%d of 2100 rows are %d of %d bytes", rows, said[rows], info.Size())
		}
	}
}

func TestProgressTellsRowsAndBytesOfTheFile(t *testing.T) {
	var table, features strings.Builder
	table.WriteString("id,name_zh\n")
	for i := range 2100 {
		fmt.Fprintf(&table, "E%d,企业\n", i)
		fmt.Fprintln(&features, feature("enterprises", fmt.Sprint("E", i), point, ""))
	}
	for name, text := range map[string]string{"e.csv": table.String(), "e.geojsonl": features.String()} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			rows, bytes := 0, int64(0)
			o := ingest.Options{As: geo.Enterprises, Progress: func(r int, b int64) {
				if r < rows || b < bytes {
					t.Errorf("%d rows, %d bytes after %d, %d", r, b, rows, bytes)
				}
				rows, bytes = r, b
			}}
			read(t, o, ingest.Path(path))
			if rows != 2048 || bytes <= 0 || bytes > int64(len(text)) {
				t.Errorf("%d rows, %d of %d bytes", rows, bytes, len(text))
			}
		})
	}
}
