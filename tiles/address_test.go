package tiles_test

import (
	"testing"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/tiles"
	"pgregory.net/rapid"
)

func TestParseTellsMalformedFromMissing(t *testing.T) {
	for _, c := range []struct {
		z, x, y string
		kind    geo.Kind
		ok      bool
	}{
		{"0", "0", "0", 0, true}, {"16", "65535", "65535", 0, true}, {"14", "13576", "6637", 0, true},
		{"17", "0", "0", geo.KindNotFound, false}, {"300", "0", "0", geo.KindNotFound, false}, {"0", "1", "0", geo.KindNotFound, false},
		{"4", "16", "0", geo.KindNotFound, false}, {"4", "0", "16", geo.KindNotFound, false},
		{"-1", "0", "0", geo.KindInvalid, false}, {"a", "0", "0", geo.KindInvalid, false}, {"1", "0", "", geo.KindInvalid, false},
		{"01", "0", "0", geo.KindInvalid, false}, {"+1", "0", "0", geo.KindInvalid, false}, {"1", "0", "0.5", geo.KindInvalid, false},
		{"4", "99999999999", "0", geo.KindInvalid, false},
	} {
		a, err := tiles.Parse(c.z, c.x, c.y)
		if (err == nil) != c.ok || (err != nil && geo.KindOf(err) != c.kind) {
			t.Errorf("%s/%s/%s: %v, %v", c.z, c.x, c.y, a, err)
		}
		if err == nil && a.String() != c.z+"/"+c.x+"/"+c.y {
			t.Errorf("%s/%s/%s is read as %v", c.z, c.x, c.y, a)
		}
	}
}

func anAddress(t *rapid.T) tiles.Address {
	z := rapid.Uint8Range(0, tiles.MaxZoom).Draw(t, "z")
	return tiles.Address{Z: z, X: rapid.Uint32Range(0, 1<<z-1).Draw(t, "x"), Y: rapid.Uint32Range(0, 1<<z-1).Draw(t, "y")}
}

func TestTilesPartitionTheWorld(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := plane.XY{X: rapid.Uint32().Draw(t, "x"), Y: rapid.Uint32().Draw(t, "y")}
		a := anAddress(t)
		home := tiles.At(p, a.Z)
		if !home.Valid() || !home.Rect(0).Holds(p) {
			t.Fatalf("%v is not in its tile %v", p, home)
		}
		if x, y := home.Local(p); x < 0 || y < 0 || x >= tiles.Extent || y >= tiles.Extent {
			t.Fatalf("%v is at %d, %d of its tile %v", p, x, y, home)
		}
		if a != home && a.Rect(0).Holds(p) {
			t.Fatalf("%v is also in %v", p, a)
		}
		if a.Z < tiles.MaxZoom {
			for _, child := range a.Children() {
				if child.Parent() != a || !child.Valid() || !a.Rect(0).Covers(child.Rect(0)) {
					t.Fatalf("%v is no child of %v", child, a)
				}
			}
		}
	})
}

func TestCoverFindsTheTilesThatMeetABox(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zoom := rapid.Uint8Range(0, 5).Draw(t, "zoom")
		x, y := rapid.Uint32().Draw(t, "x"), rapid.Uint32().Draw(t, "y")
		r := plane.Rect{MinX: x, MinY: y, MaxX: rapid.Uint32Range(x, 1<<32-1).Draw(t, "x2"), MaxY: rapid.Uint32Range(y, 1<<32-1).Draw(t, "y2")}
		covered := map[tiles.Address]bool{}
		for a := range tiles.Cover(r, zoom) {
			covered[a] = true
		}
		for x := range uint32(1) << zoom {
			for y := range uint32(1) << zoom {
				a := tiles.Address{Z: zoom, X: x, Y: y}
				if covered[a] != a.Rect(0).Meets(r) {
					t.Fatalf("%v meets %v: %v", a, r, !covered[a])
				}
			}
		}
	})
}

func TestABufferIsGivenInTileCoordinates(t *testing.T) {
	a := tiles.Address{Z: 16, X: 100, Y: 65535}
	got := a.Rect(64)
	want := plane.Rect{MinX: 100<<16 - 64<<4, MinY: 65535<<16 - 64<<4, MaxX: 101<<16 - 1 + 64<<4, MaxY: 1<<32 - 1}
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := (tiles.Address{}).Rect(64); got != plane.World() {
		t.Errorf("the tile of all with its buffer is %v", got)
	}
}
