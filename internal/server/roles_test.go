package server_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/internal/auth"
	"beltmap/internal/server"
)

// accounts are those of the tests. Each shows its name as its token, or as its cookie.
type accounts map[string]auth.Identity

func (a accounts) Identify(r *http.Request) (auth.Identity, error) {
	way := auth.Token
	shown, is := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !is {
		cookie, err := r.Cookie("session")
		if err != nil {
			return auth.Identity{}, nil
		}
		way, shown = auth.Session, cookie.Value
	}
	identity, ok := a[shown]
	if !ok {
		return identity, &geo.Error{Kind: geo.KindDenied, Op: "accounts.Identify", Text: phrase.Text{ZH: "无此账号", EN: "no such account"}}
	}
	identity.Way = way
	return identity, nil
}

// everyRole are the readers of the tests: nobody, the roles in all zones, and an editor of one.
func everyRole() accounts {
	all := accounts{"": {}, "desk-cz": {Account: "desk-cz", Role: auth.Editor, Zones: geo.ZonesOf("CZ")}}
	for _, role := range auth.Roles()[1:] {
		name := "desk-" + role.String()
		all[name] = auth.Identity{Account: name, Role: role, Zones: geo.AllZones()}
	}
	return all
}

func withRoles(o *server.Options) { o.Auth = everyRole() }

// as is the site as a reader of the tests sees it, once it is described.
func (s *site) as(name string) *site {
	other := *s
	other.shown = nil
	if name != "" {
		other.shown = []string{"Authorization", "Bearer " + name}
	}
	return &other
}

func TestAForgedTokenIsRefusedWhereverItIsShownAndAnOldCookieIsNone(t *testing.T) {
	s := serve(t, geo.Public, secretRecords(), withRoles)
	for _, path := range secretPaths() {
		a := s.do(http.MethodHead, path, "Authorization", "Bearer forged")
		if path == "/healthz" || path == "/readyz" || path == "/metrics" {
			a.is(http.StatusOK)
			continue
		}
		if got := a.header.Get("WWW-Authenticate"); a.status != http.StatusUnauthorized || got != `Bearer realm="beltmap", error="invalid_token"` {
			t.Errorf("%s: %d %q", path, a.status, got)
		}
	}
	kind := s.get("/api/counts", "Authorization", "Bearer forged").problem(http.StatusUnauthorized, "")
	if kind != "urn:problem-type:beltmap:unauthenticated" {
		t.Errorf("the problem is %s", kind)
	}
	a := s.get("/api/settings", "Cookie", "session=ended").is(http.StatusOK)
	if role := a.json()["role"]; role != "public" {
		t.Errorf("an ended session is %v", role)
	}
}

func TestWhatIsShownToWhoeverSignedInIsKeptByNobodyElse(t *testing.T) {
	s := serve(t, geo.Public, secretRecords(), withRoles)
	for _, path := range []string{"/api", "/api/counts", "/api/collections/enterprises/items", "/api/collections/enterprises/items?f=csv", "/tiles/belts/14/13528/6664.mvt"} {
		public := s.get(path, "Origin", "https://elsewhere.example").is(http.StatusOK)
		if public.header.Get("Access-Control-Allow-Origin") != "*" || strings.Contains(public.header.Get("Vary"), "Cookie") {
			t.Errorf("%s for the public: %v", path, public.header)
		}
		tags := []string{public.header.Get("Etag")}
		for _, shown := range [][2]string{{"Authorization", "Bearer desk-cz"}, {"Cookie", "session=desk-viewer"}} {
			a := s.do(http.MethodHead, path, append(shown[:], "Origin", "https://elsewhere.example")...).is(http.StatusOK)
			if a.header.Get("Cache-Control") != "private, no-cache" || !strings.HasSuffix(a.header.Get("Vary"), ", Authorization, Cookie") {
				t.Errorf("%s with %s: %v", path, shown, a.header)
			}
			if a.header.Get("Access-Control-Allow-Origin") != "" || a.header.Get("Access-Control-Allow-Credentials") != "" {
				t.Errorf("%s with %s may be read by other origins", path, shown)
			}
			tag := a.header.Get("Etag")
			if slices.Contains(tags, tag) {
				t.Errorf("%s with %s has the tag %s of another reader", path, shown, tag)
			}
			tags = append(tags, tag)
			if again := s.do(http.MethodHead, path, append(shown[:], "If-None-Match", tag)...); again.status != http.StatusNotModified {
				t.Errorf("%s with %s and its tag %s: %d", path, shown, tag, again.status)
			}
		}
	}
}

func TestTheSettingsSayWhoAsks(t *testing.T) {
	s := serve(t, geo.Public, nil, withRoles)
	as := func(name string) *site {
		own := s.as(name)
		own.describe()
		return own
	}
	intranet := serve(t, geo.Internal, nil)
	for _, c := range []struct {
		settings map[string]any
		want     [3]any
		zones    []any
	}{
		{s.get("/api/settings").json(), [3]any{"public", "public", nil}, []any{}},
		{as("desk-cz").get("/api/settings").json(), [3]any{"internal", "editor", "desk-cz"}, []any{"CZ"}},
		{as("desk-administrator").get("/api/settings").json(), [3]any{"internal", "administrator", "desk-administrator"}, []any{"*"}},
		{intranet.get("/api/settings").json(), [3]any{"internal", "viewer", nil}, []any{"*"}},
	} {
		got := [3]any{c.settings["class"], c.settings["role"], c.settings["account"]}
		if zones, _ := c.settings["zones"].([]any); got != c.want || !slices.Equal(zones, c.zones) {
			t.Errorf("%v in %v, want %v in %v", got, zones, c.want, c.zones)
		}
	}
}
