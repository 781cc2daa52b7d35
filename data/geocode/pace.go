package geocode

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"beltmap/data"
	"beltmap/geo"
)

// faultKind says what to do about a request that failed.
type faultKind uint8

const (
	passing faultKind = iota // try again
	denied                   // the key or its permissions
	spent                    // the service's quota
	refused                  // anything else that will not pass
)

// fault is a request that failed.
type fault struct {
	kind  faultKind
	said  string        // in the service's words
	after time.Duration // how long to wait, as the service asked
}

// ofStatus is the fault that an HTTP status means where the service says nothing itself, nil for 200.
func ofStatus(status int) *fault {
	f := &fault{said: strings.TrimSpace("HTTP " + strconv.Itoa(status) + " " + http.StatusText(status))}
	switch {
	case status == http.StatusOK:
		return nil
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		f.kind = denied
	case status == http.StatusTooManyRequests || status == http.StatusRequestTimeout || status >= 500:
		f.kind = passing
	default:
		f.kind = refused
	}
	return f
}

// unreadable is the fault of an answer that is not built as it should be; a proxy's page, say, which may be gone the next time.
func unreadable() *fault { return &fault{kind: passing, said: "an answer that cannot be read"} }

// longestWait is how long a service may ask to wait before it is better to come back later.
const longestWait = 2 * time.Minute

// retryAfter reads the header of that name: seconds, or a date.
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseUint(value, 10, 32); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}

// jitter is a duration between half and one and a half of d, so that many clients do not come back at once.
func jitter(d time.Duration) time.Duration { return d/2 + rand.N(d+1) }

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// pace spreads requests evenly.
type pace struct {
	every time.Duration
	mu    sync.Mutex
	next  time.Time
}

func (p *pace) wait(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.mu.Lock()
	now := time.Now()
	at := p.next
	if at.Before(now) {
		at = now
	}
	p.next = at.Add(p.every)
	p.mu.Unlock()
	if !at.After(now) {
		return nil
	}
	return sleep(ctx, at.Sub(now))
}

// counter stands in for a cache where there is none: it counts requests, and keeps nothing.
type counter struct {
	mu     sync.Mutex
	counts map[geo.Day]int
}

func (k *counter) Get(context.Context, string, string) (data.Cached, bool, error) {
	return data.Cached{}, false, nil
}

func (k *counter) Put(context.Context, string, string, data.Cached) error { return nil }

func (k *counter) Spend(_ context.Context, _ string, day geo.Day, limit int) (int, bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if limit > 0 && k.counts[day] >= limit {
		return k.counts[day], false, nil
	}
	k.counts[day]++
	return k.counts[day], true, nil
}

// short is what of a service's words goes into a sentence or the cache.
func short(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, s)
	return cut(s, 300)
}
