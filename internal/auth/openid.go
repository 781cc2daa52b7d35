package auth

import (
	"cmp"
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"beltmap/data"
	"beltmap/geo"
	"beltmap/geo/phrase"
	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// OpenIDOptions say which identity provider vouches for accounts, and how. Issuer, ClientID and Redirect must be given.
type OpenIDOptions struct {
	Issuer       string // as it stands in its tokens; https, but on this machine
	ClientID     string
	ClientSecret string // "" for a public client
	Redirect     string // where the provider sends the browser back to, as it is registered there
	NameClaim    string // names the account, preferred_username if empty
	RoleClaim    string // a role or a list of them, of which the highest counts; beltmap_role if empty
	ZonesClaim   string // ids of zones, as a list or separated by commas, or *; beltmap_zones if empty
	Scopes       []string
}

// OpenID signs in by an identity provider: the authorization code flow of OpenID Connect Core 1.0 with PKCE (RFC 7636), a nonce, and a state bound to
// the browser. Nothing is asked of the provider before the first sign-in, so that the server starts without it.
type OpenID struct {
	service *Service
	options OpenIDOptions
	client  *http.Client
	cookie  cookie

	mu       sync.Mutex
	provider *oidc.Provider
	verifier *oidc.IDTokenVerifier
	flows    map[string]flow // by their state
}

// flow is one sign-in that has gone to the provider and has not come back.
type flow struct {
	browser  data.Hash // of the secret in the cookie of the browser that went
	nonce    string
	verifier string
	back     string
	until    time.Time
}

const (
	flowTime       = 10 * time.Minute
	maxFlows       = 4096
	providerTime   = 10 * time.Second
	maxFromIssuer  = 1 << 20 // bytes of one answer
	maxSaidByOther = 300     // bytes of another program's error in the log
)

// NewOpenID makes an OpenID of a Service. It fails with kind invalid.
func NewOpenID(s *Service, o OpenIDOptions) (*OpenID, error) {
	const op = "auth.NewOpenID"
	o.NameClaim, o.RoleClaim = cmp.Or(o.NameClaim, "preferred_username"), cmp.Or(o.RoleClaim, "beltmap_role")
	o.ZonesClaim = cmp.Or(o.ZonesClaim, "beltmap_zones")
	switch {
	case !safeURL(o.Issuer):
		return nil, geo.Invalid(op, phrase.OpenIDAddress.With(o.Issuer))
	case !safeURL(o.Redirect):
		return nil, geo.Invalid(op, phrase.OpenIDAddress.With(o.Redirect))
	case o.ClientID == "":
		return nil, geo.Invalid(op, phrase.OpenIDClient.With())
	}
	return &OpenID{
		service: s, options: o, cookie: s.cookie.named("signin"), flows: map[string]flow{},
		client: &http.Client{
			Timeout:       providerTime,
			Transport:     bounded{http.DefaultTransport},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // which would carry the client's secret away
		},
	}, nil
}

// safeURL tells whether what is sent to an address can be read on the way: it cannot by TLS, nor on this machine.
func safeURL(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

// bounded reads no more of an answer than it may hold.
type bounded struct{ http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		answer.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(answer.Body, maxFromIssuer), answer.Body}
	}
	return answer, err
}

// discovered is what the provider says of itself. What went wrong once is tried again the next time.
func (o *OpenID) discovered(ctx context.Context) (*oauth2.Config, *oidc.IDTokenVerifier, error) {
	const op = "auth.OpenID"
	o.mu.Lock()
	provider, verifier := o.provider, o.verifier
	o.mu.Unlock()
	if provider == nil {
		var err error
		if provider, err = oidc.NewProvider(oidc.ClientContext(ctx, o.client), o.options.Issuer); err != nil {
			return nil, nil, geo.Unavailable(op, phrase.OpenIDAbsent.With(), brief(err))
		}
		var said struct {
			Keys string `json:"jwks_uri"`
		}
		at := provider.Endpoint()
		if err := provider.Claims(&said); err != nil || !safeURL(at.AuthURL) || !safeURL(at.TokenURL) || !safeURL(said.Keys) {
			return nil, nil, geo.Unavailable(op, phrase.OpenIDAbsent.With(), errors.New("the issuer names an address without TLS"))
		}
		verifier = provider.VerifierContext(oidc.ClientContext(context.Background(), o.client), &oidc.Config{ClientID: o.options.ClientID, Now: o.service.options.Now})
		o.mu.Lock()
		o.provider, o.verifier = provider, verifier
		o.mu.Unlock()
	}
	scopes := append([]string{oidc.ScopeOpenID, "profile"}, o.options.Scopes...)
	return &oauth2.Config{
		ClientID: o.options.ClientID, ClientSecret: o.options.ClientSecret, Endpoint: provider.Endpoint(), RedirectURL: o.options.Redirect, Scopes: scopes,
	}, verifier, nil
}

// Begin is where to send a browser that wants to sign in, and the cookie by which it is known when it returns. In the end it goes back to a path of
// ours; anything else is "/". It fails with kind unavailable.
func (o *OpenID) Begin(ctx context.Context, back string) (to string, c *http.Cookie, err error) {
	config, _, err := o.discovered(ctx)
	if err != nil {
		return "", nil, err
	}
	secret, state := newSecret(), newSecret()
	f := flow{hashOf(secret), newSecret(), oauth2.GenerateVerifier(), ownPath(back), o.service.options.Now().Add(flowTime)}
	o.keep(state, f)
	c = o.cookie.with(secret)
	c.MaxAge = int(flowTime / time.Second)
	return config.AuthCodeURL(state, oidc.Nonce(f.nonce), oauth2.S256ChallengeOption(f.verifier)), c, nil
}

// ownPath is a path of this server, "/" for what could lead elsewhere.
func ownPath(back string) string {
	u, err := url.Parse(back)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(back, "/") || strings.HasPrefix(back, "//") || strings.ContainsAny(back, "\\\r\n\t") {
		return "/"
	}
	return back
}

func (o *OpenID) keep(state string, f flow) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.flows) >= maxFlows {
		now := o.service.options.Now()
		for key, old := range o.flows {
			if now.After(old.until) || len(o.flows) >= maxFlows {
				delete(o.flows, key)
			}
		}
	}
	o.flows[state] = f
}

// take gives a flow out once.
func (o *OpenID) take(state string) (flow, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	f, found := o.flows[state]
	delete(o.flows, state)
	return f, found
}

// NoCookie takes back the cookie that Begin gave.
func (o *OpenID) NoCookie() *http.Cookie { return o.cookie.without() }

// Finish signs in a browser that the provider has sent back, and says where it wanted to go. It fails with kind denied, or unavailable if the provider
// or the store is.
func (o *OpenID) Finish(r *http.Request) (g Grant, back string, err error) {
	const op = "auth.OpenID.Finish"
	f, err := o.returned(r)
	if err != nil {
		return Grant{}, "", denied(op, phrase.OpenIDRefused.With(), err)
	}
	config, verifier, err := o.discovered(r.Context())
	if err != nil {
		return Grant{}, "", err
	}
	token, err := o.exchange(r, config, verifier, f)
	if err != nil {
		return Grant{}, "", denied(op, phrase.OpenIDRefused.With(), brief(err))
	}
	account, role, err := o.admit(r.Context(), token)
	if err != nil {
		return Grant{}, "", err
	}
	g, err = o.service.grant(r.Context(), account, role, o.service.Secret(r))
	return g, f.back, err
}

// returned is the flow that a request ends. It is over, whatever comes of it.
func (o *OpenID) returned(r *http.Request) (flow, error) {
	q := r.URL.Query()
	f, found := o.take(q.Get("state"))
	browser := hashOf(o.cookie.of(r))
	switch issuer := q.Get("iss"); {
	case !found:
		return flow{}, errors.New("the state is unknown or was used before")
	case subtle.ConstantTimeCompare(browser[:], f.browser[:]) != 1:
		return flow{}, errors.New("the state is another browser's")
	case !o.service.options.Now().Before(f.until):
		return flow{}, errors.New("the sign-in took too long")
	case issuer != "" && issuer != o.options.Issuer: // RFC 9207
		return flow{}, errors.New("the answer is another issuer's")
	case q.Get("error") != "":
		return flow{}, brief(fmt.Errorf("the issuer says %q", q.Get("error")))
	}
	return f, nil
}

// exchange gives the code for a token of identity, and believes nothing of that before it is verified.
func (o *OpenID) exchange(r *http.Request, config *oauth2.Config, verifier *oidc.IDTokenVerifier, f flow) (*oidc.IDToken, error) {
	ctx, cancel := context.WithTimeout(oidc.ClientContext(r.Context(), o.client), providerTime)
	defer cancel()
	answer, err := config.Exchange(ctx, r.URL.Query().Get("code"), oauth2.VerifierOption(f.verifier))
	if err != nil {
		return nil, err
	}
	raw, ok := answer.Extra("id_token").(string)
	if !ok {
		return nil, errors.New("the issuer gave no token of identity")
	}
	token, err := verifier.Verify(ctx, raw)
	if err != nil {
		return nil, err
	}
	var claims struct {
		Party string `json:"azp"`
	}
	switch err := token.Claims(&claims); {
	case err != nil:
		return nil, err
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(f.nonce)) != 1:
		return nil, errors.New("the token is of another sign-in")
	case claims.Party != "" && claims.Party != o.options.ClientID, claims.Party == "" && len(token.Audience) > 1:
		return nil, errors.New("the token was made for another client")
	case token.Subject == "":
		return nil, errors.New("the token names no subject")
	}
	return token, nil
}

// brief keeps out of the log what another program says at length, and what it may quote there.
func brief(err error) error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		return fmt.Errorf("the issuer refused the code: %d %.100q", refused.Response.StatusCode, refused.ErrorCode)
	}
	if text := err.Error(); len(text) > maxSaidByOther {
		return errors.New(text[:maxSaidByOther] + "…")
	}
	return err
}

// claimed is the text or texts of a claim.
func claimed(value any) (texts []string) {
	switch v := value.(type) {
	case string:
		texts = strings.Split(v, ",")
	case []any:
		for _, one := range v {
			if s, ok := one.(string); ok {
				texts = append(texts, s)
			}
		}
	}
	for i := range texts {
		texts[i] = strings.TrimSpace(texts[i])
	}
	return slices.DeleteFunc(texts, func(s string) bool { return s == "" })
}
