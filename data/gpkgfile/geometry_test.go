package gpkgfile_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"beltmap/data/gpkgfile"
	"beltmap/data/storetest"
	"beltmap/geo"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"pgregory.net/rapid"
)

const anyShape = geo.PointShape | geo.LineShape | geo.PolygonShape

func TestEveryGeometryComesBackAndItsBodyIsWhatAnotherWriterWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := storetest.RandomGeometry(anyShape).Draw(t, "geometry")
		if g == nil {
			return
		}
		blob, err := gpkgfile.AppendGeometry(nil, g)
		if err != nil {
			t.Fatal(err)
		}
		got, srs, err := gpkgfile.DecodeGeometry(blob)
		if err != nil || srs != gpkgfile.SRS || !orb.Equal(got, g) {
			t.Fatalf("got %v in %d, %v; want %v", got, srs, err, g)
		}
		body := blob[8:]
		if blob[3]&2 != 0 {
			body = blob[40:]
			box := g.Bound()
			for i, want := range []float64{box.Min[0], box.Max[0], box.Min[1], box.Max[1]} {
				if x := math.Float64frombits(binary.LittleEndian.Uint64(blob[8+8*i:])); x != want {
					t.Fatalf("side %d of the envelope is %v, want %v", i, x, want)
				}
			}
		}
		if want := wkb.MustMarshal(g, binary.LittleEndian); !bytes.Equal(body, want) {
			t.Fatalf("body %x, want %x", body, want)
		}
		// The other byte order, as other programs may write it.
		other := append([]byte{'G', 'P', 0, 0, 0, 0, 0x10, 0xe6}, wkb.MustMarshal(g, binary.BigEndian)...)
		if got, srs, err = gpkgfile.DecodeGeometry(other); err != nil || srs != gpkgfile.SRS || !orb.Equal(got, g) {
			t.Fatalf("got %v in %d, %v; want %v", got, srs, err, g)
		}
	})
}

func TestEmptyGeometriesAreMarkedEmptyAndComeBack(t *testing.T) {
	for _, g := range []orb.Geometry{
		orb.Point{math.NaN(), math.NaN()}, orb.LineString{}, orb.Polygon{}, orb.MultiLineString{}, orb.MultiPolygon{}, orb.MultiPolygon{{}}, orb.Polygon{{}},
	} {
		blob, err := gpkgfile.AppendGeometry(nil, g)
		if err != nil || blob[3] != 0x11 {
			t.Fatalf("%T: flags %x, %v", g, blob[3], err)
		}
		got, _, err := gpkgfile.DecodeGeometry(blob)
		if p, ok := got.(orb.Point); ok && math.IsNaN(p[0]) && math.IsNaN(p[1]) {
			continue
		}
		if err != nil || !orb.Equal(got, g) {
			t.Fatalf("%T: got %v, %v", g, got, err)
		}
	}
}

func TestWhatARecordCannotHaveIsRefused(t *testing.T) {
	for _, g := range []orb.Geometry{nil, orb.MultiPoint{{1, 2}}, orb.Collection{}, orb.Bound{}, orb.Ring{}} {
		if _, err := gpkgfile.AppendGeometry(nil, g); geo.KindOf(err) != geo.KindInvalid {
			t.Errorf("%T: %v", g, err)
		}
	}
	header := []byte{'G', 'P', 0, 1, 0xe6, 0x10, 0, 0}
	point := append(bytes.Clone(header), wkb.MustMarshal(orb.Point{1, 2}, binary.LittleEndian)...)
	for name, blob := range map[string][]byte{
		"nothing": nil, "no magic": []byte("XX......................"), "a header alone": header, "a cut point": point[:20], "a point and more": append(bytes.Clone(point), 0),
		"a multipoint":             append(bytes.Clone(header), wkb.MustMarshal(orb.MultiPoint{{1, 2}}, binary.LittleEndian)...),
		"an envelope of no kind":   append([]byte{'G', 'P', 0, 0x0f, 0xe6, 0x10, 0, 0}, point[8:]...),
		"a count beyond the bytes": append(bytes.Clone(header), 1, 2, 0, 0, 0, 0xff, 0xff, 0xff, 0xff),
		"a polygon in a multiline": append(bytes.Clone(header), 1, 5, 0, 0, 0, 1, 0, 0, 0, 1, 3, 0, 0, 0, 0, 0, 0, 0),
	} {
		if g, _, err := gpkgfile.DecodeGeometry(blob); geo.KindOf(err) != geo.KindInvalid || err == nil {
			t.Errorf("%s: %v, %v", name, g, err)
		}
	}
}

func TestZAndMAreDropped(t *testing.T) {
	body := []byte{1, 0xea, 3, 0, 0} // 1002: a line with Z
	body = binary.LittleEndian.AppendUint32(body, 2)
	for _, x := range []float64{1, 2, 99, 3, 4, 99} {
		body = binary.LittleEndian.AppendUint64(body, math.Float64bits(x))
	}
	got, _, err := gpkgfile.DecodeGeometry(append([]byte{'G', 'P', 0, 1, 0xe6, 0x10, 0, 0}, body...))
	if err != nil || !orb.Equal(got, orb.LineString{{1, 2}, {3, 4}}) {
		t.Fatal(got, err)
	}
}

// FuzzDecodeGeometry: any bytes are read without panic, without much memory, and what is read writes back as it was read.
func FuzzDecodeGeometry(f *testing.F) {
	for _, g := range []orb.Geometry{
		orb.Point{117, 32}, orb.LineString{{1, 2}, {3, 4}}, orb.MultiLineString{{{1, 2}, {3, 4}}, {}},
		orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, {}},
	} {
		blob, _ := gpkgfile.AppendGeometry(nil, g)
		f.Add(blob)
		f.Add(append([]byte{'G', 'P', 0, 0, 0, 0, 0, 0}, wkb.MustMarshal(g, binary.BigEndian)...))
	}
	f.Fuzz(func(t *testing.T, blob []byte) {
		g, _, err := gpkgfile.DecodeGeometry(blob)
		if err != nil {
			if geo.KindOf(err) != geo.KindInvalid {
				t.Fatal(err)
			}
			return
		}
		once, err := gpkgfile.AppendGeometry(nil, g)
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := gpkgfile.DecodeGeometry(once)
		if err != nil {
			t.Fatal(err)
		}
		twice, err := gpkgfile.AppendGeometry(nil, again)
		if err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("%x, %x, %v", once, twice, err)
		}
	})
}

// How to run: go test ./data/gpkgfile -run '^$' -bench Decode. A point should cost one allocation, its box in the interface.
func BenchmarkDecodeGeometry(b *testing.B) {
	for name, g := range map[string]orb.Geometry{"point": orb.Point{117, 32}, "polygon": orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}} {
		blob, err := gpkgfile.AppendGeometry(nil, g)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := gpkgfile.DecodeGeometry(blob); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
