package geo

import (
	"crypto/sha256"
	"encoding/base32"
)

// MadeID is the id that a record without one gets: its credit code, else a hash of its name and zone, so that the same record read again has the same
// id; "" if it has neither code nor name.
func (r *Record) MadeID() string {
	if code := r.Get(USCC).Text(); code != "" {
		return code
	}
	if r.NameZH == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(r.Collection.String() + "\x1f" + r.Zone + "\x1f" + r.NameZH))
	return "H-" + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:])[:16]
}
