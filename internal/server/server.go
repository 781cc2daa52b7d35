// Package server answers HTTP: the OGC API, the tiles, the domain's own resources and the page. A handler decodes, asks the World
// once, and encodes; it returns its error, and one adapter answers it as problem+json. What it changes it changes by the App, one change after the other.
package server

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"beltmap/data"
	"beltmap/internal/app"
	"beltmap/internal/auth"
	"beltmap/internal/paper"
	"beltmap/static"
)

const (
	defaultMaxInFlight = 256
	defaultDeadline    = 15 * time.Second
	shutdownGrace      = 10 * time.Second
)

// Options are what a server needs. App is required; the rest has working zero values.
type Options struct {
	App             *app.App
	Auth            Authenticator // who asks; everyone is the public if nil
	Internal        bool          // an intranet: everyone who reaches the port and shows nothing is a viewer of all zones
	MapReviewNumber string        // 审图号, shown by the page
	ProductVersion  string        // as `beltmap version` prints it
	PublicURL       string        // what links begin with, such as https://example.cn/map; "" takes scheme and host from each request
	SignIn          *auth.Service // by which desks sign in, nobody if nil
	OpenID          *auth.OpenID  // the identity provider, none if nil
	Releases        releases      // what totals of members were published; none are if nil
	Tianditu        ground        // tiles to lay under the records, none if nil
	TiandituNumber  string        // 审图号 of those tiles, shown beside them
	MaxInFlight     int           // requests answered at once before 503, 256 if 0
	Site            *static.Site  // the page, the embedded one if nil; reading it packs a megabyte, which several servers may share
	Log             *slog.Logger  // slog.Default() if nil

	BasePath       string         // under which everything is served, such as /map; "" for none
	TrustedProxies []netip.Prefix // who may say where a request comes from
	Limits         Limits         // how often one client may ask
	MaxListeners   int            // clients that listen for changes at once before 503, 4096 if 0
	Store          data.Store     // what uploads are read against
	Batches        data.Batches   // what was written before, by which retries are known; none are if nil
	Audit          data.AuditLog  // where it is entered who did what; nowhere if nil
	Scenarios      data.Scenarios // what was proposed; unavailable if nil
	Settings       data.Settings  // what administrators set; the defaults if nil
	ReadOnly       bool           // the file can only be read
	Sample         bool           // what is served is the embedded sample, which nobody changes
}

// Server is the whole site as an http.Handler.
type Server struct {
	options     Options
	app         *app.App
	log         *slog.Logger
	site        *static.Site
	handler     http.Handler
	metrics     *metrics
	buffers     buffers
	values      *headerValues
	plans       map[planKey]*plan
	names       func() *pinyin               // made when somebody first searches
	fonts       func() (*paper.Fonts, error) // read when somebody first wants a tour on paper
	abouts      abouts
	qualities   qualities
	pastDays    pastDays
	members     members
	inFlight    atomic.Int64
	maxInFlight int64
	deadline    time.Duration
	downloads   chan struct{} // holds one for each that runs
	edits       chan struct{} // holds the one change that is under way
	uploads     uploads
	audits      auditor

	limits       limits
	listeners    atomic.Int64
	maxListeners int64
	patience     time.Duration // with a listener that does not take what it is told
}

// New is the handler of the whole site.
func New(o Options) (*Server, error) {
	if o.App == nil {
		return nil, errors.New("server.New: no App")
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.MaxInFlight <= 0 {
		o.MaxInFlight = defaultMaxInFlight
	}
	if o.MaxListeners <= 0 {
		o.MaxListeners = defaultMaxListeners
	}
	if o.Auth == nil && o.SignIn != nil {
		o.Auth = o.SignIn
	}
	o.PublicURL, o.BasePath = strings.TrimSuffix(o.PublicURL, "/"), strings.TrimSuffix(o.BasePath, "/")
	if o.Site == nil {
		site, err := static.New()
		if err != nil {
			return nil, err
		}
		o.Site = site
	}
	s := &Server{options: o, app: o.App, log: o.Log, site: o.Site, values: newHeaderValues(), names: sync.OnceValue(newPinyin), fonts: sync.OnceValues(paper.Load), qualities: qualities{turn: make(chan struct{}, 1)}, pastDays: pastDays{turn: make(chan struct{}, 1)},
		members:     members{turn: make(chan struct{}, 1)},
		maxInFlight: int64(o.MaxInFlight), deadline: defaultDeadline, downloads: make(chan struct{}, maxDownloads), edits: make(chan struct{}, 1),
		uploads: uploads{turn: make(chan struct{}, 1), waiting: map[string]*upload{}},
		audits:  auditor{log: o.Audit, now: time.Now, of: map[string]*allowance{}}}
	s.plans = newPlans()
	s.limits, s.maxListeners, s.patience = newLimits(o.Limits), int64(o.MaxListeners), defaultPatience
	s.metrics = newMetrics(s)
	s.handler = s.guard(s.router())
	if o.BasePath != "" {
		s.handler = s.below(s.handler)
	}
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// below serves everything under the base path. Outside of it is nothing but what tells whether the server lives, which is asked directly and not
// by the proxy that shares out the paths.
func (s *Server) below(next http.Handler) http.Handler {
	base := s.options.BasePath
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, under := strings.CutPrefix(r.URL.Path, base)
		switch {
		case under && strings.HasPrefix(path, "/"):
			inner, at := *r, *r.URL
			at.Path, at.RawPath = path, strings.TrimPrefix(at.RawPath, base)
			inner.URL = &at
			next.ServeHTTP(w, &inner)
		case under && path == "":
			s.secure(w.Header(), r)
			to := url.URL{Path: base + "/", RawQuery: r.URL.RawQuery}
			w.Header().Set("Location", to.String())
			w.WriteHeader(http.StatusPermanentRedirect)
		case vitalPath(r.URL.Path):
			next.ServeHTTP(w, r)
		default:
			s.secure(w.Header(), r)
			answerProblem(w, r, notFoundPath(r.URL.Path))
		}
	})
}

// secure sets the headers that stand on every answer. Other origins may read the public API, as clients of open data expect; what is
// shown to whoever signed in or reached an intranet they may not, or any page a visitor opens elsewhere could read it through the visitor's
// browser.
func (s *Server) secure(h http.Header, r *http.Request) {
	v := s.values
	h["Content-Security-Policy"] = v.policy
	h["X-Content-Type-Options"] = v.nosniff
	h["Referrer-Policy"] = v.sameOrigin
	if s.openTo(r) && (strings.HasPrefix(r.URL.Path, "/api") || strings.HasPrefix(r.URL.Path, "/tiles/")) {
		h["Access-Control-Allow-Origin"] = v.anyOrigin
		h["Access-Control-Expose-Headers"] = v.exposed
		return
	}
	h["X-Frame-Options"] = v.frames
	h["Cross-Origin-Resource-Policy"] = v.sameOrigin
	h["Cross-Origin-Opener-Policy"] = v.sameOrigin
}

// openTo tells whether a request is one that other origins may send: it shows nothing that makes it anybody's.
func (s *Server) openTo(r *http.Request) bool {
	return !s.options.Internal && len(r.Header["Authorization"]) == 0 && len(r.Header["Cookie"]) == 0
}

// headerValues are the values of headers that never differ, made once. Nobody changes them.
type headerValues struct {
	policy, nosniff, sameOrigin, frames, anyOrigin, exposed, gzip, acceptEncoding, acceptEncodingAs, revalidate, tile []string
}

func newHeaderValues() *headerValues {
	return &headerValues{
		policy: []string{"default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
			"connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"},
		nosniff: []string{"nosniff"}, sameOrigin: []string{"same-origin"}, frames: []string{"SAMEORIGIN"}, anyOrigin: []string{"*"},
		exposed: []string{"ETag, Content-Crs, Retry-After"}, gzip: []string{"gzip"}, acceptEncoding: []string{"Accept-Encoding"},
		acceptEncodingAs: []string{"Accept-Encoding" + varyAs},
		revalidate:       []string{"private, no-cache"}, tile: []string{mvtType},
	}
}

// base is what links begin with: scheme, host and base path.
func (s *Server) base(r *http.Request) string {
	if s.options.PublicURL != "" {
		return s.options.PublicURL
	}
	scheme := "http"
	if f, _ := forwardedOf(r); f.scheme != "" {
		scheme = f.scheme
	} else if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host + s.options.BasePath
}

// Patience is how long Serve waits for a client; what is 0 is as a server that faces the public has it.
type Patience struct {
	Headers time.Duration // to have sent the headers, 5 s
	Request time.Duration // to have sent all of the request, 15 s; uploads have a time of their own
}

// Serve answers on a listener until the context ends; then it lets running requests finish for up to ten seconds, and ends streams at once. It closes
// the listener. A client that is not done with its request in time is cut off.
func Serve(ctx context.Context, l net.Listener, h http.Handler, p Patience) error {
	s := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: cmp.Or(p.Headers, 5*time.Second),
		ReadTimeout:       cmp.Or(p.Request, 15*time.Second),
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       90 * time.Second,
		MaxHeaderBytes:    32 << 10,
		BaseContext: func(net.Listener) context.Context {
			return context.WithValue(context.Background(), stoppingKey{}, ctx.Done())
		},
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()
	if err := s.Shutdown(grace); err != nil {
		return s.Close()
	}
	return nil
}
