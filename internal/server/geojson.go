package server

import (
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// The append functions below write GeoJSON (RFC 7946) without allocating: each takes a buffer and returns it longer.

const hexDigits = "0123456789abcdef"

// appendString appends s as a JSON string. Bytes that are not UTF-8 become U+FFFD. <, > and & are escaped, so that the text is inert
// inside HTML, too.
func appendString(b []byte, s string) []byte {
	if n := len(s); n >= 8 && s[0] < utf8.RuneSelf {
		b = slices.Grow(b, n+2)
		if out := b[len(b) : len(b)+n+2]; copyPlain(out[1:n+1], s) {
			out[0], out[n+1] = '"', '"'
			return b[:len(b)+n+2]
		}
	}
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c >= 0xE3 && c != 0xED && c <= 0xEF && i+2 < len(s) && s[i+1]&0xC0 == 0x80 && s[i+2]&0xC0 == 0x80:
			i += 3 // Han, kana, full-width forms: always valid, never escaped
		case i+8 <= len(s) && plainWord(wordAt(s, i)):
			i += 8
		case i+8 > len(s) && len(s) >= 8 && plainWord(wordAt(s, len(s)-8)):
			i = len(s)
		case c < utf8.RuneSelf && plainASCII[c] == 1:
			i++
		default:
			return escapeString(b, s)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// copyPlain copies a text of at least eight bytes as long as it is ASCII that needs no escaping, and tells whether all of it is. The last eight bytes
// are looked at as one, whichever of them were copied before.
func copyPlain(out []byte, s string) bool {
	for i := 0; ; i += 8 {
		if i+8 > len(s) {
			i = len(s) - 8
		}
		w := wordAt(s, i)
		if !plainWord(w) {
			return false
		}
		binary.LittleEndian.PutUint64(out[i:i+8], w)
		if i+8 == len(s) {
			return true
		}
	}
}

// wordAt is eight bytes of a text.
func wordAt(s string, i int) uint64 {
	s = s[i : i+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// plainWord tells whether eight bytes are ASCII that needs no escaping, all at once: a byte that is less than another one, or equal to it, borrows in
// the subtraction and leaves its highest bit.
func plainWord(w uint64) bool {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	quote := w&^(ones*('"'^'&')) ^ ones*('"'&'&') // zero where a byte is one of the two, which differ in one bit
	angle := w&^(ones*('<'^'>')) ^ ones*('<'&'>')
	slash := w ^ ones*'\\'
	return (w|(w-ones*' ')|(quote-ones)|(angle-ones)|(slash-ones))&high == 0
}

// plainASCII holds 1 for the characters that need no escaping.
const plainASCII = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x01\x01\x00\x01\x01\x01\x00\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x00\x01\x00\x01" +
	"\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x00\x01\x01\x01" +
	"\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"

func escapeString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < utf8.RuneSelf && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&' {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			switch {
			case r == utf8.RuneError && size == 1:
				b = append(append(b, s[start:i]...), "\ufffd"...)
			case r == '\u2028' || r == '\u2029': // ends of line to JavaScript
				b = append(append(b, s[start:i]...), `\u202`...)
				b = append(b, hexDigits[r&0xf])
			default:
				i += size
				continue
			}
			i += size
			start = i
			continue
		}
		b = append(b, s[start:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\t':
			b = append(b, '\\', 't')
		case '\r':
			b = append(b, '\\', 'r')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
		}
		i++
		start = i
	}
	return append(append(b, s[start:]...), '"')
}

// appendDegrees appends a coordinate rounded to seven decimals, about 1 cm, without trailing zeros.
func appendDegrees(b []byte, x float64) []byte { return appendUnits(b, int64(math.Round(x*1e7))) }

// appendUnits appends as degrees a coordinate in units of 1e-7°.
func appendUnits(b []byte, n int64) []byte {
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	whole, part := uint64(n)/1e7, uint64(n)%1e7
	switch { // nothing on Earth has more than three digits
	case whole >= 1000:
		b = strconv.AppendUint(b, whole, 10)
	case whole >= 100:
		b = append(b, byte('0'+whole/100), byte('0'+whole/10%10), byte('0'+whole%10))
	case whole >= 10:
		b = append(b, byte('0'+whole/10), byte('0'+whole%10))
	default:
		b = append(b, byte('0'+whole))
	}
	if part == 0 {
		return b
	}
	var digits [8]byte
	digits[0] = '.'
	high, low := part/1e4, part%1e4
	copy(digits[1:], hundreds[high/10*2:][:2])
	digits[3] = byte('0' + high%10)
	copy(digits[4:], hundreds[low/100*2:][:2])
	copy(digits[6:], hundreds[low%100*2:][:2])
	end := 8
	for digits[end-1] == '0' {
		end--
	}
	return append(b, digits[:end]...)
}

// hundreds are the numbers below a hundred in two digits.
const hundreds = "00010203040506070809" + "10111213141516171819" + "20212223242526272829" + "30313233343536373839" + "40414243444546474849" +
	"50515253545556575859" + "60616263646566676869" + "70717273747576777879" + "80818283848586878889" + "90919293949596979899"

// appendNumber appends a number as JavaScript would read it back exactly; integers without a point.
func appendNumber(b []byte, x float64) []byte {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.AppendInt(b, int64(x), 10)
	}
	return strconv.AppendFloat(b, x, 'g', -1, 64)
}

func appendPoint(b []byte, p orb.Point) []byte {
	b = appendDegrees(append(b, '['), p[0])
	b = appendDegrees(append(b, ','), p[1])
	return append(b, ']')
}

func appendPath(b []byte, path []orb.Point, reverse bool) []byte {
	b = append(b, '[')
	for i := range path {
		if i > 0 {
			b = append(b, ',')
		}
		if reverse {
			b = appendPoint(b, path[len(path)-1-i])
		} else {
			b = appendPoint(b, path[i])
		}
	}
	return append(b, ']')
}

// appendRings appends a polygon's rings wound as RFC 7946 §3.1.6 asks, the outer one counterclockwise and holes clockwise, however
// they are stored.
func appendRings(b []byte, p orb.Polygon) []byte {
	b = append(b, '[')
	for i, ring := range p {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendPath(b, ring, (doubleArea(ring) < 0) == (i == 0))
	}
	return append(b, ']')
}

// doubleArea is twice the signed area of a ring in square degrees, positive if it is counterclockwise.
func doubleArea(ring orb.Ring) float64 {
	if len(ring) == 0 {
		return 0
	}
	sum, o := 0.0, ring[0] // relative to the first point, so that no digits are lost
	for i := 1; i < len(ring); i++ {
		a, c := ring[i-1], ring[i]
		sum += (a[0]-o[0])*(c[1]-o[1]) - (c[0]-o[0])*(a[1]-o[1])
	}
	return sum
}

// appendGeometry appends a geometry object, or null for none and for what no record can have.
func appendGeometry(b []byte, g orb.Geometry) []byte {
	switch g := g.(type) {
	case orb.Point:
		b = append(b, `{"type":"Point","coordinates":`...)
		b = appendPoint(b, g)
	case orb.LineString:
		b = append(b, `{"type":"LineString","coordinates":`...)
		b = appendPath(b, g, false)
	case orb.MultiLineString:
		b = append(b, `{"type":"MultiLineString","coordinates":[`...)
		for i, line := range g {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendPath(b, line, false)
		}
		b = append(b, ']')
	case orb.Polygon:
		b = append(b, `{"type":"Polygon","coordinates":`...)
		b = appendRings(b, g)
	case orb.MultiPolygon:
		b = append(b, `{"type":"MultiPolygon","coordinates":[`...)
		for i, p := range g {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendRings(b, p)
		}
		b = append(b, ']')
	default:
		return append(b, "null"...)
	}
	return append(b, '}')
}
