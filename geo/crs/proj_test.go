package crs_test

import (
	"bufio"
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"beltmap/geo/crs"
	"github.com/paulmach/orb"
)

// cs2cs converts pairs by PROJ, in the order in which the definitions list their axes. scripts/setup.sh installs it.
func cs2cs(t *testing.T, from, to string, pairs []orb.Point) []orb.Point {
	t.Helper()
	var in bytes.Buffer
	for _, p := range pairs {
		fmt.Fprintf(&in, "%.12f %.12f\n", p[0], p[1])
	}
	cmd := exec.CommandContext(t.Context(), "cs2cs", "-f", "%.12f", from, to)
	cmd.Stdin = &in
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("cs2cs (Debian package proj-bin, see scripts/setup.sh) %s %s: %v", from, to, err)
	}
	var got []orb.Point
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		var p orb.Point
		if _, err := fmt.Sscan(lines.Text(), &p[0], &p[1]); err != nil {
			t.Fatalf("cs2cs says %q: %v", lines.Text(), err)
		}
		got = append(got, p)
	}
	if len(got) != len(pairs) {
		t.Fatalf("cs2cs gave %d pairs for %d", len(got), len(pairs))
	}
	return got
}

func flip(pairs []orb.Point) []orb.Point {
	flipped := make([]orb.Point, len(pairs))
	for i, p := range pairs {
		flipped[i] = orb.Point{p[1], p[0]}
	}
	return flipped
}

// spread are points within reach degrees of a meridian, its own among them, over the latitudes of China.
func spread(seed uint64, meridian, reach float64) []orb.Point {
	r := rand.New(rand.NewPCG(seed, 19))
	points := []orb.Point{{meridian, 3}, {meridian, 32}, {meridian - reach, 3}, {meridian + reach, 54}, {meridian + 1e-9, 30}}
	for range 200 {
		points = append(points, orb.Point{meridian + (2*r.Float64()-1)*reach, 3 + 51*r.Float64()})
	}
	return points
}

func TestEveryGaussKruegerSystemIsWithinAMillimetreOfPROJ(t *testing.T) {
	for _, s := range crs.KnownSystems() {
		if s.Geographic() || s.EPSG() == 3857 {
			continue
		}
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			number := s.EPSG()
			if number >= 4534 {
				number -= 21
			}
			points := spread(uint64(s.EPSG()), float64(3*(number-4513+25)), 4.5)
			northingFirst := cs2cs(t, "EPSG:4490", s.String(), flip(points))
			worst := 0.0
			for i, want := range flip(northingFirst) {
				got, err := s.FromWGS84(crs.WGS84(points[i]))
				if err != nil {
					t.Fatal(err)
				}
				worst = max(worst, math.Hypot(got[0]-want[0], got[1]-want[1]))
				back, err := s.ToWGS84(want)
				if err != nil {
					t.Fatal(err)
				}
				worst = max(worst, metres(crs.WGS84(points[i]), back))
			}
			if worst > 1e-3 {
				t.Errorf("%.6f m from PROJ", worst)
			}
		})
	}
}

// What PROJ gives back for a pair is what we give: forwards and backwards are not wrong alike.
func TestGaussKruegerBackwardsIsWithinAMillimetreOfPROJ(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 19))
	for _, code := range []int{4525, 4526, 4527, 4528, 4529, 4546, 4547, 4548, 4549, 4550} { // zones 37 to 41
		s, ok := crs.FromEPSG(code)
		if !ok {
			t.Fatal(code)
		}
		prefix := 0.0
		if code < 4534 {
			prefix = float64(code-4513+25) * 1e6
		}
		var pairs []orb.Point
		for range 100 {
			pairs = append(pairs, orb.Point{prefix + 250_000 + 500_000*r.Float64(), 3_200_000 + 700_000*r.Float64()})
		}
		for i, want := range flip(cs2cs(t, s.String(), "EPSG:4490", flip(pairs))) {
			got, err := s.ToWGS84(pairs[i])
			if err != nil {
				t.Fatal(err)
			}
			if d := metres(got, crs.WGS84(want)); d > 1e-3 {
				t.Fatalf("%s %v: %.6f m from PROJ", s, pairs[i], d)
			}
		}
	}
}

func TestWebMercatorIsWithinAMillimetreOfPROJ(t *testing.T) {
	s, _ := crs.FromEPSG(3857)
	r := rand.New(rand.NewPCG(4, 19))
	points := []orb.Point{{0, 0}, {-180, -85}, {180, 85}, {117, 32}}
	for range 500 {
		points = append(points, orb.Point{360*r.Float64() - 180, 170*r.Float64() - 85})
	}
	for i, want := range cs2cs(t, "EPSG:4326", "EPSG:3857", flip(points)) {
		got, err := s.FromWGS84(crs.WGS84(points[i]))
		if err != nil {
			t.Fatal(err)
		}
		if d := math.Hypot(got[0]-want[0], got[1]-want[1]); d > 1e-3 {
			t.Fatalf("%v: %.6f m from PROJ", points[i], d)
		}
		back, err := s.ToWGS84(got)
		if err != nil {
			t.Fatal(err)
		}
		if d := metres(back, crs.WGS84(points[i])); d > 1e-3 {
			t.Fatalf("%v: %.6f m off after there and back", points[i], d)
		}
	}
}

// PROJ, too, takes CGCS2000 and WGS 84 as the same numbers.
func TestPROJTakesCGCS2000ForWGS84(t *testing.T) {
	points := []orb.Point{{31.5, 117.25}, {40, 116}}
	if got := cs2cs(t, "EPSG:4490", "EPSG:4326", points); fmt.Sprint(got) != fmt.Sprint(points) {
		t.Errorf("PROJ says %s", strings.TrimSpace(fmt.Sprint(got)))
	}
}
