package server

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/internal/app"
	"beltmap/internal/auth"
)

// wordOf tells who asks by the word that is shown.
type wordOf map[string]auth.Identity

func (k wordOf) Identify(r *http.Request) (auth.Identity, error) {
	shown := r.Header.Get("Authorization")
	if identity, ok := k[shown]; ok || shown == "" {
		return identity, nil
	}
	kind := geo.KindDenied
	if shown == "???" {
		kind = geo.KindInvalid
	}
	return auth.Identity{}, &geo.Error{Kind: kind, Op: "wordOf.Identify", Text: phrase.SignInNeeded.With()}
}

func TestARowIsAnsweredToItsRoleAndTheOthersAreToldWhatTheyCanDo(t *testing.T) {
	done := func(*Server) handler {
		return func(w http.ResponseWriter, _ *http.Request) error { w.WriteHeader(http.StatusNoContent); return nil }
	}
	all := geo.AllZones()
	s := &Server{app: &app.App{}, values: newHeaderValues(), log: slog.New(slog.DiscardHandler), maxInFlight: 10, options: Options{Auth: wordOf{
		"viewer": {Account: "desk", Role: auth.Viewer, Zones: all, Way: auth.Session}, "token": {Account: "desk", Role: auth.Analyst, Zones: all, Way: auth.Token},
		"editor": {Account: "desk", Role: auth.Editor, Zones: all, Way: auth.Token}, "administrator": {Account: "desk", Role: auth.Administrator, Way: auth.Session},
	}}}
	s.metrics = newMetrics(s)
	site := s.guard(s.adapt(
		route{"/x", readOnly(), auth.Public, reads, nil, cheap, done},
		route{"/x", []string{http.MethodPut}, auth.Editor, reads, nil, cheap, done},
	))
	for _, c := range []struct {
		method, shown string
		status        int
		challenge     string
	}{
		{http.MethodGet, "", 204, ""}, {http.MethodHead, "viewer", 204, ""}, {http.MethodGet, "administrator", 204, ""},
		{http.MethodPut, "", 401, challenge}, {http.MethodPut, "viewer", 403, ""}, {http.MethodPut, "token", 403, challengeTooLittle},
		{http.MethodPut, "editor", 204, ""}, {http.MethodPut, "administrator", 204, ""},
		{http.MethodGet, "forged", 401, challengeToken}, {http.MethodPut, "forged", 401, challengeToken}, {http.MethodGet, "???", 400, challengeRequest},
		{http.MethodDelete, "administrator", 405, ""}, {http.MethodOptions, "", 204, ""},
	} {
		r := httptest.NewRequest(c.method, "/x", nil)
		if c.shown != "" {
			r.Header.Set("Authorization", c.shown)
		}
		w := httptest.NewRecorder()
		site.ServeHTTP(w, r)
		if got := w.Header().Get("WWW-Authenticate"); w.Code != c.status || got != c.challenge {
			t.Errorf("%s as %q: %d %s, want %d %s", c.method, c.shown, w.Code, got, c.status, c.challenge)
		}
		if c.status >= 400 && w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s as %q is refused by %s", c.method, c.shown, w.Header())
		}
		if c.method == http.MethodOptions && (w.Header().Get("Allow") != "GET, HEAD, PUT, OPTIONS" || w.Header().Get("Access-Control-Allow-Methods") != "GET, HEAD, OPTIONS") {
			t.Errorf("the methods are %v", w.Header())
		}
	}
}

func TestOnAnIntranetNobodySeesLessForHavingSignedIn(t *testing.T) {
	editor := auth.Identity{Account: "desk", Role: auth.Editor, Zones: geo.ZonesOf("CZ"), Way: auth.Session}
	s := &Server{options: Options{Internal: true, Auth: wordOf{"editor": editor}}}
	for shown, want := range map[string]auth.Identity{"": {Role: auth.Viewer, Zones: geo.AllZones(), Way: auth.Intranet}, "editor": editor} {
		r := httptest.NewRequest(http.MethodGet, "/api", nil)
		if shown != "" {
			r.Header.Set("Authorization", shown)
		}
		r, err := s.identify(r)
		if err != nil {
			t.Fatal(err)
		}
		if who := askerOf(r); who.Identity != want || who.sight != geo.FullSight() {
			t.Errorf("%q is %+v", shown, who)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/api", nil)
	r.Header.Set("Authorization", "forged")
	if _, err := s.identify(r); err == nil {
		t.Error("an intranet takes a forged token for none")
	}
}
