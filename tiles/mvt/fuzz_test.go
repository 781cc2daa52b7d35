package mvt_test

import (
	"encoding/binary"
	"fmt"
	"testing"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"beltmap/tiles"
	"beltmap/tiles/mvt"
	"github.com/paulmach/orb"
)

// go test -fuzz FuzzEncode ./tiles/mvt: every tile of a world made of arbitrary bytes can be decoded, is built as the specification
// says, and shows each point once at any zoom.
func FuzzEncode(f *testing.F) {
	f.Add([]byte("a world of some bytes, from which come points and lines and areas of several kinds"), uint8(12), uint8(0))
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24}, uint8(3), uint8(1))
	f.Add(make([]byte, 200), uint8(16), uint8(2))
	f.Fuzz(func(t *testing.T, raw []byte, zoom, filter uint8) {
		records, points := worldOf(raw)
		w := build(t, records...)
		q := world.Query{Sight: []geo.Sight{geo.PublicSight(), geo.FullSight(), {Internal: geo.ZonesOf("CZ")}}[filter>>1%3]}
		if filter&1 == 1 {
			q.Equal = []world.Condition{{Field: geo.Zone, Value: geo.Text("CZ")}}
		}
		zoom %= tiles.MaxZoom + 1
		for _, c := range []geo.Collection{geo.Enterprises, geo.Places} {
			want := 0
			for _, r := range points {
				if r.Collection == c && (filter&1 == 0 || r.Zone == "CZ") {
					want++
				}
			}
			if got := shown(t, t, w, c, q, pointsOf(points), zoom).total; c == geo.Enterprises && got != want {
				t.Errorf("zoom %d shows %d of %d %v", zoom, got, want, c)
			}
		}
	})
}

// worldOf makes records of bytes: eleven make a point or a corner.
func worldOf(raw []byte) (records, points []geo.Record) {
	var path []orb.Point
	for i := 0; len(raw) >= 11 && i < 200; i++ {
		kind, zone := raw[0]%6, raw[1]%2
		lon, lat := int32(binary.LittleEndian.Uint32(raw[2:])), int32(binary.LittleEndian.Uint32(raw[6:]))
		p := orb.Point{float64(lon%1_800_000_000) / 1e7, float64(lat%850_000_000) / 1e7}
		if raw[10]%2 == 0 { // near the ground
			p = orb.Point{117 + float64(lon%100_000)/1e7, 32 + float64(lat%100_000)/1e7}
		}
		raw = raw[11:]
		path = append(path, p)
		r := geo.Record{}
		switch {
		case kind < 2:
			r = record(geo.Enterprises, fmt.Sprintf("E-%d", i), p)
		case kind == 2:
			r = record(geo.Places, fmt.Sprintf("P-%d", i), p)
		case kind == 3 && len(path) >= 2:
			r = record(geo.Tours, fmt.Sprintf("T-%d", i), orb.LineString(path))
			path = nil
		case len(path) >= 3:
			closed := append(orb.Ring(path), path[0])
			r = record(geo.Zones, fmt.Sprintf("Z-%d", i), orb.Polygon{closed, closed[:]})
			path = nil
		default:
			continue
		}
		if zone == 1 {
			r.Zone = "CZ"
		}
		r.Normalize()
		records = append(records, r)
		if kind <= 2 {
			points = append(points, r)
		}
	}
	return records, points
}

func TestEveryTileOverAnAreaDecodes(t *testing.T) {
	area := record(geo.Zones, "Z", orb.Polygon{ring(-20, -20, 9000, 40, 8800, 9000, 3000, 4000, 10, 9000)})
	w := build(t, area)
	for z := uint8(6); z <= 14; z++ {
		for tile := range tiles.Cover(plane.MercatorBounds(area.Geometry.Bound()), z) {
			read(t, w, mvt.Request{Tile: tile})
		}
	}
}
