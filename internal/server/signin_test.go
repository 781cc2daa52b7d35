package server_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/internal/auth"
	"beltmap/internal/auth/authtest"
	"beltmap/internal/server"
)

const deskPassword = "correct horse battery"

// signingIn is a site with one account.
func signingIn(t *testing.T) (*site, *auth.Service) {
	t.Helper()
	store, err := gpkg.OpenMemory(t.Context(), gpkg.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	service, err := auth.New(auth.Options{Accounts: store.Accounts(), Cost: auth.Cost{Memory: 64, Passes: 1, Threads: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := service.AddAccount(t.Context(), geo.CommandLine(), auth.NewAccount{Name: "planning-cz", Role: auth.Editor, Zones: geo.ZonesOf("CZ"), Password: deskPassword}); err != nil {
		t.Fatal(err)
	}
	return serve(t, geo.Public, nil, func(o *server.Options) { o.SignIn = service }), service
}

// send makes a request of the session, with a body and with headers as pairs.
func (s *site) send(method, path, body string, headers ...string) (*http.Response, string) {
	s.t.Helper()
	request, err := http.NewRequest(method, s.URL+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept-Language", "en")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := s.Client().Transport.RoundTrip(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response, string(text)
}

func typed(account, password string) string {
	text, _ := json.Marshal(map[string]string{"account": account, "password": password})
	return string(text)
}

func TestADeskSignsInLooksAndSignsOut(t *testing.T) {
	s, _ := signingIn(t)
	const nobody = `{"account":"","role":"public","zones":[],"way":"","oidc":false}` + "\n"
	if a := s.get("/api/session"); a.status != 200 || string(a.body) != nobody || a.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %s", a.status, a.body)
	}
	response, body := s.send("POST", "/api/session", typed("planning-cz", deskPassword))
	const desk = `{"account":"planning-cz","role":"editor","zones":["CZ"],"way":"session","oidc":false}` + "\n"
	cookies := response.Cookies()
	if response.StatusCode != 200 || body != desk || len(cookies) != 1 || !cookies[0].HttpOnly || strings.Contains(body, cookies[0].Value) {
		t.Fatalf("%d %s %v", response.StatusCode, body, cookies)
	}
	cookie := cookies[0].Name + "=" + cookies[0].Value
	if a := s.get("/api/session", "Cookie", cookie); string(a.body) != desk {
		t.Fatalf("%s", a.body)
	}
	response, _ = s.send("DELETE", "/api/session", "", "Cookie", cookie)
	if response.StatusCode != 204 || len(response.Cookies()) != 1 || response.Cookies()[0].MaxAge >= 0 {
		t.Fatalf("%d %v", response.StatusCode, response.Cookies())
	}
	if a := s.get("/api/session", "Cookie", cookie); string(a.body) != nobody {
		t.Fatalf("after signing out: %s", a.body)
	}
	if log := s.log.String(); strings.Contains(log, deskPassword) || strings.Contains(log, cookies[0].Value) {
		t.Errorf("a secret is in the log:\n%s", log)
	}
}

func TestASignInThatFailsSaysLittleAndThenWaits(t *testing.T) {
	s, _ := signingIn(t)
	said := map[string]bool{}
	for range 5 {
		for _, name := range []string{"planning-cz", "nobody"} {
			response, body := s.send("POST", "/api/session", typed(name, "not the password"))
			if response.StatusCode != 401 || response.Header.Get("WWW-Authenticate") == "" || len(response.Cookies()) > 0 {
				t.Fatalf("%d %s", response.StatusCode, body)
			}
			said[body] = true
		}
	}
	if len(said) != 1 {
		t.Errorf("told apart: %v", said)
	}
	response, body := s.send("POST", "/api/session", typed("planning-cz", deskPassword))
	if response.StatusCode != 429 || response.Header.Get("Retry-After") != "1" || !strings.Contains(body, "try again in 1 seconds") {
		t.Errorf("%d %s", response.StatusCode, body)
	}
	if log := s.log.String(); !strings.Contains(log, "sign-in refused") || strings.Contains(log, "not the password") || strings.Contains(log, "planning-cz") {
		t.Errorf("the log:\n%s", log)
	}
}

func TestASignInThatIsNoneIsRefused(t *testing.T) {
	s, _ := signingIn(t)
	good := typed("planning-cz", deskPassword)
	for name, c := range map[string]struct {
		body    string
		headers []string
		status  int
	}{
		"a form":           {good, []string{"Content-Type", "text/plain"}, 400},
		"no JSON":          {deskPassword, nil, 400},
		"two documents":    {good + good, nil, 400},
		"another field":    {`{"account":"a","password":"b","role":"administrator"}`, nil, 400},
		"nothing":          {"", nil, 400},
		"much":             {`{"account":"` + strings.Repeat("a", 70<<10) + `"}`, nil, 413},
		"another site":     {good, []string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, 403},
		"an old browser's": {good, []string{"Origin", "https://evil.example"}, 403},
	} {
		response, body := s.send("POST", "/api/session", c.body, c.headers...)
		if response.StatusCode != c.status || len(response.Cookies()) > 0 || strings.Contains(body, deskPassword) {
			t.Errorf("%s: %d %s", name, response.StatusCode, body)
		}
	}
	if response, _ := s.send("DELETE", "/api/session", "", "Sec-Fetch-Site", "cross-site"); response.StatusCode != 403 {
		t.Errorf("another site signs out: %d", response.StatusCode)
	}
	if response, _ := s.send("PUT", "/api/session", good); response.StatusCode != 405 {
		t.Errorf("PUT: %d", response.StatusCode)
	}
	if a := s.get("/api/session?x=1"); a.status != 400 {
		t.Errorf("an unknown parameter: %d", a.status)
	}
}

func TestATokenIsNoSessionButIsKnown(t *testing.T) {
	s, service := signingIn(t)
	_, secret, err := service.IssueToken(t.Context(), geo.CommandLine(), auth.NewToken{Role: auth.Viewer, Zones: geo.AllZones(), Lifetime: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	if a := s.get("/api/session", "Authorization", "Bearer "+secret); a.status != 200 || !strings.Contains(string(a.body), `"role":"viewer","zones":["*"],"way":"token"`) {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := s.get("/api/session", "Authorization", "Bearer x"); a.status != 403 && a.status != 401 {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestAnIdentityProviderLeadsBackSignedIn(t *testing.T) {
	_, service := signingIn(t)
	issuer := authtest.NewIssuer(t, time.Now)
	issuer.Claims["preferred_username"] = "planning-ng"
	provider, err := auth.NewOpenID(service, auth.OpenIDOptions{
		Issuer: issuer.URL, ClientID: authtest.ClientID, ClientSecret: authtest.ClientSecret, Redirect: "http://127.0.0.1/api/session/oidc/callback",
	})
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, geo.Public, nil, func(o *server.Options) { o.SignIn, o.OpenID = service, provider })
	begun, _ := s.send("GET", "/api/session/oidc?back=/?zone=NG", "")
	if begun.StatusCode != 303 || !strings.HasPrefix(begun.Header.Get("Location"), issuer.URL+"/authorize?") || len(begun.Cookies()) != 1 {
		t.Fatalf("%d %v", begun.StatusCode, begun.Header)
	}
	there, err := http.DefaultTransport.RoundTrip(httptest.NewRequest("GET", begun.Header.Get("Location"), nil))
	if err != nil {
		t.Fatal(err)
	}
	there.Body.Close()
	_, query, _ := strings.Cut(there.Header.Get("Location"), "?")
	cookie := begun.Cookies()[0].Name + "=" + begun.Cookies()[0].Value
	back, body := s.send("GET", "/api/session/oidc/callback?"+query, "", "Cookie", cookie)
	if back.StatusCode != 303 || back.Header.Get("Location") != "/?zone=NG" || len(back.Cookies()) != 2 || back.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Fatalf("%d %s %v", back.StatusCode, body, back.Header)
	}
	session := back.Cookies()[1].Name + "=" + back.Cookies()[1].Value
	if a := s.get("/api/session", "Cookie", session); !strings.Contains(string(a.body), `"account":"planning-ng","role":"editor","zones":["CZ","NG"],"way":"session","oidc":true`) {
		t.Errorf("%s", a.body)
	}
	if again, body := s.send("GET", "/api/session/oidc/callback?"+query, "", "Cookie", cookie); again.StatusCode != 401 {
		t.Errorf("the same answer again: %d %s", again.StatusCode, body)
	}
}

func TestWithoutAProviderOrAccountsThereIsNoSuchPlace(t *testing.T) {
	s, _ := signingIn(t)
	for _, path := range []string{"/api/session/oidc", "/api/session/oidc/callback?code=x&state=y"} {
		if response, body := s.send("GET", path, ""); response.StatusCode != 404 {
			t.Errorf("%s: %d %s", path, response.StatusCode, body)
		}
	}
	if response, _ := serve(t, geo.Public, nil).send("POST", "/api/session", typed("a", "b")); response.StatusCode != 404 {
		t.Errorf("%d", response.StatusCode)
	}
}
