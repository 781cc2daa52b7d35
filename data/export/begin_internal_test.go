package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/geo/crs"
	"github.com/paulmach/orb"
)

// places is a source of so many places in Anhui, and one at the end where the test says.
func places(n int, last orb.Point) Source {
	return func(_ context.Context, visit func(*geo.Record) error) error {
		for i := range n + 1 {
			r := geo.New(geo.Places)
			r.ID, r.NameZH, r.Geometry = fmt.Sprint("P", i), "地点", orb.Point{118.3, 32.3}
			if i == n {
				r.Geometry = last
			}
			if err := visit(&r); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestARecordThatASystemDoesNotReachIsSaidBeforeTheFirstByte(t *testing.T) {
	system, err := crs.Parse("4548")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Formats() {
		if f.Name == "kml" {
			continue // which is WGS 84 only
		}
		t.Run(f.Name, func(t *testing.T) {
			var out bytes.Buffer
			_, err := f.Write(t.Context(), &out, places(3000, orb.Point{-60, 10}), Options{Collection: geo.Places, System: system})
			var said *geo.Error
			if !errors.As(err, &said) || said.Kind != geo.KindInvalid || !strings.Contains(said.Text.EN, "places/P3000 lies outside the area of") || out.Len() > 0 {
				t.Errorf("%v after %d bytes", err, out.Len())
			}
		})
	}
}

func TestASheetThatIsFullIsSaidBeforeTheFirstByte(t *testing.T) {
	var out bytes.Buffer
	_, err := workbook(t.Context(), &out, places(20, orb.Point{118, 32}), Options{Collection: geo.Places}, 20)
	var said *geo.Error
	if !errors.As(err, &said) || said.Kind != geo.KindInvalid || !strings.Contains(said.Text.EN, "at most 20 rows") || out.Len() > 0 {
		t.Errorf("%v after %d bytes", err, out.Len())
	}
	if n, err := workbook(t.Context(), &out, places(19, orb.Point{118, 32}), Options{Collection: geo.Places}, 20); n != 20 || err != nil {
		t.Errorf("%d records: %v", n, err)
	}
	if maxSheetRows != 1_048_575 {
		t.Errorf("a sheet is taken to hold %d records", maxSheetRows)
	}
}
