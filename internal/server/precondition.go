package server

import (
	"net/http"
	"strconv"
	"strings"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

// itemTag begins the ETag of an item: its version, which If-Match is held to. What follows names the representation, for caches.
func itemTag(version geo.Cursor) string { return "v" + strconv.FormatInt(int64(version), 10) + "." }

// expectation is what a request says the item is.
type expectation struct {
	any      bool // whatever it is
	versions []geo.Cursor
}

// expectationOf reads If-Match, without which nothing that is there may be changed.
func expectationOf(r *http.Request, ref string) (e expectation, err error) {
	values := r.Header.Values("If-Match")
	if len(values) == 0 {
		return e, &fault{kind: problemMustCondition, text: phrase.IfMatchNeeded.With(ref)}
	}
	for _, value := range values {
		for part := range strings.SplitSeq(value, ",") {
			if part = strings.TrimSpace(part); part == "*" {
				e.any = true
				continue
			}
			version, ok := taggedVersion(part)
			if !ok {
				return e, &fault{kind: problemInvalid, text: phrase.IfMatchMalformed.With(shortened(value))}
			}
			e.versions = append(e.versions, version)
		}
	}
	return e, nil
}

// taggedVersion is the version that an item's ETag names; 0 for a tag that is well formed and no item's.
func taggedVersion(tag string) (geo.Cursor, bool) {
	tag, quoted := strings.CutPrefix(strings.TrimPrefix(tag, "W/"), `"`)
	tag, closed := strings.CutSuffix(tag, `"`)
	if !quoted || !closed || strings.Contains(tag, `"`) {
		return 0, false
	}
	number, _, _ := strings.Cut(tag, ".")
	number, is := strings.CutPrefix(number, "v")
	n, err := strconv.ParseInt(number, 10, 64)
	if !is || err != nil {
		return 0, true
	}
	return geo.Cursor(n), true
}

// holds tells whether a record is as expected.
func (e expectation) holds(version geo.Cursor) bool {
	if e.any {
		return true
	}
	for _, v := range e.versions {
		if v == version {
			return true
		}
	}
	return false
}

func shortened(s string) string {
	if runes := []rune(s); len(runes) > 80 {
		return string(runes[:80]) + "…"
	}
	return s
}

func moved(ref string, version geo.Cursor) error {
	return &fault{kind: problemPrecondition, text: phrase.ItemMoved.With(ref, int64(version))}
}
