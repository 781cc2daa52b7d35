package server_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"beltmap/geo"
	"beltmap/internal/app"
	"beltmap/internal/server"
)

// reasoned is a joint branch of CZ that covers seven enterprises and ends with the day after the tests', and an enterprise that is due to form a branch.
func reasoned() []geo.Record {
	o := named(geo.Organizations, "CZ-O", "CZ")
	o.Set(geo.OrgLevel, geo.Text("branch"))
	o.Set(geo.Form, geo.Text("joint"))
	o.Set(geo.Members, geo.Integer(61))
	o.Set(geo.Covers, geo.List("CZ-1", "E-2", "E-3", "E-4", "E-5", "E-6", "E-7"))
	o.Valid.To = geo.DayOf(today())
	due := named(geo.Enterprises, "CZ-2", "CZ")
	due.Set(geo.FullMembers, geo.Integer(3))
	due.Set(geo.SurveyedAt, geo.OnDay(geo.Date(2026, 2, 1)))
	return []geo.Record{named(geo.Zones, "CZ", ""), o, named(geo.Enterprises, "CZ-1", "CZ"), due}
}

type reason struct {
	Rule         string
	TextEN       string `json:"text_en"`
	ClauseZH     string `json:"clause_zh"`
	Records      []string
	SettingsHash string `json:"settings_hash"`
}

func (a *answer) reason() reason {
	a.t.Helper()
	var doc struct{ Reason reason }
	if err := json.Unmarshal(a.is(http.StatusOK).body, &doc); err != nil {
		a.t.Fatal(err)
	}
	return doc.Reason
}

func (a *answer) flags() (ids []string) {
	a.t.Helper()
	var doc struct{ Flags []struct{ Rule string } }
	if err := json.Unmarshal(a.is(http.StatusOK).body, &doc); err != nil {
		a.t.Fatal(err)
	}
	for _, f := range doc.Flags {
		ids = append(ids, f.Rule)
	}
	return ids
}

func TestARecordIsReadWithItsReasonAndItsFlagsFitForTheReader(t *testing.T) {
	s := serve(t, geo.Public, reasoned(), withRoles)
	for name, want := range map[string]struct {
		covered, due, text string
		flags              []string
	}{
		"":            {"P-JOINT", "P-NONE", "surveyed: no organization and no instructor", []string{"F-JOINT-UNITS"}},
		"desk-cz":     {"S-JOINT", "S-ELIGIBLE", "3 full members (at least 3) and no organization: eligible but not established", []string{"F-BRANCH-MANY", "F-JOINT-UNITS"}},
		"desk-viewer": {"S-JOINT", "S-ELIGIBLE", "3 full members (at least 3) and no organization: eligible but not established", []string{"F-BRANCH-MANY", "F-JOINT-UNITS"}},
	} {
		who := s.as(name)
		who.describe()
		covered, due := who.get("/api/collections/enterprises/items/CZ-1").reason(), who.get("/api/collections/enterprises/items/CZ-2").reason()
		if covered.Rule != want.covered || !slices.Equal(covered.Records, []string{"organizations/CZ-O"}) || covered.ClauseZH == "" || covered.SettingsHash != s.app.World().SettingsHash() {
			t.Errorf("%q reads of the covered one: %+v", name, covered)
		}
		if due.Rule != want.due || due.TextEN != want.text || len(due.Records) != 0 {
			t.Errorf("%q reads of the other: %+v", name, due)
		}
		if got := who.get("/api/collections/organizations/items/CZ-O").flags(); !slices.Equal(got, want.flags) {
			t.Errorf("%q reads the flags %q, want %q", name, got, want.flags)
		}
	}
}

// What is derived changes without the record: then its tag is another, and no answer says that nothing did. A change may still name either tag, for
// the record's version is the same; and what was read can be sent back as it is.
func TestATagChangesWithWhatIsDerivedFromTheRecord(t *testing.T) {
	s := serve(t, geo.Public, reasoned(), withRoles)
	desk, set := s.as("desk-cz"), s.as("desk-administrator")
	desk.describe()
	paths := []string{"/api/collections/enterprises/items/CZ-1", "/api/collections/enterprises/items/CZ-2", "/api/collections/organizations/items/CZ-O"}
	read := func(s *site) (tags []string) {
		for _, path := range paths {
			tag := s.get(path).is(http.StatusOK).header.Get("Etag")
			s.get(path, "If-None-Match", tag).is(http.StatusNotModified)
			tags = append(tags, tag)
		}
		return tags
	}
	first, before := read(desk), desk.get(paths[1]).body
	set.set("branch_members", `{"value":"4"}`, "*").is(http.StatusOK)
	set.set("joint_units", `{"value":"9"}`, "*").is(http.StatusOK)
	for i, path := range paths {
		desk.get(path, "If-None-Match", first[i]).is(http.StatusOK)
	}
	if got := desk.get(paths[1]).reason().Rule; got != "S-UNCOVERED" {
		t.Errorf("after the setting: %s", got)
	}
	if got := desk.get(paths[2]).flags(); !slices.Equal(got, []string{"F-BRANCH-MANY"}) {
		t.Errorf("after the setting: %q", got)
	}
	desk.patch(paths[1], `{"properties":{"name_en":"Due"}}`, first[1]).is(http.StatusOK)
	desk.replace(paths[0], string(desk.get(paths[0]).body), first[0]).is(http.StatusOK)
	desk.replace(paths[1], string(before), desk.get(paths[1]).header.Get("Etag")).is(http.StatusOK)

	day := read(desk)
	later, err := app.Open(context.Background(), app.Options{Store: s.store, Now: func() time.Time { return today().AddDate(0, 0, 1) }, Settings: s.store.Settings()})
	if err != nil {
		t.Fatal(err)
	}
	embedded, _ := page()
	h, err := server.New(server.Options{App: later, Site: embedded, Releases: s.store.Releases(), Store: s.store, Batches: s.store, Audit: s.store.AuditLog(), Settings: s.store.Settings(), Auth: everyRole()})
	if err != nil {
		t.Fatal(err)
	}
	tomorrow := *desk
	tomorrow.Server = httptest.NewServer(h)
	t.Cleanup(tomorrow.Close)
	a := tomorrow.get(paths[0], "If-None-Match", day[0])
	if got := a.reason().Rule; got != "S-UNKNOWN" {
		t.Errorf("on the day after the organization's last: %s", got)
	}
}
