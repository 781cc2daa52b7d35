package main

import (
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"time"

	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/status"
	"beltmap/geo/world"
	"beltmap/internal/app"
	"beltmap/internal/server"
)

// silent takes an answer and keeps its status and length.
type silent struct {
	header         http.Header
	status, length int
}

func (a *silent) Header() http.Header         { return a.header }
func (a *silent) WriteHeader(status int)      { a.status = status }
func (a *silent) Write(b []byte) (int, error) { a.length += len(b); return len(b), nil }

// BenchmarkGaps: the gaps of a zone that has about 1,500 of them, through the whole handler, as JSON that is not packed: found, ranked, with the
// nearest organization and center of each, which are kept since somebody asked first. ms/first is for 1,500 gaps of zones that nobody has asked about.
func BenchmarkGaps(b *testing.B) {
	a := shared(b)
	ask := gapAsker(b, a)
	zone, gaps := zoneOfGaps(b, a.World(), 1500)
	first := firstLists(b, a.World(), ask)
	b.ReportAllocs()
	used, length := cpu(b), 0
	for b.Loop() {
		length = ask(zone)
	}
	b.ReportMetric(milliseconds(cpu(b)-used)/float64(b.N), "ms/list")
	b.ReportMetric(first, "ms/first")
	b.ReportMetric(float64(gaps), "gaps/op")
	b.ReportMetric(float64(length)/1000, "KB")
}

// firstLists is how long the first lists of all zones took, for 1,500 gaps. There is but one first time in a run.
func firstLists(b *testing.B, w *world.World, ask func(zone string) int) (ms float64) {
	b.Helper()
	firstTime.Do(func() {
		zones, used, gaps := w.Table(geo.Zones), time.Duration(0), 0
		zones.Scan(world.Query{}, func(r world.Row) bool {
			gaps += len(gapsOf(b, w, zones.ID(r)))
			before := cpu(b)
			ask(zones.ID(r))
			used += cpu(b) - before
			return true
		})
		firstMilliseconds = milliseconds(used) * 1500 / float64(gaps)
	})
	return firstMilliseconds
}

var (
	firstTime         sync.Once
	firstMilliseconds float64
)

// gapAsker asks a server for the gaps of a zone, and says how long the answer is.
func gapAsker(b *testing.B, a *app.App) func(zone string) (length int) {
	b.Helper()
	handler, err := server.New(server.Options{App: a, Internal: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	return func(zone string) int {
		request, err := http.NewRequest(http.MethodGet, "/api/gaps?status=eligible,uncovered&limit=10000&zone="+zone, nil)
		if err != nil {
			b.Fatal(err)
		}
		w := &silent{header: http.Header{}}
		handler.ServeHTTP(w, request)
		if w.status != 0 && w.status != http.StatusOK {
			b.Fatal(w.status)
		}
		return w.length
	}
}

func gapsOf(b *testing.B, w *world.World, zone string) []coverage.Gap {
	b.Helper()
	found, err := coverage.FindGaps(b.Context(), w, coverage.GapRequest{Area: world.Condition{Field: geo.Zone, Value: geo.Text(zone)},
		Statuses: []status.Status{status.Eligible, status.Uncovered}, Sight: geo.FullSight()})
	if err != nil {
		b.Fatal(err)
	}
	return found.List
}

// zoneOfGaps is the zone whose number of gaps is nearest to some number.
func zoneOfGaps(b *testing.B, w *world.World, wanted int) (zone string, gaps int) {
	b.Helper()
	zones := w.Table(geo.Zones)
	zones.Scan(world.Query{}, func(r world.Row) bool {
		if n := len(gapsOf(b, w, zones.ID(r))); zone == "" || max(n-wanted, wanted-n) < max(gaps-wanted, wanted-gaps) {
			zone, gaps = zones.ID(r), n
		}
		return true
	})
	return zone, gaps
}

// BenchmarkNearest: the ten nearest enterprises with an organization, seen from every 2,000th enterprise.
func BenchmarkNearest(b *testing.B) {
	w := shared(b).World()
	from := places(w)
	b.ReportAllocs()
	used := cpu(b)
	for i := 0; b.Loop(); i++ {
		if found := coverage.NearestCovered(w, from[i%len(from)], 10); len(found) != 10 {
			b.Fatal(len(found))
		}
	}
	b.ReportMetric(float64(cpu(b)-used)/1e6/float64(b.N), "ms/search")
}
