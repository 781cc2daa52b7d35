package archtest_test

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var pageLink = regexp.MustCompile(`\]\(([^)#\s]+)`)

func TestEveryLinkBetweenPagesLeadsSomewhere(t *testing.T) {
	seen := 0
	for _, name := range tracked(t) {
		if filepath.Ext(name) != ".md" {
			continue
		}
		for _, m := range pageLink.FindAllStringSubmatch(read(t, name), -1) {
			if u, err := url.Parse(m[1]); err != nil || u.Scheme != "" {
				continue
			}
			seen++
			if _, err := os.Stat(filepath.Join(root, filepath.Dir(name), m[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			}
		}
	}
	if seen < 30 {
		t.Errorf("saw only %d links", seen)
	}
}

func TestTheIndexOfPagesNamesEveryPageAndDecision(t *testing.T) {
	index := read(t, "docs/README.md")
	for _, name := range tracked(t) {
		page, found := strings.CutPrefix(name, "docs/")
		if found && filepath.Ext(page) == ".md" && page != "README.md" && !strings.Contains(index, "("+page+")") {
			t.Errorf("docs/README.md does not list %s", page)
		}
	}
}
