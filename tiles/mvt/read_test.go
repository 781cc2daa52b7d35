package mvt_test

import (
	"fmt"
	"testing"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"beltmap/tiles"
	"beltmap/tiles/mvt"
	"github.com/paulmach/orb"
	orbmvt "github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/encoding/mvt/vectortile"
)

// today is the day of the test worlds.
var today = geo.Date(2024, 6, 1)

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

// build makes a World of records.
func build(t failer, records ...geo.Record) *world.World {
	t.Helper()
	w, err := world.New(today, 1, geo.Settings{}, records)
	if err != nil {
		t.Fatalf("the world cannot be made: %v", err)
	}
	return w
}

// record is a record at a place known exactly.
func record(c geo.Collection, id string, g orb.Geometry) geo.Record {
	r := geo.New(c)
	r.ID, r.NameZH, r.Geometry = id, "名称 "+id, g
	if g != nil {
		r.Position.Class = geo.Exact
	}
	return r
}

// encode is a tile's bytes, held to their limit.
func encode(t failer, w *world.World, r mvt.Request) []byte {
	t.Helper()
	body, err := mvt.Encode(nil, w, r)
	if err != nil {
		t.Fatalf("tile %v: %v", r.Tile, err)
	}
	if len(body) > tiles.MaxBytes {
		t.Errorf("tile %v has %d bytes", r.Tile, len(body))
	}
	return body
}

// read is a tile as orb/mvt decodes it, by layer, after checking what the specification wants of its bytes.
func read(t failer, w *world.World, r mvt.Request) map[string]*orbmvt.Layer {
	t.Helper()
	return decode(t, r.Tile, encode(t, w, r))
}

func decode(t failer, tile tiles.Address, body []byte) map[string]*orbmvt.Layer {
	t.Helper()
	checkBytes(t, body)
	layers, err := orbmvt.Unmarshal(body)
	if err != nil {
		t.Fatalf("tile %v cannot be decoded: %v", tile, err)
	}
	byName := map[string]*orbmvt.Layer{}
	for _, l := range layers {
		if byName[l.Name] != nil {
			t.Errorf("tile %v has two layers %s", tile, l.Name)
		}
		byName[l.Name] = l
	}
	return byName
}

// checkBytes reads a tile a second time, as the bare protocol buffer: version, extent, tables without doubles, tags within them,
// geometries that are made as §4.3 of the specification says, within the buffer.
func checkBytes(t failer, body []byte) {
	t.Helper()
	var raw vectortile.Tile
	if err := raw.Unmarshal(body); err != nil {
		t.Fatalf("no protocol buffer: %v", err)
	}
	for _, l := range raw.Layers {
		if l.GetVersion() != 2 || l.GetExtent() != 4096 || l.GetName() == "" || len(l.Features) == 0 {
			t.Errorf("layer %q: version %d, extent %d, %d features", l.GetName(), l.GetVersion(), l.GetExtent(), len(l.Features))
		}
		seen := map[string]bool{}
		for _, k := range l.Keys {
			if seen["k"+k] {
				t.Errorf("layer %s has the key %s twice", l.GetName(), k)
			}
			seen["k"+k] = true
		}
		for _, v := range l.Values {
			if s := v.String(); seen[s] && len(l.Features) <= 512 { // in larger layers a name may recur
				t.Errorf("layer %s has the value %s twice", l.GetName(), s)
			} else {
				seen[s] = true
			}
		}
		for _, f := range l.Features {
			if len(f.Tags)%2 != 0 {
				t.Errorf("an odd number of tags")
			}
			for i := 0; i+1 < len(f.Tags); i += 2 {
				if int(f.Tags[i]) >= len(l.Keys) || int(f.Tags[i+1]) >= len(l.Values) {
					t.Errorf("layer %s: tag %d=%d of %d keys, %d values", l.GetName(), f.Tags[i], f.Tags[i+1], len(l.Keys), len(l.Values))
				}
			}
			if err := checkCommands(f); err != nil {
				t.Errorf("layer %s: %v", l.GetName(), err)
			}
		}
	}
}

// checkCommands runs the drawing commands of one feature.
func checkCommands(f *vectortile.Tile_Feature) error {
	g := f.Geometry
	var x, y int32
	point := func() bool {
		if len(g) < 2 {
			return false
		}
		x += int32(g[0]>>1) ^ -int32(g[0]&1)
		y += int32(g[1]>>1) ^ -int32(g[1]&1)
		g = g[2:]
		return x >= -tiles.Buffer && y >= -tiles.Buffer && x <= 4096+tiles.Buffer && y <= 4096+tiles.Buffer
	}
	command := func() (id, count uint32) {
		if len(g) == 0 {
			return 0, 0
		}
		id, count = g[0]&7, g[0]>>3
		g = g[1:]
		return id, count
	}
	for first := true; len(g) > 0; first = false {
		if id, n := command(); id != 1 || n != 1 || !point() {
			return fmt.Errorf("no single MoveTo to a place in the frame: %v", f.Geometry)
		}
		if f.GetType() == vectortile.Tile_POINT {
			if x < 0 || y < 0 || x > 4095 || y > 4095 {
				return fmt.Errorf("a point outside its tile: %d, %d", x, y)
			}
			continue
		}
		path := [][2]int32{{x, y}}
		id, n := command()
		if id != 2 || n < 1 {
			return fmt.Errorf("no LineTo: %v", f.Geometry)
		}
		for range n {
			px, py := x, y
			if !point() || (px == x && py == y) {
				return fmt.Errorf("a step to nowhere: %v", f.Geometry)
			}
			path = append(path, [2]int32{x, y})
		}
		if f.GetType() == vectortile.Tile_LINESTRING {
			continue
		}
		if id, n := command(); id != 7 || n != 1 {
			return fmt.Errorf("a ring that is not closed: %v", f.Geometry)
		}
		if len(path) < 3 || path[0] == path[len(path)-1] {
			return fmt.Errorf("a ring of %d points: %v", len(path), path)
		}
		area := int64(0)
		for i, a := range path {
			b := path[(i+1)%len(path)]
			area += int64(a[0])*int64(b[1]) - int64(b[0])*int64(a[1])
		}
		if area == 0 || first && area < 0 {
			return fmt.Errorf("a ring of area %d: %v", area, path)
		}
	}
	return nil
}

// tilesOver lists the tiles of a zoom that hold any of the points.
func tilesOver(points []orb.Point, zoom uint8) map[tiles.Address]bool {
	over := map[tiles.Address]bool{}
	for _, p := range points {
		over[tiles.At(plane.Mercator(p), zoom)] = true
	}
	return over
}

// number is a property as a count, 0 if it is absent.
func number(t testing.TB, v any) int {
	t.Helper()
	switch v := v.(type) {
	case nil:
		return 0
	case uint64:
		return int(v)
	case float64:
		return int(v)
	}
	t.Fatalf("a count is a %T", v)
	return 0
}
