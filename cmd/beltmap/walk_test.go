package main_test

import (
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
)

var consoleBlock = regexp.MustCompile("(?s)```console\n(.*?)```")

// The steps of docs/data.md, as a reader would take them: every command is run, in order and in one folder, and has to say what the page shows.
func TestTheStepsFromAListToTheMapSayWhatTheDataPageShows(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/data.md")
	if err != nil {
		t.Fatal(err)
	}
	folder, run := t.TempDir(), 0
	var served *site
	for _, block := range consoleBlock.FindAllStringSubmatch(string(page), -1) {
		for _, step := range strings.Split("\n"+block[1], "\n$ ")[1:] {
			command, shown, _ := strings.Cut(step, "\n")
			run++
			var said string
			switch words := strings.Fields(command); {
			case words[0] == "curl":
				said = get(t, served, strings.Trim(words[1], "'"))
			case words[1] == "serve":
				served = serve(t, folder, words[2:]...)
				continue
			default:
				r := beltmap(t, folder, words[1:]...)
				said = r.stdout + r.stderr
			}
			if !shows(shown).MatchString(said) {
				t.Errorf("%s\nshould say\n%s\nand said\n%s…", command, shown, said[:min(len(said), 2000)])
			}
		}
	}
	if run < 9 || served == nil {
		t.Errorf("%d steps found", run)
	}
}

// shows is what a page shows of an output, in which … stands for anything.
func shows(text string) *regexp.Regexp {
	parts := strings.Split(strings.TrimSpace(text), "…")
	for i := range parts {
		parts[i] = regexp.QuoteMeta(strings.Trim(parts[i], "\n"))
	}
	return regexp.MustCompile(`(?s)` + strings.Join(parts, `.*`))
}

func get(t *testing.T, from *site, url string) string {
	t.Helper()
	if from == nil {
		t.Fatal("nothing is served yet")
	}
	res, err := http.Get(strings.Replace(url, "http://127.0.0.1:8080", from.url, 1))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // it was read
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
