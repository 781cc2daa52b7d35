package plane_test

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/geo/plane"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func box(west, south, east, north float64) orb.Ring {
	return orb.Ring{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}
}

func TestValidNamesWhatIsWrongAndWhere(t *testing.T) {
	for name, c := range map[string]struct {
		g    orb.Geometry
		want string // part of the English sentence, "" for valid
	}{
		"a box":                            {orb.Polygon{box(0, 0, 4, 4)}, ""},
		"a box the other way round":        {orb.Polygon{{{0, 0}, {0, 4}, {4, 4}, {4, 0}, {0, 0}}}, ""},
		"a bow tie":                        {orb.Polygon{{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}}, "crosses itself at (1, 1)"},
		"a bow tie off the grid":           {orb.Polygon{{{117, 32}, {117.003, 32.001}, {117.003, 32}, {117, 32.001}, {117, 32}}}, "crosses itself at (117.0015, 32.0005)"},
		"an open ring":                     {orb.Polygon{{{0, 0}, {2, 0}, {2, 2}, {0, 2}}}, "not closed: it starts at (0, 0) and ends at (0, 2)"},
		"two points":                       {orb.Polygon{{{0, 0}, {2, 0}, {0, 0}}}, "fewer than three"},
		"one point many times":             {orb.Polygon{{{1, 2}, {1, 2}, {1, 2}, {1, 2}}}, "fewer than three distinct points"},
		"a point repeated at once":         {orb.Polygon{{{0, 0}, {4, 0}, {4, 0}, {4, 4}, {0, 0}}}, ""},
		"a spike":                          {orb.Polygon{{{0, 0}, {4, 0}, {4, 4}, {4, 9}, {4, 4}, {0, 4}, {0, 0}}}, "touches itself at (4, "},
		"a ring that touches itself":       {orb.Polygon{{{0, 0}, {4, 0}, {2, 2}, {4, 4}, {0, 4}, {2, 2}, {0, 0}}}, "touches itself at (2, 2)"},
		"a corner on an edge":              {orb.Polygon{{{0, 0}, {4, 0}, {4, 4}, {2, 0}, {0, 4}, {0, 0}}}, "touches itself at (2, 0)"},
		"a flat ring":                      {orb.Polygon{{{0, 0}, {2, 0}, {4, 0}, {0, 0}}}, "touches itself"},
		"a hole":                           {orb.Polygon{box(0, 0, 4, 4), box(1, 1, 2, 2)}, ""},
		"a hole that touches at one point": {orb.Polygon{box(0, 0, 4, 4), {{0, 2}, {1, 1}, {1, 3}, {0, 2}}}, ""},
		"a hole outside":                   {orb.Polygon{box(0, 0, 4, 4), box(5, 5, 6, 6)}, "hole at (5, 5) lies outside"},
		"a hole outside that touches":      {orb.Polygon{box(0, 0, 4, 4), {{4, 4}, {6, 4}, {6, 6}, {4, 4}}}, "hole at (6, 4) lies outside"},
		"a hole in a hole, touching":       {orb.Polygon{box(0, 0, 9, 9), box(1, 1, 8, 8), {{1, 1}, {3, 2}, {2, 3}, {1, 1}}}, "within one another at (3, 2)"},
		"a hole half outside":              {orb.Polygon{box(0, 0, 4, 4), box(3, 1, 5, 2)}, "crosses itself at (4, "},
		"a hole in a hole":                 {orb.Polygon{box(0, 0, 9, 9), box(1, 1, 8, 8), box(2, 2, 3, 3)}, "within one another"},
		"holes that cut the interior":      {orb.Polygon{box(0, 0, 4, 4), {{0, 2}, {2, 1}, {4, 2}, {2, 3}, {0, 2}}}, "cut the polygon apart"},
		"a hole that is the shell":         {orb.Polygon{box(0, 0, 4, 4), box(0, 0, 4, 4)}, "cut the polygon apart"},
		"two parts":                        {orb.MultiPolygon{{box(0, 0, 1, 1)}, {box(2, 2, 3, 3)}}, ""},
		"two parts that touch at a corner": {orb.MultiPolygon{{box(0, 0, 1, 1)}, {box(1, 1, 3, 3)}}, ""},
		"two parts that overlap":           {orb.MultiPolygon{{box(0, 0, 2, 2)}, {box(1, 1, 3, 3)}}, "crosses itself at ("},
		"a part within a part":             {orb.MultiPolygon{{box(0, 0, 9, 9)}, {box(1, 1, 3, 3)}}, "parts of the multi-polygon overlap"},
		"two parts that share an edge":     {orb.MultiPolygon{{box(0, 0, 1, 1)}, {box(1, 0, 2, 1)}}, "overlap near"},
		"no ring":                          {orb.Polygon{}, "no outer ring"},
		"an empty ring":                    {orb.Polygon{{}}, "no outer ring"},
		"no part":                          {orb.MultiPolygon{}, "no outer ring"},
		"not a number":                     {orb.Polygon{{{0, 0}, {math.NaN(), 0}, {1, 1}, {0, 0}}}, "no number"},
		"infinite":                         {orb.Point{math.Inf(1), 0}, "no number"},
		"a point":                          {orb.Point{117, 32}, ""},
		"a line that crosses itself":       {orb.LineString{{0, 0}, {2, 2}, {2, 0}, {0, 2}}, ""},
		"a line of one point":              {orb.LineString{{3, 4}, {3, 4}}, "only one point, at (3, 4)"},
		"a line of none":                   {orb.LineString{}, "empty"},
		"lines, one of them too short":     {orb.MultiLineString{{{0, 0}, {1, 1}}, {{5, 5}}}, "only one point, at (5, 5)"},
		"nothing":                          {nil, ""},
		"a geometry collection":            {orb.Collection{orb.Point{0, 0}}, "GeometryCollection are not supported"},
	} {
		err := plane.Valid(c.g)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v, want … %s …", name, err, c.want)
		case err != nil && geo.KindOf(err) != geo.KindInvalid:
			t.Errorf("%s: an error of kind %v", name, geo.KindOf(err))
		}
	}
}

// star is a ring around a center whose points have the given distances: always simple.
func star(center orb.Point, radii []float64) orb.Ring {
	ring := make(orb.Ring, 0, len(radii)+1)
	for i, r := range radii {
		turn := 2 * math.Pi * float64(i) / float64(len(radii))
		ring = append(ring, orb.Point{geo.RoundDegrees(center[0] + r*math.Cos(turn)), geo.RoundDegrees(center[1] + r*math.Sin(turn))})
	}
	return append(ring, ring[0])
}

func TestStarsAreValidAndStarsWithTwoPointsSwappedAreNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ring := star(orb.Point{117, 32}, rapid.SliceOfN(rapid.Float64Range(0.01, 0.02), 8, 60).Draw(t, "radii"))
		if err := plane.Valid(orb.Polygon{ring}); err != nil {
			t.Fatalf("a star is not valid: %v", err)
		}
		i := rapid.IntRange(1, len(ring)-3).Draw(t, "i")
		far := (i + (len(ring)-1)/2) % (len(ring) - 1)
		if far == 0 || far == i {
			return
		}
		ring[i], ring[far] = ring[far], ring[i]
		if err := plane.Valid(orb.Polygon{ring}); err == nil {
			t.Fatalf("opposite points swapped and still valid: %v", ring)
		}
	})
}

func TestOverlapIsTheSharedArea(t *testing.T) {
	unit := plane.Area(orb.Polygon{box(117, 32, 117.01, 32.01)})
	for name, c := range map[string]struct {
		a, b orb.Geometry
		want float64
	}{
		"a quarter":             {orb.Polygon{box(117, 32, 117.02, 32.02)}, orb.Polygon{box(117.01, 32.01, 117.03, 32.03)}, plane.Area(orb.Polygon{box(117.01, 32.01, 117.02, 32.02)})},
		"the same":              {orb.Polygon{box(117, 32, 117.01, 32.01)}, orb.Polygon{box(117, 32, 117.01, 32.01)}, unit},
		"side by side":          {orb.Polygon{box(117, 32, 117.01, 32.01)}, orb.Polygon{box(117.01, 32, 117.02, 32.01)}, 0},
		"far apart":             {orb.Polygon{box(117, 32, 117.01, 32.01)}, orb.Polygon{box(118, 32, 118.01, 32.01)}, 0},
		"a hole":                {orb.Polygon{box(116, 31, 118, 33), box(117, 32, 117.01, 32.01)}, orb.Polygon{box(117, 32, 117.01, 32.01)}, 0},
		"two parts, one shared": {orb.MultiPolygon{{box(117, 32, 117.01, 32.01)}, {box(119, 32, 119.01, 32.01)}}, orb.Polygon{box(116, 31, 118, 33)}, unit},
		"a point":               {orb.Point{117, 32}, orb.Polygon{box(116, 31, 118, 33)}, 0},
		"nothing":               {nil, orb.Polygon{box(116, 31, 118, 33)}, 0},
	} {
		if got := plane.Overlap(c.a, c.b); !(math.Abs(got-c.want) <= 1e-3+1e-6*c.want) {
			t.Errorf("%s: %.3f m², want %.3f", name, got, c.want)
		}
	}
	if got := plane.Overlap(orb.Polygon{{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}}, orb.Polygon{box(0, 0, 2, 2)}); !math.IsNaN(got) {
		t.Errorf("the overlap with a bow tie is %v, want NaN", got)
	}
}

// go test -fuzz FuzzValid ./geo/plane: no geometry may panic Valid, Overlap, Contains or Area, and what is valid has an overlap.
func FuzzValid(f *testing.F) {
	f.Add([]byte{0, 0, 0, 0, 4, 0, 4, 4, 0, 4, 0, 0}, uint8(0))
	f.Add([]byte{0, 0, 2, 2, 2, 0, 0, 2, 0, 0, 1, 1, 3, 1, 2, 3, 1, 1}, uint8(4))
	f.Add([]byte{7, 7, 9, 7, 9, 9, 7, 9, 7, 7, 9, 9, 12, 9, 12, 12, 9, 9}, uint8(5))
	f.Add(binary.LittleEndian.AppendUint64(nil, math.Float64bits(math.NaN())), uint8(1))
	f.Fuzz(func(t *testing.T, raw []byte, cut uint8) {
		var path []orb.Point
		for i := 0; i+1 < len(raw) && i < 400; i += 2 {
			path = append(path, orb.Point{float64(raw[i]%16) / 1024, float64(raw[i+1]%16) / 1024})
		}
		at := min(int(cut), len(path))
		first, second := append(orb.Ring{}, path[:at]...), append(orb.Ring{}, path[at:]...)
		for _, ring := range []*orb.Ring{&first, &second} {
			if len(*ring) > 0 && (*ring)[0] != (*ring)[len(*ring)-1] {
				*ring = append(*ring, (*ring)[0])
			}
		}
		for _, g := range []orb.Geometry{orb.Polygon{first, second}, orb.MultiPolygon{{first}, {second}}, orb.Polygon{first}, orb.LineString(path)} {
			valid := plane.Valid(g) == nil
			area, overlap := plane.Area(g), plane.Overlap(g, orb.Polygon{box(0, 0, 1.0/64, 1.0/64)})
			if _, line := g.(orb.LineString); valid && !line && !(math.Abs(overlap-area) <= 1e-6*area+1) {
				t.Errorf("%v is valid, has an area of %v and an overlap of %v with all around it", g, area, overlap)
			}
			plane.Contains(g, orb.Point{1.0 / 128, 1.0 / 128})
		}
	})
}
