package ingest

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/paulmach/orb"
)

// The functions here take JSON that the decoder has already found valid apart into its members without copying it: a map of every
// feature's properties would cost more than all the rest of reading it.

// eachMember visits the members of a JSON object in order, and tells whether it is one.
func eachMember(object []byte, visit func(key string, value []byte)) bool {
	at := space(object, 0)
	if at >= len(object) || object[at] != '{' {
		return false
	}
	for at = space(object, at+1); at < len(object) && object[at] != '}'; {
		end := valueEnd(object, at)
		key := plainText(object[at:end])
		at = space(object, space(object, end)+1) // past the colon
		end = valueEnd(object, at)
		visit(key, object[at:end])
		if at = space(object, end); at < len(object) && object[at] == ',' {
			at = space(object, at+1)
		}
	}
	return true
}

// eachElement visits the elements of a JSON array in order, and tells whether it is one.
func eachElement(array []byte, visit func(value []byte)) bool {
	at := space(array, 0)
	if at >= len(array) || array[at] != '[' {
		return false
	}
	for at = space(array, at+1); at < len(array) && array[at] != ']'; {
		end := valueEnd(array, at)
		visit(array[at:end])
		if at = space(array, end); at < len(array) && array[at] == ',' {
			at = space(array, at+1)
		}
	}
	return true
}

func space(b []byte, at int) int {
	for at < len(b) && (b[at] == ' ' || b[at] == '\n' || b[at] == '\r' || b[at] == '\t') {
		at++
	}
	return at
}

// valueEnd is the end of the value that begins at a place.
func valueEnd(b []byte, at int) int {
	depth := 0
	for at < len(b) {
		switch b[at] {
		case '"':
			at = stringEnd(b, at)
			if depth == 0 {
				return at
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return at
			}
			if depth--; depth == 0 {
				return at + 1
			}
		case ',', ':', ' ', '\n', '\r', '\t':
			if depth == 0 {
				return at
			}
		}
		at++
	}
	return at
}

func stringEnd(b []byte, at int) int {
	for at++; at < len(b); at++ {
		switch b[at] {
		case '\\':
			at++
		case '"':
			return at + 1
		}
	}
	return at
}

// plainText is a JSON string, number or truth value as text; null and the rest are "".
func plainText(raw []byte) string {
	switch {
	case len(raw) == 0 || raw[0] == 'n' || raw[0] == '{' || raw[0] == '[':
		return ""
	case raw[0] != '"':
		return string(raw)
	case bytes.IndexByte(raw, '\\') < 0:
		return string(raw[1 : len(raw)-1])
	}
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// pointOf reads the geometry of most features, a point, without the general decoder; it tells whether it could.
func pointOf(geometry []byte) (orb.Geometry, bool) {
	var coordinates []byte
	isPoint := false
	eachMember(geometry, func(key string, value []byte) {
		switch key {
		case "type":
			isPoint = string(value) == `"Point"`
		case "coordinates":
			coordinates = value
		}
	})
	if !isPoint {
		return nil, false
	}
	var p orb.Point
	n, good := 0, true
	array := eachElement(coordinates, func(value []byte) {
		x, err := strconv.ParseFloat(string(value), 64)
		good = good && err == nil && (value[0] == '-' || value[0]-'0' <= 9)
		if n < 2 {
			p[n] = x
		}
		n++
	})
	return p, array && good && n >= 2 && n <= 4
}
