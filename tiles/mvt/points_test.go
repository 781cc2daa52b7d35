package mvt_test

import (
	"fmt"
	"math"
	"testing"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/status"
	"beltmap/geo/world"
	"beltmap/tiles"
	"beltmap/tiles/mvt"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// crowd draws enterprises of every status and validity: some at the same place, some near, some far, some that may not be drawn; and
// organizations, of which some cover them.
func crowd(t *rapid.T) []geo.Record {
	var records []geo.Record
	anchors := rapid.SliceOfN(rapid.Custom(anywhere), 1, 6).Draw(t, "anchors")
	place := func(label string) orb.Point {
		a := rapid.SampledFrom(anchors).Draw(t, label)
		spread := rapid.SampledFrom([]float64{0, 1e-7, 1e-5, 1e-3, 0.05, 2}).Draw(t, "spread")
		return orb.Point{
			min(max(a[0]+spread*rapid.Float64Range(-1, 1).Draw(t, "dx"), -180), 180),
			min(max(a[1]+spread*rapid.Float64Range(-1, 1).Draw(t, "dy"), -85), 85),
		}
	}
	n := rapid.IntRange(1, 60).Draw(t, "n")
	for i := range n {
		r := record(geo.Enterprises, fmt.Sprintf("E-%d", i), place("at"))
		r.Position.Class = rapid.SampledFrom([]geo.Precision{geo.Exact, geo.Exact, geo.Synthetic, geo.Illustrative, geo.Town}).Draw(t, "class")
		r.Zone = rapid.SampledFrom([]string{"", "CZ", "NG"}).Draw(t, "zone")
		r.Set(geo.Industry, geo.Text(rapid.SampledFrom([]string{"", "新材料", "纺织服装"}).Draw(t, "industry")))
		r.Valid.From = rapid.SampledFrom([]geo.Day{0, 0, 0, today, today + 1, today - 400}).Draw(t, "from")
		r.Valid.To = rapid.SampledFrom([]geo.Day{0, 0, 0, today + 1, today + 30}).Draw(t, "to")
		if rapid.Bool().Draw(t, "surveyed") {
			r.Set(geo.SurveyedAt, geo.OnDay(today-100))
			r.Set(geo.FullMembers, geo.Integer(int64(rapid.IntRange(0, 5).Draw(t, "members"))))
			r.Set(geo.Instructors, geo.Integer(int64(rapid.IntRange(0, 1).Draw(t, "instructors"))))
		}
		records = append(records, r)
	}
	for i := range rapid.IntRange(0, 12).Draw(t, "organizations") {
		r := record(geo.Organizations, fmt.Sprintf("O-%d", i), place("organization at"))
		r.Set(geo.Form, geo.Text(rapid.SampledFrom([]string{"single", "joint", "regional", "industry"}).Draw(t, "form")))
		r.Set(geo.Stars, rapid.SampledFrom([]geo.Value{{}, geo.Integer(5), geo.Text(geo.Unrated)}).Draw(t, "stars"))
		r.Set(geo.Covers, geo.List(fmt.Sprintf("E-%d", rapid.IntRange(0, n-1).Draw(t, "covers"))))
		records = append(records, r)
	}
	for i := range records {
		records[i].Normalize()
	}
	return records
}

func anywhere(t *rapid.T) orb.Point {
	if rapid.Bool().Draw(t, "abroad") {
		return orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-85, 85).Draw(t, "lat")}
	}
	return orb.Point{rapid.Float64Range(114, 120).Draw(t, "lon"), rapid.Float64Range(29, 35).Draw(t, "lat")}
}

// tally is what a zoom shows of one collection, summed over its tiles.
type tally struct {
	total    int
	byStatus map[string]int
}

func (a tally) String() string { return fmt.Sprint(a.total, a.byStatus) }

// shown sums a layer over all tiles of a zoom.
func shown(t failer, tb testing.TB, w *world.World, c geo.Collection, q world.Query, points []orb.Point, zoom uint8) tally {
	t.Helper()
	sum := tally{byStatus: map[string]int{}}
	for tile := range tilesOver(points, zoom) {
		layer := read(t, w, mvt.Request{Tile: tile, Query: q})[c.String()]
		if layer == nil {
			continue
		}
		for _, f := range layer.Features {
			if f.Properties["id"] != nil {
				sum.total++
				if s, ok := f.Properties["status"].(string); ok && c == geo.Enterprises {
					sum.byStatus[s]++
				}
				continue
			}
			n, parts := number(tb, f.Properties["point_count"]), 0
			if n < 2 {
				t.Errorf("a cluster of %d", n)
			}
			sum.total += n
			for _, s := range status.PublicOrder() {
				count, present := f.Properties["n_"+s.String()]
				if present != (c == geo.Enterprises) {
					t.Errorf("n_%v in a cluster of %v: %v", s, c, present)
				}
				sum.byStatus[s.String()] += number(tb, count)
				parts += number(tb, count)
			}
			if c == geo.Enterprises && parts != n {
				t.Errorf("the statuses of a cluster of %d sum to %d", n, parts)
			}
		}
	}
	for s, n := range sum.byStatus {
		if n == 0 {
			delete(sum.byStatus, s)
		}
	}
	return sum
}

// wanted counts the same by going through the records.
func wanted(w *world.World, c geo.Collection, q world.Query) tally {
	sum := tally{byStatus: map[string]int{}}
	table := w.Table(c)
	match := table.Matcher(mvt.QueryFor(c, q))
	for _, r := range everyRow(table) {
		if !match.Match(r) || !table.Drawable(r) {
			continue
		}
		sum.total++
		if c == geo.Enterprises {
			sum.byStatus[table.Status(r, geo.PublicSight()).String()]++
		}
	}
	return sum
}

func everyRow(table *world.Table) []world.Row {
	always := geo.Period{}
	rows, _ := table.Page(world.Query{When: &always}, "", math.MaxInt32)
	return rows
}

func pointsOf(records []geo.Record) []orb.Point {
	var points []orb.Point
	for _, r := range records {
		if p, ok := r.Geometry.(orb.Point); ok {
			points = append(points, p)
		}
	}
	return points
}

func TestSumsOverAnyZoomEqualTheTotals(t *testing.T) {
	always, then := geo.Period{}, geo.Period{From: today + 1, To: today + 1}
	rapid.Check(t, func(rt *rapid.T) {
		records := crowd(rt)
		w := build(rt, records...)
		points := pointsOf(records)
		filter := rapid.SampledFrom([]string{"none", "zone", "industry", "status", "stars", "always", "then"}).Draw(rt, "filter")
		var q world.Query
		switch filter {
		case "zone":
			q.Equal = []world.Condition{{Field: geo.Zone, Value: geo.Text("CZ")}}
		case "industry":
			q.Equal = []world.Condition{{Field: geo.Industry, Value: geo.Text("新材料")}}
		case "status":
			q.Equal = []world.Condition{{Field: geo.EnterpriseStatus, Value: geo.Text("none")}}
		case "stars":
			q.Equal = []world.Condition{{Field: geo.Stars, Value: geo.Text(geo.Unrated)}}
		case "always":
			q.When = &always
		case "then":
			q.When = &then
		}
		for _, c := range []geo.Collection{geo.Enterprises, geo.Organizations} {
			want := wanted(w, c, q).String()
			for z := uint8(0); z <= tiles.MaxZoom; z++ {
				if got := shown(rt, t, w, c, q, points, z).String(); got != want {
					rt.Fatalf("%v filtered by %s at zoom %d: %v, want %v", c, filter, z, got, want)
				}
			}
		}
	})
}

// Each record that stands alone is in exactly one tile of a zoom, at the floor of its projected position, which is computed here by
// the textbook formula on tile coordinates.
func TestEveryPointIsInOneTileAtItsFlooredPlace(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		records := crowd(rt)
		w := build(rt, records...)
		at := map[string]orb.Point{}
		for _, r := range records {
			at[r.ID] = r.Geometry.(orb.Point)
		}
		zoom := rapid.Uint8Range(0, tiles.MaxZoom).Draw(rt, "zoom")
		found := map[string]bool{}
		for tile := range tilesOver(pointsOf(records), zoom) {
			for _, layer := range read(rt, w, mvt.Request{Tile: tile}) {
				for _, f := range layer.Features {
					id, _ := f.Properties["id"].(string)
					if id == "" {
						continue
					}
					if found[id] {
						rt.Fatalf("%s is in two tiles of zoom %d", id, zoom)
					}
					found[id] = true
					x, y := project(at[id], zoom)
					want := orb.Point{float64(int64(x) - int64(tile.X)*4096), float64(int64(y) - int64(tile.Y)*4096)}
					if f.Geometry != want {
						rt.Fatalf("%s at %v in tile %v: %v, want %v", id, at[id], tile, f.Geometry, want)
					}
				}
			}
		}
	})
}

// project is a point in tile coordinates of the whole world at a zoom, floored.
func project(p orb.Point, zoom uint8) (x, y float64) {
	size := math.Exp2(float64(zoom) + 12)
	lat := p[1] * math.Pi / 180
	x = math.Floor((p[0] + 180) / 360 * size)
	y = math.Floor((1 - math.Log(math.Tan(lat)+1/math.Cos(lat))/math.Pi) / 2 * size)
	return min(x, size-1), min(max(y, 0), size-1)
}

func TestFromThePointZoomOnEveryPointThatStandsAloneIsItself(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		records := crowd(rt)
		w := build(rt, records...)
		table := w.Table(geo.Enterprises)
		together := map[orb.Point]int{}
		for _, r := range everyRow(table) {
			if p, _ := table.Point(r); table.Current(r) && table.Drawable(r) {
				together[p]++
			}
		}
		for z := uint8(tiles.PointZoom); z <= tiles.MaxZoom; z++ {
			singles, stacks := 0, 0
			for tile := range tilesOver(pointsOf(records), z) {
				layer := read(rt, w, mvt.Request{Tile: tile, Layers: []geo.Collection{geo.Enterprises}})["enterprises"]
				if layer == nil {
					continue
				}
				for _, f := range layer.Features {
					if f.Properties["id"] != nil {
						singles++
					} else {
						stacks++
					}
				}
			}
			for _, n := range together {
				if n == 1 {
					singles--
				} else {
					stacks--
				}
			}
			if singles != 0 || stacks != 0 {
				rt.Fatalf("zoom %d: %+d single points and %+d stacks too many", z, singles, stacks)
			}
		}
	})
}

func TestNamesThatRecurInACrowdReadBackAsTheyAre(t *testing.T) {
	const n = 1500
	names := map[string]string{}
	var records []geo.Record
	for i := range n {
		r := record(geo.Enterprises, fmt.Sprintf("E-%04d", i), orb.Point{118.31 + float64(i%50)*1e-4, 32.30 + float64(i/50)*1e-4})
		r.NameZH = fmt.Sprintf("分公司 %d", i%1100) // most once, some twice
		if i%3 > 0 {
			r.NameEN = fmt.Sprintf("Branch %d", i%7)
		}
		names[r.ID] = r.NameZH + "/" + r.NameEN
		records = append(records, r)
	}
	w, found := build(t, records...), 0
	for tile := range tilesOver(pointsOf(records), 14) {
		layer := read(t, w, mvt.Request{Tile: tile})["enterprises"]
		if layer == nil {
			continue
		}
		for _, f := range layer.Features {
			english, _ := f.Properties["name_en"].(string)
			if got, want := fmt.Sprint(f.Properties["name_zh"], "/", english), names[f.Properties["id"].(string)]; got != want {
				t.Errorf("%v reads back as %s, is %s", f.Properties["id"], got, want)
			}
			found++
		}
	}
	if found != n {
		t.Errorf("%d of %d points found", found, n)
	}
}

func TestCoincidentPointsAreOneClusterAtEveryZoom(t *testing.T) {
	spot := orb.Point{118.3167, 32.3017}
	var records []geo.Record
	for i := range 3 {
		records = append(records, record(geo.Enterprises, fmt.Sprintf("E-%d", i), spot))
	}
	w := build(t, records...)
	for z := uint8(0); z <= tiles.MaxZoom; z++ {
		tile := tiles.At(plane.Mercator(spot), z)
		layer := read(t, w, mvt.Request{Tile: tile})["enterprises"]
		if layer == nil || len(layer.Features) != 1 || number(t, layer.Features[0].Properties["point_count"]) != 3 {
			t.Fatalf("zoom %d: %v", z, layer)
		}
		x, y := project(spot, z)
		want := orb.Point{x - float64(tile.X)*4096, y - float64(tile.Y)*4096}
		if got := layer.Features[0].Geometry; got != want {
			t.Errorf("zoom %d: the cluster is at %v, its members at %v", z, got, want)
		}
	}
}

func TestAClusterLiesWithinItsCell(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		records := crowd(rt)
		w := build(rt, records...)
		zoom := rapid.Uint8Range(0, tiles.PointZoom-1).Draw(rt, "zoom")
		for tile := range tilesOver(pointsOf(records), zoom) {
			layer := read(rt, w, mvt.Request{Tile: tile})["enterprises"]
			if layer == nil {
				continue
			}
			cells := map[[2]int]bool{}
			for _, f := range layer.Features {
				p := f.Geometry.(orb.Point)
				cell := [2]int{int(p[0]) / 512, int(p[1]) / 512}
				if cells[cell] {
					rt.Fatalf("tile %v has two features in the cell %v", tile, cell)
				}
				cells[cell] = true
			}
		}
	})
}

func TestATileNeverExceedsItsLimitAndLosesNothing(t *testing.T) {
	const n = 100_000
	spot := orb.Point{118.3167, 32.3017}
	for name, spread := range map[string]float64{"in one spot": 0, "in one tile": 0.005} {
		t.Run(name, func(t *testing.T) {
			records := make([]geo.Record, n)
			for i := range records {
				p := orb.Point{spot[0] + spread*float64(i%317)/317, spot[1] + spread*float64(i/317)/317}
				records[i] = record(geo.Enterprises, fmt.Sprintf("E-%06d", i), p)
				records[i].Normalize()
				records[i].Zone = []string{"CZ", "NG"}[i%2]
			}
			w := build(t, records...)
			corners := []orb.Point{spot, {spot[0] + spread, spot[1] + spread}}
			points := []orb.Point{corners[0], corners[1], {corners[0][0], corners[1][1]}, {corners[1][0], corners[0][1]}}
			for i := range records {
				if i%97 == 0 {
					points = append(points, records[i].Geometry.(orb.Point))
				}
			}
			zone := world.Query{Equal: []world.Condition{{Field: geo.Zone, Value: geo.Text("CZ")}}}
			for z := uint8(0); z <= tiles.MaxZoom; z++ {
				if got := shown(t, t, w, geo.Enterprises, world.Query{}, points, z).total; got != n {
					t.Errorf("zoom %d shows %d of %d", z, got, n)
				}
				if got := shown(t, t, w, geo.Enterprises, zone, points, z).total; got != n/2 {
					t.Errorf("zoom %d shows %d of %d of a zone", z, got, n/2)
				}
			}
		})
	}
}

func TestAWorldWithoutRecordsHasEmptyTiles(t *testing.T) {
	w := build(t)
	for z := uint8(0); z <= tiles.MaxZoom; z++ {
		if body := encode(t, w, mvt.Request{Tile: tiles.Address{Z: z}}); body != nil {
			t.Errorf("zoom %d: %d bytes", z, len(body))
		}
	}
}

func TestAnAddressWithoutATileIsNotFound(t *testing.T) {
	_, err := mvt.Encode(nil, build(t), mvt.Request{Tile: tiles.Address{Z: 17}})
	if geo.KindOf(err) != geo.KindNotFound {
		t.Errorf("got %v", err)
	}
}

func TestWhatIsNotLocatedIsNotDrawn(t *testing.T) {
	spot := orb.Point{118.3167, 32.3017}
	town := record(geo.Enterprises, "E-1", spot)
	town.Position.Class = geo.Town
	w := build(t, town)
	for z := uint8(0); z <= tiles.MaxZoom; z++ {
		if body := encode(t, w, mvt.Request{Tile: tiles.At(plane.Mercator(spot), z)}); len(body) > 0 {
			t.Errorf("zoom %d draws a record known only to its town", z)
		}
	}
}
