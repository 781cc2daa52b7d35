package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/geo/world"
	"beltmap/internal/app"
	"beltmap/internal/auth"
)

// bare is a server without records around one handler, to see what is made of its errors.
func bare(t *testing.T, handle handler) (*httptest.Server, *bytes.Buffer) {
	t.Helper()
	log := &bytes.Buffer{}
	s := &Server{options: Options{}, app: &app.App{}, values: newHeaderValues(), log: slog.New(slog.NewTextHandler(log, nil)), maxInFlight: 10, deadline: defaultDeadline}
	s.metrics = newMetrics(s)
	rt := route{"/x", readOnly(), auth.Public, shows, nil, cheap, func(*Server) handler { return handle }}
	site := httptest.NewServer(s.guard(s.adapt(rt)))
	t.Cleanup(site.Close)
	return site, log
}

func TestEveryKindOfErrorHasItsStatusAndInternalOnesKeepTheirCause(t *testing.T) {
	text := phrase.ServerBusy.With()
	for _, c := range []struct {
		err    error
		status int
	}{
		{geo.Invalid("op", text), 400}, {geo.NotFound("op", text), 404}, {geo.Conflict("op", text), 409}, {geo.Unavailable("op", text, nil), 503},
		{&geo.Error{Kind: geo.KindDenied, Op: "op", Text: text}, 403}, {&geo.Error{Kind: geo.KindInternal, Op: "op", Text: phrase.Text{EN: "the secret cause"}}, 500}, {errors.New("the secret cause"), 500},
	} {
		site, log := bare(t, func(http.ResponseWriter, *http.Request) error { return c.err })
		response, err := http.Get(site.URL)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		var p problem
		if err := json.Unmarshal(body, &p); err != nil || response.StatusCode != c.status || p.Status != c.status {
			t.Errorf("%v: %d %s", c.err, response.StatusCode, body)
		}
		if strings.Contains(string(body), "secret") || (c.status == 500) != strings.Contains(log.String(), "secret") {
			t.Errorf("%v: answered %s, logged %s", c.err, body, log)
		}
	}
}

func TestAPanicIsAProblemAndTheServerGoesOn(t *testing.T) {
	site, log := bare(t, func(_ http.ResponseWriter, r *http.Request) error {
		if r.URL.RawQuery == "" {
			var w *world.World
			_ = w.Version() // a nil World
		}
		return &fault{kind: problemInvalid, text: phrase.QueryMalformed.With()}
	})
	for path, status := range map[string]int{"/": 500, "/?fine": 400} {
		response, err := http.Get(site.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != status || response.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", path, response.StatusCode, response.Header.Get("Content-Type"))
		}
	}
	if !strings.Contains(log.String(), "panic") || !strings.Contains(log.String(), "stack") {
		t.Errorf("the log does not tell: %s", log)
	}
}

func TestWorkIsBoundedInTimeAndInNumber(t *testing.T) {
	store, err := gpkg.OpenMemory(t.Context(), gpkg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	a, err := app.Open(t.Context(), app.Options{Store: store})
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(Options{App: a, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	s.deadline = 50 * time.Millisecond
	var held []func()
	for range runtime.GOMAXPROCS(0) {
		done, err := a.Work(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, done)
	}
	for _, path := range []string{"/api/collections/zones/items", "/api/counts", "/api/search?q=a", "/api/facts", "/api/collections"} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), phrase.ServerSlow.EN) {
			t.Errorf("%s while every core is busy: %d %s", path, w.Code, w.Body)
		}
	}
	for _, done := range held {
		done()
	}
	w := httptest.NewRecorder()
	if s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/counts", nil)); w.Code != http.StatusOK {
		t.Errorf("afterwards: %d", w.Code)
	}
}

func TestHalfAnAnswerIsBrokenOffRatherThanPassedForWhole(t *testing.T) {
	site, _ := bare(t, func(w http.ResponseWriter, _ *http.Request) error {
		_, _ = w.Write(bytes.Repeat([]byte("x"), 10_000))
		panic("in the middle")
	})
	response, err := http.Get(site.URL)
	if err == nil {
		_, err = io.ReadAll(response.Body)
		_ = response.Body.Close()
	}
	if err == nil {
		t.Error("the client took half an answer for a whole one")
	}
}
