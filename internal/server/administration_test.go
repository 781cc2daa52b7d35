package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/internal/auth"
	"beltmap/internal/server"
)

// administered is a site with two zones, as an administrator sees it.
func administered(t *testing.T, options ...func(*server.Options)) *site {
	records, _ := guarded()
	s := servePinned(t, geo.Public, map[string]string{"map_review_number": "GS(2026)1"}, records, append([]func(*server.Options){withRoles}, options...)...).as("desk-administrator")
	s.describe()
	return s
}

func (s *site) set(key, body, match string) *answer {
	s.t.Helper()
	return s.write(http.MethodPut, "/api/settings/"+key, body, "Content-Type", "application/json", "If-Match", match, "Accept-Language", "en")
}

func TestASettingIsSetOnceAndCountsAtOnce(t *testing.T) {
	s := administered(t)
	hash := s.get("/api/settings/all").is(http.StatusOK).json()["hash"]
	for _, path := range []string{"/api/quality", "/api/members"} {
		if of := s.get(path).is(http.StatusOK).json()["settings_hash"]; of != hash {
			t.Errorf("%s was made with the settings %v, not %v", path, of, hash)
		}
	}
	one := s.get("/api/settings/survey_days").is(http.StatusOK)
	tag := one.header.Get("Etag")
	before := s.get("/api/quality").header.Get("Etag")
	a := s.set("survey_days", `{"value":20}`, tag).is(http.StatusOK)
	if a.json()["value"] != "20" || a.json()["version"] != 1.0 {
		t.Errorf("%s", a.body)
	}
	s.set("survey_days", `{"value":30}`, tag).problem(http.StatusPreconditionFailed, "")
	s.set("survey_days", `{"value":30}`, a.header.Get("Etag")).is(http.StatusOK)
	quality := s.get("/api/quality").is(http.StatusOK)
	if days := quality.json()["parameters"].(map[string]any)["stale_days"]; days != 30.0 || quality.header.Get("Etag") == before {
		t.Errorf("%v days, tag %s", days, before)
	}
	s.set("privacy_k", `{"value":9}`, "*").is(http.StatusOK)
	if k := s.get("/api/members").is(http.StatusOK).json()["parameters"].(map[string]any)["k"]; k != 9.0 {
		t.Errorf("k is %v", k)
	}
	if now := s.get("/api/settings/all").json()["hash"]; now == hash || s.get("/api/quality").json()["settings_hash"] != now {
		t.Error("the hash stays")
	}
	if number := s.get("/api/settings").json()["map_review_number"]; number != "GS(2026)1" {
		t.Errorf("the pinned number is %v", number)
	}
	s.set("map_review_number", `{"value":"x"}`, "*").problem(http.StatusForbidden, "")
	s.set("privacy_k", `{"value":1}`, "*").blames("value")
	s.set("privacy_k", `{"value":"many"}`, "*").blames("value")
	for _, body := range []string{``, `{}`, `{"value":{}}`, `{"value":1,"more":2}`, `[1]`} {
		s.set("privacy_k", body, "*").problem(http.StatusBadRequest, "")
	}
	s.set("nothing", `{"value":1}`, "*").problem(http.StatusNotFound, "")
	s.get("/api/settings/nothing").problem(http.StatusNotFound, "")
	s.write(http.MethodPut, "/api/settings/privacy_k", `{"value":8}`, "Content-Type", "application/json").problem(http.StatusPreconditionRequired, "")
	var set []string
	for _, e := range s.entries() {
		if e.Action == geo.ActionSettings {
			set = append(set, e.Object+" "+e.Account)
		}
	}
	if want := []string{"settings/privacy_k desk-administrator", "settings/survey_days desk-administrator", "settings/survey_days desk-administrator"}; !slices.Equal(set, want) {
		t.Errorf("%q", set)
	}
	// Another process sets one: it counts within a second.
	if _, err := s.store.Settings().Set(t.Context(), data.SettingChange{Key: "survey_days", Text: "40", Expect: 2, Who: geo.CommandLine()}); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); s.get("/api/quality").json()["parameters"].(map[string]any)["stale_days"] != 40.0; time.Sleep(50 * time.Millisecond) {
		if err := s.app.Refresh(t.Context()); err != nil || time.Now().After(end) {
			t.Fatal("what another process set never counts")
		}
	}
}

func TestAdministratorsReadTheLogForwardsAndBackwards(t *testing.T) {
	s := administered(t)
	for i := range 5 {
		s.patch(ofCZ, fmt.Sprintf(`{"properties":{"employees":%d}}`, i+1), "*").is(http.StatusOK)
	}
	s.set("privacy_k", `{"value":9}`, "*").is(http.StatusOK)
	seqs := func(query string) (all []int) {
		var doc struct{ Entries []struct{ Seq int } }
		if err := json.Unmarshal(s.get("/api/audit"+query).is(http.StatusOK).body, &doc); err != nil {
			t.Fatal(err)
		}
		for _, e := range doc.Entries {
			all = append(all, e.Seq)
		}
		return all
	}
	for query, want := range map[string][]int{
		"?after=0&limit=2": {1, 2}, "?after=4": {5, 6}, "?limit=2": {6, 5}, "?before=3": {2, 1}, "?action=settings": {6}, "?object=enterprises/CZ-enterprises&limit=1": {5}, "?account=nobody": nil,
	} {
		if got := seqs(query); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	s.get("/api/audit?after=1&account=x").problem(http.StatusBadRequest, "after")
	if _, err := s.store.AuditLog().Verify(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestListsTakenAsFilesAreEnteredBeforeTheirFirstByte(t *testing.T) {
	s := administered(t)
	s.get(enterprisesPath + "?f=csv&zone=CZ").is(http.StatusOK)
	s.get("/api/quality/stale?f=csv").is(http.StatusOK)
	s.as("").described(s).get("/api/collections/belts/items?f=kml").is(http.StatusOK)
	s.get(enterprisesPath + "?f=json").is(http.StatusOK)
	s.do(http.MethodHead, enterprisesPath+"?f=xlsx").is(http.StatusOK)
	var got []string
	for _, e := range s.entries() {
		got = append(got, e.Account+" "+string(e.Action)+" "+e.Object+" "+e.After+" "+e.Result)
	}
	want := []string{` export belts {"format":"kml","query":"f=kml"} begun`, `desk-administrator export quality/stale {"format":"csv","query":"f=csv"} begun`,
		`desk-administrator export enterprises {"format":"csv","query":"f=csv\u0026zone=CZ"} begun`}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestAFloodOfRefusalsDoesNotFillTheLog(t *testing.T) {
	s := administered(t)
	for range 60 {
		s.as("").described(s).patch(ofCZ, `{}`, "*").problem(http.StatusUnauthorized, "")
	}
	s.patch(ofCZ, `{"properties":{"employees":1}}`, "*", "Authorization", "Bearer forged").problem(http.StatusUnauthorized, "")
	if n := len(s.entries()); n != 20 {
		t.Errorf("%d entries", n)
	}
	e := s.entries()[0]
	if e.Action != geo.ActionRefused || e.Account != "" || e.Object != "PATCH "+ofCZ || e.Result != "refused: unauthenticated" || e.Address != "127.0.0.1" {
		t.Errorf("%+v", e)
	}
}

// desks is a site where one desk may sign in, on the file that the site serves.
func desks(t *testing.T) *site {
	t.Helper()
	var service *auth.Service
	s := serve(t, geo.Public, nil, func(o *server.Options) {
		accounts := o.Store.(interface{ Accounts() data.Accounts }).Accounts()
		var err error
		if service, err = auth.New(auth.Options{Accounts: accounts, Cost: auth.Cost{Memory: 64, Passes: 1, Threads: 1}}); err != nil {
			t.Fatal(err)
		}
		o.SignIn = service
	})
	if empty, err := service.Empty(t.Context()); err != nil || !empty {
		t.Fatal(empty, err)
	}
	s.post(enterprisesPath, `{"type":"Feature"}`).problem(http.StatusUnauthorized, "") // nobody is an editor before there is an account
	if _, err := service.AddAccount(t.Context(), geo.CommandLine(), auth.NewAccount{Name: "planning-cz", Role: auth.Editor, Zones: geo.AllZones(), Password: deskPassword}); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSigningInAndOutIsEnteredAndAPasswordInTheWrongBoxIsNot(t *testing.T) {
	s := desks(t)
	s.send("POST", "/api/session", typed("planning-cz", "wrong"))
	s.send("POST", "/api/session", typed(deskPassword, "planning-cz"))
	response, _ := s.send("POST", "/api/session", typed("planning-cz", deskPassword))
	cookie := response.Cookies()[0].Name + "=" + response.Cookies()[0].Value
	created := s.write("POST", "/api/collections/zones/items", `{"type":"Feature","id":"CZ","geometry":null,"properties":{"name_zh":"滁州","zone":"CZ"}}`, "Content-Type", "application/json", "Cookie", cookie)
	if created.status != http.StatusCreated {
		t.Errorf("%d %s", created.status, created.body)
	}
	s.send("DELETE", "/api/session", "", "Cookie", cookie)
	var got []string
	for _, e := range s.entries() {
		got = append([]string{string(e.Action) + " " + e.Account + " " + e.Object}, got...)
		if strings.Contains(fmt.Sprint(e), deskPassword) {
			t.Errorf("the password is in the log: %+v", e)
		}
	}
	want := []string{"refused  POST " + enterprisesPath, "user_added  accounts/planning-cz", "sign_in_refused planning-cz accounts/planning-cz", "sign_in_refused  ", "sign_in planning-cz accounts/planning-cz",
		"batch planning-cz zones/CZ", "sign_out planning-cz accounts/planning-cz"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestAFileThatIsOnlyReadIsServedAndNotChanged(t *testing.T) {
	s := administered(t, func(o *server.Options) { o.ReadOnly = true })
	s.patch(ofCZ, `{"properties":{"employees":1}}`, "*").problem(http.StatusServiceUnavailable, "")
	s.set("privacy_k", `{"value":9}`, "*").problem(http.StatusServiceUnavailable, "")
	s.post("/api/imports?filename=x.csv", "x").problem(http.StatusServiceUnavailable, "")
	s.get(enterprisesPath + "?f=csv").is(http.StatusOK)
}
