package geocode

import (
	"bytes"
	"unicode/utf8"
)

// roads and what is built are called after places that they are not in.
var (
	roads       = []string{"路", "大道", "大街", "巷", "高速", "快速", "国道", "省道"}
	builtThings = []string{
		"路", "大道", "大街", "巷", "高速", "快速", "街", "道", "桥", "大厦", "大楼", "广场", "花园", "小区", "公寓", "山庄", "宾馆", "酒店", "饭店", "商会", "商城", "市场", "大市场",
		"公司", "集团", "科技", "实业", "学院", "大学", "中学", "小学", "医院", "银行", "新村", "村", "苑", "城", "园", "湖", "山", "岭", "寺", "塔", "厂",
	}
)

// nameOf tells whether what stands at a place makes a name of a road or house out of the name before it: 安庆路, 阜阳北路, 黄山大厦.
func (p *reading) nameOf(at int, words []string) bool {
	rest := p.text[at:]
	for _, word := range words {
		if bytes.HasPrefix(rest, []byte(word)) {
			return !p.follows(at, "街道") && !p.follows(at, "园区") && !p.follows(at, "城区") && !p.follows(at, "城关")
		}
	}
	// One or two characters of direction or number may stand between: 望江西路, 长江东二路.
	for range 2 {
		r, size := utf8.DecodeRune(rest)
		switch r {
		case '东', '西', '南', '北', '中', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '新', '老':
		default:
			return false
		}
		rest = rest[size:]
		for _, word := range []string{"路", "大道", "大街", "街", "巷"} {
			if bytes.HasPrefix(rest, []byte(word)) && !bytes.HasPrefix(rest, []byte("街道")) {
				return true
			}
		}
	}
	return false
}

// roadFollows tells whether the next few characters are a road's name, of two characters at least.
func (p *reading) roadFollows(at int) bool {
	for i := range 6 {
		if i >= 2 {
			for _, word := range []string{"路", "大道", "大街", "街", "巷"} {
				if p.follows(at, word) && !p.follows(at, "街道") {
					return true
				}
			}
		}
		if at == len(p.text) {
			return false
		}
		_, size := utf8.DecodeRune(p.text[at:])
		at += size
	}
	return false
}
