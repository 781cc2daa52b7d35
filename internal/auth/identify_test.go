package auth_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"beltmap/geo"
	"beltmap/internal/auth"
)

func TestATokenIsKnownUntilItExpiresOrIsRevoked(t *testing.T) {
	h := open(t, nil)
	token, secret := h.issue(t, 24*time.Hour)
	want := auth.Identity{Account: "token:" + token.ID, Role: auth.Analyst, Zones: geo.AllZones(), Way: auth.Token}
	for _, header := range []string{"Bearer " + secret, "bearer  " + secret} {
		if got := h.who(t, "Authorization", header); got != want {
			t.Errorf("%s…: %+v", header[:8], got)
		}
	}
	if err := h.RevokeToken(background, geo.CommandLine(), strings.ToUpper(token.ID)); err != nil {
		t.Fatal(err)
	}
	_, brief := h.issue(t, time.Hour)
	h.who(t, "Authorization", "Bearer "+brief)
	h.pass(time.Hour)
	_, forged := open(t, nil).issue(t, time.Hour)
	said := map[string]bool{}
	causes := map[string]bool{}
	for name, headers := range map[string][]string{
		"revoked": {"Bearer " + secret}, "expired": {"Bearer " + brief}, "forged": {"Bearer " + forged}, "empty": {"Bearer"}, "short": {"Bearer x"},
		"changed": {"Bearer " + secret[:42] + "!"}, "two": {"Bearer " + brief, "Bearer " + forged}, "long": {"Bearer " + strings.Repeat("A", 5000)},
	} {
		var all []string
		for _, header := range headers {
			all = append(all, "Authorization", header)
		}
		_, err := h.Identify(request(all...))
		var e *geo.Error
		if !errors.As(err, &e) || e.Kind != geo.KindDenied {
			t.Fatalf("%s: %v", name, err)
		}
		said[e.Text.EN], causes[e.Err.Error()] = true, true
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the token is in the error", name)
		}
	}
	if len(said) != 1 || len(causes) != 4 {
		t.Errorf("said %v because of %v", said, causes)
	}
}

func TestWhoShowsNothingOfOursIsThePublic(t *testing.T) {
	h := open(t, nil)
	h.add(t, "planning-cz")
	g := h.signIn(t, "planning-cz")
	for name, headers := range map[string][]string{
		"nothing": nil, "a proxy's login": {"Authorization", "Basic eDp5"}, "another cookie": {"Cookie", "a=b"},
		"a cookie of the name without TLS": {"Cookie", "beltmap-session=" + g.Secret}, "an unknown session": {"Cookie", cookieOf(strings.Repeat("A", 43))},
		"two sessions": {"Cookie", cookieOf(g.Secret) + "; " + cookieOf(g.Secret)}, "a malformed one": {"Cookie", cookieOf("x")},
	} {
		if got := h.who(t, headers...); got != (auth.Identity{}) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestATokenCountsBeforeACookie(t *testing.T) {
	h := open(t, nil)
	h.add(t, "planning-cz")
	g := h.signIn(t, "planning-cz")
	_, secret := h.issue(t, time.Hour)
	if got := h.who(t, "Cookie", cookieOf(g.Secret), "Authorization", "Bearer "+secret); got.Way != auth.Token {
		t.Errorf("%+v", got)
	}
	if _, err := h.Identify(request("Cookie", cookieOf(g.Secret), "Authorization", "Bearer x")); geo.KindOf(err) != geo.KindDenied {
		t.Errorf("%v", err)
	}
}

// Another process, such as beltmap token revoke, is seen within a second.
func TestWhatAnotherProcessRevokesIsSeenWithinASecond(t *testing.T) {
	h := open(t, nil)
	h.add(t, "planning-cz")
	g := h.signIn(t, "planning-cz")
	token, secret := h.issue(t, time.Hour)
	h.who(t, "Authorization", "Bearer "+secret)
	h.who(t, "Cookie", cookieOf(g.Secret))
	other := &house{accounts: h.accounts, now: h.clock()}
	other.serve(t, nil)
	if err := other.RevokeToken(background, geo.CommandLine(), token.ID); err != nil {
		t.Fatal(err)
	}
	if err := other.SetDisabled(background, geo.CommandLine(), "planning-cz", true); err != nil {
		t.Fatal(err)
	}
	h.pass(time.Second)
	if _, err := h.Identify(request("Authorization", "Bearer "+secret)); geo.KindOf(err) != geo.KindDenied {
		t.Errorf("a revoked token: %v", err)
	}
	if h.who(t, "Cookie", cookieOf(g.Secret)).Account != "" {
		t.Error("a disabled account's session lives")
	}
}

func TestCookiesAreSafeWhereverTheServerStands(t *testing.T) {
	for _, c := range []struct {
		secure     bool
		base, want string
	}{
		{true, "", "__Host-beltmap-session=SECRET; Path=/; HttpOnly; Secure; SameSite=Lax"},
		{true, "/belts/", "__Secure-beltmap-session=SECRET; Path=/belts; HttpOnly; Secure; SameSite=Lax"},
		{false, "", "beltmap-session=SECRET; Path=/; HttpOnly; SameSite=Lax"},
	} {
		h := open(t, func(o *auth.Options) { o.Secure, o.BasePath = c.secure, c.base })
		h.add(t, "planning-cz")
		g := h.signIn(t, "planning-cz")
		cookie := h.Cookie(g)
		if got := strings.ReplaceAll(cookie.String(), g.Secret, "SECRET"); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
		r := request()
		r.AddCookie(cookie)
		if h.Secret(r) != g.Secret {
			t.Error("the cookie is not read back")
		}
		if gone := h.NoCookie(); gone.MaxAge >= 0 || gone.Name != cookie.Name || gone.Path != cookie.Path {
			t.Errorf("%v", gone)
		}
	}
}

func TestAnotherSitesPageCannotWrite(t *testing.T) {
	h := open(t, func(o *auth.Options) { o.Origins = []string{"https://map.example.cn/"} })
	for _, c := range []struct {
		name, method, origin, site string
		refused                    bool
	}{
		{"a program", "POST", "", "", false},
		{"our page", "POST", "http://example.com", "same-origin", false},
		{"our page behind a proxy", "POST", "https://map.example.cn", "same-site", false},
		{"another site", "POST", "https://evil.example", "cross-site", true},
		{"another site in an old browser", "DELETE", "https://evil.example", "", true},
		{"a neighbor", "PUT", "https://other.example.com", "same-site", true},
		{"another site that reads", "GET", "https://evil.example", "cross-site", false},
	} {
		r := httptest.NewRequest(c.method, "http://example.com/api/session", nil)
		for name, value := range map[string]string{"Origin": c.origin, "Sec-Fetch-Site": c.site} {
			if value != "" {
				r.Header.Set(name, value)
			}
		}
		if err := h.CrossOrigin(r); (err != nil) != c.refused || err != nil && geo.KindOf(err) != geo.KindDenied {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := auth.New(auth.Options{Accounts: h.accounts, Origins: []string{"map.example.cn"}}); geo.KindOf(err) != geo.KindInvalid {
		t.Errorf("an origin without a scheme: %v", err)
	}
}

func TestUsesAndFailuresAreWrittenDownBesideTheRequests(t *testing.T) {
	h := open(t, nil)
	h.add(t, "planning-cz")
	g := h.signIn(t, "planning-cz")
	token, secret := h.issue(t, time.Hour)
	h.pass(time.Minute)
	h.who(t, "Authorization", "Bearer "+secret)
	h.who(t, "Cookie", cookieOf(g.Secret))
	for range 6 {
		_, _ = h.SignIn(background, auth.Attempt{Name: "planning-cz", Password: "not the password"})
	}
	ctx, stop := context.WithCancel(background)
	stop()
	if err := h.Run(ctx); err != nil { // what is left is written at the end
		t.Fatal(err)
	}
	list, err := h.Tokens(background)
	if err != nil || len(list) != 1 || list[0].ID != token.ID || !list[0].Used.Equal(h.clock()) {
		t.Errorf("%+v, %v", list, err)
	}
	accounts, err := h.Accounts(background)
	if err != nil || accounts[0].Failed != 5 || !accounts[0].LockedUntil.After(h.clock()) {
		t.Errorf("%+v, %v", accounts, err)
	}
	h.serve(t, nil) // a restart is no way around the waiting, nor does it end sessions
	var p *auth.Paused
	if _, err := h.SignIn(background, auth.Attempt{Name: "planning-cz", Password: password}); !errors.As(err, &p) {
		t.Errorf("%v", err)
	}
	if h.who(t, "Cookie", cookieOf(g.Secret)).Account == "" {
		t.Error("the session ended")
	}
	if h.log.Len() > 0 {
		t.Errorf("the log: %s", h.log)
	}
}

func TestAccountsAndTokensThatMakeNoSenseAreRefused(t *testing.T) {
	h := open(t, nil)
	h.add(t, "planning-cz")
	good := auth.NewAccount{Name: "desk", Role: auth.Viewer, Zones: geo.ZonesOf("CZ"), Password: password}
	for name, c := range map[string]struct {
		spoil func(*auth.NewAccount)
		kind  geo.Kind
	}{
		"taken":              {func(a *auth.NewAccount) { a.Name = "PLANNING-cz" }, geo.KindConflict},
		"no name":            {func(a *auth.NewAccount) { a.Name = "" }, geo.KindInvalid},
		"a token's name":     {func(a *auth.NewAccount) { a.Name = "token:x" }, geo.KindInvalid},
		"a mobile number":    {func(a *auth.NewAccount) { a.Name = "13912345678" }, geo.KindInvalid},
		"markup":             {func(a *auth.NewAccount) { a.Name = "<b>" }, geo.KindInvalid},
		"a short password":   {func(a *auth.NewAccount) { a.Password = "123456789" }, geo.KindInvalid},
		"a long password":    {func(a *auth.NewAccount) { a.Password = strings.Repeat("ab", 600) }, geo.KindInvalid},
		"its name":           {func(a *auth.NewAccount) { a.Name, a.Password = "planning-north", "Planning-North" }, geo.KindInvalid},
		"one character":      {func(a *auth.NewAccount) { a.Password = strings.Repeat("密", 12) }, geo.KindInvalid},
		"no role":            {func(a *auth.NewAccount) { a.Role = auth.Public }, geo.KindInvalid},
		"no zones":           {func(a *auth.NewAccount) { a.Zones = geo.ZoneSet{} }, geo.KindInvalid},
		"all but everything": {func(a *auth.NewAccount) { a.Role = 99 }, geo.KindInvalid},
	} {
		a := good
		c.spoil(&a)
		_, err := h.AddAccount(background, geo.CommandLine(), a)
		if err == nil || geo.KindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
		} else if strings.Contains(err.Error(), password) {
			t.Errorf("%s: the password is in the error", name)
		}
	}
	for name, token := range map[string]auth.NewToken{
		"for a moment":   {Role: auth.Viewer, Zones: geo.AllZones(), Lifetime: time.Second},
		"for ever":       {Role: auth.Viewer, Zones: geo.AllZones(), Lifetime: 400 * 24 * time.Hour},
		"without a role": {Zones: geo.AllZones(), Lifetime: time.Hour},
		"without zones":  {Role: auth.Editor, Lifetime: time.Hour},
		"of a person":    {Role: auth.Viewer, Zones: geo.AllZones(), Lifetime: time.Hour, Note: "13912345678"},
	} {
		if _, _, err := h.IssueToken(background, geo.CommandLine(), token); geo.KindOf(err) != geo.KindInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := h.SetPassword(background, geo.CommandLine(), "nobody", password); geo.KindOf(err) != geo.KindNotFound {
		t.Errorf("%v", err)
	}
}

// To run and compare: go test ./internal/auth -bench Identify -benchmem -count 6, before and after, with benchstat.
func BenchmarkIdentify(b *testing.B) {
	h := open(b, nil)
	h.add(b, "planning-cz")
	g := h.signIn(b, "planning-cz")
	_, secret := h.issue(b, time.Hour)
	for name, r := range map[string]*http.Request{
		"session": request("Cookie", cookieOf(g.Secret)), "token": request("Authorization", "Bearer "+secret), "nobody": request(),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := h.Identify(r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
