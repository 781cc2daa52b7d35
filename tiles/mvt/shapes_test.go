package mvt_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"beltmap/tiles"
	"beltmap/tiles/mvt"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// ground is a tile in the middle of the province.
var ground = tiles.At(plane.Mercator(orb.Point{117.3, 31.9}), 12)

// at is the point at a place given in ground's coordinates.
func at(x, y float64) orb.Point {
	const unit = 1 << 8 // Mercator units a coordinate at zoom 12
	return plane.FromMercator((float64(ground.X)*4096+x+0.5)*unit, (float64(ground.Y)*4096+y+0.5)*unit)
}

func ring(corners ...float64) orb.Ring {
	var r orb.Ring
	for i := 0; i < len(corners); i += 2 {
		r = append(r, at(corners[i], corners[i+1]))
	}
	return append(r, r[0])
}

// drawn is what ground shows of a geometry, nil for nothing. Places may have any shape.
func drawn(t *testing.T, g orb.Geometry) orb.Geometry {
	t.Helper()
	layer := read(t, build(t, record(geo.Places, "P-1", g)), mvt.Request{Tile: ground})["places"]
	if layer == nil {
		return nil
	}
	if len(layer.Features) != 1 || layer.Features[0].Properties["id"] != "P-1" {
		t.Fatalf("the layer holds %v", layer.Features)
	}
	return layer.Features[0].Geometry
}

func TestShapesAreClippedWoundAndClosed(t *testing.T) {
	for name, c := range map[string]struct{ g, want orb.Geometry }{
		"a box clockwise on the screen": {
			orb.Polygon{ring(100, 100, 300, 100, 300, 200, 100, 200)},
			orb.Polygon{{{100, 100}, {300, 100}, {300, 200}, {100, 200}, {100, 100}}}},
		"a box as RFC 7946 winds it": {
			orb.Polygon{ring(100, 100, 100, 200, 300, 200, 300, 100)},
			orb.Polygon{{{300, 100}, {300, 200}, {100, 200}, {100, 100}, {300, 100}}}},
		"a hole wound like its shell": {
			orb.Polygon{ring(100, 100, 900, 100, 900, 900, 100, 900), ring(200, 200, 400, 200, 400, 400, 200, 400)},
			orb.Polygon{{{100, 100}, {900, 100}, {900, 900}, {100, 900}, {100, 100}}, {{200, 400}, {400, 400}, {400, 200}, {200, 200}, {200, 400}}}},
		"a box over the edge": {
			orb.Polygon{ring(-1000, 100, 300, 100, 300, 200, -1000, 200)},
			orb.Polygon{{{-64, 100}, {300, 100}, {300, 200}, {-64, 200}, {-64, 100}}}},
		"a box around the tile": {
			orb.Polygon{ring(-9000, -9000, 9000, -9000, 9000, 9000, -9000, 9000)},
			orb.Polygon{{{-64, -64}, {4160, -64}, {4160, 4160}, {-64, 4160}, {-64, -64}}}},
		"a tile within a hole": {
			orb.Polygon{ring(-90000, -90000, 90000, -90000, 90000, 90000, -90000, 90000), ring(-9000, -9000, 9000, -9000, 9000, 9000, -9000, 9000)}, nil},
		"a box smaller than a coordinate": {orb.Polygon{ring(100.1, 100.1, 100.3, 100.1, 100.3, 100.3, 100.1, 100.3)}, nil},
		"a sliver":                        {orb.Polygon{ring(100, 100.1, 900, 100.1, 900, 100.2, 100, 100.2)}, nil},
		"a shell with a hole too small": {
			orb.Polygon{ring(100, 100, 300, 100, 300, 200, 100, 200), ring(150.1, 150.1, 150.2, 150.1, 150.2, 150.2)},
			orb.Polygon{{{100, 100}, {300, 100}, {300, 200}, {100, 200}, {100, 100}}}},
		"two parts, one of them too small": {
			orb.MultiPolygon{{ring(100.1, 100.1, 100.3, 100.1, 100.3, 100.3)}, {ring(500, 500, 700, 500, 700, 600, 500, 600)}},
			orb.Polygon{{{500, 500}, {700, 500}, {700, 600}, {500, 600}, {500, 500}}}},
		"two parts": {
			orb.MultiPolygon{{ring(100, 100, 300, 100, 300, 200, 100, 200)}, {ring(500, 600, 700, 600, 700, 500, 500, 500)}},
			orb.MultiPolygon{{{{100, 100}, {300, 100}, {300, 200}, {100, 200}, {100, 100}}}, {{{500, 500}, {700, 500}, {700, 600}, {500, 600}, {500, 500}}}}},
		"a box elsewhere": {orb.Polygon{ring(5000, 100, 5300, 100, 5300, 200)}, nil},
		"a line":          {orb.LineString{at(10, 10), at(500, 700)}, orb.LineString{{10, 10}, {500, 700}}},
		"a line over the edge": {
			orb.LineString{at(-1000, 500), at(500, 500)}, orb.LineString{{-64, 500}, {500, 500}}},
		"a line that leaves and returns": {
			orb.LineString{at(100, 100), at(-500, 100), at(-500, 300), at(100, 300)},
			orb.MultiLineString{{{100, 100}, {-64, 100}}, {{-64, 300}, {100, 300}}}},
		"lines": {
			orb.MultiLineString{{at(0, 0), at(9, 9)}, {at(70, 70), at(90, 70)}},
			orb.MultiLineString{{{0, 0}, {9, 9}}, {{70, 70}, {90, 70}}}},
		"a line within a coordinate": {orb.LineString{at(10.1, 10.1), at(10.3, 10.3)}, nil},
		"a line elsewhere":           {orb.LineString{at(9000, 10), at(9900, 10)}, nil},
		"a line with a needless point": {
			orb.LineString{at(0, 100), at(500, 100.2), at(1000, 100)}, orb.LineString{{0, 100}, {1000, 100}}},
	} {
		t.Run(name, func(t *testing.T) {
			got := drawn(t, c.g)
			if c.want == nil || got == nil {
				if c.want != nil || got != nil {
					t.Errorf("drawn as %v, want %v", got, c.want)
				}
				return
			}
			if !sameShape(got, c.want) {
				t.Errorf("drawn as %v, want %v", got, c.want)
			}
		})
	}
}

// sameShape compares geometries; rings may begin anywhere.
func sameShape(a, b orb.Geometry) bool {
	turn := func(r orb.Ring) {
		open := r[:len(r)-1]
		least := 0
		for i, p := range open {
			if p[0] < open[least][0] || p[0] == open[least][0] && p[1] < open[least][1] {
				least = i
			}
		}
		copy(r, append(append(orb.Ring{}, open[least:]...), append(open[:least:least], open[least])...))
	}
	turned := func(g orb.Geometry) orb.Geometry {
		g = orb.Clone(g)
		switch g := g.(type) {
		case orb.Polygon:
			for _, r := range g {
				turn(r)
			}
		case orb.MultiPolygon:
			for _, p := range g {
				for _, r := range p {
					turn(r)
				}
			}
		}
		return g
	}
	return reflect.DeepEqual(turned(a), turned(b))
}

// The faults of orb/encoding/mvt that LIBRARIES lists, each with what ours does instead. (Winding, repeated points and the version are
// also checked of every tile any test draws.)
func TestTheFaultsOfTheReferenceAreNotOurs(t *testing.T) {
	t.Run("the source is left as it is", func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			g := orb.MultiPolygon{{ring(-100, 100, 300, 100, 300, 200, -100, 200), ring(0, 120, 20, 120, 20, 140)}, {ring(500, 500, 9000, 500, 700, 9000)}}
			r := record(geo.Places, "P-1", g)
			r.Normalize()
			w := build(rt, r)
			kept := orb.Clone(r.Geometry)
			zoom := rapid.Uint8Range(0, tiles.MaxZoom).Draw(rt, "zoom")
			for tile := range tiles.Cover(plane.MercatorBounds(g[0].Bound()), zoom) {
				read(rt, w, mvt.Request{Tile: tile})
			}
			row, _ := w.Table(geo.Places).Find("P-1")
			if !reflect.DeepEqual(w.Table(geo.Places).Geometry(row), kept) || !reflect.DeepEqual(r.Geometry, kept) {
				rt.Fatal("drawing changed the geometry")
			}
		})
	})
	t.Run("every part of a multi-geometry is drawn", func(t *testing.T) {
		got, ok := drawn(t, orb.MultiLineString{{at(0, 0), at(90, 0)}, {at(0, 20), at(90, 20)}, {at(0, 40), at(90, 40)}}).(orb.MultiLineString)
		if !ok || len(got) != 3 {
			t.Errorf("drawn as %v", got)
		}
	})
	t.Run("empty geometries draw nothing", func(t *testing.T) {
		for _, g := range []orb.Geometry{orb.LineString{}, orb.MultiLineString{{}, {}}, orb.Polygon{}, orb.Polygon{{}}, orb.MultiPolygon{}, orb.LineString{at(1, 1)}} {
			if got := drawn(t, g); got != nil {
				t.Errorf("%v is drawn as %v", g, got)
			}
		}
	})
	t.Run("tiny polygons are dropped, not drawn as repeated points", func(t *testing.T) {
		if got := drawn(t, orb.Polygon{ring(7.1, 7.1, 7.2, 7.1, 7.2, 7.2)}); got != nil {
			t.Errorf("drawn as %v", got)
		}
	})
}

// A polygon's tiles put together cover what the polygon covers: their areas, cut to each tile, sum to its own.
func TestTheTilesOfAnAreaSumToIt(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(3, 40).Draw(rt, "n")
		shape := orb.Ring{}
		for i := range n {
			turn, far := 2*math.Pi*float64(i)/float64(n), rapid.Float64Range(2000, 9000).Draw(rt, "far")
			shape = append(shape, at(2000+far*math.Cos(turn), 2000+far*math.Sin(turn)))
		}
		shape = append(shape, shape[0])
		w := build(rt, record(geo.Zones, "Z", orb.Polygon{shape}))
		want, got := 0.0, 0.0
		path := []plane.Vec{}
		for _, p := range shape {
			x, y := plane.MercatorFloat(p)
			path = append(path, plane.Vec{X: x / 256, Y: y / 256})
		}
		want = math.Abs(plane.SignedArea(path))
		for tile := range tiles.Cover(plane.MercatorBounds(shape.Bound()), ground.Z) {
			layer := read(rt, w, mvt.Request{Tile: tile})["zones"]
			if layer == nil {
				continue
			}
			for _, polygon := range polygons(layer.Features[0].Geometry) {
				path = path[:0]
				for _, p := range polygon[0] {
					path = append(path, plane.Vec{X: p[0], Y: p[1]})
				}
				cut, _ := plane.ClipRing(nil, nil, path, plane.Box{MaxX: 4096, MaxY: 4096})
				got += math.Abs(plane.SignedArea(cut))
			}
		}
		// Each of some hundred thousand units of outline may be off by the tolerance.
		if math.Abs(got-want) > 5*120_000+0.01*want {
			rt.Fatalf("the tiles sum to %.0f square units, the polygon has %.0f", got, want)
		}
	})
}

func polygons(g orb.Geometry) orb.MultiPolygon {
	switch g := g.(type) {
	case orb.Polygon:
		return orb.MultiPolygon{g}
	case orb.MultiPolygon:
		return g
	}
	return nil
}

func TestManyAreasInATileStayBelowTheLimit(t *testing.T) {
	var records []geo.Record
	for i := range 20_000 {
		x, y := float64(i%150)*27, float64(i/150)*30
		r := record(geo.Zones, fmt.Sprintf("Z-%05d", i), orb.Polygon{ring(x, y, x+25, y, x+25, y+28, x+12, y+20, x, y+28)})
		records = append(records, r)
	}
	w := build(t, records...)
	for z := uint8(0); z <= tiles.MaxZoom; z++ {
		tile := tiles.At(plane.Mercator(at(2000, 2000)), z)
		layer := read(t, w, mvt.Request{Tile: tile})["zones"]
		if z == ground.Z && (layer == nil || len(layer.Features) == 0) {
			t.Errorf("tile %v shows nothing of 20,000 areas", tile)
		}
	}
}

// A city of roads: every tile holds to the limit, and those near still show them.
func TestTwentyThousandRoadsStayBelowTheLimit(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	records := make([]geo.Record, 20_000)
	for i := range records {
		x, y := random.Float64()*4096, random.Float64()*4096
		road := orb.LineString{}
		for range 2 + random.IntN(20) {
			road = append(road, at(x, y))
			x, y = x+random.NormFloat64()*20, y+random.NormFloat64()*20
		}
		records[i] = record(geo.Ground, fmt.Sprintf("H-%013d", i), road)
	}
	w := build(t, records...)
	for z := uint8(0); z <= tiles.MaxZoom; z++ {
		layer := read(t, w, mvt.Request{Tile: tiles.At(plane.Mercator(at(2000, 2000)), z)})["ground"]
		if drawn := layer != nil && len(layer.Features) > 0; drawn != (z >= tiles.MinZoom(geo.Ground)) {
			t.Errorf("zoom %d: drawn %v", z, drawn)
		}
	}
}

func TestFiltersLeaveTheGroundInPlace(t *testing.T) {
	w := build(t, record(geo.Ground, "R", orb.LineString{at(0, 0), at(4000, 4000)}))
	q := world.Query{Equal: []world.Condition{{Field: geo.Zone, Value: geo.Text("CZ")}}}
	if read(t, w, mvt.Request{Tile: ground, Query: q})["ground"] == nil {
		t.Error("a filter by zone took the roads away")
	}
}

func TestGridsAreDrawnFromTheirZoomOn(t *testing.T) {
	w := build(t, record(geo.Grids, "G", orb.Polygon{ring(-9000, -9000, 9000, -9000, 9000, 9000, -9000, 9000)}))
	for z := uint8(0); z <= tiles.MaxZoom; z++ {
		tile := tiles.At(plane.Mercator(at(2000, 2000)), z)
		if got := read(t, w, mvt.Request{Tile: tile})["grids"] != nil; got != (z >= tiles.MinZoom(geo.Grids)) {
			t.Errorf("zoom %d: drawn %v", z, got)
		}
	}
}
