package server_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"beltmap/geo"
	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"
)

// manifold is a zone with so many centers, spread over 20 km.
func manifold(n int) []geo.Record {
	zone := geo.New(geo.Zones)
	zone.ID, zone.NameZH = "CZ", "甲"
	all := []geo.Record{zone}
	for i := range n {
		center := geo.New(geo.Centers)
		center.ID, center.NameZH, center.Zone = fmt.Sprintf("C-%03d", i), "点", "CZ"
		center.Geometry, center.Position.Class = orb.Point{118 + 0.2*float64(i*37%n)/float64(n), 32 + 0.2*float64(i*i*53%n)/float64(n)}, geo.Exact
		all = append(all, center)
	}
	return all
}

func (s *site) plans(path, body string) *answer {
	s.t.Helper()
	return s.write(http.MethodPost, path, body, "Content-Type", "application/json")
}

func TestRoundsGiveEachTargetToATeamOrSayWhyNot(t *testing.T) {
	s := serve(t, geo.Public, toured(), withRoles)
	viewer := s.as("desk-viewer")
	viewer.describe()
	const body = `{"zone":"CZ","of":"centers","base":"organizations/none"}`
	if a := viewer.plans("/api/tours/rounds", body); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.plain(), `no stop or target \"organizations/none\"`) {
		t.Errorf("%d %s", a.status, a.body)
	}
	const asked = `{"zone":"CZ","of":"centers","targets":[{"stop":"centers/C-3","phase":2,"priority":7,"dwell":40},{"stop":"S-published-1"}],"base":"centers/C-0","teams":2,"days":3,"start":"08:30","finish":"12:00","dwell":15}`
	got := viewer.plans("/api/tours/rounds", asked).is(http.StatusOK).json()
	seen, travel := map[string]int{}, 0.0
	for _, each := range got["sheets"].([]any) {
		sheet := each.(map[string]any)
		travel += sheet["travel"].(float64)
		stops := sheet["stops"].([]any)
		for _, one := range stops {
			stop := one.(map[string]any)
			id := stop["stop"].(string)
			seen[id]++
			if phase := sheet["phase"].(float64); (phase == 2) != (id == "centers/C-3") || (stop["priority"].(float64) == 7) != (id == "centers/C-3") || (stop["dwell"].(float64) == 40) != (id == "centers/C-3") {
				t.Errorf("%s is in phase %v with %v", id, phase, stop)
			}
			if (sheet["day"].(float64) == 2) != (id == "centers/C-3") {
				t.Errorf("a day of two phases, or a phase too early: %v", sheet)
			}
		}
		first := stops[0].(map[string]any)
		if first["leg"] == nil || sheet["back"] == nil || sheet["ends"].(string) > "12:00" {
			t.Errorf("not from the base and back: %v", sheet)
		}
	}
	if fmt.Sprint(seen) != "map[S-published-1:1 centers/C-0:1 centers/C-1:1 centers/C-2:1 centers/C-3:1]" || travel != got["travel"] || got["bound"].(float64) > travel || got["days"] != 2.0 {
		t.Errorf("%v: %v", seen, got)
	}
	left := got["left"].([]any)
	if len(left) != 1 || left[0].(map[string]any)["reason"] != "no_place" || left[0].(map[string]any)["stop"] != "centers/C-lost" || !strings.Contains(fmt.Sprint(left), "has no position") {
		t.Errorf("left out: %v", left)
	}
	short := viewer.plans("/api/tours/rounds", `{"targets":[{"stop":"centers/C-3","priority":1},{"stop":"centers/C-0","priority":2}],"teams":1,"finish":"09:30"}`).is(http.StatusOK).json()
	if left := fmt.Sprint(short["left"]); !strings.Contains(left, "no_time") || !strings.Contains(left, "centers/C-3") || strings.Contains(left, "centers/C-0") {
		t.Errorf("no time for the least urgent: %v", left)
	}
	if a := viewer.plans("/api/tours/rounds?f=sse", asked).is(http.StatusOK); !strings.HasPrefix(string(a.body), "event: ") {
		t.Errorf("%s", a.body)
	}
	for name, status := range map[string]int{"": 401, "desk-cz": 200} {
		if a := s.as(name).described(viewer).plans("/api/tours/rounds", `{"zone":"CZ","of":"centers"}`); a.status != status {
			t.Errorf("rounds as %q: %d", name, a.status)
		}
	}
	t.Run("as files", func(t *testing.T) { roundFiles(t, viewer, asked) })
	t.Run("and refuse in one sentence what cannot be", func(t *testing.T) { noRounds(t, viewer) })
}

// roundFiles reads run sheets back from the files.
func roundFiles(t *testing.T, s *site, asked string) {
	a := s.plans("/api/tours/rounds?f=csv&lang=en", asked).is(http.StatusOK)
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(a.body, []byte("\ufeff")))).ReadAll()
	if err != nil || !slices.Equal(rows[0][:4], []string{"Team", "Day", "Phase", "No."}) || !strings.Contains(a.header.Get("Content-Disposition"), "rounds-2026-03-01.csv") {
		t.Fatalf("%v %v %v", err, rows, a.header)
	}
	backs, lost, last := 0, rows[len(rows)-1], ""
	for _, row := range rows[1 : len(rows)-1] {
		if row[0] < last {
			t.Errorf("teams are mixed: %v", rows)
		}
		last = row[0]
		if row[15] == "back where teams set out" && row[11] == "centers/C-0" && row[8] != "" {
			backs++
		}
	}
	if backs < 2 || lost[0] != "" || lost[11] != "centers/C-lost" || !strings.Contains(lost[15], "has no position") {
		t.Errorf("%v", rows)
	}
	book, err := excelize.OpenReader(bytes.NewReader(s.plans("/api/tours/rounds?f=xlsx", asked).is(http.StatusOK).body))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	lines := 0
	for _, name := range book.GetSheetList() {
		table, err := book.GetRows(name)
		if err != nil || table[0][0] != "组" {
			t.Fatalf("%v %v", err, table)
		}
		lines += len(table) - 1
	}
	if names := book.GetSheetList(); names[0] != "第 1 组" || names[len(names)-1] != "未排入" || lines != len(rows)-1 {
		t.Errorf("%v with %d lines", names, lines)
	}
}

func noRounds(t *testing.T, viewer *site) {
	for body, said := range map[string]string{
		`{`:                                 "cannot be read",
		`{"zone":"CZ","speed":3}`:           "unknown field",
		`{"zone":"none"}`:                   "no zone none",
		`{"zone":"CZ","of":"belts"}`:        "of cannot be",
		`{}`:                                "no stop to plan",
		`{"targets":[{"stop":"zones/CZ"}]}`: "no stop or target",
		`{"targets":[{"stop":"centers/C-lost"}]}`:                               "no stop to plan",
		`{"targets":[{"stop":"centers/C-0"},{"stop":"centers/C-0"}]}`:           "stands there twice",
		`{"targets":[{"stop":"centers/C-0","dwell":0}]}`:                        "a stay lasts from 1",
		`{"targets":[{"stop":"centers/C-0","opens":"10:00","closes":"09:00"}]}`: "not after it opens",
		`{"targets":[{"stop":"centers/C-0","phase":0}]}`:                        "phase cannot be",
		`{"targets":[{"stop":"centers/C-0","priority":10}]}`:                    "priority cannot be",
		`{"targets":[{"stop":"centers/C-0","mode":"boat"}]}`:                    "boat",
		`{"targets":[{"stop":"centers/C-0","phase":2},{"stop":"centers/C-1"}]}`: "2 phases and 1 days",
		`{"targets":[{"stop":"centers/C-0"}],"base":"centers/C-lost"}`:          "has no position",
		`{"targets":[{"stop":"centers/C-0"}],"teams":0}`:                        "0 teams",
		`{"targets":[{"stop":"centers/C-0"}],"teams":21}`:                       "21 teams",
		`{"targets":[{"stop":"centers/C-0"}],"days":32}`:                        "32 days",
		`{"targets":[{"stop":"centers/C-0"}],"start":"17:00","finish":"09:00"}`: "ends after it begins",
		`{"targets":[{"stop":"centers/C-0"}],"start":"9"}`:                      "not a time of day",
	} {
		if a := viewer.plans("/api/tours/rounds?lang=en", body); a.status < 400 || a.status >= 500 || !strings.Contains(a.plain(), said) {
			t.Errorf("%s: %d %s", body, a.status, a.body)
		}
	}
	viewer.plans("/api/tours/rounds?f=gpx", `{"zone":"CZ"}`).is(http.StatusBadRequest)
	viewer.plans("/api/tours/rounds?team=1", `{"zone":"CZ"}`).is(http.StatusBadRequest)
}

func TestMoreStopsThanCanBePlannedAreRefusedBeforeTheirLegsAreMeasured(t *testing.T) {
	s := serve(t, geo.Public, manifold(201), withRoles)
	viewer := s.as("desk-viewer")
	viewer.describe()
	stops := func(n int) string {
		list := make([]string, n)
		for i := range list {
			list[i] = fmt.Sprintf(`{"stop":"centers/C-%03d"}`, i)
		}
		return "[" + strings.Join(list, ",") + "]"
	}
	for path, body := range map[string]string{"/api/tours/plan": `{"stops":` + stops(201) + `}`, "/api/tours/rounds": `{"zone":"CZ","of":"centers"}`, "/api/tours/rounds?f=sse": `{"targets":` + stops(201) + `}`} {
		if a := viewer.plans(path, body).is(http.StatusUnprocessableEntity); !strings.Contains(a.plain(), "too many stops: 201, at most 200") {
			t.Errorf("%s: %s", path, a.body)
		}
	}
	got := viewer.plans("/api/tours/plan", `{"stops":`+stops(30)+`}`).is(http.StatusOK).json()
	if order := got["order"].([]any)[0].([]any); len(order) != 30 || got["exact"] != false || got["bound"].(string) > got["ends"].(string) {
		t.Errorf("%v", got)
	}
}

// Whoever goes away ends the planning: nothing computes for nobody.
func TestAClosedConnectionEndsThePlanning(t *testing.T) {
	s := serve(t, geo.Public, manifold(200), withRoles)
	list := make([]string, 200)
	for i := range list {
		list[i] = fmt.Sprintf(`{"stop":"centers/C-%03d","capacity":1}`, i)
	}
	plan := `{"stops":[` + strings.Join(list, ",") + `],"groups":20}`
	for path, body := range map[string]string{ // each would take ten seconds of a core and more
		"/api/tours/plan?f=sse":   plan,
		"/api/tours/rounds?f=sse": `{"zone":"CZ","of":"centers","days":1}`,
		"/api/tours/plan":         plan,
	} {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Authorization", "Bearer desk-viewer")
		failed := make(chan error, 1)
		if strings.HasSuffix(path, "sse") {
			response, err := s.Client().Do(request)
			if err != nil {
				t.Fatal(err)
			}
			if line, err := bufio.NewReader(response.Body).ReadString('\n'); err != nil || line != "event: progress\n" {
				t.Fatalf("%s: %q %v", path, line, err)
			}
			failed <- response.Body.Close()
		} else {
			go func() {
				response, err := s.Client().Do(request)
				if err == nil {
					err = response.Body.Close()
				}
				failed <- err
			}()
		}
		waitFor(t, path+" plans", planning)
		cancel()
		<-failed
		waitFor(t, path+" ends", func() bool { return !planning() })
	}
}

// planning tells whether any goroutine plans.
func planning() bool {
	stacks := make([]byte, 1<<20)
	text := string(stacks[:runtime.Stack(stacks, true)])
	return strings.Contains(text, "beltmap/geo/tour.Solve")
}

func waitFor(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}
