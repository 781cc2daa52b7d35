package server_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"beltmap/geo"
	"beltmap/geo/world"
	"beltmap/internal/server"
)

func worldAll() world.Query { return world.Query{} }

func TestItAnswersSoonAndWithFlatMemoryAfter5000AbortedRequests(t *testing.T) {
	s := serve(t, geo.Public, generated(t, 4000))
	paths := []string{"/api/collections/enterprises/items?limit=10000", "/tiles/belts/7/105/51.mvt?employees=%d", "/tiles/belts/10/845/415.mvt?datetime=2020-01-%02d",
		"/api/counts?industry=x%d", "/api/search?q=a%d"}
	abort := func(i int) {
		path := paths[i%len(paths)]
		if strings.Contains(path, "%") {
			path = fmt.Sprintf(path, i%28+1)
		}
		c, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Error(err)
			return
		}
		fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path)
		if i%2 == 0 {
			_ = c.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
			_, _ = io.ReadFull(c, make([]byte, rand.IntN(2000))) // some leave in the middle of the answer
		}
		_ = c.(*net.TCPConn).SetLinger(0) // a reset, as from a client that was killed
		_ = c.Close()
	}
	storm := func(n int) {
		var wg sync.WaitGroup
		for worker := range 50 {
			wg.Go(func() {
				for i := worker; i < n; i += 50 {
					abort(i)
				}
			})
		}
		wg.Wait()
	}
	storm(500) // caches and pools reach their size
	settle(t)
	routines, heap := runtime.NumGoroutine(), heapBytes()
	storm(5000)
	began := time.Now()
	s.get("/tiles/belts/9/422/207.mvt")
	s.get("/api/collections/zones/items?limit=1").is(http.StatusOK)
	if took := time.Since(began); took > 10*time.Second { // as if what nobody waits for were still made, on however busy a machine
		t.Errorf("two requests took %v right after the storm", took)
	}
	settle(t)
	if now := runtime.NumGoroutine(); now > routines+10 {
		t.Errorf("%d goroutines, %d before", now, routines)
	}
	if now := heapBytes(); now > heap+heap/4+8<<20 {
		t.Errorf("%d MB in use, %d MB before", now>>20, heap>>20)
	}
	if text := s.log.String(); strings.Contains(text, "ERROR") {
		t.Errorf("the log holds errors: %.500s", text)
	}
}

// settle waits until the goroutines of closed connections have ended.
func settle(t *testing.T) {
	t.Helper()
	last := 0
	for range 100 {
		n := runtime.NumGoroutine()
		if n == last {
			return
		}
		last = n
		time.Sleep(100 * time.Millisecond)
	}
}

func heapBytes() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}

func TestTooManyRequestsAreShedEarlyButHealthIsAnswered(t *testing.T) {
	s := serve(t, geo.Public, generated(t, 2000), func(o *server.Options) { o.MaxInFlight = 2 })
	var slow []net.Conn // clients that ask for much and read nothing hold their places
	for range 6 {       // two of them get a place, whatever else asks meanwhile
		c, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_ = c.(*net.TCPConn).SetReadBuffer(4096)
		fmt.Fprint(c, strings.Repeat("GET /api/collections/enterprises/items?limit=10000 HTTP/1.1\r\nHost: x\r\n\r\n", 30)) // more than any socket buffer holds
		slow = append(slow, c)
	}
	time.Sleep(200 * time.Millisecond)
	var a *answer
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if a = s.get("/api/settings"); a.status == http.StatusServiceUnavailable {
			break
		}
	}
	if kind := a.problem(http.StatusServiceUnavailable, ""); kind != "urn:problem-type:beltmap:unavailable" || a.header.Get("Retry-After") == "" {
		t.Errorf("%s, Retry-After %q", kind, a.header.Get("Retry-After"))
	}
	for _, path := range []string{"/healthz", "/readyz", "/metrics"} {
		s.get(path).is(http.StatusOK)
	}
	for _, c := range slow {
		_ = c.Close()
	}
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if a = s.get("/api/settings"); a.status == http.StatusOK {
			return
		}
		if time.Now().After(end) {
			t.Fatal("it sheds on after the load has gone")
		}
	}
}

func TestABodyIsLimitedAndAHugeHeaderRefused(t *testing.T) {
	s := serve(t, geo.Public, nil)
	request, err := http.NewRequest(http.MethodGet, s.URL+"/api", bytes.NewReader(make([]byte, 1<<20)))
	if err != nil {
		t.Fatal(err)
	}
	response, err := s.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusRequestEntityTooLarge || response.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("a megabyte of body: %d", response.StatusCode)
	}
}

func TestServeStopsGracefullyAndBoundsSlowClients(t *testing.T) {
	t.Parallel()
	s := serve(t, geo.Public, generated(t, 10_000))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, l, s.server, server.Patience{}) }()
	running, err := http.Get("http://" + l.Addr().String() + "/api/collections/enterprises/items?limit=10000")
	if err != nil {
		t.Fatal(err)
	}
	huge, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(huge, "GET /api HTTP/1.1\r\nHost: x\r\nX-Long: %s\r\n\r\n", strings.Repeat("a", 100<<10))
	if line, _ := bufio.NewReader(huge).ReadString('\n'); !strings.Contains(line, "431") {
		t.Errorf("a header of 100 KB: %q", line)
	}
	cancel()
	body, err := io.ReadAll(running.Body)
	_ = running.Body.Close()
	if err != nil || !bytes.HasSuffix(bytes.TrimSpace(body), []byte("]}")) {
		t.Errorf("the running answer was cut at %d bytes: %v", len(body), err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(15 * time.Second):
		t.Fatal("it does not stop")
	}
	if c, err := net.Dial("tcp", l.Addr().String()); err == nil {
		_ = c.Close()
		t.Error("it still listens")
	}
}

// Who stops amid a request, in its headers or in its body, is cut off when its time is over, whatever it was about to change; others are answered meanwhile.
func TestARequestThatStopsHalfwayIsCutOff(t *testing.T) {
	t.Parallel()
	s := edited(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	patience := server.Patience{Headers: 300 * time.Millisecond, Request: time.Second}
	go func() { ended <- server.Serve(ctx, l, s.server, patience) }()
	before := s.app.World().Version()
	var wg sync.WaitGroup
	for name, c := range map[string]struct {
		sends string
		waits time.Duration
	}{
		"headers": {"GET /api HTTP/1.1\r\nHost: x\r\nX-A: ", patience.Headers},
		"an edit": {"PATCH " + ofCZ + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer desk-cz\r\nContent-Type: application/merge-patch+json\r\n" +
			"If-Match: *\r\nContent-Length: 60\r\n\r\n{\"properties\":{\"name_zh\":", patience.Request},
		"a chunk": {"POST " + enterprisesPath + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer desk-cz\r\nContent-Type: application/geo+json\r\n" +
			"Transfer-Encoding: chunked\r\n\r\n40\r\n{\"type\":", patience.Request},
	} {
		wg.Go(func() {
			conn, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			began := time.Now()
			fmt.Fprint(conn, c.sends)
			_ = conn.SetReadDeadline(began.Add(20 * time.Second))
			said, err := io.ReadAll(conn)
			took := time.Since(began)
			if timeout, ok := err.(net.Error); ok && timeout.Timeout() || took < c.waits/2 || bytes.Contains(said, []byte("200 OK")) || bytes.Contains(said, []byte("201 Created")) {
				t.Errorf("%s: after %v: %q, %v", name, took, said, err)
			}
		})
	}
	if r, err := http.Get("http://" + l.Addr().String() + "/api"); err != nil || r.StatusCode != http.StatusOK {
		t.Errorf("meanwhile: %v %v", r, err)
	} else {
		_ = r.Body.Close()
	}
	wg.Wait()
	if now := s.app.World().Version(); now != before {
		t.Errorf("half a body made version %d of %d", now, before)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestMetricsAnswerThisMachineOnly(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	if text := string(s.get("/metrics").is(http.StatusOK).body); !strings.Contains(text, `beltmap_records{collection="zones"}`) || !strings.Contains(text, "beltmap_answers_total") {
		t.Errorf("%.300s", text)
	}
	s.get("/metrics", "X-Forwarded-For", "192.0.2.1").problem(http.StatusForbidden, "")
}

func TestHTTPErrorIsNeverUsed(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, "_test.go") && bytes.Contains(text, []byte("http.Error"+"(")) {
			t.Errorf("%s answers with http.Error; return the error instead", name)
		}
	}
}
