package geocode

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/crs"
	"beltmap/geo/phrase"
)

// Client asks one service. Its methods may be called by many goroutines; requests are spread over time.
type Client struct {
	service   service
	key       secret
	base      string
	http      http.Client
	pace      pace
	quota     int
	cache     data.Cache
	now       func() time.Time
	threshold float64
	attempts  int
	backoff   time.Duration
	agent     string
}

// service is what differs between services.
type service interface {
	name() string        // in Answer.Provider and the cache
	says() phrase.Phrase // in sentences
	address() string
	needsKey() bool
	perSecond() float64
	threshold() float64
	longest() int // bytes of text that it takes
	query(text string, key secret) (path string, q url.Values)
	decode(status int, body []byte) (hit, *fault)
	class(h hit) geo.Precision
	point(h hit) (p crs.WGS84, name string) // the CRS's name as geo.Position has it
}

// hit is what a service answered, as it is cached: what class it makes is decided when it is used.
type hit struct {
	Found      bool    `json:"found"`
	Level      string  `json:"level,omitempty"`
	Score      float64 `json:"score,omitempty"`
	Confidence float64 `json:"confidence,omitempty"` // of Baidu: how far off the point may be
	Matched    string  `json:"matched,omitempty"`
	X          float64 `json:"x,omitempty"`
	Y          float64 `json:"y,omitempty"`
}

// Reasons for which nothing is asked.
const (
	levelNoAddress = "no address"
	levelWithheld  = "personal data"
)

// staleAfter is how long "nothing found" is believed; services learn.
const staleAfter = 30 * 24 * time.Hour

// maxAnswer is more than any answer to one address has.
const maxAnswer = 1 << 20

// Geocode implements Geocoder. What was answered before is not asked again; an error is never kept.
func (c *Client) Geocode(ctx context.Context, q Query) (Answer, error) {
	text := q.text(c.service.longest())
	if text == "" {
		return unlocated(c.service.name(), levelNoAddress), nil
	}
	if _, found := geo.PersonalData(text); found {
		return unlocated(c.service.name(), levelWithheld), nil
	}
	if h, known, err := c.remembered(ctx, text); err != nil {
		return Answer{}, err
	} else if known {
		return c.answer(h), nil
	}
	h, err := c.ask(ctx, text)
	if err != nil {
		return Answer{}, err
	}
	return c.answer(h), c.keep(ctx, text, h)
}

func (c *Client) remembered(ctx context.Context, text string) (h hit, known bool, err error) {
	kept, found, err := c.cache.Get(ctx, c.service.name(), text)
	if err != nil || !found {
		return h, false, err
	}
	if json.Unmarshal([]byte(kept.Value), &h) != nil || !h.Found && c.now().Sub(kept.Time) > staleAfter {
		return hit{}, false, nil
	}
	return h, true, nil
}

func (c *Client) keep(ctx context.Context, text string, h hit) error {
	value, err := json.Marshal(h)
	if err != nil {
		return &geo.Error{Kind: geo.KindInternal, Op: "geocode.keep", Text: phrase.GeocoderUnreadable.With(c.service.says()), Err: err}
	}
	return c.cache.Put(ctx, c.service.name(), text, data.Cached{Value: string(value), Time: c.now()})
}

// answer decides what a hit is worth.
func (c *Client) answer(h hit) Answer {
	a := Answer{Class: geo.Unlocated, Provider: c.service.name(), Level: h.Level, Score: h.Score, Matched: h.Matched}
	if !h.Found {
		return a
	}
	a.X, a.Y = h.X, h.Y
	a.Point, a.CRS = c.service.point(h)
	if h.Score >= c.threshold {
		a.Class = c.service.class(h)
	}
	return a
}

// ask makes the request, again if what went wrong may pass.
func (c *Client) ask(ctx context.Context, text string) (hit, error) {
	for attempt := 1; ; attempt++ {
		if err := c.pace.wait(ctx); err != nil {
			return hit{}, c.stopped(err)
		}
		if err := c.spend(ctx); err != nil {
			return hit{}, err
		}
		h, f := c.once(ctx, text)
		if f == nil {
			return h, nil
		}
		if err := ctx.Err(); err != nil {
			return hit{}, c.stopped(err)
		}
		if f.kind != passing || attempt >= c.attempts || f.after > longestWait {
			return hit{}, c.failure(f)
		}
		if err := sleep(ctx, max(f.after, jitter(c.backoff<<(attempt-1)))); err != nil {
			return hit{}, c.stopped(err)
		}
	}
}

// spend takes one request off the day's quota. Each attempt is one, since the service counts it.
func (c *Client) spend(ctx context.Context) error {
	count, granted, err := c.cache.Spend(ctx, c.service.name(), geo.DayOf(c.now()), c.quota)
	if err == nil && !granted {
		err = geo.Unavailable("geocode.ask", phrase.GeocoderOwnQuota.With(c.service.says(), count), nil)
	}
	return err
}

// once makes one request. No error of the HTTP library leaves it: those quote the URL, and with it the key.
func (c *Client) once(ctx context.Context, text string) (hit, *fault) {
	path, q := c.service.query(text, c.key)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path+"?"+q.Encode(), nil)
	if err != nil {
		return hit{}, &fault{kind: refused, said: "the address cannot be used"}
	}
	r.Header.Set("User-Agent", c.agent)
	r.Header.Set("Accept", "application/json")
	answer, err := c.http.Do(r)
	if err != nil {
		return hit{}, &fault{kind: passing, said: c.key.hide(inner(err).Error())}
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	switch {
	case err != nil:
		return hit{}, &fault{kind: passing, said: c.key.hide(inner(err).Error())}
	case len(body) > maxAnswer:
		return hit{}, &fault{kind: refused, said: fmt.Sprintf("an answer of more than %d bytes", maxAnswer)}
	}
	h, f := c.service.decode(answer.StatusCode, body)
	if f != nil {
		if f.said = c.key.hide(short(f.said)); f.said == "" {
			f.said = "no reason given"
		}
		f.after = retryAfter(answer.Header.Get("Retry-After"), time.Now())
		return hit{}, f
	}
	h.Level, h.Matched = c.key.hide(short(h.Level)), c.key.hide(short(h.Matched))
	return h, nil
}

// inner is the cause without the URL that was asked for.
func inner(err error) error {
	for {
		var u *url.Error
		if !errors.As(err, &u) {
			return err
		}
		err = u.Err
	}
}

func (c *Client) stopped(err error) error {
	var ours *geo.Error
	if errors.As(err, &ours) {
		return err
	}
	return geo.Unavailable("geocode.ask", phrase.GeocoderStopped.With(c.service.says()), err)
}

func (c *Client) failure(f *fault) error {
	const op = "geocode.ask"
	cause := errors.New(f.said)
	switch f.kind {
	case denied:
		return &geo.Error{Kind: geo.KindDenied, Op: op, Text: phrase.GeocoderDenied.With(c.service.says(), f.said), Err: cause}
	case spent:
		return geo.Unavailable(op, phrase.GeocoderQuota.With(c.service.says(), f.said), cause)
	case refused:
		return geo.Unavailable(op, phrase.GeocoderRefused.With(c.service.says(), f.said), cause)
	}
	if f.after > longestWait {
		return geo.Unavailable(op, phrase.GeocoderLater.With(c.service.says(), int(f.after.Seconds())), cause)
	}
	return geo.Unavailable(op, phrase.GeocoderDown.With(c.service.says(), f.said), cause)
}

// String names the service: a Client is printed by mistake only, and holds the key.
func (c *Client) String() string { return "geocode.Client of " + c.service.name() }

// GoString is String.
func (c *Client) GoString() string { return c.String() }
