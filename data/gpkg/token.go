package gpkg

import (
	"sync"

	"beltmap/geo"
)

// tokens remembers the random token of each version that was handed out, so that a version of a file that was meanwhile replaced by
// an older copy is not mistaken for the version of the same number that the copy came to later.
type tokens struct {
	mu   sync.Mutex
	of   map[geo.Cursor]string
	last []geo.Cursor // in the order they were handed out
}

const maxTokens = 4096

func (k *tokens) remember(c geo.Cursor, token string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of == nil {
		k.of = map[geo.Cursor]string{}
	}
	if _, known := k.of[c]; !known {
		k.last = append(k.last, c)
	}
	k.of[c] = token
	if len(k.last) > maxTokens {
		delete(k.of, k.last[0])
		k.last = k.last[1:]
	}
}

// fits tells whether the token a file has for a version is the one that was handed out with it. A version handed out by another
// Store, or long ago, is believed.
func (k *tokens) fits(c geo.Cursor, token string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	known, ok := k.of[c]
	return !ok || known == token
}
