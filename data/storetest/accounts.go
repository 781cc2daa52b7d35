package storetest

import (
	"context"
	"crypto/sha256"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"github.com/google/go-cmp/cmp"
)

// OpenAccounts opens the accounts of one test. Calls with the same test open the same ones, so that a second call is another process; an
// implementation that cannot do that says so to RunAccounts.
type OpenAccounts func(t testing.TB) data.Accounts

// RunAccounts holds an implementation of data.Accounts to its contract; alone says that it cannot be opened twice.
func RunAccounts(t *testing.T, open OpenAccounts, alone bool) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, OpenAccounts)
		many bool
	}{
		{"there is nobody at first", accountsEmpty, false},
		{"an account comes back as it was kept, and only once", accountsAdd, false},
		{"a change changes what it names", accountsChange, false},
		{"what changes rights ends the sessions, what does not leaves them", accountsEnds, false},
		{"an account that is removed takes its sessions along, and its successor has none of them", accountsRemove, false},
		{"a session begins only on the account as it was looked at", accountsEpoch, false},
		{"a session ends once", accountsSession, false},
		{"sessions of an account are bounded, and the oldest go", accountsBounded, false},
		{"of two who add one account at once one is refused", accountsRace, false},
		{"a token comes back as it was issued, and is revoked for good", accountsToken, false},
		{"marks move forward and drop what has expired", accountsMark, false},
		{"what is not there cannot be changed", accountsUnknown, false},
		{"a canceled context is said", accountsCanceled, false},
		{"another process sees all of it", accountsElsewhere, true},
	} {
		if c.many && alone {
			continue
		}
		t.Run(c.name, func(t *testing.T) { c.run(t, open) })
	}
}

var accountsNow = time.Date(2026, 3, 4, 5, 6, 7, 8000, time.UTC)

func deskNamed(name string) data.Account {
	return data.Account{Name: name, Role: "editor", Zones: geo.ZonesOf("CZ", "NG"), Password: "$hash$", Created: accountsNow, Changed: accountsNow}
}

func add(t testing.TB, a data.Accounts, account data.Account) data.Account {
	t.Helper()
	works(t, a.Add(context.Background(), account))
	return find(t, a, account.Name)
}

func find(t testing.TB, a data.Accounts, name string) data.Account {
	t.Helper()
	got, found, err := a.Find(context.Background(), name)
	if err != nil || !found {
		t.Fatalf("%s: %v, %v", name, found, err)
	}
	return got
}

func works(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func begin(t testing.TB, a data.Accounts, account data.Account, secret string, at time.Time) data.Session {
	t.Helper()
	s := data.Session{Hash: sha256.Sum256([]byte(secret)), Account: account.Name, Epoch: account.Epoch, Created: at, Expires: at.Add(time.Hour), Seen: at}
	works(t, a.Begin(context.Background(), s))
	return s
}

func lives(t testing.TB, a data.Accounts, hash data.Hash) bool {
	t.Helper()
	_, _, found, err := a.Session(context.Background(), hash)
	works(t, err)
	return found
}

func accountsEmpty(t *testing.T, open OpenAccounts) {
	a := open(t)
	empty := func(want bool) {
		t.Helper()
		if got, err := a.Empty(context.Background()); err != nil || got != want {
			t.Fatalf("empty: %v, %v", got, err)
		}
	}
	empty(true)
	list, err := a.List(context.Background())
	tokens, err2 := a.Tokens(context.Background())
	if err != nil || err2 != nil || len(list)+len(tokens) != 0 {
		t.Fatal(list, tokens, err, err2)
	}
	add(t, a, deskNamed("planning-cz"))
	empty(false)
	works(t, a.Remove(context.Background(), "planning-cz"))
	empty(true)
	works(t, a.Issue(context.Background(), data.Token{ID: "t1", Expires: accountsNow}))
	empty(false)
}

func accountsAdd(t *testing.T, open OpenAccounts) {
	a := open(t)
	full := deskNamed("规划")
	full.Provider, full.Disabled, full.Failed, full.LockedUntil, full.Zones = "p", true, 3, accountsNow.Add(time.Minute), geo.AllZones()
	for _, want := range []data.Account{deskNamed("b"), full, deskNamed("a")} {
		got := add(t, a, want)
		if want.Epoch = got.Epoch; !cmp.Equal(got, want, cmp.Comparer(sameZones)) || got.Epoch == 0 {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	}
	refused(t, a.Add(context.Background(), deskNamed("a")), geo.KindConflict)
	list, err := a.List(context.Background())
	works(t, err)
	if got := slices.Collect(func(yield func(string) bool) {
		for _, one := range list {
			yield(one.Name)
		}
	}); !slices.Equal(got, []string{"a", "b", "规划"}) {
		t.Fatal(got)
	}
	for _, other := range []string{"A", "a ", "", "规"} {
		if _, found, err := a.Find(context.Background(), other); found || err != nil {
			t.Fatalf("%q: %v, %v", other, found, err)
		}
	}
}

func sameZones(a, b geo.ZoneSet) bool { return a == b }

func accountsChange(t *testing.T, open OpenAccounts) {
	a := open(t)
	want := add(t, a, deskNamed("a"))
	later := accountsNow.Add(time.Hour)
	for _, c := range []struct {
		change data.AccountChange
		apply  func()
	}{
		{data.AccountChange{Role: new("viewer")}, func() { want.Role = "viewer" }},
		{data.AccountChange{Zones: new(geo.AllZones())}, func() { want.Zones = geo.AllZones() }},
		{data.AccountChange{Zones: new(geo.ZoneSet{})}, func() { want.Zones = geo.ZoneSet{} }},
		{data.AccountChange{Password: new("other")}, func() { want.Password = "other" }},
		{data.AccountChange{Disabled: new(true)}, func() { want.Disabled = true }},
		{data.AccountChange{Failed: new(4), LockedUntil: &later}, func() { want.Failed, want.LockedUntil = 4, later }},
		{data.AccountChange{Failed: new(0), LockedUntil: new(time.Time{})}, func() { want.Failed, want.LockedUntil = 0, time.Time{} }},
	} {
		c.change.At = later
		works(t, a.Change(context.Background(), "a", c.change))
		c.apply()
		if c.change.Ends() {
			want.Changed, want.Epoch = later, want.Epoch+1
		}
		if got := find(t, a, "a"); !cmp.Equal(got, want, cmp.Comparer(sameZones)) {
			t.Fatalf("%+v\ngot  %+v\nwant %+v", c.change, got, want)
		}
	}
}

func accountsEnds(t *testing.T, open OpenAccounts) {
	a := open(t)
	add(t, a, deskNamed("other"))
	bystander := begin(t, a, find(t, a, "other"), "bystander", accountsNow)
	add(t, a, deskNamed("a"))
	for _, c := range []struct {
		name   string
		change data.AccountChange
		lives  bool
	}{
		{"a failure", data.AccountChange{Failed: new(1)}, true},
		{"a lock", data.AccountChange{LockedUntil: &accountsNow}, true},
		{"the same password hashed anew", data.AccountChange{Password: new("x"), KeepSessions: true}, true},
		{"a password", data.AccountChange{Password: new("y")}, false},
		{"a role", data.AccountChange{Role: new("viewer")}, false},
		{"zones", data.AccountChange{Zones: new(geo.ZonesOf("Z"))}, false},
		{"standing", data.AccountChange{Disabled: new(false)}, false},
	} {
		s := begin(t, a, find(t, a, "a"), c.name, accountsNow)
		works(t, a.Change(context.Background(), "a", c.change))
		if lives(t, a, s.Hash) != c.lives {
			t.Errorf("after %s the session lives: %v", c.name, !c.lives)
		}
	}
	if !lives(t, a, bystander.Hash) {
		t.Error("another account's session has ended")
	}
}

func accountsRemove(t *testing.T, open OpenAccounts) {
	a := open(t)
	first := add(t, a, deskNamed("a"))
	s := begin(t, a, first, "one", accountsNow)
	works(t, a.Remove(context.Background(), "a"))
	second := add(t, a, deskNamed("a"))
	if lives(t, a, s.Hash) || second.Epoch == first.Epoch {
		t.Fatalf("the session lives on: epochs %d, %d", first.Epoch, second.Epoch)
	}
	s.Hash[0]++
	refused(t, a.Begin(context.Background(), s), geo.KindConflict)
}

func accountsEpoch(t *testing.T, open OpenAccounts) {
	a := open(t)
	seen := add(t, a, deskNamed("a"))
	works(t, a.Change(context.Background(), "a", data.AccountChange{Password: new("new")}))
	s := data.Session{Hash: sha256.Sum256([]byte("late")), Account: "a", Epoch: seen.Epoch, Created: accountsNow, Expires: accountsNow.Add(time.Hour)}
	refused(t, a.Begin(context.Background(), s), geo.KindConflict)
	works(t, a.Change(context.Background(), "a", data.AccountChange{Disabled: new(true)}))
	s.Epoch = find(t, a, "a").Epoch
	refused(t, a.Begin(context.Background(), s), geo.KindConflict)
	s.Account = "nobody"
	refused(t, a.Begin(context.Background(), s), geo.KindConflict)
}

func accountsSession(t *testing.T, open OpenAccounts) {
	a := open(t)
	account := add(t, a, deskNamed("a"))
	want := begin(t, a, account, "one", accountsNow)
	other := begin(t, a, account, "two", accountsNow)
	got, of, found, err := a.Session(context.Background(), want.Hash)
	if err != nil || !found || got != want || of != account {
		t.Fatalf("%+v of %+v, %v, %v", got, of, found, err)
	}
	for range 2 {
		works(t, a.End(context.Background(), want.Hash))
	}
	if lives(t, a, want.Hash) || !lives(t, a, other.Hash) {
		t.Fatal("the wrong session ended")
	}
}

func accountsBounded(t *testing.T, open OpenAccounts) {
	a := open(t)
	account := add(t, a, deskNamed("a"))
	expired := begin(t, a, account, "expired", accountsNow.Add(-2*time.Hour))
	var all []data.Session
	for i := range data.MaxSessions + 3 {
		all = append(all, begin(t, a, account, string(rune('a'+i)), accountsNow.Add(time.Duration(i)*time.Second)))
	}
	if lives(t, a, expired.Hash) {
		t.Error("an expired session is kept")
	}
	for i, s := range all {
		if lives(t, a, s.Hash) != (i >= 3) {
			t.Errorf("session %d lives: %v", i, i < 3)
		}
	}
}

func accountsRace(t *testing.T, open OpenAccounts) {
	a := open(t)
	var added atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			switch err := a.Add(context.Background(), deskNamed("a")); {
			case err == nil:
				added.Add(1)
			case geo.KindOf(err) != geo.KindConflict:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if added.Load() != 1 {
		t.Fatalf("added %d times", added.Load())
	}
}

func accountsToken(t *testing.T, open OpenAccounts) {
	a := open(t)
	var want []data.Token
	for i, id := range []string{"t1", "t2"} {
		token := data.Token{ID: id, Hash: sha256.Sum256([]byte(id)), Role: "editor", Zones: geo.AllZones(), Note: "每夜导入",
			Created: accountsNow.Add(time.Duration(i) * time.Hour), Expires: accountsNow.Add(24 * time.Hour)}
		works(t, a.Issue(context.Background(), token))
		want = append([]data.Token{token}, want...)
	}
	refused(t, a.Issue(context.Background(), want[0]), geo.KindConflict)
	for range 2 {
		works(t, a.Revoke(context.Background(), "t1", want[1].Created.Add(time.Minute)))
		want[1].Revoked = want[1].Created.Add(time.Minute)
	}
	works(t, a.Revoke(context.Background(), "t1", want[1].Created.Add(time.Hour)))
	list, err := a.Tokens(context.Background())
	if err != nil || !slices.Equal(list, want) {
		t.Fatalf("%+v, %v", list, err)
	}
	for _, token := range want {
		if got, found, err := a.Token(context.Background(), token.Hash); err != nil || !found || got != token {
			t.Fatalf("%+v, %v, %v", got, found, err)
		}
	}
	if _, found, err := a.Token(context.Background(), data.Hash{}); found || err != nil {
		t.Fatal(found, err)
	}
}

func accountsMark(t *testing.T, open OpenAccounts) {
	a := open(t)
	account := add(t, a, deskNamed("a"))
	s := begin(t, a, account, "one", accountsNow)
	expired := begin(t, a, account, "two", accountsNow.Add(-time.Minute))
	token := data.Token{ID: "t", Hash: sha256.Sum256([]byte("t")), Expires: accountsNow}
	works(t, a.Issue(context.Background(), token))
	for _, at := range []time.Time{accountsNow.Add(time.Minute), accountsNow} {
		marks := map[data.Hash]time.Time{s.Hash: at, token.Hash: at, {}: at}
		works(t, a.Mark(context.Background(), expired.Expires, marks, marks))
	}
	got, _, _, err := a.Session(context.Background(), s.Hash)
	used, _, err2 := a.Token(context.Background(), token.Hash)
	if err != nil || err2 != nil || !got.Seen.Equal(accountsNow.Add(time.Minute)) || !used.Used.Equal(accountsNow.Add(time.Minute)) {
		t.Fatal(got.Seen, used.Used, err, err2)
	}
	if lives(t, a, expired.Hash) {
		t.Fatal("an expired session is kept")
	}
}

func accountsUnknown(t *testing.T, open OpenAccounts) {
	a, ctx := open(t), context.Background()
	refused(t, a.Change(ctx, "nobody", data.AccountChange{Failed: new(1)}), geo.KindNotFound)
	refused(t, a.Remove(ctx, "nobody"), geo.KindNotFound)
	refused(t, a.Revoke(ctx, "none", accountsNow), geo.KindNotFound)
}

func accountsCanceled(t *testing.T, open OpenAccounts) {
	a := open(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, _, err := a.Find(ctx, "a")
	refused(t, err, geo.KindUnavailable)
	refused(t, a.Add(ctx, deskNamed("a")), geo.KindUnavailable)
	refused(t, a.Change(ctx, "a", data.AccountChange{}), geo.KindUnavailable)
}

func accountsElsewhere(t *testing.T, open OpenAccounts) {
	here, there := open(t), open(t)
	account := add(t, here, deskNamed("a"))
	if got := find(t, there, "a"); got != account {
		t.Fatalf("%+v", got)
	}
	s := begin(t, there, account, "one", accountsNow)
	works(t, here.Change(context.Background(), "a", data.AccountChange{Disabled: new(true)}))
	if lives(t, there, s.Hash) {
		t.Fatal("the session lives on elsewhere")
	}
}
