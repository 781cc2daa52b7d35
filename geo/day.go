package geo

import (
	"fmt"
	"time"

	"beltmap/geo/phrase"
)

// Day is a civil day in Asia/Shanghai, counted from 0001-01-01 = 1. The zero Day is no day: unknown, or an open end.
type Day int32

// Shanghai is the time zone of every Day: UTC+8, without daylight saving since 1991.
var Shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

const daysToUnixEpoch = 719163 // 1970-01-01 is Day 719163

// DayOf is the civil day in Shanghai at an instant.
func DayOf(t time.Time) Day {
	seconds := t.Unix() + 8*60*60
	days := seconds / 86400
	if seconds%86400 < 0 {
		days--
	}
	return Day(days + daysToUnixEpoch)
}

// Date is the day of a civil date.
func Date(year int, month time.Month, day int) Day {
	return DayOf(time.Date(year, month, day, 0, 0, 0, 0, Shanghai))
}

// ParseDay reads an ISO 8601 date, YYYY-MM-DD. The empty text is no day.
func ParseDay(s string) (Day, error) {
	if s == "" {
		return 0, nil
	}
	year, ok1 := decimal(s, 0, 4)
	month, ok2 := decimal(s, 5, 7)
	day, ok3 := decimal(s, 8, 10)
	if len(s) != 10 || !ok1 || !ok2 || !ok3 || s[4] != '-' || s[7] != '-' || year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, Invalid("geo.ParseDay", phrase.DayMalformed.With(s))
	}
	// Days before the year, then before the month: a year counted from March has its odd day last, and its months are 153 days in five.
	if month < 3 {
		year, month = year-1, month+12
	}
	return Day(year*365 + year/4 - year/100 + year/400 + (153*month-457)/5 + day - 306), nil
}

// decimal is the number that stands in s[from:to], all digits.
func decimal(s string, from, to int) (n int, ok bool) {
	if len(s) < to {
		return 0, false
	}
	for _, c := range []byte(s[from:to]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

func daysIn(year, month int) int {
	switch {
	case month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0):
		return 29
	case month == 2:
		return 28
	case month == 4 || month == 6 || month == 9 || month == 11:
		return 30
	}
	return 31
}

// Start is the instant the day begins, midnight in Shanghai.
func (d Day) Start() time.Time {
	return time.Unix((int64(d)-daysToUnixEpoch)*86400-8*60*60, 0).In(Shanghai)
}

// AddMonths is the day of the same number some months later, or the last of a month that is too short for it.
func (d Day) AddMonths(months int) Day {
	year, month, day := d.Start().Date()
	first := time.Date(year, month+time.Month(months), 1, 0, 0, 0, 0, Shanghai)
	return DayOf(first.AddDate(0, 0, min(day, daysIn(first.Year(), int(first.Month())))-1))
}

// civil is the day's date in the Gregorian calendar. As in ParseDay, years are counted from March.
func (d Day) civil() (year, month, day int) {
	const days400, days100, days4 = 146097, 36524, 1461
	n := int(d) + 305 // days since March 1 of the year 0
	era := n / days400
	if n < 0 {
		return -1, 0, 0
	}
	n %= days400
	of := (n - n/(days4-1) + n/days100 - n/(days400-1)) / 365
	n -= 365*of + of/4 - of/100
	from := (5*n + 2) / 153
	year, month, day = era*400+of, from+3, n-(153*from+2)/5+1
	if month > 12 {
		year, month = year+1, month-12
	}
	return year, month, day
}

// String is the ISO 8601 date, or "" for no day.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return string(d.AppendTo(make([]byte, 0, len(time.DateOnly))))
}

// AppendTo appends the ISO 8601 date without allocating.
func (d Day) AppendTo(b []byte) []byte {
	if d == 0 {
		return b
	}
	year, month, day := d.civil()
	if year < 0 || year > 9999 {
		return d.Start().AppendFormat(b, time.DateOnly)
	}
	two := func(n int) { b = append(b, byte('0'+n/10), byte('0'+n%10)) }
	two(year / 100)
	two(year % 100)
	b = append(b, '-')
	two(month)
	b = append(b, '-')
	two(day)
	return b
}

// Period is a span of days, both ends included; a zero end is open.
type Period struct{ From, To Day }

// Holds tells whether a day lies in the period.
func (p Period) Holds(d Day) bool {
	return (p.From == 0 || p.From <= d) && (p.To == 0 || d <= p.To)
}

// Meets tells whether two periods share a day.
func (p Period) Meets(q Period) bool {
	return (p.From == 0 || q.To == 0 || p.From <= q.To) && (q.From == 0 || p.To == 0 || q.From <= p.To)
}

// String is the period as an ISO 8601 interval with ".." for open ends.
func (p Period) String() string {
	end := func(d Day) string {
		if d == 0 {
			return ".."
		}
		return d.String()
	}
	return fmt.Sprintf("%s/%s", end(p.From), end(p.To))
}
