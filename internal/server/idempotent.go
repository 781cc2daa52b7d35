package server

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"beltmap/geo/phrase"
)

const maxIdempotencyKey = 200

// attempt names a request that may be sent again: the key of its batch is made of who asks, of the key that the client chose, and of what is
// asked, so that the same key with something else can be told from a retry. The zero attempt is not named.
type attempt struct {
	prefix string // of the batch's key, without what is asked
	key    string
}

// attemptOf reads Idempotency-Key.
func attemptOf(r *http.Request, who asker, body []byte) (attempt, error) {
	values := r.Header.Values("Idempotency-Key")
	if len(values) == 0 {
		return attempt{}, nil
	}
	given := values[0]
	bad := len(values) > 1 || given == "" || len(given) > maxIdempotencyKey
	for i := range len(given) {
		bad = bad || given[i] < 0x20 || given[i] > 0x7e
	}
	if bad {
		return attempt{}, &fault{kind: problemInvalid, text: phrase.IdempotencyKeyBad.With(maxIdempotencyKey)}
	}
	prefix := "http " + who.Account + " " + digestOf([]byte(given)) + " "
	return attempt{prefix, prefix + digestOf([]byte(r.Method+" "+r.URL.RequestURI()+"\n"), body)}, nil
}

// digestOf is half of SHA-256, which is long enough to name things.
func digestOf(parts ...[]byte) string {
	h := sha256.New()
	for _, part := range parts {
		_, _ = h.Write(part) // a hash takes everything
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
