package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func site(t *testing.T) *Site {
	t.Helper()
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func get(s *Site, path string, headers ...string) *http.Response {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) []byte {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEveryFileThePageNamesIsEmbedded(t *testing.T) {
	s := site(t)
	named := regexp.MustCompile(`/assets/[A-Za-z0-9._-]+`)
	for path, f := range s.files {
		if !strings.HasPrefix(f.mediaType, "text/html") && !strings.HasPrefix(f.mediaType, "text/css") {
			continue
		}
		for _, asset := range named.FindAllString(string(f.plain), -1) {
			if !s.Has(asset) {
				t.Errorf("%s names %s, which is not there", path, asset)
			}
		}
	}
}

func TestAssetsAreNamedByTheirContentAndKeptForAYear(t *testing.T) {
	s := site(t)
	hashed := regexp.MustCompile(`^/assets/[A-Za-z0-9_.-]+-[A-Za-z0-9_-]{8}\.[a-z0-9]+$`)
	assets := 0
	for path := range s.files {
		got := get(s, path).Header.Get("Cache-Control")
		if !strings.HasPrefix(path, "/assets/") {
			if got != "no-cache" {
				t.Errorf("%s: Cache-Control %q, want no-cache", path, got)
			}
			continue
		}
		assets++
		if !hashed.MatchString(path) {
			t.Errorf("%s carries no hash of its content", path)
		}
		if got != "public, max-age=31536000, immutable" {
			t.Errorf("%s: Cache-Control %q", path, got)
		}
	}
	if assets == 0 {
		t.Error("the page has no assets")
	}
}

func TestThePageIsServedPlainAndCompressedWithATagEach(t *testing.T) {
	s := site(t)
	plain, zipped := get(s, "/"), get(s, "/?zone=CZ", "Accept-Encoding", "br, gzip;q=0.8")
	if plain.StatusCode != 200 || plain.Header.Get("Content-Encoding") != "" || plain.Header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Fatalf("plain: %d %v", plain.StatusCode, plain.Header)
	}
	if zipped.Header.Get("Content-Encoding") != "gzip" || zipped.Header.Get("Vary") != "Accept-Encoding" {
		t.Fatalf("compressed: %v", zipped.Header)
	}
	if plain.Header.Get("ETag") == zipped.Header.Get("ETag") {
		t.Error("both encodings have one ETag")
	}
	r, err := gzip.NewReader(bytes.NewReader(body(t, zipped)))
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(unpacked, body(t, plain)) {
		t.Errorf("the compressed page differs from the plain one (%v)", err)
	}
}

func TestAHeldCopyIsAnswered304(t *testing.T) {
	s := site(t)
	for _, encoding := range []string{"", "gzip"} {
		tag := get(s, "/", "Accept-Encoding", encoding).Header.Get("ETag")
		again := get(s, "/", "Accept-Encoding", encoding, "If-None-Match", `"other", W/`+tag)
		if again.StatusCode != http.StatusNotModified || len(body(t, again)) != 0 {
			t.Errorf("encoding %q: %d, want 304 without a body", encoding, again.StatusCode)
		}
		if again.Header.Get("ETag") != tag || again.Header.Get("Cache-Control") == "" {
			t.Errorf("encoding %q: a 304 must repeat ETag and Cache-Control: %v", encoding, again.Header)
		}
	}
	if r := get(s, "/", "If-None-Match", `"stale"`); r.StatusCode != 200 {
		t.Errorf("a stale tag: %d, want 200", r.StatusCode)
	}
}

func TestWhatIsNoFileOfThePageIs404(t *testing.T) {
	s := site(t)
	for _, path := range []string{"/index.html/", "/assets/", "/assets/none.js", "/../embed.go", "/dist/index.html"} {
		if r := get(s, path); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d, want 404", path, r.StatusCode)
		}
	}
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader("x"))
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") == "" {
		t.Errorf("POST: %d %v", w.Code, w.Header())
	}
}

func TestHEADAnswersAsGETWithoutABody(t *testing.T) {
	s := site(t)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodHead, "/", nil))
	want := get(s, "/")
	if w.Body.Len() != 0 || w.Header().Get("Content-Length") != want.Header.Get("Content-Length") || w.Header().Get("ETag") != want.Header.Get("ETag") {
		t.Errorf("HEAD: %d bytes, %v; GET: %v", w.Body.Len(), w.Header(), want.Header)
	}
}

func TestAcceptEncodingIsReadAsTheStandardSays(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, "gzip": true, "GZIP": true, "br": false, "*": true, "gzip;q=0": false, "gzip; q=0.000": false, "*;q=0, gzip": true,
		"gzip;q=0, *": false, "identity, x-gzip": true, "gzip;q=x": false,
	} {
		if got := acceptsGzip(header); got != want {
			t.Errorf("%q: %v, want %v", header, got, want)
		}
	}
}

func TestAFolderWithoutAPageIsRefused(t *testing.T) {
	_, err := read(fstest.MapFS{"dist/assets/a.js": {Data: []byte("1")}}, "dist")
	if err == nil || !strings.Contains(err.Error(), "npm run build") {
		t.Errorf("got %v", err)
	}
}

func TestThePageHoldsNothingThatItsContentSecurityPolicyRefuses(t *testing.T) {
	for path, f := range site(t).files {
		if !strings.HasPrefix(f.mediaType, "text/html") {
			continue
		}
		text := string(f.plain)
		for _, bad := range []string{"<style", " style=", "onload=", "javascript:", "http://", "https://"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s contains %q", path, bad)
			}
		}
		if regexp.MustCompile(`<script[^>]*>[^<]`).MatchString(text) {
			t.Errorf("%s holds an inline script", path)
		}
	}
}

func TestEveryCreditSaysWhoseAndUnderWhichLicence(t *testing.T) {
	kinds := map[string]int{}
	for _, c := range Attribution() {
		kinds[c.Kind]++
		if c.What == "" || c.Holder == "" || c.Licence == "" || (c.URL != "" && !strings.HasPrefix(c.URL, "https://")) {
			t.Errorf("incomplete: %+v", c)
		}
		if c.Kind == "data" && (c.Note.ZH == "" || c.Note.EN == "") {
			t.Errorf("%s does not say in both languages what it is used for", c.What)
		}
	}
	if kinds["data"] < 3 || kinds["server"] < 10 || kinds["page"] < 3 {
		t.Errorf("credits by kind: %v", kinds)
	}
	for _, asked := range []string{"GeoNames (www.geonames.org)", "Made with Natural Earth"} { // the words their licences ask for
		if !slices.ContainsFunc(Attribution(), func(c Credit) bool { return c.Holder == asked }) {
			t.Errorf("%s is not credited", asked)
		}
	}
}

func TestTheBinaryCarriesTheLicencesOfWhatItCarries(t *testing.T) {
	for _, c := range Attribution() {
		if name, _, _ := strings.Cut(c.What, " "); c.Kind != "data" && !strings.Contains(Notices(), name) {
			t.Errorf("the notices do not name %s", c.What)
		}
	}
}
