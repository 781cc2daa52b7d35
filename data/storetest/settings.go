package storetest

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"beltmap/data"
	"beltmap/geo"
)

// RunSettings holds an implementation of data.Settings to its contract; alone says that it cannot be opened twice.
func RunSettings(t *testing.T, open OpenAudited, alone bool) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, OpenAudited)
		many bool
	}{
		{"what was never set has no value", settingsEmpty, false},
		{"a setting has versions, the last of which holds", settingsSet, false},
		{"a change is entered in the audit log with the value before and after", settingsAudited, false},
		{"what cannot be set changes nothing", settingsRefused, false},
		{"of many who change one version one succeeds", settingsRace, false},
		{"settings make no version of the records", settingsVersion, false},
		{"settings are there after reopening", settingsReopened, true},
	} {
		if c.many && alone {
			continue
		}
		t.Run(c.name, func(t *testing.T) { c.run(t, open) })
	}
}

var desk = geo.Actor{Account: "admin-cz", Role: "administrator", Address: "192.0.2.7"}

func setting(t testing.TB, s data.Settings, key, text string, expect int64) data.SettingValue {
	t.Helper()
	v, err := s.Set(context.Background(), data.SettingChange{Key: key, Text: text, Expect: expect, Who: desk})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func present(t testing.TB, s data.Settings) []data.SettingValue {
	t.Helper()
	list, err := s.Values(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func settingsEmpty(t *testing.T, open OpenAudited) {
	s := open(t, time.Now).Settings()
	if list := present(t, s); len(list) != 0 {
		t.Fatalf("%+v", list)
	}
	if list, err := s.Versions(context.Background(), geo.PrivacyK.Key); err != nil || len(list) != 0 {
		t.Fatalf("%+v, %v", list, err)
	}
}

func settingsSet(t *testing.T, open OpenAudited) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)
	s := open(t, func() time.Time { return now }).Settings()
	want := []data.SettingValue{}
	for i, text := range []string{" 7", "", "9"} {
		now = now.Add(time.Hour)
		want = append(want, data.SettingValue{Key: "privacy_k", Text: strings.TrimSpace(text), Version: int64(i + 1), Since: now, Who: desk.Account})
		if got := setting(t, s, "privacy_k", text, int64(i)); got != want[i] {
			t.Fatalf("%+v, want %+v", got, want[i])
		}
	}
	setting(t, s, "joint_units", "4", 0)
	if list := present(t, s); len(list) != 2 || list[0].Key != "joint_units" || list[1] != want[2] {
		t.Fatalf("%+v", list)
	}
	if list, err := s.Versions(context.Background(), "privacy_k"); err != nil || len(list) != 3 || list[0] != want[2] || list[2] != want[0] {
		t.Fatalf("%+v, %v", list, err)
	}
}

func settingsAudited(t *testing.T, open OpenAudited) {
	store := open(t, time.Now)
	setting(t, store.Settings(), "privacy_k", "7", 0)
	setting(t, store.Settings(), "privacy_k", "", 1)
	list := sound(t, store.AuditLog())
	if len(list) != 2 || list[0].Actor != desk || list[0].Action != geo.ActionSettings || list[0].Object != "settings/privacy_k" ||
		list[0].Before != `{"value":"5","version":0}` || list[0].After != `{"value":"7","version":1}` || list[1].After != `{"value":"5","version":2}` {
		t.Fatalf("%+v", list)
	}
}

func settingsRefused(t *testing.T, open OpenAudited) {
	store := open(t, time.Now)
	s := store.Settings()
	setting(t, s, "general_branch_most", "60", 0)
	for _, c := range []struct {
		key, text string
		expect    int64
		kind      geo.Kind
	}{
		{"nothing", "1", 0, geo.KindInvalid}, {"privacy_k", "2", 0, geo.KindInvalid}, {"privacy_k", "7", 1, geo.KindConflict},
		{"general_branch_most", "70", 0, geo.KindConflict}, {"branch_most", "60", 0, geo.KindInvalid}, // which is right but beside the other
	} {
		_, err := s.Set(context.Background(), data.SettingChange{Key: c.key, Text: c.text, Expect: c.expect, Who: desk})
		refused(t, err, c.kind)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := s.Set(ctx, data.SettingChange{Key: "privacy_k", Text: "7", Who: desk})
	refused(t, err, geo.KindUnavailable)
	if list := present(t, s); len(list) != 1 || len(sound(t, store.AuditLog())) != 1 {
		t.Fatalf("%+v", list)
	}
}

func settingsRace(t *testing.T, open OpenAudited) {
	store := open(t, time.Now)
	var done atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := store.Settings().Set(context.Background(), data.SettingChange{Key: "privacy_k", Text: "7", Who: desk})
			switch {
			case err == nil:
				done.Add(1)
			case geo.KindOf(err) != geo.KindConflict:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if done.Load() != 1 || len(sound(t, store.AuditLog())) != 1 {
		t.Fatalf("%d succeeded", done.Load())
	}
}

func settingsVersion(t *testing.T, open OpenAudited) {
	store := open(t, time.Now)
	before := snapshot(t, store).version
	setting(t, store.Settings(), "privacy_k", "7", 0)
	if now := snapshot(t, store).version; now != before {
		t.Fatalf("version %d became %d", before, now)
	}
}

func settingsReopened(t *testing.T, open OpenAudited) {
	setting(t, open(t, time.Now).Settings(), "privacy_k", "7", 0)
	if list := present(t, open(t, time.Now).Settings()); len(list) != 1 || list[0].Text != "7" {
		t.Fatalf("%+v", list)
	}
}
