package generate_test

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"testing"

	"beltmap/data/generate"
	"beltmap/geo"
	"beltmap/geo/crs"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestAListIsTheSameForItsSeedAndHasItsSharesOfFaults(t *testing.T) {
	const n = 3000
	var first, second bytes.Buffer
	for _, to := range []*bytes.Buffer{&first, &second} {
		if err := generate.Spreadsheet(to, n, 7); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same seed wrote another list")
	}
	rows, err := csv.NewReader(simplifiedchinese.GB18030.NewDecoder().Reader(&first)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows = rows[2:] // a title and the header
	seen := map[string]bool{}
	faulty, repeated, addressOnly := 0, 0, 0
	for _, row := range rows {
		lon, lonErr := strconv.ParseFloat(row[11], 64)
		_, countErr := strconv.Atoi(row[5])
		switch {
		case row[1] == "" || countErr != nil || row[9] == "2024-13-40" || (lonErr == nil && lon > 180):
			faulty++
			continue
		case seen[row[1]]:
			repeated++
		case row[11] == "":
			addressOnly++
		}
		seen[row[1]] = true
		if lat, err := strconv.ParseFloat(row[12], 64); err == nil {
			if w := (crs.GCJ02{lon, lat}).WGS84(); w[0] < 118.2 || w[0] > 118.5 || w[1] < 32.2 || w[1] > 32.4 {
				t.Errorf("%s lies at %v", row[1], w)
			}
		}
		if _, found := geo.PersonalData(row[13] + row[10]); found {
			t.Errorf("row %s holds what looks personal", row[0])
		}
	}
	if len(rows) != n || faulty != 60 || repeated != 150 || addressOnly < 700 || addressOnly > 1000 {
		t.Errorf("%d rows, %d faulty, %d repeated, %d with an address only", len(rows), faulty, repeated, addressOnly)
	}
}

func TestAListOfNoRowsIsRefused(t *testing.T) {
	for _, n := range []int{0, -1, generate.MaxSpreadsheetRows + 1} {
		if err := generate.Spreadsheet(&bytes.Buffer{}, n, 1); geo.KindOf(err) != geo.KindInvalid {
			t.Errorf("%d rows: %v", n, err)
		}
	}
}
