package auth_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"beltmap/geo"
	"beltmap/internal/auth"
	"beltmap/internal/auth/authtest"
)

const redirect = "https://map.example.cn/api/session/oidc/callback"

// vouched is a house whose accounts an issuer vouches for.
func vouched(t testing.TB) (*house, *authtest.Issuer, *auth.OpenID) {
	t.Helper()
	h := open(t, nil)
	i := authtest.NewIssuer(t, h.clock)
	o, err := auth.NewOpenID(h.Service, auth.OpenIDOptions{Issuer: i.URL, ClientID: authtest.ClientID, ClientSecret: authtest.ClientSecret, Redirect: redirect})
	if err != nil {
		t.Fatal(err)
	}
	return h, i, o
}

// visit is a browser's way to the issuer and back, up to our callback.
func visit(t testing.TB, o *auth.OpenID, back string) (*http.Request, *http.Cookie) {
	t.Helper()
	to, cookie, err := o.Begin(background, back)
	if err != nil {
		t.Fatal(err)
	}
	return browse(t, to, cookie), cookie
}

func TestAnIssuerSignsInADesk(t *testing.T) {
	h, i, o := vouched(t)
	r, cookie := visit(t, o, "/?view=quality")
	if !cookie.HttpOnly || !cookie.Secure || cookie.SameSite != http.SameSiteLaxMode || !strings.HasPrefix(cookie.Name, "__Host-") {
		t.Errorf("%v", cookie)
	}
	g, back, err := o.Finish(r)
	want := auth.Identity{Account: "planning-cz", Role: auth.Editor, Zones: geo.ZonesOf("CZ", "NG"), Way: auth.Session}
	if err != nil || g.Identity != want || back != "/?view=quality" {
		t.Fatalf("%+v, %q, %v", g, back, err)
	}
	if got := h.who(t, "Cookie", cookieOf(g.Secret)); got != want {
		t.Errorf("%+v", got)
	}
	accounts, err := h.Accounts(background)
	if err != nil || len(accounts) != 1 || accounts[0].Password != "" || strings.Contains(accounts[0].Provider, "7c0e") {
		t.Errorf("%+v, %v", accounts, err)
	}
	// What the issuer says of the account the next time is what counts, and ends what was granted before.
	i.Claims["beltmap_role"], i.Claims["beltmap_zones"] = []string{"offline_access", "viewer", "analyst"}, "CZ, DT"
	r, _ = visit(t, o, "")
	if g2, back, err := o.Finish(r); err != nil || g2.Role != auth.Analyst || g2.Zones != geo.ZonesOf("CZ", "DT") || back != "/" {
		t.Errorf("%+v, %q, %v", g2, back, err)
	}
	if h.who(t, "Cookie", cookieOf(g.Secret)).Account != "" {
		t.Error("the session of other rights lives on")
	}
	var entered []string
	if _, err := h.audit.Read(background, 0, func(e *geo.AuditEntry) error {
		entered = append(entered, fmt.Sprint(e.Action, " ", e.Object, " by ", e.Account))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if want := []string{"user_added accounts/planning-cz by planning-cz", "user_changed accounts/planning-cz by planning-cz"}; !slices.Equal(entered, want) {
		t.Errorf("entered are %q, not %q", entered, want)
	}
	if err := h.SetPassword(background, geo.CommandLine(), "planning-cz", password); geo.KindOf(err) != geo.KindConflict {
		t.Errorf("a password beside the issuer: %v", err)
	}
}

func TestKeysThatRotateAreFetchedAnew(t *testing.T) {
	_, i, o := vouched(t)
	for n, rotate := range []bool{false, false, true, false} {
		if rotate {
			i.Rotate(t)
		}
		r, _ := visit(t, o, "")
		if _, _, err := o.Finish(r); err != nil {
			t.Fatalf("sign-in %d: %v", n, err)
		}
	}
	if i.KeysAsked() != 2 {
		t.Errorf("the keys were fetched %d times", i.KeysAsked())
	}
}

func TestATokenThatIsNotRightSignsNobodyIn(t *testing.T) {
	h, i, o := vouched(t)
	stranger := authtest.NewIssuer(t, h.clock)
	for name, spoil := range map[string]func(header, claims map[string]any){
		"another audience":       func(_, c map[string]any) { c["aud"] = "another" },
		"two audiences":          func(_, c map[string]any) { c["aud"] = []string{"another", authtest.ClientID} },
		"another party":          func(_, c map[string]any) { c["azp"] = "another" },
		"another issuer":         func(_, c map[string]any) { c["iss"] = stranger.URL },
		"expired":                func(_, c map[string]any) { c["exp"] = h.clock().Add(-time.Second).Unix() },
		"without an end":         func(_, c map[string]any) { delete(c, "exp") },
		"not yet":                func(_, c map[string]any) { c["nbf"] = h.clock().Add(time.Hour).Unix() },
		"another nonce":          func(_, c map[string]any) { c["nonce"] = "replayed" },
		"no nonce":               func(_, c map[string]any) { delete(c, "nonce") },
		"no subject":             func(_, c map[string]any) { delete(c, "sub") },
		"unsigned":               func(h, _ map[string]any) { h["alg"] = "none" },
		"signed with a secret":   func(h, _ map[string]any) { h["alg"] = "HS256" },
		"a key that is not":      func(h, _ map[string]any) { h["kid"] = "third" },
		"no name":                func(_, c map[string]any) { delete(c, "preferred_username") },
		"a person's number":      func(_, c map[string]any) { c["preferred_username"] = "13912345678" },
		"a token's name":         func(_, c map[string]any) { c["preferred_username"] = "token:x" },
		"no role":                func(_, c map[string]any) { delete(c, "beltmap_role") },
		"a role of another":      func(_, c map[string]any) { c["beltmap_role"] = "root" },
		"no zones":               func(_, c map[string]any) { delete(c, "beltmap_zones") },
		"zones that are none":    func(_, c map[string]any) { c["beltmap_zones"] = "<b>" },
		"a role of another type": func(_, c map[string]any) { c["beltmap_role"] = map[string]any{"editor": true} },
	} {
		i.Spoil = spoil
		r, _ := visit(t, o, "")
		_, _, err := o.Finish(r)
		var e *geo.Error
		if !errors.As(err, &e) || e.Kind != geo.KindDenied {
			t.Errorf("%s: %v", name, err)
		}
	}
	i.Spoil = nil
	i.Impersonate(stranger)
	o, _ = auth.NewOpenID(h.Service, auth.OpenIDOptions{Issuer: i.URL, ClientID: authtest.ClientID, ClientSecret: authtest.ClientSecret, Redirect: redirect})
	r, _ := visit(t, o, "")
	if _, _, err := o.Finish(r); err != nil {
		t.Errorf("the issuer's new key of the old name: %v", err)
	}
	if list, err := h.Accounts(background); err != nil || len(list) != 1 {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestAnAnswerIsTakenOnceAndFromTheBrowserThatAsked(t *testing.T) {
	h, _, o := vouched(t)
	finish := func(r *http.Request) string {
		t.Helper()
		g, _, err := o.Finish(r)
		if err == nil {
			return "signed in as " + g.Account
		}
		kind(t, err, geo.KindDenied)
		return err.(*geo.Error).Err.Error()
	}
	change := func(r *http.Request, name, value string) *http.Request {
		q := r.URL.Query()
		q.Set(name, value)
		return browseAgain(r, q)
	}
	first, _ := visit(t, o, "")
	other, cookie := visit(t, o, "")
	stolen := browseAgain(other, other.URL.Query())
	stolen.Header.Del("Cookie")
	if said := finish(stolen); said != "the state is another browser's" {
		t.Errorf("without a cookie: %s", said)
	}
	if said := finish(other); said != "the state is unknown or was used before" {
		t.Errorf("a state that was used: %s", said)
	}
	if said := finish(browseAgain(first, first.URL.Query())); said != "signed in as planning-cz" {
		t.Fatal(said)
	}
	if said := finish(first); said != "the state is unknown or was used before" {
		t.Errorf("the answer again: %s", said)
	}
	second, _ := visit(t, o, "")
	if said := finish(change(second, "code", first.URL.Query().Get("code"))); !strings.Contains(said, `400 "invalid_grant"`) || strings.Contains(said, first.URL.Query().Get("code")) {
		t.Errorf("a code that was used: %s", said)
	}
	// Another browser's code, injected into this one's sign-in: PKCE binds a code to who asked for it.
	victim, _ := visit(t, o, "")
	attacker, _ := visit(t, o, "")
	if said := finish(change(victim, "code", attacker.URL.Query().Get("code"))); !strings.Contains(said, "invalid_grant") {
		t.Errorf("another's code: %s", said)
	}
	mixed, _ := visit(t, o, "")
	if said := finish(change(mixed, "iss", "https://evil.example")); said != "the answer is another issuer's" {
		t.Errorf("another issuer's answer: %s", said)
	}
	refused, _ := visit(t, o, "")
	if said := finish(change(refused, "error", "access_denied")); !strings.Contains(said, "access_denied") {
		t.Errorf("the issuer's no: %s", said)
	}
	late, _ := visit(t, o, "")
	h.pass(11 * time.Minute)
	if said := finish(late); said != "the sign-in took too long" {
		t.Errorf("late: %s", said)
	}
	foreign, _ := visit(t, o, "")
	foreign.Header.Set("Cookie", cookie.String())
	if said := finish(foreign); said != "the state is another browser's" {
		t.Errorf("another browser's cookie: %s", said)
	}
}

// browseAgain is the same request with another query.
func browseAgain(r *http.Request, q url.Values) *http.Request {
	again := r.Clone(background)
	again.URL.RawQuery = q.Encode()
	return again
}

func TestAnIssuerTakesOverNoAccountThatIsNotItsOwn(t *testing.T) {
	h, i, o := vouched(t)
	h.add(t, "planning-cz")
	r, _ := visit(t, o, "")
	if _, _, err := o.Finish(r); geo.KindOf(err) != geo.KindDenied {
		t.Errorf("a local account: %v", err)
	}
	if err := h.RemoveAccount(background, geo.CommandLine(), "planning-cz"); err != nil {
		t.Fatal(err)
	}
	r, _ = visit(t, o, "")
	if _, _, err := o.Finish(r); err != nil {
		t.Fatal(err)
	}
	i.Claims["sub"] = "another subject"
	r, _ = visit(t, o, "")
	if _, _, err := o.Finish(r); geo.KindOf(err) != geo.KindDenied {
		t.Errorf("another subject of the name: %v", err)
	}
	i.Claims["sub"] = "7c0e"
	if err := h.SetDisabled(background, geo.CommandLine(), "planning-cz", true); err != nil {
		t.Fatal(err)
	}
	r, _ = visit(t, o, "")
	if _, _, err := o.Finish(r); geo.KindOf(err) != geo.KindDenied {
		t.Errorf("a disabled account: %v", err)
	}
}

func TestWhereABrowserGoesBackToIsOurOwn(t *testing.T) {
	_, _, o := vouched(t)
	for back, want := range map[string]string{
		"/": "/", "/?zone=CZ#list": "/?zone=CZ#list", "": "/", "//evil.example": "/", "https://evil.example/": "/", "/\\evil.example": "/", "/\t/evil.example": "/", "x": "/",
		"javascript:alert(1)": "/",
	} {
		r, _ := visit(t, o, back)
		if _, got, err := o.Finish(r); err != nil || got != want {
			t.Errorf("%q leads to %q, %v", back, got, err)
		}
	}
}

func TestAnIssuerThatIsNotThereIsSaid(t *testing.T) {
	h, i, o := vouched(t)
	i.Close()
	_, _, err := o.Begin(background, "")
	kind(t, err, geo.KindUnavailable)
	for name, options := range map[string]auth.OpenIDOptions{
		"an issuer without TLS":     {Issuer: "http://id.example.cn", ClientID: authtest.ClientID, Redirect: redirect},
		"a redirect without TLS":    {Issuer: "https://id.example.cn", ClientID: authtest.ClientID, Redirect: "http://map.example.cn/x"},
		"no client":                 {Issuer: "https://id.example.cn", Redirect: redirect},
		"no issuer":                 {ClientID: authtest.ClientID, Redirect: redirect},
		"a password in the address": {Issuer: "https://a:b@id.example.cn", ClientID: authtest.ClientID, Redirect: redirect},
	} {
		if _, err := auth.NewOpenID(h.Service, options); geo.KindOf(err) != geo.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// browse follows a browser to the issuer and back: it returns the request that the browser then makes of us, with its cookies.
func browse(t testing.TB, to string, cookies ...*http.Cookie) *http.Request {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Get(to)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	back := res.Header.Get("Location")
	if !strings.HasPrefix(back, redirect+"?") {
		t.Fatalf("the issuer sends the browser to %q", back)
	}
	r := httptest.NewRequest(http.MethodGet, back, nil)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	return r
}
