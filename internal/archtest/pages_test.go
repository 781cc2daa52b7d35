package archtest_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var shellBlock = regexp.MustCompile("(?s)```(?:sh|bash|console|shell)\n(.*?)```")

// firstCommands are the commands of a README's first shell blocks, without prompts and comments.
func firstCommands(page string, n int) (commands []string) {
	for _, block := range shellBlock.FindAllStringSubmatch(page, -1) {
		for _, line := range strings.Split(block[1], "\n") {
			line, _, _ = strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "$ "), " #")
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "git clone") && !strings.HasPrefix(line, "cd ") {
				commands = append(commands, line)
			}
		}
	}
	return commands[:min(n, len(commands))]
}

func TestBothREADMEsSayTheSameTwoCommands(t *testing.T) {
	want := []string{"go run ./cmd/beltmap serve", "make test"}
	for _, page := range []string{"README.md", "README.zh-CN.md"} {
		if got := firstCommands(read(t, page), 2); !slices.Equal(got, want) {
			t.Errorf("%s: the first two commands are %q, want %q", page, got, want)
		}
	}
	if _, err := os.Stat(filepath.Join(root, "cmd/beltmap/main.go")); err != nil {
		t.Error(err)
	}
}

var makeCall = regexp.MustCompile("(?m)(?:`|^\\s*(?:\\$ )?)make ([a-z0-9]+)\\b")

func TestEveryMakeTargetThatAPageNamesExists(t *testing.T) {
	makefile := read(t, "Makefile")
	pages, err := filepath.Glob(filepath.Join(root, "docs/*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"README.md", "README.zh-CN.md", "CONTRIBUTING.md"} {
		pages = append(pages, filepath.Join(root, name))
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, m := range makeCall.FindAllStringSubmatch(string(text), -1) {
			if !regexp.MustCompile(`(?m)^` + m[1] + `:`).MatchString(makefile) {
				t.Errorf("%s names make %s, which is no target", filepath.Base(page), m[1])
			}
		}
	}
}

// Spelled in pieces, so that this file is no offence itself.
var machinePlace = regexp.MustCompile(strings.Join([]string{
	`(?:^|[\s"'=(:` + "`" + `])/(?:wor` + `k|ro` + `ot|ho` + `me/[a-z]+|Us` + `ers)/`, `/tm` + `p/(?:bash|team|claude)`, `bash_` + `jobs`,
	`registry\.npm` + `js\.org`, `registry\.npm` + `mirror`, `proxy\.gol` + `ang\.org`, `goproxy\.` + `(?:cn|io)`, `artifact` + `ory`, `host\.docker\.` + `internal`,
}, "|"))

func placesIn(name string, text []byte) (offences []string) {
	if bytes.IndexByte(text[:min(len(text), 8000)], 0) >= 0 {
		return nil
	}
	for i, line := range bytes.Split(text, []byte("\n")) {
		if m := machinePlace.Find(line); m != nil {
			offences = append(offences, fmt.Sprintf("%s:%d: %s belongs to one machine", name, i+1, m))
		}
	}
	return offences
}

// tracked is what git would commit: what it has and what is new and not ignored.
func tracked(t *testing.T) []string {
	t.Helper()
	cmd := exec.Command("git", "ls-files", "-co", "--exclude-standard", "-z")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git ls-files: %v", err)
	}
	return strings.Split(strings.TrimRight(string(out), "\x00"), "\x00")
}

func TestNoCommittedFileNamesAMachineOrARegistry(t *testing.T) {
	for _, name := range tracked(t) {
		text, err := os.ReadFile(filepath.Join(root, name))
		if os.IsNotExist(err) {
			continue // deleted and not yet committed
		}
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(name, "static/dist/") {
			report(t, placesIn(name, text))
		}
	}
	for text, want := range map[string]int{"dir = \"/wor" + "k/main/x\"": 1, "see docs/work/x": 0, "https://registry.npm" + "js.org/x": 1, "/tmp is fine": 0} {
		if got := placesIn("planted", []byte(text)); len(got) != want {
			t.Errorf("planted %q: %q", text, got)
		}
	}
}

func TestLongFilesAreListed(t *testing.T) {
	for _, f := range house(t) {
		if lines := f.fset.File(f.ast.Pos()).LineCount(); lines > 400 {
			t.Logf("%s has %d lines: one job each?", f.path, lines)
		}
	}
}
