package server

import (
	"math"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"sync"
	"time"

	"beltmap/geo/phrase"
	"beltmap/internal/auth"
)

var problemTooOften = &problemKind{"rate-limited", http.StatusTooManyRequests, phrase.TitleTooOften}

// Limits bound how often one client may ask, in requests a second in the long run; ten seconds' worth may come at once. 0 is no bound.
type Limits struct {
	Reads  float64 // a map that is dragged asks for tiles by the dozen, and an office may have one address
	Writes float64 // all that is neither GET, HEAD nor OPTIONS
}

const burstSeconds = 10

// limits counts requests by client address and by account. Clients on the machine itself, and what tells whether the server lives, are not counted.
type limits struct{ reads, writes *limiter }

func newLimits(l Limits) limits { return limits{newLimiter(l.Reads), newLimiter(l.Writes)} }

func (l limits) of(r *http.Request) *limiter {
	if slices.Contains(readOnly(), r.Method) || r.Method == http.MethodOptions {
		return l.reads
	}
	return l.writes
}

// byAddress refuses a request of an address that asks too often. It comes before anything is looked up for the request.
func (l limits) byAddress(w http.ResponseWriter, r *http.Request) error {
	counts := l.of(r)
	if counts == nil {
		return nil
	}
	name, counted := countedAs(r)
	if !counted {
		return nil
	}
	return counts.take(w, name)
}

// byAccount refuses a request of an account that asks too often, from wherever.
func (l limits) byAccount(w http.ResponseWriter, r *http.Request, who asker) error {
	counts := l.of(r)
	if counts == nil || who.Account == "" || who.Way == auth.Intranet {
		return nil
	}
	if _, counted := countedAs(r); !counted {
		return nil
	}
	return counts.take(w, "account\x00"+who.Account)
}

// countedAs is by what an address is counted: of IPv6 the 64 bits that one subscriber has.
func countedAs(r *http.Request) (name string, counted bool) {
	a, err := netip.ParseAddr(addressOf(r))
	if err != nil {
		return addressOf(r), true
	}
	a = a.Unmap()
	if _, passed := forwardedOf(r); a.IsLoopback() && !passed {
		return "", false
	}
	if a.Is6() {
		p, _ := a.WithZone("").Prefix(64)
		return p.String(), true
	}
	return a.String(), true
}

// limiter is a token bucket for each name. It knows a bounded number of names, those asked for last: the others begin anew, as who comes for the
// first time does.
type limiter struct {
	rate, burst float64
	mu          sync.Mutex
	young, old  map[string]bucket // a name that is used moves to the young; when those are many, the old go
	now         func() time.Time
}

type bucket struct {
	tokens float64
	at     time.Time
}

const maxYoung = 1 << 13

// newLimiter is nil for no bound.
func newLimiter(rate float64) *limiter {
	if rate <= 0 {
		return nil
	}
	return &limiter{rate: rate, burst: max(1, rate*burstSeconds), young: map[string]bucket{}, now: time.Now}
}

// take refuses with how long to wait.
func (l *limiter) take(w http.ResponseWriter, name string) error {
	wait := l.wait(name)
	if wait == 0 {
		return nil
	}
	seconds := int(math.Ceil(wait.Seconds()))
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	return &fault{kind: problemTooOften, text: phrase.AskedTooOften.With(seconds)}
}

// wait takes a token, or tells how long until there is one.
func (l *limiter) wait(name string) time.Duration {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	b, known := l.young[name]
	if !known {
		if len(l.young) >= maxYoung {
			l.young, l.old = make(map[string]bucket, maxYoung), l.young
		}
		if b, known = l.old[name]; !known {
			b = bucket{l.burst, now}
		}
		delete(l.old, name)
	}
	b.tokens = min(l.burst, b.tokens+max(0, now.Sub(b.at).Seconds())*l.rate)
	b.at = now
	wait := time.Duration(0)
	if b.tokens >= 1 {
		b.tokens--
	} else {
		wait = time.Duration((1 - b.tokens) / l.rate * float64(time.Second))
	}
	l.young[name] = b
	return wait
}
