package geo

import (
	"fmt"
	"strings"

	"beltmap/geo/phrase"
)

// Clock is a time of day in Asia/Shanghai, in minutes since midnight. Tours and opening hours stay within one day.
type Clock int

// ParseClock reads a time of day as people write it: 9:05, 09:05, or with a full-width colon. It fails with kind invalid.
func ParseClock(text string) (Clock, error) {
	bad := Invalid("geo.ParseClock", phrase.TimeMalformed.With(shortened(text)))
	hours, minutes, two := strings.Cut(strings.ReplaceAll(strings.TrimSpace(text), "：", ":"), ":")
	h, ok := clockDigits(hours, 1)
	m, ok2 := clockDigits(minutes, 2)
	if !two || !ok || !ok2 || h > 23 || m > 59 {
		return 0, bad
	}
	return Clock(60*h + m), nil
}

// clockDigits reads one or two decimal digits, at least so many.
func clockDigits(s string, least int) (n int, ok bool) {
	if len(s) < least || len(s) > 2 {
		return 0, false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, true
}

// String is the time as 09:05. One past midnight goes on counting: 25:10.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

// ClockOf is the time of day of a record's field, and whether it is known.
func (r *Record) ClockOf(f *Field) (Clock, bool) {
	c, err := ParseClock(r.Get(f).Text())
	return c, err == nil
}

// shortened is a text fit for a sentence.
func shortened(s string) string {
	if runes := []rune(s); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return s
}
