package ingest

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// book makes a workbook.
func book(t testing.TB, fill func(f *excelize.File)) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	path := filepath.Join(t.TempDir(), "list.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// must panics on an error of the library that makes test files.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

func setRows(f *excelize.File, sheet string, rows ...[]any) {
	for i, row := range rows {
		must(f.SetSheetRow(sheet, fmt.Sprint("A", i+1), &row))
	}
}

func TestAWorkbookSaysItsValuesNotTheirLooks(t *testing.T) {
	path := book(t, func(f *excelize.File) {
		setRows(f, "Sheet1",
			[]any{"企业名称", "统一社会信用代码", "员工人数", "摸排日期", "产值", "是否实体运营", "经度"},
			[]any{"甲", "913400001016237R00", "120", time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC), 1234.5678, true, 118.30000000000001},
			[]any{"乙 & 丙 <1>", 913400001016237000.0, 7, 45413, 0.1 + 0.2, false, nil},
			[]any{},
			[]any{"丁", nil, nil, time.Date(2024, 5, 1, 14, 30, 0, 0, time.UTC), "1,200"})
		rounded, err := f.NewStyle(&excelize.Style{NumFmt: 1})
		must(err)
		must(f.SetCellStyle("Sheet1", "E2", "E3", rounded))
		day := `yyyy"年"m"月"d"日";@`
		chinese, err := f.NewStyle(&excelize.Style{CustomNumFmt: &day})
		must(err)
		must(f.SetCellStyle("Sheet1", "D3", "D3", chinese))
		timed, err := f.NewStyle(&excelize.Style{NumFmt: 22})
		must(err)
		must(f.SetCellStyle("Sheet1", "D5", "D5", timed))
		must(f.SetCellRichText("Sheet1", "F5", []excelize.RichTextRun{{Text: "是"}, {Text: "的", Font: &excelize.Font{Bold: true}}}))
	})
	wantTold(t, readXLSX, path,
		"sheet Sheet1 1: 企业名称|统一社会信用代码|员工人数|摸排日期|产值|是否实体运营|经度",
		"2: 甲|913400001016237R00|120|2024-05-01|1234.5678|true|118.3",
		"3: 乙 & 丙 <1>|913400001016237000|7|2024-05-01|0.3|false|",
		"5: 丁|||2024-05-01 14:30:00|1,200|是的|")
}

func TestFormulasAreTheirLastResultAndWithoutOneTheRowIsLeftOut(t *testing.T) {
	path := book(t, func(f *excelize.File) {
		setRows(f, "Sheet1", []any{"名称", "员工人数", "行业"}, []any{"甲", 1, "x"}, []any{"乙", 2, "y"}, []any{"丙"})
		must(f.SetCellFormula("Sheet1", "B2", "1+1"))
		must(f.SetCellFormula("Sheet1", "B4", "1+1"))
		must(f.SetCellValue("Sheet1", "C4", "#N/A"))
		must(f.SetCellFormula("Sheet1", "E3", "1+1")) // no header above it
	})
	wantTold(t, readXLSX, path, "sheet Sheet1 1: 名称|员工人数|行业", "2: 甲|1|x", "3: 乙|2|y||"+uncomputed, "4: value!")
}

func TestHeadersAreFoundBelowTitlesAndWithinMergedCells(t *testing.T) {
	merged := func(f *excelize.File, cells ...string) {
		for _, c := range cells {
			from, to, _ := strings.Cut(c, ":")
			must(f.MergeCell("Sheet1", from, to))
		}
	}
	for _, c := range []struct {
		name string
		fill func(f *excelize.File)
		want []string
	}{
		{"a title over all columns", func(f *excelize.File) {
			setRows(f, "Sheet1", []any{"某开发区企业名单"}, []any{"填表单位:某某"}, []any{"名称", "员工人数"}, []any{"甲", 3})
			merged(f, "A1:B1", "A2:B2")
		}, []string{"sheet Sheet1 3: 名称|员工人数", "4: 甲|3"}},
		{"two lines, the lower known", func(f *excelize.File) {
			setRows(f, "Sheet1", []any{"名称", "位置", nil, "产值"}, []any{nil, "经度", "纬度", nil}, []any{"甲", 118.3, 32.3, 4})
			merged(f, "A1:A2", "B1:C1", "D1:D2")
		}, []string{"sheet Sheet1 2: 名称|经度|纬度|产值", "3: 甲|118.3|32.3|4"}},
		{"two lines, the lower unknown or twice", func(f *excelize.File) {
			setRows(f, "Sheet1", []any{"名单"}, []any{"名称", "注册地", nil, "经营地", nil, "备注", nil}, []any{nil, "经度", "纬度", "经度", "纬度", "一", "二"}, []any{"甲", 1, 2, 3, 4, 5, 6})
			merged(f, "A1:G1", "A2:A3", "B2:C2", "D2:E2", "F2:G2")
		}, []string{"sheet Sheet1 3: 名称|注册地/经度|注册地/纬度|经营地/经度|经营地/纬度|备注/一|备注/二", "4: 甲|1|2|3|4|5|6"}},
		{"groups over a full line of headers", func(f *excelize.File) {
			setRows(f, "Sheet1", []any{"基本情况", nil, "位置", nil}, []any{"名称", "行业", "经度", "纬度"}, []any{"甲", "x", 1, 2})
			merged(f, "A1:B1", "C1:D1")
		}, []string{"sheet Sheet1 2: 名称|行业|经度|纬度", "3: 甲|x|1|2"}},
		{"a group without cells merged down beside it", func(f *excelize.File) {
			setRows(f, "Sheet1", []any{"名称", "行业", "位置", nil}, []any{nil, nil, "经度", "纬度"}, []any{"甲", "x", 1, 2})
			merged(f, "C1:D1")
		}, []string{"sheet Sheet1 2: 名称|行业|经度|纬度", "3: 甲|x|1|2"}},
		{"cells merged down in the list stand in each of its rows", func(f *excelize.File) {
			setRows(f, "Sheet1", []any{"所属开发区", "名称"}, []any{"CZ", "甲"}, []any{nil, "乙"}, []any{nil, "丙"}, []any{nil, "丁"})
			merged(f, "A2:A4")
		}, []string{"sheet Sheet1 1: 所属开发区|名称", "2: CZ|甲", "3: CZ|乙", "4: CZ|丙", "5: |丁"}},
		{"headers that nobody knows", func(f *excelize.File) { setRows(f, "Sheet1", []any{"甲", nil, "乙", nil}, []any{1, 2, 3}) },
			[]string{"sheet Sheet1 1: 甲||乙", "2: 1|2|3"}},
	} {
		t.Run(c.name, func(t *testing.T) { wantTold(t, readXLSX, book(t, c.fill), c.want...) })
	}
}

func TestEverySheetIsReadButTheHiddenAndTheEmpty(t *testing.T) {
	path := book(t, func(f *excelize.File) {
		for _, name := range []string{"空表", "企业", "字典", "党组织"} {
			_, err := f.NewSheet(name)
			must(err)
		}
		setRows(f, "Sheet1", []any{"名称"}, []any{"甲"})
		setRows(f, "企业", []any{"名称"}, []any{"乙"})
		setRows(f, "字典", []any{"行业"}, []any{"x"})
		setRows(f, "党组织", []any{"名称"}, []any{"丙"})
		must(f.SetSheetVisible("字典", false))
	})
	wantTold(t, readXLSX, path, "sheet Sheet1 1: 名称", "2: 甲", "sheet 企业 1: 名称", "2: 乙", `note the hidden sheet "字典" was not imported`, "sheet 党组织 1: 名称", "2: 丙")
}

// Parts of a workbook as other programs write them.
const (
	bookRels  = `<Relationships xmlns="x"><Relationship Id="r1" Type="http://x/relationships/officeDocument" Target="/xl/workbook.xml"/></Relationships>`
	sheetRels = `<Relationships xmlns="x"><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="http://x/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`
	bookText  = `<?xml version="1.0"?><x:workbook xmlns:x="m"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="A&amp;B" sheetId="1" r:id="rId1"/></x:sheets></x:workbook>`
	styleText = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-804]e&quot;年&quot;m;@"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="46"/></cellXfs></styleSheet>`
	textsText = `<sst><si><t>名称</t></si><si><r><t>甲</t></r><r><t xml:space="preserve"> 乙</t></r><rPh sb="0" eb="1"><t>よみ</t></rPh></si><si><t>a_x000D_b</t></si></sst>`
	sheetText = `<x:worksheet xmlns:x="m"><!-- c > --><x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c><x:c r="C1" t="inlineStr"><x:is><x:t>经<![CDATA[度]]></x:t></x:is></x:c></x:row>` +
		`<x:row r='3'><x:c t="s"><x:v>1</x:v></x:c><x:c t="s"><x:v>2</x:v></x:c><x:c s="1"><x:v>0</x:v></x:c><x:c s="2"><x:v>1.5</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c><x:c t="d"><x:v>2024-05-01T00:00:00</x:v></x:c><x:c/></x:row></x:sheetData></x:worksheet>`
)

func bookParts(sheet, texts string) []part {
	return []part{
		{"[Content_Types].xml", nil}, {"_rels/.rels", []byte(bookRels)}, {"xl/_rels/workbook.xml.rels", []byte(sheetRels)}, {`xl\workbook.xml`, []byte(bookText)},
		{"xl/styles.xml", []byte(styleText)}, {"xl/sharedStrings.xml", []byte(texts)}, {"XL/worksheets/sheet1.xml", []byte(sheet)},
	}
}

func TestAWorkbookOfAnotherProgramIsReadTheSame(t *testing.T) {
	path := zipped(t, "other.xlsx", bookParts(sheetText, textsText)...)
	wantTold(t, readXLSX, path, "sheet A&B 1: 名称||经度",
		"3: 甲 乙|a\rb|1904-01-01|1.5||2024-05-01",
		`note in the sheet "A&B", 1 cells hold an error such as #N/A; they were taken as unknown`)
}

func TestNumbersAreWrittenAsPeopleDo(t *testing.T) {
	for raw, want := range map[string]string{
		"118.30000000000001": "118.30000000000001", "32.299999999999997": "32.3", "9.13400001016237E+17": "913400001016237000", "12.000": "12", "0012": "0012",
		"1e-3": "0.001", "1E300": "1e+300", "-0.5": "-0.5", "x": "x", "": "", "NaN": "NaN",
	} {
		if got := numberText([]byte(raw)); got != want {
			t.Errorf("%q: %q, want %q", raw, got, want)
		}
	}
}

func TestNumberFormatsTellDaysFromNumbers(t *testing.T) {
	for code, want := range map[string]moment{
		"General": plainNumber, "0.00": plainNumber, "#,##0;[Red]-#,##0": plainNumber, "0.00E+00": plainNumber, `0"天"`: plainNumber, "@": plainNumber, `"day" 0`: plainNumber,
		"yyyy-mm-dd": aDay, `yyyy"年"m"月"d"日"`: aDay, "[$-804]mmmm": aDay, "m/d/yy h:mm": aDayAndTime, "h:mm:ss.000": aTime, "[h]:mm:ss": plainNumber, `d\-m`: aDay, "yyyy": aDay, "": plainNumber, `"unclosed`: plainNumber,
		`_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ `: plainNumber, "mmss.0": aTime,
	} {
		if got := momentOf(code); got != want {
			t.Errorf("%q: %d, want %d", code, got, want)
		}
	}
}

func TestDaysAreThoseThatSpreadsheetsShow(t *testing.T) {
	w := &workbook{}
	for x, want := range map[float64]string{1: "1900-01-01", 59: "1900-02-28", 61: "1900-03-01", 45413: "2024-05-01", 45413.5: "2024-05-01 12:00:00", 2958465: "9999-12-31", 2958466: "", -1: ""} {
		if got := w.moment(x, aDayAndTime); got != want {
			t.Errorf("%v: %q, want %q", x, got, want)
		}
	}
}

func TestAWorkbookThatCannotBeReadIsOneSentence(t *testing.T) {
	sheet := func(s string) []part { return bookParts(s, textsText) }
	row := func(cells string) []part { return sheet("<w><sheetData><row>" + cells + "</row></sheetData></w>") }
	const downward = `<w><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row><row><c r="A2" t="s"><v>1</v></c></row><row><c r="B3" t="s"><v>1</v></c></row></sheetData>` +
		`<mergeCells><mergeCell ref="A2:A9"/><mergeCell ref="B3:B9"/></mergeCells></w>`
	encrypted := append([]byte(oldWorkbook), make([]byte, 600)...)
	for _, c := range []struct{ name, path, part string }{
		{"an empty file", written(t, "a.xlsx", nil), "is empty"},
		{"a text", written(t, "a.xlsx", []byte("id,name\n")), "not an XLSX workbook"},
		{"an .xls, or one with a password", written(t, "a.xlsx", encrypted), "password"},
		{"an archive of something else", zipped(t, "a.xlsx", part{"word/document.xml", []byte("<w/>")}), "not an XLSX workbook"},
		{"a sheet that ends within its rows", zipped(t, "a.xlsx", sheet(sheetText[:len(sheetText)-60])...), "xl/worksheets/sheet1.xml"},
		{"a sheet that is nothing", zipped(t, "a.xlsx", sheet("")...), "xl/worksheets/sheet1.xml"},
		{"a sheet in UTF-16", zipped(t, "a.xlsx", sheet("\xff\xfe<\x00w\x00")...), "xl/worksheets/sheet1.xml"},
		{"a sheet that is not there", zipped(t, "a.xlsx", sheet(sheetText)[:6]...), "xl/worksheets/sheet1.xml"},
		{"entities of its own", zipped(t, "a.xlsx", sheet(`<!DOCTYPE w [<!ENTITY a "aaaa">]><w>&a;</w>`)...), "xl/worksheets/sheet1.xml"},
		{"a text that is not among the shared ones", zipped(t, "a.xlsx", row(`<c t="s"><v>7</v></c>`)...), "xl/worksheets/sheet1.xml"},
		{"16,385 columns", zipped(t, "a.xlsx", row(`<c r="XFE1"><v>1</v></c>`)...), "more than 16384 columns"},
		{"16,385 columns without names", zipped(t, "a.xlsx", row(strings.Repeat(`<c><v>1</v></c>`, MaxColumns+1))...), "more than 16384 columns"},
		{"one text of 17 MB", zipped(t, "a.xlsx", row("<c t='str'><v>"+strings.Repeat("x", 17<<20)+"</v></c>")...), "xl/worksheets/sheet1.xml"},
		{"one row of 17 MB", zipped(t, "a.xlsx", row(strings.Repeat("<c t='str'><v>"+strings.Repeat("x", 1<<20)+"</v></c>", 17))...), "longer than 16 MB"},
		{"one row of 17 MB by the cells merged down into it", zipped(t, "a.xlsx", bookParts(downward, "<sst><si><t>名称</t></si><si><t>"+strings.Repeat("x", 9<<20)+"</t></si></sst>")...), "row 3 is longer than 16 MB"},
		{"a tag of 17 MB", zipped(t, "a.xlsx", sheet("<w "+strings.Repeat("x", 17<<20))...), "xl/worksheets/sheet1.xml"},
	} {
		t.Run(c.name, func(t *testing.T) { wantSentence(t, readXLSX, c.path, c.part) })
	}
}

func TestAWorkbookCutShortIsOneSentence(t *testing.T) {
	path := zipped(t, "list.xlsx", bookParts(sheetText, textsText)...)
	whole, err := told(t, readXLSX, path)
	if err != nil {
		t.Fatal(err)
	}
	wantEveryCutSaid(t, readXLSX, path, whole)
}

func TestWhatAnArchiveUnpacksToIsBounded(t *testing.T) {
	in := &input{name: "bomb.xlsx", ReaderAt: bytes.NewReader(nil)}
	bomb := zipOf(t, bookParts("<w><sheetData>"+strings.Repeat(" ", 8<<20), textsText)...)
	in.ReaderAt, in.size = bytes.NewReader(bomb), int64(len(bomb))
	a, err := openArchive(in)
	must(err)
	a.left = 1 << 20
	w := &workbook{archive: a, ctx: t.Context(), room: 100}
	if err := w.elements("xl/sharedStrings.xml", w.texts()); err == nil || !strings.Contains(err.Error(), "exceed 256 MB") {
		t.Errorf("of too many texts it is said: %v", err)
	}
	if _, err := w.merged(worksheet{part: "xl/worksheets/sheet1.xml"}); err == nil || !strings.Contains(err.Error(), "unpacks to more than") {
		t.Errorf("of a sheet without end it is said: %v", err)
	}
}

func TestAnArchiveWithADirectoryWithoutEndIsOneSentence(t *testing.T) {
	var parts []part
	for i := range 3000 {
		parts = append(parts, part{fmt.Sprint("a folder/part ", i), nil})
	}
	text := zipOf(t, parts...)
	in := &input{name: "many.zip", ReaderAt: bytes.NewReader(text), size: int64(len(text))}
	if _, err := openWithin(in, 100<<10); err == nil || !strings.Contains(err.Error(), "too long a directory") {
		t.Error(err)
	}
	if a, err := openArchive(in); err != nil || len(a.parts) != 3000 {
		t.Error(err)
	}
}

func FuzzXLSX(f *testing.F) {
	f.Add([]byte(sheetText), []byte(textsText), []byte(bookText))
	f.Add([]byte(`<w><sheetData><row r="2"><c r="A2" t="s"><v>0</v></c><c r="ZZ2"/></row></sheetData><mergeCells><mergeCell ref="A1:C2"/><mergeCell ref="A4:A9"/></mergeCells></w>`), []byte(textsText), []byte(bookText))
	f.Add([]byte("<row><v>0</c>"), []byte("<sst/>"), []byte(bookText))
	f.Fuzz(func(t *testing.T, sheet, texts, book []byte) {
		parts := bookParts(string(sheet), string(texts))
		parts[3].text = book
		surviveForeign(t, readXLSX, zipOf(t, parts...))
	})
}
