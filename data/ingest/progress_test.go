package ingest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"beltmap/data/ingest"
	"beltmap/geo"
)

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
