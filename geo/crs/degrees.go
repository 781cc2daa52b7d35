package crs

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Axis says which of the two degrees an angle is, where its text says so.
type Axis uint8

// The axes. A text without a hemisphere is of either.
const (
	EitherAxis Axis = iota
	Longitude
	Latitude
)

const maxAngle = 100 // bytes of a text that may be an angle

// ParseDegrees reads an angle in decimal degrees: "118.3085", "-0.5", or degrees, minutes and seconds as in 118°18′30.5″E, 118度18分30秒, 118-18-30,
// 118:18:30, N32°15.5′, 东经118°18′30″. Only the last part may have a fraction, minutes and seconds stay below 60, longitude and either axis within ±180,
// latitude within ±90. South and west are negative, and so is a leading minus; both together are refused.
func ParseDegrees(text string) (float64, error) {
	degrees, _, err := ParseAngle(text)
	return degrees, err
}

// ParseAngle is ParseDegrees, and the axis that a hemisphere names: an N in a column of longitudes means that the columns are exchanged.
func ParseAngle(text string) (float64, Axis, error) {
	if len(text) <= maxAngle && utf8.ValidString(text) {
		a := angle{rest: text}
		if strings.Trim(text, "0123456789.-") != "" { // most cells are plain decimals, read ten times as quickly
			a.rest = plain(text)
		}
		if degrees, ok := a.read(); ok {
			return degrees, a.axis, nil
		}
	}
	said := []rune(strings.ToValidUTF8(text[:min(len(text), maxAngle)], "?"))
	if len(said) > 40 {
		said = append(said[:39], '…')
	}
	return 0, EitherAxis, geo.Invalid("crs.ParseDegrees", phrase.AngleMalformed.With(string(said)))
}

// plain writes an angle in ASCII: d, ' and " for the signs of degrees, minutes and seconds, e w n s for hemispheres, and a colon for blanks
// that separate digits. Other blanks are dropped.
func plain(text string) string {
	text = pairs.Replace(strings.ToLower(strings.Map(half, text)))
	var b strings.Builder
	b.Grow(len(text))
	last, blank := ' ', false
	for _, r := range text {
		if r = sign(r); r == ' ' {
			blank = true
			continue
		}
		if blank && numeric(last) && numeric(r) {
			b.WriteByte(':')
		}
		last, blank = r, false
		b.WriteRune(r)
	}
	return b.String()
}

// pairs are signs of two characters.
var pairs = strings.NewReplacer("东经", "e", "西经", "w", "北纬", "n", "南纬", "s", "''", "\"", "’’", "\"", "′′", "\"")

// half folds full-width forms.
func half(r rune) rune {
	if 0xff01 <= r && r <= 0xff5e {
		return r - 0xfee0
	}
	return r
}

// sign is the one way to write what people write in many.
func sign(r rune) rune {
	switch r {
	case '\u00a0', '\u3000', '\t':
		return ' '
	case '°', 'º', '˚', '度':
		return 'd'
	case '′', '’', '‘', '´', '`', 'ʹ', '分':
		return '\''
	case '″', '”', '“', '〃', 'ʺ', '秒':
		return '"'
	case '−', '–', '—':
		return '-'
	case '东':
		return 'e'
	case '西':
		return 'w'
	case '北':
		return 'n'
	case '南':
		return 's'
	}
	return r
}

func digit(r rune) bool { return '0' <= r && r <= '9' }

func numeric(r rune) bool { return digit(r) || r == '.' }

// angle reads what plain wrote, from the front.
type angle struct {
	rest     string
	axis     Axis
	negative bool
}

func (a *angle) read() (float64, bool) {
	a.hemisphere()
	signed := a.rest != "" && (a.rest[0] == '-' || a.rest[0] == '+')
	if signed {
		if a.axis != EitherAxis {
			return 0, false
		}
		a.negative = a.rest[0] == '-'
		a.rest = a.rest[1:]
	}
	degrees, ok := a.parts()
	if !signed && a.axis == EitherAxis {
		a.hemisphere()
	}
	if !ok || a.rest != "" || degrees > 180 || a.axis == Latitude && degrees > 90 {
		return 0, false
	}
	if a.negative && degrees != 0 {
		return -degrees, true
	}
	return degrees, true
}

// hemisphere takes a letter of the compass off.
func (a *angle) hemisphere() {
	if a.rest == "" {
		return
	}
	switch a.rest[0] {
	case 'e', 'w':
		a.axis = Longitude
	case 'n', 's':
		a.axis = Latitude
	default:
		return
	}
	a.negative = a.rest[0] == 'w' || a.rest[0] == 's'
	a.rest = a.rest[1:]
}

// parts reads degrees, minutes and seconds, each followed by its sign, or by a hyphen, colon or blank before the next.
func (a *angle) parts() (float64, bool) {
	const signs = "d'\""
	total, worth := 0.0, 1.0
	for i := range len(signs) {
		value, fraction, ok := a.number()
		if !ok || i > 0 && value >= 60 {
			return 0, false
		}
		total += value / worth
		worth *= 60
		separated := false
		if a.rest != "" {
			separated = a.rest[0] == '-' || a.rest[0] == ':'
			if separated || a.rest[0] == signs[i] {
				a.rest = a.rest[1:]
			}
		}
		if a.rest == "" || !digit(rune(a.rest[0])) {
			return total, !separated
		}
		if fraction {
			return 0, false
		}
	}
	return 0, false
}

// number takes digits with at most one point among them off.
func (a *angle) number() (value float64, fraction, ok bool) {
	end := 0
	for end < len(a.rest) && (digit(rune(a.rest[end])) || a.rest[end] == '.' && !fraction && end > 0) {
		fraction = fraction || a.rest[end] == '.'
		end++
	}
	value, err := strconv.ParseFloat(a.rest[:end], 64)
	a.rest = a.rest[end:]
	return value, fraction, err == nil
}
