package data

import (
	"context"
	"time"

	"beltmap/geo"
)

// Cache keeps what services answered, so that nothing is asked twice, a stopped run goes on where it was, and a day's quota holds across
// restarts. It is small and slow next to a Store: a write is a transaction of its own. What is kept belongs to nobody's records and has
// no history.
//
// Nothing may be written to a store's cache by whoever hands that store the changes of a batch: the batch holds the one place to write, and
// both would wait forever. Ask the services first.
type Cache interface {
	// Get looks up what was put last for a provider and a text, which are compared in NFC.
	Get(ctx context.Context, provider, text string) (Cached, bool, error)

	// Put keeps a value, in place of what was there.
	Put(ctx context.Context, provider, text string, value Cached) error

	// Spend counts one request to a provider on a day, unless limit were counted already; 0 is no limit. It returns the day's count and
	// whether this one is among them.
	Spend(ctx context.Context, provider string, day geo.Day, limit int) (count int, granted bool, err error)
}

// Cached is one kept value and when it was made.
type Cached struct {
	Value string
	Time  time.Time // to the microsecond
}
