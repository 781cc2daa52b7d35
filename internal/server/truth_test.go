package server_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/coverage"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
	"beltmap/internal/server"
	"github.com/google/go-cmp/cmp"
)

// truth counts in SQL what coverage counts on a day, by the definitions of docs/analysis.md under the default settings and with no code of ours. The second and
// third %s are what the enterprises are divided by.
const truth = `
WITH day(d) AS (SELECT '%s'),
org AS (
  SELECT covers, form,
    CASE WHEN rated = 0 OR active = 0 THEN 0 WHEN rated IS NULL OR active IS NULL THEN NULL ELSE 1 END AS effective
  FROM (SELECT covers, form,
      CASE WHEN stars IS NULL THEN NULL WHEN stars = 'unrated' THEN 0 WHEN star_scheme IS NOT 'five-star' OR rated_on IS NULL OR rated_on > d THEN NULL
        ELSE d < date(rated_on, '+12 months') END AS rated,
      CASE WHEN active_on IS NULL OR active_on > d THEN NULL ELSE julianday(d) - julianday(active_on) <= 365 END AS active
    FROM organizations, day WHERE (valid_from IS NULL OR valid_from <= d) AND (valid_to IS NULL OR d <= valid_to))),
covered AS (
  SELECT e.value AS id, max(form = 'single') AS single, max(form = 'joint') AS joint, max(form IN ('regional', 'industry')) AS regional,
    max(form IN ('single', 'joint') AND effective IS 1) AS effective, max(form IN ('single', 'joint') AND effective IS NULL) AS perhaps
  FROM org, json_each(org.covers) e GROUP BY e.value),
judged AS (
  SELECT e.*, coalesce(e.operating = 1, 0) AS counted, coalesce(c.single OR c.joint, 0) AS organizational, coalesce(c.single, 0) AS own,
    coalesce(c.single OR c.joint OR c.regional, 0) OR coalesce(e.instructors >= 1, 0) AS work,
    coalesce(c.effective, 0) AS effective, coalesce(c.perhaps AND NOT c.effective, 0) AS perhaps,
    CASE WHEN c.single THEN 'single' WHEN c.joint THEN 'joint' WHEN c.regional THEN 'regional' WHEN e.full_members >= 3 THEN 'eligible'
      WHEN e.instructors >= 1 THEN 'work_only' WHEN e.surveyed_at IS NOT NULL AND e.full_members IS NOT NULL THEN 'uncovered' ELSE 'unknown' END AS internal,
    CASE WHEN c.single OR c.joint OR c.regional THEN 'covered' WHEN e.instructors >= 1 THEN 'work_only' WHEN e.surveyed_at IS NOT NULL THEN 'none' ELSE 'unknown' END AS public
  FROM enterprises e LEFT JOIN covered c ON c.id = e.id, day
  WHERE (e.valid_from IS NULL OR e.valid_from <= d) AND (e.valid_to IS NULL OR d <= e.valid_to))
SELECT coalesce(part, ''), count(*), sum(counted), sum(internal = 'unknown'), sum(operating IS NULL),
  sum(internal = 'single'), sum(internal = 'joint'), sum(internal = 'regional'), sum(internal = 'eligible'), sum(internal = 'work_only'), sum(internal = 'uncovered'),
  sum(counted AND organizational), sum(counted AND own), sum(counted AND work), sum(counted AND effective),
  sum(counted AND NOT work AND surveyed_at IS NULL), sum(counted AND perhaps), sum(public = 'work_only'), sum(public = 'none'), sum(public = 'unknown')
FROM (SELECT %s AS part, * FROM judged%s) GROUP BY part`

func TestCoverageIsWhatSQLCountsInTheSameFile(t *testing.T) {
	parts := map[coverage.By][2]string{
		coverage.ByZone: {"zone", ""}, coverage.ByGrid: {"grid", ""}, coverage.ByIndustry: {"industry", ""}, coverage.ByClass: {"class", ""},
		coverage.BySize:     {"CASE WHEN employees < 20 THEN 'micro' WHEN employees < 300 THEN 'small' WHEN employees < 1000 THEN 'medium' ELSE iif(employees IS NULL, NULL, 'large') END", ""},
		coverage.ByBelt:     {"b.value", " LEFT JOIN json_each(judged.belts) b"},
		coverage.ByAlliance: {"a.id", " JOIN (SELECT DISTINCT alliances.id, p.value FROM alliances, json_each(alliances.participants) p) a ON a.value = judged.id"},
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	for n := range uint64(20) {
		path := filepath.Join(t.TempDir(), "w.gpkg")
		w := storedWorld(t, path, rand.New(rand.NewPCG(seed, n)))
		db, err := sql.Open("sqlite3", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		days := []*world.World{w}
		if n%4 == 0 {
			days = append(days, w.AsOf(geo.Date(2025, time.June, 1)))
		}
		for _, w := range days {
			for by, part := range parts {
				want := counted(t, db, fmt.Sprintf(truth, w.Day(), part[0], part[1]))
				if diff := cmp.Diff(want, answered(t, w, by)); diff != "" {
					t.Fatalf("world %d by %s on %s: %s", n, by, w.Day(), diff)
				}
			}
		}
	}
}

// storedWorld writes random records to a file and reads them back.
func storedWorld(t *testing.T, path string, r *rand.Rand) *world.World {
	store, err := gpkg.Open(context.Background(), path, gpkg.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	maybe := func(v geo.Value) geo.Value {
		if r.IntN(4) == 0 {
			return geo.Value{}
		}
		return v
	}
	one := func(of ...string) geo.Value { return geo.Text(of[r.IntN(len(of))]) }
	day := func() geo.Value { return geo.OnDay(geo.Date(2023+r.IntN(4), time.Month(1+r.IntN(12)), 1+r.IntN(28))) }
	const many = 40
	id := func() string { return fmt.Sprintf("E%02d", r.IntN(many)) }
	var changes []geo.Change
	put := func(rec geo.Record) { changes = append(changes, geo.Change{Op: geo.Insert, Record: rec}) }
	for _, ref := range []struct {
		c  geo.Collection
		id string
	}{{geo.Zones, "A"}, {geo.Zones, "B"}, {geo.Grids, "G1"}, {geo.Grids, "G2"}, {geo.Belts, "B1"}, {geo.Belts, "B2"}, {geo.Alliances, "L1"}, {geo.Alliances, "L2"}} {
		rec := geo.New(ref.c)
		rec.Set(geo.Participants, geo.List(id(), id(), id(), id(), id()))
		rec.ID, rec.NameZH, rec.Zone = ref.id, ref.id, map[bool]string{true: ref.id, false: "A"}[ref.c == geo.Zones]
		put(rec)
	}
	for i := range many {
		e := geo.New(geo.Enterprises)
		e.ID, e.NameZH, e.Zone = fmt.Sprintf("E%02d", i), "厂", maybe(one("A", "B")).Text()
		for f, v := range map[*geo.Field]geo.Value{
			geo.Industry: one("化工", "电子"), geo.EnterpriseClass: one("large", "small_micro"), geo.Employees: geo.Integer([]int64{0, 19, 20, 299, 300, 999, 1000}[r.IntN(7)]),
			geo.Operating: geo.Boolean(r.IntN(4) > 0), geo.SurveyedAt: day(), geo.FullMembers: geo.Integer(r.Int64N(6)), geo.Instructors: geo.Integer(r.Int64N(3)),
			geo.GridOf: one("G1", "G2"), geo.BeltsOf: geo.List([]string{"B1", "B2"}[r.IntN(2):]...),
		} {
			e.Set(f, maybe(v))
		}
		if r.IntN(6) == 0 {
			e.Valid = geo.Period{From: day().Day()}
		}
		put(e)
	}
	for i := range 16 {
		o := geo.New(geo.Organizations)
		o.ID, o.NameZH, o.Zone = fmt.Sprintf("O%02d", i), "支部", "A"
		covers := map[string]bool{}
		for range 1 + r.IntN(4) {
			covers[id()] = true
		}
		var list []string
		for name := range covers {
			list = append(list, name)
		}
		o.Set(geo.Covers, geo.List(list...))
		o.Set(geo.Form, maybe(one("single", "joint", "regional", "industry")))
		o.Set(geo.Stars, maybe([]geo.Value{geo.Text(geo.Unrated), geo.Integer(4), geo.Integer(5)}[r.IntN(3)]))
		o.Set(geo.StarScheme, maybe(one("five-star", "five-star", "another")))
		o.Set(geo.RatedOn, maybe(day()))
		o.Set(geo.ActiveOn, maybe(day()))
		if r.IntN(4) == 0 {
			o.Valid = geo.Period{To: day().Day()}
		}
		put(o)
	}
	if _, err := store.Apply(context.Background(), geo.BatchOf("random", changes...)); err != nil {
		t.Fatal(err)
	}
	b := world.NewBuilder(geo.Date(2026, time.March, 1), geo.Settings{})
	version, err := store.Snapshot(context.Background(), b.Add)
	if err != nil {
		t.Fatal(err)
	}
	w, err := b.Build(version)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

var columns = []string{"enterprises", "denominator", "unknown", "operation_unstated", "single", "joint", "regional", "eligible", "work_only", "uncovered",
	"organizational", "own", "work", "effective", "unasked", "perhaps", "public work_only", "public none", "public unknown"}

func counted(t *testing.T, db *sql.DB, query string) map[string]map[string]float64 {
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	all := map[string]map[string]float64{}
	for rows.Next() {
		var part string
		numbers := make([]float64, len(columns))
		into := []any{&part}
		for i := range numbers {
			into = append(into, &numbers[i])
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		all[part] = map[string]float64{}
		for i, name := range columns {
			all[part][name] = numbers[i]
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// read is an answer for a sight.
func read(t *testing.T, w *world.World, by coverage.By, sight geo.Sight) map[string]map[string]any {
	document, _, err := server.CoverageOf(w, coverage.Request{By: by, Sight: sight}, phrase.English)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	return itemsOf(doc)
}

// answered are the answers in the shape of counted.
func answered(t *testing.T, w *world.World, by coverage.By) map[string]map[string]float64 {
	all, public := map[string]map[string]float64{}, read(t, w, by, geo.PublicSight())
	for id, item := range read(t, w, by, geo.FullSight()) {
		if item["enterprises"] == 0.0 {
			continue // a record without enterprises, which SQL does not group
		}
		rate := func(name, of string) float64 { return item[name].(map[string]any)[of].(float64) }
		row := map[string]float64{"organizational": rate("organizational", "numerator"), "own": rate("single", "numerator"), "work": rate("work", "numerator"),
			"effective": rate("effective", "numerator"), "unasked": rate("work", "unknown"), "perhaps": rate("effective", "unknown") - rate("work", "unknown")}
		for _, name := range columns[:4] {
			row[name] = item[name].(float64)
		}
		for _, name := range columns[4:10] {
			row[name] = item["by_status"].(map[string]any)[name].(float64)
		}
		for _, name := range columns[len(columns)-3:] {
			row[name] = public[id]["by_status"].(map[string]any)[strings.TrimPrefix(name, "public ")].(float64)
		}
		all[id] = row
	}
	return all
}
