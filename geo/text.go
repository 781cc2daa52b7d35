package geo

import "golang.org/x/text/unicode/norm"

// Composed is a text in NFC, the form in which every text is stored. Most are ASCII and Chinese characters, which are in it by themselves; that
// is seen ten times sooner.
func Composed(s string) string {
	for i := range len(s) {
		if c := s[i]; c >= 0xC0 && (c < 0xE4 || c > 0xE9) {
			return norm.NFC.String(s)
		}
	}
	return s
}
