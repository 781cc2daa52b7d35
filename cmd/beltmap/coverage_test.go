package main_test

import (
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestCoverageIsTheSameFiguresAsTableJSONAndCSV(t *testing.T) {
	folder := t.TempDir()
	beltmap(t, folder, "generate", "--enterprises", "800", "--db", "a.gpkg").says(t, 0)
	ask := func(format string) string {
		r := beltmap(t, folder, "coverage", "--db", "a.gpkg", "--by", "zone", "--f", format)
		r.says(t, 0)
		return r.stdout
	}
	var doc struct {
		Items []struct {
			ID             *string
			Enterprises    int
			Organizational struct {
				Numerator, Denominator int
				Rate                   *float64
			}
		}
		Passport struct {
			Settings string `json:"settings_hash"`
		}
	}
	if err := json.Unmarshal([]byte(ask("json")), &doc); err != nil || len(doc.Items) < 2 || doc.Passport.Settings == "" {
		t.Fatal(err, doc)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(ask("csv"), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != len(doc.Items)+1 {
		t.Fatalf("%v: %d rows for %d items", err, len(rows), len(doc.Items))
	}
	cell := func(row int, name string) string { return rows[row][slices.Index(rows[0], name)] }
	table := ask("table")
	for i, item := range doc.Items {
		counted, _ := json.Marshal([]int{item.Enterprises, item.Organizational.Numerator, item.Organizational.Denominator})
		if got := "[" + cell(i+1, "enterprises") + "," + cell(i+1, "organizational_numerator") + "," + cell(i+1, "denominator") + "]"; got != string(counted) {
			t.Errorf("row %d is %s as CSV, %s as JSON", i+1, got, counted)
		}
		if item.ID != nil && (cell(i+1, "id") != *item.ID || !strings.Contains(table, *item.ID)) {
			t.Errorf("%s is row %q, and the table is\n%s", *item.ID, rows[i+1], table)
		}
	}
	beltmap(t, folder, "coverage", "--db", "a.gpkg", "--by", "moon").says(t, 2, `coverage cannot be divided by "moon"`)
	beltmap(t, folder, "coverage", "--db", "a.gpkg", "--as-of", "2999-01-01").says(t, 2, "2999-01-01", "after today")
	beltmap(t, folder, "coverage", "--db", "a.gpkg", "--zone", "nowhere").sentence(t, `no zone "nowhere"`)
	none := beltmap(t, folder, "coverage", "--db", "a.gpkg", "--zone", "~", "--f", "json")
	if none.says(t, 0); !strings.Contains(none.stdout, `"zone": "~"`) {
		t.Error(none.stdout)
	}
	beltmap(t, folder, "coverage", "--db", "none.gpkg").sentence(t, "none.gpkg")
}
