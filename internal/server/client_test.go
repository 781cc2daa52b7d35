package server_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"beltmap/geo"
	"beltmap/internal/server"
	"github.com/xuri/excelize/v2"
)

func trusting(networks ...string) func(*server.Options) {
	return func(o *server.Options) {
		for _, n := range networks {
			o.TrustedProxies = append(o.TrustedProxies, netip.MustParsePrefix(n))
		}
	}
}

func TestTheClientsAddressIsTheLastThatNoTrustedProxyHas(t *testing.T) {
	s := serve(t, geo.Public, nil, trusting("10.0.0.0/8", "127.0.0.1/32", "2001:db8:1::/48"))
	for name, c := range map[string]struct {
		peer    string
		headers []string
		want    string
	}{
		"a peer that is not trusted is not listened to": {"192.0.2.7:999", []string{"X-Forwarded-For", "198.51.100.1"}, "192.0.2.7"},
		"one proxy": {"10.1.1.1:999", []string{"X-Forwarded-For", "198.51.100.1"}, "198.51.100.1"},
		"what the client claims stands before it":        {"10.1.1.1:999", []string{"X-Forwarded-For", "127.0.0.1, 203.0.113.9, 198.51.100.1, 10.2.2.2"}, "198.51.100.1"},
		"two headers are one list":                       {"10.1.1.1:999", []string{"X-Forwarded-For", "203.0.113.9", "X-Forwarded-For", "198.51.100.1"}, "198.51.100.1"},
		"with a port":                                    {"10.1.1.1:999", []string{"X-Forwarded-For", "198.51.100.1:4711"}, "198.51.100.1"},
		"all of them trusted":                            {"10.1.1.1:999", []string{"X-Forwarded-For", "10.3.3.3, 10.2.2.2"}, "10.3.3.3"},
		"nothing to read":                                {"10.1.1.1:999", []string{"X-Forwarded-For", "unknown"}, "10.1.1.1"},
		"nothing to read before the nearest":             {"10.1.1.1:999", []string{"X-Forwarded-For", "unknown, 10.2.2.2"}, "10.2.2.2"},
		"no header":                                      {"10.1.1.1:999", nil, "10.1.1.1"},
		"Forwarded":                                      {"10.1.1.1:999", []string{"Forwarded", `for=203.0.113.9, for="[2001:db8:2::7]:4711";proto=https, for=10.2.2.2`}, "2001:db8:2::7"},
		"X-Forwarded-For goes before Forwarded":          {"10.1.1.1:999", []string{"Forwarded", "for=203.0.113.9", "X-Forwarded-For", "198.51.100.1"}, "198.51.100.1"},
		"a peer of IPv6":                                 {"[2001:db8:1::1]:999", []string{"X-Forwarded-For", "2001:db8:2::1"}, "2001:db8:2::1"},
		"a peer of IPv4 on a socket of IPv6 is the same": {"[::ffff:10.1.1.1]:999", []string{"X-Forwarded-For", "198.51.100.1"}, "198.51.100.1"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/api", nil)
		r.RemoteAddr = c.peer
		for i := 0; i < len(c.headers); i += 2 {
			r.Header.Add(c.headers[i], c.headers[i+1])
		}
		if got := s.server.AddressOf(r); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// from is one request as from somewhere, answered in this process.
func (s *site) from(peer, method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	r.RemoteAddr = peer
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.server.ServeHTTP(w, r)
	return w
}

func TestLinksAreAsATrustedProxySaysTheClientCame(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t), trusting("10.0.0.0/8"))
	headers := []string{"X-Forwarded-For", "198.51.100.1", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "map.example.cn"}
	if body := s.from("10.1.1.1:9", "GET", "/tiles/belts.json", headers...).Body.String(); !strings.Contains(body, `"https://map.example.cn/tiles/belts/{z}`) {
		t.Errorf("%.400s", body)
	}
	for _, bad := range [][]string{{"192.0.2.7:9", "https", "evil.example"}, {"10.1.1.1:9", "javascript", `evil"><script>`}} {
		body := s.from(bad[0], "GET", "/tiles/belts.json", "X-Forwarded-Proto", bad[1], "X-Forwarded-Host", bad[2]).Body.String()
		if !strings.Contains(body, `"http://example.com/tiles/belts/{z}`) || strings.Contains(body, "evil") {
			t.Errorf("%v is believed: %.400s", bad, body)
		}
	}
}

func TestWhoAsksTooOftenIsToldWhenToComeBackAndOthersAreAnswered(t *testing.T) {
	s := serve(t, geo.Public, nil, withRoles, trusting("10.0.0.0/8"), func(o *server.Options) { o.Limits = server.Limits{Reads: 1, Writes: 0.2} })
	many := func(n int, peer, method string, headers ...string) (last *httptest.ResponseRecorder) {
		for range n {
			last = s.from(peer, method, "/api/counts", headers...)
		}
		return last
	}
	if a := many(10, "192.0.2.1:1", "GET"); a.Code != http.StatusOK {
		t.Fatalf("ten at once: %d", a.Code)
	}
	a := many(1, "192.0.2.1:2", "GET")
	if a.Code != http.StatusTooManyRequests || a.Header().Get("Retry-After") != "1" || a.Header().Get("Content-Type") != "application/problem+json" ||
		a.Header().Get("Content-Security-Policy") == "" || !strings.Contains(a.Body.String(), "beltmap:rate-limited") {
		t.Errorf("one more: %d %v %s", a.Code, a.Header(), a.Body)
	}
	for what, code := range map[string]int{
		"another address":                   many(1, "192.0.2.2:1", "GET").Code,
		"this machine, however often":       many(40, "127.0.0.1:1", "GET").Code,
		"health, however often":             s.from("192.0.2.1:1", "GET", "/healthz").Code,
		"another client of the same proxy":  many(1, "10.0.0.1:1", "GET", "X-Forwarded-For", "198.51.100.2").Code,
		"what claims to be on this machine": many(1, "10.0.0.1:1", "GET", "X-Forwarded-For", "127.0.0.1, 198.51.100.3").Code,
	} {
		if code != http.StatusOK {
			t.Errorf("%s: %d", what, code)
		}
	}
	if a := many(11, "10.0.0.1:1", "GET", "X-Forwarded-For", "127.0.0.1, 198.51.100.4"); a.Code != http.StatusTooManyRequests {
		t.Errorf("behind a proxy nobody is on this machine: %d", a.Code)
	}
	if many(1, "[2001:db8::1]:1", "POST"); many(2, "[2001:db8::2]:1", "POST").Code != http.StatusTooManyRequests {
		t.Error("the addresses of one network of IPv6 are counted apart")
	}
	for i := range 11 {
		a = s.from(fmt.Sprintf("192.0.3.%d:1", i+1), "GET", "/api/counts", "Authorization", "Bearer desk-viewer")
	}
	if a.Code != http.StatusTooManyRequests {
		t.Errorf("an account that asks from many addresses: %d", a.Code)
	}
}

func TestEverythingIsBelowTheBasePathBehindARealProxy(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	embedded, err := page()
	if err != nil {
		t.Fatal(err)
	}
	o := server.Options{App: s.app, Site: embedded, BasePath: "/map/"}
	trusting("127.0.0.1/32")(&o)
	h, err := server.New(o)
	if err != nil {
		t.Fatal(err)
	}
	behind := httptest.NewServer(h)
	defer behind.Close()
	to, err := url.Parse(behind.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewTLSServer(&httputil.ReverseProxy{FlushInterval: -1, Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.SetXForwarded()
	}})
	defer proxy.Close()
	client := proxy.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	get := func(path string) (int, http.Header, string) {
		response, err := client.Get(proxy.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		body, err := readBody(response)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(response.Header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s has no policy", path)
		}
		return response.StatusCode, response.Header, string(body)
	}
	if code, header, _ := get("/map?lang=en"); code != http.StatusPermanentRedirect || header.Get("Location") != "/map/?lang=en" {
		t.Errorf("%d %v", code, header)
	}
	for path, holds := range map[string]string{
		"/map/": `src="./assets/`, "/map/tiles/belts.json": `"` + proxy.URL + `/map/tiles/belts/{z}`, "/map/api": `"` + proxy.URL + `/map/api/collections"`,
		"/map/api/openapi.json": `"url":"` + proxy.URL + `/map"`, "/map/api/collections/enterprises/items?limit=1": `"` + proxy.URL + `/map/api/collections/enterprises/items?`,
		"/map/api/docs": `href="/map/api/openapi.json"`, "/map/attribution": `href="/map/attribution/notices"`, "/healthz": "ok", "/map/healthz": "ok", "/map/api/changes": "retry",
	} {
		if code, _, body := get(path); code != http.StatusOK || !strings.Contains(body, holds) {
			t.Errorf("%s: %d, no %s in %.500s", path, code, holds, body)
		}
	}
	for _, path := range []string{"/", "/api", "/api/counts", "/mapapi", "/map//api", "/MAP/api", "/map/map/api", "/assets/x.js"} {
		if code, _, _ := get(path); code != http.StatusNotFound {
			t.Errorf("%s: %d", path, code)
		}
	}
	stream := listen(t, client, proxy.URL+"/map/api/changes")
	stream.block()
	s.put(t, "P-LIVE")
	if got := stream.block(); !strings.Contains(got, "P-LIVE") {
		t.Errorf("through the proxy %q is heard", got)
	}
	_ = stream.response.Body.Close() // or the servers would wait for it
}

func TestEveryRouteCarriesThePolicyWhateverIsAskedOfIt(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t), withRoles)
	for _, row := range server.Rows() {
		for _, path := range asked(row.Path) {
			for _, method := range []string{"HEAD", "OPTIONS", "POST", "DELETE", "TRACE", "BREW"} {
				s.do(method, path) // do looks for the headers
			}
			s.do("HEAD", path, "Authorization", "Bearer forged")
			s.do("HEAD", path+"/nowhere")
		}
	}
}

func TestTricksWithPathsAndHeadersLeadNowhere(t *testing.T) {
	s := serve(t, geo.Public, sampleRecords(t))
	for path, want := range map[string]int{
		"/%2e%2e/%2e%2e/etc/passwd": 404, "/assets/../../etc/passwd": 404, "/assets/%2e%2e%2f%2e%2e%2fetc%2fpasswd": 404, "/assets/..%5c..%5cwindows": 404,
		"//api": 404, "/api//counts": 404, "//evil.example/": 404, "/api/collections/enterprises/items/%00": 404, "/assets/index.html%00.js": 404,
		"/api/collections/enterprises/items/..%2f..%2fsettings": 404, "/tiles/belts/%2e%2e/0/0.mvt": 404, "/tiles/belts/1/1/1.mvt/../2.mvt": 404,
		"/api/./counts": 404, "/" + strings.Repeat("a", 20_000): 404, "/api/collections/" + strings.Repeat("%41", 5_000): 404, "/%zz": 400, "/api counts": 400, "/api\\counts": 404,
	} {
		c, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_ = c.SetDeadline(time.Now().Add(5 * time.Second))
		fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path) // as it stands, with no client to mend it
		head := make([]byte, 12)
		if _, err := c.Read(head); err != nil || string(head[9:]) != fmt.Sprint(want) && !(want == 404 && string(head[9:]) == "400") {
			t.Errorf("%.60s: %s, want %d (%v)", path, head, want, err)
		}
		_ = c.Close()
	}
	if text := s.log.String(); strings.Contains(text, "level=ERROR") {
		t.Errorf("the log holds errors: %.500s", text)
	}
}

func TestANameThatIsMarkupIsTextInEveryFile(t *testing.T) {
	const markup = `<img src=x onerror=alert(1)>`
	r := geo.New(geo.Places)
	r.ID, r.NameZH, r.NameEN = "P-MARKUP", markup, `]]></name><script>alert(1)</script>&`
	s := serve(t, geo.Public, []geo.Record{r})
	kml := s.get("/api/collections/places/items?f=kml").is(http.StatusOK).body
	for d := xml.NewDecoder(bytes.NewReader(kml)); ; {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("the KML is not well formed: %v", err)
		}
		if e, is := token.(xml.StartElement); is && (e.Name.Local == "img" || e.Name.Local == "script") {
			t.Errorf("the KML has an element <%s>", e.Name.Local)
		}
	}
	sheet := s.get("/api/collections/places/items?f=xlsx").is(http.StatusOK).body
	book, err := excelize.OpenReader(bytes.NewReader(sheet))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil || !slices.ContainsFunc(rows, func(row []string) bool { return slices.Contains(row, markup) }) {
		t.Errorf("the workbook says %q, %v", rows, err)
	}
	if a := s.get("/api/collections/places/items/P-MARKUP").is(http.StatusOK); strings.Contains(string(a.body), "<script") && !strings.HasPrefix(a.header.Get("Content-Type"), "application/geo+json") {
		t.Errorf("%s: %s", a.header.Get("Content-Type"), a.body)
	}
	if body := string(s.do("GET", "/api/collections/"+url.PathEscape(markup)).body); strings.Contains(body, "<img") {
		t.Errorf("a problem says %s", body)
	}
}
