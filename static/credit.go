package static

import (
	_ "embed"
	"encoding/json"

	"beltmap/geo/phrase"
)

// Credit names something the binary carries that others made: what it is, whose it is, and under which licence it may be used.
type Credit struct {
	Kind    string // "data", or software of the "server" or of the "page"
	What    string
	Holder  string
	Licence string // an SPDX id where there is one
	URL     string // where the licence can be read, "" if there is no such place
	Note    phrase.Phrase
}

//go:embed attribution.json
var attribution []byte

// Attribution lists what the product shows or runs that is not its own: data first, then the server's software, then the page's. The list is
// written by internal/notices.
func Attribution() []Credit {
	var credits []Credit
	if err := json.Unmarshal(attribution, &credits); err != nil {
		return nil // the test of this package says that it never is
	}
	return credits
}

//go:embed THIRD_PARTY_NOTICES
var notices string

// Notices is the text of the licences of everything that Attribution lists, to be handed on with the binary and the page.
func Notices() string { return notices }
