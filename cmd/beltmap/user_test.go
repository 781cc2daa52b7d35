package main_test

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"
)

var english = []string{"LANG=en_US.UTF-8"}

func TestAccountsAreMadeAndChangedBesideARunningServer(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	serve(t, folder, "--db", "a.gpkg")
	const secret = "correct horse battery"
	add := func(name string, more ...string) result {
		return beltmapFed(t, folder, secret+"\n", english, append([]string{"user", "add", name, "--db", "a.gpkg"}, more...)...)
	}
	add("Planning-CZ", "--role", "editor", "--zones", "CZ,NG").says(t, 0, "the account planning-cz (editor, zones CZ,NG) is in a.gpkg")
	add("规划科", "--role", "administrator").says(t, 0, "administrator, zones *")
	add("planning-cz", "--role", "viewer", "--zones", "*").sentence(t, "the account planning-cz exists already")
	add("13912345678", "--role", "viewer", "--zones", "*").sentence(t, "cannot name an account")
	beltmapFed(t, folder, "short\n", english, "user", "add", "x1", "--role", "viewer", "--zones", "*", "--db", "a.gpkg").sentence(t, "the password is too short; at least 10 characters")
	beltmap(t, folder, "user", "add", "x1", "--role", "viewer", "--zones", "*", "--db", "a.gpkg").sentence(t, "there is no password on standard input")
	beltmap(t, folder, "user", "disable", "planning-cz", "--db", "a.gpkg").says(t, 0, "the account planning-cz is changed")
	list := beltmap(t, folder, "user", "list", "--db", "a.gpkg")
	list.says(t, 0, "planning-cz\teditor\tCZ,NG\tdisabled\t20", "规划科\tadministrator\t*\tactive\t20")
	if strings.Contains(list.stdout, "argon2") || strings.Count(list.stdout, "\n") != 2 {
		t.Errorf("%s", list.stdout)
	}
	beltmap(t, folder, "user", "enable", "planning-cz", "--db", "a.gpkg").says(t, 0)
	beltmap(t, folder, "user", "rights", "planning-cz", "--role", "viewer", "--zones", "CZ", "--db", "a.gpkg").says(t, 0)
	beltmapFed(t, folder, "another long password\r\n", english, "user", "password", "planning-cz", "--db", "a.gpkg").says(t, 0)
	beltmap(t, folder, "user", "list", "--db", "a.gpkg", "--lang", "zh").says(t, 0, "planning-cz\tviewer\tCZ\t可用")
	beltmap(t, folder, "user", "remove", "planning-cz", "--db", "a.gpkg").says(t, 0, "is removed")
	beltmap(t, folder, "user", "remove", "planning-cz", "--db", "a.gpkg").sentence(t, "there is no account planning-cz")
	log := beltmap(t, folder, "audit", "export", "--db", "a.gpkg").stdout
	for action, times := range map[string]int{"user_added,accounts/planning-cz": 1, "user_added,accounts/规划科": 1, "user_changed,accounts/planning-cz": 4, "user_removed,accounts/planning-cz": 1} {
		if strings.Count(log, action) != times {
			t.Errorf("%s is not entered %d times:\n%s", action, times, log)
		}
	}
	if strings.Contains(log, secret) || strings.Contains(log, "another long") {
		t.Error("a password is in the log")
	}
}

// The whole way: an account made beside the server signs in, is known, and is shut out within a second.
func TestAnAccountSignsInAtARunningServer(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	s := serve(t, folder, "--db", "a.gpkg")
	const secret = "correct horse battery"
	beltmapFed(t, folder, secret+"\n", english, "user", "add", "planning-a", "--role", "editor", "--zones", "A", "--db", "a.gpkg").says(t, 0)
	res, err := http.Post(s.url+"/api/session", "application/json", strings.NewReader(`{"account":"planning-a","password":"`+secret+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != 200 || len(res.Cookies()) != 1 {
		t.Fatalf("%d %v", res.StatusCode, res.Cookies())
	}
	who := func(name, value string) string {
		t.Helper()
		r, err := http.NewRequest(http.MethodGet, s.url+"/api/session", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set(name, value)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	cookie := res.Cookies()[0].Name + "=" + res.Cookies()[0].Value
	if said := who("Cookie", cookie); !strings.Contains(said, `"account":"planning-a","role":"editor","zones":["A"]`) {
		t.Errorf("%s", said)
	}
	made := strings.Fields(beltmap(t, folder, "token", "create", "--role", "viewer", "--zones", "*", "--db", "a.gpkg").stdout)
	if said := who("Authorization", "Bearer "+made[len(made)-1]); !strings.Contains(said, `"way":"token"`) {
		t.Errorf("%s", said)
	}
	beltmap(t, folder, "user", "disable", "planning-a", "--db", "a.gpkg").says(t, 0)
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(100 * time.Millisecond) { // a second, where nothing else keeps the machine busy
		if said := who("Cookie", cookie); strings.Contains(said, `"role":"public"`) {
			break
		} else if time.Now().After(end) {
			t.Fatalf("ten seconds after it was disabled: %s", said)
		}
	}
	s.stop(t)
	if log := s.stderr.String(); strings.Contains(log, secret) || strings.Contains(log, res.Cookies()[0].Value) || strings.Contains(log, made[len(made)-1]) {
		t.Errorf("a secret is in the log:\n%s", log)
	}
}

func TestAnIdentityProviderThatCannotBeAskedIsSaidAtTheStart(t *testing.T) {
	folder := t.TempDir()
	line := []string{"serve", "--listen", "127.0.0.1:0", "--oidc-issuer", "https://id.example.cn"}
	beltmap(t, folder, line...).says(t, 2, "--public-url is missing")
	line = append(line, "--public-url", "https://map.example.cn")
	beltmap(t, folder, line...).sentence(t, "the id of the client")
	line = append(line, "--oidc-client", "beltmap")
	beltmap(t, folder, append(line, "--oidc-secret-file", "none")...).sentence(t, "the file none of the secret cannot be read")
	beltmap(t, folder, append(line, "--oidc-issuer", "http://id.example.cn")...).sentence(t, "it must be https")
}

func TestATokenIsShownOnceOnTheLastLine(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	r := beltmap(t, folder, "token", "create", "--role", "editor", "--zones", "*", "--expires", "24h", "--note", "nightly", "--db", "a.gpkg")
	r.says(t, 0, "(editor, zones *) is valid until 20")
	lines := strings.Split(strings.TrimSuffix(r.stdout, "\n"), "\n")
	token := lines[len(lines)-1]
	if !regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`).MatchString(token) {
		t.Fatalf("the last line is %q", token)
	}
	id := strings.Fields(lines[0])[2]
	beltmap(t, folder, "token", "revoke", id, "--db", "a.gpkg").says(t, 0, "the token "+id+" is revoked")
	list := beltmap(t, folder, "token", "list", "--db", "a.gpkg")
	list.says(t, 0, id+"\teditor\t*\trevoked\t20", "\tnever\tnightly")
	if strings.Contains(list.stdout, token) {
		t.Error("the list shows the token")
	}
	beltmap(t, folder, "token", "revoke", "none", "--db", "a.gpkg").sentence(t, "there is no token none")
	beltmap(t, folder, "token", "create", "--role", "editor", "--zones", "*", "--expires", "1s", "--db", "a.gpkg").sentence(t, "at most 366 days")
}

func TestWhatCannotBeFollowedOfUserAndTokenIsSaid(t *testing.T) {
	for line, says := range map[string]string{
		"user":                                     "a command is missing",
		"user fly":                                 "fly",
		"user list":                                "--db is missing",
		"user add":                                 "<name>",
		"user add x --db a.gpkg":                   "--role is missing",
		"user add x --role root --db a.gpkg":       `no role "root"`,
		"user add x --role editor --db a.gpkg":     "--zones is missing",
		"token create --role editor --zones <b>":   "is no id of a zone",
		"token create --role viewer --expires 1y":  "--expires",
		"token revoke --db a.gpkg":                 "<id>",
		"token create --role viewer --zones * --x": "--x",
	} {
		beltmap(t, t.TempDir(), strings.Fields(line)...).says(t, 2, says)
	}
	for _, line := range []string{"user list --db a.gpkg", "token list --db a.gpkg", "token create --role viewer --zones * --db a.gpkg", "user remove x --db a.gpkg"} {
		folder := t.TempDir()
		beltmap(t, folder, strings.Fields(line)...).sentence(t, "there is no file a.gpkg")
		if left := list(t, folder); len(left) > 0 {
			t.Errorf("%s left %v", line, left)
		}
	}
}

func TestHelpLeadsToTheCommandsOfUserAndToken(t *testing.T) {
	folder := t.TempDir()
	beltmap(t, folder, "--help").says(t, 0, "user ", "token ")
	beltmap(t, folder, "user", "--help").says(t, 0, "beltmap user", "never a person's", "add ", "rights ")
	beltmap(t, folder, "help", "user", "add").says(t, 0, "beltmap user add NAME", "--role=ROLE", "BELTMAP_ZONES", "standard input")
	beltmap(t, folder, "token", "create", "--help", "--lang", "zh").says(t, 0, "beltmap token create", "最后一行", "默认 720h")
}
