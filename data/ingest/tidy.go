package ingest

import (
	"strings"

	"beltmap/geo"
	"golang.org/x/text/width"
)

// tidy is a cell as its field reads it: numbers without the marks of spreadsheets and their units, days in the many ways people write
// them, ids and codes in narrow letters. False is a word that says that nothing is known.
func tidy(f *geo.Field, cell string) (string, bool) {
	if plain(f, cell) {
		return cell, true
	}
	narrow := strings.TrimSpace(width.Fold.String(cell))
	if unknownWord(narrow) && f != geo.NameZH && f != geo.ID {
		return "", false
	}
	switch f.Type {
	case geo.TypeInteger:
		return wholeNumber(narrow), true
	case geo.TypeNumber:
		return strings.ReplaceAll(strings.TrimSuffix(narrow, f.Unit), ",", ""), true
	case geo.TypeDay:
		return isoDay(narrow), true
	case geo.TypeStars:
		return starCount(narrow), true
	case geo.TypeBoolean:
		return truth(narrow), true
	}
	if f == geo.ID || f == geo.Zone || f.Refers != 0 && f.Type != geo.TypeList {
		return narrow, true
	}
	if f == geo.USCC {
		return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(narrow)), true
	}
	return cell, true
}

// plain tells, for the many cells that are, that there is nothing to tidy.
func plain(f *geo.Field, cell string) bool {
	switch f.Type {
	case geo.TypeInteger, geo.TypeNumber:
		for i := range len(cell) {
			if cell[i]-'0' > 9 && (cell[i] != '.' || f.Type == geo.TypeInteger) {
				return false
			}
		}
		return true
	case geo.TypeDay:
		return len(cell) == 10 && cell[4] == '-'
	case geo.TypeBoolean:
		return cell == "true" || cell == "false" || len(cell) == 1 && cell[0] < 0x80
	case geo.TypeStars:
		return len(cell) == 1 && cell[0] < 0x80
	}
	if f == geo.USCC {
		for i := range len(cell) {
			if c := cell[i]; c-'0' > 9 && c-'A' > 25 {
				return false
			}
		}
		return true
	}
	if len(cell) <= 6 && unknownWord(cell) {
		return false
	}
	for i := range len(cell) {
		if cell[i] == 0xEF {
			return false
		}
	}
	return true
}

func unknownWord(s string) bool {
	switch s {
	case "-", "--", "—", "——", "/", "\\", "不详", "未知", "暂无", "N/A", "n/a", "NULL", "null", "#N/A":
		return true
	}
	return false
}

// wholeNumber drops what spreadsheets and people put around a count: 1,200 · 1200.0 · 1200人.
func wholeNumber(s string) string {
	for _, unit := range []string{"人", "名", "家", "个", "次", "场", "项", "年"} {
		s = strings.TrimSuffix(s, unit)
	}
	s = strings.ReplaceAll(s, ",", "")
	if head, tail, found := strings.Cut(s, "."); found && strings.Trim(tail, "0") == "" {
		s = head
	}
	return strings.TrimSpace(s)
}

// isoDay writes a day as YYYY-MM-DD: 2024/5/1, 2024.5.1, 2024年5月1日, 20240501, or the same with a time behind it.
func isoDay(s string) string {
	if head, _, found := strings.Cut(s, " "); found {
		s = head
	}
	if head, _, found := strings.Cut(s, "T"); found {
		s = head
	}
	s = strings.NewReplacer("年", "-", "月", "-", "日", "", "/", "-", ".", "-").Replace(s)
	parts := strings.Split(s, "-")
	if len(parts) == 1 && len(s) == 8 {
		parts = []string{s[:4], s[4:6], s[6:]}
	}
	if len(parts) != 3 || len(parts[0]) != 4 {
		return s
	}
	for i := 1; i < 3; i++ {
		if len(parts[i]) == 1 {
			parts[i] = "0" + parts[i]
		}
	}
	return strings.Join(parts, "-")
}

// starCount reads stars as people write them: 五星, 5星级, ★★★★★, 未评.
func starCount(s string) string {
	s = strings.TrimSuffix(strings.TrimSuffix(s, "级"), "星")
	if n := strings.Count(s, "★"); n > 0 && strings.Trim(s, "★☆") == "" {
		return string(rune('0' + min(n, 9)))
	}
	switch s {
	case "未评", "未评定", "未定", "无":
		return geo.Unrated
	}
	if i := strings.Index("零一二三四五", s); i >= 0 && len(s) == len("一") {
		return string(rune('0' + i/len("一")))
	}
	return s
}

func truth(s string) string {
	switch s {
	case "有", "在营", "正常", "正常经营", "运营", "存续", "开业", "√", "Y", "y":
		return "true"
	case "无", "停业", "停产", "未运营", "注销", "吊销", "歇业", "×", "N", "n":
		return "false"
	}
	return s
}
