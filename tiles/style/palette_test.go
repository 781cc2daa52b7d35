package style_test

import (
	"math"
	"testing"

	"beltmap/geo"
	"beltmap/tiles/style"
)

func TestEveryStatusAndCollectionHasALookOfItsOwn(t *testing.T) {
	shapes, colors := map[style.Shape]string{}, map[style.Color]string{}
	for _, s := range style.Statuses() {
		if s.Tone == (style.Tone{}) || s.Shape == "" {
			t.Errorf("%s has no look", s.Code)
		}
		if other, taken := shapes[s.Shape]; taken {
			t.Errorf("%s and %s share the shape %s", s.Code, other, s.Shape)
		}
		shapes[s.Shape] = s.Code
		for _, c := range []style.Color{s.Tone.Light, s.Tone.Dark} {
			if other, taken := colors[c]; taken {
				t.Errorf("%s and %s share the color %s", s.Code, other, c.Hex())
			}
			colors[c] = s.Code
		}
	}
	for _, c := range geo.Published() {
		if l := style.LayerOf(c); l.Tone == style.Muted() {
			t.Errorf("%s is not in the palette", c)
		}
	}
}

func TestColorsStandOutFromTheGround(t *testing.T) {
	check := func(name string, tone style.Tone, least float64) {
		t.Helper()
		for _, dark := range []bool{false, true} {
			if got := contrast(tone.On(dark), style.Ground().On(dark)); got < least {
				t.Errorf("%s (dark: %v) has a contrast of %.2f to the ground, want %v", name, dark, got, least)
			}
		}
	}
	for _, s := range style.Statuses() {
		check(s.Code, s.Tone, 3)
	}
	for _, l := range style.Layers() {
		check(l.Collection.String(), l.Tone, 3)
	}
	check("ink", style.Ink(), 7)
	check("muted", style.Muted(), 3)
}

func TestStatusesShownTogetherStayApartForEveryColorVision(t *testing.T) {
	for _, class := range []geo.Class{geo.Public, geo.Internal} {
		seen := style.Seen(class)
		for _, dark := range []bool{false, true} {
			for vision, matrix := range visions {
				for i, a := range seen {
					for _, b := range seen[:i] {
						if d := distance(lab(matrix, a.Tone.On(dark)), lab(matrix, b.Tone.On(dark))); d < 20 {
							t.Errorf("%v, dark %v, %s: %s and %s are only %.1f apart", class, dark, vision, a.Code, b.Code, d)
						}
					}
				}
			}
		}
	}
}

func TestPublicReadersNeverSeeInternalStatuses(t *testing.T) {
	want := []string{"single", "joint", "regional", "work_only", "none", "unknown"}
	got := style.Seen(geo.Public)
	if len(got) != len(want) {
		t.Fatalf("public sees %v", got)
	}
	for i := range want {
		if got[i].Code != want[i] || got[i].Count != "n_"+want[i] {
			t.Errorf("public sees %s as number %d, counted by %s; want %s", got[i].Code, i, got[i].Count, want[i])
		}
	}
}

func contrast(a, b style.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c style.Color) float64 {
	v := linear(c)
	return 0.2126*v[0] + 0.7152*v[1] + 0.0722*v[2]
}

func linear(c style.Color) (v [3]float64) {
	for i := range v {
		s := float64(c>>(16-8*i)&255) / 255
		if s <= 0.04045 {
			v[i] = s / 12.92
		} else {
			v[i] = math.Pow((s+0.055)/1.055, 2.4)
		}
	}
	return v
}

// visions are the matrices of Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
var visions = map[string][3][3]float64{
	"full":         {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

func lab(m [3][3]float64, c style.Color) [3]float64 {
	v, seen := linear(c), [3]float64{}
	for i := range seen {
		seen[i] = min(1, max(0, m[i][0]*v[0]+m[i][1]*v[1]+m[i][2]*v[2]))
	}
	f := func(t float64) float64 {
		if t > 216.0/24389 {
			return math.Cbrt(t)
		}
		return (24389.0/27*t + 16) / 116
	}
	x := f((0.4124*seen[0] + 0.3576*seen[1] + 0.1805*seen[2]) / 0.95047)
	y := f(0.2126*seen[0] + 0.7152*seen[1] + 0.0722*seen[2])
	z := f((0.0193*seen[0] + 0.1192*seen[1] + 0.9505*seen[2]) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func distance(a, b [3]float64) float64 {
	return math.Sqrt((a[0]-b[0])*(a[0]-b[0]) + (a[1]-b[1])*(a[1]-b[1]) + (a[2]-b[2])*(a[2]-b[2]))
}
