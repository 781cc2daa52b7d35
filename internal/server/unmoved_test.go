package server_test

import (
	"bytes"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"beltmap/geo"
	"beltmap/internal/server"
	"github.com/google/go-cmp/cmp"
)

// Two files differ in what their reader does not see of NG and in nothing else, and every answer is the same, its tag included. So nothing of it follows from
// an answer, nor from any number of them held against each other, areas, days and divisions among them.
func TestNoAnswerMovesWithMembersThatItsReaderDoesNotSee(t *testing.T) {
	var both [2]*site
	for i := range both {
		records, _ := guarded()
		for k := range records {
			if r := &records[k]; i == 1 && r.Zone == "NG" {
				r.Set(geo.FullMembers, geo.Integer(9)) // due to form a branch, where there were none
				r.Set(geo.Members, geo.Integer(44))
				r.Set(geo.Output, geo.Number(1))
				r.Set(geo.Tax, geo.Number(2))
			}
		}
		both[i] = serve(t, geo.Public, records, withRoles)
		both[i].planned("CZ", geo.Proposal{Kind: geo.ProposedBranch, Form: "single", Covers: []string{"CZ-enterprises"}})
	}
	for _, who := range []string{"", "desk-cz"} {
		asked := 0
		for _, path := range everyQuestion() {
			one, two := both[0].unheld(path, who), both[1].unheld(path, who)
			if one.status != two.status || bytes.Equal(one.body, two.body) && one.header.Get("Etag") != two.header.Get("Etag") {
				t.Errorf("%s as %q: %d %s and %d %s", path, who, one.status, one.header.Get("Etag"), two.status, two.header.Get("Etag"))
			}
			if !bytes.Equal(one.body, two.body) && one.still() != two.still() {
				t.Errorf("%s as %q: %s", path, who, cmp.Diff(one.still(), two.still()))
			}
			if one.status == http.StatusOK {
				asked++
			}
		}
		if asked < 80 {
			t.Errorf("%q was answered %d times only", who, asked)
		}
	}
	seen := [2]string{both[0].unheld("/api/gaps?zone=NG", "desk-viewer").still(), both[1].unheld("/api/gaps?zone=NG", "desk-viewer").still()}
	if seen[0] == seen[1] {
		t.Error("who sees NG from inside reads no difference, so that the test shows nothing")
	}
}

// everyQuestion are requests of every path that is read, polygons and scenarios that are sent among them.
func everyQuestion() (all []string) {
	for _, row := range server.Rows() {
		if slices.Contains(row.Methods, http.MethodGet) && row.Deed != "shows" {
			all = append(all, asked(row.Path)...)
		}
	}
	all = slices.DeleteFunc(all, func(path string) bool { // what names no enterprise and no organization, and counts none, and workbooks, which are dear and hold what CSV does
		part := strings.Split(path, "/")
		return strings.HasSuffix(path, "f=xlsx") || part[1] == "t" || strings.HasPrefix(part[2], "tours") || part[2] == "docs" || part[2] == "openapi.json" ||
			len(part) > 3 && part[2] == "collections" && part[3] != "enterprises" && part[3] != "organizations"
	})
	for _, by := range []string{"grid", "belt", "industry", "size", "class", "alliance"} {
		all = append(all, "/api/coverage?as_of=2026-02-01&by="+by, "/api/coverage/series?by="+by, "/api/scenarios/S-CZ/coverage?by="+by)
	}
	for _, path := range []string{"coverage", "coverage?f=csv", "gaps", "gaps?measure=work", "gaps?f=csv", "gaps/hotspots", "gaps/sensitivity"} {
		all = append(all, "POST /api/"+path)
	}
	return all
}

// provinceWide holds both zones of guarded.
const provinceWide = `{"type":"Polygon","coordinates":[[[117,30],[120,30],[120,33],[117,33],[117,30]]]}`

// unheld asks as a reader, and does not hold the answer to the description, which others do.
func (s *site) unheld(path, who string) *answer {
	s.t.Helper()
	method, body := http.MethodGet, ""
	if to, posted := strings.CutPrefix(path, "POST "); posted {
		method, path, body = http.MethodPost, to, provinceWide
	}
	request, err := http.NewRequest(method, s.URL+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Host = "beltmap.example" // in links, QR codes and tags of both
	request.Header.Set("Content-Type", "application/geo+json")
	request.Header.Set("Accept-Encoding", "identity")
	if who != "" {
		request.Header.Set("Authorization", "Bearer "+who)
	}
	response, err := s.Client().Transport.RoundTrip(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := readBody(response)
	if err != nil {
		s.t.Fatal(err)
	}
	return &answer{s.t, path, response.StatusCode, response.Header, text}
}

var moments = regexp.MustCompile(`"timeStamp":"[^"]*"|\d{4}-\d\d-\d\dT[0-9:.]+Z`)

// still is an answer without the moment it was made.
func (a *answer) still() string { return moments.ReplaceAllString(a.plain(), "") }
