package generate

import (
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// What a spreadsheet is made of, in per cent of its rows; faulty and repeated rows are among all, the others are shares of the rest.
const (
	MaxSpreadsheetRows = 1_000_000

	shareFaulty      = 2
	shareRepeated    = 5
	shareAddressOnly = 30
	shareNoCode      = 4
	shareWrongCode   = 3
)

// spreadsheetHeader is what offices write above such lists. The second last column is one that an import has to refuse.
var spreadsheetHeader = []string{
	"序号", "企业名称", "统一社会信用代码", "所属开发区", "所属行业", "职工人数", "正式党员数", "指导员数", "项目阶段", "摸排时间", "企业地址", "经度", "纬度", "联系人", "数据来源",
}

// Spreadsheet writes a list of enterprises of one made-up zone as an office would keep it, the same for the same seed: CSV in GB 18030
// with a title above its header, positions in GCJ-02 or an address only, rows that repeat an earlier one, and rows that cannot be read.
// The names are made up, the credit codes belong to a region that does not exist, and the column of contacts holds no name.
func Spreadsheet(w io.Writer, rows int, seed uint64) error {
	if rows < 1 || rows > MaxSpreadsheetRows {
		return geo.Invalid("generate.Spreadsheet", phrase.SpreadsheetRows.With(rows, MaxSpreadsheetRows))
	}
	out := simplifiedchinese.GB18030.NewEncoder().Writer(w)
	if _, err := io.WriteString(out, "合成经济开发区企业摸排表"+strings.Repeat(",", len(spreadsheetHeader)-1)+"\r\n"); err != nil {
		return err
	}
	table := csv.NewWriter(out)
	table.UseCRLF = true
	if err := table.Write(spreadsheetHeader); err != nil {
		return err
	}
	s := &spreadsheet{random: rand.New(rand.NewPCG(seed, 0x7368656574))}
	for i, kind := range s.deal(rows) {
		if err := table.Write(s.row(i, kind)); err != nil {
			return err
		}
	}
	table.Flush()
	return table.Error()
}

type rowKind uint8

const (
	goodRow rowKind = iota
	faultyRow
	repeatedRow
)

type spreadsheet struct {
	random *rand.Rand
	good   [][]string // rows that may be repeated
	faults int
}

// deal shuffles the kinds of rows; the first is a good one, so that there is something to repeat.
func (s *spreadsheet) deal(n int) []rowKind {
	kinds := make([]rowKind, n)
	faulty, repeated := share(n, shareFaulty), share(n, shareRepeated)
	for i := range faulty {
		kinds[n-1-i] = faultyRow
	}
	for i := range repeated {
		kinds[n-1-faulty-i] = repeatedRow
	}
	rest := kinds[1:]
	s.random.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	return kinds
}

func (s *spreadsheet) row(i int, kind rowKind) []string {
	if kind == repeatedRow {
		row := append([]string(nil), s.good[s.random.IntN(len(s.good))]...)
		row[0] = strconv.Itoa(i + 1)
		row[5] = strconv.Itoa(1 + s.random.IntN(400)) // a later survey counted otherwise
		return row
	}
	row := s.enterprise(i)
	if kind == faultyRow {
		s.spoil(row)
		return row
	}
	s.good = append(s.good, row)
	return row
}

// spoil makes a row that no reader can take as it stands, of each kind in turn.
func (s *spreadsheet) spoil(row []string) {
	switch s.faults % 4 {
	case 0:
		row[1], row[2] = "", ""
	case 1:
		row[5] = "约" + row[5] + "人"
	case 2:
		row[9] = "2024-13-40"
	case 3:
		row[11], row[12] = "1183.0421", "32.3107"
	}
	s.faults++
}

var stages = [...]string{"拟建", "在建", "试产", "投产", "投产", "投产", ""}

func (s *spreadsheet) enterprise(i int) []string {
	row := []string{
		strconv.Itoa(i + 1), fmt.Sprintf("合成%s企业 %04d", industries[i%len(industries)], i+1), s.code(i), "合成经济开发区",
		industries[i%len(industries)], strconv.Itoa(1 + int(s.random.ExpFloat64()*60)), strconv.Itoa(s.random.IntN(6)), strconv.Itoa(s.random.IntN(5) / 4),
		stages[s.random.IntN(len(stages))], s.day(), s.address(), "", "", "(略)", "合成数据 beltmap generate",
	}
	if s.random.IntN(100) >= shareAddressOnly {
		p := s.place().GCJ02()
		row[11], row[12] = strconv.FormatFloat(p[0], 'f', 6, 64), strconv.FormatFloat(p[1], 'f', 6, 64)
	}
	return row
}

// place is somewhere in a made-up zone east of Chuzhou.
func (s *spreadsheet) place() crs.WGS84 {
	return crs.WGS84{118.36 + 0.02*s.random.NormFloat64(), 32.30 + 0.015*s.random.NormFloat64()}
}

// day is written as people write days.
func (s *spreadsheet) day() string {
	d := geo.Date(2024, 1, 1) + geo.Day(s.random.IntN(600))
	text := d.String()
	switch s.random.IntN(3) {
	case 0:
		return strings.ReplaceAll(text, "-", "/")
	case 1:
		return text[:4] + "年" + strings.TrimPrefix(text[5:7], "0") + "月" + strings.TrimPrefix(text[8:], "0") + "日"
	}
	return text
}

// The towns are real, so that a gazetteer finds them; the streets are not.
var towns = [...]string{
	"安徽省滁州市南谯区乌衣镇", "安徽省滁州市南谯区沙河镇", "滁州市来安县水口镇", "滁州市来安县汊河镇", "安徽省滁州市全椒县襄河镇", "滁州市琅琊区", "安徽省滁州市南谯区", "来安县", "全椒县", "明光市",
}

func (s *spreadsheet) address() string {
	return fmt.Sprintf("%s合成路%d号", towns[s.random.IntN(len(towns))], 1+s.random.IntN(300))
}

// code is a credit code of region 990000, which does not exist; some rows have none and some a wrong check character.
func (s *spreadsheet) code(i int) string {
	draw := s.random.IntN(100)
	if draw < shareNoCode {
		return ""
	}
	code := geo.WithCheckCharacter(fmt.Sprintf("91990000%09d", i+1))
	if draw < shareNoCode+shareWrongCode {
		last := byte('0')
		if code[17] == last {
			last = '1'
		}
		code = code[:17] + string(last)
	}
	return code
}
