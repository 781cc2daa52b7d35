package main

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strings"
)

var tapLine = regexp.MustCompile(`^(\s*)(not ok|ok) \d+ - (.*?)(?:\s+#\s*(.*))?$`)

// readTAP reads TAP as node --test (nested) and vitest's tap-flat write it. Only leaves count: node repeats a file or suite as a line of
// its own after the lines of its tests, which are indented deeper. A test skipped or marked todo counts as failed: nothing here may
// be left out silently.
func readTAP(in io.Reader, out io.Writer) Count {
	var count Count
	deepest := -1 // indentation of the tests seen since the last line of lesser depth
	childFailed := false
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	detail := false
	for lines.Scan() {
		line := lines.Text()
		m := tapLine.FindStringSubmatch(line)
		if m == nil {
			if detail || !strings.HasPrefix(strings.TrimSpace(line), "#") && !isTAPNoise(line) {
				fmt.Fprintln(out, line)
			}
			if strings.TrimSpace(line) == "..." {
				detail = false
			}
			continue
		}
		depth, ok, name, directive := len(m[1]), m[2] == "ok", m[3], strings.ToLower(m[4])
		if strings.HasPrefix(directive, "skip") || strings.HasPrefix(directive, "todo") {
			ok, name = false, name+" ("+directive+")"
		}
		detail = !ok
		if deepest > depth { // the line that sums up the deeper ones
			deepest = depth
			if ok || childFailed {
				childFailed = childFailed && depth > 0
				detail = false
				continue
			}
		}
		deepest = depth
		mark := "ok   "
		if ok {
			count.Passed++
		} else {
			count.Failed++
			childFailed = true
			mark = "FAIL "
		}
		fmt.Fprintln(out, mark, strings.TrimSpace(name), strings.TrimSpace(m[4]))
	}
	return count
}

// isTAPNoise tells whether a line is TAP's own bookkeeping: the plan, the version, the timing block of a test that passed.
func isTAPNoise(line string) bool {
	s := strings.TrimSpace(line)
	for _, p := range []string{"TAP version", "1..", "---", "...", "duration_ms:", "type:"} {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return s == ""
}
