package auth_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"beltmap/data"
	"beltmap/data/gpkg"
	"beltmap/geo"
	"beltmap/internal/auth"
)

func TestADeskSignsInAndIsKnownByItsCookieUntilItSignsOut(t *testing.T) {
	h := open(t, nil)
	h.add(t, "planning-cz")
	g := h.signIn(t, " Planning-CZ ")
	want := auth.Identity{Account: "planning-cz", Role: auth.Editor, Zones: geo.ZonesOf("CZ"), Way: auth.Session}
	if g.Identity != want || len(g.Secret) != 43 || !g.Expires.Equal(h.clock().Add(12*time.Hour)) {
		t.Fatalf("%+v", g)
	}
	if got := h.who(t, "Cookie", cookieOf(g.Secret)); got != want {
		t.Fatalf("%+v", got)
	}
	if err := h.SignOut(background, g.Secret); err != nil {
		t.Fatal(err)
	}
	if got := h.who(t, "Cookie", cookieOf(g.Secret)); got != (auth.Identity{}) {
		t.Fatalf("after signing out: %+v", got)
	}
}

func TestSigningInEndsTheSessionThatTheBrowserHad(t *testing.T) {
	h := open(t, nil)
	h.add(t, "planning-cz")
	old := h.signIn(t, "planning-cz")
	g, err := h.SignIn(background, auth.Attempt{Name: "planning-cz", Password: password, Old: old.Secret})
	if err != nil || g.Secret == old.Secret {
		t.Fatal(err)
	}
	if h.who(t, "Cookie", cookieOf(old.Secret)).Account != "" || h.who(t, "Cookie", cookieOf(g.Secret)).Account == "" {
		t.Fatal("the old session lives, or the new one does not")
	}
	// A secret that somebody else planted in the browser becomes no session.
	planted := strings.Repeat("A", 43)
	if g, err = h.SignIn(background, auth.Attempt{Name: "planning-cz", Password: password, Old: planted}); err != nil || g.Secret == planted {
		t.Fatal(err)
	}
	if h.who(t, "Cookie", cookieOf(planted)).Account != "" {
		t.Fatal("a planted secret is a session")
	}
}

func TestEveryRefusalSaysTheSame(t *testing.T) {
	h := open(t, nil)
	h.add(t, "planning-cz")
	h.add(t, "closed")
	if err := h.SetDisabled(background, geo.CommandLine(), "closed", true); err != nil {
		t.Fatal(err)
	}
	causes := map[string]bool{}
	var said []string
	for name, try := range map[string]auth.Attempt{
		"unknown": {Name: "nobody", Password: password}, "wrong": {Name: "planning-cz", Password: password + "x"}, "disabled": {Name: "closed", Password: password},
		"empty": {}, "long": {Name: strings.Repeat("x", 10000), Password: strings.Repeat("y", 10000)}, "markup": {Name: "<b>'; DROP TABLE", Password: "\x00"},
	} {
		_, err := h.SignIn(background, try)
		var e *geo.Error
		if !errors.As(err, &e) || e.Kind != geo.KindDenied || e.Err == nil {
			t.Fatalf("%s: %v", name, err)
		}
		said = append(said, e.Text.ZH+e.Text.EN)
		causes[e.Err.Error()] = true
		if try.Password != "" && strings.Contains(err.Error(), try.Password) {
			t.Errorf("%s: the password is in the error: %v", name, err)
		}
	}
	for _, s := range said[1:] {
		if s != said[0] {
			t.Errorf("told apart: %q and %q", s, said[0])
		}
	}
	if len(causes) != 3 {
		t.Errorf("the log cannot tell: %v", causes)
	}
}

// The work of comparing shows in time and in memory, of which the latter can be measured exactly.
func TestAnAccountThatIsNotThereCostsWhatOneThatIsCosts(t *testing.T) {
	h := open(t, func(o *auth.Options) { o.Cost = auth.Cost{Memory: 4 << 10, Passes: 1, Threads: 1} })
	h.add(t, "planning-cz")
	h.add(t, "closed")
	if err := h.SetDisabled(background, geo.CommandLine(), "closed", true); err != nil {
		t.Fatal(err)
	}
	if err := h.accounts.Add(background, data.Account{Name: "elsewhere", Role: "viewer", Provider: "p"}); err != nil {
		t.Fatal(err)
	}
	if err := h.accounts.Add(background, data.Account{Name: "damaged", Role: "viewer", Password: "$argon2id$v=19$m=4294967295,t=1,p=1$AAAA$AAAA"}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"planning-cz", "nobody", "closed", "elsewhere", "damaged"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := h.SignIn(background, auth.Attempt{Name: name, Password: "not the password"})
		runtime.ReadMemStats(&after)
		kind(t, err, geo.KindDenied)
		if used := after.TotalAlloc - before.TotalAlloc; used < 4<<20 || used > 5<<20 {
			t.Errorf("%s: %d bytes", name, used)
		}
	}
}

func TestGuessingIsSlowedDownByAccountWhetherItExistsOrNot(t *testing.T) {
	h := open(t, nil)
	h.add(t, "planning-cz")
	for range 4 {
		_, err := h.SignIn(background, auth.Attempt{Name: "planning-cz", Password: "not the password"})
		kind(t, err, geo.KindDenied)
	}
	h.signIn(t, "planning-cz") // which begins anew
	guess := func(name string) (all []time.Duration) {
		for range 14 {
			_, err := h.SignIn(background, auth.Attempt{Name: name, Password: "not the password", Address: h.clock().String()})
			var p *auth.Paused
			if errors.As(err, &p) {
				all = append(all, p.Wait)
				h.pass(p.Wait)
			}
		}
		return all
	}
	known, unknown := guess("planning-cz"), guess("nobody")
	if len(known) != 5 || known[0] != time.Second || known[3] != 8*time.Second {
		t.Errorf("waits of a known account: %v", known)
	}
	for i, d := range unknown {
		if d != known[i] {
			t.Errorf("waits of an unknown account: %v, of a known one %v", unknown, known)
		}
	}
}

func TestManyGuessesAtOnceAreNoWayAroundTheWaiting(t *testing.T) {
	h := open(t, nil)
	h.add(t, "planning-cz")
	var compared, paused int
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 30 {
		all.Go(func() {
			_, err := h.SignIn(background, auth.Attempt{Name: "planning-cz", Password: "not the password"})
			var p *auth.Paused
			mu.Lock()
			defer mu.Unlock()
			if errors.As(err, &p) {
				paused++
			} else {
				compared++
			}
		})
	}
	all.Wait()
	if compared != 5 || paused != 25 {
		t.Errorf("%d compared, %d paused", compared, paused)
	}
}

func TestAnAddressThatTriesManyAccountsWaits(t *testing.T) {
	h := open(t, nil)
	var paused *auth.Paused
	for i := range 21 {
		address := fmt.Sprintf("2001:db8::%x", i+1) // one subscriber
		_, err := h.SignIn(background, auth.Attempt{Name: fmt.Sprintf("desk-%d", i), Password: "not the password", Address: address})
		if errors.As(err, &paused) != (i == 20) {
			t.Fatalf("try %d: %v", i, err)
		}
	}
	if _, err := h.SignIn(background, auth.Attempt{Name: "desk-99", Address: "2001:db8:0:1::1"}); errors.As(err, &paused) {
		t.Error("another subscriber waits, too")
	}
}

func TestAnotherPasswordEndsSessionsAndWaiting(t *testing.T) {
	h := open(t, nil)
	h.add(t, "planning-cz")
	g := h.signIn(t, "planning-cz")
	for range 6 {
		_, _ = h.SignIn(background, auth.Attempt{Name: "planning-cz", Password: "not the password"})
	}
	if err := h.SetPassword(background, geo.CommandLine(), "planning-cz", "another password"); err != nil {
		t.Fatal(err)
	}
	if h.who(t, "Cookie", cookieOf(g.Secret)).Account != "" {
		t.Error("the session lives on")
	}
	if _, err := h.SignIn(background, auth.Attempt{Name: "planning-cz", Password: "another password"}); err != nil {
		t.Error(err)
	}
}

func TestRightsThatChangeEndSessions(t *testing.T) {
	h := open(t, nil)
	h.add(t, "planning-cz")
	for name, change := range map[string]func() error{
		"role": func() error {
			return h.SetRights(background, geo.CommandLine(), "planning-cz", auth.Viewer, geo.ZonesOf("NG"))
		},
		"disabled": func() error { return h.SetDisabled(background, geo.CommandLine(), "planning-cz", true) },
		"enabled":  func() error { return h.SetDisabled(background, geo.CommandLine(), "planning-cz", false) },
		"removed":  func() error { return h.RemoveAccount(background, geo.CommandLine(), "planning-cz") },
	} {
		if name == "disabled" || name == "removed" {
			continue
		}
		g := h.signIn(t, "planning-cz")
		if err := change(); err != nil {
			t.Fatal(name, err)
		}
		if h.who(t, "Cookie", cookieOf(g.Secret)).Account != "" {
			t.Errorf("%s: the session lives on", name)
		}
	}
	g := h.signIn(t, "planning-cz")
	if err := h.RemoveAccount(background, geo.CommandLine(), "planning-cz"); err != nil {
		t.Fatal(err)
	}
	if h.who(t, "Cookie", cookieOf(g.Secret)).Account != "" {
		t.Error("removed: the session lives on")
	}
}

func TestAPasswordIsHashedAnewWhenTheCostChanges(t *testing.T) {
	h := open(t, nil)
	h.add(t, "planning-cz")
	g := h.signIn(t, "planning-cz")
	h.serve(t, func(o *auth.Options) { o.Cost = auth.Cost{Memory: 128, Passes: 2, Threads: 1} })
	h.signIn(t, "planning-cz")
	account, _, err := h.accounts.Find(background, "planning-cz")
	if err != nil || !strings.HasPrefix(account.Password, "$argon2id$v=19$m=128,t=2,p=1$") {
		t.Fatal(account.Password, err)
	}
	h.signIn(t, "planning-cz")
	if h.who(t, "Cookie", cookieOf(g.Secret)).Account == "" {
		t.Error("hashing anew ended a session")
	}
}

func TestSessionsEndByIdlenessAndByAge(t *testing.T) {
	h := open(t, nil)
	h.add(t, "planning-cz")
	idle, busy := h.signIn(t, "planning-cz"), h.signIn(t, "planning-cz")
	for i := range 12 {
		h.pass(time.Hour - time.Second)
		if i == 2 && h.who(t, "Cookie", cookieOf(idle.Secret)).Account != "" {
			t.Fatal("an idle session lives")
		}
		if h.who(t, "Cookie", cookieOf(busy.Secret)).Account == "" {
			t.Fatalf("a busy session ended after %d hours", i)
		}
	}
	h.pass(12 * time.Second)
	if h.who(t, "Cookie", cookieOf(busy.Secret)).Account != "" {
		t.Fatal("a session outlives its time")
	}
}

func TestAReadOnlyFileKnowsTokensAndSaysThatNobodyCanSignIn(t *testing.T) {
	path := t.TempDir() + "/belts.gpkg"
	store, err := gpkg.Open(background, path, gpkg.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{accounts: store.Accounts(), now: time.Now()}
	h.serve(t, nil)
	h.add(t, "planning-cz")
	_, secret := h.issue(t, time.Hour)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if store, err = gpkg.Open(background, path, gpkg.Options{ReadOnly: true}); err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	h.accounts = store.Accounts()
	h.serve(t, nil)
	if h.who(t, "Authorization", "Bearer "+secret).Role != auth.Analyst {
		t.Error("a token is not known")
	}
	_, err = h.SignIn(background, auth.Attempt{Name: "planning-cz", Password: password})
	var e *geo.Error
	if !errors.As(err, &e) || e.Kind != geo.KindUnavailable || !strings.HasPrefix(e.Text.EN, "nobody can sign in now: ") {
		t.Errorf("%v", err)
	}
}
