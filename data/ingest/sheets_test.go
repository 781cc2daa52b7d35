package ingest_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"beltmap/data/ingest"
	"beltmap/geo"
	"github.com/xuri/excelize/v2"
)

// sheets writes a workbook of sheets, each a list of rows.
func sheets(t *testing.T, names []string, rows ...[][]any) string {
	t.Helper()
	f := excelize.NewFile()
	for i, name := range names {
		if i == 0 {
			if err := f.SetSheetName("Sheet1", name); err != nil {
				t.Fatal(err)
			}
		} else if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for at, row := range rows[i] {
			cell, err := excelize.CoordinatesToCellName(1, at+1)
			if err == nil {
				err = f.SetSheetRow(name, cell, &row)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "台账.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestASheetThatIsNoListIsPassedOverAndNamed(t *testing.T) {
	path := sheets(t, []string{"说明", "开发区", "企业"},
		[][]any{{"填表说明"}, {"请如实填写"}},
		[][]any{{"编号", "名称"}, {"CZ", "某开发区"}},
		[][]any{{"企业名称", "所属开发区", "员工人数"}, {"甲公司", "CZ", 12}, {"乙公司", "某开发区", "约三十"}})
	report, records := read(t, ingest.Options{}, ingest.Path(path))
	if len(records) != 2 || report.Rejected != 1 || report.Stubs != 0 {
		t.Errorf("%d records, %+v", len(records), report)
	}
	if !slices.ContainsFunc(report.Notes, func(n ingest.Note) bool { return n.Kind == "sheet" && strings.Contains(n.ZH, "说明") }) {
		t.Errorf("the sheet of explanations is not named: %+v", report.Notes)
	}
	if f := report.Rows[0]; f.Sheet != "企业" || f.Row != 3 || f.Column != "员工人数" {
		t.Errorf("%+v", f)
	}
}

func TestAFileWithoutAnyListIsRefused(t *testing.T) {
	path := sheets(t, []string{"说明"}, [][]any{{"填表说明"}, {"请如实填写"}})
	if _, err := ingest.Read(context.Background(), []ingest.File{ingest.Path(path)}, ingest.Options{As: geo.Enterprises}); geo.KindOf(err) != geo.KindInvalid {
		t.Error(err)
	}
}

// TestWhatIsNoFileIsReadFromACopy hands over bytes, as a browser does.
func TestWhatIsNoFileIsReadFromACopy(t *testing.T) {
	path := sheets(t, []string{"企业"}, [][]any{{"企业名称"}, {"甲公司"}})
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if report, _ := read(t, ingest.Options{}, file("企业.xlsx", string(text))); report.Added != 1 {
		t.Errorf("%+v", report)
	}
}
