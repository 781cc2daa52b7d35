package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"time"

	"beltmap/geo"
	"beltmap/geo/plane"
	"beltmap/geo/world"
	"beltmap/internal/app"
	"beltmap/internal/server"
	"beltmap/tiles"
	"beltmap/tiles/mvt"
	orbmvt "github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
)

// turns runs two ways of doing the same thing in turns, each twenty times, and returns the processor time each took. The collector runs
// between them, so that neither pays for the other's garbage.
func turns(b *testing.B, ours, theirs func()) (our, their time.Duration) {
	b.Helper()
	for b.Loop() {
		our += processorTime(b, ours)
		their += processorTime(b, theirs)
	}
	return our, their
}

func processorTime(b *testing.B, do func()) time.Duration {
	b.Helper()
	runtime.GC()
	do() // the collector leaves the caches cold
	start := cpu(b)
	for range 20 {
		do()
	}
	return (cpu(b) - start) / 20
}

// crowded is a World of n enterprises at places of their own in one tile of zoom 14, and that tile.
func crowded(b *testing.B, n int) (*world.World, tiles.Address) {
	b.Helper()
	all := shared(b).World().Table(geo.Enterprises)
	at := tiles.Address{Z: 14, X: 13500, Y: 6700}
	rect := at.Rect(0)
	records := make([]geo.Record, n)
	for i := range records {
		records[i] = all.Record(world.Row(i))
		r := &records[i]
		r.Zone = ""
		r.Set(geo.GridOf, geo.Value{})
		r.Set(geo.BeltsOf, geo.Value{})
		side := uint32(i%100)*2600 + 1000
		r.Geometry = plane.FromMercator(float64(rect.MinX+side), float64(rect.MinY+uint32(i/100)*2600+1000))
		r.Normalize()
	}
	w, err := world.New(shared(b).World().Day(), 1, geo.Settings{}, records)
	if err != nil {
		b.Fatal(err)
	}
	return w, at
}

// One operation encodes the tile once with ours and once with orb/mvt from the same features, neither compressed.
func BenchmarkMVTAgainstOrb(b *testing.B) {
	w, at := crowded(b, 4000)
	first, err := mvt.Encode(nil, w, mvt.Request{Tile: at})
	if err != nil {
		b.Fatal(err)
	}
	decoded, err := orbmvt.Unmarshal(first)
	if err != nil {
		b.Fatal(err)
	}
	features := geojson.NewFeatureCollection()
	for _, layer := range decoded {
		layer.ProjectToWGS84(maptile.New(at.X, at.Y, 14))
		features.Features = append(features.Features, layer.Features...)
	}
	if len(features.Features) != 4000 {
		b.Fatalf("%d features in the tile", len(features.Features))
	}
	var buffer []byte
	our, their := turns(b, func() {
		if buffer, err = mvt.Encode(buffer[:0], w, mvt.Request{Tile: at}); err != nil {
			b.Fatal(err)
		}
	}, func() {
		layer := orbmvt.NewLayer("enterprises", copied(features))
		layer.ProjectToTile(maptile.New(at.X, at.Y, 14))
		if _, err := orbmvt.Marshal(orbmvt.Layers{layer}); err != nil {
			b.Fatal(err)
		}
	})
	b.ReportMetric(float64(their)/float64(our), "of-orb")
	b.ReportMetric(milliseconds(our)/float64(b.N), "ms/ours")
}

// copied guards the features from ProjectToTile, which writes into what it is given.
func copied(from *geojson.FeatureCollection) *geojson.FeatureCollection {
	to := &geojson.FeatureCollection{Features: make([]*geojson.Feature, len(from.Features))}
	backing := make([]geojson.Feature, len(from.Features))
	for i, f := range from.Features {
		backing[i] = *f
		to.Features[i] = &backing[i]
	}
	return to
}

func handler(b *testing.B, a *app.App) http.Handler {
	b.Helper()
	h, err := server.New(server.Options{App: a})
	if err != nil {
		b.Fatal(err)
	}
	return h
}

// discard is a ResponseWriter that keeps nothing but the status.
type discard struct {
	header http.Header
	status int
	bytes  int
}

func (d *discard) Header() http.Header { return d.header }
func (d *discard) WriteHeader(s int)   { d.status = s }
func (d *discard) Write(p []byte) (int, error) {
	d.bytes += len(p)
	return len(p), nil
}

// One operation answers a page of 1,000 enterprises through the whole handler, uncompressed, and marshals the same with orb/geojson.
func BenchmarkGeoJSONAgainstOrb(b *testing.B) {
	h := handler(b, shared(b))
	const path = "/api/collections/enterprises/items?limit=1000"
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
	features, err := geojson.UnmarshalFeatureCollection(answer.Body.Bytes())
	if err != nil || len(features.Features) != 1000 {
		b.Fatalf("%d features, %v", len(features.Features), err)
	}
	request := httptest.NewRequest(http.MethodGet, path, nil)
	our, their := turns(b, func() {
		d := &discard{header: http.Header{}}
		h.ServeHTTP(d, request)
		if d.bytes < 1000 {
			b.Fatal(d.status)
		}
	}, func() {
		if _, err := features.MarshalJSON(); err != nil {
			b.Fatal(err)
		}
	})
	b.ReportMetric(float64(their)/float64(our), "of-orb")
	b.ReportMetric(milliseconds(our)/float64(b.N), "ms/ours")
}

// asker asks one server for one thing on one kept connection.
type asker struct {
	client *http.Client
	url    string
	etag   string
	want   int
}

func (a *asker) ask(b *testing.B, times int) {
	for range times {
		request, err := http.NewRequest(http.MethodGet, a.url, nil)
		if err != nil {
			b.Fatal(err)
		}
		request.Header.Set("Accept-Encoding", "gzip")
		if a.etag != "" {
			request.Header.Set("If-None-Match", a.etag)
		}
		answer, err := a.client.Do(request)
		if err != nil {
			b.Fatal(err)
		}
		drain(b, answer)
		if answer.StatusCode != a.want {
			b.Fatalf("%s: %s", a.url, answer.Status)
		}
	}
}

func drain(b *testing.B, answer *http.Response) (n int) {
	var buffer [32 << 10]byte
	for {
		m, err := answer.Body.Read(buffer[:])
		n += m
		if err != nil {
			if err := answer.Body.Close(); err != nil {
				b.Fatal(err)
			}
			return n
		}
	}
}

// tileURL starts a server on the generated data and names the fullest tile at z12 among some, now in the cache, with its tag and bytes.
func tileURL(b *testing.B) (url, etag string, header http.Header, body []byte) {
	b.Helper()
	a := shared(b)
	h := handler(b, a)
	site := httptest.NewServer(h)
	b.Cleanup(site.Close)
	for _, at := range addresses(a.World(), 12) {
		path := fmt.Sprintf("/tiles/belts/%d/%d/%d.mvt", at.Z, at.X, at.Y)
		request := httptest.NewRequest(http.MethodGet, path, nil)
		request.Header.Set("Accept-Encoding", "gzip")
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, request)
		if answer.Code != http.StatusOK || answer.Header().Get("Etag") == "" {
			b.Fatalf("%s: %d", path, answer.Code)
		}
		if answer.Body.Len() > len(body) {
			url, etag, header, body = site.URL+path, answer.Header().Get("Etag"), answer.Header(), answer.Body.Bytes()
		}
	}
	return url, etag, header, body
}

func bare(b *testing.B, header http.Header, body []byte) string {
	b.Helper()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for name, values := range header {
			w.Header()[name] = values
		}
		_, _ = w.Write(body)
	}))
	b.Cleanup(site.Close)
	return site.URL
}

// One operation asks 200 times for a cached tile over HTTP on a kept connection, and 200 times for the same bytes from a bare
// handler. Client and server share the process, so the client's part is in both.
func BenchmarkCachedTile(b *testing.B) {
	url, _, header, body := tileURL(b)
	ours := &asker{client: &http.Client{Transport: &http.Transport{DisableCompression: true}}, url: url, want: http.StatusOK}
	theirs := &asker{client: &http.Client{Transport: &http.Transport{DisableCompression: true}}, url: bare(b, header, body), want: http.StatusOK}
	our, their := turns(b, func() { ours.ask(b, 200) }, func() { theirs.ask(b, 200) })
	b.ReportMetric(float64(their)/float64(our), "of-bare")
	b.ReportMetric(float64(len(body))/1000, "KB")
}

// One operation asks 200 times with the tile's own ETag, and 200 times for 1 KB: from this server (a small cached tile) and from a bare
// handler.
func BenchmarkNotModified(b *testing.B) {
	url, etag, header, _ := tileURL(b)
	same := &asker{client: &http.Client{Transport: &http.Transport{DisableCompression: true}}, url: url, etag: etag, want: http.StatusNotModified}
	for name, other := range map[string]string{"of-1KB": smallTileURL(b), "of-bare-1KB": bare(b, withoutLength(header), make([]byte, 1024))} {
		full := &asker{client: &http.Client{Transport: &http.Transport{DisableCompression: true}}, url: other, want: http.StatusOK}
		b.Run(name, func(b *testing.B) {
			our, their := turns(b, func() { same.ask(b, 200) }, func() { full.ask(b, 200) })
			b.ReportMetric(float64(our)/float64(their), name)
		})
	}
}

// smallTileURL names a cached tile of about 1 KB on a server of its own.
func smallTileURL(b *testing.B) string {
	b.Helper()
	a := shared(b)
	h := handler(b, a)
	site := httptest.NewServer(h)
	b.Cleanup(site.Close)
	for _, at := range addresses(a.World(), 15) {
		path := fmt.Sprintf("/tiles/belts/%d/%d/%d.mvt", at.Z, at.X, at.Y)
		request := httptest.NewRequest(http.MethodGet, path, nil)
		request.Header.Set("Accept-Encoding", "gzip")
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, request)
		if n := answer.Body.Len(); n > 900 && n < 1150 {
			return site.URL + path
		}
	}
	b.Fatal("no tile of about 1 KB")
	return ""
}

func withoutLength(header http.Header) http.Header {
	header = header.Clone()
	header.Del("Content-Length")
	return header
}
