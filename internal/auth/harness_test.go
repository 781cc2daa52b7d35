package auth_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"beltmap/data"
	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/internal/auth"
)

var background = context.Background()

// cheap is a cost for tests that do not measure it.
var cheap = auth.Cost{Memory: 64, Passes: 1, Threads: 1}

const password = "correct horse 电池"

// house is a Service over a real store, with a clock that the test moves.
type house struct {
	*auth.Service
	accounts data.Accounts
	audit    data.AuditLog
	log      *bytes.Buffer
	mu       sync.Mutex
	now      time.Time
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *house) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

func open(t testing.TB, change func(*auth.Options)) *house {
	t.Helper()
	store, err := gpkg.OpenMemory(background, gpkg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	h := &house{accounts: store.Accounts(), audit: store.AuditLog(), log: &bytes.Buffer{}, now: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)}
	h.serve(t, change)
	return h
}

// serve starts anew on the same store, as a restarted server does.
func (h *house) serve(t testing.TB, change func(*auth.Options)) {
	t.Helper()
	o := auth.Options{Accounts: h.accounts, Cost: cheap, Now: h.clock, Log: slog.New(slog.NewTextHandler(h.log, nil)), Secure: true}
	if change != nil {
		change(&o)
	}
	s, err := auth.New(o)
	if err != nil {
		t.Fatal(err)
	}
	h.Service = s
}

func (h *house) add(t testing.TB, name string) {
	t.Helper()
	if _, err := h.AddAccount(background, geo.CommandLine(), auth.NewAccount{Name: name, Role: auth.Editor, Zones: geo.ZonesOf("CZ"), Password: password}); err != nil {
		t.Fatal(err)
	}
}

func (h *house) signIn(t testing.TB, name string) auth.Grant {
	t.Helper()
	g, err := h.SignIn(background, auth.Attempt{Name: name, Password: password, Address: "192.0.2.1"})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func (h *house) issue(t testing.TB, lifetime time.Duration) (data.Token, string) {
	t.Helper()
	token, secret, err := h.IssueToken(background, geo.CommandLine(), auth.NewToken{Role: auth.Analyst, Zones: geo.AllZones(), Lifetime: lifetime})
	if err != nil {
		t.Fatal(err)
	}
	return token, secret
}

// who is what the service makes of a request with these headers.
func (h *house) who(t testing.TB, headers ...string) auth.Identity {
	t.Helper()
	identity, err := h.Identify(request(headers...))
	if err != nil {
		t.Fatal(err)
	}
	return identity
}

func request(headers ...string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/api", nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

func cookieOf(secret string) string { return "__Host-beltmap-session=" + secret }

func kind(t testing.TB, err error, want geo.Kind) {
	t.Helper()
	if err == nil || geo.KindOf(err) != want {
		t.Fatalf("%v is not of kind %v", err, want)
	}
}
