package geocode

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// text is what a service is asked: the address, after the zone's name if the address does not say where it is; the row's name in its
// zone if there is no address; "" if that is not enough, since a service would search the whole country. It has at most `longest` bytes.
func (q Query) text(longest int) string {
	address, zone := clean(q.Address), clean(q.ZoneName)
	if address == "" {
		if zone == "" {
			return ""
		}
		address = clean(q.Name)
	}
	if address == "" {
		return ""
	}
	if zone != "" && !strings.HasPrefix(address, zone) && !namesDivision(address) {
		address = zone + address
	}
	return cut(address, longest)
}

// namesDivision tells whether an address begins with a division.
func namesDivision(address string) bool {
	seen := 0
	for _, r := range address {
		if strings.ContainsRune("省市县区", r) {
			return true
		}
		if seen++; seen == 12 {
			break
		}
	}
	return false
}

// clean brings a text into one form, with single spaces and without the bar that AMap reads as the end of an address.
func clean(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(norm.NFC.String(strings.ToValidUTF8(s, "")), "|", " ")), " ")
}

// cut shortens a text to whole characters.
func cut(s string, longest int) string {
	if len(s) <= longest {
		return s
	}
	for longest > 0 && !utf8.RuneStart(s[longest]) {
		longest--
	}
	return s[:longest]
}
