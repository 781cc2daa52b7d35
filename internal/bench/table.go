package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// row is one promise: which figure, its limit, and what stands between the figure and a better one.
type row struct {
	what, figure string
	limit        float64 // 0: none was set
	atLeast      bool
	unit         string
	between      string
}

var rows = []row{
	{"cached tile through HTTP, rate against a bare handler writing the same bytes", "CachedTile of-bare", 0.85, true, "×", "routing, the guard's bookkeeping, one cache look-up under a shard's lock, the ETag comparison"},
	{"304, time against this server's answer of 1 KB", "NotModified/of-1KB of-1KB", 1, false, "×", "the same way as a cached tile, less the body"},
	{"304, time against a bare handler's answer of 1 KB with the same headers", "NotModified/of-bare-1KB of-bare-1KB", 1, false, "×", "routing and the guard's bookkeeping, which the bare handler lacks"},
	{"uncached tile z14, encoded and gzipped", "Uncached/z14 ms/tile", 1, false, "ms", "gzip level 3 takes the greater part; ids are incompressible"},
	{"uncached tile z12", "Uncached/z12 ms/tile", 3, false, "ms", "one cell of the maintained pyramid a cluster; gzip"},
	{"uncached tile z10", "Uncached/z10 ms/tile", 2, false, "ms", "the same, with grids and zones to clip"},
	{"uncached tile z0–z9, the dearest zoom", "UncachedLow ms/tile", 1, false, "ms", "cells are kept, not counted; polygons of zones are simplified per tile"},
	{"uncached tile z0–z9, the greatest tile", "UncachedLow KB", 50, false, "KB", "at most 64 cells a layer"},
	{"tile with a property filter, the dearest zoom", "Filtered ms/tile", 60, false, "ms", "a filtered cluster is counted from the rows: one comparison an enterprise under the tile"},
	{"MVT point path, 10,000 points × 5 properties, rate against orb/mvt", "Points/orb cpu-ns/op : Points/ours cpu-ns/op", 15, true, "×", "unique ids and names: each is a string written once and looked up once; coded properties cost next to nothing"},
	{"the same with generated enterprises, all their properties", "MVTAgainstOrb of-orb", 15, true, "×", "the same, with two unique names an enterprise beside the id; a third of the time is finding values among those already written"},
	{"1,000 features as GeoJSON, the writer alone, rate against orb/geojson", "GeoJSON/orb ns/op : GeoJSON/ours ns/op", 15, true, "×", "texts are copied in spans, coded texts once a page"},
	{"the same through the whole handler, from the million", "GeoJSONAgainstOrb of-orb", 15, true, "×", "the rows of a page lie apart in memory: id order is not the order along the curve; routing, paging and the exact count included"},
	{"box of 1,000 hits", "Box us/box", 30, false, "µs", "a walk over the packed tree and one look at each row's validity; 8 µs is the bare tree"},
	{"opening the file of a million", "Open s/open", 3, false, "s", "three fifths are reading the file's pages and decoding rows, a fifth is gathering columns along the curve, the rest sorting, links and counts; nearly all on every core"},
	{"the same, processor time of all cores (3 s on two)", "Open cpu-s/open", 6, false, "s", "the clock's figure moves with what else the machine does, this one hardly"},
	{"resident after opening, before any request", "Resident MB", 300, false, "MB", "columns and index of 2 million records; what the collector had not given back yet"},
	{"a table of a million rows, to the World it is served from", "Import s/import", 7, false, "s", "the table is read once, in 3 µs of a core a row, kept packed, checked, encoded and hashed in 4 µs, and opened in 3 µs; all three on every core"},
	{"the same, memory of the import", "Import MB", 600, false, "MB", "hashes, ids and links of the rows; the chunks on their way"},
	{"coverage of all 130 zones, every rate", "Million/zone cpu-ms/op", 0.2, false, "ms", "a counter a zone"},
	{"coverage of all 13,000 grids, every rate", "Million/grid cpu-ms/op", 0.2, false, "ms", "figures lie side by side as they are answered; 1.2 MB pass through the processor's caches"},
	{"coverage of a polygon that holds 5,000, with the check of its shape", "Million/polygon_of_5000 cpu-ms/op", 0.8, false, "ms", "blocks of sixteen that its border may pass through are compared point by point, the others are counted"},
	{"coverage of all zones on a past day, every fiftieth organization of which came later", "Million/as_of cpu-ms/op", 50, false, "ms", "each rating is looked at for that day, a chunk of a column at a time, each enterprise's links once; counters change where something turned"},
	{"gaps of a zone that has 1,500, ranked, each with the nearest organization and center, as JSON", "Gaps ms/list", 1.5, false, "ms", "640 bytes a gap: three quarters are writing, of which half waits for memory; what lies nearest is kept from the first time"},
	{"the same where nobody has asked since an organization nearby changed", "Gaps ms/first", 0, false, "ms", "finding the nearest of each"},
	{"the ten nearest enterprises with an organization", "Nearest ms/search", 0.05, false, "ms", "a queue of the nodes of the packed index; enterprises without one are passed over"},
	{"one-record edit, from Apply to the tile that shows it", "Edit ms/edit", 20, false, "ms", "one durable commit (fsync) of SQLite, one chunk a column copied, one tile encoded"},
	{"joint branches for a zone of 5,000, all of them candidates", "JointBranches/5000 cpu-s/op", 0.5, false, "s", "half is distances of pairs, the rest groups among the ten nearest of each"},
	{"10 of 500 sites for 5,000 places, most demand within a distance", "Sites/max_covering cpu-s/op", 1, false, "s", "exchanges look at 2.5 million costs each; the relaxation goes on to a fixed amount of work"},
	{"10 of 500 sites for 5,000 places, least sum of distances", "Sites/p_median cpu-s/op", 1, false, "s", "the same"},
	{"10 of 500 sites for 5,000 places, least distance of the farthest", "Sites/p_center cpu-s/op", 1, false, "s", "a covering for each distance tried: bounds by relaxation, within a fixed amount of work"},
	{"Delaware's extract of OpenStreetMap, to the graph and ground in a file, processor time of all cores", "RoadsImport cpu-s/import", 20, false, "s", "two passes over the file on all cores, then the hierarchies of both profiles, a core each"},
	{"the same, memory of the import", "RoadsImport MB", 1000, false, "MB", "the points of roads, the decoder's blocks, and SQLite's pages of what is drawn"},
	{"a route across Delaware, with its line", "Route ms/route", 2, false, "ms", "two snaps, some hundred nodes a side, and 1,600 points of line"},
	{"the best order of 12 stops", "Exact cpu-ms/op", 50, false, "ms", "half a million steps over sets of stops"},
	{"rounds of 4 teams to 86 targets", "Rounds cpu-ms/op", 5000, false, "ms", "a fixed number of tries, each of which puts ten targets back"},
	{"the same, travel above the known best", "Rounds over-%", 5, false, "%", "the search finds the best of the generated case"},
	{"a matrix of 100 stops all over Delaware", "Matrix s/matrix", 0.5, false, "s", "200 upward searches, which meet in buckets"},
}

// render writes the page: the machine, the table, how to read and repeat it.
func render(measured figures, machine string, now time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# How fast

Written by `+"`make bench`"+` on %s.
Machine: %s.

The data set is `+"`beltmap generate --enterprises 1000000 --seed 1`"+`: a million enterprises, their organizations, 130 zones, 13,000 grids.
Tiles are those under every 2,000th enterprise, so a crowded tile counts as often as people look at it; figures are means over them. Times of tiles,
routes and boxes and all ratios are processor time (all threads, the collector's too), the others are by the clock. A ratio (×) compares two ways
in one run, in turns, so that a noisy machine disturbs both alike. Each benchmark is run three times. Of times the least counts, for what else the
machine does can but add to them; of memory the most; of ratios the middle one. On a machine that others use, times move by a third and more.

| what | limit | measured | | what stands between |
|---|---:|---:|---|---|
`, now.UTC().Format("2006-01-02"), machine)
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", r.what, r.limitText(), r.measuredText(measured), r.verdict(measured), r.between)
	}
	b.WriteString(`
To repeat one line: ` + "`go run ./internal/bench -bench Uncached`" + `. Each benchmark's header in internal/bench says what one operation is.
Benchmarks of single packages stand beside them: ` + "`go test -run '^$' -bench . ./geo/... ./tiles/... ./data/... ./internal/...`" + `.
`)
	return b.String()
}

func (r row) limitText() string {
	if r.limit == 0 {
		return "none"
	}
	sign := "≤"
	if r.atLeast {
		sign = "≥"
	}
	return fmt.Sprintf("%s %s %s", sign, short(r.limit), r.unit)
}

func (r row) measuredText(f figures) string {
	v, ok := r.measured(f)
	if !ok {
		return "not measured"
	}
	return short(v) + " " + r.unit
}

// measured is the figure of all rounds: of times the least, for what else the machine does can but add to them; of memory the most; of what compares the
// middle one.
func (r row) measured(f figures) (v float64, ok bool) {
	values := f.of(r.figure)
	if len(values) == 0 {
		return 0, false
	}
	slices.Sort(values)
	switch r.unit {
	case "s", "ms", "µs":
		return values[0], true
	case "MB", "KB":
		return values[len(values)-1], true
	}
	return values[len(values)/2], true
}

func (r row) verdict(f figures) string {
	v, ok := r.measured(f)
	switch {
	case !ok || r.limit == 0:
		return ""
	case v <= r.limit && !r.atLeast, v >= r.limit && r.atLeast:
		return "kept"
	}
	return "**missed**"
}

// short is a number with three significant digits.
func short(v float64) string {
	switch {
	case v >= 100 || v == float64(int(v)):
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.3g", v)
}
