package server

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"testing"

	"beltmap/data/generate"
	"beltmap/geo"
	"beltmap/geo/world"
	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"pgregory.net/rapid"
)

func TestDegreesAreWrittenWithSevenDecimals(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 117.25: "117.25", -0.00000004: "0", 31.12345678: "31.1234568", -179.9999999: "-179.9999999", 180: "180", 9.5: "9.5", -90: "-90", 0.0000001: "0.0000001", 1234.5: "1234.5"} {
		if got := string(appendDegrees(nil, x)); got != want {
			t.Errorf("%v is written %s, want %s", x, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-180, 180).Draw(t, "degrees")
		back, err := strconv.ParseFloat(string(appendDegrees(nil, x)), 64)
		if err != nil || math.Abs(back-x) > 0.5e-7+1e-13 { // the last place of 180 is 3e-14
			t.Fatalf("%v is read back as %v, %v", x, back, err)
		}
		if r := geo.RoundDegrees(x); back != r {
			t.Fatalf("%v as the store rounds it is %v, read back as %v", x, r, back)
		}
	})
}

func TestStringsAreReadBackAsTheyWere(t *testing.T) {
	check := func(t interface{ Fatalf(string, ...any) }, s string) {
		var back string
		b := appendString(nil, s)
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if want := string([]rune(s)); back != want { // what is not UTF-8 becomes U+FFFD
			t.Fatalf("%q is read back as %q", s, back)
		}
		if bytes.ContainsAny(b, "<>&\u2028\u2029") {
			t.Fatalf("%s is not inert in HTML", b)
		}
	}
	for _, s := range []string{"", "长丰", "a\"b\\c/d", "\x00\x1f\x7f\n\r\t", "</script>&", "\u2028\u2029", "\xff\xfe长\xe9", "𠮷", "é", "ｆｕｌｌ，", "\uE000\uFFFF", "\xed\xa0\x80", "\xe5\xe5\xe5", "\xe5\x90", "长\xe5", "•…—“”"} {
		check(t, s)
	}
	for c := range 256 { // among seven that are plain, at each place of a word that is looked at as one
		for at := range 8 {
			b := []byte("plain.7!")
			b[at] = byte(c)
			check(t, string(b))
		}
	}
	rapid.Check(t, func(t *rapid.T) { check(t, string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))) })
}

func TestGeometriesAreWhatOrbWritesButWoundAsTheStandardAsks(t *testing.T) {
	ccw := orb.Ring{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}
	hole := orb.Ring{{2, 2}, {2, 4}, {4, 4}, {4, 2}, {2, 2}} // clockwise
	turned := func(r orb.Ring) orb.Ring { c := r.Clone(); c.Reverse(); return c }
	right := orb.Polygon{ccw, hole}
	for _, c := range []struct{ in, want orb.Geometry }{
		{orb.Point{117.25, 31.8}, orb.Point{117.25, 31.8}},
		{orb.LineString{{1, 2}, {3, 4.5}}, orb.LineString{{1, 2}, {3, 4.5}}},
		{orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}, orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}},
		{right, right}, {orb.Polygon{turned(ccw), turned(hole)}, right}, {orb.Polygon{ccw, turned(hole)}, right},
		{orb.MultiPolygon{{turned(ccw), hole}, {ccw}}, orb.MultiPolygon{right, {ccw}}},
	} {
		g, err := geojson.UnmarshalGeometry(appendGeometry(nil, c.in))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, g.Geometry()); diff != "" {
			t.Error(diff)
		}
	}
	if got := string(appendGeometry(nil, nil)); got != "null" {
		t.Errorf("no geometry is written %s", got)
	}
}

// thousand are a thousand generated enterprises as the server reads them, and as orb does.
func thousand(t testing.TB) (*reader, []world.Row, *geojson.FeatureCollection) {
	b := world.NewBuilder(geo.Date(2026, 3, 1), geo.Settings{})
	if err := generate.Records(2_000, 1, b.Add); err != nil {
		t.Fatal(err)
	}
	w, err := b.Build(1)
	if err != nil {
		t.Fatal(err)
	}
	r := newPlan(geo.Enterprises, geo.PublicSight()).read(w, geo.PublicSight(), 1000)
	rows, _ := r.table.Page(world.Query{}, "", 1000)
	fc := geojson.NewFeatureCollection()
	for _, row := range rows {
		r.load([]world.Row{row})
		f, err := geojson.UnmarshalFeature(append(r.append(nil, 0), '}'))
		if err != nil {
			t.Fatal(err)
		}
		fc.Append(f)
	}
	return r, rows, fc
}

func (r *reader) appendAll(b []byte, rows []world.Row) []byte {
	for i := range rows {
		if i%blockRows == 0 {
			r.load(rows[i:min(i+blockRows, len(rows))])
		}
		b = append(r.append(b, i%blockRows), '}', ',')
	}
	return b
}

func TestAFeatureIsWrittenWithoutAllocating(t *testing.T) {
	r, rows, _ := thousand(t)
	buffer := make([]byte, 0, 1<<20)
	if n := testing.AllocsPerRun(20, func() {
		r.appendAll(buffer, rows)
	}); n != 0 {
		t.Errorf("%v allocations for %d features", n, len(rows))
	}
}

// BenchmarkGeoJSON writes 1,000 enterprises as GeoJSON, with this package's append writer and with orb/geojson on the same features in the
// same run. Divide the two ns/op: the limit is orb ÷ ours ≥ 15; ours must show 0 allocs/op. Run it with
//
//	go test ./internal/server -run ^$ -bench GeoJSON
func BenchmarkGeoJSON(b *testing.B) {
	r, rows, fc := thousand(b)
	b.Run("ours", func(b *testing.B) {
		buffer := make([]byte, 0, 1<<20)
		b.ReportAllocs()
		for b.Loop() {
			b.SetBytes(int64(len(r.appendAll(buffer, rows))))
		}
	})
	b.Run("orb", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			out, err := fc.MarshalJSON()
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(out)))
		}
	})
}
