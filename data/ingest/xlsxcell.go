package ingest

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"
)

// moment is what numbers of a cell style are.
type moment uint8

const (
	plainNumber moment = iota
	aDay
	aTime
	aDayAndTime
)

// formats collects the number formats of the cell styles.
func (w *workbook) formats() func(*markup, markupKind) error {
	codes := map[int]moment{}
	within := false
	return func(m *markup, kind markupKind) error {
		switch {
		case kind == markupText:
		case m.is("cellXfs"):
			within = kind == markupStart
		case kind != markupStart:
		case m.is("numFmt") && len(codes) < 1<<16:
			if id, err := strconv.Atoi(m.attribute("numFmtId")); err == nil {
				codes[id] = momentOf(m.attribute("formatCode"))
			}
		case m.is("xf") && within && len(w.styles) < 1<<16:
			id, _ := strconv.Atoi(m.attribute("numFmtId"))
			what, own := codes[id]
			if !own {
				what = builtIn(id)
			}
			w.styles = append(w.styles, what)
		}
		return nil
	}
}

// builtIn is what the formats without a code of their own show (ECMA-376, Part 1, 18.8.30, with those of Chinese programs).
func builtIn(id int) moment {
	switch {
	case id == 22:
		return aDayAndTime
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return aDay
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47, id == 55, id == 56:
		return aTime
	}
	return plainNumber
}

// momentOf reads a format code: y and d show a day, h and s a time, m whichever it stands beside; what is quoted, escaped or in brackets
// shows itself. Only the part for positive numbers counts.
func momentOf(code string) moment {
	var letters strings.Builder
	for i := 0; i < len(code) && code[i] != ';'; i++ {
		switch c := code[i]; c {
		case '"', '[':
			end := map[byte]byte{'"': '"', '[': ']'}[c]
			length := strings.IndexByte(code[i+1:], end)
			if length < 0 {
				return plainNumber
			}
			if c == '[' && length <= 2 && strings.Trim(strings.ToLower(code[i+1:i+1+length]), "hms") == "" {
				return plainNumber // hours or minutes that passed, [h]:mm
			}
			i += length + 1
		case '\\', '_', '*':
			i++
		default:
			letters.WriteByte(c)
		}
	}
	text := strings.ToLower(letters.String())
	if strings.ContainsAny(text, "0#?") && !strings.ContainsAny(text, "ydhs") || text == "general" {
		return plainNumber
	}
	day := strings.ContainsAny(text, "yd")
	hour := strings.ContainsAny(text, "hs")
	switch {
	case day && hour:
		return aDayAndTime
	case hour:
		return aTime
	case day || strings.Contains(text, "m"):
		return aDay
	}
	return plainNumber
}

// number is a number's cell as text, or the moment that its style shows.
func (w *workbook) number(raw []byte, style int) string {
	if style >= 0 && style < len(w.styles) && w.styles[style] != plainNumber {
		if x, err := strconv.ParseFloat(string(raw), 64); err == nil {
			if s := w.moment(x, w.styles[style]); s != "" {
				return s
			}
		}
	}
	return numberText(raw)
}

// numberText is a number as people write it: all its digits, no noughts behind its decimals, no exponent where nobody would write one.
// What is no number stays as it is.
func numberText(raw []byte) string {
	const surely = 15 // digits that a floating-point number keeps
	if len(raw) <= surely && !bytes.ContainsAny(raw, ".eE") {
		return string(raw)
	}
	x, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return string(raw)
	}
	if math.Abs(x) >= 1e21 || math.Abs(x) < 1e-9 && x != 0 {
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// lastDay is 9999-12-31, the last that a sheet can hold.
const lastDay = 2_958_466

// moment is a number of days as ISO 8601. Programs count from 1900 with a 29 February that year did not have, or from 1904. It is ""
// for a number that is no day.
func (w *workbook) moment(x float64, what moment) string {
	if math.IsNaN(x) || x < 0 || x >= lastDay {
		return ""
	}
	days, part := math.Modf(x)
	at := time.Duration(math.Round(part*86_400)) * time.Second
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case w.from1904:
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days < 60:
		start = start.AddDate(0, 0, 1)
	}
	then := start.AddDate(0, 0, int(days)).Add(at)
	switch {
	case what == aTime && days == 0:
		return then.Format(time.TimeOnly)
	case what != aDay && part != 0:
		return then.Format(time.DateTime)
	}
	return then.Format(time.DateOnly)
}
