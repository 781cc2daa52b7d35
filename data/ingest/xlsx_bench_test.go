package ingest_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"beltmap/data/ingest"
	"beltmap/geo"
	"github.com/xuri/excelize/v2"
)

// How fast a workbook of 100,000 rows and 15 columns becomes a batch, which reads it at least twice; at most 10 s are allowed. Run with
// go test -run - -bench XLSX -benchtime 1x ./data/ingest
func BenchmarkXLSX(b *testing.B) {
	const rows = 100_000
	path := filepath.Join(b.TempDir(), "enterprises.xlsx")
	if err := writeBook(path, rows); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		in, err := ingest.Read(context.Background(), []ingest.File{ingest.Path(path)}, ingest.Options{})
		if err != nil || in.Report.Added != rows {
			b.Fatal(err, in)
		}
		for _, err := range in.Batch.Changes {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func writeBook(path string, rows int) error {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		return err
	}
	header := []any{"编号", "企业名称", "英文名", "所属开发区", "经度", "纬度", "所属行业", "员工人数", "企业规模", "是否运营", "摸排日期", "所在网格", "党员人数", "年产值", "数据来源"}
	if err := w.SetRow("A1", header); err != nil {
		return err
	}
	for i := range rows {
		surveyed := excelize.Cell{StyleID: day, Value: time.Date(2024, 1, 1+i%300, 0, 0, 0, 0, time.UTC)}
		row := []any{fmt.Sprint("CZ-E-", i), fmt.Sprint("某某新材料科技有限公司", i), fmt.Sprint("Materials ", i), "CZ", 118.3 + float64(i)/1e6, 32.3 + float64(i)/1e7, "新材料", i % 500,
			"small_micro", true, surveyed, fmt.Sprint("G", i%100), i % 7, float64(i%1000) / 8, "园区台账"}
		if err := w.SetRow(fmt.Sprint("A", i+2), row); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.SaveAs(path)
}

func TestAWorkbookIsReadAsItsTypesSay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "enterprises.xlsx")
	if err := writeBook(path, 3); err != nil {
		t.Fatal(err)
	}
	report, records := read(t, ingest.Options{}, ingest.Path(path))
	r := records["enterprises/CZ-E-1"]
	if report.Added != 3 || r.Get(geo.SurveyedAt).Day().String() != "2024-01-02" || r.NameZH != "某某新材料科技有限公司1" || len(report.Rows) != report.Warnings {
		t.Errorf("%+v %v", report, r)
	}
	if operating, known := r.Get(geo.Operating).Boolean(); !operating || !known {
		t.Error("a truth value is not known")
	}
}
