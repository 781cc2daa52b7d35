package server_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/internal/server"
)

// listener reads a stream of changes.
type listener struct {
	t        testing.TB
	response *http.Response
	lines    *bufio.Scanner
}

func listen(t testing.TB, client *http.Client, url string, headers ...string) *listener {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	if got := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || got != "text/event-stream" || response.Header.Get("Content-Encoding") != "" {
		t.Fatalf("%d %s %v", response.StatusCode, got, response.Header)
	}
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<20) // an event of 500 changes is a long line
	return &listener{t, response, lines}
}

// block is the next lines up to an empty one, "" at the end of the stream.
func (l *listener) block() string {
	var lines []string
	for l.lines.Scan() {
		if l.lines.Text() == "" {
			break
		}
		lines = append(lines, l.lines.Text())
	}
	return strings.Join(lines, "\n")
}

func (l *listener) hears(want string) {
	l.t.Helper()
	if got := l.block(); got != want {
		l.t.Errorf("heard\n%s\nwant\n%s", got, want)
	}
}

func (s *site) put(t testing.TB, id string) geo.Cursor {
	t.Helper()
	r := geo.New(geo.Places)
	r.ID, r.NameZH = id, "地点"
	version, err := s.app.Apply(t.Context(), geo.BatchOf("test", geo.Change{Op: geo.Put, Record: r}))
	if err != nil {
		t.Fatal(err)
	}
	return version
}

func TestChangesAreToldAsTheyHappenAndAgainToWhoComesBack(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	l := listen(t, s.Client(), s.URL+"/api/changes", "Accept-Encoding", "gzip")
	v := s.app.World().Version()
	begin := func(v geo.Cursor) string {
		return fmt.Sprintf("retry: 2000\nevent: begin\nid: %d\ndata: {\"version\":%[1]d}", v)
	}
	event := func(name string, v geo.Cursor, rest string) string {
		return fmt.Sprintf("event: %s\nid: %d\ndata: {\"version\":%d,%s}", name, v, v, rest)
	}
	one, all := func(op string) string {
		return `"changes":[{"op":"` + op + `","collection":"places","id":"P-LIVE","zone":""}]`
	}, `"all":true`
	l.hears(begin(v))
	s.put(t, "P-LIVE")
	l.hears(event("change", v+1, one("insert")))
	s.put(t, "P-LIVE")
	set := data.SettingChange{Key: geo.PrivacyK.Key, Text: "9", Who: geo.CommandLine()}
	if _, err := s.store.Settings().Set(t.Context(), set); err != nil || s.app.Settle(t.Context()) != nil {
		t.Fatal(err)
	}
	l.hears(event("change", v+2, one("update")))
	l.hears(event("change", v+2, all))
	for _, back := range []*listener{
		listen(t, s.Client(), s.URL+"/api/changes", "Last-Event-ID", fmt.Sprint(v+1)),
		listen(t, s.Client(), s.URL+fmt.Sprintf("/api/changes?after=%d", v+1)),
	} {
		back.hears(begin(v + 2))
		back.hears(event("change", v+2, one("update")))
		back.hears(event("change", v+2, all))
	}
	for _, last := range []string{fmt.Sprint(v + 100), "another server's"} {
		lost := listen(t, s.Client(), s.URL+"/api/changes", "Last-Event-ID", last)
		lost.hears(begin(v + 2))
		lost.hears(event("reset", v+2, all))
	}
	s.get("/api/changes?after=yesterday").problem(http.StatusBadRequest, "after")
}

func TestListenersHaveABoundOfTheirOwnAndAreNotInFlight(t *testing.T) {
	s := serve(t, geo.Public, nil, func(o *server.Options) { o.MaxInFlight, o.MaxListeners = 2, 5 })
	for range 5 {
		listen(t, s.Client(), s.URL+"/api/changes").block()
	}
	s.get("/api/counts").is(http.StatusOK)
	s.get("/api/changes").problem(http.StatusServiceUnavailable, "")
	if n := s.server.InFlight(); n != 0 {
		t.Errorf("%d in flight while 5 only listen", n)
	}
}

func TestAListenerThatDoesNotReadIsDroppedAndNobodyWaitsForIt(t *testing.T) {
	s := serve(t, geo.Public, nil)
	s.server.SetPatience(200 * time.Millisecond)
	small := httptest.NewUnstartedServer(s.server)
	small.Config.ConnContext = func(ctx context.Context, c net.Conn) context.Context { // so that it is soon full
		_ = c.(*net.TCPConn).SetWriteBuffer(4096)
		return ctx
	}
	small.Start()
	defer small.Close()
	deaf, err := net.Dial("tcp", small.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Close()
	_ = deaf.(*net.TCPConn).SetReadBuffer(4096)
	fmt.Fprint(deaf, "GET /api/changes HTTP/1.1\r\nHost: x\r\n\r\n")
	reader := listen(t, s.Client(), s.URL+"/api/changes")
	reader.block()
	var batch []geo.Change
	for i := range 500 {
		r := geo.New(geo.Places)
		r.ID, r.NameZH = fmt.Sprintf("P-%03d-%s", i, strings.Repeat("x", 50)), "地点"
		batch = append(batch, geo.Change{Op: geo.Put, Record: r})
	}
	for end := time.Now().Add(30 * time.Second); s.server.Listening() != 1; { // until more is said than sockets hold
		if time.Now().After(end) {
			t.Fatal("it is not dropped")
		}
		began := time.Now()
		if _, err := s.app.Apply(context.Background(), geo.BatchOf("test", batch...)); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(reader.block(), "event: change") || time.Since(began) > 5*time.Second {
			t.Fatalf("who reads waits %v", time.Since(began))
		}
	}
}

func TestStreamsEndAtOnceWhenTheServerStopsAndLastLongerThanItsTimeouts(t *testing.T) {
	s := serve(t, geo.Public, nil)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, l, s.server, server.Patience{}) }()
	stream := listen(t, http.DefaultClient, "http://"+l.Addr().String()+"/api/changes")
	stream.block()
	began := time.Now()
	cancel()
	stream.hears("")
	if err := stream.lines.Err(); err != nil {
		t.Errorf("the stream is cut off: %v", err)
	}
	if err := <-ended; err != nil || time.Since(began) > 5*time.Second { // half of what it would wait for others
		t.Errorf("it stopped after %v: %v", time.Since(began), err)
	}
}

func TestChangesComeOverHTTP2BeyondTheTimeoutsOfOtherAnswers(t *testing.T) {
	s := serve(t, geo.Public, nil)
	s.server.SetPatience(100 * time.Millisecond)
	for _, version := range []int{1, 2} {
		other := httptest.NewUnstartedServer(s.server)
		other.EnableHTTP2 = version == 2
		other.Config.WriteTimeout, other.Config.ReadTimeout = 300*time.Millisecond, 200*time.Millisecond
		other.StartTLS()
		l := listen(t, other.Client(), other.URL+"/api/changes")
		if l.response.ProtoMajor != version {
			t.Errorf("HTTP/%d", l.response.ProtoMajor)
		}
		l.block()
		time.Sleep(500 * time.Millisecond)
		s.put(t, "P-LIVE")
		if got := l.block(); !strings.Contains(got, "P-LIVE") {
			t.Errorf("over HTTP/%d %q is heard", version, got)
		}
		_ = l.response.Body.Close()
		other.Close()
	}
}
