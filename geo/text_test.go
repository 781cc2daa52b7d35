package geo_test

import (
	"strings"
	"testing"

	"beltmap/geo"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestTextsAreComposedAndTrimmedAsTheLibrariesDo(t *testing.T) {
	parts := rapid.SliceOf(rapid.OneOf(rapid.SampledFrom([]string{"江宁开发区", "合成企业 0728104", "A", " ", "　", "\u00a0", "e\u0301", "\u00e9", "\u3000", "㐀", "鿿", "ꀀ", "豈", "\xe4", "\xff"}), rapid.String()))
	rapid.Check(t, func(r *rapid.T) {
		s := strings.Join(parts.Draw(r, "parts"), "")
		if got, want := geo.Composed(s), norm.NFC.String(s); got != want {
			r.Fatalf("%q composed is %q, not %q", s, got, want)
		}
		if got, want := geo.Trimmed(s), strings.TrimSpace(s); got != want {
			r.Fatalf("%q trimmed is %q, not %q", s, got, want)
		}
	})
}
