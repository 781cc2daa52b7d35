package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"beltmap/data"
	"beltmap/geo"
)

// Audited is what the audit log is held to its contract with.
type Audited interface {
	Store
	AuditLog() data.AuditLog
	Settings() data.Settings
	Accounts() data.Accounts
	Scenarios() data.Scenarios
}

// Spoil makes the log of a test's store take no more entries, as damage would.
type Spoil func(t testing.TB)

// OpenAudited opens the store of one test with a clock. Calls with the same test open the same store, so that a second call is a restart; an
// implementation that cannot do that says so to RunAudit, RunSettings and RunScenarios.
type OpenAudited func(t testing.TB, now func() time.Time) Audited

// RunAudit holds an implementation of data.AuditLog to its contract; alone says that it cannot be opened twice. Without spoil a log that takes no
// entries is not tried.
func RunAudit(t *testing.T, open OpenAudited, spoil Spoil, alone bool) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, OpenAudited)
		many bool
	}{
		{"a log without entries is whole", auditEmpty, false},
		{"entries come as they were entered, numbered and chained", auditAppend, false},
		{"a page lists the last entries that the filter lets through", auditPage, false},
		{"a batch and its entry are both there or neither", auditBatch, false},
		{"what becomes of accounts and tokens is there with its entry or not at all", func(t *testing.T, open OpenAudited) { auditAccounts(t, open, spoil) }, false},
		{"a batch applied twice is entered once", auditTwice, false},
		{"entries of many goroutines form one chain", auditMany, false},
		{"entries make no version and no hint of one", auditVersion, false},
		{"a link that was seen must be met", auditSeen, false},
		{"old entries are moved out, and the rest follows them", auditRotate, false},
		{"an error of visit ends the reading and comes back", auditVisit, false},
		{"a canceled context is said", auditCanceled, false},
		{"the log is there after reopening, and goes on", auditReopened, true},
	} {
		if c.many && alone {
			continue
		}
		t.Run(c.name, func(t *testing.T) { c.run(t, open) })
	}
}

func entry(object string) geo.AuditEntry {
	return geo.AuditEntry{Actor: geo.Actor{Account: "planning-cz", Role: "editor", Address: "192.0.2.7"}, Action: geo.ActionExport, Object: object, Result: geo.ResultDone}
}

func enter(t testing.TB, l data.AuditLog, entries ...geo.AuditEntry) {
	t.Helper()
	if err := l.Append(context.Background(), entries...); err != nil {
		t.Fatal(err)
	}
}

func entered(t testing.TB, l data.AuditLog) (list []geo.AuditEntry, state data.AuditState) {
	t.Helper()
	state, err := l.Read(context.Background(), -1, func(e *geo.AuditEntry) error { list = append(list, *e); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return list, state
}

// sound demands a log that is whole, and returns its entries.
func sound(t testing.TB, l data.AuditLog, seen ...geo.AuditLink) []geo.AuditEntry {
	t.Helper()
	state, err := l.Verify(context.Background(), seen...)
	if err != nil {
		t.Fatal(err)
	}
	list, again := entered(t, l)
	if state != again || int(state.Count) != len(list) {
		t.Fatalf("%d entries, %+v and %+v", len(list), state, again)
	}
	return list
}

func auditEmpty(t *testing.T, open OpenAudited) {
	if list := sound(t, open(t, time.Now).AuditLog()); len(list) != 0 {
		t.Fatalf("%+v", list)
	}
}

func auditAppend(t *testing.T, open OpenAudited) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)
	l := open(t, func() time.Time { return at }).AuditLog()
	first, second := entry("zones"), geo.AuditEntry{Actor: geo.CommandLine(), Action: "of_tomorrow", Object: "a\x00b", Before: `{"企":"业"}`, After: "x", Result: "refused: denied"}
	enter(t, l, first, second)
	enter(t, l)
	link := geo.AuditLink{}
	for _, e := range []*geo.AuditEntry{&first, &second} {
		e.Time = at
		link = link.Append(e)
	}
	list := sound(t, l, link)
	if len(list) != 2 || list[0] != first || list[1] != second {
		t.Fatalf("\n got %+v\nwant %+v\n     %+v", list, first, second)
	}
	var after []geo.AuditEntry
	if _, err := l.Read(context.Background(), 1, func(e *geo.AuditEntry) error { after = append(after, *e); return nil }); err != nil || len(after) != 1 || after[0] != second {
		t.Fatalf("%v %+v", err, after)
	}
}

func auditPage(t *testing.T, open OpenAudited) {
	l := open(t, time.Now).AuditLog()
	for i := range 5 {
		e := entry(fmt.Sprint("list ", i%2))
		if i == 3 {
			e.Account, e.Action = "reviewer", geo.ActionSignIn
		}
		enter(t, l, e)
	}
	for _, c := range []struct {
		filter data.AuditFilter
		before int64
		limit  int
		want   string
	}{
		{data.AuditFilter{}, 0, 3, "[5 4 3]"}, {data.AuditFilter{}, 3, 9, "[2 1]"}, {data.AuditFilter{Account: "reviewer"}, 0, 9, "[4]"},
		{data.AuditFilter{Action: geo.ActionExport, Object: "list 0"}, 5, 1, "[3]"}, {data.AuditFilter{Object: "nothing"}, 0, 9, "[]"},
	} {
		page, err := l.Page(context.Background(), c.filter, c.before, c.limit)
		seqs := []int64{}
		for _, e := range page {
			seqs = append(seqs, e.Seq)
		}
		if err != nil || fmt.Sprint(seqs) != c.want {
			t.Errorf("%+v: %v, %v", c, seqs, err)
		}
	}
}

func auditBatch(t *testing.T, open OpenAudited) {
	s := open(t, time.Now)
	who := geo.Actor{Account: "planning-cz", Role: "editor"}
	apply(t, s, geo.Put, Zones()...)
	v, err := s.Apply(context.Background(), batch(geo.Insert, enterprise("E1"), enterprise("E2")).By(who, geo.ActionImport, ""))
	if err != nil {
		t.Fatal(err)
	}
	list := sound(t, s.AuditLog())
	after := fmt.Sprintf(`{"version":%d,"note":"test","added":2,"changed":0,"removed":0}`, v)
	if len(list) != 1 || list[0].Actor != who || list[0].Action != geo.ActionImport || list[0].Object != fmt.Sprint("batches/", v) || list[0].After != after {
		t.Fatalf("%+v", list)
	}
	before := snapshot(t, s)
	_, err = s.Apply(context.Background(), batch(geo.Insert, enterprise("E3"), enterprise("E1")).By(who, geo.ActionImport, ""))
	refused(t, err, geo.KindConflict)
	if list := sound(t, s.AuditLog()); len(list) != 1 {
		t.Fatalf("a batch that failed is entered: %+v", list[1:])
	}
	if now := snapshot(t, s); now.version != before.version || len(now.records) != len(before.records) {
		t.Fatal("a batch that failed left something")
	}
}

// auditAccounts makes every change of accounts and tokens three times: as it should be, refused, and with a log that takes no entry.
func auditAccounts(t *testing.T, open OpenAudited, spoil Spoil) {
	ctx, s := context.Background(), open(t, time.Now)
	a, account, token := s.Accounts(), deskNamed("a"), data.Token{ID: "t1", Role: "viewer", Created: accountsNow, Expires: accountsNow.Add(time.Hour)}
	steps := []struct {
		object string
		done   func(data.Account, data.Token, geo.AuditEntry) error
		again  bool // a second time it does not fail
	}{
		{"add", func(account data.Account, _ data.Token, e geo.AuditEntry) error { return a.Add(ctx, account, e) }, false},
		{"change", func(account data.Account, _ data.Token, e geo.AuditEntry) error {
			return a.Change(ctx, account.Name, data.AccountChange{Role: new("viewer"), At: accountsNow}, e)
		}, true},
		{"issue", func(_ data.Account, token data.Token, e geo.AuditEntry) error { return a.Issue(ctx, token, e) }, false},
		{"revoke", func(_ data.Account, token data.Token, e geo.AuditEntry) error {
			return a.Revoke(ctx, token.ID, accountsNow, e)
		}, true},
		{"remove", func(account data.Account, _ data.Token, e geo.AuditEntry) error {
			return a.Remove(ctx, account.Name, e)
		}, false},
	}
	for i, step := range steps {
		works(t, step.done(account, token, entry(step.object)))
		if list := sound(t, s.AuditLog()); len(list) != i+1 || list[i].Object != step.object || list[i].Actor != entry("").Actor {
			t.Fatalf("%s: %+v", step.object, list)
		}
		if step.again {
			continue
		}
		if err := step.done(account, token, entry("refused")); err == nil {
			t.Fatal(step.object, "twice")
		}
		if list := sound(t, s.AuditLog()); len(list) != i+1 {
			t.Fatalf("%s was refused and is entered: %+v", step.object, list)
		}
	}
	if spoil == nil {
		return
	}
	works(t, a.Add(ctx, account))
	works(t, a.Issue(ctx, data.Token{ID: "t2", Hash: data.Hash{2}, Role: "viewer", Created: accountsNow, Expires: accountsNow.Add(time.Hour)}))
	session := begin(t, a, find(t, a, "a"), "one", accountsNow)
	accounts, tokens := allAccess(t, a)
	spoil(t)
	other, second := deskNamed("b"), data.Token{ID: "t3", Hash: data.Hash{3}}
	for _, step := range steps {
		if err := step.done(account, data.Token{ID: "t2"}, entry(step.object)); err == nil {
			t.Errorf("%s succeeds without its entry", step.object)
		}
		if err := step.done(other, second, entry(step.object)); err == nil {
			t.Errorf("%s succeeds without its entry", step.object)
		}
	}
	if now, left := allAccess(t, a); !slices.Equal(now, accounts) || !slices.Equal(left, tokens) || !lives(t, a, session.Hash) {
		t.Fatalf("without entries there was changed %+v to %+v, %+v to %+v", accounts, now, tokens, left)
	}
}

func allAccess(t testing.TB, a data.Accounts) ([]data.Account, []data.Token) {
	t.Helper()
	accounts, err := a.List(context.Background())
	works(t, err)
	tokens, err := a.Tokens(context.Background())
	works(t, err)
	return accounts, tokens
}

func auditTwice(t *testing.T, open OpenAudited) {
	s := open(t, time.Now)
	for range 2 {
		b := batch(geo.Put, Zones()...).By(geo.CommandLine(), geo.ActionImport, "")
		b.Key = "once"
		if _, err := s.Apply(context.Background(), b); err != nil {
			t.Fatal(err)
		}
	}
	if list := sound(t, s.AuditLog()); len(list) != 1 {
		t.Fatalf("%+v", list)
	}
}

func auditMany(t *testing.T, open OpenAudited) {
	s := open(t, time.Now)
	apply(t, s, geo.Put, Zones()...)
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for i := range 6 {
				var err error
				if i == 3 {
					_, err = s.Apply(context.Background(), batch(geo.Put, enterprise(fmt.Sprint("E", g))).By(geo.CommandLine(), geo.ActionBatch, ""))
				} else {
					err = s.AuditLog().Append(context.Background(), entry(fmt.Sprint(g)), entry(fmt.Sprint(g)))
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	list := sound(t, s.AuditLog())
	for i := 0; i < len(list); i++ { // the entries of one call stand together
		if list[i].Action == geo.ActionExport {
			if i++; i == len(list) || list[i].Object != list[i-1].Object {
				t.Fatalf("entry %d stands alone", list[i-1].Seq)
			}
		}
	}
	if len(list) != 8*11 {
		t.Fatalf("%d entries", len(list))
	}
}

func auditVersion(t *testing.T, open OpenAudited) {
	s := open(t, time.Now)
	before := snapshot(t, s).version
	enter(t, s.AuditLog(), entry("zones"))
	if now := snapshot(t, s).version; now != before || len(listed(t, s)) != 0 {
		t.Fatalf("version %d became %d", before, now)
	}
}

func auditSeen(t *testing.T, open OpenAudited) {
	l := open(t, time.Now).AuditLog()
	enter(t, l, entry("1"), entry("2"), entry("3"))
	list, state := entered(t, l)
	sound(t, l, state.Head, geo.AuditLink{}, geo.AuditLink{Seq: 2, Hash: list[1].Hash})
	for says, link := range map[string]geo.AuditLink{
		"entry 2": {Seq: 2, Hash: list[0].Hash}, "entry 4": {Seq: 9, Hash: list[0].Hash}, "entry 3": {Seq: 3, Hash: list[0].Hash},
	} {
		_, err := l.Verify(context.Background(), link)
		if refused(t, err, geo.KindInvalid); !strings.Contains(err.Error(), says) {
			t.Errorf("%v does not say %q", err, says)
		}
	}
}

func auditRotate(t *testing.T, open OpenAudited) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	l := open(t, func() time.Time { return now }).AuditLog()
	for range 4 {
		enter(t, l, entry("zones"))
		now = now.Add(100 * 24 * time.Hour)
	}
	list, head := entered(t, l) // of days 0, 100, 200 and 300; today is day 400
	because := geo.AuditEntry{Actor: geo.CommandLine(), Action: geo.ActionRotated, Object: "old.csv"}
	link := func(i int) geo.AuditLink { return geo.AuditLink{Seq: list[i].Seq, Hash: list[i].Hash} }
	refused(t, l.Rotate(context.Background(), link(3), because), geo.KindInvalid)
	refused(t, l.Rotate(context.Background(), geo.AuditLink{Seq: 2, Hash: list[2].Hash}, because), geo.KindConflict)
	refused(t, l.Rotate(context.Background(), geo.AuditLink{}, because), geo.KindConflict)
	if len(sound(t, l)) != 4 {
		t.Fatal("a refused rotation removed something")
	}
	if err := l.Rotate(context.Background(), link(1), because); err != nil {
		t.Fatal(err)
	}
	rest := sound(t, l, head.Head, link(1))
	if len(rest) != 3 || rest[0] != list[2] || rest[0].Previous != list[1].Hash || rest[2].Seq != 5 || rest[2].Action != geo.ActionRotated {
		t.Fatalf("%+v", rest)
	}
	_, err := l.Verify(context.Background(), link(0))
	refused(t, err, geo.KindInvalid)
	enter(t, l, entry("zones"))
	if err := l.Rotate(context.Background(), link(2), because); err != nil || len(sound(t, l, head.Head)) != 4 {
		t.Fatal(err)
	}
}

func auditVisit(t *testing.T, open OpenAudited) {
	l := open(t, time.Now).AuditLog()
	enter(t, l, entry("1"), entry("2"))
	mine, seen := errors.New("mine"), 0
	if _, err := l.Read(context.Background(), -1, func(*geo.AuditEntry) error { seen++; return mine }); !errors.Is(err, mine) || seen != 1 {
		t.Fatalf("%v after %d", err, seen)
	}
}

func auditCanceled(t *testing.T, open OpenAudited) {
	l := open(t, time.Now).AuditLog()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	refused(t, l.Append(ctx, entry("1")), geo.KindUnavailable)
	refused(t, l.Rotate(ctx, geo.AuditLink{}, entry("1")), geo.KindUnavailable)
	_, err := l.Page(ctx, data.AuditFilter{}, 0, 1)
	refused(t, err, geo.KindUnavailable)
	if len(sound(t, l)) != 0 {
		t.Fatal("what was canceled is entered")
	}
}

func auditReopened(t *testing.T, open OpenAudited) {
	enter(t, open(t, time.Now).AuditLog(), entry("1"))
	other := open(t, time.Now)
	enter(t, other.AuditLog(), entry("2"))
	if list := sound(t, open(t, time.Now).AuditLog()); len(list) != 2 || list[1].Object != "2" {
		t.Fatalf("%+v", list)
	}
}
