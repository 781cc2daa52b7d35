package handout

import (
	"bytes"
	"errors"
	"fmt"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
	"beltmap/internal/paper"
	"github.com/paulmach/orb"
)

func fontsOf(t testing.TB) *paper.Fonts {
	t.Helper()
	fonts, err := paper.Load()
	if err != nil {
		t.Fatal(err)
	}
	return fonts
}

// printed is a leaflet as it is read back: its file and the text of its pages.
func printed(t *testing.T, of *Tour) (path string, pages []string) {
	t.Helper()
	body, err := Leaflet(of, fontsOf(t))
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command("pdftotext", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return path, strings.Split(strings.TrimSuffix(string(said), "\f"), "\f")
}

// pictures are the first pages of a file, drawn.
func pictures(t *testing.T, path string, dpi, most int) (files []string) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "p")
	if said, err := exec.Command("pdftoppm", "-png", "-r", fmt.Sprint(dpi), "-l", fmt.Sprint(most), path, out).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, said)
	}
	files, err := filepath.Glob(out + "*.png")
	if err != nil || len(files) == 0 {
		t.Fatalf("no page is drawn: %v", err)
	}
	return files
}

// scanned is what a QR code in a picture says, "" if there is none.
func scanned(t *testing.T, picture string) string {
	t.Helper()
	said, _ := exec.Command("zbarimg", "-q", "--raw", picture).Output()
	return strings.TrimSpace(string(said))
}

// onSheets is a tour in two languages with all that a leaflet shows.
func onSheets() *Tour {
	of := visit(orb.Point{118.30, 32.30}, orb.Point{118.31, 32.30}, orb.Point{118.33, 32.31})
	of.Route.Record.NameEN, of.Route.Record.Source = "A tour", "a record's source"
	of.Route.Stops[1].Class = geo.Illustrative
	of.URL = "https://map.example.cn/zone/t/T-1"
	of.Ground = []tour.Ground{{Collection: geo.Zones, NameZH: "某开发区", NameEN: "A zone", Geometry: orb.Polygon{{{118, 32}, {119, 32}, {119, 33}, {118, 33}, {118, 32}}}},
		{Collection: geo.Belts, NameZH: "某示范带", NameEN: "A belt", Geometry: orb.LineString{{118.29, 32.29}, {118.34, 32.31}}},
		{Collection: geo.Ground, Kind: "road", Geometry: orb.LineString{{118.29, 32.305}, {118.34, 32.305}}, Source: "© OpenStreetMap contributors"}}
	return of
}

func inGroups(t *testing.T, of *Tour, n int) [][]tour.Passage {
	t.Helper()
	groups, err := tour.InGroups(of.Route, of.Passages, n)
	if err != nil {
		t.Fatal(err)
	}
	return groups
}

func TestALeafletHoldsTheTour(t *testing.T) {
	of := onSheets()
	of.Credit = "an office of roads"
	path, pages := printed(t, of)
	text := strings.Join(strings.Fields(strings.Join(pages, " ")), " ")
	for _, said := range []string{"A tour", "路线<1>", "no date stated", "09:00 to", "A&B 站&点", "<script>alert(1)</script>讲解", "Step-free: 坡道 <5%", "Honors valid today: An honor", "opens at 09:00",
		"min by bus, 2.8 km (estimated)", "09:00–09:20", "positions are illustrative", "none stated · internal use", "zone: A zone", "belt: A belt", "road", "© OpenStreetMap contributors",
		`[2] a "source"`, "a record's source", "Source [2]", "Scan with a phone", of.URL, "an office of roads", "As of 2026-05-01"} {
		if !strings.Contains(text, said) {
			t.Errorf("the leaflet does not say %q: %s", said, text)
		}
	}
	if got := scanned(t, pictures(t, path, 100, 1)[0]); got != of.URL {
		t.Errorf("the QR code says %q", got)
	}
	info, err := exec.Command("pdfinfo", "-url", path).Output()
	if err != nil || !strings.Contains(string(info), of.URL+"#stop-3") {
		t.Errorf("no link leads to a stop: %s", info)
	}
	of.Lang, of.Review, of.Draft = phrase.Chinese, "皖S(2026)1号", true
	of.URL = ""
	path, pages = printed(t, of)
	text = strings.Join(strings.Fields(strings.Join(pages, " ")), " ")
	for _, said := range []string{"草稿：", "路线<1> A tour", "未注明日期", "审图号：皖S(2026)1号", "没有二维码", "开发区：某开发区", "来源", "站&点 A&B"} {
		if !strings.Contains(text, said) {
			t.Errorf("the leaflet does not say %q: %s", said, text)
		}
	}
	if got := scanned(t, pictures(t, path, 100, 1)[0]); got != "" {
		t.Errorf("a QR code of no address says %q", got)
	}
	of.Route.Record.Set(geo.TourStatus, geo.Text(geo.TourWithdrawn))
	if _, pages := printed(t, of); !strings.Contains(pages[0], "已撤回") {
		t.Error("a withdrawn tour does not say so")
	}
}

func TestTheSameTourGivesTheSameBytes(t *testing.T) {
	one, err := Leaflet(onSheets(), fontsOf(t))
	other, again := Leaflet(onSheets(), fontsOf(t))
	if err != nil || again != nil || !bytes.Equal(one, other) {
		t.Errorf("%d and %d bytes, %v", len(one), len(other), errors.Join(err, again))
	}
}

// Many stops with all that a record may hold run over pages, and nothing runs off one.
func TestNoLeafletRunsOffItsPages(t *testing.T) {
	var places []orb.Point
	for i := range 50 {
		places = append(places, orb.Point{118.3 + 0.001*float64(i%7), 32.3 + 0.001*float64(i/7)})
	}
	of := visit(places...)
	of.URL = "https://map.example.cn/" + strings.Repeat("long-", 80)
	of.Route.Record.NameZH, of.Route.Record.NameEN = strings.Repeat("很长的名称", 40), strings.Repeat("W", 200)
	for i := range of.Route.Stops {
		s := &of.Route.Stops[i]
		s.NameZH, s.NameEN, s.StorySource = strings.Repeat("站点", 100), strings.Repeat("x", 200), strings.Repeat("来源", 2000)
		s.StoryZH, s.StoryEN = strings.Repeat("讲解\U0001F600שלום", 700), strings.Repeat("a story; ", 10*i)
	}
	of.Groups = inGroups(t, of, 12)
	of.Lang = phrase.Chinese
	path, pages := printed(t, of)
	if text := strings.Join(pages, " "); len(pages) < 10 || len(pages) > 60 || !strings.Contains(text, "第 12 组") || !strings.Contains(text, "U+1F600") || !strings.Contains(text, "全文见网页") || scanned(t, pictures(t, path, 150, 1)[0]) != of.URL {
		t.Errorf("%d pages: %.900s", len(pages), text)
	}
	for _, file := range pictures(t, path, 30, 60) {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		page, err := png.Decode(f)
		if f.Close() != nil || err != nil {
			t.Fatal(err)
		}
		box := page.Bounds()
		mm := float64(box.Dx()) / paper.Width
		for y := range box.Dy() {
			for x := range box.Dx() {
				edge := float64(x) < 13*mm || float64(x) > (paper.Width-13)*mm || float64(y) < 12*mm || float64(y) > (paper.Height-6)*mm
				if edge && color.GrayModel.Convert(page.At(x, y)).(color.Gray).Y < 250 {
					t.Fatalf("%s is not empty at %d,%d", filepath.Base(file), x, y)
				}
			}
		}
	}
}

func TestGroupsStandSideBySide(t *testing.T) {
	of := onSheets()
	for i := range of.Route.Stops {
		of.Route.Stops[i].Visit.Capacity = 30
	}
	of.Groups = inGroups(t, of, 2)
	_, pages := printed(t, of)
	text := strings.Join(strings.Fields(pages[0]), " ")
	if !regexp.MustCompile(`Group 1 Group 2 1 A&B 09:00–09:20 09:00–09:40`).MatchString(text) {
		t.Errorf("%s", text)
	}
}

func TestATourOfNoPlacesHasALeafletAndOneOfTooManyStopsHasNone(t *testing.T) {
	of := visit()
	for i := range of.Route.Stops {
		of.Route.Stops[i].Located = false
	}
	of.Passages = tour.Itinerary(of.Route, tour.StraightOf(geo.Settings{}))
	if _, pages := printed(t, of); !strings.Contains(pages[0], "there is no map") || !strings.Contains(pages[0], "No position") {
		t.Errorf("%q", pages)
	}
	of.Route.Stops, of.Passages = nil, nil
	if _, pages := printed(t, of); !strings.Contains(pages[0], "路线<1>") {
		t.Errorf("%q", pages)
	}
	of.Passages = make([]tour.Passage, tour.MaxStops+1)
	var refused *geo.Error
	if _, err := Leaflet(of, fontsOf(t)); !errors.As(err, &refused) || refused.Kind != geo.KindConflict || refused.Text.EN != "too many stops: 201, at most 200" {
		t.Errorf("%v", err)
	}
}

func TestTheQRCodeForTheWallIsRead(t *testing.T) {
	of := onSheets()
	svg, err := QR(of)
	if err != nil || !bytes.Contains(svg, []byte("路线&lt;1&gt;")) && !bytes.Contains(svg, []byte("A tour")) {
		t.Fatalf("%v %s", err, svg)
	}
	size := regexp.MustCompile(`viewBox="0 0 (\d+) `).FindSubmatch(svg)
	dark := map[string]bool{}
	for _, m := range regexp.MustCompile(`M(\d+ \d+)h1v1h-1z`).FindAllSubmatch(svg, -1) {
		dark[string(m[1])] = true
	}
	var side int
	if _, err := fmt.Sscan(string(size[1]), &side); err != nil {
		t.Fatal(err)
	}
	var pgm bytes.Buffer // each module as 4 × 4 pixels
	fmt.Fprintf(&pgm, "P5 %d %d 255\n", 4*side, 4*side)
	for y := range 4 * side {
		for x := range 4 * side {
			pgm.WriteByte(map[bool]byte{true: 0, false: 255}[dark[fmt.Sprintf("%d %d", x/4, y/4)]])
		}
	}
	file := filepath.Join(t.TempDir(), "x.pgm")
	if err := os.WriteFile(file, pgm.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := scanned(t, file); got != of.URL {
		t.Errorf("it says %q", got)
	}
	of.URL = "https://example.cn/" + strings.Repeat("x", 3000)
	if _, err := QR(of); geo.KindOf(err) != geo.KindConflict {
		t.Errorf("%v", err)
	}
}

func FuzzLeaflet(f *testing.F) {
	for _, seed := range []string{"<b>&", "讲解，。", "\x00\x1b[31m", "🏳️‍🌈", "שלום مرحبا", strings.Repeat("x", 500), "%PDF-1.3 endobj (\\)"} {
		f.Add(seed, seed)
	}
	fonts := fontsOf(f)
	f.Fuzz(func(t *testing.T, name, story string) {
		if len(name) > 800 || len(story) > 40_000 {
			return
		}
		of := visit()
		of.Route.Record.NameZH, of.URL = name, "https://example.cn/t/1"
		for i := range of.Route.Stops {
			of.Route.Stops[i].NameZH, of.Route.Stops[i].StoryZH, of.Route.Stops[i].StoryEN = name, story, story
		}
		if body, err := Leaflet(of, fonts); err != nil || !bytes.HasSuffix(bytes.TrimSpace(body), []byte("%%EOF")) {
			t.Fatal(err)
		}
	})
}
