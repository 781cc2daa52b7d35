package storetest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// RunScenarios holds an implementation of data.Scenarios to its contract; alone says that it cannot be opened twice.
func RunScenarios(t *testing.T, open OpenAudited, alone bool) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, OpenAudited)
		many bool
	}{
		{"a scenario is as it was kept, in each version", scenariosKept, false},
		{"every change is entered in the audit log and makes no version of the records", scenariosAudited, false},
		{"what cannot be changed stays as it is", scenariosRefused, false},
		{"of many who change one version one succeeds", scenariosRace, false},
		{"only so many are kept", scenariosBounded, false},
		{"scenarios are there after reopening", scenariosReopened, true},
	} {
		if c.many && alone {
			continue
		}
		t.Run(c.name, func(t *testing.T) { c.run(t, open) })
	}
}

// planned is a scenario with a proposal of each kind.
func planned(id string) geo.Scenario {
	seats := int64(0)
	return geo.Scenario{ID: id, Name: "年度\"计划\"", Zone: "CZ", Note: "a;\n'b'", Proposals: []geo.Proposal{
		{Kind: geo.ProposedBranch, Name: "一", Form: "joint", Covers: []string{"E1", "E2"}},
		{Kind: geo.ProposedCenter, Point: &geo.LonLat{118.1234567, 32}, Capacity: &seats},
		{Kind: geo.ProposedInstructor, Enterprise: "E3", Count: 2},
	}}
}

func propose(t testing.TB, s data.Scenarios, scenario geo.Scenario, expect int64) data.SavedScenario {
	t.Helper()
	saved, err := s.Put(context.Background(), data.ScenarioChange{Scenario: scenario, Expect: expect, Who: desk})
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

func scenariosKept(t *testing.T, open OpenAudited) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)
	s := open(t, func() time.Time { return now }).Scenarios()
	if list, err := s.List(context.Background()); err != nil || len(list) != 0 {
		t.Fatalf("%+v, %v", list, err)
	}
	first := propose(t, s, planned("S-2"), 0)
	propose(t, s, geo.Scenario{ID: "S-1", Name: "empty"}, 0)
	began := now
	now = now.Add(time.Hour)
	other := planned("S-2")
	other.Name, other.Proposals = "other", other.Proposals[1:]
	second, err := s.Put(context.Background(), data.ScenarioChange{Scenario: other, Expect: 1, Who: geo.CommandLine()})
	if err != nil {
		t.Fatal(err)
	}
	want := data.SavedScenario{Scenario: other, Count: 2, Version: 2, Created: began, Changed: now, Creator: desk.Account}
	got, err := s.Get(context.Background(), "S-2")
	if diff := cmp.Diff(want, second) + cmp.Diff(want, got); err != nil || diff != "" || first.Version != 1 || first.Count != 3 {
		t.Fatalf("%v %s", err, diff)
	}
	want.Proposals = nil
	list, err := s.List(context.Background())
	if err != nil || len(list) != 2 || list[0].ID != "S-1" || cmp.Diff(want, list[1], cmpopts.EquateEmpty()) != "" {
		t.Fatalf("%v %+v", err, list)
	}
	if err := s.Delete(context.Background(), "S-2", 2, desk); err != nil {
		t.Fatal(err)
	}
	_, err = s.Get(context.Background(), "S-2")
	refused(t, err, geo.KindNotFound)
}

func scenariosAudited(t *testing.T, open OpenAudited) {
	store := open(t, time.Now)
	s, version := store.Scenarios(), snapshot(t, store).version
	propose(t, s, planned("S"), 0)
	propose(t, s, geo.Scenario{ID: "S", Name: "less"}, 1)
	if err := s.Delete(context.Background(), "S", 2, desk); err != nil {
		t.Fatal(err)
	}
	list := sound(t, store.AuditLog())
	if len(list) != 3 || list[0].Actor != desk || list[0].Action != geo.ActionScenarioSaved || list[0].Object != "scenarios/S" || list[0].Before != "" ||
		!strings.Contains(list[0].After, `"covers":["E1","E2"]`) || list[1].Before != list[0].After || list[2].Action != geo.ActionScenarioDrop || list[2].Before != list[1].After || list[2].After != "" {
		t.Fatalf("%+v", list)
	}
	if now := snapshot(t, store).version; now != version {
		t.Fatalf("version %d became %d", version, now)
	}
}

func scenariosRefused(t *testing.T, open OpenAudited) {
	store := open(t, time.Now)
	s, ctx := store.Scenarios(), context.Background()
	propose(t, s, planned("S"), 0)
	for _, c := range []struct {
		id     string
		expect int64
		kind   geo.Kind
	}{
		{"S", 0, geo.KindConflict}, {"S", 2, geo.KindConflict}, {"GONE", 1, geo.KindNotFound}, {"", 0, geo.KindInvalid}, {"a/b", 0, geo.KindInvalid},
	} {
		_, err := s.Put(ctx, data.ScenarioChange{Scenario: planned(c.id), Expect: c.expect, Who: desk})
		refused(t, err, c.kind)
	}
	refused(t, s.Delete(ctx, "S", 2, desk), geo.KindConflict)
	refused(t, s.Delete(ctx, "GONE", 0, desk), geo.KindNotFound)
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	_, err := s.Put(stopped, data.ScenarioChange{Scenario: planned("T"), Who: desk})
	refused(t, err, geo.KindUnavailable)
	if list, err := s.List(ctx); err != nil || len(list) != 1 || list[0].Version != 1 || len(sound(t, store.AuditLog())) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
}

func scenariosRace(t *testing.T, open OpenAudited) {
	store := open(t, time.Now)
	propose(t, store.Scenarios(), planned("S"), 0)
	var done atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := store.Scenarios().Put(context.Background(), data.ScenarioChange{Scenario: planned("S"), Expect: 1, Who: desk})
			switch {
			case err == nil:
				done.Add(1)
			case geo.KindOf(err) != geo.KindConflict:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if done.Load() != 1 || len(sound(t, store.AuditLog())) != 2 {
		t.Fatalf("%d succeeded", done.Load())
	}
}

func scenariosBounded(t *testing.T, open OpenAudited) {
	s := open(t, time.Now).Scenarios()
	for i := range geo.MaxScenarios {
		propose(t, s, geo.Scenario{ID: fmt.Sprint("S", i), Name: "x"}, 0)
	}
	_, err := s.Put(context.Background(), data.ScenarioChange{Scenario: planned("S"), Who: desk})
	refused(t, err, geo.KindConflict)
	propose(t, s, planned("S7"), 1)
}

func scenariosReopened(t *testing.T, open OpenAudited) {
	propose(t, open(t, time.Now).Scenarios(), planned("S"), 0)
	got, err := open(t, time.Now).Scenarios().Get(context.Background(), "S")
	if diff := cmp.Diff(planned("S"), got.Scenario); err != nil || diff != "" {
		t.Fatalf("%v %s", err, diff)
	}
}
