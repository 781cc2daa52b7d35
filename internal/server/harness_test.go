package server_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"beltmap/data/gpkg"
	"beltmap/data/sample"
	"beltmap/geo"
	"beltmap/internal/app"
	"beltmap/internal/server"
	"beltmap/static"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

func TestMain(m *testing.M) {
	for _, contentType := range []string{"application/geo+json", "application/vnd.oai.openapi+json"} {
		openapi3filter.RegisterBodyDecoder(contentType, openapi3filter.JSONBodyDecoder)
	}
	for _, contentType := range []string{"image/png", "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/geopackage+sqlite3", "application/vnd.google-earth.kml+xml"} {
		openapi3filter.RegisterBodyDecoder(contentType, openapi3filter.FileBodyDecoder)
	}
	text := func(body io.Reader, _ http.Header, _ *openapi3.SchemaRef, _ openapi3filter.EncodingFn) (any, error) {
		b, err := io.ReadAll(body)
		return string(b), err
	}
	openapi3filter.RegisterBodyDecoder("text/html", text)
	openapi3filter.RegisterBodyDecoder("image/svg+xml", text)
	openapi3filter.RegisterBodyDecoder("text/event-stream", text)
	openapi3filter.RegisterBodyDecoder("application/vnd.mapbox-vector-tile", text)
	os.Exit(m.Run())
}

// page reads the embedded page once for all servers of the tests.
var page = sync.OnceValues(static.New)

// site is a server on a real listener over a real GeoPackage, with its API's description to hold every answer to.
type site struct {
	*httptest.Server
	t      testing.TB
	app    *app.App
	store  *gpkg.Store
	server *server.Server
	router routers.Router
	shown  []string // headers of every request, as pairs
	log    *bytes.Buffer
}

// the day the tests run on: within the validity of the sample's lasting records, after its honors have expired.
func today() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, geo.Shanghai) }

// parsed reads the embedded sample once for all tests.
var parsed = sync.OnceValues(sample.Records)

// sampleRecords are the sample's, copied, for some tests change theirs.
func sampleRecords(t testing.TB) []geo.Record {
	records, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	own := make([]geo.Record, len(records))
	for i := range records {
		own[i] = records[i].Clone()
	}
	return own
}

func insertions(records []geo.Record) geo.Batch {
	changes := make([]geo.Change, len(records))
	for i, r := range records {
		changes[i] = geo.Change{Op: geo.Put, Record: r}
	}
	return geo.BatchOf("test", changes...)
}

// serve opens a site with some records, whose readers read fields of a class.
func serve(t testing.TB, class geo.Class, records []geo.Record, options ...func(*server.Options)) *site {
	t.Helper()
	return servePinned(t, class, nil, records, options...)
}

// servePinned is serve with settings that the operator fixed.
func servePinned(t testing.TB, class geo.Class, pinned map[string]string, records []geo.Record, options ...func(*server.Options)) *site {
	t.Helper()
	ctx := context.Background()
	store, err := gpkg.Open(ctx, filepath.Join(t.TempDir(), "test.gpkg"), gpkg.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	if len(records) > 0 {
		if _, err := store.Apply(ctx, insertions(records)); err != nil {
			t.Fatal(err)
		}
	}
	log := &bytes.Buffer{}
	logger := slog.New(slog.NewTextHandler(log, nil))
	a, err := app.Open(ctx, app.Options{Store: store, Now: today, Log: logger, Roads: store.Roads(), Settings: store.Settings(), Pinned: pinned})
	if err != nil {
		t.Fatal(err)
	}
	embedded, err := page()
	if err != nil {
		t.Fatal(err)
	}
	o := server.Options{App: a, Internal: class == geo.Internal, Log: logger, ProductVersion: "test", Site: embedded, Releases: store.Releases(), Store: store, Batches: store, Audit: store.AuditLog(), Settings: store.Settings(), Scenarios: store.Scenarios()}
	for _, set := range options {
		set(&o)
	}
	h, err := server.New(o)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{Server: httptest.NewServer(h), t: t, app: a, store: store, server: h, log: log}
	t.Cleanup(s.Close)
	s.describe()
	return s
}

// describe reads the OpenAPI document the site serves, which must be valid.
func (s *site) describe() {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodGet, s.URL+"/api/openapi.json", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(s.shown); i += 2 {
		request.Header.Set(s.shown[i], s.shown[i+1])
	}
	response, err := s.Client().Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	text := strings.ReplaceAll(strings.ReplaceAll(string(body), `"url":"`+s.URL+`"`, `"url":"/"`), s.URL, "http://described")
	if known, ok := descriptions.Load(text); ok {
		s.router = known.(routers.Router)
		return
	}
	doc, err := openapi3.NewLoader().LoadFromData([]byte(text))
	if err != nil {
		s.t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		s.t.Fatal(err)
	}
	if s.router, err = gorillamux.NewRouter(doc); err != nil {
		s.t.Fatal(err)
	}
	descriptions.Store(text, s.router)
}

// descriptions are the documents read so far, for most servers of the tests are described alike and reading one takes a second under the race detector.
var descriptions sync.Map

// answer is what came back, unpacked.
type answer struct {
	t      testing.TB
	path   string
	status int
	header http.Header
	body   []byte
}

// get asks for a path, with headers as pairs, and holds the answer to the API's description.
func (s *site) get(path string, headers ...string) *answer {
	s.t.Helper()
	return s.do(http.MethodGet, path, headers...)
}

func (s *site) do(method, path string, headers ...string) *answer {
	s.t.Helper()
	return s.write(method, path, "", headers...)
}

// write makes a request with a body, "" for none, and holds the answer to the API's description.
func (s *site) write(method, path, body string, headers ...string) *answer {
	s.t.Helper()
	var content io.Reader
	if body != "" {
		content = strings.NewReader(body)
	}
	request, err := http.NewRequest(method, s.URL+path, content)
	if err != nil {
		s.t.Fatal(err)
	}
	headers = append(slices.Clone(s.shown), headers...)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	if request.Header.Get("Accept-Encoding") == "" {
		request.Header.Set("Accept-Encoding", "identity")
	}
	response, err := s.Client().Transport.RoundTrip(request)
	if err != nil {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	text, err := readBody(response)
	if err != nil {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	if response.Header.Get("Content-Encoding") == "gzip" && len(text) > 0 {
		z, err := gzip.NewReader(bytes.NewReader(text))
		if err != nil {
			s.t.Fatal(err)
		}
		if text, err = io.ReadAll(z); err != nil {
			s.t.Fatal(err)
		}
	}
	a := &answer{s.t, path, response.StatusCode, response.Header, text}
	a.carriesSecurityHeaders()
	s.conforms(request, a)
	return a
}

// readBody is the whole of an answer, and of a stream, which has no end, its beginning.
func readBody(response *http.Response) ([]byte, error) {
	if response.Header.Get("Content-Type") != "text/event-stream" {
		return io.ReadAll(response.Body)
	}
	first, err := bufio.NewReader(response.Body).ReadString('\n')
	if err == io.EOF { // of an answer to HEAD
		err = nil
	}
	return []byte(first), err
}

// conforms holds an answer to the OpenAPI document; what the document does not hold must be a 404 or a page of its own.
func (s *site) conforms(request *http.Request, a *answer) {
	s.t.Helper()
	if request.Method == http.MethodHead || request.Method == http.MethodOptions || request.Method != http.MethodGet && strings.HasPrefix(request.URL.Path, "/api/session") {
		return
	}
	route, params, err := s.router.FindRoute(request)
	if err != nil {
		if a.status < 300 && request.URL.Path != "/" && !strings.HasPrefix(request.URL.Path, "/assets/") && request.URL.Path != "/metrics" {
			s.t.Errorf("%s is served but not described", a.path)
		}
		return
	}
	input := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, PathParams: params, Route: route},
		Status:                 a.status, Header: a.header, Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	}
	input.SetBodyBytes(a.body)
	if err := openapi3filter.ValidateResponse(context.Background(), input); err != nil {
		text := err.Error()
		s.t.Errorf("%s: the answer is not as described: %.600s", a.path, text)
	}
}

func (a *answer) carriesSecurityHeaders() {
	a.t.Helper()
	if a.status == http.StatusNotModified {
		return // the answer it confirms carried them
	}
	if !strings.Contains(a.header.Get("Content-Security-Policy"), "default-src 'none'") || a.header.Get("X-Content-Type-Options") != "nosniff" {
		a.t.Errorf("%s: security headers are missing: %v", a.path, a.header)
	}
}

// is holds an answer to a status.
func (a *answer) is(status int) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s: status %d, want %d: %.300s", a.path, a.status, status, a.body)
	}
	return a
}

// json reads an answer's body.
func (a *answer) json() map[string]any {
	a.t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(a.body, &doc); err != nil {
		a.t.Fatalf("%s: %v: %.300s", a.path, err, a.body)
	}
	return doc
}

// collection is an answer as a FeatureCollection.
func (a *answer) collection() featureCollection {
	a.t.Helper()
	a.is(http.StatusOK)
	var fc featureCollection
	if err := json.Unmarshal(a.body, &fc); err != nil {
		a.t.Fatalf("%s: %v", a.path, err)
	}
	if fc.Returned != len(fc.Features) {
		a.t.Errorf("%s: numberReturned %d, but %d features", a.path, fc.Returned, len(fc.Features))
	}
	return fc
}

type featureCollection struct {
	Matched  int    `json:"numberMatched"`
	Returned int    `json:"numberReturned"`
	Stamp    string `json:"timeStamp"`
	Links    []struct {
		Href, Rel, Type string
	}
	Features []feature
}

type feature struct {
	ID         string
	Geometry   json.RawMessage
	Properties map[string]any
	Collection string
}

func (fc featureCollection) ids() []string {
	ids := make([]string, len(fc.Features))
	for i, f := range fc.Features {
		ids[i] = f.ID
	}
	return ids
}

func (fc featureCollection) link(rel string) string {
	for _, l := range fc.Links {
		if l.Rel == rel {
			return l.Href
		}
	}
	return ""
}

// problem holds an answer to be problem+json of a status about a parameter, and returns its type.
func (a *answer) problem(status int, parameter string) string {
	a.t.Helper()
	a.is(status)
	if got := a.header.Get("Content-Type"); got != "application/problem+json" {
		a.t.Errorf("%s: Content-Type %q", a.path, got)
	}
	doc := a.json()
	if got, _ := doc["parameter"].(string); got != parameter {
		a.t.Errorf("%s: parameter %q is blamed, want %q: %s", a.path, got, parameter, a.body)
	}
	for _, member := range []string{"type", "title", "detail", "detail_zh", "detail_en"} {
		if text, _ := doc[member].(string); text == "" {
			a.t.Errorf("%s: the problem has no %s", a.path, member)
		}
	}
	kind, _ := doc["type"].(string)
	return kind
}
