package main_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// resident is the memory of a process in bytes.
func resident(t *testing.T, pid int) int64 {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		t.Logf("left out: the memory of a process cannot be read here (%v)", err)
		return 0
	}
	pages, err := strconv.ParseInt(strings.Fields(string(text))[1], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return pages * int64(os.Getpagesize())
}

// mayOpen tells whether a process may have so many files open; the server raises its own limit as this one does. Where it may not, the test says so
// and is left out.
func mayOpen(t *testing.T, files uint64) bool {
	t.Helper()
	var limit syscall.Rlimit
	err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit)
	if err == nil && limit.Max >= files {
		limit.Cur = max(limit.Cur, files)
		err = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
	}
	if err != nil || limit.Cur < files {
		t.Logf("left out: %d open files are needed, %d allowed (%v)", files, limit.Max, err)
		return false
	}
	return true
}

// crowd opens connections that say something and then wait.
func crowd(t *testing.T, s *site, n int, say string) []net.Conn {
	t.Helper()
	all := make([]net.Conn, n)
	for i := range all {
		c, err := net.DialTimeout("tcp", strings.TrimPrefix(s.url, "http://"), 5*time.Second)
		if err != nil {
			t.Fatalf("connection %d: %v", i, err)
		}
		all[i] = c
		if _, err := io.WriteString(c, say); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		for _, c := range all {
			_ = c.(*net.TCPConn).SetLinger(0) // ten thousand would wait long for a last word
			_ = c.Close()
		}
	})
	return all
}

func TestTwoThousandListenersHearOfAChangeAndCostLessThan100MB(t *testing.T) {
	if !mayOpen(t, 2200) {
		return
	}
	folder := t.TempDir()
	write(t, folder, "zones.geojson", fewZones)
	beltmap(t, folder, "import", "zones.geojson", "--db", "a.gpkg").says(t, 0)
	s := serve(t, folder, "--db", "a.gpkg")
	s.get(t, "/api/counts")
	before := resident(t, s.cmd.Process.Pid)
	listeners := crowd(t, s, 2000, "GET /api/changes HTTP/1.1\r\nHost: x\r\n\r\n")
	readers := make([]*bufio.Reader, len(listeners))
	hear := func(what string) {
		for i, c := range listeners {
			if readers[i] == nil {
				readers[i] = bufio.NewReaderSize(c, 1024)
			}
			_ = c.SetReadDeadline(time.Now().Add(30 * time.Second))
			for {
				line, err := readers[i].ReadString('\n')
				if err != nil {
					t.Fatalf("listener %d hears no %s: %v", i, what, err)
				}
				if strings.Contains(line, what) {
					break
				}
			}
		}
	}
	hear("event: begin")
	write(t, folder, "enterprises.csv", "id,name_zh,lon,lat,zone\nE9,企业九,118.4,32.4,A\n")
	beltmap(t, folder, "import", "enterprises.csv", "--db", "a.gpkg").says(t, 0, "added 1")
	began := time.Now()
	hear(`"id":"E9"`)
	cost := resident(t, s.cmd.Process.Pid) - before
	t.Logf("2,000 listeners cost %.1f MB and all heard within %v of the import", float64(cost)/(1<<20), time.Since(began).Round(time.Millisecond))
	if cost > 100<<20 {
		t.Errorf("2,000 listeners cost %d MB", cost>>20)
	}
}

func TestTenThousandIdleConnectionsDoNotKeepTheServerFromAnswering(t *testing.T) {
	if !mayOpen(t, 10_500) {
		return
	}
	s := serve(t, t.TempDir())
	s.get(t, "/api/counts")
	before := resident(t, s.cmd.Process.Pid)
	idle := crowd(t, s, 10_000, "")
	began := time.Now()
	for _, path := range []string{"/healthz", "/api/counts", "/api/collections/zones/items", "/tiles/belts/8/211/103.mvt"} {
		if code, _ := s.get(t, path); code != http.StatusOK {
			t.Errorf("%s: %d", path, code)
		}
	}
	took, cost := time.Since(began), resident(t, s.cmd.Process.Pid)-before
	t.Logf("%d idle connections cost %.1f MB; four answers took %v", len(idle), float64(cost)/(1<<20), took.Round(time.Millisecond))
	if cost > 300<<20 {
		t.Errorf("%d MB are in use", cost>>20)
	}
}

func TestClientsThatNeverFinishWhatTheyBeganAreCutOff(t *testing.T) {
	t.Parallel()
	s := serve(t, t.TempDir())
	began := time.Now()
	slow := crowd(t, s, 50, "GET /api HTTP/1.1\r\nHost: x\r\n")
	half := crowd(t, s, 20, "POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{")
	for range 3 {
		for _, c := range slow {
			_, _ = io.WriteString(c, "X-A: b\r\n") // one more header a second, for ever
		}
		if code, _ := s.get(t, "/api/counts"); code != http.StatusOK {
			t.Errorf("meanwhile: %d", code)
		}
		time.Sleep(time.Second)
	}
	for i, c := range slow {
		_ = c.SetReadDeadline(began.Add(13 * time.Second)) // bodies have 15
		if said, err := io.ReadAll(c); err != nil && !strings.Contains(err.Error(), "reset") || bytes.Contains(said, []byte("200 OK")) {
			t.Fatalf("slow headers %d: %q %v", i, said, err)
		}
	}
	if code, _ := s.get(t, "/api/counts"); code != http.StatusOK {
		t.Errorf("%d while %d bodies are half there", code, len(half))
	}
}
