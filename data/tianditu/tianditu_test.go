package tianditu_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"beltmap/data/tianditu"
	"beltmap/geo"
)

const key = "secret0key"

const png = "\x89PNG\r\n\x1a\nrest"

// service answers on loopback in Tianditu's shape.
type service struct {
	*httptest.Server
	asked    atomic.Int32
	mostOnce atomic.Int32
	now      atomic.Int32
	answer   func(w http.ResponseWriter, r *http.Request)
	t        *testing.T
}

func start(t *testing.T, answer func(w http.ResponseWriter, r *http.Request)) *service {
	s := &service{answer: answer, t: t}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.asked.Add(1)
	n := s.now.Add(1)
	defer s.now.Add(-1)
	for most := s.mostOnce.Load(); n > most && !s.mostOnce.CompareAndSwap(most, n); most = s.mostOnce.Load() {
	}
	q := r.URL.Query()
	if r.URL.Path != "/"+q.Get("LAYER")+"_w/wmts" || q.Get("TILEMATRIXSET") != "w" || q.Get("REQUEST") != "GetTile" || q.Get("tk") != key {
		s.t.Errorf("it was asked %s", r.URL)
	}
	s.answer(w, r)
}

func image(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "image/png")
	fmt.Fprint(w, png+r.URL.Query().Get("TILECOL"))
}

func open(t *testing.T, s *service, change ...func(*tianditu.Options)) *tianditu.Proxy {
	t.Helper()
	o := tianditu.Options{Key: key, Dir: t.TempDir(), Base: s.URL}
	for _, set := range change {
		set(&o)
	}
	p, err := tianditu.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestATileIsFetchedOnceAndKeptUntilItIsOld(t *testing.T) {
	s, now, dir := start(t, image), time.Now(), t.TempDir()
	set := func(o *tianditu.Options) {
		o.Dir, o.MaxAge, o.Now = dir, time.Hour, func() time.Time { return now }
	}
	p := open(t, s, set)
	for _, after := range []time.Duration{0, time.Minute} {
		now = now.Add(after)
		tile, err := p.Tile(context.Background(), "vec", "8", "210", "103")
		if err != nil || string(tile.Body) != png+"210" || tile.Type != "image/png" {
			t.Fatalf("%q %v", tile.Body, err)
		}
	}
	if _, err := open(t, s, set).Tile(context.Background(), "vec", "8", "210", "103"); err != nil || s.asked.Load() != 1 { // another process
		t.Errorf("%v, asked %d times", err, s.asked.Load())
	}
	now = now.Add(2 * time.Hour)
	if _, err := p.Tile(context.Background(), "vec", "8", "210", "103"); err != nil || s.asked.Load() != 2 {
		t.Errorf("%v, asked %d times", err, s.asked.Load())
	}
}

func TestTheFolderStaysBelowItsBytes(t *testing.T) {
	s, dir := start(t, image), t.TempDir()
	p := open(t, s, func(o *tianditu.Options) { o.Dir, o.Bytes = dir, 200 })
	for x := range 40 {
		if _, err := p.Tile(context.Background(), "img", "8", fmt.Sprint(x), "1"); err != nil {
			t.Fatal(err)
		}
	}
	sum := int64(0)
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		info, _ := e.Info()
		sum += info.Size()
	}
	if sum > 200 || sum == 0 {
		t.Errorf("%d bytes in %d files", sum, len(entries))
	}
}

func TestWhatIsNoTileIsNeverAsked(t *testing.T) {
	s := start(t, image)
	p := open(t, s)
	for _, a := range [][4]string{{"ter", "8", "1", "1"}, {"../x", "8", "1", "1"}, {"vec", "0", "0", "0"}, {"vec", "19", "1", "1"}, {"vec", "2", "4", "0"}, {"vec", "2", "0", "-1"},
		{"vec", "02", "0", "0"}, {"vec", "2", "+1", "0"}, {"vec", "x", "1", "1"}, {"vec", "2", "", "1"}} {
		if _, err := p.Tile(context.Background(), a[0], a[1], a[2], a[3]); geo.KindOf(err) != geo.KindNotFound {
			t.Errorf("%q: %v", a, err)
		}
	}
	if s.asked.Load() != 0 {
		t.Errorf("asked %d times", s.asked.Load())
	}
}

func TestARefusalIsSaidWithoutTheKeyAndNotRepeatedAtOnce(t *testing.T) {
	now := time.Now()
	s := start(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTooManyRequests)
		fmt.Fprint(w, `{"msg":"quota","code":301012,"resolve":"`+key+`"}`)
	})
	p := open(t, s, func(o *tianditu.Options) { o.Now = func() time.Time { return now } })
	for range 3 {
		_, err := p.Tile(context.Background(), "vec", "3", "1", "1")
		if geo.KindOf(err) != geo.KindUnavailable || strings.Contains(err.Error(), key) || !strings.Contains(err.Error(), "429") {
			t.Errorf("%v", err)
		}
	}
	if s.asked.Load() != 1 {
		t.Errorf("asked %d times", s.asked.Load())
	}
	s.answer, now = image, now.Add(2*time.Minute)
	if _, err := p.Tile(context.Background(), "vec", "3", "1", "1"); err != nil {
		t.Error(err)
	}
}

func TestNoFailureTellsTheKeyAndNoneIsKept(t *testing.T) {
	for name, answer := range map[string]func(w http.ResponseWriter, r *http.Request){
		"words with status 200": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>"+key) },
		"a redirect elsewhere": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/"+key, http.StatusFound)
		},
		"a broken connection": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"more than a tile":    func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, png+strings.Repeat("x", 2<<20)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			p := open(t, start(t, answer), func(o *tianditu.Options) { o.Dir = dir })
			_, err := p.Tile(context.Background(), "vec", "3", "1", "1")
			if geo.KindOf(err) != geo.KindUnavailable || strings.Contains(err.Error(), key) {
				t.Errorf("%v", err)
			}
			if entries, _ := os.ReadDir(dir); len(entries) != 0 {
				t.Errorf("%d files were kept", len(entries))
			}
		})
	}
}

func TestNoMoreThanEightAskAtOnce(t *testing.T) {
	s := start(t, func(w http.ResponseWriter, r *http.Request) { time.Sleep(5 * time.Millisecond); image(w, r) })
	p := open(t, s)
	done := make(chan error)
	for x := range 40 {
		go func() { _, err := p.Tile(context.Background(), "cia", "8", fmt.Sprint(x), "1"); done <- err }()
	}
	for range 40 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if s.mostOnce.Load() > 8 {
		t.Errorf("%d at once", s.mostOnce.Load())
	}
}
