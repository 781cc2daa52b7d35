package auth

import (
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"

	"beltmap/data"
)

// throttle slows down guessing. It counts the sign-ins that fail by account, whether there is such an account or not, and by address, and
// after some makes the next wait, twice as long each time. An attempt counts as failed from its beginning, so that many at once are no way around.
type throttle struct {
	mu      sync.Mutex
	entries map[data.Hash]*failures
}

// failures are those of one account or address.
type failures struct {
	count int
	until time.Time // nothing is tried before
	last  time.Time
	epoch int64 // of the account: a new password begins anew
}

const (
	freeByAccount = 5  // failures of an account that cost no waiting
	freeByAddress = 20 // and of an address, behind which there may be many desks
	longestWait   = 15 * time.Minute
	forgetAfter   = time.Hour
	maxFailures   = 1 << 14 // entries in all
)

func newThrottle() *throttle { return &throttle{entries: map[data.Hash]*failures{}} }

// attempt is who tries, and what the store knows of the account's failures.
type attempt struct {
	account, address data.Hash
	known            failures
}

func attemptOf(name, address string, account data.Account) attempt {
	return attempt{
		account: sha256.Sum256([]byte("account\x00" + name)), address: sha256.Sum256([]byte("address\x00" + network(address))),
		known: failures{count: account.Failed, until: account.LockedUntil, last: account.LockedUntil, epoch: account.Epoch},
	}
}

// network is what an address is counted by: of IPv6 the 64 bits that one subscriber has.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if a = a.Unmap(); a.Is6() {
		p, _ := a.WithZone("").Prefix(64)
		return p.String()
	}
	return a.String()
}

// begin counts an attempt, or tells how long to wait before the next.
func (t *throttle) begin(a attempt, now time.Time) (wait time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	account, address := t.entry(a.account, a.known, now), t.entry(a.address, failures{}, now)
	if wait = max(account.until.Sub(now), address.until.Sub(now)); wait > 0 {
		return wait
	}
	account.fail(now, freeByAccount)
	address.fail(now, freeByAddress)
	return 0
}

func (f *failures) fail(now time.Time, free int) {
	f.count++
	f.last, f.until = now, now.Add(waitAfter(f.count, free))
}

// waitAfter is 1 s after the first failure that is not free, and doubles from there.
func waitAfter(count, free int) time.Duration {
	if count < free {
		return 0
	}
	return min(time.Second<<min(count-free, 20), longestWait)
}

// succeed takes the attempt's count back: all of the account's, and one of the address's, which may have others.
func (t *throttle) succeed(a attempt, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.entries, a.account)
	t.withdraw(a.address, freeByAddress, now)
}

// abandon takes back an attempt that came to no comparison.
func (t *throttle) abandon(a attempt, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.withdraw(a.account, freeByAccount, now)
	t.withdraw(a.address, freeByAddress, now)
}

func (t *throttle) withdraw(key data.Hash, free int, now time.Time) {
	if f := t.entries[key]; f != nil && f.count > 0 {
		f.count--
		f.until = now.Add(waitAfter(f.count, free))
	}
}

// of is what is counted for the attempt's account now.
func (t *throttle) of(a attempt) (count int, until time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if f := t.entries[a.account]; f != nil {
		return f.count, f.until
	}
	return 0, time.Time{}
}

func (t *throttle) entry(key data.Hash, known failures, now time.Time) *failures {
	f := t.entries[key]
	if f == nil {
		t.makeRoom(now)
		f = &known
		t.entries[key] = f
	} else if f.epoch != known.epoch {
		*f = known
	}
	if now.Sub(f.last) > forgetAfter && now.After(f.until) {
		f.count, f.until = 0, time.Time{}
	}
	return f
}

// makeRoom keeps the entries bounded: first those that are forgotten go, then some that wait for nothing, then any.
func (t *throttle) makeRoom(now time.Time) {
	if len(t.entries) < maxFailures {
		return
	}
	for key, f := range t.entries {
		if now.Sub(f.last) > forgetAfter {
			delete(t.entries, key)
		}
	}
	for _, waits := range []bool{false, true} {
		for key, f := range t.entries {
			if len(t.entries) < maxFailures*7/8 {
				return
			}
			if f.until.After(now) == waits {
				delete(t.entries, key)
			}
		}
	}
}
