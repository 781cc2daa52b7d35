package paper

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"
)

func loaded(t testing.TB) *Fonts {
	t.Helper()
	fonts, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return fonts
}

func (f *Fonts) empty() *Sheet {
	return f.Sheet("标题 title", "zh-CN", time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC))
}

// read is what pdftotext finds in a document, page by page.
func read(t *testing.T, body []byte) []string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command("pdftotext", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(said), "\f"), "\f")
}

func TestTheFontsHaveWhatNamesAreWrittenIn(t *testing.T) {
	s := loaded(t).empty()
	han := 0
	for row := 0xB0; row <= 0xF7; row++ { // the Han characters of GB 2312
		for cell := 0xA1; cell <= 0xFE; cell++ {
			text, err := simplifiedchinese.HZGB2312.NewDecoder().Bytes([]byte{'~', '{', byte(row - 0x80), byte(cell - 0x80)})
			if r, _ := utf8.DecodeRune(text); err == nil && r != utf8.RuneError {
				s.glyph(r)
				han++
			}
		}
	}
	if spelled := s.spelled("①℃〈Ⅷ〉𝐀"); spelled != "(1)°C‹VIII›A" {
		t.Errorf("spelled %q", spelled)
	}
	for r := ' ' + 1; r < 0x250; r++ {
		if r < 0x7F || r > 0xA0 && r < 0x180 {
			s.glyph(r)
		}
	}
	for _, r := range "，。、；：！？（）《》“”‘’「」『』【】—…·～￥％＋－㎡°×÷±≤≥≈→←■□▲●〇濉涡亳АЯая犇堃喆" {
		s.glyph(r)
	}
	if missing := s.Missing(); han != 6763 || len(missing) > 0 {
		t.Errorf("of %d Han characters and others these are missing: %q", han, string(missing))
	}
}

func TestTextIsReadBackAsItWasSet(t *testing.T) {
	fonts := loaded(t)
	set := func() []byte {
		s := fonts.empty()
		s.Chapter("第一章 one")
		p := s.Place()
		s.Flow(s.Block("示范带以 Shanghai Road 为轴，共有20家企业。\nA second <b>paragraph</b> — “quoted”.", Type{Size: 10, Bold: true}, Across), Margin)
		s.LinkTo(p, Margin, Margin, 20, 5)
		s.LinkOut("https://example.cn/t/1#stop-1", Margin, Margin, 20, 5)
		s.Turn()
		s.Here(p)
		s.Flow(s.Block("末页\U0001F600\u202e\u0000完", Type{Size: 10}, Across), Margin)
		body, err := s.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if missing := s.Missing(); string(missing) != "\U0001F600" {
			t.Errorf("missing: %q", string(missing))
		}
		return body
	}
	body := set()
	pages := read(t, body)
	if len(pages) != 2 || !strings.Contains(pages[0], "示范带以 Shanghai Road 为轴，共有20家企业。\nA second <b>paragraph</b> — “quoted”.") || !strings.Contains(pages[0], "1/2") || !strings.Contains(pages[1], "末页□完") {
		t.Errorf("%q", pages)
	}
	if !bytes.Equal(set(), body) {
		t.Error("the same calls give other bytes")
	}
	for _, holds := range []string{"/Lang (zh-CN)", "/Outlines", "/URI (https://example.cn/t/1#stop-1)", "(D:20261126000000"} {
		if !bytes.Contains(body, []byte(holds)) {
			t.Errorf("the document does not hold %s", holds)
		}
	}
}

// However a text is broken, no line is wider than it may be, nothing is lost, and a mark that ends a sentence begins a line only where there is no other way.
func TestLinesFitAndLoseNothing(t *testing.T) {
	s := loaded(t).empty()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("党建，。（《”“ab c-/.é\n\t\u200bЯ🙂　"))).Draw(t, "text")
		width := rapid.Float64Range(1, 20).Draw(t, "width")
		var got strings.Builder
		for _, l := range s.broken(text, width) {
			if len(l) == 0 || l.width() > width+1e-9 && len(l) > 1 {
				t.Fatalf("a line of %d letters is %.2f wide, and may be %.2f", len(l), l.width(), width)
			}
			if width > 15 && len(text) < 20 && strings.ContainsRune("，。”", l[0].r) && !strings.HasPrefix(strings.TrimSpace(text), string(l[0].r)) && !strings.Contains(text, "\n") && !strings.Contains(text, " "+string(l[0].r)) && !strings.Contains(text, "\t"+string(l[0].r)) {
				t.Fatalf("a line begins with %q in %q", l[0].r, text)
			}
			for _, g := range l {
				got.WriteRune(g.r)
			}
		}
		want := strings.ReplaceAll(strings.Join(plain(text), ""), "🙂", "□")
		if bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }; bare(got.String()) != bare(want) {
			t.Fatalf("%q became %q", want, got.String())
		}
	})
}

func FuzzFlow(f *testing.F) {
	for _, seed := range []string{"", "讲解词，", strings.Repeat("a", 400), "<b>&amp;", "\x00\x7f\xff\xfe", "🏳️‍🌈👨‍👩‍👧", "שלום مرحبا", "a\u0301\u0302", strings.Repeat("，", 300), "\uFEFF\u2028\u2029\uFFFE\uFFFF\U0010FFFF", `\()`, "((()))\\"} {
		f.Add(seed, 9.5)
	}
	fonts := loaded(f)
	f.Fuzz(func(t *testing.T, text string, size float64) {
		if len(text) > 40_000 || !(size >= 1 && size <= 40) {
			return
		}
		s := fonts.empty()
		s.Chapter(text)
		b := s.Block(text, Type{Size: size, Most: 500}, Across)
		if wide := b.Wide(); wide > Across+1e-6 {
			t.Fatalf("%v mm wide", wide)
		}
		if len(text)%16 > 0 { // to write a document takes a hundred times as long as to set it
			return
		}
		s.Flow(b, Margin)
		if s.Y > foot+1e-6 {
			t.Fatalf("down to %v", s.Y)
		}
		if body, err := s.Bytes(); err != nil || !bytes.HasPrefix(body, []byte("%PDF-")) {
			t.Fatal(err)
		}
	})
}
