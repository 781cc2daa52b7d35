package main_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// The end-to-end tests run the built binary as a user does: that of BELTMAP, as the browser tests do, or one that is built for them once.
func TestMain(m *testing.M) {
	if built := os.Getenv("BELTMAP"); built != "" {
		_ = os.Setenv("BELTMAP_TEST_BINARY", built)
		os.Exit(m.Run())
	}
	folder, err := os.MkdirTemp("", "beltmap-e2e-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	built := filepath.Join(folder, "beltmap")
	if out, err := exec.Command("go", "build", "-o", built, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "the binary cannot be built: %v\n%s", err, out)
		os.Exit(1)
	}
	_ = os.Setenv("BELTMAP_TEST_BINARY", built)
	code := m.Run()
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

func binary() string { return os.Getenv("BELTMAP_TEST_BINARY") }

// result is what one run of the binary left.
type result struct {
	code           int
	stdout, stderr string
}

// beltmap runs the binary in a folder, in English unless the arguments say otherwise.
func beltmap(t *testing.T, folder string, args ...string) result {
	t.Helper()
	return beltmapWith(t, folder, []string{"LANG=en_US.UTF-8"}, args...)
}

func beltmapWith(t *testing.T, folder string, env []string, args ...string) result {
	t.Helper()
	return beltmapFed(t, folder, "", env, args...)
}

// beltmapFed runs the binary with something on its standard input.
func beltmapFed(t *testing.T, folder, input string, env []string, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary(), args...)
	cmd.Dir, cmd.Env, cmd.Stdin = folder, env, strings.NewReader(input)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	r := result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
	clean(t, r.stderr)
	return r
}

var dirty = regexp.MustCompile(`panic:|goroutine \d+ \[|level=(ERROR|WARN)|"level":"(ERROR|WARN)"|DATA RACE|unexpected failure|意外错误`)

// clean fails the test if the log holds what no user should meet.
func clean(t *testing.T, log string) {
	t.Helper()
	if found := dirty.FindString(log); found != "" {
		t.Errorf("the log is not clean (%s):\n%s", found, log)
	}
}

// says fails the test unless the run ended with a code and one clear sentence that holds all the parts.
func (r result) says(t *testing.T, code int, parts ...string) {
	t.Helper()
	if r.code != code {
		t.Errorf("exit code %d, want %d\n%s%s", r.code, code, r.stdout, r.stderr)
	}
	for _, part := range parts {
		if !strings.Contains(r.stdout+r.stderr, part) {
			t.Errorf("%q is not said:\n%s%s", part, r.stdout, r.stderr)
		}
	}
}

// sentence fails the test unless standard error is exactly one sentence.
func (r result) sentence(t *testing.T, parts ...string) {
	t.Helper()
	r.says(t, 1, parts...)
	if lines := strings.Count(r.stderr, "\n"); lines != 1 || r.stdout != "" {
		t.Errorf("not one sentence:\n%s%s", r.stdout, r.stderr)
	}
}

func write(t *testing.T, folder, name, text string) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// list names what is in a folder.
func list(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// site is a running server.
type site struct {
	url    string
	cmd    *exec.Cmd
	stderr *journal
}

// journal is what a server writes to its standard error, which may be read while it runs.
type journal struct {
	lock sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.lock.Lock()
	defer j.lock.Unlock()
	return j.text.Write(b)
}

func (j *journal) String() string {
	j.lock.Lock()
	defer j.lock.Unlock()
	return j.text.String()
}

// serve starts the server on a free port; when the test ends it is stopped, and its log must be clean.
func serve(t *testing.T, folder string, args ...string) *site {
	t.Helper()
	cmd := exec.Command(binary(), append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Dir, cmd.Env = folder, []string{"LANG=en_US.UTF-8"}
	s := &site{cmd: cmd, stderr: &journal{}}
	cmd.Stderr = s.stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.stop(t) })
	line, _ := bufio.NewReader(out).ReadString('\n')
	s.url = regexp.MustCompile(`https?://\S+`).FindString(line)
	if s.url == "" {
		t.Fatalf("the server says no address: %q %s", line, s.stderr)
	}
	return s
}

func (s *site) stop(t *testing.T) {
	t.Helper()
	if s.cmd.ProcessState != nil {
		return
	}
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	_ = s.cmd.Wait()
	if code := s.cmd.ProcessState.ExitCode(); code != 0 {
		t.Errorf("the server ended with %d", code)
	}
	clean(t, s.stderr.String())
}

func (s *site) get(t *testing.T, path string) (int, string) {
	t.Helper()
	response, err := http.Get(s.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// inSmallDisk runs a shell script with a fresh tmpfs of some size mounted at $DISK, in a mount namespace of its own, which root may make and
// others through a user namespace. Where neither is allowed, as in some containers, it says so and that the script was left out.
func inSmallDisk(t *testing.T, size, script string) (said string, ran bool) {
	t.Helper()
	disk := t.TempDir()
	flags := "-m"
	if os.Getuid() != 0 {
		flags = "-rm"
	}
	cmd := exec.Command("unshare", flags, "sh", "-c", "mount -t tmpfs -o size="+size+" none \"$DISK\" || exit 97\n"+script)
	cmd.Env = []string{"LANG=en_US.UTF-8", "DISK=" + disk, "BELTMAP=" + binary(), "PATH=" + os.Getenv("PATH")}
	out, err := cmd.CombinedOutput()
	clean(t, string(out))
	if err != nil && len(list(t, disk)) == 0 && (cmd.ProcessState == nil || cmd.ProcessState.ExitCode() == 97 || strings.Contains(string(out), "unshare")) {
		t.Logf("left out: no disk can be mounted here (%v)", err)
		return "", false
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out), true
}
