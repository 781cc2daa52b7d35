package mvt_test

// How to read these: go test -run '^$' -bench . ./tiles/mvt
//
// cpu-ns/op is what counts: processor time of one core, which other work on the machine does not lengthen. (Elsewhere than on Linux there is
// only ns/op.)
//
// Tile draws and compresses one tile, uncached, of a world of 1,000,000 generated enterprises with their organizations and grids, over
// the tiles of every 2,000th enterprise: cpu-ns/op is the mean, B/tile and gz/tile the mean sizes, worst-ms and worst-gz the largest. The limits of the
// product are 1 ms at z14, 3 ms at z12, 2 ms at z10, 1 ms and 50 KB below, 60 ms filtered. They are times of one core.
//
// Points draws 10,000 points of five properties with this package and with orb/encoding/mvt: compare the two ns/op of one run; ours should
// take at most a fifteenth, and 0 allocs.

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"beltmap/data/generate"
	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"beltmap/tiles"
	"beltmap/tiles/mvt"
	"github.com/paulmach/orb"
	orbmvt "github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
)

const million = 1_000_000

var generated = sync.OnceValue(func() *world.World {
	builder := world.NewBuilder(today, geo.Settings{})
	if err := generate.Records(million, 1, builder.Add); err != nil {
		panic(err)
	}
	w, err := builder.Build(1)
	if err != nil {
		panic(err)
	}
	return w
})

// sampled are the tiles of every 2,000th enterprise, those met twice counted twice.
func sampled(w *world.World, zoom uint8) []tiles.Address {
	table := w.Table(geo.Enterprises)
	var list []tiles.Address
	for i, r := range everyRow(table) {
		if i%2000 == 0 {
			list = append(list, tiles.At(table.XY(r), zoom))
		}
	}
	return list
}

func BenchmarkTile(b *testing.B) {
	w := generated()
	for _, q := range []struct {
		name  string
		query world.Query
		zooms []uint8
	}{
		{"", world.Query{}, []uint8{16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0}},
		{"filtered by industry ", world.Query{Equal: []world.Condition{{Field: geo.Industry, Value: geo.Text("新材料")}}}, []uint8{14, 12, 10, 8, 6, 3, 0}},
		{"filtered by status ", world.Query{Equal: []world.Condition{{Field: geo.EnterpriseStatus, Value: geo.Text("single")}}}, []uint8{6, 0}},
		{"at any time ", world.Query{When: &geo.Period{}}, []uint8{6, 0}},
	} {
		for _, zoom := range q.zooms {
			b.Run(fmt.Sprintf("%sz%d", q.name, zoom), func(b *testing.B) {
				drawTiles(b, w, sampled(w, zoom), q.query)
			})
		}
	}
}

func drawTiles(b *testing.B, w *world.World, list []tiles.Address, q world.Query) {
	var body []byte
	var raw, compressed, worstCompressed, count int
	var worst time.Duration
	b.ReportAllocs()
	onOneCore(b, func() {
		for i := 0; b.Loop(); i++ {
			start := time.Now()
			body, _ = mvt.Encode(body[:0], w, mvt.Request{Tile: list[i%len(list)], Query: q})
			gz := tiles.Gzip(body)
			worst = max(worst, time.Since(start))
			raw, compressed, count = raw+len(body), compressed+len(gz), count+1
			worstCompressed = max(worstCompressed, len(gz))
		}
	})
	b.ReportMetric(float64(raw)/float64(count), "B/tile")
	b.ReportMetric(float64(compressed)/float64(count), "gz/tile")
	b.ReportMetric(float64(worstCompressed), "worst-gz")
	b.ReportMetric(float64(worst.Microseconds())/1000, "worst-ms")
}

func BenchmarkPoints(b *testing.B) {
	const n = 10_000
	tile := tiles.At(plane.Mercator(orb.Point{118.3167, 32.3017}), 14)
	var records []geo.Record
	for i := range n {
		x, y := float64(tile.X)+float64(i%100)/101, float64(tile.Y)+float64(i/100)/101
		r := record(geo.Organizations, fmt.Sprintf("P-%05d", i), plane.FromMercator(x*(1<<18), y*(1<<18)))
		r.Zone, r.NameZH = []string{"CZ", "NG", "FX"}[i%3], fmt.Sprintf("党组织 %d", i%100)
		r.Set(geo.Form, geo.Text([]string{"single", "joint", "regional", "industry"}[i%4]))
		records = append(records, r)
	}
	w := build(b, records...)
	request := mvt.Request{Tile: tile, Layers: []geo.Collection{geo.Organizations}}
	b.Run("ours", func(b *testing.B) {
		var body []byte
		b.ReportAllocs()
		onOneCore(b, func() {
			for b.Loop() {
				body, _ = mvt.Encode(body[:0], w, request)
			}
		})
		b.ReportMetric(float64(len(body)), "B/tile")
	})
	b.Run("orb", func(b *testing.B) {
		features := geojson.NewFeatureCollection()
		for _, r := range records {
			f := geojson.NewFeature(r.Geometry)
			f.Properties = geojson.Properties{"id": r.ID, "name_zh": r.NameZH, "zone": r.Zone, "position_class": string(r.Position.Class), "form": r.Get(geo.Form).Text()}
			features.Append(f)
		}
		at := maptile.New(tile.X, tile.Y, maptile.Zoom(tile.Z))
		b.ReportAllocs()
		onOneCore(b, func() {
			for b.Loop() {
				layer := orbmvt.NewLayer("organizations", features)
				for i, r := range records { // ProjectToTile has overwritten it
					layer.Features[i].Geometry = r.Geometry
				}
				layer.ProjectToTile(at)
				body, err := orbmvt.Marshal(orbmvt.Layers{layer})
				if err != nil || len(body) == 0 {
					b.Fatal(err)
				}
			}
		})
	})
}
