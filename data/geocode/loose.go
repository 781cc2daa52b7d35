package geocode

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// words is a text that services also write as a number, as null, or, AMap's way of saying "empty", as an empty array.
type words string

func (w *words) UnmarshalJSON(raw []byte) error {
	*w = ""
	switch {
	case len(raw) == 0 || bytes.Equal(raw, []byte("null")):
		return nil
	case raw[0] == '"':
		return json.Unmarshal(raw, (*string)(w))
	case raw[0] == '[':
		var list []words
		if err := json.Unmarshal(raw, &list); err != nil || len(list) == 0 {
			return err
		}
		*w = list[0]
		return nil
	case raw[0] == '{':
		return nil
	}
	*w = words(raw)
	return nil
}

// figure is a number that services also write as a text; what is none is NaN.
type figure float64

func (f *figure) UnmarshalJSON(raw []byte) error {
	var w words
	if err := w.UnmarshalJSON(raw); err != nil {
		return err
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(string(w)), 64)
	if err != nil {
		v = math.NaN()
	}
	*f = figure(v)
	return nil
}

// share is a score of 0 to 100 as 0 to 1.
func (f figure) share() float64 {
	if v := float64(f) / 100; v > 0 {
		return math.Min(v, 1)
	}
	return 0
}

// onEarth tells whether a pair can be a position; services write 0, 0 for "none".
func onEarth(x, y float64) bool {
	return math.Abs(x) <= 180 && math.Abs(y) <= 90 && (x != 0 || y != 0)
}

// inChina tells whether a pair lies in the box of what Chinese services cover.
func inChina(x, y float64) bool { return x > 72 && x < 137 && y > 2 && y < 55 }

// farApart is how far, in degrees, two hits for one address must be from each other to be two places: about 5 km.
const farApart = 0.05

// alone is the score of the first of several hits where the service gives none: one over the number of places that the address may be.
func alone(xs, ys []float64) float64 {
	places := 1
	for i := 1; i < len(xs); i++ {
		if math.Abs(xs[i]-xs[0]) > farApart || math.Abs(ys[i]-ys[0]) > farApart {
			places++
		}
	}
	return 1 / float64(places)
}
