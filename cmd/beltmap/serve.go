package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"

	"beltmap/data/gpkg"
	"beltmap/data/sample"
	"beltmap/data/tianditu"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"beltmap/internal/app"
	"beltmap/internal/server"
)

type serveCommand struct {
	Listen        string `help:"${flag_listen}" default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	DB            string `name:"db" help:"${flag_serve_db}" placeholder:"FILE"`
	Internal      bool   `help:"${flag_internal}"`
	ReviewNumber  string `help:"${flag_review_number}" placeholder:"TEXT"`
	PublicURL     string `name:"public-url" help:"${flag_public_url}" placeholder:"URL"`
	MetricsListen string `help:"${flag_metrics_listen}" placeholder:"HOST:PORT"`
	TLSCert       string `name:"tls-cert" help:"${flag_tls_cert}" placeholder:"FILE"`
	TLSKey        string `name:"tls-key" help:"${flag_tls_key}" placeholder:"FILE"`
	TileCache     int64  `help:"${flag_tile_cache}" default:"64" placeholder:"MB"`
	TiandituFile  string `name:"tianditu-key-file" help:"${flag_tianditu_key_file}" placeholder:"FILE"`
	TiandituNo    string `name:"tianditu-review-number" help:"${flag_tianditu_no}" default:"GS（2025）1508号" placeholder:"TEXT"`
	TiandituURL   string `name:"tianditu-url" help:"${flag_tianditu_url}" placeholder:"URL"`
	TiandituDir   string `help:"${flag_tianditu_dir}" placeholder:"DIR"`
	TiandituCache int64  `help:"${flag_tianditu_cache}" default:"256" placeholder:"MB"`
	TiandituAge   int    `help:"${flag_tianditu_age}" default:"24" placeholder:"HOURS"`
	LogFormat     string `help:"${flag_log_format}" enum:"text,json" default:"text" placeholder:"text|json"`
	reachFlags
	signInFlags
}

func (c *serveCommand) run(s *session) (int, error) {
	if c.TileCache < 1 || c.TileCache > 1<<20 {
		return 0, misuse(phrase.UsageMistyped.With("--tile-cache", c.TileCache))
	}
	if c.TiandituCache < 1 || c.TiandituCache > 1<<20 {
		return 0, misuse(phrase.UsageMistyped.With("--tianditu-cache", c.TiandituCache))
	}
	if c.TiandituAge < 1 || c.TiandituAge > 24*366 {
		return 0, misuse(phrase.UsageMistyped.With("--tianditu-age", c.TiandituAge))
	}
	key, err := s.secret(tiandituKey, c.TiandituFile)
	if err != nil {
		return 0, err
	}
	if key != "" && c.TiandituNo == "" {
		return 0, misuse(phrase.UsageMistyped.With("--tianditu-review-number", c.TiandituNo))
	}
	reach, err := c.reach(c.PublicURL)
	if err != nil {
		return 0, err
	}
	if c.LogFormat == "json" {
		s.log = slog.New(slog.NewJSONHandler(s.stderr, nil))
	}
	cert, err := c.certificate(s)
	if err != nil {
		return 0, err
	}
	main, err := listen(c.Listen)
	if err != nil {
		return 0, err
	}
	defer main.Close() // for what fails before the server owns it
	var metrics net.Listener
	if c.MetricsListen != "" {
		if metrics, err = listen(c.MetricsListen); err != nil {
			return 0, err
		}
		defer metrics.Close()
	}
	store, readOnly, err := c.open(s)
	if err != nil {
		return 0, err
	}
	err = c.serve(s, main, metrics, store, readOnly, cert, reach)
	if closed := store.Close(); err == nil {
		err = closed
	}
	return exitOK, err
}

// open is the file's store, or the sample in memory. A file that cannot be written to is served, too; whoever wants to change it is told.
func (c *serveCommand) open(s *session) (store *gpkg.Store, readOnly bool, err error) {
	ctx := s.ctx
	if c.DB != "" {
		store, err := gpkg.Open(ctx, c.DB, gpkg.Options{Styles: layerStyles()})
		if err == nil {
			return store, false, nil
		}
		if geo.KindOf(err) == geo.KindUnavailable {
			if opened, failed := gpkg.Open(ctx, c.DB, gpkg.Options{ReadOnly: true}); failed == nil {
				s.log.Info(phrase.ServingReadOnly.In(s.lang), "db", c.DB)
				return opened, true, nil
			}
		}
		return nil, false, err
	}
	batch, err := sample.Batch()
	if err != nil {
		return nil, false, err
	}
	store, err = gpkg.OpenMemory(ctx, gpkg.Options{})
	if err != nil {
		return nil, false, err
	}
	if _, err := store.Apply(ctx, batch); err != nil {
		return nil, false, errors.Join(err, store.Close())
	}
	return store, false, nil
}

func (c *serveCommand) serve(s *session, main, metrics net.Listener, store *gpkg.Store, readOnly bool, cert *certificate, o server.Options) error {
	pinned, err := s.pinned()
	if err != nil {
		return err
	}
	if c.ReviewNumber != "" {
		pinned[geo.ReviewNumber.Key] = c.ReviewNumber
	}
	stop := s.waiting(phrase.DoingOpen)
	quiet := debug.SetGCPercent(loadingGC)
	a, err := app.Open(s.ctx, app.Options{Store: store, Roads: store.Roads(), Log: s.log, TileBytes: c.TileCache << 20, Settings: store.Settings(), Pinned: pinned})
	debug.SetGCPercent(min(quiet, servingGC))
	stop()
	if err != nil {
		return err
	}
	debug.FreeOSMemory()
	o.App, o.MapReviewNumber, o.ProductVersion, o.PublicURL, o.Internal, o.Releases, o.Log = a, c.ReviewNumber, productVersion, c.PublicURL, c.Internal, store.Releases(), s.log
	o.Store, o.Batches, o.Audit, o.Settings, o.Scenarios, o.ReadOnly, o.Sample = store, store, store.AuditLog(), store.Settings(), store.Scenarios(), readOnly, c.DB == ""
	ground, err := c.ground(s)
	if err != nil {
		return err
	}
	if ground != nil {
		o.Tianditu, o.TiandituNumber = ground, c.TiandituNo
	}
	if o.SignIn, o.OpenID, err = c.services(s, store.Accounts(), c.PublicURL, o.BasePath, cert != nil); err != nil {
		return err
	}
	handler, err := server.New(o)
	if err != nil {
		return err
	}
	defer handler.Close()
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	running := make(chan error, 5)
	parts := 3
	go func() { running <- a.Run(ctx) }()
	go func() { running <- o.SignIn.Run(ctx) }()
	answer, at := http.Handler(handler), main.Addr()
	if cert != nil {
		main, answer = cert.listener(main), strict(handler)
		parts++
		go func() { cert.follow(ctx); running <- nil }()
	}
	go func() { running <- server.Serve(ctx, main, answer, server.Patience{}) }()
	if metrics != nil {
		parts++
		go func() { running <- serveMetrics(ctx, metrics, handler.Metrics()) }()
	}
	c.greet(s, at, o.BasePath)
	var failed error
	for range parts {
		if err := <-running; err != nil && failed == nil {
			failed = err
		}
		cancel()
	}
	if s.ctx.Err() != nil {
		s.sayTo(s.stderr, phrase.Stopped.With())
	}
	return failed
}

// tiandituKey is the variable of the key of Tianditu.
const tiandituKey = "BELTMAP_TIANDITU_KEY"

// ground is the way to Tianditu's tiles, nil without a key.
func (c *serveCommand) ground(s *session) (*tianditu.Proxy, error) {
	key, err := s.secret(tiandituKey, c.TiandituFile)
	if err != nil || key == "" {
		return nil, err
	}
	dir := c.TiandituDir
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return nil, geo.Unavailable("beltmap.ground", phrase.TiandituDirUnusable.With("beltmap/tianditu"), err)
		}
		dir = filepath.Join(cache, "beltmap", "tianditu")
	}
	return tianditu.New(tianditu.Options{
		Key: key, Dir: dir, Base: c.TiandituURL, Bytes: c.TiandituCache << 20, MaxAge: time.Duration(c.TiandituAge) * time.Hour,
	})
}

// The memory the collector may waste, in per cent of what lives: as much again while a file is read, which for two million records takes 400 MB for some
// seconds, and little afterwards, since a World lives long.
const (
	loadingGC = 100
	servingGC = 25
)

// greet says where the map is, and what those who can reach it may read.
func (c *serveCommand) greet(s *session, at net.Addr, basePath string) {
	what := phrase.ServingSample.With()
	if c.DB != "" {
		what = phrase.ServingFile.With(c.DB)
	}
	scheme := "http://"
	if c.TLSCert != "" {
		scheme = "https://"
	}
	s.say(phrase.ServingAt.With(what, scheme+reachable(at)+basePath))
	if c.Internal {
		s.log.Info(phrase.ServingInternal.In(s.lang), "listen", at.String())
	}
}

// reachable is the address as a browser on this machine can use it.
func reachable(at net.Addr) string {
	address, err := netip.ParseAddrPort(at.String())
	if err != nil || !address.Addr().IsUnspecified() {
		return at.String()
	}
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), address.Port()).String()
}

func listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err == nil {
		return l, nil
	}
	text := phrase.CannotListen
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		text = phrase.PortBusy
	case errors.Is(err, syscall.EACCES):
		text = phrase.PortDenied
	}
	return nil, geo.Unavailable("beltmap.listen", text.With(address), err)
}

func serveMetrics(ctx context.Context, l net.Listener, h http.Handler) error {
	site := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = site.Close() })
	defer stop()
	if err := site.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
