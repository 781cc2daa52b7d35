package gpkg_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"beltmap/data"
	"beltmap/data/gpkg"
	"beltmap/data/storetest"
	"beltmap/geo"
)

func TestTheAccountsOfAFileKeepTheContract(t *testing.T) {
	open := oneFileEach()
	storetest.RunAccounts(t, func(t testing.TB) data.Accounts {
		return open(t).Accounts()
	}, false)
}

func TestTheAccountsOfAStoreInMemoryKeepTheContract(t *testing.T) {
	storetest.RunAccounts(t, func(t testing.TB) data.Accounts {
		s, err := gpkg.OpenMemory(background, gpkg.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s.Accounts()
	}, true)
}

func TestAccountsAreNoPartOfTheRecordsAndNobodyElsesWriting(t *testing.T) {
	path, _ := some(t)
	s := create(t, path)
	all, err := read(s)
	if err != nil {
		t.Fatal(err)
	}
	before, err := put(s, "E7")
	if err != nil {
		t.Fatal(err)
	}
	a := s.Accounts()
	if err := a.Add(background, data.Account{Name: "planning-cz", Role: "editor"}); err != nil {
		t.Fatal(err)
	}
	if err := create(t, path).Accounts().Issue(background, data.Token{ID: "t1"}); err != nil { // as a command beside the server does
		t.Fatal(err)
	}
	after, err := put(s, "E8")
	if err != nil || after != before+1 {
		t.Fatalf("from version %d to %d, %v", before, after, err)
	}
	if now, err := read(s); err != nil || len(now) != len(all)+2 {
		t.Fatal(len(now), err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if layers := storetest.GDALAccepts(t, path); strings.Contains(layers, "beltmap_") {
		t.Errorf("tables of accounts are layers:\n%s", layers)
	}
}

func TestAccountsThatAreOnlyReadRefuseToBeWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "belts.gpkg")
	now := time.Now()
	if err := create(t, path).Accounts().Add(background, data.Account{Name: "planning-cz", Role: "editor", Created: now}); err != nil {
		t.Fatal(err)
	}
	s, err := gpkg.Open(background, path, gpkg.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	a := s.Accounts()
	one, found, err := a.Find(background, "planning-cz")
	if err != nil || !found {
		t.Fatal(found, err)
	}
	for name, err := range map[string]error{
		"add":    a.Add(background, data.Account{Name: "b"}),
		"change": a.Change(background, "planning-cz", data.AccountChange{Failed: new(1)}),
		"begin":  a.Begin(background, data.Session{Account: one.Name, Epoch: one.Epoch}),
		"issue":  a.Issue(background, data.Token{ID: "t"}),
	} {
		if geo.KindOf(err) != geo.KindUnavailable {
			t.Errorf("%s: %v", name, err)
		}
	}
}
