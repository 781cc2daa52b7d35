package server

import (
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/paulmach/orb"
)

const (
	defaultLimit      = 100
	maxLimit          = 10_000
	maxParameterRunes = 400
)

// parameters are the query parameters of one request: each known to the resource, given once, not empty.
type parameters map[string]string

// parseParameters reads a raw query strictly. known says which parameters the resource has; f and lang are known everywhere.
func parseParameters(raw string, known func(name string) bool) (parameters, error) {
	if raw == "" {
		return nil, nil
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, &fault{kind: problemParameter, text: phrase.QueryMalformed.With(), err: err}
	}
	p := make(parameters, len(values))
	for name, given := range values {
		if name != "f" && name != "lang" && (known == nil || !known(name)) {
			return nil, badParameter(name, phrase.ParameterUnknown.With(name))
		}
		if len(given) > 1 {
			return nil, badParameter(name, phrase.ParameterRepeated.With(name))
		}
		value := given[0]
		switch {
		case strings.TrimSpace(value) == "":
			return nil, badParameter(name, phrase.ParameterEmpty.With(name))
		case utf8.RuneCountInString(value) > maxParameterRunes:
			return nil, badParameter(name, phrase.ParameterLong.With(name, maxParameterRunes))
		case !utf8.ValidString(value):
			return nil, badParameter(name, phrase.TextNotUTF8.With(name))
		}
		p[name] = value
	}
	if lang, ok := p["lang"]; ok && lang != "zh-CN" && lang != "zh" && lang != "en" {
		return nil, badParameter("lang", phrase.LangUnknown.With(lang))
	}
	return p, nil
}

// format checks the parameter f against the formats a resource has.
func (p parameters) format(formats ...string) error {
	f, given := p["f"]
	if !given {
		return nil
	}
	for _, known := range formats {
		if f == known {
			return nil
		}
	}
	return badParameter("f", phrase.FormatUnknown.With(f, strings.Join(formats, ", ")))
}

// limit is how many items a page holds; above most it is capped, as OGC API Features asks.
func (p parameters) limit(usual, most int) (int, error) {
	text, given := p["limit"]
	if !given {
		return usual, nil
	}
	if !digits(text) || strings.Trim(text, "0") == "" {
		return 0, badParameter("limit", phrase.LimitMalformed.With(text))
	}
	n, err := strconv.Atoi(text)
	if err != nil || n > most { // too many digits for an int is above the maximum, too
		n = most
	}
	return n, nil
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// boxes are the boxes of bbox: none if it is not given, two if it crosses the antimeridian.
func (p parameters) boxes() ([]orb.Bound, error) {
	text, given := p["bbox"]
	if !given {
		return nil, nil
	}
	malformed := badParameter("bbox", phrase.BBoxMalformed.With(text))
	parts := strings.Split(text, ",")
	if len(parts) != 4 && len(parts) != 6 {
		return nil, malformed
	}
	numbers := make([]float64, len(parts))
	for i, part := range parts {
		x, err := strconv.ParseFloat(part, 64)
		if err != nil || !(x >= -1e9 && x <= 1e9) {
			return nil, malformed
		}
		numbers[i] = x
	}
	half := len(numbers) / 2
	west, south, east, north := numbers[0], numbers[1], numbers[half], numbers[half+1]
	if west < -180 || west > 180 || east < -180 || east > 180 || south < -90 || north > 90 || south > north {
		return nil, malformed
	}
	if half == 3 && numbers[2] > numbers[5] {
		return nil, malformed
	}
	if west > east {
		return []orb.Bound{
			{Min: orb.Point{west, south}, Max: orb.Point{180, north}},
			{Min: orb.Point{-180, south}, Max: orb.Point{east, north}},
		}, nil
	}
	return []orb.Bound{{Min: orb.Point{west, south}, Max: orb.Point{east, north}}}, nil
}

// period is the span of days of datetime, nil if it is not given. A date-time means the day in Shanghai that holds it.
func (p parameters) period() (*geo.Period, error) {
	text, given := p["datetime"]
	if !given {
		return nil, nil
	}
	malformed := badParameter("datetime", phrase.DatetimeMalformed.With(text))
	from, to, interval := strings.Cut(text, "/")
	if !interval {
		d, ok := parseInstant(from)
		if !ok {
			return nil, malformed
		}
		return &geo.Period{From: d, To: d}, nil
	}
	var span geo.Period
	for _, end := range []struct {
		text string
		day  *geo.Day
	}{{from, &span.From}, {to, &span.To}} {
		if end.text == "" || end.text == ".." {
			continue
		}
		d, ok := parseInstant(end.text)
		if !ok {
			return nil, malformed
		}
		*end.day = d
	}
	if span.From != 0 && span.To != 0 && span.From > span.To {
		return nil, malformed
	}
	return &span, nil
}

func parseInstant(s string) (geo.Day, bool) {
	if len(s) == len(time.DateOnly) {
		d, err := geo.ParseDay(s)
		return d, err == nil && d > 0
	}
	t, err := time.Parse(time.RFC3339Nano, strings.ToUpper(s))
	if err != nil {
		return 0, false
	}
	d := geo.DayOf(t)
	return d, d > 0
}
