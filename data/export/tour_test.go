package export_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"beltmap/data/export"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/tour"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// dated is a tour of three stops, the second of which is nowhere unless it is placed, on a day unless it is none.
func dated(day geo.Day, placed bool) *export.Tour {
	record, event := geo.New(geo.Tours), geo.New(geo.Events)
	record.ID, record.NameZH, record.NameEN = "CZ-T-9", "观摩路线", "Tour & <visit>"
	event.Set(geo.HeldOn, geo.OnDay(day))
	r := &tour.Route{Record: record, Event: &event, Start: 9 * 60, StartKnown: true, Groups: 1}
	for i := range 3 {
		r.Stops = append(r.Stops, tour.Stop{ID: fmt.Sprint("S", i), NameZH: fmt.Sprint("站点", i), Point: orb.Point{118.3 + 0.01*float64(i), 32.3}, Located: true, Class: geo.Exact,
			Visit: tour.Visit{Dwell: 30}, StoryEN: "<script>alert(1)</script>; one, two\\three\nand \"more\"", StoryZH: strings.Repeat("讲解词，", 40), StorySource: "a source"})
	}
	r.Stops[0].Class = geo.Illustrative
	if !placed {
		r.Stops[1].Located = false
	}
	return &export.Tour{Route: r, Passages: tour.Itinerary(r, tour.StraightOf(geo.Settings{})), Lang: phrase.English, Made: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), Version: 7, URL: "https://example.cn/t/CZ-T-9"}
}

func writtenTour(t *testing.T, name string, of *export.Tour) []byte {
	t.Helper()
	for _, f := range export.TourFormats() {
		if f.Name == name {
			var out bytes.Buffer
			if err := f.Write(&out, of); err != nil {
				t.Fatal(err)
			}
			return out.Bytes()
		}
	}
	t.Fatalf("no format %s", name)
	return nil
}

// layer is what GDAL reads of one layer of a file.
func layer(t *testing.T, body []byte, extension, name string) (features []struct {
	Properties map[string]any
	Geometry   struct {
		Type        string
		Coordinates any
	}
}) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tour"+extension)
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"-f", "GeoJSON", "/vsistdout/", path}
	if name != "" {
		args = append(args, name)
	}
	said, err := exec.Command("ogr2ogr", args...).Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(said, &struct{ Features any }{&features}); err != nil {
		t.Fatal(err)
	}
	return features
}

func TestGDALReadsATourInGPXAndKML(t *testing.T) {
	for placed, want := range map[bool]int{true: 3, false: 2} {
		of := dated(geo.Date(2026, 5, 20), placed)
		points, routes := layer(t, writtenTour(t, "gpx", of), ".gpx", "waypoints"), layer(t, writtenTour(t, "gpx", of), ".gpx", "routes")
		if len(points) != want || len(routes) != 1 || len(routes[0].Geometry.Coordinates.([]any)) != want {
			t.Fatalf("%d waypoints, routes %v", len(points), routes)
		}
		first := points[0].Properties
		if first["name"] != "1. 站点0" || first["time"] != "2026-05-20T01:00:00Z" || !strings.HasPrefix(first["desc"].(string), "<script>alert(1)</script>; one") || first["type"] != "illustrative" {
			t.Errorf("the first waypoint: %v", first)
		}
		last := points[want-1].Properties
		if timed := last["time"] != nil; timed != placed || last["name"] != "3. 站点2" {
			t.Errorf("behind a stop of no place a time is known: %v", last)
		}
		kml := layer(t, writtenTour(t, "kml", of), ".kml", "")
		if len(kml) != 2*want-1 || kml[0].Properties["Name"] != "1. 站点0" || kml[want].Geometry.Type != "LineString" {
			t.Errorf("KML: %v", kml)
		}
	}
	if !strings.Contains(string(writtenTour(t, "gpx", dated(0, false))), "left out, for they have no position: 2 站点1") {
		t.Error("nobody says that a stop is missing")
	}
}

// A text of any characters that records may hold comes back from XML as it was, and never as markup.
func TestNoStoryBecomesMarkup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		story := rapid.StringOfN(rapid.SampledFrom([]rune("<>&\"'/]!-a中\n;,\\:")), 1, 40, -1).Draw(t, "story")
		of := dated(0, true)
		of.Route.Stops[0].StoryEN, of.Route.Stops[0].StorySource = story, ""
		for _, f := range export.TourFormats()[:2] {
			var out bytes.Buffer
			if err := f.Write(&out, of); err != nil {
				t.Fatal(err)
			}
			d, said := xml.NewDecoder(&out), []string{}
			for {
				token, err := d.Token()
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				if chars, is := token.(xml.CharData); is {
					said = append(said, string(chars))
				}
			}
			if !strings.Contains(strings.Join(said, "\x00")+"\x00", "\x00"+story+"\x00") {
				t.Fatalf("%s does not hold %q", f.Name, story)
			}
		}
	})
}

// events reads iCalendar: unfolds, splits, takes escapes back.
func events(t *testing.T, body []byte) (all []map[string]string) {
	t.Helper()
	for line := range strings.SplitSeq(strings.TrimSuffix(string(body), "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
	}
	var now map[string]string
	for line := range strings.SplitSeq(strings.ReplaceAll(string(body), "\r\n ", ""), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		switch {
		case line == "BEGIN:VEVENT":
			now = map[string]string{}
		case line == "END:VEVENT":
			all, now = append(all, now), nil
		case now != nil:
			now[name] = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\,`, ",", `\;`, ";").Replace(value)
		}
	}
	return all
}

func TestACalendarHoldsTheTourAndItsStops(t *testing.T) {
	of := dated(geo.Date(2026, 5, 20), true)
	body := writtenTour(t, "ics", of)
	all := events(t, body)
	if len(all) != 4 || !bytes.Contains(body, []byte("BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\n")) {
		t.Fatalf("%d events in %s", len(all), body)
	}
	if all[0]["DTSTART;TZID=Asia/Shanghai"] != "20260520T090000" || all[0]["SUMMARY"] != "Tour & <visit>" || all[1]["DTEND;TZID=Asia/Shanghai"] != "20260520T093000" || all[0]["SEQUENCE"] != "7" {
		t.Errorf("%v", all[:2])
	}
	if want := of.Route.Stops[0].StoryEN + "\na source"; all[1]["DESCRIPTION"] != want {
		t.Errorf("a story comes back as %q", all[1]["DESCRIPTION"])
	}
	of.Lang = phrase.Chinese // folded between characters
	chinese := events(t, writtenTour(t, "ics", of))
	if chinese[1]["DESCRIPTION"] != of.Route.Stops[0].StoryZH+"\na source" || chinese[1]["UID"] != all[1]["UID"] || all[1]["UID"] == all[2]["UID"] {
		t.Errorf("%v", chinese[1])
	}
	if _, says := all[1]["GEO"]; says {
		t.Error("a calendar leads to an illustrative place")
	}
	if all := events(t, writtenTour(t, "ics", dated(geo.Date(2026, 5, 20), false))); len(all) != 2 || all[0]["DTSTART;VALUE=DATE"] != "20260520" {
		t.Errorf("a tour that nobody knows the end of: %v", all)
	}
}

func TestWhatATourCannotBeIsSaid(t *testing.T) {
	nowhere := dated(0, true)
	for i := range nowhere.Route.Stops {
		nowhere.Route.Stops[i].Located = false
	}
	nowhere.Passages = tour.Itinerary(nowhere.Route, tour.StraightOf(geo.Settings{}))
	for _, f := range export.TourFormats() {
		var e *geo.Error
		var out bytes.Buffer
		if err := f.Write(&out, nowhere); !errors.As(err, &e) || e.Kind != geo.KindConflict || out.Len() > 0 {
			t.Errorf("%s of an undated tour of no places: %v", f.Name, err)
		}
	}
}
