package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const passing = `{"Action":"start","Package":"beltmap/geo"}
{"Action":"run","Package":"beltmap/geo","Test":"TestA"}
{"Action":"run","Package":"beltmap/geo","Test":"TestA/one"}
{"Action":"pass","Package":"beltmap/geo","Test":"TestA/one"}
{"Action":"run","Package":"beltmap/geo","Test":"TestA/two"}
{"Action":"pass","Package":"beltmap/geo","Test":"TestA/two"}
{"Action":"pass","Package":"beltmap/geo","Test":"TestA"}
{"Action":"run","Package":"beltmap/geo","Test":"TestB"}
{"Action":"output","Package":"beltmap/geo","Test":"TestB","Output":"    a_test.go:3: ../shared is absent\n"}
{"Action":"skip","Package":"beltmap/geo","Test":"TestB"}
{"Action":"pass","Package":"beltmap/geo","Elapsed":1.5}
`

const failing = `{"Action":"run","Package":"beltmap/x","Test":"TestA"}
{"Action":"run","Package":"beltmap/x","Test":"TestA/one"}
{"Action":"output","Package":"beltmap/x","Test":"TestA/one","Output":"got 1, want 2\n"}
{"Action":"fail","Package":"beltmap/x","Test":"TestA/one"}
{"Action":"fail","Package":"beltmap/x","Test":"TestA"}
{"Action":"fail","Package":"beltmap/x"}
`

const brokenBuild = `{"ImportPath":"beltmap/y","Action":"build-output","Output":"y.go:1: no\n"}
{"ImportPath":"beltmap/y","Action":"build-fail"}
{"Action":"start","Package":"beltmap/y"}
{"Action":"output","Package":"beltmap/y","Output":"FAIL beltmap/y [build failed]\n"}
{"Action":"fail","Package":"beltmap/y","FailedBuild":"beltmap/y"}
`

const crashed = `{"Action":"run","Package":"beltmap/z","Test":"TestA"}
{"Action":"output","Package":"beltmap/z","Test":"TestA","Output":"panic\n"}
`

const nodeTAP = `TAP version 13
# Subtest: a page
    # Subtest: one
    ok 1 - one
      ---
      duration_ms: 3
      ...
    # Subtest: two
    not ok 2 - two
      ---
      error: 'count is 3'
      ...
    1..2
not ok 1 - a page
  ---
  failureType: 'subtestsFailed'
  ...
# Subtest: three
ok 2 - three
1..2
# pass 2
`

const flatTAP = `TAP version 13
1..3
ok 1 - a.test.ts > one # time=1.2ms
ok 2 - a.test.ts > two # time=1.2ms
ok 3 - a.test.ts > three # SKIP
`

func TestEveryRunnerIsCounted(t *testing.T) {
	for _, c := range []struct {
		name, as, in   string
		passed, failed int
		says           string
	}{
		{"subtests count, their parent does not", "go", passing, 2, 0, "left out  beltmap/geo TestB: a_test.go:3: ../shared is absent"},
		{"a failure shows its output", "go", failing, 0, 1, "got 1, want 2"},
		{"a package that does not build is one failure", "go", brokenBuild, 0, 1, "y.go:1: no"},
		{"a test that never ended failed", "go", crashed, 0, 1, "panic"},
		{"node's suites count through their tests", "tap", nodeTAP, 2, 1, "error: 'count is 3'"},
		{"a skipped browser test is a failure", "tap", flatTAP, 2, 1, "three (skip)"},
		{"no test at all is a failure", "tap", "", 0, 1, "no test ran"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file, out := filepath.Join(t.TempDir(), "count"), &bytes.Buffer{}
			err := run([]string{"-as", c.as, "-out", file}, strings.NewReader(c.in), out)
			if (err != nil) != (c.failed > 0) {
				t.Errorf("error %v with %d failures", err, c.failed)
			}
			if !strings.Contains(out.String(), c.says) {
				t.Errorf("output lacks %q:\n%s", c.says, out)
			}
			out.Reset()
			_ = run([]string{"-sum", filepath.Dir(file), "count"}, nil, out)
			lines := strings.Split(strings.TrimSpace(out.String()), "\n")
			want := fmt.Sprintf("%d passed, %d failed", c.passed, c.failed)
			if got := lines[len(lines)-1]; got != want {
				t.Errorf("last line %q, want %q", got, want)
			}
		})
	}
}

func TestARunnerThatDidNotReportFails(t *testing.T) {
	dir, out := t.TempDir(), &bytes.Buffer{}
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte("5 0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run([]string{"-sum", dir, "go", "e2e"}, nil, out); err == nil {
		t.Error("no error although e2e did not report")
	}
	if !strings.HasSuffix(out.String(), "5 passed, 1 failed\n") {
		t.Errorf("output %q", out)
	}
}
