package crs_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/geo/crs"
	"pgregory.net/rapid"
)

func TestAnglesAreReadAsPeopleWriteThem(t *testing.T) {
	const want = 118 + 18/60.0 + 30.5/3600
	for text, want := range map[string]float64{
		"118.3085": 118.3085, " 118.3085 ": 118.3085, "-0.5": -0.5, "+32": 32, "−32.5": -32.5, "0": 0, "-0": 0, "180": 180, "118.": 118,
		"118°18′30.5″E": want, `118°18'30.5"E`: want, "118°18'30.5''": want, "118º18’30.5”": want, "118° 18′ 30.5″ E": want, "118d18'30.5\"e": want,
		"118度18分30.5秒": want, "东经118度18分30.5秒": want, "118度18分30.5秒东经": want, "东118°18′30.5″": want, "E118°18′30.5″": want, "e 118 18 30.5": want,
		"118-18-30.5": want, "118:18:30.5": want, "118 18 30.5": want, "118　18　30.5": want, "１１８°１８′３０．５″Ｅ": want,
		"118°18.5′": 118 + 18.5/60, "118°18′": 118.3, "118-18": 118.3, "118°": 118, "118.3°E": 118.3, "118°30": 118.5,
		"N32°15′": 32.25, "32°15′N": 32.25, "北纬32度15分": 32.25, "32.25S": -32.25, "南纬32°15′": -32.25, "W118.5": -118.5, "西经118°30′": -118.5,
		"33:51:30S": -(33 + 51/60.0 + 30/3600.0), "-118-18-30.5": -want, "0°0′30″W": -30 / 3600.0, "90N": 90,
	} {
		got, err := crs.ParseDegrees(text)
		if err != nil || math.Abs(got-want) > 1e-13 || math.Signbit(got) != (want < 0) {
			t.Errorf("%q: %v, want %v (%v)", text, got, want, err)
		}
	}
}

func TestWhatIsNoAngleIsRefusedInOneSentence(t *testing.T) {
	for _, text := range []string{
		"", " ", "°", "E", "east", "abc", "NaN", "Inf", "1e2", "1.18E2", "0x10", "1_000", "118,3", "118,32", "1.2.3", ".5", "--1", "+-1", "181", "-180.1", "91N", "S90.5",
		"118°60′", "118°18′60″", "118°-18′", "118.5°18′", "118°18.5′30″", "118-18-30-1", "118-", "118:18:", "118 : ", "118′", "118″", "118°18″", "-118E", "E-118", "E118E", "N118E",
		"E118W", "118. 3", "118 .3", "18′118°", "500123.4", "39512345.6", "118\x00", "118\xff", "118°18′30″E, 32°N", "经度118", strings.Repeat("1", 101), strings.Repeat("度", 40),
	} {
		got, err := crs.ParseDegrees(text)
		if err == nil || geo.KindOf(err) != geo.KindInvalid || got != 0 {
			t.Errorf("%q: %v, %v", text, got, err)
		}
		if err != nil && len(err.Error()) > 400 {
			t.Errorf("%q: an error of %d bytes", text, len(err.Error()))
		}
	}
}

func TestAHemisphereNamesItsAxis(t *testing.T) {
	for text, want := range map[string]crs.Axis{
		"118.3": crs.EitherAxis, "-5": crs.EitherAxis, "118°E": crs.Longitude, "W5": crs.Longitude, "北纬32°": crs.Latitude, "32°15′S": crs.Latitude,
	} {
		if _, axis, err := crs.ParseAngle(text); err != nil || axis != want {
			t.Errorf("%q is of axis %d, want %d (%v)", text, axis, want, err)
		}
	}
}

func TestAnglesComeBackFromEveryWriting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, m := rapid.IntRange(0, 179).Draw(t, "degrees"), rapid.IntRange(0, 59).Draw(t, "minutes")
		milli := rapid.IntRange(0, 59999).Draw(t, "milliseconds")
		want := float64(d) + float64(m)/60 + float64(milli)/3.6e6
		form := rapid.SampledFrom([]string{"%d°%d′%d.%03d″", "%d度%d分%d.%03d秒", "%d-%d-%d.%03d", "%d:%02d:%02d.%03d", "%d %d %d.%03d", `%d° %d' %d.%03d"`}).Draw(t, "form")
		text := fmt.Sprintf(form, d, m, milli/1000, milli%1000)
		for prefix, sign := range map[string]float64{"": 1, "E": 1, "东经": 1, "W": -1, "西经": -1, "-": -1} {
			got, err := crs.ParseDegrees(prefix + text)
			if err != nil || math.Abs(got-sign*want) > 1e-12 {
				t.Fatalf("%q: %v, want %v (%v)", prefix+text, got, sign*want, err)
			}
		}
	})
}

// Whatever comes in, what goes out is an angle or one sentence of bounded length, and an angle printed is read as itself.
func FuzzParseDegrees(f *testing.F) {
	for _, text := range []string{"118.3085", "118°18′30.5″E", "118度18分30秒", "118-18-30", "N32°15.5′", "东经118°18′30″", "-118 18 30", "118''", "１１８。５", "e\xff", "1e2"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, axis, err := crs.ParseAngle(text)
		if err != nil {
			if geo.KindOf(err) != geo.KindInvalid || got != 0 || len(err.Error()) > 600 {
				t.Fatalf("%q: %v, %v", text, got, err)
			}
			return
		}
		if !(math.Abs(got) <= 180) || axis == crs.Latitude && math.Abs(got) > 90 {
			t.Fatalf("%q is %v", text, got)
		}
		again, err := crs.ParseDegrees(fmt.Sprintf("%.17f", got))
		if err != nil || math.Abs(again-got) > 1e-13 {
			t.Fatalf("%q is %v, and printed %v (%v)", text, got, again, err)
		}
	})
}
