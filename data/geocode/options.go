package geocode

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
)

// Options are what a Client needs to know of its service. Only Key is needed, and for Nominatim only BaseURL.
type Options struct {
	Key        string           // what the service told the operator to identify with; it goes into requests and nowhere else
	BaseURL    string           // where the service is, without the path of its method; its public address if ""
	Client     *http.Client     // http.Client with a timeout of 15 s if nil. Redirects are never followed: they would carry the key along
	PerSecond  float64          // requests a second at most; what the service allows everyone if 0
	DailyQuota int              // requests a day (of Asia/Shanghai) at most; 0 leaves it to the service
	Cache      data.Cache       // where answers and the day's count are kept; nil keeps the count until the Client is gone, and no answers
	Now        func() time.Time // the clock of the cache and of the quota's day, time.Now if nil
	Threshold  float64          // the score below which a position is not used; the service's own if 0, none if negative
	Attempts   int              // how often one request is made before giving up, 4 if 0
	Backoff    time.Duration    // the wait after the first failure, doubled after each; 500 ms if 0
	UserAgent  string           // how to introduce oneself; "beltmap" if ""
}

// String tells nothing: Options are printed by mistake only, and hold the key.
func (Options) String() string { return "geocode.Options" }

// GoString is String.
func (o Options) GoString() string { return o.String() }

// secret is a key that does not print.
type secret string

func (secret) String() string   { return "…" }
func (secret) GoString() string { return "…" }

// hide takes the key out of what a service or a library said.
func (s secret) hide(text string) string {
	if s == "" {
		return text
	}
	for _, form := range []string{string(s), url.QueryEscape(string(s)), url.PathEscape(string(s))} {
		text = strings.ReplaceAll(text, form, s.String())
	}
	return text
}

// NewTianditu makes a client of Tianditu's geocoder, whose points are CGCS2000.
func NewTianditu(o Options) (*Client, error) { return newClient(tianditu{}, o) }

// NewAMap makes a client of AMap's geocoder (Web service v3), whose points are GCJ-02.
func NewAMap(o Options) (*Client, error) { return newClient(amap{}, o) }

// NewBaidu makes a client of Baidu's geocoder (v3), whose points are BD-09.
func NewBaidu(o Options) (*Client, error) { return newClient(baidu{}, o) }

// NewNominatim makes a client of a Nominatim server, whose points are WGS 84. BaseURL has to name it: the public one does not allow lists to be
// worked off. A Key, if there is one, is sent as the parameter "key", as operators of such servers ask for.
func NewNominatim(o Options) (*Client, error) { return newClient(nominatim{}, o) }

func newClient(s service, o Options) (*Client, error) {
	const op = "geocode.New"
	if o.BaseURL == "" {
		o.BaseURL = s.address()
	}
	base, err := url.Parse(o.BaseURL)
	switch {
	case o.Key == "" && s.needsKey():
		return nil, geo.Invalid(op, phrase.GeocoderNoKey.With(s.says()))
	case err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https":
		return nil, geo.Invalid(op, phrase.GeocoderNoAddress.With(s.says()))
	}
	c := &Client{
		service: s, key: secret(o.Key), base: strings.TrimSuffix(o.BaseURL, "/"), http: http.Client{Timeout: 15 * time.Second},
		quota: o.DailyQuota, cache: o.Cache, now: o.Now, threshold: o.Threshold, attempts: o.Attempts, backoff: o.Backoff, agent: o.UserAgent,
	}
	c.defaults(o)
	return c, nil
}

func (c *Client) defaults(o Options) {
	if o.Client != nil {
		c.http = *o.Client
	}
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if c.now == nil {
		c.now = time.Now
	}
	if c.threshold == 0 {
		c.threshold = c.service.threshold()
	}
	if c.attempts <= 0 {
		c.attempts = 4
	}
	if c.backoff <= 0 {
		c.backoff = 500 * time.Millisecond
	}
	if c.agent == "" {
		c.agent = "beltmap"
	}
	perSecond := o.PerSecond
	if perSecond <= 0 {
		perSecond = c.service.perSecond()
	}
	c.pace.every = time.Duration(float64(time.Second) / perSecond)
	if c.cache == nil {
		c.cache = &counter{counts: map[geo.Day]int{}}
	}
}
