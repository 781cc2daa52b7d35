package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Count is how many tests passed and failed.
type Count struct{ Passed, Failed int }

// event is one line of go test -json.
type event struct {
	Action      string
	Package     string
	ImportPath  string
	Test        string
	Output      string
	Elapsed     float64
	FailedBuild string
}

type packageRun struct {
	results map[string]string   // by test: pass, fail or skip
	output  map[string][]string // by test; "" is the package's own
}

type goReader struct {
	out    io.Writer
	runs   map[string]*packageRun
	builds map[string][]string
	count  Count
}

// readGo reads go test -json: a line a package, and of failed tests their output. A test with subtests counts through them, unless
// it failed of itself. What was skipped is named with its reason.
func readGo(in io.Reader, out io.Writer) Count {
	r := &goReader{out: out, runs: map[string]*packageRun{}, builds: map[string][]string{}}
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			r.line(line)
		}
		if err != nil {
			break
		}
	}
	for name := range r.runs { // a package that never finished
		r.finish(event{Action: "fail", Package: name})
	}
	return r.count
}

func (r *goReader) line(line string) {
	var e event
	if json.Unmarshal([]byte(line), &e) != nil || e.Action == "" {
		fmt.Fprint(r.out, line) // the go command's own words
		return
	}
	if e.Package == "" {
		r.builds[e.ImportPath] = append(r.builds[e.ImportPath], e.Output)
		return
	}
	p := r.runs[e.Package]
	if p == nil {
		p = &packageRun{results: map[string]string{}, output: map[string][]string{}}
		r.runs[e.Package] = p
	}
	switch e.Action {
	case "output":
		p.output[e.Test] = append(p.output[e.Test], e.Output)
	case "run":
		p.results[e.Test] = "fail" // until it says otherwise: a crash leaves it so
	case "pass", "fail", "skip":
		if e.Test != "" {
			p.results[e.Test] = e.Action
			return
		}
		r.finish(e)
	}
}

func (r *goReader) finish(e event) {
	p := r.runs[e.Package]
	delete(r.runs, e.Package)
	failed := 0
	names := make([]string, 0, len(p.results))
	for name := range p.results {
		names = append(names, name)
	}
	slices.Sort(names)
	for i, name := range names {
		parent := i+1 < len(names) && strings.HasPrefix(names[i+1], name+"/")
		switch p.results[name] {
		case "pass":
			if !parent {
				r.count.Passed++
			}
		case "skip":
			fmt.Fprintf(r.out, "left out  %s %s: %s\n", e.Package, name, reason(p.output[name]))
		case "fail":
			if parent && p.childFailed(name) {
				break
			}
			failed++
			fmt.Fprintf(r.out, "--- FAIL  %s %s\n%s", e.Package, name, strings.Join(p.output[name], ""))
		}
	}
	if e.Action == "fail" && failed == 0 {
		failed = 1
		fmt.Fprint(r.out, strings.Join(r.builds[e.FailedBuild], ""), strings.Join(p.output[""], ""))
	}
	r.count.Failed += failed
	if e.Action != "skip" {
		fmt.Fprintf(r.out, "%-5s %-28s %6.1fs %4d tests\n", map[string]string{"pass": "ok", "fail": "FAIL"}[e.Action], e.Package, e.Elapsed, len(names))
	}
}

func (p *packageRun) childFailed(name string) bool {
	for other, result := range p.results {
		if result == "fail" && strings.HasPrefix(other, name+"/") {
			return true
		}
	}
	return false
}

// reason is the message of a skipped test: its last line that is not the runner's.
func reason(output []string) string {
	for _, line := range slices.Backward(output) {
		if s := strings.TrimSpace(line); s != "" && !strings.HasPrefix(s, "---") && !strings.HasPrefix(s, "===") {
			return s
		}
	}
	return "no reason given"
}
