package auth

import (
	"context"
	"strings"
	"testing"
	"time"

	"beltmap/geo"
)

func TestWhatIsKeptOfAPasswordIsReadAsItIsWritten(t *testing.T) {
	h := newHasher(Cost{Memory: 64, Passes: 1, Threads: 2})
	text, err := h.hash(context.Background(), "Cafe\u0301 au lait")
	if err != nil || !strings.HasPrefix(text, "$argon2id$v=19$m=64,t=1,p=2$") {
		t.Fatal(text, err)
	}
	for password, want := range map[string]bool{"Caf\u00e9 au lait": true, "cafe\u0301 au lait": false, "": false} {
		if good, stale, err := h.matches(context.Background(), password, text); good != want || stale || err != nil {
			t.Errorf("%q: %v, %v, %v", password, good, stale, err)
		}
	}
	if other, _ := h.hash(context.Background(), "Caf\u00e9 au lait"); other == text {
		t.Error("two hashes of one password are the same")
	}
}

// The reference is the test vector of another program: argon2 -id of the phc-winner-argon2 distribution, v=19 m=65536 t=2 p=1.
func TestAHashOfAnotherProgramIsUnderstood(t *testing.T) {
	const text = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	good, stale, err := newHasher(Cost{}).matches(context.Background(), "password", text)
	if !good || !stale || err != nil {
		t.Errorf("%v, %v, %v", good, stale, err)
	}
}

func TestManyComparisonsWaitForAFewAndTheRestIsSentAway(t *testing.T) {
	h := newHasher(Cost{Memory: 64, Passes: 1, Threads: 1})
	for range cap(h.slots) {
		h.slots <- struct{}{}
	}
	ctx, cancel := context.WithCancel(context.Background())
	results := make(chan error, maxWaiting+8)
	for range maxWaiting + 8 {
		go func() {
			_, err := h.hash(ctx, "a password")
			results <- err
		}()
	}
	for range 8 {
		if err := <-results; geo.KindOf(err) != geo.KindUnavailable {
			t.Fatal(err)
		}
	}
	select {
	case err := <-results:
		t.Fatalf("one did not wait: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
	cancel()
	for range maxWaiting {
		if err := <-results; geo.KindOf(err) != geo.KindUnavailable {
			t.Fatal(err)
		}
	}
}

func FuzzParseKept(f *testing.F) {
	f.Add("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")
	f.Add("$argon2id$v=19$m=4294967295,t=4294967295,p=255$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA")
	f.Add("$argon2i$v=19$m=64,t=1,p=1$$")
	f.Fuzz(func(t *testing.T, text string) {
		k, err := parseKept(text)
		if err == nil && (k.String() != text || k.cost.Memory > 1<<20 || k.cost.Passes > 32 || k.cost.Passes == 0 || k.cost.Threads == 0) {
			t.Errorf("%q was read as %+v", text, k)
		}
	})
}

func TestTheFailuresRememberedAreBounded(t *testing.T) {
	th := newThrottle()
	now := time.Unix(1e9, 0)
	for i := range 3 * maxFailures {
		a := attempt{account: hashOf(strings.Repeat("x", i%7) + time.Duration(i).String()), address: hashOf("one")}
		if th.begin(a, now) > 0 {
			now = now.Add(longestWait)
			th.begin(a, now)
		}
		if len(th.entries) > maxFailures {
			t.Fatalf("%d entries", len(th.entries))
		}
	}
}
