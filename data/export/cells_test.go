package export_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"beltmap/data/export"
	"beltmap/geo"
	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"
)

func one(name string) (geo.Record, export.Source) {
	r := geo.New(geo.Enterprises)
	r.ID, r.Zone, r.NameZH = "E", "Z", name
	r.Geometry, r.Position.Class = orb.Point{118.125, 32}, geo.Exact
	return r, func(_ context.Context, visit func(*geo.Record) error) error { return visit(&r) }
}

func TestATextLongerThanACellIsRefusedAndNotCutShort(t *testing.T) {
	_, src := one(strings.Repeat("长", 40000))
	_, err := export.XLSX(context.Background(), io.Discard, src, export.Options{Collection: geo.Enterprises})
	if err == nil || !strings.Contains(err.Error(), "enterprises/E") {
		t.Errorf("a name of 40,000 characters in a cell: %v", err)
	}
}

// pieces is a writer that keeps how much it was given at once.
type pieces struct{ most, all int }

func (p *pieces) Write(b []byte) (int, error) {
	p.most, p.all = max(p.most, len(b)), p.all+len(b)
	return len(b), nil
}

func TestAWorkbookIsPackedAsItIsWritten(t *testing.T) {
	r, _ := one("甲")
	src := func(_ context.Context, visit func(*geo.Record) error) error {
		for i := range 5000 {
			r.ID, r.NameZH = fmt.Sprint("E", i), rand.Text()
			if err := visit(&r); err != nil {
				return err
			}
		}
		return nil
	}
	var out pieces
	if n, err := export.XLSX(t.Context(), &out, src, export.Options{Collection: geo.Enterprises}); n != 5000 || err != nil || out.all < 200_000 || out.most > 64<<10 {
		t.Errorf("%d records, %v, %+v", n, err, out)
	}
}

func TestANumberOfMoreThanFifteenDigitsKeepsThemInAWorkbook(t *testing.T) {
	r, _ := one("甲")
	r.Position.CRS, r.Position.X, r.Position.Y = "GCJ-02", 118.12345678901234, 32
	r.Set(geo.Employees, geo.Integer(1234567890123456789))
	var out bytes.Buffer
	src := func(_ context.Context, visit func(*geo.Record) error) error { return visit(&r) }
	if _, err := export.XLSX(context.Background(), &out, src, export.Options{Collection: geo.Enterprises, Class: geo.Internal}); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("enterprises")
	if text := strings.Join(rows[1], " "); err != nil || !strings.Contains(text, "118.12345678901234") || !strings.Contains(text, "1234567890123456789") {
		t.Errorf("%v %s", err, text)
	}
}

func TestFullWidthFormulasAreDefusedToo(t *testing.T) {
	for _, mark := range []string{"\uff1d", "\uff0b", "\uff0d", "\uff20"} {
		_, src := one(mark + "1")
		var out bytes.Buffer
		if _, err := export.CSV(context.Background(), &out, src, export.Options{Collection: geo.Enterprises}); err != nil || !strings.Contains(out.String(), ",'"+mark+"1,") && !strings.Contains(out.String(), "E,'"+mark) {
			t.Errorf("%q: %v %s", mark, err, out.String())
		}
	}
}

func TestGDALDoesNotTakeShiftedDegreesForWGS84(t *testing.T) {
	if _, err := exec.LookPath("ogr2ogr"); err != nil {
		t.Fatal("ogr2ogr is missing: install gdal-bin")
	}
	for _, name := range []string{"gcj02", "bd09"} {
		_, src := one("甲")
		folder := t.TempDir()
		path := filepath.Join(folder, "a.gpkg")
		if _, err := export.GeoPackage(context.Background(), path, src, export.Options{Collection: geo.Enterprises, System: system(t, name)}); err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(folder, "b.geojson")
		said, err := exec.Command("ogr2ogr", "-t_srs", "EPSG:4326", to, path, "enterprises").CombinedOutput()
		if text, _ := os.ReadFile(to); err == nil && strings.Contains(string(text), "[ 118.1") {
			t.Errorf("%s went to WGS 84 without a word: %s %.600s", name, said, text)
		}
	}
}

func TestTheSameSheetsAreTheSameWorkbook(t *testing.T) {
	var sheets []export.Sheet
	for _, name := range []string{"b", "a", "c"} {
		sheets = append(sheets, export.Sheet{Name: name, Head: []string{"x"}, Rows: 1, Row: func(_ int, into []geo.Value) []geo.Value { return append(into, geo.Text(name)) }})
	}
	var first []byte
	for range 8 {
		var b bytes.Buffer
		if err := export.Workbook(context.Background(), &b, sheets...); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b.Bytes()
		}
		if !bytes.Equal(b.Bytes(), first) {
			t.Fatal("the same sheets are other bytes")
		}
	}
	book, err := excelize.OpenReader(bytes.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(book.GetSheetList(), ""); got != "bac" {
		t.Errorf("the sheets are in the order %s", got)
	}
}
