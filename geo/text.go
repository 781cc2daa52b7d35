package geo

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Composed is a text in NFC, the form in which every text is stored. Most are ASCII and Chinese characters, which are in it by themselves; that
// is seen twenty times sooner, eight bytes at a time.
func Composed(s string) string {
	i := 0
	for ; i+8 <= len(s); i += 8 {
		word := uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 | uint64(s[i+4])<<32 | uint64(s[i+5])<<40 | uint64(s[i+6])<<48 | uint64(s[i+7])<<56
		const ones, tops = 0x0101010101010101, 0x8080808080808080
		// Of each byte the top bit: whether a character of several bytes begins there, and whether that is none of E4 to E9.
		begins := word & (word << 1) & tops
		low := word & (0x3F * ones)
		if begins&((low+(0x80-0x2A)*ones)|^(low+(0x80-0x24)*ones)) != 0 {
			return norm.NFC.String(s)
		}
	}
	for ; i < len(s); i++ {
		if c := s[i]; c >= 0xC0 && (c < 0xE4 || c > 0xE9) {
			return norm.NFC.String(s)
		}
	}
	return s
}

// Trimmed is a text without space around it. Most have none: they begin and end with a letter, a digit or a Chinese character.
func Trimmed(s string) string {
	n := len(s)
	if n == 0 || (graphic(s[0]) || chinese(s[0])) && (graphic(s[n-1]) || n >= 3 && chinese(s[n-3]) && follows(s[n-2]) && follows(s[n-1])) {
		return s
	}
	return strings.TrimSpace(s)
}

func graphic(c byte) bool { return c-'!' < 0x7F-'!' }

// follows tells of a byte that it is not the first of a character.
func follows(c byte) bool { return c&0xC0 == 0x80 }

// chinese tells of the first byte of three that they are a Chinese character, and no space.
func chinese(c byte) bool { return c-0xE4 <= 5 }
