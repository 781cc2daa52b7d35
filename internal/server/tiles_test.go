package server_test

import (
	"fmt"
	"net/http"
	"testing"

	"beltmap/data/generate"
	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/tiles"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
)

func generated(t testing.TB, n int) []geo.Record {
	var all []geo.Record
	err := generate.Records(n, 7, func(records []geo.Record) error {
		for i := range records {
			all = append(all, records[i].Clone())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (a *answer) layers() mvt.Layers {
	a.t.Helper()
	if a.status == http.StatusNoContent {
		return nil
	}
	a.is(http.StatusOK)
	l, err := mvt.Unmarshal(a.body)
	if err != nil {
		a.t.Fatalf("%s: %v", a.path, err)
	}
	return l
}

// stands is how many records of a layer a tile stands for.
func stands(layers mvt.Layers, name string) int {
	n := 0
	for _, l := range layers {
		if l.Name != name {
			continue
		}
		for _, f := range l.Features {
			if count, ok := f.Properties["point_count"].(float64); ok {
				n += int(count)
			} else {
				n++
			}
		}
	}
	return n
}

func TestTilesOfEveryZoomSumToTheCountsWithAndWithoutFilters(t *testing.T) {
	t.Parallel()
	s := serve(t, geo.Public, append(generated(t, 150), sampleRecords(t)...))
	world := s.app.World()
	for _, query := range []string{"", "status=joint", "zone=CZ", "belts=CZ-B-SHANGHAI-ROAD", "datetime=2020-01-01", "form=joint&status=single"} {
		counts := s.get("/api/counts?" + query).json()["collections"].(map[string]any)
		for _, zoom := range []uint8{0, 7, 11, 14} {
			seen := map[tiles.Address]bool{}
			sums := map[geo.Collection]int{}
			for _, c := range []geo.Collection{geo.Enterprises, geo.Organizations} {
				table := world.Table(c)
				rows, _ := table.Page(worldAll(), "", 1_000_000)
				for _, r := range rows {
					if !table.Drawable(r) {
						continue
					}
					if at := tiles.At(table.XY(r), zoom); !seen[at] {
						seen[at] = true
						layers := s.get(fmt.Sprintf("/tiles/belts/%s.mvt?%s", at, query)).layers()
						sums[geo.Enterprises] += stands(layers, "enterprises")
						sums[geo.Organizations] += stands(layers, "organizations")
					}
				}
			}
			for c, sum := range sums {
				if want := counts[c.String()].(map[string]any)["located"]; float64(sum) != want {
					t.Errorf("%q at zoom %d: the tiles hold %d %s, counts say %v", query, zoom, sum, c, want)
				}
			}
		}
	}
}

func TestATileIsTaggedPackedAndEmptyOnesSaySo(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	const path = "/tiles/belts/0/0/0.mvt"
	plain, zipped := s.get(path).is(http.StatusOK), s.get(path, "Accept-Encoding", "gzip").is(http.StatusOK)
	if string(plain.body) != string(zipped.body) || zipped.header.Get("Content-Encoding") != "gzip" || plain.header.Get("Content-Encoding") != "" {
		t.Error("the encodings differ in more than the encoding")
	}
	if plain.header.Get("ETag") == zipped.header.Get("ETag") || zipped.header.Get("Vary") != "Accept-Encoding" {
		t.Errorf("tags %s and %s, Vary %q", plain.header.Get("ETag"), zipped.header.Get("ETag"), zipped.header.Get("Vary"))
	}
	if got := zipped.header.Get("Content-Type"); got != "application/vnd.mapbox-vector-tile" {
		t.Errorf("Content-Type %q", got)
	}
	for _, a := range []*answer{plain, zipped} {
		encoding := "identity"
		if a == zipped {
			encoding = "gzip"
		}
		again := s.get(path, "Accept-Encoding", encoding, "If-None-Match", a.header.Get("ETag"))
		if again.status != http.StatusNotModified || len(again.body) > 0 || again.header.Get("ETag") != a.header.Get("ETag") {
			t.Errorf("asked again: %d", again.status)
		}
	}
	s.get("/tiles/belts/16/0/0.mvt").is(http.StatusNoContent)
	for path, status := range map[string]int{"x/0/0": 400, "0/-1/0": 400, "0/0/0.5": 400, "1e1/0/0": 400, "00/0/0": 400, "17/0/0": 404, "0/1/0": 404, "3/8/0": 404, "3/0/8": 404, "99999999999999999999/0/0": 400} {
		if kind := s.get("/tiles/belts/"+path+".mvt").problem(status, ""); kind == "" {
			t.Errorf("%s: no type", path)
		}
	}
}

func TestAnEditTouchesItsTilesTagAndNoOther(t *testing.T) {
	s := serve(t, geo.Public, append(sampleRecords(t), points()...))
	path := func(p orb.Point) string {
		return fmt.Sprintf("/tiles/belts/%s.mvt", tiles.At(plane.Mercator(p), 14))
	}
	here, there := path(orb.Point{117.25, 31.8}), path(orb.Point{118, 32})
	before, other := s.get(here).header.Get("ETag"), s.get(there).header.Get("ETag")
	r := geo.New(geo.Enterprises)
	r.ID, r.NameZH, r.Geometry, r.Position.Class = "beside", "旁边企业", orb.Point{117.2505, 31.8005}, geo.Exact
	if _, err := s.app.Apply(t.Context(), insertions([]geo.Record{r})); err != nil {
		t.Fatal(err)
	}
	s.get(there, "If-None-Match", other).is(http.StatusNotModified)
	if got := stands(s.get(here, "If-None-Match", before).layers(), "enterprises"); got != 2 {
		t.Errorf("the tile shows %d enterprises after the edit", got)
	}
}
