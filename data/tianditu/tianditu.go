// Package tianditu fetches ground tiles of Tianditu (国家地理信息公共服务平台) with the operator's key and keeps them on disk. It speaks WMTS 1.0.0
// in the matrix set w: Web Mercator over CGCS2000, which differs from WGS 84 by centimetres. The key stands in requests to Tianditu and
// nowhere else: not in errors, file names or logs. It draws nothing and asks for nothing of its own accord.
package tianditu

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"beltmap/geo"
	"beltmap/geo/phrase"
)

const (
	defaultBase  = "https://t0.tianditu.gov.cn"
	atOnce       = 8                // requests to Tianditu at once; others wait for their turn
	patience     = 10 * time.Second // of one request
	pause        = time.Minute      // after a refusal nothing is asked, so that a used-up quota is not strained
	maxTile      = 1 << 20          // bytes
	leastZoom    = 1
	greatestZoom = 18
)

// Options are what a Proxy needs. Key and Dir are required; the rest has working zero values.
type Options struct {
	Key    string
	Dir    string           // where tiles are kept; made if it is not there
	Base   string           // scheme and host, Tianditu's own if ""
	Bytes  int64            // the tiles kept at most, 256 MB if 0; the oldest go first
	MaxAge time.Duration    // a tile older than that is fetched anew, a day if 0
	Now    func() time.Time // the clock, time.Now if nil
}

// Proxy answers tiles from disk or from Tianditu. All methods may be called from many goroutines.
type Proxy struct {
	key, base string
	now       func() time.Time
	client    *http.Client
	turns     chan struct{}
	kept      *shelf

	mu      sync.Mutex
	waiting time.Time // nothing is asked before
	refusal *geo.Error
}

// Tile is an image.
type Tile struct {
	Body []byte
	Type string // image/png or image/jpeg
}

// New is a Proxy. It asks Tianditu nothing yet.
func New(o Options) (*Proxy, error) {
	const op = "tianditu.New"
	if o.Key == "" || o.Dir == "" {
		return nil, errors.New(op + ": no key or no folder")
	}
	if o.Base == "" {
		o.Base = defaultBase
	}
	if base, err := url.Parse(o.Base); err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, geo.Invalid(op, phrase.TiandituBaseUnfit.With())
	}
	if o.Bytes <= 0 {
		o.Bytes = 256 << 20
	}
	if o.MaxAge <= 0 {
		o.MaxAge = 24 * time.Hour
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	kept, err := openShelf(o.Dir, o.Bytes, o.MaxAge, o.Now)
	if err != nil {
		return nil, geo.Unavailable(op, phrase.TiandituDirUnusable.With(o.Dir), err)
	}
	// A redirect would carry the key to whoever is named in it.
	client := &http.Client{Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return &Proxy{key: o.Key, base: o.Base, now: o.Now, client: client, turns: make(chan struct{}, atOnce), kept: kept}, nil
}

// Tile is a tile of one of Tianditu's layers: vec and img are grounds, cva and cia their names. Addresses are XYZ, y to the south.
func (p *Proxy) Tile(ctx context.Context, layer, z, x, y string) (Tile, error) {
	const op = "tianditu.Tile"
	if !slices.Contains([]string{"vec", "cva", "img", "cia"}, layer) {
		return Tile{}, geo.NotFound(op, phrase.TiandituLayerUnknown.With(layer))
	}
	if !addresses(z, x, y) {
		return Tile{}, geo.NotFound(op, phrase.TiandituNoTile.With(z, x, y))
	}
	name := layer + "-" + z + "-" + x + "-" + y
	if body, ok := p.kept.get(name); ok {
		return tileOf(op, body)
	}
	select {
	case p.turns <- struct{}{}:
		defer func() { <-p.turns }()
	case <-ctx.Done():
		return Tile{}, ctx.Err()
	}
	if body, ok := p.kept.get(name); ok { // somebody fetched it meanwhile
		return tileOf(op, body)
	}
	body, err := p.fetch(ctx, layer, z, x, y)
	if err != nil {
		return Tile{}, err
	}
	tile, err := tileOf(op, body)
	if err == nil {
		p.kept.put(name, body)
	}
	return tile, err
}

// addresses tells whether three texts are a tile in canonical decimal: no signs, no leading zeros, so that a tile has one name.
func addresses(z, x, y string) bool {
	number := func(s string, most int) (int, bool) {
		n, err := strconv.Atoi(s)
		return n, err == nil && n >= 0 && n <= most && strconv.Itoa(n) == s
	}
	zoom, ok := number(z, greatestZoom)
	if !ok || zoom < leastZoom {
		return false
	}
	_, okX := number(x, 1<<zoom-1)
	_, okY := number(y, 1<<zoom-1)
	return okX && okY
}

// fetch asks Tianditu, unless it refused a short while ago.
func (p *Proxy) fetch(ctx context.Context, layer, z, x, y string) ([]byte, error) {
	const op = "tianditu.fetch"
	if refusal := p.refused(); refusal != nil {
		return nil, refusal
	}
	query := url.Values{"SERVICE": {"WMTS"}, "REQUEST": {"GetTile"}, "VERSION": {"1.0.0"}, "LAYER": {layer}, "STYLE": {"default"}, "TILEMATRIXSET": {"w"},
		"FORMAT": {"tiles"}, "TILEMATRIX": {z}, "TILEROW": {y}, "TILECOL": {x}, "tk": {p.key}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.base+"/"+layer+"_w/wmts?"+query.Encode(), nil)
	if err != nil {
		return nil, geo.Unavailable(op, phrase.TiandituUnreached.With(), nil) // err quotes the address, and with it the key
	}
	answer, err := p.client.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, geo.Unavailable(op, phrase.TiandituUnreached.With(), withoutURL(err))
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, p.refuse(op, answer.StatusCode)
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxTile+1))
	if err != nil {
		return nil, geo.Unavailable(op, phrase.TiandituUnreached.With(), withoutURL(err))
	}
	return body, nil
}

// withoutURL is a client's error without the address that it names.
func withoutURL(err error) error {
	var named *url.Error
	if errors.As(err, &named) {
		return named.Err
	}
	return err
}

func (p *Proxy) refused() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now().Before(p.waiting) {
		return p.refusal
	}
	return nil
}

func (p *Proxy) refuse(op string, status int) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting, p.refusal = p.now().Add(pause), geo.Unavailable(op, phrase.TiandituRefused.With(status), nil)
	return p.refusal
}

// tileOf tells an image by its first bytes: what Tianditu says in words comes with status 200, too.
func tileOf(op string, body []byte) (Tile, error) {
	switch {
	case len(body) > maxTile:
	case bytes.HasPrefix(body, []byte("\x89PNG\r\n\x1a\n")):
		return Tile{body, "image/png"}, nil
	case bytes.HasPrefix(body, []byte("\xff\xd8\xff")):
		return Tile{body, "image/jpeg"}, nil
	}
	return Tile{}, geo.Unavailable(op, phrase.TiandituNoImage.With(), nil)
}
