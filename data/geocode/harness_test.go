package geocode_test

import (
	"bytes"
	"context"
	"errors"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"beltmap/data"
	"beltmap/data/geocode"
	"beltmap/data/gpkg"
	"beltmap/geo"
)

// key has what URLs escape, so that no form of it goes unnoticed.
const key = "k3y+/of the=operator"

// keyForms are the ways in which the key could be written somewhere.
var keyForms = []string{key, url.QueryEscape(key), url.PathEscape(key), "k3y", "operator"}

func tellsTheKey(text string) bool {
	for _, form := range keyForms {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}

// reply is one answer of a service on the loopback.
type reply struct {
	status  int // 200 if 0
	body    string
	headers map[string]string
}

// services are the constructors by name.
var services = map[string]func(geocode.Options) (*geocode.Client, error){
	"tianditu": geocode.NewTianditu, "amap": geocode.NewAMap, "baidu": geocode.NewBaidu, "nominatim": geocode.NewNominatim,
}

// bench is a client of a service that answers in turn with what a test gives it, the last for good, and everything a key could leak into.
type bench struct {
	t       *testing.T
	name    string
	client  *geocode.Client
	store   *gpkg.Store
	path    string
	log     *bytes.Buffer
	mu      sync.Mutex
	replies []reply
	asked   []*http.Request
	times   []time.Time
	now     time.Time
	said    []error
}

func newBench(t *testing.T, name string, change func(*geocode.Options), replies ...reply) *bench {
	t.Helper()
	b := &bench{t: t, name: name, replies: replies, now: time.Date(2026, 3, 4, 12, 0, 0, 0, geo.Shanghai), path: filepath.Join(t.TempDir(), "belts.gpkg"), log: &bytes.Buffer{}}
	log.SetOutput(b.log)
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
	raw, err := empty()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(b.path, raw, 0o644); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(b.serve))
	t.Cleanup(server.Close)
	b.open()
	b.make(server.URL, change)
	t.Cleanup(b.keepsTheKey)
	return b
}

// empty is a file without records. Making one takes longer than most tests here.
var empty = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "geocode")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "empty.gpkg")
	s, err := gpkg.Open(context.Background(), path, gpkg.Options{Create: true})
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

func (b *bench) open() {
	b.t.Helper()
	s, err := gpkg.Open(context.Background(), b.path, gpkg.Options{})
	if err != nil {
		b.t.Fatal(err)
	}
	b.store = s
}

func (b *bench) make(base string, change func(*geocode.Options)) {
	b.t.Helper()
	o := geocode.Options{Key: key, BaseURL: base, PerSecond: 10000, Cache: b.store.Cache(), Now: func() time.Time { return b.now }, Backoff: time.Millisecond}
	if change != nil {
		change(&o)
	}
	client, err := services[b.name](o)
	if err != nil {
		b.t.Fatal(err)
	}
	b.client = client
}

func (b *bench) serve(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	next := b.replies[min(len(b.asked), len(b.replies)-1)]
	b.asked, b.times = append(b.asked, r), append(b.times, time.Now())
	b.mu.Unlock()
	for name, value := range next.headers {
		w.Header().Set(name, value)
	}
	if next.status != 0 {
		w.WriteHeader(next.status)
	}
	_, _ = w.Write([]byte(next.body))
}

func (b *bench) geocode(q geocode.Query) (geocode.Answer, error) {
	a, err := b.client.Geocode(context.Background(), q)
	if err != nil {
		b.said = append(b.said, err)
	}
	return a, err
}

func (b *bench) answer(address string) geocode.Answer {
	b.t.Helper()
	a, err := b.geocode(geocode.Query{Address: address})
	if err != nil {
		b.t.Fatal(err)
	}
	return a
}

// fails demands an error of a kind with a sentence in both languages.
func (b *bench) fails(address string, kind geo.Kind) *geo.Error {
	b.t.Helper()
	a, err := b.geocode(geocode.Query{Address: address})
	var e *geo.Error
	if !errors.As(err, &e) || e.Kind != kind || e.Text.ZH == "" || e.Text.EN == "" {
		b.t.Fatalf("%+v, %v; want kind %v", a, err, kind)
	}
	return e
}

// kept is what the cache has for a text.
func (b *bench) kept(text string) (data.Cached, bool) {
	b.t.Helper()
	v, found, err := b.store.Cache().Get(context.Background(), b.name, text)
	if err != nil {
		b.t.Fatal(err)
	}
	return v, found
}

// keepsTheKey demands at the end of every test that the key is in no error, no line of the log, and nowhere in the file.
func (b *bench) keepsTheKey() {
	for _, err := range b.said {
		for inner := err; inner != nil; inner = errors.Unwrap(inner) {
			if tellsTheKey(inner.Error()) {
				b.t.Errorf("an error tells the key: %v", inner)
			}
		}
		var e *geo.Error
		if errors.As(err, &e) && tellsTheKey(e.Text.ZH+e.Text.EN) {
			b.t.Errorf("a sentence tells the key: %v", e.Text)
		}
	}
	if tellsTheKey(b.log.String()) {
		b.t.Errorf("the log tells the key: %s", b.log)
	}
	for _, end := range []string{"", "-wal"} {
		if raw, err := os.ReadFile(b.path + end); err == nil && tellsTheKey(string(raw)) {
			b.t.Errorf("%s holds the key", filepath.Base(b.path+end))
		}
	}
	_ = b.store.Close()
	if raw, err := os.ReadFile(b.path); err != nil || tellsTheKey(string(raw)) {
		b.t.Errorf("the file holds the key (%v)", err)
	}
}
