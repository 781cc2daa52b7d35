package handout

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
	"github.com/paulmach/orb"
	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// visit is a tour of stops at places; without any, of two at one place and one of no place.
func visit(places ...orb.Point) *Tour {
	record := geo.New(geo.Tours)
	record.ID, record.NameZH, record.NameEN = "T-1", "路线<1>", ""
	r := &tour.Route{Record: record, Start: 9 * 60, StartKnown: true, Groups: 1}
	add := func(at orb.Point, class geo.Precision) {
		r.Stops = append(r.Stops, tour.Stop{ID: fmt.Sprint("S", len(r.Stops)), NameZH: "站&点", NameEN: "A & B", Point: at, Located: class.Located(), Class: class, Visit: tour.Visit{Dwell: 20, Opens: 540},
			StoryZH: "<script>alert(1)</script>讲解", StorySource: `a "source"`, StepFree: "坡道 <5%"})
	}
	for _, at := range places {
		add(at, geo.Exact)
	}
	if len(places) == 0 {
		add(orb.Point{118.3, 32.3}, geo.Exact)
		add(orb.Point{118.3, 32.3}, geo.Illustrative)
		add(orb.Point{}, geo.Unlocated)
	}
	return &Tour{Route: r, Passages: tour.Itinerary(r, tour.StraightOf(geo.Settings{})), Lang: phrase.English, Day: geo.Date(2026, 5, 1), Guide: true,
		Honors: [][]tour.Honor{{{ID: "H", NameEN: "An honor"}}}, Links: Links{Style: "/assets/tour-1.css", Script: "/assets/tour-1.js", Self: "/t/T-1", API: "/api/tours/T-1"}}
}

// elements are the elements of a page by name, and its text.
func elements(t *testing.T, page []byte) (map[string][]map[string]string, string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(string(page)))
	if err != nil {
		t.Fatal(err)
	}
	all, text := map[string][]map[string]string{}, strings.Builder{}
	for n := range root.Descendants() {
		switch n.Type {
		case html.ElementNode:
			attributes := map[string]string{}
			for _, a := range n.Attr {
				attributes[a.Key] = a.Val
			}
			all[n.Data] = append(all[n.Data], attributes)
		case html.TextNode:
			text.WriteString(n.Data + "\n")
		}
	}
	return all, text.String()
}

func TestThePageIsWholeWithoutAScript(t *testing.T) {
	page, err := Page(visit())
	if err != nil {
		t.Fatal(err)
	}
	all, text := elements(t, page)
	for _, said := range []string{"路线<1>", "A & B", "<script>alert(1)</script>讲解", "Source: a \"source\"", "Step-free: 坡道 <5%", "An honor", "09:00", "opens at 09:00", "Illustrative position", "No position: not on the map",
		"Internal use", "stay of about 20 min", "0 min on foot, 0 m (estimated)", "Dashed: estimated"} {
		if !strings.Contains(text, said) {
			t.Errorf("the page does not say %q", said)
		}
	}
	if len(all["script"]) != 1 || all["script"][0]["src"] == "" || len(all["style"]) > 0 || len(all["h3"]) != 3 || len(all["text"]) != 3 {
		t.Errorf("%v", all)
	}
	var links []string
	for _, a := range all["a"] {
		links = append(links, a["href"])
	}
	joined := strings.Join(links, " ")
	for _, link := range []string{"uri.amap.com/navigation?to=118.305", "api.map.baidu.com/marker?location=32.30", "geo:32.300000,118.300000"} { // GCJ-02 and BD-09 lie elsewhere than WGS 84
		if strings.Count(joined, link) != 1 {
			t.Errorf("%s: %s", link, joined)
		}
	}
	inside := visit()
	inside.Guide, inside.Draft, inside.Review = false, true, "GS(2026)1号"
	page, _ = Page(inside)
	if text := string(page); strings.Contains(text, "amap") || strings.Contains(text, "geo:") || strings.Contains(text, "data-worker") || !strings.Contains(text, "A draft") || !strings.Contains(text, "GS(2026)1号") {
		t.Error("a draft on an intranet leads out, is kept, or does not say what it is")
	}
}

// A road has thousands of points, of which a phone can tell a few hundred apart and loads no more.
func TestARoadIsDrawnWholeInFewPoints(t *testing.T) {
	of := visit(orb.Point{118.3, 32.3}, orb.Point{118.4, 32.3})
	leg := *of.Passages[1].Leg
	leg.Estimated, leg.Path = false, nil
	for i := range 20_001 {
		x := float64(i) / 20_000
		leg.Path = append(leg.Path, orb.Point{118.3 + 0.1*x, 32.3 + 0.02*math.Sin(6*math.Pi*x)})
	}
	of.Passages[1].Leg, of.Credit = &leg, "© OpenStreetMap contributors"
	page, err := Page(of)
	if err != nil {
		t.Fatal(err)
	}
	all, text := elements(t, page)
	for _, path := range all["path"] {
		if n := strings.Count(path["d"], "L"); path["class"] == "leg" && (n < 200 || n > 1500 || path["stroke-dasharray"] != "") {
			t.Errorf("the road is drawn by %d points, dashed %q", n, path["stroke-dasharray"])
		}
	}
	m := draw(of.Passages, onPhone())
	if x, y := m.at(leg.Path[20_000]); !strings.HasSuffix(m.Legs[0].Path, fmt.Sprintf("L%.1f %.1f", x, y)) {
		t.Error("the road ends before the stop")
	}
	if len(page) > 40_000 || !strings.Contains(text, "(by road)") || !strings.Contains(text, "road data: © OpenStreetMap contributors") || strings.Contains(text, "Dashed") {
		t.Errorf("%d bytes: %s", len(page), text)
	}
}

func TestTheFileCarriesAllAndMayLoadNothing(t *testing.T) {
	file, err := File(visit(), Parts{Style: []byte("a > b { color: red }"), Script: []byte("if (1 < 2 && 3 > 2) void '</p>'")})
	if err != nil {
		t.Fatal(err)
	}
	all, text := elements(t, file)
	if len(all["link"]) > 0 || len(all["script"]) != 1 || all["script"][0]["src"] != "" || !strings.Contains(text, "if (1 < 2 && 3 > 2) void '</p>'") || !strings.Contains(text, "a > b { color: red }") {
		t.Errorf("%s", file)
	}
	policy := all["meta"][3]["content"]
	if !strings.Contains(policy, "default-src 'none'; style-src 'sha256-"+hash([]byte("a > b { color: red }"))+"'") || strings.Contains(string(file), "/api/tours") {
		t.Errorf("policy %q", policy)
	}
}

// Wherever stops are, each has its mark on the map, none covers another as long as there is room, and who stands at a stop is drawn at its place.
func TestMarksAreOnTheMapAndApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		degree := rapid.SampledFrom([]float64{0, 0.00001, 0.001, 0.1, 3}).Draw(t, "size")
		places := make([]orb.Point, rapid.IntRange(1, 12).Draw(t, "stops"))
		for i := range places {
			places[i] = orb.Point{118 + degree*rapid.Float64Range(0, 1).Draw(t, "x"), 32 + degree*rapid.Float64Range(0, 1).Draw(t, "y")}
		}
		m := draw(visit(places...).Passages, onPhone())
		if len(m.Marks) != len(places) || len(m.Legs) != len(places)-1 {
			t.Fatalf("%d marks, %d legs of %d stops", len(m.Marks), len(m.Legs), len(places))
		}
		for i, a := range m.Marks {
			if x, y := m.at(places[i]); a.AtX != x || a.AtY != y || x < m.canvas.margin-1 || x > m.Width-m.canvas.margin+1 || y < m.canvas.margin-1 || y > m.Height-m.canvas.margin+1 {
				t.Fatalf("stop %d is drawn at %v %v", a.Seq, a.AtX, a.AtY)
			}
			if !(a.X >= 15 && a.X <= m.Width-15 && a.Y >= 15 && a.Y <= m.Height-15) {
				t.Fatalf("mark %d lies off the map: %v", a.Seq, a)
			}
			for _, b := range m.Marks[:i] {
				if math.Hypot(a.X-b.X, a.Y-b.Y) < 20 {
					t.Fatalf("%v covers %v", a, b)
				}
			}
		}
	})
	if draw(nil, onPhone()) != nil {
		t.Error("a map of nothing")
	}
}
